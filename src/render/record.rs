//! A block of `field  value` lines per row, for `describe`.

use super::fit;
use super::style::{BOLD, Style};
use super::view::{self, ListLength};
use crate::answer::Answer;
use std::io::{self, Write};

/// Writes the rows of `answer`, fields without a value left out, with an empty line between rows.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let columns = view::columns(answer);
    let field_width = columns.iter().map(|column| fit::width(column.heading)).max().unwrap_or(0);
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(field_width + 2).max(20));
    let paint = if style.color { BOLD } else { anstyle::Style::new() };
    for (index, row) in answer.rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for column in &columns {
            let text = column.text(row, ListLength::Full);
            if text.is_empty() {
                continue;
            }
            let padding = " ".repeat(field_width - fit::width(column.heading));
            write!(out, "{paint}{}{paint:#}{padding}", column.heading)?;
            for (number, line) in fit::wrap(&text, room).iter().enumerate() {
                let indent = if number == 0 { 0 } else { field_width };
                writeln!(out, "{:indent$}  {line}", "")?;
            }
        }
    }
    Ok(())
}
