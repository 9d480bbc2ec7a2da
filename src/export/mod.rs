//! Writes a graph for other programs: one file per format, all from the same walk, and one row in
//! [`EXPORTERS`].

mod attributes;
mod cypher;
mod drawn;
pub mod fields;
mod formats;
mod graphml;
mod kgx;
mod layer;
mod neo4j;
mod output;
mod rdf;
mod tsv;
mod walk;

pub use formats::{EXPORTERS, Exporter, exporter, without_place};
pub use layer::IssuerLayer;
pub use walk::facts;
