//! `json`: one object per answer. Its names and meanings are a contract and stay while `format` is
//! 1.

use super::style::{Format, Style};
use crate::answer::{
    Answer, Card, CardSection, Cell, Column, ColumnType, EntityCell, Note, OppositeCell, Row, StepCell, Tree,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::io::{self, Write};
use std::sync::Arc;

pub(super) const FORMAT: Format = Format {
    name: "json",
    description: "one object per answer, with reading, notes and all columns",
    extension: "json",
    holds_notes: true,
    for_people: false,
    draws: false,
    holds_charts: false,
    write,
};

/// Changes when a key changes its name or meaning.
const VERSION: u32 = 1;

fn write(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document(answer))?;
    writeln!(out)
}

struct Document<'a>(&'a Answer);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(answer) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &VERSION)?;
        map.serialize_entry("query", &answer.query)?;
        map.serialize_entry("reading", &answer.reading)?;
        map.serialize_entry("graph", &GraphObject(answer))?;
        map.serialize_entry("columns", &Each(&answer.columns, Heading))?;
        map.serialize_entry("rows", &Each(&answer.rows, |row| RowObject::new(answer, row, false)))?;
        map.serialize_entry("contested", &Each(&answer.contested, |row| RowObject::new(answer, row, false)))?;
        if !answer.cards.is_empty() {
            map.serialize_entry("cards", &Each(&answer.cards, CardObject))?;
        }
        map.serialize_entry("notes", &Each(&answer.notes, note))?;
        map.serialize_entry("complete", &answer.complete)?;
        map.end()
    }
}

/// A list whose items are wrapped on the way.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, W: Serialize, F: Fn(&'a T) -> W> Serialize for Each<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(items, wrap) = self;
        serializer.collect_seq(items.iter().map(wrap))
    }
}

/// An object of texts.
struct Texts<'a, const N: usize>([(&'static str, &'a str); N]);

fn note(note: &Note) -> Texts<'_, 2> {
    Texts([("code", note.code), ("text", &note.text)])
}

fn opposite(one: &OppositeCell) -> Texts<'_, 3> {
    Texts([("statement", &one.statement), ("effect", &one.effect), ("level", &one.level)])
}

impl<const N: usize> Serialize for Texts<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0)
    }
}

struct GraphObject<'a>(&'a Answer);

impl Serialize for GraphObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let graph = &self.0.graph;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &graph.name)?;
        map.serialize_entry("version", &graph.version)?;
        map.serialize_entry("entities", &graph.entities)?;
        map.serialize_entry("statements", &graph.statements)?;
        map.end()
    }
}

struct Heading<'a>(&'a Column);

impl Serialize for Heading<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("name", &*self.0.name), ("type", self.0.of.as_str())])
    }
}

/// A row as an object in column order.
pub(super) struct RowObject<'a> {
    columns: &'a [Column],
    row: &'a Row,
    /// Adds `"contested": true`.
    marked: bool,
}

impl<'a> RowObject<'a> {
    pub(super) fn new(answer: &'a Answer, row: &'a Row, marked: bool) -> Self {
        Self { columns: &answer.columns, row, marked }
    }
}

impl Serialize for RowObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, column) in self.columns.iter().enumerate() {
            let cell = self.row.cells.get(index).unwrap_or(&Cell::Missing);
            map.serialize_entry(&column.name, &CellValue { cell, of: column.of })?;
        }
        if self.marked {
            map.serialize_entry("contested", &true)?;
        }
        map.end()
    }
}

struct CellValue<'a> {
    cell: &'a Cell,
    of: ColumnType,
}

impl Serialize for CellValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.cell {
            Cell::Missing if is_list(self.of) => serializer.serialize_seq(Some(0))?.end(),
            Cell::Missing => serializer.serialize_none(),
            Cell::Entity(entity) => Entity(entity).serialize(serializer),
            Cell::Entities(entities) => Each(entities, Entity).serialize(serializer),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Texts(texts) => serializer.collect_seq(texts),
            Cell::Integer(number) => serializer.serialize_i64(*number),
            Cell::Decimal(number) => serializer.serialize_f64(*number),
            Cell::Bool(yes) => serializer.serialize_bool(*yes),
            Cell::Tree(tree) => TreeObject { tree, depth: 0 }.serialize(serializer),
            Cell::Steps(steps) => Each(steps, StepObject).serialize(serializer),
            Cell::Opposite(statements) => Each(statements, opposite).serialize(serializer),
        }
    }
}

/// Whether a column without a value is an empty list rather than null.
const fn is_list(of: ColumnType) -> bool {
    match of {
        ColumnType::Entities
        | ColumnType::Texts
        | ColumnType::Steps
        | ColumnType::References
        | ColumnType::Opposite => true,
        ColumnType::Entity
        | ColumnType::Level
        | ColumnType::Number
        | ColumnType::Text
        | ColumnType::Bool
        | ColumnType::Tree => false,
    }
}

struct Entity<'a>(&'a Arc<EntityCell>);

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        EntityObject(self.0).serialize(serializer)
    }
}

struct EntityObject<'a>(&'a EntityCell);

impl Serialize for EntityObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let EntityCell { id, name, kind, alias } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("name", name)?;
        map.serialize_entry("kind", &**kind)?;
        if let Some(alias) = alias {
            map.serialize_entry("alias", alias)?;
        }
        map.end()
    }
}

struct StepObject<'a>(&'a StepCell);

impl Serialize for StepObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let step = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("from", &Entity(&step.from))?;
        map.serialize_entry("relation", &step.relation)?;
        map.serialize_entry("direction", if step.forward { "forward" } else { "backward" })?;
        map.serialize_entry("to", &Entity(&step.to))?;
        map.serialize_entry("statements", &step.statements)?;
        map.end()
    }
}

struct CardObject<'a>(&'a Card);

impl Serialize for CardObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Card { entity, description, facts, sections } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("entity", &EntityObject(entity))?;
        map.serialize_entry("description", description)?;
        map.serialize_entry("facts", &Each(facts, FactObject))?;
        map.serialize_entry("sections", &Each(sections, SectionObject))?;
        map.end()
    }
}

struct FactObject<'a>(&'a (String, Vec<String>));

impl Serialize for FactObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (label, values) = self.0;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("label", label)?;
        map.serialize_entry("values", values)?;
        map.end()
    }
}

struct SectionObject<'a>(&'a CardSection);

impl Serialize for SectionObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let CardSection { heading, columns, rows, more } = self.0;
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("heading", heading)?;
        map.serialize_entry("columns", columns)?;
        map.serialize_entry("rows", rows)?;
        map.serialize_entry("more", more)?;
        map.end()
    }
}

/// A tree is cut below this depth: readers of JSON recurse, and many stop at 128.
const DEPTH: usize = 60;

struct TreeObject<'a> {
    tree: &'a Tree,
    depth: usize,
}

impl Serialize for TreeObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let children = if self.depth < DEPTH { self.tree.children.as_slice() } else { &[] };
        let depth = self.depth + 1;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("text", &self.tree.text)?;
        map.serialize_entry("children", &Each(children, |tree| TreeObject { tree, depth }))?;
        map.end()
    }
}
