//! Sets: phrases joined by `and`, `or` and `except`, brackets and variables (rule R6).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::{SetId, SetNode};
use crate::resolve::draft::Draft;
use crate::resolve::environment::Binding;
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{connectors, nest, stages, variables};
use crate::text::Span;

/// A chain of set operations: `and` binds tighter than `or` and `except` (R6).
pub(super) fn set_expression(scope: &Scope<'_>, draft: &mut Draft, set: &ast::SetExpression) -> Option<SetId> {
    connectors::check_mixed_set(scope, draft, set);
    let mut sum: Option<(ast::SetOperator, SetId)> = None;
    let mut product = phrase_set(scope, draft, &set.first);
    let mut pending: Option<ast::SetOperator> = None;
    let mut span = set.first.span;
    for (operator, _, phrase) in &set.rest {
        if draft.is_full(phrase.span) {
            return None;
        }
        if *operator == ast::SetOperator::Intersect {
            let right = phrase_set(scope, draft, phrase);
            product = combine(scope, draft, SetNode::Intersect, product, right, phrase.span);
        } else {
            sum = add_up(scope, draft, sum, pending, product, span);
            pending = Some(*operator);
            span = phrase.span;
            product = phrase_set(scope, draft, phrase);
        }
    }
    add_up(scope, draft, sum, pending, product, span).map(|(_, set)| set)
}

fn add_up(
    scope: &Scope<'_>,
    draft: &mut Draft,
    sum: Option<(ast::SetOperator, SetId)>,
    operator: Option<ast::SetOperator>,
    right: Option<SetId>,
    span: Span,
) -> Option<(ast::SetOperator, SetId)> {
    let right = right?;
    let Some((_, left)) = sum else { return Some((ast::SetOperator::Union, right)) };
    let node = match operator {
        Some(ast::SetOperator::Except) => SetNode::Except(left, right),
        Some(ast::SetOperator::Union | ast::SetOperator::Intersect) | None => SetNode::Union(left, right),
    };
    check_same_kind(scope, draft, left, right, span);
    Some((ast::SetOperator::Union, draft.push_set(node)))
}

fn combine(
    scope: &Scope<'_>,
    draft: &mut Draft,
    make: impl Fn(SetId, SetId) -> SetNode,
    left: Option<SetId>,
    right: Option<SetId>,
    span: Span,
) -> Option<SetId> {
    let (left, right) = (left?, right?);
    check_same_kind(scope, draft, left, right, span);
    Some(draft.push_set(make(left, right)))
}

/// A set holds entities of one kind (or of the kinds of one verb side); `span` is that of the right
/// side.
fn check_same_kind(scope: &Scope<'_>, draft: &mut Draft, left: SetId, right: SetId, span: Span) {
    let (a, b) = (draft.query.kinds_of(left), draft.query.kinds_of(right));
    if a.and(b).is_empty() && !scope.inclusions.share_faces(a, b) {
        let message = format!("{} cannot be combined with {}", scope.one_of(a), scope.one_of(b));
        draft.error(
            Diagnostic::error(Code::WrongKind, span, message)
                .help("both sides of a set operation must be of the same kind"),
        );
    }
}

/// A phrase; a bracket or variable without clauses is the set inside.
pub(super) fn phrase_set(scope: &Scope<'_>, draft: &mut Draft, phrase: &ast::Phrase) -> Option<SetId> {
    // `including …` speaks of the whole question and says nothing of the head before it.
    let says_nothing = |clause: &ast::Clause| includes_contested(clause) || includes_combinations(clause);
    if phrase.clauses.iter().all(says_nothing)
        && phrase.head.adjectives.is_empty()
        && phrase.head.label.is_none()
        && let Some(set) = bare_set(scope, draft, &phrase.head)
    {
        draft.query.including_contested |= phrase.clauses.iter().any(includes_contested);
        draft.query.including_combinations |= phrase.clauses.iter().any(includes_combinations);
        return set;
    }
    let node = nest::read(scope, draft, &Nested::phrase(phrase, None))?;
    Some(draft.push_set(SetNode::Phrase(node)))
}

fn includes_contested(clause: &ast::Clause) -> bool {
    matches!(clause.kind, ast::ClauseKind::Filter(ast::Filter::IncludingContested(_)))
}

fn includes_combinations(clause: &ast::Clause) -> bool {
    matches!(clause.kind, ast::ClauseKind::Filter(ast::Filter::IncludingCombinations(_)))
}

/// A bracket or variable without clauses is the set itself.
fn bare_set(scope: &Scope<'_>, draft: &mut Draft, head: &ast::Head) -> Option<Option<SetId>> {
    match &head.kind {
        ast::HeadKind::Group { set, stages } => Some(group(scope, draft, set, stages)),
        ast::HeadKind::Names(names) => {
            let name = names.single()?;
            let ast::NameText::Variable(variable) = &name.text else { return None };
            let binding = scope.binding(&variable.text);
            matches!(binding, Some((_, Binding::Query(_)))).then(|| variable_set(scope, draft, variable))
        }
        ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
    }
}

pub(super) fn group(
    scope: &Scope<'_>,
    draft: &mut Draft,
    set: &ast::SetExpression,
    stages: &[ast::StageSyntax],
) -> Option<SetId> {
    draft.deeper(set.first.span, |draft| {
        let id = set_expression(scope, draft, set)?;
        staged(scope, draft, id, stages)
    })
}

fn staged(scope: &Scope<'_>, draft: &mut Draft, set: SetId, stages: &[ast::StageSyntax]) -> Option<SetId> {
    if stages.is_empty() {
        return Some(set);
    }
    let stages = stages::set_stages(scope, draft, set, stages)?;
    Some(draft.push_set(SetNode::Staged(set, stages)))
}

/// Reads the query of a `let` in place; it sees only what was set before it.
pub(super) fn variable_set(scope: &Scope<'_>, draft: &mut Draft, variable: &ast::Text) -> Option<SetId> {
    if draft.is_full(variable.span) {
        return None;
    }
    let Some((index, binding)) = scope.binding(&variable.text) else {
        variables::unknown_variable(scope, draft, variable);
        return None;
    };
    let Binding::Query(bound) = binding else {
        variables::parameter(scope, draft, variable)?;
        return None;
    };
    let ast::SourceSyntax::Set(set) = &bound.query.source else {
        draft.error(Diagnostic::error(
            Code::TypeMismatch,
            variable.span,
            format!("`${}` is a table, but a set of entities is needed here", variable.text),
        ));
        return None;
    };
    let earlier = scope.within(index, bound);
    at_variable(draft, variable, |draft| {
        let id = set_expression(&earlier, draft, set)?;
        staged(&earlier, draft, id, &bound.query.stages)
    })
}

/// Reads part of the statement that a variable holds. Places inside that mean nothing here: errors
/// point at the variable.
pub(super) fn at_variable<T>(
    draft: &mut Draft,
    variable: &ast::Text,
    read: impl FnOnce(&mut Draft) -> Option<T>,
) -> Option<T> {
    let errors = draft.diagnostics.len();
    let found = draft.deeper(variable.span, read);
    for diagnostic in &mut draft.diagnostics[errors..] {
        diagnostic.labels.truncate(1);
        for label in &mut diagnostic.labels {
            label.span = variable.span;
        }
        diagnostic.help.iter_mut().for_each(|help| help.fix = None);
    }
    found
}
