//! Questions in plain words, put together at random: they are read or refused, and never in a hurry to panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::{Cancel, Engine, Settings};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().expect("the built-in graph"));

/// Every word of the wordings of the graph, and names.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let wordings = ENGINE.wordings();
    let mut words: Vec<String> =
        wordings.iter().flat_map(|wording| wording.text.split(' ')).map(str::to_owned).collect();
    let more = ["KRAS G12C", "HER2+", "EGFR-mutant", "NSCLC", ",", "and", "or", "not", "(", ")", "|", "does", "what", "?"];
    words.extend(more.map(str::to_owned));
    words.sort();
    words.dedup();
    words
});

fuzz_target!(|bytes: &[u8]| {
    // Two bytes stand for one word.
    let word = |pair: &[u8]| WORDS[usize::from(u16::from_le_bytes([pair[0], pair[1]])) % WORDS.len()].as_str();
    let text = bytes.chunks_exact(2).take(30).map(word).collect::<Vec<_>>().join(" ");
    let settings = Settings::default();
    let Ok(answer) = ENGINE.ask(&text, &settings, &Cancel::default()) else { return };
    // What the answer says it was taken for is a question that is understood again.
    let again = ENGINE.ask(&answer.reading, &settings, &Cancel::default());
    assert!(again.is_ok() || answer.reading.is_empty(), "{text}\n{}", answer.reading);
});
