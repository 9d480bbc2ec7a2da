//! A snapshot with bytes changed, cut and added, with its checksums made to fit again where the input says
//! so: an error, or a graph that answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::{Cancel, Engine, Settings};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("onco-fuzz-{}.onco", std::process::id())));

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    Engine::open(Path::new("mini")).expect("a built-in graph").save(&FILE).expect("a temporary file");
    std::fs::read(&*FILE).expect("what was written")
});

const QUESTIONS: &[&str] = &[
    "drugs targeting HER2 in gastric",
    "mechanisms of resistance to trastuzumab",
    "subtypes of gastric cancer",
    "statements | count by level",
    "paths from EGFR to trastuzumab within 3",
    "conflicts",
    "describe ERBB2",
];

fuzz_target!(|input: &[u8]| {
    let [options, input @ ..] = input else { return };
    let mut bytes = GOOD.clone();
    // Three bytes of place and one that is mixed in.
    let (changes, rest) = input.as_chunks::<4>();
    for &[a, b, c, mixed] in changes {
        let place = u32::from_le_bytes([a, b, c, 0]) as usize % bytes.len();
        bytes[place] ^= mixed;
    }
    if options & 1 == 0 {
        bytes.extend_from_slice(rest);
    } else {
        let Some(sealed) = onco::resealed(bytes) else { return };
        bytes = sealed;
    }
    if std::fs::write(&*FILE, bytes).is_err() {
        return;
    }
    let Ok(engine) = Engine::open(&FILE) else { return };
    for question in QUESTIONS {
        let _ = engine.ask(question, &Settings::default(), &Cancel::default());
    }
});
