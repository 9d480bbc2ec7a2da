//! Looks at a graph as a whole: how much of what is in it, what is wrong with it, what differs
//! between two.

mod curation;
pub mod diff;
pub mod lint;
pub mod stats;
