//! The graph: entities, facts, statements and the walkable edges derived from them.
//!
//! [`GraphBuilder`] takes everything in, checked, on petgraph's `DiGraph`; `freeze` turns it into
//! [`Graph`]: plain arrays only, so that a snapshot is those arrays and a memory map is the graph.
//!
//! Entities are sorted by kind and within a kind by name, so that id order is name order.
//! Each relation has one compressed adjacency per direction.

mod adjacency;
mod array;
mod build;
mod chains;
mod column;
mod derive;
mod expression;
mod freeze;
mod hierarchy;
mod lookup;
mod record;
mod regimen;
mod statements;
mod strings;
mod told;
#[cfg(test)]
mod tests;
mod visit;

pub use adjacency::{Adjacency, EdgeList, Lists};
pub use array::Array;
pub use build::{EntityRecord, FactEdge, GraphBuilder, Place, Problem, UNCITED, property_for};
pub(crate) use chains::Chains;
pub use column::{Cells, Column, ColumnValue, NO_CODE, values_of};
pub use expression::{ExpressionError, MAX_DEPTH, ProfileTree, TherapyTree};
pub use hierarchy::Hierarchy;
pub use record::StatementRecord;
pub use regimen::RegimenKind;
pub(crate) use regimen::Structures;
pub use statements::{FIELDS, Field, Sign, StatementTable};
pub use strings::{Strings, StringsBuilder};
pub use told::TextSort;
pub use visit::{Edge, Visited};

use crate::model::Model;
use crate::vocabulary::{KindId, PropertyId, RelationId, Vocabulary};
use std::ops::Range;

/// An entity: an index in the order kind, name. Statements and sources are entities too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(pub u32);

/// A statement: its place among the entities of kind `statement`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StatementId(pub u32);

/// Nobody: stands in arrays where an entity, statement or text is absent.
pub const NONE: u32 = u32::MAX;

/// A read-only graph.
///
/// All state is plain arrays, owned or mapped; it is `Send + Sync` and reading takes no lock.
#[derive(Debug)]
pub struct Graph {
    pub(crate) vocabulary: Vocabulary,
    /// What the engine knows of this vocabulary; made when a graph is built or opened.
    pub(crate) model: Model,
    /// First entity of each kind, and one past the last entity: `kinds + 1` numbers.
    pub(crate) kind_starts: Vec<u32>,
    pub(crate) ids: Strings,
    pub(crate) names: Strings,
    /// Curated aliases of each entity.
    pub(crate) aliases: ListOf<Strings>,
    /// Aliases that an importer brought; curated ones outrank them.
    pub(crate) imported_aliases: ListOf<Strings>,
    /// Cross-references of each entity.
    pub(crate) xrefs: ListOf<Strings>,
    /// Description of each entity; empty where there is none. May hold no text at all.
    pub(crate) descriptions: Strings,
    /// Faces of one name: for each entity the representative (lowest id) of its group; empty array
    /// where the graph has no faces at all. A group's members are listed in `face_members`.
    pub(crate) face_of: Array<u32>,
    pub(crate) face_members: Array<u32>,
    pub(crate) face_offsets: Array<u32>,
    /// By relation: edges in the direction start → goal, and back.
    pub(crate) forward: Vec<Adjacency>,
    pub(crate) backward: Vec<Adjacency>,
    /// Sources of facts: list of entity ids per fact id (edge column `facts`).
    pub(crate) fact_sources: ListOf<Array<u32>>,
    /// By kind: the closure of its hierarchy, where it has one.
    pub(crate) hierarchies: Vec<Option<Hierarchy>>,
    pub(crate) statements: StatementTable,
    /// The conditions of profiles and the parts of regimens.
    pub(crate) structures: Structures,
    /// Columns of entity properties, by property id; absent for statement and `via` properties.
    pub(crate) columns: Vec<Option<Column>>,
}

/// Lists one after another: `offsets[i]..offsets[i + 1]` of `items` belong to number `i`.
/// `offsets` may be empty: then every list is.
#[derive(Debug, Default, Clone)]
pub struct ListOf<T> {
    /// Count plus one numbers, or none.
    pub offsets: Array<u32>,
    /// All items.
    pub items: T,
}

impl<T> ListOf<T> {
    /// Where in `items` the list of number `index` stands.
    pub fn range(&self, index: usize) -> Range<usize> {
        match (self.offsets.get(index), self.offsets.get(index + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }
}

impl ListOf<Array<u32>> {
    /// The list of number `index`.
    pub fn list(&self, index: usize) -> &[u32] {
        self.items.get(self.range(index)).unwrap_or(&[])
    }
}

impl ListOf<Strings> {
    /// The texts of number `index`.
    pub fn texts(&self, index: usize) -> impl Iterator<Item = &str> {
        // A damaged file may name a range that no memory holds: nobody shall walk it.
        let range = self.range(index);
        (range.start..range.end.min(self.items.len())).map(|i| self.items.get(i))
    }
}

impl Graph {
    /// Its words.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
    /// The ids of what the engine itself knows.
    pub fn model(&self) -> &Model {
        &self.model
    }
    /// Number of entities of all kinds, statements and sources included.
    pub fn entity_count(&self) -> usize {
        self.kind_starts.last().map_or(0, |&n| n as usize)
    }
    /// Number of statements.
    pub fn statement_count(&self) -> usize {
        self.statements.len()
    }
    /// Entities of a kind: a range of ids.
    pub fn kind_range(&self, kind: KindId) -> Range<u32> {
        let i = usize::from(kind.0);
        self.kind_starts[i]..self.kind_starts[i + 1]
    }
    /// The kind of an entity.
    pub fn kind(&self, entity: EntityId) -> KindId {
        // Kinds are few (about 20), so that a search over their starts beats a column of bytes.
        let place = self.kind_starts.partition_point(|&start| start <= entity.0);
        // What a damaged file calls an entity and is none has the last kind.
        KindId(place.min(self.kind_starts.len().saturating_sub(1)).saturating_sub(1) as u8)
    }
    /// Its name.
    pub fn name(&self, entity: EntityId) -> &str {
        self.names.get(entity.0 as usize)
    }
    /// The bytes of its name: they sort as names do, and are not checked to be text.
    pub fn name_bytes(&self, entity: EntityId) -> &[u8] {
        self.names.get_bytes(entity.0 as usize)
    }
    /// Its identifier.
    pub fn id(&self, entity: EntityId) -> &str {
        self.ids.get(entity.0 as usize)
    }
    /// Its curated aliases.
    pub fn aliases(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        self.aliases.texts(entity.0 as usize)
    }
    /// Its aliases that an importer brought.
    pub fn imported_aliases(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        self.imported_aliases.texts(entity.0 as usize)
    }
    /// Its cross-references.
    pub fn xrefs(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        self.xrefs.texts(entity.0 as usize)
    }
    /// Its description; empty where there is none.
    pub fn description(&self, entity: EntityId) -> &str {
        self.descriptions.get_or_empty(entity.0 as usize)
    }
    /// The one entity that stands for all faces of this name.
    pub fn face(&self, entity: EntityId) -> EntityId {
        EntityId(self.face_of.get(entity.0 as usize).copied().unwrap_or(entity.0))
    }
    /// All faces of this name, itself included, in id order; only itself where it has no other.
    /// Slices are of raw entity numbers.
    pub fn faces<'a>(&'a self, entity: &'a EntityId) -> &'a [u32] {
        let face = self.face(*entity).0 as usize;
        match (self.face_offsets.get(face), self.face_offsets.get(face + 1)) {
            (Some(&start), Some(&end)) if start < end => self.face_members.get(start as usize..end as usize),
            _ => None,
        }
        .unwrap_or(std::slice::from_ref(&entity.0))
    }
    /// Whether the graph has names with several faces at all.
    pub fn has_faces(&self) -> bool {
        !self.face_of.is_empty()
    }
    /// Edges of a relation, found from their start.
    pub fn forward(&self, relation: RelationId) -> &Adjacency {
        &self.forward[usize::from(relation.0)]
    }
    /// Edges of a relation, found from their goal.
    pub fn backward(&self, relation: RelationId) -> &Adjacency {
        &self.backward[usize::from(relation.0)]
    }
    /// Sources of a fact (the number is from an adjacency's `facts` column).
    pub fn fact_sources(&self, fact: u32) -> &[u32] {
        self.fact_sources.list(fact as usize)
    }
    /// What is below and above each entity of a hierarchical kind.
    pub fn hierarchy(&self, kind: KindId) -> Option<&Hierarchy> {
        self.hierarchies[usize::from(kind.0)].as_ref()
    }
    /// The statements.
    pub fn statements(&self) -> &StatementTable {
        &self.statements
    }
    /// The entity of a statement.
    pub fn statement_entity(&self, statement: StatementId) -> EntityId {
        EntityId(self.statements.first_entity + statement.0)
    }
    /// The statement of an entity, if it is one.
    pub fn statement_of(&self, entity: EntityId) -> Option<StatementId> {
        let first = self.statements.first_entity;
        (entity.0 >= first && ((entity.0 - first) as usize) < self.statements.len())
            .then(|| StatementId(entity.0 - first))
    }
    /// The column of an entity property (not of a statement or `via` property).
    pub fn column(&self, property: PropertyId) -> Option<&Column> {
        self.columns[usize::from(property.0)].as_ref()
    }
}
