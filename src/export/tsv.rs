//! The graph as text, which opens as the same graph.

use super::fields::{References, View, entity_properties, entity_property, joined, one_line, statement_columns};
use super::output::{Output, OutputWriter};
use super::walk;
use crate::graph::Graph;
use crate::import::tsv::{FILES, ID, VOCABULARY};
use std::io::{self, Write};

/// Files of the graph.
pub(super) const OUTPUTS: &[Output] = &[
    Output { file: VOCABULARY, write: OutputWriter::Whole(vocabulary) },
    Output { file: FILES[0], write: OutputWriter::Whole(entities) },
    Output { file: FILES[1], write: OutputWriter::Whole(relations) },
    Output { file: FILES[2], write: OutputWriter::Whole(statements) },
];

/// The vocabulary as it was read, with the name and version that the graph has now.
fn vocabulary(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let words = graph.vocabulary();
    let mut in_graph = false;
    for line in words.text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            in_graph = trimmed == "[graph]";
        }
        match trimmed.split_once('=').map(|(key, _)| key.trim()) {
            Some("name") if in_graph => writeln!(out, "name = {}", toml::Value::from(words.name.as_str()))?,
            Some("version") if in_graph => writeln!(out, "version = {}", toml::Value::from(words.version.as_str()))?,
            _ => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

fn entities(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let properties = entity_properties(graph);
    write!(out, "id\tkind\tname\taliases\timported_aliases\txrefs\tdescription")?;
    properties.iter().try_for_each(|name| write!(out, "\t{name}"))?;
    writeln!(out)?;
    for entity in walk::entities(graph) {
        let kind = graph.vocabulary().kind_name(graph.kind(entity));
        write!(out, "{}\t{kind}\t{}", one_line(graph.id(entity)), one_line(graph.name(entity)))?;
        write!(out, "\t{}", joined(graph.aliases(entity).map(one_line)))?;
        write!(out, "\t{}", joined(graph.imported_aliases(entity).map(one_line)))?;
        write!(out, "\t{}", joined(graph.xrefs(entity).map(one_line)))?;
        write!(out, "\t{}", one_line(graph.description(entity)))?;
        properties.iter().try_for_each(|name| write!(out, "\t{}", entity_property(graph, entity, name)))?;
        writeln!(out)?;
    }
    Ok(())
}

fn relations(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "from\trelation\tto\tsources")?;
    let id = |entity| one_line(graph.id(entity));
    for fact in walk::facts(graph) {
        let sources = joined(fact.sources.iter().map(|&source| id(crate::graph::EntityId(source))));
        let relation = &graph.vocabulary().verb(fact.relation).relation;
        writeln!(out, "{}\t{relation}\t{}\t{sources}", id(fact.from), id(fact.to))?;
    }
    Ok(())
}

fn statements(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View { graph, references: References::Ids };
    write!(out, "{ID}")?;
    statement_columns().try_for_each(|name| write!(out, "\t{name}"))?;
    writeln!(out)?;
    for statement in graph.statements().iter() {
        write!(out, "{}", graph.id(graph.statement_entity(statement)))?;
        view.fields(statement).try_for_each(|text| write!(out, "\t{text}"))?;
        writeln!(out)?;
    }
    Ok(())
}
