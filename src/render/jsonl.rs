//! `jsonl`: one compact object per row and line; contested rows say so.

use super::json::RowObject;
use super::style::{Format, Style, all_rows};
use crate::answer::Answer;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    description: "one JSON object per row and line",
    extension: "jsonl",
    holds_notes: false,
    for_people: false,
    draws: false,
    holds_charts: false,
    write,
};

fn write(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for (contested, row) in all_rows(answer) {
        serde_json::to_writer(&mut *out, &RowObject::new(answer, row, contested))?;
        writeln!(out)?;
    }
    Ok(())
}
