//! What a statement and an entity say, as texts.

use crate::graph::{ColumnValue, EntityId, Graph, ProfileTree, RegimenKind, StatementId};
use crate::model::{FIELDS, Field, Reference, Stored};
use crate::vocabulary::{On, PropertyType};

/// How entities are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum References {
    /// By identifier, which never is ambiguous.
    Ids,
    /// By name, for people.
    Names,
}

/// A graph and how its entities are written.
#[derive(Clone, Copy, Debug)]
pub struct View<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// How entities are written.
    pub references: References,
}

/// The columns of statements.tsv after the first, which is [`ID`].
pub fn statement_columns() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|row| row.name)
}

impl View<'_> {
    /// The text of a field as statements.tsv writes it; empty where there is no value.
    pub fn field(self, statement: StatementId, field: Field) -> String {
        let statements = self.graph.statements();
        let entity = || statements.entity(statement, field).map(EntityId);
        match field.row().stored {
            Stored::Entity(Reference::Therapy) => entity().map_or_else(String::new, |entity| self.therapy(entity)),
            Stored::Entity(Reference::Profile) => entity().map_or_else(String::new, |entity| self.profile(entity)),
            Stored::Entity(_) => entity().map_or_else(String::new, |entity| self.reference(entity)),
            Stored::Entities(_) => self.list(statements.entities(statement, field)),
            Stored::Sentence => one_line(statements.sentence(statement, field)),
            // No is what an empty field says.
            Stored::Flag if statements.code(statement, field) != 1 => String::new(),
            Stored::Flag
            | Stored::Code
            | Stored::Set
            | Stored::Rating
            | Stored::Year
            | Stored::Fraction
            | Stored::Count
            | Stored::Text => self.property(statement, field),
        }
    }

    /// The texts of all fields in the order of [`statement_columns`].
    pub fn fields(self, statement: StatementId) -> impl Iterator<Item = String> {
        FIELDS.iter().map(move |row| self.field(statement, row.field))
    }

    /// The items of a field that lists values; those of other fields are one or none.
    pub fn items(self, statement: StatementId, field: Field) -> Vec<String> {
        match field.row().stored {
            Stored::Entities(_) => {
                let entities = self.graph.statements().entities(statement, field);
                entities.iter().map(|&entity| self.reference(EntityId(entity))).collect()
            }
            Stored::Set => {
                let property = self.graph.model().property(field);
                property.map_or_else(Vec::new, |property| items_of(&self.graph.statement_value(statement, property)))
            }
            _ => Some(self.field(statement, field)).filter(|text| !text.is_empty()).into_iter().collect(),
        }
    }

    fn property(self, statement: StatementId, field: Field) -> String {
        let property = self.graph.model().property(field);
        property.map_or_else(String::new, |property| text_of(&self.graph.statement_value(statement, property)))
    }

    /// An entity.
    pub fn reference(self, entity: EntityId) -> String {
        match self.references {
            References::Ids => one_line(self.graph.id(entity)),
            References::Names => one_line(self.graph.name(entity)),
        }
    }

    fn list(self, entities: &[u32]) -> String {
        joined(entities.iter().map(|&entity| self.reference(EntityId(entity))))
    }

    /// A therapy: a regimen that is called after its members as the expression that makes it,
    /// since its identifier alone would not say how they are given.
    pub fn therapy(self, entity: EntityId) -> String {
        self.therapy_within(entity, None)
    }

    fn therapy_within(self, entity: EntityId, outer: Option<RegimenKind>) -> String {
        let Some((kind, members)) = self.written_out(entity, outer) else { return self.reference(entity) };
        let parts: Vec<String> =
            members.iter().map(|&member| self.therapy_within(EntityId(member), Some(kind))).collect();
        parts.join(kind.operator())
    }

    /// How a regimen is given, and its members, where it is written as an expression: it is called
    /// after them, and within `outer` needs no brackets, which expressions do not have.
    pub(super) fn written_out(&self, entity: EntityId, outer: Option<RegimenKind>) -> Option<(RegimenKind, &[u32])> {
        let (kind, members) = self.graph.regimen(entity)?;
        let mut names: Vec<&str> = members.iter().map(|&member| self.graph.name(EntityId(member))).collect();
        if kind != RegimenKind::Sequence {
            // Members lie in the order of their kinds; a name has them in its own.
            names.sort_unstable();
        }
        let fits = outer.is_none_or(|outer| kind < outer);
        let called_so = members.len() > 1 && names.join(kind.operator()) == self.graph.name(entity);
        (fits && called_so).then_some((kind, members))
    }

    /// The expression of a profile.
    pub fn profile(self, entity: EntityId) -> String {
        match self.graph.profile_tree(entity) {
            Some(tree) => tree.print(&|&leaf| quoted_if_needed(self.reference(leaf))),
            None => self.reference(entity),
        }
    }
}

/// A name that would not parse as one leaf of an expression is put in quotes.
fn quoted_if_needed(name: String) -> String {
    match ProfileTree::parse(&name) {
        Ok(ProfileTree::Leaf(span)) if span.of(&name) == name => name,
        Ok(_) | Err(_) => format!("\"{name}\""),
    }
}

/// A value as the text graph writes it; empty where there is none.
pub fn text_of(value: &ColumnValue<'_>) -> String {
    match value {
        ColumnValue::Missing => String::new(),
        ColumnValue::Text(text) => one_line(text),
        ColumnValue::Texts(texts) => joined(texts.iter().map(|text| one_line(text))),
        ColumnValue::Integer(number) => number.to_string(),
        ColumnValue::Decimal(number) => number.to_string(),
        ColumnValue::Bool(yes) => yes.to_string(),
    }
}

/// The items of a value; none where it is missing.
pub(super) fn items_of(value: &ColumnValue<'_>) -> Vec<String> {
    match value {
        ColumnValue::Texts(texts) => texts.iter().map(|text| one_line(text)).collect(),
        other => Some(text_of(other)).filter(|text| !text.is_empty()).into_iter().collect(),
    }
}

/// A text that fits a field: no tab and no line end.
pub fn one_line(text: &str) -> String {
    if text.contains(['\t', '\n', '\r']) { text.replace(['\t', '\n', '\r'], " ") } else { text.to_owned() }
}

/// Separator of the items of a list.
pub(super) const BAR: char = '|';

/// A list as a field. An item that contains the bar would be read as two: it is left out, and
/// [`super::without_place`] reports it.
pub fn joined(items: impl Iterator<Item = String>) -> String {
    let mut list = String::new();
    for item in items.filter(|item| !item.contains(BAR)) {
        if !list.is_empty() {
            list.push(BAR);
        }
        list.push_str(&item);
    }
    list
}

/// Names of the stored properties of entities, each once, in the order of the vocabulary.
pub fn entity_properties(graph: &Graph) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for property in &graph.vocabulary().properties {
        let stored = property.on != On::Statement && !matches!(property.of, PropertyType::Via { .. });
        if stored && !names.contains(&property.name.as_str()) {
            names.push(&property.name);
        }
    }
    names
}

/// The property of an entity that a column of this name holds; empty where it has none.
pub fn entity_property(graph: &Graph, entity: EntityId, name: &str) -> String {
    property_value(graph, entity, name).map(|value| text_of(&value)).unwrap_or_default()
}

/// The same before it is made a text; `None` where entities of this kind have no such column.
pub(super) fn property_value<'g>(graph: &'g Graph, entity: EntityId, name: &str) -> Option<ColumnValue<'g>> {
    let property = graph.vocabulary().property_of(name, graph.kind(entity))?;
    Some(graph.column(property)?.value(entity.0, graph.vocabulary().property(property)))
}
