//! A conversation: what was set with `let`, `param` and `set`, and the last answer.

use super::failure::stopped;
use super::pipeline::{Asked, Observer, cut};
use super::script::{Expected, StatementReader, Task, TaskKind, WhyLast};
use super::state::{Held, OpenGraphs, State};
use super::{Engine, Failure, Settings, guard};
use crate::answer::Answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::exec::Cancel;
use crate::graph::EntityId;
use crate::language::ast::QuantifierSyntax;
use crate::query::Resolved;
use crate::query::{Seed, Why, WhySubject};
use crate::resolve::Binding;
use crate::text::{Source, Span};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How many rows a failed expectation lists.
const ROWS_TOLD: usize = 8;

/// Statements run one after another, on one graph or on those that `use` opens.
#[derive(Debug)]
pub struct Session<'e> {
    pub(super) state: State<'e>,
    pub(super) opened: OpenGraphs,
    pub(super) last: Option<Last<'e>>,
}

/// The answer before: what `why N` and `expect` look at.
#[derive(Debug)]
pub(super) struct Last<'e> {
    engine: Held<'e>,
    /// The question, where it was one.
    resolved: Option<Arc<Resolved>>,
    /// By row, contested ones at the end: the entity that the row is about.
    entities: Vec<Option<u32>>,
    /// How many rows are supported, before a limit cut them.
    supported: usize,
    /// Where it was asked.
    source: Arc<Source>,
    span: Span,
}

impl<'e> Session<'e> {
    /// A session with nothing set but the parameters.
    pub fn new(engine: &'e Engine, settings: Settings) -> Self {
        Self { state: State::new(Held::Borrowed(engine), settings), opened: Vec::new(), last: None }
    }

    /// Says how answers are written from here on where neither question nor `set` does.
    pub fn write_as(&mut self, format: &'static str) {
        Arc::make_mut(&mut self.state.settings).usual_format = Some(format);
    }

    /// The graph that the next statement asks.
    pub fn engine(&self) -> &Engine {
        &self.state.engine
    }

    /// The graph that the next statement asks, where `use` opened it.
    pub fn opened_engine(&self) -> Option<Arc<Engine>> {
        match &self.state.engine {
            Held::Owned(engine) => Some(Arc::clone(engine)),
            Held::Borrowed(_) => None,
        }
    }

    /// Names that `let`, `param` and the caller have set, without their `$`.
    pub fn variables(&self) -> Vec<String> {
        self.state.bindings.iter().map(|(name, _)| name.clone()).collect()
    }

    /// How the next statement is answered.
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// Gives a parameter a value from here on, as `--param` does.
    pub fn set_parameter(&mut self, name: &str, value: &str) {
        self.state.bindings.retain(|(bound, _)| bound != name);
        self.state.bind(name, Binding::Value(value.to_owned()));
    }

    /// Runs one statement; a statement that asks nothing gives no answer, `run` those of its file.
    ///
    /// # Errors
    /// Everything that is wrong with the text; limits; cancellation.
    pub fn run_statement(&mut self, source: Source, cancel: &Cancel) -> Result<Vec<Answer>, Failure> {
        let mut answers = Vec::new();
        self.watched_statement(source, cancel, &mut |_| {}, &mut |answer| {
            answers.push(answer);
            ControlFlow::Continue(())
        })?;
        Ok(answers)
    }

    /// The same; `watch` sees every step, `each` every answer.
    pub(super) fn watched_statement(
        &mut self,
        source: Source,
        cancel: &Cancel,
        watch: &mut Observer<'_>,
        each: &mut dyn FnMut(Answer) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let source = Arc::new(source);
        guard::caught(&Arc::clone(&source), || {
            let mut reader = StatementReader::new(self.state.clone(), &mut self.opened, self.last.is_some());
            reader.line(&source, watch);
            let read = reader.finish()?;
            self.run_steps(read, cancel, watch, each)
        })
    }

    /// Runs a script: nothing runs until the whole file has been checked; `each` gets every answer.
    /// Files it names are relative to the folder of the source's name.
    ///
    /// # Errors
    /// All mistakes of the script at once; then what stops it while it runs.
    pub fn run_script(
        &mut self,
        source: Source,
        cancel: &Cancel,
        each: &mut dyn FnMut(Answer) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let source = Arc::new(source);
        guard::caught(&Arc::clone(&source), || {
            let mut reader = StatementReader::new(self.state.clone(), &mut self.opened, self.last.is_some());
            reader.script(&source);
            let read = reader.finish()?;
            self.run_steps(read, cancel, &mut |_| {}, each)
        })
    }

    fn run_steps(
        &mut self,
        (state, steps): (State<'e>, Vec<Task<'e>>),
        cancel: &Cancel,
        watch: &mut Observer<'_>,
        each: &mut dyn FnMut(Answer) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        self.state = state;
        for step in steps {
            if let Some(answer) = self.run(step, cancel, watch)?
                && each(answer).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    fn run(&mut self, step: Task<'e>, cancel: &Cancel, watch: &mut Observer<'_>) -> Result<Option<Answer>, Failure> {
        let failed = |stop| stopped(&step.source, stop);
        let mut resolved = None;
        let (answer, entities) = match &step.action {
            TaskKind::Ask(question) => {
                resolved = Some(Arc::clone(question));
                let (mut answer, entities) = step.prepared(question, cancel).answer(watch).map_err(failed)?;
                if answer.rows.is_empty() && answer.contested.is_empty() {
                    let text = step.span.of(&step.source.text);
                    answer.notes.extend(step.engine.elsewhere(text, question, &step.settings));
                }
                (answer, entities)
            }
            TaskKind::WhyLast(why) => {
                let question = self.why_last(&step, why)?;
                let (answer, _) = step.prepared(&question, cancel).answer(watch).map_err(failed)?;
                return Ok(Some(finished(answer, &step)));
            }
            TaskKind::Explain(question) => {
                let question = step.prepared(question, cancel);
                told(question.explain(&question.plan()))
            }
            TaskKind::Profile(question) => told(step.prepared(question, cancel).profile().map_err(failed)?),
            TaskKind::Tell(answer) => told((**answer).clone()),
            TaskKind::Expect(expected) => return self.expect(&step, expected).map(|()| None),
        };
        self.last = Some(Last {
            engine: step.engine.clone(),
            resolved,
            supported: answer.rows.len(),
            entities,
            source: Arc::clone(&step.source),
            span: step.span,
        });
        Ok(Some(finished(answer, &step)))
    }

    /// `why` of the last answer: the same as `why NAME in` that question.
    fn why_last(&self, step: &Task<'_>, why: &WhyLast) -> Result<Resolved, Failure> {
        let failed = |code, message: String, help: &str| {
            let fault = Diagnostic::error(code, why.span, message).help(help);
            Failure::Runtime((*step.source).clone(), vec![fault])
        };
        let in_query = "name the question: `why NAME in QUERY`";
        let Some(last) = &self.last else {
            return Err(failed(Code::NoLastAnswer, "there is no earlier answer".to_owned(), in_query));
        };
        let resolved = last.resolved.as_deref();
        let Some((resolved, set)) = resolved.and_then(|resolved| Some((resolved, resolved.source.entities()?))) else {
            let message = "the last answer is not a set of entities".to_owned();
            return Err(failed(Code::NoLastAnswer, message, in_query));
        };
        let seed = match &why.subject {
            WhySubject::Entity(seed) => seed.clone(),
            WhySubject::Row(row) => {
                let place = usize::try_from(*row).ok().and_then(|row| row.checked_sub(1));
                match place.and_then(|place| last.entities.get(place).copied().flatten()) {
                    Some(entity) => named(&last.engine, entity),
                    None => {
                        let message = format!("the last answer has no row {row} about one entity");
                        let help = format!("it has {} rows", last.entities.len());
                        return Err(failed(Code::NoLastAnswer, message, &help));
                    }
                }
            }
        };
        let source = crate::query::RowSource::Why(Why {
            negated: why.negated,
            subject: WhySubject::Entity(seed),
            set: Some(set),
        });
        let mut question =
            Resolved { source, stages: Vec::new(), format: None, chart: None, file: None, ..resolved.clone() };
        question.written.output.clear();
        Ok(question)
    }

    /// Compares the last answer with what is expected of it.
    fn expect(&self, step: &Task<'_>, expected: &Expected) -> Result<(), Failure> {
        let Some(last) = &self.last else { return Ok(()) };
        let graph = last.engine.graph();
        let rows = last.supported;
        let supported = || last.entities.iter().take(rows).flatten();
        let message = match expected {
            Expected::Rows(quantifier) if holds(*quantifier, rows) => return Ok(()),
            Expected::Rows(quantifier) => format!("expected {}, found {}", rows_wanted(*quantifier), plural(rows)),
            Expected::Name { negated, name, faces } => {
                let is_there = supported().any(|&entity| faces.contains(&graph.face(EntityId(entity)).0));
                match (is_there, negated) {
                    (true, false) | (false, true) => return Ok(()),
                    (true, true) => format!("{name} is a row of the answer, but must not be"),
                    (false, false) => format!("{name} is not a row of the answer"),
                }
            }
        };
        let names: Vec<&str> = supported().take(ROWS_TOLD).map(|&entity| graph.name(EntityId(entity))).collect();
        let more = if rows > names.len() && !names.is_empty() { ", …" } else { "" };
        let colon = if names.is_empty() { "" } else { ": " };
        let answer = format!("the answer has {}{colon}{}{more}", plural(rows), names.join(", "));
        let mut fault = Diagnostic::error(Code::ExpectFailed, step.span, message).at(answer.clone());
        if Arc::ptr_eq(&last.source, &step.source) {
            fault = fault.label(last.span, "the answer to this");
        }
        Err(Failure::Runtime((*step.source).clone(), vec![fault]))
    }
}

/// An answer whose rows are about no entity.
fn told(answer: Answer) -> Asked {
    (answer, Vec::new())
}

/// What settings and the place of the file do to an answer.
fn finished(mut answer: Answer, step: &Task<'_>) -> Answer {
    cut(&mut answer, &step.settings.limits);
    if let Some(plain) = &step.plain {
        answer.query.clone_from(&plain.asked);
        answer.notes.splice(0..0, plain.notes.iter().cloned());
    }
    if answer.output.format.is_none() && answer.output.file.is_none() {
        answer.output.format.clone_from(&step.settings.format);
    }
    if let Some((file, _)) = &mut answer.output.file {
        *file = step.folder.join(&*file).display().to_string();
    }
    answer
}

/// An entity as if its name had been typed.
fn named(engine: &Engine, entity: u32) -> Seed {
    let graph = engine.graph();
    let id = EntityId(entity);
    Seed::of(graph.faces(&id).iter().map(|&face| EntityId(face)).collect(), graph.name(id))
}

fn holds(quantifier: QuantifierSyntax, rows: usize) -> bool {
    let rows = rows as u64;
    match quantifier {
        QuantifierSyntax::AtLeast(number) => rows >= number,
        QuantifierSyntax::AtMost(number) => rows <= number,
        QuantifierSyntax::Exactly(number) => rows == number,
        QuantifierSyntax::MoreThan(number) => rows > number,
        QuantifierSyntax::FewerThan(number) => rows < number,
        QuantifierSyntax::No => rows == 0,
        // The grammar accepts neither before `rows`.
        QuantifierSyntax::Only | QuantifierSyntax::Every => true,
    }
}

fn rows_wanted(quantifier: QuantifierSyntax) -> String {
    match quantifier {
        QuantifierSyntax::AtLeast(number) => format!("at least {number} rows"),
        QuantifierSyntax::AtMost(number) => format!("at most {number} rows"),
        QuantifierSyntax::Exactly(number) => plural(usize::try_from(number).unwrap_or(usize::MAX)),
        QuantifierSyntax::MoreThan(number) => format!("more than {number} rows"),
        QuantifierSyntax::FewerThan(number) => format!("fewer than {number} rows"),
        QuantifierSyntax::No => "no rows".to_owned(),
        QuantifierSyntax::Only | QuantifierSyntax::Every => "rows".to_owned(),
    }
}

fn plural(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}
