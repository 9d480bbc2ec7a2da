//! The question as far as it is resolved, and what is wrong with it.

use super::scope::{Meaning, Scope};
use crate::answer::Note;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::query::{Link, LinkId, Node, NodeId, Query, SetId, SetNode};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// How deep phrases may nest: each noun below a verb is one step.
pub const MAX_DEPTH: usize = 64;
/// Most mistakes of one question that are reported.
const MAX_ERRORS: usize = 20;
/// How many findings a question may list, and how many one profile of it.
pub(super) const MAX_FINDINGS: usize = 500;
/// Most nouns, verbs, sets and tests of a question, variables expanded; lists of names count once.
pub const MAX_PARTS: usize = 2_000;

/// A question that is being resolved.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) query: Query,
    /// The nouns that are labelled: `genes as g`.
    pub(super) labels: FxHashMap<String, NodeId>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) notes: Vec<Note>,
    /// What the user typed for an entity, by its face, where it is not its name.
    pub(super) typed: FxHashMap<EntityId, String>,
    /// What texts were found to mean.
    meanings: FxHashMap<String, Rc<[Meaning]>>,
    /// Number of comparisons read so far.
    pub(super) tests: usize,
    depth: usize,
    /// It has more parts than the limit, and an error says so.
    is_full: bool,
}

impl Draft {
    /// Reports a list that is longer than the limit.
    pub(super) fn too_long(&mut self, span: Span, what: &str, most: usize) {
        self.error(Diagnostic::error(Code::TooLong, span, format!("there are more than {most} {what} here")));
    }

    /// Whether the question has more parts than the limit; an error says so once. After many
    /// mistakes nothing more is resolved either.
    pub(super) fn is_full(&mut self, span: Span) -> bool {
        if self.diagnostics.len() >= MAX_ERRORS {
            return true;
        }
        let parts = self.query.nodes.len() + self.query.links.len() + self.query.sets.len() + self.tests;
        if parts > MAX_PARTS && !self.is_full {
            self.is_full = true;
            let message = format!("the question has more than {MAX_PARTS} nouns, verbs, sets and tests");
            self.error(
                Diagnostic::error(Code::TooLong, span, message)
                    .help("join names with `or` after one verb, or split the question"),
            );
        }
        self.is_full
    }

    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn note(&mut self, code: &'static str, text: String) {
        let note = Note { code, text };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn into_errors(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span().start);
        self.diagnostics.dedup();
        if self.diagnostics.is_empty() {
            self.diagnostics.push(Diagnostic::error(
                Code::Syntax,
                Span::default(),
                "this question could not be understood",
            ));
        }
        self.diagnostics
    }

    pub(super) fn deeper<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.error(Diagnostic::error(
                Code::TooDeep,
                span,
                format!("phrases are nested more than {MAX_DEPTH} deep here"),
            ));
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// What a text may mean; looked up once per question.
    pub(super) fn meanings(&mut self, scope: &Scope<'_>, text: &str) -> Rc<[Meaning]> {
        if let Some(found) = self.meanings.get(text) {
            return Rc::clone(found);
        }
        let found = scope.meanings(text);
        self.meanings.insert(text.to_owned(), Rc::clone(&found));
        found
    }

    pub(super) fn push_node(&mut self, node: Node) -> NodeId {
        self.query.nodes.push(node);
        NodeId(self.query.nodes.len() as u32 - 1)
    }

    pub(super) fn push_link(&mut self, link: Link) -> LinkId {
        self.query.links.push(link);
        LinkId(self.query.links.len() as u32 - 1)
    }

    pub(super) fn push_set(&mut self, set: SetNode) -> SetId {
        self.query.sets.push(set);
        SetId(self.query.sets.len() as u32 - 1)
    }
}
