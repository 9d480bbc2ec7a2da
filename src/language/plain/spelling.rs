//! Misspelled words of a question that are neither names nor words of the language: `wich`, `teh`.

use super::rules::Rules;
use super::tokens::PlainToken;
use crate::language::keywords;
use crate::language::lexicon::Lexicon;

/// A shorter word is no misspelling of another, unless two of its letters have changed places.
const LETTERS_MIN: usize = 4;

/// The same tokens with misspelled words put right, and what was done; none where all are right.
pub(super) fn corrected(
    tokens: &[PlainToken],
    lexicon: &Lexicon<'_>,
    rules: &Rules,
) -> Option<(Vec<PlainToken>, Vec<String>)> {
    let mut out = tokens.to_vec();
    let mut notes = Vec::new();
    for token in &mut out {
        if let Some(word) = meant(token, lexicon, rules) {
            notes.push(format!("`{}` is taken for `{word}`", token.text));
            token.text.clone_from(&word);
            token.folded = word;
        }
    }
    (!notes.is_empty()).then_some((out, notes))
}

/// The only word that a token can be a misspelling of.
fn meant(token: &PlainToken, lexicon: &Lexicon<'_>, rules: &Rules) -> Option<String> {
    let word = token.folded.as_str();
    let is_word = !token.is_name() && word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let forms = &lexicon.vocabulary.forms;
    if !is_word || rules.lists.has(word) || forms.has_word(word) || keywords::first_word(word).is_some() {
        return None;
    }
    let mut best: Option<(u8, &str)> = None;
    let mut several = false;
    for other in rules.lists.words().filter(|word| !forms.has_word(word)) {
        let Some(rank) = slip(word, other) else { continue };
        match best {
            Some((least, known)) if rank > least || known == other => {}
            Some((least, _)) if rank == least => several = true,
            Some(_) | None => (best, several) = (Some((rank, other)), false),
        }
    }
    best.filter(|_| !several).map(|(_, word)| word.to_owned())
}

/// Whether a word is a misspelled word of the language, which is an error with that word as its help.
pub(super) fn is_misspelled_form(word: &str, lexicon: &Lexicon<'_>) -> bool {
    let forms = &lexicon.vocabulary.forms;
    !forms.has_word(word) && forms.words().any(|form| slip(word, form).is_some())
}

/// How one word may have become another by one slip, the likelier the smaller: two letters that
/// changed places, a letter too many or too few, another letter; none: by no single slip.
fn slip(written: &str, meant: &str) -> Option<u8> {
    let (written, meant) = (written.as_bytes(), meant.as_bytes());
    if written.first() != meant.first() && written.get(1) != meant.first() {
        return None;
    }
    let same = written.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (rest, other) = (written.get(same..)?, meant.get(same..)?);
    let is_swap = matches!((rest, other), ([a, b, rest @ ..], [c, d, other @ ..]) if (a, b) == (d, c) && rest == other);
    if is_swap {
        return Some(0);
    }
    if meant.len() < LETTERS_MIN || written.len() < LETTERS_MIN {
        return None;
    }
    match (rest, other) {
        ([_, rest @ ..], _) if rest == other => Some(1),
        (_, [_, other @ ..]) if rest == other => Some(1),
        ([_, rest @ ..], [_, other @ ..]) if rest == other && written.len() > LETTERS_MIN => Some(2),
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_makes_one_word_of_another() {
        for (written, meant, rank) in [
            ("teh", "the", Some(0)),
            ("wich", "which", Some(1)),
            ("wich", "with", None),
            ("resistence", "resistance", Some(2)),
            ("mutatoin", "mutation", Some(0)),
            ("agent", "genet", None),
            ("in", "on", None),
        ] {
            assert_eq!(slip(written, meant), rank, "{written} {meant}");
        }
    }
}
