//! Questions and their answers: every file of `tests/queries/`.

mod common;

#[test]
fn answers_are_as_written() {
    common::check_folder("queries");
}
