//! Of which kinds a part of the sentence may be, found without any error.

use crate::graph::EntityId;
use crate::language::ast;
use crate::query::NodeId;
use crate::resolve::draft::Draft;
use crate::resolve::environment::Binding;
use crate::resolve::scope::Scope;
use crate::resolve::unknown;
use crate::resolve::written::kinds_called;
use crate::vocabulary::{KindSet, VerbUse};

/// Kinds a name could be of, without any error: for finding the noun a clause belongs to.
pub(super) fn rough_kinds(scope: &Scope<'_>, draft: &mut Draft, name: &ast::Name) -> KindSet {
    if let Some(kinds) = name.kind.as_ref().map(|kind| kinds_called(scope.graph, &kind.text))
        && !kinds.is_empty()
    {
        return kinds;
    }
    let all = scope.graph.vocabulary().all_kinds();
    let text = match &name.text {
        ast::NameText::Known { text, .. } | ast::NameText::Unknown { text, .. } => text,
        ast::NameText::Variable(variable) => {
            let Some((place, Binding::Query(bound))) = scope.binding(&variable.text) else { return all };
            let ast::SourceSyntax::Set(set) = &bound.query.source else { return all };
            return rough_head_kinds(&scope.within(place, bound), draft, &set.first.head);
        }
        ast::NameText::Label(label) => {
            return draft.labels.get(&label.text).map_or(all, |&node| draft.query.node(node).kinds);
        }
    };
    let mut kinds = KindSet::default();
    for meaning in draft.meanings(scope, text).iter() {
        for &face in scope.graph.faces(&meaning.entity) {
            kinds = kinds.with(scope.graph.kind(EntityId(face)));
        }
    }
    if kinds.is_empty() { all } else { kinds }
}

pub(super) fn has_own_context(scope: &Scope<'_>, draft: &Draft, node: NodeId) -> bool {
    let row = draft.query.node(node);
    let kinds = &scope.graph.vocabulary().kinds;
    !row.named
        && (is_statement(scope, draft, node)
            || row.kinds.iter().any(|kind| kinds[usize::from(kind.0)].context.is_some()))
}

pub(super) fn is_statement(scope: &Scope<'_>, draft: &Draft, node: NodeId) -> bool {
    let statement = scope.inclusions.statement;
    !statement.is_empty() && draft.query.node(node).kinds == statement
}

pub(super) fn noun_form_kinds(scope: &Scope<'_>, draft: &mut Draft, form: &ast::Word) -> Option<KindSet> {
    let vocabulary = scope.graph.vocabulary();
    let uses = form.form.map(|form| &vocabulary.forms.get(form).verbs[..]).unwrap_or_default();
    let kinds = uses.iter().fold(KindSet::default(), |set, verb| set.or(verb_heads(vocabulary, verb)));
    if kinds.is_empty() {
        unknown::unknown_word(scope, draft, form.span, "a noun or a name");
        return None;
    }
    Some(kinds)
}

/// All readings of a verb or noun form.
pub(super) fn uses_of<'a>(scope: &Scope<'a>, word: &ast::Word) -> impl Iterator<Item = &'a VerbUse> + use<'a> {
    let vocabulary = scope.graph.vocabulary();
    word.form.into_iter().flat_map(move |form| &vocabulary.forms.get(form).verbs)
}

/// Whether a reading of a verb goes with a noun of `kinds` and with an object of `objects`.
pub(super) fn fits(scope: &Scope<'_>, verb: &VerbUse, kinds: KindSet, objects: KindSet) -> bool {
    let vocabulary = scope.graph.vocabulary();
    !scope.inclusions.with_faces(verb_heads(vocabulary, verb)).and(kinds).is_empty()
        && !scope.inclusions.including(verb_objects(vocabulary, verb)).and(objects).is_empty()
}

/// Kinds an object could be of, without any error.
pub(super) fn object_kinds(scope: &Scope<'_>, draft: &mut Draft, object: &ast::Object) -> KindSet {
    match object {
        ast::Object::Head(head) | ast::Object::Quantified { head, .. } => rough_head_kinds(scope, draft, head),
        ast::Object::Profile(profile) => profile
            .literals
            .iter()
            .flat_map(|literal| &literal.alternatives)
            .fold(KindSet::default(), |set, name| set.or(rough_kinds(scope, draft, name))),
    }
}

fn rough_head_kinds(scope: &Scope<'_>, draft: &mut Draft, head: &ast::Head) -> KindSet {
    let vocabulary = scope.graph.vocabulary();
    let all = vocabulary.all_kinds();
    match &head.kind {
        ast::HeadKind::What => all,
        ast::HeadKind::Noun { noun, .. } => noun
            .form
            .and_then(|form| vocabulary.forms.get(form).noun)
            .map_or(all, |noun| KindSet::of(&vocabulary.noun(noun).kinds)),
        ast::HeadKind::NounForm { form, .. } => form.form.map_or(all, |form| {
            vocabulary
                .forms
                .get(form)
                .verbs
                .iter()
                .fold(KindSet::default(), |set, verb| set.or(verb_heads(vocabulary, verb)))
        }),
        ast::HeadKind::Names(names) => {
            names.iter().fold(KindSet::default(), |set, name| set.or(rough_kinds(scope, draft, name)))
        }
        ast::HeadKind::Group { set, .. } => rough_head_kinds(scope, draft, &set.first.head),
    }
}

pub(super) fn verb_heads(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
    let row = vocabulary.verb(verb.relation);
    if let Some(kind) = verb.noun_form.as_ref().and_then(|form| form.kind) {
        return KindSet::default().with(kind);
    }
    let mut kinds = KindSet::of(row.kinds(verb.head));
    if row.undirected {
        kinds = kinds.or(KindSet::of(row.kinds(verb.head.other())));
    }
    kinds
}

pub(super) fn verb_objects(vocabulary: &crate::vocabulary::Vocabulary, verb: &VerbUse) -> KindSet {
    KindSet::of(vocabulary.verb(verb.relation).kinds(verb.head.other()))
}
