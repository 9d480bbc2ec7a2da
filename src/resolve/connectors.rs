//! `and` and `or` side by side (rule R7).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::text::Span;

/// Between names or verbs: the places of the first `and` and the first `or` of a list that has
/// both.
pub(super) fn check_mixed(scope: &Scope<'_>, draft: &mut Draft, both: Option<(Span, Span)>) {
    if let Some((and, or)) = both {
        mixed(scope, draft, and, or);
    }
}

/// Between clauses.
pub(super) fn check_mixed_clauses(scope: &Scope<'_>, draft: &mut Draft, connectors: &[(Connector, Span)]) {
    let find = |wanted| connectors.iter().find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
    if let (Some(and), Some(or)) = (find(Connector::And), find(Connector::Or)) {
        mixed(scope, draft, and, or);
    }
}

/// Between phrases.
pub(super) fn check_mixed_set(scope: &Scope<'_>, draft: &mut Draft, set: &ast::SetExpression) {
    let find = |wanted| set.rest.iter().find(|(operator, _, _)| *operator == wanted).map(|(_, span, _)| *span);
    if let (Some(and), Some(or)) = (find(ast::SetOperator::Intersect), find(ast::SetOperator::Union)) {
        mixed(scope, draft, and, or);
    }
}

/// R7: `and` and `or` side by side.
fn mixed(scope: &Scope<'_>, draft: &mut Draft, and: Span, or: Span) {
    if scope.strict {
        draft.error(
            Diagnostic::error(Code::MixedConnectors, and.to(or), "`and` and `or` are mixed without brackets")
                .label(and, "this binds first")
                .help("add brackets: `(A and B) or C`, or `A and (B or C)`"),
        );
    } else {
        draft.note("mixed", "`and` binds tighter than `or`: see the brackets in the reading".to_owned());
    }
}
