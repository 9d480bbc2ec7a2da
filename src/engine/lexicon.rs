//! The names of a graph as the language asks for them.

use super::{Completion, Completions, Engine};
use crate::graph::EntityId;
use crate::language::{self, CompletionKind, Lexicon, NameHint, Names};
use crate::vocabulary::KindId;

/// A graph's names behind the language's trait.
pub(super) struct GraphNames<'a>(pub(super) &'a Engine);

impl Names for GraphNames<'_> {
    fn longest(&self, words: &[&str], language_word: &[bool]) -> Option<usize> {
        self.0.names.longest(&self.0.graph, words, language_word)
    }

    fn is_exact_capital_symbol(&self, text: &str) -> bool {
        self.0.names.is_exact_capital_symbol(&self.0.graph, text)
    }

    fn kinds_of(&self, text: &str) -> Vec<KindId> {
        let graph = &self.0.graph;
        let found = self.0.names.lookup(graph, text);
        let mut kinds: Vec<KindId> = found
            .best
            .iter()
            .flat_map(|candidate| graph.faces(&candidate.entity).iter().map(|&face| graph.kind(EntityId(face))))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn complete(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint> {
        let graph = &self.0.graph;
        let kinds = (!kinds.is_empty()).then_some(kinds);
        let found = self.0.names.complete(graph, beginning, kinds, limit);
        found.into_iter().map(|name| NameHint { text: name.text, kind: graph.kind(name.entity) }).collect()
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
        let names = GraphNames(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        let found = language::complete(text, cursor, &lexicon);
        let items = found
            .items
            .into_iter()
            .map(|item| Completion { text: item.text, kind: kind(item.kind).to_owned(), detail: item.detail })
            .collect();
        Completions { start: found.start, items }
    }
}
