//! A profile written as a condition over its findings, in any order and spelling:
//! `BCR::ABL1 Fusion AND ABL1 T315I`.

use super::meaning::{RewriteReason, Written};
use super::reader::AlterationReader;
use crate::graph::ProfileTree;
use crate::text::Span;

/// Longest condition that is looked at, in bytes.
const LENGTH_MAX: usize = 1024;

/// Whether a text has the operators of profiles, which are in capitals.
pub(super) fn is_condition(text: &str) -> bool {
    text.contains(" AND ") || text.contains(" OR ") || text.starts_with("NOT ")
}

impl AlterationReader<'_> {
    /// The profile of the graph that is the same condition.
    pub(super) fn condition(&self, text: &str) -> Option<Written> {
        if text.len() > LENGTH_MAX {
            return None;
        }
        let tree = ProfileTree::parse(text).ok()?;
        let name = tree.print(&|span: &Span| self.finding(span.of(text)));
        let profile = self.one(&name, &[self.graph.model().kinds.profile])?;
        Some(Written::Meant { entities: vec![profile], how: RewriteReason::Spelling })
    }

    /// What the graph calls a finding, or the text where it has none.
    fn finding(&self, text: &str) -> String {
        let found = self.one(text, &self.graph.model().kinds.profile_leaves());
        found.map_or_else(|| text.to_owned(), |entity| self.graph.name(entity).to_owned())
    }
}
