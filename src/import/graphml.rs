//! GraphML: nodes and edges with typed attributes, as onco, Cytoscape, Gephi, igraph, NetworkX, yEd
//! and Neo4j write it.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::drawing::{self, Drawing, DrawnEdge, DrawnNode, files_in};
use super::read::TextFile;
use crate::graph::Place;
use crate::vocabulary::Vocabulary;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Names of files.
pub const PATTERNS: &[&str] = &["*.graphml*"];

/// For the table of importers.
pub(super) fn vocabulary(paths: &[PathBuf], options: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    drawing::vocabulary(draw, paths, options)
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or is no GraphML; cancellation.
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

fn draw(import: &mut Import<'_>, paths: &[PathBuf], _: &ImportOptions) -> Result<Drawing, ImportFailure> {
    let mut drawing = Drawing::default();
    for path in files_in(paths, |name| name.contains(".graphml"))? {
        let text = TextFile::read(import, &path)?;
        GraphmlReader::new(&text).read(import, &mut drawing)?;
    }
    Ok(drawing)
}

/// An attribute as the head of the file declares it.
#[derive(Default)]
struct GraphmlKey {
    name: String,
    /// For nodes, edges or all.
    of: String,
    default: String,
}

/// What attributes belong to.
enum OpenElement {
    Node(DrawnNode),
    Edge(DrawnEdge),
}

struct GraphmlReader<'t> {
    text: &'t TextFile,
    reader: Reader<&'t [u8]>,
    /// How far lines have been counted, and the line there.
    counted: (usize, u32),
    keys: FxHashMap<String, GraphmlKey>,
    /// The key whose declaration is open.
    declared: Option<(String, GraphmlKey)>,
    undirected: bool,
    open: Vec<OpenElement>,
    /// The key of the data that is open, and its text so far.
    data: Option<(String, String)>,
    seen_graph: bool,
}

impl<'t> GraphmlReader<'t> {
    fn new(text: &'t TextFile) -> Self {
        let plain = text.text.strip_prefix('\u{feff}').unwrap_or(&text.text);
        Self {
            text,
            reader: Reader::from_str(plain),
            counted: (0, 1),
            keys: FxHashMap::default(),
            declared: None,
            undirected: false,
            open: Vec::new(),
            data: None,
            seen_graph: false,
        }
    }

    /// The place of what was read last.
    fn place(&mut self) -> Place {
        let end = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.text.len());
        let (from, line) = self.counted;
        let ends = self.text.text.as_bytes().get(from..end).unwrap_or(&[]).iter().filter(|&&byte| byte == b'\n');
        self.counted = (end.max(from), line + ends.count() as u32);
        Place { file: self.text.file, line: self.counted.1 }
    }

    fn bad(&mut self, message: &str) -> ImportFailure {
        let line = self.place().line;
        ImportFailure::line(&self.text.name, line, message)
    }

    fn read(mut self, import: &mut Import<'_>, drawing: &mut Drawing) -> Result<(), ImportFailure> {
        let mut told = 0;
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.bad(&format!("is no XML from here on: {error}"))),
            };
            match event {
                Event::Start(tag) => self.start(&tag, drawing)?,
                Event::Empty(tag) => {
                    self.start(&tag, drawing)?;
                    self.end(tag.local_name().as_ref(), drawing);
                }
                Event::End(tag) => self.end(tag.local_name().as_ref(), drawing),
                Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    self.add_text(&text);
                }
                Event::CData(text) => {
                    self.add_text(&text);
                }
                Event::GeneralRef(reference) => {
                    let name: &str = &reference;
                    match character(name) {
                        Some(character) => self.add_text(character.encode_utf8(&mut [0; 4])),
                        None => return Err(self.bad(&format!("`&{name};` is no character that XML knows"))),
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            let done = self.counted.0;
            if done > told + super::read::TICK {
                told = done;
                import.control.tick(&self.text.name, done, self.text.text.len())?;
            }
        }
        if !self.seen_graph {
            return Err(ImportFailure::file(self.text.name.clone(), "holds no <graph>: it is not GraphML"));
        }
        if !self.open.is_empty() {
            return Err(self.bad("the file ends within a node or an edge: it is not whole"));
        }
        Ok(())
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<FxHashMap<String, String>, ImportFailure> {
        let mut found = FxHashMap::default();
        for attribute in tag.attributes() {
            let read = attribute.map_err(|error| error.to_string()).and_then(|attribute| {
                let name = attribute.key.local_name().as_ref().to_owned();
                let value =
                    quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
                Ok((name, value))
            });
            match read {
                Ok((name, value)) => {
                    found.insert(name, value);
                }
                Err(error) => return Err(self.bad(&format!("an attribute cannot be read: {error}"))),
            }
        }
        Ok(found)
    }

    fn start(&mut self, tag: &BytesStart<'_>, drawing: &mut Drawing) -> Result<(), ImportFailure> {
        let name = tag.local_name().as_ref().to_owned();
        let mut given = match name.as_str() {
            "key" | "graph" | "node" | "edge" | "data" => self.attributes(tag)?,
            _ => return Ok(()),
        };
        let mut take = |name: &str| given.remove(name).unwrap_or_default();
        let place = self.place();
        match name.as_str() {
            "key" => {
                let id = take("id");
                let named = Some(take("attr.name")).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
                self.declared = Some((id, GraphmlKey { name: named, of: take("for"), default: String::new() }));
            }
            "graph" => {
                self.seen_graph = true;
                self.undirected = take("edgedefault") == "undirected";
            }
            "node" => {
                let (key, labels) = (take("id"), take("labels"));
                if key.is_empty() {
                    return Err(self.bad("a node has no id"));
                }
                let key = drawing.key(&key);
                let kinds = labels.split(':').filter(|label| !label.is_empty()).map(str::to_owned).collect();
                let mut node = DrawnNode::new(place, key);
                node.kinds = kinds;
                self.open.push(OpenElement::Node(node));
            }
            "edge" => {
                let (from, to, relation) = (take("source"), take("target"), take("label"));
                if from.is_empty() || to.is_empty() {
                    return Err(self.bad("an edge has no source or no target"));
                }
                let undirected = match take("directed").as_str() {
                    "true" => false,
                    "false" => true,
                    _ => self.undirected,
                };
                let relation = Some(relation).filter(|label| !label.is_empty()).map(|label| drawing.key(&label));
                let (from, to) = (drawing.key(&from), drawing.key(&to));
                let mut edge = DrawnEdge::new(place, from, to);
                (edge.relation, edge.undirected) = (relation, undirected);
                self.open.push(OpenElement::Edge(edge));
            }
            _ => self.data = Some((take("key"), String::new())),
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str) {
        if let Some((_, data)) = &mut self.data {
            data.push_str(text);
        } else if let Some((_, key)) = &mut self.declared {
            key.default.push_str(text.trim());
        }
    }

    fn end(&mut self, name: &str, drawing: &mut Drawing) {
        match name {
            "key" => {
                if let Some((_, key)) = &self.declared {
                    drawing.declare(&key.name);
                }
                self.keys.extend(self.declared.take());
            }
            "data" => {
                let Some((key, text)) = self.data.take() else { return };
                let name = self.keys.get(&key).map_or(key.as_str(), |key| &key.name);
                match self.open.last_mut() {
                    Some(OpenElement::Node(node)) => drawing.describe_node(node, name, text.trim()),
                    Some(OpenElement::Edge(edge)) => drawing.describe_edge(edge, name, text.trim()),
                    // Data of the graph itself.
                    None => {}
                }
            }
            "node" | "edge" => match self.open.pop() {
                Some(OpenElement::Node(mut node)) => {
                    let defaults = self.keys.values().filter(|key| !key.default.is_empty() && key.of != "edge");
                    let lacking: Vec<&GraphmlKey> =
                        defaults.filter(|key| !drawing.node_has(&node, &key.name)).collect();
                    lacking.iter().for_each(|key| drawing.describe_node(&mut node, &key.name, &key.default));
                    drawing.list(node);
                }
                Some(OpenElement::Edge(mut edge)) => {
                    let defaults = self.keys.values().filter(|key| !key.default.is_empty() && key.of != "node");
                    let lacking: Vec<&GraphmlKey> =
                        defaults.filter(|key| !drawing.edge_has(&edge, &key.name)).collect();
                    lacking.iter().for_each(|key| drawing.describe_edge(&mut edge, &key.name, &key.default));
                    drawing.edges.push(edge);
                }
                None => {}
            },
            _ => {}
        }
    }
}

/// The character that a reference of XML names: `amp`, `#233`, `#xE9`.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    quick_xml::escape::resolve_xml_entity(name).and_then(|text| text.chars().next())
}
