//! A conversation: what was set with `let`, `param` and `set`, and the last answer.

use super::ask::{Failure, Settings, parameters, stopped};
use super::{Engine, present};
use crate::answer::{Answer, Note};
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::{Budget, Cancel, Evaluator, Rows, notes};
use crate::language::ast::{self, StatementKind};
use crate::plan;
use crate::resolve::{Binding, Resolved, Source as Asked};
use crate::text::Source;
use std::ops::ControlFlow;

/// Statements run one after another on one graph.
pub struct Session<'e> {
    engine: &'e Engine,
    settings: Settings,
    bindings: Vec<(String, Binding)>,
    last: Option<Answer>,
}

impl<'e> Session<'e> {
    /// A session with nothing set but the parameters.
    pub fn new(engine: &'e Engine, settings: Settings) -> Self {
        let bindings = parameters(&settings);
        Self { engine, settings, bindings, last: None }
    }

    /// Runs one statement; a statement that asks nothing gives no answer.
    ///
    /// # Errors
    /// Everything that is wrong with the text; limits; cancellation.
    pub fn run_statement(&mut self, source: Source, cancel: &Cancel) -> Result<Vec<Answer>, Failure> {
        let statement = self.engine.parse(&source).map_err(|errors| Failure::Diagnostics(source.clone(), errors))?;
        self.run(&source, &statement, cancel)
    }

    /// Runs a script: nothing runs unless all of it reads; `each` sees every answer.
    ///
    /// # Errors
    /// All mistakes of the script at once; then what stops it while it runs.
    pub fn run_script(
        &mut self,
        source: Source,
        cancel: &Cancel,
        each: &mut dyn FnMut(Answer) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        self.settings.strict = true;
        let (script, errors) = self.engine.parse_script(&source);
        if !errors.is_empty() {
            return Err(Failure::Diagnostics(source, errors));
        }
        for statement in &script.statements {
            for answer in self.run(&source, statement, cancel)? {
                if each(answer).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn run(&mut self, source: &Source, statement: &ast::Statement, cancel: &Cancel) -> Result<Vec<Answer>, Failure> {
        match &statement.kind {
            StatementKind::Query(query) => {
                let answer = self.query(source, query, statement, cancel)?;
                self.last = Some(answer.clone());
                Ok(vec![answer])
            }
            StatementKind::Let { .. }
            | StatementKind::Param { .. }
            | StatementKind::Set { .. }
            | StatementKind::Use(_)
            | StatementKind::Run(_)
            | StatementKind::Show(_)
            | StatementKind::Explain(_)
            | StatementKind::Profile(_)
            | StatementKind::Expect(_) => {
                let error = Diagnostic::error(Code::NotSupported, statement.span, "this statement is not supported yet");
                Err(Failure::Diagnostics(source.clone(), vec![error]))
            }
        }
    }

    fn query(
        &self,
        source: &Source,
        query: &ast::Query,
        statement: &ast::Statement,
        cancel: &Cancel,
    ) -> Result<Answer, Failure> {
        let resolved = self
            .engine
            .resolve(query, &source.text, &self.bindings, self.settings.strict)
            .map_err(|errors| Failure::Diagnostics(source.clone(), errors))?;
        let text = statement.span.of(&source.text).trim();
        self.answer(source, &resolved, text, cancel)
    }

    fn answer(&self, source: &Source, resolved: &Resolved, text: &str, cancel: &Cancel) -> Result<Answer, Failure> {
        let plan = plan::plan(&resolved.query, self.engine.graph());
        let budget = Budget::start(&self.settings.limits, cancel);
        let run = || {
            let evaluator = Evaluator::new(self.engine.graph(), &resolved.query, &plan, &budget)?;
            let rows = self.engine.rows(&evaluator, resolved)?;
            let notes = match (&resolved.source, &rows) {
                (Asked::Set(set), Rows::Set(found)) => notes::notes(&evaluator, *set, found)?,
                (_, _) => Vec::new(),
            };
            let mut answer = present::answer(self.engine, &evaluator, resolved, rows, text);
            answer.notes.extend(notes.into_iter().map(|(code, text)| Note { code: code.to_owned(), text }));
            Ok(answer)
        };
        let mut answer = run().map_err(|stop| stopped(source, stop))?;
        if let Some(most) = self.settings.limits.max_rows
            && answer.rows.len() > most
        {
            answer.rows.truncate(most);
            answer.complete = false;
        }
        Ok(answer)
    }
}
