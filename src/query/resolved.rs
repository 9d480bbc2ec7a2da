//! A question with all that is done with its rows.

use super::{Domain, Query, RowSource, Stage};
use crate::answer::Note;
use crate::graph::EntityId;
use crate::language::ast;
use rustc_hash::FxHashMap;

/// A resolved question.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Nodes, links and sets that the rest refers to.
    pub query: Query,
    /// Where rows come from.
    pub source: RowSource,
    /// What is done with them.
    pub stages: Vec<Stage>,
    /// `as FORMAT`
    pub format: Option<ast::Text>,
    /// The `as FORMAT` before that one: `as matrix | as svg`.
    pub chart: Option<ast::Text>,
    /// `to "FILE"`
    pub file: Option<ast::Text>,
    /// The stages in words.
    pub written: StageWords,
    /// Aliases and the like.
    pub notes: Vec<Note>,
    /// What the user typed for an entity, by its face, where it is not its name.
    pub typed: FxHashMap<EntityId, String>,
}

impl Resolved {
    /// The entities that the question names, sorted, each once; with all faces of a name.
    pub fn named(&self) -> Vec<EntityId> {
        let mut named: Vec<EntityId> = self
            .query
            .nodes
            .iter()
            .filter_map(|node| if let Domain::Named(set) = &node.domain { Some(set) } else { None })
            .flat_map(|set| set.seeds.iter().flat_map(|seed| seed.entities.iter().copied()))
            .chain(self.source.named())
            .collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}

/// The stages of a question in words, each after ` | `. `words` makes them.
#[derive(Clone, Debug, Default)]
pub struct StageWords {
    /// Those that do something with rows.
    pub rows: String,
    /// Those that say how and where the answer is written.
    pub output: String,
}
