//! Which noun on the left a verb belongs to (rules R4 and R13).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::query::NodeId;
use crate::resolve::draft::Draft;
use crate::resolve::frame::{Frame, Reading};
use crate::resolve::scope::Scope;
use crate::resolve::{heads, kinds, names, nodes, unknown};
use crate::text::Span;
use crate::vocabulary::{KindSet, VerbUse};

/// R4: the nearest noun on the left whose kind the verb accepts, with the readings that fit it.
pub(super) fn find_noun<'a>(
    scope: &Scope<'a>,
    draft: &mut Draft,
    frame: &Frame,
    relation: &ast::Relation,
    clause: &ast::Clause,
) -> Option<(NodeId, Vec<Vec<Reading<'a>>>)> {
    let mut verbs = readings(scope, draft, relation)?;
    let objects = kinds::object_kinds(scope, draft, &relation.object);
    let mut found = None;
    for noun in candidates(draft, frame, clause) {
        let kinds = draft.query.node(noun).kinds;
        let fits = |(uses, _): &Reading<'_>| uses.iter().any(|verb| kinds::fits(scope, verb, kinds, objects));
        if !verbs.iter().flatten().all(fits) {
            continue;
        }
        if let Some(nearest) = found {
            two_nouns(scope, draft, nearest, noun, relation);
            break;
        }
        found = Some(noun);
    }
    let Some(noun) = found else {
        no_noun(scope, draft, frame, &verbs, relation);
        return None;
    };
    let kinds = draft.query.node(noun).kinds;
    for (uses, _) in verbs.iter_mut().flatten() {
        uses.retain(|verb| kinds::fits(scope, verb, kinds, objects));
    }
    Some((noun, verbs))
}

/// All readings of the verbs of a clause; an error is recorded for a word that is no verb.
fn readings<'a>(scope: &Scope<'a>, draft: &mut Draft, relation: &ast::Relation) -> Option<Vec<Vec<Reading<'a>>>> {
    let mut reading = |word: &ast::Word| {
        let uses: Vec<&VerbUse> = kinds::uses_of(scope, word).filter(|verb| verb.noun_form.is_none()).collect();
        if uses.is_empty() {
            unknown::unknown_verb(scope, draft, word.span);
            return None;
        }
        Some((uses, *word))
    };
    relation.verbs.alternatives.iter().map(|all| all.iter().map(&mut reading).collect()).collect()
}

/// The nouns that a clause may belong to, the likeliest first: after a comma the head alone, else
/// the nearest. A clause joined by `and`, `or` or `but` goes on with what was said, and not with a
/// name in it: `drugs targeting BRAF and inhibiting RAF1` says both of the drugs.
fn candidates(draft: &Draft, frame: &Frame, clause: &ast::Clause) -> Vec<NodeId> {
    if clause.comma {
        return vec![frame.base];
    }
    let is_last = |&node: &NodeId| clause.connector.is_some() && node != frame.base && draft.query.node(node).named;
    let (last, first): (Vec<NodeId>, Vec<NodeId>) = frame.nouns.iter().rev().partition(|node| is_last(node));
    first.into_iter().chain(last).collect()
}

/// R13: two nouns that fit.
fn two_nouns(scope: &Scope<'_>, draft: &mut Draft, nearest: NodeId, other: NodeId, relation: &ast::Relation) {
    let (near, far) = (draft.query.node(nearest), draft.query.node(other));
    // A name is an end in itself: a clause after it that fits a noun further left as well is
    // placed as R4 says, but only a choice between two nouns is worth a question.
    if near.named || far.named {
        return;
    }
    let verb = relation.verbs.iter().next().map_or(relation_span(relation), |word| word.span);
    let clause = verb.to(relation_span(relation)).of(scope.asked).to_owned();
    let (near_span, far_span) = (near.span, far.span);
    let (near_text, far_text) = (near_span.of(scope.asked).to_owned(), far_span.of(scope.asked).to_owned());
    if scope.strict {
        draft.error(
            Diagnostic::error(
                Code::AmbiguousAttachment,
                verb,
                format!("`{clause}` could describe `{near_text}` or `{far_text}`"),
            )
            .label(near_span, "the nearest")
            .label(far_span, "the other")
            .help(format!("for `{near_text}`: put them in brackets, `({near_text} {clause})`"))
            .help(format!("for `{far_text}`: put a comma before it, `, {clause}`")),
        );
    } else {
        draft.note(
            "attachment",
            format!(
                "`{clause}` is taken to describe the nearest, `{near_text}`; for `{far_text}` put a comma before it"
            ),
        );
    }
}

/// No noun on the left fits all the verbs: the first verb that does not fit the head is to blame.
fn no_noun(scope: &Scope<'_>, draft: &mut Draft, frame: &Frame, verbs: &[Vec<Reading<'_>>], relation: &ast::Relation) {
    let vocabulary = scope.graph.vocabulary();
    let kinds = draft.query.node(frame.base).kinds;
    let object = kinds::object_kinds(scope, draft, &relation.object);
    let fits = |(uses, _): &&Reading<'_>| uses.iter().any(|verb| kinds::fits(scope, verb, kinds, object));
    let mut readings = verbs.iter().flatten();
    let Some((uses, word)) = readings.clone().find(|reading| !fits(reading)).or_else(|| readings.next()) else {
        return;
    };
    let heads = |verb: &VerbUse| kinds::verb_heads(vocabulary, verb);
    let takes_head = |verb: &&&VerbUse| !scope.inclusions.with_faces(heads(verb)).and(kinds).is_empty();
    let goals = |set: KindSet, verb: &&VerbUse| set.or(kinds::verb_objects(vocabulary, verb));
    let (wanted, span, message);
    if uses.iter().any(|verb| takes_head(&verb)) {
        wanted = uses.iter().filter(takes_head).fold(KindSet::default(), goals);
        span = relation_span(relation);
        let (verb, expected) = (word.span.of(scope.asked), scope.one_of(wanted));
        message = format!("`{verb}` needs {expected} after it, not {}", scope.one_of(object));
    } else {
        wanted = uses.iter().fold(KindSet::default(), goals);
        span = word.span;
        let heads = uses.iter().fold(KindSet::default(), |set, verb| set.or(heads(verb)));
        message = format!("this verb needs {} to its left", scope.one_of(heads));
    }
    // A name that is unknown, or of another kind, is the better message.
    let errors = draft.diagnostics.len();
    report_unknown_names(scope, draft, &relation.object, Some(wanted));
    if draft.diagnostics.len() == errors {
        draft.error(Diagnostic::error(Code::WrongKind, span, message));
    }
}

/// Records the errors that the names of an object have of themselves, where kinds `wanted` are
/// expected.
pub(super) fn report_unknown_names(
    scope: &Scope<'_>,
    draft: &mut Draft,
    object: &ast::Object,
    wanted: Option<KindSet>,
) {
    if let ast::Object::Head(head) | ast::Object::Quantified { head, .. } = object
        && let ast::HeadKind::Names(names) = &head.kind
    {
        for name in names.iter().filter(|name| !heads::is_set_variable(scope, name)) {
            names::seeds(scope, draft, name, wanted, "");
        }
    }
}

/// `what resists X` answers the kinds that the verb can start from.
pub(super) fn narrow<'a>(scope: &Scope<'a>, draft: &mut Draft, node: NodeId, readings: &[Vec<Reading<'a>>]) {
    let vocabulary = scope.graph.vocabulary();
    let all = scope.inclusions.all;
    if draft.query.node(node).kinds != all || draft.query.node(node).named {
        return;
    }
    let kinds = readings
        .iter()
        .flatten()
        .flat_map(|(uses, _)| uses)
        .fold(KindSet::default(), |set, verb| set.or(kinds::verb_heads(vocabulary, verb)));
    let noun = nodes::noun_of(scope, kinds);
    let node = &mut draft.query.nodes[node.0 as usize];
    node.kinds = kinds;
    node.noun = noun;
}

/// The noun a bracket group says something of: that of its first verb, else the head.
pub(super) fn group_target(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &Frame,
    clause: &ast::Clause,
    clauses: &[ast::Clause],
) -> Option<NodeId> {
    match first_relation(clauses) {
        Some(relation) if !clause.comma => {
            let (target, _) = find_noun(scope, draft, frame, relation, clause)?;
            Some(target)
        }
        Some(_) => Some(frame.base),
        // `(in gastric)` restricts the nearest noun that has a context of its own.
        None => {
            let own = frame.nouns.iter().rev().copied().find(|&noun| kinds::has_own_context(scope, draft, noun));
            Some(own.unwrap_or(frame.base))
        }
    }
}

/// The first verb of a group, however deep in brackets (the scanner limits these).
pub(super) fn first_relation(clauses: &[ast::Clause]) -> Option<&ast::Relation> {
    clauses.iter().find_map(|inner| match &inner.kind {
        ast::ClauseKind::Relation(relation) => Some(relation),
        ast::ClauseKind::Group { clauses, .. } => first_relation(clauses),
        ast::ClauseKind::Context(_) | ast::ClauseKind::Without(_) | ast::ClauseKind::Filter(_) => None,
    })
}

pub(super) fn relation_span(relation: &ast::Relation) -> Span {
    match &relation.object {
        ast::Object::Head(head) => head.span,
        ast::Object::Quantified { span, .. } => *span,
        ast::Object::Profile(profile) => profile.span,
    }
}
