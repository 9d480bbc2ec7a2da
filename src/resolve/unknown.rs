//! Words and names that mean nothing, too much, or the wrong thing: the errors, with what is close.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::quote_if_needed;
use crate::names::{UnlistedChange, Written};
use crate::query::NodeId;
use crate::resolve::draft::Draft;
use crate::resolve::scope::{Scope, with_article};
use crate::resolve::values;
use crate::resolve::written::forced_name;
use crate::text::Span;
use crate::vocabulary::{Form, KindId, KindSet, On, Property, PropertyId};

/// How many readings an ambiguity error lists.
const READINGS_SHOWN: usize = 6;

/// Reports a name that nothing has, with the nearest that would fit.
pub(super) fn unknown_name(
    scope: &Scope<'_>,
    draft: &mut Draft,
    text: &str,
    span: Span,
    kinds: Option<KindSet>,
    place: &str,
) {
    let listed = kinds.map(|kinds| kinds.iter().collect::<Vec<_>>());
    let graph = scope.graph;
    let message = match kinds {
        Some(kinds) => format!("no {} in this graph is called `{text}`", scope.kind_list(kinds)),
        None => format!("nothing in this graph is called `{text}`"),
    };
    let mut error = Diagnostic::error(Code::UnknownName, span, message);
    if !place.is_empty() {
        error = error.at(place.to_owned());
    }
    match scope.names.written(graph, text) {
        Some(Written::Unlisted(change)) => draft.error(with_groups(scope, error, &change, span)),
        Some(Written::Absent) => draft.error(
            error.help("this graph has no name for what is absent; it holds what is stated of findings that are there"),
        ),
        Some(Written::Meant { .. } | Written::Ambiguous(_)) | None => {
            draft.error(with_near(scope, error, text, span, listed.as_deref()));
        }
    }
}

/// Offers the groups that an unlisted change is one of; never another change of its gene.
fn with_groups(scope: &Scope<'_>, error: Diagnostic, change: &UnlistedChange, span: Span) -> Diagnostic {
    let graph = scope.graph;
    let gene = graph.name(change.gene);
    let mut error = error.help(format!("it is a change of {gene}, which no statement of this graph names"));
    for (group, how) in &change.above {
        let name = graph.name(*group);
        error = error.fix(format!("`{name}` is its {}", how.as_str()), span, quote_if_needed(name));
    }
    if change.above.is_empty() {
        error = error.fix(format!("`{gene}` is the gene"), span, quote_if_needed(gene));
    }
    error
}

/// Offers the words and names nearest to a text.
fn with_near(scope: &Scope<'_>, mut error: Diagnostic, text: &str, span: Span, kinds: Option<&[KindId]>) -> Diagnostic {
    let graph = scope.graph;
    // Words of the language come before names (R12).
    if let Some(word) = near_word(scope, text, kinds.is_some()) {
        error = error.fix(format!("did you mean the word `{word}`?"), span, word);
    }
    let mut seen = Vec::new();
    for suggestion in scope.names.suggest(graph, text, kinds, 3) {
        let face = graph.face(suggestion.entity);
        if seen.contains(&face) {
            continue;
        }
        seen.push(face);
        let name = graph.name(suggestion.entity);
        let kind = graph.vocabulary().kind_name(graph.kind(suggestion.entity));
        let text = if suggestion.text == name {
            format!("did you mean `{name}`? It is a {kind}")
        } else {
            format!("did you mean `{}`? It is another name of {kind} {name}", suggestion.text)
        };
        error = error.fix(text, span, quote_if_needed(&suggestion.text));
    }
    if seen.is_empty()
        && let Some(broader) = scope.names.broader(graph, text, kinds)
    {
        error = error.fix(format!("`{}` is broader", broader.text), span, quote_if_needed(&broader.text));
    }
    error
}

/// The word of the language nearest to a text; behind a verb only one that names things.
fn near_word(scope: &Scope<'_>, text: &str, is_object: bool) -> Option<String> {
    if text.contains(' ') {
        return None;
    }
    let can_stand = |form: &Form| {
        let is_noun = form.noun.is_some() || form.verbs.iter().any(|usage| usage.noun_form.is_some());
        is_noun || (!is_object && !form.verbs.is_empty())
    };
    let forms = scope.graph.vocabulary().forms.iter().map(|(_, form)| form);
    crate::names::suggest_word(text, forms.filter(|form| can_stand(form)).map(|form| form.text.as_str()))
}

pub(super) fn wrong_kind(
    scope: &Scope<'_>,
    draft: &mut Draft,
    text: &str,
    span: Span,
    found: EntityId,
    kinds: Option<KindSet>,
    place: &str,
) {
    let graph = scope.graph;
    let mut error = misfit(scope, text, span, found, kinds);
    if !place.is_empty() {
        error = error.at(place.to_owned());
    }
    let listed = kinds.map(|kinds| kinds.iter().collect::<Vec<_>>());
    for suggestion in scope.names.suggest(graph, text, listed.as_deref(), 1) {
        error = error.fix(format!("did you mean `{}`?", suggestion.text), span, quote_if_needed(&suggestion.text));
    }
    draft.error(error);
}

/// Reports a name of the kind that was written before it, where that kind is not possible.
pub(super) fn wrong_forced_kind(
    scope: &Scope<'_>,
    draft: &mut Draft,
    text: &str,
    span: Span,
    found: EntityId,
    kinds: Option<KindSet>,
) {
    draft.error(misfit(scope, text, span, found, kinds));
}

fn misfit(scope: &Scope<'_>, text: &str, span: Span, found: EntityId, kinds: Option<KindSet>) -> Diagnostic {
    let found = with_article(scope.vocabulary().kind_name(scope.graph.kind(found)));
    let expected = scope.one_of(kinds.unwrap_or(scope.inclusions.all));
    Diagnostic::error(Code::WrongKind, span, format!("`{text}` is {found}, but {expected} is needed here"))
}

pub(super) fn ambiguous(scope: &Scope<'_>, draft: &mut Draft, text: &str, span: Span, readings: &[EntityId]) {
    let graph = scope.graph;
    let mut error =
        Diagnostic::error(Code::AmbiguousName, span, format!("`{text}` can mean {} things", readings.len()));
    for &entity in readings.iter().take(READINGS_SHOWN) {
        let forced = forced_name(graph, entity);
        error = error.fix(
            format!("{} {}: write `{forced}`", graph.vocabulary().kind_name(graph.kind(entity)), graph.name(entity)),
            span,
            forced,
        );
    }
    if readings.len() > READINGS_SHOWN {
        error = error.help(format!("and {} more: `resolve {text}` lists them", readings.len() - READINGS_SHOWN));
    }
    draft.error(error);
}

pub(super) fn unknown_column(draft: &mut Draft, text: &str, span: Span, headings: &[String]) {
    let mut error = Diagnostic::error(Code::UnknownProperty, span, format!("these rows have no column `{text}`"));
    if let Some(near) = crate::names::suggest_word(text, headings.iter().map(String::as_str)) {
        error = error.fix(format!("did you mean `{near}`?"), span, near);
    }
    draft.error(error.help(format!("their columns are: {}", headings.join(", "))));
}

/// `k.name` where nothing is labelled `k`.
pub(super) fn unknown_label(draft: &mut Draft, label: &str, span: Span) {
    let span = Span::new(span.start, span.start + label.len() as u32);
    let mut error = Diagnostic::error(Code::UnknownLabel, span, format!("nothing has the label `{label}`"));
    let mut labels: Vec<&str> = draft.labels.keys().map(String::as_str).collect();
    labels.sort_unstable();
    if let Some(near) = crate::names::suggest_word(label, labels.iter().copied()) {
        error = error.fix(format!("did you mean `{near}`?"), span, near);
    }
    let help = match labels.is_empty() {
        true => format!("label a noun with `as`: `genes as {label}`"),
        false => format!("labels of this question: {}", labels.join(", ")),
    };
    draft.error(error.help(help));
}

pub(super) fn unknown_property(scope: &Scope<'_>, draft: &mut Draft, text: &str, span: Span, nouns: &[NodeId]) {
    unknown_among_properties(scope, draft, text, span, |draft, id, row| {
        row.on == On::Statement || nouns.iter().any(|&noun| values::has_property(scope, draft, noun, id))
    });
}

/// Reports a property that is not among those that can be used here.
pub(super) fn unknown_among_properties(
    scope: &Scope<'_>,
    draft: &mut Draft,
    text: &str,
    span: Span,
    can_stand: impl Fn(&Draft, PropertyId, &Property) -> bool,
) {
    let vocabulary = scope.graph.vocabulary();
    let known: Vec<&str> = vocabulary
        .properties
        .iter()
        .enumerate()
        .filter(|(i, row)| can_stand(draft, PropertyId(*i as u16), row))
        .map(|(_, row)| row.name.as_str())
        .chain(["name", "id", "kind"])
        .collect();
    let mut error = Diagnostic::error(Code::UnknownProperty, span, format!("there is no property `{text}` here"));
    if let Some(near) = crate::names::suggest_word(text, known.iter().copied()) {
        error = error.fix(format!("did you mean `{near}`?"), span, near);
    }
    draft.error(error.help(format!("available here: {}", known.join(", "))));
}

/// Reports a run that is neither a word nor a name, at a place where `expected` belongs.
pub(super) fn unknown_word(scope: &Scope<'_>, draft: &mut Draft, span: Span, expected: &str) {
    unknown_among(scope, draft, span, expected, |form| form.noun.is_some() || !form.verbs.is_empty());
}

fn unknown_among(
    scope: &Scope<'_>,
    draft: &mut Draft,
    span: Span,
    expected: &str,
    fits: impl Fn(&crate::vocabulary::Form) -> bool,
) {
    let text = span.of(scope.asked);
    let forms = &scope.graph.vocabulary().forms;
    let candidates = forms.iter().map(|(_, form)| form).filter(|form| fits(form)).map(|form| form.text.as_str());
    let near = crate::names::suggest_word(text, candidates);
    let mut error = Diagnostic::error(Code::UnknownWord, span, format!("unknown word `{text}`"))
        .at(format!("expected {expected} here"));
    if let Some(near) = near {
        error = error.fix(format!("did you mean `{near}`?"), span, near);
    }
    draft.error(error);
}

pub(super) fn unknown_verb(scope: &Scope<'_>, draft: &mut Draft, span: Span) {
    unknown_among(scope, draft, span, "a verb", |form| form.verbs.iter().any(|usage| usage.noun_form.is_none()));
}
