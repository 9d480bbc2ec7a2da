//! The formats that a graph can be written in, one row each.

use super::output::{Output, OutputWriter};
use super::{cypher, drawn, fields, graphml, kgx, neo4j, rdf, tsv};
use crate::graph::{EntityId, Graph};
use crate::subgraph::GraphPart;
use std::io;
use std::path::{Path, PathBuf};

/// A format that a graph can be written in.
#[derive(Clone, Copy, Debug)]
pub struct Exporter {
    /// As the command line calls it.
    pub name: &'static str,
    /// One line for the help.
    pub summary: &'static str,
    /// Its files.
    pub outputs: &'static [Output],
    /// Whether it writes lists with bars between their items.
    pub has_lists: bool,
    /// Whether it is for programs that draw.
    pub is_drawn: bool,
}

/// All formats: help and completion walk this list.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        name: "kgx",
        summary: "KGX tables of nodes and edges, with Biolink categories and predicates",
        outputs: kgx::OUTPUTS,
        has_lists: true,
        is_drawn: false,
    },
    Exporter {
        name: "graphml",
        summary: "GraphML with all that nodes and edges say, for programs that analyse graphs",
        outputs: graphml::OUTPUTS,
        has_lists: true,
        is_drawn: false,
    },
    Exporter {
        name: "neo4j",
        summary: "tables for neo4j-admin database import",
        outputs: neo4j::OUTPUTS,
        has_lists: true,
        is_drawn: false,
    },
    Exporter {
        name: "cypher",
        summary: "a Cypher script that loads the graph into a database",
        outputs: cypher::OUTPUTS,
        has_lists: false,
        is_drawn: false,
    },
    Exporter {
        name: "rdf",
        summary: "N-Quads with the provenance of each triple, for engines of SPARQL",
        outputs: rdf::NQUADS,
        has_lists: false,
        is_drawn: false,
    },
    Exporter {
        name: "trig",
        summary: "the same as TriG, which people can read",
        outputs: rdf::TRIG,
        has_lists: false,
        is_drawn: false,
    },
    Exporter { name: "dot", summary: "DOT, for Graphviz", outputs: drawn::DOT, has_lists: false, is_drawn: true },
    Exporter {
        name: "cytoscape",
        summary: "Cytoscape JSON, for Cytoscape and Cytoscape.js",
        outputs: drawn::CYTOSCAPE,
        has_lists: false,
        is_drawn: true,
    },
    Exporter {
        name: "tsv",
        summary: "a graph as text, which onco opens again",
        outputs: tsv::OUTPUTS,
        has_lists: true,
        is_drawn: false,
    },
];

/// The format called `name`.
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}

/// What cannot be an item of a list, since it holds the bar that separates items: names and
/// cross-references, each with the identifier of what has it. They are left out of lists.
pub fn without_place(graph: &Graph) -> impl Iterator<Item = (&str, &str)> {
    (0..graph.entity_count() as u32).map(EntityId).flat_map(move |entity| {
        let names = graph.aliases(entity).chain(graph.imported_aliases(entity)).chain(graph.xrefs(entity));
        // An identifier is in the lists of others.
        let all = names.chain(std::iter::once(graph.id(entity)));
        all.filter(|text| text.contains(fields::BAR)).map(move |text| (text, graph.id(entity)))
    })
}

impl Exporter {
    /// Writes all files to a directory, which is made where it is missing. Files that are there
    /// stay unless `replace` says otherwise. Gives the files written.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, graph: &Graph, directory: &Path, replace: bool) -> io::Result<Vec<PathBuf>> {
        self.write_part(&GraphPart::whole(graph), directory, replace)
    }

    /// Whether it can hold a part of a graph; else it writes the whole.
    pub fn holds_parts(&self) -> bool {
        self.outputs.iter().all(|output| matches!(output.write, OutputWriter::Part(_)))
    }

    /// As [`Exporter::write`], for a part of a graph.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn write_part(&self, part: &GraphPart<'_>, directory: &Path, replace: bool) -> io::Result<Vec<PathBuf>> {
        let paths: Vec<PathBuf> = self.outputs.iter().map(|output| directory.join(output.file)).collect();
        if let Some(path) = paths.iter().find(|path| !replace && path.exists()) {
            let message = format!("{} is there already; say where to write with -o", path.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        std::fs::create_dir_all(directory)?;
        for (output, path) in self.outputs.iter().zip(&paths) {
            crate::files::replace(path, |out| output.write(part, out))?;
        }
        Ok(paths)
    }
}
