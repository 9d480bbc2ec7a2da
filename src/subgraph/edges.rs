//! All edges of a graph, each once.

use crate::graph::{EntityId, Graph, StatementId};
use crate::vocabulary::RelationId;

/// An edge with its evidence.
#[derive(Clone, Copy, Debug)]
pub struct PlainEdge<'g> {
    /// Entity it starts from.
    pub from: EntityId,
    /// Its relation.
    pub relation: RelationId,
    /// Where it leads to.
    pub to: EntityId,
    /// The statement that it comes from.
    pub statement: Option<StatementId>,
    /// Number of the fact that it is.
    pub fact: Option<u32>,
    /// Sources of a fact.
    pub sources: &'g [u32],
}

/// The edges of a relation; one without direction is met once.
pub fn edges_of(graph: &Graph, relation: RelationId) -> impl Iterator<Item = PlainEdge<'_>> {
    let adjacency = graph.forward(relation);
    let undirected = graph.vocabulary().verb(relation).undirected;
    let places = adjacency.sources().flat_map(move |from| {
        adjacency.range(from).zip(adjacency.targets(from)).map(move |(place, &to)| (from, place, to))
    });
    places.filter(move |&(from, _, to)| !undirected || from <= to).map(move |(from, place, to)| {
        let fact = adjacency.fact_at(place);
        let sources = fact.map_or(&[][..], |fact| graph.fact_sources(fact));
        let statement = adjacency.statement_at(place).map(StatementId);
        PlainEdge { from: EntityId(from), relation, to: EntityId(to), statement, fact, sources }
    })
}

/// The edges of all relations.
pub(super) fn edges(graph: &Graph) -> impl Iterator<Item = PlainEdge<'_>> {
    graph.vocabulary().relations().flat_map(move |(relation, _)| edges_of(graph, relation))
}
