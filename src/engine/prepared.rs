//! A question before it runs.

use super::Engine;
use crate::exec::{Cancel, Limits};
use crate::query::Resolved;

/// A question that is ready to run, and how far it may go.
pub(super) struct Prepared<'a> {
    pub(super) engine: &'a Engine,
    pub(super) resolved: &'a Resolved,
    /// As it was asked.
    pub(super) text: &'a str,
    pub(super) limits: &'a Limits,
    pub(super) cancel: &'a Cancel,
    /// Whether the answer is to be drawn.
    pub(super) is_drawn: bool,
}
