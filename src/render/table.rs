//! `table`: aligned columns, with lines and colour on a terminal.

use super::compact::{self, ColumnRole, CompactColumn, LegendSign};
use super::layout::write_text_layout;
use super::notes::write_note_lines;
use super::style::{BOLD, DIM, Format, MARK, Style, painted, write_reading};
use super::view::ListLength;
use super::{card, fit, paint, sides};
use crate::answer::{Answer, Cell, ColumnType, Row};
use anstyle::Style as Paint;
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "table",
    description: "columns for people (default)",
    extension: "txt",
    holds_notes: true,
    for_people: true,
    draws: false,
    holds_charts: false,
    write,
};

/// Above rows for which there is only evidence against.
const CONTESTED: &str = "! contested: only evidence against, failed or disputed";
/// Between two columns.
const GAP: usize = 2;
/// Behind a row's number.
const NUMBER_GAP: usize = 1;
/// A column is not made narrower than its longest word, unless that is longer than this.
const WORD: usize = 16;
/// Levels and counts are broken last, if they are not longer than this.
const LEVEL: usize = 24;
/// Identifiers and details are cut where room is short, but not below this.
const CUT: usize = 15;
/// Behind what is cut.
const ELLIPSIS: char = '…';
/// Rows that are never folded.
const UNFOLDED: usize = 20;
/// Levels at which the other rows are folded: case reports, preclinical, inferential.
const WEAK: &[&str] = &["C", "D", "E"];

fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_reading(answer, style, out)?;
    if !answer.cards.is_empty() {
        card::write_text(answer, style, out)?;
    } else if sides::has_sides(answer) {
        sides::write(answer, style, out)?;
    } else if !write_text_layout(answer, style, out)? {
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
    for (heading, value) in &grid.lifted {
        painted(&format!("{heading} of every row: {value}"), DIM, style, out)?;
    }
    if !shown.is_empty() {
        grid.heading(out)?;
        grid.section(&grid.rows[..shown.len()], out)?;
    }
    if let (Some(unfold), folded @ 1..) = (style.unfold, supported.len() - shown.len()) {
        let text = format!("{folded} more at level C to E: {unfold}, or | where level >= B");
        painted(&text, DIM, style, out)?;
    }
    if !contested.is_empty() {
        painted(CONTESTED, MARK, style, out)?;
        if shown.is_empty() {
            grid.heading(out)?;
        }
        grid.section(&grid.rows[shown.len()..], out)?;
    }
    painted(&footer(answer, supported.len(), contested.len()), DIM, style, out)?;
    for line in grid.legend() {
        painted(&line, DIM, style, out)?;
    }
    if grid.left_out.is_empty() {
        return Ok(());
    }
    let text = format!("not shown: {} (--wide, or | show)", grid.left_out.join(", "));
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

/// A column as drawn.
struct GridColumn<'a> {
    heading: Cow<'a, str>,
    name: &'a str,
    role: ColumnRole,
    /// Behind the values, not before them.
    right_aligned: bool,
    /// Asked for by the question itself.
    is_chosen: bool,
    /// Yes or no: worth a column even where every row says the same.
    is_answer: bool,
    /// In columns of the screen.
    width: usize,
}

/// All texts of the table, with the widths they are drawn in.
struct Grid<'a> {
    style: &'a Style,
    columns: Vec<GridColumn<'a>>,
    rows: Vec<Vec<String>>,
    signs: Vec<LegendSign>,
    /// Letters for values, where room is short: `S sensitivity`.
    letters: Vec<(char, String)>,
    /// Heading and value of columns that say the same in every row.
    lifted: Vec<(String, String)>,
    left_out: Vec<&'a str>,
}

/// The heading of row numbers.
const NUMBER: &str = "#";

impl<'a> Grid<'a> {
    fn new(answer: &'a Answer, supported: &[(usize, &Row)], contested: &[Row], style: &'a Style) -> Self {
        let shown = compact::columns(answer);
        // A number is there to be asked about (`why 2`), which needs something that can be asked
        // about.
        let numbered = shown.iter().any(|column| column.of == ColumnType::Entity);
        let lists = if style.wide { ListLength::Full } else { ListLength::Short };
        // Contested rows are numbered after all supported ones, those not shown included.
        let numbers = answer.rows.len() + 1..;
        let mut signs = Vec::new();
        let mut row = |(number, row): (usize, &Row)| -> Vec<String> {
            let number = numbered.then(|| number.to_string());
            number.into_iter().chain(shown.iter().map(|column| column.text(row, lists, &mut signs))).collect()
        };
        let rows = supported.iter().copied().chain(numbers.zip(contested)).map(&mut row).collect();
        let first = numbered.then_some(GridColumn {
            heading: Cow::Borrowed(NUMBER),
            name: NUMBER,
            role: ColumnRole::Head,
            right_aligned: true,
            is_chosen: true,
            is_answer: false,
            width: 0,
        });
        let column = |column: CompactColumn<'a>| GridColumn {
            right_aligned: column.of == ColumnType::Number && column.role == ColumnRole::Other,
            heading: column.heading,
            name: column.name,
            role: column.role,
            is_chosen: answer.is_chosen,
            is_answer: column.of == ColumnType::Bool,
            width: 0,
        };
        let columns = first.into_iter().chain(shown.into_iter().map(column)).collect();
        let mut grid =
            Self { style, columns, rows, signs, letters: Vec::new(), lifted: Vec::new(), left_out: Vec::new() };
        grid.fit();
        grid
    }

    /// Chooses widths. Where the screen is too narrow, identifiers and details are cut, values get
    /// letters, what every row says is said once, details are left out, and at last cells are
    /// broken between words.
    fn fit(&mut self) {
        self.measure();
        let Some(screen) = self.style.width.filter(|_| !self.style.wide) else { return };
        let room = screen + if self.is_numbered() { GAP - NUMBER_GAP } else { 0 };
        // Only where there is room for everything else in full.
        while self.is_over(room)
            && let Some(place) = self.columns.iter().rposition(is_list_of_statements)
        {
            self.leave_out(place);
            self.measure();
        }
        self.cut(room);
        if self.is_over(room) {
            self.letter();
            self.cut(room);
        }
        if self.is_over(room) {
            self.lift();
            self.cut(room);
        }
        self.leave_out_while(room, |column| column.role == ColumnRole::Detail);
        self.cut(room);
        self.wrap(room);
    }

    fn is_numbered(&self) -> bool {
        self.columns.first().is_some_and(|column| column.heading == NUMBER)
    }

    /// Columns of the screen before the column at a place.
    fn gap(&self, place: usize) -> usize {
        match place {
            0 => 0,
            1 if self.is_numbered() => NUMBER_GAP,
            _ => GAP,
        }
    }

    fn measure(&mut self) {
        for place in 0..self.columns.len() {
            self.columns[place].width = self.widest(place, fit::width);
        }
    }

    fn widths(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.width).collect()
    }

    fn is_over(&self, room: usize) -> bool {
        fit::together(&self.widths(), GAP) > room
    }

    /// The largest `size` of the texts of a column.
    fn widest(&self, place: usize, size: fn(&str) -> usize) -> usize {
        let texts = self.rows.iter().filter_map(|row| row.get(place));
        texts.map(|text| size(text)).fold(size(&self.columns[place].heading), usize::max)
    }

    /// Makes columns narrower whose texts may be cut.
    fn cut(&mut self, room: usize) {
        self.measure();
        let natural = self.widths();
        let may_be_cut = |column: &GridColumn<'_>| {
            !column.is_chosen && matches!(column.role, ColumnRole::References | ColumnRole::Detail)
        };
        let least = |column: &GridColumn<'_>| if may_be_cut(column) { column.width.min(CUT) } else { column.width };
        let minimum: Vec<usize> = self.columns.iter().map(least).collect();
        self.set_widths(&fit::shrunk(&natural, &minimum, GAP, room));
    }

    fn set_widths(&mut self, widths: &[usize]) {
        self.columns.iter_mut().zip(widths).for_each(|(column, &width)| column.width = width);
    }

    /// Leaves out columns of a sort, from the right, until the others fit when cut.
    fn leave_out_while(&mut self, room: usize, is_one: fn(&GridColumn<'_>) -> bool) {
        self.cut(room);
        while self.is_over(room)
            && let Some(place) = self.columns.iter().rposition(is_one)
        {
            self.leave_out(place);
            self.cut(room);
        }
    }

    fn leave_out(&mut self, place: usize) {
        let column = self.remove(place);
        self.left_out.insert(0, column.name);
    }

    fn remove(&mut self, place: usize) -> GridColumn<'a> {
        for row in &mut self.rows {
            row.remove(place);
        }
        self.columns.remove(place)
    }

    /// Writes the first letter for the values of what a statement says, if that tells them apart.
    fn letter(&mut self) {
        let Some(place) = self.columns.iter().position(|column| column.role == ColumnRole::Effect && !column.is_chosen)
        else {
            return;
        };
        let mut letters: Vec<(char, String)> = Vec::new();
        for text in self.rows.iter().filter_map(|row| row.get(place)) {
            if let Some(first) = text.chars().next()
                && !letters.iter().any(|(_, known)| known == text)
            {
                letters.push((first.to_ascii_uppercase(), text.clone()));
            }
        }
        letters.sort();
        if letters.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return;
        }
        for text in self.rows.iter_mut().filter_map(|row| row.get_mut(place)) {
            text.drain(text.char_indices().nth(1).map_or(text.len(), |(at, _)| at)..);
            text.make_ascii_uppercase();
        }
        self.letters = letters;
    }

    /// Takes out columns that say the same in each of several rows.
    fn lift(&mut self) {
        for place in (0..self.columns.len()).rev() {
            let column = &self.columns[place];
            let may_be_lifted = !column.is_chosen
                && !column.is_answer
                && matches!(
                    column.role,
                    ColumnRole::Finding | ColumnRole::Place | ColumnRole::Other | ColumnRole::Detail
                );
            let first = self.rows.first().and_then(|row| row.get(place)).cloned();
            let Some(first) = first.filter(|text| may_be_lifted && self.rows.len() > 1 && !text.is_empty()) else {
                continue;
            };
            if self.rows.iter().all(|row| row.get(place) == Some(&first)) {
                let column = self.remove(place);
                self.lifted.insert(0, (column.heading.into_owned(), first));
            }
        }
    }

    /// Breaks cells between words, and leaves columns out where even that is not enough.
    fn wrap(&mut self, room: usize) {
        let least = |place: usize| match self.columns[place].role {
            ColumnRole::Level | ColumnRole::Evidence => self.columns[place].width.min(LEVEL),
            _ => self.widest(place, longest_word).min(WORD).min(self.columns[place].width),
        };
        let mut minimum: Vec<usize> = (0..self.columns.len()).map(least).collect();
        while self.columns.len() > 1 && fit::together(&minimum, GAP) > room {
            minimum.pop();
            self.left_out.extend(self.columns.pop().map(|column| column.name));
            self.rows.iter_mut().for_each(|row| row.truncate(minimum.len()));
        }
        while self.is_over(room)
            && let Some((place, width)) = self.least_broken(&minimum)
        {
            // No narrower than it must be.
            let others = fit::together(&self.widths(), GAP) - self.columns[place].width;
            self.columns[place].width = width.max(room.saturating_sub(others));
        }
        let widths = fit::shrunk(&self.widths(), &minimum, GAP, room);
        self.set_widths(&widths);
    }

    /// The column that gains most room for each cell that must be broken, and its width then.
    fn least_broken(&self, minimum: &[usize]) -> Option<(usize, usize)> {
        let narrowed = |place: usize| {
            let column = &self.columns[place];
            let mut widths: Vec<usize> =
                self.rows.iter().map(|row| row.get(place).map_or(0, |text| fit::width(text))).collect();
            widths.push(fit::width(&column.heading));
            widths.retain(|&width| width <= column.width);
            let next =
                widths.iter().copied().filter(|&width| width < column.width).max().unwrap_or(0).max(minimum[place]);
            let broken = widths.iter().filter(|&&width| width > next).count();
            (next < column.width).then_some((place, next, column.width - next, broken.max(1)))
        };
        let all = (0..self.columns.len()).filter_map(narrowed);
        // Room for each broken cell, compared without a fraction.
        let best = all.max_by(|a, b| (a.2 * b.3).cmp(&(b.2 * a.3)).then(b.0.cmp(&a.0)));
        best.map(|(place, width, ..)| (place, width))
    }

    /// What letters and signs mean, in as many lines as the screen needs.
    fn legend(&self) -> Vec<String> {
        let has_letters = self.columns.iter().any(|column| column.role == ColumnRole::Effect);
        let letters = self.letters.iter().filter(|_| has_letters);
        let letters = letters.map(|(letter, text)| format!("{letter} {text}"));
        let room = self.style.width.unwrap_or(usize::MAX);
        let mut lines: Vec<String> = Vec::new();
        for meaning in letters.chain(compact::legend(&self.signs)) {
            match lines.last_mut() {
                Some(line) if fit::width(line) + 3 + fit::width(&meaning) <= room => *line += &format!("   {meaning}"),
                _ => lines.push(meaning),
            }
        }
        lines
    }

    fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        let cells: Vec<_> = self.columns.iter().map(|column| fit::wrap(&column.heading, column.width)).collect();
        self.lines(&cells, |_, _| BOLD, out)?;
        if !self.style.terminal {
            return Ok(());
        }
        let rules = self.columns.iter().enumerate();
        let rules = rules.map(|(place, column)| " ".repeat(self.gap(place)) + &"─".repeat(column.width));
        painted(&rules.collect::<String>(), DIM, self.style, out)
    }

    fn section(&self, rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            let cells: Vec<_> = row.iter().zip(&self.columns).map(|(text, column)| cell_lines(text, column)).collect();
            self.lines(&cells, |place, text| paint::of(self.columns[place].role, text), out)?;
        }
        Ok(())
    }

    /// The lines of the screen that a row takes.
    fn lines(
        &self,
        cells: &[Vec<String>],
        paint: impl Fn(usize, &str) -> Paint,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let whole: Vec<String> = cells.iter().map(|lines| lines.join(" ")).collect();
        for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::new();
            for (place, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
                let text = cell.get(number).map_or("", String::as_str);
                let padding = " ".repeat(column.width.saturating_sub(fit::width(text)));
                let (before, after) = if column.right_aligned { (&*padding, "") } else { ("", &*padding) };
                let colour = if self.style.color { paint(place, &whole[place]) } else { Paint::new() };
                let gap = self.gap(place);
                line += &format!("{:gap$}{before}{colour}{text}{colour:#}{after}", "");
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn is_list_of_statements(column: &GridColumn<'_>) -> bool {
    !column.is_chosen && ["statements", "against"].contains(&column.name)
}

/// The lines of a cell: cut where it may be, else broken between words.
fn cell_lines(text: &str, column: &GridColumn<'_>) -> Vec<String> {
    let is_cut = !column.is_chosen && matches!(column.role, ColumnRole::References | ColumnRole::Detail);
    if is_cut && fit::width(text) > column.width {
        vec![cut(text, column.width)]
    } else {
        fit::wrap(text, column.width)
    }
}

/// As much of a text as there is room for, with its count of further ones: `doi:10.1007/s12…+1`.
fn cut(text: &str, room: usize) -> String {
    let count =
        text.rfind(" +").map(|at| &text[at + 1..]).filter(|count| count[1..].bytes().all(|b| b.is_ascii_digit()));
    let count = count.unwrap_or("");
    if !count.is_empty() && fit::width(text) == room + 1 {
        return text.replace(&format!(" {count}"), count);
    }
    let mut cut = fit::beginning(text, room.saturating_sub(1 + fit::width(count))).trim_end().to_owned();
    cut.push(ELLIPSIS);
    cut + count
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(fit::width).max().unwrap_or(0)
}
