//! Walks over edges of any relation: neighbours and paths.
//!
//! Holds the steps that a walk may take and the searches over them. What a noun or a verb of the
//! question means is not known here.

pub mod ends;
mod layers;
mod marks;
mod meeting;
pub mod neighbours;
pub mod paths;
mod shortest;
mod sieve;
mod walker;
