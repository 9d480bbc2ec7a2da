//! `json`: one object with the rows of all samples; `jsonl`: an object per row and line.

use super::columns::{COLUMNS, PageColumn, RowValue, conflict};
use super::format::{TumourFormat, TumourHead, WrittenBefore, no_end, nothing};
use crate::answer::Note;
use crate::matching::{PageRow, TumourPage};
use crate::render::style::Style;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use std::io::{self, Write};

pub(super) const FORMAT: TumourFormat =
    TumourFormat { name: "json", extension: "json", holds_notes: true, is_page: false, begin, sample, end };

pub(super) const LINES: TumourFormat = TumourFormat {
    name: "jsonl",
    extension: "jsonl",
    holds_notes: false,
    is_page: false,
    begin: nothing,
    sample: lines,
    end: no_end,
};

/// Changes when a key changes its name or meaning.
const VERSION: u32 = 1;

fn begin(head: &TumourHead, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let graph = &head.graph;
    let graph = json!({
        "name": graph.name,
        "version": graph.version,
        "entities": graph.entities,
        "statements": graph.statements,
    });
    let columns: Vec<_> = COLUMNS.iter().map(|column| json!({"name": column.name, "type": column.of})).collect();
    let columns = serde_json::Value::Array(columns);
    write!(out, "{{\n  \"format\": {VERSION},\n  \"graph\": {graph},\n  \"columns\": {columns},\n  \"rows\": [")
}

fn sample(
    _head: &TumourHead,
    before: WrittenBefore,
    page: &TumourPage,
    _style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (place, (_, row)) in page.rows().enumerate() {
        let comma = if before.rows + place == 0 { "" } else { "," };
        write!(out, "{comma}\n    ")?;
        serde_json::to_writer(&mut *out, &PageRowObject { row })?;
    }
    Ok(())
}

fn end(_head: &TumourHead, notes: &[Note], _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let notes: Vec<_> = notes.iter().map(|note| json!({"code": note.code, "text": note.text})).collect();
    writeln!(out, "\n  ],\n  \"notes\": {},\n  \"complete\": true\n}}", serde_json::Value::Array(notes))
}

fn lines(
    _head: &TumourHead,
    _before: WrittenBefore,
    page: &TumourPage,
    _style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (_, row) in page.rows() {
        serde_json::to_writer(&mut *out, &PageRowObject { row })?;
        writeln!(out)?;
    }
    Ok(())
}

/// A row as an object in column order.
struct PageRowObject<'r> {
    row: &'r PageRow,
}

impl Serialize for PageRowObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(COLUMNS.len()))?;
        for column in COLUMNS {
            self.entry(column, &mut map)?;
        }
        map.end()
    }
}

impl PageRowObject<'_> {
    fn entry<M: SerializeMap>(&self, column: &PageColumn, map: &mut M) -> Result<(), M::Error> {
        let value = |text: &str| if text.is_empty() { serde_json::Value::Null } else { text.into() };
        match column.value {
            RowValue::Text(text) => map.serialize_entry(column.name, &value(&text(&self.row.texts))),
            RowValue::Texts(texts) => map.serialize_entry(column.name, texts(&self.row.texts)),
            RowValue::Conflict => map.serialize_entry(column.name, &value(conflict(self.row))),
            RowValue::Entity(entity) => {
                let (name, known) = entity(self.row);
                let object = known.map(|(id, kind)| json!({"id": id, "name": name, "kind": kind}));
                map.serialize_entry(column.name, &object)
            }
        }
    }
}
