//! OncoTree: the tree of tumour types, as JSON.
//!
//! A node that shares an NCI code with a known disease is that disease, whose own place in the
//! hierarchy stays. Tissues, the first level, are no cancers.

use super::context::Import;
use super::control::ImportFailure;
use super::read::TextFile;
use super::table::tell_columns;
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::RelationId;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Nodes of this depth and above are tissues: 0 is the root, 1 its tissues.
const TISSUES: usize = 1;

/// The tree cannot be deeper than this.
const MAX_DEPTH: usize = 64;

/// Databases of external references by their prefix here.
const REFERENCES: &[(&str, &str)] = &[("NCI", "NCIT"), ("UMLS", "umls")];

/// Keys of a node that are used; others are reported.
const KEYS: &[&str] = &["code", "name", "externalReferences", "children", "parent", "level"];

/// A node that waits: its JSON, its depth and the entity above it.
struct Waiting<'j> {
    code: &'j str,
    node: &'j Map<String, Value>,
    depth: usize,
    parent: Option<u32>,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or is not a tree; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let is_a = import.relation(relation::IS_A)?;
    import.kind(kind::CANCER)?;
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let tree: Value = serde_json::from_str(&text.text)
            .map_err(|error| ImportFailure::line(&text.name, error.line() as u32, &format!("is not JSON: {error}")))?;
        let Some(roots) = tree.as_object() else {
            return Err(ImportFailure::file(text.name, "is not an object of tumour types"));
        };
        let file = text.file;
        let mut unused: BTreeSet<&str> = BTreeSet::new();
        let mut waiting: Vec<Waiting<'_>> = children(import, roots, 0, None, file);
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            import.control.check()?;
            let entity = node(import, &next, Place { file, line: 0 }, is_a);
            unused.extend(next.node.keys().map(String::as_str).filter(|key| !KEYS.contains(key)));
            let Some(below) = next.node.get("children").and_then(Value::as_object) else { continue };
            if next.depth < MAX_DEPTH {
                let mut below = children(import, below, next.depth + 1, entity, file);
                below.reverse();
                waiting.append(&mut below);
            } else if !below.is_empty() {
                import.unusable(Place { file, line: 0 }, "", format!("what is below `{}` is too deep", next.code));
            }
        }
        tell_columns(import, Place { file, line: 0 }, &unused.into_iter().collect::<Vec<_>>());
    }
    Ok(())
}

/// The nodes of a list by their codes; one that is not an object is reported.
fn children<'j>(
    import: &mut Import<'_>,
    nodes: &'j Map<String, Value>,
    depth: usize,
    parent: Option<u32>,
    file: u32,
) -> Vec<Waiting<'j>> {
    let mut found = Vec::with_capacity(nodes.len());
    for (code, node) in nodes {
        match node.as_object() {
            Some(node) => found.push(Waiting { code, node, depth, parent }),
            None => import.unusable(Place { file, line: 0 }, "", format!("`{code}` is not an object")),
        }
    }
    found.sort_by_key(|node| node.code);
    found
}

/// Adds a node and gives its entity; nothing for a tissue.
fn node(import: &mut Import<'_>, node: &Waiting<'_>, place: Place, is_a: RelationId) -> Option<u32> {
    let text = |key: &str| node.node.get(key).and_then(Value::as_str).unwrap_or("");
    let name = text("name");
    if node.depth <= TISSUES {
        if node.depth == TISSUES {
            import.note(place, "", format!("`{} {name}` is a tissue, not a cancer", node.code));
        }
        return None;
    }
    let id = format!("oncotree:{}", node.code);
    let references = references(node.node);
    let record = EntityRecord {
        id: &id,
        kind: kind::CANCER,
        name,
        imported_aliases: vec![node.code],
        xrefs: references.iter().map(String::as_str).collect(),
        ..EntityRecord::default()
    };
    let entity = import.entity(&record, place)?;
    // Only what OncoTree brings along is put where OncoTree has it.
    if let Some(parent) = node.parent.filter(|&parent| parent != entity && import.builder.id(entity) == id) {
        import.builder.add_fact(entity, is_a, parent, &[], place);
    }
    Some(entity)
}

fn references(node: &Map<String, Value>) -> Vec<String> {
    let Some(all) = node.get("externalReferences").and_then(Value::as_object) else { return Vec::new() };
    let mut references = Vec::new();
    for (database, prefix) in REFERENCES {
        let ids = all.get(*database).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        references.extend(ids.map(|id| format!("{prefix}:{}", id.trim())));
    }
    references
}
