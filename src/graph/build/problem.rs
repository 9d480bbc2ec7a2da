//! What is wrong in the files of a graph, and where.

use crate::diagnostic::Severity;
use std::fmt;

/// Where in the files something is said: a file of
/// [`GraphBuilder::file`](crate::graph::GraphBuilder::file) and a line from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Number of the file.
    pub file: u32,
    /// Line, 0 if unknown.
    pub line: u32,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line, 0 if it is about the whole file.
    pub line: u32,
    /// Place in the line, in characters from 1 on; 0 if unknown.
    pub column: u32,
    /// Name of the column; may be empty.
    pub field: String,
    /// What is wrong and, where known, what would work.
    pub message: String,
    /// Errors keep the graph from being made.
    pub severity: Severity,
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        for number in [self.line, self.column] {
            if number > 0 {
                write!(f, ":{number}")?;
            }
        }
        if !self.field.is_empty() {
            write!(f, " ({})", self.field)?;
        }
        if !self.file.is_empty() || !self.field.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}
