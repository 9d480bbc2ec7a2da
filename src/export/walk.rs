//! What every format writes: the entities, and the edges that were told.

use crate::graph::{EntityId, Graph, StatementId};
use crate::vocabulary::{KindId, RelationId};
use rustc_hash::FxHashSet;

/// An edge with what stands behind it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'g> {
    /// Where it starts.
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

/// Facts as they would have to be told to make the graph again: those of a name with several faces
/// once, those without direction once, none that follow from statements.
pub fn facts(graph: &Graph) -> impl Iterator<Item = Told<'_>> {
    graph.vocabulary().relations().filter(|(_, verb)| verb.derived.is_none()).flat_map(move |(relation, verb)| {
        let mut told = FxHashSet::default();
        // Where a kind stands in through another relation the first edge need not be the one that was told.
        let spread = verb.via.is_none();
        let edges = edges_of(graph, relation).filter(|(edge, _)| edge.statement.is_none());
        edges.filter(move |&(_, fact)| fact.is_none_or(|fact| !spread || told.insert(fact))).map(|(edge, _)| edge)
    })
}

/// All edges, each once.
pub fn edges(graph: &Graph) -> impl Iterator<Item = Told<'_>> {
    graph.vocabulary().relations().flat_map(move |(relation, _)| edges_of(graph, relation).map(|(edge, _)| edge))
}

/// The edges of a relation, with the numbers of the facts among them.
fn edges_of(graph: &Graph, relation: RelationId) -> impl Iterator<Item = (Told<'_>, Option<u32>)> {
    let adjacency = graph.forward(relation);
    let undirected = graph.vocabulary().verb(relation).undirected;
    let places = adjacency.sources().flat_map(move |from| {
        adjacency.range(from).zip(adjacency.targets(from)).map(move |(place, &to)| (from, place, to))
    });
    places.filter(move |&(from, _, to)| !undirected || from <= to).map(move |(from, place, to)| {
        let fact = adjacency.fact_at(place);
        let sources = fact.map_or(&[][..], |fact| graph.fact_sources(fact));
        let statement = adjacency.statement_at(place).map(StatementId);
        (Told { from: EntityId(from), relation, to: EntityId(to), statement, sources }, fact)
    })
}

/// All entities but those of kind statement.
pub fn entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    let statement = graph.vocabulary().kind("statement");
    let kinds = (0..graph.vocabulary().kinds.len()).map(|kind| KindId(kind as u8));
    kinds.filter(move |&kind| Some(kind) != statement).flat_map(|kind| graph.kind_range(kind)).map(EntityId)
}
