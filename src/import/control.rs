//! How an import is watched, stopped and set, and why it fails.

use crate::diagnostic::Severity;
use crate::graph::Problem;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why there is no graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFailure {
    /// All that is wrong.
    Problems(Vec<Problem>),
    /// The user stopped it.
    Cancelled,
}

impl ImportFailure {
    /// One problem that belongs to no file.
    pub fn whole(message: impl Into<String>) -> Self {
        Self::file("", message)
    }

    /// One problem with a file as a whole.
    pub fn file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::line(&file.into(), 0, &message.into())
    }

    /// One problem with a line of a file.
    pub fn line(file: &str, line: u32, message: &str) -> Self {
        let (file, message) = (file.to_owned(), message.to_owned());
        Self::Problems(vec![Problem {
            file,
            line,
            column: 0,
            field: String::new(),
            message,
            severity: Severity::Error,
        }])
    }
}

impl fmt::Display for ImportFailure {
    /// One line for each problem.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportFailure::Cancelled => f.write_str("the import was stopped"),
            ImportFailure::Problems(problems) => {
                let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for ImportFailure {}

impl From<Problem> for ImportFailure {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

/// How an import is watched and stopped.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Called now and then with the file, bytes done and bytes in all.
    pub progress: Option<&'a (dyn Fn(&Progress<'_>) + Sync)>,
    /// Set from outside to stop.
    pub cancel: Option<&'a AtomicBool>,
}

impl std::fmt::Debug for Control<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The format or file that is being read.
    pub file: &'a str,
    /// Bytes of the file that are done, uncompressed.
    pub bytes: u64,
    /// Bytes of the file, uncompressed.
    pub total: u64,
}

impl Control<'_> {
    /// Nobody watches, nobody stops.
    pub const NONE: Control<'static> = Control { progress: None, cancel: None };

    /// Tells how far it is.
    ///
    /// # Errors
    /// [`ImportFailure::Cancelled`] where it has been stopped.
    pub fn tick(&self, file: &str, bytes: usize, total: usize) -> Result<(), ImportFailure> {
        if let Some(progress) = self.progress {
            progress(&Progress { file, bytes: bytes as u64, total: total as u64 });
        }
        self.check()
    }

    /// # Errors
    /// [`ImportFailure::Cancelled`] where it has been stopped.
    pub fn check(&self) -> Result<(), ImportFailure> {
        match self.cancel {
            Some(flag) if flag.load(Ordering::Relaxed) => Err(ImportFailure::Cancelled),
            Some(_) | None => Ok(()),
        }
    }
}

/// What a source needs besides its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Kind of the entities, where a format does not say it (`obo`: `cancer`).
    pub kind: Option<String>,
    /// Only this term and what is below it.
    pub root: Option<String>,
    /// Name of a built-in graph.
    pub name: Option<String>,
    /// What the columns of a table mean: a file, or the name of a map that comes with the program.
    pub map: Option<String>,
    /// `builtin:NAME` or a file.
    pub vocabulary: Option<String>,
    /// A row that cannot be used is an error.
    pub strict: bool,
    /// Sentences of the source are left out.
    pub without_text: bool,
}
