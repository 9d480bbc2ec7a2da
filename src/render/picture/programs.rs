//! `dot`, `graphml`, `cytoscape`: the graph of an answer for programs that draw graphs.

use super::{drawing, layout, palette};
use crate::answer::{Answer, Picture, PictureClaim, PictureEdge, PictureNode, PicturePart};
use crate::model::Field;
use crate::render::style::{Format, Style};
use crate::render::xml;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

pub(crate) const DOT: Format = Format {
    name: "dot",
    description: "the graph of the answer for Graphviz",
    extension: "gv",
    holds_notes: false,
    for_people: false,
    draws: true,
    holds_charts: false,
    write: dot,
};

pub(crate) const GRAPHML: Format = Format {
    name: "graphml",
    description: "the graph of the answer as GraphML",
    extension: "graphml",
    holds_notes: false,
    for_people: false,
    draws: true,
    holds_charts: false,
    write: graphml,
};

pub(crate) const CYTOSCAPE: Format = Format {
    name: "cytoscape",
    description: "the graph of the answer as JSON of Cytoscape",
    extension: "cyjs",
    holds_notes: false,
    for_people: false,
    draws: true,
    holds_charts: false,
    write: cytoscape,
};

fn picture(answer: &Answer) -> &Picture {
    static NOTHING: Picture = Picture { nodes: Vec::new(), edges: Vec::new(), claims: Vec::new(), left_out: 0 };
    answer.picture.as_ref().unwrap_or(&NOTHING)
}

/// The statements behind an edge.
fn claims<'p>(picture: &'p Picture, edge: &PictureEdge) -> impl Iterator<Item = &'p PictureClaim> {
    edge.claims.iter().filter_map(|&claim| picture.claims.get(claim))
}

const fn part(node: &PictureNode) -> &'static str {
    match node.part {
        PicturePart::Named => "named",
        PicturePart::Row => "row",
        PicturePart::Between => "between",
    }
}

/// A text in double quotes, as DOT expects it: without line breaks and control characters.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            other if other.is_control() => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn dot(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let picture = picture(answer);
    writeln!(
        out,
        "digraph answer {{\n  rankdir=LR;\n  label={};\n  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\"];",
        quoted(drawing::reading(answer))
    )?;
    for (number, node) in picture.nodes.iter().enumerate() {
        let colour = palette::of_kind(&node.entity.kind);
        writeln!(
            out,
            "  n{number} [label={}, tooltip={}, class={}, fillcolor=\"{}\", color=\"{}\"];",
            quoted(&node.entity.name),
            quoted(&node.entity.id),
            quoted(&node.entity.kind),
            colour.fill,
            colour.border
        )?;
    }
    for edge in &picture.edges {
        let line = palette::line(edge.level.as_deref());
        let style = if line.dashes.is_empty() { "solid" } else { "dashed" };
        let arrow = if edge.is_directed { "" } else { ", dir=none" };
        let colour = if edge.is_contested { palette::CONTESTED } else { palette::EDGE };
        writeln!(
            out,
            "  n{} -> n{} [label={}, tooltip={}, style={style}, penwidth={}, color=\"{colour}\"{arrow}];",
            edge.from,
            edge.to,
            quoted(&drawing::edge_label(edge)),
            quoted(&drawing::edge_words(picture, edge)),
            line.width
        )?;
    }
    writeln!(out, "}}")
}

/// Keys of nodes and edges, each with what it is for.
const NODE_KEYS: &[&str] = &["id", "name", "kind", "part"];
const EDGE_KEYS: &[&str] = &["relation", Field::Level.name(), "contested", "statements", "sources"];

fn graphml(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let picture = picture(answer);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for (of, keys) in [("node", NODE_KEYS), ("edge", EDGE_KEYS)] {
        for key in keys {
            writeln!(out, "  <key id=\"{of}-{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"string\"/>")?;
        }
    }
    writeln!(
        out,
        "  <graph id=\"answer\" edgedefault=\"directed\">\n    <desc>{}</desc>",
        xml::escaped(drawing::reading(answer))
    )?;
    let data = |of: &str, keys: &[&str], values: &[&str]| -> String {
        let pairs = keys.iter().zip(values).filter(|(_, value)| !value.is_empty());
        pairs.map(|(key, value)| format!("<data key=\"{of}-{key}\">{}</data>", xml::escaped(value))).collect()
    };
    for (number, node) in picture.nodes.iter().enumerate() {
        let values = [&*node.entity.id, &*node.entity.name, &*node.entity.kind, part(node)];
        writeln!(out, "    <node id=\"n{number}\">{}</node>", data("node", NODE_KEYS, &values))?;
    }
    for edge in &picture.edges {
        let statements: Vec<&str> = claims(picture, edge).map(|claim| &*claim.id).collect();
        let (statements, sources) = (statements.join("|"), sources(picture, edge).join("|"));
        let contested = if edge.is_contested { "yes" } else { "no" };
        let values = [&*edge.relation, edge.level.as_deref().unwrap_or(""), contested, &statements, &sources];
        let directed = if edge.is_directed { "" } else { " directed=\"false\"" };
        writeln!(
            out,
            "    <edge source=\"n{}\" target=\"n{}\"{directed}>{}</edge>",
            edge.from,
            edge.to,
            data("edge", EDGE_KEYS, &values)
        )?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Sources of an edge: of the fact, and of its statements.
fn sources<'p>(picture: &'p Picture, edge: &'p PictureEdge) -> Vec<&'p str> {
    let of_claims = claims(picture, edge).flat_map(|claim| &claim.sources);
    let mut sources: Vec<&str> = edge.sources.iter().chain(of_claims).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

fn cytoscape(answer: &Answer, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "format_version": "1.0",
        "generated_by": concat!("onco ", env!("CARGO_PKG_VERSION")),
        "data": {"name": drawing::title(answer), "reading": drawing::reading(answer)},
        "elements": elements(answer),
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Nodes with their places, and edges with their statements, as Cytoscape reads them.
pub(super) fn elements(answer: &Answer) -> Value {
    let picture = picture(answer);
    let laid = layout::lay_out(picture);
    let node = |(number, node): (usize, &PictureNode)| {
        let place = laid.places.get(number).copied().unwrap_or_default();
        let colour = palette::of_kind(&node.entity.kind);
        json!({
            "data": {
                "id": format!("n{number}"),
                "entity": node.entity.id,
                "name": node.entity.name,
                "kind": &*node.entity.kind,
                "part": part(node),
                "fill": colour.fill,
                "border": colour.border,
                "width": place.width,
            },
            "position": {"x": place.x, "y": place.y},
        })
    };
    let edge = |(number, edge): (usize, &PictureEdge)| {
        let line = palette::line(edge.level.as_deref());
        let dashes: Vec<f64> = line.dashes.split(' ').filter_map(|length| length.parse().ok()).collect();
        json!({
            "data": {
                "id": format!("e{number}"),
                "source": format!("n{}", edge.from),
                "target": format!("n{}", edge.to),
                "relation": edge.relation,
                "label": drawing::edge_label(edge),
                "level": edge.level,
                "contested": edge.is_contested,
                "directed": edge.is_directed,
                "thickness": line.width,
                "dashes": dashes,
                "statements": claims(picture, edge).map(statement).collect::<Vec<_>>(),
                "sources": sources(picture, edge),
            },
        })
    };
    json!({
        "nodes": picture.nodes.iter().enumerate().map(node).collect::<Vec<_>>(),
        "edges": picture.edges.iter().enumerate().map(edge).collect::<Vec<_>>(),
    })
}

fn statement(claim: &PictureClaim) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(claim.id));
    object.extend(claim.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
    object.insert(Field::Therapy.name().to_owned(), json!(claim.therapy));
    object.insert(Field::Profile.name().to_owned(), json!(claim.finding));
    object.insert(Field::Cancer.name().to_owned(), json!(claim.cancers));
    object.insert(Field::Gist.name().to_owned(), json!(claim.gist));
    object.insert("supports".to_owned(), json!(claim.supports));
    object.insert("sources".to_owned(), json!(claim.sources));
    Value::Object(object)
}
