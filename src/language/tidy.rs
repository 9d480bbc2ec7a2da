//! A query file laid out: one space between words, stages of a long question on lines of their own,
//! one blank line at most. No word is changed, and comments stay where they are.

use super::marks::Mark;
use super::scan::{Piece, PieceKind, scan};
use crate::diagnostic::Diagnostic;

/// A longer question has each stage on a line of its own.
const LINE_MAX: usize = 100;
/// Before a stage that begins a line.
const INDENT: &str = "  ";

/// The text laid out.
///
/// # Errors
/// Quotes or brackets are not closed: it is not known where a statement ends.
pub fn tidy(text: &str) -> Result<String, Vec<Diagnostic>> {
    let scan = scan(text);
    if !scan.faults.is_empty() {
        return Err(scan.faults.into_iter().map(|(_, fault)| fault).collect());
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in &scan.statements {
        let pieces = scan.pieces.get(range.clone()).unwrap_or(&[]);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { continue };
        let (start, end) = (first.span.start as usize, last.span.end as usize);
        between(text.get(at..start).unwrap_or(""), &mut out);
        out += &statement(text, pieces, text.get(start..end).unwrap_or(""));
        at = end;
    }
    between(text.get(at..).unwrap_or(""), &mut out);
    let mut out = out.trim_end().to_owned();
    if !out.is_empty() {
        out.push('\n');
    }
    Ok(out)
}

/// What is between two statements: comments, blank lines, semicolons.
fn between(gap: &str, out: &mut String) {
    let gap = gap.replace(';', "\n");
    let mut lines = gap.split('\n');
    // A comment behind a statement stays on its line.
    let behind = lines.next().unwrap_or("").trim();
    if !behind.is_empty() {
        if !out.is_empty() {
            *out += "  ";
        }
        *out += behind;
    }
    let mut blank = false;
    let rest: Vec<&str> = lines.map(str::trim).collect();
    for (place, line) in rest.iter().enumerate() {
        let is_last = place + 1 == rest.len();
        if line.is_empty() {
            blank |= !is_last;
            continue;
        }
        end_line(out, blank);
        *out += line;
        blank = false;
    }
    end_line(out, blank);
}

/// Ends a line, with a blank one after it.
fn end_line(out: &mut String, blank: bool) {
    if out.is_empty() {
        return;
    }
    out.push('\n');
    if blank {
        out.push('\n');
    }
}

/// One statement; one with comments or notes inside is left as it is.
fn statement(text: &str, pieces: &[Piece], written: &str) -> String {
    let gap = |before: &Piece, piece: &Piece| {
        text.get(before.span.end as usize..piece.span.start as usize).unwrap_or("").to_owned()
    };
    let gaps: Vec<String> = pieces.iter().zip(pieces.iter().skip(1)).map(|(one, other)| gap(one, other)).collect();
    if gaps.iter().any(|gap| !gap.trim().is_empty()) {
        let lines: Vec<&str> = written.lines().map(str::trim_end).collect();
        return lines.join("\n");
    }
    let one_line = joined(text, pieces, &gaps, " ");
    if one_line.chars().count() <= LINE_MAX {
        return one_line;
    }
    joined(text, pieces, &gaps, &format!("\n{INDENT}"))
}

/// The pieces with what is to be between them; `stage`: before a bar outside of brackets.
fn joined(text: &str, pieces: &[Piece], gaps: &[String], stage: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for (place, piece) in pieces.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| Some((pieces.get(before)?, gaps.get(before)?)));
        if let Some((last, gap)) = before {
            let is = |piece: &Piece, mark| piece.kind == PieceKind::Sign(mark);
            if is(piece, Mark::Bar) {
                out += if depth == 0 { stage } else { " " };
            } else if is(piece, Mark::Comma) || is(piece, Mark::Close) || is(last, Mark::Open) {
            } else if is(last, Mark::Bar) || is(last, Mark::Comma) || !gap.is_empty() {
                out.push(' ');
            }
        }
        match piece.kind {
            PieceKind::Sign(Mark::Open) => depth += 1,
            PieceKind::Sign(Mark::Close) => depth = depth.saturating_sub(1),
            _ => {}
        }
        out += piece.span.of(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Laid out it is as expected; laid out again it is the same, and no word has changed.
    fn check(text: &str, expected: &str) {
        let laid_out = tidy(text).unwrap();
        assert_eq!(laid_out, expected, "{text:?}");
        assert_eq!(tidy(&laid_out).unwrap(), laid_out, "{text:?} again");
        let words = |text: &str| -> Vec<Vec<String>> {
            let scan = scan(text);
            let pieces = |range: &std::ops::Range<usize>| {
                scan.pieces[range.clone()].iter().map(|piece| piece.span.of(text).to_owned()).collect()
            };
            scan.statements.iter().map(pieces).collect()
        };
        assert_eq!(words(text), words(&laid_out), "{text:?}");
    }

    #[test]
    fn files_are_laid_out() {
        check("", "");
        check("  drugs   targeting\tHER2  \n", "drugs targeting HER2\n");
        check("drugs|count by level ;genes", "drugs | count by level\ngenes\n");
        check("# a\n\n\n\ndrugs  # behind\n\ngenes", "# a\n\ndrugs  # behind\n\ngenes\n");
        check("drugs ( targeting HER2 ,EGFR )", "drugs (targeting HER2, EGFR)\n");
        check("let $a=drugs\ndrugs where year>=2020", "let $a=drugs\ndrugs where year>=2020\n");
        check("drugs\n| count", "drugs | count\n");
        check("drugs [note]  in lung", "drugs [note]  in lung\n");
        check("describe \"a  |  b\"", "describe \"a  |  b\"\n");
        let long = "drugs targeting HER2 or EGFR or MET or ALK or RET in gastric cancer | where level = A | count by level | top 3";
        check(
            long,
            "drugs targeting HER2 or EGFR or MET or ALK or RET in gastric cancer\n  | where level = A\n  | count by level\n  | top 3\n",
        );
    }

    #[test]
    fn what_is_not_closed_is_an_error() {
        assert!(tidy("drugs (targeting HER2").is_err());
        assert!(tidy("describe \"a").is_err());
    }
}
