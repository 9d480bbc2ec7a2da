//! The borders that ARCHITECTURE.md draws: who may import whom, and which crates are named where.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Table = BTreeMap<String, Vec<String>>;

/// The `name: name name` lines of a block of ARCHITECTURE.md.
fn table(block: &str) -> Table {
    let page = include_str!("../ARCHITECTURE.md");
    let start = page.find(&format!("```{block}\n")).unwrap();
    let lines = page[start..].lines().skip(1).take_while(|line| !line.starts_with("```"));
    let row = |line: &str| {
        let (name, rest) = line.split_once(':').unwrap();
        (name.to_owned(), rest.split_whitespace().map(str::to_owned).collect())
    };
    lines.map(row).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Every line of code outside tests: its module, its place and its text.
fn lines() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut lines = Vec::new();
    for file in files {
        let short = file.strip_prefix(&root).unwrap();
        let module =
            short.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            lines.push((module.clone(), format!("src/{}:{}", short.display(), number + 1), line.to_owned()));
        }
    }
    lines
}

/// The `a::b` that follows each `crate::` of a line.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    let end = |rest: &str| rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
    line.split("crate::").skip(1).map(move |rest| rest[..end(rest)].trim_end_matches(':'))
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let borders = table("borders");
    let mut crossed = Vec::new();
    for (module, place, line) in lines() {
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let allowed = borders.get(&module).unwrap_or_else(|| panic!("ARCHITECTURE.md says nothing of module {module}"));
        for path in imports(&line) {
            let mut parts = path.split("::");
            let (first, second) = (parts.next().unwrap(), parts.next().unwrap_or_default());
            let fits = |name: &String| name == first || *name == format!("{first}::{second}");
            if first != module && !allowed.iter().any(fits) {
                crossed.push(format!("{place}: {module} may not import {path}"));
            }
        }
    }
    assert!(crossed.is_empty(), "\n{}", crossed.join("\n"));
}

#[test]
fn foreign_crates_stay_where_the_table_says() {
    let crates = table("crates");
    let mut crossed = Vec::new();
    for (module, place, line) in lines() {
        for (name, allowed) in &crates {
            let starts = |text: &str| {
                text.strip_suffix(name.as_str())
                    .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            };
            let named = line.match_indices("::").any(|(at, _)| starts(&line[..at]));
            if named && !allowed.contains(&module) {
                crossed.push(format!("{place}: only {allowed:?} may name {name}"));
            }
        }
    }
    assert!(crossed.is_empty(), "\n{}", crossed.join("\n"));
}
