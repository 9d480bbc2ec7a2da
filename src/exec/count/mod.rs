//! Counting without rows: degrees and numbers of walks are carried along, never enumerated.
//!
//! Holds the counts that need no evidence; all others are made of rows, by `stages`.

mod labels;
mod objects;
mod paths;
mod triangles;
mod walked;

pub use paths::per_head_paths;

use super::budget::Stop;
use super::numbered::count;
use super::phrase::representatives;
use super::reader::Mode;
use super::result::{Table, Value};
use super::run::Run;
use super::set::{Set, kind_ranges};
use crate::answer::ColumnType;
use crate::graph::EntityId;
use crate::model::Best;
use crate::query::{Aggregate, AggregateKind, ColumnKind, Key, NodeId, SetId, SetNode, Stage};
use crate::vocabulary::KindSet;
use objects::per_head_objects;
use triangles::triangles;

/// A table made without rows, and how many of the following stages it has already answered; `None`
/// where the question needs rows.
///
/// # Errors
/// When the budget is used up.
pub fn fast(
    run: &Run<'_>,
    set: SetId,
    by: &[Key],
    aggregates: &[Aggregate],
    rest: &[Stage],
) -> Result<Option<(Table, usize)>, Stop> {
    let [aggregate] = aggregates else { return Ok(None) };
    let head = run.query.head_of(set);
    if by.is_empty() {
        return Ok(total(run, set, head, aggregate)?.map(|count| (single(aggregate, count), 0)));
    }
    let [key] = by else { return Ok(None) };
    if key.column.kind != ColumnKind::Node(head) || key.ascending.is_some() || run.query.including_contested {
        return Ok(None);
    }
    let SetNode::Phrase(_) = run.query.set(set) else { return Ok(None) };
    let counts = match &aggregate.kind {
        AggregateKind::CountPaths => match per_head_paths(run, head)? {
            Some(counts) => counts,
            None => return Ok(None),
        },
        AggregateKind::CountNode(node, kinds) => match per_head_objects(run, head, *node, *kinds)? {
            Some(counts) => counts,
            None => return Ok(None),
        },
        AggregateKind::CountRows
        | AggregateKind::CountDistinct(_)
        | AggregateKind::CountEvidence
        | AggregateKind::Over(..) => return Ok(None),
    };
    let (counts, used) = keep_top(run, counts, rest);
    let columns =
        vec![(key.column.heading.clone(), ColumnType::Entity), (aggregate.heading.clone(), ColumnType::Number)];
    let rows = counts.into_iter().map(|(entity, count)| vec![Value::Entity(entity), Value::count(count)]).collect();
    Ok(Some((Table { columns, rows, contested: 0 }, used)))
}

fn single(aggregate: &Aggregate, count: u64) -> Table {
    Table {
        columns: vec![(aggregate.heading.clone(), ColumnType::Number)],
        rows: vec![vec![Value::count(count)]],
        contested: 0,
    }
}

/// `| top N` after a count: the rest need not be sorted, nor become rows.
fn keep_top(run: &Run<'_>, mut counts: Vec<(u32, u64)>, rest: &[Stage]) -> (Vec<(u32, u64)>, usize) {
    let Some(Stage::Top(Best { count, by: None })) = rest.first() else { return (counts, 0) };
    let graph = run.graph;
    let order = |a: &(u32, u64), b: &(u32, u64)| {
        b.1.cmp(&a.1).then_with(|| graph.name(EntityId(a.0)).cmp(graph.name(EntityId(b.0)))).then(a.0.cmp(&b.0))
    };
    if *count < counts.len() && *count > 0 {
        counts.select_nth_unstable_by(*count - 1, order);
    }
    run.note_cut(counts.len(), *count);
    counts.truncate(*count);
    counts.sort_unstable_by(order);
    (counts, 1)
}

/// One number for the whole set.
fn total(run: &Run<'_>, set: SetId, head: NodeId, aggregate: &Aggregate) -> Result<Option<u64>, Stop> {
    if run.query.including_contested {
        return Ok(None);
    }
    match &aggregate.kind {
        AggregateKind::CountRows => {
            let entities = run.set(set, Mode::Supported)?;
            Ok(Some(count(representatives(run, set, entities).len())))
        }
        AggregateKind::CountNode(node, kinds) if *node == head => {
            let entities = run.set(set, Mode::Supported)?;
            Ok(Some(count_kinds(run, entities, *kinds)?))
        }
        AggregateKind::CountPaths => {
            let SetNode::Phrase(node) = run.query.set(set) else { return Ok(None) };
            if let Some(walks) = triangles(run, *node)? {
                return Ok(Some(walks));
            }
            let counts = per_head_paths(run, *node)?;
            Ok(counts.map(|counts| counts.iter().map(|(_, count)| count).sum()))
        }
        AggregateKind::CountNode(..)
        | AggregateKind::CountDistinct(_)
        | AggregateKind::CountEvidence
        | AggregateKind::Over(..) => Ok(None),
    }
}

/// Distinct names of these kinds.
fn count_kinds(run: &Run<'_>, set: Set, kinds: KindSet) -> Result<u64, Stop> {
    let graph = run.graph;
    if !graph.has_faces() {
        // Kinds are ranges of ids: count those inside.
        let ranges = kind_ranges(graph, kinds);
        run.budget.spend(set.len() / 64 + 1)?;
        return Ok(ranges.into_iter().map(|range| count(set.len_within(range))).sum());
    }
    let mut faces: Vec<u32> = set
        .into_sorted()
        .into_iter()
        .filter(|entity| {
            let id = EntityId(*entity);
            graph.faces(&id).iter().any(|&face| kinds.has(graph.kind(EntityId(face))))
        })
        .map(|entity| graph.face(EntityId(entity)).0)
        .collect();
    faces.sort_unstable();
    faces.dedup();
    Ok(count(faces.len()))
}
