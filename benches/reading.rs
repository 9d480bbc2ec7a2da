//! From the text of a question to its plan: tag, parse, resolve, plan; the whole of it; and
//! completion.
//!
//! `cargo bench --bench reading -- GRAPH [QUESTION …]` reads a snapshot, a directory of benchmark
//! files or, where nothing is given, the embedded graph, and prints microseconds per question.
#![allow(clippy::print_stdout)]

use onco::exchange::{Control, ImportOptions, import_files};
use onco::{Engine, Settings};
use std::path::Path;
use std::time::Instant;

/// Runs of each question.
const RUNS: usize = 5_000;
/// Runs of each completion.
const COMPLETIONS: usize = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let engine = open(arguments.first().map(String::as_str));
    let asked: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let questions = if asked.is_empty() { QUESTIONS } else { &asked };
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>10}  question",
        "parse us", "resolve us", "plan us", "all three", "whole ask"
    );
    for question in questions {
        match engine.bench(question, RUNS, &Settings::default()) {
            Ok(report) => println!(
                "{:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>10.1}  {question}",
                report.parse_us,
                report.resolve_us,
                report.plan_us,
                report.parse_us + report.resolve_us + report.plan_us,
                report.median_us
            ),
            Err(failure) => println!("{failure:?}  {question}"),
        }
    }
    println!("{:>10}  completion behind", "us");
    for beginning in BEGINNINGS {
        let mut times: Vec<f64> = (0..COMPLETIONS)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(engine.complete(beginning, beginning.len()));
                start.elapsed().as_secs_f64() * 1e6
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{:>10.1}  {beginning}", times[COMPLETIONS / 2]);
    }
}

fn open(graph: Option<&str>) -> Engine {
    let Some(graph) = graph else { return Engine::embedded().unwrap_or_else(|error| panic!("{error:?}")) };
    let path = Path::new(graph);
    if path.join("meta.json").exists() {
        let imported = import_files("csv-graph", &[path.to_owned()], &ImportOptions::default(), &Control::NONE)
            .unwrap_or_else(|failure| panic!("the benchmark graph is broken: {failure:?}"));
        return Engine::new(imported.graph);
    }
    Engine::open(path).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Questions of the embedded graph.
const QUESTIONS: &[&str] = &[
    "drugs targeting HER2",
    "drugs targeting HER2 in gastric",
    "mechanisms of resistance to osimertinib in NSCLC",
    "drugs overcoming EGFR T790M",
    "approved drugs targeting HER2 in gastric level B or better",
    "drugs targeting genes mutated in gastric and not treating gastric",
];

/// Beginnings of questions, with the cursor at their end.
const BEGINNINGS: &[&str] =
    &["", "drugs ", "drugs targeting ", "drugs targeting E", "drugs targeting HER2 in g", "drugs | "];
