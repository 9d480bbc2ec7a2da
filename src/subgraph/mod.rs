//! Parts of a graph: what stands around some names, or what an answer speaks of; and pictures of
//! them in the formats of programs that draw.

mod cytoscape;
mod dot;
mod edges;
mod part;
mod picture;

pub use cytoscape::write as write_cytoscape;
pub use dot::{MOST_NAMED, write as write_dot};
pub use edges::{PlainEdge, edges_of};
pub use part::{GraphPart, Mentioned};
pub use picture::Faces;
