//! Facts: edges that nobody disputes.

use super::builder::{FactEdge, GraphBuilder, edges_of};
use super::chains::Chains;
use super::problem::Place;
use crate::graph::store::{EdgeList, NONE};
use crate::vocabulary::{KindId, RelationId};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeFiltered;
use rustc_hash::FxHashMap;

/// Facts.
impl GraphBuilder {
    /// Adds a fact between two entities that are called so. `sources` are source references.
    pub fn add_relation(&mut self, from: &str, relation: &str, to: &str, sources: &[&str], place: Place) {
        let Some(relation) = self.vocabulary.relation(relation) else {
            let relations: Vec<&str> = self.vocabulary.verbs.iter().map(|verb| verb.relation.as_str()).collect();
            let message = format!("there is no relation `{relation}`; relations are {}", relations.join(", "));
            self.unusable(place, "relation", message);
            return;
        };
        let verb = self.vocabulary.verb(relation);
        let ends = [(self.resolve(from, &verb.from), "from"), (self.resolve(to, &verb.to), "to")];
        let mut found = [NONE; 2];
        for (i, (end, field)) in ends.into_iter().enumerate() {
            match end {
                Ok(entity) => found[i] = entity,
                Err(message) => self.unusable(place, field, message),
            }
        }
        let sources = self.sources(sources, "sources", place);
        let [from, to] = found;
        if from != NONE && to != NONE {
            self.add_fact(from, relation, to, &sources, place);
        }
    }

    /// Adds a fact between two entities by index (of [`GraphBuilder::add_entity`]). A fact that
    /// is known gains the sources.
    pub fn add_fact(&mut self, from: u32, relation: RelationId, to: u32, sources: &[u32], place: Place) {
        if let Err((field, message)) = self.check_ends(from, relation, to) {
            self.unusable(place, field, message);
            return;
        }
        self.accepted += 1;
        let next = self.fact_count;
        // An edge without direction that is listed from both ends is one fact.
        let undirected = self.vocabulary.verb(relation).undirected;
        let (from, to) = if undirected { (from.min(to), from.max(to)) } else { (from, to) };
        let fact = *self.known_facts.entry((from, relation, to)).or_insert(next);
        if fact == next {
            self.fact_count += 1;
            self.facts.add_edge(
                NodeIndex::new(from as usize),
                NodeIndex::new(to as usize),
                FactEdge { relation, fact },
            );
        }
        self.fact_sources.extend(sources.iter().map(|&source| (fact, source)));
    }

    /// Adds many edges of a relation by entity index. They have no sources; repetitions vanish.
    /// Made for millions of edges: they stay arrays and are checked by kind only.
    pub fn add_edges_bulk(&mut self, relation: RelationId, from: Vec<u32>, to: Vec<u32>) {
        let verb = self.vocabulary.verb(relation);
        let fits = |ends: &[u32], kinds: &[KindId]| {
            ends.iter().all(|&end| self.entity_kinds.get(end as usize).is_some_and(|kind| kinds.contains(kind)))
        };
        if from.len() != to.len() || !fits(&from, &verb.from) || !fits(&to, &verb.to) {
            let message = format!("edges of `{}` have ends of kinds that the vocabulary does not list", verb.relation);
            self.error(Place { file: NONE, line: 0 }, "", message);
            return;
        }
        self.accepted += from.len();
        let Some(known) = self.bulk.get_mut(usize::from(relation.0)) else { return };
        if known.from.is_empty() {
            *known = EdgeList { from, to, ..EdgeList::default() };
        } else {
            known.from.extend(from);
            known.to.extend(to);
        }
    }

    fn check_ends(&self, from: u32, relation: RelationId, to: u32) -> Result<(), (&'static str, String)> {
        let verb = self.vocabulary.verb(relation);
        for (entity, kinds, field) in [(from, &verb.from, "from"), (to, &verb.to, "to")] {
            if !kinds.contains(&self.kind(entity)) {
                let message = format!(
                    "`{}` has {} at this end, not {}",
                    verb.relation,
                    self.kind_list(kinds),
                    self.described(entity)
                );
                return Err((field, message));
            }
        }
        // A protein may bind or phosphorylate its like; nothing is above itself.
        let is_above = self.vocabulary.kinds.iter().any(|kind| kind.hierarchical == Some(relation));
        match from == to && is_above {
            true => Err(("to", format!("{} leads to itself", self.described(from)))),
            false => Ok(()),
        }
    }

    pub(super) fn sources(&mut self, texts: &[&str], field: &str, place: Place) -> Vec<u32> {
        let mut found = Vec::with_capacity(texts.len());
        for &text in texts {
            match self.source(text) {
                Ok(source) if found.contains(&source) => {}
                Ok(source) => found.push(source),
                Err(message) => self.unusable(place, field, message),
            }
        }
        found
    }

    /// Refuses cycles in the relations that hierarchies are made of.
    pub(super) fn check_hierarchies(&mut self) {
        let mut relations: Vec<RelationId> =
            self.vocabulary.kinds.iter().filter_map(|kind| kind.hierarchical).collect();
        relations.sort_unstable();
        relations.dedup();
        for relation in relations {
            let only = EdgeFiltered::from_fn(&self.facts, |edge| edge.weight().relation == relation);
            let circles = petgraph::algo::tarjan_scc(&only).into_iter().filter(|circle| circle.len() > 1);
            let messages: Vec<String> = circles.map(|circle| self.circle_message(relation, &circle)).collect();
            for message in messages {
                self.error(Place { file: NONE, line: 0 }, "", message);
            }
        }
    }

    fn circle_message(&self, relation: RelationId, circle: &[NodeIndex]) -> String {
        let names: Vec<&str> = circle.iter().map(|node| self.name(node.index() as u32)).collect();
        format!("`{}` forms a cycle: {}", self.vocabulary.verb(relation).relation, names.join(", "))
    }

    /// All facts as (start, fact edge, goal).
    pub(super) fn fact_edges(&self) -> impl Iterator<Item = (u32, FactEdge, u32)> {
        edges_of(&self.facts)
    }

    /// Gives back what only the adding of more needs.
    pub(super) fn forget_lookups(&mut self) {
        self.index = Chains::default();
        self.known_facts = FxHashMap::default();
        self.profile_by_text = FxHashMap::default();
        self.therapy_by_text = FxHashMap::default();
    }
}
