//! Text → names and words, with marks of punctuation that divide them.

use super::english::{ASKS, CONTRACTIONS, DETERMINERS, EXCLUDING, FILLERS, HEDGES, IDLE, NEGATIONS, ORDERS};
use crate::language::keywords;
use crate::language::lexicon::Lexicon;
use crate::language::marks::Mark;
use crate::language::print::quote;
use crate::vocabulary::fold::fold_word;
use crate::vocabulary::phrases::{Element, PatternPiece, PhrasePlace, PhraseRule, Phrases};
use crate::vocabulary::{KindId, KindSet};
use rustc_hash::FxHashSet;

/// A longer text is no question in plain words.
const WORDS_MAX: usize = 100;
/// Bytes of the same.
const LENGTH_MAX: usize = 2_000;
/// No name is looked for over more words.
const NAME_WORDS_MAX: usize = 16;

/// A name, a word, or a sign that divides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlainToken {
    /// As written.
    pub text: String,
    /// Its normal form; `,` for whatever divides. Of a name nothing, unless patterns hold it as a
    /// word, too.
    pub folded: String,
    /// Of a name, the kinds of what is called so.
    pub kinds: Vec<KindId>,
}

impl PlainToken {
    /// A word that nobody typed.
    pub(super) fn word(text: &str) -> Self {
        Self { text: text.to_owned(), folded: text.to_owned(), kinds: Vec::new() }
    }

    pub(super) fn is_name(&self) -> bool {
        !self.kinds.is_empty()
    }

    pub(super) fn is_break(&self) -> bool {
        self.folded == ","
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.folded == word
    }

    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        words.contains(&self.folded.as_str())
    }
}

/// Words of English by themselves.
const ENGLISH: &[&[&str]] = &[HEDGES, DETERMINERS, FILLERS, NEGATIONS, ASKS, IDLE, EXCLUDING];

/// Words that patterns and the rules of English consist of.
#[derive(Debug)]
pub(super) struct WordLists {
    words: FxHashSet<String>,
    /// Nouns of several words, which are no names.
    nouns: FxHashSet<String>,
    /// Kinds of names with the words behind them that make one thing of both by a row.
    composed: Vec<(KindSet, FxHashSet<String>)>,
    /// The same of words that change nothing behind such a name.
    dropped: Vec<(KindSet, FxHashSet<String>)>,
}

impl WordLists {
    pub(super) fn new(phrases: &Phrases) -> Self {
        let mut words = FxHashSet::default();
        for row in &phrases.rows {
            collect(&row.pattern, &mut words);
        }
        for list in ENGLISH {
            words.extend(list.iter().map(|word| (*word).to_owned()));
        }
        words.extend(ORDERS.iter().copied().flatten().map(|word| (*word).to_owned()));
        words.extend(phrases.idle.iter().cloned());
        let nouns =
            phrases.rows.iter().filter(|row| row.place == PhrasePlace::Noun).flat_map(|row| expanded(&row.pattern));
        let nouns = nouns.filter(|noun| noun.contains(' ')).collect();
        // A row that only drops a word leaves the name to be read with it: `ALK-positive` is a
        // name.
        let drops = |row: &&PhraseRule| matches!(row.canonical.first(), Some(PatternPiece::Slot { .. }));
        let (dropped, composed): (Vec<&PhraseRule>, Vec<&PhraseRule>) =
            phrases.rows.iter().filter(|row| row.place == PhrasePlace::Value).partition(drops);
        let behind = |row: &PhraseRule| {
            let (Element::Slot { kinds, .. }, rest) = row.pattern.split_first()? else { return None };
            let firsts = expanded(rest).into_iter();
            Some((*kinds, firsts.filter_map(|text| text.split(' ').next().map(str::to_owned)).collect()))
        };
        let dropped = dropped.into_iter().filter_map(behind).collect();
        let composed = composed.into_iter().filter_map(behind).collect();
        Self { words, nouns, composed, dropped }
    }

    /// Whether a row makes one thing of a name and the word behind it.
    fn is_composed(&self, kinds: &[KindId], next: &str) -> bool {
        is_behind(&self.composed, kinds, next)
    }

    /// Whether a row drops the word behind a name.
    fn is_dropped(&self, kinds: &[KindId], next: &str) -> bool {
        is_behind(&self.dropped, kinds, next)
    }

    pub(super) fn has(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }

    /// All words, in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

fn is_behind(rows: &[(KindSet, FxHashSet<String>)], kinds: &[KindId], next: &str) -> bool {
    rows.iter().any(|(of, words)| words.contains(next) && kinds.iter().any(|&kind| of.has(kind)))
}

/// Every text that a pattern without slots stands for.
fn expanded(pattern: &[Element]) -> Vec<String> {
    let mut texts = vec![String::new()];
    for element in pattern {
        let ends: Vec<String> = match element {
            Element::Word(word) => vec![word.clone()],
            Element::Choice(choices) => choices.iter().flat_map(|choice| expanded(choice)).collect(),
            Element::Slot { .. } | Element::Noun { .. } => Vec::new(),
        };
        let joined = |text: &String, end: &String| match (text.is_empty(), end.is_empty()) {
            (true, _) => end.clone(),
            (_, true) => text.clone(),
            (false, false) => format!("{text} {end}"),
        };
        texts =
            texts.iter().flat_map(|text| ends.iter().map(move |end| joined(text, end))).take(EXPANDED_MAX).collect();
    }
    texts
}

/// Texts of one pattern that are looked at.
const EXPANDED_MAX: usize = 1_000;

fn collect(pattern: &[Element], words: &mut FxHashSet<String>) {
    for element in pattern {
        match element {
            Element::Word(word) => {
                words.insert(word.clone());
            }
            Element::Choice(choices) => choices.iter().for_each(|choice| collect(choice, words)),
            Element::Slot { .. } | Element::Noun { .. } => {}
        }
    }
}

/// Whether a sentence has signs that only the language itself has: quotes, variables, comparisons,
/// a kind before a name, brackets around more than a few words. Such a sentence is not read as
/// plain words, since its signs would get lost.
pub(super) fn is_formal(text: &str) -> bool {
    let kind_before_name = |word: &str| {
        word.split_once(':').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty() && !name.starts_with(':'))
    };
    text.contains(['"', '$', ';', '[', ']', '\n']) || text.split_whitespace().any(kind_before_name) || has_group(text)
}

/// Whether brackets hold more than a few words, or do not match.
fn has_group(text: &str) -> bool {
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match (letter, open) {
            ('(', None) => open = Some(at),
            (')', Some(start)) => {
                if text[start..at].split_whitespace().count() > BRACKET_WORDS_MAX {
                    return true;
                }
                open = None;
            }
            ('(' | ')', _) => return true,
            (_, _) => {}
        }
    }
    open.is_some()
}

/// Words in brackets beside a name, as in `BRAF (V600E)`.
const BRACKET_WORDS_MAX: usize = 2;

/// Beginnings of words that are written together with a name.
const PREFIXES: &[&str] = &["anti", "post", "pre", "non"];

/// The ending of an owner, as a word of its own.
const POSSESSIVE: &str = "'s";
/// Words of the longest run that is looked at for what it was written for.
const WRITTEN_WORDS_MAX: usize = 5;

/// The sentence, and its stages with the bar before them.
pub(super) fn cut_stages(text: &str) -> (&str, &str) {
    text.find('|').map_or((text, ""), |bar| text.split_at(bar))
}

/// The tokens of a sentence; none where there are too many.
pub(super) fn tokens(text: &str, lexicon: &Lexicon<'_>, lists: &WordLists) -> Option<Vec<PlainToken>> {
    let mut words = Vec::new();
    if text.len() > LENGTH_MAX {
        return None;
    }
    for written in text.split_whitespace() {
        split(written, &mut words);
        if words.len() > WORDS_MAX {
            return None;
        }
    }
    while words.last().is_some_and(TypedWord::is_break) {
        words.pop();
    }
    // `what else does X inhibit`: what it is beside is not known.
    words.retain(|word| word.folded != "else");
    let words: Vec<TypedWord> = words.into_iter().flat_map(|word| compound(word, lexicon, lists)).collect();
    Some(named(&words, lexicon, lists))
}

/// A word before names are looked for.
struct TypedWord {
    text: String,
    folded: String,
}

impl TypedWord {
    fn new(text: &str) -> Self {
        let mut folded = String::new();
        fold_word(text, &mut folded);
        Self { text: text.to_owned(), folded }
    }

    fn comma() -> Self {
        Self { text: ",".to_owned(), folded: ",".to_owned() }
    }

    fn is_break(&self) -> bool {
        self.folded == ","
    }
}

/// A run without white space → words and commas: brackets and quotes are taken off, a colon, a dash
/// or a slash by itself separates as a comma does.
fn split(written: &str, words: &mut Vec<TypedWord>) {
    let opening = |letter: char| matches!(letter, '(' | '[' | '“' | '”' | '"' | '‘');
    let closing = |letter: char| {
        matches!(letter, ')' | ']' | '“' | '”' | '"' | '’' | ',' | ';' | ':' | '?' | '!' | '.' | '…' | '。' | '\'')
    };
    let core = written.trim_start_matches(opening);
    let inner = core.trim_end_matches(closing);
    if inner.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '/' | '→' | '·' | '•' | '*')) {
        if !words.is_empty() && !words.last().is_some_and(TypedWord::is_break) {
            words.push(TypedWord::comma());
        }
        return;
    }
    let straight = inner.replace('’', "'");
    let lower = straight.to_lowercase();
    match CONTRACTIONS.iter().find(|(short, _)| *short == lower) {
        // A plus may belong to the name of a combination.
        Some((short @ "+", _)) => words.push(TypedWord { text: (*short).to_owned(), folded: "and".to_owned() }),
        Some((_, long)) => words.extend(long.iter().map(|word| TypedWord::new(word))),
        None => match straight.strip_suffix("'s") {
            // `osimertinib's targets`; the word stays whole where it is no name without it.
            Some(owner) if !owner.is_empty() => words
                .extend([TypedWord::new(owner), TypedWord { text: "'s".to_owned(), folded: POSSESSIVE.to_owned() }]),
            Some(_) | None => words.push(TypedWord::new(&straight)),
        },
    }
    let end = &core[inner.len()..];
    if end.contains([',', ';', ':']) {
        words.push(TypedWord::comma());
    }
}

/// `EGFR-mutant`, `imatinib-resistant`, `HER2+`: a name and a word that patterns know.
fn compound(word: TypedWord, lexicon: &Lexicon<'_>, lists: &WordLists) -> Vec<TypedWord> {
    let is_name = |text: &str| {
        let mut folded = String::new();
        fold_word(text, &mut folded);
        lexicon.names.longest(&[&folded], &[false]).is_some()
    };
    if is_name(&word.text) {
        return vec![word];
    }
    if let Some((letter, word)) = word.text.split_once('-')
        && letter.len() == 1
        && word.eq_ignore_ascii_case(Mark::Level.text())
    {
        // `A-level evidence`.
        return vec![TypedWord::new(word), TypedWord::new(&letter.to_ascii_uppercase())];
    }
    for prefix in PREFIXES {
        let (start, base) = (word.text.get(..prefix.len()), word.text.get(prefix.len() + 1..));
        if start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && word.text[prefix.len()..].starts_with('-')
            && let Some(base) = base.filter(|base| is_name(base))
        {
            return vec![TypedWord::new(prefix), TypedWord::new(base)];
        }
    }
    if let Some(base) = word.text.strip_suffix('+')
        && is_name(base)
    {
        return vec![TypedWord::new(base), TypedWord::new("positive")];
    }
    let parts: Vec<TypedWord> = word.text.split('-').map(TypedWord::new).collect();
    if parts.len() > 1 && !lists.has(&word.folded) && parts.iter().all(|part| lists.has(&part.folded)) {
        return parts;
    }
    if let Some((base, ending)) = word.text.rsplit_once('-') {
        let ending_word = TypedWord::new(ending);
        if !base.is_empty()
            && ending_word.folded.len() > 2
            && lists.has(&ending_word.folded)
            && !lists.has(&word.folded)
        {
            let mut words: Vec<TypedWord> = base.split('-').map(TypedWord::new).collect();
            let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
            // `FGFR2-fusion-positive`: a name of several words.
            if lexicon.names.longest(&folded, &vec![false; folded.len()]) != Some(folded.len()) {
                words = vec![TypedWord::new(base)];
            }
            words.push(ending_word);
            return words;
        }
    }
    vec![word]
}

fn named(words: &[TypedWord], lexicon: &Lexicon<'_>, lists: &WordLists) -> Vec<PlainToken> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let of_language: Vec<bool> = folded
        .iter()
        .map(|word| lexicon.vocabulary.forms.has_word(word) || keywords::first_word(word).is_some())
        .collect();
    let mut tokens = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().take(NAME_WORDS_MAX).take_while(|word| !word.is_break()).count();
        let length = name_length(words, at, at + run, &folded, &of_language, lexicon, lists);
        let end = at + length.unwrap_or(1);
        let text_of = |end: usize| words[at..end].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut text = text_of(end);
        let mut kinds = if length.is_some() { lexicon.names.kinds_of(&text) } else { Vec::new() };
        let known = if kinds.is_empty() { 0 } else { end - at };
        let mut to = end;
        let is_rows = |next: &str| lists.is_composed(&kinds, next) || lists.is_dropped(&kinds, next);
        if folded.get(at + known).is_some_and(|next| known == 0 || !is_rows(next)) {
            // The longest run that was written for a name: `EGFR ex19del`, `V600E`.
            let rewritten = (known + 1..=run.min(WRITTEN_WORDS_MAX)).rev().find(|&length| {
                let is_word = |at: usize| of_language[at] || lists.has(folded[at]);
                !(at..at + length).all(is_word)
                    && !folded[at..at + length].contains(&POSSESSIVE)
                    && lexicon.names.is_written(&text_of(at + length))
            });
            if let Some(mut length) = rewritten {
                // `NTRK fusion positive`: the last word is a row's to say.
                while length > known + 1
                    && let Some(last) = folded.get(at + length - 1)
                    && lexicon.names.is_written(&text_of(at + length - 1))
                    && lists.is_dropped(&lexicon.names.kinds_of(&text_of(at + length - 1)), last)
                {
                    length -= 1;
                }
                let written = text_of(at + length);
                let found = lexicon.names.kinds_of(&written);
                // What is absent is a row's to say.
                if !found.is_empty() {
                    (text, kinds, to) = (quote(&written), found, at + length);
                }
            }
        }
        if kinds.is_empty() {
            tokens.push(PlainToken { text: words[at].text.clone(), folded: words[at].folded.clone(), kinds });
            at += 1;
        } else {
            let is_both = to == at + 1 && is_both(&words[at].folded, of_language[at], lists);
            let folded = if is_both { words[at].folded.clone() } else { String::new() };
            tokens.push(PlainToken { text, folded, kinds });
            at = to;
        }
    }
    tokens
}

/// Whether a word of patterns may be a name by itself: `bypass`, `chemotherapy`; no word of English
/// is.
fn is_both(folded: &str, of_language: bool, lists: &WordLists) -> bool {
    let is_english = || ENGLISH.iter().any(|list| list.contains(&folded));
    !of_language && folded.len() >= BOTH_MIN && lists.has(folded) && !is_english()
}

/// Letters of the shortest name that is a word of patterns, too.
const BOTH_MIN: usize = 5;

/// How many words from `at` on are one name: the longest there is, unless it is a single word that
/// English or a pattern needs.
fn name_length(
    words: &[TypedWord],
    at: usize,
    end: usize,
    folded: &[&str],
    of_language: &[bool],
    lexicon: &Lexicon<'_>,
    lists: &WordLists,
) -> Option<usize> {
    let length = lexicon.names.longest(folded.get(at..end)?, of_language.get(at..end)?)?;
    let first = words.get(at)?;
    let forms = &lexicon.vocabulary.forms;
    let form = (at + 1..=end).rev().find(|&to| forms.find(&folded[at..to].join(" ")).is_some()).map_or(0, |to| to - at);
    if lists.nouns.contains(&folded[at..at + length].join(" ")) {
        return None;
    }
    let is_word = of_language[at] || lists.has(&first.folded) && !is_both(&first.folded, false, lists);
    let is_symbol = || {
        first.text.bytes().any(|byte| byte.is_ascii_uppercase())
            && !first.text.bytes().any(|byte| byte.is_ascii_lowercase())
            && lexicon.names.is_exact_capital_symbol(&first.text)
    };
    let wins = length > form.max(usize::from(is_word)) || (length == 1 && is_symbol());
    wins.then_some(length)
}
