//! Reasons as an indented tree, for `why`.

use super::cell;
use crate::answer::{Answer, Cell, Tree};
use std::io::{self, Write};

/// Writes every tree of `answer`, one below the other.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    for tree in trees(answer) {
        for (prefix, text) in lines(tree) {
            writeln!(out, "{prefix}{text}")?;
        }
    }
    Ok(())
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
fn lines(root: &Tree) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    // The tree, its indentation, and that of its children.
    let mut waiting = vec![(root, String::new(), String::new())];
    while let Some((tree, prefix, below)) = waiting.pop() {
        lines.push((prefix, cell::one_line(&tree.text).into_owned()));
        for (index, child) in tree.children.iter().enumerate().rev() {
            let last = index + 1 == tree.children.len();
            let (branch, beside) = if last { ("└ ", "  ") } else { ("├ ", "│ ") };
            waiting.push((child, format!("{below}{branch}"), format!("{below}{beside}")));
        }
    }
    lines
}
