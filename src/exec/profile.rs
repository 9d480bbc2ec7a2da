//! Profiles asked for as a whole (language R9):
//! `EGFR L858R and EGFR T790M and not MET amplification`.

use crate::graph::{EntityId, Graph, ProfileTree};
use crate::query::ProfileQuestion;

/// The profiles that need all the findings together: satisfied by them, and by none of them less;
/// what is asked to be absent must be what the profile excludes.
pub fn profiles(graph: &Graph, question: &ProfileQuestion) -> Vec<u32> {
    let Some(kind) = graph.model().kinds.profile else { return Vec::new() };
    graph.kind_range(kind).filter(|&profile| answers(graph, EntityId(profile), question)).collect()
}

fn answers(graph: &Graph, profile: EntityId, question: &ProfileQuestion) -> bool {
    let Some(tree) = graph.profile_tree(profile) else { return false };
    choices(question).iter().any(|chosen| needs_all(graph, &tree, chosen, question))
}

/// One alternative of each positive literal.
fn choices(question: &ProfileQuestion) -> Vec<Vec<&[EntityId]>> {
    let mut choices: Vec<Vec<&[EntityId]>> = vec![Vec::new()];
    for literal in question.literals.iter().filter(|literal| !literal.negated) {
        choices = choices
            .into_iter()
            .flat_map(|chosen| {
                literal.alternatives.iter().map(move |alternative| {
                    let mut chosen = chosen.clone();
                    chosen.push(&alternative.faces[..]);
                    chosen
                })
            })
            .take(1024)
            .collect();
    }
    choices
}

fn needs_all(graph: &Graph, tree: &ProfileTree, chosen: &[&[EntityId]], question: &ProfileQuestion) -> bool {
    // Each name means a different variant.
    let distinct =
        chosen.iter().enumerate().all(|(i, names)| chosen[..i].iter().all(|other| other.first() != names.first()));
    if !distinct || !holds(graph, tree, chosen) {
        return false;
    }
    let needs_each = (0..chosen.len()).all(|left_out| {
        let rest: Vec<&[EntityId]> =
            chosen.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, names)| *names).collect();
        !holds(graph, tree, &rest)
    });
    let excludes_each = question
        .literals
        .iter()
        .filter(|literal| literal.negated)
        .flat_map(|literal| literal.alternatives.iter().map(|name| &name.faces))
        .all(|absent| {
            let mut more = chosen.to_vec();
            more.push(absent);
            !holds(graph, tree, &more)
        });
    needs_each && excludes_each
}

/// Whether a profile holds for a tumour with exactly these findings, each given by all its faces.
pub fn holds(graph: &Graph, tree: &ProfileTree, findings: &[&[EntityId]]) -> bool {
    tree.evaluate(&|leaf, negated| {
        findings.iter().any(|faces| {
            faces.contains(leaf)
                // Under NOT a category is met by everything below it.
                || negated && faces.iter().any(|&face| graph.is_category(*leaf, face))
        })
    })
}
