//! Real sources: merged and saved, opened, first answer.
//!
//! `cargo bench --bench sources` reads `../shared/data`, beside the project, and prints seconds and
//! milliseconds: the fastest and the middle one of several runs.
#![allow(clippy::print_stdout)]

use onco::exchange::{Control, ImportFailure, ImportOptions, Imported, build_graph, import_files};
use onco::{Cancel, Engine, Settings};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Format, file and further options of each source, in the order of trust.
const SOURCES: &[(&str, &str, &str)] = &[
    ("hgnc", "hgnc_entries.tsv", ""),
    ("obo", "doid-2024.obo", "kind = \"cancer\"\nroot = \"DOID:162\"\n"),
    ("oncotree", "oncotree_2025_10_03.json", ""),
    ("famplex", "famplex-*.csv", ""),
    ("dgidb", "dgidb-2018-interactions.tsv.gz", ""),
    ("civic", "civic-AcceptedEvidence-2026-05.tsv", ""),
];
const HETIONET: &[&str] = &["hetionet-v1.0-nodes.tsv", "hetionet-v1.0-partial-edges.sif.gz"];

const BUILDS: usize = 5;
const OPENINGS: usize = 50;

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let folder = std::env::temp_dir().join(format!("onco-bench-{}", std::process::id()));
    if let Err(error) = std::fs::create_dir_all(&folder) {
        println!("skipped: {}: {error}", folder.display());
        return;
    }
    let recipe = folder.join("onco.toml");
    std::fs::write(&recipe, recipe_of(&data)).unwrap_or_else(|error| panic!("the recipe cannot be written: {error}"));
    measure("seven sources", &folder.join("clinical.onco"), "drugs targeting HER2 in gastric", || {
        build_graph(&recipe, &Control::NONE)
    });
    let files: Vec<PathBuf> = HETIONET.iter().map(|file| data.join(file)).collect();
    measure("Hetionet, partial", &folder.join("hetionet.onco"), "genes associated with stomach cancer", || {
        import_files("hetionet", &files, &ImportOptions::default(), &Control::NONE)
    });
    // What is left in the folder for temporary files is the system's to remove.
    let _ = std::fs::remove_dir_all(&folder);
}

/// The shipped graph and all sources.
fn recipe_of(data: &Path) -> String {
    let mut recipe = "name = \"clinical\"\n[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n".to_owned();
    for (format, file, options) in SOURCES {
        let file = data.join(file).display().to_string();
        recipe.push_str(&format!("[[source]]\nformat = \"{format}\"\nfiles = [{file:?}]\n{options}"));
    }
    recipe
}

/// Makes and saves a graph, then opens it and asks, several times.
fn measure(what: &str, file: &Path, question: &str, make: impl Fn() -> Result<Imported, ImportFailure>) {
    let made = timed(BUILDS, || {
        let imported = make().unwrap_or_else(|failure| panic!("{what}: {failure:?}"));
        Engine::new(imported.graph).save(file).unwrap_or_else(|error| panic!("{what}: {error}"));
    });
    let bytes = std::fs::metadata(file).map_or(0, |file| file.len());
    println!("{what}: made and saved in {:.2} s (fastest), {:.2} s (middle); {} KiB", made.0, made.1, bytes >> 10);
    let opened = timed(OPENINGS, || drop(Engine::open(file)));
    let mut rows = 0;
    let answered = timed(OPENINGS, || {
        let engine = Engine::open(file).unwrap_or_else(|error| panic!("{what}: {error}"));
        let answer = engine.ask(question, &Settings::default(), &Cancel::new());
        rows = answer.map_or(0, |answer| answer.rows.len());
    });
    for (what, (fastest, middle)) in [("opened", opened), ("opened and first answer", answered)] {
        println!("  {what}: {:.2} ms (fastest), {:.2} ms (middle)", 1e3 * fastest, 1e3 * middle);
    }
    println!("  {rows} rows: {question}");
}

/// Seconds of the fastest and the middle run.
fn timed(runs: usize, mut run: impl FnMut()) -> (f64, f64) {
    let mut seconds: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    (seconds.first().copied().unwrap_or(0.0), seconds.get(runs / 2).copied().unwrap_or(0.0))
}
