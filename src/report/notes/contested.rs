//! What `not` means, and what was kept although contested evidence says what was excluded.

use super::work::Work;
use crate::answer::Note;
use crate::exec::phrase::negated_links;
use crate::exec::{Mode, Run, Stop};
use rustc_hash::FxHashSet;

/// `not` is about this graph.
pub(super) fn negation(run: &Run<'_>) -> Option<Note> {
    let mut negates = false;
    run.query.nodes.iter().for_each(|node| node.condition.for_each_negated(&mut |_| negates = true));
    negates.then(|| Note::new("not", "`not` means not stated in this graph".to_owned()))
}

/// Heads kept although contested evidence says what was excluded.
pub(super) fn under_negation(work: &mut Work<'_, '_>) -> Result<(), Stop> {
    let query = work.run.query;
    let mut negated = Vec::new();
    negated_links(&query.node(work.head).condition, &mut negated);
    let mut kept = FxHashSet::default();
    for id in negated {
        let link = query.link(id);
        let objects = work.run.object_set(id)?;
        for row in &work.rows.rows {
            for &step in &link.steps {
                let adjacency = work.run.reader.adjacency(step);
                for edge in adjacency.range(row.entity) {
                    let object = adjacency.all_targets()[edge];
                    if objects.as_ref().is_none_or(|objects| objects.contains(object))
                        && work.run.reader.counts(link, Mode::All, adjacency.statement_at(edge), object)
                    {
                        kept.insert(row.entity);
                    }
                }
            }
        }
    }
    if !kept.is_empty() {
        let mut names: Vec<String> = kept.iter().map(|&entity| work.name(entity).to_owned()).collect();
        names.sort();
        let text = format!(
            "contested: {} ({}) kept, although contested evidence states what was excluded",
            kept.len(),
            work.listed(names)
        );
        work.push("contested", text);
    }
    Ok(())
}
