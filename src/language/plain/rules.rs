//! What plain words are read by, and what comes of it.

use super::tokens::WordLists;
use crate::vocabulary::phrases::{Element, PhrasePlace, Phrases};
use rustc_hash::{FxHashMap, FxHashSet};

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
    /// Rows of each place by what they can begin with.
    by_place: FxHashMap<PhrasePlace, Starts>,
}

/// Places of rows in the list of rows, in its order.
#[derive(Debug, Default)]
struct Starts {
    /// Those that can begin with a name or a noun.
    slot: Vec<usize>,
    /// By a word: those that can begin with it.
    word: FxHashMap<String, Vec<usize>>,
}

impl Rules {
    /// The rules of a vocabulary.
    pub fn new(phrases: Phrases) -> Self {
        let mut by_place: FxHashMap<PhrasePlace, Starts> = FxHashMap::default();
        for (row, phrase) in phrases.rows.iter().enumerate() {
            let mut beginning = Beginning::default();
            beginnings(&phrase.pattern, &mut beginning);
            by_place.entry(phrase.place).or_default().add(row, beginning);
        }
        let lists = WordLists::new(&phrases);
        Self { phrases, lists, by_place }
    }

    /// Whether patterns or the rules of English contain a word, in its normal form.
    pub fn is_word(&self, folded: &str) -> bool {
        self.lists.has(folded)
    }

    /// Rows of a place that can begin with a word in its normal form; what is nothing but a name
    /// has none.
    pub(super) fn starting(&self, place: PhrasePlace, word: &str) -> Vec<usize> {
        let Some(starts) = self.by_place.get(&place) else { return Vec::new() };
        // A name may have a determiner or a noun before it, so a row that begins with a slot is
        // tried at any word.
        let mut rows = starts.slot.clone();
        rows.extend(starts.word.get(word).into_iter().flatten());
        rows.sort_unstable();
        rows
    }
}

impl Starts {
    fn add(&mut self, row: usize, beginning: Beginning) {
        if beginning.slot {
            self.slot.push(row);
            return;
        }
        for word in beginning.words {
            self.word.entry(word).or_default().push(row);
        }
    }
}

/// What a row can begin with.
#[derive(Debug, Default)]
struct Beginning {
    words: FxHashSet<String>,
    /// It can begin with a name or a noun, too.
    slot: bool,
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
