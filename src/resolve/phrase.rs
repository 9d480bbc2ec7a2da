//! A head with its clauses: each clause goes to its noun, conditions are joined (rules R6 and R8).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, NodeId};
use crate::resolve::draft::Draft;
use crate::resolve::frame::Frame;
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{adjectives, connectors, contexts, heads, kinds, nouns, objects, placing, verbs, without};
use crate::text::Span;
use crate::vocabulary::{KindSet, VerbUse};

/// A head with its clauses; called by [`nest`](super::nest) alone.
pub(super) fn read(scope: &Scope<'_>, draft: &mut Draft, nested: &Nested<'_>) -> Option<NodeId> {
    let (base, mut frame) = head(scope, draft, nested)?;
    read_clauses(scope, draft, &mut frame, nested.clauses);
    finish(scope, draft, frame);
    Some(base)
}

fn read_clauses(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, clauses: &[ast::Clause]) {
    let connectors: Vec<_> = clauses.iter().filter_map(|clause| clause.connector).collect();
    if clauses.iter().all(|clause| !clause.comma) {
        connectors::check_mixed_clauses(scope, draft, &connectors);
    }
    for clause in clauses {
        if draft.is_full(clause.span) {
            break;
        }
        // One mistake is reported; what follows it is still checked.
        let _ = read_clause(scope, draft, frame, clause);
    }
}

fn read_clause(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, clause: &ast::Clause) -> Option<()> {
    let connector = clause.connector.unwrap_or((Connector::And, clause.span));
    match &clause.kind {
        ast::ClauseKind::Group { negated, clauses } => {
            clause_group(scope, draft, frame, clause, *negated, clauses, connector)
        }
        ast::ClauseKind::Relation(relation) => verbs::relation(scope, draft, frame, clause, relation, connector.0),
        ast::ClauseKind::Context(context) => contexts::context(scope, draft, frame, clause, context),
        ast::ClauseKind::Without(object) => without::without(scope, draft, frame, clause, object, connector),
        ast::ClauseKind::Filter(filter) => placing::filter(scope, draft, frame, filter),
    }
}

/// `( … )` or `not ( … )`: a closed group about one noun of the group around it.
fn clause_group(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    negated: bool,
    clauses: &[ast::Clause],
    connector: (Connector, Span),
) -> Option<()> {
    let target = nouns::group_target(scope, draft, frame, clause, clauses)?;
    draft.deeper(clause.span, |draft| {
        let mut inner = Frame::new(target);
        read_clauses(scope, draft, &mut inner, clauses);
        let condition = close(scope, draft, inner);
        let condition = if negated { Condition::negation(condition) } else { condition };
        frame.items.push((target, connector.0, condition));
        Some(())
    })
}

/// Reads what was left for the end of a group: waiting filters and adjectives; then folds all
/// items.
fn close(scope: &Scope<'_>, draft: &mut Draft, mut frame: Frame) -> Condition {
    for (test, span) in std::mem::take(&mut frame.waiting) {
        if frame.taker.is_some() {
            placing::place_test(scope, draft, &mut frame, test, span);
        } else {
            draft.error(
                Diagnostic::error(Code::NoPlace, span, "no verb to the left has evidence that this could filter")
                    .help("filters such as `level B or better` apply to a verb or to an `in`"),
            );
        }
    }
    for (node, property, value, span) in std::mem::take(&mut frame.adjectives) {
        placing::place_adjective(scope, draft, &mut frame, node, property, value, span);
    }
    let base = frame.base;
    let mut own = Vec::new();
    let mut others: Vec<(NodeId, Vec<(Connector, Condition)>)> = Vec::new();
    for (node, connector, condition) in frame.items {
        if node == base {
            own.push((connector, condition));
        } else if let Some((_, items)) = others.iter_mut().rev().find(|(other, _)| *other == node) {
            items.push((connector, condition));
        } else {
            others.push((node, vec![(connector, condition)]));
        }
    }
    for (node, items) in others {
        let condition = fold(items);
        let node = &mut draft.query.nodes[node.0 as usize];
        node.condition = join(std::mem::take(&mut node.condition), condition);
    }
    fold(own)
}

fn finish(scope: &Scope<'_>, draft: &mut Draft, frame: Frame) {
    let base = frame.base;
    let condition = close(scope, draft, frame);
    let node = &mut draft.query.nodes[base.0 as usize];
    node.condition = join(std::mem::take(&mut node.condition), condition);
}

/// The head of a phrase, with a frame for its clauses.
fn head(scope: &Scope<'_>, draft: &mut Draft, nested: &Nested<'_>) -> Option<(NodeId, Frame)> {
    let head = nested.head;
    let node = match findings_together(scope, draft, nested) {
        Some((names, kinds)) => objects::of_findings(scope, draft, names, kinds)?,
        None => heads::bare_head(scope, draft, head, nested.wanted)?,
    };
    let mut frame = Frame::new(node);
    if let ast::HeadKind::NounForm { form, object } = &head.kind {
        verbs::noun_form(scope, draft, &mut frame, node, form, object)?;
    }
    adjectives::label_and_adjectives(scope, draft, &mut frame, node, head);
    Some((node, frame))
}

/// The names of a head that are one profile, with the kinds that the verb takes there: `EGFR L858R
/// and EGFR T790M resisting gefitinib` (R9).
fn findings_together<'s>(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nested: &Nested<'s>,
) -> Option<(&'s ast::Names, KindSet)> {
    let names = heads::plain_names(nested.head).filter(|names| names.list.has_and())?;
    let relation = nouns::first_relation(nested.clauses)?;
    let profile = scope.graph.model().kinds.profile?;
    let vocabulary = scope.vocabulary();
    let verbs = relation.verbs.iter().flat_map(|word| kinds::uses_of(scope, word));
    let takes_profiles = |verb: &&VerbUse| {
        let row = vocabulary.verb(verb.relation);
        verb.noun_form.is_none() && row.and_profile && row.kinds(verb.head).contains(&profile)
    };
    let heads = verbs.filter(takes_profiles).map(|verb| kinds::verb_heads(vocabulary, verb));
    let kinds = heads.reduce(KindSet::or)?;
    let fits = |name: &ast::Name| {
        let own = kinds::rough_kinds(scope, draft, name);
        !scope.inclusions.with_faces(kinds).and(own).is_empty()
    };
    names.iter().all(fits).then_some((names, kinds))
}

/// `and` binds tighter than `or`.
fn fold(items: Vec<(Connector, Condition)>) -> Condition {
    let mut alternatives: Vec<Vec<Condition>> = vec![Vec::new()];
    for (i, (connector, condition)) in items.into_iter().enumerate() {
        if i > 0 && connector == Connector::Or {
            alternatives.push(Vec::new());
        }
        if let Some(last) = alternatives.last_mut() {
            last.push(condition);
        }
    }
    Condition::any(alternatives.into_iter().map(Condition::all).collect())
}

fn join(first: Condition, second: Condition) -> Condition {
    match (first, second) {
        (first, other) if first.is_true() => other,
        (first, other) if other.is_true() => first,
        (Condition::And(mut parts), other) => {
            parts.push(other);
            Condition::And(parts)
        }
        (first, second) => Condition::And(vec![first, second]),
    }
}
