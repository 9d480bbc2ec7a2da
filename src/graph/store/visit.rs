//! petgraph's visit traits on [`Graph`], so that its algorithms run on it.
//!
//! A node is an entity, an edge is an edge of any relation in its own direction. An edge of a
//! relation without direction appears once each way.

use super::graph::Graph;
use super::ids::EntityId;
use crate::vocabulary::{KindId, RelationId};
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors,
    IntoNeighborsDirected, IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};
use petgraph::{Directed, Direction};

/// An edge as petgraph sees it; its weight is its relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    from: EntityId,
    to: EntityId,
    relation: RelationId,
    place: u32,
}

impl EdgeRef for Edge {
    type NodeId = EntityId;
    /// Its relation and its place among the columns of that relation's forward adjacency; for an
    /// edge found from its goal: of the backward one.
    type EdgeId = (RelationId, u32);
    type Weight = RelationId;

    fn source(&self) -> EntityId {
        self.from
    }
    fn target(&self) -> EntityId {
        self.to
    }
    fn weight(&self) -> &RelationId {
        &self.relation
    }
    fn id(&self) -> (RelationId, u32) {
        (self.relation, self.place)
    }
}

/// Which entities were visited: a bit each.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<u64>);

impl VisitMap<EntityId> for Visited {
    fn visit(&mut self, entity: EntityId) -> bool {
        let (word, bit) = (entity.0 as usize / 64, 1 << (entity.0 % 64));
        let Some(bits) = self.0.get_mut(word) else { return false };
        let first = *bits & bit == 0;
        *bits |= bit;
        first
    }
    fn is_visited(&self, entity: &EntityId) -> bool {
        self.0.get(entity.0 as usize / 64).is_some_and(|bits| bits & (1 << (entity.0 % 64)) != 0)
    }
    fn unvisit(&mut self, entity: EntityId) -> bool {
        let was = self.is_visited(&entity);
        if let Some(bits) = self.0.get_mut(entity.0 as usize / 64) {
            *bits &= !(1 << (entity.0 % 64));
        }
        was
    }
}

impl GraphBase for Graph {
    type NodeId = EntityId;
    type EdgeId = (RelationId, u32);
}

impl Data for Graph {
    type NodeWeight = KindId;
    type EdgeWeight = RelationId;
}

impl GraphProp for Graph {
    type EdgeType = Directed;
}

impl NodeCount for Graph {
    fn node_count(&self) -> usize {
        self.entity_count()
    }
}

impl EdgeCount for Graph {
    fn edge_count(&self) -> usize {
        self.forward.iter().map(super::Adjacency::edge_count).sum()
    }
}

impl NodeIndexable for Graph {
    fn node_bound(&self) -> usize {
        self.entity_count()
    }
    fn to_index(&self, entity: EntityId) -> usize {
        entity.0 as usize
    }
    fn from_index(&self, index: usize) -> EntityId {
        EntityId(index as u32)
    }
}

impl NodeCompactIndexable for Graph {}

impl Visitable for Graph {
    type Map = Visited;
    fn visit_map(&self) -> Visited {
        Visited(vec![0; self.entity_count().div_ceil(64)])
    }
    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl Graph {
    /// All edges that start at an entity (`Outgoing`) or lead to it (`Incoming`).
    pub fn edges_at(&self, entity: EntityId, direction: Direction) -> impl Iterator<Item = Edge> + Clone {
        let adjacencies = match direction {
            Direction::Outgoing => &self.forward,
            Direction::Incoming => &self.backward,
        };
        adjacencies.iter().enumerate().flat_map(move |(number, adjacency)| {
            adjacency.range(entity.0).zip(adjacency.targets(entity.0)).map(move |(place, &other)| {
                let (from, to) = match direction {
                    Direction::Outgoing => (entity, EntityId(other)),
                    Direction::Incoming => (EntityId(other), entity),
                };
                Edge { from, to, relation: RelationId(number as u16), place: place as u32 }
            })
        })
    }
}

/// An iterator whose type has no name.
type Boxed<'a, T> = Box<dyn Iterator<Item = T> + 'a>;

impl<'a> IntoNodeIdentifiers for &'a Graph {
    type NodeIdentifiers = Boxed<'a, EntityId>;
    fn node_identifiers(self) -> Self::NodeIdentifiers {
        Box::new((0..self.entity_count() as u32).map(EntityId))
    }
}

impl<'a> IntoNeighbors for &'a Graph {
    type Neighbors = Boxed<'a, EntityId>;
    fn neighbors(self, entity: EntityId) -> Self::Neighbors {
        self.neighbors_directed(entity, Direction::Outgoing)
    }
}

impl<'a> IntoNeighborsDirected for &'a Graph {
    type NeighborsDirected = Boxed<'a, EntityId>;
    fn neighbors_directed(self, entity: EntityId, direction: Direction) -> Self::NeighborsDirected {
        let other = move |edge: Edge| match direction {
            Direction::Outgoing => edge.to,
            Direction::Incoming => edge.from,
        };
        Box::new(self.edges_at(entity, direction).map(other))
    }
}

impl<'a> IntoEdgeReferences for &'a Graph {
    type EdgeRef = Edge;
    type EdgeReferences = Boxed<'a, Edge>;
    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(self.node_identifiers().flat_map(|entity| self.edges_at(entity, Direction::Outgoing)))
    }
}

impl<'a> IntoEdges for &'a Graph {
    type Edges = Boxed<'a, Edge>;
    fn edges(self, entity: EntityId) -> Self::Edges {
        Box::new(self.edges_at(entity, Direction::Outgoing))
    }
}

impl<'a> IntoEdgesDirected for &'a Graph {
    type EdgesDirected = Boxed<'a, Edge>;
    fn edges_directed(self, entity: EntityId, direction: Direction) -> Self::EdgesDirected {
        Box::new(self.edges_at(entity, direction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::mini;
    use petgraph::algo::{connected_components, dijkstra, kosaraju_scc, page_rank};
    use petgraph::graph::{DiGraph, NodeIndex};

    /// The same edges in petgraph's own store.
    fn in_petgraph(graph: &Graph) -> DiGraph<(), RelationId> {
        let mut other = DiGraph::new();
        for _ in 0..graph.entity_count() {
            other.add_node(());
        }
        for edge in graph.edge_references() {
            other.add_edge(NodeIndex::new(edge.from.0 as usize), NodeIndex::new(edge.to.0 as usize), edge.relation);
        }
        other
    }

    #[test]
    fn algorithms_give_the_same_on_both_stores() {
        let graph = mini();
        let other = in_petgraph(&graph);
        assert_eq!(connected_components(&graph), connected_components(&other));
        assert_eq!(kosaraju_scc(&graph).len(), kosaraju_scc(&other).len());
        let (mine, theirs) = (page_rank(&graph, 0.85_f64, 20), page_rank(&other, 0.85_f64, 20));
        assert!(mine.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-12));
        for start in 0..graph.entity_count() {
            let mine = dijkstra(&graph, EntityId(start as u32), None, |_| 1);
            let theirs = dijkstra(&other, NodeIndex::new(start), None, |_| 1);
            assert_eq!(mine.len(), theirs.len());
            assert!(mine.iter().all(|(entity, length)| theirs[&NodeIndex::new(entity.0 as usize)] == *length));
        }
    }

    #[test]
    fn edges_are_found_from_both_ends() {
        let graph = mini();
        let pair = |edge: Edge| (edge.relation, edge.from, edge.to);
        let mut outgoing: Vec<_> = graph.edge_references().map(pair).collect();
        let mut incoming: Vec<_> = (&graph)
            .node_identifiers()
            .flat_map(|entity| graph.edges_at(entity, Direction::Incoming))
            .map(pair)
            .collect();
        assert_eq!(outgoing.len(), graph.edge_count());
        outgoing.sort_unstable();
        incoming.sort_unstable();
        assert_eq!(outgoing, incoming);
    }

    #[test]
    fn a_visited_entity_is_visited_once() {
        let mut visited = mini().visit_map();
        assert!(visited.visit(EntityId(70)) && !visited.visit(EntityId(70)));
        assert!(visited.unvisit(EntityId(70)) && !visited.is_visited(&EntityId(70)));
        assert!(!visited.visit(EntityId(100_000)));
    }
}
