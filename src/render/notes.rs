//! Notes below an answer: those that change what a reader should think of it come before those that
//! only say how a name was read.

use super::style::{DIM, MARK, NoteAmount, Style, painted};
use super::{cell, fit};
use crate::answer::{Answer, Note};
use std::io::{self, Write};

/// Notes that are written where there is room for few only.
const FEW: usize = 3;

/// Codes of notes that only say how a word was read or what a name includes: the first to be left
/// out, the last of them first.
const MINOR: &[&str] =
    &["class", "family", "beside", "other-indication", "several-values", "mechanisms", "broader", "subtypes", "alias"];

/// The notes of an answer that are written, in their order.
pub(super) fn chosen<'a>(answer: &'a Answer, style: &Style) -> Vec<&'a Note> {
    let amount = if style.echo { style.notes } else { NoteAmount::None };
    let mut notes: Vec<(usize, &Note)> = answer.notes.iter().enumerate().collect();
    match amount {
        NoteAmount::All => {}
        NoteAmount::None => notes.clear(),
        NoteAmount::Few => {
            let rank = |note: &Note| MINOR.iter().position(|code| *code == note.code).map_or(0, |place| place + 1);
            notes.sort_by_key(|(_, note)| rank(note));
            notes.truncate(FEW);
            notes.sort_by_key(|(place, _)| *place);
        }
    }
    notes.into_iter().map(|(_, note)| note).collect()
}

/// Writes the notes of an answer, how many are left out, and whether a limit cut the rows.
pub fn write_note_lines(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let chosen = chosen(answer, style);
    for note in &chosen {
        write_note(&cell::one_line(&note.text), style, out)?;
    }
    if let (NoteAmount::Few, true, hidden @ 1..) = (style.notes, style.echo, answer.notes.len() - chosen.len()) {
        let plural = if hidden == 1 { "" } else { "s" };
        painted(&format!("{hidden} more note{plural}: {}", style.more_notes), DIM, style, out)?;
    }
    // Nobody may take a part for the whole, however quiet it shall be.
    if answer.complete {
        return Ok(());
    }
    let (shown, total) = (answer.rows.len(), answer.total_rows);
    let text = format!("note: cut by a limit: {shown} of {} rows", total.max(shown));
    painted(&text, MARK, style, out)
}

/// Before a note, and as many spaces before its further lines.
const NOTE: &str = "note: ";

/// A note, broken between words where a screen is narrower.
fn write_note(text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(NOTE.len()));
    for (number, line) in fit::wrap(text, room).iter().enumerate() {
        let before = if number == 0 { NOTE } else { "      " };
        painted(&format!("{before}{line}"), DIM, style, out)?;
    }
    Ok(())
}
