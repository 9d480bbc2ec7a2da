//! Any bytes are read as a script and as a line to complete: no panic, no hang.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onco::{Cancel, Engine, Limits, Session, Settings, Source};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::open(Path::new("mini")).expect("a built-in graph"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let cursor = bytes.first().map_or(0, |&byte| usize::from(byte) * text.len() / 255);
    let _ = ENGINE.complete(&text, cursor);
    let limits = Limits { timeout: Duration::from_millis(100), max_rows: Some(1), ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let source = Source::new("fuzz", text);
    let _ = Session::new(&ENGINE, settings).run_script(source, &Cancel::default(), &mut |_| ControlFlow::Break(()));
});
