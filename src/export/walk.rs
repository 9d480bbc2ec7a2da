//! What every format writes: the entities, and the edges that sources listed (not derived ones).

use super::fields::{References, View};
use crate::graph::{EntityId, Graph, RegimenKind, StatementId};
use crate::vocabulary::{KindId, RelationId};
use rustc_hash::FxHashSet;

/// An edge with its evidence.
#[derive(Clone, Copy, Debug)]
pub struct ListedEdge<'g> {
    /// Entity it starts from.
    pub from: EntityId,
    /// Its relation.
    pub relation: RelationId,
    /// Where it leads to.
    pub to: EntityId,
    /// The statement that it comes from.
    pub statement: Option<StatementId>,
    /// Sources of a fact.
    pub sources: &'g [u32],
}

/// Facts as they would have to be listed to build the graph again: those of a name with several
/// faces once, those without direction once, none that follow from statements.
pub fn facts(graph: &Graph) -> impl Iterator<Item = ListedEdge<'_>> {
    let structures = WrittenStructures::of_statements(graph);
    let told =
        graph.vocabulary().relations().filter(|(_, verb)| verb.derived.is_none()).flat_map(move |(relation, verb)| {
            let mut told = FxHashSet::default();
            // Where a kind is allowed through another relation, the first edge need not be the one
            // that was listed.
            let spread = verb.via.is_none();
            let edges = edges_of(graph, relation).filter(|(edge, _)| edge.statement.is_none());
            edges.filter(move |&(_, fact)| fact.is_none_or(|fact| !spread || told.insert(fact)))
        });
    told.filter(move |(edge, fact)| fact.is_some() || !structures.make(graph, edge)).map(|(edge, _)| edge)
}

/// Regimens and profiles that statements write as expressions: what those hold makes edges again,
/// which have no statement of their own.
struct WrittenStructures {
    has_member: Option<RelationId>,
    involves: Option<RelationId>,
    variant_of: Option<RelationId>,
    regimens: FxHashSet<u32>,
    /// Faces of profiles.
    profiles: FxHashSet<EntityId>,
}

impl WrittenStructures {
    fn of_statements(graph: &Graph) -> Self {
        let relations = graph.model().relations;
        let mut structures = Self {
            has_member: relations.has_member,
            involves: relations.involves,
            variant_of: relations.variant_of,
            regimens: FxHashSet::default(),
            profiles: FxHashSet::default(),
        };
        let view = View { graph, references: References::Ids };
        for statement in graph.statements().iter() {
            structures.add_regimens(view, graph.statements().therapy(statement), None);
            structures
                .profiles
                .extend(graph.statements().profile(statement).map(|profile| graph.face(EntityId(profile))));
        }
        structures
    }

    fn add_regimens(&mut self, view: View<'_>, therapy: Option<u32>, outer: Option<RegimenKind>) {
        let Some(therapy) = therapy else { return };
        let Some((kind, members)) = view.written_out(EntityId(therapy), outer) else { return };
        if self.regimens.insert(therapy) {
            members.iter().for_each(|&member| self.add_regimens(view, Some(member), Some(kind)));
        }
    }

    /// Whether importing the statements again makes an edge that is not listed.
    fn make(&self, graph: &Graph, edge: &ListedEdge<'_>) -> bool {
        let relation = Some(edge.relation);
        if relation == self.has_member {
            return self.regimens.contains(&edge.from.0);
        }
        relation == self.involves
            && self.profiles.contains(&graph.face(edge.from))
            && graph.profile_tree(edge.from).is_some_and(|tree| {
                tree.leaves().iter().any(|&(&leaf, negated)| !negated && self.is_of(graph, edge.to, leaf))
            })
    }

    /// Whether an entity is a variant or biomarker, or the gene of one.
    fn is_of(&self, graph: &Graph, entity: EntityId, leaf: EntityId) -> bool {
        let same = |other: EntityId| graph.face(entity) == graph.face(other);
        let genes = self.variant_of.map_or(&[][..], |relation| graph.forward(relation).targets(leaf.0));
        same(leaf) || genes.iter().any(|&gene| same(EntityId(gene)))
    }
}

/// All edges, each once.
pub fn edges(graph: &Graph) -> impl Iterator<Item = ListedEdge<'_>> {
    graph.vocabulary().relations().flat_map(move |(relation, _)| edges_of(graph, relation).map(|(edge, _)| edge))
}

/// The edges of a relation, with the numbers of the facts among them.
fn edges_of(graph: &Graph, relation: RelationId) -> impl Iterator<Item = (ListedEdge<'_>, Option<u32>)> {
    let adjacency = graph.forward(relation);
    let undirected = graph.vocabulary().verb(relation).undirected;
    let places = adjacency.sources().flat_map(move |from| {
        adjacency.range(from).zip(adjacency.targets(from)).map(move |(place, &to)| (from, place, to))
    });
    places.filter(move |&(from, _, to)| !undirected || from <= to).map(move |(from, place, to)| {
        let fact = adjacency.fact_at(place);
        let sources = fact.map_or(&[][..], |fact| graph.fact_sources(fact));
        let statement = adjacency.statement_at(place).map(StatementId);
        (ListedEdge { from: EntityId(from), relation, to: EntityId(to), statement, sources }, fact)
    })
}

/// All entities but those of kind statement.
pub fn entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    let statement = graph.model().kinds.statement;
    let kinds = (0..graph.vocabulary().kinds.len()).map(|kind| KindId(kind as u8));
    kinds.filter(move |&kind| Some(kind) != statement).flat_map(|kind| graph.kind_range(kind)).map(EntityId)
}
