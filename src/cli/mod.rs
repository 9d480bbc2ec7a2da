//! The command line: arguments, the engine called, exit code.

pub mod arguments;
pub mod exit;
pub mod help;
pub mod output;

pub(crate) mod run;

mod build;
mod diff;
mod export;
mod import;
mod lint;
mod memory;
mod stats;

use crate::engine::Cancel;
use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use exit::Exit;
use output::Printer;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::new(&arguments.global);
    let cancel = cancel_on_interrupt();
    dispatch(arguments, &mut printer, &cancel).into()
}

/// Every command and what runs it.
fn dispatch(arguments: Arguments, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let global = &arguments.global;
    match arguments.command {
        None => run::interactive(global, printer, cancel),
        Some(Command::Query(query)) => run::query(&query, global, printer, cancel),
        Some(Command::Run(script)) => run::script(&script, global, printer, cancel),
        Some(Command::Completions { shell }) => generate(|out| {
            clap_complete::generate(shell, &mut Arguments::command(), "onco", out);
            Ok(())
        }),
        Some(Command::Man) => generate(|out| clap_mangen::Man::new(Arguments::command()).render(out)),
        Some(Command::Help { topic }) => help::write(topic.as_deref(), printer),
        Some(Command::Import(arguments)) => import::run(&arguments, global, printer, cancel),
        Some(Command::Build(arguments)) => build::run(&arguments, printer, cancel),
        Some(Command::Export(arguments)) => export::run(&arguments, global, printer),
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
    // Without a handler Ctrl-C ends the program the usual way: nothing to tell the user about.
    let _ = ctrlc::set_handler(move || {
        if handler.is_cancelled() {
            crate::snapshot::discard_drafts();
            std::process::exit(Exit::Interrupted as i32);
        }
        handler.cancel();
    });
    cancel
}
