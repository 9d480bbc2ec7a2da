//! onco answers questions about a knowledge graph of precision oncology: a sentence goes in, rows
//! with cited evidence come out.
//!
//! ```
//! use onco::{Cancel, Engine, Settings};
//!
//! let engine = Engine::embedded()?;
//! let answer = engine.ask("drugs targeting HER2 in gastric", &Settings::default(), &Cancel::new())?;
//! println!("{}", answer.reading);
//! assert!(answer.complete && !answer.rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # From text to answer
//!
//! A question goes through small steps; each takes one type and gives another, which promises more.
//! [`Engine::ask`] takes them all; each can be called by itself:
//!
//! | step | gives | fails on |
//! |---|---|---|
//! | [`Engine::parse`] | [`Parsed`]: what was written | words that form no sentence |
//! | [`Engine::resolve`] | [`Question`]: what was meant | names that stand for nothing, clauses without a noun, … |
//! | [`Engine::plan`] | [`PlannedQuestion`]: how to find it | nothing |
//! | [`Engine::run`] | [`Answer`] | limits, cancellation |
//! | [`Format`] | bytes | the writer |
//!
//! A [`Session`] keeps what `let`, `param` and `set` change from statement to statement, and runs
//! scripts:
//!
//! ```
//! use onco::{Cancel, Engine, Session, Settings, Source};
//! use std::ops::ControlFlow;
//!
//! let engine = Engine::embedded()?;
//! let mut session = Session::new(&engine, Settings::default());
//! let script = "let $c = gastric cancer\ndrugs treating $c | count\nexpect at least 1 row";
//! session.run_script(Source::new("count.onq", script), &Cancel::new(), &mut |answer| {
//!     println!("{:?}", answer.rows);
//!     ControlFlow::Continue(())
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Graphs
//!
//! [`Engine::open`] opens a built-in graph, a folder of tables or a snapshot; [`exchange::import_files`] and
//! [`exchange::build_graph`] make graphs of public sources. A graph may have any nouns and verbs:
//!
//! ```
//! use onco::{Cancel, Engine, Settings, TextGraph};
//!
//! let engine = Engine::from_text(&TextGraph {
//!     vocabulary: r#"
//!         [graph]
//!         name = "rivers"
//!         version = "1"
//!         [[noun]]
//!         kind = "river"
//!         forms = ["river", "rivers"]
//!         [[noun]]
//!         kind = "town"
//!         forms = ["town", "towns"]
//!         [[verb]]
//!         relation = "passes"
//!         from = ["river"]
//!         to = ["town"]
//!         lemma = "pass"
//!     "#,
//!     entities: "id\tkind\tname\nR:1\triver\tRhine\nR:2\triver\tSeine\nT:1\ttown\tBasel\n",
//!     relations: "from\trelation\tto\tsources\nR:1\tpasses\tT:1\t\n",
//!     ..TextGraph::default()
//! })?;
//! let answer = engine.ask("rivers passing Basel", &Settings::default(), &Cancel::new())?;
//! assert_eq!(answer.rows.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`building::GraphBuilder`] takes what comes from elsewhere, record by record:
//!
//! ```
//! use onco::building::{EntityRecord, GraphBuilder, Place, Vocabulary};
//! use onco::{Engine, Source};
//!
//! let words = "[graph]\nname = \"rivers\"\n[[noun]]\nkind = \"river\"\nforms = [\"river\", \"rivers\"]";
//! let vocabulary = Vocabulary::load(&Source::new("vocabulary.toml", words)).map_err(|faults| format!("{faults:?}"))?;
//! let mut builder = GraphBuilder::new(vocabulary);
//! let rhine = EntityRecord { id: "R:1", kind: "river", name: "Rhine", ..EntityRecord::default() };
//! builder.add_entity(&rhine, Place::default());
//! let (graph, _) = builder.freeze().map_err(|problems| format!("{problems:?}"))?;
//! assert_eq!(Engine::new(graph).graph_info().entities, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Writing answers
//!
//! ```
//! use onco::{Cancel, Engine, FORMATS, Settings, Style};
//!
//! let engine = Engine::embedded()?;
//! let answer = engine.ask("drugs overcoming EGFR T790M", &Settings::default(), &Cancel::new())?;
//! let csv = FORMATS.iter().find(|format| format.name == "csv").ok_or("no such format")?;
//! let mut bytes = Vec::new();
//! (csv.write)(&answer, &Style::default(), &mut bytes)?;
//! assert!(bytes.starts_with(b"drug,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Modules are listed in suggested reading order.

// Modules are listed in the order in which a newcomer should read them.
mod text;
mod formula;
mod files;
mod diagnostic;
mod vocabulary;
mod model;
mod graph;
mod names;
pub mod matching;
pub mod patients;
mod language;
mod query;
mod resolve;
mod words;
mod plan;
mod exec;
mod report;
mod answer;
mod import;
mod snapshot;
mod subgraph;
mod export;
mod inspect;
mod engine;
mod render;
mod cli;
mod repl;
#[cfg(feature = "lsp")]
mod lsp;

pub use answer::{
    Answer, Card, CardSection, Cell, Column, ColumnType, Destination, EntityCell, GraphInfo, Layout, Note,
    OppositeCell, Picture, PictureClaim, PictureEdge, PictureNode, PicturePart, Row, StepCell, Subgraph, SubgraphEdge,
    SubgraphNode, Tree,
};
pub use diagnostic::{Code, Diagnostic, Help, Label, Severity};
pub use engine::{Cancel, Engine, Failure, Limits, OpenError, Parsed, PlannedQuestion, Question, Session, Settings};
pub use graph::{EntityId, Graph, StatementId};
pub use import::{TextGraph, builtin_graph};
pub use render::{Chart, FORMATS, Format, NoteAmount, Style, diagnostic::write as write_diagnostics, write_notes};
#[doc(hidden)]
pub use snapshot::resealed;
pub use subgraph::{Faces, GraphPart};
pub use text::{Source, Span};

/// Graphs made record by record, and what a graph holds.
pub mod building {
    pub use crate::formula::Formula;
    pub use crate::graph::{ColumnValue, EntityRecord, GraphBuilder, Place, Problem, ProfileTree, StatementRecord};
    pub use crate::model::Field as StatementField;
    pub use crate::vocabulary::Vocabulary;
}

/// Graphs made of files of public sources, and graphs written for other programs.
pub mod exchange {
    pub use crate::export::{EXPORTERS, Exporter};
    pub use crate::import::{
        Control, Decision, IMPORTERS, ImportFailure, ImportOptions, Imported, Importer, Progress, READY_MAPS,
        build as build_graph, import as import_files,
    };
}

/// What a prompt shows while a question is typed, and what measures and checks questions.
pub mod prompt {
    pub use crate::engine::{BenchReport, Completion, Completions, ReadWord, TOPICS, Topic, WordKind, Wording};
}

pub use cli::reference;

/// The program: does what the arguments of the process ask for.
pub fn main() -> std::process::ExitCode {
    let call = cli::Call::of_process();
    #[cfg(feature = "lsp")]
    if call.wants_lsp() {
        return lsp::run(&call.arguments.global, &call.printer).into();
    }
    let exit = if call.wants_prompt() { repl::run(call) } else { call.run() };
    exit.into()
}

/// The examples of the README run, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
