//! The graph: entities, facts, statements and the walkable edges derived from them.
//!
//! [`GraphBuilder`] takes everything in, checked, on petgraph's `DiGraph`; `freeze` turns it into
//! [`Graph`]: plain arrays only, so that a snapshot is those arrays and a memory map is the graph.
//!
//! Entities are sorted by kind and within a kind by name, so that id order is name order.

mod build;
mod store;
#[cfg(test)]
mod tests;

pub use crate::model::{Field, Sign};
pub(crate) use build::Chains;
pub use build::{DERIVED, EntityRecord, GraphBuilder, Horizon, Place, Problem, StatementRecord, TextSort};
pub(crate) use store::Structures;
pub use store::{
    Adjacency, Array, Cells, ColumnValue, EdgeLists, EntityId, FieldColumn, Graph, Hierarchy, ListOf, NO_CODE, NONE,
    ProfileTree, PropertyColumn, RegimenKind, StatementId, StatementTable, Strings, values_of,
};
