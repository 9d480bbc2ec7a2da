//! Edges of facts, on every face of their ends.

use super::faces::{kind_entities, kinds_at, spread};
use super::therapies::therapy_members;
use crate::graph::store::{Adjacency, EdgeList, Graph, NONE};
use crate::vocabulary::{End, RelationId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Builds the relations that statements have no part in.
pub(super) fn facts(graph: &mut Graph, mut edges: Vec<EdgeList>, sources: &mut Vec<(u32, u32)>) {
    add_members(graph, &mut edges);
    if graph.has_faces() {
        for (number, list) in edges.iter_mut().enumerate() {
            spread_facts(graph, RelationId(number as u16), list, sources);
        }
    }
    let undirected: Vec<bool> = graph.vocabulary.verbs.iter().map(|verb| verb.undirected).collect();
    let jobs: Vec<(EdgeList, bool)> = edges.into_iter().zip(undirected).collect();
    let many = jobs.iter().map(|(list, _)| list.from.len()).sum::<usize>() > 100_000;
    let build = |(list, undirected): (EdgeList, bool)| both_directions(list, undirected);
    let pairs: Vec<_> =
        if many { jobs.into_par_iter().map(build).collect() } else { jobs.into_iter().map(build).collect() };
    (graph.forward, graph.backward) = pairs.into_iter().unzip();
}

pub(super) fn both_directions(list: EdgeList, undirected: bool) -> (Adjacency, Adjacency) {
    if undirected {
        let both = Adjacency::undirected(list);
        (both.clone(), both)
    } else {
        Adjacency::pair(list)
    }
}

/// Regimens have their drugs as members.
fn add_members(graph: &Graph, edges: &mut [EdgeList]) {
    let Some(relation) = graph.model().relations.has_member else { return };
    let Some(list) = edges.get_mut(usize::from(relation.0)) else { return };
    for regimen in kind_entities(graph, graph.model().kinds.regimen) {
        for member in therapy_members(graph, regimen).into_iter().filter(|&member| member != regimen) {
            list.push(regimen, member, NONE, NONE);
        }
    }
}

/// A fact on one face counts for every face whose kind the verb lists.
fn spread_facts(graph: &Graph, relation: RelationId, list: &mut EdgeList, sources: &mut Vec<(u32, u32)>) {
    let known = &graph.model().relations;
    // A variant is of a gene and not of its protein: these facts are about one face only.
    let of_one_face = [known.encodes, known.variant_of].contains(&Some(relation));
    let hierarchical = graph.vocabulary.kinds.iter().any(|kind| kind.hierarchical == Some(relation));
    if hierarchical || of_one_face {
        return;
    }
    let (from_kinds, to_kinds) =
        (kinds_at(&graph.vocabulary, relation, End::From), kinds_at(&graph.vocabulary, relation, End::To));
    let told = list.from.len();
    let (mut starts, mut goals) = (Vec::new(), Vec::new());
    let mut extra = EdgeList::default();
    for edge in 0..told {
        starts.clear();
        goals.clear();
        spread(graph, list.from[edge], &from_kinds, &mut starts);
        spread(graph, list.to[edge], &to_kinds, &mut goals);
        if starts.len() * goals.len() < 2 {
            continue;
        }
        let fact = list.facts.get(edge).copied().unwrap_or(NONE);
        for &start in &starts {
            goals
                .iter()
                .filter(|&&goal| (start, goal) != (list.from[edge], list.to[edge]))
                .for_each(|&goal| extra.push(start, goal, NONE, fact));
        }
    }
    if !extra.from.is_empty() {
        merge_spread(list, extra, sources);
    }
}

/// Adds edges; where one is there already, that one gains the sources.
fn merge_spread(list: &mut EdgeList, extra: EdgeList, sources: &mut Vec<(u32, u32)>) {
    list.facts.resize(list.from.len(), NONE);
    list.statements.resize(list.from.len(), NONE);
    let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for edge in 0..list.from.len() {
        known.insert((list.from[edge], list.to[edge]), list.facts[edge]);
    }
    for edge in 0..extra.from.len() {
        let (start, goal, fact) = (extra.from[edge], extra.to[edge], extra.facts[edge]);
        let told = *known.entry((start, goal)).or_insert(NONE);
        if told == NONE {
            known.insert((start, goal), fact);
            list.push(start, goal, NONE, fact);
        } else if told != fact && fact != NONE {
            let more: Vec<(u32, u32)> =
                sources.iter().filter(|pair| pair.0 == fact).map(|pair| (told, pair.1)).collect();
            sources.extend(more);
        }
    }
}
