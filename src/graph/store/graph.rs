//! The graph itself: plain arrays, and access to them.

use super::adjacency::Adjacency;
use super::array::Array;
use super::column::{ColumnValue, PropertyColumn};
use super::expression::ProfileTree;
use super::hierarchy::Hierarchy;
use super::ids::{EntityId, StatementId};
use super::list::ListOf;
use super::regimen::{RegimenKind, Structures};
use super::statements::StatementTable;
use super::strings::Strings;
use crate::model::{Field, Model};
use crate::vocabulary::{KindId, PropertyId, RelationId, Vocabulary};
use std::ops::Range;

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
    pub(crate) columns: Vec<Option<PropertyColumn>>,
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
    /// The representative of all faces of this name.
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
    /// Whether a profile asks for something to be absent.
    pub fn has_negation(&self, profile: EntityId) -> bool {
        self.structures.has_negation(profile)
    }
    /// Whether a group of changes stands above a variant or biomarker, over any number of `is a`.
    pub fn is_category(&self, group: EntityId, variant: EntityId) -> bool {
        let Some(is_a) = self.model.relations.is_a else { return false };
        let mut pending = vec![variant.0];
        let mut seen = vec![variant.0];
        while let Some(lower) = pending.pop() {
            for &upper in self.forward(is_a).targets(lower) {
                if self.face(EntityId(upper)) == self.face(group) {
                    return true;
                }
                if !seen.contains(&upper) {
                    seen.push(upper);
                    pending.push(upper);
                }
            }
        }
        false
    }
    /// Whether a finding meets a profile only because the question says nothing of what must be
    /// absent. Of the profile itself, and of what does not stand in it, that cannot be said.
    pub fn is_conditional(&self, profile: EntityId, finding: EntityId) -> bool {
        if !self.structures.has_negation(profile) || self.face(profile) == self.face(finding) {
            return false;
        }
        let Some(tree) = self.profile_tree(profile) else { return false };
        let is_same = |leaf: &EntityId| self.face(*leaf) == self.face(finding);
        let mut is_named = false;
        tree.leaves().into_iter().for_each(|(leaf, negated)| is_named |= !negated && is_same(leaf));
        is_named && !tree.sufficient().into_iter().any(is_same)
    }
    /// Whether a statement holds for what is below its cancer and its profile, too: it is of the
    /// best level, or a regulator, a guideline or a decisive trial has spoken (model section 6a).
    pub fn has_authority(&self, statement: StatementId) -> bool {
        const BEST: u8 = 0;
        self.statements.code(statement, Field::Level) == BEST
            || self.model.statuses.has_authority(self.statements.code(statement, Field::Status))
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
    pub fn column(&self, property: PropertyId) -> Option<&PropertyColumn> {
        self.columns[usize::from(property.0)].as_ref()
    }
}

impl Graph {
    /// The value of a property of a statement.
    pub fn statement_value(&self, statement: StatementId, property: PropertyId) -> ColumnValue<'_> {
        let Some(field) = self.model.field(property) else { return ColumnValue::Missing };
        self.statements.value(statement, field, &self.vocabulary.property(property).of)
    }
    /// The value of a stored property of an entity: of a statement or a column, not a `via`
    /// property.
    pub fn entity_value(&self, entity: EntityId, property: PropertyId) -> ColumnValue<'_> {
        if let Some(column) = self.column(property) {
            return column.value(entity.0, self.vocabulary.property(property));
        }
        self.statement_of(entity).map_or(ColumnValue::Missing, |statement| self.statement_value(statement, property))
    }
}

/// Profiles and regimens.
impl Graph {
    /// The condition of a profile; `None` for other entities.
    pub fn profile_tree(&self, profile: EntityId) -> Option<ProfileTree> {
        self.structures.profile_tree(profile)
    }

    /// The one variant or biomarker that a profile consists of, where it is so simple.
    pub fn single_leaf(&self, profile: EntityId) -> Option<EntityId> {
        self.structures.single_leaf(profile)
    }

    /// All variants and biomarkers that a profile names, also under `NOT`.
    pub fn profile_leaves(&self, profile: EntityId) -> impl Iterator<Item = EntityId> {
        self.structures.profile_leaves(profile)
    }

    /// How a regimen is given, and its members: sorted, in a sequence in its order; `None` for
    /// other entities. Members may be regimens themselves.
    pub fn regimen(&self, entity: EntityId) -> Option<(RegimenKind, &[u32])> {
        self.structures.regimen(entity)
    }
}
