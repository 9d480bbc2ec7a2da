//! Questions are asked before they are offered.

use crate::engine::prepared::Prepared;
use crate::engine::{Cancel, Engine, Limits, Settings};
use crate::exec::{Rows, Run, Table, Value};
use crate::graph::EntityId;
use crate::language::ast::StatementKind;
use crate::query::{Resolved, RowSource as Asked, SetNode};
use crate::resolve::Binding;
use crate::text::Source;
use crate::words;
use std::time::{Duration, Instant};

/// All questions of one text may take so long. They take a few milliseconds, so this is a bound for
/// graphs and machines that are much slower.
const TIME_MAX: Duration = Duration::from_millis(300);
/// So many questions are asked for one text.
const TRIES_MAX: usize = 30;

/// Questions that have rows, as they are found.
pub(in crate::engine) struct Trial<'a> {
    engine: &'a Engine,
    bindings: &'a [(String, Binding)],
    settings: &'a Settings,
    wanted: usize,
    end: Instant,
    tries: usize,
    /// What the questions found mean: none is offered twice.
    readings: Vec<String>,
    pub(in crate::engine) found: Vec<String>,
}

impl<'a> Trial<'a> {
    pub(in crate::engine) fn new(
        engine: &'a Engine,
        bindings: &'a [(String, Binding)],
        settings: &'a Settings,
        wanted: usize,
    ) -> Self {
        let end = Instant::now() + TIME_MAX;
        Self { engine, bindings, settings, wanted, end, tries: TRIES_MAX, readings: Vec::new(), found: Vec::new() }
    }

    /// With more time and questions, for somebody who waits for them.
    pub(in crate::engine) fn patient(mut self, time: Duration) -> Self {
        self.end = Instant::now() + time;
        self.tries = TRIES_MAX * 4;
        self
    }

    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= self.wanted
    }

    /// Takes the questions that have rows, until there are enough.
    pub(in crate::engine) fn take_all(&mut self, questions: Vec<String>) {
        for question in questions {
            if self.is_full() || self.tries == 0 {
                return;
            }
            self.take(&question);
        }
    }

    /// Takes a question that has rows; false where it has none or there are enough.
    pub(super) fn take(&mut self, question: &str) -> bool {
        let left = self.end.saturating_duration_since(Instant::now());
        if self.is_full() || self.tries == 0 || left.is_zero() {
            return false;
        }
        self.tries -= 1;
        let Some(reading) = self.answered(question, left) else { return false };
        if !self.readings.contains(&reading) {
            self.readings.push(reading);
            self.found.push(question.to_owned());
        }
        true
    }

    /// The reading of a question that has rows.
    fn answered(&self, question: &str, timeout: Duration) -> Option<String> {
        let source = Source::new("query", question);
        let statement = self.engine.statement(&source).ok()?;
        let StatementKind::Query(query) = &statement.kind else { return None };
        let resolved = self.engine.prepare(query, &source, self.bindings, self.settings).ok()?;
        if only_restricts_names(&resolved) {
            return None;
        }
        let limits = Limits { timeout, ..Limits::default() };
        let prepared = Prepared {
            engine: self.engine,
            resolved: &resolved,
            text: question,
            limits: &limits,
            cancel: &Cancel::new(),
            is_drawn: false,
        };
        let is_answer = prepared
            .evaluate(&prepared.plan(), false, |run| {
                let rows = prepared.rows(run)?;
                Ok(is_answer(run, &resolved.source, &rows))
            })
            .unwrap_or(false);
        // `gene:DELTA` means the same as DELTA where both are found.
        let bare = |word: &str| word.rsplit(':').next().unwrap_or_default().to_lowercase();
        is_answer.then(|| words::reading(&resolved, self.engine.graph()).split(' ').map(bare).collect())
    }
}

/// Whether a question asks nothing of names but where they are: `imatinib in GIST`.
fn only_restricts_names(resolved: &Resolved) -> bool {
    let (Asked::Set(set) | Asked::Does(set)) = &resolved.source else { return false };
    let SetNode::Phrase(head) = resolved.query.set(*set) else { return false };
    resolved.query.node(*head).named && resolved.query.links.iter().all(|link| link.is_context)
}

/// Whether rows say something: a question about yes or no is not answered by no, and a finding without
/// a therapy is no match.
fn is_answer(run: &Run<'_>, asked: &Asked, rows: &Rows) -> bool {
    let table = match rows {
        Rows::Set(rows) => return !rows.rows.is_empty() || !rows.contested.is_empty(),
        Rows::Table(table) => table,
    };
    match asked {
        Asked::Does(_) => says(table, "yes") || says(table, "contested"),
        Asked::Match(_) => has_therapy(run, table),
        _ => !table.rows.is_empty(),
    }
}

fn says(table: &Table, word: &str) -> bool {
    let first = table.rows.first().and_then(|row| row.first());
    matches!(first, Some(Value::Text(text)) if text == word)
}

fn has_therapy(run: &Run<'_>, table: &Table) -> bool {
    let therapies = run.graph.model().kinds.therapies();
    let is_therapy = |value: &Value| matches!(value, Value::Entity(entity) if therapies.contains(&Some(run.graph.kind(EntityId(*entity)))));
    table.rows.iter().flatten().any(is_therapy)
}
