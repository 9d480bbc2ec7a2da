//! Very long and very deep texts end in an answer or in an error that says what is too much.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Graphs, ask, codes};
use onco::{Cancel, Engine, Failure, Session, Settings, Source};

/// The codes of the errors that a text brings out.
fn errors(text: &str) -> Vec<String> {
    let mut graphs = Graphs::default();
    let outcome = ask(graphs.get("mini").unwrap(), text, false);
    let mut codes: Vec<String> = codes(&outcome).iter().map(|code| (*code).to_owned()).collect();
    codes.dedup();
    codes
}

#[test]
fn five_thousand_brackets_are_too_deep() {
    assert_eq!(errors(&format!("{}drugs{}", "(".repeat(5_000), ")".repeat(5_000))), ["too-deep"]);
    assert!(errors(&"(".repeat(5_000)).contains(&"too-deep".to_owned()));
}

#[test]
fn more_than_a_mebibyte_is_too_long() {
    assert_eq!(errors(&"a".repeat((1 << 20) + 1)), ["too-long"]);
    assert_eq!(errors(&"a".repeat(1 << 20)), ["unknown-name"]);
}

#[test]
fn a_hundred_thousand_clauses_are_too_many() {
    assert_eq!(errors(&format!("drugs{}", " in NSCLC".repeat(100_000))), ["too-long"]);
    assert_eq!(errors(&format!("drugs{}", " targeting EGFR".repeat(65_000))), ["too-long"]);
    assert_eq!(errors(&format!("drugs{}", " (targeting EGFR)".repeat(60_000))), ["too-long"]);
}

#[test]
fn sets_and_lists_are_limited_as_well() {
    assert_eq!(errors(&vec!["(drugs)"; 60_000].join(" except ")), ["too-long"]);
    assert_eq!(errors(&format!("drugs targeting {}", vec!["EGFR"; 60_000].join(" and "))), ["too-long"]);
    assert_eq!(errors(&format!("drugs effective against {}", vec!["EGFR L858R"; 2_000].join(" and "))), ["too-long"]);
    assert_eq!(errors(&format!("drugs | where {}", vec!["name = a"; 50_000].join(" or "))), ["too-long"]);
    assert_eq!(errors(&format!("match {}", vec!["EGFR L858R"; 2_000].join(", "))), ["too-long"]);
}

#[test]
fn a_list_of_names_is_one_part_however_long() {
    assert_eq!(errors(&format!("drugs targeting {}", vec!["EGFR"; 20_000].join(" or "))), [""; 0]);
}

#[test]
fn variables_that_double_are_too_much() {
    let mut text = "let $a0 = drugs\n".to_owned();
    for i in 0..60 {
        text.push_str(&format!("let $a{} = $a{i} union $a{i}\n", i + 1));
    }
    let mut graphs = Graphs::default();
    let outcome = ask(graphs.get("mini").unwrap(), &text, true);
    assert!(codes(&outcome).contains(&"too-long"), "{:?}", codes(&outcome));
}

/// The code of the error of a question of the small graph with so many bytes for what lies between,
/// if there is one.
fn with_memory(question: &str, bytes: u64) -> Option<&'static str> {
    let mut graphs = Graphs::default();
    let mut settings = Settings::default();
    settings.limits.max_memory = bytes;
    let mut session = Session::new(graphs.get("mini").unwrap(), settings);
    match session.run_statement(Source::new("query", question), &Cancel::default()) {
        Ok(_) => None,
        Err(Failure::Diagnostics(_, found) | Failure::Runtime(_, found)) => {
            found.first().map(|first| first.code.as_str())
        }
        Err(_) => Some("another failure"),
    }
}

#[test]
fn memory_is_limited_wherever_much_is_held() {
    let questions = [
        "drugs targeting EGFR",
        "drugs | rank by betweenness",
        "drugs targeting genes | show drug, gene",
        "paths from trastuzumab to EGFR within 6",
        "shortest path from trastuzumab to EGFR",
        "drugs targeting genes targeted by drugs targeting genes | count paths",
    ];
    for question in questions {
        assert_eq!(with_memory(question, 1), Some("out-of-memory"), "{question}");
        assert_eq!(with_memory(question, 2 << 30), None, "{question}");
    }
}

/// Words that might have been written for names are looked at only so often, however many there
/// are.
#[test]
fn a_mebibyte_of_words_that_are_no_names_is_an_error_within_seconds() {
    for word in ["V600E ", "KRAS G12A ", "bladder ca ", "V600E\n"] {
        let text = word.repeat((1 << 20) / word.len());
        let engine = Engine::embedded().unwrap();
        let started = std::time::Instant::now();
        assert!(!codes(&ask(&engine, &text, false)).is_empty(), "{word}");
        assert!(started.elapsed().as_secs() < 20, "{word}: {:?}", started.elapsed());
    }
}
