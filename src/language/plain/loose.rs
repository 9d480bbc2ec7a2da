//! What is left where no rule of word order fits: names among words that are all accounted for.
//!
//! `BRAF V600E, colorectal: is vemurafenib enough` holds a finding, a cancer and a drug, and a row
//! says what a question about these is. A word that no list and no such row knows ends this
//! reading, so that nothing is dropped that could change the answer.

use super::english::{ASKS, DETERMINERS, FILLERS, HEDGES, IDLE};
use super::matching::{Fit, PlainReader};
use super::spelling::is_misspelled_form;
use crate::vocabulary::KindSet;

/// Behind the beginning of a word: the text has to have this or another such word.
const NEEDED: char = '!';

/// Letters of a beginning behind which anything may follow.
const BEGINNING_MIN: usize = 5;
/// What may follow a shorter one.
const ENDINGS: &[&str] = &["", "s", "d", "r", "rs", "es", "ed", "n", "ing", "ly", "ure", "ures"];

/// Whether a word begins as a row says.
fn begins(word: &str, beginning: &str) -> bool {
    let beginning = beginning.trim_end_matches(NEEDED);
    word.strip_prefix(beginning).is_some_and(|rest| beginning.len() >= BEGINNING_MIN || ENDINGS.contains(&rest))
}

/// The names of a text, and its words that mean something.
#[derive(Default)]
struct Gathered<'t> {
    /// In the order of the text.
    things: Vec<(String, KindSet)>,
    words: Vec<&'t str>,
    /// Between the names, where one of them was `or`.
    has_or: bool,
}

impl<'a> PlainReader<'a> {
    /// Rows for names in any order whose words cover those of the tokens `start..end`.
    /// `conditional`: the question has a condition, which asks for something like a word does.
    pub(super) fn loose(&self, start: usize, end: usize, conditional: bool) -> Vec<Fit<'a>> {
        let pieces = self.pieces(start, end);
        let is_misspelled = |word: &&str| !self.has_word(word) && is_misspelled_form(word, self.lexicon);
        if pieces.things.is_empty() || pieces.words.iter().any(is_misspelled) {
            return Vec::new();
        }
        let joint = if pieces.has_or { " or " } else { " and " };
        let mut fits = self.names_rows(&pieces.things, joint);
        fits.retain(|fit| {
            let of_row = &fit.row.words;
            let is_of_row = |word: &&str| of_row.iter().any(|beginning| begins(word, beginning));
            let asks = conditional || !pieces.words.is_empty();
            let mut needed = of_row.iter().filter(|beginning| beginning.ends_with(NEEDED)).peekable();
            let has_needed = pieces.words.is_empty()
                || needed.peek().is_none()
                || needed.any(|beginning| pieces.words.iter().any(|word| begins(word, beginning)));
            of_row.is_empty() != asks && has_needed && pieces.words.iter().all(is_of_row)
        });
        fits
    }

    /// Adds one thing to others; two of different kinds that are one name together become one:
    /// `breast cancer, HER2+`.
    pub(super) fn add_thing(&self, things: &mut Vec<(String, KindSet)>, text: String, kinds: KindSet) {
        let joined = things.last().filter(|(_, before)| before.and(kinds).is_empty()).and_then(|(before, _)| {
            let joined = format!("{text} {before}");
            let kinds = self.lexicon.names.kinds_of(&joined);
            (!kinds.is_empty()).then(|| (joined, KindSet::of(&kinds)))
        });
        match joined {
            Some(joined) => {
                things.pop();
                things.push(joined);
            }
            None => things.push((text, kinds)),
        }
    }

    fn pieces(&self, start: usize, end: usize) -> Gathered<'_> {
        let mut pieces = Gathered::default();
        let mut at = start;
        while at < end {
            if let Some((to, text, kinds)) = self.thing(at, end) {
                self.add_thing(&mut pieces.things, text, kinds);
                at = to;
                continue;
            }
            if let Some(token) = self.token(at) {
                pieces.has_or |= token.is("or");
                let is_idle = token.is_break()
                    || [IDLE, DETERMINERS, HEDGES, FILLERS, ASKS].iter().any(|list| token.is_one_of(list))
                    || self.is_idle(&token.folded);
                if !is_idle {
                    pieces.words.push(&token.folded);
                }
            }
            at += 1;
        }
        pieces
    }
}
