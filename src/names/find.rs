//! What a run of text is: the longest name it begins with, and whom a name may mean.

use super::{Candidate, LAST, Lookup, MatchedBy, NameIndex, Slot, belongs, bit};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::fold;
use std::ops::Range;

/// Kinds whose names outrank aliases: their members are often called like them.
const FAMILY_KINDS: &[&str] = &["gene family"];

impl NameIndex {
    /// How many of the words make the longest name that starts with the first of them.
    ///
    /// `words` are folded one by one; `language_word[i]` tells that word `i` is a word of the
    /// language. White space does not count, except beside a word of the language: there the
    /// name must have it too (`top 1` is not `TOP1`). What consists of words of the language
    /// alone is no name if only imported aliases are spelled so.
    pub fn longest(&self, words: &[&str], language_word: &[bool]) -> Option<usize> {
        let keys = self.keys.as_ref()?;
        let mut node = keys.root();
        let mut first_posting = 0;
        let mut offset = 0;
        let mut needed_breaks = 0;
        let mut only_language = true;
        let mut longest = None;
        for (i, word) in words.iter().enumerate() {
            if word.is_empty() {
                continue;
            }
            let is_language = language_word.get(i).copied().unwrap_or(false);
            only_language &= is_language;
            if is_language {
                needed_breaks |= bit(offset);
            }
            for &byte in word.as_bytes() {
                let Some(place) = node.find_input(byte) else { return longest };
                let step = node.transition(place);
                first_posting += step.out.value();
                node = keys.node(step.addr);
            }
            offset += word.len();
            if node.is_final() {
                let first = first_posting + node.final_output().value();
                let unconditional = needed_breaks == 0 && !only_language;
                if unconditional || self.has_fitting(first as usize, needed_breaks, only_language) {
                    longest = Some(i + 1);
                }
            }
            if is_language {
                needed_breaks |= bit(offset);
            }
        }
        longest
    }

    /// Whether one name of a key has the breaks, and is not imported where that matters.
    fn has_fitting(&self, first: usize, needed_breaks: u64, not_imported: bool) -> bool {
        self.postings_from(first).any(|posting| {
            let breaks = self.breaks.get(posting).copied().unwrap_or(0);
            let imported = Slot(self.slots[posting]).matched() == MatchedBy::Imported;
            breaks & needed_breaks == needed_breaks && !(not_imported && imported)
        })
    }

    /// Everything that a text may mean.
    pub fn lookup<'g>(&self, graph: &'g Graph, text: &str) -> Lookup<'g> {
        let text = text.trim();
        self.candidates(graph, &fold::squeezed(text), Some(text))
    }

    /// As [`NameIndex::lookup`], for a text of which only the squeezed normal form is known:
    /// no candidate is exact.
    pub fn lookup_folded<'g>(&self, graph: &'g Graph, squeezed: &str) -> Lookup<'g> {
        self.candidates(graph, squeezed, None)
    }

    /// Whether a text in capitals and digits is exactly a name or curated alias: `MET`, `ALL`.
    pub fn is_exact_capital_symbol(&self, graph: &Graph, text: &str) -> bool {
        let capitals = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if text.len() < 2 || !capitals || !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return false;
        }
        self.names_of(graph, fold::squeezed(text).as_bytes()).any(|(slot, entity)| {
            matches!(slot.matched(), MatchedBy::Name | MatchedBy::Alias) && slot.text(graph, entity) == text
        })
    }

    fn candidates<'g>(&self, graph: &'g Graph, squeezed: &str, written: Option<&str>) -> Lookup<'g> {
        let mut ranked: Vec<(Rank, Candidate)> = self
            .names_of(graph, squeezed.as_bytes())
            .map(|(slot, entity)| ranked(graph, slot, entity, written))
            .collect();
        if ranked.len() > 1 {
            ranked.sort_by_key(|(rank, candidate)| (candidate.entity, *rank));
            ranked.dedup_by_key(|(_, candidate)| candidate.entity);
            ranked.sort_by_key(|(rank, _)| *rank);
        }
        let best_rank = ranked.first().map(|(rank, _)| *rank);
        let best_count = ranked.iter().take_while(|(rank, _)| Some(*rank) == best_rank).count();
        let others = ranked.get(best_count..).unwrap_or(&[]).iter().map(|(_, candidate)| *candidate).collect();
        ranked.truncate(best_count);
        Lookup { best: ranked.into_iter().map(|(_, candidate)| candidate).collect(), others }
    }

    /// Names with this squeezed normal form.
    fn names_of<'i>(&'i self, graph: &'i Graph, key: &[u8]) -> impl Iterator<Item = (Slot, EntityId)> + 'i {
        let first = self.keys.as_ref().and_then(|keys| keys.get(key)).map(|first| first.value() as usize);
        first.into_iter().flat_map(move |first| self.names_from(graph, first))
    }

    /// The names of the key whose first posting this is.
    pub(super) fn names_from<'i>(
        &'i self,
        graph: &'i Graph,
        first: usize,
    ) -> impl Iterator<Item = (Slot, EntityId)> + 'i {
        let known = move |posting: &usize| belongs(graph, self.entities[*posting]);
        self.postings_from(first)
            .filter(known)
            .map(|posting| (Slot(self.slots[posting] & !LAST), EntityId(self.entities[posting])))
    }

    /// Postings of one key: up to the one marked as last.
    fn postings_from(&self, first: usize) -> Range<usize> {
        let slots = self.slots.get(first..).unwrap_or(&[]);
        let count = slots.iter().position(|&slot| Slot(slot).is_last()).map_or(0, |last| last + 1);
        first..first + count.min(self.entities.len().saturating_sub(first))
    }
}

/// In which order matches count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Id,
    Xref,
    ExactName,
    /// The name or alias of a family, exact or not.
    Family,
    ExactAlias,
    Name,
    Alias,
    Imported,
    Stripped,
    /// An id or cross-reference that only looks alike.
    Resembling,
}

fn ranked<'g>(graph: &'g Graph, slot: Slot, entity: EntityId, written: Option<&str>) -> (Rank, Candidate<'g>) {
    let text = slot.text(graph, entity);
    let matched = slot.matched();
    let is_reference = matches!(matched, MatchedBy::Id | MatchedBy::Xref);
    let exact =
        written.is_some_and(|written| if is_reference { text.eq_ignore_ascii_case(written) } else { text == written });
    let family = || FAMILY_KINDS.contains(&graph.vocabulary().kind_name(graph.kind(entity)));
    let rank = match matched {
        MatchedBy::Id | MatchedBy::Xref if written.is_some() && !exact => Rank::Resembling,
        MatchedBy::Id => Rank::Id,
        MatchedBy::Xref => Rank::Xref,
        MatchedBy::Name if exact => Rank::ExactName,
        MatchedBy::Name | MatchedBy::Alias if family() => Rank::Family,
        MatchedBy::Name => Rank::Name,
        MatchedBy::Alias if exact => Rank::ExactAlias,
        MatchedBy::Alias => Rank::Alias,
        MatchedBy::Imported => Rank::Imported,
        MatchedBy::Stripped => Rank::Stripped,
    };
    (rank, Candidate { entity, matched, exact, text })
}
