//! Which arrays a graph consists of, and what each section is called.
//!
//! One list of fields serves writing and reading, so that the two cannot differ.

use super::error::SnapshotError;
use super::format::decode;
use super::read::SectionReader;
use super::words::{Mirror, StoredVocabulary, is_sound};
use super::write::Writer;
use crate::graph::{
    Adjacency, Array, Cells, FieldColumn, Graph, Hierarchy, ListOf, PropertyColumn, StatementTable, Strings, Structures,
};
use crate::model::{FIELDS, FieldRow, Stored};
use crate::vocabulary::Vocabulary;
use bytemuck::Pod;
use std::io::{Seek, Write};

/// The name of a section while a graph is walked: `statements.cancers.items`.
#[derive(Debug, Default)]
pub(super) struct SectionName(String);

impl SectionName {
    /// The name one step further down, for as long as `work` takes.
    pub(super) fn with<R>(&mut self, step: &str, work: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.0.len();
        if length > 0 {
            self.0.push('.');
        }
        self.0.push_str(step);
        let result = work(self);
        self.0.truncate(length);
        result
    }
}

/// A part of a graph that a snapshot holds.
pub(super) trait SnapshotPart: Sized {
    /// Adds its sections.
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>);
    /// Finds its sections.
    ///
    /// # Errors
    /// A section is damaged.
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError>;
}

impl<T: Pod> SnapshotPart for Array<T> {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        out.section(&name.0, self.as_bytes());
    }
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        input.array(&name.0)
    }
}

impl SnapshotPart for u32 {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        out.number(&name.0, *self);
    }
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        Ok(input.number(&name.0).unwrap_or(0))
    }
}

/// Parts that consist of parts. Fields after `+` are not in the file: they are made when it is
/// opened.
macro_rules! parts {
    ($($part:ty { $($field:ident)* $(+ $made:ident)* })*) => {$(
        impl SnapshotPart for $part {
            fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
                $(name.with(stringify!($field), |name| self.$field.write(name, out));)*
            }
            fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
                Ok(Self {
                    $($field: name.with(stringify!($field), |name| SnapshotPart::read(name, input))?,)*
                    $($made: Default::default(),)*
                })
            }
        }
    )*};
}

parts! {
    Graph {
        vocabulary kind_starts ids names aliases imported_aliases xrefs descriptions face_of face_members face_offsets
        forward backward fact_sources hierarchies statements structures columns
        + model
    }
    Strings { offsets bytes }
    ListOf<Array<u32>> { offsets items }
    ListOf<Strings> { offsets items }
    Adjacency { base offsets targets statements facts max_degree }
    Hierarchy { base below above depth }
    Structures { profile_base profiles regimen_base regimen_kinds regimen_members }
}

/// Sections of the statements that are no fields: what was derived when the graph was built.
macro_rules! derived {
    ($part:ident, $do:ident) => {
        $do!($part texts therapy_parts therapy_members supports sign direction_sign cited rank group groups)
    };
}

impl SnapshotPart for StatementTable {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        name.with("first_entity", |name| self.first_entity.write(name, out));
        for row in &FIELDS {
            name.with(&section_of(row), |name| match self.column(row.field) {
                FieldColumn::Bytes(column) => column.write(name, out),
                FieldColumn::Years(column) => column.write(name, out),
                FieldColumn::Fractions(column) => column.write(name, out),
                FieldColumn::Numbers(column) => column.write(name, out),
                FieldColumn::Lists(lists) => lists.write(name, out),
                FieldColumn::Sentences(texts) => texts.write(name, out),
            });
        }
        macro_rules! write {
            ($table:ident $($field:ident)*) => {
                $(name.with(stringify!($field), |name| $table.$field.write(name, out));)*
            };
        }
        let table = self;
        derived!(table, write);
    }

    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        let mut table = Self {
            first_entity: name.with("first_entity", |name| SnapshotPart::read(name, input))?,
            ..Self::default()
        };
        for row in &FIELDS {
            let column = &mut table.columns[row.field as usize];
            name.with(&section_of(row), |name| match column {
                FieldColumn::Bytes(column) => SnapshotPart::read(name, input).map(|read| *column = read),
                FieldColumn::Years(column) => SnapshotPart::read(name, input).map(|read| *column = read),
                FieldColumn::Fractions(column) => SnapshotPart::read(name, input).map(|read| *column = read),
                FieldColumn::Numbers(column) => SnapshotPart::read(name, input).map(|read| *column = read),
                FieldColumn::Lists(lists) => SnapshotPart::read(name, input).map(|read| *lists = read),
                FieldColumn::Sentences(texts) => SnapshotPart::read(name, input).map(|read| *texts = read),
            })?;
        }
        macro_rules! read {
            ($table:ident $($field:ident)*) => {
                $($table.$field = name.with(stringify!($field), |name| SnapshotPart::read(name, input))?;)*
            };
        }
        derived!(table, read);
        table.fill_absent_columns();
        Ok(table)
    }
}

/// The name of a field's section: that of the field, in the plural where it lists entities.
fn section_of(row: &FieldRow) -> String {
    let plural = matches!(row.stored, Stored::Entities(_)) && !row.name.ends_with('s');
    format!("{}{}", row.name, if plural { "s" } else { "" })
}

impl SnapshotPart for Vocabulary {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        out.structure(&name.0, &StoredVocabulary::of(self));
    }
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        let stored: Option<StoredVocabulary> = decode(input.section(&name.0)?);
        stored.map(Mirror::back).filter(is_sound).ok_or_else(|| SnapshotError::damaged(&name.0))
    }
}

/// The name of the number that says what cells a column has.
const CELLS: &str = "cells";

impl SnapshotPart for PropertyColumn {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        name.with("base", |name| self.base.write(name, out));
        let number: u32 = match self.cells {
            Cells::Code(_) => 0,
            Cells::Set(_) => 1,
            Cells::Text(..) => 2,
            Cells::Number(_) => 3,
            Cells::Year(_) => 4,
            Cells::Bool(_) => 5,
        };
        name.with(CELLS, |name| number.write(name, out));
        name.with("values", |name| match &self.cells {
            Cells::Code(cells) | Cells::Bool(cells) => cells.write(name, out),
            Cells::Set(cells) | Cells::Text(cells, _) => cells.write(name, out),
            Cells::Number(cells) => cells.write(name, out),
            Cells::Year(cells) => cells.write(name, out),
        });
        if let Cells::Text(_, texts) = &self.cells {
            name.with("texts", |name| texts.write(name, out));
        }
    }

    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        let base = name.with("base", |name| SnapshotPart::read(name, input))?;
        let number: u32 = name.with(CELLS, |name| SnapshotPart::read(name, input))?;
        let texts = name.with("texts", |name| Strings::read(name, input))?;
        let cells = name.with("values", |name| match number {
            0 => SnapshotPart::read(name, input).map(Cells::Code),
            1 => SnapshotPart::read(name, input).map(Cells::Set),
            2 => Array::read(name, input).map(|numbers| Cells::Text(numbers, texts)),
            3 => SnapshotPart::read(name, input).map(Cells::Number),
            4 => SnapshotPart::read(name, input).map(Cells::Year),
            5 => SnapshotPart::read(name, input).map(Cells::Bool),
            _ => Err(SnapshotError::damaged(&name.0)),
        })?;
        Ok(Self { base, cells })
    }
}

/// Most parts of one list: vocabularies have fewer kinds, relations and properties than that.
const PARTS_MAX: u32 = 1 << 16;

/// A list of parts, each under its number.
impl<P: SnapshotPart> SnapshotPart for Vec<P> {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        name.with("count", |name| (self.len() as u32).write(name, out));
        for (number, part) in self.iter().enumerate() {
            name.with(&number.to_string(), |name| part.write(name, out));
        }
    }
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        let count: u32 = name.with("count", |name| SnapshotPart::read(name, input))?;
        (0..count.min(PARTS_MAX)).map(|number| name.with(&number.to_string(), |name| P::read(name, input))).collect()
    }
}

/// A part that may be absent: the number `present` says whether it is there.
impl<P: SnapshotPart> SnapshotPart for Option<P> {
    fn write<W: Write + Seek>(&self, name: &mut SectionName, out: &mut Writer<W>) {
        if let Some(part) = self {
            name.with("present", |name| 1_u32.write(name, out));
            part.write(name, out);
        }
    }
    fn read(name: &mut SectionName, input: &SectionReader) -> Result<Self, SnapshotError> {
        let present: u32 = name.with("present", |name| SnapshotPart::read(name, input))?;
        if present == 0 { Ok(None) } else { P::read(name, input).map(Some) }
    }
}
