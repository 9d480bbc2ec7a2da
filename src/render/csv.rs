//! `csv`: RFC 4180 with a header row. Entities are two columns, name and id; lists are joined by
//! `; `.

use super::cell;
use super::style::{Format, Style, all_rows, marks_contested};
use crate::answer::{Answer, Cell, ColumnType, Row};
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    description: "comma-separated values, entities as name and id",
    extension: "csv",
    holds_notes: false,
    for_people: false,
    draws: false,
    holds_charts: false,
    write,
};

fn write(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    for_each_record(answer, |record| Ok(writer.write_record(record.iter().map(|field| field.as_bytes()))?))?;
    writer.flush()
}

/// Calls `write` with the header and then with each row. `tsv` has the same records.
pub(super) fn for_each_record(
    answer: &Answer,
    mut write: impl FnMut(&[Cow<'_, str>]) -> io::Result<()>,
) -> io::Result<()> {
    let marked = marks_contested(answer);
    write(&header(answer, marked))?;
    for (contested, row) in all_rows(answer) {
        let mark = marked.then_some(Cow::Borrowed(if contested { "yes" } else { "no" }));
        write(&fields(answer, row).chain(mark).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn header(answer: &Answer, marked: bool) -> Vec<Cow<'_, str>> {
    let names = answer.columns.iter().flat_map(|column| {
        let id = holds_entities(column.of).then(|| Cow::Owned(format!("{}_id", column.name)));
        [Some(Cow::Borrowed(&*column.name)), id]
    });
    names.flatten().chain(marked.then_some(Cow::Borrowed("contested"))).collect()
}

fn fields<'a>(answer: &'a Answer, row: &'a Row) -> impl Iterator<Item = Cow<'a, str>> {
    answer.columns.iter().enumerate().flat_map(|(index, column)| {
        let cell = row.cells.get(index).unwrap_or(const { &Cell::Missing });
        [Some(cell::text(cell)), holds_entities(column.of).then(|| cell::ids(cell))].into_iter().flatten()
    })
}

fn holds_entities(of: ColumnType) -> bool {
    matches!(of, ColumnType::Entity | ColumnType::Entities)
}
