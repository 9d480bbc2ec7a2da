//! Text → pieces: words, numbers, quoted texts, variables and punctuation, statement by statement.
//!
//! Nothing here knows a vocabulary. All limits on what a text may hold are checked here, so that
//! no later step needs to.

use super::marks::Mark;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use std::ops::Range;

/// Longest text that is accepted, in bytes.
pub const LENGTH_MAX: usize = 1 << 20;
/// Deepest nesting of round brackets.
pub const DEPTH_MAX: usize = 64;

/// Pieces of a usual question.
const FEW: usize = 64;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A run of letters, digits and signs.
    Word,
    /// A run of digits.
    Number,
    /// `$x`
    Variable,
    /// `"…"`, with its quotes.
    Quoted,
    /// Punctuation.
    Sign(Mark),
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub kind: PieceKind,
    pub span: Span,
    /// Whether there is only white space between it and the piece before it.
    pub joined: bool,
}

/// All pieces of a text.
#[derive(Default)]
pub(super) struct Scan {
    pub pieces: Vec<Piece>,
    /// Statements, as ranges of pieces; none is empty.
    pub statements: Vec<Range<usize>>,
    /// What is wrong, by statement number: such a statement is not parsed any further.
    pub faults: Vec<(usize, Diagnostic)>,
}

/// Cuts a text into pieces and statements.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        joined: false,
        start: 0,
        open: Vec::new(),
        // A word has about six letters; for long texts the list grows on the way.
        out: Scan { pieces: Vec::with_capacity((text.len() / 4).min(FEW)), ..Scan::default() },
    };
    if text.len() > LENGTH_MAX {
        let message = format!("the text is longer than {LENGTH_MAX} bytes");
        scanner.out.faults.push((0, Diagnostic::error(Code::TooLong, Span::new(0, 1), message)));
        return scanner.out;
    }
    scanner.run();
    scanner.out
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    joined: bool,
    /// First piece of the statement.
    start: usize,
    /// Places of brackets that are still open.
    open: Vec<Span>,
    out: Scan,
}

/// Punctuation of one byte.
const SIGNS: &[(u8, Mark)] = &[
    (b'(', Mark::Open),
    (b')', Mark::Close),
    (b',', Mark::Comma),
    (b'|', Mark::Bar),
    (b'?', Mark::Question),
    (b'=', Mark::Equal),
    (b'<', Mark::Less),
    (b'>', Mark::Greater),
    (b'!', Mark::Exclamation),
    (b']', Mark::CloseSquare),
];

/// Punctuation of two bytes: first looked at.
const PAIRS: &[(&[u8], Mark)] = &[(b"!=", Mark::NotEqual), (b"<=", Mark::LessOrEqual), (b">=", Mark::GreaterOrEqual)];

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.newline(),
                b';' => {
                    self.at += 1;
                    self.end_statement();
                }
                b'#' => self.skip_comment(),
                b'[' => self.skip_annotation(),
                b'"' => self.quoted(),
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => self.mark_or_word(byte),
            }
        }
        self.end_statement();
    }

    /// A line break, with every blank line and comment after it.
    fn newline(&mut self) {
        loop {
            match self.bytes.get(self.at) {
                Some(b'#') => self.skip_comment(),
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(_) | None => break,
            }
        }
        if self.open.is_empty() && self.bytes.get(self.at) != Some(&b'|') {
            self.end_statement();
        }
    }

    fn end_statement(&mut self) {
        let number = self.out.statements.len();
        if let Some(&bracket) = self.open.last() {
            let fault = Diagnostic::error(Code::Syntax, bracket, "a bracket is never closed").at("opened here");
            self.out.faults.push((number, fault));
            self.open.clear();
        }
        let end = self.out.pieces.len();
        if end > self.start {
            self.out.statements.push(self.start..end);
            self.start = end;
        }
        self.joined = false;
    }

    fn skip_comment(&mut self) {
        self.joined = false;
        while self.bytes.get(self.at).is_some_and(|&byte| byte != b'\n') {
            self.at += 1;
        }
    }

    fn skip_annotation(&mut self) {
        self.joined = false;
        match self.bytes[self.at..].iter().position(|&byte| byte == b']') {
            Some(length) => self.at += length + 1,
            None => {
                let place = self.span_of(1);
                self.fault(
                    Diagnostic::error(Code::Syntax, place, "a square bracket is never closed").at("opened here"),
                );
                self.at = self.bytes.len();
            }
        }
    }

    /// A text in double quotes; two of them inside mean one.
    fn quoted(&mut self) {
        let mut end = self.at + 1;
        loop {
            match (self.bytes.get(end), self.bytes.get(end + 1)) {
                (Some(b'"'), Some(b'"')) => end += 2,
                (Some(b'"'), _) => break,
                (Some(_), _) => end += 1,
                (None, _) => {
                    let place = self.span_of(1);
                    let fault = Diagnostic::error(Code::UnclosedQuote, place, "a double quote is never closed");
                    self.fault(fault.at("opened here").help("inside quotes, write two double quotes for one"));
                    self.at = self.bytes.len();
                    return;
                }
            }
        }
        self.push(PieceKind::Quoted, end + 1 - self.at);
    }

    fn mark_or_word(&mut self, byte: u8) {
        let rest = &self.bytes[self.at..];
        if let Some(&(pair, mark)) = PAIRS.iter().find(|(pair, _)| rest.starts_with(pair)) {
            return self.push(PieceKind::Sign(mark), pair.len());
        }
        if let Some(&(_, mark)) = SIGNS.iter().find(|(one, _)| *one == byte) {
            self.bracket(byte);
            return self.push(PieceKind::Sign(mark), 1);
        }
        self.word();
    }

    fn bracket(&mut self, byte: u8) {
        let place = self.span_of(1);
        match byte {
            b'(' => {
                self.open.push(place);
                if self.open.len() == DEPTH_MAX + 1 {
                    let message = format!("brackets are nested more than {DEPTH_MAX} deep");
                    self.fault(
                        Diagnostic::error(Code::TooDeep, place, message)
                            .help("give a part a name with `let` and use that name"),
                    );
                }
            }
            b')' if self.open.pop().is_none() => {
                self.fault(Diagnostic::error(Code::Syntax, place, "this closing bracket has no opening bracket"));
            }
            _ => {}
        }
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let length = word_length(rest);
        let Some(word) = rest.get(..length).filter(|word| !word.is_empty()) else {
            // White space beyond ASCII.
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return;
        };
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.push(PieceKind::Number, length);
        }
        if word.starts_with('$') && length > 1 {
            return self.push(PieceKind::Variable, length);
        }
        // `gene: count` is a word and a colon, `gene:MET` and `gene:"MET"` are one run.
        let colon = length > 1 && word.ends_with(':') && !rest[length..].starts_with('"');
        self.push(PieceKind::Word, length - usize::from(colon));
        if colon {
            self.push(PieceKind::Sign(Mark::Colon), 1);
        }
    }

    fn span_of(&self, length: usize) -> Span {
        Span::new(self.at as u32, (self.at + length) as u32)
    }

    fn push(&mut self, kind: PieceKind, length: usize) {
        self.out.pieces.push(Piece { kind, span: self.span_of(length), joined: self.joined });
        self.joined = true;
        self.at += length;
    }

    fn fault(&mut self, fault: Diagnostic) {
        self.out.faults.push((self.out.statements.len(), fault));
    }
}

/// How long the word is that `text` begins with.
fn word_length(text: &str) -> usize {
    // Most words are ASCII, which needs no decoding.
    let plain = text.bytes().position(|byte| !byte.is_ascii() || ends_word(char::from(byte))).unwrap_or(text.len());
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    text.find(ends_word).unwrap_or(text.len())
}

/// Whether a letter cannot be part of a word.
pub(super) fn ends_word(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '(' | ')' | ',' | '|' | ';' | '?' | '=' | '<' | '>' | '!' | '"' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let scan = scan(text);
        assert_eq!(scan.faults, []);
        let found: Vec<Vec<&str>> = scan
            .statements
            .iter()
            .map(|range| scan.pieces[range.clone()].iter().map(|piece| piece.span.of(text)).collect())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_and_semicolons_end_statements() {
        check("a b\n\n# note\n c ; d", &[&["a", "b"], &["c"], &["d"]]);
        check("a (b\nc) d", &[&["a", "(", "b", "c", ")", "d"]]);
        check("a\n  # note\n  | b", &[&["a", "|", "b"]]);
        check("\u{a0}a\u{2003}b \u{a0}", &[&["a", "b"]]);
        check("", &[]);
    }

    #[test]
    fn signs_belong_to_words_or_stand_alone() {
        check("Crohn's C# gene:MET gene: x", &[&["Crohn's", "C#", "gene:MET", "gene", ":", "x"]]);
        check("a>=5!=b?", &[&["a", ">=", "5", "!=", "b", "?"]]);
        check("\"a \"\"b\"\" ; #\" [note] $x", &[&["\"a \"\"b\"\" ; #\"", "$x"]]);
    }

    #[test]
    fn faults_point_at_the_sign() {
        let fault =
            |text: &str| scan(text).faults.into_iter().map(|(_, fault)| (fault.code, fault.span())).collect::<Vec<_>>();
        assert_eq!(fault("a \"b"), [(Code::UnclosedQuote, Span::new(2, 3))]);
        assert_eq!(fault("a (b (c)"), [(Code::Syntax, Span::new(2, 3))]);
        assert_eq!(fault("a) b"), [(Code::Syntax, Span::new(1, 2))]);
        assert_eq!(fault("a [b"), [(Code::Syntax, Span::new(2, 3))]);
        assert_eq!(fault(&"(".repeat(65))[0], (Code::TooDeep, Span::new(64, 65)));
        assert_eq!(fault(&"a".repeat(LENGTH_MAX + 1))[0].0, Code::TooLong);
    }
}
