//! `onco build`: a graph of many sources. And what `onco import` shares with it: progress, report,
//! summary, saving.

use super::arguments::BuildArguments;
use super::exit::Exit;
use super::memory;
use super::output::Printer;
use crate::diagnostic::{Code, Severity};
use crate::engine::{Cancel, Engine};
use crate::import::Progress;
use crate::import::{self, Control, ImportFailure, Imported, Problem, Report};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::Path;

/// Lines of a summary at most; the report holds all.
const REASONS_SHOWN: usize = 12;

pub(super) fn run(arguments: &BuildArguments, printer: &Printer, cancel: &Cancel) -> Exit {
    make(&arguments.output, arguments.report.as_deref(), printer, cancel, |control| {
        import::build(&arguments.recipe, control)
    })
}

/// Builds a graph and saves it; reports the progress and what could not be used.
pub(super) fn make(
    output: &Path,
    report: Option<&Path>,
    printer: &Printer,
    cancel: &Cancel,
    read: impl FnOnce(&Control<'_>) -> Result<Imported, ImportFailure>,
) -> Exit {
    match watched(report, printer, cancel, read) {
        Ok(imported) => finish(imported, output, report, printer, cancel),
        Err(exit) => exit,
    }
}

/// Reads sources and shows how far they are; says why there is no graph, and gives the exit code.
pub(super) fn watched<T>(
    report: Option<&Path>,
    printer: &Printer,
    cancel: &Cancel,
    read: impl FnOnce(&Control<'_>) -> Result<T, ImportFailure>,
) -> Result<T, Exit> {
    memory::give_back_large_arrays();
    let bar = if printer.draws_progress() { progress_bar() } else { ProgressBar::hidden() };
    let show = |progress: &Progress<'_>| show_progress(&bar, progress);
    let control = Control { progress: Some(&show), cancel: Some(cancel.flag()) };
    let result = read(&control);
    bar.finish_and_clear();
    let done = result.and_then(|imported| {
        control.check()?;
        Ok(imported)
    });
    done.map_err(|failure| failed(&failure, report, printer))
}

/// For the reading of files.
pub(super) fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:30!} {bar:30} {bytes}/{total_bytes} {bytes_per_sec}");
    let bar = ProgressBar::new(0);
    // The template is constant; should it ever fail to parse, the usual style does as well.
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn show_progress(bar: &ProgressBar, progress: &Progress<'_>) {
    let file = Path::new(progress.file).file_name().map_or(progress.file.into(), |name| name.to_string_lossy());
    if bar.message() != file {
        bar.reset();
        bar.set_message(file.into_owned());
    }
    bar.set_length(progress.total);
    bar.set_position(progress.bytes);
}

fn finish(imported: Imported, output: &Path, report: Option<&Path>, printer: &Printer, cancel: &Cancel) -> Exit {
    if let Err(exit) = self::report(&imported, report, printer) {
        return exit;
    }
    let Imported { graph, problems, notes, merges } = imported;
    let engine = Engine::new(graph);
    // The last moment at which nothing has been written yet.
    if cancel.is_cancelled() {
        return interrupted(printer);
    }
    if let Err(error) = engine.save(output) {
        printer.problem(Code::File, &error.to_string());
        return Exit::Failed;
    }
    let info = engine.graph_info();
    printer.inform(&format!("{}: {} entities, {} statements", output.display(), info.entities, info.statements));
    if !problems.is_empty() || !notes.is_empty() {
        printer.inform(&format!(
            "{} rows could not be used, {} notes, {} decisions about which entities are the same",
            problems.len(),
            notes.len(),
            merges.len()
        ));
    }
    summarise(&[&problems, &notes], report, printer);
    Exit::Done
}

/// Writes the report where one is wanted: as a page where its name ends so, else as a table.
pub(super) fn report(imported: &Imported, path: Option<&Path>, printer: &Printer) -> Result<(), Exit> {
    let Some(path) = path else { return Ok(()) };
    let is_page =
        path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    write_report(path, printer, |out| if is_page { imported.write_page(out) } else { imported.write_report(out) })
}

/// The report by reason; the first list comes first.
fn summarise(told: &[&[Problem]], report: Option<&Path>, printer: &Printer) {
    let lines: Vec<String> = told.iter().flat_map(|list| Report::new(list).lines().collect::<Vec<_>>()).collect();
    lines.iter().take(REASONS_SHOWN).for_each(|line| printer.inform(&format!("  {line}")));
    let more = lines.len().saturating_sub(REASONS_SHOWN);
    match (more, report) {
        (0, None) if lines.is_empty() => {}
        (0, None) => printer.inform("  every row: --report FILE"),
        (more, None) => printer.inform(&format!("  and {more} more reasons; every row: --report FILE")),
        (_, Some(path)) => printer.inform(&format!("  every row: {}", path.display())),
    }
}

fn write_report(
    path: &Path,
    printer: &Printer,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Exit> {
    let written = crate::files::replace(path, |out| write(out));
    written.map_err(|error| {
        printer.problem(Code::File, &format!("cannot write {}: {error}", path.display()));
        Exit::Failed
    })
}

fn interrupted(printer: &Printer) -> Exit {
    printer.inform("interrupted: nothing was written");
    Exit::Interrupted
}

fn failed(failure: &ImportFailure, report: Option<&Path>, printer: &Printer) -> Exit {
    let problems = match failure {
        ImportFailure::Cancelled => return interrupted(printer),
        ImportFailure::Problems(problems) => problems,
    };
    // What else was noticed on the way is not why it failed.
    let cause = problems.iter().find(|problem| problem.severity == Severity::Error).or(problems.first());
    let Some(first) = cause else { return Exit::Failed };
    printer.problem(Code::Graph, &format!("the graph cannot be built: {first}"));
    if problems.len() > 1 {
        printer.inform(&format!("{} problems:", problems.len()));
        summarise(&[problems], report, printer);
    }
    if let Some(path) = report {
        let rows = |out: &mut dyn Write| {
            problems.iter().try_for_each(|problem| writeln!(out, "{}\t{problem}", severity(problem)))
        };
        if let Err(exit) = write_report(path, printer, rows) {
            return exit;
        }
    }
    // A problem with a whole file: it cannot be opened. With a row: the data are not as they should
    // be.
    if first.line == 0 { Exit::CannotOpen } else { Exit::Failed }
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
