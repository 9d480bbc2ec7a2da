//! Where phrases nest: a bracket, an object or a stage that holds a phrase of its own.
//!
//! Phrases hold objects, objects hold sets, sets hold phrases. Every way back goes through this one
//! function, so that all other files of the resolver know only those below them.

use super::draft::Draft;
use super::phrase;
use super::scope::Scope;
use crate::language::ast;
use crate::query::NodeId;
use crate::text::Span;
use crate::vocabulary::KindSet;

/// A phrase inside another part of the sentence.
pub(super) struct Nested<'s> {
    pub(super) head: &'s ast::Head,
    pub(super) clauses: &'s [ast::Clause],
    pub(super) span: Span,
    /// The kinds that the verb around it takes; a name inside includes what the verb takes of it.
    pub(super) wanted: Option<KindSet>,
}

impl<'s> Nested<'s> {
    /// A whole phrase.
    pub(super) fn phrase(phrase: &'s ast::Phrase, wanted: Option<KindSet>) -> Self {
        Self { head: &phrase.head, clauses: &phrase.clauses, span: phrase.span, wanted }
    }

    /// A head that nothing follows.
    pub(super) const fn head(head: &'s ast::Head, wanted: Option<KindSet>) -> Self {
        Self { head, clauses: &[], span: head.span, wanted }
    }
}

/// Reads a nested phrase; an error where phrases nest too deeply.
pub(super) fn read(scope: &Scope<'_>, draft: &mut Draft, nested: &Nested<'_>) -> Option<NodeId> {
    draft.deeper(nested.span, |draft| phrase::read(scope, draft, nested))
}
