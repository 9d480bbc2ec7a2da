//! Entities and statements as files list them, and statements whose texts are read.

use crate::model::{FIELDS, Field};
use crate::vocabulary::PropertyId;

/// An entity as a file lists it.
#[derive(Clone, Debug, Default)]
pub struct EntityRecord<'a> {
    /// Identifier, `PREFIX:local`.
    pub id: &'a str,
    /// Name of its kind.
    pub kind: &'a str,
    /// Name.
    pub name: &'a str,
    /// Other names that a curator wrote.
    pub aliases: Vec<&'a str>,
    /// Other names from a database.
    pub imported_aliases: Vec<&'a str>,
    /// Identifiers elsewhere.
    pub xrefs: Vec<&'a str>,
    /// A sentence or two.
    pub description: &'a str,
    /// Properties by column.
    pub properties: Vec<(PropertyId, &'a str)>,
}

/// What a record says in one field.
#[derive(Clone, Debug, Default)]
enum Said<'a> {
    #[default]
    Nothing,
    One(&'a str),
    Several(Vec<&'a str>),
}

/// A statement as a file lists it: texts by field.
#[derive(Clone, Debug)]
pub struct StatementRecord<'a> {
    /// Identifier: that of the database it is from, else `onco:` and a slug.
    pub id: &'a str,
    /// By number of the field.
    said: [Said<'a>; FIELDS.len()],
    /// The field in which any other record of the statement is believed rather than this one.
    pub(super) yields: Option<Field>,
}

impl<'a> StatementRecord<'a> {
    /// A statement that says nothing yet.
    pub fn new(id: &'a str) -> Self {
        Self { id, said: std::array::from_fn(|_| Said::Nothing), yields: None }
    }

    /// The same, with a field in which any other record of the statement is believed rather than
    /// this one.
    #[must_use]
    pub fn yielding(mut self, field: Option<Field>) -> Self {
        self.yields = field;
        self
    }

    /// The same said by a statement with this identifier.
    #[must_use]
    pub fn with_id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// With the value of a field; an empty text is a missing value.
    #[must_use]
    pub fn with(mut self, field: Field, text: &'a str) -> Self {
        self.set(field, text);
        self
    }

    /// With the values of a field that lists them; empty texts are none.
    #[must_use]
    pub fn with_list(mut self, field: Field, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.said[field as usize] = Said::Nothing;
        texts.into_iter().for_each(|text| self.add(field, text));
        self
    }

    /// Sets the value of a field; an empty text is a missing value.
    pub fn set(&mut self, field: Field, text: &'a str) {
        self.said[field as usize] = if text.is_empty() { Said::Nothing } else { Said::One(text) };
    }

    /// Takes the text of a field as files write it: the items of a list are separated by `|`.
    pub fn read(&mut self, field: Field, text: &'a str) {
        if field.row().stored.is_list() {
            text.split('|').for_each(|item| self.add(field, item.trim()));
        } else {
            self.set(field, text);
        }
    }

    fn add(&mut self, field: Field, text: &'a str) {
        if text.is_empty() {
            return;
        }
        let said = &mut self.said[field as usize];
        match said {
            Said::Nothing => *said = Said::One(text),
            Said::One(first) => *said = Said::Several(vec![first, text]),
            Said::Several(texts) => texts.push(text),
        }
    }

    /// The values of a field; none where it is missing.
    pub fn texts(&self, field: Field) -> &[&'a str] {
        match &self.said[field as usize] {
            Said::Nothing => &[],
            Said::One(text) => std::slice::from_ref(text),
            Said::Several(texts) => texts,
        }
    }
}

/// A statement whose texts are read.
#[derive(Clone, Debug)]
pub(super) struct ReadStatement {
    /// Its builder index.
    pub(super) entity: u32,
    /// By number of the field.
    pub(super) values: [FieldValue; FIELDS.len()],
    /// The field in which another record replaces the value.
    pub(super) yields: Option<Field>,
}

/// The value of a field; entities are builder indices.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FieldValue {
    Missing,
    /// A code, the bits of a set, 1 for yes, or a rating.
    Byte(u8),
    Year(u16),
    Fraction(f32),
    Count(u32),
    /// Number among the builder's property texts.
    Text(u32),
    Entity(u32),
    Entities(Vec<u32>),
}

impl ReadStatement {
    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> &FieldValue {
        &self.values[field as usize]
    }

    /// The byte of a field, if it has one.
    pub(super) fn byte(&self, field: Field) -> Option<u8> {
        match self.value(field) {
            FieldValue::Byte(byte) => Some(*byte),
            _ => None,
        }
    }

    /// The entities that a field names.
    pub(super) fn entities(&self, field: Field) -> &[u32] {
        match self.value(field) {
            FieldValue::Entity(entity) => std::slice::from_ref(entity),
            FieldValue::Entities(entities) => entities,
            _ => &[],
        }
    }
}
