//! What the grammar would have taken: in the words of a diagnostic, and as completion.
//!
//! pest reports which marks it tried at the furthest place it reached; nothing here repeats the
//! grammar. Collecting them is switched on for such a run only, as it slows parsing down.

use super::lexicon::Lexicon;
use super::marks::{ANYWHERE, Keyword, Mark, STAGE};
use super::syntax::parse_line;
use super::tagger::{Tagged, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use crate::vocabulary::suggest_word;
use std::sync::{Mutex, PoisonError};

/// Marks that are accepted at the furthest place the parser reached.
pub(super) struct Possible {
    /// Offset in the tagged line.
    pub offset: usize,
    /// Marks.
    pub marks: Vec<Mark>,
    /// Whether any run is accepted there: a value or a column.
    pub any_run: bool,
}

/// What pest expected where `line` stops being a sentence; none for a sentence.
pub(super) fn expected(line: &str) -> Option<Possible> {
    // The switch is global: others may collect in vain meanwhile, but nobody switches it off here.
    static COLLECTING: Mutex<()> = Mutex::new(());
    let guard = COLLECTING.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = parse_line(line);
    pest::set_error_detail(false);
    drop(guard);
    let attempts = result.err()?.parse_attempts()?;
    let mut out = Possible { offset: attempts.max_position, marks: Vec::new(), any_run: false };
    for token in attempts.expected_tokens() {
        // pest keeps the type of its tokens to itself; a range of letters is the only one with
        // points, and every mark ends in a space.
        let token = token.to_string();
        out.any_run |= token.contains("..");
        out.marks.extend(token.strip_suffix(' ').and_then(Mark::in_grammar));
    }
    Some(out)
}

/// Groups of marks in words, in the order in which messages list them.
const CLASSES: &[(&str, Mark)] = &[
    ("a noun", Mark::Noun),
    ("a name", Mark::Name),
    ("a verb", Mark::Verb),
    ("an adjective", Mark::Adjective),
    ("a number", Mark::Number),
    ("a name of your choice", Mark::Identifier),
    ("a text in quotes", Mark::Quoted),
    ("a variable", Mark::Variable),
    ("some text", Mark::Text),
    ("an opening bracket", Mark::Open),
    ("a closing bracket", Mark::Close),
];

/// More keywords than these are not listed one by one.
const KEYWORDS_TOLD_MAX: usize = 6;

/// Marks that a name may have; messages call them "a name".
const NAME_MARKS: &[Mark] = &[Mark::Name, Mark::Unknown, Mark::Quoted, Mark::Label, Mark::Kind, Mark::Variable];

impl Possible {
    /// Whether a mark is accepted there.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Keywords among the marks.
    fn keywords(&self) -> impl Iterator<Item = &'static Keyword> + '_ {
        self.marks.iter().filter_map(|mark| mark.keyword())
    }

    /// `a noun, a name or "in"`
    fn in_words(&self) -> String {
        let is_name = self.has(Mark::Name);
        let mut words: Vec<String> = CLASSES
            .iter()
            .filter(|(_, mark)| self.has(*mark))
            .filter(|(_, mark)| !(is_name && *mark != Mark::Name && NAME_MARKS.contains(mark)))
            .map(|(text, _)| (*text).to_owned())
            .collect();
        if self.any_run {
            words.push("a value or a column".to_owned());
        }
        let keywords: Vec<String> = self.keywords().map(|keyword| format!("`{}`", keyword.text)).collect();
        if words.is_empty() || keywords.len() <= KEYWORDS_TOLD_MAX {
            words.extend(keywords);
        }
        match words.split_last() {
            None => "the end of the sentence".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }
}

/// Keywords that are often misplaced, with what would work.
const HINTS: &[(Mark, &str)] = &[
    (Mark::By, "`by` belongs to a stage: for example `… | count by KEY` or `… | sort by KEY`"),
    (Mark::As, "`as` names the noun or column right before it"),
    (Mark::Without, "`without` comes after the noun that it restricts"),
];

/// Says why the grammar refused a statement.
pub(super) fn explain(text: &str, tagged: &Tagged, lexicon: &Lexicon<'_>) -> Diagnostic {
    let Some(expected) = expected(&tagged.line) else {
        return Diagnostic::error(Code::Syntax, whole(tagged), "this sentence could not be understood");
    };
    let number = tagged.token_at.get(expected.offset).map(|&number| number as usize);
    match number.and_then(|number| Some((number, tagged.tokens.get(number)?))) {
        Some((number, token)) => explain_token(text, tagged, lexicon, &expected, number, token),
        None => explain_end(text, tagged, &expected),
    }
}

fn whole(tagged: &Tagged) -> Span {
    let first = tagged.tokens.first().map(|token| token.span).unwrap_or_default();
    tagged.tokens.last().map_or(first, |last| first.to(last.span))
}

fn explain_end(text: &str, tagged: &Tagged, expected: &Possible) -> Diagnostic {
    let last = tagged.tokens.last().map(|token| token.span).unwrap_or_default();
    let message = format!("the sentence ends after `{}`", last.of(text));
    Diagnostic::error(Code::Syntax, last, message).at(format!("expected {} after this", expected.in_words()))
}

fn explain_token(
    text: &str,
    tagged: &Tagged,
    lexicon: &Lexicon<'_>,
    expected: &Possible,
    number: usize,
    token: &Token,
) -> Diagnostic {
    let written = token.span.of(text);
    let before = |back: usize| number.checked_sub(back).and_then(|i| tagged.tokens.get(i));
    if matches!(token.mark, Mark::Unknown | Mark::UnknownVerb) {
        return unknown_word(written, token.span, lexicon, expected);
    }
    if is_stage(token.mark) && before(1).is_some_and(|token| token.mark != Mark::Bar) {
        let message = format!("`{written}` starts a stage");
        let place = Span::new(token.span.start, token.span.start);
        return Diagnostic::error(Code::Syntax, token.span, message).at("a `|` is missing before this").fix(
            "write a `|` before it",
            place,
            "| ",
        );
    }
    if let Some(verb) = omitted_verb(tagged, number) {
        let verb = verb.span.of(text);
        let message = format!("a verb is missing before `{written}`");
        let place = Span::new(token.span.start, token.span.start);
        return Diagnostic::error(Code::Ellipsis, token.span, message)
            .at(format!("expected {} here", expected.in_words()))
            .fix(format!("repeat the verb: `{verb} {written}`"), place, format!("{verb} "));
    }
    let message = format!("unexpected `{written}`");
    let mut fault =
        Diagnostic::error(Code::Syntax, token.span, message).at(format!("expected {}", expected.in_words()));
    if number == 0 && token.mark.is_verb() {
        let place = Span::new(token.span.start, token.span.start);
        fault = fault.fix("start with what you ask for, or with `what`", place, "what ");
    }
    if let Some((_, hint)) = HINTS.iter().find(|(mark, _)| *mark == token.mark) {
        fault = fault.help(*hint);
    }
    fault
}

fn is_stage(mark: Mark) -> bool {
    mark.keyword().is_some_and(|keyword| keyword.places & (STAGE | ANYWHERE) == STAGE)
}

/// `targeting A but not B`: the verb that has to be said again.
fn omitted_verb(tagged: &Tagged, number: usize) -> Option<&Token> {
    let (left, right) = tagged.tokens.split_at_checked(number)?;
    let is_name = right.first().is_some_and(|token| NAME_MARKS.contains(&token.mark));
    let after_not = left.last().is_some_and(|token| matches!(token.mark, Mark::Not | Mark::But));
    if is_name && after_not { left.iter().rev().find(|token| token.mark.is_verb()) } else { None }
}

/// An unknown run, with the nearest word that would be accepted.
fn unknown_word(written: &str, span: Span, lexicon: &Lexicon<'_>, expected: &Possible) -> Diagnostic {
    let first = written.split_whitespace().next().unwrap_or(written);
    let place = Span::new(span.start, span.start + first.len() as u32);
    let message = format!("unknown word `{first}`");
    let fault = Diagnostic::error(Code::UnknownWord, place, message).at(format!("expected {}", expected.in_words()));
    match suggestion(first, lexicon, expected) {
        Some(word) => {
            let help = format!("did you mean `{word}`?");
            fault.fix(help, place, word)
        }
        None => fault,
    }
}

fn suggestion(word: &str, lexicon: &Lexicon<'_>, expected: &Possible) -> Option<String> {
    let begun = expected
        .keywords()
        .find(|keyword| keyword.text.strip_prefix(&word.to_lowercase()).is_some_and(|rest| rest.starts_with(' ')));
    if let Some(keyword) = begun {
        return Some(keyword.text.to_owned());
    }
    let forms = lexicon.vocabulary.forms.iter().map(|(_, form)| form);
    let fits = forms.filter(|form| {
        (expected.has(Mark::Noun) && form.noun.is_some()) || (expected.has(Mark::Verb) && !form.verbs.is_empty())
    });
    let words = expected.keywords().map(|keyword| keyword.text);
    suggest_word(word, words.chain(fits.map(|form| form.text.as_str())))
}
