//! What the resolver knows of the world outside the sentence.

use super::inclusions::Inclusions;
use crate::graph::Graph;
use crate::language::ast;
use crate::names::NameIndex;
use crate::text::Source;
use std::sync::Arc;

/// The value of a `$name`.
#[derive(Clone, Debug)]
pub enum Binding {
    /// A query, resolved again wherever the name is used; it sees only bindings before it.
    Query(BoundQuery),
    /// A value.
    Value(String),
    /// A query of another graph, that has words which this one does not know.
    Foreign,
}

/// The query of a `let`.
#[derive(Clone, Debug)]
pub struct BoundQuery {
    /// As it was parsed.
    pub query: ast::QuerySyntax,
    /// The text that its places lie in.
    pub text: Arc<Source>,
}

/// The `$names` of a session or script, in the order in which they were set.
pub type Bindings = Vec<(String, Binding)>;

/// What the resolver knows of the world outside the sentence.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its names.
    pub names: &'a NameIndex,
    /// How its kinds include each other.
    pub inclusions: &'a Inclusions,
    /// The `$names`.
    pub bindings: &'a [(String, Binding)],
    /// Script rules: R7 and R13 are errors.
    pub strict: bool,
    /// What the file holds that a `match` names.
    pub listed: Option<&'a ListedFindings>,
}

/// The findings that a file lists, as it writes them, each with the number of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedFindings {
    /// Each finding as the language writes it.
    pub findings: Vec<(usize, String)>,
    /// Lines that name no finding, and why.
    pub unread: Vec<(usize, String)>,
    /// Whether it is a MAF file, which holds mutations only.
    pub is_maf: bool,
}
