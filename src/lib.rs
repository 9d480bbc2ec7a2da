//! onco: a knowledge-graph query engine for precision oncology.
//!
//! A question goes through five small steps, each a module; each takes one type and gives another:
//!
//! ```text
//! "drugs targeting HER2 in gastric"
//!    │ language   what was written            sees the vocabulary and names, never edges
//!    ▼ ast::QuerySyntax
//!    │ resolve    what was meant              every user error is found by here
//!    ▼ Query
//!    │ plan       how to find it              cannot fail
//!    ▼ Plan
//!    │ exec       find it                     fails only on limits and cancellation
//!    ▼ Answer
//!    │ render     show it                     only this writes bytes
//! ```
//!
//! Modules are listed in suggested reading order.

pub mod text;
pub mod files;
pub mod diagnostic;
pub mod vocabulary;
pub mod model;
pub mod graph;
pub mod names;
pub mod language;
pub mod query;
pub mod resolve;
pub mod words;
pub mod plan;
pub mod exec;
pub mod report;
pub mod answer;
pub mod import;
pub mod snapshot;
pub mod export;
pub mod inspect;
pub mod engine;
pub mod render;
pub mod cli;
pub mod repl;
