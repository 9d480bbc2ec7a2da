//! The import in progress: the builder, the files of the current source, and the report.

use super::control::{Control, ImportFailure, ImportOptions};
use super::decision::Merge;
use super::identities::Identities;
use super::joins;
use super::opened::beginning;
use super::sniff;
use super::tiers::Tiers;
use crate::diagnostic::Severity;
use crate::graph::{Graph, GraphBuilder, Horizon, Place, Problem};
use crate::vocabulary::{KindId, RelationId, Vocabulary};
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Reads something of the files of the present source.
pub type ReadSource = fn(&mut Import<'_>) -> Result<(), ImportFailure>;

/// A format that can be read.
#[derive(Clone, Copy)]
pub struct Importer {
    /// As the command line and recipes call it.
    pub name: &'static str,
    /// One line for the help.
    pub summary: &'static str,
    /// Usual names of the files; `*` is anything.
    pub patterns: &'static [&'static str],
    /// The words of a graph that is made of these files alone, where the user names none.
    pub vocabulary: fn(&[PathBuf], &ImportOptions) -> Result<Vocabulary, ImportFailure>,
    /// Adds the files. What is wrong with their rows is collected; a file that cannot be read at
    /// all is a failure.
    pub read: ReadSource,
    /// Adds those statements that other sources may have issued: called when all sources have
    /// been read, so that the issuer's own record comes first.
    pub statements: Option<ReadSource>,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A graph and the report on how it was built.
#[derive(Debug)]
pub struct Imported {
    /// The graph.
    pub graph: Graph,
    /// Rows that could not be used, and what else is wrong.
    pub problems: Vec<Problem>,
    /// What was done that a user may want to know: nothing is wrong with it.
    pub notes: Vec<Problem>,
    /// Which records were taken for the same entity, and which were kept apart.
    pub merges: Vec<Merge>,
}

impl Imported {
    /// Writes problems, notes and decisions as a table: what, file, line, column, message. The
    /// decisions of one sort about one entity are one row, with the place of the first.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_report(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        writeln!(out, "what\tfile\tline\tcolumn\tmessage")?;
        for (what, list) in [("problem", &self.problems), ("note", &self.notes)] {
            for row in list {
                writeln!(out, "{what}\t{}\t{}\t{}\t{}", row.file, row.line, row.field, row.message)?;
            }
        }
        for group in joins::groups(&self.merges, &self.graph) {
            let Some(first) = group.records.first() else { continue };
            let (known, records) = (group.known_line(), group.line(usize::MAX));
            writeln!(out, "{}\t{}\t{}\t\t{known}: {records}", group.heading(), first.file, first.line)?;
        }
        Ok(())
    }
}

/// A source that has been read and has statements of other issuers.
struct Late {
    statements: ReadSource,
    format: &'static str,
    files: Vec<PathBuf>,
    options: ImportOptions,
    /// Whether its entities and facts were nothing.
    is_empty: bool,
    /// The names that were there when it had been read.
    horizon: Horizon,
}

/// An import that is going on.
pub struct Import<'a> {
    /// Takes everything in.
    pub builder: GraphBuilder,
    /// Files of the present source.
    pub files: Vec<PathBuf>,
    /// Options of the present source.
    pub options: ImportOptions,
    /// Format of the present source.
    pub format: &'static str,
    /// How it is watched and stopped.
    pub control: Control<'a>,
    pub(super) identities: Identities,
    pub(super) merges: Vec<Merge>,
    pub(super) notes: Vec<Problem>,
    pub(super) tiers: Tiers,
    late: Vec<Late>,
    sources: usize,
}

impl<'a> Import<'a> {
    /// An import into a builder. Rows whose references do not resolve are left out and reported.
    pub fn new(mut builder: GraphBuilder, control: &Control<'a>) -> Self {
        builder.set_lenient(true);
        let identities = Identities::new(builder.vocabulary());
        Self {
            builder,
            files: Vec::new(),
            options: ImportOptions::default(),
            format: "",
            control: *control,
            identities,
            merges: Vec::new(),
            notes: Vec::new(),
            tiers: Tiers::default(),
            late: Vec::new(),
            sources: 0,
        }
    }

    /// Reads one source; its statements of other issuers are read when all sources have been.
    ///
    /// # Errors
    /// Files that cannot be read at all, or that bring nothing; cancellation.
    pub fn source(
        &mut self,
        importer: &Importer,
        files: &[PathBuf],
        options: &ImportOptions,
    ) -> Result<(), ImportFailure> {
        self.control.check()?;
        self.sources += 1;
        self.join_records();
        self.files = files.to_vec();
        self.options = options.clone();
        self.format = importer.name;
        let before = self.builder.accepted();
        (importer.read)(self).map_err(|failure| self.with_guess(failure))?;
        let is_empty = self.builder.accepted() == before;
        match importer.statements {
            None if is_empty => self.refuse_empty(),
            None => Ok(()),
            Some(statements) => {
                let (files, options) = (files.to_vec(), options.clone());
                let horizon = self.builder.horizon();
                self.late.push(Late { statements, format: importer.name, files, options, is_empty, horizon });
                Ok(())
            }
        }
    }

    /// What a file that is not as it should be seems to be.
    fn with_guess(&self, mut failure: ImportFailure) -> ImportFailure {
        if let ImportFailure::Problems(problems) = &mut failure {
            for problem in problems.iter_mut().filter(|problem| problem.line == 0) {
                let path = self.files.iter().find(|path| path.display().to_string() == problem.file);
                let start = path.map_or_else(String::new, |path| beginning(path));
                problem.message += &sniff::other_format(&start, &problem.file, self.format);
            }
        }
        failure
    }

    /// A source that brings nothing is a mistake of whoever gave its files: says what they seem to
    /// be, and what was wrong with their rows.
    fn refuse_empty(&mut self) -> Result<(), ImportFailure> {
        if self.files.is_empty() {
            return Ok(());
        }
        let of = |path: &PathBuf| Problem {
            file: path.display().to_string(),
            line: 1,
            column: 0,
            field: String::new(),
            message: sniff::nothing_in(&beginning(path), &path.display().to_string(), self.format),
            severity: Severity::Error,
        };
        let mut problems: Vec<Problem> = self.files.iter().map(of).collect();
        problems.extend(std::mem::take(self.builder.problems_mut()));
        Err(ImportFailure::Problems(problems))
    }

    /// Reads the statements that wait until the issuers of statements have been read.
    ///
    /// # Errors
    /// As [`Import::source`].
    pub fn late_statements(&mut self) -> Result<(), ImportFailure> {
        for late in std::mem::take(&mut self.late) {
            self.control.check()?;
            self.files = late.files;
            self.options = late.options;
            self.format = late.format;
            let (before, accepted) = (self.builder.problems().len(), self.builder.accepted());
            self.builder.set_horizon(Some(late.horizon));
            (late.statements)(self)?;
            self.builder.set_horizon(None);
            self.differences_to_notes(before);
            if late.is_empty && self.builder.accepted() == accepted {
                self.refuse_empty()?;
            }
        }
        Ok(())
    }

    /// Where two sources differ about one statement, nothing is wrong with a row: it is
    /// reported, but does not fail a strict import.
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
    pub fn strictly(&mut self, read: impl FnOnce(&mut Self) -> Result<(), Problem>) -> Result<(), ImportFailure> {
        self.builder.set_lenient(false);
        let result = read(self);
        self.builder.set_lenient(true);
        result.map_err(ImportFailure::from)
    }

    /// Makes the graph.
    ///
    /// # Errors
    /// All that keeps it from being made; with `strict` every row that could not be used.
    pub fn finish(mut self, strict: bool) -> Result<Imported, ImportFailure> {
        self.control.check()?;
        if strict && !self.builder.problems().is_empty() {
            return Err(ImportFailure::Problems(self.builder.problems().to_vec()));
        }
        self.write_tiers();
        let Self { builder, identities, mut notes, mut merges, .. } = self;
        // It takes about as much memory as the graph will.
        drop(identities);
        let (graph, mut problems) = builder.freeze().map_err(ImportFailure::Problems)?;
        in_order_of_files(&mut problems, |problem| (&problem.file, problem.line));
        in_order_of_files(&mut notes, |note| (&note.file, note.line));
        in_order_of_files(&mut merges, |merge| (&merge.file, merge.line));
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
    pub fn kind(&self, name: &str) -> Result<KindId, ImportFailure> {
        let kind = self.builder.vocabulary().kind(name);
        kind.ok_or_else(|| {
            ImportFailure::whole(format!("the vocabulary `{}` has no kind `{name}`", self.builder.vocabulary().name))
        })
    }

    /// The relation called `name`.
    ///
    /// # Errors
    /// The vocabulary has no such relation.
    pub fn relation(&self, name: &str) -> Result<RelationId, ImportFailure> {
        let relation = self.builder.vocabulary().relation(name);
        relation.ok_or_else(|| {
            ImportFailure::whole(format!(
                "the vocabulary `{}` has no relation `{name}`",
                self.builder.vocabulary().name
            ))
        })
    }
}

/// Sorts what was noticed: rows are not read in the order of their files.
fn in_order_of_files<T>(list: &mut [T], place: impl Fn(&T) -> (&str, u32)) {
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    for item in list.iter() {
        let next = numbers.len();
        numbers.entry(place(item).0.to_owned()).or_insert(next);
    }
    list.sort_by_key(|item| {
        let (file, line) = place(item);
        (numbers.get(file).copied(), line)
    });
}
