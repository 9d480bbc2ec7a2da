//! The questions of the benchmark graph, from text to answer.
//!
//! `cargo bench --bench questions -- DIRECTORY [SNAPSHOT]` reads `nodes_KIND.csv`,
//! `edges_RELATION.csv` and the parameters in `meta.json`, times import and each question (warm,
//! one process), and prints medians in microseconds. With a snapshot the questions are asked of
//! that, and nothing is imported.
#![allow(clippy::print_stdout)]

use onco::exchange::{Control, ImportOptions, import_files};
use onco::{Engine, EntityId, Graph, Settings};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let Some(directory) = arguments.next() else {
        println!("skipped: no directory of benchmark files given");
        return;
    };
    let engine = match arguments.next() {
        Some(snapshot) => opened(&snapshot),
        None => imported(&directory),
    };
    let meta = std::fs::read_to_string(directory.join("meta.json")).unwrap_or_default();
    let meta: serde_json::Value = serde_json::from_str(&meta).unwrap_or_default();
    println!(
        "{:<4} {:>12} {:>12} {:>8} {:>8} {:>8} {:>8} {:>12} {:>8} {:>12}  sentence",
        "", "median us", "min us", "rows", "parse", "resolve", "plan", "run", "notes", "present"
    );
    for (name, sentence) in questions(&meta["params"]).into_iter().chain(more_questions(engine.graph())) {
        let quick = engine.bench(&sentence, 3, &Settings::default());
        let runs = quick.as_ref().map_or(1, |report| ((300_000.0 / report.median_us) as usize).clamp(5, 3000));
        match engine.bench(&sentence, runs, &Settings::default()) {
            Ok(report) => println!(
                "{name:<4} {:>12.1} {:>12.1} {:>8} {:>8.1} {:>8.1} {:>8.1} {:>12.1} {:>8.1} {:>12.1}  {sentence}",
                report.median_us,
                report.min_us,
                report.rows,
                report.parse_us,
                report.resolve_us,
                report.plan_us,
                report.run_us,
                report.notes_us,
                report.present_us
            ),
            Err(failure) => println!("{name:<4} {failure:?}  {sentence}"),
        }
    }
}

fn opened(snapshot: &Path) -> Engine {
    let start = Instant::now();
    let engine = Engine::open(snapshot).unwrap_or_else(|failure| panic!("{failure}"));
    println!("opened in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    engine
}

fn imported(directory: &Path) -> Engine {
    let start = Instant::now();
    let files = [directory.to_owned()];
    let imported = import_files("csv-graph", &files, &ImportOptions::default(), &Control::NONE)
        .unwrap_or_else(|failure| panic!("the benchmark graph is broken: {failure:?}"));
    println!("import and freeze: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let engine = Engine::new(imported.graph);
    println!("name index: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    engine
}

/// Questions whose ends are chosen by their degree: hubs for Q7, a start in the middle for Q8.
fn more_questions(graph: &Graph) -> Vec<(&'static str, String)> {
    let by_degree = |kind: &str| {
        let range = graph.vocabulary().kind(kind).map_or(0..0, |kind| graph.kind_range(kind));
        let degree = |entity: u32| -> usize {
            let relations = || graph.vocabulary().relations();
            let lists = relations().flat_map(|(relation, _)| [graph.forward(relation), graph.backward(relation)]);
            lists.map(|adjacency| adjacency.degree(entity)).sum()
        };
        let mut all: Vec<u32> = range.collect();
        all.sort_by_cached_key(|&entity| degree(entity));
        all
    };
    let (genes, effects) = (by_degree("gene"), by_degree("side effect"));
    let name = |entity: Option<&u32>| entity.map_or("", |&entity| graph.name(EntityId(entity)));
    vec![
        ("Q7+", format!("shortest path between \"{}\" and \"{}\"", name(genes.last()), name(effects.last()))),
        ("Q8+", q8(name(genes.get(genes.len() / 2)))),
    ]
}

fn q8(start: &str) -> String {
    format!("neighbours of \"{start}\" within 3 via interacting with, regulating, covarying with | count genes")
}

/// The sentences with their parameters.
fn questions(params: &serde_json::Value) -> Vec<(&'static str, String)> {
    let text = |name: &str| params[name].as_str().unwrap_or_default().to_owned();
    let end = |name: &str| params[name][1].as_str().unwrap_or_default().to_owned();
    vec![
        ("Q1", format!("compounds binding \"{}\"", text("q1_gene"))),
        ("Q2", format!("diseases associated with genes bound by \"{}\"", text("q2_comp"))),
        ("Q3", format!("compounds binding genes associated with \"{0}\" and treating diseases resembling \"{0}\"", text("q3_dis"))),
        ("Q4", format!("compounds binding genes associated with \"{0}\" and not treating \"{0}\"", text("q4_dis"))),
        ("Q5", "genes bound by or downregulated by or upregulated by compounds | count compounds by gene | top 20".to_owned()),
        (
            "Q6",
            "diseases associated with genes as h participating in pathways involving genes as g bound by compounds | count paths by disease"
                .to_owned(),
        ),
        ("Q7", format!("shortest path between \"{}\" and \"{}\"", end("q7_a"), end("q7_b"))),
        ("Q8", q8(&text("q8_gene"))),
        ("Q9", "genes as a interacting with genes interacting with genes interacting with a | count paths".to_owned()),
    ]
}
