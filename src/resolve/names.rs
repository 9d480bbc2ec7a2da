//! Names of the sentence → entities of the graph.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{EntityId, Graph};
use crate::language::ast;
use crate::names::{MatchedBy, RewriteReason, UnlistedChange, Written};
use crate::query::Seed;
use crate::resolve::draft::Draft;
use crate::resolve::scope::{Meaning, Scope, join_words};
use crate::resolve::{expand, unknown, variables, written};
use crate::text::Span;
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

/// Entities that one name means where kinds `wanted` are expected (`None`: any); an error is
/// recorded and `None` returned where it means nothing or several things.
pub(super) fn seed(
    scope: &Scope<'_>,
    draft: &mut Draft,
    name: &ast::Name,
    wanted: Option<KindSet>,
    place: &str,
) -> Option<Seed> {
    let mut found = seeds(scope, draft, name, wanted, place)?;
    if found.len() > 1 {
        let readings: Vec<EntityId> = found.iter().flat_map(|seed| seed.entities.first()).copied().collect();
        unknown::ambiguous(scope, draft, name.span.of(scope.asked), name.span, &readings);
        return None;
    }
    found.pop()
}

/// As [`seed`], where any of several things may be meant together: `BRCA mutation`.
pub(super) fn seeds(
    scope: &Scope<'_>,
    draft: &mut Draft,
    name: &ast::Name,
    wanted: Option<KindSet>,
    place: &str,
) -> Option<Vec<Seed>> {
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
    let called = Called { name, text: &text, span, wanted, forced: forced_kinds(scope, draft, name), place };
    let mut found = draft.meanings(scope, &text);
    if !found.first().is_some_and(Meaning::is_best)
        && let Some(ordered) = in_regimen_order(&text)
    {
        found = draft.meanings(scope, &ordered);
    }
    if found.is_empty() { called.written(scope, draft) } else { called.named(scope, draft, &found) }
}

/// A name of the question, and what may be written in its place.
struct Called<'n> {
    name: &'n ast::Name,
    text: &'n str,
    span: Span,
    wanted: Option<KindSet>,
    forced: Option<KindSet>,
    place: &'n str,
}

impl Called<'_> {
    /// What a text means that is a name of the graph.
    fn named(&self, scope: &Scope<'_>, draft: &mut Draft, found: &[Meaning]) -> Option<Vec<Seed>> {
        let (text, span, forced, wanted) = (self.text, self.span, self.forced, self.wanted);
        let graph = scope.graph;
        let mut chosen: Vec<&Meaning> = found.iter().filter(|meaning| self.fits(scope, meaning.entity)).collect();
        let Some(best_tier) = chosen.iter().map(|meaning| meaning.tier).min() else {
            self.misfit(scope, draft, found.iter().map(|meaning| meaning.entity));
            return None;
        };
        chosen.retain(|meaning| meaning.tier == best_tier);
        let is_direct =
            |meaning: &&Meaning| wanted.is_none_or(|kinds| expand::has_face_in(scope, meaning.entity, kinds));
        if chosen.iter().any(is_direct) {
            chosen.retain(is_direct);
        }
        let first = *chosen.first()?;
        let face = graph.face(first.entity);
        if chosen.iter().any(|meaning| graph.face(meaning.entity) != face) {
            let mut readings: Vec<EntityId> = chosen.iter().map(|meaning| meaning.entity).collect();
            readings.dedup();
            if scope.names.is_any_of(graph, &readings) {
                return self.meant(scope, draft, &readings, RewriteReason::Spelling);
            }
            unknown::ambiguous(scope, draft, text, span, &readings);
            return None;
        }
        note_alias(scope, draft, text, *first);
        Some(vec![Seed {
            entities: faces_wanted(scope, first.entity, forced, wanted),
            exactly: self.name.exactly,
            or_broader: self.name.or_broader,
            forced: self.name.kind.as_ref().map(|kind| kind.text.clone()),
            stripped: first.matched == MatchedBy::Stripped || is_short_form(text, graph.name(first.entity)),
            typed: text.to_owned(),
            unlisted: None,
            together: None,
        }])
    }

    /// What a text means that is no name but was written for one.
    fn written(&self, scope: &Scope<'_>, draft: &mut Draft) -> Option<Vec<Seed>> {
        match scope.names.written(scope.graph, self.text) {
            Some(Written::Meant { entities, how }) => self.meant(scope, draft, &entities, how),
            Some(Written::Ambiguous(entities)) => {
                unknown::ambiguous(scope, draft, self.text, self.span, &entities);
                None
            }
            Some(Written::Unlisted(change)) if !change.above.is_empty() => self.unlisted(scope, draft, change),
            Some(Written::Unlisted(_) | Written::Absent) | None => {
                unknown::unknown_name(scope, draft, self.text, self.span, self.forced.or(self.wanted), self.place);
                None
            }
        }
    }

    /// Any of some entities; the note says what was rewritten.
    fn meant(
        &self,
        scope: &Scope<'_>,
        draft: &mut Draft,
        entities: &[EntityId],
        how: RewriteReason,
    ) -> Option<Vec<Seed>> {
        let graph = scope.graph;
        let fitting: Vec<EntityId> = entities.iter().copied().filter(|&entity| self.fits(scope, entity)).collect();
        if fitting.is_empty() {
            self.misfit(scope, draft, entities.iter().copied());
            return None;
        }
        draft.note("alias", rewritten(graph, self.text, &fitting, how));
        for &entity in &fitting {
            draft.typed.insert(graph.face(entity), self.text.to_owned());
        }
        let of = |&entity: &EntityId| self.seed_of(scope, vec![entity], graph.name(entity).to_owned(), None);
        Some(fitting.iter().map(of).collect())
    }

    /// A change that the graph has no entity for: the groups that it is one of.
    fn unlisted(&self, scope: &Scope<'_>, draft: &mut Draft, change: UnlistedChange) -> Option<Vec<Seed>> {
        let groups: Vec<EntityId> = change.above.iter().map(|(entity, _)| *entity).collect();
        if !groups.iter().any(|&group| self.fits(scope, group)) {
            self.misfit(scope, draft, groups.iter().copied());
            return None;
        }
        draft.note("unlisted", unlisted_note(scope.graph, self.text, &change));
        Some(vec![self.seed_of(scope, groups, change.name.clone(), Some(change))])
    }

    fn seed_of(
        &self,
        scope: &Scope<'_>,
        entities: Vec<EntityId>,
        typed: String,
        unlisted: Option<UnlistedChange>,
    ) -> Seed {
        let faces = entities.iter().flat_map(|&entity| faces_wanted(scope, entity, self.forced, self.wanted));
        Seed {
            entities: faces.collect(),
            exactly: self.name.exactly,
            or_broader: self.name.or_broader,
            forced: self.name.kind.as_ref().map(|kind| kind.text.clone()),
            stripped: false,
            typed,
            unlisted,
            together: None,
        }
    }

    /// Whether an entity, or what its name includes, is possible here.
    fn fits(&self, scope: &Scope<'_>, entity: EntityId) -> bool {
        // `exactly` leaves out what a name includes.
        let includes = if self.name.exactly { expand::has_face_in } else { expand::includes_kind };
        self.forced.is_none_or(|kinds| expand::has_face_in(scope, entity, kinds))
            && self.wanted.is_none_or(|kinds| includes(scope, entity, kinds))
    }

    /// Reports a name of entities that are not possible here.
    fn misfit(&self, scope: &Scope<'_>, draft: &mut Draft, mut entities: impl Iterator<Item = EntityId> + Clone) {
        let (forced, wanted) = (self.forced, self.wanted);
        let is_forced = |entity: &EntityId| forced.is_some_and(|kinds| expand::has_face_in(scope, *entity, kinds));
        let all = entities.clone();
        match (entities.find(is_forced), { all }.next()) {
            (Some(entity), _) => unknown::wrong_forced_kind(scope, draft, self.text, self.span, entity, wanted),
            (None, Some(entity)) => {
                unknown::wrong_kind(scope, draft, self.text, self.span, entity, forced.or(wanted), self.place);
            }
            (None, None) => {}
        }
    }
}

/// What a text was taken to mean, and why.
pub(crate) fn rewritten(graph: &Graph, text: &str, entities: &[EntityId], how: RewriteReason) -> String {
    let names: Vec<&str> = entities.iter().map(|&entity| graph.name(entity)).collect();
    let meant = format!("{text} is taken to mean {}", join_words(&names, "or"));
    match how {
        RewriteReason::Spelling | RewriteReason::Members => meant,
        RewriteReason::OnlyGene => format!("{meant}: no other gene in this graph has this change"),
        RewriteReason::Class => format!("{meant}: this graph names the class of a member"),
        RewriteReason::Beginning => format!("{meant}: no other name in this graph begins so"),
        RewriteReason::Extent(extent) => format!("{meant}: this graph does not record which disease is {extent}"),
    }
}

/// What applies to a change that the graph has no entity for.
pub(crate) fn unlisted_note(graph: &Graph, text: &str, change: &UnlistedChange) -> String {
    let group = |(entity, how): &(EntityId, crate::model::Above)| format!("{} ({})", graph.name(*entity), how.as_str());
    let groups: Vec<String> = change.above.iter().map(group).collect();
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    format!("{text} is not in this graph; it is one of {}", join_words(&groups, "and"))
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
