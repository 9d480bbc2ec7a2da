//! The words of a statement in their normal form, and what they can begin.

use crate::language::keywords::{self, FirstWord};
use crate::language::lexicon::Lexicon;
use crate::language::scan::{Piece, PieceKind};
use crate::vocabulary::fold::fold_word;

/// The words of a statement in their normal form.
pub(super) struct Folded {
    /// Joined by one space where only white space is between them.
    text: String,
    /// Where each piece lies in it; nowhere, for what is no word.
    places: Vec<(u32, u32)>,
    /// Whether each piece is a word of the language.
    pub(super) language_word: Vec<bool>,
    /// What keywords begin with each piece.
    pub(super) first_words: Vec<Option<&'static FirstWord>>,
}

impl Folded {
    pub(super) fn new(text: &str, pieces: &[Piece], lexicon: &Lexicon<'_>) -> Self {
        let mut out = Self {
            text: String::with_capacity(pieces.len() * 12),
            places: Vec::with_capacity(pieces.len()),
            language_word: Vec::with_capacity(pieces.len()),
            first_words: Vec::with_capacity(pieces.len()),
        };
        for piece in pieces {
            // No form contains a line break, so that runs end there.
            out.text.push(if piece.joined { ' ' } else { '\n' });
            out.push(written(text, piece), lexicon);
        }
        out
    }

    fn push(&mut self, word: &str, lexicon: &Lexicon<'_>) {
        let start = self.text.len();
        let forms = &lexicon.vocabulary.forms;
        let look_up = |folded: &str| (forms.has_word(folded), keywords::first_word(folded));
        // What is a word of the language in small letters is so in its normal form: that is far
        // cheaper to see than what the normal form of any word is.
        self.text.push_str(word);
        self.text[start..].make_ascii_lowercase();
        let mut found = if word.is_empty() { (false, None) } else { look_up(&self.text[start..]) };
        if !word.is_empty() && matches!(found, (false, None)) {
            self.text.truncate(start);
            fold_word(word, &mut self.text);
            found = look_up(&self.text[start..]);
            if self.text.len() == start {
                self.text.pop();
            }
        }
        let (is_form, first_word) = found;
        self.language_word.push(is_form || first_word.is_some());
        self.first_words.push(first_word);
        self.places.push((start.min(self.text.len()) as u32, self.text.len() as u32));
    }

    /// The pieces `from..to`.
    pub(super) fn get(&self, from: usize, to: usize) -> &str {
        let (Some(first), Some(last)) = (self.places.get(from), self.places.get(to.wrapping_sub(1))) else { return "" };
        self.text.get(first.0 as usize..last.1 as usize).unwrap_or("")
    }
}

/// A word or number as written; nothing for any other piece.
pub(super) fn written<'a>(text: &'a str, piece: &Piece) -> &'a str {
    match piece.kind {
        PieceKind::Word | PieceKind::Number => piece.span.of(text),
        PieceKind::Variable | PieceKind::Quoted | PieceKind::Sign(_) => "",
    }
}
