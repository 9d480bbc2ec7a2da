//! Words before a noun: labels, adjectives, and what each restricts (rule R5a).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, Domain, Node, NodeId, Requirement};
use crate::resolve::draft::Draft;
use crate::resolve::frame::Frame;
use crate::resolve::scope::Scope;
use crate::resolve::{expand, names, nodes, unknown};
use crate::vocabulary::{AdjectiveValue, Adjectives, End, KindSet, On, PropertyType};

fn read_adjective(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    node: NodeId,
    adjective: &ast::AdjectiveWord,
) {
    match adjective {
        ast::AdjectiveWord::Form(word) => {
            let Some(form) = word.form else {
                unknown::unknown_word(scope, draft, word.span, "an adjective");
                return;
            };
            let adjectives = scope.graph.vocabulary().forms.get(form).adjectives.clone();
            let kinds = draft.query.node(node).kinds;
            let chosen = adjectives.into_iter().find(|adjective| {
                match &scope.graph.vocabulary().property(adjective.property).on {
                    On::Statement => true,
                    On::Kinds(on) => on.is_empty() || !kinds.and(KindSet::of(on)).is_empty(),
                }
            });
            let Some(chosen) = chosen else {
                draft.error(Diagnostic::error(
                    Code::WrongKind,
                    word.span,
                    "this adjective cannot be used with this noun",
                ));
                return;
            };
            let AdjectiveValue::Value(value) = chosen.value;
            frame.adjectives.push((node, chosen.property, value, word.span));
        }
        ast::AdjectiveWord::Names(names) => name_adjective(scope, draft, frame, node, names),
    }
}

/// `on-target mechanisms`, `on-target or bypass mechanisms`: the property whose values are names.
fn name_adjective(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, node: NodeId, all: &[ast::Name]) {
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let span = first.span.to(last.span);
    let vocabulary = scope.graph.vocabulary();
    let kinds = draft.query.node(node).kinds;
    let property = vocabulary.properties.iter().find_map(|property| {
        let PropertyType::Via { relation, kind } = property.of else { return None };
        let On::Kinds(on) = &property.on else { return None };
        (property.adjectives == Adjectives::Names && !kinds.and(KindSet::of(on)).is_empty()).then_some((relation, kind))
    });
    let Some((relation, kind)) = property else {
        draft.error(Diagnostic::error(Code::WrongKind, span, "this name cannot be used before this noun"));
        return;
    };
    let wanted = KindSet::default().with(kind);
    let seeds: Vec<_> = all.iter().map(|name| names::seeds(scope, draft, name, Some(wanted), "")).collect();
    let Some(seeds) = seeds.into_iter().collect::<Option<Vec<_>>>() else { return };
    let set = expand::expand(scope, seeds.concat(), wanted);
    let object = nodes::any(scope, wanted, span);
    let object = draft.push_node(Node { domain: Domain::Named(set), named: true, ..object });
    let mut link = nodes::link(vec![(relation, End::From)], object, span);
    link.adjective = true;
    let link = draft.push_link(link);
    frame.items.push((node, Connector::And, Condition::Leaf(Requirement::Link(link))));
}
pub(super) fn label_and_adjectives(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    node: NodeId,
    head: &ast::Head,
) {
    if let Some(label) = &head.label {
        if draft.labels.insert(label.text.clone(), node).is_some() {
            draft.error(Diagnostic::error(
                Code::DuplicateName,
                label.span,
                format!("the label `{}` is used twice", label.text),
            ));
        }
        draft.query.nodes[node.0 as usize].label = Some(label.text.clone());
    }
    for adjective in &head.adjectives {
        read_adjective(scope, draft, frame, node, adjective);
    }
}
