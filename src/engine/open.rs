//! Opening graphs: the built-in ones, directories of text, snapshots.

use super::Engine;
use crate::graph::Problem;
use crate::import;
use crate::import::tsv::{self, TextGraph};
use crate::snapshot;
use std::fmt;
use std::path::Path;

/// The graph that is asked where nobody names another.
const DEFAULT: &str = "oncology";

/// Bytes that begin where a snapshot must.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

static ONCOLOGY: &Aligned<[u8]> = &Aligned(*include_bytes!("../../graphs/oncology.onco"));

/// Snapshots of built-in graphs, so that their texts need not be parsed. A test keeps them
/// equal to the texts.
static SNAPSHOTS: &[(&str, &Aligned<[u8]>)] = &[(DEFAULT, ONCOLOGY)];

/// Names of the graphs that the program carries, and not only their words.
fn built_in_names() -> impl Iterator<Item = &'static str> {
    import::builtin_names().filter(|name| import::builtin_graph(name).is_ok_and(|graph| !graph.entities.is_empty()))
}

/// Most problems of a graph that are listed.
const PROBLEMS_SHOWN: usize = 20;

/// Why a graph cannot be opened: one clear message, of several lines where there are several
/// problems.
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
        Self::built_in(DEFAULT)
    }

    fn built_in(name: &str) -> Result<Self, OpenError> {
        let stored = SNAPSHOTS.iter().find(|(known, _)| *known == name);
        // Bytes of another format are no reason to give up while the texts are at hand.
        if let Some((graph, names)) = stored.and_then(|(_, bytes)| snapshot::open_static(&bytes.0).ok()) {
            return Ok(Self::with_names(graph, names));
        }
        let failed = |problems: &[Problem]| OpenError::of_problems(&format!("the built-in graph `{name}`"), problems);
        let text =
            import::builtin_graph(name).map_err(|_| OpenError::new(format!("no built-in graph is called `{name}`")))?;
        text.build().map(|(graph, _)| Self::new(graph)).map_err(|problems| failed(&problems))
    }

    /// A built-in graph by name, a directory of text files, or a snapshot.
    ///
    /// # Errors
    /// When nothing is there, or what is there is no graph.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        if !path.exists()
            && let Some(name) = built_in_names().find(|name| path == Path::new(name))
        {
            return Self::built_in(name);
        }
        let shown = path.display();
        if path.is_dir() && tsv::is_layer(path) {
            return Err(OpenError::new(format!(
                "`{shown}` is a layer, not a graph of its own: it has no {}; `onco build RECIPE -o FILE` puts it upon a \
                 graph (graphs/oncology.toml is such a recipe)",
                tsv::VOCABULARY
            )));
        }
        if path.is_dir() {
            return match tsv::open(path) {
                Ok((graph, _)) => Ok(Self::new(graph)),
                Err(problems) => Err(OpenError::of_problems(&format!("`{shown}`"), &problems)),
            };
        }
        if !path.exists() {
            let known: Vec<&str> = built_in_names().collect();
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
