//! `neighbours of X within 2`: what is reached in so many steps, breadth first.

use super::ends::names;
use super::walker::Walker;
use crate::exec::budget::Stop;
use crate::exec::numbered::narrow;
use crate::exec::run::Run;
use crate::exec::set::{Bits, Set};
use crate::graph::EntityId;
use crate::query::{Paths, SetNode};

/// A level of the walk is found from the unvisited side once its edges are more than one in so many
/// of all.
const PULL_SHARE: usize = 14;

/// What is reached from a start within the given number of steps, the start and its faces excluded.
///
/// # Errors
/// When the budget is used up.
pub fn neighbours(run: &Run<'_>, paths: &Paths) -> Result<Set, Stop> {
    let starts = names(run, &paths.from)?;
    let walker = Walker::new(run, paths, Vec::new());
    if walker.is_plain() {
        return reach_plain(run, &walker, &starts, paths.within);
    }
    let mut found = Vec::new();
    reach(run, &walker, &starts, paths.within, |entity, _| found.push(entity))?;
    Ok(Set::from_list(found))
}

/// How many steps away each neighbour is, for those who ask: answering a count does not.
///
/// # Errors
/// When the budget is used up.
pub fn distances(run: &Run<'_>) -> Result<Vec<(u32, u32)>, Stop> {
    let asked = run.query.sets.iter().rev().find_map(|set| match set {
        SetNode::Neighbours(paths, _) => Some(paths),
        SetNode::Phrase(_)
        | SetNode::Union(..)
        | SetNode::Except(..)
        | SetNode::Intersect(..)
        | SetNode::Staged(..) => None,
    });
    let Some(paths) = asked else { return Ok(Vec::new()) };
    let walker = Walker::new(run, paths, Vec::new());
    let mut found = Vec::new();
    reach(run, &walker, &names(run, &paths.from)?, paths.within, |entity, steps| found.push((entity, steps)))?;
    Ok(found)
}

/// Breadth first, name by name; `found` gets every face with its distance.
fn reach(
    run: &Run<'_>,
    walker: &Walker<'_, '_>,
    starts: &[u32],
    within: usize,
    mut found: impl FnMut(u32, u32),
) -> Result<(), Stop> {
    let graph = run.graph;
    let mut seen = Bits::over(0..narrow(graph.entity_count()));
    starts.iter().for_each(|&start| {
        seen.insert(start);
    });
    let mut frontier = starts.to_vec();
    for step in 1..=within {
        let mut next = Vec::new();
        for &node in &frontier {
            walker.each(node, |target| {
                if seen.insert(target) {
                    next.push(target);
                }
            })?;
        }
        if next.is_empty() {
            break;
        }
        for node in &next {
            graph.faces(&EntityId(*node)).iter().for_each(|&face| found(face, narrow(step)));
        }
        frontier = next;
    }
    Ok(())
}

/// The same where every edge counts: a level with many edges is found from the unvisited side,
/// which stops at the first edge that leads back to the frontier.
fn reach_plain(run: &Run<'_>, walker: &Walker<'_, '_>, starts: &[u32], within: usize) -> Result<Set, Stop> {
    let span = walker.span();
    let mut seen = Bits::over(span.clone());
    let mut frontier: Vec<u32> = starts.iter().copied().filter(|start| span.contains(start)).collect();
    frontier.iter().for_each(|&start| {
        seen.insert(start);
    });
    let all = walker.edge_count();
    for _ in 0..within {
        let mut edges = 0;
        // Whether they are many is all that is asked, so the sum ends where they are.
        let are_many = frontier.iter().any(|&node| {
            edges += walker.degree(node);
            edges * PULL_SHARE > all
        });
        let next = if are_many {
            let mut current = Bits::over(span.clone());
            frontier.iter().for_each(|&node| {
                current.insert(node);
            });
            let next = walker.leading_into(&current, &seen)?;
            next.iter().for_each(|&node| {
                seen.insert(node);
            });
            next
        } else {
            let mut next = Vec::new();
            for &node in &frontier {
                walker.each(node, |target| {
                    if seen.insert(target) {
                        next.push(target);
                    }
                })?;
            }
            next
        };
        if next.is_empty() {
            break;
        }
        frontier = next;
    }
    run.budget.spend(seen.words_len())?;
    starts.iter().for_each(|&start| seen.remove(start));
    Ok(Set::Bits(seen))
}
