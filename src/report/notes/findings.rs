//! What is stated of more than the finding that a question names: of groups of changes that do not
//! reach down to it, and of profiles that need further findings.

use super::changed;
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::graph::{EntityId, Field, ProfileTree, StatementId, values_of};
use crate::query::{Link, LinkId, Member, NamedSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The notes about the findings of a phrase.
pub(super) fn notes(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    for id in work.verbs.claims.clone() {
        groups(work, id)?;
        larger(work, id)?;
    }
    Ok(())
}

/// Rows that statements on groups of changes without authority would add.
fn groups(work: &mut NoteWork<'_, '_>, id: LinkId) -> Result<(), Stop> {
    let object = work.run.query.link(id).object;
    let Some(set) = work.named(object) else { return Ok(()) };
    let is_group = |upper: &&Member| is_finding(work, upper.entity);
    let members: Vec<Member> = set.reached.iter().filter(is_group).copied().collect();
    if members.is_empty() {
        return Ok(());
    }
    let written = set.seeds.first().map_or_else(String::new, |seed| seed.typed.clone());
    let named = NamedSet::new(members, set.seeds.clone());
    let rows = changed::kept(
        work,
        |query| changed::replace(query, object, Arc::new(named)),
        |entity| work.is_further(entity),
    )?;
    if rows.is_empty() {
        return Ok(());
    }
    let statements = work.run.graph.statements();
    let best = rows.iter().filter_map(|row| row.evidence.as_ref()?.best);
    let on = work.by_level(best.map(|best| (Some(best), statements.profile(best).or(statements.mechanism(best)))));
    work.push("broader", format!("{on}: write `{written} or broader`"));
    Ok(())
}

/// Statements on the finding together with others: they give no edge, and bear on the answer.
fn larger(work: &mut NoteWork<'_, '_>, id: LinkId) -> Result<(), Stop> {
    let link = work.run.query.link(id);
    let mut found: BTreeMap<String, Vec<StatementId>> = BTreeMap::new();
    let objects = work.run.object_set(id)?;
    let heads = work.named(work.head);
    let (about_head, about_object) = (heads, work.named(link.object));
    for (set, is_head) in [(about_head, true), (about_object, false)] {
        for finding in findings(work, set) {
            for statement in statements_about(work, finding) {
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
                    && let Some(needed) = needed(work, statement, finding)
                {
                    let known = found.entry(needed).or_default();
                    if !known.contains(&statement) {
                        known.push(statement);
                    }
                }
            }
        }
    }
    for (needed, statements) in found {
        let graph = work.run.graph;
        let ids: Vec<String> = statements.iter().map(|&one| graph.id(graph.statement_entity(one)).to_owned()).collect();
        let (count, verb) = (statements.len(), if statements.len() == 1 { "needs" } else { "need" });
        let text = format!("{count} statement{} {verb} {needed}, too: {}", plural(count), work.listed(ids.into_iter()));
        work.push("larger-profile", text);
    }
    Ok(())
}

/// The variants and biomarkers that were named.
fn findings(work: &NoteWork<'_, '_>, set: Option<&NamedSet>) -> Vec<u32> {
    let graph = work.run.graph;
    let seeds = set.into_iter().flat_map(|set| &set.seeds).filter(|seed| seed.unlisted.is_none() && !seed.exactly);
    let faces = seeds.flat_map(|seed| &seed.entities).flat_map(|entity| graph.faces(entity)).copied();
    let mut findings: Vec<u32> = faces.filter(|&face| is_finding(work, face)).collect();
    findings.sort_unstable();
    findings.dedup();
    findings
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

/// The other findings without which a profile does not hold; `None` where the finding is enough.
fn needed(work: &NoteWork<'_, '_>, statement: StatementId, finding: u32) -> Option<String> {
    let graph = work.run.graph;
    let tree = graph.profile_tree(EntityId(graph.statements().profile(statement)?))?;
    let is_same = |leaf: &EntityId| graph.face(*leaf) == graph.face(EntityId(finding));
    let positive: Vec<EntityId> =
        tree.leaves().into_iter().filter(|(_, negated)| !negated).map(|(leaf, _)| *leaf).collect();
    let holds = |tree: &ProfileTree, present: &dyn Fn(&EntityId) -> bool| {
        tree.evaluate(&|leaf, negated| !negated && present(leaf))
    };
    if !positive.iter().any(is_same) || holds(&tree, &is_same) {
        return None;
    }
    let is_needed = |other: &&EntityId| !is_same(other) && !holds(&tree, &|leaf| leaf != *other);
    let mut names: Vec<&str> = positive.iter().filter(is_needed).map(|&other| graph.name(other)).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(" and "))
}
