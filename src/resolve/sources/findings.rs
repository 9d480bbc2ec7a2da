//! `match …`: the findings of a patient.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::EntityId;
use crate::language::ast;
use crate::names::Written;
use crate::query::{Match, TypedFinding};
use crate::resolve::draft::Draft;
use crate::resolve::draft::MAX_FINDINGS;
use crate::resolve::environment::ListedFindings;
use crate::resolve::names::rewritten;
use crate::resolve::scope::Scope;
use crate::resolve::sources::endpoint;
use crate::resolve::{contexts, filters, unknown, variables};
use crate::vocabulary::KindSet;

/// Lines of one reason that are named.
const LINES_SHOWN: usize = 5;

pub(super) fn match_question(scope: &Scope<'_>, draft: &mut Draft, question: &ast::MatchSyntax) -> Option<Match> {
    let mut findings = Vec::new();
    if let Some(first) = question.findings.get(MAX_FINDINGS) {
        draft.too_long(first.span, "findings", MAX_FINDINGS);
        return None;
    }
    for profile in &question.findings {
        for literal in &profile.literals {
            if literal.negated {
                draft.error(
                    Diagnostic::error(Code::WrongValue, literal.span, "a finding cannot be negated")
                        .help("of what is not named nothing is known; a file says what was looked for"),
                );
                return None;
            }
            for name in &literal.alternatives {
                findings.push(finding_of(scope, draft, name)?);
            }
        }
    }
    if let Some(listed) = scope.listed {
        add_listed(scope, draft, listed, &mut findings);
    }
    let contexts = match &question.context {
        Some(context) => contexts::context_nodes(scope, draft, context)?,
        None => Vec::new(),
    };
    draft.query.extra_contexts.extend(&contexts);
    let mut tests = Vec::new();
    for filter in &question.filters {
        endpoint::note_inclusion(draft, filter);
        for (test, about, span) in filters::filter_tests(scope, draft, &[], filter)? {
            if about.is_some() {
                draft.error(Diagnostic::error(Code::NoPlace, span, "only fields of statements can be used here"));
                return None;
            }
            tests.push(test);
        }
    }
    Some(Match { findings, file: question.file.clone(), contexts, tests })
}

/// Adds the findings of a file, each once; what cannot be used of it becomes a note.
fn add_listed(scope: &Scope<'_>, draft: &mut Draft, listed: &ListedFindings, findings: &mut Vec<TypedFinding>) {
    let mut unread = listed.unread.clone();
    for (line, text) in &listed.findings {
        match finding(scope, text) {
            FindingLookup::Known(found, _) => {
                if !findings.iter().any(|known| known.typed == found.typed) {
                    findings.push(found);
                }
            }
            FindingLookup::Ambiguous(_) => unread.push((*line, "it can mean several things".to_owned())),
            FindingLookup::Unknown => unread.push((*line, "neither it nor its gene is in this graph".to_owned())),
        }
    }
    unread.sort_by_key(|(line, _)| *line);
    if !unread.is_empty() {
        draft.note("unmatched", grouped(&unread));
    }
    if listed.is_maf {
        let text = "a MAF file holds mutations only: copy number, fusions and expression are not in it".to_owned();
        draft.note("maf", text);
    }
}

/// A finding: a known name, or a variant of a known gene that the graph does not list
/// (`TP53 R273H`).
fn finding_of(scope: &Scope<'_>, draft: &mut Draft, name: &ast::Name) -> Option<TypedFinding> {
    let text = match &name.text {
        ast::NameText::Known { text, .. } | ast::NameText::Unknown { text, .. } => text.clone(),
        ast::NameText::Variable(variable) => variables::parameter(scope, draft, variable)?,
        ast::NameText::Label(label) => label.text.clone(),
    };
    match finding(scope, &text) {
        FindingLookup::Known(finding, note) => {
            if let Some((code, note)) = note {
                draft.note(code, note);
            }
            Some(finding)
        }
        FindingLookup::Ambiguous(entities) => {
            unknown::ambiguous(scope, draft, &text, name.span, &entities);
            None
        }
        FindingLookup::Unknown => {
            unknown::unknown_name(scope, draft, &text, name.span, None, "");
            None
        }
    }
}

/// What a finding comes to.
enum FindingLookup {
    /// A finding, and the code and text of a note where it was rewritten.
    Known(TypedFinding, Option<(&'static str, String)>),
    /// One of several things.
    Ambiguous(Vec<EntityId>),
    /// Neither it nor its gene is known.
    Unknown,
}

/// Looks a finding up: a name, however it is written, or a variant of a known gene that the graph
/// does not list.
fn finding(scope: &Scope<'_>, text: &str) -> FindingLookup {
    let (graph, names) = (scope.graph, scope.names);
    let kinds = graph.model().kinds.findings().into_iter().flatten().fold(KindSet::default(), KindSet::with);
    let called = |text: &str| {
        let found = names.lookup(graph, text);
        let fits = |entity: EntityId| graph.faces(&entity).iter().any(|&face| kinds.has(graph.kind(EntityId(face))));
        found.best.iter().chain(&found.others).map(|candidate| candidate.entity).find(|&entity| fits(entity))
    };
    let faces = |entity: EntityId| graph.faces(&entity).iter().map(|&face| EntityId(face)).collect::<Vec<_>>();
    let known = |typed: &str, entities: Vec<EntityId>| TypedFinding {
        typed: typed.to_owned(),
        entities,
        gene: None,
        unlisted: None,
    };
    if let Some(entity) = called(text) {
        return FindingLookup::Known(known(text, faces(entity)), None);
    }
    match names.written(graph, text) {
        Some(Written::Meant { entities, how }) => {
            let note = rewritten(graph, text, &entities, how);
            let typed = if let [one] = entities.as_slice() { graph.name(*one) } else { text };
            let entities = entities.iter().flat_map(|&entity| faces(entity)).collect();
            FindingLookup::Known(known(typed, entities), Some(("alias", note)))
        }
        Some(Written::Ambiguous(entities)) => FindingLookup::Ambiguous(entities),
        Some(Written::Unlisted(change)) => {
            let finding = TypedFinding { gene: Some(change.gene), ..known(&change.name, Vec::new()) };
            FindingLookup::Known(TypedFinding { unlisted: Some(change), ..finding }, None)
        }
        Some(Written::Absent) => FindingLookup::Unknown,
        None => {
            let gene = text.split_whitespace().next().filter(|first| first.len() < text.len()).and_then(called);
            gene.map_or(FindingLookup::Unknown, |gene| {
                FindingLookup::Known(TypedFinding { gene: Some(gene), ..known(text, Vec::new()) }, None)
            })
        }
    }
}

/// Lines by the reason why they could not be used, the most frequent reason first.
fn grouped(unread: &[(usize, String)]) -> String {
    let mut reasons: Vec<(&str, Vec<usize>)> = Vec::new();
    for (line, why) in unread {
        match reasons.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, lines)) => lines.push(*line),
            None => reasons.push((why, vec![*line])),
        }
    }
    reasons.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
    let told = |(why, lines): &(&str, Vec<usize>)| {
        let shown: Vec<String> = lines.iter().take(LINES_SHOWN).map(usize::to_string).collect();
        let more = lines.len().saturating_sub(LINES_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("line{} {}{more}: {why}", if lines.len() == 1 { "" } else { "s" }, shown.join(", "))
    };
    reasons.iter().map(told).collect::<Vec<_>>().join("; ")
}
