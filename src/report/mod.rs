//! Answers that are more than rows of a set, and the notes beside rows.
//!
//! Everything here is built on the operators of `exec`; nothing here searches on its own.

mod card;
mod compare;
mod conflicts;
mod does;
mod evidence_lines;
mod matching;
pub mod notes;
mod picture;
mod sources;
mod why;

pub use does::is_not_stated;
pub use picture::picture;

use crate::answer::Card;
use crate::exec::walks::paths;
use crate::exec::{Rows, Run, Stop, rows};
use crate::names::NameIndex;
use crate::query::{Described, RowSource, WhySubject};

/// The rows of a source, before any stage.
///
/// # Errors
/// When the budget is used up; when `why` asks about an answer that is not there.
pub fn rows(run: &Run<'_>, names: &NameIndex, source: &RowSource) -> Result<Rows, Stop> {
    let graph = run.graph;
    let table = match source {
        RowSource::Set(set) => return rows::rows(run, *set).map(Rows::Set),
        RowSource::Evidence(set) => return sources::evidence(run, *set).map(Rows::Set),
        RowSource::Does(set) => does::does(run, *set)?,
        RowSource::Describe(Described::Names(seeds)) => sources::describe(graph, seeds)?,
        RowSource::Describe(Described::Noun(noun)) => sources::describe_noun(graph, *noun),
        RowSource::Describe(Described::Verb(relations)) => sources::describe_verb(graph, relations),
        RowSource::Resolve(text) => sources::resolve(run, names, text),
        RowSource::Why(question) => match (&question.subject, question.set) {
            (WhySubject::Entity(seed), Some(set)) => why::why(run, set, &seed.entities, question.negated)?,
            (WhySubject::Entity(_) | WhySubject::Row(_), _) => return Err(Stop::NoAnswer),
        },
        RowSource::Paths(question) => paths::paths(run, question)?,
        RowSource::Neighbours(never) => match *never {},
        RowSource::Compare(question) => compare::compare(run, question, source.columns())?,
        RowSource::Match(question) => matching::matches(run, names, question)?,
        RowSource::Conflicts(about) => conflicts::conflicts(run, *about)?,
    };
    Ok(Rows::Table(table))
}

/// A card for each name that is described; none for other questions, and for words.
///
/// # Errors
/// When the budget is used up.
pub fn cards(run: &Run<'_>, source: &RowSource) -> Result<Vec<Card>, Stop> {
    let RowSource::Describe(Described::Names(seeds)) = source else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    let mut cards = Vec::new();
    for &entity in seeds.iter().flat_map(|seed| &seed.entities) {
        let face = run.graph.face(entity);
        if !told.contains(&face) && run.graph.statement_of(entity).is_none() {
            told.push(face);
            cards.push(card::card(run, entity)?);
        }
    }
    Ok(cards)
}
