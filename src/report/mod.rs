//! Answers that are more than rows of a set, and the notes beside rows.
//!
//! Everything here stands on the operators of `exec`; nothing here searches on its own.

pub mod compare;
pub mod conflicts;
pub mod matching;
pub mod notes;
pub mod sources;
pub mod why;
