//! Closing a cycle: `a joining b joining a` from the lists of both ends.

use crate::exec::budget::Stop;
use crate::exec::run::Run;
use crate::graph::EntityId;
use crate::query::{Condition, Domain, Link, NodeId, Quantifier, Requirement};

/// Whether an edge leads to something from which one leads to the entity of a label; `None` where
/// there is more to it, or no such label. `bound` gives the entity that a label has at the moment.
pub(super) fn closed(
    run: &Run<'_>,
    link: &Link,
    head: u32,
    bound: impl Fn(NodeId) -> Option<u32>,
) -> Result<Option<bool>, Stop> {
    let query = run.query;
    let is_plain = |link: &Link| link.quantifier == Quantifier::Some && !link.transitive && run.reader.is_plain(link);
    let middle = query.node(link.object);
    let (Domain::All, Condition::Leaf(Requirement::Link(last))) = (&middle.domain, &middle.condition) else {
        return Ok(None);
    };
    let last = query.link(*last);
    let end = query.node(last.object);
    let Domain::Same(label) = &end.domain else { return Ok(None) };
    if !end.condition.is_true() {
        return Ok(None);
    }
    let kinds = run.plan.kinds(link.object);
    let has_more = run.plan.is_label(link.object)
        || !run.plan.free_labels(link.object).is_empty()
        || run.plan.spread(run.graph, kinds, last, query.including_combinations).is_some();
    let Some(goal) = bound(*label).filter(|_| !has_more && is_plain(link) && is_plain(last)) else { return Ok(None) };
    for (&from, &to) in link.steps.iter().flat_map(|from| last.steps.iter().map(move |to| (from, to))) {
        let mine = run.reader.adjacency(from).targets(head);
        let theirs = run.reader.reverse(to).targets(goal);
        let is_middle = |entity: u32| kinds.has(run.graph.kind(EntityId(entity)));
        if meet(run, mine, theirs, is_middle)? {
            return Ok(Some(true));
        }
    }
    Ok(Some(false))
}

/// Whether two sorted lists have a needed entity in common. Of the longer list only the places
/// are looked at where an entry of the shorter would be.
fn meet(run: &Run<'_>, one: &[u32], other: &[u32], is_wanted: impl Fn(u32) -> bool) -> Result<bool, Stop> {
    let (short, mut long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    for &entity in short {
        let mut step = 1;
        while long.get(step).is_some_and(|&next| next < entity) {
            step *= 2;
        }
        let near = long.get(..long.len().min(step + 1)).unwrap_or(long);
        long = long.get(near.partition_point(|&next| next < entity)..).unwrap_or(&[]);
        run.budget.spend(1)?;
        match long.first() {
            None => return Ok(false),
            Some(&first) if first == entity && is_wanted(entity) => return Ok(true),
            Some(_) => {}
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use crate::answer::Cell;
    use crate::engine::{Engine, Settings};
    use crate::exec::Cancel;
    use crate::exec::tests::{self as small, Edge, NODES, engine};
    use proptest::prelude::*;

    /// Whether a node is an alpha.
    fn alpha(node: usize) -> bool {
        small::kind(node) == "alpha"
    }

    struct Edges<'e>(&'e [Edge]);

    impl Edges<'_> {
        fn joins(&self, from: usize, to: usize) -> bool {
            self.0.contains(&(from, to, false))
        }

        fn meets(&self, a: usize, b: usize) -> bool {
            self.0.contains(&(a, b, true)) || self.0.contains(&(b, a, true))
        }

        fn touches(&self, from: usize, to: usize) -> bool {
            self.joins(from, to) || self.meets(from, to)
        }
    }

    fn count(is_one: impl Fn(usize) -> bool) -> usize {
        (0..NODES).filter(|&node| is_one(node)).count()
    }

    fn any(is_one: impl Fn(usize) -> bool) -> bool {
        count(is_one) > 0
    }

    /// A question and whether a node answers it, edge by edge.
    type Cycle = (&'static str, fn(&Edges<'_>, usize) -> bool);

    const CYCLES: &[Cycle] = &[
        ("alphas as a meeting alphas meeting alphas meeting a", |edges, a| {
            alpha(a) && any(|b| edges.meets(a, b) && any(|c| edges.meets(b, c) && edges.meets(c, a)))
        }),
        ("alphas as a joining alphas joining a", |edges, a| {
            alpha(a) && any(|b| alpha(b) && edges.joins(a, b) && edges.joins(b, a))
        }),
        ("alphas as a joining betas joining alphas joined by a", |edges, a| {
            let leads_there = |b| any(|c| alpha(c) && edges.joins(b, c) && edges.joins(a, c));
            alpha(a) && any(|b| !alpha(b) && edges.joins(a, b) && leads_there(b))
        }),
        ("alphas as a meeting or joining alphas joined by or meeting a", |edges, a| {
            alpha(a) && any(|b| alpha(b) && edges.touches(a, b))
        }),
        ("betas as b joining (alphas meeting alphas joining b)", |edges, b| {
            let leads_back = |a| any(|c| edges.meets(a, c) && edges.joins(c, b));
            !alpha(b) && any(|a| alpha(a) && edges.joins(b, a) && leads_back(a))
        }),
        ("alphas as a joining alphas not joining a", |edges, a| {
            alpha(a) && any(|b| alpha(b) && edges.joins(a, b) && !edges.joins(b, a))
        }),
        ("alphas as a joining at least 2 alphas joining a", |edges, a| {
            alpha(a) && count(|b| alpha(b) && edges.joins(a, b) && edges.joins(b, a)) >= 2
        }),
    ];

    fn answered(engine: &Engine, question: &str) -> Vec<String> {
        let answer = engine.ask(question, &Settings::default(), &Cancel::default()).unwrap();
        let name = |cell: &Cell| if let Cell::Entity(entity) = cell { Some(entity.name.clone()) } else { None };
        answer.rows.iter().filter_map(|row| row.cells.first().and_then(name)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn cycles_closed_by_lists_are_those_found_edge_by_edge(edges in small::edges(60)) {
            let engine = engine(&edges);
            for (question, holds) in CYCLES {
                let expected: Vec<String> =
                    (0..NODES).filter(|&node| holds(&Edges(&edges), node)).map(small::name).collect();
                prop_assert_eq!(answered(&engine, question), expected, "{}\n{:?}", question, edges);
            }
        }
    }
}
