//! `line`: one line per row, for reading in a narrow place and for `grep`.

use super::layout::write_text_layout;
use super::style::{Format, Style, all_rows};
use super::view::{self, ListLength};
use crate::answer::Answer;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "line",
    description: "one line per row; contested rows begin with `!`",
    extension: "text",
    holds_notes: false,
    for_people: true,
    draws: false,
    holds_charts: false,
    write,
};

fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if write_text_layout(answer, style, out)? {
        return Ok(());
    }
    let columns = view::columns(answer);
    for (contested, row) in all_rows(answer) {
        let texts = columns.iter().map(|column| (column, column.text(row, ListLength::Full)));
        let parts: Vec<_> = texts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| match column.bare && columns.len() > 1 {
                true => format!("{} {text}", column.heading),
                false => text,
            })
            .collect();
        let mark = if contested { "! " } else { "" };
        writeln!(out, "{mark}{}", parts.join("  "))?;
    }
    Ok(())
}
