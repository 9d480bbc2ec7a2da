//! What may be typed next: the grammar says which marks, vocabulary and names say which words.

use super::expect::{Possible, expected};
use super::lexicon::Lexicon;
use super::marks::{KEYWORDS, Mark};
use super::print::quote;
use super::scan::{Piece, PieceKind, ends_word, scan};
use super::tagger::{Tagged, Token, tag};
use crate::diagnostic::Code;
use crate::vocabulary::{Form, KindId, NO_INVERSE, PropertyType, slips_allowed};
use rustc_hash::FxHashSet;

/// Names offered at most.
const NAMES_MAX: usize = 20;
/// Words and names that begin only nearly as what is typed, at most.
const NEAR_MAX: usize = 5;
/// With so many that begin so, none that begin only nearly so are looked for.
const ENOUGH: usize = 5;
/// A sign that no rule accepts: the parser then reports what it would accept in its place.
const NOTHING: &str = "~ ";

/// What may be typed at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompletionList {
    /// Byte offset at which the text to be replaced starts; it ends at the cursor.
    pub start: usize,
    /// Best first.
    pub items: Vec<CompletionItem>,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// What takes the place of the text from `start` to the cursor.
    pub text: String,
    /// Kind of word.
    pub kind: CompletionKind,
    /// A few words about it.
    pub detail: String,
    /// It begins only nearly as what is typed.
    pub near: bool,
}

/// What a completion is, in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompletionKind {
    /// A property or one of its values.
    Property,
    /// A noun or noun form.
    Noun,
    /// A verb.
    Verb,
    /// An adjective.
    Adjective,
    /// A name of the graph.
    Name,
    /// A stage, after `|`.
    Stage,
    /// A word of the language.
    Keyword,
}

/// What may be typed at byte `cursor` of `text`; the text after the cursor is ignored.
pub fn complete(text: &str, cursor: usize, lexicon: &Lexicon<'_>) -> CompletionList {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let text = text.get(..cursor).unwrap_or("");
    let scan = scan(text);
    if let Some((_, quote)) = scan.faults.iter().find(|(_, fault)| fault.code == Code::UnclosedQuote) {
        return inside_quotes(text, quote.span().end as usize, lexicon);
    }
    let start = text.rfind(ends_word).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let pieces = statement_before(&scan.pieces, scan.statements.last().map_or(0, |range| range.start), text, start);
    let tagged = tag(text, pieces, lexicon);
    let Some(expected) = expected(&format!("{}{NOTHING}", tagged.line)) else { return CompletionList::default() };
    if expected.offset < tagged.line.len() {
        return CompletionList { start, items: Vec::new() };
    }
    let mut offer = CompletionBuilder {
        text,
        typed: text.get(start..).unwrap_or(""),
        tagged: &tagged,
        lexicon,
        expected: &expected,
        items: Vec::new(),
        near: Vec::new(),
    };
    offer.collect();
    offer.collect_near();
    CompletionList { start, items: in_order(offer.items) }
}

/// Pieces of the statement at the end of `text`, without the word that is being typed.
fn statement_before<'a>(pieces: &'a [Piece], first: usize, text: &str, start: usize) -> &'a [Piece] {
    let own = pieces.get(first..).unwrap_or(&[]);
    let done = own.iter().take_while(|piece| (piece.span.start as usize) < start).count();
    let own = own.get(..done).unwrap_or(&[]);
    // A statement that ended leaves an empty line to type on.
    let end = own.last().map_or(0, |piece| piece.span.end as usize);
    let is_over = text.get(end..start).is_some_and(|gap| gap.contains([';', '\n'])) && !is_open(own);
    if is_over { &[] } else { own }
}

/// Whether a bracket is still open, in which lines do not end a statement.
fn is_open(pieces: &[Piece]) -> bool {
    let count = |mark| pieces.iter().filter(|piece| piece.kind == PieceKind::Sign(mark)).count();
    count(Mark::Open) > count(Mark::Close)
}

fn inside_quotes(text: &str, start: usize, lexicon: &Lexicon<'_>) -> CompletionList {
    let typed = text.get(start..).unwrap_or("");
    let hints = lexicon.names.complete(typed, &[], NAMES_MAX);
    let item = |hint: super::NameHint| CompletionItem {
        text: hint.text.replace('"', "\"\""),
        kind: CompletionKind::Name,
        detail: lexicon.vocabulary.kind_name(hint.kind).to_owned(),
        near: false,
    };
    CompletionList { start, items: hints.into_iter().map(item).collect() }
}

/// By kind, each text once, otherwise as collected; what begins only nearly so at the end.
fn in_order(mut items: Vec<CompletionItem>) -> Vec<CompletionItem> {
    items.sort_by_key(|item| (item.near, item.kind));
    let mut seen = FxHashSet::default();
    items.retain(|item| seen.insert(item.text.clone()));
    items
}

struct CompletionBuilder<'a> {
    text: &'a str,
    /// The beginning of the word that is being typed.
    typed: &'a str,
    tagged: &'a Tagged,
    lexicon: &'a Lexicon<'a>,
    expected: &'a Possible,
    items: Vec<CompletionItem>,
    /// What does not begin as typed, with the distance of its beginning.
    near: Vec<(usize, CompletionItem)>,
}

impl CompletionBuilder<'_> {
    fn collect(&mut self) {
        let is_value = self
            .tagged
            .tokens
            .last()
            .is_some_and(|token| token.mark.is_comparison() || matches!(token.mark, Mark::Level | Mark::Between));
        if self.expected.any_run && is_value {
            self.values();
        } else if self.expected.any_run && !self.expected.has(Mark::Name) {
            self.columns();
        }
        self.forms();
        if self.expected.has(Mark::Name) {
            self.names();
        }
        self.rest_of_names();
        self.keywords();
    }

    fn push(&mut self, text: &str, kind: CompletionKind, detail: &str) {
        let fits = text.get(..self.typed.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(self.typed));
        let item = || CompletionItem { text: text.to_owned(), kind, detail: detail.to_owned(), near: !fits };
        if fits {
            self.items.push(item());
        } else if let Some(distance) = near_beginning(self.typed, text) {
            self.near.push((distance, item()));
        }
    }

    /// Adds what begins nearly as typed, the nearest first, where little begins so.
    fn collect_near(&mut self) {
        if self.items.len() >= ENOUGH || slips_allowed(self.typed.chars().count()) == 0 {
            return;
        }
        let mut near = std::mem::take(&mut self.near);
        let letters = self.typed.chars().count();
        if self.expected.has(Mark::Name) {
            let vocabulary = self.lexicon.vocabulary;
            for hint in self.lexicon.names.near(self.typed, &self.wanted_kinds(), NEAR_MAX) {
                let distance = near_beginning(self.typed, &hint.text).unwrap_or(letters);
                let detail = vocabulary.kind_name(hint.kind).to_owned();
                let item = CompletionItem { text: written(&hint.text), kind: CompletionKind::Name, detail, near: true };
                near.push((distance, item));
            }
        }
        near.sort_by_key(|(distance, item)| (*distance, item.kind, item.text.len()));
        near.dedup_by(|(_, one), (_, other)| one.text == other.text);
        let is_new = |(_, item): &(usize, CompletionItem)| self.items.iter().all(|other| other.text != item.text);
        let found: Vec<CompletionItem> = near.into_iter().filter(is_new).map(|(_, item)| item).take(NEAR_MAX).collect();
        self.items.extend(found);
    }

    fn keywords(&mut self) {
        let expected = self.expected;
        let offered = KEYWORDS.iter().filter(|keyword| expected.has(keyword.mark));
        let after_bar = self.last_mark() == Some(Mark::Bar);
        for keyword in offered {
            match keyword.mark.stage().filter(|_| after_bar) {
                Some(stage) => self.push(keyword.text, CompletionKind::Stage, stage.row().help),
                None => self.push(keyword.text, CompletionKind::Keyword, keyword.purpose),
            }
        }
    }

    /// Values of the property before a comparison.
    fn values(&mut self) {
        let tokens = &self.tagged.tokens;
        let column = tokens.iter().rev().take(2).find_map(|token| token.form);
        let Some(form) = column else { return };
        let vocabulary = self.lexicon.vocabulary;
        for &property in &vocabulary.forms.get(form).properties {
            let property = vocabulary.property(property);
            for value in listed_values(&property.of) {
                self.push(value, CompletionKind::Property, &property.name);
            }
        }
    }

    /// Properties, and the nouns and labels of the sentence.
    fn columns(&mut self) {
        let vocabulary = self.lexicon.vocabulary;
        for property in &vocabulary.properties {
            self.push(&property.name, CompletionKind::Property, "property");
        }
        for token in &self.tagged.tokens {
            match (token.mark, token.form.and_then(|form| vocabulary.forms.get(form).noun)) {
                (Mark::Identifier, _) => self.push(token.span.of(self.text), CompletionKind::Property, "label"),
                (_, Some(noun)) => self.push(vocabulary.noun(noun).singular(), CompletionKind::Noun, "noun"),
                (_, None) => {}
            }
        }
    }

    /// Nouns, verbs, noun forms and adjectives that the grammar takes and whose kinds fit.
    fn forms(&mut self) {
        let wanted = self.wanted_kinds();
        let heads = self.head_kinds();
        let lexicon = self.lexicon;
        for (_, form) in lexicon.vocabulary.forms.iter() {
            self.noun(form, &wanted);
            self.verb(form, &heads, &wanted);
            if self.expected.has(Mark::Adjective) && !form.adjectives.is_empty() {
                self.push(&form.text, CompletionKind::Adjective, "adjective");
            }
        }
    }

    fn noun(&mut self, form: &Form, wanted: &[KindId]) {
        let vocabulary = self.lexicon.vocabulary;
        // After a noun only names follow; the noun before one of them is not worth an offer.
        let offered = self.expected.has(Mark::Noun) && !self.last_mark().is_some_and(is_noun);
        let Some(noun) = form.noun.map(|noun| vocabulary.noun(noun)).filter(|_| offered) else { return };
        let is_usual = form.text == noun.plural();
        let fits = wanted.is_empty() || noun.kinds.iter().any(|kind| wanted.contains(kind));
        if fits && (is_usual || !self.typed.is_empty()) {
            self.push(&form.text, CompletionKind::Noun, "noun");
        }
    }

    /// All forms of a verb where something is typed, else only its participles.
    fn verb(&mut self, form: &Form, heads: &[KindId], wanted: &[KindId]) {
        let vocabulary = self.lexicon.vocabulary;
        for use_ in &form.verbs {
            let verb = vocabulary.verb(use_.relation);
            let ends = verb.kinds(use_.head);
            let any = |kinds: &[KindId]| kinds.is_empty() || ends.iter().any(|kind| kinds.contains(kind));
            if let Some(noun_form) = &use_.noun_form {
                let fits =
                    noun_form.kind.map_or_else(|| any(wanted), |kind| wanted.is_empty() || wanted.contains(&kind));
                if self.expected.has(Mark::NounForm) && fits {
                    self.push(&form.text, CompletionKind::Noun, &verb.relation);
                }
                continue;
            }
            let is_usual = verb.participles.contains(&form.text);
            let is_reading = form.text.starts_with(NO_INVERSE);
            if !is_reading && self.expected.has(Mark::Verb) && any(heads) && (is_usual || !self.typed.is_empty()) {
                self.push(&form.text, CompletionKind::Verb, &verb.relation);
            }
        }
    }

    fn names(&mut self) {
        let wanted = self.wanted_kinds();
        let vocabulary = self.lexicon.vocabulary;
        // After a noun, names are one thing of many that may follow.
        let behind_noun = self.last_mark().is_some_and(is_noun);
        if !self.typed.is_empty() || (!wanted.is_empty() && !behind_noun) {
            for hint in self.lexicon.names.complete(self.typed, &wanted, NAMES_MAX) {
                let detail = vocabulary.kind_name(hint.kind).to_owned();
                let (text, kind) = (written(&hint.text), CompletionKind::Name);
                self.items.push(CompletionItem { text, kind, detail, near: false });
            }
        }
    }

    /// Names whose first words are before the word that is being typed: the rest of each name.
    fn rest_of_names(&mut self) {
        let Some(last) = self.tagged.tokens.last().filter(|token| matches!(token.mark, Mark::Name | Mark::Unknown))
        else {
            return;
        };
        let begun = format!("{} ", last.span.of(self.text));
        let hints = self.lexicon.names.complete(&format!("{begun}{}", self.typed), &self.wanted_kinds(), NAMES_MAX);
        for hint in hints {
            let is_literal = hint.text.get(..begun.len()).is_some_and(|words| words.eq_ignore_ascii_case(&begun));
            if let Some(rest) = hint.text.get(begun.len()..).filter(|_| is_literal) {
                self.push(rest, CompletionKind::Name, self.lexicon.vocabulary.kind_name(hint.kind));
            }
        }
    }

    fn last_mark(&self) -> Option<Mark> {
        self.tagged.tokens.last().map(|token| token.mark)
    }

    /// Kinds that the verb, noun form or `in` before the cursor leads to, or of the noun right
    /// before it; empty: any.
    fn wanted_kinds(&self) -> Vec<KindId> {
        let before = self.tagged.tokens.last().filter(|token| is_noun(token.mark)).and_then(|token| token.form);
        if let Some(noun) = before.and_then(|form| self.lexicon.vocabulary.forms.get(form).noun) {
            return self.lexicon.vocabulary.noun(noun).kinds.clone();
        }
        let governor = self.tagged.tokens.iter().rev().find(|token| !continues_object(token));
        governor.map_or_else(Vec::new, |token| self.object_kinds(token))
    }

    fn object_kinds(&self, token: &Token) -> Vec<KindId> {
        let vocabulary = self.lexicon.vocabulary;
        if matches!(token.mark, Mark::In | Mark::For) {
            let contexts = vocabulary.kinds.iter().filter_map(|kind| kind.context);
            return contexts
                .flat_map(|relation| vocabulary.verb(relation).to.iter().copied())
                .filter(|&kind| vocabulary.is_hierarchical(kind))
                .collect();
        }
        let verbs = token.form.map(|form| vocabulary.forms.get(form).verbs.as_slice()).unwrap_or(&[]);
        verbs.iter().flat_map(|use_| vocabulary.verb(use_.relation).kinds(use_.head.other()).iter().copied()).collect()
    }

    /// Kinds of all nouns and names before the cursor that a clause could belong to; empty: any.
    fn head_kinds(&self) -> Vec<KindId> {
        let vocabulary = self.lexicon.vocabulary;
        let mut kinds = Vec::new();
        for token in &self.tagged.tokens {
            if let Some(form) = token.form.map(|form| vocabulary.forms.get(form)) {
                kinds.extend(form.noun.iter().flat_map(|&noun| vocabulary.noun(noun).kinds.iter().copied()));
                let noun_forms = form.verbs.iter().filter(|use_| use_.noun_form.is_some());
                kinds.extend(
                    noun_forms.flat_map(|use_| vocabulary.verb(use_.relation).kinds(use_.head).iter().copied()),
                );
            }
            if matches!(token.mark, Mark::Name | Mark::Quoted) {
                kinds.extend(self.lexicon.names.kinds_of(token.span.of(self.text).trim_matches('"')));
            }
        }
        kinds
    }
}

/// A name as it can be written in a sentence: in quotes where it has a sign of the language.
fn written(name: &str) -> String {
    let is_sign = |letter: char| ends_word(letter) && !letter.is_whitespace();
    let is_bare = !name.contains(is_sign) && !name.split_whitespace().any(|word| word.starts_with(['#', '$']));
    if is_bare { name.to_owned() } else { quote(name) }
}

/// By how many edits a word begins otherwise than what is typed; none: it begins with something else.
fn near_beginning(typed: &str, word: &str) -> Option<usize> {
    let letters = typed.chars().count();
    let allowed = slips_allowed(letters);
    if allowed == 0 || letters > TYPED_MAX {
        return None;
    }
    let typed = typed.to_lowercase();
    let lengths = letters.saturating_sub(allowed)..=letters + allowed;
    let distances = lengths.map(|length| {
        let beginning: String = word.chars().take(length).flat_map(char::to_lowercase).collect();
        strsim::osa_distance(&typed, &beginning)
    });
    distances.min().filter(|distance| *distance <= allowed)
}

/// No word of a language is longer.
const TYPED_MAX: usize = 40;

fn listed_values(of: &PropertyType) -> &[String] {
    match of {
        PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values,
        PropertyType::Text | PropertyType::Number | PropertyType::Year | PropertyType::Date => &[],
        PropertyType::Bool | PropertyType::Via { .. } => &[],
    }
}

/// Whether it is a noun, also one after a name.
const fn is_noun(mark: Mark) -> bool {
    mark.is_noun() || matches!(mark, Mark::NounOfName)
}

/// Whether a mark is part of an object that began before it: a list, a bracket, a quantifier.
fn continues_object(token: &Token) -> bool {
    let mark = token.mark;
    (mark.is_determiner() && mark != Mark::Which)
        || mark.is_quantifier()
        || matches!(
            mark,
            Mark::Name
                | Mark::Quoted
                | Mark::Unknown
                | Mark::Label
                | Mark::Comma
                | Mark::And
                | Mark::Or
                | Mark::Not
                | Mark::Open
                | Mark::Number
        )
}
