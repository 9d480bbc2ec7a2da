//! Formats of graph programs: GraphML, DOT, Cypher. They hold entities and all edges, with the
//! statement, effect, level and direction of those that come from statements.

use super::fields::{References, View};
use super::output::{Output, capitalised};
use super::walk::{self, ListedEdge};
use crate::graph::{EntityId, Graph};
use crate::model::{Field, kind};
use crate::vocabulary::KindId;
use std::io::{self, Write};

pub(super) const GRAPHML: &[Output] = &[Output { file: "graph.graphml", write: graphml }];
pub(super) const DOT: &[Output] = &[Output { file: "graph.dot", write: dot }];
pub(super) const CYPHER: &[Output] = &[Output { file: "graph.cypher", write: cypher }];

/// What an edge says besides its relation.
const EDGE_FIELDS: &[Field] = &[Field::Effect, Field::Direction, Field::Level, Field::Status];

/// Names and values of an edge's evidence; nothing for a fact.
fn fields(graph: &Graph, edge: &ListedEdge<'_>) -> Vec<(&'static str, String)> {
    let Some(statement) = edge.statement else { return Vec::new() };
    let view = View { graph, references: References::Ids };
    let mut fields = vec![(kind::STATEMENT, graph.id(graph.statement_entity(statement)).to_owned())];
    fields.extend(EDGE_FIELDS.iter().map(|&field| (field.name(), view.field(statement, field))));
    fields.retain(|(_, text)| !text.is_empty());
    fields
}

fn relation<'g>(graph: &'g Graph, edge: &ListedEdge<'_>) -> &'g str {
    &graph.vocabulary().verb(edge.relation).relation
}

fn kind_name(graph: &Graph, entity: EntityId) -> &str {
    graph.vocabulary().kind_name(graph.kind(entity))
}

fn all_entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    (0..graph.entity_count() as u32).map(EntityId)
}

fn graphml(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for name in ["id", "name", "kind"] {
        writeln!(out, "  <key id=\"node-{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"string\"/>")?;
    }
    for name in ["relation", kind::STATEMENT].into_iter().chain(EDGE_FIELDS.iter().map(|field| field.name())) {
        writeln!(out, "  <key id=\"edge-{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"string\"/>")?;
    }
    writeln!(out, "  <graph id=\"{}\" edgedefault=\"directed\">", xml(&graph.vocabulary().name))?;
    for entity in all_entities(graph) {
        let data = [("id", graph.id(entity)), ("name", graph.name(entity)), ("kind", kind_name(graph, entity))];
        write!(out, "    <node id=\"n{}\">", entity.0)?;
        data.iter().try_for_each(|(key, text)| write!(out, "<data key=\"node-{key}\">{}</data>", xml(text)))?;
        writeln!(out, "</node>")?;
    }
    for edge in walk::edges(graph) {
        write!(out, "    <edge source=\"n{}\" target=\"n{}\">", edge.from.0, edge.to.0)?;
        write!(out, "<data key=\"edge-relation\">{}</data>", xml(relation(graph, &edge)))?;
        fields(graph, &edge)
            .iter()
            .try_for_each(|(key, text)| write!(out, "<data key=\"edge-{key}\">{}</data>", xml(text)))?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// A text within XML; characters that no XML file may hold are left out.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A picture shows the entities themselves: statements and sources would hide them.
fn dot(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let kinds = graph.model().kinds;
    let shown = |entity: EntityId| ![kinds.statement, kinds.source].contains(&Some(graph.kind(entity)));
    writeln!(out, "digraph {} {{\n  node [shape=box];", quoted(&graph.vocabulary().name))?;
    for entity in all_entities(graph).filter(|&entity| shown(entity)) {
        writeln!(
            out,
            "  n{} [label={}, tooltip={}, class={}];",
            entity.0,
            quoted(graph.name(entity)),
            quoted(graph.id(entity)),
            quoted(kind_name(graph, entity))
        )?;
    }
    for edge in walk::edges(graph).filter(|edge| shown(edge.from) && shown(edge.to)) {
        let level = fields(graph, &edge)
            .into_iter()
            .find(|(name, _)| *name == Field::Level.name())
            .map(|(_, level)| format!(" ({level})"));
        let label = format!("{}{}", relation(graph, &edge), level.unwrap_or_default());
        let arrow = if graph.vocabulary().verb(edge.relation).undirected { ", dir=none" } else { "" };
        writeln!(out, "  n{} -> n{} [label={}{arrow}];", edge.from.0, edge.to.0, quoted(&label))?;
    }
    writeln!(out, "}}")
}

/// A text in double quotes, as DOT and Cypher expect it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' | '\r' | '\t' => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Rows of one `UNWIND`: more make a statement that databases take long to read.
const CYPHER_ROWS: usize = 500;

fn cypher(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "// Edges find their ends by `id`: make an index of `:Entity(id)` first where the database has indexes."
    )?;
    let words = graph.vocabulary();
    for number in 0..words.kinds.len() {
        let kind = KindId(number as u8);
        let rows = graph
            .kind_range(kind)
            .map(EntityId)
            .map(|entity| format!("{{id: {}, name: {}}}", quoted(graph.id(entity)), quoted(graph.name(entity))));
        let create = format!("CREATE (:Entity:{} {{id: row.id, name: row.name}})", label(words.kind_name(kind)));
        batches(rows, &create, out)?;
    }
    for (relation, verb) in words.relations() {
        let edges = walk::edges(graph).filter(|edge| edge.relation == relation);
        let rows = edges.map(|edge| {
            let properties: Vec<String> =
                fields(graph, &edge).iter().map(|(name, text)| format!("{name}: {}", quoted(text))).collect();
            format!(
                "{{from: {}, to: {}, says: {{{}}}}}",
                quoted(graph.id(edge.from)),
                quoted(graph.id(edge.to)),
                properties.join(", ")
            )
        });
        let create = format!(
            "MATCH (a:Entity {{id: row.from}}), (b:Entity {{id: row.to}}) CREATE (a)-[edge:{}]->(b) SET edge += row.says",
            verb.relation.to_uppercase().replace(|c: char| !c.is_alphanumeric(), "_")
        );
        batches(rows, &create, out)?;
    }
    Ok(())
}

fn batches(rows: impl Iterator<Item = String>, create: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut batch: Vec<String> = Vec::with_capacity(CYPHER_ROWS);
    let mut write = |batch: &mut Vec<String>| {
        let text = batch.join(",\n  ");
        batch.clear();
        writeln!(out, "UNWIND [\n  {text}\n] AS row {create};")
    };
    for row in rows {
        batch.push(row);
        if batch.len() == CYPHER_ROWS {
            write(&mut batch)?;
        }
    }
    if batch.is_empty() { Ok(()) } else { write(&mut batch) }
}

/// `GeneFamily` of `gene family`.
fn label(kind: &str) -> String {
    kind.split(|c: char| !c.is_alphanumeric()).map(capitalised).collect()
}
