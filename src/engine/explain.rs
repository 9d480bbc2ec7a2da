//! `explain` and `profile`: the plan of a question, and what it cost.

use super::Engine;
use crate::answer::{Answer, Cell, Column, ColumnType, Note, Row};
use crate::exec::{Budget, Evaluator, Recorder, Stop};
use crate::plan::{self, Operator, Plan};
use crate::resolve::Resolved;

/// Columns of `explain`; `profile` has two more.
const COLUMNS: &[(&str, ColumnType)] =
    &[("operator", ColumnType::Text), ("detail", ColumnType::Text), ("estimate", ColumnType::Number)];
const MEASURED: &[(&str, ColumnType)] = &[("rows", ColumnType::Number), ("us", ColumnType::Number)];

/// How a question would run.
pub(super) fn explain(engine: &Engine, resolved: &Resolved, text: &str) -> Answer {
    let plan = plan::plan(&resolved.query, engine.graph());
    answer(engine, resolved, text, &operators(engine, resolved, &plan), None)
}

/// Runs a question and tells what each operator found, and how long it took by itself.
///
/// # Errors
/// Those of the run.
pub(super) fn profile(engine: &Engine, resolved: &Resolved, text: &str, budget: &Budget<'_>) -> Result<Answer, Stop> {
    let plan = plan::plan(&resolved.query, engine.graph());
    let evaluator = Evaluator::recorded(engine.graph(), &resolved.query, &plan, budget)?;
    let rows = engine.rows(&evaluator, resolved)?;
    let operators = operators(engine, resolved, &plan);
    let mut answer = answer(engine, resolved, text, &operators, Some(&evaluator.recorder));
    let found = super::present::count(&rows);
    let work = budget.work();
    answer.notes.push(Note::new("profile", format!("{found} rows, {work} edges and entities touched")));
    Ok(answer)
}

fn answer(
    engine: &Engine,
    resolved: &Resolved,
    text: &str,
    operators: &[Operator],
    recorder: Option<&Recorder>,
) -> Answer {
    let measured = recorder.map_or(&[][..], |_| MEASURED);
    let column = |&(name, of): &(&str, ColumnType)| Column { name: name.to_owned(), of, visible: true };
    let row = |operator: &Operator| {
        let mut cells = vec![
            Cell::Text(operator.operator.to_owned()),
            Cell::Text(operator.detail.clone()),
            operator.estimate.map_or(Cell::Missing, |estimate| Cell::Integer(estimate.round() as i64)),
        ];
        if let Some(recorder) = recorder {
            let measure = operator.step.and_then(|step| recorder.of(step));
            cells.push(measure.map_or(Cell::Missing, |measure| Cell::Integer(measure.rows as i64)));
            let tenths = |measure: crate::exec::Measure| (measure.time.as_nanos() as f64 / 100.0).round() / 10.0;
            cells.push(measure.map_or(Cell::Missing, |measure| Cell::Decimal(tenths(measure))));
        }
        Row { cells }
    };
    Answer {
        query: text.to_owned(),
        reading: resolved.reading(engine.graph()),
        graph: engine.graph_info(),
        columns: COLUMNS.iter().chain(measured).map(column).collect(),
        rows: operators.iter().map(row).collect(),
        complete: true,
        ..Answer::default()
    }
}

fn operators(engine: &Engine, resolved: &Resolved, plan: &Plan) -> Vec<Operator> {
    let graph = engine.graph();
    let mut operators = match resolved.source.set() {
        Some(set) => plan::of_set(plan, &resolved.query, graph, set),
        None => plan::of_contexts(plan, &resolved.query, graph),
    };
    let source = resolved.source.kind().row().plan;
    operators.extend(source.map(|(operator, detail)| Operator {
        operator,
        detail: detail.to_owned(),
        estimate: None,
        step: Some(plan::Step::Source),
    }));
    operators.extend(plan::of_stages(&resolved.stages));
    operators
}
