//! Readers of other formats: each feeds a [`GraphBuilder`].

pub mod report;
pub mod tsv;

use crate::graph::{GraphBuilder, Problem};
use std::path::PathBuf;

pub use report::Report;
pub use tsv::TextGraph;

/// A format that can be read.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    /// As the command line and recipes call it.
    pub name: &'static str,
    /// One line for the help.
    pub summary: &'static str,
    /// What the files are usually called; `*` stands for anything.
    pub patterns: &'static [&'static str],
    /// Adds the files to a builder. What is wrong with their rows is collected in the builder.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub read: fn(&mut GraphBuilder, &[PathBuf]) -> Result<(), Problem>,
}

/// All formats: help, completion and recipes walk this list.
pub const IMPORTERS: &[Importer] = &[Importer {
    name: "tsv",
    summary: "a graph as text: entities.tsv, relations.tsv, statements.tsv",
    patterns: tsv::FILES,
    read: tsv::read_files,
}];

/// The importer called `name`.
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}
