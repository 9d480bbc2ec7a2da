//! From entities, facts and statements, piece by piece, to a frozen graph.
//!
//! [`GraphBuilder`] checks what it is given; `freeze` sorts the entities, derives the edges and
//! makes the arrays.

mod arrays;
mod builder;
mod categories;
mod chains;
mod claims;
mod columns;
mod edges;
mod entities;
mod faces;
mod facts;
mod freeze;
mod given_with;
mod lookup;
mod order;
mod problem;
mod record;
mod statements;
mod structures;
mod table;
mod texts;
mod therapies;
mod values;

pub use builder::{GraphBuilder, Horizon};
pub use categories::DERIVED;
pub(crate) use chains::Chains;
pub use problem::{Place, Problem};
pub use record::{EntityRecord, StatementRecord};
pub use texts::TextSort;
