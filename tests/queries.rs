//! Questions and their answers: every file of `tests/queries/`.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

#[test]
fn answers_are_as_written() {
    common::check_folder("queries");
}
