//! Heads: the noun, names, variable or bracket that a phrase begins with.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast;
use crate::query::{Domain, Node, NodeId, Seed, SetNode};
use crate::resolve::draft::Draft;
use crate::resolve::environment::Binding;
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{connectors, expand, kinds, names, nest, nodes, sets, unknown};
use crate::text::Span;
use crate::vocabulary::KindSet;

/// The node of a head, without label, adjectives and the verb of a noun form.
pub(super) fn bare_head(
    scope: &Scope<'_>,
    draft: &mut Draft,
    head: &ast::Head,
    wanted: Option<KindSet>,
) -> Option<NodeId> {
    let node = match &head.kind {
        ast::HeadKind::What => {
            let kinds = wanted.unwrap_or(scope.inclusions.all);
            nodes::of_noun(kinds, None, head.span)
        }
        ast::HeadKind::Noun { noun, names } => return noun_head(scope, draft, head, noun, names.as_ref(), wanted),
        ast::HeadKind::NounForm { form, .. } => {
            let kinds = kinds::noun_form_kinds(scope, draft, form)?;
            nodes::any(scope, kinds, head.span)
        }
        ast::HeadKind::Names(names) => return named_node(scope, draft, names, wanted, ""),
        ast::HeadKind::Group { set, stages } => {
            if let Some(names) = only_names(set, stages) {
                return named_node(scope, draft, names, wanted, "");
            }
            // Names with further clauses include, in brackets, what they include without.
            let names_only = set.rest.is_empty() && stages.is_empty() && plain_names(&set.first.head).is_some();
            let id = if names_only {
                let node = nest::read(scope, draft, &Nested::phrase(&set.first, wanted))?;
                draft.push_set(SetNode::Phrase(node))
            } else {
                sets::group(scope, draft, set, stages)?
            };
            return Some(nodes::of_set(scope, draft, id, Domain::Set(id), head.span));
        }
    };
    Some(draft.push_node(node))
}

fn noun_head(
    scope: &Scope<'_>,
    draft: &mut Draft,
    head: &ast::Head,
    noun: &ast::Word,
    names: Option<&ast::Names>,
    wanted: Option<KindSet>,
) -> Option<NodeId> {
    let Some(id) = noun.form.and_then(|form| scope.graph.vocabulary().forms.get(form).noun) else {
        unknown::unknown_word(scope, draft, noun.span, "a noun or a name");
        return None;
    };
    let kinds = KindSet::of(&scope.vocabulary().noun(id).kinds);
    if let Some(names) = names {
        let node = named_node(scope, draft, names, Some(kinds), "")?;
        draft.query.nodes[node.index()].before = Some(id);
        return Some(node);
    }
    let mut narrowed = wanted.map_or(kinds, |wanted| kinds.and(wanted));
    if narrowed.is_empty() {
        narrowed = kinds;
    }
    let node = nodes::of_noun(narrowed, Some(id), head.span);
    Some(draft.push_node(node))
}

/// A node of all the entities that a list names, whatever joins them.
pub(super) fn named_node(
    scope: &Scope<'_>,
    draft: &mut Draft,
    names: &ast::Names,
    wanted: Option<KindSet>,
    place: &str,
) -> Option<NodeId> {
    connectors::check_mixed(scope, draft, names.list.mixed);
    any_name(scope, draft, &names.iter().collect::<Vec<_>>(), names.span, wanted, place)
}

/// A node of the entities that any of these names stands for.
pub(super) fn any_name(
    scope: &Scope<'_>,
    draft: &mut Draft,
    names: &[&ast::Name],
    span: Span,
    wanted: Option<KindSet>,
    place: &str,
) -> Option<NodeId> {
    if let [name] = names {
        match &name.text {
            ast::NameText::Label(label) => return label_node(draft, label),
            ast::NameText::Variable(variable) => {
                if let Some((earlier, names)) = variable_names(scope, variable) {
                    let names: Vec<&ast::Name> = names.iter().collect();
                    return sets::at_variable(draft, variable, |draft| {
                        any_name(&earlier, draft, &names, name.span, wanted, place)
                    });
                }
                if let Some((_, Binding::Query(_))) = scope.binding(&variable.text) {
                    let id = sets::variable_set(scope, draft, variable)?;
                    return Some(nodes::of_set(scope, draft, id, Domain::Set(id), name.span));
                }
            }
            ast::NameText::Known { .. } | ast::NameText::Unknown { .. } => {}
        }
    }
    let mut seeds = Vec::with_capacity(names.len());
    for name in names {
        if draft.is_full(name.span) {
            return None;
        }
        seeds.push(names::seeds(scope, draft, name, wanted, place));
    }
    let seeds: Vec<_> = seeds.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    let node = of_seeds(scope, seeds, wanted, span);
    Some(draft.push_node(node))
}

/// What the names stand for.
pub(super) fn of_seeds(scope: &Scope<'_>, seeds: Vec<Seed>, wanted: Option<KindSet>, span: Span) -> Node {
    let kind = |entity: EntityId| scope.graph.kind(entity);
    let own = seeds.iter().flat_map(|seed| &seed.entities).map(|&entity| kind(entity));
    let kinds = wanted.unwrap_or_else(|| own.fold(KindSet::default(), KindSet::with));
    let set = expand::expand(scope, seeds, kinds);
    let shown = if set.members.is_empty() { &set.reached } else { &set.members };
    let found = shown.iter().map(|member| kind(EntityId(member.entity)));
    let node = nodes::any(scope, found.fold(KindSet::default(), KindSet::with), span);
    Node { domain: Domain::Named(set), named: true, ..node }
}

fn label_node(draft: &mut Draft, label: &ast::Text) -> Option<NodeId> {
    let Some(&same) = draft.labels.get(&label.text) else {
        draft.error(Diagnostic::error(
            Code::UnknownLabel,
            label.span,
            format!("no noun to the left has the label `{}`", label.text),
        ));
        return None;
    };
    let kinds = draft.query.node(same).kinds;
    let node = nodes::of_noun(kinds, draft.query.node(same).noun, label.span);
    Some(draft.push_node(Node { domain: Domain::Same(same), ..node }))
}

/// Whether it is one `$name` that holds a question, and not only names.
pub(super) fn single_set_variable(scope: &Scope<'_>, names: &ast::Names) -> bool {
    let is_set = |name: &ast::Name| match &name.text {
        ast::NameText::Variable(variable) => variable_names(scope, variable).is_none(),
        ast::NameText::Label(_) | ast::NameText::Known { .. } | ast::NameText::Unknown { .. } => true,
    };
    names.single().is_some_and(|name| is_set_variable(scope, name) && is_set(name))
}

/// The names that a `$name` holds where it holds nothing else: it means what they mean in its
/// place.
fn variable_names<'a>(scope: &Scope<'a>, variable: &ast::Text) -> Option<(Scope<'a>, &'a ast::Names)> {
    let (index, Binding::Query(bound)) = scope.binding(&variable.text)? else { return None };
    let ast::SourceSyntax::Set(set) = &bound.query.source else { return None };
    let names = only_names(set, &bound.query.stages)?;
    (!names.list.has_and()).then(|| (scope.within(index, bound), names))
}

/// Whether a name is a `$name` that holds a question.
pub(super) fn is_set_variable(scope: &Scope<'_>, name: &ast::Name) -> bool {
    let ast::NameText::Variable(variable) = &name.text else { return false };
    matches!(scope.binding(&variable.text), Some((_, Binding::Query(_))))
}

/// The names of a head that is nothing but names, brackets around them included.
pub(super) fn plain_names(head: &ast::Head) -> Option<&ast::Names> {
    if !head.adjectives.is_empty() || head.label.is_some() {
        return None;
    }
    match &head.kind {
        ast::HeadKind::Names(names) => Some(names),
        ast::HeadKind::Group { set, stages } => only_names(set, stages),
        ast::HeadKind::What | ast::HeadKind::Noun { .. } | ast::HeadKind::NounForm { .. } => None,
    }
}

pub(super) fn only_names<'a>(set: &'a ast::SetExpression, stages: &[ast::StageSyntax]) -> Option<&'a ast::Names> {
    (set.rest.is_empty() && stages.is_empty() && set.first.clauses.is_empty()).then(|| plain_names(&set.first.head))?
}
