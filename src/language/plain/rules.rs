//! What plain words are read by, and what comes of it.

use super::tokens::WordLists;
use crate::vocabulary::phrases::{Element, PhrasePlace, Phrases};
use rustc_hash::FxHashSet;

/// A sentence of the language that a text may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The sentence.
    pub canonical: String,
    /// The rules that led to it, in the order of the text.
    pub rules: Vec<String>,
    /// What was left out of it, or what its answer does not cover.
    pub notes: Vec<String>,
}

/// What a text that is no sentence of the language may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Sentences in groups, the closest first. The first group of which a member has a meaning
    /// counts; two meanings in one group are an ambiguity.
    Candidates(Vec<Vec<Candidate>>),
    /// It asks for what the graph does not hold: why not.
    Refused(String),
}

/// The phrase rows of a vocabulary, and what is derived from them once.
#[derive(Debug)]
pub struct Rules {
    /// The rows.
    pub phrases: Phrases,
    pub(super) lists: WordLists,
    /// Rows by place; of each the words that it can begin with.
    by_place: Vec<(PhrasePlace, Vec<Beginning>)>,
}

/// A row with what it can begin with.
#[derive(Debug)]
pub(super) struct Beginning {
    /// Its place in the list of rows.
    pub(super) row: usize,
    pub(super) words: FxHashSet<String>,
    /// It can begin with a name or a noun, too.
    pub(super) slot: bool,
}

impl Rules {
    /// The rules of a vocabulary.
    pub fn new(phrases: Phrases) -> Self {
        let mut by_place: Vec<(PhrasePlace, Vec<Beginning>)> = Vec::new();
        for (row, phrase) in phrases.rows.iter().enumerate() {
            let mut beginning = Beginning { row, words: FxHashSet::default(), slot: false };
            beginnings(&phrase.pattern, &mut beginning);
            match by_place.iter_mut().find(|(place, _)| *place == phrase.place) {
                Some((_, rows)) => rows.push(beginning),
                None => by_place.push((phrase.place, vec![beginning])),
            }
        }
        let lists = WordLists::new(&phrases);
        Self { phrases, lists, by_place }
    }

    pub(super) fn rows(&self, place: PhrasePlace) -> &[Beginning] {
        self.by_place.iter().find(|(of, _)| *of == place).map_or(&[], |(_, rows)| rows)
    }
}

/// What a pattern can begin with; true where all of it can be left out.
fn beginnings(pattern: &[Element], out: &mut Beginning) -> bool {
    for element in pattern {
        let can_be_empty = match element {
            Element::Word(word) => {
                out.words.insert(word.clone());
                false
            }
            Element::Choice(choices) => {
                // Every choice is looked at, also behind one that can be empty.
                choices.iter().map(|choice| beginnings(choice, out)).fold(false, |one, other| one | other)
            }
            Element::Slot { .. } | Element::Noun { .. } => {
                out.slot = true;
                false
            }
        };
        if !can_be_empty {
            return false;
        }
    }
    true
}
