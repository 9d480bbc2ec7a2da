//! Asking: one question, a query file, standard input.

use super::arguments::{Global, QueryArguments};
use super::exit::Exit;
use super::output::Printer;
use crate::answer::{Answer, Cell};
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine, Failure, Limits, Session, Settings};
use crate::render::FORMATS;
use crate::text::Source;
use serde_json::json;
use std::io::{self, Read, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::path::Path;

/// Standard input instead of a file or query.
pub(super) const STANDARD_INPUT: &str = "-";

/// `onco query`: one question.
pub(super) fn query(query: &QueryArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    run(|| {
        let text = match query.query.as_str() {
            STANDARD_INPUT => read(Path::new(STANDARD_INPUT), printer)?,
            text => text.to_owned(),
        };
        let text = match &query.columns {
            Some(columns) => format!("{} | show {columns}", text.trim_end().trim_end_matches(';')),
            None => text,
        };
        // The process ends with the answer: giving back the graph's memory piece by piece first
        // would take a tenth of the time of a question.
        let engine = ManuallyDrop::new(open(global.graph.as_deref(), printer)?);
        let settings = settings(global);
        if let Some(runs) = query.bench {
            return bench(&engine, &text, runs, &settings, printer);
        }
        let answer = engine.ask(&text, &settings, cancel).map_err(|failure| printer.failure(&failure))?;
        printer.answer(&answer)?;
        Ok(if query.exit_status { yes_or_no(&answer) } else { Exit::Done })
    })
}

/// `onco` alone where nobody types: standard input as a script.
pub(super) fn standard_input(global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    run(|| {
        let engine = open(global.graph.as_deref(), printer)?;
        let text = read(Path::new(STANDARD_INPUT), printer)?;
        let source = Source::new("standard input", text);
        run_script(&engine, source, global, printer, cancel).map_err(|failure| printer.failure(&failure))
    })
}

/// The graph of a name or path, or the built-in one. Errors have been printed.
pub(crate) fn open(graph: Option<&str>, printer: &Printer) -> Result<Engine, Exit> {
    let opened = match graph {
        None => Engine::embedded(),
        Some(graph) => Engine::open(Path::new(graph)),
    };
    opened.map_err(|error| {
        printer.problem(Code::Graph, &error.to_string());
        Exit::CannotOpen
    })
}

fn run(work: impl FnOnce() -> Result<Exit, Exit>) -> Exit {
    work().unwrap_or_else(|exit| exit)
}

/// How questions are answered, as the options say.
pub(crate) fn settings(global: &Global) -> Settings {
    let timeout = global.timeout.unwrap_or(Limits::default().timeout);
    let limits = Limits { timeout, max_rows: global.max_rows, max_memory: global.max_memory };
    let formats = FORMATS.iter().flat_map(|format| [format.name, format.extension]).collect();
    let drawn = FORMATS.iter().filter(|format| format.draws).flat_map(|format| [format.name, format.extension]);
    Settings {
        strict: global.strict,
        limits,
        parameters: global.parameters.clone(),
        format: None,
        formats,
        drawn_formats: drawn.collect(),
        usual_format: global.format.map(|format| format.name),
    }
}

/// Runs a script and prints its answers. `Err` is the failure, which has not been printed.
pub(super) fn run_script(
    engine: &Engine,
    source: Source,
    global: &Global,
    printer: &mut Printer,
    cancel: &Cancel,
) -> Result<Exit, Failure> {
    let mut stopped = None;
    let mut session = Session::new(engine, settings(global));
    let result = session.run_script(source, cancel, &mut |answer| match printer.answer(&answer) {
        Ok(()) => ControlFlow::Continue(()),
        Err(exit) => {
            stopped = Some(exit);
            ControlFlow::Break(())
        }
    });
    result?;
    Ok(stopped.unwrap_or(Exit::Done))
}

/// Reads a file or standard input.
pub(super) fn read(path: &Path, printer: &Printer) -> Result<String, Exit> {
    let text = if path == Path::new(STANDARD_INPUT) {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|error| {
        printer.problem(Code::File, &format!("cannot read {}: {error}", path.display()));
        Exit::CannotOpen
    })
}

fn bench(engine: &Engine, text: &str, runs: u32, settings: &Settings, printer: &Printer) -> Result<Exit, Exit> {
    let report = engine.bench(text, runs as usize, settings).map_err(|failure| printer.failure(&failure))?;
    let line = json!({
        "runs": report.runs,
        "median_us": report.median_us,
        "min_us": report.min_us,
        "rows": report.rows,
        "parse_us": report.parse_us,
        "resolve_us": report.resolve_us,
        "plan_us": report.plan_us,
        "run_us": report.run_us,
        "notes_us": report.notes_us,
        "present_us": report.present_us,
    });
    writeln!(io::stderr().lock(), "{line}").map_err(|error| Exit::of_write(&error))?;
    Ok(Exit::Done)
}

/// `does …?` answers yes, no, contested or not stated; any other question whether it found
/// something.
fn yes_or_no(answer: &Answer) -> Exit {
    let asked = answer.columns.iter().position(|column| column.name == "answer");
    let said = asked.and_then(|index| answer.rows.first()?.cells.get(index));
    let yes = if let Some(Cell::Text(text)) = said { text == "yes" } else { !answer.rows.is_empty() };
    if yes { Exit::Done } else { Exit::No }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Column, ColumnType, Row};

    /// An answer of one column and these texts.
    fn answer(column: &str, texts: &[&str]) -> Answer {
        Answer {
            columns: vec![Column { name: column.to_owned().into(), of: ColumnType::Text, visible: true }],
            rows: texts.iter().map(|&text| Row { cells: vec![Cell::Text(text.to_owned())] }).collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn only_yes_and_rows_are_success() {
        for (column, texts, expected) in [
            ("answer", &["yes"][..], Exit::Done),
            ("answer", &["no"], Exit::No),
            ("answer", &["contested"], Exit::No),
            ("answer", &["not stated"], Exit::No),
            ("drug", &["lapatinib"], Exit::Done),
            ("drug", &[], Exit::No),
        ] {
            assert_eq!(yes_or_no(&answer(column, texts)), expected, "{column} {texts:?}");
        }
    }
}
