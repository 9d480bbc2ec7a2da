//! What FDA labels approve, asked in plain words: the drug comes among the rows, approved and cited.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Cell, Engine, Row, Settings};
use std::collections::HashMap;

/// A question, a drug that its answer must have, and the labels with their dates where they are known.
const LABELS: &str = include_str!("data/labels.tsv");

fn cell<'a>(answer: &Answer, row: &'a Row, column: &str) -> Option<&'a Cell> {
    row.cells.get(answer.columns.iter().position(|one| one.name == column)?)
}

/// Whether a row has a source other than curation without a citation.
fn is_cited(answer: &Answer, row: &Row) -> bool {
    match cell(answer, row, "sources") {
        Some(Cell::Texts(sources)) => sources.iter().any(|source| !source.starts_with("onco:curation")),
        _ => false,
    }
}

/// What an answer lacks of a drug; `None` where it is a row, approved and cited.
fn lack(answer: &Answer, drug: &str) -> Option<&'static str> {
    let is_of_drug = |row: &&Row| matches!(row.cells.first(), Some(Cell::Entity(entity)) if entity.name == drug);
    let Some(row) = answer.rows.iter().find(is_of_drug) else { return Some("no row") };
    match cell(answer, row, "status") {
        Some(Cell::Text(status)) if status == "approved" => (!is_cited(answer, row)).then_some("uncited"),
        _ => Some("not approved"),
    }
}

#[test]
fn labels_are_answered_by_the_obvious_question() {
    let engine = Engine::embedded().unwrap();
    let rows: Vec<Vec<&str>> = LABELS.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() >= 250, "{} label facts", rows.len());
    let mut answers = HashMap::new();
    let mut missed = Vec::new();
    for row in &rows {
        let (question, drug) = (row[0], row[1]);
        let ask = || engine.ask(question, &Settings::default(), &Cancel::new());
        let lack = match answers.entry(question).or_insert_with(ask) {
            Ok(answer) => lack(answer, drug),
            Err(_) => Some("not understood"),
        };
        missed.extend(lack.map(|lack| format!("{question} {drug}: {lack}")));
    }
    missed.iter().for_each(|one| println!("{one}"));
    println!("labels: {} of {} are answered", rows.len() - missed.len(), rows.len());
    assert!(missed.len() * 20 <= rows.len(), "{missed:#?}");
}
