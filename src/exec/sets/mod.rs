//! Sets of entities: which entities meet a condition, without the evidence for it.
//!
//! Chains run as semi-joins from their bound end, conditions are checked per edge, and what is not
//! asked for is not touched. Holds no rows and no values.

mod condition;
mod cycles;
mod faces;
pub mod holds;
mod links;
mod objects;
mod quantified;
mod spread;
mod tally;

use super::budget::Stop;
use super::reader::Mode;
use super::run::Run;
use super::set::Set;
use crate::query::{Condition, Domain, NodeId, SetId, SetNode};
use faces::{faces, has_face};
use holds::Holds;

/// The entities of a set.
///
/// # Errors
/// When the budget is used up.
pub fn set(run: &Run<'_>, set: SetId, mode: Mode) -> Result<Set, Stop> {
    let nested = if run.query.including_contested { mode } else { Mode::Supported };
    match run.query.set(set) {
        SetNode::Phrase(node) => run.node(*node, mode),
        SetNode::Union(left, right) => {
            let (left, right) = (run.set(*left, nested)?, run.set(*right, nested)?);
            Ok(left.union(right))
        }
        SetNode::Except(left, right) => {
            let (left, right) = (run.set(*left, nested)?, faces(run, run.set(*right, nested)?));
            left.filter(|entity| Ok(!has_face(run, &right, entity)))
        }
        SetNode::Intersect(left, right) => {
            let (left, right) = (run.set(*left, nested)?, faces(run, run.set(*right, nested)?));
            left.filter(|entity| Ok(has_face(run, &right, entity)))
        }
        SetNode::Neighbours(paths, _) => run.neighbours(paths),
        SetNode::Staged(inner, stages) => run.staged(*inner, stages),
    }
}

/// The entities that a node can be bound to.
///
/// # Errors
/// When the budget is used up.
pub fn node(run: &Run<'_>, node: NodeId, mode: Mode) -> Result<Set, Stop> {
    if run.plan.is_correlated(node) {
        return Holds::new(run).node(node, mode);
    }
    meeting(run, node, &run.query.node(node).condition, mode)
}

/// The entities of a node that meet this condition in place of its own; no label may be used in it
/// again.
///
/// # Errors
/// When the budget is used up.
pub fn meeting(run: &Run<'_>, node: NodeId, condition: &Condition, mode: Mode) -> Result<Set, Stop> {
    if condition.is_true() {
        return domain(run, node, mode);
    }
    let domain = match run.query.node(node).domain {
        Domain::All => None,
        Domain::Named(_) | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => {
            Some(domain(run, node, mode)?)
        }
    };
    condition::entities(run, (node, run.plan.kinds(node)), condition, mode, domain)
}

fn domain(run: &Run<'_>, node: NodeId, mode: Mode) -> Result<Set, Stop> {
    Ok(match &run.query.node(node).domain {
        Domain::All => Set::of_kinds(run.graph, run.plan.kinds(node)),
        Domain::Named(set) => Set::from_list(set.entities().collect()),
        Domain::Set(set) => run.set(*set, mode)?,
        Domain::Below(set) => run.set(*set, mode)?.with_below(run.graph),
        Domain::Rows => run.rows_before(),
        // A label outside its own phrase; `holds` binds it.
        Domain::Same(other) => Set::of_kinds(run.graph, run.query.node(*other).kinds),
    })
}

/// Whether one entity at a node meets a condition.
///
/// # Errors
/// When the budget is used up.
pub fn meets(run: &Run<'_>, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
    Holds::new(run).condition(node, condition, entity, mode)
}
