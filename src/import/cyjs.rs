//! Cytoscape: networks of Cytoscape (`.cyjs`) and elements of Cytoscape.js, as JSON.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::drawing::{self, Drawing, DrawnEdge, DrawnNode, files_in};
use super::json::{self, JsonText};
use super::read::TextFile;
use crate::vocabulary::Vocabulary;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Names of files.
pub const PATTERNS: &[&str] = &["*.cyjs*"];

/// What Cytoscape keeps for itself.
const INTERNAL: &[&str] = &["SUID", "selected"];

/// What Cytoscape calls edges by, besides: it repeats their ends.
const NAMES_OF_EDGES: &[&str] = &["id", "name", "shared_name", "source", "target"];

/// For the table of importers.
pub(super) fn vocabulary(paths: &[PathBuf], options: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    drawing::vocabulary(draw, paths, options)
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or holds no elements; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    drawing::read(import, draw)
}

/// Reads the statements of files that onco wrote.
///
/// # Errors
/// As [`read`].
pub fn statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    drawing::statements(import, draw)
}

#[derive(serde::Deserialize)]
struct CytoscapeNetwork<'t> {
    #[serde(borrow)]
    elements: Option<&'t RawValue>,
}

#[derive(serde::Deserialize)]
struct CytoscapeElements<'t> {
    #[serde(borrow, default)]
    nodes: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    edges: Vec<&'t RawValue>,
}

#[derive(serde::Deserialize)]
struct CytoscapeElement {
    data: Map<String, Value>,
}

fn draw(import: &mut Import<'_>, paths: &[PathBuf], _: &ImportOptions) -> Result<Drawing, ImportFailure> {
    let mut drawing = Drawing::default();
    for path in files_in(paths, |name| name.contains(".cyjs"))? {
        let text = TextFile::read(import, &path)?;
        let json = JsonText::new(&text);
        let whole: &RawValue = json.parse()?;
        let elements = match json::is_list(whole) {
            true => whole,
            false => json.part::<CytoscapeNetwork<'_>>(whole)?.elements.ok_or_else(|| {
                ImportFailure::file(text.name.clone(), "has no `elements`: it is no network of Cytoscape")
            })?,
        };
        let all: Vec<&RawValue> = if json::is_list(elements) {
            json.part(elements)?
        } else {
            let CytoscapeElements { nodes, edges } = json.part(elements)?;
            nodes.into_iter().chain(edges).collect()
        };
        let mut lines = json.lines();
        for element in all {
            import.control.check()?;
            let place = lines.place(element);
            match serde_json::from_str::<CytoscapeElement>(element.get()) {
                Ok(CytoscapeElement { data }) if data.contains_key("source") => {
                    edge(import, &mut drawing, &data, place)
                }
                Ok(CytoscapeElement { data }) => node(import, &mut drawing, &data, place),
                Err(error) => import.unusable(place, "", format!("this element has no `data`: `{error}`")),
            }
        }
    }
    Ok(drawing)
}

fn node(import: &mut Import<'_>, drawing: &mut Drawing, data: &Map<String, Value>, place: crate::graph::Place) {
    let Some(id) = data.get("id").map(json::text_of).filter(|id| !id.is_empty()) else {
        import.unusable(place, "id", "this node has no id");
        return;
    };
    let key = drawing.key(&id);
    let mut node = DrawnNode::new(place, key);
    for (name, value) in data.iter().filter(|(name, _)| !INTERNAL.contains(&name.as_str())) {
        json::texts_of(value).iter().for_each(|text| drawing.describe_node(&mut node, name, text));
    }
    drawing.list(node);
}

fn edge(import: &mut Import<'_>, drawing: &mut Drawing, data: &Map<String, Value>, place: crate::graph::Place) {
    let end = |name: &str| data.get(name).map(json::text_of).filter(|id| !id.is_empty());
    let (Some(from), Some(to)) = (end("source"), end("target")) else {
        import.unusable(place, "", "this edge has no source or no target");
        return;
    };
    let (from, to) = (drawing.key(&from), drawing.key(&to));
    let mut edge = DrawnEdge::new(place, from, to);
    let said = |name: &str| !INTERNAL.contains(&name) && !NAMES_OF_EDGES.contains(&name);
    for (name, value) in data.iter().filter(|(name, _)| said(name)) {
        json::texts_of(value).iter().for_each(|text| drawing.describe_edge(&mut edge, name, text));
    }
    drawing.edges.push(edge);
}
