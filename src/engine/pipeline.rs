//! The order of the steps, written once: text → tree → question → plan → rows → notes → answer.

use super::lexicon::GraphNames;
use super::prepared::Prepared;
use super::{Engine, Settings, patient, present};
use crate::answer::{Answer, Note};
use crate::diagnostic::Diagnostic;
use crate::exec::result::SetRows;
use crate::exec::walks::paths;
use crate::exec::{self, Budget, Recorder, Rows, Run, Stop, Table, Value, rows, stages};
use crate::language::{self, Lexicon, ast};
use crate::plan::{self, Plan, Step};
use crate::query::Resolved;
use crate::query::{SetId, Source, Stage, WhySubject};
use crate::report::{compare, conflicts, matching, notes, sources, why};
use crate::resolve::{self, Binding, Environment};
use crate::text;

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
    pub(super) fn parse(&self, source: &text::Source) -> Result<ast::Statement, Vec<Diagnostic>> {
        let names = GraphNames(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_query(source, &lexicon)
    }

    /// Reads a whole script.
    pub(super) fn parse_script(&self, source: &text::Source) -> (ast::Script, Vec<Diagnostic>) {
        let names = GraphNames(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_script(source, &lexicon)
    }

    /// Tree → question. Every mistake in it is found by here; nothing is left to go wrong but limits.
    pub(super) fn prepare(
        &self,
        query: &ast::Query,
        source: &text::Source,
        bindings: &[(String, Binding)],
        settings: &Settings,
    ) -> Result<Resolved, Vec<Diagnostic>> {
        let environment = self.environment(bindings, settings.strict);
        let mut resolved = resolve::resolve(query, &source.text, environment)?;
        patient::read_findings(self, source, &mut resolved).map_err(|fault| vec![fault])?;
        match settings.unknown_format(resolved.format.as_ref(), resolved.file.as_ref()) {
            Some(fault) => Err(vec![fault]),
            None => Ok(resolved),
        }
    }

    /// What questions are read in the light of.
    pub(super) fn environment<'a>(&'a self, bindings: &'a [(String, Binding)], strict: bool) -> Environment<'a> {
        Environment { graph: &self.graph, names: &self.names, inclusions: &self.inclusions, bindings, strict }
    }
}

/// An answer, and of each row, contested ones at the end, the entity that it is about.
pub(super) type Asked = (Answer, Vec<Option<u32>>);

impl Prepared<'_> {
    /// Question → plan.
    pub(super) fn plan(&self) -> Plan {
        plan::plan(&self.resolved.query, self.engine.graph())
    }

    /// Makes what rows, notes and answer are found with, once for all of them. `measured`: each part of
    /// the run is timed.
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
        self.evaluate(&plan, false, |evaluator| {
            let rows = self.rows(evaluator)?;
            watch(Phase::Run);
            let notes = self.notes(evaluator, &rows)?;
            watch(Phase::Notes);
            let entities = entities(&rows);
            let mut answer = present::answer(self, evaluator, rows)?;
            answer.notes.extend(notes);
            watch(Phase::Present);
            Ok((answer, entities))
        })
    }

    /// Plan → rows.
    pub(super) fn rows(&self, evaluator: &Run<'_>) -> Result<Rows, Stop> {
        let stages = &self.resolved.stages;
        match &self.resolved.source {
            Source::Set(set) => stages::run_set(evaluator, *set, stages),
            Source::Evidence(set) => {
                let size = |rows: &SetRows| rows.rows.len();
                let rows = evaluator.recorder.measure(Step::Source, size, || sources::evidence(evaluator, *set))?;
                stages::run_rows(evaluator, *set, rows, stages)
            }
            other => {
                let size = |table: &Table| table.rows.len();
                let find = || table(self.engine, evaluator, other);
                stages::run_table(evaluator, evaluator.recorder.measure(Step::Source, size, find)?, stages)
            }
        }
    }

    fn notes(&self, evaluator: &Run<'_>, rows: &Rows) -> Result<Vec<Note>, Stop> {
        match (&self.resolved.source, rows) {
            (Source::Set(set), Rows::Set(found)) => set_notes(evaluator, *set, found, &self.resolved.stages),
            (_, _) => Ok(Vec::new()),
        }
    }
}

/// The rows of a source that is no set of entities.
fn table(engine: &Engine, evaluator: &Run<'_>, source: &Source) -> Result<Table, Stop> {
    Ok(match source {
        // These are sets.
        Source::Set(_) | Source::Evidence(_) => Table::default(),
        Source::Does(set) => sources::does(evaluator, *set)?,
        Source::Describe(seeds) => sources::describe(engine.graph(), seeds)?,
        Source::DescribeNoun(noun) => sources::describe_noun(engine.graph(), *noun),
        Source::DescribeVerb(relations) => sources::describe_verb(engine.graph(), relations),
        Source::Resolve(text) => sources::resolve(evaluator, engine.names(), text),
        Source::Why(question) => match (&question.subject, question.set) {
            (WhySubject::Entity(seed), Some(set)) => why::why(evaluator, set, &seed.entities, question.negated)?,
            (WhySubject::Entity(_) | WhySubject::Row(_), _) => {
                return Err(Stop::NoAnswer);
            }
        },
        Source::Paths(question) => paths::paths(evaluator, question)?,
        Source::Compare(question) => compare::compare(evaluator, question, source.columns())?,
        Source::Match(question) => matching::matches(evaluator, question)?,
        Source::Conflicts(about) => conflicts::conflicts(evaluator, *about)?,
    })
}

/// The notes of a phrase: they tell of all its rows, also of those that stages took away.
fn set_notes(evaluator: &Run<'_>, set: SetId, found: &SetRows, stages: &[Stage]) -> Result<Vec<Note>, Stop> {
    if stages.is_empty() {
        return notes::notes(evaluator, set, found);
    }
    let all = rows::rows(evaluator, set)?;
    let mut notes = notes::notes(evaluator, set, &all)?;
    let (left, before) = (found.rows.len() + found.contested.len(), all.rows.len() + all.contested.len());
    if left == 0 && before > 0 {
        let plural = if before == 1 { "" } else { "s" };
        notes.push(Note::new("emptied", format!("the stages left none of {before} row{plural}")));
    }
    Ok(notes)
}

fn entities(rows: &Rows) -> Vec<Option<u32>> {
    match rows {
        Rows::Set(rows) => rows.rows.iter().chain(&rows.contested).map(|row| Some(row.entity)).collect(),
        Rows::Table(table) => table.rows.iter().map(|row| row.iter().find_map(entity)).collect(),
    }
}

fn entity(value: &Value) -> Option<u32> {
    match value {
        Value::Entity(entity) => Some(*entity),
        _ => None,
    }
}
