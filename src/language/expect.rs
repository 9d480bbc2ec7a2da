//! pest's expectations in words.
use super::{lexicon::Lexicon, tagger::Tagged};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
pub struct Completion; pub struct CompletionKind; pub struct Completions; pub fn complete(){}
pub(super) fn explain(_text: &str, tagged: &Tagged, _lexicon: &Lexicon<'_>) -> Diagnostic {
    Diagnostic::error(Code::Syntax, Span::new(0,1), format!("{}", tagged.line))
}
