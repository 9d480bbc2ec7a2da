//! What `not` means, and what was kept although contested evidence says what was excluded.

use super::work::NoteWork;
use crate::answer::Note;
use crate::exec::phrase::{negated_conditions, positive_links};
use crate::exec::{Mode, Run, Stop};
use crate::query::Condition;
use rustc_hash::FxHashSet;

/// `not` is about this graph.
pub(super) fn negation(run: &Run<'_>) -> Option<Note> {
    let mut negates = false;
    run.query.nodes.iter().for_each(|node| node.condition.for_each_negated(&mut |_| negates = true));
    negates.then(|| Note::new("not", "`not` means not stated in this graph".to_owned()))
}

/// Heads kept although contested evidence says what was excluded: all of it, not one verb alone.
pub(super) fn under_negation(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let mut negated = Vec::new();
    negated_conditions(&work.run.query.node(work.head).condition, &mut negated);
    let mut kept = FxHashSet::default();
    for condition in negated {
        for entity in with_evidence(work, condition)? {
            if !kept.contains(&entity) && work.run.meets(work.head, condition, entity, Mode::All)? {
                kept.insert(entity);
            }
        }
    }
    if !kept.is_empty() {
        let mut names: Vec<&str> = kept.iter().map(|&entity| work.name(entity)).collect();
        names.sort_unstable();
        let text = format!(
            "contested: {} ({}) kept, although contested evidence states what was excluded",
            kept.len(),
            work.listed(names.iter())
        );
        work.push("contested", text);
    }
    Ok(())
}

/// Rows with an edge, contested or not, of some verb of a condition: no others can meet it.
fn with_evidence(work: &NoteWork<'_, '_>, condition: &Condition) -> Result<Vec<u32>, Stop> {
    let mut links = Vec::new();
    positive_links(condition, &mut links);
    let reader = &work.run.reader;
    let mut found = Vec::new();
    for id in links {
        let link = work.run.query.link(id);
        let objects = work.run.object_set(id)?;
        let is_object = |object: u32| objects.as_ref().is_none_or(|objects| objects.contains(object));
        for row in &work.rows.rows {
            let has_edge = link.steps.iter().any(|&step| {
                let adjacency = reader.adjacency(step);
                adjacency.range(row.entity).any(|edge| {
                    let object = adjacency.all_targets()[edge];
                    is_object(object) && reader.counts(link, Mode::All, adjacency.statement_at(edge), object)
                })
            });
            if has_edge {
                found.push(row.entity);
            }
        }
    }
    Ok(found)
}
