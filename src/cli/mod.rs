//! The command line: arguments, the engine called, exit code.

pub mod arguments;
pub mod exit;
pub mod help;
pub mod output;

pub(crate) mod run;

mod beginnings;
mod build;
mod completion;
pub(crate) mod configuration;
mod diff;
mod export;
mod import;
mod lint;
mod matching;
mod man;
mod memory;
mod pack;
mod query_files;
mod reference;
mod sources;
mod stats;

pub use reference::reference;

use crate::engine::Cancel;
use arguments::{Arguments, Command};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use exit::Exit;
use output::Printer;
use std::io::{self, IsTerminal, Write};

/// One call of the program: what is asked for, where answers go, and what stops it.
#[derive(Debug)]
pub struct Call {
    /// As the user typed them.
    pub arguments: Arguments,
    /// Where answers and errors go.
    pub printer: Printer,
    /// Set by Ctrl-C.
    pub cancel: Cancel,
}

impl Call {
    /// With the arguments of the process. Where these are wrong the process ends here.
    pub fn of_process() -> Self {
        let matches = help::with_examples(Arguments::command()).get_matches();
        let parsed = Arguments::from_arg_matches(&matches);
        let mut arguments = parsed.unwrap_or_else(|error| error.format(&mut Arguments::command()).exit());
        if let Err(problem) = configuration::complete(&mut arguments, &matches) {
            help::with_examples(Arguments::command()).error(ErrorKind::ValueValidation, problem).exit();
        }
        let printer = Printer::new(&arguments.global);
        Self { arguments, printer, cancel: cancel_on_interrupt() }
    }

    /// Whether somebody at a terminal wants to ask one question after another.
    pub fn wants_prompt(&self) -> bool {
        self.arguments.command.is_none() && io::stdin().is_terminal()
    }

    /// Whether an editor asks.
    #[cfg(feature = "lsp")]
    pub fn wants_lsp(&self) -> bool {
        matches!(self.arguments.command, Some(Command::Lsp))
    }

    /// Runs the command. Without one, standard input is a script.
    pub fn run(self) -> Exit {
        let Self { arguments, mut printer, cancel } = self;
        dispatch(arguments, &mut printer, &cancel)
    }
}

/// Every command and what runs it.
fn dispatch(arguments: Arguments, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let global = &arguments.global;
    match arguments.command {
        None => run::standard_input(global, printer, cancel),
        Some(Command::Query(query)) => run::query(&query, global, printer, cancel),
        Some(Command::Run(scripts)) => query_files::run(&scripts, global, printer, cancel),
        Some(Command::Check(files)) => query_files::check(&files.files, global, printer),
        Some(Command::Fmt(arguments)) => query_files::lay_out(&arguments, printer),
        Some(Command::Open(arguments)) => sources::run(&arguments, global, printer, cancel),
        Some(Command::New(arguments)) => beginnings::run(&arguments, printer),
        Some(Command::Lsp) => {
            printer.error("this onco was built without `lsp`; `cargo install --path . --features lsp` builds it with");
            Exit::Usage
        }
        Some(Command::Config) => configuration::run(global, printer),
        Some(Command::CompleteQuestion(arguments)) => completion::question(&arguments, global, printer),
        Some(Command::Completions { shell }) => generate(|out| completion::script(shell, out)),
        Some(Command::Man { output }) => match output {
            Some(folder) => man::all(&folder, printer),
            None => generate(man::first),
        },
        Some(Command::Help { topic }) => help::write(topic.as_deref(), printer),
        Some(Command::Match(arguments)) => matching::run(&arguments, global, printer, cancel),
        Some(Command::Import(arguments)) => import::run(&arguments, global, printer, cancel),
        Some(Command::Build(arguments)) => build::run(&arguments, printer, cancel),
        Some(Command::Pack(arguments)) => pack::run(&arguments, printer, cancel),
        Some(Command::Export(arguments)) => export::run(&arguments, global, printer, cancel),
        Some(Command::Lint(arguments)) => lint::run(&arguments, global, printer),
        Some(Command::Diff(arguments)) => diff::run(&arguments, printer),
        Some(Command::Stats) => stats::run(global, printer),
    }
}

/// Writes generated text to standard output.
fn generate(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    // Collected first: the generator of completions panics where its writer fails.
    let mut bytes = Vec::new();
    match write(&mut bytes).and_then(|()| io::stdout().lock().write_all(&bytes)) {
        Ok(()) => Exit::Done,
        Err(error) => Exit::of_write(&error),
    }
}

/// Ctrl-C asks the running question to stop; a second one ends the program at once.
fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::new();
    let handler = cancel.clone();
    let on_interrupt = move || {
        if handler.is_cancelled() {
            crate::files::discard_drafts();
            std::process::exit(Exit::Interrupted as i32);
        }
        handler.cancel();
    };
    // Without a handler Ctrl-C ends the program the usual way: nothing to trouble the user with.
    ctrlc::set_handler(on_interrupt).ok();
    cancel
}
