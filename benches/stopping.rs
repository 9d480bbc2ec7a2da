//! How long a question still runs after it was asked to stop.
//!
//! `cargo bench --bench stopping -- GRAPH [QUESTION …]` asks each question of a snapshot, asks it
//! to stop at several moments of its run, and prints how many milliseconds later it did; the
//! longest of all moments counts. Questions that end before they can be stopped say so.
#![allow(clippy::print_stdout)]

use onco::{Cancel, Engine, Failure, Settings};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Moments of a run at which it is stopped.
const MOMENTS: u32 = 24;
/// Longer runs are stopped within so many milliseconds only.
const LONGEST_MS: f64 = 2_000.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let Some(graph) = arguments.first() else {
        println!("skipped: no snapshot given");
        return;
    };
    let engine = Engine::open(Path::new(graph)).unwrap_or_else(|failure| panic!("{failure}"));
    let asked: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    println!("{:>12} {:>14} {:>8}  question", "whole ms", "stops in ms", "stopped");
    for question in if asked.is_empty() { QUESTIONS } else { &asked } {
        let whole = whole_ms(&engine, question);
        let (mut longest, mut stopped) = (0.0_f64, 0);
        for moment in 0..MOMENTS {
            let after = whole.min(LONGEST_MS) * f64::from(moment) / f64::from(MOMENTS);
            if let Some(ms) = stop_ms(&engine, question, after) {
                longest = longest.max(ms);
                stopped += 1;
            }
        }
        println!("{whole:>12.1} {longest:>14.2} {stopped:>5}/{MOMENTS}  {question}");
    }
}

/// How long a question takes if it may, up to the longest time.
fn whole_ms(engine: &Engine, question: &str) -> f64 {
    let mut settings = Settings::default();
    settings.limits.timeout = Duration::from_millis(LONGEST_MS as u64);
    let start = Instant::now();
    if let Err(failure @ Failure::Diagnostics(..)) = engine.ask(question, &settings, &Cancel::new()) {
        panic!("{question}: {failure:?}");
    }
    start.elapsed().as_secs_f64() * 1e3
}

/// Milliseconds from the stop to the end of the run; `None` where it was done before.
fn stop_ms(engine: &Engine, question: &str, after_ms: f64) -> Option<f64> {
    let cancel = Cancel::new();
    let (start, stop) = (Instant::now(), AtomicU64::new(u64::MAX));
    let mut settings = Settings::default();
    settings.limits.timeout = Duration::from_secs(600);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_secs_f64(after_ms / 1e3));
            stop.store(start.elapsed().as_nanos() as u64, Ordering::SeqCst);
            cancel.cancel();
        });
        let interrupted = matches!(engine.ask(question, &settings, &cancel), Err(Failure::Interrupted));
        let end = start.elapsed().as_nanos() as u64;
        interrupted.then(|| end.saturating_sub(stop.load(Ordering::SeqCst)) as f64 / 1e6)
    })
}

/// Long questions of the benchmark graph: walks, counts, cycles, listings, ranks.
const QUESTIONS: &[&str] = &[
    "genes as a interacting with genes interacting with genes interacting with a | count paths",
    "diseases associated with genes as h participating in pathways involving genes as g bound by compounds | count paths by disease",
    "genes bound by or downregulated by or upregulated by compounds | count compounds by gene | top 20",
    "genes as a interacting with genes interacting with genes interacting with a",
    "genes interacting with at least 3 genes participating in biological processes | count",
    "genes | rank by pagerank | top 5",
    "genes | rank by betweenness | top 5",
    "genes | sort by name",
    "genes participating in biological processes | count biological processes by gene | top 5",
    "paths from (compounds) to (diseases) within 3",
    "compounds binding genes as g associated with diseases | count paths by compound, g",
];
