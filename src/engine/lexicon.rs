//! The names of a graph as the language asks for them.

use super::{Completion, Completions, Engine, guard};
use crate::graph::EntityId;
use crate::language::{self, CompletionKind, Lexicon, NameHint, NameLookup, ReadWord};
use crate::names::{Suggestion, Written};
use crate::vocabulary::KindId;
use std::cell::Cell;

/// Texts that are no names and are looked at to see what they were written for, in one question or
/// script; what has more of them is hardly one.
const WRITTEN_MAX: u32 = 2_000;

/// A graph's names behind the language's trait.
pub(super) struct GraphNames<'a> {
    engine: &'a Engine,
    /// How many texts may still be rewritten.
    written_left: Cell<u32>,
}

impl<'a> GraphNames<'a> {
    pub(super) const fn new(engine: &'a Engine) -> Self {
        Self { engine, written_left: Cell::new(WRITTEN_MAX) }
    }

    fn hints(&self, found: Vec<Suggestion>) -> Vec<NameHint> {
        let graph = &self.engine.graph;
        found.into_iter().map(|name| NameHint { text: name.text, kind: graph.kind(name.entity) }).collect()
    }

    /// Whether one more text may be looked at.
    fn has_left(&self) -> bool {
        let left = self.written_left.get();
        self.written_left.set(left.saturating_sub(1));
        left > 0
    }

    /// What a text, as written, most probably means; of a change that has no entity, the groups that it is one of.
    pub(super) fn entities_of(&self, text: &str) -> Vec<EntityId> {
        let found = self.engine.names.lookup(&self.engine.graph, text);
        if !found.best.is_empty() {
            return found.best.iter().map(|candidate| candidate.entity).collect();
        }
        if !self.has_left() {
            return Vec::new();
        }
        match self.engine.names.written(&self.engine.graph, text) {
            Some(Written::Meant { entities, .. } | Written::Ambiguous(entities)) => entities,
            Some(Written::Unlisted(change)) => change.above.into_iter().map(|(group, _)| group).collect(),
            Some(Written::Absent) | None => Vec::new(),
        }
    }
}

impl NameLookup for GraphNames<'_> {
    fn longest(&self, words: &[&str], language_word: &[bool]) -> Option<usize> {
        self.engine.names.longest(&self.engine.graph, words, language_word)
    }

    fn is_exact_capital_symbol(&self, text: &str) -> bool {
        self.engine.names.is_exact_capital_symbol(&self.engine.graph, text)
    }

    fn is_written(&self, text: &str) -> bool {
        if !self.has_left() {
            return false;
        }
        if !self.engine.names.lookup(&self.engine.graph, text).best.is_empty() {
            return true;
        }
        match self.engine.names.written(&self.engine.graph, text) {
            // A change of which nothing is known but its gene is distinguished from a misspelled
            // name by whoever asks for it.
            Some(Written::Unlisted(change)) => !change.above.is_empty(),
            Some(Written::Meant { .. } | Written::Ambiguous(_) | Written::Absent) => true,
            None => false,
        }
    }

    fn kinds_of(&self, text: &str) -> Vec<KindId> {
        let graph = &self.engine.graph;
        let entities = self.entities_of(text);
        let faces = entities.iter().flat_map(|entity| graph.faces(entity));
        let mut kinds: Vec<KindId> = faces.map(|&face| graph.kind(EntityId(face))).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn complete(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint> {
        let kinds = (!kinds.is_empty()).then_some(kinds);
        self.hints(self.engine.names.complete(&self.engine.graph, beginning, kinds, limit))
    }

    fn near(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint> {
        let kinds = (!kinds.is_empty()).then_some(kinds);
        self.hints(self.engine.names.near_beginnings(&self.engine.graph, beginning, kinds, limit))
    }
}

const fn kind(kind: CompletionKind) -> &'static str {
    match kind {
        CompletionKind::Property => "property",
        CompletionKind::Noun => "noun",
        CompletionKind::Verb => "verb",
        CompletionKind::Adjective => "adjective",
        CompletionKind::Name => "name",
        CompletionKind::Stage => "stage",
        CompletionKind::Keyword => "keyword",
    }
}

impl Engine {
    /// What may come next at a cursor, in bytes of the text.
    pub fn complete(&self, text: &str, cursor: usize) -> Completions {
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        let found = guard::or_nothing(|| language::complete(text, cursor, &lexicon));
        let items = found
            .items
            .into_iter()
            .map(|item| Completion {
                text: item.text,
                kind: kind(item.kind).to_owned(),
                detail: item.detail,
                near: item.near,
            })
            .collect();
        Completions { start: found.start, items }
    }

    /// What each word of a text is. White space, and words of English that mean nothing by
    /// themselves, are left out.
    pub fn words(&self, text: &str) -> Vec<ReadWord> {
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        guard::or_nothing(|| language::words(text, &lexicon, self.rules()))
    }
}
