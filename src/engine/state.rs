//! What statements change: the graph that is asked, settings and names.

use super::{Engine, Settings};
use crate::language::ast::StatementKind;
use crate::resolve::{Binding, Bindings, BoundQuery};
use crate::text::{Source, Span};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

/// The graph that is asked: the caller's, or one that `use` opened.
#[derive(Clone, Debug)]
pub(super) enum Held<'e> {
    Borrowed(&'e Engine),
    Owned(Arc<Engine>),
}

impl Deref for Held<'_> {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        match self {
            Held::Borrowed(engine) => engine,
            Held::Owned(engine) => engine,
        }
    }
}

/// What statements change: each is resolved after those before it.
#[derive(Clone, Debug)]
pub(super) struct State<'e> {
    pub(super) engine: Held<'e>,
    pub(super) settings: Arc<Settings>,
    pub(super) bindings: Bindings,
    /// The text of every `let`, to parse it again with the words of another graph.
    pub(super) lets: Vec<(String, Arc<Source>, Span)>,
}

impl<'e> State<'e> {
    pub(super) fn new(engine: Held<'e>, settings: Settings) -> Self {
        let bindings = settings.bindings();
        Self { engine, settings: Arc::new(settings), bindings, lets: Vec::new() }
    }

    pub(super) fn bind(&mut self, name: &str, binding: Binding) {
        self.bindings.push((name.to_owned(), binding));
    }

    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.bindings.iter().any(|(bound, _)| bound == name)
    }

    /// What a `let` was given, as written.
    pub(super) fn text_of(&self, name: &str) -> &str {
        let newest = self.lets.iter().rev().find(|(bound, ..)| bound == name);
        let written = newest.map_or("", |(_, source, span)| span.of(&source.text));
        written.split_once('=').map_or("", |(_, query)| query.trim())
    }

    /// Asks another graph from here on. What its words do not allow cannot be used until it is set
    /// again.
    pub(super) fn switch(&mut self, engine: Held<'e>) {
        let read_again = |(name, source, span): &(String, Arc<Source>, Span)| {
            let text = Arc::new(Source::new(source.name.clone(), span.of(&source.text)));
            let statement = engine.statement(&text);
            let binding = match statement.map(|statement| statement.kind) {
                Ok(StatementKind::Let { query, .. }) => Binding::Query(BoundQuery { query, text }),
                Ok(_) | Err(_) => Binding::Foreign,
            };
            (name.clone(), binding)
        };
        self.bindings.retain(|(_, binding)| matches!(binding, Binding::Value(_)));
        self.bindings.extend(self.lets.iter().map(read_again));
        self.engine = engine;
    }
}

/// Graphs that `use` opened, so that each is opened once.
pub(super) type OpenGraphs = Vec<(PathBuf, Arc<Engine>)>;
