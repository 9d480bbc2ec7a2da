//! The statements: one column per field.

use super::array::Array;
use super::column::{self, ColumnValue, NO_CODE};
use super::ids::{NONE, StatementId};
use super::list::ListOf;
use super::strings::Strings;
use crate::model::{FIELDS, Field, Sign, Stored};
use crate::vocabulary::PropertyType;

/// The values of one field, by number of the statement.
#[derive(Clone, Debug)]
pub enum FieldColumn {
    /// Places in the list of the vocabulary's property or [`NO_CODE`]; for yes or no 1 or 0; for
    /// sets a bit for each value; for a rating 1 to 5, or 0.
    Bytes(Array<u8>),
    /// Years, or 0.
    Years(Array<u16>),
    /// Numbers from 0 to 1, or NaN.
    Fractions(Array<f32>),
    /// Counts, numbers of shared texts or entities; or NONE.
    Numbers(Array<u32>),
    /// Entities.
    Lists(ListOf<Array<u32>>),
    /// A text for each, or no text at all.
    Sentences(Strings),
}

impl FieldColumn {
    /// A column without statements for a field that is kept so.
    pub(crate) fn empty(stored: Stored) -> Self {
        match stored {
            Stored::Code | Stored::Set | Stored::Flag | Stored::Rating => Self::Bytes(Array::default()),
            Stored::Year => Self::Years(Array::default()),
            Stored::Fraction => Self::Fractions(Array::default()),
            Stored::Count | Stored::Text | Stored::Entity(_) => Self::Numbers(Array::default()),
            Stored::Entities(_) => Self::Lists(ListOf::default()),
            Stored::Sentence => Self::Sentences(Strings::default()),
        }
    }

    /// A column in which `count` statements have no value.
    fn missing(stored: Stored, count: usize) -> Self {
        match stored {
            Stored::Code => Self::Bytes(vec![NO_CODE; count].into()),
            Stored::Set | Stored::Flag | Stored::Rating => Self::Bytes(vec![0; count].into()),
            Stored::Year => Self::Years(vec![0; count].into()),
            Stored::Fraction => Self::Fractions(vec![f32::NAN; count].into()),
            Stored::Count | Stored::Text | Stored::Entity(_) => Self::Numbers(vec![NONE; count].into()),
            Stored::Entities(_) | Stored::Sentence => Self::empty(stored),
        }
    }

    /// Whether it has a value for each of `count` statements, as those who read several columns
    /// side by side rely on. Lists and sentences may be shorter: then the rest is empty.
    fn fits(&self, count: usize) -> bool {
        match self {
            Self::Bytes(column) => column.len() == count,
            Self::Years(column) => column.len() == count,
            Self::Fractions(column) => column.len() == count,
            Self::Numbers(column) => column.len() == count,
            Self::Lists(_) | Self::Sentences(_) => true,
        }
    }
}

/// All statements, by number ([`StatementId`]).
#[derive(Clone, Debug)]
pub struct StatementTable {
    /// Entity of statement number 0; the others follow.
    pub first_entity: u32,
    /// By number of the field.
    pub(crate) columns: [FieldColumn; FIELDS.len()],
    /// Distinct texts of the fields that are short texts.
    pub(crate) texts: Strings,
    /// Therapies that a statement speaks of one by one, and what they are taken apart to.
    pub(crate) therapy_parts: ListOf<Array<u32>>,
    pub(crate) therapy_members: ListOf<Array<u32>>,
    /// 1 where the statement supports what it says.
    pub(crate) supports: Array<u8>,
    /// Sign of the effect: -1, 0, 1.
    pub(crate) sign: Array<i8>,
    /// 1, or -1 where the direction turns the effect round, or 0 where it is open.
    pub(crate) direction_sign: Array<i8>,
    /// 1 where a source other than uncited curation supports it.
    pub(crate) cited: Array<u8>,
    /// Place in the order of goodness, 0 is best.
    pub(crate) rank: Array<u32>,
    /// Number of the group with the same profile (or mechanism) and therapy.
    pub(crate) group: Array<u32>,
    /// By group: its statements.
    pub(crate) groups: ListOf<Array<u32>>,
}

impl Default for StatementTable {
    fn default() -> Self {
        Self {
            first_entity: 0,
            columns: std::array::from_fn(|number| FieldColumn::empty(FIELDS[number].stored)),
            texts: Strings::default(),
            therapy_parts: ListOf::default(),
            therapy_members: ListOf::default(),
            supports: Array::default(),
            sign: Array::default(),
            direction_sign: Array::default(),
            cited: Array::default(),
            rank: Array::default(),
            group: Array::default(),
            groups: ListOf::default(),
        }
    }
}

/// Reads a number of a column, or `missing` where a damaged file has too few.
#[inline]
fn at<T: bytemuck::Pod>(column: &Array<T>, statement: StatementId, missing: T) -> T {
    column.get(statement.0 as usize).copied().unwrap_or(missing)
}

impl StatementTable {
    /// Number of statements.
    pub fn len(&self) -> usize {
        self.supports.len()
    }
    /// Whether the graph holds facts only.
    pub fn is_empty(&self) -> bool {
        self.supports.is_empty()
    }
    /// All statements in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = StatementId> + use<> {
        (0..self.len() as u32).map(StatementId)
    }
    /// The therapy: a drug, a class or a regimen (for substitutes the regimen that lists them).
    pub fn therapy(&self, statement: StatementId) -> Option<u32> {
        self.entity(statement, Field::Therapy)
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
        self.entity(statement, Field::Profile)
    }
    /// The mechanism.
    pub fn mechanism(&self, statement: StatementId) -> Option<u32> {
        self.entity(statement, Field::Mechanism)
    }
    /// What the therapy is given with.
    pub fn partners(&self, statement: StatementId) -> &[u32] {
        self.entities(statement, Field::Partners)
    }
    /// The cancers it speaks of.
    pub fn cancers(&self, statement: StatementId) -> &[u32] {
        self.entities(statement, Field::Cancer)
    }
    /// The cancers it does not speak of although they are below one of its cancers.
    pub fn except_cancers(&self, statement: StatementId) -> &[u32] {
        self.entities(statement, Field::ExceptCancer)
    }
    /// Whether any statement excludes a cancer.
    pub fn excludes_cancers(&self) -> bool {
        matches!(self.column(Field::ExceptCancer), FieldColumn::Lists(lists) if !lists.items.is_empty())
    }
    /// Its sources.
    pub fn sources(&self, statement: StatementId) -> &[u32] {
        self.entities(statement, Field::Source)
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
    /// Whether anything but uncited curation supports it.
    pub fn is_cited(&self, statement: StatementId) -> bool {
        at(&self.cited, statement, 0) == 1
    }
    /// Place among all statements by level, approved or guideline before all others, cited before
    /// uncited, rating, year and id: the lowest is the best, no two are equal.
    #[inline]
    pub fn rank(&self, statement: StatementId) -> u32 {
        at(&self.rank, statement, NONE)
    }
    /// Year of the newest source, 0 if unknown.
    #[inline]
    pub fn year(&self, statement: StatementId) -> u16 {
        match self.column(Field::Year) {
            FieldColumn::Years(years) => at(years, statement, 0),
            _ => 0,
        }
    }
    /// The claim in one sentence; may be empty.
    pub fn gist(&self, statement: StatementId) -> &str {
        self.sentence(statement, Field::Gist)
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
    /// The column of a field.
    #[inline]
    pub fn column(&self, field: Field) -> &FieldColumn {
        &self.columns[field as usize]
    }
    /// The entity that a field names, if it names one.
    #[inline]
    pub fn entity(&self, statement: StatementId, field: Field) -> Option<u32> {
        match self.column(field) {
            FieldColumn::Numbers(column) => Some(at(column, statement, NONE)).filter(|&entity| entity != NONE),
            _ => None,
        }
    }
    /// The entities that a field lists.
    #[inline]
    pub fn entities(&self, statement: StatementId, field: Field) -> &[u32] {
        match self.column(field) {
            FieldColumn::Lists(lists) => lists.list(statement.0 as usize),
            _ => &[],
        }
    }
    /// The column of codes of a field that has one value of a list, or is yes or no.
    pub fn codes(&self, field: Field) -> Option<&Array<u8>> {
        match (field.row().stored, self.column(field)) {
            (Stored::Code | Stored::Flag, FieldColumn::Bytes(column)) => Some(column),
            _ => None,
        }
    }
    /// The code of a field that has one; [`NO_CODE`] where the value is missing or there are no
    /// codes.
    #[inline]
    pub fn code(&self, statement: StatementId, field: Field) -> u8 {
        self.codes(field).map_or(NO_CODE, |column| at(column, statement, NO_CODE))
    }
    /// Values of a field that is a set, a bit for each.
    #[inline]
    pub fn bits(&self, statement: StatementId, field: Field) -> u8 {
        match (field.row().stored, self.column(field)) {
            (Stored::Set, FieldColumn::Bytes(column)) => at(column, statement, 0),
            _ => 0,
        }
    }
    /// A field that is a number, as a number: rating, year, frequency, patients; NaN if missing.
    pub fn number(&self, statement: StatementId, field: Field) -> f64 {
        let known = |number: u32, missing: u32| if number == missing { f64::NAN } else { f64::from(number) };
        match (field.row().stored, self.column(field)) {
            (Stored::Rating, FieldColumn::Bytes(column)) => known(u32::from(at(column, statement, 0)), 0),
            (Stored::Year, FieldColumn::Years(column)) => known(u32::from(at(column, statement, 0)), 0),
            (Stored::Count, FieldColumn::Numbers(column)) => known(at(column, statement, NONE), NONE),
            (Stored::Fraction, FieldColumn::Fractions(column)) => shortest(at(column, statement, f32::NAN)),
            _ => f64::NAN,
        }
    }
    /// The column of text numbers of a field that is a short text; see [`StatementTable::texts`].
    pub fn text_numbers(&self, field: Field) -> Option<&Array<u32>> {
        match (field.row().stored, self.column(field)) {
            (Stored::Text, FieldColumn::Numbers(column)) => Some(column),
            _ => None,
        }
    }
    /// The text of a field that is a sentence; empty where it is missing.
    pub fn sentence(&self, statement: StatementId, field: Field) -> &str {
        match self.column(field) {
            FieldColumn::Sentences(texts) => texts.get_or_empty(statement.0 as usize),
            _ => "",
        }
    }
    /// The distinct short texts.
    pub fn texts(&self) -> &Strings {
        &self.texts
    }
    /// The value of a field that is a property; `of` is the type of that property.
    pub fn value<'a>(&'a self, statement: StatementId, field: Field, of: &'a PropertyType) -> ColumnValue<'a> {
        match field.row().stored {
            Stored::Flag => column::bool_of(self.code(statement, field)),
            Stored::Code => column::coded(of, self.code(statement, field)),
            Stored::Set => column::set_of(of, u32::from(self.bits(statement, field))),
            Stored::Rating | Stored::Year | Stored::Fraction | Stored::Count => {
                column::number_of(self.number(statement, field))
            }
            Stored::Text => {
                let numbers = self.text_numbers(field);
                column::text_of(&self.texts, numbers.map_or(NONE, |numbers| at(numbers, statement, NONE)))
            }
            Stored::Sentence => match self.sentence(statement, field) {
                "" => ColumnValue::Missing,
                text => ColumnValue::Text(text),
            },
            Stored::Entity(_) | Stored::Entities(_) => ColumnValue::Missing,
        }
    }
    /// Fills columns that a file does not have: it is older than the field.
    pub(crate) fn fill_absent_columns(&mut self) {
        let count = self.len();
        for (row, column) in FIELDS.iter().zip(&mut self.columns) {
            let may_be_short = matches!(column, FieldColumn::Lists(_) | FieldColumn::Sentences(_));
            if !may_be_short && column.fits(0) {
                *column = FieldColumn::missing(row.stored, count);
            }
        }
    }
    /// Whether every column has a value for every statement: those who read several columns side
    /// by side rely on it.
    pub(crate) fn columns_fit(&self) -> bool {
        let count = self.len();
        let bytes = [&self.supports, &self.cited];
        let signs = [&self.sign, &self.direction_sign];
        let numbers = [&self.rank, &self.group];
        self.columns.iter().all(|column| column.fits(count))
            && bytes.iter().all(|column| column.len() == count)
            && signs.iter().all(|column| column.len() == count)
            && numbers.iter().all(|column| column.len() == count)
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
    fn short_numbers_stay_short() {
        assert_eq!(shortest(0.15), 0.15);
        assert!(shortest(f32::NAN).is_nan());
    }
}
