//! `does HEAD … ?`: yes, no, contested, or not stated (model section 5). A bare `no` where nothing
//! is stated would be taken for evidence against.

use super::notes::{self, Aside};
use crate::exec::result::{RowEvidence, SetRow, Table, Value};
use crate::exec::rows::{self, columns};
use crate::exec::{Run, Stop};
use crate::graph::StatementId;
use crate::model::{Field, SourceKind};
use crate::query::{EvidenceColumn, SetId};

const NOT_STATED: &str = "not stated";

/// Whether an answer of `does … ?` says that nothing is stated.
pub fn is_not_stated(answer: &Table) -> bool {
    let first = answer.rows.first().and_then(|row| row.first());
    matches!(first, Some(Value::Text(text)) if text == NOT_STATED)
}

/// The answer with the statements behind it, all rows taken together.
///
/// # Errors
/// When the budget is used up.
pub fn does(run: &Run<'_>, set: SetId) -> Result<Table, Stop> {
    let mut rows = rows::rows(run, set)?;
    // With `including contested` they are among the rows.
    rows.contested.extend(rows.rows.extract_if(.., |row| row.contested));
    let aside = if rows.rows.is_empty() { notes::aside(run, set, &rows)? } else { Aside::default() };
    let supported = if rows.rows.is_empty() { &aside.through_mechanisms } else { &rows.rows };
    let mut evidence = together(run, supported.iter().chain(&rows.contested));
    let answer = match supported.is_empty() {
        false if evidence.against.is_empty() && evidence.opposite.is_empty() => "yes",
        false => "contested",
        true if !rows.contested.is_empty() => unsupported(run, &evidence),
        true if aside.is_filtered => "no",
        true => NOT_STATED,
    };
    let list = |list: &[StatementId]| Value::Statements(list.iter().map(|statement| statement.0).collect());
    let statements = list(&evidence.statements);
    if supported.is_empty() {
        evidence.statements.clone_from(&evidence.against);
    }
    let (supporting, against) = (evidence.supporting.len(), list(&evidence.against));
    if answer == NOT_STATED {
        evidence.opposite.clone_from(&aside.opposite);
    }
    let opposite = Value::Opposite(evidence.opposite.iter().map(|statement| statement.0).collect());
    let disputing = evidence.against.len();
    let row = SetRow { entity: 0, contested: false, evidence: Some(Box::new(evidence)) };
    let cells = vec![
        Value::Text(answer.to_owned()),
        Value::count(supporting),
        Value::count(disputing),
        opposite,
        statements,
        against,
        columns::evidence(run, &row, &EvidenceColumn::Sources),
    ];
    Ok(Table::of(SourceKind::Does, vec![cells]))
}

/// The statements behind all rows, best first.
fn together<'r>(run: &Run<'_>, rows: impl Iterator<Item = &'r SetRow>) -> RowEvidence {
    let mut evidence = RowEvidence::default();
    for own in rows.filter_map(|row| row.evidence.as_ref()) {
        evidence.supporting.extend(&own.supporting);
        evidence.against.extend(&own.against);
        evidence.opposite.extend(&own.opposite);
        evidence.statements.extend(&own.statements);
        evidence.fact_sources.extend(&own.fact_sources);
    }
    for list in [&mut evidence.supporting, &mut evidence.against, &mut evidence.opposite, &mut evidence.statements] {
        list.sort_unstable_by_key(|&statement| run.graph.statements().rank(statement));
        list.dedup();
    }
    evidence
}

/// What evidence that supports nothing says: `no` where something disputes it or it failed, unless
/// somebody still claims it; what is open only is contested.
fn unsupported(run: &Run<'_>, evidence: &RowEvidence) -> &'static str {
    let (statements, model) = (run.graph.statements(), run.graph.model());
    let failed = |statement: StatementId| {
        model.statuses.failed.is_some_and(|failed| statements.code(statement, Field::Status) == failed)
    };
    let claims = |statement: StatementId| {
        Some(statements.code(statement, Field::Direction)) == model.directions.supports && !failed(statement)
    };
    let denies = |statement: StatementId| {
        failed(statement) || Some(statements.code(statement, Field::Direction)) == model.directions.disputes
    };
    let is_claimed = !evidence.supporting.is_empty() || evidence.against.iter().any(|&statement| claims(statement));
    let is_denied = evidence.against.iter().any(|&statement| denies(statement));
    if is_denied && !is_claimed { "no" } else { "contested" }
}
