//! Opening graphs: the built-in ones, directories of text, snapshots.

use super::Engine;
use crate::graph::Problem;
use crate::import::tsv::{self, TextGraph};
use crate::snapshot;
use std::fmt;
use std::path::Path;

/// A graph that the program carries.
struct BuiltIn {
    name: &'static str,
    text: TextGraph<'static>,
}

/// All of them; the first is the default.
const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: "oncology",
        text: TextGraph {
            vocabulary: include_str!("../../graphs/oncology/vocabulary.toml"),
            entities: include_str!("../../graphs/oncology/entities.tsv"),
            relations: include_str!("../../graphs/oncology/relations.tsv"),
            statements: include_str!("../../graphs/oncology/statements.tsv"),
        },
    },
    BuiltIn {
        name: "mini",
        text: TextGraph {
            vocabulary: include_str!("../../graphs/mini/vocabulary.toml"),
            entities: include_str!("../../graphs/mini/entities.tsv"),
            relations: include_str!("../../graphs/mini/relations.tsv"),
            statements: include_str!("../../graphs/mini/statements.tsv"),
        },
    },
];

/// How many problems of a graph are told.
const PROBLEMS_SHOWN: usize = 20;

/// Why a graph cannot be opened: one clear message, of several lines where there are several problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError {
    message: String,
}

impl OpenError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    fn of_problems(what: &str, problems: &[Problem]) -> Self {
        let mut message = format!("{what} cannot be used as a graph");
        for problem in problems.iter().take(PROBLEMS_SHOWN) {
            message.push_str("\n  ");
            message.push_str(&problem.to_string());
        }
        if problems.len() > PROBLEMS_SHOWN {
            message.push_str(&format!("\n  and {} more problems", problems.len() - PROBLEMS_SHOWN));
        }
        Self { message }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for OpenError {}

impl Engine {
    /// The graph that the program carries.
    ///
    /// # Errors
    /// Never, unless the program was built from a broken graph.
    pub fn embedded() -> Result<Self, OpenError> {
        Self::built_in(&BUILT_IN[0])
    }

    fn built_in(graph: &BuiltIn) -> Result<Self, OpenError> {
        match graph.text.build() {
            Ok((graph, _)) => Ok(Self::new(graph)),
            Err(problems) => Err(OpenError::of_problems(&format!("the built-in graph `{}`", graph.name), &problems)),
        }
    }

    /// A built-in graph by name, a directory of text files, or a snapshot.
    ///
    /// # Errors
    /// When nothing is there, or what is there is no graph.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        if !path.exists()
            && let Some(graph) = BUILT_IN.iter().find(|graph| path == Path::new(graph.name))
        {
            return Self::built_in(graph);
        }
        let shown = path.display();
        if path.is_dir() {
            return match tsv::open(path) {
                Ok((graph, _)) => Ok(Self::new(graph)),
                Err(problems) => Err(OpenError::of_problems(&format!("`{shown}`"), &problems)),
            };
        }
        if !path.exists() {
            let known: Vec<&str> = BUILT_IN.iter().map(|graph| graph.name).collect();
            return Err(OpenError::new(format!(
                "there is no file, directory or built-in graph `{shown}` (built in: {})",
                known.join(", ")
            )));
        }
        match snapshot::open(path) {
            Ok((graph, names)) => Ok(Self::with_names(graph, names)),
            Err(error) => Err(OpenError::new(format!("`{shown}` cannot be opened: {error}"))),
        }
    }

    /// Writes the graph as a snapshot: the whole file or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), OpenError> {
        let failed = |error| OpenError::new(format!("`{}` cannot be written: {error}", path.display()));
        snapshot::save(&self.graph, &self.names, path).map_err(failed)
    }

    /// From texts, for tests and programs that bring their own.
    ///
    /// # Errors
    /// When they are no graph.
    pub fn from_text(text: &TextGraph<'_>) -> Result<Self, OpenError> {
        match text.build() {
            Ok((graph, _)) => Ok(Self::new(graph)),
            Err(problems) => Err(OpenError::of_problems("the text", &problems)),
        }
    }
}
