//! Hetionet: a table of nodes (id, name, kind) and a file of edges (source, metaedge, target).
//! Identifiers stay as they are (`Gene::2064`).

use super::context::{Failure, Import};
use super::read::{Row, Table, Text};
use crate::graph::{EntityRecord, Place};
use crate::vocabulary::{KindId, RelationId, Vocabulary};
use rustc_hash::FxHashMap;

/// Reads the files of the present source: nodes first, in whatever order they are given.
///
/// # Errors
/// A file that cannot be read or is neither nodes nor edges; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), Failure> {
    let mut texts = Vec::new();
    for path in import.files.clone() {
        let text = Text::read(import, &path)?;
        let control = import.control;
        let table = Table::new(&text, &control)?;
        let is_edges = table.column(&["metaedge"]).is_some();
        texts.push((is_edges, text));
    }
    texts.sort_by_key(|(is_edges, _)| *is_edges);
    let mut nodes: FxHashMap<String, u32> = FxHashMap::default();
    for (is_edges, text) in &texts {
        if *is_edges { edges(import, text, &nodes)? } else { read_nodes(import, text, &mut nodes)? }
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

fn read_nodes(import: &mut Import<'_>, text: &Text, nodes: &mut FxHashMap<String, u32>) -> Result<(), Failure> {
    let control = import.control;
    let mut table = Table::new(text, &control)?;
    let (id, name, kind) = (table.needed(&["id"])?, table.needed(&["name"])?, table.needed(&["kind"])?);
    import.builder.reserve(text.text.len() / 40, 0, 0);
    let mut kinds: FxHashMap<&str, Option<String>> = FxHashMap::default();
    let mut row = Row::new();
    while table.next(&mut row)? {
        let vocabulary = import.builder.vocabulary();
        let called = |name: &str| kind_called(vocabulary, name).map(|kind| vocabulary.kind_name(kind).to_owned());
        let Some(kind) = kinds.entry(row.get(kind)).or_insert_with_key(|name| called(name)).clone() else {
            import.unusable(row.place, "kind", format!("there is no kind `{}`", row.get(kind)));
            continue;
        };
        let record = EntityRecord { id: row.get(id), kind: &kind, name: row.get(name), ..EntityRecord::default() };
        if let Some(entity) = import.builder.add_entity(&record, row.place) {
            nodes.insert(row.get(id).to_owned(), entity);
        }
    }
    table.tell_unused(import);
    Ok(())
}

/// Edges of one metaedge.
#[derive(Default)]
struct Edges {
    from: Vec<u32>,
    to: Vec<u32>,
}

fn edges(import: &mut Import<'_>, text: &Text, nodes: &FxHashMap<String, u32>) -> Result<(), Failure> {
    let control = import.control;
    let mut lines = text.lines(&control);
    let mut relations: FxHashMap<&str, Option<RelationId>> = FxHashMap::default();
    let mut lists: Vec<Edges> = import.builder.vocabulary().verbs.iter().map(|_| Edges::default()).collect();
    lines.next()?;
    // Lines of one source stand together, so its node need not be looked up again.
    let mut last: (&str, Option<u32>) = ("", None);
    // Lines with more than three fields: how many, and which is the first.
    let mut long_lines: (usize, u32) = (0, 0);
    while let Some((line, row)) = lines.next()? {
        let mut fields = row.split('\t');
        let (from, metaedge, to) =
            (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        if fields.next().is_some() {
            long_lines = (long_lines.0 + 1, if long_lines.0 == 0 { line } else { long_lines.1 });
        }
        let relation =
            *relations.entry(metaedge).or_insert_with_key(|name| relation_called(import.builder.vocabulary(), name));
        if last.0 != from {
            last = (from, nodes.get(from).copied());
        }
        match (relation.and_then(|relation| lists.get_mut(usize::from(relation.0))), last.1, nodes.get(to)) {
            (Some(list), Some(from), Some(&to)) => {
                list.from.push(from);
                list.to.push(to);
            }
            (list, from_known, _) => {
                let message = match (list, from_known) {
                    (None, _) => format!("there is no relation `{metaedge}`"),
                    (Some(_), None) => format!("there is no node `{from}`"),
                    (Some(_), Some(_)) => format!("there is no node `{to}`"),
                };
                import.unusable(Place { file: text.file, line }, "", message);
            }
        }
    }
    if let (count @ 1.., line) = long_lines {
        let message = format!("not kept: what follows the third field, in {count} rows from here on");
        import.note(Place { file: text.file, line }, "", message);
    }
    for (number, list) in lists.into_iter().enumerate().filter(|(_, list)| !list.from.is_empty()) {
        import.builder.add_edges_bulk(RelationId(number as u16), list.from, list.to);
    }
    Ok(())
}
