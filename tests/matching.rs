//! Matching of patients: the gold of a cohort, properties, and the forms of the library.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "matching/cohort.rs"]
mod cohort;
#[path = "matching/cases.rs"]
mod cases;
