//! Therapies taken apart.

use crate::graph::store::{EntityId, Graph, NONE, RegimenKind};

/// The therapies that a statement on `therapy` speaks of one by one.
pub(super) fn therapy_parts(graph: &Graph, therapy: u32) -> Vec<u32> {
    match graph.regimen(EntityId(therapy)) {
        Some((RegimenKind::Substitutes, members)) => members.to_vec(),
        _ if therapy == NONE => Vec::new(),
        _ => vec![therapy],
    }
}

/// A therapy taken apart to what is no regimen, sorted; a regimen of which nothing is known stays.
pub(super) fn therapy_members(graph: &Graph, therapy: u32) -> Vec<u32> {
    taken_apart(graph, therapy).into_iter().filter(|&part| graph.regimen(EntityId(part)).is_none()).collect()
}

/// A therapy, the regimens it consists of and their members, sorted.
pub(super) fn taken_apart(graph: &Graph, therapy: u32) -> Vec<u32> {
    let mut parts = if therapy == NONE { Vec::new() } else { vec![therapy] };
    let mut next = 0;
    while let Some(&part) = parts.get(next) {
        next += 1;
        for &member in graph.regimen(EntityId(part)).map_or(&[][..], |(_, members)| members) {
            if !parts.contains(&member) {
                parts.push(member);
            }
        }
    }
    parts.sort_unstable();
    parts
}
