//! `and` and `or` side by side (rule R7).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::text::Span;

pub(super) fn check_mixed_names(scope: &Scope<'_>, draft: &mut Draft, names: &ast::Names) {
    check_mixed(scope, draft, &names.mixed);
}

pub(super) fn check_mixed(scope: &Scope<'_>, draft: &mut Draft, connectors: &[(Connector, Span)]) {
    let find = |wanted| connectors.iter().find(|(connector, _)| *connector == wanted).map(|(_, span)| *span);
    if let (Some(and), Some(or)) = (find(Connector::And), find(Connector::Or)) {
        mixed(scope, draft, and, or);
    }
}

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
