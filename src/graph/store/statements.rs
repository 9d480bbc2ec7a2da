//! The statements: one column per field.

use super::array::Array;
use super::column::{self, ColumnValue, NO_CODE};
use super::ids::{NONE, StatementId};
use super::list::ListOf;
use super::strings::Strings;
use crate::model::Sign;
use crate::vocabulary::{On, PropertyId, Vocabulary};

/// A property that every statement has a column for. The vocabulary decides which of them a user
/// may name and, for enumerations, which values there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Field {
    /// What happens.
    Effect,
    /// Whether the source supports that.
    Direction,
    /// Evidence level.
    Level,
    /// Evidence level in the system of the source.
    NativeLevel,
    /// The curator's confidence.
    Rating,
    /// Regulatory status.
    Status,
    /// Where the status holds.
    Region,
    /// When the status held.
    AsOf,
    /// Year of the newest source.
    Year,
    /// Primary, acquired.
    Onset,
    /// Line of therapy.
    Line,
    /// Somatic, germline.
    Origin,
    /// Cis, trans.
    Phase,
    /// A fraction.
    Frequency,
    /// Number of patients.
    Patients,
    /// Who issued the statement.
    Dataset,
    /// Whether the curators flag it.
    Disputed,
    /// The claim in one sentence.
    Gist,
}

/// The fields by the name that the property and the column of a file have, in the order of their
/// numbers.
pub const FIELDS: &[(&str, Field)] = &[
    ("effect", Field::Effect),
    ("direction", Field::Direction),
    ("level", Field::Level),
    ("native_level", Field::NativeLevel),
    ("rating", Field::Rating),
    ("status", Field::Status),
    ("region", Field::Region),
    ("as_of", Field::AsOf),
    ("year", Field::Year),
    ("onset", Field::Onset),
    ("line", Field::Line),
    ("origin", Field::Origin),
    ("phase", Field::Phase),
    ("frequency", Field::Frequency),
    ("patients", Field::Patients),
    ("dataset", Field::Dataset),
    ("disputed", Field::Disputed),
    ("gist", Field::Gist),
];

impl Field {
    /// The field called `name`.
    pub fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|(text, _)| *text == name).map(|&(_, field)| field)
    }

    /// As properties and files call it.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(_, field)| *field == self).map_or("", |&(text, _)| text)
    }
}

/// All statements, by number ([`StatementId`]).
///
/// A code is the place of a value in the list of the vocabulary's property, [`NO_CODE`] if missing.
#[derive(Clone, Debug, Default)]
pub struct StatementTable {
    /// Entity of statement number 0; the others follow.
    pub first_entity: u32,
    pub(crate) effect: Array<u8>,
    pub(crate) direction: Array<u8>,
    pub(crate) level: Array<u8>,
    pub(crate) status: Array<u8>,
    pub(crate) line: Array<u8>,
    pub(crate) origin: Array<u8>,
    pub(crate) phase: Array<u8>,
    /// 0 no, 1 yes.
    pub(crate) disputed: Array<u8>,
    /// 1 to 5, or 0.
    pub(crate) rating: Array<u8>,
    /// A bit for each value.
    pub(crate) onset: Array<u8>,
    /// 0 if unknown.
    pub(crate) year: Array<u16>,
    /// NaN if unknown.
    pub(crate) frequency: Array<f32>,
    /// NONE if unknown.
    pub(crate) patients: Array<u32>,
    /// Numbers in `texts`, or NONE.
    pub(crate) native_level: Array<u32>,
    pub(crate) region: Array<u32>,
    pub(crate) as_of: Array<u32>,
    pub(crate) dataset: Array<u32>,
    /// Distinct texts of the columns above.
    pub(crate) texts: Strings,
    /// One sentence each; may hold no text at all.
    pub(crate) gist: Strings,
    /// Entities, or NONE.
    pub(crate) therapy: Array<u32>,
    pub(crate) profile: Array<u32>,
    pub(crate) mechanism: Array<u32>,
    /// Entities.
    pub(crate) therapy_parts: ListOf<Array<u32>>,
    pub(crate) therapy_members: ListOf<Array<u32>>,
    pub(crate) partners: ListOf<Array<u32>>,
    pub(crate) cancers: ListOf<Array<u32>>,
    pub(crate) except_cancers: ListOf<Array<u32>>,
    pub(crate) sources: ListOf<Array<u32>>,
    /// 1 where the statement supports what it says.
    pub(crate) supports: Array<u8>,
    /// Sign of the effect: -1, 0, 1.
    pub(crate) sign: Array<i8>,
    /// 1, or -1 where the direction turns the effect round, or 0 where it is open.
    pub(crate) direction_sign: Array<i8>,
    /// 1 where a source other than uncited curation stands behind it.
    pub(crate) cited: Array<u8>,
    /// Place in the order of goodness, 0 is best.
    pub(crate) rank: Array<u32>,
    /// Number of the group with the same profile (or mechanism) and therapy.
    pub(crate) group: Array<u32>,
    /// By group: its statements.
    pub(crate) groups: ListOf<Array<u32>>,
    /// By property id of the vocabulary: the field it reads.
    pub(crate) fields: Vec<Option<Field>>,
}

/// Reads a number of a column, or `missing` where a damaged file has too few.
#[inline]
fn at<T: bytemuck::Pod>(column: &Array<T>, statement: StatementId, missing: T) -> T {
    column.get(statement.0 as usize).copied().unwrap_or(missing)
}

/// An entity of a column, if there is one.
#[inline]
fn entity_at(column: &Array<u32>, statement: StatementId) -> Option<u32> {
    Some(at(column, statement, NONE)).filter(|&entity| entity != NONE)
}

impl StatementTable {
    /// Number of statements.
    pub fn len(&self) -> usize {
        self.effect.len()
    }
    /// Whether the graph holds facts only.
    pub fn is_empty(&self) -> bool {
        self.effect.is_empty()
    }
    /// All statements in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = StatementId> + use<> {
        (0..self.len() as u32).map(StatementId)
    }
    /// The therapy: a drug, a class or a regimen (for substitutes the regimen that lists them).
    pub fn therapy(&self, statement: StatementId) -> Option<u32> {
        entity_at(&self.therapy, statement)
    }
    /// The therapies that the statement speaks of one by one: the therapy, or each of the
    /// substitutes.
    pub fn therapy_parts(&self, statement: StatementId) -> &[u32] {
        self.therapy_parts.list(statement.0 as usize)
    }
    /// The therapy taken apart to drugs and classes, sorted.
    pub fn therapy_members(&self, statement: StatementId) -> &[u32] {
        self.therapy_members.list(statement.0 as usize)
    }
    /// The profile.
    pub fn profile(&self, statement: StatementId) -> Option<u32> {
        entity_at(&self.profile, statement)
    }
    /// The mechanism.
    pub fn mechanism(&self, statement: StatementId) -> Option<u32> {
        entity_at(&self.mechanism, statement)
    }
    /// What the therapy is given with.
    pub fn partners(&self, statement: StatementId) -> &[u32] {
        self.partners.list(statement.0 as usize)
    }
    /// The cancers it speaks of.
    pub fn cancers(&self, statement: StatementId) -> &[u32] {
        self.cancers.list(statement.0 as usize)
    }
    /// The cancers it does not speak of although they are below one of its cancers.
    pub fn except_cancers(&self, statement: StatementId) -> &[u32] {
        self.except_cancers.list(statement.0 as usize)
    }
    /// Whether any statement excludes a cancer.
    pub fn excludes_cancers(&self) -> bool {
        !self.except_cancers.items.is_empty()
    }
    /// Its sources.
    pub fn sources(&self, statement: StatementId) -> &[u32] {
        self.sources.list(statement.0 as usize)
    }
    /// Whether it counts for what it says: its direction supports, it has not failed and is not
    /// flagged as disputed.
    #[inline]
    pub fn supports(&self, statement: StatementId) -> bool {
        at(&self.supports, statement, 0) == 1
    }
    /// Which way its effect points, whatever its direction.
    pub fn sign(&self, statement: StatementId) -> Sign {
        Sign::of(at(&self.sign, statement, 0))
    }
    /// Which way it points all in all: the sign of the effect, turned round where it disputes it.
    pub fn polarity(&self, statement: StatementId) -> Sign {
        Sign::of(at(&self.sign, statement, 0) * at(&self.direction_sign, statement, 0))
    }
    /// Whether anything but uncited curation stands behind it.
    pub fn is_cited(&self, statement: StatementId) -> bool {
        at(&self.cited, statement, 0) == 1
    }
    /// Place among all statements by level, cited before uncited, rating, year and id: the lowest
    /// is the best, no two are equal.
    #[inline]
    pub fn rank(&self, statement: StatementId) -> u32 {
        at(&self.rank, statement, NONE)
    }
    /// Year of the newest source, 0 if unknown.
    #[inline]
    pub fn year(&self, statement: StatementId) -> u16 {
        at(&self.year, statement, 0)
    }
    /// The claim in one sentence; may be empty.
    pub fn gist(&self, statement: StatementId) -> &str {
        self.gist.get_or_empty(statement.0 as usize)
    }
    /// Statements on the same profile (else mechanism) and the same therapies, itself included.
    pub fn same_subject(&self, statement: StatementId) -> &[u32] {
        self.groups.list(at(&self.group, statement, NONE) as usize)
    }
    /// Number of groups of statements on one profile and therapy.
    pub fn group_count(&self) -> usize {
        self.groups.offsets.len().saturating_sub(1)
    }
    /// The statements of a group.
    pub fn group(&self, group: u32) -> &[u32] {
        self.groups.list(group as usize)
    }
    /// The group of a statement.
    pub fn group_of(&self, statement: StatementId) -> u32 {
        at(&self.group, statement, NONE)
    }
    /// The field that a property reads, if it is one of statements.
    pub fn field(&self, property: PropertyId) -> Option<Field> {
        self.fields.get(usize::from(property.0)).copied().flatten()
    }
    /// The column of codes of a field that has one value of a list, or is yes or no.
    pub fn codes(&self, field: Field) -> Option<&Array<u8>> {
        match field {
            Field::Effect => Some(&self.effect),
            Field::Direction => Some(&self.direction),
            Field::Level => Some(&self.level),
            Field::Status => Some(&self.status),
            Field::Line => Some(&self.line),
            Field::Origin => Some(&self.origin),
            Field::Phase => Some(&self.phase),
            Field::Disputed => Some(&self.disputed),
            Field::NativeLevel
            | Field::Rating
            | Field::Region
            | Field::AsOf
            | Field::Year
            | Field::Onset
            | Field::Frequency
            | Field::Patients
            | Field::Dataset
            | Field::Gist => None,
        }
    }
    /// The code of a field that has one; [`NO_CODE`] where the value is missing or there are no
    /// codes.
    #[inline]
    pub fn code(&self, statement: StatementId, field: Field) -> u8 {
        self.codes(field).map_or(NO_CODE, |column| at(column, statement, NO_CODE))
    }
    /// Values of onset, a bit for each.
    #[inline]
    pub fn onset(&self, statement: StatementId) -> u8 {
        at(&self.onset, statement, 0)
    }
    /// A field that is a number, as a number: rating, year, frequency, patients; NaN if missing.
    pub fn number(&self, statement: StatementId, field: Field) -> f64 {
        let known = |number: u32, missing: u32| if number == missing { f64::NAN } else { f64::from(number) };
        match field {
            Field::Rating => known(u32::from(at(&self.rating, statement, 0)), 0),
            Field::Year => known(u32::from(self.year(statement)), 0),
            Field::Patients => known(at(&self.patients, statement, NONE), NONE),
            Field::Frequency => shortest(at(&self.frequency, statement, f32::NAN)),
            Field::Effect
            | Field::Direction
            | Field::Level
            | Field::NativeLevel
            | Field::Status
            | Field::Region
            | Field::AsOf
            | Field::Onset
            | Field::Line
            | Field::Origin
            | Field::Phase
            | Field::Dataset
            | Field::Disputed
            | Field::Gist => f64::NAN,
        }
    }
    /// The column of text numbers of a field that is a short text; see [`StatementTable::texts`].
    pub fn text_numbers(&self, field: Field) -> Option<&Array<u32>> {
        match field {
            Field::NativeLevel => Some(&self.native_level),
            Field::Region => Some(&self.region),
            Field::AsOf => Some(&self.as_of),
            Field::Dataset => Some(&self.dataset),
            Field::Effect
            | Field::Direction
            | Field::Level
            | Field::Rating
            | Field::Status
            | Field::Year
            | Field::Onset
            | Field::Line
            | Field::Origin
            | Field::Phase
            | Field::Frequency
            | Field::Patients
            | Field::Disputed
            | Field::Gist => None,
        }
    }
    /// The distinct short texts.
    pub fn texts(&self) -> &Strings {
        &self.texts
    }
    /// The value of a field; `vocabulary` is that of the graph.
    pub fn value<'a>(
        &'a self,
        statement: StatementId,
        property: PropertyId,
        vocabulary: &'a Vocabulary,
    ) -> ColumnValue<'a> {
        let Some(field) = self.field(property) else { return ColumnValue::Missing };
        let of = &vocabulary.property(property).of;
        match field {
            Field::Disputed => column::bool_of(self.code(statement, field)),
            Field::Effect
            | Field::Direction
            | Field::Level
            | Field::Status
            | Field::Line
            | Field::Origin
            | Field::Phase => column::coded(of, self.code(statement, field)),
            Field::Onset => column::set_of(of, u32::from(self.onset(statement))),
            Field::Rating | Field::Year | Field::Frequency | Field::Patients => {
                column::number_of(self.number(statement, field))
            }
            Field::NativeLevel | Field::Region | Field::AsOf | Field::Dataset => {
                let numbers = self.text_numbers(field);
                column::text_of(&self.texts, numbers.map_or(NONE, |numbers| at(numbers, statement, NONE)))
            }
            Field::Gist => match self.gist(statement) {
                "" => ColumnValue::Missing,
                text => ColumnValue::Text(text),
            },
        }
    }
    /// Whether every column has a value for every statement: those who read several columns side
    /// by side rely on it.
    pub(crate) fn columns_fit(&self) -> bool {
        let bytes = [
            &self.direction,
            &self.level,
            &self.status,
            &self.line,
            &self.origin,
            &self.phase,
            &self.disputed,
            &self.rating,
        ];
        let marks = [&self.onset, &self.supports, &self.cited];
        let signs = [&self.sign, &self.direction_sign];
        let texts = [&self.native_level, &self.region, &self.as_of, &self.dataset];
        let entities = [&self.therapy, &self.profile, &self.mechanism, &self.rank, &self.group, &self.patients];
        let count = self.len();
        bytes.iter().chain(&marks).all(|column| column.len() == count)
            && signs.iter().all(|column| column.len() == count)
            && texts.iter().chain(&entities).all(|column| column.len() == count)
            && self.year.len() == count
            && self.frequency.len() == count
    }
    /// Learns which property reads which field; done once when a graph is made or opened.
    pub(crate) fn bind(&mut self, vocabulary: &Vocabulary) {
        let field = |property: &crate::vocabulary::Property| match property.on {
            On::Statement => Field::named(&property.name),
            On::Kinds(_) => None,
        };
        self.fields = vocabulary.properties.iter().map(field).collect();
    }
}

/// The number that is written as the short one is: 0.15, not 0.15000000596.
fn shortest(number: f32) -> f64 {
    if number.is_nan() { f64::NAN } else { number.to_string().parse().unwrap_or(f64::from(number)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_fields_is_in_order() {
        assert!(FIELDS.iter().enumerate().all(|(number, &(_, field))| field as usize == number));
        assert_eq!(Field::named("as_of").map(Field::name), Some("as_of"));
    }

    #[test]
    fn short_numbers_stay_short() {
        assert_eq!(shortest(0.15), 0.15);
        assert!(shortest(f32::NAN).is_nan());
    }
}
