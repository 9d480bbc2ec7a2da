//! What a tagged run is, and what a tagger remembers of those before it.

use crate::language::marks::{Keyword, Places};
use crate::vocabulary::FormId;

/// What starts at a piece, and how many pieces it is long.
pub(super) enum RunKind {
    Label,
    Keyword(usize, &'static Keyword),
    Form(usize, FormId),
    Name(usize),
    Unknown,
}

/// What the pieces so far say about the next one.
#[derive(Default)]
pub(super) struct Lookbehind {
    /// `OPENING` or `STAGE`, or nothing.
    pub(super) place: Places,
    pub(super) behind_bar: bool,
    /// One per open bracket: `behind_bar` as it was outside.
    pub(super) brackets: Vec<bool>,
    /// The next piece is a value, whatever it is.
    pub(super) value_next: bool,
    /// The next piece is an identifier.
    pub(super) identifier_next: bool,
    /// Inside `let`, before its `=`.
    pub(super) let_open: bool,
    /// Inside `why`, before its `in`.
    pub(super) why_open: bool,
    /// Behind `where` or `with`.
    pub(super) in_condition: bool,
    /// Behind `between` of a condition, before its `and`.
    pub(super) between_open: bool,
    /// Inside the brackets of `in (…)` of a condition: their depth.
    pub(super) value_list: Option<usize>,
    /// Right after the value of `level`.
    pub(super) level_open: bool,
    pub(super) compared: usize,
}
