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
mod kinds;
mod names;
mod nest;
mod nodes;
mod nouns;
mod objects;
mod phrase;
mod placing;
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
use crate::graph::Graph;
use crate::language::ast;
use crate::query::{Resolved, Seed};
use draft::Draft;
use scope::Scope;

/// Reads a question in the light of a graph; `asked` is the text it was parsed from.
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
    let (mut format, mut file) = (None, None);
    let stages = stages::stages(&scope, &mut draft, &mut source, &query.stages, &mut format, &mut file);
    if !draft.diagnostics.is_empty() {
        return Err(draft.into_errors());
    }
    let (stages_read, output_read) = stages_read(environment.graph, query, asked);
    let Draft { query, notes, typed, .. } = draft;
    Ok(Resolved { query, source, stages, format, file, stages_read, output_read, notes, typed })
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

/// The stages of a question as they were understood, and those that say only how and where the
/// answer is written.
fn stages_read(graph: &Graph, query: &ast::QuerySyntax, asked: &str) -> (String, String) {
    let printer = crate::language::TreePrinter::new(&graph.vocabulary().forms, asked);
    let (mut stages, mut output) = (String::new(), String::new());
    for stage in &query.stages {
        let is_output = matches!(stage.kind, ast::StageKind::As(_) | ast::StageKind::To(_));
        let text = if is_output { &mut output } else { &mut stages };
        text.push_str(" | ");
        text.push_str(&printer.stage(stage));
    }
    (stages, output)
}
