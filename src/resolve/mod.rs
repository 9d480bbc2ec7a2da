//! What was meant: names become ids, clauses find their nouns, conditions find their verbs.
//!
//! Every mistake a user can make in a question is found by here; planning and execution have
//! none left to report.

mod columns;
pub mod echo;
mod filters;
mod inclusions;
pub(crate) mod names;
mod phrase;
pub mod sources;
mod stages;
pub(crate) mod wording;

pub use inclusions::Inclusions;
pub(crate) use names::{forced_name, kinds_called, quote_if_needed};

use crate::answer::Note;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{EntityId, Graph};
use crate::language::ast;
use crate::names::{Lookup, NameIndex};
use crate::query::{NodeId, Query, Source};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// How deep phrases may nest: each noun below a verb is one step.
pub const MAX_DEPTH: usize = 64;
/// How many mistakes of one question are told.
const MAX_ERRORS: usize = 20;
/// How many findings a question may list, and how many one profile of it.
pub(crate) const MAX_FINDINGS: usize = 500;
/// How many nouns, verbs, sets and tests a question may hold, variables read in place; lists of names count once.
pub const MAX_PARTS: usize = 2_000;

/// What a `$name` stands for.
#[derive(Clone, Debug)]
pub enum Binding {
    /// A query, read again wherever the name stands; it sees only bindings before it.
    Query(ast::Query),
    /// A value.
    Value(String),
    /// A query of another graph, that has words which this one does not know.
    Foreign,
}

/// The `$names` of a session or script, in the order in which they were set.
pub type Bindings = Vec<(String, Binding)>;

/// What the resolver knows of the world outside the sentence.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its names.
    pub names: &'a NameIndex,
    /// How its kinds include each other.
    pub inclusions: &'a Inclusions,
    /// The `$names`.
    pub bindings: &'a [(String, Binding)],
    /// Script rules: R7 and R13 are errors.
    pub strict: bool,
}

/// A resolved question.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Nodes, links and sets that the rest refers to.
    pub query: Query,
    /// Where rows come from.
    pub source: Source,
    /// What is done with them.
    pub stages: Vec<crate::query::Stage>,
    /// `as FORMAT`
    pub format: Option<ast::Text>,
    /// `to "FILE"`
    pub file: Option<ast::Text>,
    /// The stages as they are read, each after ` | `.
    pub stages_read: String,
    /// The same of those that say how and where the answer is written.
    pub output_read: String,
    /// Aliases and the like.
    pub notes: Vec<Note>,
    /// What the user typed for an entity, by its face, where it is not its name.
    pub typed: FxHashMap<EntityId, String>,
}

/// Reads a question in the light of a graph; `asked` is the text it was parsed from.
///
/// # Errors
/// All mistakes of the question at once.
pub fn resolve(query: &ast::Query, asked: &str, environment: Environment<'_>) -> Result<Resolved, Vec<Diagnostic>> {
    let mut resolver = Resolver::new(environment, asked);
    let source = resolver.source(&query.source);
    let mut format = None;
    let mut file = None;
    let mut source = match source {
        Some(source) if resolver.diagnostics.is_empty() => source,
        _ => return Err(resolver.into_errors()),
    };
    let stages = resolver.stages(&mut source, &query.stages, &mut format, &mut file);
    if !resolver.diagnostics.is_empty() {
        return Err(resolver.into_errors());
    }
    let (stages_read, output_read) = echo::stages(environment.graph, query, asked);
    Ok(Resolved {
        query: resolver.query,
        source,
        stages,
        format,
        file,
        stages_read,
        output_read,
        notes: resolver.notes,
        typed: resolver.typed,
    })
}

/// Reads one name that stands by itself; `asked` is the text it was parsed from.
///
/// # Errors
/// It stands for nothing, or for several things.
pub fn name(
    name: &ast::Name,
    asked: &str,
    environment: Environment<'_>,
) -> Result<crate::query::Seed, Vec<Diagnostic>> {
    let mut resolver = Resolver::new(environment, asked);
    let seed = resolver.seed(name, None, "");
    seed.ok_or_else(|| resolver.into_errors())
}

/// The work of reading one question.
pub(crate) struct Resolver<'a> {
    /// The text of the question.
    asked: &'a str,
    pub(crate) graph: &'a Graph,
    pub(crate) names: &'a NameIndex,
    bindings: &'a [(String, Binding)],
    pub(crate) strict: bool,
    inclusions: &'a Inclusions,
    /// The question as far as it is read.
    pub(crate) query: Query,
    labels: FxHashMap<String, NodeId>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    notes: Vec<Note>,
    pub(crate) typed: FxHashMap<EntityId, String>,
    depth: usize,
    /// What texts were found to mean.
    lookups: FxHashMap<String, Rc<Lookup<'a>>>,
    /// How many comparisons were read.
    tests: usize,
    /// It holds more than may be read, and an error says so.
    is_full: bool,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(environment: Environment<'a>, asked: &'a str) -> Self {
        let graph = environment.graph;
        Self {
            asked,
            graph,
            names: environment.names,
            bindings: environment.bindings,
            strict: environment.strict,
            inclusions: environment.inclusions,
            query: Query::default(),
            labels: FxHashMap::default(),
            diagnostics: Vec::new(),
            notes: Vec::new(),
            typed: FxHashMap::default(),
            depth: 0,
            lookups: FxHashMap::default(),
            tests: 0,
            is_full: false,
        }
    }

    /// Reports a list that is longer than may be read.
    fn too_long(&mut self, span: Span, what: &str, most: usize) {
        self.error(Diagnostic::error(Code::TooLong, span, format!("there are more than {most} {what} here")));
    }

    /// Whether the question holds more than may be read; an error says so once. After many mistakes nothing more
    /// is read either.
    fn is_full(&mut self, span: Span) -> bool {
        if self.diagnostics.len() >= MAX_ERRORS {
            return true;
        }
        let parts = self.query.nodes.len() + self.query.links.len() + self.query.sets.len() + self.tests;
        if parts > MAX_PARTS && !self.is_full {
            self.is_full = true;
            let message = format!("the question holds more than {MAX_PARTS} nouns, verbs, sets and tests");
            self.error(
                Diagnostic::error(Code::TooLong, span, message)
                    .help("join names with `or` behind one verb, or ask in several questions"),
            );
        }
        self.is_full
    }

    pub(crate) fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn note(&mut self, code: &'static str, text: String) {
        let note = Note { code, text };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn into_errors(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span().start);
        self.diagnostics.dedup();
        if self.diagnostics.is_empty() {
            self.diagnostics.push(Diagnostic::error(Code::Syntax, Span::default(), "this question cannot be read"));
        }
        self.diagnostics
    }

    /// The value of a parameter; an error is recorded where there is none.
    fn parameter(&mut self, variable: &ast::Text) -> Option<String> {
        match self.binding(&variable.text) {
            Some((_, Binding::Value(value))) => Some(value.clone()),
            Some((_, Binding::Query(_))) => {
                self.error(Diagnostic::error(
                    Code::TypeMismatch,
                    variable.span,
                    format!("`${}` is a set, but a name or value is wanted here", variable.text),
                ));
                None
            }
            Some((_, Binding::Foreign)) => {
                self.foreign_variable(variable);
                None
            }
            None => {
                self.unknown_variable(variable);
                None
            }
        }
    }

    pub(crate) fn foreign_variable(&mut self, variable: &ast::Text) {
        let message =
            format!("`${}` was set for another graph and does not read with the words of this one", variable.text);
        let help = format!("set it again: `let ${} = …`", variable.text);
        self.error(Diagnostic::error(Code::UnknownVariable, variable.span, message).help(help));
    }

    pub(crate) fn binding(&self, name: &str) -> Option<(usize, &'a Binding)> {
        let bindings = self.bindings;
        bindings.iter().enumerate().rev().find(|(_, (bound, _))| bound == name).map(|(i, (_, binding))| (i, binding))
    }

    fn unknown_variable(&mut self, variable: &ast::Text) {
        let mut error =
            Diagnostic::error(Code::UnknownVariable, variable.span, format!("`${}` was never set", variable.text));
        let near = crate::names::suggest_word(&variable.text, self.bindings.iter().map(|(name, _)| name.as_str()));
        error = match near {
            Some(near) => error.fix(format!("`${near}` is close"), variable.span, format!("${near}")),
            None => error.help(format!("set it with `let ${0} = …` or `--param {0}=…`", variable.text)),
        };
        self.error(error);
    }
}
