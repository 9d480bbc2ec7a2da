//! Mechanisms that involve a finding: what is stated on them is not stated on the finding, but
//! bears on it.

use super::changed;
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::exec::result::SetRow;
use crate::graph::{EntityId, Graph};
use crate::model::Change;
use crate::query::{Inclusion, LinkId, NamedSet, NodeId, Quantifier};
use crate::vocabulary::{KindId, KindSet};

/// Notes on statements about mechanisms that involve what was named, as head or object.
pub(super) fn mechanisms(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    if work.rows.rows.is_empty() {
        let rows = of_head(work)?;
        note(work, work.head, &rows);
    }
    for id in work.verbs.claims.clone() {
        let rows = of_object(work, id)?;
        note(work, work.run.query.link(id).object, &rows);
    }
    Ok(())
}

/// The supported rows of mechanisms that are the named head by another name: all variants that they
/// involve are changes of one residue, and it is one of them. Mechanisms of a whole region say
/// nothing of the one.
pub(super) fn by_another_name(work: &NoteWork<'_, '_>) -> Result<Vec<SetRow>, Stop> {
    let mut rows = of_head(work)?;
    rows.retain(|row| is_of_one_residue(work.run.graph, row.entity));
    Ok(rows)
}

fn is_of_one_residue(graph: &Graph, mechanism: u32) -> bool {
    let model = graph.model();
    let (Some(involves), Some(variant)) = (model.relations.involves, model.kinds.variant) else { return false };
    let involved = graph.forward(involves).targets(mechanism).iter().map(|&entity| EntityId(entity));
    let variants: Vec<EntityId> = involved.filter(|&entity| graph.kind(entity) == variant).collect();
    match variants.as_slice() {
        [] => false,
        [_] => true,
        [first, rest @ ..] => {
            let residue = residue(graph, *first);
            residue.is_some() && rest.iter().all(|&other| residue == self::residue(graph, other))
        }
    }
}

/// The gene and residue that a variant changes.
fn residue(graph: &Graph, variant: EntityId) -> Option<(u32, (u32, u32))> {
    let &gene = graph.forward(graph.model().relations.variant_of?).targets(variant.0).first()?;
    Some((gene, Change::of_name(graph.name(variant), graph.name(EntityId(gene)))?.residues()?))
}

/// The supported rows of mechanisms that involve the named head.
fn of_head(work: &NoteWork<'_, '_>) -> Result<Vec<SetRow>, Stop> {
    let knows = |id: &LinkId| takes_mechanisms(work, *id, false);
    if !work.verbs.claims.iter().any(knows) {
        return Ok(Vec::new());
    }
    in_place_of(work, work.head, |_| true)
}

/// The supported rows, not among those of the answer, that mechanisms would add as object of a
/// verb.
fn of_object(work: &NoteWork<'_, '_>, id: LinkId) -> Result<Vec<SetRow>, Stop> {
    let link = work.run.query.link(id);
    if link.quantifier != Quantifier::Some || !takes_mechanisms(work, id, true) {
        return Ok(Vec::new());
    }
    in_place_of(work, link.object, |entity| work.is_further(entity))
}

/// Whether a mechanism may stand at an end of a verb: at the object, or at the head.
fn takes_mechanisms(work: &NoteWork<'_, '_>, id: LinkId, at_object: bool) -> bool {
    let Some(mechanism) = work.run.graph.model().kinds.mechanism else { return false };
    let vocabulary = work.run.graph.vocabulary();
    let mut steps = work.run.query.link(id).steps.iter();
    steps.any(|&(relation, head)| {
        let end = if at_object { head.other() } else { head };
        vocabulary.verb(relation).kinds(end).contains(&mechanism)
    })
}

fn in_place_of(work: &NoteWork<'_, '_>, node: NodeId, keep: impl Fn(EntityId) -> bool) -> Result<Vec<SetRow>, Stop> {
    let graph = work.run.graph;
    let (Some(set), Some(kind)) = (work.named(node), graph.model().kinds.mechanism) else { return Ok(Vec::new()) };
    let mechanisms = involving(graph, set, kind);
    if mechanisms.is_empty() {
        return Ok(Vec::new());
    }
    let named = changed::named(mechanisms, Inclusion::Exact, set.seeds.clone());
    changed::kept(
        work,
        |query| {
            changed::replace(query, node, named);
            query.node_mut(node).kinds = KindSet::default().with(kind);
        },
        keep,
    )
}

/// Mechanisms that involve one of these variants or biomarkers, and are not named themselves. Those
/// of a gene are many things.
fn involving(graph: &Graph, set: &NamedSet, mechanism: KindId) -> Vec<EntityId> {
    let model = graph.model();
    let Some(involves) = model.relations.involves else { return Vec::new() };
    let mut found = Vec::new();
    // Of findings that are there together no mechanism is known to involve all.
    let alone = set.seeds.iter().filter(|seed| seed.together.is_none());
    for entity in alone.flat_map(|seed| &seed.entities) {
        for &face in graph.faces(entity) {
            let kind = Some(graph.kind(EntityId(face)));
            if kind == model.kinds.gene || kind == model.kinds.gene_family {
                continue;
            }
            let owners = graph.backward(involves).targets(face).iter().map(|&owner| EntityId(owner));
            found.extend(owners.filter(|&owner| graph.kind(owner) == mechanism && set.find(owner.0).is_none()));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn note(work: &mut NoteWork<'_, '_>, node: NodeId, rows: &[SetRow]) {
    let evidence = rows.iter().filter_map(|row| row.evidence.as_ref());
    let mut statements: Vec<_> = evidence.flat_map(|evidence| evidence.supporting.iter().copied()).collect();
    statements.sort_unstable();
    statements.dedup();
    if statements.is_empty() {
        return;
    }
    let graph = work.run.graph;
    let mut mechanisms: Vec<u32> =
        statements.iter().filter_map(|&statement| graph.statements().mechanism(statement)).collect();
    mechanisms.sort_unstable();
    mechanisms.dedup();
    let names: Vec<&str> = mechanisms.iter().map(|&mechanism| work.name(mechanism)).collect();
    let ids: Vec<&str> = statements.iter().map(|&statement| graph.id(graph.statement_entity(statement))).collect();
    let (count, finding) = (statements.len(), work.called(node));
    let s = if mechanisms.len() == 1 { "s" } else { "" };
    let text = format!(
        "{count} statement{} on {}, which involve{s} {finding}: {}",
        plural(count),
        work.listed(names.iter()),
        work.listed(ids.iter())
    );
    work.push("mechanisms", text);
}
