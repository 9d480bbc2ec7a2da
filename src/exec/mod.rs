//! Finding it: one file per operator. Fails only on limits and cancellation.

mod budget;
pub mod set;
pub mod reader;
mod recorder;
pub mod result;
mod parallel;
mod evaluate;
pub mod sets;
pub mod walks;
pub mod rows;
mod count;
pub mod stages;
#[cfg(test)]
mod tests;

pub use budget::{Budget, Cancel, Limits, Stop};
pub use evaluate::Evaluator;
pub use reader::Mode;
pub use recorder::{Measure, Recorder};
pub use result::{Rows, Table, Value};
