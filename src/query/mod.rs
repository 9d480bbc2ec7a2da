//! What was meant: ids only, every clause with the noun it belongs to.
//!
//! Nodes, links and the like live in lists and refer to each other by number, so that a long
//! sentence is long and not deep.

mod condition;
mod name;
mod node;
mod resolved;
mod source;
mod stage;

pub use crate::model::EvidenceColumn;
pub use condition::{
    Condition, EntityField, Evidence, Link, Pattern, PropertyTest, Quantifier, Requirement, Test, TextComparison,
};
pub use name::{Inclusion, Member, NamedSet, ProfileLiteral, ProfileName, ProfileQuestion, Seed};
pub use node::{Domain, Node};
pub use resolved::{Resolved, StageWords};
pub use source::{
    Attribute, Compare, Described, Endpoint, Match, PathFilter, Paths, RowSource, TypedFinding, Waypoints, Why,
    WhySubject,
};
pub use stage::{
    Aggregate, AggregateKind, ColumnKind, ColumnTest, Key, QueryParts, RowColumn, RowTest, Stage, ValueTest,
};

use crate::vocabulary::{KindSet, Vocabulary};

/// A noun or name of the sentence: an index into [`Query::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

impl NodeId {
    /// Its place in [`Query::nodes`].
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A verb with its object: an index into [`Query::links`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LinkId(pub u32);

impl LinkId {
    /// Its place in [`Query::links`].
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The heading of a column whose entities are of several kinds.
const MIXED: &str = "entity";

/// One question about sets, resolved.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Nouns and names of the sentence.
    pub nodes: Vec<Node>,
    /// Verbs with their objects.
    pub links: Vec<Link>,
    /// Set operations.
    pub sets: Vec<SetNode>,
    /// `including contested`
    pub including_contested: bool,
    /// `including combinations`
    pub including_combinations: bool,
    /// Contexts outside any phrase (`match … in C`, `paths … in C`).
    pub extra_contexts: Vec<NodeId>,
}

/// A set operation: an index into [`Query::sets`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct SetId(pub u32);

impl SetId {
    /// Its place in [`Query::sets`].
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A phrase or a combination of two sets.
#[derive(Clone, Debug)]
pub enum SetNode {
    /// The entities of a node.
    Phrase(NodeId),
    /// In one or the other.
    Union(SetId, SetId),
    /// In the first and not in the second.
    Except(SetId, SetId),
    /// In both.
    Intersect(SetId, SetId),
    /// The first rows of another set, after stages (a bracket with stages inside).
    Staged(SetId, Vec<Stage>),
    /// `neighbours of X`: the walk, and the node for what it reaches.
    Neighbours(Box<Paths>, NodeId),
}

impl Query {
    /// The node with this number.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }
    /// The link with this number.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.index()]
    }
    /// The node with this number, to be changed.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.index()]
    }
    /// The link with this number, to be changed.
    pub fn link_mut(&mut self, id: LinkId) -> &mut Link {
        &mut self.links[id.index()]
    }
    /// The set with this number.
    pub fn set(&self, id: SetId) -> &SetNode {
        &self.sets[id.index()]
    }
    /// The word that names the column of a node: its label where it stands for a label, else its
    /// noun.
    pub fn heading<'a>(&'a self, vocabulary: &'a Vocabulary, id: NodeId) -> &'a str {
        let row = self.node(id);
        let label = match row.domain {
            Domain::Same(same) => self.node(same).label.as_deref(),
            Domain::All | Domain::Named(_) | Domain::Set(_) | Domain::Rows | Domain::Below(_) => None,
        };
        label.or_else(|| Some(vocabulary.noun(row.noun?).singular())).unwrap_or(MIXED)
    }
    /// The kinds that may be in a set.
    pub fn kinds_of(&self, set: SetId) -> KindSet {
        self.fold_kinds(set, &|node| self.node(node).kinds)
    }
    /// The same, of what is said about the kinds of each node.
    pub fn fold_kinds(&self, set: SetId, kinds: &impl Fn(NodeId) -> KindSet) -> KindSet {
        match self.set(set) {
            SetNode::Phrase(node) | SetNode::Neighbours(_, node) => kinds(*node),
            SetNode::Union(left, right) => self.fold_kinds(*left, kinds).or(self.fold_kinds(*right, kinds)),
            SetNode::Except(left, _) | SetNode::Intersect(left, _) => self.fold_kinds(*left, kinds),
            SetNode::Staged(left, stages) => {
                let followed = stages.iter().rev().find_map(Stage::followed);
                self.fold_kinds(followed.unwrap_or(*left), kinds)
            }
        }
    }
    /// The word that names the column of a set.
    pub fn heading_of<'a>(&'a self, vocabulary: &'a Vocabulary, set: SetId) -> &'a str {
        let (kinds, head) = (self.kinds_of(set), self.head_of(set));
        if kinds == self.node(head).kinds {
            return self.heading(vocabulary, head);
        }
        let noun = vocabulary.nouns.iter().find(|noun| KindSet::of(&noun.kinds) == kinds);
        noun.map_or(MIXED, |noun| noun.singular())
    }
    /// The left-most phrase of a set.
    pub fn head_of(&self, mut set: SetId) -> NodeId {
        loop {
            set = match self.set(set) {
                SetNode::Phrase(node) | SetNode::Neighbours(_, node) => return *node,
                SetNode::Union(left, _)
                | SetNode::Except(left, _)
                | SetNode::Intersect(left, _)
                | SetNode::Staged(left, _) => *left,
            };
        }
    }
}
