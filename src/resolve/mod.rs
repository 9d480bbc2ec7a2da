//! What was meant: names become ids, clauses find their nouns, conditions find their verbs.
//!
//! Every mistake a user can make in a question is found by here; planning and execution have
//! none left to report.

mod adjectives;
mod columns;
mod connectors;
mod contexts;
mod draft;
mod environment;
mod expand;
mod filters;
mod frame;
mod heads;
mod inclusions;
mod inhibitors;
mod kinds;
mod names;
mod nest;
mod nodes;
mod nouns;
mod objects;
mod phrase;
mod placing;
mod profile;
mod reach;
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
mod written;

pub use environment::{Binding, Bindings, BoundQuery, Environment, ListedFindings};
pub use inclusions::Inclusions;
pub(crate) use written::forced_name;

use crate::diagnostic::Diagnostic;
use crate::language::ast;
use crate::query::{Resolved, Seed, StageWords};
use draft::Draft;
use scope::Scope;

/// Reads a question in the light of a graph; `asked` is the text it was parsed from. The stages are
/// not put into words.
///
/// # Errors
/// All mistakes of the question at once.
pub fn resolve(
    query: &ast::QuerySyntax,
    asked: &str,
    environment: Environment<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let scope = Scope::new(environment, asked);
    let mut draft = Draft::default();
    let source = sources::source(&scope, &mut draft, &query.source);
    let mut source = match source {
        Some(source) if draft.diagnostics.is_empty() => source,
        Some(_) | None => return Err(draft.into_errors()),
    };
    let mut output = stages::AnswerOutput::default();
    let stages = stages::stages(&scope, &mut draft, &mut source, &query.stages, &mut output);
    if !draft.diagnostics.is_empty() {
        return Err(draft.into_errors());
    }
    let Draft { query, notes, typed, .. } = draft;
    let stages::AnswerOutput { format, chart, file } = output;
    Ok(Resolved { query, source, stages, format, chart, file, written: StageWords::default(), notes, typed })
}

/// Resolves one name by itself; `asked` is the text it was parsed from.
///
/// # Errors
/// It means nothing, or several things.
pub fn name(name: &ast::Name, asked: &str, environment: Environment<'_>) -> Result<Seed, Vec<Diagnostic>> {
    let mut draft = Draft::default();
    let seed = names::seed(&Scope::new(environment, asked), &mut draft, name, None, "");
    seed.ok_or_else(|| draft.into_errors())
}
