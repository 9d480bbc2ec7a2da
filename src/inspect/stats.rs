//! How many of what.

use crate::export::fields::{References, View};
use crate::graph::{Field, Graph};
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
    for &field in COUNTED {
        counts.extend(by_value(graph, field));
    }
    counts
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
