//! What a yes rests on: a label that holds for one finding, or for a combination, is no yes for the
//! drug alone.

use super::opposite;
use super::work::{NoteWork, plural};
use crate::answer::Note;
use crate::exec::result::SetRows;
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, Graph, StatementId};
use crate::query::{Domain, LinkId, NodeId, SetId, SetNode};

/// The notes on what all statements with authority behind a yes ask for, or all statements where
/// none has authority, and on what is stated against other findings of the kind that was asked for.
///
/// # Errors
/// When the budget is used up.
pub fn conditions(run: &Run<'_>, set: SetId, rows: &SetRows) -> Result<Vec<Note>, Stop> {
    let SetNode::Phrase(head) = *run.query.set(set) else { return Ok(Vec::new()) };
    let mut work = NoteWork::new(run, set, head, rows);
    let deciding = deciding(run.graph, rows);
    if deciding.is_empty() {
        return Ok(Vec::new());
    }
    partners(&mut work, &deciding);
    let finding = asked_finding(&work);
    let is_named = finding.is_some_and(|link| work.named(run.query.link(link).object).is_some());
    if !is_named && !is_finding(&work, head) {
        findings(&mut work, &deciding);
    }
    if let Some(link) = finding
        && matches!(run.query.node(run.query.link(link).object).domain, Domain::All | Domain::Set(_))
    {
        against_others(&mut work, link)?;
    }
    Ok(work.notes)
}

/// The statements that decide, best first: those with authority, where there are any.
fn deciding(graph: &Graph, rows: &SetRows) -> Vec<StatementId> {
    let evidence = rows.rows.iter().filter_map(|row| row.evidence.as_ref());
    let mut all: Vec<StatementId> = evidence.flat_map(|evidence| evidence.supporting.iter().copied()).collect();
    all.sort_unstable_by_key(|&statement| graph.statements().rank(statement));
    all.dedup();
    let decisive: Vec<StatementId> = all.iter().copied().filter(|&one| graph.has_authority(one)).collect();
    if decisive.is_empty() { all } else { decisive }
}

/// `with adagrasib`: where the therapy is never given alone.
fn partners(work: &mut NoteWork<'_, '_>, deciding: &[StatementId]) {
    let graph = work.run.graph;
    let statements = graph.statements();
    // What is asked of the combination knows its partners.
    let is_regimen =
        |row: &crate::exec::result::SetRow| graph.model().kinds.regimen == Some(graph.kind(EntityId(row.entity)));
    if work.rows.rows.iter().any(is_regimen) || deciding.iter().any(|&one| statements.partners(one).is_empty()) {
        return;
    }
    let mut given_with: Vec<String> = Vec::new();
    for &one in deciding {
        let names: Vec<&str> = statements.partners(one).iter().map(|&partner| graph.name(EntityId(partner))).collect();
        let text = format!("with {}", names.join(" and "));
        if !given_with.contains(&text) {
            given_with.push(text);
        }
    }
    let text = format!("only together with other drugs: {}", work.listed(given_with.iter()));
    work.push("combination", text);
}

/// `KRAS G12C`: where the therapy is for findings that the question does not name.
fn findings(work: &mut NoteWork<'_, '_>, deciding: &[StatementId]) {
    let graph = work.run.graph;
    let mut profiles: Vec<&str> = Vec::new();
    for &one in deciding {
        let Some(profile) = graph.statements().profile(one) else { return };
        let name = graph.name(EntityId(profile));
        if !profiles.contains(&name) {
            profiles.push(name);
        }
    }
    let quoted = profiles.iter().map(|name| format!("`{name}`"));
    let text = format!("only for {}", work.listed(quoted));
    work.push("finding", text);
}

/// The verb that leads from the head to findings.
fn asked_finding(work: &NoteWork<'_, '_>) -> Option<LinkId> {
    let mut links = work.verbs.claims.iter().copied();
    links.find(|&link| is_finding(work, work.run.query.link(link).object))
}

/// Whether a node may be a finding.
fn is_finding(work: &NoteWork<'_, '_>, node: NodeId) -> bool {
    let kinds = &work.run.graph.model().kinds;
    let findings = [kinds.variant, kinds.profile, kinds.biomarker, kinds.mechanism];
    findings.into_iter().flatten().any(|kind| work.run.query.node(node).kinds.has(kind))
}

/// Statements that say the opposite of other findings than those behind the yes.
fn against_others(work: &mut NoteWork<'_, '_>, link: LinkId) -> Result<(), Stop> {
    let found = opposite::of_any(work, link)?;
    let graph = work.run.graph;
    let mut profiles: Vec<&str> = Vec::new();
    for &one in &found {
        let name = graph.statements().profile(one).map(|profile| graph.name(EntityId(profile)));
        profiles.extend(name.filter(|name| !profiles.contains(name)));
    }
    if profiles.is_empty() {
        return Ok(());
    }
    let (count, says) = (found.len(), if found.len() == 1 { "says" } else { "say" });
    let text =
        format!("{count} statement{} {says} the opposite, best first: {}", plural(count), work.listed(profiles.iter()));
    work.push("opposite", text);
    Ok(())
}
