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
use crate::vocabulary::phrases::Phrases;
use matching::Reader;

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
/// Takes time in proportion to the length of the text; texts of more than about a hundred words are
/// not read at all, nor are those with a stage of their own besides the end.
pub fn read(text: &str, lexicon: &Lexicon<'_>, phrases: &Phrases) -> Plain {
    let words = tokens::Lists::new(phrases);
    let (text, tail) = tokens::cut_stages(text);
    let Some(tokens) = tokens::tokens(text, lexicon, &words) else { return Plain::Candidates(Vec::new()) };
    sentence::read(Reader::new(tokens, lexicon, phrases), tail)
}
