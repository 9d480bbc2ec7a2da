//! What people write → a sentence of the language.
//!
//! A plain reading has no meaning of its own: it is the canonical sentence that it becomes, which is
//! then read like any other. What belongs to one field is in the `[[phrase]]` rows of its graph's
//! vocabulary; what belongs to English is here.
//!
//! ```text
//! text ──tokens──▶ names and words ──sentence/phrase──▶ candidates ──the caller──▶ the one that has a meaning
//! ```

mod english;
mod matching;
mod phrase;
mod sentence;
mod tokens;

use super::lexicon::Lexicon;
use crate::vocabulary::phrases::{Phrases, Place};
use matching::Reader;
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

/// Reads a text by the phrase rows of a vocabulary and the rules of English.
///
/// The search is bounded: texts of more than a hundred words are not read at all.
pub fn read(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Plain {
    let (text, tail) = tokens::cut_stages(text);
    let Some(tokens) = tokens::tokens(text, lexicon, &rules.lists) else { return Plain::Candidates(Vec::new()) };
    sentence::read(Reader::new(tokens, lexicon, rules), tail)
}

/// The phrase rows of a vocabulary, and what is derived from them once.
#[derive(Debug)]
pub struct Rules {
    /// The rows.
    pub phrases: Phrases,
    lists: tokens::Lists,
    /// Rows by place; of each the words that it can begin with.
    by_place: Vec<(Place, Vec<Beginning>)>,
}

/// A row with what it can begin with.
#[derive(Debug)]
struct Beginning {
    /// Its place in the list of rows.
    row: usize,
    words: FxHashSet<String>,
    /// It can begin with a name or a noun, too.
    slot: bool,
}

impl Rules {
    /// The rules of a vocabulary.
    pub fn new(phrases: Phrases) -> Self {
        let mut by_place: Vec<(Place, Vec<Beginning>)> = Vec::new();
        for (row, phrase) in phrases.rows.iter().enumerate() {
            let mut beginning = Beginning { row, words: FxHashSet::default(), slot: false };
            matching::beginnings(&phrase.pattern, &mut beginning);
            match by_place.iter_mut().find(|(place, _)| *place == phrase.place) {
                Some((_, rows)) => rows.push(beginning),
                None => by_place.push((phrase.place, vec![beginning])),
            }
        }
        let lists = tokens::Lists::new(&phrases);
        Self { phrases, lists, by_place }
    }

    fn rows(&self, place: Place) -> &[Beginning] {
        self.by_place.iter().find(|(of, _)| *of == place).map_or(&[], |(_, rows)| rows)
    }
}
