//! What a phrase says about its rows: the verbs that give them their columns, and the entities that
//! be used for a name. Inspects the question; searches nothing.

use super::run::Run;
use super::set::Set;
use crate::graph::EntityId;
use crate::query::{Condition, LinkId, NodeId, Requirement, SetId, SetNode};
use crate::vocabulary::KindId;
use rustc_hash::FxHashMap;

/// The verbs of a phrase whose statements and facts its rows show.
pub struct Displayed {
    /// The verb whose statements give the columns.
    pub main: Option<LinkId>,
    /// It is behind an `or`: a row that it does not make has the columns of another verb.
    pub is_alternative: bool,
    /// All positive claim verbs.
    pub claims: Vec<LinkId>,
    /// Positive fact verbs.
    pub facts: Vec<LinkId>,
}

/// Finds the verbs of a phrase: the one that took the `in`, else the first positive claim verb.
pub fn displayed(run: &Run<'_>, node: NodeId) -> Displayed {
    let mut links = Vec::new();
    positive_links(&run.query.node(node).condition, &mut links);
    let vocabulary = run.graph.vocabulary();
    let (claims, facts): (Vec<LinkId>, Vec<LinkId>) = links.into_iter().partition(|&link| {
        run.query.link(link).steps.iter().any(|(relation, _)| vocabulary.verb(*relation).is_claim())
    });
    let took_in = claims.iter().copied().find(|&link| run.query.link(link).took_in);
    let main = took_in.or_else(|| claims.first().copied());
    let is_alternative = main.is_some_and(|main| !needs(&run.query.node(node).condition, main));
    Displayed { main, is_alternative, claims, facts }
}

/// Whether nothing meets a condition without this link.
fn needs(condition: &Condition, link: LinkId) -> bool {
    match condition {
        Condition::Leaf(Requirement::Link(id)) => *id == link,
        Condition::And(parts) => parts.iter().any(|part| needs(part, link)),
        Condition::Or(_) | Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => {
            false
        }
    }
}

/// Whether the entities of a node are statements themselves.
pub fn is_statement(run: &Run<'_>, node: NodeId) -> bool {
    let kinds = run.query.node(node).kinds;
    run.graph.model().kinds.statement.is_some_and(|kind| kinds.len() == 1 && kinds.has(kind))
}

/// The links that are not under `not`.
pub fn positive_links(condition: &Condition, links: &mut Vec<LinkId>) {
    condition.for_each_positive(&mut |leaf| {
        if let Requirement::Link(link) = leaf {
            links.push(*link);
        }
    });
}

/// The conditions under `not`.
pub fn negated_conditions<'q>(condition: &'q Condition, negated: &mut Vec<&'q Condition>) {
    condition.for_each_negated(&mut |inner| negated.push(inner));
}

/// Kinds in the order in which the head's verb lists them.
fn preference(run: &Run<'_>, head: NodeId) -> Vec<KindId> {
    let mut links = Vec::new();
    positive_links(&run.query.node(head).condition, &mut links);
    let vocabulary = run.graph.vocabulary();
    links
        .iter()
        .flat_map(|&link| &run.query.link(link).steps)
        .flat_map(|&(relation, end)| vocabulary.verb(relation).kinds(end).to_vec())
        .collect()
}

/// One entity per name: of several faces the one whose kind the verb lists first.
pub fn representatives(run: &Run<'_>, of: SetId, set: Set) -> Vec<u32> {
    let graph = run.graph;
    let list = set.into_sorted();
    if !graph.has_faces() || run.kinds_of(of).len() < 2 {
        return list;
    }
    let preference = preference(run, run.query.head_of(of));
    let mut best: FxHashMap<u32, (usize, u32)> = FxHashMap::default();
    for &entity in &list {
        let kind = graph.kind(EntityId(entity));
        let place = preference.iter().position(|&other| other == kind).unwrap_or(usize::MAX);
        let entry = best.entry(graph.face(EntityId(entity)).0).or_insert((place, entity));
        *entry = (*entry).min((place, entity));
    }
    list.into_iter()
        .filter(|&entity| best.get(&graph.face(EntityId(entity)).0).is_some_and(|&(_, chosen)| chosen == entity))
        .collect()
}

/// Whether contested rows are possible at all: some positive claim verb says something of the head.
pub fn may_contest(run: &Run<'_>, set: SetId) -> bool {
    match run.query.set(set) {
        SetNode::Phrase(node) => {
            // With them, what is contested behind the head counts as well.
            let own = if run.query.including_contested { None } else { Some(displayed(run, *node).claims) };
            own.map_or_else(
                || run.query.links.iter().any(|link| !link.lifted),
                |own| own.iter().any(|&link| !run.query.link(link).lifted),
            )
        }
        SetNode::Union(left, right) => {
            run.query.including_contested && (may_contest(run, *left) || may_contest(run, *right))
        }
        SetNode::Except(left, _) | SetNode::Intersect(left, _) => {
            run.query.including_contested && may_contest(run, *left)
        }
        SetNode::Staged(..) | SetNode::Neighbours(..) => false,
    }
}
