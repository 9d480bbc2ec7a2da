//! Walks over edges of any relation: neighbours and paths.

mod layers;
mod marks;
pub mod paths;
mod shortest;
mod walker;
