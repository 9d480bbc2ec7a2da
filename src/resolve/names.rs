//! Names of the sentence → entities of the graph.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast;
use crate::names::MatchedBy;
use crate::query::Seed;
use crate::resolve::draft::Draft;
use crate::resolve::scope::{Meaning, Scope};
use crate::resolve::{expand, unknown, variables, written};
use crate::vocabulary::KindSet;
use std::borrow::Cow;

/// The kinds that a noun or `kind:` prefix forces; reports an unknown one.
fn forced_kinds(scope: &Scope<'_>, draft: &mut Draft, name: &ast::Name) -> Option<KindSet> {
    let vocabulary = scope.graph.vocabulary();
    let mut forced = None;
    if let Some(kind) = &name.kind {
        let kinds = written::kinds_called(scope.graph, &kind.text);
        if kinds.is_empty() {
            draft.error(Diagnostic::error(
                Code::UnknownWord,
                kind.span,
                format!("this graph has no kind `{}`", kind.text),
            ));
        }
        forced = Some(kinds);
    }
    if let Some(form) = name.noun_after.as_ref().and_then(|word| word.form)
        && let Some(noun) = vocabulary.forms.get(form).noun
    {
        forced = Some(KindSet::of(&vocabulary.noun(noun).kinds));
    }
    forced
}

/// Entities that a name means where kinds `wanted` are expected (`None`: any); an error is recorded
/// and `None` returned where it means nothing or several things.
pub(super) fn seed(
    scope: &Scope<'_>,
    draft: &mut Draft,
    name: &ast::Name,
    wanted: Option<KindSet>,
    place: &str,
) -> Option<Seed> {
    let (text, span) = match &name.text {
        ast::NameText::Known { text, span, .. } | ast::NameText::Unknown { text, span, .. } => {
            (Cow::Borrowed(text.as_str()), *span)
        }
        ast::NameText::Variable(variable) => (Cow::Owned(variables::parameter(scope, draft, variable)?), variable.span),
        ast::NameText::Label(label) => {
            draft.error(Diagnostic::error(
                Code::UnknownLabel,
                label.span,
                format!("the label `{}` cannot be used here", label.text),
            ));
            return None;
        }
    };
    let forced = forced_kinds(scope, draft, name);
    let graph = scope.graph;
    let mut found = draft.meanings(scope, &text);
    if !found.first().is_some_and(Meaning::is_best)
        && let Some(ordered) = in_regimen_order(&text)
    {
        found = draft.meanings(scope, &ordered);
    }
    if found.is_empty() {
        unknown::unknown_name(scope, draft, &text, span, forced.or(wanted), place);
        return None;
    }
    // `exactly` leaves out what a name includes.
    let includes = if name.exactly { expand::has_face_in } else { expand::includes_kind };
    let fits = |meaning: &&Meaning| {
        forced.is_none_or(|forced| expand::has_face_in(scope, meaning.entity, forced))
            && wanted.is_none_or(|kinds| includes(scope, meaning.entity, kinds))
    };
    let mut chosen: Vec<&Meaning> = found.iter().filter(fits).collect();
    let Some(best_tier) = chosen.iter().map(|meaning| meaning.tier).min() else {
        let is_forced =
            |meaning: &&Meaning| forced.is_some_and(|kinds| expand::has_face_in(scope, meaning.entity, kinds));
        match found.iter().find(is_forced) {
            Some(meaning) => unknown::wrong_forced_kind(scope, draft, &text, span, meaning.entity, wanted),
            None => unknown::wrong_kind(scope, draft, &text, span, found.first()?.entity, forced.or(wanted), place),
        }
        return None;
    };
    chosen.retain(|meaning| meaning.tier == best_tier);
    let is_direct = |meaning: &&Meaning| wanted.is_none_or(|kinds| expand::has_face_in(scope, meaning.entity, kinds));
    if chosen.iter().any(is_direct) {
        chosen.retain(is_direct);
    }
    let first = *chosen.first()?;
    let face = graph.face(first.entity);
    if chosen.iter().any(|meaning| graph.face(meaning.entity) != face) {
        let mut readings: Vec<EntityId> = chosen.iter().map(|meaning| meaning.entity).collect();
        readings.dedup();
        unknown::ambiguous(scope, draft, &text, span, &readings);
        return None;
    }
    note_alias(scope, draft, &text, *first);
    Some(Seed {
        entities: faces_wanted(scope, first.entity, forced, wanted),
        exactly: name.exactly,
        or_broader: name.or_broader,
        forced: name.kind.as_ref().map(|kind| kind.text.clone()),
        stripped: first.matched == MatchedBy::Stripped || is_short_form(&text, graph.name(first.entity)),
        typed: text.into_owned(),
        unlisted: None,
    })
}

/// The faces of an entity that fit: of the forced kinds only, else of the wanted ones, else all.
fn faces_wanted(
    scope: &Scope<'_>,
    entity: EntityId,
    forced: Option<KindSet>,
    wanted: Option<KindSet>,
) -> Vec<EntityId> {
    let faces = scope.graph.faces(&entity);
    let of = |kinds: KindSet| -> Vec<EntityId> {
        faces.iter().map(|&face| EntityId(face)).filter(|&face| kinds.has(scope.graph.kind(face))).collect()
    };
    for kinds in [forced, wanted].into_iter().flatten() {
        let fitting = of(kinds);
        if !fitting.is_empty() {
            return fitting;
        }
    }
    faces.iter().map(|&face| EntityId(face)).collect()
}

fn note_alias(scope: &Scope<'_>, draft: &mut Draft, text: &str, meaning: Meaning) {
    let graph = scope.graph;
    let name = graph.name(meaning.entity);
    match meaning.matched {
        MatchedBy::Alias | MatchedBy::Imported => {
            draft.note("alias", format!("{text} is another name of {name}"));
        }
        MatchedBy::Stripped => draft.note("alias", format!("{text} is taken to mean {name}")),
        MatchedBy::Xref => draft.note("alias", format!("{text} is a cross-reference of {name}")),
        MatchedBy::Id => {}
        MatchedBy::Name if name != text => draft.note("alias", format!("{text} is taken to mean {name}")),
        MatchedBy::Name => {}
    }
    if text != name {
        draft.typed.insert(graph.face(meaning.entity), text.to_owned());
    }
}

pub(super) fn all_faces(scope: &Scope<'_>, entities: &[EntityId]) -> Vec<EntityId> {
    let mut faces: Vec<_> =
        entities.iter().flat_map(|entity| scope.graph.faces(entity).iter().map(|&face| EntityId(face))).collect();
    faces.sort_unstable();
    faces.dedup();
    faces
}

/// `b + a` as regimens are called: members in alphabetical order.
fn in_regimen_order(text: &str) -> Option<String> {
    let mut members: Vec<&str> = text.split('+').map(str::trim).collect();
    if members.len() < 2 {
        return None;
    }
    members.sort_unstable();
    Some(members.join(" + "))
}

/// `gastric` for `gastric cancer`: the full name says more than the note would.
fn is_short_form(typed: &str, name: &str) -> bool {
    let begins = name.get(..typed.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(typed));
    let rest = name.get(typed.len()..).unwrap_or("");
    begins && rest.starts_with(' ') && rest.trim().split(' ').count() == 1
}
