//! Readers of other formats: each feeds a [`GraphBuilder`].
//!
//! One file per format and one row in [`IMPORTERS`]. What all of them share is in `read` (files,
//! rows, progress), `context` (the import that is going on) and `merge` (which things are one).

pub mod civic;
pub mod context;
pub mod csv_graph;
pub mod dgidb;
pub mod famplex;
pub mod hetionet;
pub mod hgnc;
mod identities;
pub mod kgx;
pub mod merge;
pub mod obo;
pub mod oncotree;
pub mod read;
pub mod recipe;
pub mod report;
pub mod rows;
pub mod table;
pub mod tsv;

use crate::graph::{Graph, GraphBuilder};
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;

pub use crate::graph::Problem;
pub use context::{Control, Failure, Import, Options};
pub use merge::{Decision, Merge};
pub use recipe::{build, builtin_graph, builtin_names, builtin_vocabulary};
pub use report::Report;
pub use tsv::TextGraph;

/// A format that can be read.
#[derive(Clone, Copy)]
pub struct Importer {
    /// As the command line and recipes call it.
    pub name: &'static str,
    /// One line for the help.
    pub summary: &'static str,
    /// What the files are usually called; `*` stands for anything.
    pub patterns: &'static [&'static str],
    /// The words of a graph that is made of these files alone, where the user names none.
    pub vocabulary: fn(&[PathBuf]) -> Result<Vocabulary, Failure>,
    /// Adds the files. What is wrong with their rows is collected; a file that cannot be read at
    /// all is a failure.
    pub read: fn(&mut Import<'_>) -> Result<(), Failure>,
    /// Adds those statements that other sources may have issued: called when all sources have
    /// been read, so that the issuer's own record comes first.
    pub statements: Option<fn(&mut Import<'_>) -> Result<(), Failure>>,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("name", &self.name).finish_non_exhaustive()
    }
}

/// All formats: help, completion and recipes walk this list.
pub const IMPORTERS: &[Importer] = &[
    Importer {
        name: "civic",
        summary: "CIViC: accepted evidence or assertions (TSV)",
        patterns: &["*AcceptedEvidence*.tsv*", "*AcceptedAssertion*.tsv*", "*ClinicalEvidence*.tsv*"],
        vocabulary: recipe::oncology_vocabulary,
        read: civic::read,
        statements: None,
    },
    Importer {
        name: "hgnc",
        summary: "HGNC: genes, their other symbols and proteins (complete set or custom download)",
        patterns: &["hgnc*.tsv*", "hgnc*.txt*"],
        vocabulary: recipe::oncology_vocabulary,
        read: hgnc::read,
        statements: None,
    },
    Importer {
        name: "obo",
        summary: "an ontology in OBO 1.2 or 1.4; options: kind, root",
        patterns: &["*.obo*"],
        vocabulary: recipe::oncology_vocabulary,
        read: obo::read,
        statements: None,
    },
    Importer {
        name: "oncotree",
        summary: "OncoTree: tumour types (JSON), joined to diseases by their NCI codes",
        patterns: &["oncotree*.json*"],
        vocabulary: recipe::oncology_vocabulary,
        read: oncotree::read,
        statements: None,
    },
    Importer {
        name: "dgidb",
        summary: "DGIdb: interactions of drugs and genes (TSV)",
        patterns: &["*interactions*.tsv*", "dgidb*.tsv*"],
        vocabulary: recipe::oncology_vocabulary,
        read: dgidb::read,
        statements: None,
    },
    Importer {
        name: "famplex",
        summary: "FamPlex: gene families and complexes (CSV without header)",
        patterns: &["famplex*.csv*", "relations.csv*", "entities.csv*"],
        vocabulary: recipe::oncology_vocabulary,
        read: famplex::read,
        statements: None,
    },
    Importer {
        name: "hetionet",
        summary: "Hetionet: nodes (TSV) and edges (SIF)",
        patterns: &["hetionet*nodes*.tsv*", "hetionet*edges*.sif*"],
        vocabulary: recipe::hetionet_vocabulary,
        read: hetionet::read,
        statements: None,
    },
    Importer {
        name: "kgx",
        summary: "KGX: a pair of TSV or JSON-lines files with nodes and edges",
        patterns: &["*nodes.tsv*", "*edges.tsv*", "*nodes.jsonl*", "*edges.jsonl*"],
        vocabulary: kgx::vocabulary,
        read: kgx::read,
        statements: Some(kgx::statements),
    },
    Importer {
        name: "csv-graph",
        summary: "a directory with nodes_KIND.csv (id, name) and edges_RELATION.csv (source, target)",
        patterns: csv_graph::PATTERNS,
        vocabulary: csv_graph::vocabulary,
        read: csv_graph::read,
        statements: None,
    },
    Importer {
        name: "tsv",
        summary: "a graph as text: vocabulary.toml, entities.tsv, relations.tsv, statements.tsv",
        patterns: tsv::FILES,
        vocabulary: recipe::vocabulary_of_directory,
        read: recipe::read_text_graph,
        statements: Some(recipe::read_text_statements),
    },
    Importer {
        name: "builtin",
        summary: "a graph that comes with the program; option: name",
        patterns: &[],
        vocabulary: recipe::oncology_vocabulary,
        read: recipe::read_builtin,
        statements: Some(recipe::read_builtin_statements),
    },
];

/// The importer called `name`.
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}

/// A graph and what is to be told about its making.
#[derive(Debug)]
pub struct Imported {
    /// The graph.
    pub graph: Graph,
    /// Rows that could not be used, and what else is wrong.
    pub problems: Vec<Problem>,
    /// What was done that a user may want to know: nothing is wrong with it.
    pub notes: Vec<Problem>,
    /// Which records were taken for one thing, and which were kept apart.
    pub merges: Vec<Merge>,
}

impl Imported {
    /// Writes problems, notes and merges as a table: what, file, line, column, message.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_report(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        writeln!(out, "what\tfile\tline\tcolumn\tmessage")?;
        for (what, list) in [("problem", &self.problems), ("note", &self.notes)] {
            for row in list {
                writeln!(out, "{what}\t{}\t{}\t{}\t{}", row.file, row.line, row.field, row.message)?;
            }
        }
        for merge in &self.merges {
            writeln!(out, "{}\t{}\t{}\t\t{}", merge.decision.word(), merge.file, merge.line, merge)?;
        }
        Ok(())
    }
}

/// Makes a graph of files of one format.
///
/// # Errors
/// Files that cannot be read, problems that keep the graph from being made, cancellation.
pub fn import(format: &str, files: &[PathBuf], options: &Options, control: &Control<'_>) -> Result<Imported, Failure> {
    let Some(importer) = importer(format) else {
        let names: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
        return Err(Failure::whole(format!("there is no format `{format}`; formats are {}", names.join(", "))));
    };
    let vocabulary = match &options.vocabulary {
        Some(name) => recipe::vocabulary_called(name, None)?,
        None => (importer.vocabulary)(files)?,
    };
    let mut import = Import::new(GraphBuilder::new(vocabulary), control);
    import.source(importer, files, options)?;
    import.late_statements()?;
    import.finish(options.strict)
}
