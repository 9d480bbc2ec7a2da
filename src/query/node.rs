//! Nouns and names of a question.

use super::{Condition, NodeId, SetId};
use crate::graph::EntityId;
use crate::text::Span;
use crate::vocabulary::KindSet;

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
    /// The word that names its column: the noun's singular, or `entity` where kinds are mixed.
    pub heading: String,
    /// Whether the user wrote a name here, not a noun.
    pub named: bool,
    /// Where it was written.
    pub span: Span,
}

/// The entities that a node may mean.
#[derive(Clone, Debug)]
pub enum Domain {
    /// All of its kinds.
    All,
    /// These, sorted by id, with how each came in.
    Named(NamedSet),
    /// Those of another set.
    Set(SetId),
    /// The same entity as another node: a label used again.
    Same(NodeId),
    /// The rows of the stage before: `follow`.
    Rows,
    /// The other set and, in hierarchies, what is below: a bracket or variable after `in`.
    Below(SetId),
}

/// Entities named in the question, and what their names include.
#[derive(Clone, Debug, Default)]
pub struct NamedSet {
    /// Sorted by id, each once.
    pub members: Vec<Member>,
    /// The names as the user gave them, in the order of the text.
    pub seeds: Vec<Seed>,
}

impl NamedSet {
    /// The member with this id.
    pub fn find(&self, entity: u32) -> Option<&Member> {
        self.members.binary_search_by_key(&entity, |member| member.entity).ok().map(|i| &self.members[i])
    }
}

/// A name of the question.
#[derive(Clone, Debug)]
pub struct Seed {
    /// What it names: one entity, or the faces of one name.
    pub entities: Vec<EntityId>,
    /// As typed.
    pub typed: String,
    /// Place in the text, in bytes.
    pub span: Span,
    /// `exactly`
    pub exactly: bool,
    /// `or broader`
    pub or_broader: bool,
    /// The kind that the user forced, as a prefix.
    pub forced: Option<String>,
    /// Typed without the noun that its full name ends in (`gastric`).
    pub stripped: bool,
}

/// One entity of a named set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub entity: u32,
    /// Which name brought it in.
    pub seed: u32,
    /// Why it is included.
    pub how: Inclusion,
}

/// How an entity belongs to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inclusion {
    /// It is what was named.
    Exact,
    /// Below it in its hierarchy.
    Subtype,
    /// A member of the class or family, or a variant of the gene.
    Member,
    /// Above it: `or broader`.
    Broader,
}
