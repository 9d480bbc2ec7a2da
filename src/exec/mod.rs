//! Finding it: one file per operator. Fails only on limits and cancellation.

pub mod bindings;
mod budget;
pub mod columns;
pub mod compare;
pub mod conflicts;
mod count;
mod evaluate;
mod layers;
mod marks;
pub mod matching;
pub mod naive;
pub mod notes;
mod parallel;
pub mod paths;
pub mod profile;
pub mod rank;
pub mod reader;
mod recorder;
pub mod result;
pub mod rows;
pub mod set;
mod shortest;
#[cfg(test)]
mod tests;
pub mod sources;
pub mod stages;
mod walker;
pub mod why;

pub use budget::{Budget, Cancel, Limits, Stop};
pub use evaluate::Evaluator;
pub use reader::Mode;
pub use recorder::{Measure, Recorder};
pub use result::{Rows, Table, Value};
