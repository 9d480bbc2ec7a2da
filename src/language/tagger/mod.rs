//! Pieces → tagged line: one mark per run, and a table from marks back to the text.
//!
//! A run is the leftmost-longest match over labels of the statement, keywords, forms of the
//! vocabulary and names of the graph. The grammar sees marks only, so it holds no word of a domain.

mod fold;
mod classify;
mod keyword;
mod run;
mod form;
mod unknown;
mod value;
mod written;

use super::lexicon::Lexicon;
use super::marks::{Mark, OPENING};
use super::scan::{Piece, PieceKind};
use crate::text::Span;
use crate::vocabulary::{Form, FormId};
use fold::{Folded, written};
use run::{Lookbehind, RunKind};
use rustc_hash::FxHashSet;

/// No name, form or keyword is looked for over more words than this.
const WORDS_MAX: usize = 16;

/// One run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What the grammar sees of it.
    pub mark: Mark,
    /// The form, where the vocabulary knows the run.
    pub form: Option<FormId>,
    /// Its place in the text.
    pub span: Span,
    /// Where its mark starts in the line.
    pub start: u32,
}

/// A statement as the grammar sees it. Every mark is followed by one space.
#[derive(Default)]
pub(super) struct Tagged {
    pub line: String,
    pub tokens: Vec<Token>,
    /// For every byte of the line the token it belongs to.
    pub token_at: Vec<u32>,
}

/// Tags the pieces of one statement.
pub(super) fn tag(text: &str, pieces: &[Piece], lexicon: &Lexicon<'_>) -> Tagged {
    let shortened = without_full_stop(text, pieces, lexicon);
    let pieces = shortened.as_deref().unwrap_or(pieces);
    let folded = Folded::new(text, pieces, lexicon);
    let mut tagger = Tagger::new(text, pieces, lexicon, &folded);
    let mut at = 0;
    while at < pieces.len() {
        at = tagger.step(at);
    }
    tagger.out
}

/// The pieces without the full stop at the end of the sentence, unless a name ends in it.
fn without_full_stop(text: &str, pieces: &[Piece], lexicon: &Lexicon<'_>) -> Option<Vec<Piece>> {
    let last = pieces.last().filter(|last| last.kind == PieceKind::Word)?;
    let word = last.span.of(text);
    let bare = word.trim_end_matches('.').trim_end_matches('…');
    if bare.is_empty() || bare.len() == word.len() {
        return None;
    }
    let tail = &pieces[pieces.len().saturating_sub(WORDS_MAX)..];
    let folded = Folded::new(text, tail, lexicon);
    let words: Vec<&str> = (0..tail.len()).map(|at| folded.get(at, at + 1)).collect();
    let ends_in_it = (0..tail.len()).any(|at| {
        lexicon.names.longest(&words[at..], &folded.language_word[at..]).is_some_and(|length| at + length == tail.len())
    });
    if ends_in_it {
        return None;
    }
    let mut shortened = pieces.to_vec();
    let end = last.span.start + bare.len() as u32;
    let is_number = bare.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(last) = shortened.last_mut() {
        last.span = Span::new(last.span.start, end);
        last.kind = if is_number { PieceKind::Number } else { PieceKind::Word };
    }
    Some(shortened)
}

struct Tagger<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    lexicon: &'a Lexicon<'a>,
    folded: &'a Folded,
    /// Words and numbers in their normal form; empty for all other pieces.
    folded_words: Vec<&'a str>,
    /// One past the last piece that may belong to a run that starts here.
    run_end: Vec<u32>,
    labels: FxHashSet<&'a str>,
    /// Whether some word contains a colon or a point.
    has_sign: bool,
    state: Lookbehind,
    out: Tagged,
}

impl<'a> Tagger<'a> {
    fn new(text: &'a str, pieces: &'a [Piece], lexicon: &'a Lexicon<'a>, folded: &'a Folded) -> Self {
        let count = pieces.len();
        let mut tagger = Self {
            text,
            pieces,
            lexicon,
            folded,
            folded_words: (0..count).map(|i| folded.get(i, i + 1)).collect(),
            run_end: vec![0; count],
            labels: FxHashSet::default(),
            has_sign: false,
            state: Lookbehind { place: OPENING, ..Lookbehind::default() },
            out: Tagged {
                line: String::with_capacity(count * 6),
                tokens: Vec::with_capacity(count),
                token_at: Vec::with_capacity(count * 6),
            },
        };
        tagger.has_sign =
            pieces.iter().any(|piece| written(text, piece).bytes().any(|byte| matches!(byte, b':' | b'.')));
        tagger.find_run_ends();
        tagger.collect_labels();
        tagger
    }

    /// A word or number as written; nothing for any other piece.
    fn word_at(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| written(self.text, piece))
    }

    fn find_run_ends(&mut self) {
        let mut end = self.pieces.len();
        for i in (0..self.pieces.len()).rev() {
            let is_word = matches!(self.pieces[i].kind, PieceKind::Word | PieceKind::Number);
            if !is_word {
                end = i;
            }
            self.run_end[i] = end.min(i + WORDS_MAX) as u32;
            if !self.pieces[i].joined || !is_word {
                end = i;
            }
        }
    }

    fn collect_labels(&mut self) {
        for i in 1..self.pieces.len() {
            if self.folded_of(i - 1, i) == "as" && self.pieces[i].kind == PieceKind::Word {
                self.labels.insert(self.word_at(i));
            }
        }
    }

    /// Normal form of the pieces `from..to`.
    fn folded_of(&self, from: usize, to: usize) -> &'a str {
        self.folded.get(from, to)
    }

    fn run_end(&self, at: usize) -> usize {
        self.run_end.get(at).map_or(at, |&end| end as usize)
    }

    fn form(&self, id: FormId) -> &'a Form {
        self.lexicon.vocabulary.forms.get(id)
    }

    /// Tags what starts at a piece; gives the next piece.
    fn step(&mut self, at: usize) -> usize {
        let piece = self.pieces[at];
        if std::mem::take(&mut self.state.identifier_next) && piece.kind == PieceKind::Word {
            return self.emit(Mark::Identifier, None, at, at + 1);
        }
        if std::mem::take(&mut self.state.value_next) && !matches!(piece.kind, PieceKind::Sign(_)) {
            return self.value(at);
        }
        match piece.kind {
            PieceKind::Sign(mark) => self.punctuation(mark, at),
            PieceKind::Quoted => self.emit(Mark::Quoted, None, at, at + 1),
            PieceKind::Variable => self.emit(Mark::Variable, None, at, at + 1),
            PieceKind::Number => match self.name_length(at) {
                Some(length) if length > 1 => self.emit(Mark::Name, None, at, at + length),
                Some(_) | None => self.emit(Mark::Number, None, at, at + 1),
            },
            PieceKind::Word => self.word(at),
        }
    }

    fn word(&mut self, at: usize) -> usize {
        if self.has_sign {
            if let Some(next) = self.kind_prefix(at) {
                return next;
            }
            if let Some(next) = self.member(at) {
                return next;
            }
        }
        match self.classify(at) {
            RunKind::Label => self.emit(Mark::Label, None, at, at + 1),
            RunKind::Keyword(length, keyword) => self.keyword(keyword, at, at + length),
            RunKind::Form(length, form) => self.form_run(form, at, at + length),
            RunKind::Name(length) => {
                let length = self.written_length(at, length).unwrap_or(length);
                self.emit(Mark::Name, None, at, at + length)
            }
            RunKind::Unknown => match self.written_length(at, 0) {
                Some(length) => self.emit(Mark::Name, None, at, at + length),
                None => self.unknown(at),
            },
        }
    }

    fn emit(&mut self, mark: Mark, form: Option<FormId>, at: usize, end: usize) -> usize {
        let last = self.pieces.get(end.wrapping_sub(1)).or(self.pieces.get(at));
        if let (Some(first), Some(last)) = (self.pieces.get(at), last) {
            self.emit_span(mark, form, first.span.to(last.span));
        }
        end
    }

    fn emit_span(&mut self, mark: Mark, form: Option<FormId>, span: Span) {
        self.state.place = 0;
        self.state.level_open = false;
        let out = &mut self.out;
        let number = out.tokens.len() as u32;
        out.tokens.push(Token { mark, form, span, start: out.line.len() as u32 });
        mark.write(&mut out.line);
        out.token_at.resize(out.line.len(), number);
    }

    /// Gives a token another mark.
    fn retag(&mut self, place: usize, mark: Mark) {
        let tokens = self.out.tokens.split_off(place.min(self.out.tokens.len()));
        let Some(first) = tokens.first() else { return };
        self.out.line.truncate(first.start as usize);
        self.out.token_at.truncate(first.start as usize);
        for (later, token) in tokens.into_iter().enumerate() {
            self.emit_span(if later == 0 { mark } else { token.mark }, token.form, token.span);
        }
    }
}
