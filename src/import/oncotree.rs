//! OncoTree: the tree of tumour types, as a tree or a flat list (JSON), or as a table of levels.
//!
//! A node that shares an NCI code with a known disease is that disease, whose own place in the
//! hierarchy stays. Tissues, the first level, are no cancers.

use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::json::texts_of;
use super::read::{TextFile, items};
use super::table::{TextRow, TextTable, tell_columns};
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes of this depth and above are tissues: 0 is the root, 1 its tissues.
const TISSUES: usize = 1;

/// The tree cannot be deeper than this.
const MAX_DEPTH: usize = 64;

/// Databases of external references by their prefix here.
const REFERENCES: &[(&str, &str)] = &[("NCI", "NCIT"), ("UMLS", "umls")];

/// Keys of a node that are used; others are reported.
const KEYS: &[&str] =
    &["code", "name", "externalReferences", "children", "parent", "level", "history", "precursors", "revocations"];

/// Keys whose codes were those of the node, or of nodes that went into it, in earlier versions: they
/// become other names of it, unless they are the code of a node now.
const FORMER_CODES: &[&str] = &["history", "precursors", "revocations"];

/// The code of the root.
const ROOT: &str = "TISSUE";

/// A node: its code, its JSON, its depth and the code of the node above it.
struct Waiting<'j> {
    code: &'j str,
    node: &'j Map<String, Value>,
    depth: usize,
    parent: Option<&'j str>,
}

impl Waiting<'_> {
    fn text(&self, key: &str) -> &str {
        self.node.get(key).and_then(Value::as_str).unwrap_or("")
    }
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
        let is_json = text.text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        let tree: Value = if is_json {
            let failed = |error: serde_json::Error| {
                ImportFailure::line(&text.name, error.line() as u32, &format!("is not JSON: {error}"))
            };
            match serde_json::from_str(&text.text).map_err(failed)? {
                Value::Array(list) => tree_of_list(import, list, text.file),
                tree => tree,
            }
        } else {
            tree_of_text(import, &text)?
        };
        let Some(roots) = tree.as_object() else {
            return Err(ImportFailure::file(text.name, "is not an object of tumour types"));
        };
        let file = text.file;
        let mut codes = BTreeSet::new();
        codes_in(roots, &mut codes, 0);
        let mut unused: BTreeSet<&str> = BTreeSet::new();
        let lines = lines_of_codes(&text.text);
        let place = |code: &str| Place { file, line: lines.get(code).copied().unwrap_or(0) };
        let mut nodes: Vec<Waiting<'_>> = Vec::new();
        let mut waiting: Vec<Waiting<'_>> = children(import, roots, 0, None, file);
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            import.control.check()?;
            unused.extend(next.node.keys().map(String::as_str).filter(|key| !KEYS.contains(key)));
            let below = next.node.get("children").and_then(Value::as_object);
            match below {
                Some(below) if next.depth < MAX_DEPTH => {
                    let mut below = children(import, below, next.depth + 1, Some(next.code), file);
                    below.reverse();
                    waiting.append(&mut below);
                }
                Some(below) if !below.is_empty() => {
                    import.unusable(place(next.code), "", format!("what is below `{}` is too deep", next.code));
                }
                Some(_) | None => {}
            }
            nodes.push(next);
        }
        let cancer = import.kind(kind::CANCER)?;
        // Of several nodes with one reference that is the disease which is called so.
        let is_called_so = |import: &mut Import<'_>, node: &Waiting<'_>| {
            matches!(import.named(&[cancer], node.text("name")), KnownEntities::One(_))
        };
        let mut order: Vec<(bool, &Waiting<'_>)> =
            nodes.iter().map(|node| (!is_called_so(import, node), node)).collect();
        order.sort_by_key(|(other, node)| (*other, node.code));
        let mut entities: FxHashMap<&str, u32> = FxHashMap::default();
        for (_, next) in order {
            entities.extend(node(import, next, place(next.code), &codes).map(|entity| (next.code, entity)));
        }
        for next in &nodes {
            let parent = next.parent.and_then(|parent| entities.get(parent).copied());
            let Some((entity, parent)) = entities.get(next.code).copied().zip(parent) else { continue };
            // Only what OncoTree brings along is put where OncoTree has it.
            if parent != entity && import.builder.id(entity) == id_of(next.code) {
                import.builder.add_fact(entity, is_a, parent, &[], place(next.code));
            }
        }
        tell_columns(import, Place { file, line: 0 }, &unused.into_iter().collect::<Vec<_>>());
    }
    Ok(())
}

/// The tree of a flat list, in which each type names the one above it.
fn tree_of_list(import: &mut Import<'_>, list: Vec<Value>, file: u32) -> Value {
    let mut below: BTreeMap<String, Vec<Map<String, Value>>> = BTreeMap::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for (number, item) in list.into_iter().enumerate() {
        let place = Place { file, line: 0 };
        let Value::Object(node) = item else {
            import.unusable(place, "", format!("item {} is not an object", number + 1));
            continue;
        };
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let (code, parent) = (text("code"), text("parent"));
        if code.is_empty() || !codes.insert(code.clone()) {
            import.unusable(place, "code", format!("item {} has no code, or one that is there twice", number + 1));
            continue;
        }
        below.entry(parent).or_default().push(node);
    }
    // A list may leave out the root, or hold a part of the tree alone.
    let roots: Vec<String> = below.keys().filter(|parent| !codes.contains(*parent)).cloned().collect();
    let mut tree = Map::new();
    for root in roots {
        for node in below.remove(&root).unwrap_or_default() {
            let (code, grown) = grown(node, &mut below, 0);
            tree.insert(code, grown);
        }
    }
    if tree.len() == 1 && tree.contains_key(ROOT) {
        return Value::Object(tree);
    }
    let mut root = Map::new();
    root.insert("name".to_owned(), Value::from("Tissue"));
    root.insert("children".to_owned(), Value::Object(tree));
    let mut whole = Map::new();
    whole.insert(ROOT.to_owned(), Value::Object(root));
    Value::Object(whole)
}

/// A node with all that is below it.
fn grown(
    mut node: Map<String, Value>,
    below: &mut BTreeMap<String, Vec<Map<String, Value>>>,
    depth: usize,
) -> (String, Value) {
    let code = node.get("code").and_then(Value::as_str).unwrap_or("").to_owned();
    let mut children = Map::new();
    if depth < MAX_DEPTH {
        for child in below.remove(&code).unwrap_or_default() {
            let (code, child) = grown(child, below, depth + 1);
            children.insert(code, child);
        }
    }
    node.insert("children".to_owned(), Value::Object(children));
    (code, Value::Object(node))
}

/// The tree of the table of levels: `Breast (BREAST)`, `Invasive Breast Carcinoma (BRCA)`, …, with
/// references and history in the last columns. Some releases leave out the levels that are empty.
fn tree_of_text(import: &mut Import<'_>, text: &TextFile) -> Result<Value, ImportFailure> {
    let control = import.control;
    let mut table = TextTable::new(text, &control)?;
    table.needed(&["level_1"])?;
    let levels = table.header().iter().filter(|name| name.starts_with("level_")).count();
    let rest: Vec<String> = table.header().iter().skip(levels).cloned().collect();
    let mut list: Vec<Value> = Vec::new();
    let mut row = TextRow::default();
    while table.next(&mut row)? {
        let width = row.width().min(table.width());
        let count = if row.width() >= table.width() { levels } else { width.saturating_sub(rest.len()) };
        let path: Vec<(&str, &str)> = (0..count).filter_map(|number| name_and_code(row.get(number))).collect();
        let Some(&(name, code)) = path.last() else {
            import.unusable(row.place, "level_1", "this row names no tumour type with its code in brackets");
            continue;
        };
        let parent = path.len().checked_sub(2).and_then(|above| path.get(above)).map_or(ROOT, |(_, code)| code);
        let mut node = Map::new();
        for (key, value) in [("code", code), ("name", name), ("parent", parent)] {
            node.insert(key.to_owned(), Value::from(value));
        }
        let listed = |name: &str| -> Vec<Value> {
            let column = rest.iter().position(|known| known == name);
            let text = column.map_or("", |column| row.get(count + column));
            items(text, &[',']).map(Value::from).collect()
        };
        let references = [("NCI", listed("metanci")), ("UMLS", listed("metaumls"))];
        let references: Map<String, Value> =
            references.into_iter().map(|(name, ids)| (name.to_owned(), Value::Array(ids))).collect();
        node.insert("externalReferences".to_owned(), Value::Object(references));
        node.insert("history".to_owned(), Value::Array(listed("history")));
        list.push(Value::Object(node));
    }
    if list.is_empty() {
        return Err(ImportFailure::file(text.name.clone(), "names no tumour type: it is no table of OncoTree"));
    }
    Ok(tree_of_list(import, list, text.file))
}

/// Name and code of `Breast (BREAST)`.
fn name_and_code(cell: &str) -> Option<(&str, &str)> {
    let (name, code) = cell.trim().strip_suffix(')')?.rsplit_once('(')?;
    let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    is_code.then_some((name.trim(), code))
}

/// The nodes of a list by their codes; one that is not an object is reported.
fn children<'j>(
    import: &mut Import<'_>,
    nodes: &'j Map<String, Value>,
    depth: usize,
    parent: Option<&'j str>,
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

/// The codes of all nodes.
fn codes_in(nodes: &Map<String, Value>, codes: &mut BTreeSet<String>, depth: usize) {
    for (code, node) in nodes {
        codes.insert(code.clone());
        if let Some(below) = node.get("children").and_then(Value::as_object).filter(|_| depth < MAX_DEPTH) {
            codes_in(below, codes, depth + 1);
        }
    }
}

fn id_of(code: &str) -> String {
    format!("oncotree:{code}")
}

/// By code: the line on which it is.
fn lines_of_codes(text: &str) -> FxHashMap<&str, u32> {
    let mut lines = FxHashMap::default();
    for (number, line) in text.lines().enumerate() {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once("\"code\"") {
            let code = after.trim_start_matches([' ', ':']).strip_prefix('"').and_then(|code| code.split_once('"'));
            lines.extend(code.map(|(code, _)| (code, number as u32 + 1)));
            rest = after;
        }
    }
    lines
}

/// Adds a node and gives its entity; nothing for a tissue.
fn node(import: &mut Import<'_>, node: &Waiting<'_>, place: Place, codes: &BTreeSet<String>) -> Option<u32> {
    let name = node.text("name");
    if node.depth <= TISSUES {
        if node.depth == TISSUES {
            import.note(place, "", format!("`{} {name}` is a tissue, not a cancer", node.code));
        }
        return None;
    }
    let id = id_of(node.code);
    let references = references(node.node);
    let former: Vec<String> = FORMER_CODES
        .iter()
        .flat_map(|key| node.node.get(*key).map(texts_of).unwrap_or_default())
        .filter(|code| !codes.contains(code))
        .collect();
    let record = EntityRecord {
        id: &id,
        kind: kind::CANCER,
        name,
        imported_aliases: std::iter::once(node.code).chain(former.iter().map(String::as_str)).collect(),
        xrefs: references.iter().map(String::as_str).collect(),
        ..EntityRecord::default()
    };
    import.entity(&record, place)
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
