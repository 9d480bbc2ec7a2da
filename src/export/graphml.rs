//! GraphML: nodes and edges with all that they say, so that importing the file again gives the same
//! graph.
//!
//! The identifier of a node within the file is `n` and a number; that of the entity is its `id`.
//! The items of a list are separated by `|`, for GraphML has no lists.

use super::attributes::{AttributeType, ColumnText, NamedColumn, NodeAttributes, edge_attributes, edge_values};
use super::fields::joined;
use super::output::{Output, OutputWriter};
use super::walk;
use crate::subgraph::GraphPart;
use std::io::{self, Write};

pub(super) const OUTPUTS: &[Output] = &[Output { file: "graph.graphml", write: OutputWriter::Part(write) }];

fn write(part: &GraphPart<'_>, out: &mut dyn Write) -> io::Result<()> {
    let graph = part.graph;
    let words = graph.vocabulary();
    let nodes = NodeAttributes::of(graph);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for name in ["name", "version"] {
        key("graph", &NamedColumn { name: name.to_owned(), of: AttributeType::Text }, out)?;
    }
    nodes.all().iter().try_for_each(|attribute| key("node", attribute, out))?;
    edge_attributes().iter().try_for_each(|attribute| key("edge", attribute, out))?;
    writeln!(out, "  <graph id=\"graph\" edgedefault=\"directed\">")?;
    for (name, text) in [("name", &words.name), ("version", &words.version)] {
        writeln!(out, "    <data key=\"graph-{name}\">{}</data>", xml(text))?;
    }
    for entity in part.entities() {
        write!(out, "    <node id=\"n{}\">", entity.0)?;
        nodes.values(entity).iter().try_for_each(|(attribute, value)| data("node", &attribute.name, value, out))?;
        writeln!(out, "</node>")?;
    }
    for edge in walk::edges_in(part) {
        write!(out, "    <edge source=\"n{}\" target=\"n{}\">", edge.edge.from.0, edge.edge.to.0)?;
        edge_values(graph, &edge).iter().try_for_each(|(name, value)| data("edge", name, value, out))?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn key(of: &str, attribute: &NamedColumn, out: &mut dyn Write) -> io::Result<()> {
    let name = xml(&attribute.name);
    let type_name = match attribute.of {
        AttributeType::Text | AttributeType::Texts => "string",
        AttributeType::Integer => "int",
        AttributeType::Decimal => "double",
        AttributeType::Bool => "boolean",
    };
    writeln!(out, "  <key id=\"{of}-{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{type_name}\"/>")
}

fn data(of: &str, name: &str, value: &ColumnText, out: &mut dyn Write) -> io::Result<()> {
    let text = match value {
        ColumnText::One(text) => xml(text),
        ColumnText::Several(items) => xml(&joined(items.iter().cloned())),
    };
    write!(out, "<data key=\"{of}-{}\">{text}</data>", xml(name))
}

/// A text within XML; characters that no XML file may hold are left out.
fn xml(text: &str) -> String {
    crate::text::markup(text, |character, escaped| match character {
        // As references they come back; as they are a reader makes blanks or line ends of them.
        '\t' => escaped.push_str("&#9;"),
        '\n' => escaped.push_str("&#10;"),
        '\r' => escaped.push_str("&#13;"),
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
        other => escaped.push(other),
    })
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn a_text_stays_one_text() {
        assert_eq!(xml("a<b>&\"c\"\n\u{1}\u{202e}]]>"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;\u{202e}]]&gt;");
    }
}
