//! Cytoscape JSON (`cyjs`): what Cytoscape, Cytoscape.js and networkx read.

use crate::answer::{Subgraph, SubgraphEdge, SubgraphNode};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct DrawnFile<'a> {
    format_version: &'static str,
    generated_by: &'static str,
    target_cytoscapejs_version: &'static str,
    /// The next two are for networkx.
    directed: bool,
    multigraph: bool,
    data: GraphData<'a>,
    elements: Elements<'a>,
}

#[derive(Serialize)]
struct GraphData<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Elements<'a> {
    nodes: Vec<DrawnElement<NodeData<'a>>>,
    edges: Vec<DrawnElement<EdgeData<'a>>>,
}

#[derive(Serialize)]
struct DrawnElement<T> {
    data: T,
}

#[derive(Serialize)]
struct NodeData<'a> {
    /// Identifier within the file: that of the entity.
    id: &'a str,
    /// The same for networkx.
    value: &'a str,
    name: &'a str,
    kind: &'a str,
    in_focus: bool,
}

#[derive(Serialize)]
struct EdgeData<'a> {
    id: String,
    source: &'a str,
    target: &'a str,
    interaction: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undirected: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    level: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    status: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    supporting: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    against: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    sources: &'a [String],
}

/// Writes a graph as Cytoscape JSON.
///
/// # Errors
/// Those of the writer.
pub fn write(graph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let file = DrawnFile {
        format_version: "1.0",
        generated_by: "onco",
        target_cytoscapejs_version: "~3.30",
        directed: true,
        multigraph: true,
        data: GraphData { name: &graph.title },
        elements: Elements {
            nodes: graph.nodes.iter().map(node).collect(),
            edges: graph.edges.iter().enumerate().filter_map(|(number, edge)| edge_of(graph, number, edge)).collect(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &file)?;
    writeln!(out)
}

fn node(node: &SubgraphNode) -> DrawnElement<NodeData<'_>> {
    DrawnElement {
        data: NodeData { id: &node.id, value: &node.id, name: &node.name, kind: &node.kind, in_focus: node.in_focus },
    }
}

fn edge_of<'a>(graph: &'a Subgraph, number: usize, edge: &'a SubgraphEdge) -> Option<DrawnElement<EdgeData<'a>>> {
    Some(DrawnElement {
        data: EdgeData {
            // No entity is called so: identifiers of both share one room in these files.
            id: format!("edge {number}"),
            source: &graph.nodes.get(edge.from)?.id,
            target: &graph.nodes.get(edge.to)?.id,
            interaction: &edge.relation,
            undirected: edge.undirected,
            level: &edge.level,
            status: &edge.status,
            supporting: &edge.supporting,
            against: &edge.against,
            sources: &edge.sources,
        },
    })
}
