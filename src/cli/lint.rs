//! `onco lint`: what is wrong with a graph.

use super::arguments::{Global, LintArguments};
use super::exit::Exit;
use super::output::Printer;
use super::{run, stats};
use crate::answer::{Cell, ColumnType};
use crate::diagnostic::{Code, Severity};
use crate::engine::{Engine, OpenError};
use crate::import::tsv;
use crate::inspect::lint::{self, CHECKSUM, LintFinding};
use crate::snapshot;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Formats that are one line for a person and one object for a program; the others are tables.
const LINES: &[&str] = &["table", "line"];
const JSON: &str = "json";

const COLUMNS: &[(&str, ColumnType)] = &[
    ("severity", ColumnType::Text),
    ("check", ColumnType::Text),
    ("file", ColumnType::Text),
    ("line", ColumnType::Number),
    ("column", ColumnType::Number),
    ("id", ColumnType::Text),
    ("message", ColumnType::Text),
];

pub(super) fn run(arguments: &LintArguments, global: &Global, printer: &mut Printer) -> Exit {
    let given = arguments.path.clone().or_else(|| global.graph.clone().map(PathBuf::from));
    let checked = match given.as_deref() {
        Some(path) if path.is_dir() => of_directory(path),
        Some(path) if path.is_file() => of_file(path),
        // A name, or nothing: a graph that the program carries.
        _ => run::open(given.as_deref().and_then(Path::to_str), printer)
            .map(|engine| Examined { findings: lint::lint(engine.graph()), engine: Some(engine) })
            .map_err(Refused::Told),
    };
    match checked {
        Ok(mut checked) => {
            if let Some(engine) = &checked.engine {
                checked.findings.extend(wordings(engine));
            }
            tell(&checked, printer)
        }
        Err(Refused::Told(exit)) => exit,
        Err(Refused::Open(error)) => {
            printer.problem(Code::Graph, &error.to_string());
            Exit::CannotOpen
        }
    }
}

/// Why nothing could be checked.
enum Refused {
    /// The error has been printed.
    Told(Exit),
    Open(OpenError),
}

struct Examined {
    findings: Vec<LintFinding>,
    /// Absent where there is no graph to be had.
    engine: Option<Engine>,
}

/// Examples of phrase rows that are not understood as they say.
fn wordings(engine: &Engine) -> impl Iterator<Item = LintFinding> {
    engine.wordings().into_iter().filter_map(|wording| {
        let problem = wording.problem?;
        let message = format!("the example `{}` of \"{}\" {problem}", wording.text, wording.rule);
        Some(LintFinding::whole(lint::WORDING, "vocabulary.toml", message))
    })
}

/// A graph as text: what keeps it from being made, or what is wrong with it, with places.
fn of_directory(path: &Path) -> Result<Examined, Refused> {
    let (graph, problems) = match tsv::open(path) {
        Ok(opened) => opened,
        Err(problems) => {
            return Ok(Examined { findings: problems.iter().map(LintFinding::of_problem).collect(), engine: None });
        }
    };
    let mut findings: Vec<LintFinding> = problems.iter().map(LintFinding::of_problem).collect();
    findings.extend(lint::lint(&graph));
    let files = tsv::FILES.iter().map(|name| path.join(name));
    let texts: Vec<(String, String)> =
        files.filter_map(|file| Some((file.display().to_string(), std::fs::read_to_string(&file).ok()?))).collect();
    lint::find_places(&mut findings, &texts);
    Ok(Examined { findings, engine: Some(Engine::new(graph)) })
}

/// A snapshot: all its checksums first, since nothing else is worth reading where they do not fit.
fn of_file(path: &Path) -> Result<Examined, Refused> {
    if let Err(error @ snapshot::SnapshotError::Damaged { .. }) = snapshot::verify(path) {
        let finding = LintFinding::whole(CHECKSUM, &path.display().to_string(), error.to_string());
        return Ok(Examined { findings: vec![finding], engine: None });
    }
    let engine = Engine::open(path).map_err(Refused::Open)?;
    Ok(Examined { findings: lint::lint(engine.graph()), engine: Some(engine) })
}

fn tell(checked: &Examined, printer: &mut Printer) -> Exit {
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let written = match (printer.format.name, &checked.engine) {
        (JSON, _) => printer.text(&format!("{:#}\n", as_json(&checked.findings, errors, warnings))),
        (format, Some(engine)) if !LINES.contains(&format) => {
            stats::write(&stats::table(engine, COLUMNS, rows(&checked.findings)), printer)
        }
        _ => printer.text(&checked.findings.iter().map(line).collect::<String>()),
    };
    printer.inform(&format!("{errors} errors, {warnings} warnings"));
    match written {
        Exit::Done if errors > 0 => Exit::Failed,
        exit => exit,
    }
}

fn severity(finding: &LintFinding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `entities.tsv:12:3: error[duplicate-alias]: …`
fn line(finding: &LintFinding) -> String {
    let mut place = finding.file.clone();
    for number in [finding.line, finding.column] {
        if number > 0 {
            place.push_str(&format!(":{number}"));
        }
    }
    let separator = if place.is_empty() { "" } else { ": " };
    format!("{place}{separator}{}[{}]: {}\n", severity(finding), finding.check, finding.message)
}

fn rows(findings: &[LintFinding]) -> Vec<Vec<Cell>> {
    let text = |text: &str| if text.is_empty() { Cell::Missing } else { Cell::Text(text.to_owned()) };
    let number = |number: u32| if number == 0 { Cell::Missing } else { Cell::Integer(number.into()) };
    let row = |finding: &LintFinding| {
        vec![
            text(severity(finding)),
            text(finding.check),
            text(&finding.file),
            number(finding.line),
            number(finding.column),
            text(&finding.id),
            text(&finding.message),
        ]
    };
    findings.iter().map(row).collect()
}

fn as_json(findings: &[LintFinding], errors: usize, warnings: usize) -> serde_json::Value {
    let number = |number: u32| (number > 0).then_some(number);
    let finding = |finding: &LintFinding| {
        json!({
            "severity": severity(finding),
            "check": finding.check,
            "file": finding.file,
            "line": number(finding.line),
            "column": number(finding.column),
            "id": finding.id,
            "message": finding.message,
        })
    };
    json!({ "format": 1, "errors": errors, "warnings": warnings, "findings": findings.iter().map(finding).collect::<Vec<_>>() })
}
