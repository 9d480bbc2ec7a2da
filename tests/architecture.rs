//! What ARCHITECTURE.md promises of the source: who may import whom, which crates are named where,
//! no cycles, the words of the evidence model in one place, and nothing named that is not there.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../ARCHITECTURE.md");

type Table = BTreeMap<String, Vec<String>>;

/// The `name: name name` lines of a block of ARCHITECTURE.md.
fn table(block: &str) -> Table {
    let start = PAGE.find(&format!("```{block}\n")).unwrap();
    let lines = PAGE[start..].lines().skip(1).take_while(|line| !line.starts_with("```"));
    let row = |line: &str| {
        let (name, rest) = line.split_once(':').unwrap();
        (name.to_owned(), rest.split_whitespace().map(str::to_owned).collect())
    };
    lines.map(row).collect()
}

/// A file of `src` without its tests and comments.
struct File {
    /// Its place below `src`: `graph/store/mod.rs`.
    path: String,
    code: String,
}

impl File {
    /// The top-level module it belongs to.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The path of modules that its items are in: `graph store` for `graph/store/mod.rs`.
    fn modules(&self) -> Vec<&str> {
        let mut steps: Vec<&str> = self.path.trim_end_matches(".rs").split('/').collect();
        if steps.last() == Some(&"mod") {
            steps.pop();
        }
        steps
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    find(&root, &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = code.lines().map(without_comment).collect::<Vec<_>>().join("\n");
        File { path: path.strip_prefix(&root).unwrap().display().to_string(), code }
    };
    paths.iter().map(read).collect()
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            find(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// A line up to its `//`, unless that is within a text.
fn without_comment(line: &str) -> &str {
    let ends = line.match_indices("//").map(|(at, _)| at);
    let outside = |at: &usize| line[..*at].replace("\\\"", "").matches('"').count().is_multiple_of(2);
    ends.into_iter().find(outside).map_or(line, |at| &line[..at])
}

/// Fails with what is wrong, a line each.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The `a::b` that follows each `crate::` of a line.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| path_at(rest).trim_end_matches(':'))
}

/// The path that a text begins with.
fn path_at(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    &text[..end]
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let borders = table("borders");
    let mut crossed = Vec::new();
    for file in files().iter().filter(|file| !matches!(file.module(), "lib" | "main")) {
        let module = file.module();
        let allowed = borders.get(module).unwrap_or_else(|| panic!("ARCHITECTURE.md says nothing of module {module}"));
        for (number, line) in file.code.lines().enumerate() {
            for path in imports(line) {
                let mut parts = path.split("::");
                let (first, second) = (parts.next().unwrap(), parts.next().unwrap_or_default());
                let fits = |name: &String| name == first || *name == format!("{first}::{second}");
                if first != module && !allowed.iter().any(fits) {
                    crossed.push(format!("src/{}:{}: {module} may not import {path}", file.path, number + 1));
                }
            }
        }
    }
    none(&crossed);
}

#[test]
fn the_table_has_no_cycle() {
    let borders = table("borders");
    let mut graph = DiGraphMap::<&str, ()>::new();
    for (module, allowed) in &borders {
        for name in allowed {
            graph.add_edge(module, name.split("::").next().unwrap(), ());
        }
    }
    let unknown = graph.nodes().filter(|name| !borders.contains_key(*name)).map(|name| format!("{name} has no row"));
    none(&unknown.collect::<Vec<_>>());
    none(&cycles(&graph));
}

/// Each set of nodes that lead to each other, as a text.
fn cycles(graph: &DiGraphMap<&str, ()>) -> Vec<String> {
    let components = tarjan_scc(graph).into_iter().filter(|nodes| nodes.len() > 1);
    let shown = components.map(|mut nodes| {
        nodes.sort_unstable();
        format!("these import each other: {}", nodes.join(", "))
    });
    shown.collect()
}

#[test]
fn foreign_crates_stay_where_the_table_says() {
    let crates = table("crates");
    let mut crossed = Vec::new();
    for file in &files() {
        for (number, line) in file.code.lines().enumerate() {
            for (name, allowed) in &crates {
                let starts = |text: &str| {
                    text.strip_suffix(name.as_str())
                        .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
                };
                let named = line.match_indices("::").any(|(at, _)| starts(&line[..at]));
                if named && !allowed.iter().any(|module| module == file.module()) {
                    crossed.push(format!("src/{}:{}: only {allowed:?} may name {name}", file.path, number + 1));
                }
            }
        }
    }
    none(&crossed);
}

/// Every path that a file names, with whether it is given on (`pub use`): `super::a::B`.
fn paths(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        let start = statement.rfind("use ").filter(|&at| {
            let before = statement[..at].trim_end();
            (before.is_empty()
                || before.ends_with([';', '}', ')', ']'])
                || before.ends_with("pub")
                || before.ends_with('\n'))
                || before.lines().last().is_none_or(|line| line.trim().is_empty())
        });
        match start {
            Some(at) => {
                let before = &statement[..at];
                let public = before.trim_end().ends_with("pub") || before.trim_end().ends_with(')');
                expand("", statement[at + 4..].trim_end_matches(';'), &mut |path| found.push((public, path)));
                rest.push_str(before);
            }
            None => rest.push_str(statement),
        }
    }
    let is_in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for (at, _) in rest.match_indices("::") {
        let start = rest[..at].rfind(|c| !is_in_path(c)).map_or(0, |before| before + 1);
        if !rest[start..at].contains(':') {
            found.push((false, path_at(&rest[start..]).trim_end_matches(':').to_owned()));
        }
    }
    found
}

/// The single paths of a `use` with braces.
fn expand(before: &str, text: &str, found: &mut dyn FnMut(String)) {
    let text = text.trim();
    let Some(open) = text.find('{') else {
        let name = text.split(" as ").next().unwrap().trim();
        return found(format!("{before}{}", name.trim_end_matches("::self")));
    };
    let before = format!("{before}{}", &text[..open]);
    let inner = &text[open + 1..text.rfind('}').unwrap()];
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..at].trim();
                start = at + 1;
                if part == "self" {
                    found(before.trim_end_matches("::").to_owned());
                } else if !part.is_empty() {
                    expand(&before, part, found);
                }
            }
            _ => {}
        }
    }
}

/// Finds the file that a path leads to.
struct Tree<'a> {
    /// By path of modules: the file.
    files: BTreeMap<Vec<&'a str>, &'a File>,
    /// By path of modules and name: where a `pub use` leads to.
    given_on: BTreeMap<(Vec<&'a str>, String), Vec<String>>,
}

impl<'a> Tree<'a> {
    fn new(files: &'a [File]) -> Self {
        let mut tree = Self { files: BTreeMap::new(), given_on: BTreeMap::new() };
        tree.files.extend(files.iter().map(|file| (file.modules(), file)));
        for file in files {
            for (public, path) in paths(&file.code) {
                let Some(steps) = tree.absolute(&file.modules(), &path).filter(|_| public) else { continue };
                let name = steps.last().unwrap().clone();
                tree.given_on.insert((file.modules(), name), steps);
            }
        }
        tree
    }

    /// A path from the top on; `None` where it leads out of this crate.
    fn absolute(&self, modules: &[&str], path: &str) -> Option<Vec<String>> {
        let mut at: Vec<String> = modules.iter().map(|step| (*step).to_owned()).collect();
        let mut steps: Vec<&str> = path.split("::").collect();
        match *steps.first()? {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                at.pop();
            }
            name => {
                let mut child: Vec<&str> = modules.to_vec();
                child.push(name);
                self.files.get(&child)?;
                at.push(name.to_owned());
            }
        }
        steps.remove(0);
        for step in steps {
            if step == "super" {
                at.pop();
            } else {
                at.push(step.to_owned());
            }
        }
        Some(at)
    }

    /// The file that holds what an absolute path names.
    fn file(&self, path: &[String]) -> Option<&'a File> {
        for length in (1..=path.len()).rev() {
            let modules: Vec<&str> = path[..length].iter().map(String::as_str).collect();
            let Some((modules, file)) = self.files.get_key_value(&modules) else { continue };
            let Some(name) = path.get(length) else { return Some(file) };
            return match self.given_on.get(&(modules.clone(), name.clone())) {
                Some(target) => self.file(target),
                None => Some(file),
            };
        }
        None
    }
}

#[test]
fn files_of_a_module_do_not_import_each_other() {
    let allowed = table("cycles");
    let files = files();
    let tree = Tree::new(&files);
    let mut graphs: BTreeMap<&str, DiGraphMap<&str, ()>> = BTreeMap::new();
    for file in &files {
        let graph = graphs.entry(file.module()).or_default();
        for (_, path) in paths(&file.code).iter().filter(|(public, _)| !public) {
            let target = tree.absolute(&file.modules(), path).and_then(|path| tree.file(&path));
            if let Some(target) = target.filter(|target| target.module() == file.module() && target.path != file.path) {
                graph.add_edge(&file.path, &target.path, ());
            }
        }
    }
    assert!(allowed.len() <= 2, "two modules with a cycle are the most: {:?}", allowed.keys());
    let mut wrong = Vec::new();
    for (module, mut graph) in graphs {
        if let Some(reason) = allowed.get(module) {
            // The reason names the file through which all of a cycle goes: without it there is
            // none.
            let gate = reason.iter().find(|word| word.ends_with(".rs"));
            let path = format!("{module}/{}", gate.unwrap_or_else(|| panic!("which file does {module} meet in?")));
            if cycles(&graph).is_empty() {
                wrong.push(format!("{module} has no cycle any more: take it off the list"));
            }
            let node = graph.nodes().find(|file| *file == path).unwrap_or_else(|| panic!("there is no file {path}"));
            graph.remove_node(node);
        }
        wrong.extend(cycles(&graph));
    }
    none(&wrong);
}

/// The name of a type that a line of code defines, outside functions and `impl` blocks.
fn defined_type(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let is_type = matches!(words.next()?, "struct" | "enum" | "trait" | "type" | "union");
    let name = path_at(words.next()?);
    (is_type && !line.starts_with(' ') && !name.is_empty()).then_some(name)
}

#[test]
fn a_name_stands_for_one_type() {
    let files = files();
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in &files {
        for (number, line) in file.code.lines().enumerate() {
            if let Some(name) = defined_type(line) {
                places.entry(name).or_default().push(format!("src/{}:{}", file.path, number + 1));
            }
        }
    }
    assert!(places.contains_key("Run") && places.contains_key("StageRow"), "{places:?}");
    places.retain(|_, places| places.len() > 1);
    none(&places.iter().map(|(name, places)| format!("{name}: {}", places.join(", "))).collect::<Vec<_>>());
}

/// The variants of the table that a macro makes in a file of `model`: `Limit(number: usize) {`.
fn rows_of(file: &File, macro_name: &str) -> BTreeSet<String> {
    let start = file.code.find(&format!("\n{macro_name}! {{\n")).unwrap();
    let lines = file.code[start..].lines().skip(2).take_while(|line| *line != "}");
    let name = |line: &str| {
        let row = line.strip_prefix("    ").filter(|row| row.starts_with(char::is_uppercase))?;
        Some(path_at(row).to_owned())
    };
    lines.filter_map(name).collect()
}

/// What ARCHITECTURE.md says about adding a stage, a source or a field: besides its row, one file
/// goes through all of them. No file goes through the fields, but an importer fills those that it
/// finds.
#[test]
fn one_file_goes_through_all_stages_and_sources() {
    let files = files();
    for (table, macro_name, types, expected) in [
        (
            "model/stages.rs",
            "stages",
            ["Stage::", "StageKind::", "StageOf::", "StageName::"],
            &["exec/stages/mod.rs"][..],
        ),
        (
            "model/sources.rs",
            "sources",
            ["RowSource::", "SourceSyntax::", "SourceOf::", "SourceKind::"],
            &["report/mod.rs"],
        ),
        (
            "model/fields.rs",
            "fields",
            ["Field::", "StatementField::", "StatementColumn::", "FieldRow::"],
            &["import/civic.rs"],
        ),
    ] {
        let names = rows_of(files.iter().find(|file| file.path == table).unwrap(), macro_name);
        assert!(names.len() > 10, "{table}: {names:?}");
        let is_named = |code: &str, name: &str| {
            types.iter().any(|of| code.match_indices(of).any(|(at, _)| path_at(&code[at + of.len()..]) == name))
        };
        let goes_through_all =
            |file: &&File| 2 * names.iter().filter(|name| is_named(&file.code, name)).count() > names.len();
        let found: Vec<&str> = files.iter().filter(goes_through_all).map(|file| file.path.as_str()).collect();
        assert_eq!(found, expected, "more than half of the rows of {table} are named there");
    }
}

/// The texts in quotes of a piece of code that has no quotes in its texts.
fn literals(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.lines().enumerate().flat_map(|(number, line)| {
        let escaped = line.contains("\\\"") || line.contains('\'');
        let texts = line.split('"').skip(1).step_by(2);
        texts.filter(move |_| !escaped || !line.contains("'\"'")).map(move |text| (number + 1, text))
    })
}

#[test]
fn the_evidence_model_is_named_in_one_place() {
    let files = files();
    let is_word = |text: &&str| text.starts_with(char::is_alphabetic);
    let model = |file: &&File| matches!(file.path.as_str(), "model/names.rs" | "model/fields.rs");
    let words: BTreeSet<&str> = files
        .iter()
        .filter(model)
        .flat_map(|file| literals(&file.code))
        .map(|(_, text)| text)
        .filter(is_word)
        .collect();
    assert!(words.contains("drug class") && words.contains("native_level"), "{words:?}");
    let others = table("words");
    let mut unused: BTreeSet<(&str, &str)> =
        others.iter().flat_map(|(path, words)| words.iter().map(move |word| (path.as_str(), word.as_str()))).collect();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !matches!(file.module(), "model" | "vocabulary")) {
        for (line, text) in literals(&file.code).filter(|(_, text)| words.contains(text)) {
            let spaceless = text.replace(' ', "_");
            let allowed = others.get(&file.path).is_some_and(|words| words.contains(&spaceless));
            unused.retain(|&(path, word)| (path, word) != (file.path.as_str(), spaceless.as_str()));
            if !allowed {
                found.push(format!("src/{}:{line}: `{text}` is a word of the evidence model", file.path));
            }
        }
    }
    none(&found);
    none(
        &unused.iter().map(|(path, word)| format!("{path} has no `{word}`: take it off the list")).collect::<Vec<_>>(),
    );
}

#[test]
fn what_the_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let looks_like_a_file = |text: &&str| {
        let plain = text.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c));
        let ends = [".rs", ".pest", ".toml", ".md", ".tsv", ".onco"].iter().any(|end| text.ends_with(end));
        // `.onco` is an ending, and NAME stands for any name.
        let stands_for_one = !text.starts_with('.') && !text.contains("NAME");
        plain && stands_for_one && (text.contains('/') || ends)
    };
    let quoted = PAGE.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let mut named: Vec<&str> = quoted.filter(looks_like_a_file).collect();
    let borders = table("borders");
    named.extend(borders.keys().map(String::as_str));
    let is_there = |name: &&&str| {
        let folders = [root.to_owned(), root.join("src")];
        folders.iter().any(|folder| folder.join(name).exists() || folder.join(format!("{name}.rs")).exists())
    };
    let missing = named.iter().filter(|name| !is_there(name));
    none(&missing.map(|name| format!("ARCHITECTURE.md names {name}, which is not there")).collect::<Vec<_>>());
}
