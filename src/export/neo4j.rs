//! Tables for `neo4j-admin database import`: entities, statements and edges, whose headings say
//! types, ends and labels.
//!
//! The items of a list are separated by `|`, which the import is told by `--array-delimiter='|'`.

use super::attributes::{AttributeType, ColumnText, NamedColumn, NodeAttributes, edge_attributes, edge_values};
use super::cypher::{ENTITY, label, relationship_type};
use super::fields::{joined, one_line};
use super::output::{Output, OutputWriter};
use super::walk;
use crate::graph::{EntityId, Graph};
use crate::subgraph::GraphPart;
use std::io::{self, Write};

pub(super) const OUTPUTS: &[Output] = &[
    Output { file: "entities.csv", write: OutputWriter::Part(entities) },
    Output { file: "statements.csv", write: OutputWriter::Part(statements) },
    Output { file: "edges.csv", write: OutputWriter::Part(edges) },
];

/// Heading of a column: a name and a type.
fn heading(attribute: &NamedColumn) -> String {
    let type_name = match attribute.of {
        AttributeType::Text => "",
        AttributeType::Texts => ":string[]",
        AttributeType::Integer => ":int",
        AttributeType::Decimal => ":double",
        AttributeType::Bool => ":boolean",
    };
    format!("{}{type_name}", attribute.name)
}

fn entities(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let nodes = NodeAttributes::of(part.graph);
    let entities = part.entities().filter(|&entity| part.graph.statement_of(entity).is_none());
    node_table(part.graph, &nodes, &nodes.of_entities, entities, out)
}

fn statements(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let nodes = NodeAttributes::of(part.graph);
    let statements = part.entities().filter(|&entity| part.graph.statement_of(entity).is_some());
    node_table(part.graph, &nodes, &nodes.of_statements, statements, out)
}

fn node_table(
    graph: &Graph,
    nodes: &NodeAttributes<'_>,
    attributes: &[NamedColumn],
    entities: impl Iterator<Item = EntityId>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    // The first attribute is the identifier.
    let headings = attributes.iter().skip(1).map(heading);
    table.write_record(std::iter::once("id:ID".to_owned()).chain(headings).chain([":LABEL".to_owned()]))?;
    for entity in entities {
        let values = nodes.values(entity);
        let cell = |attribute: &NamedColumn| {
            values
                .iter()
                .find(|(known, _)| known.name == attribute.name)
                .map_or_else(String::new, |(_, value)| text(value))
        };
        let labels = format!("{ENTITY}|{}", label(graph.vocabulary().kind_name(graph.kind(entity))));
        table.write_record(attributes.iter().map(cell).chain([labels]))?;
    }
    table.flush()
}

fn edges(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = part.graph;
    let attributes = edge_attributes();
    let mut table = csv::Writer::from_writer(out);
    let ends = [":START_ID", ":END_ID", ":TYPE"].map(str::to_owned);
    table.write_record(ends.into_iter().chain(attributes.iter().map(heading)))?;
    for listed in walk::edges_in(part) {
        let values = edge_values(graph, &listed);
        let cell = |attribute: &NamedColumn| {
            values.iter().find(|(name, _)| *name == attribute.name).map_or_else(String::new, |(_, value)| text(value))
        };
        let edge = listed.edge;
        let id = |entity: EntityId| one_line(graph.id(entity));
        let ends = [id(edge.from), id(edge.to), relationship_type(&graph.vocabulary().verb(edge.relation).relation)];
        table.write_record(ends.into_iter().chain(attributes.iter().map(cell)))?;
    }
    table.flush()
}

/// A cell: one line, since a line end within quotes needs an option of the import.
fn text(value: &ColumnText) -> String {
    match value {
        ColumnText::One(text) => one_line(text),
        ColumnText::Several(items) => joined(items.iter().map(|item| one_line(item))),
    }
}
