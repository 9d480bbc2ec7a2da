//! Golden files: a question and what must come out of it, in one plain text file that needs no
//! Rust.
//!
//! ```text
//! # graph: mini                what the question is asked of; without it the built-in graph
//! # script                     run as a script (several statements, strict rules)
//! # waits for: import civic    cannot be asked yet, and why; listed as skipped
//! drugs targeting HER2 in gastric
//! ---- answer
//! drugs (targeting HER2 …
//! ```
//!
//! Blocks: `answer` (reading, rows, notes), `json`, `error`. Only those present are checked. A
//! line `====` starts the next case of the same file, which keeps the headers. `UPDATE=1` writes
//! what came out.

#![allow(dead_code, reason = "every test binary uses its own part")]

use onco::{
    Answer, Cancel, Engine, FORMATS, Failure, Layout, OpenError, Session, Settings, Source, Style, TextGraph,
    write_diagnostics, write_notes,
};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// One question with its expected blocks.
pub struct Case {
    headers: Vec<String>,
    /// Comment lines of this case that are no headers.
    comments: Vec<String>,
    pub query: String,
    blocks: Vec<(String, String)>,
}

/// Headers that the cases after them keep.
const LASTING: &[&str] = &["graph:", "script", "waits for:"];

impl Case {
    /// The value of a header such as `graph`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .rev()
            .find_map(|header| header.strip_prefix(name))
            .map(|rest| rest.trim_start_matches(':').trim())
    }
}

fn is_header(line: &str) -> bool {
    LASTING.iter().any(|name| line.trim_start_matches('#').trim_start().starts_with(name)) && line.starts_with('#')
}

/// The cases of a golden file.
pub fn cases(text: &str) -> Vec<Case> {
    let mut headers = Vec::new();
    text.split("\n====\n").map(|part| case(part, &mut headers)).collect()
}

fn case(text: &str, headers: &mut Vec<String>) -> Case {
    let mut case = Case { headers: Vec::new(), comments: Vec::new(), query: String::new(), blocks: Vec::new() };
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("---- ") {
            case.blocks.push((name.trim().to_owned(), String::new()));
        } else if let Some((_, block)) = case.blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        } else if is_header(line) {
            headers.push(line.trim_start_matches('#').trim().to_owned());
            case.comments.push(line.to_owned());
        } else if line.starts_with('#') && case.query.is_empty() {
            case.comments.push(line.to_owned());
        } else {
            case.query.push_str(line);
            case.query.push('\n');
        }
    }
    for (_, block) in &mut case.blocks {
        *block = format!("{}\n", block.trim_end());
    }
    case.query = case.query.trim().to_owned();
    case.headers = headers.clone();
    case
}

/// The file of these cases with these blocks.
fn written(cases: &[Case]) -> String {
    let mut parts = Vec::new();
    for case in cases {
        let mut text = String::new();
        for comment in &case.comments {
            let _ = writeln!(text, "{comment}");
        }
        let _ = writeln!(text, "{}", case.query);
        for (name, block) in &case.blocks {
            let _ = write!(text, "---- {name}\n{block}");
        }
        parts.push(text);
    }
    parts.join("====\n")
}

/// Every golden file below a folder of `tests/`, in order.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            collect(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "onq") {
            found.push(entry);
        }
    }
}

/// Engines by the name of their graph, each opened once.
#[derive(Default)]
pub struct Graphs(HashMap<String, Option<Engine>>);

impl Graphs {
    /// The engine of a `# graph:` header; none where its data is not on this machine.
    pub fn get(&mut self, name: &str) -> Option<&Engine> {
        self.0.entry(name.to_owned()).or_insert_with(|| open(name)).as_ref()
    }
}

fn open(name: &str) -> Option<Engine> {
    if let Some(outside) = name.strip_prefix("../") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(outside);
        return path.exists().then(|| Engine::open(&path).unwrap());
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphs").join(name);
    let engine = if own.is_dir() { open_own(&own) } else { Engine::open(Path::new(name)) };
    Some(engine.unwrap_or_else(|error| panic!("graph {name}: {error}")))
}

/// A graph of `tests/graphs/`: tables with a vocabulary of their own or, without one, with that of
/// the built-in graph.
fn open_own(folder: &Path) -> Result<Engine, OpenError> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let own = std::fs::read_to_string(folder.join("vocabulary.toml")).ok();
    let vocabulary = own.as_deref().unwrap_or(include_str!("../../graphs/oncology/vocabulary.toml"));
    let [entities, relations, statements] = ["entities.tsv", "relations.tsv", "statements.tsv"].map(read);
    let text = TextGraph { vocabulary, entities: &entities, relations: &relations, statements: &statements };
    Engine::from_text(&text)
}

/// What came of a question: answers, or why there are none.
pub struct Outcome {
    answers: Vec<Answer>,
    failure: Option<Failure>,
}

/// Asks the question of a case.
pub fn ask(engine: &Engine, query: &str, script: bool) -> Outcome {
    let mut answers = Vec::new();
    let mut session = Session::new(engine, Settings::default());
    let source = Source::new("query", query);
    let result = if script {
        session.run_script(source, &Cancel::default(), &mut |answer| {
            answers.push(answer);
            ControlFlow::Continue(())
        })
    } else {
        session.run_statement(source, &Cancel::default()).map(|found| answers = found)
    };
    Outcome { answers, failure: result.err() }
}

impl Outcome {
    /// What went wrong, as a person sees it.
    pub fn error(&self) -> Option<String> {
        self.failure.as_ref().map(error_text)
    }

    /// The text of a block of this kind.
    fn block(&self, name: &str) -> String {
        match name {
            "error" => self.failure.as_ref().map_or_else(|| "no error\n".to_owned(), error_text),
            "json" => self.texts(|answer| format(answer, "json")),
            _ => self.texts(answer_text),
        }
    }

    fn texts(&self, text: impl Fn(&Answer) -> String) -> String {
        let mut texts: Vec<String> = self.answers.iter().map(text).collect();
        texts.extend(self.failure.as_ref().map(error_text));
        format!("{}\n", texts.join("\n").trim_end())
    }
}

/// Reading, rows one a line, notes.
pub fn answer_text(answer: &Answer) -> String {
    let mut notes = Vec::new();
    write_notes(answer, &Style::default(), &mut notes).unwrap();
    let notes = String::from_utf8(notes).unwrap();
    let (reading, notes) =
        if answer.reading.is_empty() { ("", &*notes) } else { notes.split_once('\n').unwrap_or((&notes, "")) };
    let rows = if answer.layout == Layout::Tree {
        let bare = Answer { reading: String::new(), notes: Vec::new(), ..answer.clone() };
        format(&bare, "table")
    } else {
        format(answer, "line")
    };
    let count = match (answer.rows.len(), answer.contested.len()) {
        (rows, 0) => format!("= {rows} rows"),
        (rows, contested) => format!("= {rows} rows, {contested} contested"),
    };
    format!("{reading}\n{rows}{count}\n{notes}")
}

/// An answer in one of the formats.
pub fn format(answer: &Answer, name: &str) -> String {
    let mut bytes = Vec::new();
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    (format.write)(answer, &Style::default(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A failure as a person sees it.
pub fn error_text(failure: &Failure) -> String {
    if let Failure::Interrupted = failure {
        return "interrupted\n".to_owned();
    }
    let mut bytes = Vec::new();
    for (source, diagnostics) in failure.diagnostics() {
        write_diagnostics(source, diagnostics, false, &mut bytes).unwrap();
    }
    String::from_utf8(bytes).unwrap()
}

/// Codes of the errors of a failure.
pub fn codes(outcome: &Outcome) -> Vec<&'static str> {
    match &outcome.failure {
        Some(Failure::Diagnostics(_, diagnostics) | Failure::Runtime(_, diagnostics)) => {
            diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
        }
        Some(Failure::Files(files)) => {
            files.iter().flat_map(|(_, diagnostics)| diagnostics).map(|diagnostic| diagnostic.code.as_str()).collect()
        }
        Some(Failure::Interrupted) => vec!["interrupted"],
        None => Vec::new(),
    }
}

/// Runs all golden files of a folder; tells what was skipped and fails with everything that
/// differs.
pub fn check_folder(folder: &str) {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut graphs = Graphs::default();
    let (mut wrong, mut skipped, mut asked) = (String::new(), Vec::new(), 0);
    for file in files(folder).into_iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let shown = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        let mut cases = cases(&std::fs::read_to_string(&file).unwrap());
        let mut changed = false;
        for case in &mut cases {
            if let Some(reason) = reason_to_skip(case, &mut graphs) {
                skipped.push(format!("{shown}: {}: {reason}", case.query.lines().next().unwrap_or_default()));
                continue;
            }
            asked += 1;
            changed |= check_case(case, &mut graphs, &shown, update, &mut wrong);
        }
        if changed && update {
            std::fs::write(&file, written(&cases)).unwrap();
        }
    }
    // Straight to standard error: the test harness would swallow what `println!` writes.
    let mut out = std::io::stderr().lock();
    for line in &skipped {
        let _ = writeln!(out, "skipped: {line}");
    }
    let _ = writeln!(out, "{folder}: {asked} questions asked, {} skipped", skipped.len());
    assert!(wrong.is_empty(), "\n{wrong}\n(UPDATE=1 writes what came out; read it before you keep it)");
}

fn reason_to_skip(case: &Case, graphs: &mut Graphs) -> Option<String> {
    if let Some(reason) = case.header("waits for") {
        return Some(format!("waits for {reason}"));
    }
    let graph = case.header("graph").unwrap_or("oncology");
    graphs.get(graph).is_none().then(|| format!("there is no {graph} here"))
}

/// True where a block came out otherwise.
fn check_case(case: &mut Case, graphs: &mut Graphs, shown: &str, update: bool, wrong: &mut String) -> bool {
    let engine = graphs.get(case.header("graph").unwrap_or("oncology")).unwrap();
    let outcome = ask(engine, &case.query, case.header("script").is_some());
    if case.blocks.is_empty() {
        let _ = writeln!(wrong, "{shown}: `{}` expects nothing", case.query);
    }
    let mut changed = false;
    for (name, expected) in &mut case.blocks {
        let got = outcome.block(name);
        if got == *expected {
            continue;
        }
        changed = true;
        if update {
            *expected = got;
        } else {
            let _ = writeln!(wrong, "{shown}: {}\n---- {name}\n{}", case.query, difference(expected, &got));
        }
    }
    changed
}

/// Lines that are only expected (-) or only came out (+), with those that are the same.
pub fn difference(expected: &str, got: &str) -> String {
    let (expected, got): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let same_front = expected.iter().zip(&got).take_while(|(a, b)| a == b).count();
    let (rest_expected, rest_got) = (&expected[same_front..], &got[same_front..]);
    let same_back = rest_expected.iter().rev().zip(rest_got.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for line in &rest_expected[..rest_expected.len() - same_back] {
        let _ = writeln!(text, "-{line}");
    }
    for line in &rest_got[..rest_got.len() - same_back] {
        let _ = writeln!(text, "+{line}");
    }
    text
}
