//! Triangles over one undirected relation.

use crate::exec::budget::Stop;
use crate::exec::parallel::in_pieces;
use crate::exec::run::Run;
use crate::graph::Adjacency;
use crate::query::{Condition, Domain, NodeId, Quantifier};
use crate::vocabulary::RelationId;

/// Walks `a – b – c – a` over one undirected relation, any relation being its own reverse: each
/// triangle is six of them. Sorted by degree, each edge is looked at from its lesser end only, so
/// that the work is that of a worst-case optimal join.
pub(super) fn triangles(run: &Run<'_>, head: NodeId) -> Result<Option<u64>, Stop> {
    let Some(relation) = triangle_relation(run, head) else { return Ok(None) };
    let adjacency = run.graph.forward(relation);
    let sources = adjacency.sources();
    let (first, count) = (sources.start, sources.len());
    run.budget.hold(count * 16 + adjacency.edge_count() * 2)?;
    let ranks = degree_ranks(adjacency, first, count);
    let mut by_rank = vec![0u32; count];
    for (place, &rank) in ranks.iter().enumerate() {
        by_rank[rank as usize] = place as u32;
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
    offsets.push(0u32);
    for (list, ends) in lists {
        offsets.extend(ends.iter().map(|end| upper.len() as u32 + end));
        upper.extend(list);
    }
    let list = |rank: u32| &upper[offsets[rank as usize] as usize..offsets[rank as usize + 1] as usize];
    let found = in_pieces(
        budget,
        edges,
        (count, RANKS_PER_PIECE),
        || vec![false; count],
        |marked, ranks| {
            let (mut found, mut work) = (0u64, 0);
            for own in ranks.map(|rank| list(rank as u32)) {
                own.iter().for_each(|&other| marked[other as usize] = true);
                for &other in own {
                    let third = list(other);
                    work += third.len();
                    found += third.iter().map(|&third| u64::from(marked[third as usize])).sum::<u64>();
                }
                own.iter().for_each(|&other| marked[other as usize] = false);
            }
            (found, work)
        },
    )?;
    Ok(Some(found.iter().sum::<u64>() * 6))
}

/// Entities whose lists one thread takes at a time: few, as those of high degree are dear.
const RANKS_PER_PIECE: usize = 1024;

/// The neighbours of higher rank of some ranks: all lists, where each ends, and how many edges were looked at.
fn upper_lists(
    adjacency: &Adjacency,
    ranks: &[u32],
    by_rank: &[u32],
    of: std::ops::Range<usize>,
) -> ((Vec<u32>, Vec<u32>), usize) {
    let (first, neighbours) = (adjacency.sources().start, adjacency.lists());
    let (mut lists, mut ends, mut work) = (Vec::new(), Vec::with_capacity(of.len()), 0);
    for (rank, &place) in of.clone().zip(by_rank.get(of).unwrap_or(&[])) {
        let targets = neighbours.of(first + place);
        work += targets.len();
        let others = targets.iter().filter_map(|&target| ranks.get(target.wrapping_sub(first) as usize)).copied();
        lists.extend(others.filter(|&other| other > rank as u32));
        ends.push(lists.len() as u32);
    }
    ((lists, ends), work)
}

/// The place of each entity in the order of degrees; those of one degree keep their order.
fn degree_ranks(adjacency: &Adjacency, first: u32, count: usize) -> Vec<u32> {
    let lists = adjacency.lists();
    let degrees: Vec<u32> = (0..count as u32).map(|place| lists.degree(first + place) as u32).collect();
    let mut next = vec![0u32; degrees.iter().max().map_or(0, |&highest| highest as usize) + 2];
    degrees.iter().for_each(|&degree| next[degree as usize + 1] += 1);
    (1..next.len()).for_each(|degree| next[degree] += next[degree - 1]);
    let rank = |degree: &u32| {
        let next = &mut next[*degree as usize];
        *next += 1;
        *next - 1
    };
    degrees.iter().map(rank).collect()
}

/// The relation of `x as a R x R x R a`, where it is one undirected fact relation between equal kinds.
fn triangle_relation(run: &Run<'_>, head: NodeId) -> Option<RelationId> {
    let query = run.query;
    let mut node = head;
    let mut relation = None;
    for step in 0..3 {
        let row = query.node(node);
        let Condition::Link(id) = row.condition else { return None };
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
    (matches!(last.domain, Domain::Same(label) if label == head) && matches!(last.condition, Condition::True))
        .then_some(relation?)
}
