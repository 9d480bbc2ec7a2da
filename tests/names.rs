//! Names as people write them, and what they come to.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Cell, Engine, Failure, Settings};
use std::collections::BTreeSet;
use std::path::Path;

fn resolve(engine: &Engine, text: &str) -> Result<Answer, Failure> {
    engine.ask(&format!("resolve {text}"), &Settings::default(), &Cancel::new())
}

/// What a text came to: the names of the best rows, or what an error offers.
fn outcome(engine: &Engine, text: &str) -> (bool, BTreeSet<String>) {
    match resolve(engine, text) {
        Ok(answer) => {
            let is_best = |cells: &[Cell]| cells.iter().any(|cell| matches!(cell, Cell::Bool(true)));
            let name = |cells: &[Cell]| {
                cells.iter().find_map(|cell| match cell {
                    Cell::Entity(entity) => Some(entity.name.clone()),
                    _ => None,
                })
            };
            (true, answer.rows.iter().filter(|row| is_best(&row.cells)).filter_map(|row| name(&row.cells)).collect())
        }
        Err(Failure::Diagnostics(_, faults)) => {
            let fixes = faults.iter().flat_map(|fault| &fault.help).filter_map(|help| help.fix.as_ref());
            (false, fixes.map(|(_, text)| text.trim_matches('"').to_owned()).collect())
        }
        Err(other) => panic!("{text}: {other:?}"),
    }
}

/// Whether a text came to what a row expects: a name, `ambiguous: A, B`, `unknown`, or `offer: A`.
fn is_as_expected(engine: &Engine, typed: &str, expected: &str, note: &str) -> Result<(), String> {
    let (found, names) = outcome(engine, typed);
    let told = format!("{typed}: {} {names:?}, expected {expected}", if found { "means" } else { "unknown, offered" });
    let is_right = match expected.split_once(": ") {
        // What was unknown once may be in the graph now, by just this name.
        None if expected == "unknown" => !found || names == BTreeSet::from([typed.to_owned()]),
        Some(("ambiguous", listed)) => found && names == listed.split(", ").map(str::to_owned).collect(),
        Some(("offer", name)) => !found && names.contains(name),
        _ if note.contains("an offer") => !found && names.contains(expected),
        _ => found && names == BTreeSet::from([expected.to_owned()]),
    };
    if is_right { Ok(()) } else { Err(told) }
}

/// What rows of a file expect and do not get.
fn wrong(engine: &Engine, text: &str) -> (usize, Vec<String>) {
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let judged = |row: &Vec<&str>| is_as_expected(engine, row[0], row[1], row.get(2).unwrap_or(&""));
    (rows.len(), rows.iter().filter_map(|row| judged(row).err()).collect())
}

/// The curated graph alone: which changes a name may mean is easy to look up there.
fn curated() -> Engine {
    Engine::open(Path::new("graphs/oncology")).unwrap()
}

#[test]
fn names_are_read_as_they_are_written() {
    let (rows, wrong) = wrong(&curated(), include_str!("data/names.tsv"));
    assert!(rows >= 150 && wrong.is_empty(), "{wrong:#?}");
}

/// The ids of what a text means. A finding has faces of one name, such as a profile of itself: where
/// an expected id is among them, the others count as it.
fn meant(engine: &Engine, text: &str, expected: &BTreeSet<&str>) -> BTreeSet<String> {
    let Ok(answer) = resolve(engine, text) else { return BTreeSet::new() };
    let best = answer.rows.iter().filter(|row| row.cells.iter().any(|cell| matches!(cell, Cell::Bool(true))));
    let entities = best.flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Entity(entity) => Some((entity.id.clone(), entity.name.clone())),
        _ => None,
    });
    let found: Vec<(String, String)> = entities.collect();
    let is_expected = |id: &str| expected.contains(id);
    let names: BTreeSet<&str> = found.iter().filter(|one| is_expected(&one.0)).map(|one| one.1.as_str()).collect();
    let counted = found.iter().filter(|(id, name)| is_expected(id) || !names.contains(name.as_str()));
    counted.map(|one| one.0.clone()).collect()
}

/// What oncologists write for drugs, classes, cancers, findings and regimens. Several ids, joined by
/// `|`: any of them.
#[test]
fn abbreviations_of_the_clinic_mean_what_the_clinic_means() {
    let engine = Engine::embedded().unwrap();
    let rows: Vec<(&str, &str)> =
        include_str!("data/abbreviations.tsv").lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    let wrong = rows.iter().filter_map(|(text, ids)| {
        let expected: BTreeSet<&str> = ids.split('|').collect();
        let found = meant(&engine, text, &expected);
        (!found.iter().map(String::as_str).eq(expected.iter().copied()))
            .then(|| format!("{text}: {found:?}, not {ids}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(rows.len() >= 500 && wrong.is_empty(), "{wrong:#?}");
}

/// The file of names that `NAMES` says, or the one that is kept beside the project: at least 95 %
/// are right.
#[test]
fn names_of_a_file_come_to_what_it_expects() {
    let path = std::env::var("NAMES").unwrap_or_else(|_| "../shared/domain/names.tsv".to_owned());
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("there is no file {path}");
        return;
    };
    let (rows, wrong) = wrong(&curated(), &text);
    wrong.iter().for_each(|wrong| println!("{wrong}"));
    println!("names: {} of {rows} are right", rows - wrong.len());
    assert!(wrong.len() * 20 <= rows, "{wrong:#?}");
}
