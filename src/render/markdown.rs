//! `markdown`: a table as GitHub draws it; reasons as a nested list.

use super::style::{Format, Style};
use super::view::{self, ListLength, ShownColumn};
use super::{card, cell, tree};
use crate::answer::{Answer, ColumnType, Layout, Row, Tree};
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    description: "a table to paste into a page or a ticket",
    extension: "md",
    holds_notes: false,
    for_people: true,
    draws: false,
    holds_charts: false,
    write,
};

fn write(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !answer.cards.is_empty() {
        return card::write_markdown(answer, escaped, out);
    }
    match answer.layout {
        Layout::Tree => tree::trees(answer).try_for_each(|tree| write_list(tree, out)),
        Layout::Table | Layout::Record => write_tables(answer, out),
    }
}

fn write_tables(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let columns = view::columns(answer);
    write_table(&columns, &answer.rows, out)?;
    if answer.contested.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n**Contested** (only evidence against, failed or disputed)\n")?;
    write_table(&columns, &answer.contested, out)
}

fn write_table(columns: &[ShownColumn<'_>], rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let rule = |column: &ShownColumn<'_>| if column.of == ColumnType::Number { "---:" } else { "---" }.to_owned();
    write_row(columns.iter().map(|column| escaped(column.heading)), out)?;
    write_row(columns.iter().map(rule), out)?;
    for row in rows {
        write_row(columns.iter().map(|column| escaped(&column.text(row, ListLength::Full))), out)?;
    }
    Ok(())
}

fn write_row(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    for cell in cells {
        write!(out, "| {cell} ")?;
    }
    writeln!(out, "|")
}

fn write_list(root: &Tree, out: &mut dyn Write) -> io::Result<()> {
    let mut waiting = vec![(root, 0)];
    while let Some((tree, depth)) = waiting.pop() {
        writeln!(out, "{:indent$}- {}", "", escaped(&cell::one_line(&tree.text)), indent = 2 * depth)?;
        waiting.extend(tree.children.iter().rev().map(|child| (child, depth + 1)));
    }
    Ok(())
}

/// Variants such as `R132*` and names with brackets must not become markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\|*`[]<>~".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
