//! A whole sentence in plain words.

use super::english::{ASKS, ENDINGS, ORDERS};
use super::matching::{Fit, PlainReader};
use super::phrase::{Part, number};
use super::rules::{Candidate, Plain};
use super::tokens::PlainToken;
use crate::vocabulary::phrases::PhrasePlace;
use crate::vocabulary::{End, KindSet};

/// What is known of a sentence before it is read: what was taken off it.
#[derive(Clone, Default)]
struct SentenceFrame {
    rules: Vec<String>,
    notes: Vec<String>,
    /// Stages for the end.
    stages: String,
    /// A context for the end.
    context: String,
    /// Conditions for the end of the phrase.
    conditions: String,
}

impl SentenceFrame {
    fn rule(&mut self, rule: &str) {
        self.rules.push(rule.to_owned());
    }

    fn candidate(&self, part: Part) -> Candidate {
        let mut rules = self.rules.clone();
        rules.extend(part.rules);
        let mut notes = self.notes.clone();
        notes.extend(part.notes);
        notes.dedup();
        let (phrase, stages) =
            part.text.split_once(" | ").map_or((part.text.as_str(), None), |(one, two)| (one, Some(two)));
        let stages = stages.map(|stages| format!(" | {stages}")).unwrap_or_default() + &part.stages;
        // What brackets hold is what the conditions are about.
        let (phrase, close) = match phrase.strip_suffix(')') {
            Some(inner) if !self.conditions.is_empty() => (inner, ")"),
            Some(_) | None => (phrase, ""),
        };
        let canonical = format!("{phrase}{}{}{close}{stages}{}", self.context, self.conditions, self.stages);
        Candidate { canonical, rules, notes }
    }
}

/// Reads the tokens of a sentence; `tail`: its stages as written.
pub(super) fn read(reader: PlainReader<'_>, tail: &str) -> Plain {
    if let Some(why) = refused(&reader) {
        return Plain::Refused(why);
    }
    let mut groups = strict(reader, tail, SentenceFrame::default());
    groups.retain(|group: &Vec<Candidate>| !group.is_empty());
    Plain::Candidates(groups)
}

/// Why the graph does not hold what is asked for.
fn refused(reader: &PlainReader<'_>) -> Option<String> {
    (0..reader.len()).find_map(|at| {
        let fits = reader.fits(PhrasePlace::Refuse, at, reader.len(), KindSet::default());
        Some(fits.first()?.note().unwrap_or_default())
    })
}

/// Reads tokens whose order no rule knows. `notes`: what was put right in them.
pub(super) fn read_loosely(reader: PlainReader<'_>, tail: &str, notes: Vec<String>, is_corrected: bool) -> Plain {
    if let Some(why) = refused(&reader) {
        return Plain::Refused(why);
    }
    let start = || SentenceFrame { notes: notes.clone(), ..SentenceFrame::default() };
    let mut groups = Vec::new();
    if is_corrected {
        groups.extend(strict(reader.again(), tail, start()));
    }
    let mut frame = start();
    let without = take_conditions(&reader, &mut frame);
    if without.len() < reader.len() {
        groups.extend(strict(without.again(), tail, frame));
    }
    let mut frame = start();
    let reader = take_conditions(&prepared(reader, tail, &mut frame), &mut frame);
    for fit in reader.loose(0, reader.len(), !frame.conditions.is_empty()) {
        groups.push(vec![frame.candidate(of_fit(&fit))]);
    }
    groups.retain(|group: &Vec<Candidate>| !group.is_empty());
    Plain::Candidates(groups)
}

/// What is left of the tokens where ends and idle words are taken off.
fn prepared<'a>(reader: PlainReader<'a>, tail: &str, frame: &mut SentenceFrame) -> PlainReader<'a> {
    let reader = read_over(reader, frame);
    let reader = take_ending(take_tail(reader, frame));
    if !tail.is_empty() {
        frame.stages.push(' ');
        frame.stages.push_str(tail.trim());
    }
    reader
}

/// Readings by the order of the words.
fn strict(reader: PlainReader<'_>, tail: &str, mut frame: SentenceFrame) -> Vec<Vec<Candidate>> {
    let mut groups = Vec::new();
    // A row may need a word that else means nothing: `venetoclax-refractory AML`.
    let start = orders(&reader, &mut SentenceFrame::default());
    for at in std::iter::once(0).chain((start > 0).then_some(start)) {
        let mut whole = frame.clone();
        whole.stages.push_str(tail);
        sentences(&reader, at, &whole, &mut groups);
    }
    let reader = prepared(reader, tail, &mut frame);
    sentences(&reader, 0, &frame, &mut groups);
    let start = orders(&reader, &mut frame);
    if start > 0 {
        sentences(&reader, start, &frame, &mut groups);
    }
    if let Some((reader, start)) = opening_context(&reader, start, &mut frame) {
        questions(&reader, start, &mut frame, &mut groups);
    } else {
        questions(&reader, start, &mut frame, &mut groups);
    }
    groups
}

/// Takes out conditions wherever they are written, for the end of the phrase.
fn take_conditions<'a>(reader: &PlainReader<'a>, frame: &mut SentenceFrame) -> PlainReader<'a> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while let Some(token) = reader.token(at) {
        if let Some(fit) = reader.fits(PhrasePlace::Anywhere, at, reader.len(), KindSet::default()).first() {
            frame.conditions.push_str(&format!(" {}", fit.canonical()));
            frame.rules.extend(fit.rules());
            frame.notes.extend(fit.note());
            at = fit.end;
        } else if let Some((to, condition)) = reader.condition(at) {
            frame.conditions.push_str(&format!(" {condition}"));
            frame.rule("a condition anywhere in the question");
            at = to;
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    reader.with(kept)
}

/// Takes out words that change nothing, and says so.
fn read_over<'a>(reader: PlainReader<'a>, frame: &mut SentenceFrame) -> PlainReader<'a> {
    let mut kept: Vec<PlainToken> = Vec::new();
    let mut at = 0;
    while at < reader.len() {
        match reader.fits(PhrasePlace::Over, at, reader.len(), KindSet::default()).first() {
            Some(fit) => {
                frame.rule(&fit.row.rule);
                frame.notes.extend(fit.note());
                at = fit.end;
            }
            None => {
                kept.extend(reader.token(at).cloned());
                at += 1;
            }
        }
    }
    reader.with(kept)
}

/// Words at the end that become a stage.
fn take_tail<'a>(reader: PlainReader<'a>, frame: &mut SentenceFrame) -> PlainReader<'a> {
    let end = reader.len();
    let fit = (1..end).find_map(|at| {
        reader
            .fits(PhrasePlace::Tail, at, end, KindSet::default())
            .iter()
            .find(|fit: &&Fit<'_>| fit.end == end)
            .map(|fit| (at, fit.clone()))
    });
    let Some((mut at, fit)) = fit else { return take_order(reader, frame) };
    frame.rule(&fit.row.rule);
    frame.notes.extend(fit.note());
    frame.stages = format!(" {}", fit.canonical());
    while at > 0 && reader.token(at - 1).is_some_and(|token| token.is_break() || token.is("and")) {
        at -= 1;
    }
    let kept = reader.tokens[..at].to_vec();
    reader.with(kept)
}

/// `…, sorted by year` at the end.
fn take_order<'a>(reader: PlainReader<'a>, frame: &mut SentenceFrame) -> PlainReader<'a> {
    let end = reader.len();
    let is_order = |at: usize| {
        let word =
            reader.token(at).is_some_and(|token| token.is_one_of(&["sorted", "ordered", "ranked", "rank", "sort"]));
        word && reader.is(at + 1, "by") || reader.is(at, "by") && at > 0
    };
    let Some(at) = (end.saturating_sub(ORDER_WORDS)..end).find(|&at| is_order(at)) else { return reader };
    let property = reader.lexicon.vocabulary.properties.iter().find(|property| reader.is(end - 1, &property.name));
    let Some(property) = property.filter(|_| at > 0) else { return reader };
    frame.rule("an order at the end");
    frame.stages = format!(" | sort by {}", property.name);
    let mut kept = reader.tokens[..at].to_vec();
    while kept.last().is_some_and(PlainToken::is_break) {
        kept.pop();
    }
    reader.with(kept)
}

/// Words of the longest order: `sorted by the evidence level`.
const ORDER_WORDS: usize = 5;

/// Words at the end that mean nothing.
fn take_ending(reader: PlainReader<'_>) -> PlainReader<'_> {
    let mut end = reader.len();
    while let Some(ending) = ENDINGS.iter().find(|ending| {
        end > ending.len() && ending.iter().rev().enumerate().all(|(i, word)| reader.is(end - 1 - i, word))
    }) {
        end -= ending.len();
        while end > 0 && reader.token(end - 1).is_some_and(PlainToken::is_break) {
            end -= 1;
        }
    }
    let kept = reader.tokens[..end].to_vec();
    reader.with(kept)
}

/// `show me the first 10`; the place after the order.
fn orders(reader: &PlainReader<'_>, frame: &mut SentenceFrame) -> usize {
    let mut at = 0;
    while let Some(order) =
        ORDERS.iter().find(|order| order.iter().enumerate().all(|(i, word)| reader.is(at + i, word)))
    {
        at += order.len();
        while reader.token(at).is_some_and(PlainToken::is_break) {
            at += 1;
        }
        frame.rule("an order before the question");
        while reader.token(at).is_some_and(|token| token.is_one_of(&["the", "all", "only", "just"])) {
            at += 1;
        }
        at = first_few(reader, at, frame);
    }
    if at == 0 { first_few(reader, at, frame) } else { at }
}

/// `the first 10`, `top 5`, `3`: how many rows are wanted.
fn first_few(reader: &PlainReader<'_>, start: usize, frame: &mut SentenceFrame) -> usize {
    let mut at = start;
    while reader.token(at).is_some_and(|token| token.is_one_of(&["the", "first", "top", "best"])) {
        at += 1;
    }
    let is_ordered = at > start || start > 0;
    let Some(number) = reader.token(at).filter(|_| is_ordered).and_then(|token| number(&token.folded)) else {
        return start;
    };
    frame.stages.push_str(&format!(" | limit {number}"));
    at + 1
}

/// `In melanoma, which drugs …`, `For CRC: …`: a context before the question goes behind it.
fn opening_context<'a>(
    reader: &PlainReader<'a>,
    start: usize,
    frame: &mut SentenceFrame,
) -> Option<(PlainReader<'a>, usize)> {
    if !(reader.is(start, "in") || reader.is(start, "for") || reader.is(start, "with")) {
        return None;
    }
    // `for which tumours …`: the preposition belongs to the verb at the end.
    if reader.token(start + 1).is_some_and(|token| token.is_one_of(&["which", "what"])) {
        return Some((reader.with(reader.tokens[start + 1..].to_vec()), 0));
    }
    let (to, _) = reader.values(start + 1, reader.len(), KindSet::default(), true).into_iter().next()?;
    let comma = reader.token(to).is_some_and(PlainToken::is_break);
    let is_question = |at: usize| {
        reader.token(at).is_some_and(|token| token.is_one_of(&["which", "what", "how", "who"]) || token.is_one_of(ASKS))
    };
    let after = if comma { to + 1 } else { to };
    if after >= reader.len() || !(comma || is_question(after)) {
        return None;
    }
    let mut tokens: Vec<PlainToken> = reader.tokens[after..].to_vec();
    tokens.extend_from_slice(&reader.tokens[start..to]);
    frame.rule("a context before the question");
    Some((reader.with(tokens), 0))
}

/// Rows for whole sentences.
fn sentences(reader: &PlainReader<'_>, start: usize, frame: &SentenceFrame, groups: &mut Vec<Vec<Candidate>>) {
    let mut group = Vec::new();
    for fit in reader.fits(PhrasePlace::Sentence, start, reader.len(), KindSet::default()).iter() {
        if fit.end == reader.len() {
            group.push(frame.candidate(of_fit(fit)));
        }
    }
    groups.push(group);
}

fn of_fit(fit: &Fit<'_>) -> Part {
    Part {
        text: fit.canonical(),
        end: fit.end,
        rules: fit.rules(),
        notes: fit.note().into_iter().collect(),
        ..Part::default()
    }
}

fn questions(reader: &PlainReader<'_>, start: usize, frame: &mut SentenceFrame, groups: &mut Vec<Vec<Candidate>>) {
    let end = reader.len();
    sentences(reader, start, frame, groups);
    let push = |parts: Vec<Part>, before: &str, rule: &str, frame: &SentenceFrame, groups: &mut Vec<Vec<Candidate>>| {
        let group = parts.into_iter().map(|mut part| {
            part.text.insert_str(0, before);
            if !rule.is_empty() {
                part.rules.insert(0, rule.to_owned());
            }
            frame.candidate(part)
        });
        groups.push(group.collect());
    };
    if let Some(after) =
        after_words(reader, start, &[&["how", "many"], &["the", "number", "of"], &["number", "of"], &["count"]])
    {
        push(counted(reader, after, end), "count ", "how many", frame, groups);
    }
    // `top 10 genes by number of drugs`: the number is that of the rows.
    let rows = frame.stages.strip_prefix(" | limit ").map(str::to_owned);
    let superlatives = most(reader, start, end, rows.as_deref());
    let mut whole = frame.clone();
    if !superlatives.is_empty() && rows.is_some() {
        whole.stages.clear();
    }
    push(superlatives, "", "which has the most", &whole, groups);
    push(per(reader, start, end), "", "how many of each", frame, groups);
    push(inverted(reader, start, end), "", "the subject before the verb", frame, groups);
    if reader.token(start).is_some_and(|token| token.is_one_of(ASKS)) {
        // `is there evidence that …`
        let evidence: &[&[&str]] = &[
            &["there", "evidence", "that"],
            &["there", "any", "evidence", "that"],
            &["there", "data", "that"],
            &["there", "proof", "that"],
            &["it", "known", "that"],
            &["it", "true", "that"],
            &["it", "known", "whether"],
        ];
        if let Some(after) = after_words(reader, start + 1, evidence) {
            push(yes_or_no(reader, after, end), "", "is there evidence", frame, groups);
        }
        // `are there drugs …`
        if let Some(after) = after_words(reader, start + 1, &[&["there"]]) {
            push(reader.phrase(after, end), "", "is there", frame, groups);
        }
        let rule = "a question about yes or no";
        let is_class = !reader.fits(PhrasePlace::Head, start + 1, end, KindSet::default()).is_empty();
        if is_class {
            push(reader.phrase(start + 1, end), "", rule, frame, groups);
        }
        push(yes_or_no(reader, start + 1, end), "", rule, frame, groups);
        // `have any mechanisms … been found`: not `does …`, whose subject is part of the question.
        if reader.token(start).is_some_and(|token| !token.is_one_of(&["does", "do", "did", "can", "could", "will"])) {
            push(reader.phrase(start + 1, end), "", rule, frame, groups);
        }
    }
    if reader.token(start).is_some_and(|token| token.is_one_of(&["what", "which", "who", "where"])) {
        let mut after = start + 1;
        while reader.token(after).is_some_and(|token| token.is_one_of(&["is", "are", "was", "were"])) {
            after += 1;
        }
        if after > start + 1 {
            sentences(reader, after, frame, groups);
            if reader.is(after, "the") {
                sentences(reader, after + 1, frame, groups);
            }
            if let Some(after) = after_words(reader, after, COUNTS) {
                push(counted(reader, after, end), "count ", "how many", frame, groups);
            }
            push(reader.phrase(after, end), "", "what is", frame, groups);
            for part in names_only(reader, after, end) {
                push(vec![part], "", "what is", frame, groups);
            }
        }
    }
    push(reader.phrase(start, end), "", "", frame, groups);
    for part in names_only(reader, start, end) {
        push(vec![part], "", "names side by side", frame, groups);
    }
}

/// What asks for a number.
const COUNTS: &[&[&str]] =
    &[&["how", "many"], &["the", "number", "of"], &["number", "of"], &["count"], &["the", "total", "number", "of"]];

/// The place behind one of several beginnings.
fn after_words(reader: &PlainReader<'_>, at: usize, beginnings: &[&[&str]]) -> Option<usize> {
    let fits = |words: &&&[&str]| words.iter().enumerate().all(|(i, word)| reader.is(at + i, word));
    beginnings.iter().find(fits).map(|words| at + words.len())
}

/// `how many mechanisms does imatinib have`.
fn counted(reader: &PlainReader<'_>, at: usize, end: usize) -> Vec<Part> {
    let mut found = reader.phrase(at, end);
    found.extend(inverted_from(reader, at, end));
    found
}

/// `which genes does lapatinib target`, `what does lapatinib target`, and the same of a set.
fn inverted(reader: &PlainReader<'_>, start: usize, end: usize) -> Vec<Part> {
    if !reader.token(start).is_some_and(|token| token.is_one_of(&["what", "which", "who"])) {
        return Vec::new();
    }
    inverted_from(reader, start + 1, end)
}

fn inverted_from(reader: &PlainReader<'_>, at: usize, end: usize) -> Vec<Part> {
    let noun = reader.noun(at, end);
    let after = noun.as_ref().map_or(at, |noun| noun.end);
    if !reader.token(after).is_some_and(|token| token.is_one_of(ASKS)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (to, subject) in reader.values(after + 1, end, KindSet::default(), true) {
        let mut verb_at = to;
        while reader.token(verb_at).is_some_and(|token| token.is_one_of(super::english::FILLERS)) {
            verb_at += 1;
        }
        let Some((verb_end, verb, rule)) = reader.verb(verb_at, end, &Part::default()) else { continue };
        // The subject is the head of the verb as it is written, so the question asks for the other end.
        for participle in reader.other_way(&verb) {
            let head = noun.as_ref().map_or("what", |noun| noun.text.as_str());
            let heads = noun.as_ref().map_or_else(KindSet::default, |noun| noun.kinds);
            let mut rules: Vec<String> = noun.iter().filter_map(|noun| noun.rule.clone()).collect();
            rules.extend(rule.clone());
            let part = Part {
                text: format!("{head} {participle} {}", subject.text(None)),
                end: verb_end,
                heads: vec![heads],
                rules,
                ..Part::default()
            };
            found.extend(reader.clauses(part, end));
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// `which gene is targeted by the most drugs` → `… | count drugs by gene | top 1`.
fn most(reader: &PlainReader<'_>, start: usize, end: usize, rows: Option<&str>) -> Vec<Part> {
    let is_question = reader.token(start).is_some_and(|token| token.is_one_of(&["what", "which"]));
    let start = if is_question { start + 1 } else { start };
    let Some(head) = reader.noun(start, end) else { return Vec::new() };
    let superlative = |at: usize| after_words(reader, at, SUPERLATIVES);
    let Some((place, after)) = (head.end..end).find_map(|at| superlative(at).map(|after| (at, after))) else {
        return Vec::new();
    };
    let mut counted_at = after;
    while counted_at < end && reader.noun(counted_at, end).is_none() {
        counted_at += 1;
    }
    // Adjectives may come before what is counted.
    let Some(counted) = reader.noun(counted_at, end).filter(|_| counted_at < after + ADJECTIVES_MAX) else {
        return Vec::new();
    };
    let mut before = place;
    while before > head.end && reader.token(before - 1).is_some_and(|token| token.is_one_of(HAVING)) {
        before -= 1;
    }
    let (what, by) = (singular(reader, &head.text), counted.text.clone());
    let plural = reader.text(start, head.end).ends_with('s');
    let number = rows.unwrap_or(if plural { "5" } else { "1" });
    // Without a verb between the two, the first that joins them is meant. Adjectives say something of
    // the statements that do, so that what they describe comes first.
    let words = |joint: &str| joint.split_whitespace().map(PlainToken::word).collect::<Vec<_>>();
    let (heads, objects) = (&reader.tokens[start..before], &reader.tokens[after..end]);
    let tokens = match (before == head.end, counted_at > after) {
        (true, false) => joining_verb(reader, head.kinds, counted.kinds)
            .map(|joint| [heads, words(&joint).as_slice(), objects].concat()),
        (true, true) => joining_verb(reader, counted.kinds, head.kinds)
            .map(|joint| [objects, words(&joint).as_slice(), heads].concat()),
        (false, false) => Some([heads, objects].concat()),
        (false, true) => None,
    };
    let Some(tokens) = tokens else { return Vec::new() };
    let inner = reader.with(tokens);
    let mut found = inner.phrase(0, inner.len());
    for part in &mut found {
        part.text.push_str(&format!(" | count {by} by {what} | top {number}"));
    }
    found
}

/// `approved drugs per cancer`: how many of one there are for each of another.
fn per(reader: &PlainReader<'_>, start: usize, end: usize) -> Vec<Part> {
    let Some(at) = (start + 1..end).find(|&at| reader.is(at, "per")) else { return Vec::new() };
    let Some(of) = reader.noun(at + 1, end).filter(|noun| noun.end == end) else { return Vec::new() };
    let counted = (start..at).find_map(|from| reader.noun(from, at).filter(|noun| !noun.kinds.is_empty()));
    let Some(counted) = counted else { return Vec::new() };
    let Some(joint) = joining_verb(reader, counted.kinds, of.kinds) else { return Vec::new() };
    let mut tokens = reader.tokens[start..at].to_vec();
    tokens.extend(joint.split_whitespace().map(PlainToken::word));
    tokens.extend_from_slice(&reader.tokens[at + 1..end]);
    let inner = reader.with(tokens);
    let by = singular(reader, &of.text);
    let mut found = inner.phrase(0, inner.len());
    for part in &mut found {
        part.text.push_str(&format!(" | count {} by {by} | sort by count desc", counted.text));
    }
    found
}

/// Words before what there is most of.
const SUPERLATIVES: &[&[&str]] = &[
    &["the", "most"],
    &["the", "largest", "number", "of"],
    &["the", "highest", "number", "of"],
    &["the", "greatest", "number", "of"],
    &["most"],
    &["by", "number", "of"],
    &["by", "the", "number", "of"],
    &["by", "count", "of"],
];
/// Words before those.
const HAVING: &[&str] = &["have", "has", "having", "with", "ranked", "sorted", "ordered", "rank"];
/// Most adjectives before what is counted.
const ADJECTIVES_MAX: usize = 3;

/// The participle of the first verb of the vocabulary that leads from things of some kinds to things
/// of others; verbs between things of one kind are about something else.
fn joining_verb(reader: &PlainReader<'_>, head: KindSet, counted: KindSet) -> Option<String> {
    reader.lexicon.vocabulary.verbs.iter().find_map(|verb| {
        let of = |end: End| KindSet::of(verb.kinds(end));
        if !of(End::From).and(of(End::To)).is_empty() {
            return None;
        }
        let ends = [(End::From, &verb.participles[0]), (End::To, &verb.participles[1])];
        let fits = |end: End| !of(end).and(head).is_empty() && !of(end.other()).and(counted).is_empty();
        let found = ends.into_iter().find(|(end, participle)| !participle.is_empty() && fits(*end));
        found.map(|(_, participle)| participle.clone())
    })
}

/// The singular of a noun, which names its column.
fn singular(reader: &PlainReader<'_>, noun: &str) -> String {
    let vocabulary = reader.lexicon.vocabulary;
    let found = vocabulary.forms.find(noun).and_then(|form| vocabulary.forms.get(form).noun);
    found.map_or_else(|| noun.to_owned(), |noun| vocabulary.noun(noun).singular().to_owned())
}

/// `does osimertinib target EGFR`, `is osimertinib approved for NSCLC`.
fn yes_or_no(reader: &PlainReader<'_>, at: usize, end: usize) -> Vec<Part> {
    let mut start = at;
    while reader.token(start).is_some_and(|token| token.is_one_of(&["the", "a", "an", "any"])) {
        start += 1;
    }
    let mut found = Vec::new();
    for (to, subject) in reader.values(start, end, KindSet::default(), true) {
        let kinds = reader.kinds_of_value(start);
        let part = Part { text: subject.text(None), end: to, heads: vec![kinds], ..Part::default() };
        found.extend(reader.clauses(part, end));
        if !found.is_empty() {
            break;
        }
    }
    for part in &mut found {
        part.text.insert_str(0, "does ");
    }
    found
}

/// Names in any order.
fn names_only(reader: &PlainReader<'_>, start: usize, end: usize) -> Vec<Part> {
    let mut things: Vec<(String, KindSet)> = Vec::new();
    let mut at = start;
    while at < end {
        let token = reader.token(at);
        if token.is_some_and(|token| {
            token.is_break() || token.is_one_of(&["in", "with", "for", "and", "plus", "the", "a", "an", "of", "on"])
        }) {
            at += 1;
            continue;
        }
        let Some((to, item, kinds)) = reader.thing(at, end) else { return Vec::new() };
        reader.add_thing(&mut things, item, kinds);
        at = to;
    }
    if things.is_empty() {
        return Vec::new();
    }
    let fits = reader.names_rows(&things, " and ").into_iter().filter(|fit| fit.row.words.is_empty());
    fits.map(|fit| of_fit(&fit)).collect()
}
