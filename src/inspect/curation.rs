//! Checks of what curators write: sources, levels, statuses and other names.

use crate::export::fields::{References, View};
use crate::graph::{EntityId, Field, Graph, StatementId};
use crate::vocabulary::{KindId, fold};
use rustc_hash::FxHashMap;

/// Takes an entity, a name in its row to point at, and what is wrong.
pub(super) type FoundProblem<'f> = &'f mut dyn FnMut(EntityId, &str, String);

fn text(graph: &Graph, statement: StatementId, field: Field) -> String {
    View { graph, references: References::Ids }.field(statement, field)
}

fn id(graph: &Graph, statement: StatementId) -> &str {
    graph.id(graph.statement_entity(statement))
}

/// The level that needs a document or a paper.
const VALIDATED: &str = "A";

pub(super) fn uncited_validated(graph: &Graph, found: FoundProblem<'_>) {
    for statement in graph.statements().iter() {
        if text(graph, statement, Field::Level) == VALIDATED && !graph.statements().is_cited(statement) {
            let message = format!("{} has level A and cites neither a document nor a paper", id(graph, statement));
            found(graph.statement_entity(statement), "", message);
        }
    }
}

pub(super) fn status_without_date(graph: &Graph, found: FoundProblem<'_>) {
    let statuses = graph.model().statuses;
    for statement in graph.statements().iter() {
        if Some(graph.statements().code(statement, Field::Status)) != statuses.approved {
            continue;
        }
        let missing =
            [Field::Region, Field::AsOf].into_iter().filter(|&field| text(graph, statement, field).is_empty());
        let missing: Vec<&str> = missing.map(Field::name).collect();
        if !missing.is_empty() {
            let message = format!("{} is approved, but has no {}", id(graph, statement), missing.join(" and no "));
            found(graph.statement_entity(statement), "", message);
        }
    }
}

/// Beginnings of identifiers of sources that alone bear no level A: what such a source is.
const WEAKER_SOURCES: &[(&str, &str)] = &[("NCT", "a trial's registration"), ("onco:asco-", "a meeting abstract")];

pub(super) fn level_above_source(graph: &Graph, found: FoundProblem<'_>) {
    let weaker = |source: &u32| {
        let id = graph.id(EntityId(*source));
        WEAKER_SOURCES.iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, what)| *what)
    };
    for statement in graph.statements().iter() {
        let sources = graph.statements().sources(statement);
        let is_validated = text(graph, statement, Field::Level) == VALIDATED;
        if let (true, [first, ..]) = (is_validated, sources)
            && sources.iter().all(|source| weaker(source).is_some())
            && let Some(what) = weaker(first)
        {
            let name = graph.id(EntityId(*first));
            let message = format!("{} has level A and rests on {what}: {name}", id(graph, statement));
            found(graph.statement_entity(statement), name, message);
        }
    }
}

pub(super) fn shadowing_aliases(graph: &Graph, found: FoundProblem<'_>) {
    let mut names: FxHashMap<String, EntityId> = FxHashMap::default();
    let all = || (0..graph.entity_count() as u32).map(EntityId);
    // Sources and statements are called by their identifiers.
    let kinds = graph.model().kinds;
    let is_named = |entity: &EntityId| ![kinds.source, kinds.statement].contains(&Some(graph.kind(*entity)));
    for entity in all().filter(is_named) {
        names.entry(fold::squeezed(graph.name(entity))).or_insert(entity);
    }
    for entity in all().filter(is_named) {
        for alias in graph.aliases(entity) {
            let Some(&other) = names.get(&fold::squeezed(alias)) else { continue };
            // Two of one kind are another check's; a gene and its protein are one name.
            let is_other = graph.face(other) != graph.face(entity) && graph.kind(other) != graph.kind(entity);
            if is_other && fold::squeezed(graph.name(entity)) != fold::squeezed(alias) {
                let message = format!(
                    "`{alias}`, another name of {} {}, is the name of {} {}",
                    kind_name(graph, graph.kind(entity)),
                    graph.name(entity),
                    kind_name(graph, graph.kind(other)),
                    graph.name(other)
                );
                found(entity, alias, message);
            }
        }
    }
}

fn kind_name(graph: &Graph, kind: KindId) -> &str {
    graph.vocabulary().kind_name(kind)
}

/// What a status is one of: the same drug, use, cancer, region and line.
type LabelSubject = (String, String, String, String, String);

pub(super) fn older_labels(graph: &Graph, found: FoundProblem<'_>) {
    let mut newest: FxHashMap<LabelSubject, (String, StatementId)> = FxHashMap::default();
    let mut dated = Vec::new();
    for statement in graph.statements().iter() {
        let as_of = text(graph, statement, Field::AsOf);
        if text(graph, statement, Field::Status).is_empty() || as_of.is_empty() {
            continue;
        }
        for cancer in graph.statements().cancers(statement) {
            let field = |field| text(graph, statement, field);
            let indication = (
                field(Field::Therapy) + " " + &field(Field::Partners),
                field(Field::Profile),
                graph.id(EntityId(*cancer)).to_owned(),
                field(Field::Region),
                field(Field::Line),
            );
            let first = newest.entry(indication.clone()).or_insert_with(|| (as_of.clone(), statement));
            if first.0 < as_of {
                *first = (as_of.clone(), statement);
            }
            dated.push((indication, as_of.clone(), statement));
        }
    }
    let mut reported = Vec::new();
    for (indication, as_of, statement) in dated {
        let Some((newer, other)) = newest.get(&indication) else { continue };
        let is_older = *newer > as_of && text(graph, *other, Field::Status) != text(graph, statement, Field::Status);
        if is_older && !reported.contains(&statement) {
            reported.push(statement);
            let message = format!(
                "{} is of {as_of}; {} says something else of the same drug and cancer in {newer}",
                id(graph, statement),
                id(graph, *other)
            );
            found(graph.statement_entity(statement), &as_of, message);
        }
    }
}
