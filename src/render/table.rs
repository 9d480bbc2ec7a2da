//! `table`: aligned columns in a pipe, a box on a terminal.

use super::fit;
use super::layout::write_text_layout;
use super::style::{BOLD, DIM, Format, MARK, Style, painted, write_note_lines, write_reading};
use super::view::{self, ListLength, ShownColumn};
use crate::answer::{Answer, Cell, ColumnType, Row};
use crate::model::Field;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "table",
    description: "columns for people (default)",
    extension: "txt",
    holds_notes: true,
    for_people: true,
    write,
};

/// Above rows for which there is only evidence against.
const CONTESTED: &str = "! contested: only evidence against, failed or disputed";
/// A column is not made narrower than its longest word, unless that is longer than this.
const WORD: usize = 16;
/// Rows that are never folded.
const UNFOLDED: usize = 20;
/// Levels at which the other rows are folded: case reports, preclinical, inferential.
const WEAK: &[&str] = &["C", "D", "E"];
/// Where room is short these go first, then the column on the right. All formats but this hold all
/// columns.
const LEAST_IMPORTANT: &[&str] = &["statements", Field::Partners.name(), Field::Year.name(), Field::Profile.name()];

fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_reading(answer, style, out)?;
    if !write_text_layout(answer, style, out)? {
        write_rows(answer, style, out)?;
    }
    write_note_lines(answer, style, out)
}

fn write_rows(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let limit = style.max_rows.unwrap_or(usize::MAX);
    let supported = answer.rows.get(..limit).unwrap_or(&answer.rows);
    let contested = answer.contested.get(..limit).unwrap_or(&answer.contested);
    let shown = unfolded(answer, supported, style);
    let grid = Grid::new(answer, &shown, contested, style);
    grid.section(&grid.rows[..shown.len()], true, out)?;
    if let (Some(unfold), folded @ 1..) = (style.unfold, supported.len() - shown.len()) {
        let text = format!("{folded} more at level C to E: {unfold}, or | where level >= B");
        painted(&text, DIM, style, out)?;
    }
    if !contested.is_empty() {
        painted(CONTESTED, MARK, style, out)?;
        grid.section(&grid.rows[shown.len()..], shown.is_empty(), out)?;
    }
    painted(&footer(answer, supported.len(), contested.len()), DIM, style, out)?;
    if grid.left_out.is_empty() {
        return Ok(());
    }
    let text = format!("too narrow for: {} (try --format line)", grid.left_out.join(", "));
    painted(&text, DIM, style, out)
}

/// The rows that are not folded, each with its number: on a terminal, those at weak levels are
/// shown only among the first.
fn unfolded<'r>(answer: &Answer, supported: &'r [Row], style: &Style) -> Vec<(usize, &'r Row)> {
    let level = answer.columns.iter().position(|column| column.of == ColumnType::Level && column.visible);
    let is_weak = |row: &Row| {
        let cell = level.and_then(|level| row.cells.get(level));
        matches!(cell, Some(Cell::Text(text)) if WEAK.contains(&&**text))
    };
    let folds = style.terminal && style.unfold.is_some();
    let numbered = (1..).zip(supported);
    numbered.filter(|(number, row)| !folds || *number <= UNFOLDED || !is_weak(row)).collect()
}

fn footer(answer: &Answer, supported: usize, contested: usize) -> String {
    let mut text = match answer.rows.len() {
        0 => "no rows".to_owned(),
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    };
    if !answer.contested.is_empty() {
        text += &format!(", {} contested", answer.contested.len());
    }
    if supported < answer.rows.len() || contested < answer.contested.len() {
        text += &format!(", the first {} shown (narrow the question, or write to a file)", supported.max(contested));
    }
    text
}

/// All texts of the table, with the widths they are drawn in.
struct Grid<'a> {
    style: &'a Style,
    headings: Vec<&'a str>,
    right_aligned: Vec<bool>,
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    left_out: Vec<&'a str>,
}

impl<'a> Grid<'a> {
    fn new(answer: &'a Answer, supported: &[(usize, &Row)], contested: &[Row], style: &'a Style) -> Self {
        let shown = view::columns(answer);
        // A number is there to be asked about (`why 2`), which needs something that can be asked
        // about.
        let numbered = shown.iter().any(|column| column.of == ColumnType::Entity);
        let first = numbered.then_some("#");
        let headings: Vec<_> = first.into_iter().chain(shown.iter().map(|column| column.heading)).collect();
        let is_number = |column: &ShownColumn<'_>| column.of == ColumnType::Number;
        let right_aligned = first.map(|_| true).into_iter().chain(shown.iter().map(is_number)).collect();
        // Contested rows are numbered after all supported ones, those not shown included.
        let numbers = answer.rows.len() + 1..;
        let rows: Vec<Vec<String>> = supported
            .iter()
            .copied()
            .chain(numbers.zip(contested))
            .map(|(number, row)| {
                let number = numbered.then(|| number.to_string());
                number.into_iter().chain(shown.iter().map(|column| column.text(row, ListLength::Short))).collect()
            })
            .collect();
        let mut grid = Self { style, headings, right_aligned, rows, widths: Vec::new(), left_out: Vec::new() };
        grid.fit();
        grid
    }

    /// Chooses widths, and leaves columns out where the screen is too narrow.
    fn fit(&mut self) {
        let columns = 0..self.headings.len();
        let natural = columns.clone().map(|column| self.widest(column, fit::width)).collect::<Vec<_>>();
        let Some(room) = self.style.width else {
            self.widths = natural;
            return;
        };
        let (gap, border) = if self.style.terminal { (3, 4) } else { (2, 0) };
        let room = room.saturating_sub(border);
        let mut minimum: Vec<_> = columns.map(|column| self.widest(column, longest_word).min(WORD)).collect();
        let mut natural = natural;
        while natural.len() > 1 && fit::together(&minimum, gap) > room {
            let column = self.least_important();
            minimum.remove(column);
            natural.remove(column);
            self.leave_out(column);
        }
        self.widths = fit::shrunk(&natural, &minimum, gap, room);
    }

    /// The largest `size` of the texts of a column.
    fn widest(&self, column: usize, size: fn(&str) -> usize) -> usize {
        let texts = self.rows.iter().filter_map(|row| row.get(column));
        texts.map(|text| size(text)).fold(size(self.headings[column]), usize::max)
    }

    fn least_important(&self) -> usize {
        let place = |name: &&str| self.headings.iter().position(|heading| heading == name);
        // Never the row's number or head.
        LEAST_IMPORTANT.iter().filter_map(place).find(|&column| column > 1).unwrap_or(self.headings.len() - 1)
    }

    fn leave_out(&mut self, column: usize) {
        self.left_out.push(self.headings.remove(column));
        self.right_aligned.remove(column);
        for row in &mut self.rows {
            row.remove(column);
        }
    }

    fn section(&self, rows: &[Vec<String>], headed: bool, out: &mut dyn Write) -> io::Result<()> {
        if rows.is_empty() || self.widths.is_empty() {
            return Ok(());
        }
        self.rule(['┌', '┬', '┐'], out)?;
        if headed {
            let cells: Vec<_> = self.headings.iter().map(|heading| vec![(*heading).to_owned()]).collect();
            self.line(&cells, 0, true, out)?;
            self.rule(['├', '┼', '┤'], out)?;
        }
        for row in rows {
            let cells: Vec<_> = row.iter().zip(&self.widths).map(|(text, &width)| fit::wrap(text, width)).collect();
            for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                self.line(&cells, number, false, out)?;
            }
        }
        self.rule(['└', '┴', '┘'], out)
    }

    /// One line of the screen: line `number` of each cell.
    fn line(&self, cells: &[Vec<String>], number: usize, bold: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        for (column, (&width, cell)) in self.widths.iter().zip(cells).enumerate() {
            let text = cell.get(number).map_or("", String::as_str);
            let padding = " ".repeat(width.saturating_sub(fit::width(text)));
            line += match (column, self.style.terminal) {
                (0, true) => "│ ",
                (0, false) => "",
                (_, true) => " │ ",
                (_, false) => "  ",
            };
            let right = self.right_aligned.get(column) == Some(&true);
            let (before, after) = if right { (padding.as_str(), "") } else { ("", padding.as_str()) };
            let paint = if bold && self.style.color { BOLD } else { anstyle::Style::new() };
            line += &format!("{before}{paint}{text}{paint:#}{after}");
        }
        if self.style.terminal { writeln!(out, "{line} │") } else { writeln!(out, "{}", line.trim_end()) }
    }

    fn rule(&self, [left, cross, right]: [char; 3], out: &mut dyn Write) -> io::Result<()> {
        if !self.style.terminal {
            return Ok(());
        }
        let cells: Vec<_> = self.widths.iter().map(|width| "─".repeat(width + 2)).collect();
        writeln!(out, "{left}{}{right}", cells.join(&cross.to_string()))
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(fit::width).max().unwrap_or(0)
}
