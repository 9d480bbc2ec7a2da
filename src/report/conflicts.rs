//! `conflicts`: statements on one profile, therapy and cancer of which some say the opposite of the
//! others. Both sides are shown with their differences; which of them is right is not for the
//! program to say.

use crate::exec::result::{Table, Value};
use crate::exec::rows::columns;
use crate::exec::rows::{self, RowWork, same_cancer};
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, Sign, StatementId};
use crate::model::{Field, SourceKind};
use crate::query::{EvidenceColumn, Inclusion, SetId, SetNode};
use rustc_hash::FxHashMap;

/// Qualifiers in which the sides of a conflict may differ, in the order in which they are shown.
const QUALIFIERS: &[Field] =
    &[Field::Line, Field::Onset, Field::Origin, Field::Level, Field::Year, Field::Phase, Field::Status];

/// Statements that contradict each other; best statements first, on both sides.
struct Conflict {
    positive: Vec<StatementId>,
    negative: Vec<StatementId>,
}

/// All conflicts, or those that the rows of a set take part in.
///
/// # Errors
/// When the budget is used up.
pub fn conflicts(run: &Run<'_>, about: Option<SetId>) -> Result<Table, Stop> {
    let statements = run.graph.statements();
    let asked = about.map(|set| statements_of(run, set)).transpose()?;
    let mut found = Vec::new();
    for group in 0..statements.group_count() as u32 {
        let members = statements.group(group);
        run.budget.spend(members.len() + 1)?;
        found.extend(conflicts_of(run, members)?);
    }
    if let Some(wanted) = &asked {
        let takes_part = |conflict: &Conflict| {
            conflict.positive.iter().chain(&conflict.negative).any(|statement| wanted.contains_key(statement))
        };
        found.retain(takes_part);
        if found.is_empty() {
            let text = format!("none of the {} statements about it is contradicted by another", wanted.len());
            run.note("nothing", text);
        }
    }
    let best = |conflict: &Conflict| {
        conflict.positive.iter().chain(&conflict.negative).map(|&statement| statements.rank(statement)).min()
    };
    found.sort_by_key(best);
    let rows = found.iter().map(|conflict| row(run, conflict)).collect();
    let mut table = Table::of(SourceKind::Conflicts, rows);
    if let Some(asked) = &asked {
        mark_reached(&mut table, &found, asked);
    }
    Ok(table)
}

/// How the statements that were asked for match, where one of them was reached from elsewhere: a
/// column for the cancer and one for the finding.
fn mark_reached(table: &mut Table, found: &[Conflict], asked: &FxHashMap<StatementId, Reached>) {
    for (column, place) in [(EvidenceColumn::Match, 0), (EvidenceColumn::VariantMatch, 1)] {
        let words = |conflict: &Conflict| {
            let statements = conflict.positive.iter().chain(&conflict.negative);
            let hows = statements.filter_map(|statement| asked.get(statement)?.get(place).copied().flatten());
            let mut hows: Vec<Inclusion> = hows.collect();
            hows.sort_unstable();
            hows.dedup();
            hows
        };
        let is_reached = |how: &Inclusion| how.is_above() || *how == Inclusion::Conditional;
        if !found.iter().flat_map(words).any(|how| is_reached(&how)) {
            continue;
        }
        table.columns.extend(column.heading().map(|(name, of)| (name.to_owned(), of)));
        for (cells, conflict) in table.rows.iter_mut().zip(found) {
            let words: Vec<&str> = words(conflict).iter().map(|how| how.as_str()).collect();
            cells.push(if words.is_empty() { Value::Missing } else { Value::Text(words.join(", ")) });
        }
    }
}

/// How the cancer and the finding of a statement match what was asked.
type Reached = [Option<Inclusion>; 2];

/// The statements behind the rows of a set, each with how it matches; where no verb takes part,
/// those about its entities.
fn statements_of(run: &Run<'_>, set: SetId) -> Result<FxHashMap<StatementId, Reached>, Stop> {
    let graph = run.graph;
    if let SetNode::Union(left, right) = *run.query.set(set) {
        let mut both = statements_of(run, left)?;
        both.extend(statements_of(run, right)?);
        return Ok(both);
    }
    let rows = rows::rows(run, set)?;
    let work = RowWork::new(run, run.query.head_of(set))?;
    let mut found = FxHashMap::default();
    let about = graph.model().relations.about;
    for row in rows.rows.iter().chain(&rows.contested) {
        match (&row.evidence, about) {
            (Some(evidence), _) if rows.has_claims => {
                for &statement in evidence.supporting.iter().chain(&evidence.against) {
                    let place = work.place_of(statement, row.entity)?;
                    found.insert(statement, [place.inclusion, place.finding]);
                }
            }
            (_, Some(about)) => {
                let entity = EntityId(row.entity);
                for &face in graph.faces(&entity) {
                    let subjects = graph.backward(about).targets(face);
                    run.budget.spend(subjects.len() + 1)?;
                    let statements = subjects.iter().filter_map(|&subject| graph.statement_of(EntityId(subject)));
                    found.extend(statements.map(|statement| (statement, [None; 2])));
                }
            }
            (_, None) => {}
        }
    }
    Ok(found)
}

/// The conflicts within the statements on one profile and therapy: each set that is connected by
/// pairs of opposite statements on the same cancer, or one below the other.
fn conflicts_of(run: &Run<'_>, members: &[u32]) -> Result<Vec<Conflict>, Stop> {
    let statements = run.graph.statements();
    let side = |sign: Sign| -> Vec<StatementId> {
        let mut side: Vec<StatementId> = members
            .iter()
            .map(|&number| StatementId(number))
            .filter(|&statement| statements.polarity(statement) == sign)
            .collect();
        side.sort_unstable_by_key(|&statement| statements.rank(statement));
        side
    };
    let (positive, mut negative) = (side(Sign::Positive), side(Sign::Negative));
    let mut found: Vec<Conflict> = Vec::new();
    if negative.is_empty() {
        return Ok(found);
    }
    let mut waiting = positive;
    while let Some(first) = waiting.first().copied() {
        waiting.remove(0);
        let mut conflict = Conflict { positive: vec![first], negative: Vec::new() };
        // Grows until neither side finds another opponent.
        loop {
            run.budget.spend(waiting.len() + negative.len() + 1)?;
            let opponents =
                take(&mut negative, |other| conflict.positive.iter().any(|&own| same_cancer(run.graph, own, other)));
            let supporters =
                take(&mut waiting, |other| opponents.iter().any(|&own| same_cancer(run.graph, own, other)));
            if opponents.is_empty() && supporters.is_empty() {
                break;
            }
            conflict.negative.extend(opponents);
            conflict.positive.extend(supporters);
        }
        if !conflict.negative.is_empty() {
            conflict.positive.sort_unstable_by_key(|&statement| statements.rank(statement));
            conflict.negative.sort_unstable_by_key(|&statement| statements.rank(statement));
            found.push(conflict);
        }
    }
    Ok(found)
}

/// Moves out those that meet the test.
fn take(list: &mut Vec<StatementId>, test: impl Fn(StatementId) -> bool) -> Vec<StatementId> {
    let (taken, kept) = list.iter().partition(|&&statement| test(statement));
    *list = kept;
    taken
}

fn row(run: &Run<'_>, conflict: &Conflict) -> Vec<Value> {
    let statements = run.graph.statements();
    let all: Vec<StatementId> = conflict.positive.iter().chain(&conflict.negative).copied().collect();
    let subject = all.first().and_then(|&first| statements.profile(first).or(statements.mechanism(first)));
    let entities = |list: &dyn Fn(StatementId) -> Vec<u32>| {
        let mut entities: Vec<u32> = all.iter().flat_map(|&statement| list(statement)).collect();
        entities.sort_unstable();
        entities.dedup();
        Value::Entities(entities)
    };
    let side = |side: &[StatementId]| Value::Statements(side.iter().map(|statement| statement.0).collect());
    vec![
        subject.map_or(Value::Missing, Value::Entity),
        entities(&|statement| statements.therapy(statement).into_iter().collect()),
        entities(&|statement| statements.cancers(statement).to_vec()),
        Value::Texts(differences(run, conflict)),
        side(&conflict.positive),
        side(&conflict.negative),
        entities(&|statement| statements.sources(statement).to_vec()),
    ]
}

/// `line: later / first`: the values of the positive and of the negative side, where they differ.
fn differences(run: &Run<'_>, conflict: &Conflict) -> Vec<String> {
    let values = |side: &[StatementId], column: EvidenceColumn| {
        let mut texts: Vec<String> = side
            .iter()
            .flat_map(|statement| columns::texts(run, &columns::of_statement(run, statement.0, &column)))
            .collect();
        texts.sort();
        texts.dedup();
        texts
    };
    let written = |texts: &[String]| if texts.is_empty() { "not stated".to_owned() } else { texts.join(", ") };
    let partners = std::iter::once((Field::Partners.name(), EvidenceColumn::Partners));
    let properties = QUALIFIERS.iter().filter_map(|&field| {
        let property = run.graph.model().property(field)?;
        Some((field.name(), EvidenceColumn::Property(property)))
    });
    partners
        .chain(properties)
        .filter_map(|(name, column)| {
            let (positive, negative) = (values(&conflict.positive, column), values(&conflict.negative, column));
            (positive != negative).then(|| format!("{name}: {} / {}", written(&positive), written(&negative)))
        })
        .collect()
}
