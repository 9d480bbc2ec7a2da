//! Keywords by how they are written.

use super::marks::{KEYWORDS, Keyword};
use crate::vocabulary::fold::fold_word;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The keyword rows of one written form, by its folded text.
static BY_TEXT: LazyLock<FxHashMap<String, &'static Keyword>> =
    LazyLock::new(|| KEYWORDS.iter().map(|keyword| (folded(keyword.text), keyword)).collect());

/// What keywords a word begins.
#[derive(Default, Debug)]
pub struct FirstWord {
    /// The keyword it is by itself.
    pub alone: Option<&'static Keyword>,
    /// Whether a keyword of two words begins with it.
    pub longer: bool,
}

/// Every first word of a keyword, folded.
static FIRST_WORDS: LazyLock<FxHashMap<String, FirstWord>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, FirstWord> = FxHashMap::default();
    for keyword in KEYWORDS.iter() {
        let text = folded(keyword.text);
        match text.split_once(' ') {
            Some((first, _)) => words.entry(first.to_owned()).or_default().longer = true,
            None => words.entry(text).or_default().alone = Some(keyword),
        }
    }
    words
});

/// The keyword written so, folded, with one space between words.
pub fn find(folded: &str) -> Option<&'static Keyword> {
    BY_TEXT.get(folded).copied()
}

/// What keywords begin with a folded word.
pub fn first_word(folded: &str) -> Option<&'static FirstWord> {
    FIRST_WORDS.get(folded)
}

fn folded(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        fold_word(word, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::marks::Mark;

    #[test]
    fn every_row_is_found_by_its_text_and_no_text_stands_twice() {
        for keyword in KEYWORDS.iter() {
            assert_eq!(find(&folded(keyword.text)).map(|found| found.mark), Some(keyword.mark), "{}", keyword.text);
            assert_eq!(KEYWORDS.iter().filter(|other| other.text == keyword.text).count(), 1, "{}", keyword.text);
        }
    }

    #[test]
    fn first_words_tell_whether_a_second_may_follow() {
        let first = |word: &str| first_word(word).map(|word| (word.alone.map(|keyword| keyword.mark), word.longer));
        assert_eq!(first("at"), Some((Some(Mark::At), true)));
        assert_eq!(first("how"), Some((None, true)));
        assert_eq!(first("in"), Some((Some(Mark::In), false)));
        assert_eq!(first("gastric"), None);
    }
}
