//! Names of a text → questions about them, by the rows of the vocabulary or, without any, by its verbs.

use crate::language::plain::Recognised;
use crate::language::quote_if_needed;
use crate::model::relation::IS_A;
use crate::vocabulary::phrases::{Offer, filled, fits};
use crate::vocabulary::{End, KindId, KindSet, NO_INVERSE, Verb, Vocabulary};
use std::cmp::Reverse;

/// A name of a text with everything that it may mean.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// As the language takes it.
    pub(super) text: String,
    pub(super) kinds: KindSet,
    /// Where the text means several things: the name of each.
    pub(super) meanings: Vec<String>,
    /// It is only a part of another name, or follows from one.
    pub(super) is_part: bool,
}

/// A text that means more things than these is no offer's business.
const MEANINGS_MAX: usize = 4;
/// Names of one text that are combined.
const SUBJECTS_MAX: usize = 6;

/// How early a question comes; smaller first.
type OfferRank = (Reverse<usize>, u8, bool, usize, usize);

/// Questions by the rows of a vocabulary, best first: those with the most names of the text, then those
/// that fit its words.
pub(super) fn of_rows(rows: &[Offer], found: &Recognised, subjects: &[Subject]) -> Vec<String> {
    let subjects = &subjects[..subjects.len().min(SUBJECTS_MAX)];
    let mut ranked: Vec<(OfferRank, String)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let fitting = word_rank(row, found);
        for chosen in assignments(&row.needs, subjects) {
            let whole = chosen.iter().filter(|subject| !subject.is_part).count();
            for (number, question) in row.questions.iter().enumerate() {
                let rank = (Reverse(whole), fitting, whole < chosen.len(), place, number);
                let texts = texts(row, question, &chosen);
                ranked.extend(texts.into_iter().map(|text| (rank, text)));
            }
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, text)| text).collect()
}

/// 0: the text has a word of the row; 1: the row has none; 2: the text has none of them.
fn word_rank(row: &Offer, found: &Recognised) -> u8 {
    match row.words.iter().any(|word| found.has_word(word)) {
        true => 0,
        false if row.words.is_empty() => 1,
        false => 2,
    }
}

/// Every choice of different names that fill the slots of a row; two slots of one kind are filled in
/// the order of the text.
fn assignments<'s>(needs: &[(String, KindSet)], subjects: &'s [Subject]) -> Vec<Vec<&'s Subject>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for (slot, (_, kinds)) in needs.iter().enumerate() {
        let like = slot.checked_sub(1).filter(|&before| needs[before].1 == *kinds);
        let mut next = Vec::new();
        for chosen in &all {
            for (place, subject) in subjects.iter().enumerate() {
                let is_behind = like.is_none_or(|before| chosen[before] < place);
                if is_behind && !chosen.contains(&place) && fits(*kinds, &kinds_of(subject)) {
                    next.push(chosen.iter().copied().chain([place]).collect());
                }
            }
        }
        all = next;
    }
    all.into_iter().map(|chosen| chosen.into_iter().map(|place| &subjects[place]).collect()).collect()
}

fn kinds_of(subject: &Subject) -> Vec<KindId> {
    subject.kinds.iter().collect()
}

/// A question about the chosen names; where one of them means several things, a question for each.
fn texts(row: &Offer, question: &[crate::vocabulary::phrases::PatternPiece], chosen: &[&Subject]) -> Vec<String> {
    let meanings = chosen.iter().map(|subject| subject.meanings.len()).max().unwrap_or(0).clamp(1, MEANINGS_MAX);
    let text_of = |meaning: usize| {
        filled(question, |slot| {
            let place = row.needs.iter().position(|(name, _)| name == slot)?;
            let subject = chosen.get(place)?;
            Some(subject.meanings.get(meaning).unwrap_or(&subject.text).as_str())
        })
    };
    (0..meanings).filter_map(text_of).collect()
}

/// Questions by the nouns and verbs of a vocabulary: what is related to both of two names, to one name,
/// and what a name is.
pub(super) fn of_words(vocabulary: &Vocabulary, subjects: &[Subject]) -> Vec<String> {
    let whole: Vec<&Subject> = subjects.iter().filter(|subject| !subject.is_part).take(SUBJECTS_MAX).collect();
    let mut questions = Vec::new();
    if let [first, second] = whole.as_slice() {
        questions.extend(of_both(vocabulary, first, second));
    }
    for subject in &whole {
        questions.extend(clauses(vocabulary, subject).map(|(head, clause)| format!("{head} {clause}")));
    }
    questions.extend(whole.iter().map(|subject| format!("describe {}", written(subject))));
    questions
}

/// `compounds binding A, treating B`: one noun that has a verb for each.
fn of_both(vocabulary: &Vocabulary, first: &Subject, second: &Subject) -> Vec<String> {
    let others: Vec<(&str, String)> = clauses(vocabulary, second).collect();
    let mut questions = Vec::new();
    for (head, clause) in clauses(vocabulary, first) {
        let same = others.iter().filter(|(other, _)| *other == head);
        questions.extend(same.map(|(_, other)| format!("{head} {clause} and {other}")));
    }
    questions
}

/// Nouns with the verbs that take a name: `compounds`, `binding ALB`.
fn clauses<'v>(vocabulary: &'v Vocabulary, subject: &Subject) -> impl Iterator<Item = (&'v str, String)> {
    let kinds = subject.kinds;
    let name = written(subject);
    // What something is belongs to its description.
    let verbs = vocabulary.verbs.iter().filter(|verb| verb.derived.is_none() && verb.relation != IS_A);
    verbs.flat_map(move |verb| {
        let name = name.clone();
        let ends = [(End::From, 0), (End::To, 1)].into_iter().filter(move |(end, _)| takes(verb, end.other(), kinds));
        ends.filter_map(move |(head, form)| {
            let kind = verb.kinds(head).first()?;
            let noun = vocabulary.kinds.get(kind.0 as usize)?.noun?;
            let participle = verb.participles.get(form).filter(|participle| !participle.starts_with(NO_INVERSE))?;
            Some((vocabulary.noun(noun).plural(), format!("{participle} {name}")))
        })
    })
}

fn takes(verb: &Verb, end: End, kinds: KindSet) -> bool {
    verb.kinds(end).iter().any(|&kind| kinds.has(kind))
}

/// A name as the language takes it.
fn written(subject: &Subject) -> String {
    subject.meanings.first().map_or_else(|| subject.text.clone(), |name| quote_if_needed(name))
}
