//! What a run of text is: the longest name it begins with, and whom a name may mean.

use super::{KeyBytes, LAST, Lookup, MatchedBy, NameCandidate, NameIndex, NameSlot, belongs, bit};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::fold;
use std::ops::Range;

impl NameIndex {
    /// How many of the words make the longest name that starts with the first of them.
    ///
    /// `words` are folded one by one; `language_word[i]`: word `i` is a word of the
    /// language. White space does not count, except beside a word of the language: there the
    /// name must have it too (`top 1` is not `TOP1`). What consists of words of the language
    /// alone is no name if only imported aliases are spelled so.
    pub fn longest(&self, graph: &Graph, words: &[&str], language_word: &[bool]) -> Option<usize> {
        let mut descent = Descent::new(self)?;
        let mut spelling = WrittenForm::default();
        let mut longest = None;
        for (i, word) in words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
            let is_language = language_word.get(i).copied().unwrap_or(false);
            spelling.begin(is_language);
            if !word.bytes().all(|byte| descent.step(byte)) {
                break;
            }
            let whole = descent.first().filter(|_| !descent.may_be_cut());
            if whole.is_some_and(|first| self.fits(first, &spelling)) {
                longest = Some(i + 1);
            }
            spelling.end(word, is_language);
        }
        self.longest_cut(graph, &descent, words, language_word).or(longest)
    }

    /// The same where the map came to its end on the way: there is one name left that these may be.
    fn longest_cut(
        &self,
        graph: &Graph,
        descent: &Descent<'_>,
        words: &[&str],
        language_word: &[bool],
    ) -> Option<usize> {
        let first = descent.first().filter(|_| descent.may_be_cut())?;
        let key = self.key_at(graph, first);
        let mut rest = key.as_str();
        let mut spelling = WrittenForm::default();
        for (i, word) in words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
            let is_language = language_word.get(i).copied().unwrap_or(false);
            spelling.begin(is_language);
            rest = rest.strip_prefix(word)?;
            if rest.is_empty() {
                return self.fits(first, &spelling).then_some(i + 1);
            }
            spelling.end(word, is_language);
        }
        None
    }

    /// Whether one name of a key is written with the breaks that are needed, and not imported where
    /// that matters.
    fn fits(&self, first: usize, spelling: &WrittenForm) -> bool {
        let (needed, not_imported) = (spelling.needed_breaks, !spelling.has_name_word);
        needed == 0 && !not_imported
            || self.postings_from(first).any(|posting| {
                let breaks = self.breaks.get(posting).copied().unwrap_or(0);
                let imported = NameSlot(self.slots[posting]).matched() == MatchedBy::Imported;
                breaks & needed == needed && !(not_imported && imported)
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
        let mut ranked: Vec<(Rank, NameCandidate)> = self
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
    fn names_of<'i>(&'i self, graph: &'i Graph, key: &[u8]) -> impl Iterator<Item = (NameSlot, EntityId)> + 'i {
        let first = self.first_of(graph, key);
        first.into_iter().flat_map(move |first| self.names_from(graph, first))
    }

    fn first_of(&self, graph: &Graph, key: &[u8]) -> Option<usize> {
        let mut descent = Descent::new(self)?;
        let whole = key.iter().all(|&byte| descent.step(byte));
        let first = descent.first()?;
        let is_key = if descent.may_be_cut() { self.key_at(graph, first).as_bytes() == key } else { whole };
        is_key.then_some(first)
    }

    /// Where the map ends before `beginning` does: the one key that may begin so, if it does.
    pub(super) fn cut_key_from(&self, graph: &Graph, beginning: &[u8]) -> Option<u64> {
        let mut descent = Descent::new(self)?;
        let inside = beginning.iter().all(|&byte| descent.step(byte));
        let first = descent.first().filter(|_| !inside && descent.may_be_cut())?;
        self.key_at(graph, first).as_bytes().starts_with(beginning).then_some(first as u64)
    }

    /// The names of the key whose first posting this is.
    pub(super) fn names_from<'i>(
        &'i self,
        graph: &'i Graph,
        first: usize,
    ) -> impl Iterator<Item = (NameSlot, EntityId)> + 'i {
        let known = move |posting: &usize| belongs(graph, self.entities[*posting]);
        self.postings_from(first)
            .filter(known)
            .map(|posting| (NameSlot(self.slots[posting] & !LAST), EntityId(self.entities[posting])))
    }

    /// Postings of one key: up to the one marked as last.
    fn postings_from(&self, first: usize) -> Range<usize> {
        let slots = self.slots.get(first..).unwrap_or(&[]);
        let count = slots.iter().position(|&slot| NameSlot(slot).is_last()).map_or(0, |last| last + 1);
        first..first + count.min(self.entities.len().saturating_sub(first))
    }
}

/// A way down the map of normal forms.
struct Descent<'i> {
    keys: &'i fst::raw::Fst<KeyBytes>,
    node: fst::raw::Node<'i>,
    output: u64,
}

impl<'i> Descent<'i> {
    fn new(names: &'i NameIndex) -> Option<Self> {
        let keys = names.keys.as_ref()?;
        Some(Self { keys, node: keys.root(), output: 0 })
    }

    /// One byte down; `false`, and stays, where no key goes on so.
    #[inline]
    fn step(&mut self, byte: u8) -> bool {
        let Some(place) = self.node.find_input(byte) else { return false };
        let step = self.node.transition(place);
        self.output += step.out.value();
        self.node = self.keys.node(step.addr);
        true
    }

    /// The first posting of the key that ends here.
    fn first(&self) -> Option<usize> {
        self.node.is_final().then(|| (self.output + self.node.final_output().value()) as usize)
    }

    /// Whether the key that ends here may be longer than the part in the map.
    fn may_be_cut(&self) -> bool {
        self.node.is_empty()
    }
}

/// What is asked of how a name is written, word by word.
#[derive(Default)]
struct WrittenForm {
    offset: usize,
    needed_breaks: u64,
    /// Not all words are words of the language.
    has_name_word: bool,
}

impl WrittenForm {
    fn begin(&mut self, is_language: bool) {
        self.has_name_word |= !is_language;
        if is_language {
            self.needed_breaks |= bit(self.offset);
        }
    }

    fn end(&mut self, word: &str, is_language: bool) {
        self.offset += word.len();
        if is_language {
            self.needed_breaks |= bit(self.offset);
        }
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

fn ranked<'g>(graph: &'g Graph, slot: NameSlot, entity: EntityId, written: Option<&str>) -> (Rank, NameCandidate<'g>) {
    let text = slot.text(graph, entity);
    let matched = slot.matched();
    let is_reference = matches!(matched, MatchedBy::Id | MatchedBy::Xref);
    let exact =
        written.is_some_and(|written| if is_reference { text.eq_ignore_ascii_case(written) } else { text == written });
    // The names of a family outrank aliases: its members are often called like it.
    let family = || graph.model().kinds.gene_family == Some(graph.kind(entity));
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
    (rank, NameCandidate { entity, matched, exact, text })
}
