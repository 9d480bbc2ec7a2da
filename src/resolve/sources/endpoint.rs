//! Ends of paths and sides of comparisons.

use crate::language::ast;
use crate::query::Endpoint;
use crate::resolve::draft::Draft;
use crate::resolve::environment::Binding;
use crate::resolve::scope::Scope;
use crate::resolve::{names, sets};

pub(super) fn endpoint(scope: &Scope<'_>, draft: &mut Draft, endpoint: &ast::EndpointSyntax) -> Option<Endpoint> {
    match endpoint {
        ast::EndpointSyntax::Name(name) => {
            if let ast::NameText::Variable(variable) = &name.text
                && let Some((_, Binding::Query(_))) = scope.binding(&variable.text)
            {
                return sets::variable_set(scope, draft, variable).map(Endpoint::Set);
            }
            names::seed(scope, draft, name, None, "").map(Endpoint::Entity)
        }
        ast::EndpointSyntax::Set(set, stages) => {
            if let Some(name) = single_name(set).filter(|_| stages.is_empty()) {
                return names::seed(scope, draft, name, None, "").map(Endpoint::Entity);
            }
            sets::group(scope, draft, set, stages).map(Endpoint::Set)
        }
    }
}

/// `including contested`, `including combinations`: options of the whole question.
pub(super) fn note_inclusion(draft: &mut Draft, filter: &ast::Filter) {
    match filter {
        ast::Filter::IncludingContested(_) => draft.query.including_contested = true,
        ast::Filter::IncludingCombinations(_) => draft.query.including_combinations = true,
        ast::Filter::Where(..) | ast::Filter::Level { .. } | ast::Filter::Since(..) | ast::Filter::Before(..) => {}
    }
}

fn single_name(set: &ast::SetExpression) -> Option<&ast::Name> {
    if !set.rest.is_empty() || !set.first.clauses.is_empty() || set.first.head.label.is_some() {
        return None;
    }
    let ast::HeadKind::Names(names) = &set.first.head.kind else { return None };
    names.single().filter(|name| !matches!(name.text, ast::NameText::Variable(_)))
}
