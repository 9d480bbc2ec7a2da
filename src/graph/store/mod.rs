//! The frozen graph: plain arrays, read only, so that a snapshot is those arrays and a memory map
//! is the graph.
//!
//! Each relation has one compressed adjacency per direction; statements have a column per field.

mod adjacency;
mod array;
mod column;
mod expression;
mod graph;
mod hierarchy;
mod ids;
mod list;
mod regimen;
mod statements;
mod strings;
mod visit;

pub use adjacency::{Adjacency, EdgeList, EdgeLists};
pub use array::Array;
pub use column::{Cells, ColumnValue, NO_CODE, PropertyColumn, values_of};
pub use expression::{ExpressionError, ProfileTree, TherapyTree};
pub use graph::Graph;
pub use hierarchy::Hierarchy;
pub(crate) use hierarchy::group;
pub use ids::{EntityId, NONE, StatementId};
pub use list::ListOf;
pub use regimen::RegimenKind;
pub(crate) use regimen::{Structures, encode};
pub use statements::{FieldColumn, StatementTable};
pub use strings::{Strings, StringsBuilder};
