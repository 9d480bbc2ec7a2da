//! What a format of samples is.

use crate::answer::{GraphInfo, Note};
use crate::matching::TumourPage;
use crate::render::style::Style;
use std::io::{self, Write};

/// What is said of all samples together.
#[derive(Clone, Debug, Default)]
pub struct TumourHead {
    /// The graph that was asked.
    pub graph: GraphInfo,
    /// How many samples there are.
    pub samples: usize,
}

/// What has been written of the samples before one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrittenBefore {
    /// Number of samples.
    pub samples: usize,
    /// Number of their rows.
    pub rows: usize,
}

/// A way to write samples.
#[derive(Debug)]
pub struct TumourFormat {
    /// As `--format` takes it.
    pub name: &'static str,
    /// Of a file, without the dot.
    pub extension: &'static str,
    /// Whether it holds notes itself; with the others they go to standard error.
    pub holds_notes: bool,
    /// Whether each sample is better a file of its own where a folder is written.
    pub is_page: bool,
    /// Writes what comes before the first sample.
    pub begin: fn(&TumourHead, &Style, &mut dyn Write) -> io::Result<()>,
    /// Writes a sample.
    pub sample: fn(&TumourHead, WrittenBefore, &TumourPage, &Style, &mut dyn Write) -> io::Result<()>,
    /// Writes what comes after the last.
    pub end: fn(&TumourHead, &[Note], &Style, &mut dyn Write) -> io::Result<()>,
}

/// For formats with nothing before the first sample or after the last.
pub(super) fn nothing(_head: &TumourHead, _style: &Style, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}

/// For formats with nothing after the last.
pub(super) fn no_end(_head: &TumourHead, _notes: &[Note], _style: &Style, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
