//! Reasons as an indented tree, for `why`.

use super::style::Style;
use super::{cell, fit};
use crate::answer::{Answer, Cell, Tree};
use anstyle::{AnsiColor, Style as Paint};
use std::io::{self, Write};

/// Writes every tree of `answer`, one below the other.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for tree in trees(answer) {
        for TreeLine { first, further, text } in lines(tree) {
            let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(fit::width(&first)).max(20));
            let colour = if style.color { colour(&text) } else { Paint::new() };
            for (number, line) in fit::wrap(&text, room).iter().enumerate() {
                let before = if number == 0 { &first } else { &further };
                writeln!(out, "{before}{colour}{line}{colour:#}")?;
            }
        }
    }
    Ok(())
}

/// What holds and what does not is told apart by its first word; the colour repeats it.
fn colour(text: &str) -> Paint {
    if text.starts_with("yes:") {
        AnsiColor::Cyan.on_default()
    } else if text.starts_with("no:") || text.contains("does not count") {
        AnsiColor::Red.on_default()
    } else if text.starts_with("source ") {
        Paint::new().dimmed()
    } else {
        Paint::new()
    }
}

/// A text with what is before its first line, and before the others.
struct TreeLine {
    first: String,
    further: String,
    text: String,
}

/// The trees among the cells of `answer`, row by row.
pub(super) fn trees(answer: &Answer) -> impl Iterator<Item = &Tree> {
    answer.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| {
        let Cell::Tree(tree) = cell else { return None };
        Some(tree.as_ref())
    })
}

/// Each text with its indentation. Walks with a stack of its own, so that depth costs no call
/// stack.
fn lines(root: &Tree) -> Vec<TreeLine> {
    let mut lines = Vec::new();
    // The tree, its indentation, and that of its children.
    let mut waiting = vec![(root, String::new(), String::new())];
    while let Some((tree, prefix, below)) = waiting.pop() {
        let further = if tree.children.is_empty() { format!("{below}  ") } else { format!("{below}│ ") };
        let further = if prefix.is_empty() && tree.children.is_empty() { String::new() } else { further };
        lines.push(TreeLine { first: prefix, further, text: cell::one_line(&tree.text).into_owned() });
        for (index, child) in tree.children.iter().enumerate().rev() {
            let last = index + 1 == tree.children.len();
            let (branch, beside) = if last { ("└ ", "  ") } else { ("├ ", "│ ") };
            waiting.push((child, format!("{below}{branch}"), format!("{below}{beside}")));
        }
    }
    lines
}
