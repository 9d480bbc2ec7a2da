//! A file of a format.

use crate::graph::Graph;
use std::io::{self, Write};

/// A file of a format.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Its name.
    pub file: &'static str,
    /// Writes it.
    pub write: fn(&Graph, &mut dyn Write) -> io::Result<()>,
}

/// A word with a capital letter.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
