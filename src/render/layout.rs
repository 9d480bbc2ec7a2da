//! Answers that are no table.

use super::style::Style;
use super::{record, tree};
use crate::answer::{Answer, Layout};
use std::io::{self, Write};

/// Writes descriptions and reasons as text; false where the answer is rows.
pub(super) fn write_text_layout(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<bool> {
    match answer.layout {
        Layout::Table => return Ok(false),
        Layout::Record => record::write(answer, style, out)?,
        Layout::Tree => tree::write(answer, style, out)?,
    }
    Ok(true)
}
