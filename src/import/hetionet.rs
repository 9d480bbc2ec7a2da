//! Hetionet: a table of nodes (id, name, kind) and a file of edges (source, metaedge, target).
//! Identifiers stay as they are (`Gene::2064`).

use super::context::Import;
use super::control::ImportFailure;
use super::read::{Pieces, TextFile, first_line};
use super::table::{TextRow, TextTable};
use crate::graph::{EntityRecord, Place};
use crate::vocabulary::{KindId, RelationId, Vocabulary};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Reads the files of the present source: nodes first, in whatever order they are given.
///
/// # Errors
/// A file that cannot be read or is neither nodes nor edges; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let mut files = Vec::new();
    for path in import.files.clone() {
        let is_edges = first_line(&path)?.split('\t').any(|column| column.trim().eq_ignore_ascii_case("metaedge"));
        files.push((is_edges, path));
    }
    files.sort_by_key(|(is_edges, _)| *is_edges);
    for (is_edges, path) in files {
        if is_edges { edges(import, &path)? } else { nodes(import, &path)? }
    }
    Ok(())
}

/// A name without anything but letters and digits, in lower case: `Biological Process` of Hetionet
/// is `biological process` of the vocabulary, and `Gr>G` is `GrG`.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The kind that a file calls so.
pub(super) fn kind_called(vocabulary: &Vocabulary, name: &str) -> Option<KindId> {
    let wanted = letters(name);
    let place = vocabulary.kinds.iter().position(|kind| letters(&kind.name) == wanted)?;
    Some(KindId(place as u8))
}

/// The relation whose abbreviation or name a file writes. Upper and lower case of an abbreviation
/// differ in meaning.
pub(super) fn relation_called(vocabulary: &Vocabulary, name: &str) -> Option<RelationId> {
    let abbreviation: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let known = |(relation, verb): (RelationId, &crate::vocabulary::Verb)| {
        (!verb.abbreviation.is_empty() && verb.abbreviation == abbreviation).then_some(relation)
    };
    let named = || {
        vocabulary.relations().find(|(_, verb)| letters(&verb.relation) == letters(name)).map(|(relation, _)| relation)
    };
    vocabulary.relations().find_map(known).or_else(named)
}

fn nodes(import: &mut Import<'_>, path: &Path) -> Result<(), ImportFailure> {
    let text = &TextFile::read(import, path)?;
    let control = import.control;
    let mut table = TextTable::new(text, &control)?;
    let (id, name, kind) = (table.needed(&["id"])?, table.needed(&["name"])?, table.needed(&["kind"])?);
    import.builder.reserve(text.text.len() / 40, 0, 0);
    let mut kinds: FxHashMap<String, Option<String>> = FxHashMap::default();
    let mut row = TextRow::default();
    while table.next(&mut row)? {
        let vocabulary = import.builder.vocabulary();
        let called = |name: &str| kind_called(vocabulary, name).map(|kind| vocabulary.kind_name(kind).to_owned());
        let Some(kind) = kinds.entry(row.get(kind).to_owned()).or_insert_with_key(|name| called(name)).clone() else {
            import.unusable(row.place, "kind", format!("there is no kind `{}`", row.get(kind)));
            continue;
        };
        let record = EntityRecord { id: row.get(id), kind: &kind, name: row.get(name), ..EntityRecord::default() };
        import.builder.add_entity(&record, row.place);
    }
    table.tell_unused(import);
    Ok(())
}

/// Edges of one metaedge.
#[derive(Default)]
struct HetionetEdges {
    from: Vec<u32>,
    to: Vec<u32>,
}

/// What is known while the edges are read.
#[derive(Default)]
struct EdgeReader {
    relations: FxHashMap<String, Option<RelationId>>,
    /// By relation.
    lists: Vec<HetionetEdges>,
    /// The node of the line before: lines of one node follow each other, so that it is looked up
    /// once.
    last: (String, Option<u32>),
    /// Lines with more than three fields: how many, and which is the first.
    long_lines: (usize, u32),
}

fn edges(import: &mut Import<'_>, path: &Path) -> Result<(), ImportFailure> {
    let mut reading = EdgeReader::default();
    reading.lists.resize_with(import.builder.vocabulary().verbs.len(), HetionetEdges::default);
    let mut pieces = Pieces::open(import, path)?;
    let mut file = 0;
    let mut is_header = true;
    while let Some(piece) = pieces.next(import)? {
        let control = import.control;
        let mut lines = piece.lines(&control);
        file = piece.file;
        while let Some((line, row)) = lines.next()? {
            if !std::mem::take(&mut is_header) {
                edge(import, &mut reading, row, Place { file, line });
            }
        }
    }
    if let (count @ 1.., line) = reading.long_lines {
        let message = format!("not kept: what follows the third field, in {count} rows from here on");
        import.note(Place { file, line }, "", message);
    }
    for (number, list) in reading.lists.into_iter().enumerate().filter(|(_, list)| !list.from.is_empty()) {
        import.builder.add_edges_bulk(RelationId(number as u16), list.from, list.to);
    }
    Ok(())
}

fn edge(import: &mut Import<'_>, reading: &mut EdgeReader, row: &str, place: Place) {
    let mut fields = row.split('\t');
    let (from, metaedge, to) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next().unwrap_or(""));
    if fields.next().is_some() {
        let long_lines = &mut reading.long_lines;
        *long_lines = (long_lines.0 + 1, if long_lines.0 == 0 { place.line } else { long_lines.1 });
    }
    let relation = match reading.relations.get(metaedge) {
        Some(known) => *known,
        None => {
            let found = relation_called(import.builder.vocabulary(), metaedge);
            reading.relations.insert(metaedge.to_owned(), found);
            found
        }
    };
    if reading.last.0 != from {
        reading.last = (from.to_owned(), import.builder.find_id(from));
    }
    let list = relation.and_then(|relation| reading.lists.get_mut(usize::from(relation.0)));
    match (list, reading.last.1, import.builder.find_id(to)) {
        (Some(list), Some(from), Some(to)) => {
            list.from.push(from);
            list.to.push(to);
        }
        (list, from_known, _) => {
            let message = match (list, from_known) {
                (None, _) => format!("there is no relation `{metaedge}`"),
                (Some(_), None) => format!("there is no node `{from}`"),
                (Some(_), Some(_)) => format!("there is no node `{to}`"),
            };
            import.unusable(place, "", message);
        }
    }
}
