//! Builds one graph of many sources, as a recipe says.

use super::builtin::vocabulary_called;
use super::context::{Import, Imported};
use super::control::{Control, ImportFailure, ImportOptions};
use super::formats::{IMPORTERS, Importer, importer};
use super::read;
use crate::graph::GraphBuilder;
use std::path::{Path, PathBuf};

/// A recipe as it is written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeRow {
    /// Without it the graph is called as its vocabulary.
    name: Option<String>,
    version: Option<String>,
    vocabulary: Option<String>,
    #[serde(default)]
    strict: bool,
    #[serde(default)]
    source: Vec<RecipeSource>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeSource {
    format: String,
    name: Option<String>,
    #[serde(default)]
    files: Vec<String>,
    kind: Option<String>,
    root: Option<String>,
    map: Option<String>,
}

/// Builds the graph of a recipe (`onco.toml`): its sources become one graph, what curators wrote
/// in order of trust. Equal files give an equal graph, in whatever order databases are listed.
///
/// # Errors
/// The recipe or a file cannot be read, the graph cannot be built, cancellation.
pub fn build(recipe: &Path, control: &Control<'_>) -> Result<Imported, ImportFailure> {
    let shown = recipe.display().to_string();
    let (text, _) = read::text(recipe)?;
    let row: RecipeRow = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() as u32 + 1;
        ImportFailure::line(&shown, line, error.message().trim_end())
    })?;
    let directory = recipe.parent().unwrap_or(Path::new(""));
    let mut vocabulary = vocabulary_called(row.vocabulary.as_deref().unwrap_or("builtin:oncology"), Some(directory))?;
    if let Some(name) = row.name {
        vocabulary.name = name;
        vocabulary.version = row.version.unwrap_or_default();
    }
    if row.source.is_empty() {
        return Err(ImportFailure::file(shown, "a recipe needs at least one [[source]]"));
    }
    let mut import = Import::new(GraphBuilder::new(vocabulary), control);
    let mut sources = Vec::with_capacity(row.source.len());
    for source in row.source {
        let Some(format) = importer(&source.format) else {
            let names: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
            return Err(ImportFailure::file(
                shown,
                format!("there is no format `{}`; formats are {}", source.format, names.join(", ")),
            ));
        };
        let files = files_of(&source.files, directory, &shown)?;
        let map = source.map.map(|map| beside(&map, directory));
        let options =
            ImportOptions { kind: source.kind, root: source.root, name: source.name, map, ..ImportOptions::default() };
        sources.push((format, files, options));
    }
    // What a curator wrote may refer to all that comes before it: its place stays.
    for run in sources.split_mut(|(format, ..)| CURATED.contains(&format.name)) {
        run.sort_by_key(|(format, files, _)| (rank(format), format.name, files.clone()));
    }
    for (format, files, options) in &sources {
        import.source(format, files, options)?;
    }
    import.late_statements()?;
    import.finish(row.strict)
}

/// The path of a file beside the recipe; else the text itself, which may be a name.
fn beside(name: &str, directory: &Path) -> String {
    let path = directory.join(name);
    if path.is_file() { path.to_string_lossy().into_owned() } else { name.to_owned() }
}

/// The files that patterns mean, relative to the recipe; in the order of patterns, then of names.
fn files_of(patterns: &[String], directory: &Path, recipe: &str) -> Result<Vec<PathBuf>, ImportFailure> {
    let mut files = Vec::new();
    for pattern in patterns {
        let path = directory.join(pattern);
        if path.exists() {
            files.push(path);
            continue;
        }
        let bad = |error: &dyn std::fmt::Display| ImportFailure::file(recipe, format!("`{pattern}`: {error}"));
        let found = glob::glob(&path.to_string_lossy()).map_err(|error| bad(&error))?;
        let mut matched = found.collect::<Result<Vec<PathBuf>, _>>().map_err(|error| bad(&error))?;
        if matched.is_empty() {
            return Err(ImportFailure::file(recipe, format!("no file matches `{pattern}`")));
        }
        matched.sort();
        files.extend(matched);
    }
    Ok(files)
}

/// Formats of what curators wrote: these keep their places in the recipe.
const CURATED: &[&str] = &["builtin", "tsv", "table"];

/// Databases in the order in which they are read: those that give the identifiers and names of a
/// kind before those that use them. What is not listed follows, by the name of its format.
const DATABASES: &[&str] = &["hgnc", "obo", "obographs", "oncotree", "drug-names", "civic", "famplex", "dgidb"];

/// When a source is read: what a graph holds must not depend on the order in which databases are
/// listed.
fn rank(importer: &Importer) -> usize {
    DATABASES.iter().position(|name| *name == importer.name).unwrap_or(DATABASES.len())
}
