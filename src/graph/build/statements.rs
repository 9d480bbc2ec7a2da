//! Statements: read field by field, and merged where one is listed twice.

use super::builder::GraphBuilder;
use super::problem::Place;
use super::record::{FieldValue, ReadStatement, StatementRecord};
use super::values::{bits_of, code_of, count, fraction, rating, year, yes_or_no};
use crate::diagnostic::Severity;
use crate::graph::store::NONE;
use crate::model::{FIELDS, Field, FieldRow, Reference, Stored};
use crate::vocabulary::PropertyType;

impl GraphBuilder {
    /// Adds a statement. A statement whose id is known gains what it lacks; where both say
    /// something else the first stays, and a warning says so.
    pub fn add_statement(&mut self, record: &StatementRecord<'_>, place: Place) {
        let [kind] = self.kinds_of.statement[..] else {
            self.error(place, "", "the vocabulary has no kind `statement`");
            return;
        };
        if record.id.is_empty() {
            self.unusable(place, "id", "a statement needs an id");
            return;
        }
        let Some(read) = self.read_statement(record, place) else { return };
        self.accepted += 1;
        let known = self.find_id(record.id);
        match known.map(|entity| (entity, self.statement_of.get(&entity).copied())) {
            Some((_, Some(statement))) => self.merge_statement(statement as usize, read, place),
            Some((entity, None)) if self.kind(entity) != kind => {
                let message = format!("`{}` is already {}", record.id, self.described(entity));
                self.unusable(place, "id", message);
            }
            Some((entity, None)) => self.keep_statement(entity, read),
            None => {
                let entity = self.new_entity(kind, record.id, record.id, "");
                self.keep_statement(entity, read);
            }
        }
    }

    /// Drugs and the like that a statement calls approved; of a combination all of them.
    pub fn approved_therapies(&self) -> Vec<u32> {
        let Some(approved) = self.model.statuses.approved else { return Vec::new() };
        let mut found: Vec<u32> = Vec::new();
        let stated = self.statements.iter().filter(|statement| statement.byte(Field::Status) == Some(approved));
        for statement in stated {
            let mut open: Vec<u32> = statement.entities(Field::Therapy).to_vec();
            while let Some(therapy) = open.pop() {
                match self.regimen_parts.get(&therapy) {
                    Some((_, members)) => open.extend(members),
                    None => found.push(therapy),
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Identifiers of the statements so far.
    pub fn statement_ids(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().map(|statement| self.id(statement.entity))
    }

    fn keep_statement(&mut self, entity: u32, mut statement: ReadStatement) {
        statement.entity = entity;
        self.statement_of.insert(entity, self.statements.len() as u32);
        self.statements.push(statement);
    }

    /// Reads every field, so that all that is wrong with a row is reported at once; `None` where
    /// the row cannot be used.
    fn read_statement(&mut self, record: &StatementRecord<'_>, place: Place) -> Option<ReadStatement> {
        let before = self.problems().len();
        for row in FIELDS.iter().filter(|row| row.needed && record.texts(row.field).is_empty()) {
            self.unusable(place, row.name, "a statement needs a value here");
        }
        let mut values = FIELDS.each_ref().map(|_| FieldValue::Missing);
        let mut lost = false;
        for row in &FIELDS {
            let texts = record.texts(row.field);
            let texts = match (row.field, texts) {
                (Field::Dataset, []) => &[issuer(record.id)],
                (_, texts) => texts,
            };
            if !texts.is_empty() {
                let value = self.read_field(row, texts, place);
                // A therapy or profile that was met before is not reported again.
                lost |= value == FieldValue::Missing;
                values[row.field as usize] = value;
            }
        }
        let lost = lost || self.problems().len() > before;
        (!lost).then_some(ReadStatement { entity: NONE, values, yields: record.yields })
    }

    /// Reads the texts of a field; `Missing` where they cannot be used.
    fn read_field(&mut self, row: &FieldRow, texts: &[&str], place: Place) -> FieldValue {
        let text = texts.first().copied().unwrap_or("");
        let read = match row.stored {
            Stored::Code | Stored::Set => {
                let Some(property) = self.model.property(row.field) else {
                    let message = format!("the vocabulary has no statement property `{}`", row.name);
                    self.error(place, row.name, message);
                    return FieldValue::Missing;
                };
                let of = &self.vocabulary.property(property).of;
                if row.stored == Stored::Set {
                    byte_of_bits(of, texts)
                } else {
                    code_of(of, text).map(FieldValue::Byte)
                }
            }
            Stored::Flag => yes_or_no(text).map(|yes| FieldValue::Byte(u8::from(yes))),
            Stored::Rating => rating(text).map(FieldValue::Byte),
            Stored::Year => year(text).map(FieldValue::Year),
            Stored::Fraction => fraction(text).map(FieldValue::Fraction),
            Stored::Count => count(text).map(FieldValue::Count),
            Stored::Text | Stored::Sentence => Ok(FieldValue::Text(self.property_texts.push(text))),
            Stored::Entity(reference) => return self.entity_value(reference, text, row, place),
            Stored::Entities(reference) => {
                let entities = self.references(texts, reference, row, place);
                return if entities.is_empty() { FieldValue::Missing } else { FieldValue::Entities(entities) };
            }
        };
        read.unwrap_or_else(|message| {
            self.unusable(place, row.name, message);
            FieldValue::Missing
        })
    }

    fn entity_value(&mut self, reference: Reference, text: &str, row: &FieldRow, place: Place) -> FieldValue {
        let entity = match reference {
            Reference::Therapy => self.therapy(text, place),
            Reference::Profile => self.profile(text, place),
            Reference::Partner | Reference::Cancer | Reference::Mechanism | Reference::Source => {
                self.references(&[text], reference, row, place).first().copied()
            }
        };
        entity.map_or(FieldValue::Missing, FieldValue::Entity)
    }

    /// The entities that texts call, each once.
    fn references(&mut self, texts: &[&str], reference: Reference, row: &FieldRow, place: Place) -> Vec<u32> {
        let mut found = Vec::with_capacity(texts.len());
        for text in texts {
            let entity = match reference {
                Reference::Source => self.source(text),
                Reference::Therapy | Reference::Partner => self.resolve(text, &self.kinds_of.therapy),
                Reference::Profile => self.resolve(text, &self.kinds_of.profile),
                Reference::Cancer => self.resolve(text, &self.kinds_of.cancer),
                Reference::Mechanism => self.resolve(text, &self.kinds_of.mechanism),
            };
            match entity {
                Ok(entity) if found.contains(&entity) => {}
                Ok(entity) => found.push(entity),
                Err(message) => self.unusable(place, row.name, message),
            }
        }
        found
    }

    fn merge_statement(&mut self, known: usize, other: ReadStatement, place: Place) {
        let Some(statement) = self.statements.get_mut(known) else { return };
        let mut differing: Vec<&'static str> = Vec::new();
        let gained =
            |field: Field| *statement.value(field) == FieldValue::Missing && *other.value(field) != FieldValue::Missing;
        // What says more about a field goes with it: region and date say where and when a status
        // holds. With a status that was gained they come along; those of another status are left.
        let (replaced, left): (Vec<&FieldRow>, Vec<&FieldRow>) = FIELDS
            .iter()
            .filter(|row| row.details.is_some_and(|of| statement.value(of) != other.value(of)))
            .partition(|row| row.details.is_some_and(gained));
        for row in replaced {
            statement.values[row.field as usize] = other.value(row.field).clone();
        }
        if let Some(field) = statement.yields.take_if(|field| *other.value(*field) != FieldValue::Missing) {
            statement.values[field as usize] = other.value(field).clone();
        }
        let texts = &self.property_texts;
        let yielded = other.yields;
        for (row, theirs) in FIELDS.iter().zip(other.values) {
            if left.iter().any(|left| left.field == row.field) {
                continue;
            }
            let mine = &mut statement.values[row.field as usize];
            match (&*mine, &theirs) {
                (_, FieldValue::Missing) => {}
                (FieldValue::Missing, _) => *mine = theirs,
                _ if yielded == Some(row.field) => {}
                (FieldValue::Byte(was), FieldValue::Byte(is)) if row.stored == Stored::Flag => {
                    *mine = FieldValue::Byte(was | is);
                }
                (FieldValue::Text(was), FieldValue::Text(is))
                    if texts.get(*was as usize) == texts.get(*is as usize) => {}
                (was, is) if was == is => {}
                (_, _) => differing.push(row.name),
            }
        }
        let entity = statement.entity;
        if !differing.is_empty() {
            let differing = differing.join(", ");
            let message =
                format!("`{}` is listed earlier with a different {differing}; the first is kept", self.id(entity));
            self.problem(place, "id", Severity::Warning, message);
        }
    }
}

/// `civic` of `civic.eid:1499`.
fn issuer(id: &str) -> &str {
    id.split([':', '.']).next().unwrap_or("")
}

/// A bit for each value of a set.
fn byte_of_bits(of: &PropertyType, texts: &[&str]) -> Result<FieldValue, String> {
    let bits = bits_of(of, texts.iter().copied())?;
    let byte = u8::try_from(bits).map_err(|_| "only the first eight values of a set can be stored")?;
    Ok(FieldValue::Byte(byte))
}
