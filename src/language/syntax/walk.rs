//! The tokens of a node, and their text.

use crate::language::ast::Word;
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::text::Span;

/// The tokens of a node, walked from its first on.
pub(super) struct TokenWalk<'a> {
    pub(super) tokens: &'a [Token],
}

impl<'a> TokenWalk<'a> {
    /// The mark of the next token; none after the last.
    pub(super) fn mark(&self) -> Option<Mark> {
        self.tokens.first().map(|token| token.mark)
    }

    pub(super) fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Whether the next token has this mark; goes past it if so.
    pub(super) fn has(&mut self, mark: Mark) -> bool {
        let has = self.mark() == Some(mark);
        if has {
            self.next();
        }
        has
    }

    /// Goes past the next token if its mark is such a one.
    pub(super) fn take(&mut self, is_wanted: impl FnOnce(Mark) -> bool) -> Option<&'a Token> {
        if self.mark().is_some_and(is_wanted) { self.next() } else { None }
    }

    /// The first token with this mark.
    pub(super) fn find(&self, mark: Mark) -> Option<&'a Token> {
        self.tokens.iter().find(|token| token.mark == mark)
    }
}

pub(super) fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

pub(super) fn word(token: &Token) -> Word {
    Word { form: token.form, span: token.span }
}

/// White space inside a run is one space.
pub(super) fn tidy(text: &str) -> String {
    if text.contains(|letter: char| letter.is_whitespace() && letter != ' ') || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// The text of a quoted piece.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains('"') { inner.replace("\"\"", "\"") } else { inner.to_owned() }
}
