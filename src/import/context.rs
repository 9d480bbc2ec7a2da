//! The import that is going on: the builder, the files of the present source, and what is told.

use super::identities::Identities;
use super::merge::Merge;
use super::{Imported, Importer};
use crate::diagnostic::Severity;
use crate::graph::{GraphBuilder, Place, Problem};
use crate::vocabulary::{KindId, RelationId};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why there is no graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// All that is wrong.
    Problems(Vec<Problem>),
    /// The user stopped it.
    Cancelled,
}

impl Failure {
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

impl From<Problem> for Failure {
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
    /// [`Failure::Cancelled`] where it has been stopped.
    pub fn tick(&self, file: &str, bytes: usize, total: usize) -> Result<(), Failure> {
        if let Some(progress) = self.progress {
            progress(&Progress { file, bytes: bytes as u64, total: total as u64 });
        }
        self.check()
    }

    /// # Errors
    /// [`Failure::Cancelled`] where it has been stopped.
    pub fn check(&self) -> Result<(), Failure> {
        match self.cancel {
            Some(flag) if flag.load(Ordering::Relaxed) => Err(Failure::Cancelled),
            Some(_) | None => Ok(()),
        }
    }
}

/// What a source needs besides its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Kind of the entities, where a format does not say it (`obo`: `cancer`).
    pub kind: Option<String>,
    /// Only this term and what is below it.
    pub root: Option<String>,
    /// Name of a built-in graph.
    pub name: Option<String>,
    /// `builtin:NAME` or a file.
    pub vocabulary: Option<String>,
    /// A row that cannot be used is an error.
    pub strict: bool,
}

/// A source that has been read and has statements of other issuers.
struct Late {
    statements: fn(&mut Import<'_>) -> Result<(), Failure>,
    files: Vec<PathBuf>,
    options: Options,
}

/// An import that is going on.
pub struct Import<'a> {
    /// Takes everything in.
    pub builder: GraphBuilder,
    /// Files of the present source.
    pub files: Vec<PathBuf>,
    /// Options of the present source.
    pub options: Options,
    /// How it is watched and stopped.
    pub control: Control<'a>,
    pub(super) identities: Identities,
    pub(super) merges: Vec<Merge>,
    pub(super) notes: Vec<Problem>,
    late: Vec<Late>,
    sources: usize,
}

impl<'a> Import<'a> {
    /// An import into a builder. Rows whose references do not resolve are left out and told.
    pub fn new(mut builder: GraphBuilder, control: &Control<'a>) -> Self {
        builder.set_lenient(true);
        let identities = Identities::new(builder.vocabulary());
        Self {
            builder,
            files: Vec::new(),
            options: Options::default(),
            control: *control,
            identities,
            merges: Vec::new(),
            notes: Vec::new(),
            late: Vec::new(),
            sources: 0,
        }
    }

    /// Reads one source.
    ///
    /// # Errors
    /// Files that cannot be read at all; cancellation.
    pub fn source(&mut self, importer: &Importer, files: &[PathBuf], options: &Options) -> Result<(), Failure> {
        self.control.check()?;
        self.sources += 1;
        self.join_records();
        self.files = files.to_vec();
        self.options = options.clone();
        (importer.read)(self)?;
        if let Some(statements) = importer.statements {
            self.late.push(Late { statements, files: files.to_vec(), options: options.clone() });
        }
        Ok(())
    }

    /// Reads the statements that wait until the issuers of statements have been read.
    ///
    /// # Errors
    /// As [`Import::source`].
    pub fn late_statements(&mut self) -> Result<(), Failure> {
        for late in std::mem::take(&mut self.late) {
            self.control.check()?;
            self.files = late.files;
            self.options = late.options;
            let before = self.builder.problems().len();
            (late.statements)(self)?;
            self.differences_to_notes(before);
        }
        Ok(())
    }

    /// Where two sources say different things of one statement nothing is wrong with a row: it is
    /// told, but does not fail a strict import.
    fn differences_to_notes(&mut self, before: usize) {
        let problems = self.builder.problems_mut();
        let added = problems.split_off(before.min(problems.len()));
        for problem in added {
            if problem.field == "id" && problem.severity == Severity::Warning {
                self.notes.push(problem);
            } else {
                self.builder.problems_mut().push(problem);
            }
        }
    }

    /// Number of sources that have been begun.
    pub fn source_count(&self) -> usize {
        self.sources
    }

    /// Reads what a curator wrote: there every reference must resolve.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn told_strictly(
        &mut self,
        read: impl FnOnce(&mut GraphBuilder) -> Result<(), Problem>,
    ) -> Result<(), Failure> {
        self.builder.set_lenient(false);
        let result = read(&mut self.builder);
        self.builder.set_lenient(true);
        result.map_err(Failure::from)
    }

    /// Makes the graph.
    ///
    /// # Errors
    /// All that keeps it from being made; with `strict` every row that could not be used.
    pub fn finish(self, strict: bool) -> Result<Imported, Failure> {
        self.control.check()?;
        if strict && !self.builder.problems().is_empty() {
            return Err(Failure::Problems(self.builder.problems().to_vec()));
        }
        let Self { builder, identities, notes, merges, .. } = self;
        // It takes about as much memory as the graph will.
        drop(identities);
        let (graph, problems) = builder.freeze().map_err(Failure::Problems)?;
        Ok(Imported { graph, problems, notes, merges })
    }

    /// Tells of a row that cannot be used.
    pub fn unusable(&mut self, place: Place, field: &str, message: impl Into<String>) {
        self.builder.problem(place, field, Severity::Warning, message);
    }

    /// Tells what was done with a row.
    pub fn note(&mut self, place: Place, field: &str, message: impl Into<String>) {
        let file = self.builder.file_name(place.file).to_owned();
        let field = field.to_owned();
        self.notes.push(Problem {
            file,
            line: place.line,
            column: 0,
            field,
            message: message.into(),
            severity: Severity::Warning,
        });
    }

    /// The kind called `name`.
    ///
    /// # Errors
    /// The vocabulary has no such kind.
    pub fn kind(&self, name: &str) -> Result<KindId, Failure> {
        let kind = self.builder.vocabulary().kind(name);
        kind.ok_or_else(|| {
            Failure::whole(format!("the vocabulary `{}` has no kind `{name}`", self.builder.vocabulary().name))
        })
    }

    /// The relation called `name`.
    ///
    /// # Errors
    /// The vocabulary has no such relation.
    pub fn relation(&self, name: &str) -> Result<RelationId, Failure> {
        let relation = self.builder.vocabulary().relation(name);
        relation.ok_or_else(|| {
            Failure::whole(format!("the vocabulary `{}` has no relation `{name}`", self.builder.vocabulary().name))
        })
    }
}
