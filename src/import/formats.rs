//! The formats that can be read, one row each.

pub use super::context::Importer;
use super::context::{Import, Imported};
use super::control::{Control, ImportFailure, ImportOptions};
use super::{
    builtin, civic_summaries, csv_graph, cyjs, dgidb, drug_names, famplex, graphml, hetionet, hgnc, kgx, mapped, neo4j,
    obo, obographs, oncotree, primekg, sif, tsv, va_spec,
};
use crate::graph::GraphBuilder;
use std::path::PathBuf;

/// All formats: help, completion and recipes walk this list.
pub const IMPORTERS: &[Importer] = &[
    Importer {
        name: "civic",
        summary: "CIViC: accepted evidence, assertions, and summaries of variants and features (TSV)",
        patterns: &[
            "*AcceptedEvidence*.tsv*",
            "*AcceptedAssertion*.tsv*",
            "*ClinicalEvidence*.tsv*",
            "*VariantSummaries*.tsv*",
            "*FeatureSummaries*.tsv*",
        ],
        vocabulary: builtin::oncology_vocabulary,
        read: civic_summaries::read,
        statements: None,
    },
    Importer {
        name: "hgnc",
        summary: "HGNC: genes, their other symbols and proteins (complete set as text or JSON, custom download)",
        patterns: &["hgnc*.tsv*", "hgnc*.txt*", "hgnc*.json*"],
        vocabulary: builtin::oncology_vocabulary,
        read: hgnc::read,
        statements: None,
    },
    Importer {
        name: "obo",
        summary: "an ontology in OBO 1.2 or 1.4; options: kind, root",
        patterns: &["*.obo*"],
        vocabulary: builtin::oncology_vocabulary,
        read: obo::read,
        statements: None,
    },
    Importer {
        name: "oncotree",
        summary: "OncoTree: tumour types (tree, list or text), joined to diseases by their NCI codes",
        patterns: &["oncotree*.json*", "oncotree*.tsv*", "tumor_types*.txt*"],
        vocabulary: builtin::oncology_vocabulary,
        read: oncotree::read,
        statements: None,
    },
    Importer {
        name: "dgidb",
        summary: "DGIdb: interactions of drugs and genes (TSV)",
        patterns: &["*interactions*.tsv*", "dgidb*.tsv*"],
        vocabulary: builtin::oncology_vocabulary,
        read: dgidb::read,
        statements: None,
    },
    Importer {
        name: "famplex",
        summary: "FamPlex: gene families and complexes (CSV without header)",
        patterns: &["famplex*.csv*", "relations.csv*", "entities.csv*"],
        vocabulary: builtin::oncology_vocabulary,
        read: famplex::read,
        statements: None,
    },
    Importer {
        name: "hetionet",
        summary: "Hetionet: nodes (TSV) and edges (SIF)",
        patterns: &["hetionet*nodes*.tsv*", "hetionet*edges*.sif*"],
        vocabulary: builtin::hetionet_vocabulary,
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
        name: "obographs",
        summary: "an ontology of OWL as obographs JSON (NCIt, Mondo); options: kind, root",
        patterns: obographs::PATTERNS,
        vocabulary: builtin::oncology_vocabulary,
        read: obographs::read,
        statements: None,
    },
    Importer {
        name: "drug-names",
        summary: "other names of drugs: DrugBank's open vocabulary, ChEMBL or DGIdb's drugs",
        patterns: drug_names::PATTERNS,
        vocabulary: builtin::oncology_vocabulary,
        read: drug_names::read,
        statements: None,
    },
    Importer {
        name: "va-spec",
        summary: "statements of GA4GH's VA-Spec (JSON), as of VICC's metaknowledgebase",
        patterns: va_spec::PATTERNS,
        vocabulary: builtin::oncology_vocabulary,
        read: va_spec::read,
        statements: None,
    },
    Importer {
        name: "primekg",
        summary: "PrimeKG as one table (kg.csv)",
        patterns: primekg::PATTERNS,
        vocabulary: primekg::vocabulary,
        read: primekg::read,
        statements: None,
    },
    Importer {
        name: "neo4j",
        summary: "tables for neo4j-admin, as of BioCypher: headers within or apart",
        patterns: neo4j::PATTERNS,
        vocabulary: neo4j::vocabulary,
        read: neo4j::read,
        statements: Some(neo4j::statements),
    },
    Importer {
        name: "table",
        summary: "a table of your own (CSV, TSV, XLSX) with a map that says what its columns mean; option: map",
        patterns: &["*.csv*", "*.tsv*", "*.xlsx", "*.xls", "*.ods"],
        vocabulary: mapped::vocabulary,
        read: mapped::read,
        statements: None,
    },
    Importer {
        name: "graphml",
        summary: "GraphML, as onco, Cytoscape, Gephi, igraph, NetworkX and Neo4j write it",
        patterns: graphml::PATTERNS,
        vocabulary: graphml::vocabulary,
        read: graphml::read,
        statements: Some(graphml::statements),
    },
    Importer {
        name: "cyjs",
        summary: "a network of Cytoscape or the elements of Cytoscape.js (JSON)",
        patterns: cyjs::PATTERNS,
        vocabulary: cyjs::vocabulary,
        read: cyjs::read,
        statements: Some(cyjs::statements),
    },
    Importer {
        name: "sif",
        summary: "interactions without a list of nodes: node, relation, node; option: kind",
        patterns: sif::PATTERNS,
        vocabulary: sif::vocabulary,
        read: sif::read,
        statements: None,
    },
    Importer {
        name: "tsv",
        summary: "a graph as text: vocabulary.toml, entities.tsv, relations.tsv, statements.tsv",
        patterns: tsv::FILES,
        vocabulary: builtin::vocabulary_of_directory,
        read: builtin::read_text_graph,
        statements: Some(builtin::read_text_statements),
    },
    Importer {
        name: "builtin",
        summary: "a graph that comes with the program; option: name",
        patterns: &[],
        vocabulary: builtin::oncology_vocabulary,
        read: builtin::read_builtin,
        statements: Some(builtin::read_builtin_statements),
    },
];

/// The importer called `name`.
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}

/// Makes a graph of files of one format.
///
/// # Errors
/// Files that cannot be read, problems that prevent the graph from being built, cancellation.
pub fn import(
    format: &str,
    files: &[PathBuf],
    options: &ImportOptions,
    control: &Control<'_>,
) -> Result<Imported, ImportFailure> {
    let Some(importer) = importer(format) else {
        let names: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
        return Err(ImportFailure::whole(format!("there is no format `{format}`; formats are {}", names.join(", "))));
    };
    let vocabulary = match &options.vocabulary {
        Some(name) => builtin::vocabulary_called(name, None)?,
        None => (importer.vocabulary)(files, options)?,
    };
    let mut import = Import::new(GraphBuilder::new(vocabulary), control);
    import.source(importer, files, options)?;
    import.late_statements()?;
    import.finish(options.strict)
}
