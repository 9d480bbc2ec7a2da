//! `resolve TEXT`: what a text names.

use crate::graph::Graph;
use crate::language::ast;
use crate::names::{Above, Written};
use crate::resolve::draft::Draft;
use crate::resolve::names::{rewritten, unlisted_note};
use crate::resolve::scope::Scope;
use crate::resolve::{unknown, written};
use crate::vocabulary::KindSet;

pub(super) fn resolve(scope: &Scope<'_>, draft: &mut Draft, text: &ast::Text) -> Option<String> {
    let (kinds, bare) = forced(scope.graph, &text.text);
    let found = scope.names.lookup(scope.graph, bare);
    let fits = |entity| kinds.is_none_or(|kinds: KindSet| kinds.has(scope.graph.kind(entity)));
    if found.best.iter().chain(&found.others).any(|candidate| fits(candidate.entity)) {
        return Some(text.text.clone());
    }
    match scope.names.written(scope.graph, bare) {
        Some(Written::Meant { entities, how }) if entities.iter().any(|&entity| fits(entity)) => {
            draft.note("alias", rewritten(scope.graph, bare, &entities, how));
        }
        Some(Written::Ambiguous(entities)) if entities.iter().any(|&entity| fits(entity)) => {
            draft.note("ambiguous-name", format!("`{bare}` can mean {} things", entities.len()));
        }
        Some(Written::Unlisted(change)) if change.above.first().is_some_and(|(_, how)| *how < Above::Category) => {
            draft.note("unlisted", unlisted_note(scope.graph, bare, &change));
        }
        Some(Written::Meant { .. } | Written::Ambiguous(_) | Written::Unlisted(_) | Written::Absent) | None => {
            unknown::unknown_name(scope, draft, bare, text.span, kinds, "");
            return None;
        }
    }
    Some(text.text.clone())
}

/// A kind before a colon, and the name without it and without quotes.
pub fn forced<'t>(graph: &Graph, text: &'t str) -> (Option<KindSet>, &'t str) {
    let text = text.trim();
    let (kind, rest) = match text.split_once(':') {
        Some((kind, rest)) => {
            let kinds = written::kinds_called(graph, kind);
            if kinds.is_empty() { (None, text) } else { (Some(kinds), rest) }
        }
        None => (None, text),
    };
    let bare = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(rest);
    (kind, bare)
}
