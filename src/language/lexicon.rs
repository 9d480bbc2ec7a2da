//! What the language asks of a graph: its vocabulary and its names, never its edges.

use crate::vocabulary::{KindId, Vocabulary};

/// The words a sentence may be made of.
#[derive(Clone, Copy)]
pub struct Lexicon<'a> {
    /// Nouns, verbs, properties and all their forms.
    pub vocabulary: &'a Vocabulary,
    /// Names of entities.
    pub names: &'a dyn NameLookup,
}

/// The names of a graph, as far as reading a sentence needs them.
pub trait NameLookup {
    /// How many of the first `words`, each in its normal form, make the longest name; none: no name
    /// starts here. `language_word[i]` is true where `words[i]` is a word of the language, which
    /// keeps its spaces.
    fn longest(&self, words: &[&str], language_word: &[bool]) -> Option<usize>;
    /// Whether `text`, which is no name, was written for one, or for that something is absent.
    fn is_written(&self, text: &str) -> bool;
    /// Whether `text` is written in capitals and is exactly the symbol of an entity (`MET`).
    fn is_exact_capital_symbol(&self, text: &str) -> bool;
    /// Kinds of the entities that `text`, as written, most probably means; empty: no such name.
    fn kinds_of(&self, text: &str) -> Vec<KindId>;
    /// At most `limit` names that begin with `beginning`; of these kinds only, unless empty.
    fn complete(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint>;
    /// At most `limit` names that begin nearly as `beginning`; of these kinds only, unless empty.
    fn near(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint>;
}

/// A name offered by completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameHint {
    /// The name.
    pub text: String,
    /// Its kind.
    pub kind: KindId,
}
