//! A file of a format.

use crate::graph::Graph;
use crate::subgraph::GraphPart;
use std::io::{self, Write};

/// A file of a format.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Its name.
    pub file: &'static str,
    /// Writes it.
    pub write: OutputWriter,
}

/// What a file can hold.
#[derive(Clone, Copy, Debug)]
pub enum OutputWriter {
    /// A whole graph only: what opens the file again needs all that statements name.
    Whole(fn(&Graph, &mut dyn Write) -> io::Result<()>),
    /// Any part of a graph.
    Part(fn(&GraphPart<'_>, &mut dyn Write) -> io::Result<()>),
}

impl Output {
    /// Writes a graph or a part of one; a format of whole graphs writes the whole.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.write {
            OutputWriter::Whole(write) => write(part.graph, out),
            OutputWriter::Part(write) => write(part, out),
        }
    }
}

/// A word with a capital letter.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
