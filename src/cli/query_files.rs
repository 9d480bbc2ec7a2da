//! Query files: `onco run` of several, `onco check`, `onco fmt`.

use super::arguments::{FmtArguments, Global, RunArguments};
use super::exit::Exit;
use super::output::Printer;
use super::run::{self, STANDARD_INPUT, read, run_script, settings};
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine, Failure, Session, tidy};
use crate::text::Source;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// How often files are looked at for changes.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What became of one file.
struct Outcome {
    file: String,
    exit: Exit,
    /// Why it failed, a line for each mistake; empty where it passed.
    why: String,
    took: Duration,
}

impl Outcome {
    fn passed(&self) -> bool {
        self.exit == Exit::Done
    }
}

/// `onco run`: query files, one after another, each with nothing set by those before.
pub(super) fn run(scripts: &RunArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    if scripts.watch {
        return watch(scripts, global, printer, cancel);
    }
    run_once(scripts, global, printer, cancel)
}

fn run_once(scripts: &RunArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let mut outcomes = Vec::new();
    for file in &scripts.files {
        let outcome = run_file(&engine, file, global, printer, cancel);
        let ends = outcome.exit == Exit::Interrupted || (scripts.fail_fast && !outcome.passed());
        outcomes.push(outcome);
        if ends {
            break;
        }
    }
    if scripts.files.len() > 1 {
        printer.inform(&summary(&outcomes, scripts.files.len()));
    }
    let failed = outcomes.iter().find(|outcome| !outcome.passed()).map(|outcome| outcome.exit);
    let interrupted = outcomes.iter().any(|outcome| outcome.exit == Exit::Interrupted);
    if let Some(path) = &scripts.junit
        && let Err(error) = crate::files::replace(path, |out| out.write_all(junit(&outcomes).as_bytes()))
    {
        printer.problem(Code::File, &format!("cannot write {}: {error}", path.display()));
        return Exit::Failed;
    }
    if interrupted { Exit::Interrupted } else { failed.unwrap_or(Exit::Done) }
}

fn run_file(engine: &Engine, file: &Path, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Outcome {
    let start = Instant::now();
    let (exit, why) = match read(file, printer) {
        Err(exit) => (exit, "the file cannot be read".to_owned()),
        Ok(text) => {
            let source = Source::new(file.display().to_string(), text);
            match run_script(engine, source, global, printer, cancel) {
                Ok(exit) => (exit, String::new()),
                Err(failure) => (printer.failure(&failure), failure.to_string()),
            }
        }
    };
    Outcome { file: file.display().to_string(), exit, why, took: start.elapsed() }
}

/// `3 files: 2 passed, 1 failed`, below a line for each.
fn summary(outcomes: &[Outcome], wanted: usize) -> String {
    let line = |outcome: &Outcome| {
        let word = if outcome.passed() { "passed" } else { "FAILED" };
        let first = outcome.why.lines().next().map_or_else(String::new, |why| format!("  {why}"));
        format!("{word}  {:8.3} s  {}{first}\n", outcome.took.as_secs_f64(), outcome.file)
    };
    let lines: String = outcomes.iter().map(line).collect();
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let left = wanted - outcomes.len();
    let not_run = if left == 0 { String::new() } else { format!(", {left} not run") };
    format!("{lines}{wanted} files: {} passed, {failed} failed{not_run}", outcomes.len() - failed)
}

/// The outcomes as JUnit XML: a test case for each file.
fn junit(outcomes: &[Outcome]) -> String {
    let seconds = |time: Duration| format!("{:.3}", time.as_secs_f64());
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let is_failure = |outcome: &Outcome| outcome.exit == Exit::Failed;
    let is_error = |outcome: &Outcome| !outcome.passed() && outcome.exit != Exit::Failed;
    let total: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    let attributes = format!(
        "name=\"onco\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"",
        outcomes.len(),
        count(is_failure),
        count(is_error),
        seconds(total)
    );
    let case = |outcome: &Outcome| {
        let begin = format!(
            "    <testcase classname=\"onco.run\" name=\"{}\" time=\"{}\"",
            escaped(&outcome.file),
            seconds(outcome.took)
        );
        if outcome.passed() {
            return format!("{begin}/>\n");
        }
        let kind = if is_failure(outcome) { "failure" } else { "error" };
        let first = escaped(outcome.why.lines().next().unwrap_or("failed"));
        let all = escaped(&outcome.why);
        format!("{begin}>\n      <{kind} message=\"{first}\">{all}</{kind}>\n    </testcase>\n")
    };
    let cases: String = outcomes.iter().map(case).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {attributes}>\n  <testsuite {attributes}>\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

/// Text as XML holds it. Signs that XML does not allow at all are left out.
fn escaped(text: &str) -> String {
    crate::text::markup(text, |letter, escaped| match letter {
        '\n' | '\t' => escaped.push(letter),
        other if other.is_control() => {}
        other => escaped.push(other),
    })
}

/// Runs the files whenever one of them, or the file of the graph, has changed.
fn watch(scripts: &RunArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let graph = global.graph.as_ref().map(PathBuf::from).filter(|graph| graph.exists());
    let watched: Vec<&Path> = scripts.files.iter().map(PathBuf::as_path).chain(graph.as_deref()).collect();
    loop {
        let before = times(&watched);
        if run_once(scripts, global, printer, cancel) == Exit::Interrupted {
            return Exit::Interrupted;
        }
        printer.inform("waiting for a change; Ctrl-C ends");
        while times(&watched) == before {
            std::thread::sleep(LOOK_EVERY);
            if cancel.is_cancelled() {
                return Exit::Interrupted;
            }
        }
        printer.begin();
    }
}

fn times(files: &[&Path]) -> Vec<Option<(SystemTime, u64)>> {
    let time = |file: &&Path| {
        let about = std::fs::metadata(file).ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    files.iter().map(time).collect()
}

/// `onco check`: query files are read by the rules of scripts, and not run.
pub(super) fn check(files: &[PathBuf], global: &Global, printer: &Printer) -> Exit {
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let mut worst = Exit::Done;
    let mut wrong = 0;
    for file in files {
        let checked = read(file, printer).and_then(|text| {
            let source = Source::new(file.display().to_string(), text);
            let mut session = Session::new(&engine, settings(global));
            session.check_script(source).map_err(|failure: Failure| printer.failure(&failure))
        });
        if let Err(exit) = checked {
            wrong += 1;
            if worst == Exit::Done {
                worst = exit;
            }
        }
    }
    printer.inform(&match (files.len(), wrong) {
        (1, 0) => "no mistakes".to_owned(),
        (1, _) => "mistakes".to_owned(),
        (count, wrong) => format!("{count} files: {} without mistakes, {wrong} with", count - wrong),
    });
    worst
}

/// `onco fmt`: query files are laid out anew.
pub(super) fn lay_out(arguments: &FmtArguments, printer: &Printer) -> Exit {
    let mut worst = Exit::Done;
    for file in &arguments.files {
        let exit = lay_out_file(file, arguments.check, printer);
        if worst == Exit::Done {
            worst = exit;
        }
    }
    worst
}

fn lay_out_file(file: &Path, only_check: bool, printer: &Printer) -> Exit {
    let text = match read(file, printer) {
        Ok(text) => text,
        Err(exit) => return exit,
    };
    let source = Source::new(file.display().to_string(), text);
    let laid_out = match tidy(&source) {
        Ok(laid_out) => laid_out,
        Err(failure) => return printer.failure(&failure),
    };
    let is_input = file == Path::new(STANDARD_INPUT);
    if is_input && !only_check {
        return printer.text(&laid_out);
    }
    if laid_out == source.text {
        return Exit::Done;
    }
    if only_check {
        printer.inform(&format!("{} would be laid out anew", source.name));
        return Exit::Failed;
    }
    match crate::files::replace(file, |out| out.write_all(laid_out.as_bytes())) {
        Ok(()) => {
            printer.inform(&format!("{} laid out", source.name));
            Exit::Done
        }
        Err(error) => {
            printer.problem(Code::File, &format!("cannot write {}: {error}", source.name));
            Exit::Failed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(file: &str, exit: Exit, why: &str) -> Outcome {
        Outcome { file: file.to_owned(), exit, why: why.to_owned(), took: Duration::from_millis(12) }
    }

    #[test]
    fn outcomes_are_counted_and_told() {
        let outcomes = [
            outcome("a.onq", Exit::Done, ""),
            outcome("b <2>.onq", Exit::Failed, "b.onq:2: expected 1 row, found 2 [expect-failed]"),
            outcome("c.onq", Exit::Unreadable, "c.onq:1: \"no\" & nothing\nc.onq:2: more"),
        ];
        let told = summary(&outcomes, 4);
        assert!(told.ends_with("4 files: 1 passed, 2 failed, 1 not run"), "{told}");
        let xml = junit(&outcomes);
        assert!(xml.contains("tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.036\""), "{xml}");
        assert!(xml.contains("name=\"b &lt;2&gt;.onq\"") && xml.contains("<failure message=\"b.onq:2:"), "{xml}");
        assert!(xml.contains("<error message=\"c.onq:1: &quot;no&quot; &amp; nothing\">c.onq:1:"), "{xml}");
    }
}
