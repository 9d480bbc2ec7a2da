//! Statements: read field by field, and merged where one is listed twice.

use super::builder::{FieldKinds, GraphBuilder};
use super::problem::Place;
use super::record::{Statement, StatementRecord};
use super::values::{bits_of, byte, code_of, count, fraction, rating, year, yes_or_no};
use crate::diagnostic::Severity;
use crate::graph::store::{Field, NO_CODE, NONE};
use crate::vocabulary::{KindId, PropertyType};

impl GraphBuilder {
    /// Adds a statement. A statement whose id is known gains what it lacks; where both say
    /// something else the first stays, and a warning tells.
    pub fn add_statement(&mut self, record: &StatementRecord<'_>, place: Place) {
        let [kind] = self.kinds_of.statement[..] else {
            self.error(place, "", "the vocabulary has no kind `statement`");
            return;
        };
        if record.id.is_empty() {
            self.error(place, "id", "a statement needs an id");
            return;
        }
        let Some(read) = self.read_statement(record, place) else { return };
        let known = self.find_id(record.id);
        match known.map(|entity| (entity, self.statement_of.get(&entity).copied())) {
            Some((_, Some(statement))) => self.merge_statement(statement as usize, read, place),
            Some((entity, None)) if self.kind(entity) != kind => {
                let message = format!("`{}` is already {}", record.id, self.described(entity));
                self.error(place, "id", message);
            }
            Some((entity, None)) => self.keep_statement(entity, read),
            None => {
                let entity = self.new_entity(kind, record.id, record.id, "");
                self.keep_statement(entity, read);
            }
        }
    }

    fn keep_statement(&mut self, entity: u32, mut statement: Statement) {
        statement.entity = entity;
        self.statement_of.insert(entity, self.statements.len() as u32);
        self.statements.push(statement);
    }

    /// Reads every field, so that all that is wrong with a row is told at once; `None` where the
    /// row cannot be used.
    fn read_statement(&mut self, record: &StatementRecord<'_>, place: Place) -> Option<Statement> {
        let before = self.problems().len();
        for (missing, field) in [
            (record.effect.is_empty(), "effect"),
            (record.direction.is_empty(), "direction"),
            (record.level.is_empty(), "level"),
            (record.sources.is_empty(), "source"),
        ] {
            if missing {
                self.unusable(place, field, "a statement needs a value here");
            }
        }
        let statement = Statement {
            entity: NONE,
            effect: self.code(Field::Effect, record.effect, place),
            direction: self.code(Field::Direction, record.direction, place),
            level: self.code(Field::Level, record.level, place),
            status: self.code(Field::Status, record.status, place),
            line: self.code(Field::Line, record.line, place),
            origin: self.code(Field::Origin, record.origin, place),
            phase: self.code(Field::Phase, record.phase, place),
            onset: self.bits(Field::Onset, &record.onset, place),
            disputed: self.parsed(Field::Disputed, record.disputed, place, yes_or_no).unwrap_or(false),
            rating: self.parsed(Field::Rating, record.rating, place, rating).unwrap_or(0),
            year: self.parsed(Field::Year, record.year, place, year).unwrap_or(0),
            frequency: self.parsed(Field::Frequency, record.frequency, place, fraction).unwrap_or(f32::NAN),
            patients: self.parsed(Field::Patients, record.patients, place, count).unwrap_or(NONE),
            therapy: if record.therapy.is_empty() { NONE } else { self.therapy(record.therapy, place).unwrap_or(NONE) },
            profile: if record.profile.is_empty() { NONE } else { self.profile(record.profile, place).unwrap_or(NONE) },
            mechanism: self.reference(record.mechanism, "mechanism", |kinds| &kinds.mechanism, place),
            partners: self.references(&record.partners, "partners", |kinds| &kinds.therapy, place),
            cancers: self.references(&record.cancers, "cancer", |kinds| &kinds.cancer, place),
            except_cancers: self.references(&record.except_cancers, "except_cancer", |kinds| &kinds.cancer, place),
            sources: self.sources(&record.sources, "source", place),
            native_level: self.kept_text(record.native_level),
            region: self.kept_text(record.region),
            as_of: self.kept_text(record.as_of),
            dataset: self.kept_text(if record.dataset.is_empty() { issuer(record.id) } else { record.dataset }),
            gist: self.kept_text(record.gist),
        };
        let unresolved = |text: &str, entity: u32| !text.is_empty() && entity == NONE;
        let lost = unresolved(record.therapy, statement.therapy)
            || unresolved(record.profile, statement.profile)
            || unresolved(record.mechanism, statement.mechanism)
            || self.problems().len() > before;
        (!lost).then_some(statement)
    }

    fn code(&mut self, field: Field, text: &str, place: Place) -> u8 {
        if text.is_empty() {
            return NO_CODE;
        }
        let of = self.field_type(field);
        match of.map(|of| code_of(of, text)) {
            Some(Ok(code)) => return code,
            Some(Err(message)) => self.unusable(place, field.name(), message),
            None => self.no_property(field, place),
        }
        NO_CODE
    }

    fn bits(&mut self, field: Field, texts: &[&str], place: Place) -> u8 {
        if texts.is_empty() {
            return 0;
        }
        let of = self.field_type(field);
        match of.map(|of: &PropertyType| bits_of(of, texts.iter().copied()).and_then(byte)) {
            Some(Ok(bits)) => return bits,
            Some(Err(message)) => self.unusable(place, field.name(), message),
            None => self.no_property(field, place),
        }
        0
    }

    /// The type of the property that a field has in the vocabulary.
    fn field_type(&self, field: Field) -> Option<&PropertyType> {
        let property = self.field_properties.get(field as usize).copied().flatten()?;
        Some(&self.vocabulary.property(property).of)
    }

    fn no_property(&mut self, field: Field, place: Place) {
        let message = format!("the vocabulary has no statement property `{}`", field.name());
        self.error(place, field.name(), message);
    }

    fn parsed<T>(
        &mut self,
        field: Field,
        text: &str,
        place: Place,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|message| self.unusable(place, field.name(), message)).ok()
    }

    fn kept_text(&mut self, text: &str) -> u32 {
        if text.is_empty() { NONE } else { self.property_texts.push(text) }
    }

    fn reference(&mut self, text: &str, field: &str, kinds: impl Fn(&FieldKinds) -> &Vec<KindId>, place: Place) -> u32 {
        self.references(if text.is_empty() { &[] } else { std::slice::from_ref(&text) }, field, kinds, place)
            .first()
            .copied()
            .unwrap_or(NONE)
    }

    fn references(
        &mut self,
        texts: &[&str],
        field: &str,
        kinds: impl Fn(&FieldKinds) -> &Vec<KindId>,
        place: Place,
    ) -> Vec<u32> {
        let mut found = Vec::with_capacity(texts.len());
        for text in texts {
            match self.resolve(text, kinds(&self.kinds_of)) {
                Ok(entity) if found.contains(&entity) => {}
                Ok(entity) => found.push(entity),
                Err(message) => self.unusable(place, field, message),
            }
        }
        found
    }

    fn merge_statement(&mut self, known: usize, other: Statement, place: Place) {
        let Some(statement) = self.statements.get_mut(known) else { return };
        let mut differing: Vec<&'static str> = Vec::new();
        macro_rules! merge {
            ($($field:ident $missing:expr;)*) => {$(
                if $missing(&statement.$field) {
                    statement.$field = other.$field;
                } else if !$missing(&other.$field) && statement.$field != other.$field {
                    differing.push(stringify!($field));
                }
            )*};
        }
        let no_code = |code: &u8| *code == NO_CODE;
        if no_code(&statement.status) && !no_code(&other.status) {
            // Region and date say where and when a status holds: those of a record without one say
            // something else, such as when a curator looked at it last.
            (statement.region, statement.as_of) = (other.region, other.as_of);
        }
        let zero = |code: &u8| *code == 0;
        let none = |entity: &u32| *entity == NONE;
        let empty = |list: &Vec<u32>| list.is_empty();
        merge! {
            effect no_code; direction no_code; level no_code; status no_code; line no_code; origin no_code; phase no_code;
            rating zero; onset zero; year (|year: &u16| *year == 0); frequency (|number: &f32| number.is_nan()); patients none;
            therapy none; profile none; mechanism none; partners empty; cancers empty; except_cancers empty; sources empty;
        }
        let texts = &self.property_texts;
        for (name, mine, theirs) in [
            ("native_level", &mut statement.native_level, other.native_level),
            ("region", &mut statement.region, other.region),
            ("as_of", &mut statement.as_of, other.as_of),
            ("dataset", &mut statement.dataset, other.dataset),
            ("gist", &mut statement.gist, other.gist),
        ] {
            if *mine == NONE {
                *mine = theirs;
            } else if theirs != NONE && texts.get(*mine as usize) != texts.get(theirs as usize) {
                differing.push(name);
            }
        }
        statement.disputed |= other.disputed;
        let entity = statement.entity;
        if !differing.is_empty() {
            let message =
                format!("`{}` is told before with another {}; the first stays", self.id(entity), differing.join(", "));
            self.problem(place, "id", Severity::Warning, message);
        }
    }
}

/// `civic` of `civic.eid:1499`.
fn issuer(id: &str) -> &str {
    id.split([':', '.']).next().unwrap_or("")
}
