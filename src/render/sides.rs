//! Contradictions: the statements for and against beside each other, in two columns.

use super::style::{BOLD, DIM, Style, painted};
use super::{cell, fit};
use crate::answer::{Answer, Cell, PictureClaim, Row};
use crate::model::Field;
use anstyle::{AnsiColor, Style as Paint};
use std::io::{self, Write};

/// Lines are not longer than this where nothing is known of the screen.
const PAGE: usize = 100;
/// Between the sides.
const GAP: &str = " │ ";
/// Fields of a statement that its line begins with.
const FIRST: &[Field] =
    &[Field::Level, Field::Effect, Field::Direction, Field::Status, Field::Line, Field::Onset, Field::Year];

/// Whether the rows of an answer have two sides.
pub(super) fn has_sides(answer: &Answer) -> bool {
    let has = |name: &str| answer.columns.iter().any(|column| column.name == name);
    !answer.is_chosen && has("positive") && has("negative")
}

/// Writes each row as what it is about, how the sides differ, and the sides.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.width.unwrap_or(PAGE).max(40);
    let side = (width - fit::width(GAP)) / 2;
    let cell = |row: &Row, name: &str| -> Cell {
        let place = answer.columns.iter().position(|column| column.name == name);
        place.and_then(|place| row.cells.get(place)).cloned().unwrap_or_default()
    };
    let limit = style.max_rows.unwrap_or(usize::MAX);
    for (number, row) in answer.rows.iter().enumerate().take(limit) {
        let about = [Field::Profile, Field::Therapy, Field::Cancer]
            .map(|field| cell::text(&cell(row, field.name())).into_owned());
        let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
        for (line, text) in fit::wrap(&cell::one_line(&about.join(" · ")), width - 4).iter().enumerate() {
            let before = if line == 0 { format!("{:>3} ", number + 1) } else { "    ".to_owned() };
            painted(&format!("{before}{text}"), BOLD, style, out)?;
        }
        let differs = cell(row, "differs");
        if !differs.is_missing() {
            for line in
                fit::wrap(&cell::one_line(&format!("for / against differ in {}", cell::text(&differs))), width - 4)
            {
                painted(&format!("    {line}"), DIM, style, out)?;
            }
        }
        let sides = ["positive", "negative"].map(|name| lines(answer, &cell(row, name), side));
        let good = AnsiColor::Cyan.on_default().bold();
        let bad = AnsiColor::Red.on_default().bold();
        write_pair(["for", "against"], [good, bad], side, style, out)?;
        for line in 0..sides[0].len().max(sides[1].len()) {
            let text = |place: usize| sides[place].get(line).map_or("", String::as_str);
            write_pair([text(0), text(1)], [Paint::new(), Paint::new()], side, style, out)?;
        }
        writeln!(out)?;
    }
    let count = answer.rows.len();
    let shown = if count > limit { format!(", the first {limit} shown") } else { String::new() };
    let text = match count {
        0 => "no contradictions".to_owned(),
        1 => "1 contradiction".to_owned(),
        count => format!("{count} contradictions{shown}"),
    };
    painted(&text, DIM, style, out)
}

fn write_pair(texts: [&str; 2], paints: [Paint; 2], side: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let [left, right] = texts;
    let padding = side.saturating_sub(fit::width(left));
    let [first, second] = if style.color { paints } else { [Paint::new(), Paint::new()] };
    let line = format!("{first}{left}{first:#}{:padding$}{GAP}{second}{right}{second:#}", "");
    writeln!(out, "{}", line.trim_end())
}

/// The statements of one side, broken into lines.
fn lines(answer: &Answer, ids: &Cell, room: usize) -> Vec<String> {
    let Cell::Texts(ids) = ids else { return Vec::new() };
    let claims = answer.picture.as_ref().map_or(&[][..], |picture| &picture.claims);
    let mut lines = Vec::new();
    for id in ids {
        let text = claims.iter().find(|claim| claim.id == *id).map_or_else(|| id.clone(), told);
        for (number, line) in fit::wrap(&cell::one_line(&text), room.saturating_sub(2)).into_iter().enumerate() {
            lines.push(format!("{}{line}", if number == 0 { "• " } else { "  " }));
        }
    }
    lines
}

/// `B sensitivity 2016: a gist (civic.eid:1023; PMID:24868024)`.
fn told(claim: &PictureClaim) -> String {
    let first: Vec<&str> =
        FIRST.iter().map(|field| claim.field(field.name())).filter(|value| !value.is_empty()).collect();
    let behind: Vec<&str> = std::iter::once(&claim.id).chain(&claim.sources).map(String::as_str).collect();
    let gist = if claim.gist.is_empty() { String::new() } else { format!(": {}", claim.gist) };
    format!("{}{gist} ({})", first.join(", "), behind.join("; "))
}
