//! How many of what.

use crate::export::fields::{References, View};
use crate::graph::{DERIVED, EntityId, Field, Graph};
use crate::vocabulary::KindId;
use rustc_hash::FxHashMap;

/// One number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted: `kind`, `relation`, or a field of statements.
    pub of: &'static str,
    /// Which one; empty where statements have no such value.
    pub name: String,
    /// Number of rows to keep.
    pub count: usize,
}

/// Fields of statements that are counted by value.
const COUNTED: &[Field] = &[Field::Effect, Field::Direction, Field::Level, Field::Status, Field::Dataset];

/// Entities per kind, edges per relation, statements per effect, direction, level, status and
/// dataset; kinds and relations in the order of the vocabulary, values with the most first.
pub fn stats(graph: &Graph) -> Vec<Count> {
    let words = graph.vocabulary();
    let kinds = (0..words.kinds.len()).map(|number| KindId(number as u8));
    let mut counts: Vec<Count> = kinds
        .map(|kind| Count { of: "kind", name: words.kind_name(kind).to_owned(), count: graph.kind_range(kind).len() })
        .collect();
    let edges = words.relations().map(|(relation, verb)| {
        let stored = graph.forward(relation).edge_count();
        // Without direction an edge is found from both ends.
        let count = if verb.undirected { stored.div_ceil(2) } else { stored };
        Count { of: "relation", name: verb.relation.clone(), count }
    });
    counts.extend(edges);
    counts.extend(derived(graph));
    for &field in COUNTED {
        counts.extend(by_value(graph, field));
    }
    counts
}

/// `is a` that follow from the names of variants.
fn derived(graph: &Graph) -> Option<Count> {
    let is_a = graph.model().relations.is_a?;
    let edges = graph.forward(is_a);
    let follows = |edge: &usize| {
        let sources = edges.fact_at(*edge).map_or(&[][..], |fact| graph.fact_sources(fact));
        sources.iter().any(|&source| graph.id(EntityId(source)) == DERIVED)
    };
    let count = edges.sources().flat_map(|start| edges.range(start)).filter(follows).count();
    (count > 0).then(|| Count { of: "derived", name: graph.vocabulary().verb(is_a).relation.clone(), count })
}

fn by_value(graph: &Graph, field: Field) -> Vec<Count> {
    let view = View { graph, references: References::Ids };
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for statement in graph.statements().iter() {
        *counts.entry(view.field(statement, field)).or_default() += 1;
    }
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(name, count)| Count { of: field.name(), name, count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    counts
}
