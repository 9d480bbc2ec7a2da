//! Answers and diagnostics as bytes: one file per format. Nothing else in the crate writes output.

pub mod diagnostic;

mod card;
mod cell;
mod compact;
mod csv;
mod fit;
mod html;
mod json;
mod jsonl;
mod layout;
mod line;
mod markdown;
mod notes;
mod paint;
mod picture;
mod record;
mod sides;
mod style;
mod table;
mod tree;
mod tsv;
pub mod tumour;
mod view;
mod xml;

#[cfg(test)]
mod tests;

pub use style::{Chart, Format, NoteAmount, Style};

use crate::answer::Answer;
pub use notes::write_note_lines;
use std::io::{self, Write};
use style::write_reading;

/// Every format; the first is the default. Help, completion and `--format` walk this list.
pub static FORMATS: &[Format] = &[
    table::FORMAT,
    line::FORMAT,
    json::FORMAT,
    jsonl::FORMAT,
    csv::FORMAT,
    tsv::FORMAT,
    markdown::FORMAT,
    picture::SVG,
    picture::HTML,
    picture::PNG,
    picture::DOT,
    picture::GRAPHML,
    picture::CYTOSCAPE,
    picture::MATRIX,
    picture::BARS,
    picture::TIMELINE,
];

/// The format of that name, or whose file extension it is.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS
        .iter()
        .find(|format| format.name.eq_ignore_ascii_case(name))
        .or_else(|| FORMATS.iter().find(|format| format.extension.eq_ignore_ascii_case(name)))
}

/// Writes the reading and the notes of an answer as lines of their own, for formats that do not
/// hold them.
pub fn write_notes(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_reading(answer, style, out)?;
    write_note_lines(answer, style, out)
}
