//! Evidence of the opposite, where nothing is stated of what was asked: a bare `not stated` would
//! hide it (model section 5).

use super::changed;
use super::work::{NoteWork, plural};
use crate::exec::Stop;
use crate::graph::{Field, Sign, StatementId, values_of};
use crate::query::{Condition, Link, LinkId, Quantifier, Query, Requirement};
use crate::vocabulary::{End, RelationId};

/// Names the statements that say the opposite.
pub(super) fn note(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let found = statements(work)?;
    if found.is_empty() {
        return Ok(());
    }
    let graph = work.run.graph;
    let effects =
        graph.model().property(Field::Effect).map(|effect| values_of(&graph.vocabulary().property(effect).of));
    let mut codes: Vec<u8> = found.iter().map(|&one| graph.statements().code(one, Field::Effect)).collect();
    codes.sort_unstable();
    codes.dedup();
    let names = codes.iter().filter_map(|&code| effects?.get(usize::from(code)));
    let named = names.map(String::as_str).collect::<Vec<_>>().join(" or ");
    let ids: Vec<&str> = found.iter().map(|&one| graph.id(graph.statement_entity(one))).collect();
    let (count, says) = (found.len(), if found.len() == 1 { "says" } else { "say" });
    let text = format!("{count} statement{} {says} the opposite ({named}): {}", plural(count), work.listed(ids.iter()));
    work.push("opposite", text);
    Ok(())
}

/// Supported statements, best first, that join the same ends by a verb of the other sign.
pub(super) fn statements(work: &NoteWork<'_, '_>) -> Result<Vec<StatementId>, Stop> {
    let Condition::Leaf(Requirement::Link(id)) = work.run.query.node(work.head).condition else {
        return Ok(Vec::new());
    };
    found(work, id, |_| {})
}

/// The same of one verb, whatever the question asks of the statements besides their cancer.
pub(super) fn of_any(work: &NoteWork<'_, '_>, id: LinkId) -> Result<Vec<StatementId>, Stop> {
    found(work, id, |link| link.evidence.tests.clear())
}

fn found(work: &NoteWork<'_, '_>, id: LinkId, change: impl FnOnce(&mut Link)) -> Result<Vec<StatementId>, Stop> {
    let steps = opposite_steps(work, id);
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let turn = |query: &mut Query| {
        query.link_mut(id).steps = steps;
        change(query.link_mut(id));
    };
    let rows = changed::kept(work, turn, |_| true)?;
    let mut found: Vec<StatementId> =
        rows.iter().filter_map(|row| row.evidence.as_ref()).flat_map(|evidence| evidence.supporting.clone()).collect();
    found.sort_unstable_by_key(|&one| work.run.graph.statements().rank(one));
    found.dedup();
    Ok(found)
}

/// Verbs of the opposite sign that lead from the same kinds to the same.
fn opposite_steps(work: &NoteWork<'_, '_>, id: LinkId) -> Vec<(RelationId, End)> {
    let link = work.run.query.link(id);
    let vocabulary = work.run.graph.vocabulary();
    let [(relation, head)] = link.steps[..] else { return Vec::new() };
    let sign = sign_of(work, relation);
    if link.quantifier != Quantifier::Some || link.is_context || sign == Sign::Neutral {
        return Vec::new();
    }
    let row = vocabulary.verb(relation);
    let shares = |one: &[_], other: &[_]| one.iter().any(|kind| other.contains(kind));
    let fits = |&(other, end): &(RelationId, End)| {
        let other = vocabulary.verb(other);
        shares(other.kinds(end), row.kinds(head)) && shares(other.kinds(end.other()), row.kinds(head.other()))
    };
    let all = (0..).map(RelationId).take(vocabulary.verbs.len());
    let opposite = all.filter(|&other| sign_of(work, other).number() == -sign.number());
    opposite.flat_map(|other| [(other, End::From), (other, End::To)]).filter(fits).collect()
}

/// The sign that all effects of a claim verb have.
fn sign_of(work: &NoteWork<'_, '_>, relation: RelationId) -> Sign {
    let graph = work.run.graph;
    let Some(claim) = &graph.vocabulary().verb(relation).claim else { return Sign::Neutral };
    let Some(effect) = graph.model().property(Field::Effect) else { return Sign::Neutral };
    let values = values_of(&graph.vocabulary().property(effect).of);
    let sign = |name: &String| {
        let code = values.iter().position(|value| value == name).and_then(|code| u8::try_from(code).ok());
        code.map_or(Sign::Neutral, |code| graph.model().effects.sign(code))
    };
    let mut signs = claim.effects.iter().map(sign);
    let first = signs.next().unwrap_or(Sign::Neutral);
    if signs.all(|other| other == first) { first } else { Sign::Neutral }
}
