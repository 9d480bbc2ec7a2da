//! What people write → a sentence of the language.
//!
//! A plain reading has no meaning of its own: it is the canonical sentence that it becomes, which
//! is then read like any other. What belongs to one field is in the `[[phrase]]` rows of its
//! graph's vocabulary; what belongs to English is here.
//!
//! ```text
//! text ──tokens──▶ names and words ──sentence/phrase──▶ candidates ──the caller──▶ the one that has a meaning
//! ```

mod english;
mod loose;
mod matching;
mod phrase;
mod recognised;
mod rules;
mod sentence;
mod spelling;
mod tokens;

use super::lexicon::Lexicon;
use matching::PlainReader;
pub use recognised::{Recognised, Thing, parts, recognise};
pub use rules::{Candidate, Plain, Rules};

/// Reads a text by the phrase rows of a vocabulary and the rules of English.
///
/// The search is bounded: texts of more than a hundred words are not read at all.
pub fn read(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Plain {
    let (text, tail) = tokens::cut_stages(text);
    if tokens::is_formal(text) {
        return Plain::Candidates(Vec::new());
    }
    let Some(tokens) = tokens::tokens(text, lexicon, &rules.lists) else { return Plain::Candidates(Vec::new()) };
    sentence::read(PlainReader::new(tokens, lexicon, rules), tail)
}

/// Reads a text of which [`read`] finds no meaning: misspelled words are put right, conditions are
/// looked for anywhere, and at last the names alone count, if every word beside them is accounted
/// for.
pub fn read_loosely(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Plain {
    let (text, tail) = tokens::cut_stages(text);
    if tokens::is_formal(text) {
        return Plain::Candidates(Vec::new());
    }
    let Some(tokens) = tokens::tokens(text, lexicon, &rules.lists) else { return Plain::Candidates(Vec::new()) };
    let corrected = spelling::corrected(&tokens, lexicon, rules);
    let is_corrected = corrected.is_some();
    let (tokens, notes) = corrected.unwrap_or((tokens, Vec::new()));
    sentence::read_loosely(PlainReader::new(tokens, lexicon, rules), tail, notes, is_corrected)
}
