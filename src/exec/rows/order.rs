//! The order of rows: that of their best statements.

use crate::exec::result::SetRow;
use crate::graph::{EntityId, Graph};
use std::cmp::Ordering;

/// Sorts rows: by the goodness of the best statement, then by name. Outweighed rows come last;
/// without statements the name alone decides.
pub(super) fn sort(graph: &Graph, rows: &mut [SetRow]) {
    rows.sort_by(|a, b| by_goodness(a, b).then_with(|| by_name(graph, a, b)));
}

fn by_goodness(a: &SetRow, b: &SetRow) -> Ordering {
    let key = |row: &SetRow| {
        let goodness = row.evidence.as_ref().and_then(|evidence| evidence.goodness);
        (row.evidence.as_ref().is_some_and(|evidence| evidence.outweighed), goodness.is_none(), goodness)
    };
    key(a).cmp(&key(b))
}

/// Sorts rows by name.
pub(super) fn by_name(graph: &Graph, a: &SetRow, b: &SetRow) -> Ordering {
    let key = |row: &SetRow| (graph.name(EntityId(row.entity)), row.entity);
    key(a).cmp(&key(b))
}
