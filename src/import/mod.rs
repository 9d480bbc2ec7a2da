//! Readers of other formats: each feeds a [`GraphBuilder`](crate::graph::GraphBuilder).
//!
//! One file per format and one row in [`IMPORTERS`]. What all of them share: `opened` and
//! `read` (files, progress), `sniff` (what a file seems to be), `rows` and `table` (tables of texts), `context`
//! (the import that is going on), `identities` and `merge` (which records are the same entity).

pub mod biolink;
mod builtin;
pub mod civic;
mod civic_names;
mod civic_summaries;
mod context;
mod control;
pub mod csv_graph;
pub mod cyjs;
mod decision;
pub mod dgidb;
pub mod drawing;
pub mod drug_names;
mod drug_tiers;
mod evidence;
pub mod famplex;
mod formats;
pub mod graphml;
pub mod hetionet;
pub mod hgnc;
mod identities;
mod joins;
mod json;
pub mod kgx;
mod kgx_files;
mod layer;
pub mod mapped;
mod merge;
pub mod neo4j;
pub mod obo;
pub mod obographs;
pub mod oncotree;
mod opened;
pub mod primekg;
pub mod read;
mod recipe;
pub mod report;
mod report_page;
pub mod rows;
mod salts;
mod sheet;
pub mod sif;
mod sniff;
pub mod table;
mod tar;
mod table_map;
mod tiers;
pub mod tsv;
pub mod va_spec;

pub use crate::graph::Problem;
pub use builtin::{builtin_graph, builtin_names};
pub use context::Imported;
pub use control::{Control, ImportFailure, ImportOptions, Progress};
pub use decision::Decision;
pub use formats::{IMPORTERS, Importer, import, importer};
pub use layer::{CivicFiles, OnCurated, civic_on_curated};
pub use recipe::build;
pub use report::Report;
pub use table_map::READY_MAPS;
pub use tsv::TextGraph;
