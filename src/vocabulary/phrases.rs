//! Wordings that a graph understands besides the language itself: `[[phrase]]` rows.
//!
//! A row pairs a pattern of words, names and nouns with the sentence of the language that means the
//! same. What belongs to English alone (order words, the copula, word order) is no row: it is in
//! `language::plain`, once for every graph.

pub use super::rows::PhrasePlace;
use super::rows::{FileRow, OfferRow, PhraseRow};
use super::{KindId, KindSet, Vocabulary, fold};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use std::collections::BTreeMap;

/// All phrase rows of a vocabulary, ready to be matched.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// In the order of the file.
    pub rows: Vec<PhraseRule>,
    /// Questions to offer where a text is not understood, in the order of the file.
    pub offers: Vec<Offer>,
    /// Words that change nothing beside names.
    pub idle: Vec<String>,
}

/// One `[[phrase]]` row.
#[derive(Clone, Debug)]
pub struct PhraseRule {
    /// What the rule is called where it is explained.
    pub rule: String,
    /// What part of a sentence the pattern is.
    pub place: PhrasePlace,
    /// Kinds of the heads that a clause may follow; empty: any.
    pub of: KindSet,
    /// What is written.
    pub pattern: Vec<Element>,
    /// What it means: text of the language with slots.
    pub canonical: Vec<PatternPiece>,
    /// What the reader has to know; may hold slots.
    pub note: Vec<PatternPiece>,
    /// Beginnings of words: with them, a row for names takes a text whose other words all begin so. Where some end in
    /// `!`, the text has to have one of these.
    pub words: Vec<String>,
}

/// The examples of a row: wordings with their canonical sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleExamples {
    /// What the rule is called where it is explained.
    pub rule: String,
    /// Wording and sentence.
    pub examples: Vec<(String, String)>,
}

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// One word, in its normal form.
    Word(String),
    /// One of several sequences.
    Choice(Vec<Vec<Element>>),
    /// One or several names of these kinds; none: of any kind.
    Slot { name: String, kinds: KindSet },
    /// A noun of one of these kinds.
    Noun { name: String, kinds: KindSet },
}

/// One part of a canonical sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternPiece {
    /// Words as they are.
    Text(String),
    /// What a slot of the pattern holds; several things are joined by `joint`, or else as written.
    /// [`BARE`]: one thing, without the quotes around a name that was rewritten.
    Slot { name: String, joint: Option<String> },
    /// Left out where one of its slots is empty.
    Optional(Vec<PatternPiece>),
}

/// One `[[offer]]` row.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Slots that the names of the text must fill.
    pub needs: Vec<(String, KindSet)>,
    /// Words of the text that make these questions come first.
    pub words: Vec<String>,
    /// Questions with slots, best first.
    pub questions: Vec<Vec<PatternPiece>>,
}

impl Phrases {
    /// The rows of a vocabulary's file, and everything that is wrong with them.
    pub(super) fn compile(file: &FileRow, vocabulary: &Vocabulary) -> (Self, Vec<Diagnostic>) {
        let mut compiler = Compiler { vocabulary, slots: &file.slot, problems: Vec::new(), span: Span::default() };
        let mut phrases = Self::default();
        for row in &file.phrase {
            compiler.span = span(&row.span());
            let phrase = compiler.phrase(row.as_ref());
            phrases.rows.push(phrase);
        }
        for row in &file.offer {
            compiler.span = span(&row.span());
            let offer = compiler.offer(row.as_ref());
            phrases.offers.push(offer);
        }
        phrases.idle = file.plain.idle.iter().map(|word| fold::spaced(word)).collect();
        (phrases, compiler.problems)
    }
}

impl Vocabulary {
    /// Its phrase rows, which were checked when the vocabulary was loaded.
    pub fn phrases(&self) -> Phrases {
        let from_text =
            || toml::from_str(&self.text).map_or_else(|_| Phrases::default(), |file| Phrases::compile(&file, self).0);
        self.rare.phrases().unwrap_or_else(from_text)
    }

    /// The examples of its phrase rows, in the order of its text.
    pub fn phrase_examples(&self) -> Vec<RuleExamples> {
        let rows = toml::from_str(&self.text).map_or_else(|_| Vec::new(), |file: FileRow| file.phrase);
        let of_row = |row: PhraseRow| RuleExamples { rule: row.rule, examples: row.examples };
        rows.into_iter().map(|row| of_row(row.into_inner())).collect()
    }
}

fn span(range: &std::ops::Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

struct Compiler<'a> {
    vocabulary: &'a Vocabulary,
    slots: &'a BTreeMap<String, Vec<String>>,
    problems: Vec<Diagnostic>,
    span: Span,
}

impl Compiler<'_> {
    fn problem(&mut self, message: String) {
        self.problems.push(Diagnostic::error(Code::Vocabulary, self.span, message));
    }

    fn phrase(&mut self, row: &PhraseRow) -> PhraseRule {
        let of = row.of.iter().fold(KindSet::default(), |all, name| all.or(self.kinds_called(name)));
        let pattern = self.pattern(&row.pattern);
        let canonical = pieces(&row.canonical);
        let note = pieces(&row.note);
        for name in slots_of(&canonical).chain(slots_of(&note)) {
            if !has_slot(&pattern, name) {
                self.problem(format!("the pattern has no slot `{{{name}}}`"));
            }
        }
        let is_dropped = matches!(row.place, PhrasePlace::Over | PhrasePlace::Refuse);
        match (is_dropped, row.canonical.is_empty(), row.note.is_empty()) {
            (true, _, true) => self.problem("words that are dropped or refused need a `note` that says why".to_owned()),
            (false, true, _) => self.problem("a phrase needs the `canonical` words that it stands for".to_owned()),
            (true, _, false) | (false, false, _) => {}
        }
        if row.examples.is_empty() {
            self.problem("a phrase needs an example: `examples = [[\"wording\", \"canonical\"]]`".to_owned());
        }
        if !row.words.is_empty() && row.place != PhrasePlace::Names {
            self.problem("only a row for names has `words`".to_owned());
        }
        let mark = |word: &str| if word.ends_with('!') { "!" } else { "" };
        let words = row.words.iter().map(|word| fold::spaced(word.trim_end_matches('!')) + mark(word)).collect();
        PhraseRule { rule: row.rule.clone(), place: row.place, of, pattern, canonical, note, words }
    }

    fn offer(&mut self, row: &OfferRow) -> Offer {
        let needs: Vec<(String, KindSet)> =
            row.names.iter().map(|name| (name.clone(), self.kinds_called(name))).collect();
        let questions: Vec<Vec<PatternPiece>> = row.questions.iter().map(|question| pieces(question)).collect();
        for name in questions.iter().flat_map(|question| slots_of(question)) {
            if !row.names.iter().any(|known| known == name) {
                self.problem(format!("`names` holds no `{name}`"));
            }
        }
        let words = row.words.iter().map(|word| fold::spaced(word)).collect();
        Offer { needs, words, questions }
    }

    /// The kinds of a slot: by its row in `[slot]`, or the kind of that name. A number at the end
    /// distinguishes two slots of one kind.
    fn kinds_called(&mut self, name: &str) -> KindSet {
        let base =
            name.rsplit_once(' ').filter(|(_, number)| number.parse::<u8>().is_ok()).map_or(name, |(base, _)| base);
        if base == "name" || base == COUNT_SLOT {
            return KindSet::default();
        }
        let listed = self.slots.get(base).map_or_else(|| vec![base.to_owned()], Clone::clone);
        let mut kinds = KindSet::default();
        for kind in listed {
            match self.vocabulary.kind(&kind) {
                Some(id) => kinds = kinds.with(id),
                None => self.problem(format!("there is no kind or slot `{kind}`")),
            }
        }
        kinds
    }

    fn pattern(&mut self, text: &str) -> Vec<Element> {
        let mut reader = PatternReader { rest: text };
        let mut choices = vec![self.sequence(&mut reader, 0)];
        while reader.peek() == Some('|') {
            reader.take();
            choices.push(self.sequence(&mut reader, 0));
        }
        if choices.iter().any(Vec::is_empty) {
            self.problem("a pattern needs words".to_owned());
        }
        if !reader.rest.is_empty() {
            self.problem(format!("`{}` closes nothing", reader.rest));
        }
        match choices.pop() {
            Some(only) if choices.is_empty() => only,
            last => vec![Element::Choice(choices.into_iter().chain(last).collect())],
        }
    }

    /// Elements up to a sign that closes or divides a group.
    fn sequence(&mut self, reader: &mut PatternReader<'_>, depth: usize) -> Vec<Element> {
        let mut elements = Vec::new();
        while let Some(sign) = reader.peek() {
            match sign {
                ')' | ']' | '|' => break,
                '(' | '[' if depth < DEPTH_MAX => elements.push(self.group(reader, depth)),
                '{' | '<' => elements.extend(self.slot(reader)),
                _ => match reader.word() {
                    "" => {
                        self.problem("groups of a pattern are nested too deeply".to_owned());
                        break;
                    }
                    word => elements.push(Element::Word(fold::spaced(word))),
                },
            }
        }
        elements
    }

    fn group(&mut self, reader: &mut PatternReader<'_>, depth: usize) -> Element {
        let optional = reader.take() == Some('[');
        let mut choices = Vec::new();
        loop {
            choices.push(self.sequence(reader, depth + 1));
            if reader.peek() != Some('|') {
                break;
            }
            reader.take();
        }
        let close = if optional { ']' } else { ')' };
        if reader.take() != Some(close) {
            self.problem(format!("a group lacks its `{close}`"));
        }
        if optional {
            choices.push(Vec::new());
        }
        Element::Choice(choices)
    }

    fn slot(&mut self, reader: &mut PatternReader<'_>) -> Option<Element> {
        let is_noun = reader.take() == Some('<');
        let close = if is_noun { '>' } else { '}' };
        let Some((name, rest)) = reader.rest.split_once(close) else {
            self.problem(format!("a slot lacks its `{close}`"));
            reader.rest = "";
            return None;
        };
        reader.rest = rest;
        let (name, kinds) = (name.to_owned(), self.kinds_called(name));
        Some(if is_noun { Element::Noun { name, kinds } } else { Element::Slot { name, kinds } })
    }
}

/// The slot of a number of things: `more than five`, `at least 3`.
pub(crate) const COUNT_SLOT: &str = "count";
/// In place of what joins several things: a name is written without quotes.
pub(crate) const BARE: &str = "bare";

/// Most groups of a pattern that may be nested in each other.
const DEPTH_MAX: usize = 8;

struct PatternReader<'a> {
    rest: &'a str,
}

impl<'a> PatternReader<'a> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(sign)
    }

    fn word(&mut self) -> &'a str {
        let is_end = |letter: char| letter.is_whitespace() || "()[]{}<>|".contains(letter);
        let (word, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }
}

/// The slots of pieces.
fn slots_of(pieces: &[PatternPiece]) -> Box<dyn Iterator<Item = &str> + '_> {
    Box::new(pieces.iter().flat_map(|piece| -> Box<dyn Iterator<Item = &str>> {
        match piece {
            PatternPiece::Text(_) => Box::new(std::iter::empty()),
            PatternPiece::Slot { name, .. } => Box::new(std::iter::once(name.as_str())),
            PatternPiece::Optional(inner) => slots_of(inner),
        }
    }))
}

/// A text with slots in braces, and in square brackets what is left out where a slot is empty;
/// `{drug:or}` says how several things in a slot are joined, `{variant:bare}` takes quotes off.
fn pieces(text: &str) -> Vec<PatternPiece> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, (inner, after))) =
        rest.split_once('[').and_then(|(before, open)| open.split_once(']').map(|group| (before, group)))
    {
        out.extend(with_slots(before));
        out.push(PatternPiece::Optional(with_slots(inner)));
        rest = after;
    }
    out.extend(with_slots(rest));
    out
}

fn with_slots(text: &str) -> Vec<PatternPiece> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, open)| open.split_once('}').map(|slot| (before, slot)))
    {
        if !before.is_empty() {
            out.push(PatternPiece::Text(before.to_owned()));
        }
        let (name, joint) = match name.split_once(':') {
            Some((name, BARE)) => (name, Some(BARE.to_owned())),
            Some((name, joint)) if joint.ends_with(',') => {
                let space = if joint == "," { "" } else { " " };
                (name, Some(format!("{space}{joint} ")))
            }
            Some((name, word)) => (name, Some(format!(" {word} "))),
            None => (name, None),
        };
        out.push(PatternPiece::Slot { name: name.to_owned(), joint });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(PatternPiece::Text(rest.to_owned()));
    }
    out
}

/// The text of pieces with what `value` gives for each slot; none where one is left empty.
pub(crate) fn filled<'v>(pieces: &[PatternPiece], value: impl Fn(&str) -> Option<&'v str> + Copy) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            PatternPiece::Text(text) => out.push_str(text),
            PatternPiece::Slot { name, .. } => {
                let text = value(name)?;
                if out.ends_with(" a ") && text.starts_with(|letter| "aeiouAEIOU".contains(letter)) {
                    out.insert(out.len() - 1, 'n');
                }
                out.push_str(text);
            }
            PatternPiece::Optional(inner) => out.push_str(&filled(inner, value).unwrap_or_default()),
        }
    }
    Some(out)
}

/// Whether a pattern has a slot or noun of this name.
fn has_slot(pattern: &[Element], wanted: &str) -> bool {
    pattern.iter().any(|element| match element {
        Element::Word(_) => false,
        Element::Choice(choices) => choices.iter().any(|choice| has_slot(choice, wanted)),
        Element::Slot { name, .. } | Element::Noun { name, .. } => name == wanted,
    })
}

/// Whether kinds of a name fit a slot; a slot without kinds takes any.
pub(crate) fn fits(wanted: KindSet, kinds: &[KindId]) -> bool {
    wanted.is_empty() || kinds.iter().any(|&kind| wanted.has(kind))
}
