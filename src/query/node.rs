//! Nouns and names of a question.

use super::{Condition, NamedSet, NodeId, ProfileQuestion, SetId};
use crate::text::Span;
use crate::vocabulary::{KindSet, NounId};
use std::sync::Arc;

/// A noun or name, with its clauses.
#[derive(Clone, Debug)]
pub struct Node {
    /// Kinds that may answer.
    pub kinds: KindSet,
    /// Which entities, before any condition.
    pub domain: Domain,
    /// The conditions on them.
    pub condition: Condition,
    /// `as g`
    pub label: Option<String>,
    /// The noun that names its column; none where kinds are mixed.
    pub noun: Option<NounId>,
    /// The noun before its names: `variants EGFR`.
    pub before: Option<NounId>,
    /// Whether the user wrote a name here, not a noun.
    pub named: bool,
    /// Where it was written.
    pub span: Span,
}

impl Node {
    /// The findings that it names together, where it names nothing else.
    pub fn together(&self) -> Option<&ProfileQuestion> {
        let Domain::Named(set) = &self.domain else { return None };
        if let [seed] = &set.seeds[..] { seed.together.as_deref() } else { None }
    }
}

/// The entities that a node may mean.
#[derive(Clone, Debug)]
pub enum Domain {
    /// All of its kinds.
    All,
    /// These, sorted by id, with how each came in.
    Named(Arc<NamedSet>),
    /// Those of another set.
    Set(SetId),
    /// The same entity as another node: a label used again.
    Same(NodeId),
    /// The rows of the stage before: `follow`.
    Rows,
    /// The other set and, in hierarchies, what is below: a bracket or variable after `in`.
    Below(SetId),
}
