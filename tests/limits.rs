//! Very long and very deep texts end in an answer or in an error that says what is too much.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Graphs, ask, codes};

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
