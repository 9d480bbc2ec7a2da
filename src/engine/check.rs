//! A hook for tests: what the slow, obvious evaluator says of a question.

use super::failure::stopped;
use super::prepared::Prepared;
use super::{Engine, Failure, Settings};
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::sets::holds::Holds;
use crate::exec::{Cancel, Mode, Run, rows};
use crate::graph::EntityId;
use crate::language::ast::StatementKind;
use crate::text::Source;

/// One set by both evaluators, as sorted identifiers; rows by the first face of each name.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Checked {
    /// By the planned evaluator: supported, and with contested.
    pub planned: [Vec<String>; 2],
    /// By the naive evaluator: the same.
    pub naive: [Vec<String>; 2],
    /// Rows of the answer, without stages.
    pub rows: [Vec<String>; 2],
    /// What the rows must be by the naive evaluator: supported and contested.
    pub expected: [Vec<String>; 2],
}

impl Checked {
    /// Whether both evaluators agree, and the rows with them.
    pub fn agrees(&self) -> bool {
        self.planned == self.naive && self.rows == self.expected
    }
}

impl Engine {
    /// Answers a question about a set with both evaluators, for tests: stages are left out.
    ///
    /// # Errors
    /// As [`Engine::ask`]; a question that is not about a set is a type mismatch.
    pub fn check_naive(&self, text: &str, settings: &Settings) -> Result<Checked, Failure> {
        let source = Source::new("query", text);
        let failed = |errors| Failure::Diagnostics(source.clone(), errors);
        let statement = self.statement(&source).map_err(failed)?;
        let no_set = || failed(vec![Diagnostic::error(Code::TypeMismatch, statement.span, "this is not a set")]);
        let StatementKind::Query(query) = &statement.kind else { return Err(no_set()) };
        let resolved = self.prepare(query, &source, &settings.bindings(), settings).map_err(failed)?;
        let crate::query::Source::Set(set) = resolved.source else { return Err(no_set()) };
        let cancel = Cancel::default();
        let question = Prepared { engine: self, resolved: &resolved, text, limits: &settings.limits, cancel: &cancel };
        let run = |evaluator: &Run<'_>| {
            let naive = Holds::edge_by_edge(evaluator);
            let mut checked = Checked::default();
            let mut faces: [Vec<String>; 2] = Default::default();
            for (place, mode) in [Mode::Supported, Mode::All].into_iter().enumerate() {
                checked.planned[place] = self.ids(evaluator.set(set, mode)?.into_sorted());
                let found = naive.set(set, mode)?.into_sorted();
                faces[place] = self.ids(found.iter().map(|&entity| self.graph().face(EntityId(entity)).0));
                checked.naive[place] = self.ids(found);
            }
            let found = rows::rows(evaluator, set)?;
            let face = |row: &crate::exec::result::SetRow| self.graph().face(EntityId(row.entity)).0;
            checked.rows = [self.ids(found.rows.iter().map(face)), self.ids(found.contested.iter().map(face))];
            let [supported, all] = faces;
            let contested = all.iter().filter(|id| !supported.contains(id)).cloned().collect();
            checked.expected =
                if resolved.query.including_contested { [all, Vec::new()] } else { [supported, contested] };
            Ok(checked)
        };
        question.evaluate(&question.plan(), false, run).map_err(|stop| stopped(&source, stop))
    }

    /// Sorted identifiers, each once.
    fn ids(&self, entities: impl IntoIterator<Item = u32>) -> Vec<String> {
        let mut ids: Vec<String> =
            entities.into_iter().map(|entity| self.graph().id(EntityId(entity)).to_owned()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}
