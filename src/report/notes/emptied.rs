//! Why an answer is empty: which part of the question removed what, or what is not stated.

use super::changed;
use super::work::NoteWork;
use crate::exec::result::SetRows;
use crate::exec::{Mode, Stop};
use crate::query::{Condition, Domain, Link, Quantifier, Query, Requirement};
use crate::words::ConditionWords;

/// Which part of the question emptied it, and how many it removed.
pub(super) fn emptied(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let graph = work.run.graph;
    let wording = ConditionWords { vocabulary: graph.vocabulary() };
    let query = work.run.query;
    let (head, links) = (work.head, work.verbs.claims.clone());
    for &id in &links {
        for (i, test) in query.link(id).evidence.tests.iter().enumerate() {
            let rows = changed::all(work, |query| {
                query.link_mut(id).evidence.tests.remove(i);
            })?;
            removed(work, &format!("where {}", wording.test(test)), &rows);
        }
        for &context in &query.link(id).evidence.contexts {
            let rows =
                changed::all(work, |query| query.link_mut(id).evidence.contexts.retain(|other| *other != context))?;
            let named = work.called(context);
            removed(work, &format!("in {named}"), &rows);
        }
        let link = query.link(id);
        if link.is_context && link.evidence.contexts.is_empty() && work.named(link.object).is_some() {
            let object = link.object;
            let rows = changed::all(work, |query| query.node_mut(object).domain = Domain::All)?;
            let named = work.called(object);
            removed(work, &format!("in {named}"), &rows);
        }
    }
    if let Condition::And(parts) = &query.node(head).condition {
        for i in 0..parts.len() {
            // Without any verb left the question would be about everything.
            let rest = parts.iter().enumerate().any(|(other, part)| other != i && !matches!(part, Condition::Not(_)));
            if !rest {
                continue;
            }
            let rows = changed::all(work, |query| {
                if let Condition::And(parts) = &mut query.node_mut(head).condition {
                    parts.remove(i);
                }
            })?;
            let text = work.parts().condition(&parts[i]);
            removed(work, &text, &rows);
        }
    }
    if work.notes.iter().all(|note| note.code != "emptied") {
        if let Some(inner) = empty_object(work, &query.node(head).condition)? {
            work.push("nothing", inner);
            return Ok(());
        }
        if !is_plain(work, &query.node(head).condition) {
            work.push("nothing", "no entity in this graph meets the question as a whole".to_owned());
            return Ok(());
        }
        let text = work.parts().no_evidence(head);
        work.push("nothing", text);
    }
    Ok(())
}

/// Whether there are supported rows without the filters (level, status, since, where) of the verbs.
pub(super) fn is_filtered(work: &NoteWork<'_, '_>) -> Result<bool, Stop> {
    if work.run.query.links.iter().all(|link| link.evidence.tests.is_empty()) {
        return Ok(false);
    }
    let unfilter = |query: &mut Query| {
        for link in &mut query.links {
            link.evidence.tests.clear();
            link.lifted = false;
        }
        // A filter on a fact verb asks for a statement in any cancer; without it, for none.
        for place in 0..query.nodes.len() {
            let condition = std::mem::take(&mut query.nodes[place].condition);
            query.nodes[place].condition = without_open_contexts(query, condition);
        }
    };
    Ok(!changed::kept(work, unfilter, |_| true)?.is_empty())
}

/// A condition without the links that ask for a statement in any cancer.
fn without_open_contexts(query: &Query, condition: Condition) -> Condition {
    let is_open = |link: &Link| {
        let object = query.node(link.object);
        link.is_context
            && !link.took_in
            && link.evidence.is_empty()
            && matches!(object.domain, Domain::All)
            && object.condition.is_true()
    };
    let all = |parts: Vec<Condition>| parts.into_iter().map(|part| without_open_contexts(query, part)).collect();
    match condition {
        Condition::Leaf(Requirement::Link(id)) if is_open(query.link(id)) => Condition::TRUE,
        Condition::And(parts) => Condition::And(all(parts)),
        Condition::Or(parts) => Condition::Or(all(parts)),
        leaf @ (Condition::Leaf(_) | Condition::Not(_)) => leaf,
    }
}

/// Whether a condition is so simple that its words say exactly what is not stated.
fn is_plain(work: &NoteWork<'_, '_>, condition: &Condition) -> bool {
    match condition {
        Condition::Leaf(Requirement::Link(id)) => {
            let link = work.run.query.link(*id);
            let row = work.run.query.node(link.object);
            let named = matches!(row.domain, Domain::Named(_)) && row.condition.is_true();
            let is_one = row.together().is_none();
            link.quantifier == Quantifier::Some && is_one && named && link.evidence.tests.is_empty()
        }
        Condition::And(parts) => parts.is_empty(),
        Condition::Or(_) | Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => {
            false
        }
    }
}

/// A phrase inside the question for which nothing is stated.
fn empty_object(work: &NoteWork<'_, '_>, condition: &Condition) -> Result<Option<String>, Stop> {
    let query = work.run.query;
    match condition {
        Condition::Leaf(Requirement::Link(id)) => {
            let object = query.link(*id).object;
            let row = query.node(object);
            if row.condition.is_true() || !work.run.node(object, Mode::Supported)?.is_empty() {
                return Ok(None);
            }
            if let Some(deeper) = empty_object(work, &row.condition)? {
                return Ok(Some(deeper));
            }
            if !is_plain(work, &row.condition) {
                return Ok(Some(format!(
                    "no {} meets its part of the question",
                    work.run.query.heading(work.run.graph.vocabulary(), object)
                )));
            }
            Ok(Some(work.parts().no_evidence(object)))
        }
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                if let Some(found) = empty_object(work, part)? {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
        Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => Ok(None),
    }
}

fn removed(work: &mut NoteWork<'_, '_>, part: &str, rows: &SetRows) {
    let (supported, contested) = (rows.rows.len(), rows.contested.len());
    if supported > 0 {
        work.push("emptied", format!("`{part}` removed {supported}: {}", work.row_names(&rows.rows)));
    } else if contested > 0 {
        work.push("emptied", format!("`{part}` removed {contested} contested: {}", work.row_names(&rows.contested)));
    }
}
