//! Columns of entity properties while they are filled.

use super::order::Order;
use super::values::PropertyValue;
use crate::graph::store::{Cells, NO_CODE, NONE, PropertyColumn, StringsBuilder};
use crate::vocabulary::{KindId, On, PropertyId, PropertyType, Vocabulary};

/// A column that is being filled.
pub(super) struct ColumnDraft {
    base: u32,
    cells: DraftCells,
}

enum DraftCells {
    Code(Vec<u8>),
    Set(Vec<u32>),
    Text(Vec<u32>, StringsBuilder),
    Number(Vec<f64>),
    Year(Vec<u16>),
    Bool(Vec<u8>),
}

impl ColumnDraft {
    pub(super) fn new(vocabulary: &Vocabulary, property: PropertyId, order: &Order) -> Self {
        let property = vocabulary.property(property);
        let kinds: &[KindId] = match &property.on {
            On::Kinds(kinds) => kinds,
            On::Statement => &[],
        };
        let range = order.hull(kinds);
        let len = range.len();
        let cells = match property.of {
            PropertyType::Ordered(_) | PropertyType::Enum(_) => DraftCells::Code(vec![NO_CODE; len]),
            PropertyType::Set(_) => DraftCells::Set(vec![0; len]),
            PropertyType::Text | PropertyType::Date | PropertyType::Via { .. } => {
                DraftCells::Text(vec![NONE; len], StringsBuilder::default())
            }
            PropertyType::Number => DraftCells::Number(vec![f64::NAN; len]),
            PropertyType::Year => DraftCells::Year(vec![0; len]),
            PropertyType::Bool => DraftCells::Bool(vec![NO_CODE; len]),
        };
        Self { base: range.start, cells }
    }

    pub(super) fn set(&mut self, entity: u32, value: PropertyValue, texts: &StringsBuilder) {
        fn put<T>(cells: &mut [T], at: usize, value: T) {
            if let Some(cell) = cells.get_mut(at) {
                *cell = value;
            }
        }
        let at = entity.wrapping_sub(self.base) as usize;
        match (&mut self.cells, value) {
            (DraftCells::Code(cells), PropertyValue::Code(code)) => put(cells, at, code),
            (DraftCells::Set(cells), PropertyValue::Bits(bits)) => put(cells, at, bits),
            (DraftCells::Text(cells, own), PropertyValue::Text(text)) => {
                put(cells, at, own.push(texts.get(text as usize)))
            }
            (DraftCells::Number(cells), PropertyValue::Number(number)) => put(cells, at, number),
            (DraftCells::Year(cells), PropertyValue::Year(year)) => put(cells, at, year),
            (DraftCells::Bool(cells), PropertyValue::Bool(yes)) => put(cells, at, u8::from(yes)),
            // The builder reads a value by the type of its property, so the two always fit.
            (_, _) => {}
        }
    }

    pub(super) fn column(self) -> PropertyColumn {
        let cells = match self.cells {
            DraftCells::Code(cells) => Cells::Code(cells.into()),
            DraftCells::Set(cells) => Cells::Set(cells.into()),
            DraftCells::Text(cells, texts) => Cells::Text(cells.into(), texts.finish()),
            DraftCells::Number(cells) => Cells::Number(cells.into()),
            DraftCells::Year(cells) => Cells::Year(cells.into()),
            DraftCells::Bool(cells) => Cells::Bool(cells.into()),
        };
        PropertyColumn { base: self.base, cells }
    }
}
