//! A Cypher script that loads a graph into a database: nodes and relationships with all that they
//! say.

use super::attributes::{AttributeType, ColumnText, NamedColumn, NodeAttributes, edge_attributes, edge_values};
use super::output::{Output, OutputWriter, capitalised};
use super::walk;
use crate::graph::EntityId;
use crate::subgraph::GraphPart;
use crate::vocabulary::{KindId, RelationId};
use std::io::{self, Write};

pub(super) const OUTPUTS: &[Output] = &[Output { file: "graph.cypher", write: OutputWriter::Part(write) }];

/// Label of every node, besides that of its kind.
pub(super) const ENTITY: &str = "Entity";

/// Rows of one `UNWIND`: more make a statement that databases take long to read.
const ROWS: usize = 500;

const HEADING: &str = "\
// Edges find their ends by `id`. Make an index before a large graph is loaded:
//   Neo4j:    CREATE INDEX entity_id IF NOT EXISTS FOR (n:Entity) ON (n.id);
//   Memgraph: CREATE INDEX ON :Entity(id);";

fn write(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{HEADING}")?;
    let graph = part.graph;
    let words = graph.vocabulary();
    let nodes = NodeAttributes::of(graph);
    let entities: Vec<EntityId> = part.entities().collect();
    for number in 0..words.kinds.len() {
        let kind = KindId(number as u8);
        let of_kind = entities.iter().filter(|entity| graph.kind(**entity) == kind);
        let rows = of_kind
            .map(|&entity| properties(nodes.values(entity).iter().map(|(attribute, value)| (*attribute, value))));
        let create = format!("CREATE (n:{ENTITY}:{}) SET n = row", name(&label(words.kind_name(kind))));
        batches(rows, &create, out)?;
    }
    let attributes = edge_attributes();
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); words.verbs.len()];
    for edge in walk::edges_in(part) {
        let (from, to) = (quoted(graph.id(edge.edge.from)), quoted(graph.id(edge.edge.to)));
        let values = edge_values(graph, &edge);
        let said = values
            .iter()
            .filter_map(|(name, value)| Some((attributes.iter().find(|attribute| attribute.name == *name)?, value)));
        let row = format!("{{from: {from}, to: {to}, says: {}}}", properties(said));
        if let Some(rows) = rows.get_mut(usize::from(edge.edge.relation.0)) {
            rows.push(row);
        }
    }
    for (relation, rows) in rows.into_iter().enumerate() {
        let verb = words.verb(RelationId(relation as u16));
        let create = format!(
            "MATCH (a:{ENTITY} {{id: row.from}}), (b:{ENTITY} {{id: row.to}}) CREATE (a)-[edge:{}]->(b) SET edge = row.says",
            name(&relationship_type(&verb.relation))
        );
        batches(rows.into_iter(), &create, out)?;
    }
    Ok(())
}

/// Names and values as a map.
fn properties<'a>(values: impl Iterator<Item = (&'a NamedColumn, &'a ColumnText)>) -> String {
    let pairs: Vec<String> = values
        .map(|(attribute, value)| {
            let text = match (attribute.of, value) {
                (_, ColumnText::Several(items)) => {
                    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
                }
                (AttributeType::Integer | AttributeType::Decimal | AttributeType::Bool, ColumnText::One(text)) => {
                    text.clone()
                }
                (AttributeType::Text | AttributeType::Texts, ColumnText::One(text)) => quoted(text),
            };
            format!("{}: {text}", name(&attribute.name))
        })
        .collect();
    format!("{{{}}}", pairs.join(", "))
}

fn batches(rows: impl Iterator<Item = String>, create: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut batch: Vec<String> = Vec::with_capacity(ROWS);
    let mut write = |batch: &mut Vec<String>| {
        let text = batch.join(",\n  ");
        batch.clear();
        writeln!(out, "UNWIND [\n  {text}\n] AS row {create};")
    };
    for row in rows {
        batch.push(row);
        if batch.len() == ROWS {
            write(&mut batch)?;
        }
    }
    if batch.is_empty() { Ok(()) } else { write(&mut batch) }
}

/// `GeneFamily` of `gene family`.
pub(super) fn label(kind: &str) -> String {
    kind.split(|c: char| !c.is_alphanumeric()).map(capitalised).collect()
}

/// `IS_A` of `is a`.
pub(super) fn relationship_type(relation: &str) -> String {
    relation.to_uppercase().replace(|c: char| !c.is_alphanumeric(), "_")
}

/// A name of a label, type or property, in backticks where it would not be one word without.
fn name(name: &str) -> String {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts_well && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        name.to_owned()
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}

/// A text in double quotes. Some databases replace `\u` and four digits before they look for the
/// end of a text, even where the backslash is escaped: a `u` after a backslash is written by its
/// own number.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut after_backslash = false;
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            'u' | 'U' if after_backslash => quoted.push_str(if character == 'u' { "\\u0075" } else { "\\u0055" }),
            other if other.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => quoted.push(other),
        }
        after_backslash = character == '\\';
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_does_not_end_before_its_end() {
        assert_eq!(quoted(r#"a"b\"#), r#""a\"b\\""#);
        assert_eq!(quoted("\\u0022) DETACH DELETE n //"), "\"\\\\\\u00750022) DETACH DELETE n //\"");
        assert_eq!(quoted("a\n\u{1}\u{202e}"), "\"a\\n\\u0001\u{202e}\"");
    }

    #[test]
    fn names_are_one_word() {
        for (text, expected) in [("gene family", "GeneFamily"), ("", "``"), ("2nd line", "`2ndLine`")] {
            assert_eq!(name(&label(text)), expected);
        }
        assert_eq!(name("a`b"), "`a``b`");
        assert_eq!(relationship_type("is a"), "IS_A");
    }
}
