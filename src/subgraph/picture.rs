//! A part of a graph as it is drawn: its things, and between two of them one edge for each
//! relation.

use super::edges::PlainEdge;
use super::part::GraphPart;
use crate::answer::{Subgraph, SubgraphEdge, SubgraphNode};
use crate::graph::{ColumnValue, EntityId, Graph, StatementId};
use crate::model::Field;
use crate::vocabulary::RelationId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What was found of one edge of a picture.
#[derive(Default)]
struct DrawnEvidence {
    statements: Vec<StatementId>,
    sources: Vec<u32>,
}

/// How a name of several faces, such as a gene and its protein, is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faces {
    /// As one node of the first kind.
    Joined,
    /// As a node for each.
    Apart,
}

impl GraphPart<'_> {
    /// It as it is drawn.
    pub fn picture(&self, faces: Faces) -> Subgraph {
        let graph = self.graph;
        let mut entities: Vec<EntityId> = self.things().collect();
        let numbers = numbers(graph, &mut entities, faces);
        let mut edges: BTreeMap<(usize, usize, RelationId), DrawnEvidence> = BTreeMap::new();
        for edge in self.steps() {
            let (Some(&from), Some(&to)) = (numbers.get(&edge.from.0), numbers.get(&edge.to.0)) else { continue };
            // An edge from a face to another face of the same name leads nowhere.
            if from != to || edge.from == edge.to {
                edges.entry((from, to, edge.relation)).or_default().add(&edge);
            }
        }
        let node = |&entity: &EntityId| SubgraphNode {
            id: graph.id(entity).to_owned(),
            name: graph.name(entity).to_owned(),
            kind: graph.vocabulary().shared_kind_name(graph.kind(entity)),
            in_focus: self.is_in_focus(entity),
        };
        Subgraph {
            title: self.title.clone(),
            nodes: entities.iter().map(node).collect(),
            edges: edges.into_iter().map(|(ends, evidence)| evidence.edge(graph, ends)).collect(),
        }
    }
}

/// The number of the node of each entity. Of faces that are joined the first stays in `entities`.
fn numbers(graph: &Graph, entities: &mut Vec<EntityId>, faces: Faces) -> FxHashMap<u32, usize> {
    let mut numbers = FxHashMap::default();
    let mut of_face: FxHashMap<EntityId, usize> = FxHashMap::default();
    let mut count = 0;
    entities.retain(|&entity| {
        let known = match faces {
            Faces::Joined => of_face.get(&graph.face(entity)).copied(),
            Faces::Apart => None,
        };
        let number = known.unwrap_or(count);
        numbers.insert(entity.0, number);
        if known.is_none() {
            of_face.insert(graph.face(entity), number);
            count += 1;
        }
        known.is_none()
    });
    numbers
}

impl DrawnEvidence {
    fn add(&mut self, edge: &PlainEdge<'_>) {
        self.statements.extend(edge.statement);
        self.sources.extend(edge.sources);
    }

    fn edge(mut self, graph: &Graph, (from, to, relation): (usize, usize, RelationId)) -> SubgraphEdge {
        let table = graph.statements();
        self.statements.sort_unstable_by_key(|&statement| table.rank(statement));
        self.statements.dedup();
        let (supporting, against): (Vec<StatementId>, Vec<StatementId>) =
            self.statements.iter().copied().partition(|&statement| table.supports(statement));
        let best = supporting.first().or(against.first()).copied();
        let said = |field: Field| {
            let property = graph.model().property(field);
            let value = best.zip(property).map(|(best, property)| graph.statement_value(best, property));
            value.as_ref().map(text_of).unwrap_or_default()
        };
        let mut sources = self.sources;
        sources.extend(self.statements.iter().flat_map(|&statement| table.sources(statement)));
        sources.sort_unstable();
        sources.dedup();
        let verb = graph.vocabulary().verb(relation);
        let ids = |statements: &[StatementId]| {
            statements.iter().map(|&it| graph.id(graph.statement_entity(it)).to_owned()).collect()
        };
        SubgraphEdge {
            from,
            to,
            relation: verb.relation.clone(),
            undirected: verb.undirected,
            level: said(Field::Level),
            status: said(Field::Status),
            supporting: ids(&supporting),
            against: ids(&against),
            sources: sources.iter().map(|&source| graph.id(EntityId(source)).to_owned()).collect(),
        }
    }
}

fn text_of(value: &ColumnValue<'_>) -> String {
    if let ColumnValue::Text(text) = value { (*text).to_owned() } else { String::new() }
}
