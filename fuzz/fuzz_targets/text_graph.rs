//! Any bytes are read as the files of a graph, split at zero bytes: problems, or a graph that answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::{Cancel, Engine, Settings, TextGraph};

const VOCABULARY: &str = include_str!("../../graphs/mini/vocabulary.toml");

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let mut next = || parts.next().unwrap_or("");
    let (entities, relations, statements, vocabulary) = (next(), next(), next(), next());
    let vocabulary = if vocabulary.is_empty() { VOCABULARY } else { vocabulary };
    let graph = TextGraph { vocabulary, entities, relations, statements };
    if let Ok(engine) = Engine::from_text(&graph) {
        for question in ["show stats", "drugs targeting genes", "statements | count by level", "mechanisms resisting drugs"] {
            let _ = engine.ask(question, &Settings::default(), &Cancel::default());
        }
    }
});
