//! The graph that a layer is cut from: the curated graph with one more source on top.

use super::builtin::builtin_vocabulary;
use super::context::{Import, Imported};
use super::control::{Control, ImportFailure, ImportOptions};
use super::formats::{Importer, importer};
use crate::graph::GraphBuilder;
use crate::model::kind;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// The term of the Disease Ontology that all cancers are below.
const CANCER: &str = "DOID:162";

/// Files of a layer of CIViC.
#[derive(Clone, Copy, Debug)]
pub struct CivicFiles<'a> {
    /// Accepted evidence.
    pub evidence: &'a Path,
    /// Genes of HGNC; without it genes keep the symbols of CIViC as identifiers.
    pub hgnc: Option<&'a Path>,
    /// The Disease Ontology; without it diseases have no place in the hierarchy.
    pub doid: Option<&'a Path>,
}

/// A graph with a source on top of the curated graph.
#[derive(Debug)]
pub struct OnCurated {
    /// The graph and the report.
    pub imported: Imported,
    /// Identifiers of the statements of the source.
    pub statements: FxHashSet<String>,
}

/// The curated graph with genes, diseases and the evidence of CIViC.
///
/// # Errors
/// A file that cannot be read, the graph cannot be built, cancellation.
pub fn civic_on_curated(files: CivicFiles<'_>, control: &Control<'_>) -> Result<OnCurated, ImportFailure> {
    let mut import = Import::new(GraphBuilder::new(builtin_vocabulary("oncology")?), control);
    let plain = ImportOptions::default();
    let one = |path: &Path| -> Vec<PathBuf> { vec![path.to_owned()] };
    import.source(format("builtin")?, &[], &plain)?;
    if let Some(path) = files.hgnc {
        import.source(format("hgnc")?, &one(path), &plain)?;
    }
    if let Some(path) = files.doid {
        let below =
            ImportOptions { kind: Some(kind::CANCER.to_owned()), root: Some(CANCER.to_owned()), ..plain.clone() };
        import.source(format("obo")?, &one(path), &below)?;
    }
    let facts_only = ImportOptions { without_text: true, ..plain };
    import.source(format("civic")?, &one(files.evidence), &facts_only)?;
    let statements = import.builder.statement_ids().map(str::to_owned).collect();
    import.late_statements()?;
    Ok(OnCurated { imported: import.finish(false)?, statements })
}

fn format(name: &str) -> Result<&'static Importer, ImportFailure> {
    importer(name).ok_or_else(|| ImportFailure::whole(format!("there is no format `{name}`")))
}
