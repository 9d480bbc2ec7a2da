//! The grammar has the marks, and the tree the words, that the tables list.

use super::*;
use crate::model::{SOURCES, STAGES};
use ast::{AggregateFunction, Comparison, RankBy, SetOperator};
use marks::{KEYWORDS, Mark};

const GRAMMAR: &str = include_str!("../../../grammar/query.pest");

/// The rule's alternatives that are marks.
fn literals(rule: &str) -> Vec<&'static str> {
    let start = format!("\n{rule} ");
    let at = GRAMMAR.find(&start).unwrap_or_else(|| panic!("no rule {rule}"));
    let body = &GRAMMAR[at + start.len()..];
    quoted(&body[..body.find("\n\n").into_iter().chain(body.find('}')).min().unwrap()])
}

fn quoted(text: &'static str) -> Vec<&'static str> {
    let in_code = text.lines().map(|line| line.split("//").next().unwrap());
    in_code.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

#[test]
fn every_literal_is_a_mark_with_a_space() {
    // Values are any marks, which are written as letters with a space.
    for literal in quoted(GRAMMAR).into_iter().filter(|literal| literal.len() > 1) {
        let mark = literal.strip_suffix(' ').and_then(Mark::in_grammar);
        let mark = mark.unwrap_or_else(|| panic!("the grammar has `{literal}`, which is no mark"));
        let mut line = String::new();
        mark.write(&mut line);
        assert_eq!(line, literal);
    }
}

#[test]
fn every_keyword_is_in_the_grammar_and_no_two_marks_are_written_alike() {
    let literals = quoted(GRAMMAR);
    for keyword in KEYWORDS.iter() {
        let mut line = String::new();
        keyword.mark.write(&mut line);
        assert!(literals.contains(&line.as_str()), "{line}");
    }
    for mark in Mark::all() {
        assert_eq!(Mark::all().filter(|other| other.text() == mark.text()).count(), 1, "{mark:?}");
    }
}

/// A rule of words takes exactly the words that the tree has a meaning for.
#[test]
fn lists_of_words_are_those_of_the_tree() {
    for (rule, marks) in [
        ("operator", SetOperator::MARKS),
        ("connector", ast::Connector::MARKS),
        ("comparison", Comparison::MARKS),
        ("function", AggregateFunction::MARKS),
        ("measure", RankBy::MARKS),
    ] {
        let mut found: Vec<Mark> = literals(rule).iter().filter_map(|word| Mark::in_grammar(word.trim())).collect();
        found.sort_by_key(|mark| mark.text());
        let mut expected = marks.to_vec();
        expected.sort_by_key(|mark| mark.text());
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn every_stage_is_read_from_its_example_and_printed_with_its_word() {
    for row in STAGES {
        let text = format!("drugs targeting HER2 | {}", row.example);
        let statement = parse(&text).unwrap_or_else(|faults| panic!("{text}: {faults:#?}"));
        let StatementKind::Query(QuerySyntax { stages, .. }) = &statement.kind else { panic!("{text}") };
        assert_eq!(stages.iter().map(|stage| stage.kind.name()).collect::<Vec<_>>(), [row.name], "{text}");
        assert_eq!(TreePrinter::new(&vocabulary().forms, &text).statement(&statement), text);
        assert_eq!(row.name.row(), row);
    }
}

#[test]
fn every_source_is_read_from_its_example_and_printed_with_its_words() {
    for row in SOURCES {
        let source = |text: &str| {
            let statement = parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:#?}"));
            let StatementKind::Query(QuerySyntax { source, .. }) = &statement.kind else { panic!("{text}") };
            (source.kind(), TreePrinter::new(&vocabulary().forms, text).statement(&statement))
        };
        let (kind, printed) = source(row.example);
        assert_eq!((kind, kind.row()), (row.kind, row));
        assert!(printed.starts_with(row.keyword), "{printed}");
        assert_eq!(source(&printed), (row.kind, printed));
    }
}
