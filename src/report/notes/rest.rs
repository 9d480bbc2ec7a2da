//! What a question asks of its head beside claims.

use super::changed::Changed;
use super::work::NoteWork;
use crate::exec::set::Set;
use crate::exec::{Mode, Stop, sets};
use crate::graph::EntityId;
use crate::query::{Condition, LinkId, Quantifier, Requirement};
use crate::vocabulary::KindId;
use std::rc::Rc;

/// Entities of the head's kinds that meet all but the claims of a phrase; `None` where it has no
/// other condition. They are found once.
pub(super) fn of(work: &NoteWork<'_, '_>) -> Result<Option<Rc<Set>>, Stop> {
    if let Some(rest) = work.rest.get() {
        return Ok(rest.clone());
    }
    let condition = condition(work);
    let rest = if condition.is_true() {
        None
    } else if work.run.plan.is_correlated(work.head) {
        let changed = Changed::of(work, |query| query.node_mut(work.head).condition = condition);
        Some(changed.begin(work)?.set(work.set, Mode::Supported)?)
    } else {
        Some(sets::meeting(work.run, work.head, &condition, Mode::Supported)?)
    };
    Ok(work.rest.get_or_init(|| rest.map(|set| Rc::new(set.for_tests()))).clone())
}

/// Whether one of these regimens may meet it: where it is one verb that does not know regimens,
/// they answer through their drugs.
pub(super) fn may_hold(work: &NoteWork<'_, '_>, regimens: &[EntityId], regimen: KindId) -> Result<bool, Stop> {
    let (graph, query) = (work.run.graph, work.run.query);
    let Condition::Leaf(Requirement::Link(id)) = condition(work) else { return Ok(true) };
    let (link, vocabulary) = (query.link(id), graph.vocabulary());
    let knows = link.steps.iter().any(|&(relation, end)| vocabulary.verb(relation).kinds(end).contains(&regimen));
    let (Some(has_member), false) = (graph.model().relations.has_member, knows) else { return Ok(true) };
    if link.quantifier != Quantifier::Some || link.transitive {
        return Ok(true);
    }
    let Some(rest) = of(work)? else { return Ok(true) };
    let asked = work.run.plan.kinds(work.head);
    let mut parts = regimens.iter().flat_map(|regimen| graph.forward(has_member).targets(regimen.0));
    // Of parts of other kinds (classes) nothing is known here.
    Ok(parts.any(|&part| rest.contains(part) || !asked.has(graph.kind(EntityId(part)))))
}

fn condition(work: &NoteWork<'_, '_>) -> Condition {
    let mut condition = work.run.query.node(work.head).condition.clone();
    drop_links(&mut condition, &work.verbs.claims);
    match condition {
        Condition::And(mut parts) if parts.len() == 1 => parts.swap_remove(0),
        other => other,
    }
}

/// Takes these links out of a condition, as far as they are in no `or` and under no `not`.
pub(super) fn drop_links(condition: &mut Condition, links: &[LinkId]) {
    match condition {
        Condition::Leaf(Requirement::Link(link)) if links.contains(link) => *condition = Condition::TRUE,
        Condition::And(parts) => {
            parts.iter_mut().for_each(|part| drop_links(part, links));
            parts.retain(|part| !part.is_true());
        }
        Condition::Or(_) | Condition::Not(_) | Condition::Leaf(_) => {}
    }
}
