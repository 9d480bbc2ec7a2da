//! Writes a graph for other programs: one file per format, all from the same walk, and one row in
//! [`EXPORTERS`].

pub mod fields;
mod formats;
mod kgx;
mod layer;
mod output;
mod pictures;
mod tsv;
mod walk;

pub use formats::{EXPORTERS, Exporter, exporter, without_place};
pub use layer::IssuerLayer;
pub use walk::facts;
