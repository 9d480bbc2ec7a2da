//! Statements on classes of drugs: they make no member a row, and what is stated of a member is not
//! stated of its class.

use super::changed;
use super::rest::{self, drop_links};
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::exec::result::SetRow;
use crate::exec::rows::classes_of;
use crate::graph::{EntityId, Graph};
use crate::query::{Inclusion, LinkId, Quantifier};
use crate::vocabulary::{KindId, KindSet};
use rustc_hash::FxHashSet;

/// Statements on classes of the head's kind, and which rows they would add.
pub(super) fn heads(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let graph = work.run.graph;
    let kinds = graph.model().kinds;
    let (Some(drug), Some(class)) = (kinds.drug, kinds.drug_class) else { return Ok(()) };
    let row = work.run.query.node(work.head);
    let is_about_drugs = !row.named && row.kinds.has(drug) && !row.kinds.has(class);
    if !is_about_drugs || !work.rows.has_claims || !work.claimed()?.iter().any(|&one| graph.kind(one) == class) {
        return Ok(());
    }
    let rest = rest::of(work)?;
    // The head of a bracket is what the bracket holds: the change does not make it a class.
    let is_class = |entity: EntityId| graph.kind(entity) == class;
    let meets_rest = |entity: EntityId| rest.as_ref().is_none_or(|rest| rest.contains(entity.0));
    let belongs = |class: EntityId| is_class(class) && (meets_rest(class) || members_of(graph, class).any(meets_rest));
    if !work.claimed()?.iter().any(|&one| belongs(one)) {
        return Ok(());
    }
    let classes = rows_of_classes(work, class, belongs)?;
    let evidence = classes.iter().filter_map(|row| row.evidence.as_ref());
    let statements: usize = evidence.map(|evidence| evidence.supporting.len()).sum();
    if statements == 0 {
        return Ok(());
    }
    let known: FxHashSet<EntityId> = work.rows.rows.iter().map(|row| EntityId(row.entity)).collect();
    let mut members: Vec<EntityId> = classes
        .iter()
        .flat_map(|row| members_of(graph, EntityId(row.entity)))
        // Of the members only those that meet the rest of the question would be added.
        .filter(|&member| graph.kind(member) == drug && !known.contains(&member) && meets_rest(member))
        .collect();
    members.sort_unstable();
    members.dedup();
    let on = work.row_names(&classes);
    let mut text = format!("class evidence: {statements} statement{} on {on}", plural(statements));
    if !members.is_empty() {
        let names = members.iter().map(|&member| graph.name(member));
        text.push_str(&format!("; its members would add {}", work.listed(names)));
    }
    work.push("class", text);
    Ok(())
}

/// Classes for which the claims of the question are stated, each counting for itself and not
/// through its members; the facts are asked of the members.
fn rows_of_classes(
    work: &NoteWork<'_, '_>,
    class: KindId,
    belongs: impl Fn(EntityId) -> bool,
) -> Result<Vec<SetRow>, Stop> {
    let (head, facts) = (work.head, &work.verbs.facts);
    changed::kept(
        work,
        |query| {
            for link in &mut query.links {
                link.is_context = false;
                // What is counted is counted of the class itself.
                if link.quantifier == Quantifier::Some {
                    link.quantifier = Quantifier::Between(1, u64::MAX);
                }
            }
            let node = query.node_mut(head);
            node.kinds = KindSet::default().with(class);
            drop_links(&mut node.condition, facts);
        },
        belongs,
    )
}

/// Statements on classes of a named drug: what they would add.
pub(super) fn objects(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    for id in work.verbs.claims.clone() {
        object(work, id)?;
    }
    Ok(())
}

fn object(work: &mut NoteWork<'_, '_>, id: LinkId) -> Result<(), Stop> {
    let graph = work.run.graph;
    let link = work.run.query.link(id);
    let object = link.object;
    let Some(set) = work.named(object) else { return Ok(()) };
    let named = set.seeds.iter().flat_map(|seed| &seed.entities);
    let mut classes: Vec<EntityId> = named.flat_map(|entity| classes_of(graph, entity.0)).map(EntityId).collect();
    classes.sort_unstable();
    classes.dedup();
    if link.quantifier != Quantifier::Some || !work.has_edges_to(id, &classes) {
        return Ok(());
    }
    let named = changed::named(classes, Inclusion::Broader, set.seeds.clone());
    let rows = changed::kept(
        work,
        |query| {
            changed::replace(query, object, named);
            if let Some(class) = graph.model().kinds.drug_class {
                query.node_mut(object).kinds = KindSet::default().with(class);
            }
        },
        |_| true,
    )?;
    let supporting = rows.iter().filter_map(|row| row.evidence.as_ref()).flat_map(|evidence| &evidence.supporting);
    let statements = supporting.clone().count();
    if statements == 0 {
        return Ok(());
    }
    let mut on: Vec<u32> = supporting.filter_map(|&statement| graph.statements().therapy(statement)).collect();
    on.sort_unstable();
    on.dedup();
    let names = on.iter().map(|&class| work.name(class));
    let mut text = format!("class evidence: {statements} statement{} on {}", plural(statements), work.listed(names));
    let further: Vec<SetRow> = rows.into_iter().filter(|row| work.is_further(EntityId(row.entity))).collect();
    if !further.is_empty() {
        text.push_str(&format!("; would add {}", work.row_names(&further)));
    }
    work.push("class", text);
    Ok(())
}

/// Everything that is one of a class, over every number of steps.
fn members_of(graph: &Graph, class: EntityId) -> impl Iterator<Item = EntityId> {
    let kind = graph.kind(class);
    // With the class itself.
    let below = graph.hierarchy(kind).map(|hierarchy| hierarchy.below(class.0));
    let own = if below.is_none() { Some(class.0) } else { None };
    let classes = own.into_iter().chain(below.unwrap_or_default().iter().copied());
    let is_a = graph.model().relations.is_a.into_iter();
    is_a.flat_map(move |is_a| classes.clone().flat_map(move |class| graph.backward(is_a).targets(class)))
        .map(|&member| EntityId(member))
        .filter(move |&member| graph.kind(member) != kind)
}
