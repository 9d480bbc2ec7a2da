//! What every format writes: the entities, and the edges that sources listed (not derived ones).

use super::fields::{References, View};
use crate::graph::{EntityId, Graph, RegimenKind};
use crate::subgraph::{GraphPart, PlainEdge, edges_of};
use crate::vocabulary::{KindId, RelationId, Verb};
use rustc_hash::FxHashSet;
use std::rc::Rc;

/// An edge, and whether it is one of those that make the graph.
#[derive(Clone, Copy, Debug)]
pub struct ListedEdge<'g> {
    /// The edge.
    pub edge: PlainEdge<'g>,
    /// Whether it is a fact that would have to be listed to build the graph again; all others
    /// follow from facts and statements.
    pub listed: bool,
}

/// Facts as they would have to be listed to build the graph again: those of a name with several
/// faces once, those without direction once, none that follow from statements.
pub fn facts(graph: &Graph) -> impl Iterator<Item = PlainEdge<'_>> {
    edges_that(graph, |verb| verb.derived.is_none()).filter(|edge| edge.listed).map(|edge| edge.edge)
}

/// All edges, each once.
pub fn edges(graph: &Graph) -> impl Iterator<Item = ListedEdge<'_>> {
    edges_that(graph, |_| true)
}

/// The edges of these relations, each once.
fn edges_that(graph: &Graph, wanted: fn(&Verb) -> bool) -> impl Iterator<Item = ListedEdge<'_>> {
    let structures = Rc::new(WrittenStructures::of_statements(graph));
    graph.vocabulary().relations().filter(move |(_, verb)| wanted(verb)).flat_map(move |(relation, verb)| {
        let structures = Rc::clone(&structures);
        let mut known = FxHashSet::default();
        edges_of(graph, relation).map(move |edge| {
            // Where a kind is allowed through another relation, the first edge need not be the one
            // that was listed.
            let mut is_first = || edge.fact.is_none_or(|fact| verb.via.is_some() || known.insert(fact));
            let listed = verb.derived.is_none()
                && edge.statement.is_none()
                && is_first()
                && (edge.fact.is_some() || !structures.make(graph, &edge));
            ListedEdge { edge, listed }
        })
    })
}

/// The edges of a part of a graph, each once.
pub fn edges_in<'g>(part: &GraphPart<'g>) -> impl Iterator<Item = ListedEdge<'g>> {
    edges(part.graph).filter(|edge| part.has_edge(&edge.edge))
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
    fn make(&self, graph: &Graph, edge: &PlainEdge<'_>) -> bool {
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

/// All entities but those of kind statement.
pub fn entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    let statement = graph.model().kinds.statement;
    let kinds = (0..graph.vocabulary().kinds.len()).map(|kind| KindId(kind as u8));
    kinds.filter(move |&kind| Some(kind) != statement).flat_map(|kind| graph.kind_range(kind)).map(EntityId)
}
