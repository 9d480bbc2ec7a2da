//! Finding it: sets, walks, rows, counts and stages, one file per operator. Fails only on limits
//! and cancellation.
//!
//! [`Run`] is the lowest layer. The modules `sets`, `walks`, `rows` and `count` use it and not
//! each other; `stages`, which is given rows, uses `rows` and `count`. Where a set needs what is
//! found in another room it asks the run, which is handed the functions here.

mod budget;
pub mod goodness;
pub mod set;
pub mod reader;
pub mod reach;
mod recorder;
mod numbered;
mod parallel;
pub mod result;
mod run;
pub mod phrase;
pub mod sets;
pub mod walks;
pub mod rows;
mod count;
pub mod stages;
#[cfg(test)]
mod tests;

pub use budget::{Budget, Cancel, Limits, Stop};
pub use reader::Mode;
pub use recorder::{Measure, Recorder};
pub use result::{Rows, Table, Value};
pub use run::Run;

use crate::graph::Graph;
use crate::plan::Plan;
use crate::query::Query;
use run::Operators;

const OPERATORS: Operators = Operators {
    set: sets::set,
    node: sets::node,
    meets: sets::meets,
    neighbours: walks::neighbours::neighbours,
    distances: walks::neighbours::distances,
    staged: stages::staged_set,
};

/// Begins to answer a question; `recorder` receives the cost of each part.
///
/// # Errors
/// When the budget is used up.
pub fn begin<'a>(
    graph: &'a Graph,
    query: &'a Query,
    plan: &'a Plan,
    budget: &'a Budget<'a>,
    recorder: Recorder,
) -> Result<Run<'a>, Stop> {
    Run::new(graph, (query, plan), budget, recorder, &OPERATORS)
}
