//! Wrong questions and what the user is told: one file per error code in `tests/errors/`, named
//! after the code.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use onco::Code;
use std::collections::BTreeSet;

/// Codes that no question on a good graph brings out, and where they are tested instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("too-long", "src/language/tests/limits.rs"),
    ("timeout", "tests/cli.rs"),
    ("out-of-memory", "tests/cli.rs"),
    ("interrupted", "src/exec/budget.rs"),
    ("internal", "src/engine/guard.rs"),
    ("vocabulary", "src/vocabulary/tests.rs"),
];

#[test]
fn messages_are_as_written() {
    common::check_folder("errors");
}

#[test]
fn every_code_has_its_file() {
    let files: BTreeSet<String> =
        common::files("errors").iter().map(|file| file.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let elsewhere = |code: &str| ELSEWHERE.iter().any(|(name, _)| *name == code);
    let missing: Vec<_> =
        Code::ALL.iter().map(|code| code.as_str()).filter(|code| !files.contains(*code) && !elsewhere(code)).collect();
    assert!(missing.is_empty(), "no file in tests/errors for {missing:?}");
}

#[test]
fn every_file_brings_out_its_code() {
    let mut graphs = common::Graphs::default();
    for file in common::files("errors") {
        let code = file.file_stem().unwrap().to_string_lossy().into_owned();
        if !Code::ALL.iter().any(|known| known.as_str() == code) {
            continue;
        }
        for case in common::cases(&std::fs::read_to_string(&file).unwrap()) {
            if case.header("waits for").is_some() {
                continue;
            }
            let engine = graphs.get(case.header("graph").unwrap_or("oncology")).unwrap();
            let outcome = common::ask(engine, &case.query, case.header("script").is_some());
            let got = common::codes(&outcome);
            assert!(got.contains(&code.as_str()), "{}: `{}` gives {got:?}", file.display(), case.query);
        }
    }
}
