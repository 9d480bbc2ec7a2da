//! Where answers and errors go: standard output, a file, a pager, standard error.

use super::arguments::{Color, Global};
use super::exit::Exit;
use crate::answer::Answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Failure;
use crate::render::{self, Chart, FORMATS, Format, NoteAmount, Style};
use crate::text::{Source, Span};
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Rows that `table` shows on a terminal at most, unless `--max-rows` says otherwise.
const TERMINAL_ROWS: usize = 1000;

/// Writes answers and errors as the options and the terminal ask.
#[derive(Debug)]
pub struct Printer {
    /// Unless the query says otherwise.
    pub format: &'static Format,
    color: Color,
    quiet: bool,
    /// Whether the reading and the notes are written beside answers.
    echo: bool,
    max_rows: usize,
    /// What shows a text that is higher than the screen; none: nothing does.
    pager: Option<String>,
    /// A file that answers go to instead of standard output.
    sink: Option<PathBuf>,
    /// What shows rows that a table folds.
    unfold: Option<&'static str>,
    wide: bool,
    /// How many notes are written; none: few on a terminal, all elsewhere.
    notes: Option<NoteAmount>,
    /// What shows the notes that are left out.
    more_notes: &'static str,
    to_terminal: bool,
    errors_to_terminal: bool,
    /// Whether an answer was written already, so that the next one needs distance.
    written: bool,
}

impl Printer {
    /// As `global` asks, with the terminal found.
    pub fn new(global: &Global) -> Self {
        Self {
            format: global.format.unwrap_or(&FORMATS[0]),
            color: global.color,
            quiet: global.quiet,
            echo: !global.quiet,
            max_rows: global.max_rows.unwrap_or(TERMINAL_ROWS),
            pager: global.pager.clone().or_else(usual_pager).filter(|pager| !pager.trim().is_empty()),
            sink: None,
            // Who says how many rows to show wants to see them.
            unfold: global.max_rows.is_none().then_some("--format line"),
            wide: global.wide,
            notes: global.notes,
            more_notes: "--notes all",
            to_terminal: io::stdout().is_terminal(),
            errors_to_terminal: io::stderr().is_terminal(),
            written: false,
        }
    }

    /// Whether standard output takes colour.
    pub fn color(&self) -> bool {
        color(self.color, self.to_terminal)
    }

    /// Says what shows the rows that a table folds; without it, none are folded.
    pub fn unfold(&mut self, with: Option<&'static str>) {
        self.unfold = with;
    }

    /// Says what shows the notes that are left out, such as a command of the prompt.
    pub fn more_notes(&mut self, with: &'static str) {
        self.more_notes = with;
    }

    /// Changes how many notes are written; none: few on a terminal, all elsewhere.
    pub fn set_notes(&mut self, amount: Option<NoteAmount>) {
        self.notes = amount;
    }

    /// Writes the reading and the notes from here on, or not.
    pub fn echo(&mut self, on: bool) {
        self.echo = on;
    }

    /// Rows that a table shows on a terminal at most.
    pub fn max_rows(&self) -> usize {
        self.max_rows
    }

    /// Shows so many rows of a table at most from here on.
    pub fn set_max_rows(&mut self, rows: usize) {
        self.max_rows = rows;
    }

    /// The program that shows long answers, if there is one.
    pub fn pager(&self) -> Option<&str> {
        self.pager.as_deref()
    }

    /// Shows long answers with a program from here on, or all at once.
    pub fn set_pager(&mut self, pager: Option<String>) {
        self.pager = pager;
    }

    /// Writes answers at the end of a file from here on, or to standard output.
    pub fn redirect(&mut self, file: Option<PathBuf>) {
        self.sink = file;
        self.written = false;
    }

    /// The file that answers go to, if they do.
    pub fn sink(&self) -> Option<&Path> {
        self.sink.as_deref()
    }

    /// Starts anew at the top: the next answer needs no distance from the one before.
    pub fn begin(&mut self) {
        self.written = false;
    }

    /// Writes an answer where the query or the user asked for it. `Err` is the exit code; the error
    /// has been printed.
    pub fn answer(&mut self, answer: &Answer) -> Result<(), Exit> {
        let (format, chart) = self.format_of(answer)?;
        let Some((file, _)) = &answer.output.file else {
            if let Some(sink) = self.sink.clone() {
                return self.append(answer, format, chart, &sink);
            }
            return self.show(answer, format, chart).map_err(|error| self.write_failed("standard output", &error));
        };
        let path = Path::new(file);
        write_file(answer, format, chart, path)
            .map_err(|error| self.write_failed(&path.display().to_string(), &error))?;
        self.inform(&format!("{} rows written to {}", answer.rows.len() + answer.contested.len(), path.display()));
        Ok(())
    }

    /// Writes an answer at the end of a file.
    fn append(&mut self, answer: &Answer, format: &Format, chart: Option<Chart>, path: &Path) -> Result<(), Exit> {
        let distance = self.written && format.for_people;
        self.written = true;
        let write = || {
            let mut out = OpenOptions::new().create(true).append(true).open(path)?;
            let mut bytes = if distance { b"\n".to_vec() } else { Vec::new() };
            (format.write)(answer, &Style { chart, ..Style::default() }, &mut bytes)?;
            out.write_all(&bytes)
        };
        write().map_err(|error| self.write_failed(&path.display().to_string(), &error))
    }

    /// Draws why a text was not answered and gives the exit code that says so.
    pub fn failure(&self, failure: &Failure) -> Exit {
        match failure {
            Failure::Diagnostics(source, diagnostics) => {
                self.diagnostics(source, diagnostics);
                Exit::Unreadable
            }
            Failure::Files(files) => {
                for (source, diagnostics) in files {
                    self.diagnostics(source, diagnostics);
                }
                Exit::Unreadable
            }
            Failure::Runtime(source, diagnostics) => {
                self.diagnostics(source, diagnostics);
                Exit::Failed
            }
            Failure::Interrupted => {
                self.inform("interrupted");
                Exit::Interrupted
            }
        }
    }

    /// An error that has no place in a text.
    pub fn problem(&self, code: Code, message: &str) {
        let problem = Diagnostic { labels: Vec::new(), ..Diagnostic::error(code, Span::default(), message) };
        self.diagnostics(&Source::new("", ""), &[problem]);
    }

    /// Wrong usage, as the argument parser words it.
    pub fn error(&self, message: &str) {
        // Here and below: nothing is left to do where even standard error is closed.
        writeln!(io::stderr().lock(), "error: {message}").ok();
    }

    /// Progress and the like: a line on standard error, unless `--quiet`.
    pub fn inform(&self, message: &str) {
        if !self.quiet {
            writeln!(io::stderr().lock(), "{message}").ok();
        }
    }

    /// Whether a progress bar may be drawn on standard error.
    pub fn draws_progress(&self) -> bool {
        self.errors_to_terminal && !self.quiet
    }

    /// How a page for people, or a format for programs, looks on standard output.
    pub fn style_for_people(&self, for_people: bool) -> Style {
        let screen = self.to_terminal && for_people;
        Style {
            width: screen.then(|| screen_size().0),
            color: self.color() && for_people,
            terminal: screen,
            echo: !self.quiet,
            max_rows: Some(self.max_rows),
            unfold: self.unfold,
            ..Style::default()
        }
    }

    /// Writes text that was asked for, such as help, through the pager where it is long.
    pub fn text(&self, text: &str) -> Exit {
        match self.paged(text.as_bytes()) {
            Ok(()) => Exit::Done,
            Err(error) => self.write_failed("standard output", &error),
        }
    }

    fn diagnostics(&self, source: &Source, diagnostics: &[Diagnostic]) {
        let out = &mut io::stderr().lock();
        let color = color(self.color, self.errors_to_terminal);
        let written = match self.format.name {
            "json" => render::diagnostic::write_json(diagnostics, out),
            _ => render::diagnostic::write(source, diagnostics, color, out),
        };
        written.ok();
    }

    /// How an answer is written, and what a picture of it shows: `| as matrix | as svg`, `| as matrix
    /// | to "x.svg"`, and `--format svg` with `| as matrix` all draw a matrix.
    fn format_of(&self, answer: &Answer) -> Result<(&'static Format, Option<Chart>), Exit> {
        let output = &answer.output;
        let ending = output.file.as_ref().and_then(|(file, _)| Path::new(file).extension()?.to_str());
        let of_file = ending.and_then(render::format);
        let Some(name) = &output.format else { return Ok((of_file.unwrap_or(self.format), None)) };
        let Some(format) = render::format(name) else {
            self.problem(Code::UnknownSetting, &format!("there is no format `{name}`; {}", format_names()));
            return Err(Exit::Unreadable);
        };
        let Some(chart) = Chart::named(name) else {
            return Ok((format, output.chart.as_deref().and_then(Chart::named)));
        };
        let usual = if output.file.is_some() { of_file } else { Some(self.format) };
        Ok((usual.filter(|usual| usual.holds_charts).unwrap_or(format), Some(chart)))
    }

    fn show(&mut self, answer: &Answer, format: &Format, chart: Option<Chart>) -> io::Result<()> {
        let style = Style { chart, ..self.style(format) };
        let distance = self.written && format.for_people;
        self.written = true;
        if self.to_terminal {
            let mut bytes = if distance { b"\n".to_vec() } else { Vec::new() };
            (format.write)(answer, &style, &mut bytes)?;
            self.paged(&bytes)?;
        } else {
            let mut out = BufWriter::new(io::stdout().lock());
            if distance {
                writeln!(out)?;
            }
            (format.write)(answer, &style, &mut out)?;
            out.flush()?;
        }
        if !format.holds_notes {
            let style = Style { color: color(self.color, self.errors_to_terminal), ..style };
            render::write_notes(answer, &style, &mut io::stderr().lock()).ok();
        }
        Ok(())
    }

    fn style(&self, format: &Format) -> Style {
        let screen = self.to_terminal && format.for_people;
        Style {
            width: screen.then(|| screen_size().0),
            color: self.color(),
            terminal: self.to_terminal,
            echo: self.echo,
            max_rows: screen.then_some(self.max_rows),
            unfold: self.unfold.filter(|_| screen && !self.wide),
            wide: self.wide,
            chart: None,
            notes: self.notes.unwrap_or(if screen { NoteAmount::Few } else { NoteAmount::All }),
            more_notes: self.more_notes,
        }
    }

    /// To the terminal, through the pager where the text is higher than the screen.
    fn paged(&self, bytes: &[u8]) -> io::Result<()> {
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count();
        let long = self.to_terminal && lines >= screen_size().1;
        match &self.pager {
            Some(pager) if long && page(pager, bytes) => Ok(()),
            Some(_) | None => io::stdout().lock().write_all(bytes),
        }
    }

    /// Writes the notes of an answer that were left out before.
    pub fn all_notes(&self, answer: &Answer) -> io::Result<()> {
        let style = Style { notes: NoteAmount::All, ..self.style(self.format) };
        let mut bytes = Vec::new();
        render::write_note_lines(answer, &style, &mut bytes)?;
        self.paged(&bytes)
    }

    fn write_failed(&self, target: &str, error: &io::Error) -> Exit {
        let exit = Exit::of_write(error);
        if exit != Exit::Done {
            self.problem(Code::File, &format!("cannot write {target}: {error}"));
        }
        exit
    }
}

/// `the formats are table, line, …`.
pub fn format_names() -> String {
    let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    format!("the formats are {}", names.join(", "))
}

/// `$PAGER`, or else `less`; an empty `$PAGER` means none.
pub fn usual_pager() -> Option<String> {
    let named = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    Some(named).filter(|pager| !pager.trim().is_empty())
}

/// Columns and lines of the terminal; the usual ones where it does not report them.
pub fn screen_size() -> (usize, usize) {
    terminal_size::terminal_size().map_or((80, 24), |(width, height)| (width.0.into(), height.0.into()))
}

fn color(wanted: Color, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Writes beside the file and puts it in its place when all is written: nobody sees half a file.
fn write_file(answer: &Answer, format: &Format, chart: Option<Chart>, path: &Path) -> io::Result<()> {
    let style = Style { chart, ..Style::default() };
    crate::files::replace(path, |out| (format.write)(answer, &style, out))
}

/// Whether the pager ran. What happens to its input is between it and the user.
fn page(pager: &str, bytes: &[u8]) -> bool {
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    // As other programs ask `less`, unless the user says otherwise: colours, and no page for what
    // fits the screen after all.
    for (name, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    let Ok(mut child) = command.args(words).stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        input.write_all(bytes).ok();
    }
    child.wait().is_ok()
}
