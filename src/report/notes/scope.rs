//! What curation says of the scope of an answer: labels of a cancer that are only partly in the
//! graph, and drugs whose development was stopped.

use super::contexts;
use super::work::NoteWork;
use crate::graph::{ColumnValue, EntityId};

/// What is missing of the labels of each cancer that the question names.
pub(super) fn scope(work: &mut NoteWork<'_, '_>) {
    let cancers: Vec<EntityId> = contexts::contexts(work)
        .into_iter()
        .filter_map(|node| work.named(node))
        .flat_map(|named| named.seeds.iter().flat_map(|seed| seed.entities.iter().copied()))
        .collect();
    for cancer in cancers {
        if let Some(text) = missing(work, cancer) {
            work.push("scope", text);
        }
    }
    let stopped: Vec<String> = work.rows.rows.iter().filter_map(|row| stopped(work, EntityId(row.entity))).collect();
    if !stopped.is_empty() {
        work.push("development", format!("development was stopped: {}", work.listed(stopped.iter())));
    }
}

/// The name of a drug that is not developed any more, with where that is told.
fn stopped(work: &NoteWork<'_, '_>, drug: EntityId) -> Option<String> {
    let graph = work.run.graph;
    let scope = graph.model().scope;
    let text = |property| {
        let ColumnValue::Text(text) = graph.entity_value(drug, property) else { return None };
        Some(text)
    };
    text(scope.development?)?;
    let name = graph.name(drug);
    Some(match scope.development_source.and_then(text) {
        Some(source) => format!("{name} ({source})"),
        None => name.to_owned(),
    })
}

/// The note on a cancer; `None` where curation does not say that labels are missing.
fn missing(work: &NoteWork<'_, '_>, cancer: EntityId) -> Option<String> {
    let graph = work.run.graph;
    let scope = graph.model().scope;
    let text = |property| {
        let ColumnValue::Text(text) = graph.entity_value(cancer, property) else { return None };
        Some(text)
    };
    text(scope.coverage?)?;
    let partly = format!("labels of {} are only partly in this graph", graph.name(cancer));
    Some(match scope.gaps.and_then(text) {
        Some(gaps) => format!("{partly}: missing {gaps}"),
        None => partly,
    })
}
