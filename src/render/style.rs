//! How an answer is to look, what a format is, and the lines that several formats write.

use super::cell;
use crate::answer::Answer;
use anstyle::{AnsiColor, Style as Paint};
use std::io::{self, Write};

/// How an answer is to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the screen to stay within; none: as wide as it gets.
    pub width: Option<usize>,
    /// Whether escape sequences for colour may be written.
    pub color: bool,
    /// Whether a person looks at it: boxes instead of plain columns.
    pub terminal: bool,
    /// Whether to write the reading and the notes.
    pub echo: bool,
    /// Rows that `table` shows at most; none: all.
    pub max_rows: Option<usize>,
    /// What shows the rows at weak levels that `table` folds into one line on a terminal; none: it
    /// folds no rows.
    pub unfold: Option<&'static str>,
    /// Whether `table` is as wide as it gets, with lists in full.
    pub wide: bool,
    /// What a picture shows instead of the graph of the answer.
    pub chart: Option<Chart>,
    /// How many notes are written out.
    pub notes: NoteAmount,
    /// What shows the notes that are left out, such as `--notes all`.
    pub more_notes: &'static str,
}

impl Default for Style {
    /// As written into a pipe or file.
    fn default() -> Self {
        Self {
            width: None,
            color: false,
            terminal: false,
            echo: true,
            max_rows: None,
            unfold: None,
            wide: false,
            chart: None,
            notes: NoteAmount::All,
            more_notes: "--notes all",
        }
    }
}

/// A picture of numbers, levels or dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Best levels by therapy, and by cancer or gene.
    Matrix,
    /// A bar for each row's number.
    Bars,
    /// Approvals by date.
    Timeline,
}

impl Chart {
    /// Each with its name.
    pub const NAMED: &[(&str, Chart)] =
        &[("matrix", Chart::Matrix), ("bars", Chart::Bars), ("timeline", Chart::Timeline)];

    /// The chart of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, chart)| chart)
    }
}

/// How many notes are written out; JSON always holds all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteAmount {
    /// Every note.
    #[default]
    All,
    /// The three that matter most, and how many more there are.
    Few,
    /// None.
    None,
}

impl NoteAmount {
    /// Each with its name.
    pub const NAMED: &[(&str, NoteAmount)] =
        &[("all", NoteAmount::All), ("few", NoteAmount::Few), ("none", NoteAmount::None)];

    /// The amount of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, amount)| amount)
    }
}

/// A way to write answers.
#[derive(Debug)]
pub struct Format {
    /// As `--format`, `.format` and `| as` take it.
    pub name: &'static str,
    /// One line for help.
    pub description: &'static str,
    /// Of a file, without the dot.
    pub extension: &'static str,
    /// Whether the format itself holds the reading and the notes. With all others they go to
    /// standard error, through [`write_notes`](crate::write_notes).
    pub holds_notes: bool,
    /// Whether it is for people: it fits the screen and is set off by an empty line.
    pub for_people: bool,
    /// Whether it draws what the answer speaks of: it needs [`Answer::picture`].
    pub draws: bool,
    /// Whether it draws charts, too.
    pub holds_charts: bool,
    /// Writes a whole answer. Fails only where `Write` does.
    pub write: fn(&Answer, &Style, &mut dyn Write) -> io::Result<()>,
}

pub(super) const DIM: Paint = Paint::new().dimmed();

pub(super) const BOLD: Paint = Paint::new().bold();

pub(super) const MARK: Paint = AnsiColor::Yellow.on_default();

/// A line with no formatting but colour, if that is on.
pub(super) fn painted(text: &str, paint: Paint, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.color { writeln!(out, "{paint}{text}{paint:#}") } else { writeln!(out, "{text}") }
}

pub(super) fn write_reading(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !style.echo || answer.reading.is_empty() {
        return Ok(());
    }
    painted(&cell::one_line(&answer.reading), DIM, style, out)
}

/// Whether rows need a mark that separates contested from supported ones: only answers about
/// evidence do. It does not depend on which rows were found, so that every answer to one question
/// has one header.
pub(super) fn marks_contested(answer: &Answer) -> bool {
    let has = |name: &str| answer.columns.iter().any(|column| column.name == name);
    !has("contested") && (has("supporting") || !answer.contested.is_empty())
}

/// Supported rows, then contested ones, each with whether it is contested.
pub(super) fn all_rows(answer: &Answer) -> impl Iterator<Item = (bool, &crate::answer::Row)> {
    let supported = answer.rows.iter().map(|row| (false, row));
    supported.chain(answer.contested.iter().map(|row| (true, row)))
}
