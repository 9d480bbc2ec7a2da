//! The samples that are matched, and how.

use crate::answer::Note;
use crate::cli::arguments::MatchArguments;
use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine};
use crate::graph::EntityId;
use crate::matching::{Assay, Assays, MatchSettings, PageOptions, Patient};
use crate::patients::{ReadFailure, ReadWatch, Samples};
use std::time::Instant;

/// What is done with the samples.
pub(super) struct Matching<'m> {
    pub(super) engine: &'m Engine,
    pub(super) arguments: &'m MatchArguments,
    pub(super) samples: &'m Samples,
    /// The cancers of each sample; none where it is not matched.
    pub(super) cancers: &'m [Option<Vec<EntityId>>],
    pub(super) settings: MatchSettings,
    pub(super) page: PageOptions,
    /// What every sample was looked at for besides what its files show.
    pub(super) assays: Assays,
    pub(super) cancel: &'m Cancel,
    pub(super) deadline: Option<Instant>,
    pub(super) notes: &'m [Note],
}

impl Matching<'_> {
    /// One sample, ready to be matched; none where it has no cancer.
    pub(super) fn patient(&self, number: usize) -> Option<Patient> {
        let cancers = self.cancers.get(number)?.clone()?;
        let sample = self.samples.sample(number)?;
        let assays = sample.shows.iter().fold(self.assays.clone(), |assays, &assay: &Assay| assays.with(assay));
        Some(Patient { sample: sample.name, findings: sample.findings, unread: sample.unread, assays, cancers })
    }

    /// # Errors
    /// It was stopped, or the time is up.
    pub(super) fn check(&self) -> Result<(), ReadFailure> {
        ReadWatch { progress: None, cancel: Some(self.cancel.flag()), deadline: self.deadline }.check()
    }
}

/// Says why nothing is matched, and gives the exit code.
pub(super) fn failed(failure: &ReadFailure, printer: &Printer) -> Exit {
    match failure {
        ReadFailure::File { help, .. } => {
            printer.problem(Code::File, &failure.to_string());
            help.iter().for_each(|line| printer.inform(&format!("  {line}")));
            Exit::CannotOpen
        }
        ReadFailure::Cancelled => {
            printer.inform("interrupted: nothing was written");
            Exit::Interrupted
        }
        ReadFailure::Timeout => {
            printer.problem(Code::Timeout, "the time limit was reached; allow more with `--timeout 5m`");
            Exit::Failed
        }
        ReadFailure::Memory => {
            printer.problem(Code::OutOfMemory, "the memory limit was reached; allow more with `--max-memory 8GiB`");
            Exit::Failed
        }
    }
}
