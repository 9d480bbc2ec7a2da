//! Finding it: one file per operator. Fails only on limits and cancellation.

pub mod bindings;
mod budget;
pub mod columns;
mod count;
mod evaluate;
pub mod naive;
pub mod notes;
pub mod paths;
pub mod profile;
pub mod rank;
pub mod reader;
pub mod result;
pub mod rows;
pub mod set;
pub mod sources;
pub mod stages;
pub mod why;

pub use budget::{Budget, Cancel, Limits, Stop};
pub use evaluate::{Evaluator, Spread};
pub use reader::Mode;
pub use result::{Rows, Table, Value};
