//! One question: all steps in order.

use super::lexicon::GraphNames;
use super::{Engine, present};
use crate::answer::Answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::rows::SetRows;
use crate::exec::{
    Budget, Cancel, Evaluator, Limits, Rows, Stop, Table, compare, conflicts, matching, paths, sources, stages, why,
};
use crate::language::{self, Lexicon, ast};
use crate::plan::{self, Plan, Step};
use crate::resolve::{self, Binding, Environment, Resolved};
use crate::text::{Source, Span};
use serde::Serialize;
use std::time::Instant;

/// How questions are answered.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Rules of scripts: R7 and R13 are errors.
    pub strict: bool,
    /// Time, rows, memory.
    pub limits: Limits,
    /// `--param NAME=VALUE`
    pub parameters: Vec<(String, String)>,
    /// How answers are written where the query does not say; absent: as the caller likes.
    pub format: Option<String>,
    /// The formats that the caller writes, and endings of their files; empty: any.
    pub formats: Vec<&'static str>,
}

impl Settings {
    /// Whether the caller can write answers so.
    pub(super) fn knows_format(&self, name: &str) -> bool {
        self.formats.is_empty() || self.formats.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The text does not read or resolve; nothing ran.
    Diagnostics(Source, Vec<Diagnostic>),
    /// The same of a script and files that it runs.
    Files(Vec<(Source, Vec<Diagnostic>)>),
    /// It ran, and a limit, an expectation or a file stopped it.
    Runtime(Source, Vec<Diagnostic>),
    /// The user stopped it.
    Interrupted,
}

/// Times of repeated runs of one question, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BenchReport {
    /// How many runs.
    pub runs: usize,
    /// From text to rows in memory, median.
    pub median_us: f64,
    /// The shortest.
    pub min_us: f64,
    /// Rows of the answer.
    pub rows: usize,
    /// Tagging and parsing, median.
    pub parse_us: f64,
    /// Resolving and planning, median.
    pub plan_us: f64,
    /// Running, median.
    pub run_us: f64,
}

impl Engine {
    /// Answers one question.
    ///
    /// # Errors
    /// Everything that is wrong with the text; limits; cancellation.
    pub fn ask(&self, text: &str, settings: &Settings, cancel: &Cancel) -> Result<Answer, Failure> {
        let mut session = super::Session::new(self, settings.clone());
        let answers = session.run_statement(Source::new("query", text), cancel)?;
        Ok(answers.into_iter().next().unwrap_or_default())
    }

    /// Reads one statement.
    pub(super) fn parse(&self, source: &Source) -> Result<ast::Statement, Vec<Diagnostic>> {
        let names = GraphNames(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_query(source, &lexicon)
    }

    /// Reads a whole script.
    pub(super) fn parse_script(&self, source: &Source) -> (ast::Script, Vec<Diagnostic>) {
        let names = GraphNames(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        language::parse_script(source, &lexicon)
    }

    pub(super) fn resolve(
        &self,
        query: &ast::Query,
        asked: &str,
        bindings: &[(String, Binding)],
        strict: bool,
    ) -> Result<Resolved, Vec<Diagnostic>> {
        resolve::resolve(query, asked, self.environment(bindings, strict))
    }

    /// What questions are read in the light of.
    pub(super) fn environment<'a>(&'a self, bindings: &'a [(String, Binding)], strict: bool) -> Environment<'a> {
        Environment { graph: &self.graph, names: &self.names, inclusions: &self.inclusions, bindings, strict }
    }

    /// The rows of a question.
    pub(super) fn rows(&self, evaluator: &Evaluator<'_>, resolved: &Resolved) -> Result<Rows, Stop> {
        match &resolved.source {
            crate::query::Source::Set(set) => stages::run_set(evaluator, *set, &resolved.stages),
            crate::query::Source::Evidence(set) => {
                let size = |rows: &SetRows| rows.rows.len();
                let rows = evaluator.recorder.measure(Step::Source, size, || sources::evidence(evaluator, *set))?;
                stages::run_rows(evaluator, *set, rows, &resolved.stages)
            }
            other => {
                let size = |table: &Table| table.rows.len();
                let table = evaluator.recorder.measure(Step::Source, size, || self.table(evaluator, other))?;
                stages::run_table(evaluator, table, &resolved.stages)
            }
        }
    }

    /// The rows of a source that is no set of entities.
    fn table(&self, evaluator: &Evaluator<'_>, source: &crate::query::Source) -> Result<Table, Stop> {
        Ok(match source {
            // These are sets.
            crate::query::Source::Set(_) | crate::query::Source::Evidence(_) => Table::default(),
            crate::query::Source::Does(set) => sources::does(evaluator, *set)?,
            crate::query::Source::Describe(seeds) => sources::describe(&self.graph, seeds)?,
            crate::query::Source::DescribeNoun(noun) => sources::describe_noun(&self.graph, *noun),
            crate::query::Source::DescribeVerb(relations) => sources::describe_verb(&self.graph, relations),
            crate::query::Source::Resolve(text) => sources::resolve(evaluator, &self.names, text),
            crate::query::Source::Why(question) => match (&question.subject, question.set) {
                (crate::query::WhySubject::Entity(seed), Some(set)) => {
                    why::why(evaluator, set, &seed.entities, question.negated)?
                }
                (crate::query::WhySubject::Entity(_) | crate::query::WhySubject::Row(_), _) => {
                    return Err(Stop::NoAnswer);
                }
            },
            crate::query::Source::Paths(question) => paths::paths(evaluator, question)?,
            crate::query::Source::Compare(question) => compare::compare(evaluator, question, source.columns())?,
            crate::query::Source::Match(question) => matching::matches(evaluator, question)?,
            crate::query::Source::Conflicts(about) => conflicts::conflicts(evaluator, *about)?,
        })
    }

    /// Runs a question many times and tells how long each step takes; no plan or answer is kept.
    ///
    /// # Errors
    /// As [`Engine::ask`].
    pub fn bench(&self, text: &str, runs: usize, settings: &Settings) -> Result<BenchReport, Failure> {
        let source = Source::new("query", text);
        let cancel = Cancel::default();
        let bindings = parameters(settings);
        let runs = runs.max(1);
        let mut times: [Vec<f64>; 4] = Default::default();
        let mut rows = 0;
        for _ in 0..runs {
            let start = Instant::now();
            let statement = self.parse(&source).map_err(|errors| Failure::Diagnostics(source.clone(), errors))?;
            let parsed = Instant::now();
            let ast::StatementKind::Query(query) = &statement.kind else {
                let error = Diagnostic::error(Code::TypeMismatch, statement.span, "only a question can be timed");
                return Err(Failure::Diagnostics(source, vec![error]));
            };
            let resolved = self
                .resolve(query, text, &bindings, settings.strict)
                .map_err(|errors| Failure::Diagnostics(source.clone(), errors))?;
            let plan: Plan = plan::plan(&resolved.query, &self.graph);
            let planned = Instant::now();
            let budget = Budget::start(&settings.limits, &cancel);
            let found = Evaluator::new(&self.graph, &resolved.query, &plan, &budget)
                .and_then(|evaluator| self.rows(&evaluator, &resolved))
                .map_err(|stop| stopped(&source, stop))?;
            rows = present::count(&found);
            let done = Instant::now();
            std::hint::black_box(&found);
            let us = |from: Instant, to: Instant| to.duration_since(from).as_nanos() as f64 / 1000.0;
            for (list, time) in
                times.iter_mut().zip([us(start, done), us(start, parsed), us(parsed, planned), us(planned, done)])
            {
                list.push(time);
            }
        }
        let min_us = times[0].iter().copied().fold(f64::INFINITY, f64::min);
        let [whole, parse, plan, run] = times.map(median);
        Ok(BenchReport { runs, median_us: whole, min_us, rows, parse_us: parse, plan_us: plan, run_us: run })
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}

/// The parameters as bindings.
pub(super) fn parameters(settings: &Settings) -> Vec<(String, Binding)> {
    settings.parameters.iter().map(|(name, value)| (name.clone(), Binding::Value(value.clone()))).collect()
}

/// A limit as the failure that the user sees.
pub(super) fn stopped(source: &Source, stop: Stop) -> Failure {
    if stop == Stop::Cancelled {
        return Failure::Interrupted;
    }
    let nothing_ran = stop == Stop::NoAnswer;
    let whole = Span::new(0, source.text.len() as u32);
    let error = match stop {
        Stop::Timeout => {
            Diagnostic::error(stop.code(), whole, "the time limit was reached").help("allow more with `--timeout 5m`")
        }
        Stop::Memory => Diagnostic::error(stop.code(), whole, "the memory limit was reached")
            .help("allow more with `--max-memory 8GiB`"),
        Stop::NoAnswer => {
            Diagnostic::error(stop.code(), whole, "there is no answer before this that `why` could ask about")
                .help("name the question: `why trastuzumab in drugs targeting HER2 in gastric`")
        }
        Stop::Cancelled => Diagnostic::error(stop.code(), whole, "cancelled"),
    };
    if nothing_ran {
        return Failure::Diagnostics(source.clone(), vec![error]);
    }
    Failure::Runtime(source.clone(), vec![error])
}
