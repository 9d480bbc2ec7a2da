//! Triangles over one undirected relation.

use crate::exec::budget::Stop;
use crate::exec::numbered::{Numbered, narrow};
use crate::exec::parallel::in_pieces;
use crate::exec::run::Run;
use crate::graph::Adjacency;
use crate::query::{Condition, Domain, NodeId, Quantifier, Requirement};
use crate::vocabulary::RelationId;
use std::ops::Range;

/// Walks `a – b – c – a` over one undirected relation, any relation being its own reverse: each
/// triangle is six of them. Sorted by degree, each edge is looked at from its lesser end only, so
/// that the work is that of a worst-case optimal join.
pub(super) fn triangles(run: &Run<'_>, head: NodeId) -> Result<Option<u64>, Stop> {
    let Some(relation) = triangle_relation(run, head) else { return Ok(None) };
    let adjacency = run.graph.forward(relation);
    let sources = adjacency.sources();
    let (first, count) = (sources.start, sources.len());
    run.budget.hold(count * 16 + adjacency.edge_count() * 2)?;
    let ranks = degree_ranks(adjacency);
    let mut by_rank = Numbered::over(0..narrow(count), 0u32);
    for (entity, &rank) in (first..).zip(ranks.iter()) {
        by_rank[rank] = entity;
    }
    let (budget, edges) = (run.budget, adjacency.edge_count());
    let lists = in_pieces(
        budget,
        edges,
        (count, RANKS_PER_PIECE),
        || (),
        |_, ranks_of_piece| upper_lists(adjacency, &ranks, &by_rank, ranks_of_piece),
    )?;
    let mut offsets = Vec::with_capacity(count + 1);
    let mut upper: Vec<u32> = Vec::with_capacity(edges / 2);
    offsets.push(0);
    for (list, ends) in lists {
        offsets.extend(ends.iter().map(|end| upper.len() + end));
        upper.extend(list);
    }
    let offsets = Numbered::from_zero(offsets);
    let list = |rank: u32| &upper[offsets[rank]..offsets[rank + 1]];
    let found = in_pieces(
        budget,
        edges,
        (count, RANKS_PER_PIECE),
        || Numbered::over(0..narrow(count), false),
        |marked, ranks| {
            let (mut found, mut work) = (0u64, 0);
            for own in ranks.map(|rank| list(narrow(rank))) {
                own.iter().for_each(|&other| marked[other] = true);
                for &other in own {
                    let third = list(other);
                    work += third.len();
                    found += third.iter().map(|&third| u64::from(marked[third])).sum::<u64>();
                }
                own.iter().for_each(|&other| marked[other] = false);
            }
            (found, work)
        },
    )?;
    Ok(Some(found.iter().sum::<u64>() * 6))
}

/// Entities whose lists one thread takes at a time: few, as those of high degree are dear.
const RANKS_PER_PIECE: usize = 1024;

/// The neighbours of higher rank of some ranks: all lists, where each ends, and how many edges were
/// looked at.
fn upper_lists(
    adjacency: &Adjacency,
    ranks: &Numbered<u32>,
    by_rank: &Numbered<u32>,
    of: Range<usize>,
) -> ((Vec<u32>, Vec<usize>), usize) {
    let neighbours = adjacency.lists();
    let (mut lists, mut ends, mut work) = (Vec::new(), Vec::with_capacity(of.len()), 0);
    for rank in of.map(narrow) {
        let targets = neighbours.of(by_rank[rank]);
        work += targets.len();
        let others = targets.iter().filter_map(|&target| ranks.get(target)).copied();
        lists.extend(others.filter(|&other| other > rank));
        ends.push(lists.len());
    }
    ((lists, ends), work)
}

/// The place of each entity in the order of degrees; those of one degree keep their order.
fn degree_ranks(adjacency: &Adjacency) -> Numbered<u32> {
    let lists = adjacency.lists();
    let degrees: Vec<usize> = adjacency.sources().map(|entity| lists.degree(entity)).collect();
    let mut next = vec![0u32; degrees.iter().max().copied().unwrap_or(0) + 2];
    degrees.iter().for_each(|&degree| next[degree + 1] += 1);
    (1..next.len()).for_each(|degree| next[degree] += next[degree - 1]);
    let mut ranks = Numbered::over(adjacency.sources(), 0);
    for (rank, &degree) in ranks.iter_mut().zip(&degrees) {
        *rank = next[degree];
        next[degree] += 1;
    }
    ranks
}

/// The relation of `x as a R x R x R a`, where it is one undirected fact relation between equal
/// kinds.
fn triangle_relation(run: &Run<'_>, head: NodeId) -> Option<RelationId> {
    let query = run.query;
    let mut node = head;
    let mut relation = None;
    for step in 0..3 {
        let row = query.node(node);
        let Condition::Leaf(Requirement::Link(id)) = row.condition else { return None };
        let link = query.link(id);
        let [(own, _)] = link.steps.as_slice() else { return None };
        let verb = run.graph.vocabulary().verb(*own);
        let fits = verb.undirected
            && run.reader.is_plain(link)
            && link.quantifier == Quantifier::Some
            && !link.transitive
            && relation.is_none_or(|relation| relation == *own)
            && (step == 0 || matches!(row.domain, Domain::All));
        if !fits || !matches!(query.node(head).domain, Domain::All) || verb.from.len() != 1 || verb.from != verb.to {
            return None;
        }
        relation = Some(*own);
        node = link.object;
    }
    let last = query.node(node);
    (matches!(last.domain, Domain::Same(label) if label == head) && last.condition.is_true()).then_some(relation?)
}
