//! `table`: a page for the screen.

use super::cells::{CELLS, ShownCell, remarks};
use super::format::{TumourFormat, TumourHead, WrittenBefore, nothing};
use crate::answer::Note;
use crate::matching::{PageRow, PageSection, PageSectionKind, TumourPage};
use crate::render::cell::one_line;
use crate::render::fit;
use crate::render::style::{BOLD, DIM, Style, painted};
use std::io::{self, Write};

pub(super) const FORMAT: TumourFormat =
    TumourFormat { name: "table", extension: "txt", holds_notes: false, is_page: false, begin: nothing, sample, end };

/// Between two columns.
const GAP: usize = 2;
/// Before the rows of a section.
const INDENT: usize = 2;
/// A column is not made narrower than its longest word, unless that is longer than this.
const WORD: usize = 14;
/// Where room is short these go first.
const LEAST_IMPORTANT: &[ShownCell] = &[ShownCell::Evidence, ShownCell::Cancer];
/// Rows of a section on a terminal.
const FEW_ROWS: usize = 16;
/// Findings that are named at the head of a page.
const FINDINGS_SHOWN: usize = 24;

fn sample(
    _head: &TumourHead,
    before: WrittenBefore,
    page: &TumourPage,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if before.samples > 0 {
        writeln!(out)?;
    }
    let cancers = page.cancers.join(", ");
    let title = [page.sample.as_str(), &cancers].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    painted(&one_line(&title.join(": ")), BOLD, style, out)?;
    listed("found", &page.findings, style, out)?;
    for section in &page.sections {
        write_section(section, style, out)?;
    }
    listed("nothing is stated about", &page.without_statement, style, out)?;
    for line in Some(&page.not_assessed).filter(|line| !line.is_empty()).into_iter().chain(&page.unread) {
        wrapped(line, style, out)?;
    }
    if page.sections.is_empty() {
        wrapped("no statement bears on these findings", style, out)?;
    }
    Ok(())
}

fn end(_head: &TumourHead, _notes: &[Note], _style: &Style, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}

/// A list of names behind a word, cut where it is long.
fn listed(word: &str, names: &[String], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let more = names.len().saturating_sub(FINDINGS_SHOWN);
    let shown = names.get(..FINDINGS_SHOWN.min(names.len())).unwrap_or(names).join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    wrapped(&format!("{word}: {shown}{more}"), style, out)
}

/// A line, broken between words where a screen is narrower.
fn wrapped(text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(INDENT));
    for (number, line) in fit::wrap(&one_line(text), room).iter().enumerate() {
        let indent = if number == 0 { "" } else { "  " };
        painted(&format!("{indent}{line}"), DIM, style, out)?;
    }
    Ok(())
}

fn write_section(section: &PageSection, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    let count = if section.rows.is_empty() { String::new() } else { format!(" ({})", section.rows.len()) };
    painted(&format!("{}{count}", section.kind.heading()), BOLD, style, out)?;
    for line in &section.folded {
        indented(line, INDENT, style, out)?;
    }
    if section.rows.is_empty() {
        return Ok(());
    }
    let rows = unfolded(section, style);
    let mut shown: Vec<ShownCell> = CELLS.to_vec();
    let text = |cell: ShownCell| rows.iter().map(move |row| one_line(&cell.text(section.kind, row)).into_owned());
    shown.retain(|&cell| text(cell).any(|text| !text.is_empty()));
    let mut columns: Vec<Vec<String>> =
        shown.iter().map(|cell| std::iter::once(cell.heading().to_owned()).chain(text(*cell)).collect()).collect();
    let widths = widths(&mut shown, &mut columns, style.width);
    for row in 0..=rows.len() {
        let cells: Vec<Vec<String>> =
            columns.iter().zip(&widths).map(|(column, &width)| fit::wrap(&column[row], width)).collect();
        for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let text = line_of(&cells, line, &widths);
            if row == 0 { painted(&text, DIM, style, out)? } else { writeln!(out, "{text}")? }
        }
        if let Some(row) = row.checked_sub(1).and_then(|row| rows.get(row)) {
            let remarks = remarks(section.kind, row);
            if !remarks.is_empty() {
                indented(&remarks, INDENT + 4, style, out)?;
            }
        }
    }
    let folded = section.rows.len() - rows.len();
    if folded > 0 {
        let text = format!("and {folded} more: --max-rows {}, or --format tsv", section.rows.len());
        indented(&text, INDENT, style, out)?;
    }
    Ok(())
}

/// The rows that are shown: on a terminal the first ones, unless all are asked for.
fn unfolded<'s>(section: &'s PageSection, style: &Style) -> &'s [PageRow] {
    let few = match section.kind {
        PageSectionKind::OtherIndication | PageSectionKind::GeneLevel | PageSectionKind::AboutPatient => FEW_ROWS / 2,
        _ => FEW_ROWS,
    };
    let most = match (style.terminal, style.unfold) {
        (true, Some(_)) => few,
        (true, None) => style.max_rows.unwrap_or(usize::MAX),
        (false, _) => usize::MAX,
    };
    section.rows.get(..most).unwrap_or(&section.rows)
}

/// A line below others.
fn indented(text: &str, indent: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(indent));
    let space = " ".repeat(indent);
    fit::wrap(&one_line(text), room).iter().try_for_each(|line| painted(&format!("{space}{line}"), DIM, style, out))
}

/// Widths that fit; columns that have no room are left out.
fn widths(shown: &mut Vec<ShownCell>, columns: &mut Vec<Vec<String>>, width: Option<usize>) -> Vec<usize> {
    let widest = |size: fn(&str) -> usize, columns: &[Vec<String>]| -> Vec<usize> {
        columns.iter().map(|column| column.iter().map(|text| size(text)).max().unwrap_or(0)).collect()
    };
    let Some(room) = width.map(|width| width.saturating_sub(INDENT)) else { return widest(fit::width, columns) };
    loop {
        let minimum: Vec<usize> = widest(longest_word, columns).into_iter().map(|width| width.min(WORD)).collect();
        let least = LEAST_IMPORTANT.iter().find_map(|cell| shown.iter().position(|known| known == cell));
        match least {
            Some(place) if fit::together(&minimum, GAP) > room => {
                shown.remove(place);
                columns.remove(place);
            }
            Some(_) | None => return fit::shrunk(&widest(fit::width, columns), &minimum, GAP, room),
        }
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(fit::width).max().unwrap_or(0)
}

/// One line of the screen.
fn line_of(cells: &[Vec<String>], line: usize, widths: &[usize]) -> String {
    let mut text = " ".repeat(INDENT);
    for (cell, &width) in cells.iter().zip(widths) {
        let part = cell.get(line).map_or("", String::as_str);
        text += part;
        text += &" ".repeat(width.saturating_sub(fit::width(part)) + GAP);
    }
    text.truncate(text.trim_end().len());
    text
}
