//! Every question of the documentation is asked of the built-in graph, and must be answered.
//! Blocks marked `onq` hold questions, one a line; `onq script` a script; `onq mini` is asked of
//! the small graph, `onq added` of the curated graph with the rows that the page adds.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    if let Ok(folder) = std::fs::read_dir(root.join("docs")) {
        pages.extend(
            folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    pages.sort();
    pages
}

/// Marks questions that are asked of a graph with the rows of their page.
const ADDED: &str = "added";

/// The blocks of a page in a language such as `onq`: line, words after the name of the language, text.
fn blocks(page: &str, language: &str) -> Vec<(usize, String, String)> {
    let mut blocks: Vec<(usize, String, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in page.lines().enumerate() {
        if let Some(words) = line.strip_prefix("```") {
            inside = !inside && words.split(' ').next() == Some(language);
            if inside {
                blocks.push((number + 2, words.trim_start_matches(language).trim().to_owned(), String::new()));
            }
        } else if let (true, Some((_, _, text))) = (inside, blocks.last_mut()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    blocks
}

#[test]
fn every_question_of_the_documentation_is_answered() {
    let mut graphs = common::Graphs::default();
    let (mut asked, mut wrong) = (0, String::new());
    for page in pages() {
        for (line, words, text) in blocks(&std::fs::read_to_string(&page).unwrap(), "onq") {
            if words == ADDED {
                continue;
            }
            let graph = if words.contains("mini") { "mini" } else { "oncology" };
            let script = words.contains("script");
            let questions: Vec<&str> = if script { vec![&text] } else { text.lines().collect() };
            for question in questions.into_iter().filter(|question| !question.trim().is_empty()) {
                asked += 1;
                let outcome = common::ask(graphs.get(graph).unwrap(), question, script);
                if let Some(message) = outcome.error() {
                    wrong.push_str(&format!("{}:{line}: {question}\n{message}\n", page.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(asked > 10, "the blocks were not found");
}

/// The rows that the page for curators adds are a layer upon the curated graph, block by block, and its
/// questions find them.
#[test]
fn rows_for_curators_can_be_added() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/curation.md")).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("curation");
    let _ = std::fs::remove_dir_all(&folder);
    let mut recipe =
        format!("strict = true\n[[source]]\nformat = \"tsv\"\nfiles = [{:?}]\n", root.join("graphs/oncology"));
    for (line, file, text) in blocks(&page, "tsv") {
        let layer = folder.join(line.to_string());
        std::fs::create_dir_all(&layer).unwrap();
        std::fs::write(layer.join(file).with_extension("tsv"), text).unwrap();
        recipe.push_str(&format!("[[source]]\nformat = \"tsv\"\nfiles = [{layer:?}]\n"));
    }
    std::fs::write(folder.join("added.toml"), recipe).unwrap();
    let built = onco::exchange::build_graph(&folder.join("added.toml"), &onco::exchange::Control::NONE);
    let engine = onco::Engine::new(built.unwrap_or_else(|failure| panic!("{failure}")).graph);
    let mut asked = 0;
    for (line, _, text) in blocks(&page, "onq").into_iter().filter(|(_, words, _)| words == ADDED) {
        for question in text.lines() {
            asked += 1;
            let answer = engine.ask(question, &onco::Settings::default(), &onco::Cancel::new());
            let answer = answer.unwrap_or_else(|failure| panic!("{line}: {question}: {failure:?}"));
            let told = format!("{:?}", answer.rows);
            let is_there = ["FDA:NDA000001", "PMID:00000001"].iter().any(|source| told.contains(source));
            assert!(is_there, "{line}: {question}: {told}");
        }
    }
    assert!(asked > 5, "the blocks were not found");
}

/// Where the generated part of the reference begins.
const GENERATED: &str = "from the tables of the program. -->\n";

#[test]
fn the_generated_part_of_the_reference_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let end = page.find(GENERATED).unwrap() + GENERATED.len();
    let (hand, old) = page.split_at(end);
    let new = onco::reference();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, format!("{hand}{new}")).unwrap();
        return;
    }
    assert!(old == new, "\n{}\n(UPDATE=1 cargo test --test docs writes it)", common::difference(old, &new));
}
