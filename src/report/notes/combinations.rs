//! Statements on combinations, which are no statements on a drug.

use super::changed;
use super::rest;
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::graph::{EntityId, StatementId};
use crate::vocabulary::KindSet;
use rustc_hash::FxHashSet;

/// How many statements on regimens the question would have as well.
pub(super) fn combinations(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let graph = work.run.graph;
    let kinds = graph.model().kinds;
    let (Some(drug), Some(regimen)) = (kinds.drug, kinds.regimen) else { return Ok(()) };
    let (query, head) = (work.run.query, work.head);
    let row = query.node(head);
    if query.including_combinations || row.named || !row.kinds.has(drug) || row.kinds.has(regimen) {
        return Ok(());
    }
    let Some(main) = work.verbs.main else { return Ok(()) };
    // Where the verb does not know regimens, they answer through their drugs.
    let vocabulary = graph.vocabulary();
    let is_known = |&(relation, end)| vocabulary.verb(relation).kinds(end).contains(&regimen);
    if query.link(main).steps.iter().any(is_known) {
        let mut claimed = work.claimed()?.to_vec();
        claimed.retain(|&one| graph.kind(one) == regimen);
        if claimed.is_empty() || !rest::may_hold(work, &claimed, regimen)? {
            return Ok(());
        }
    }
    let rows = changed::kept(
        work,
        |query| {
            query.including_combinations = true;
            query.node_mut(head).kinds = KindSet::default().with(regimen).with(drug);
        },
        |entity| graph.kind(entity) == regimen,
    )?;
    let evidence = rows.iter().filter_map(|row| row.evidence.as_ref());
    let table = graph.statements();
    // What is stated on a drug and its partners is told of the drug.
    let on_regimen = |statement: &StatementId| {
        table.therapy(*statement).is_some_and(|therapy| graph.kind(EntityId(therapy)) == regimen)
    };
    let statements: FxHashSet<StatementId> =
        evidence.flat_map(|evidence| evidence.supporting.iter().copied()).filter(on_regimen).collect();
    if !statements.is_empty() {
        let count = statements.len();
        let text = format!("{count} statement{} on combinations: add `including combinations`", plural(count));
        work.push("combinations", text);
    }
    Ok(())
}
