//! What is known of a text that is not understood: its names, and questions that it may consist of.

use super::matching::PlainReader;
use super::rules::Rules;
use super::tokens::{self, PlainToken};
use crate::language::lexicon::Lexicon;
use crate::vocabulary::KindSet;
use crate::vocabulary::phrases::PhrasePlace;

/// Words that begin a second question behind `and`.
const QUESTION_WORDS: &[&str] =
    &["what", "which", "how", "who", "why", "where", "when", "is", "are", "does", "do", "can", "has", "have"];
/// Words for what was named before.
const PRONOUNS: &[&str] = &["it", "they", "them", "this", "these"];
/// The same, of something that it has.
const POSSESSIVES: &[&str] = &["its", "their"];

/// The names and words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// In the order of the text; each once.
    pub things: Vec<Thing>,
    /// The words that belong to no name, in their normal forms, with a space before each.
    pub words: String,
}

/// A name of a text, or a name with words that make one thing of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// In the language.
    pub text: String,
    /// What it may be.
    pub kinds: KindSet,
    /// It is only a part of another thing.
    pub is_part: bool,
}

/// Finds the names of a text; none where it is too long for a question.
pub fn recognise(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Recognised {
    let Some(tokens) = tokens::tokens(tokens::cut_stages(text).0, lexicon, &rules.lists) else {
        return Recognised::default();
    };
    let words = tokens.iter().filter(|token| !token.is_name() && !token.is_break());
    let words = words.map(|token| format!(" {}", token.folded)).collect();
    let reader = PlainReader::new(tokens, lexicon, rules);
    let mut found = Recognised { things: Vec::new(), words };
    let mut at = 0;
    while at < reader.len() {
        let Some((to, text, kinds)) = reader.thing(at, reader.len()) else {
            at += 1;
            continue;
        };
        found.add(text, kinds, false);
        for token in reader.tokens[at..to].iter().filter(|token| token.is_name()) {
            found.add(token.text.clone(), KindSet::of(&token.kinds), true);
        }
        at = to;
    }
    found
}

impl Recognised {
    fn add(&mut self, text: String, kinds: KindSet, is_part: bool) {
        if self.things.iter().all(|thing| !thing.text.eq_ignore_ascii_case(&text)) {
            self.things.push(Thing { text, kinds, is_part });
        }
    }

    /// Whether a word of the text begins so.
    pub fn has_word(&self, beginning: &str) -> bool {
        self.words.contains(&format!(" {beginning}"))
    }
}

/// Shorter texts that may be questions where the whole is none: without what the graph does not hold,
/// and each of two questions that `and` joins.
pub fn parts(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Vec<String> {
    let Some(tokens) = tokens::tokens(tokens::cut_stages(text).0, lexicon, &rules.lists) else { return Vec::new() };
    let reader = PlainReader::new(tokens, lexicon, rules);
    let (kept, is_cut) = without_refused(&reader);
    let halves = halves(&kept);
    if halves.is_empty() && is_cut { vec![written(&kept)] } else { halves }
}

/// The tokens without those that ask for what the graph does not hold; whether there were any.
fn without_refused(reader: &PlainReader<'_>) -> (Vec<PlainToken>, bool) {
    let (mut kept, mut at) = (Vec::new(), 0);
    while let Some(token) = reader.token(at) {
        match reader.fits(PhrasePlace::Refuse, at, reader.len(), KindSet::default()).first() {
            Some(fit) => at = fit.end,
            None => {
                kept.push(token.clone());
                at += 1;
            }
        }
    }
    let is_cut = kept.len() < reader.len();
    (kept, is_cut)
}

/// `Is FOLR1 a target, and which drugs hit it` → both questions, the second with the name for `it`.
fn halves(tokens: &[PlainToken]) -> Vec<String> {
    let begins = |at: usize| tokens.get(at).is_some_and(|token| token.is_one_of(QUESTION_WORDS));
    let joint = (1..tokens.len()).find(|&at| tokens[at].is("and") && begins(at + 1));
    let Some(joint) = joint else { return Vec::new() };
    let first = &tokens[..joint];
    let subject = first.iter().find(|token| token.is_name());
    vec![written(first), written(&with_subject(&tokens[joint + 1..], subject))]
}

/// Puts a name where a pronoun stands for it: `its side effects` → `side effects of NAME`.
fn with_subject(tokens: &[PlainToken], subject: Option<&PlainToken>) -> Vec<PlainToken> {
    let Some(subject) = subject else { return tokens.to_vec() };
    let mut out = Vec::with_capacity(tokens.len() + 2);
    let mut owned = false;
    for token in tokens {
        if token.is_one_of(PRONOUNS) {
            out.push(subject.clone());
        } else if token.is_one_of(POSSESSIVES) {
            owned = true;
        } else {
            out.push(token.clone());
        }
    }
    if owned {
        let of = PlainToken { text: "of".to_owned(), folded: "of".to_owned(), kinds: Vec::new() };
        out.extend([of, subject.clone()]);
    }
    out
}

/// Tokens as a text.
fn written(tokens: &[PlainToken]) -> String {
    let mut out = String::new();
    for token in tokens {
        if !out.is_empty() && !token.is_break() {
            out.push(' ');
        }
        out.push_str(&token.text);
    }
    out.trim_end_matches(',').to_owned()
}
