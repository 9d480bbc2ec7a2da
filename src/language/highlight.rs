//! What each word of a text is, for whoever colours it while it is typed.

use super::lexicon::Lexicon;
use super::marks::Mark;
use super::plain::Rules;
use super::scan::scan;
use super::tagger::{Token, tag};
use crate::text::Span;
use crate::vocabulary::fold::fold_word;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// A noun or noun form.
    Noun,
    /// A verb.
    Verb,
    /// A property, a value, an adjective or a label.
    Property,
    /// A name of the graph.
    Name,
    /// A word or sign of the language.
    Keyword,
    /// A number.
    Number,
    /// A text in quotes.
    Quoted,
    /// A variable.
    Variable,
    /// What is skipped: a comment, or a note in square brackets.
    Comment,
    /// Nothing that is known.
    Unknown,
}

/// A piece of a text, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadWord {
    /// Its place, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: WordKind,
}

/// The words of a text in their order. White space, and words of English that mean nothing by
/// themselves, are left out.
pub fn words(text: &str, lexicon: &Lexicon<'_>, rules: &Rules) -> Vec<ReadWord> {
    let scan = scan(text);
    let mut words = Vec::new();
    for range in scan.statements {
        let pieces = scan.pieces.get(range).unwrap_or(&[]);
        for token in &tag(text, pieces, lexicon).tokens {
            match kind_of(token) {
                WordKind::Unknown => words.extend(unknown(text, token.span, rules)),
                kind => words.push(ReadWord { span: token.span, kind }),
            }
        }
    }
    words.extend(skipped(text, scan.pieces.iter().map(|piece| piece.span)));
    words.sort_by_key(|word| word.span.start);
    words
}

fn kind_of(token: &Token) -> WordKind {
    match token.mark {
        mark if mark.is_noun() || mark.is_noun_form() => WordKind::Noun,
        Mark::NounOfName | Mark::Kind => WordKind::Noun,
        Mark::UnknownVerb | Mark::Unknown => WordKind::Unknown,
        mark if mark.is_verb() => WordKind::Verb,
        Mark::Name | Mark::NameAsAdjective | Mark::Text => WordKind::Name,
        Mark::Adjective | Mark::Property | Mark::Label | Mark::Member | Mark::Identifier | Mark::Value => {
            WordKind::Property
        }
        Mark::Quoted => WordKind::Quoted,
        Mark::Number => WordKind::Number,
        Mark::Variable => WordKind::Variable,
        _ => WordKind::Keyword,
    }
}

/// The words of a run that nothing knows: those that plain words consist of are left out.
fn unknown(text: &str, run: Span, rules: &Rules) -> Vec<ReadWord> {
    let start = run.start as usize;
    let written = run.of(text);
    let words = written.split_whitespace().filter_map(|word| {
        let mut folded = String::new();
        fold_word(word.trim_end_matches(['.', ':', '…']), &mut folded);
        if folded.is_empty() || rules.is_word(&folded) {
            return None;
        }
        let at = start + (word.as_ptr() as usize - written.as_ptr() as usize);
        Some(ReadWord { span: Span::new(at as u32, (at + word.len()) as u32), kind: WordKind::Unknown })
    });
    words.collect()
}

/// Comments, notes in square brackets and a quote without an end: what lies between pieces.
fn skipped(text: &str, pieces: impl Iterator<Item = Span>) -> Vec<ReadWord> {
    let mut found = Vec::new();
    let mut at = 0;
    let end = Span::new(text.len() as u32, text.len() as u32);
    for piece in pieces.chain([end]) {
        let gap = text.get(at..piece.start as usize).unwrap_or("");
        if let Some(begin) = gap.find(['#', '[', '"']) {
            let kind = if gap[begin..].starts_with('"') { WordKind::Quoted } else { WordKind::Comment };
            let span = Span::new((at + begin) as u32, (at + gap.trim_end().len()) as u32);
            found.push(ReadWord { span, kind });
        }
        at = at.max(piece.end as usize);
    }
    found
}
