//! The order of the steps, written once: text → tree → question → plan → rows → notes → answer.

use super::lexicon::GraphNames;
use super::prepared::Prepared;
use super::{Engine, Settings, patient, present};
use crate::answer::{Answer, Note};
use crate::diagnostic::Diagnostic;
use crate::exec::{self, Budget, Limits, Recorder, Rows, Run, Stop, Table, Value, rows, stages};
use crate::language::{self, Lexicon, ast};
use crate::plan::{self, Plan, Step};
use crate::query::{Resolved, RowSource, SetId};
use crate::report::{self, notes};
use crate::resolve::{self, Binding, Environment};
use crate::text;
use crate::words;

/// A step that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Text → tree.
    Parse,
    /// Tree → question.
    Resolve,
    /// Question → plan.
    Plan,
    /// Plan → rows.
    Run,
    /// Rows → what to know beside them.
    Notes,
    /// Rows → answer.
    Present,
}

/// Sees every step as it is done.
pub(super) type Observer<'w> = dyn FnMut(Phase) + 'w;

impl Engine {
    /// Reads one statement.
    pub(super) fn statement(&self, source: &text::Source) -> Result<ast::Statement, Vec<Diagnostic>> {
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_query(source, &lexicon)
    }

    /// Reads a whole script.
    pub(super) fn script(&self, source: &text::Source) -> (ast::Script, Vec<language::Unread>) {
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_script(source, &lexicon)
    }

    /// Tree → question. Every mistake in it is found by here; nothing is left to go wrong but
    /// limits.
    pub(super) fn prepare(
        &self,
        query: &ast::QuerySyntax,
        source: &text::Source,
        bindings: &[(String, Binding)],
        settings: &Settings,
    ) -> Result<Resolved, Vec<Diagnostic>> {
        let listed = patient::findings(query, source).map_err(|fault| vec![fault])?;
        let environment = Environment { listed: listed.as_ref(), ..self.environment(bindings, settings.strict) };
        let mut resolved = resolve::resolve(query, &source.text, environment)?;
        resolved.written = words::stages(&query.stages, &self.graph.vocabulary().forms, &source.text);
        let unknown = resolved.chart.as_ref().and_then(|chart| settings.unknown_format(Some(chart), None));
        match unknown.or_else(|| settings.unknown_format(resolved.format.as_ref(), resolved.file.as_ref())) {
            Some(fault) => Err(vec![fault]),
            None => Ok(resolved),
        }
    }

    /// What resolving a question depends on.
    pub(super) fn environment<'a>(&'a self, bindings: &'a [(String, Binding)], strict: bool) -> Environment<'a> {
        Environment {
            graph: &self.graph,
            names: &self.names,
            inclusions: &self.inclusions,
            bindings,
            strict,
            listed: None,
        }
    }
}

/// An answer, and of each row, contested ones at the end, the entity that it is about.
pub(super) type Asked = (Answer, Vec<Option<u32>>);

impl Prepared<'_> {
    /// Question → plan.
    pub(super) fn plan(&self) -> Plan {
        plan::plan(&self.resolved.query, self.engine.graph())
    }

    /// Makes what rows, notes and answer are found with, once for all of them. `measured`: each
    /// part of the run is timed.
    pub(super) fn evaluate<T>(
        &self,
        plan: &Plan,
        measured: bool,
        work: impl FnOnce(&Run<'_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let budget = Budget::start(self.limits, self.cancel);
        let recorder = if measured { Recorder::on() } else { Recorder::default() };
        work(&exec::begin(self.engine.graph(), &self.resolved.query, plan, &budget, recorder)?)
    }

    /// Question → answer.
    pub(super) fn answer(&self, watch: &mut Observer<'_>) -> Result<Asked, Stop> {
        let plan = self.plan();
        watch(Phase::Plan);
        self.run(&plan, watch)
    }

    /// Plan → answer.
    pub(super) fn run(&self, plan: &Plan, watch: &mut Observer<'_>) -> Result<Asked, Stop> {
        self.evaluate(plan, false, |run| {
            let (rows, notes) = self.rows_and_notes(run, watch)?;
            let entities = entities(&rows);
            // What contradicts each other is shown statement by statement.
            let is_wanted = self.is_drawn || matches!(self.resolved.source, RowSource::Conflicts(_));
            let picture = match is_wanted {
                true => Some(report::picture(run, &self.resolved.source, &rows)?),
                false => None,
            };
            let mut answer = present::answer(self, run, rows)?;
            answer.picture = picture;
            answer.cards = report::cards(run, &self.resolved.source)?;
            answer.notes.extend(notes);
            watch(Phase::Present);
            Ok((answer, entities))
        })
    }

    /// Plan → rows, and the notes of a phrase. These cover all its rows, also those that stages
    /// remove or make a table of, so they are made before the stages take the rows. Facts that are
    /// only counted need neither.
    fn rows_and_notes(&self, run: &Run<'_>, watch: &mut Observer<'_>) -> Result<(Rows, Vec<Note>), Stop> {
        let stages = &self.resolved.stages;
        let needs_rows = !stages.iter().any(|stage| stage.table().is_some()) || run.rests_on_statements();
        let Some(set) = self.resolved.source.entities().filter(|_| needs_rows) else {
            let rows = self.rows(run)?;
            watch(Phase::Run);
            let mut notes = Vec::new();
            if let (RowSource::Does(set), Rows::Table(answer)) = (&self.resolved.source, &rows) {
                notes = yes_or_no_notes(run, *set, answer)?;
            }
            watch(Phase::Notes);
            return Ok((rows, notes));
        };
        let found = rows::rows(run, set)?;
        watch(Phase::Run);
        let mut notes = notes::notes(run, set, &found)?;
        watch(Phase::Notes);
        let (supported, contested) = (found.rows.len(), found.contested.len());
        let rows = stages::run_rows(run, set, found, stages)?;
        if matches!(&rows, Rows::Set(left) if left.rows.is_empty() && left.contested.is_empty()) {
            notes.extend(emptied_by_stages(supported, contested));
        }
        watch(Phase::Run);
        Ok((rows, notes))
    }

    /// Plan → rows.
    pub(super) fn rows(&self, run: &Run<'_>) -> Result<Rows, Stop> {
        let Resolved { source, stages, .. } = self.resolved;
        if let RowSource::Set(set) = source {
            return stages::run_set(run, *set, stages);
        }
        let find = || report::rows(run, self.engine.names(), source);
        match (run.recorder.measure(Step::Source, Rows::supported, find)?, source.set()) {
            (Rows::Set(rows), Some(set)) => stages::run_rows(run, set, rows, stages),
            (Rows::Table(table), _) => stages::run_table(run, table, stages),
            // Only a set has rows that are entities.
            (rows @ Rows::Set(_), None) => Ok(rows),
        }
    }
}

/// Leaves as many rows of an answer as the limits allow.
pub(super) fn cut(answer: &mut Answer, limits: &Limits) {
    answer.total_rows = answer.rows.len();
    if let Some(most) = limits.max_rows
        && answer.rows.len() > most
    {
        answer.rows.truncate(most);
        answer.complete = false;
    }
}

/// Says that stages removed all of so many rows, if there were any.
fn emptied_by_stages(supported: usize, contested: usize) -> Option<Note> {
    let removed = match (supported, contested) {
        (0, 0) => return None,
        (0, 1) => "1 contested row".to_owned(),
        (0, contested) => format!("{contested} contested rows"),
        (1, _) => "1 row".to_owned(),
        (rows, _) => format!("{rows} rows"),
    };
    Some(Note::new("emptied", format!("the stages removed all of {removed}")))
}

/// The notes of `does … ?`: those of the same question as a list.
fn yes_or_no_notes(run: &Run<'_>, set: SetId, answer: &Table) -> Result<Vec<Note>, Stop> {
    let found = rows::rows(run, set)?;
    let mut notes = notes::notes(run, set, &found)?;
    notes.extend(notes::conditions(run, set, &found)?);
    notes.extend(notes::withdrawn(run, &found));
    // What the phrase does not state may be stated by another name.
    let is_open = report::is_not_stated(answer);
    notes.retain(|note| is_open || note.code != "nothing");
    Ok(notes)
}

fn entities(rows: &Rows) -> Vec<Option<u32>> {
    match rows {
        Rows::Set(rows) => rows.rows.iter().chain(&rows.contested).map(|row| Some(row.entity)).collect(),
        Rows::Table(table) => table.rows.iter().map(|row| row.iter().find_map(entity)).collect(),
    }
}

fn entity(value: &Value) -> Option<u32> {
    if let Value::Entity(entity) = value { Some(*entity) } else { None }
}
