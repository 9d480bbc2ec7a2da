//! Properties of entities, one column each.

use super::array::Array;
use super::ids::NONE;
use super::strings::Strings;
use crate::vocabulary::{Property, PropertyType};

/// No value, in columns of codes.
pub const NO_CODE: u8 = u8::MAX;

/// A property of the entities from `base` on; an entity outside has no value.
#[derive(Clone, Debug)]
pub struct PropertyColumn {
    /// First entity covered.
    pub(crate) base: u32,
    pub(crate) cells: Cells,
}

/// The values of a column, one per entity covered.
#[derive(Clone, Debug)]
pub enum Cells {
    /// Place in the property's list of values, or [`NO_CODE`].
    Code(Array<u8>),
    /// A bit for each of the property's values.
    Set(Array<u32>),
    /// Number of a text, or [`NONE`]. Dates are texts.
    Text(Array<u32>, Strings),
    /// A number, or NaN.
    Number(Array<f64>),
    /// A year, or 0.
    Year(Array<u16>),
    /// 0 no, 1 yes, or [`NO_CODE`].
    Bool(Array<u8>),
}

/// One value of a property.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum ColumnValue<'a> {
    /// None.
    #[default]
    Missing,
    /// A text, a date or the value of an enumeration.
    Text(&'a str),
    /// Several values of an enumeration.
    Texts(Vec<&'a str>),
    /// A whole number or a year.
    Integer(i64),
    /// A number.
    Decimal(f64),
    /// Yes or no.
    Bool(bool),
}

impl PropertyColumn {
    /// First entity covered, and one past the last.
    pub fn entities(&self) -> std::ops::Range<u32> {
        let len = match &self.cells {
            Cells::Code(cells) | Cells::Bool(cells) => cells.len(),
            Cells::Set(cells) | Cells::Text(cells, _) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Year(cells) => cells.len(),
        };
        self.base..self.base + len as u32
    }

    /// All values as they are stored; number `entity - entities().start` belongs to `entity`.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// The value of an entity. `property` is the one that the column belongs to.
    pub fn value<'a>(&'a self, entity: u32, property: &'a Property) -> ColumnValue<'a> {
        let i = entity.wrapping_sub(self.base) as usize;
        match &self.cells {
            Cells::Code(codes) => coded(&property.of, codes.get(i).copied().unwrap_or(NO_CODE)),
            Cells::Set(sets) => set_of(&property.of, sets.get(i).copied().unwrap_or(0)),
            Cells::Text(numbers, texts) => text_of(texts, numbers.get(i).copied().unwrap_or(NONE)),
            Cells::Number(numbers) => numbers.get(i).map_or(ColumnValue::Missing, |&number| number_of(number)),
            Cells::Year(years) => integer_of(years.get(i).map_or(0, |&year| i64::from(year))),
            Cells::Bool(bools) => bool_of(bools.get(i).copied().unwrap_or(NO_CODE)),
        }
    }
}

/// The values of an enumeration, in its order; none for other types.
pub fn values_of(of: &PropertyType) -> &[String] {
    match of {
        PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values,
        PropertyType::Text
        | PropertyType::Number
        | PropertyType::Year
        | PropertyType::Date
        | PropertyType::Bool
        | PropertyType::Via { .. } => &[],
    }
}

/// The value with a code.
pub(crate) fn coded(of: &PropertyType, code: u8) -> ColumnValue<'_> {
    values_of(of).get(usize::from(code)).map_or(ColumnValue::Missing, |value| ColumnValue::Text(value))
}

/// The values whose bits are set.
pub(crate) fn set_of(of: &PropertyType, bits: u32) -> ColumnValue<'_> {
    let values = values_of(of).iter().take(32).enumerate();
    let chosen: Vec<&str> = values.filter(|(i, _)| bits & (1 << i) != 0).map(|(_, value)| value.as_str()).collect();
    if chosen.is_empty() { ColumnValue::Missing } else { ColumnValue::Texts(chosen) }
}

/// The text with a number.
pub(crate) fn text_of(texts: &Strings, number: u32) -> ColumnValue<'_> {
    if number == NONE { ColumnValue::Missing } else { ColumnValue::Text(texts.get(number as usize)) }
}

/// A number that may be missing (NaN).
pub(crate) fn number_of<'a>(number: f64) -> ColumnValue<'a> {
    if number.is_nan() {
        ColumnValue::Missing
    } else if number.fract() == 0.0 && number.abs() < 1e15 {
        ColumnValue::Integer(number as i64)
    } else {
        ColumnValue::Decimal(number)
    }
}

/// A whole number that may be missing (0).
pub(crate) fn integer_of<'a>(number: i64) -> ColumnValue<'a> {
    if number == 0 { ColumnValue::Missing } else { ColumnValue::Integer(number) }
}

/// Yes, no or missing.
pub(crate) fn bool_of<'a>(code: u8) -> ColumnValue<'a> {
    match code {
        0 => ColumnValue::Bool(false),
        1 => ColumnValue::Bool(true),
        _ => ColumnValue::Missing,
    }
}
