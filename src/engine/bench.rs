//! How long each step of a question takes.

use super::pipeline::Phase;
use super::{Engine, Failure, Settings};
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::Cancel;
use crate::language::ast::StatementKind;
use crate::text::Source;
use std::time::Instant;

/// Times of repeated runs of one question, in microseconds. Each step is a median by itself, so
/// that together they come close to the median of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct BenchReport {
    /// Number of runs.
    pub runs: usize,
    /// From text to answer, as [`Engine::ask`] takes it: median.
    pub median_us: f64,
    /// The shortest run.
    pub min_us: f64,
    /// Rows of the answer.
    pub rows: usize,
    /// Text → tree.
    pub parse_us: f64,
    /// Tree → question.
    pub resolve_us: f64,
    /// Question → plan.
    pub plan_us: f64,
    /// Plan → rows.
    pub run_us: f64,
    /// What to know beside the rows.
    pub notes_us: f64,
    /// Rows → answer.
    pub present_us: f64,
}

/// Steps in the order of [`Phase`].
const PHASES: usize = 6;

impl Engine {
    /// Asks a question many times and says how long each step takes; nothing is kept from one run
    /// to the next.
    ///
    /// # Errors
    /// As [`Engine::ask`]; a statement that is no question is a type mismatch.
    pub fn bench(&self, text: &str, runs: usize, settings: &Settings) -> Result<BenchReport, Failure> {
        self.refuse_other_statements(text)?;
        let cancel = Cancel::default();
        let runs = runs.max(1);
        let mut whole = Vec::with_capacity(runs);
        let mut steps: [Vec<f64>; PHASES] = Default::default();
        let mut rows = 0;
        for _ in 0..runs {
            let start = Instant::now();
            let mut clock = Clock { last: start, us: [0.0; PHASES] };
            let answer = self.ask_watched(text, settings, &cancel, &mut |phase| clock.done(phase))?;
            // What follows the last step belongs to it, so that the steps add up to the whole.
            clock.done(Phase::Present);
            whole.push(us(start, clock.last));
            steps.iter_mut().zip(clock.us).for_each(|(list, time)| list.push(time));
            rows = answer.rows.len();
        }
        let min_us = whole.iter().copied().fold(f64::INFINITY, f64::min);
        let [parse_us, resolve_us, plan_us, run_us, notes_us, present_us] = steps.map(median);
        let median_us = median(whole);
        Ok(BenchReport { runs, median_us, min_us, rows, parse_us, resolve_us, plan_us, run_us, notes_us, present_us })
    }

    /// Only a question is the same in every run.
    fn refuse_other_statements(&self, text: &str) -> Result<(), Failure> {
        let source = Source::new("query", text);
        match self.statement(&source) {
            Ok(statement) if !matches!(statement.kind, StatementKind::Query(_)) => {
                let fault = Diagnostic::error(Code::TypeMismatch, statement.span, "only a question can be timed");
                Err(Failure::Diagnostics(source, vec![fault]))
            }
            // What is no sentence may still be understood when it is asked.
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// Adds up the time of each step.
struct Clock {
    last: Instant,
    us: [f64; PHASES],
}

impl Clock {
    fn done(&mut self, phase: Phase) {
        let now = Instant::now();
        self.us[phase as usize] += us(self.last, now);
        self.last = now;
    }
}

fn us(from: Instant, to: Instant) -> f64 {
    to.duration_since(from).as_nanos() as f64 / 1000.0
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_add_up_to_the_whole_and_other_statements_are_refused() {
        let engine = Engine::embedded().unwrap();
        let settings = Settings::default();
        let report = engine.bench("drugs targeting HER2 in gastric", 1, &settings).unwrap();
        let steps = [report.parse_us, report.resolve_us, report.plan_us, report.run_us, report.notes_us];
        let sum: f64 = steps.iter().sum::<f64>() + report.present_us;
        assert!((sum - report.median_us).abs() < 0.01 && steps.iter().all(|&step| step > 0.0), "{report:?}");
        assert!(report.rows > 0 && report.min_us <= report.median_us);
        let plain = engine.bench("show me the drugs that hit HER2", 1, &settings).unwrap();
        assert!(plain.rows > 0 && plain.parse_us > 0.0, "{plain:?}");
        for text in ["let $x = drugs", "drgs"] {
            assert!(matches!(engine.bench(text, 1, &settings), Err(Failure::Diagnostics(..))), "{text}");
        }
    }
}
