//! The formats that a graph can be written in, one row each.

use super::output::Output;
use super::{fields, kgx, pictures, tsv};
use crate::graph::{EntityId, Graph};
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
}

/// All formats: help and completion walk this list.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        name: "kgx",
        summary: "KGX tables of nodes and edges, with Biolink categories and predicates",
        outputs: kgx::OUTPUTS,
        has_lists: true,
    },
    Exporter {
        name: "graphml",
        summary: "GraphML, for programs that draw and analyse graphs",
        outputs: pictures::GRAPHML,
        has_lists: false,
    },
    Exporter { name: "dot", summary: "DOT, for Graphviz", outputs: pictures::DOT, has_lists: false },
    Exporter {
        name: "cypher",
        summary: "a Cypher script that loads the graph into a database",
        outputs: pictures::CYPHER,
        has_lists: false,
    },
    Exporter {
        name: "tsv",
        summary: "a graph as text, which onco opens again",
        outputs: tsv::OUTPUTS,
        has_lists: true,
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
        let paths: Vec<PathBuf> = self.outputs.iter().map(|output| directory.join(output.file)).collect();
        if let Some(path) = paths.iter().find(|path| !replace && path.exists()) {
            let message = format!("{} is there already; say where to write with -o", path.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        std::fs::create_dir_all(directory)?;
        for (output, path) in self.outputs.iter().zip(&paths) {
            crate::files::replace(path, |out| (output.write)(graph, out))?;
        }
        Ok(paths)
    }
}
