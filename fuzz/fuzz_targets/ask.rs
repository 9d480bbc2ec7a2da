//! Questions made of words that mean something: asked twice, they have the same answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::{Cancel, Engine, Settings};
use std::path::Path;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(Path::new("mini")).expect("a built-in graph"));

/// One byte stands for one word.
const WORDS: &[&str] = &[
    "drugs", "genes", "variants", "mechanisms", "cancers", "drug classes", "statements", "targeting", "treating", "resisted by",
    "resisting", "effective against", "overcoming", "sensitising to", "mutated in", "targeted by", "involving", "being a", "about",
    "HER2", "EGFR", "EGFR T790M", "EGFR C797S", "trastuzumab", "osimertinib", "gastric", "gastric cancer", "in", "not in", "for",
    "and", "or", "not", "but", ",", "(", ")", "at least 2", "at most 1", "no", "only", "every", "level B or better", "level A",
    "since 2015", "where", "status", "=", "approved", "including contested", "including combinations", "as x", "x", "union",
    "except", "intersect", "|", "count", "by", "level", "top 3", "show", "limit 1", "without", "exactly", "or broader", "does", "?",
    "why not", "evidence for", "paths from", "to", "within 3", "neighbours of", "compare", "with", "match", "conflicts about",
    "describe", "explain", "profile", "count paths", "follow", "sort by", "year", "desc", "distinct", "rank by degree",
];

fuzz_target!(|bytes: &[u8]| {
    let words: Vec<&str> = bytes.iter().take(40).map(|&byte| WORDS[usize::from(byte) % WORDS.len()]).collect();
    let text = words.join(" ");
    let settings = Settings::default();
    let Ok(answer) = ENGINE.ask(&text, &settings, &Cancel::default()) else { return };
    let again = ENGINE.ask(&text, &settings, &Cancel::default());
    assert_eq!(again.ok().as_ref(), Some(&answer), "{text}");
});
