//! `explain` and `profile`: the plan of a question, and what it cost.

use super::prepared::Prepared;
use crate::answer::{Answer, Cell, Column, ColumnType, Note, Row};
use crate::exec::{Measure, Recorder, Stop};
use crate::plan::{self, Operator, Plan};
use crate::words;

/// Columns of `explain`; `profile` has two more.
const COLUMNS: &[(&str, ColumnType)] =
    &[("operator", ColumnType::Text), ("detail", ColumnType::Text), ("estimate", ColumnType::Number)];
const MEASURED: &[(&str, ColumnType)] = &[("rows", ColumnType::Number), ("us", ColumnType::Number)];

impl Prepared<'_> {
    /// How a question would run.
    pub(super) fn explain(&self, plan: &Plan) -> Answer {
        self.table_of(&self.operators(plan), None)
    }

    /// Runs a question: what each operator found, and how long it took by itself.
    ///
    /// # Errors
    /// Those of the run.
    pub(super) fn profile(&self) -> Result<Answer, Stop> {
        let plan = self.plan();
        self.evaluate(&plan, true, |run| {
            let rows = self.rows(run)?;
            let mut answer = self.table_of(&self.operators(&plan), Some(&run.recorder));
            let (found, work) = (rows.supported(), run.budget.work());
            answer.notes.push(Note::new("profile", format!("{found} rows, {work} edges and entities visited")));
            Ok(answer)
        })
    }

    fn table_of(&self, operators: &[Operator<'_>], recorder: Option<&Recorder>) -> Answer {
        let measured = recorder.map_or(&[][..], |_| MEASURED);
        let column = |&(name, of): &(&'static str, ColumnType)| Column { name: name.into(), of, visible: true };
        Answer {
            query: self.text.to_owned(),
            reading: words::reading(self.resolved, self.engine.graph()),
            graph: self.engine.graph_info(),
            columns: COLUMNS.iter().chain(measured).map(column).collect(),
            rows: operators.iter().map(|operator| Row { cells: self.cells(operator, recorder) }).collect(),
            complete: true,
            ..Answer::default()
        }
    }

    fn operators(&self, plan: &Plan) -> Vec<Operator<'_>> {
        let (graph, resolved) = (self.engine.graph(), self.resolved);
        let mut operators = match resolved.source.set() {
            Some(set) => plan::of_set(plan, &resolved.query, graph, set),
            None => plan::of_contexts(plan, &resolved.query, graph),
        };
        operators.extend(plan::of_source(resolved.source.kind()));
        operators.extend(plan::of_stages(&resolved.stages));
        operators
    }

    fn cells(&self, operator: &Operator<'_>, recorder: Option<&Recorder>) -> Vec<Cell> {
        let (word, detail) = words::operator(&self.resolved.query, self.engine.graph(), operator.action);
        let mut cells = vec![
            Cell::Text(word.to_owned()),
            Cell::Text(detail),
            operator.estimate.map_or(Cell::Missing, |estimate| Cell::Integer(estimate.round() as i64)),
        ];
        if let Some(recorder) = recorder {
            let measure = operator.step.and_then(|step| recorder.of(step));
            cells.push(measure.map_or(Cell::Missing, |measure| Cell::Integer(measure.rows as i64)));
            let tenths = |measure: Measure| (measure.time.as_nanos() as f64 / 100.0).round() / 10.0;
            cells.push(measure.map_or(Cell::Missing, |measure| Cell::Decimal(tenths(measure))));
        }
        cells
    }
}
