//! Graphs and vocabularies that come with the program, and graphs as text.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::read;
use super::tsv::{self, Receiver, TextGraph};
use crate::graph::{EntityRecord, GraphBuilder, Place};
use crate::text::Source;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};

/// Prefix of the name of something built in, in a recipe or an option.
const BUILTIN: &str = "builtin:";

/// The built-in graphs with their texts; one without entities is a vocabulary only.
const GRAPHS: &[(&str, TextGraph<'static>)] = &[
    (
        "oncology",
        TextGraph {
            vocabulary: include_str!("../../graphs/oncology/vocabulary.toml"),
            entities: include_str!("../../graphs/oncology/entities.tsv"),
            relations: include_str!("../../graphs/oncology/relations.tsv"),
            statements: include_str!("../../graphs/oncology/statements.tsv"),
        },
    ),
    (
        "mini",
        TextGraph {
            vocabulary: include_str!("../../graphs/mini/vocabulary.toml"),
            entities: include_str!("../../graphs/mini/entities.tsv"),
            relations: include_str!("../../graphs/mini/relations.tsv"),
            statements: include_str!("../../graphs/mini/statements.tsv"),
        },
    ),
    (
        "hetionet",
        TextGraph {
            vocabulary: include_str!("../../graphs/hetionet/vocabulary.toml"),
            entities: "",
            relations: "",
            statements: "",
        },
    ),
    (
        "primekg",
        TextGraph {
            vocabulary: include_str!("../../graphs/primekg/vocabulary.toml"),
            entities: "",
            relations: "",
            statements: "",
        },
    ),
];

/// Names of what is built in: graphs and vocabularies.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    GRAPHS.iter().map(|(name, _)| *name)
}

/// The text of a built-in graph.
///
/// # Errors
/// There is none of that name.
pub fn builtin_graph(name: &str) -> Result<TextGraph<'static>, ImportFailure> {
    let graph = GRAPHS.iter().find(|(known, _)| *known == name).map(|&(_, graph)| graph);
    graph.ok_or_else(|| {
        ImportFailure::whole(format!(
            "nothing built in is called `{name}`; there is {}",
            builtin_names().collect::<Vec<_>>().join(", ")
        ))
    })
}

/// The vocabulary of a built-in graph.
///
/// # Errors
/// There is none of that name.
pub fn builtin_vocabulary(name: &str) -> Result<Vocabulary, ImportFailure> {
    let graph = builtin_graph(name)?;
    load_vocabulary(&Source::new(format!("{BUILTIN}{name}"), graph.vocabulary))
}

fn load_vocabulary(source: &Source) -> Result<Vocabulary, ImportFailure> {
    Vocabulary::load(source).map_err(|problems| ImportFailure::Problems(tsv::of_vocabulary(source, &problems)))
}

/// For the table of importers: the words of oncology.
pub(super) fn oncology_vocabulary(_: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    builtin_vocabulary("oncology")
}

/// For the table of importers: the words of Hetionet.
pub(super) fn hetionet_vocabulary(_: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    builtin_vocabulary("hetionet")
}

/// For the table of importers: the words that lie in the directory, else those of oncology.
pub(super) fn vocabulary_of_directory(paths: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    let beside = paths.iter().find_map(|path| {
        let directory = if path.is_dir() { path.as_path() } else { path.parent()? };
        Some(directory.join(tsv::VOCABULARY)).filter(|file| file.exists())
    });
    match beside {
        Some(file) => vocabulary_file(&file),
        None => builtin_vocabulary("oncology"),
    }
}

fn vocabulary_file(path: &Path) -> Result<Vocabulary, ImportFailure> {
    let (text, _) = read::text(path)?;
    load_vocabulary(&Source::new(path.display().to_string(), text))
}

/// `builtin:NAME`, or a file, relative to `directory` where that is given.
///
/// # Errors
/// There is no such graph, or it cannot be used.
pub fn vocabulary_called(name: &str, directory: Option<&Path>) -> Result<Vocabulary, ImportFailure> {
    match name.strip_prefix(BUILTIN) {
        Some(name) => builtin_vocabulary(name),
        None => vocabulary_file(&directory.map_or_else(|| PathBuf::from(name), |directory| directory.join(name))),
    }
}

impl Receiver for Import<'_> {
    fn builder(&mut self) -> &mut GraphBuilder {
        &mut self.builder
    }

    fn entity(&mut self, record: &EntityRecord<'_>, place: Place) {
        Import::entity(self, record, place);
    }
}

/// For the table of importers: entities and facts of a graph as text. After another source they are
/// a layer upon it: an entity that is known already gains what it lacks.
pub(super) fn read_text_graph(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let files = text_files(&import.files, |name| name != STATEMENTS);
    import.strictly(|import| {
        let is_layer = import.source_count() > 1;
        files.iter().try_for_each(|file| match is_layer {
            true => tsv::read_file(import, file),
            false => tsv::read_file(&mut import.builder, file),
        })
    })
}

/// For the table of importers: statements of a graph as text.
pub(super) fn read_text_statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let files = text_files(&import.files, |name| name == STATEMENTS);
    let read = |import: &mut Import<'_>| tsv::read_files(&mut import.builder, &files);
    // With other sources a name may have become ambiguous: then the row is reported and left out.
    if import.source_count() > 1 { read(import).map_err(ImportFailure::from) } else { import.strictly(read) }
}

/// The file of statements among [`tsv::FILES`].
const STATEMENTS: &str = "statements.tsv";

/// Files, and files in directories, that have a suitable name.
fn text_files(paths: &[PathBuf], wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let inside = tsv::FILES.iter().filter(|name| wanted(name)).map(|name| path.join(name));
            files.extend(inside.filter(|file| file.exists()));
        } else if path.file_name().is_some_and(|name| name != tsv::VOCABULARY && wanted(&name.to_string_lossy())) {
            files.push(path.clone());
        }
    }
    files
}

/// For the table of importers: entities and facts of a built-in graph.
pub(super) fn read_builtin(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let graph = builtin_graph(import.options.name.as_deref().unwrap_or("oncology"))?;
    import.strictly(|import| {
        TextGraph { statements: "", ..graph }.read(&mut import.builder);
        Ok(())
    })
}

/// For the table of importers: statements of a built-in graph.
pub(super) fn read_builtin_statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let graph = builtin_graph(import.options.name.as_deref().unwrap_or("oncology"))?;
    TextGraph { statements: graph.statements, ..TextGraph::default() }.read(&mut import.builder);
    Ok(())
}
