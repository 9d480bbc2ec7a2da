//! Looks at a graph as a whole: how much of what is in it, what is wrong with it, what differs
//! between two.

mod curation;
pub mod diff;
mod diff_statements;
pub mod difference;
pub mod lint;
mod matched;
pub mod stats;
