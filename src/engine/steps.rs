//! The steps of a question one by one, for programs that look at what is between them.

use super::failure::stopped;
use super::pipeline::cut;
use super::prepared::Prepared;
use super::{Engine, Failure, Settings};
use crate::answer::{Answer, Note};
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::{Cancel, Limits};
use crate::language::{TreePrinter, ast};
use crate::plan::Plan;
use crate::query::Resolved;
use crate::text::Source;
use crate::words;

/// A question as it was written: its text and the tree of its sentence.
#[derive(Clone, Debug)]
pub struct Parsed {
    source: Source,
    query: ast::QuerySyntax,
    canonical: String,
}

impl Parsed {
    /// The sentence as its tree is printed: words that mean nothing in it are gone.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

/// A question as it is understood: every name is an entity, every clause belongs to a noun.
#[derive(Clone, Debug)]
pub struct Question {
    source: Source,
    resolved: Resolved,
    reading: String,
}

impl Question {
    /// The question as it is understood, in words; it means the same when it is asked again.
    pub fn reading(&self) -> &str {
        &self.reading
    }

    /// What names were taken for, and the like.
    pub fn notes(&self) -> &[Note] {
        &self.resolved.notes
    }
}

/// How a question will be answered.
#[derive(Clone, Debug)]
pub struct PlannedQuestion<'q> {
    question: &'q Question,
    plan: Plan,
}

impl Engine {
    /// Text → tree: the first step of [`Engine::ask`]. It takes sentences of the language only: what
    /// people write besides is understood by [`Engine::ask`] alone, which names the sentence that it
    /// stands for in a note.
    ///
    /// ```
    /// # let engine = onco::Engine::embedded()?;
    /// let parsed = engine.parse("which drugs target HER2 in gastric")?;
    /// assert_eq!(parsed.canonical(), "drugs target HER2 in gastric");
    /// assert!(engine.parse("drugs targeting").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The words form no sentence, or one that asks nothing.
    pub fn parse(&self, text: &str) -> Result<Parsed, Failure> {
        let source = Source::new("query", text);
        let statement = self.statement(&source).map_err(|faults| Failure::Diagnostics(source.clone(), faults))?;
        let canonical = TreePrinter::new(&self.graph.vocabulary().forms, &source.text).statement(&statement);
        let ast::StatementKind::Query(query) = statement.kind else {
            let fault = Diagnostic::error(Code::TypeMismatch, statement.span, "this statement is no question");
            return Err(Failure::Diagnostics(source, vec![fault]));
        };
        Ok(Parsed { source, query, canonical })
    }

    /// Tree → question: names are looked up, clauses find their nouns. Everything that a user can
    /// do wrong is found by here.
    ///
    /// ```
    /// # let engine = onco::Engine::embedded()?;
    /// # let settings = onco::Settings::default();
    /// let question = engine.resolve(&engine.parse("drugs targeting NEU")?, &settings)?;
    /// assert!(question.reading().contains("ERBB2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn resolve(&self, parsed: &Parsed, settings: &Settings) -> Result<Question, Failure> {
        let source = parsed.source.clone();
        match self.prepare(&parsed.query, &source, &settings.bindings(), settings) {
            Ok(resolved) => {
                let reading = words::reading(&resolved, &self.graph);
                Ok(Question { source, resolved, reading })
            }
            Err(faults) => Err(Failure::Diagnostics(source, faults)),
        }
    }

    /// Question → plan. Never fails, and whatever the plan, the answer is the same.
    pub fn plan<'q>(&self, question: &'q Question) -> PlannedQuestion<'q> {
        let (limits, cancel) = (Limits::default(), Cancel::new());
        PlannedQuestion { question, plan: self.prepared(question, &limits, &cancel).plan() }
    }

    /// The plan as a table: one row for each operator, in the order in which they run.
    pub fn explain(&self, planned: &PlannedQuestion<'_>) -> Answer {
        let (limits, cancel) = (Limits::default(), Cancel::new());
        self.prepared(planned.question, &limits, &cancel).explain(&planned.plan)
    }

    /// Plan → answer.
    ///
    /// ```
    /// # let engine = onco::Engine::embedded()?;
    /// # let settings = onco::Settings::default();
    /// let question = engine.resolve(&engine.parse("drugs overcoming EGFR T790M")?, &settings)?;
    /// let planned = engine.plan(&question);
    /// let answer = engine.run(&planned, &settings, &onco::Cancel::new())?;
    /// assert!(!answer.rows.is_empty());
    /// assert_eq!(engine.explain(&planned).columns[0].name, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A limit was reached, or the run was cancelled.
    pub fn run(&self, planned: &PlannedQuestion<'_>, settings: &Settings, cancel: &Cancel) -> Result<Answer, Failure> {
        let question = planned.question;
        let is_drawn = settings.draws(&question.resolved);
        let prepared = Prepared { is_drawn, ..self.prepared(question, &settings.limits, cancel) };
        let (mut answer, _) =
            prepared.run(&planned.plan, &mut |_| {}).map_err(|stop| stopped(&question.source, stop))?;
        cut(&mut answer, &settings.limits);
        Ok(answer)
    }

    fn prepared<'a>(&'a self, question: &'a Question, limits: &'a Limits, cancel: &'a Cancel) -> Prepared<'a> {
        let text = &question.source.text;
        Prepared { engine: self, resolved: &question.resolved, text, limits, cancel, is_drawn: false }
    }
}
