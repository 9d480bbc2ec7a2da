//! Conditions over a set: and, or, not, properties, and the links that `links` follows.

use super::links;
use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::plan::Step;
use crate::query::{Condition, NodeId, Requirement};
use crate::vocabulary::KindSet;

/// Entities of `kinds` (of `candidates`, where given) that meet a condition of a node.
pub(super) fn entities(
    run: &Run<'_>,
    (node, kinds): (NodeId, KindSet),
    condition: &Condition,
    mode: Mode,
    candidates: Option<Set>,
) -> Result<Set, Stop> {
    let everything = |candidates: Option<Set>| candidates.unwrap_or_else(|| Set::of_kinds(run.graph, kinds));
    match condition {
        Condition::Leaf(Requirement::Link(link)) => run
            .recorder
            .measure(Step::Link(*link), Set::len, || links::heads(run, (node, kinds), *link, mode, candidates)),
        Condition::And(parts) => {
            let mut result = candidates;
            for &i in &run.plan.order(node, parts) {
                let set = entities(run, (node, kinds), &parts[i], mode, result.take())?;
                if set.is_empty() {
                    return Ok(Set::empty());
                }
                result = Some(set);
            }
            Ok(everything(result))
        }
        Condition::Or(parts) => {
            let mut union = Set::empty();
            for part in parts {
                union = union.union(entities(run, (node, kinds), part, mode, candidates.clone())?);
            }
            Ok(union)
        }
        Condition::Not(inner) => {
            let candidates = everything(candidates);
            // Only what is supported can exclude.
            let found = entities(run, (node, kinds), inner, Mode::Supported, Some(candidates.clone()))?;
            without(run, candidates, found)
        }
        Condition::Leaf(Requirement::Property(test)) => everything(candidates).filter(|entity| {
            run.budget.spend(1)?;
            Ok(run.reader.test_entity(test, EntityId(entity)))
        }),
        Condition::Leaf(Requirement::Evidence(evidence)) => everything(candidates).filter(|entity| {
            run.budget.spend(1)?;
            let statement = run.graph.statement_of(EntityId(entity));
            Ok(statement.is_some_and(|statement| run.reader.is_one_of(evidence, statement)))
        }),
    }
}

fn without(run: &Run<'_>, candidates: Set, found: Set) -> Result<Set, Stop> {
    run.budget.spend(candidates.len())?;
    let found = found.for_tests();
    candidates.filter(|entity| Ok(!found.contains(entity)))
}
