//! Formats of programs that draw: the things of a graph without statements and sources, which would
//! hide them.

use super::output::{Output, OutputWriter};
use crate::subgraph::{self, Faces};

pub(super) const DOT: &[Output] = &[Output {
    file: "graph.dot",
    write: OutputWriter::Part(|part, out| subgraph::write_dot(&part.picture(Faces::Joined), out)),
}];

pub(super) const CYTOSCAPE: &[Output] = &[Output {
    file: "graph.cyjs",
    write: OutputWriter::Part(|part, out| subgraph::write_cytoscape(&part.picture(Faces::Apart), out)),
}];
