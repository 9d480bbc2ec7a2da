//! What was meant: names become ids, clauses find their nouns, conditions find their verbs.
//!
//! Every mistake a user can make in a question is found by here; planning and execution have
//! none left to report.

mod adjectives;
mod columns;
mod connectors;
mod contexts;
mod draft;
pub mod echo;
mod environment;
mod expand;
mod filters;
mod frame;
mod heads;
mod inclusions;
mod kinds;
mod names;
mod nest;
mod nodes;
mod nouns;
mod objects;
mod phrase;
mod placing;
mod rowtests;
mod scope;
mod sets;
pub mod sources;
mod stages;
mod unknown;
mod values;
mod variables;
mod verbs;
mod without;
pub(crate) mod wording;
mod written;

pub use draft::{MAX_DEPTH, MAX_PARTS};
pub use environment::{Binding, Bindings, Environment};
pub use inclusions::Inclusions;
pub(crate) use written::{forced_name, kinds_called};

use crate::answer::Note;
use crate::diagnostic::Diagnostic;
use crate::graph::EntityId;
use crate::language::ast;
use crate::query::{Query, Seed, Source};
use draft::Draft;
use rustc_hash::FxHashMap;
use scope::Scope;

/// A resolved question.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Nodes, links and sets that the rest refers to.
    pub query: Query,
    /// Where rows come from.
    pub source: Source,
    /// What is done with them.
    pub stages: Vec<crate::query::Stage>,
    /// `as FORMAT`
    pub format: Option<ast::Text>,
    /// `to "FILE"`
    pub file: Option<ast::Text>,
    /// The stages as they are read, each after ` | `.
    pub stages_read: String,
    /// The same of those that say how and where the answer is written.
    pub output_read: String,
    /// Aliases and the like.
    pub notes: Vec<Note>,
    /// What the user typed for an entity, by its face, where it is not its name.
    pub typed: FxHashMap<EntityId, String>,
}

/// Reads a question in the light of a graph; `asked` is the text it was parsed from.
///
/// # Errors
/// All mistakes of the question at once.
pub fn resolve(query: &ast::Query, asked: &str, environment: Environment<'_>) -> Result<Resolved, Vec<Diagnostic>> {
    let scope = Scope::new(environment, asked);
    let mut draft = Draft::default();
    let source = sources::source(&scope, &mut draft, &query.source);
    let mut source = match source {
        Some(source) if draft.diagnostics.is_empty() => source,
        Some(_) | None => return Err(draft.into_errors()),
    };
    let (mut format, mut file) = (None, None);
    let stages = stages::stages(&scope, &mut draft, &mut source, &query.stages, &mut format, &mut file);
    if !draft.diagnostics.is_empty() {
        return Err(draft.into_errors());
    }
    let (stages_read, output_read) = echo::stages(environment.graph, query, asked);
    let Draft { query, notes, typed, .. } = draft;
    Ok(Resolved { query, source, stages, format, file, stages_read, output_read, notes, typed })
}

/// Reads one name that stands by itself; `asked` is the text it was parsed from.
///
/// # Errors
/// It stands for nothing, or for several things.
pub fn name(name: &ast::Name, asked: &str, environment: Environment<'_>) -> Result<Seed, Vec<Diagnostic>> {
    let mut draft = Draft::default();
    let seed = names::seed(&Scope::new(environment, asked), &mut draft, name, None, "");
    seed.ok_or_else(|| draft.into_errors())
}
