//! Answers that are more than rows of a set, and the notes beside rows.
//!
//! Everything here is built on the operators of `exec`; nothing here searches on its own.

mod compare;
mod conflicts;
mod does;
mod matching;
pub mod notes;
mod sources;
mod tumour;
mod why;

pub use does::is_not_stated;

use crate::exec::walks::paths;
use crate::exec::{Rows, Run, Stop, rows};
use crate::names::NameIndex;
use crate::query::{Source, WhySubject};

/// The rows of a source, before any stage.
///
/// # Errors
/// When the budget is used up; when `why` asks about an answer that is not there.
pub fn rows(run: &Run<'_>, names: &NameIndex, source: &Source) -> Result<Rows, Stop> {
    let graph = run.graph;
    let table = match source {
        Source::Set(set) => return rows::rows(run, *set).map(Rows::Set),
        Source::Evidence(set) => return sources::evidence(run, *set).map(Rows::Set),
        Source::Does(set) => does::does(run, *set)?,
        Source::Describe(seeds) => sources::describe(graph, seeds)?,
        Source::DescribeNoun(noun) => sources::describe_noun(graph, *noun),
        Source::DescribeVerb(relations) => sources::describe_verb(graph, relations),
        Source::Resolve(text) => sources::resolve(run, names, text),
        Source::Why(question) => match (&question.subject, question.set) {
            (WhySubject::Entity(seed), Some(set)) => why::why(run, set, &seed.entities, question.negated)?,
            (WhySubject::Entity(_) | WhySubject::Row(_), _) => return Err(Stop::NoAnswer),
        },
        Source::Paths(question) => paths::paths(run, question)?,
        Source::Compare(question) => compare::compare(run, question, source.columns())?,
        Source::Match(question) => matching::matches(run, question)?,
        Source::Conflicts(about) => conflicts::conflicts(run, *about)?,
    };
    Ok(Rows::Table(table))
}
