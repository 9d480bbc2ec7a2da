//! The one place that knows the order of the steps: text → tree → question → plan → rows → answer.

mod ask;
mod bench;
mod check;
mod examples;
mod cohort;
mod explain;
mod failure;
mod guard;
mod lexicon;
mod matching;
mod offers;
mod open;
mod part;
mod patient;
mod pipeline;
mod plain;
mod wordings;
mod prepared;
mod present;
mod script;
mod session;
mod settings;
mod show;
mod state;
mod steps;

pub use bench::BenchReport;
pub use check::tidy;
pub use cohort::{CalledCancer, UnknownCancer};
pub use failure::Failure;
pub use open::OpenError;
pub use session::Session;
pub use settings::{SETTINGS, Setting, Settings, bytes, duration};
pub use show::{TOPICS, Topic};
pub use steps::{Parsed, PlannedQuestion, Question};
pub use wordings::Wording;

use crate::answer::GraphInfo;
pub use crate::exec::{Cancel, Limits};
use crate::graph::Graph;
use crate::language::plain::Rules;
pub use crate::language::{ReadWord, WordKind};
use crate::matching::MatchIndex;
use crate::names::NameIndex;
use crate::resolve::Inclusions;
use std::sync::OnceLock;

/// An opened graph that answers questions.
///
/// `Send + Sync`: questions run in parallel over one graph, without a lock.
#[derive(Debug)]
pub struct Engine {
    graph: Graph,
    names: NameIndex,
    inclusions: Inclusions,
    /// Rows of the vocabulary for plain words: most questions need none.
    rules: OnceLock<Rules>,
    /// What is stated of findings: made when the first is matched.
    matching: OnceLock<MatchIndex>,
}

/// What may come next at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Completions {
    /// Where the word begins that an item replaces, in bytes.
    pub start: usize,
    /// Best first.
    pub items: Vec<Completion>,
}

/// One thing that may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The text to insert.
    pub text: String,
    /// What it is: noun, verb, name …
    pub kind: String,
    /// More about it; may be empty.
    pub detail: String,
    /// It begins only nearly as what is typed.
    pub near: bool,
}

impl Engine {
    /// An engine on a graph.
    pub fn new(graph: Graph) -> Self {
        let names = NameIndex::build(&graph);
        Self::with_names(graph, names)
    }

    /// An engine on a graph whose names are indexed already.
    pub(crate) fn with_names(graph: Graph, names: NameIndex) -> Self {
        let inclusions = Inclusions::of(&graph);
        Self { graph, names, inclusions, rules: OnceLock::new(), matching: OnceLock::new() }
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Its names.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// Name, version and size of the graph.
    pub fn graph_info(&self) -> GraphInfo {
        let vocabulary = self.graph.vocabulary();
        GraphInfo {
            name: vocabulary.name.clone(),
            version: vocabulary.version.clone(),
            entities: self.graph.entity_count(),
            statements: self.graph.statement_count(),
        }
    }
}
