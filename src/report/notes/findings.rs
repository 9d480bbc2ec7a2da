//! What is stated of more than the finding that a question names: of groups of changes that do not
//! reach down to it, and of profiles that need further findings.

use super::changed;
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::exec::result::SetRow;
use crate::graph::{EntityId, Field, StatementId, values_of};
use crate::query::{Inclusion, Link, LinkId, Member, NamedSet, NodeId, ProfileLiteral, Seed};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The notes about the findings of a phrase.
pub(super) fn notes(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    for id in work.verbs.claims.clone() {
        let object = work.run.query.link(id).object;
        groups(work, object)?;
        members(work, object)?;
        larger(work, id)?;
    }
    if work.verbs.main.is_some() {
        groups(work, work.head)?;
        members(work, work.head)?;
    }
    Ok(())
}

/// Rows that statements on groups of changes without authority would add.
fn groups(work: &mut NoteWork<'_, '_>, named: NodeId) -> Result<(), Stop> {
    let Some(set) = work.named(named) else { return Ok(()) };
    let is_together = |upper: &Member| set.seeds.get(upper.seed as usize).is_some_and(|seed| seed.together.is_some());
    let is_group = |upper: &&Member| is_finding(work, upper.entity) || is_together(upper);
    let members: Vec<Member> = set.reached.iter().filter(is_group).copied().collect();
    if members.is_empty() {
        return Ok(());
    }
    let written = set.seeds.first().map_or_else(String::new, broader);
    let groups = NamedSet::new(members, set.seeds.clone());
    let mut rows = changed::kept(
        work,
        |query| changed::replace(query, named, Arc::new(groups)),
        |entity| work.is_further(entity),
    )?;
    // What has authority answers already, by the name that it reaches.
    let known = work.rows.rows.iter().filter_map(|row| row.evidence.as_ref());
    let known: FxHashSet<StatementId> = known.flat_map(|evidence| evidence.supporting.iter().copied()).collect();
    let best = |row: &SetRow| row.evidence.as_ref().and_then(|evidence| evidence.best);
    rows.retain(|row| best(row).is_some_and(|best| !known.contains(&best)));
    if rows.is_empty() {
        return Ok(());
    }
    let statements = work.run.graph.statements();
    let best = rows.iter().filter_map(|row| row.evidence.as_ref()?.best);
    let on = work.by_level(best.map(|best| (Some(best), statements.profile(best).or(statements.mechanism(best)))));
    work.push("broader", format!("{on}: write `{written}`"));
    Ok(())
}

/// Rows that statements on single changes of a named group would add: what holds for one of them
/// does not hold for all.
fn members(work: &mut NoteWork<'_, '_>, named: NodeId) -> Result<(), Stop> {
    let Some(set) = work.named(named) else { return Ok(()) };
    let graph = work.run.graph;
    let alone = findings(work, Some(set)).into_iter().filter(|present| present.len() == 1).flatten();
    let mut found: Vec<EntityId> = members_of(work, alone.collect());
    found.retain(|member| set.find(member.0).is_none());
    if found.is_empty() {
        return Ok(());
    }
    let members = changed::named(found, Inclusion::Exact, set.seeds.clone());
    let rows = changed::kept(
        work,
        |query| changed::replace(query, named, members),
        |entity| named == work.head || work.is_further(entity),
    )?;
    if rows.is_empty() {
        return Ok(());
    }
    let statements = graph.statements();
    let best = rows.iter().filter_map(|row| row.evidence.as_ref()?.best);
    let on = work.by_level(best.map(|best| (Some(best), statements.profile(best).or(statements.mechanism(best)))));
    let group = work.called(named);
    work.push(
        "members",
        format!("{on}; what holds for one of {group} need not hold for all: name the one that was found"),
    );
    Ok(())
}

/// The changes below these groups, over every number of steps, with their faces.
fn members_of(work: &NoteWork<'_, '_>, groups: Vec<u32>) -> Vec<EntityId> {
    let graph = work.run.graph;
    let Some(is_a) = graph.model().relations.is_a else { return Vec::new() };
    let mut found: FxHashSet<EntityId> = FxHashSet::default();
    let mut pending = groups;
    while let Some(upper) = pending.pop() {
        let lower = graph.backward(is_a).targets(upper).iter().copied().filter(|&lower| is_finding(work, lower));
        for lower in lower {
            if found.insert(EntityId(lower)) {
                pending.push(lower);
            }
        }
    }
    let mut faces: Vec<EntityId> =
        found.iter().flat_map(|member| graph.faces(member)).map(|&face| EntityId(face)).collect();
    faces.sort_unstable();
    faces.dedup();
    faces
}

/// A name as it is written to let everything above it answer.
fn broader(seed: &Seed) -> String {
    let Some(question) = &seed.together else { return format!("{} or broader", seed.typed) };
    let literal = |literal: &ProfileLiteral| {
        let names: Vec<String> = literal.alternatives.iter().map(|one| broader(&one.name)).collect();
        let joined = names.join(" or ");
        let text = if names.len() > 1 { format!("({joined})") } else { joined };
        if literal.negated { format!("not {}", text.replace(" or broader", "")) } else { text }
    };
    question.literals.iter().map(literal).collect::<Vec<_>>().join(" and ")
}

/// Statements on the finding together with others, and on one of several that were named together:
/// they give no edge, and bear on the answer.
fn larger(work: &mut NoteWork<'_, '_>, id: LinkId) -> Result<(), Stop> {
    let link = work.run.query.link(id);
    let mut found: BTreeMap<(Size, String), Vec<StatementId>> = BTreeMap::new();
    let objects = work.run.object_set(id)?;
    let heads = work.named(work.head);
    let (about_head, about_object) = (heads, work.named(link.object));
    for (set, is_head) in [(about_head, true), (about_object, false)] {
        for present in findings(work, set) {
            for statement in present.iter().flat_map(|&finding| statements_about(work, finding)) {
                work.run.budget.spend(1)?;
                let parts = work.run.graph.statements().therapy_parts(statement);
                let is_other_end = if is_head {
                    objects.as_ref().is_none_or(|objects| parts.iter().any(|&part| objects.contains(part)))
                } else {
                    let kinds = work.run.plan.kinds(work.head);
                    parts.iter().any(|&part| match heads {
                        Some(heads) => heads.find(part).is_some(),
                        None => kinds.has(work.run.graph.kind(EntityId(part))),
                    })
                };
                if is_other_end
                    && is_of_verb(work, link, statement)
                    && let Some(size) = needed(work, statement, &present)
                {
                    let known = found.entry(size).or_default();
                    if !known.contains(&statement) {
                        known.push(statement);
                    }
                }
            }
        }
    }
    for ((size, names), statements) in found {
        let graph = work.run.graph;
        let ids: Vec<String> = statements.iter().map(|&one| graph.id(graph.statement_entity(one)).to_owned()).collect();
        let (count, listed) = (statements.len(), work.listed(ids.into_iter()));
        let s = plural(count);
        let (code, text) = match size {
            Size::Larger => {
                let verb = if count == 1 { "needs" } else { "need" };
                ("larger-profile", format!("{count} statement{s} {verb} {names}, too: {listed}"))
            }
            Size::Smaller => ("smaller-profile", format!("{count} statement{s} on {names} alone: {listed}")),
        };
        work.push(code, text);
    }
    Ok(())
}

/// How a profile compares with the findings that were named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    /// It needs one of them only.
    Smaller,
    /// It needs others, too.
    Larger,
}

/// The variants and biomarkers that were named: each alone, or those that were named together.
fn findings(work: &NoteWork<'_, '_>, set: Option<&NamedSet>) -> Vec<Vec<u32>> {
    let graph = work.run.graph;
    let mut alone = Vec::new();
    let mut all = Vec::new();
    for seed in set.into_iter().flat_map(|set| &set.seeds).filter(|seed| seed.unlisted.is_none() && !seed.exactly) {
        let faces = seed.entities.iter().flat_map(|entity| graph.faces(entity)).copied();
        let findings = faces.filter(|&face| is_finding(work, face));
        match seed.together {
            Some(_) => all.push(findings.collect()),
            None => alone.extend(findings),
        }
    }
    alone.sort_unstable();
    alone.dedup();
    all.extend(alone.into_iter().map(|finding| vec![finding]));
    all
}

fn is_finding(work: &NoteWork<'_, '_>, entity: u32) -> bool {
    let graph = work.run.graph;
    graph.model().kinds.profile_leaves().contains(&Some(graph.kind(EntityId(entity))))
}

/// Statements that name a finding positively.
fn statements_about(work: &NoteWork<'_, '_>, finding: u32) -> Vec<StatementId> {
    let graph = work.run.graph;
    let Some(about) = graph.model().relations.about else { return Vec::new() };
    let entities = graph.backward(about).targets(finding).iter();
    entities.filter_map(|&entity| graph.statement_of(EntityId(entity))).collect()
}

/// Whether a statement is one of those from which the edges of a verb come, and meets its
/// conditions.
fn is_of_verb(work: &NoteWork<'_, '_>, link: &Link, statement: StatementId) -> bool {
    let graph = work.run.graph;
    let Some(property) = graph.model().property(Field::Effect) else { return false };
    let effects = values_of(&graph.vocabulary().property(property).of);
    let effect = effects.get(usize::from(graph.statements().code(statement, Field::Effect)));
    let claims = link.steps.iter().filter_map(|&(relation, _)| graph.vocabulary().verb(relation).claim.as_ref());
    claims.flat_map(|claim| &claim.effects).any(|own| Some(own) == effect)
        && graph.statements().supports(statement)
        && work.run.reader.meets(&link.evidence, statement)
}

/// The other findings without which a profile does not hold or, of several that were named, the one
/// that is enough; `None` where the profile is what was asked about.
fn needed(work: &NoteWork<'_, '_>, statement: StatementId, present: &[u32]) -> Option<(Size, String)> {
    let graph = work.run.graph;
    let tree = graph.profile_tree(EntityId(graph.statements().profile(statement)?))?;
    let is_same = |leaf: &EntityId, finding: u32| graph.face(*leaf) == graph.face(EntityId(finding));
    // A group of changes is there with each of its changes.
    let is_present = |leaf: &EntityId| {
        present.iter().any(|&finding| is_same(leaf, finding) || graph.is_category(*leaf, EntityId(finding)))
    };
    let positive: Vec<EntityId> =
        tree.leaves().into_iter().filter(|(_, negated)| !negated).map(|(leaf, _)| *leaf).collect();
    let holds = |present: &dyn Fn(&EntityId) -> bool| tree.evaluate(&|leaf, negated| !negated && present(leaf));
    let mut named = positive.iter().filter(|leaf| is_present(leaf));
    if holds(&is_present) {
        let names_several = present.iter().any(|&one| !is_same(&EntityId(one), present[0]));
        let enough = named.find(|&&only| names_several && holds(&|leaf| *leaf == only))?;
        return Some((Size::Smaller, graph.name(*enough).to_owned()));
    }
    named.next()?;
    let is_needed = |other: &&EntityId| !is_present(other) && !holds(&|leaf| leaf != *other);
    let mut names: Vec<&str> = positive.iter().filter(is_needed).map(|&other| graph.name(other)).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| (Size::Larger, names.join(" and ")))
}
