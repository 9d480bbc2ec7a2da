//! Patterns against tokens.

use super::rules::Rules;
use super::tokens::PlainToken;
use crate::language::lexicon::Lexicon;
use crate::vocabulary::phrases::{BARE, COUNT_SLOT, Element, PatternPiece, PhrasePlace, PhraseRule, fits};
use crate::vocabulary::{KindSet, fold};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Steps that the search for one reading may take: a sentence of thirty words takes a few thousand.
const STEPS_MAX: u32 = 20_000;

/// Ways in which one row may take the same words; each is a meaning to be looked at.
const WAYS_MAX: usize = 4;

/// Finds the readings of one text.
pub(super) struct PlainReader<'a> {
    pub(super) tokens: Vec<PlainToken>,
    pub(super) lexicon: &'a Lexicon<'a>,
    rules: &'a Rules,
    steps: Cell<u32>,
    memo: Memo<'a>,
}

/// What has been found at a place of the tokens: every rule asks for the same nouns and names again.
#[derive(Default)]
struct Memo<'a> {
    fits: RefCell<FxHashMap<FitKey, Rc<[Fit<'a>]>>>,
    nouns: RefCell<FxHashMap<(usize, usize), Option<Rc<FoundNoun>>>>,
    items: RefCell<FxHashMap<ItemKey, Option<Rc<Item>>>>,
}

/// PhrasePlace, first token, end, and what a clause is about.
type FitKey = (PhrasePlace, usize, usize, KindSet);
/// First token, end, kinds, and whether rows may make one thing of several words.
type ItemKey = (usize, usize, KindSet, bool);

/// One thing in a list.
struct Item {
    /// One past its last token.
    end: usize,
    text: String,
    /// The row that made it one thing.
    rule: Option<String>,
}

/// What a slot holds: one or several things, and how they are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SlotValue {
    pub(super) items: Vec<String>,
    /// As written between the last two: ` or `, ` and `.
    joint: &'static str,
    /// All of them at once: `both A and B`.
    both: bool,
    /// Rules that made single things of several words.
    pub(super) rules: Vec<String>,
}

impl SlotValue {
    fn one(text: String) -> Self {
        Self { items: vec![text], joint: " or ", both: false, rules: Vec::new() }
    }

    /// The text of the language: `A, B and C`, or joined as the slot asks for.
    pub(super) fn text(&self, joint: Option<&str>) -> String {
        match joint {
            Some(" or ") if self.both => self.items.join(" and "),
            Some(joint) => self.items.join(joint),
            None => match self.items.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, first)) => format!("{}{}{last}", first.join(", "), self.joint),
                None => String::new(),
            },
        }
    }
}

/// A noun in a text.
pub(super) struct FoundNoun {
    /// One past its last token.
    pub(super) end: usize,
    /// The noun of the language.
    pub(super) text: String,
    pub(super) kinds: KindSet,
    /// The row that made it a noun.
    pub(super) rule: Option<String>,
    /// What the reader has to know of that.
    pub(super) note: Option<String>,
}

/// One thing that a row makes of several words.
struct Composed<'a> {
    /// One past its last token.
    end: usize,
    text: String,
    row: &'a PhraseRule,
}

/// The head of a canonical phrase is looked for in so many words.
const HEAD_WORDS: usize = 6;

/// What the slots of a pattern hold.
pub(super) type Slots = Vec<(String, SlotValue)>;

/// A row that fits the tokens from some place on.
#[derive(Clone, Debug)]
pub(super) struct Fit<'a> {
    pub(super) row: &'a PhraseRule,
    pub(super) slots: Slots,
    /// One past the last token.
    pub(super) end: usize,
}

impl Fit<'_> {
    pub(super) fn canonical(&self) -> String {
        fill(&self.row.canonical, &self.slots)
    }

    /// The rule of the row, and those of what its slots hold.
    pub(super) fn rules(&self) -> Vec<String> {
        let of_slots = self.slots.iter().flat_map(|(_, value)| value.rules.iter().cloned());
        std::iter::once(self.row.rule.clone()).chain(of_slots).collect()
    }

    pub(super) fn note(&self) -> Option<String> {
        (!self.row.note.is_empty()).then(|| fill(&self.row.note, &self.slots))
    }
}

/// The text of pieces whose slots are filled; what an optional slot leaves out is nothing.
pub(super) fn fill(pieces: &[PatternPiece], slots: &[(String, SlotValue)]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            PatternPiece::Text(text) => out.push_str(text),
            PatternPiece::Slot { name, joint } => {
                if let Some((_, value)) = slots.iter().find(|(slot, _)| slot == name) {
                    let is_bare = joint.as_deref() == Some(BARE);
                    let mut text = value.text(joint.as_deref().filter(|_| !is_bare));
                    if is_bare {
                        text.retain(|letter| letter != '"');
                    }
                    if out.ends_with(" a ") && takes_an(&text) {
                        out.insert(out.len() - 1, 'n');
                    }
                    out.push_str(&text);
                }
            }
            PatternPiece::Optional(inner) => {
                let is_full = |piece: &PatternPiece| match piece {
                    PatternPiece::Slot { name, .. } => slots.iter().any(|(slot, _)| slot == name),
                    PatternPiece::Text(_) | PatternPiece::Optional(_) => true,
                };
                if inner.iter().all(is_full) {
                    out.push_str(&fill(inner, slots));
                }
            }
        }
    }
    out
}

/// Whether `an` and not `a` stands before a name: by its first letter, or as that is spelled out in
/// `FGFR`.
fn takes_an(name: &str) -> bool {
    let mut letters = name.chars().map(|letter| letter.to_ascii_lowercase());
    let is_vowel = |letter: char| "aeiou".contains(letter);
    match (letters.next(), letters.next()) {
        (Some(first), _) if is_vowel(first) => true,
        (Some(first), Some(second)) => {
            let spelled = name.starts_with(char::is_uppercase) && name.chars().nth(1).is_some_and(char::is_uppercase);
            spelled && "fhlmnrsx".contains(first) && !is_vowel(second)
        }
        (_, _) => false,
    }
}

/// Called where a pattern has matched up to a token.
type OnMatch<'k> = dyn FnMut(usize, &Slots) + 'k;

impl<'a> PlainReader<'a> {
    pub(super) fn new(tokens: Vec<PlainToken>, lexicon: &'a Lexicon<'a>, rules: &'a Rules) -> Self {
        Self { tokens, lexicon, rules, steps: Cell::new(0), memo: Memo::default() }
    }

    /// The same rules for other tokens.
    pub(super) fn with(&self, tokens: Vec<PlainToken>) -> Self {
        let steps = Cell::new(self.steps.get());
        Self { tokens, lexicon: self.lexicon, rules: self.rules, steps, memo: Memo::default() }
    }

    /// The same.
    pub(super) fn again(&self) -> Self {
        self.with(self.tokens.clone())
    }

    /// Counts one step; false where the search has taken too long.
    pub(super) fn step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() < STEPS_MAX
    }

    pub(super) fn token(&self, at: usize) -> Option<&PlainToken> {
        self.tokens.get(at)
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|token| token.is(word))
    }

    /// Whether patterns or the rules of English know a word.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.rules.lists.has(word)
    }

    /// Whether a word changes nothing beside names.
    pub(super) fn is_idle(&self, word: &str) -> bool {
        self.rules.phrases.idle.iter().any(|idle| idle == word)
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Rows of a place that fit from a token on, the longest first; rows of one length in the order
    /// of the file. A row that takes the same words in several ways is there once for each, so that
    /// different meanings are seen.
    pub(super) fn fits(&self, place: PhrasePlace, at: usize, end: usize, heads: KindSet) -> Rc<[Fit<'a>]> {
        let key = (place, at, end, heads);
        if let Some(known) = self.memo.fits.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found: Rc<[Fit<'a>]> = self.find_fits(place, at, end, heads).into();
        self.memo.fits.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    fn find_fits(&self, place: PhrasePlace, at: usize, end: usize, heads: KindSet) -> Vec<Fit<'a>> {
        let mut found: Vec<Fit<'a>> = Vec::new();
        for row in self.rows_from(place, at, end) {
            let for_heads = row.of.is_empty() || heads.is_empty() || !row.of.and(heads).is_empty();
            if place == PhrasePlace::Clause && !for_heads {
                continue;
            }
            let mut best: (usize, Vec<Slots>) = (at, Vec::new());
            self.sequence(&row.pattern, at, end, &mut Vec::new(), true, &mut |to, slots| {
                if to > best.0 {
                    best = (to, vec![slots.clone()]);
                } else if to > at && to == best.0 && best.1.len() < WAYS_MAX && !best.1.contains(slots) {
                    best.1.push(slots.clone());
                }
            });
            let (end, ways) = best;
            found.extend(ways.into_iter().map(|slots| Fit { row, slots, end }));
        }
        found.sort_by_key(|fit| std::cmp::Reverse(fit.end));
        found
    }

    /// Rows of a place that can begin with a token.
    fn rows_from(&self, place: PhrasePlace, at: usize, end: usize) -> impl Iterator<Item = &'a PhraseRule> {
        let rules = self.rules;
        let token = self.token(at).filter(|_| at < end);
        let rows = token.map_or_else(Vec::new, |token| rules.starting(place, &token.folded));
        rows.into_iter().filter_map(|row| rules.phrases.rows.get(row))
    }

    /// Finds every way in which the elements match from `at` on.
    fn sequence(
        &self,
        elements: &[Element],
        at: usize,
        end: usize,
        slots: &mut Slots,
        deep: bool,
        found: &mut OnMatch<'_>,
    ) {
        if !self.step() {
            return;
        }
        let Some((first, rest)) = elements.split_first() else { return found(at, slots) };
        match first {
            Element::Word(word) => {
                if at < end && self.is(at, word) {
                    self.sequence(rest, at + 1, end, slots, deep, found);
                }
            }
            Element::Choice(choices) => {
                for choice in choices {
                    self.sequence(choice, at, end, slots, deep, &mut |to, inner| {
                        self.sequence(rest, to, end, &mut inner.clone(), deep, found);
                    });
                }
            }
            Element::Slot { name, .. } if name == COUNT_SLOT => {
                if let Some((to, count)) = self.quantifier(at).filter(|(to, _)| *to <= end) {
                    slots.push((name.clone(), SlotValue::one(count)));
                    self.sequence(rest, to, end, slots, deep, found);
                    slots.pop();
                }
            }
            Element::Slot { name, kinds } => {
                for (to, value) in self.values(at, end, *kinds, deep) {
                    slots.push((name.clone(), value));
                    self.sequence(rest, to, end, slots, deep, found);
                    slots.pop();
                }
            }
            Element::Noun { name, kinds } => {
                if let Some(noun) = self.noun(at, end)
                    && (kinds.is_empty() || !noun.kinds.and(*kinds).is_empty())
                {
                    let to = noun.end;
                    slots.push((name.clone(), SlotValue::one(noun.text.clone())));
                    self.sequence(rest, to, end, slots, deep, found);
                    slots.pop();
                }
            }
        }
    }

    /// The text of some tokens as written.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let tokens = self.tokens.get(from..to).unwrap_or(&[]);
        tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The longest noun that starts at a token: one of the language, or a word that a row makes
    /// one.
    pub(super) fn noun(&self, at: usize, end: usize) -> Option<Rc<FoundNoun>> {
        if let Some(known) = self.memo.nouns.borrow().get(&(at, end)) {
            return known.clone();
        }
        let found = self.find_noun(at, end).map(Rc::new);
        self.memo.nouns.borrow_mut().insert((at, end), found.clone());
        found
    }

    fn find_noun(&self, at: usize, end: usize) -> Option<FoundNoun> {
        let vocabulary = self.lexicon.vocabulary;
        let own = self.form(at, end, |form| vocabulary.forms.get(form).noun).map(|(to, noun)| FoundNoun {
            end: to,
            text: self.text(at, to).to_lowercase(),
            kinds: KindSet::of(&vocabulary.noun(noun).kinds),
            rule: None,
            note: None,
        });
        let other = self.fits(PhrasePlace::Noun, at, end, KindSet::default()).first().map(|fit| {
            let text = fit.canonical();
            let kinds = self.kinds_of_head(&text);
            FoundNoun { end: fit.end, text, kinds, rule: Some(fit.row.rule.clone()), note: fit.note() }
        });
        match (own, other) {
            (Some(own), Some(other)) => Some(if other.end > own.end { other } else { own }),
            (own, other) => own.or(other),
        }
    }

    /// Kinds of what a canonical phrase begins with: a noun or a noun form; none: anything.
    pub(super) fn kinds_of_head(&self, canonical: &str) -> KindSet {
        let vocabulary = self.lexicon.vocabulary;
        let words: Vec<String> = canonical.split_whitespace().take(HEAD_WORDS).map(fold::spaced).collect();
        let of = |start: usize, end: usize| {
            let form = vocabulary.forms.find(&words[start..end].join(" ")).map(|form| vocabulary.forms.get(form))?;
            if let Some(noun) = form.noun {
                return Some(KindSet::of(&vocabulary.noun(noun).kinds));
            }
            let noun_form = form.verbs.iter().find_map(|verb| verb.noun_form.as_ref().map(|form| (verb, form)))?;
            let (verb, form) = noun_form;
            let kinds = form.kind.map_or_else(
                || KindSet::of(vocabulary.verb(verb.relation).kinds(verb.head)),
                |kind| KindSet::of(&[kind]),
            );
            Some(kinds)
        };
        // Adjectives and the like may come before it.
        let starts = 0..words.len().min(3);
        let spans = starts.flat_map(|start| (start + 1..=words.len()).rev().map(move |end| (start, end)));
        spans.into_iter().find_map(|(start, end)| of(start, end)).unwrap_or_default()
    }

    /// The longest form that starts at a token and is what is asked for.
    pub(super) fn form<T>(
        &self,
        at: usize,
        end: usize,
        wanted: impl Fn(crate::vocabulary::FormId) -> Option<T>,
    ) -> Option<(usize, T)> {
        let forms = &self.lexicon.vocabulary.forms;
        let mut folded = String::new();
        let mut longest = None;
        for (to, token) in self.tokens.iter().enumerate().take(end).skip(at) {
            if token.is_name() || token.is_break() {
                break;
            }
            if to > at {
                folded.push(' ');
            }
            folded.push_str(&token.folded);
            if let Some(found) = forms.find(&folded).and_then(&wanted) {
                longest = Some((to + 1, found));
            }
            if !forms.begins(&folded) {
                break;
            }
        }
        longest
    }

    /// WordLists of things of these kinds that start at a token, the longest list first.
    pub(super) fn values(&self, at: usize, end: usize, kinds: KindSet, deep: bool) -> Vec<(usize, SlotValue)> {
        let mut lists = Vec::new();
        let start = if self.is(at, "both") || self.is(at, "either") { at + 1 } else { at };
        let Some(first) = self.item(start, end, kinds, deep) else { return lists };
        if first.rule.is_some()
            && let Some(name) = self.item(start, end, kinds, false)
        {
            // The same name without the words that make another thing of it.
            lists.push((name.end, SlotValue::one(name.text.clone())));
        }
        let mut to = first.end;
        let mut value = SlotValue { both: self.is(at, "both"), ..SlotValue::one(first.text.clone()) };
        value.rules.extend(first.rule.clone());
        lists.push((to, value.clone()));
        while let Some((next, joint)) = self.joint(to, end) {
            let Some(item) = self.item(next, end, kinds, deep) else { break };
            value.items.push(item.text.clone());
            value.rules.extend(item.rule.clone());
            if let Some(joint) = joint {
                value.joint = joint;
            }
            to = item.end;
            lists.push((to, value.clone()));
        }
        lists.reverse();
        lists
    }

    /// What joins two items of a list: a comma, `or`, `and`, or a comma with one of them.
    fn joint(&self, at: usize, end: usize) -> Option<(usize, Option<&'static str>)> {
        if at >= end {
            return None;
        }
        let comma = self.token(at)?.is_break();
        let word = if comma { at + 1 } else { at };
        let token = self.token(word).filter(|_| word < end);
        if token.is_some_and(|token| token.is("or") || token.is("and/or") || token.is("andor")) {
            return Some((word + 1, Some(" or ")));
        }
        if token.is_some_and(|token| token.is("and") || token.is("plus")) {
            return Some((word + 1, Some(" and ")));
        }
        comma.then_some((at + 1, None))
    }

    /// One thing of these kinds that starts at a token: a name, or several words that a row makes
    /// one thing of; the longest.
    fn item(&self, at: usize, end: usize, kinds: KindSet, deep: bool) -> Option<Rc<Item>> {
        let key = (at, end, kinds, deep);
        if let Some(known) = self.memo.items.borrow().get(&key) {
            return known.clone();
        }
        let found = self.find_item(at, end, kinds, deep).map(Rc::new);
        self.memo.items.borrow_mut().insert(key, found.clone());
        found
    }

    fn find_item(&self, at: usize, end: usize, kinds: KindSet, deep: bool) -> Option<Item> {
        let at = self.before_item(at, end);
        let name = self.token(at).filter(|token| at < end && token.is_name() && fits(kinds, &token.kinds));
        let plain = name.map(|token| self.with_noun(at, end, token));
        let composed = if deep { self.composed(at, end, kinds) } else { None };
        let composed =
            composed.map(|found| Item { end: found.end, text: found.text, rule: Some(found.row.rule.clone()) });
        match (plain, composed) {
            (Some(plain), Some(composed)) => Some(if composed.end > plain.end { composed } else { plain }),
            (one, other) => one.or(other),
        }
    }

    /// A name with the noun of its own kind behind it: `colorectal cancers`.
    fn with_noun(&self, at: usize, end: usize, token: &PlainToken) -> Item {
        let own = self.noun(at + 1, end).filter(|noun| !noun.kinds.and(KindSet::of(&token.kinds)).is_empty());
        match own {
            // `EGFR variants` are no kind of gene; `EGFR gene` is.
            Some(noun) if noun.rule.is_none() => Item { end: noun.end, text: self.text(at, noun.end), rule: None },
            Some(_) | None => Item { end: at + 1, text: self.singular(token), rule: None },
        }
    }

    /// The place of the name behind `the drug` and the like.
    fn before_item(&self, at: usize, end: usize) -> usize {
        let start = if self.token(at).is_some_and(|token| token.is_one_of(&["the", "a", "an"])) { at + 1 } else { at };
        match self.noun(start, end) {
            Some(noun)
                if self.token(noun.end).is_some_and(|token| {
                    noun.end < end && token.is_name() && !noun.kinds.and(KindSet::of(&token.kinds)).is_empty()
                }) =>
            {
                noun.end
            }
            Some(_) | None => start,
        }
    }

    /// The longest thing that a row makes of several words, with its kinds.
    fn composed(&self, at: usize, end: usize, kinds: KindSet) -> Option<Composed<'a>> {
        let mut best: Option<Composed<'a>> = None;
        for row in self.rows_from(PhrasePlace::Value, at, end) {
            if !kinds.is_empty() && row.of.and(kinds).is_empty() {
                continue;
            }
            self.sequence(&row.pattern, at, end, &mut Vec::new(), false, &mut |to, slots| {
                if best.as_ref().is_none_or(|composed| to > composed.end) {
                    best = Some(Composed { end: to, text: fill(&row.canonical, slots), row });
                }
            });
        }
        best
    }

    /// The name of a class that is written in the plural: `ALK inhibitors`.
    fn singular(&self, token: &PlainToken) -> String {
        let is_same = |one: &&str| self.lexicon.names.kinds_of(one) == token.kinds;
        token.text.strip_suffix('s').filter(is_same).unwrap_or(&token.text).to_owned()
    }

    /// Kinds of the thing that starts at a token.
    pub(super) fn kinds_of_value(&self, at: usize) -> KindSet {
        self.thing(at, self.len()).map_or_else(KindSet::default, |(_, _, kinds)| kinds)
    }

    /// The longest thing of any kind that starts at a token, with its kinds.
    pub(super) fn thing(&self, at: usize, end: usize) -> Option<(usize, String, KindSet)> {
        let token = self.token(at).filter(|token| at < end && token.is_name());
        let plain = token.map(|token| (at + 1, self.singular(token), KindSet::of(&token.kinds)));
        let composed = self.composed(at, end, KindSet::default());
        match (plain, composed) {
            (Some(plain), Some(composed)) if composed.end <= plain.0 => Some(plain),
            (_, Some(composed)) => Some((composed.end, composed.text, composed.row.of)),
            (plain, None) => plain,
        }
    }

    /// Rows whose slots take all of these things, each slot at least one, in the order of the file.
    pub(super) fn names_rows(&self, things: &[(String, KindSet)], joint: &'static str) -> Vec<Fit<'a>> {
        let rows = self.rules.phrases.rows.iter().filter(|row| row.place == PhrasePlace::Names);
        rows.filter_map(|row| {
            let slots = assign(&row.pattern, things, joint)?;
            Some(Fit { row, slots, end: self.len() })
        })
        .collect()
    }
}

/// Gives every thing to the first slot that takes its kind; none where one is left over or a slot
/// is empty.
fn assign(pattern: &[Element], things: &[(String, KindSet)], joint: &'static str) -> Option<Slots> {
    let mut slots: Slots = Vec::new();
    let mut wanted = Vec::new();
    for element in pattern {
        let Element::Slot { name, kinds } = element else { return None };
        wanted.push((name, *kinds));
        slots.push((name.clone(), SlotValue { items: Vec::new(), joint, both: false, rules: Vec::new() }));
    }
    // A slot for anything takes one thing: several unlike things are no question.
    if things.len() > 1 && wanted.iter().any(|(_, kinds)| kinds.is_empty()) {
        return None;
    }
    for (text, kinds) in things {
        let fitting = |place: &usize| wanted[*place].1.is_empty() || !wanted[*place].1.and(*kinds).is_empty();
        let places: Vec<usize> = (0..wanted.len()).filter(fitting).collect();
        // An empty slot first, so that two slots of one kind get one thing each.
        let place =
            places.iter().copied().find(|&place| slots[place].1.items.is_empty()).or(places.first().copied())?;
        slots[place].1.items.push(text.clone());
    }
    slots.iter().all(|(_, value)| !value.items.is_empty()).then_some(slots)
}
