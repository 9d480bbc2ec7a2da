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
mod matching;
mod memory;
mod pack;
mod reference;
mod stats;

pub use reference::reference;

use crate::engine::Cancel;
use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
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
        let arguments = Arguments::parse();
        let printer = Printer::new(&arguments.global);
        Self { arguments, printer, cancel: cancel_on_interrupt() }
    }

    /// Whether somebody at a terminal wants to ask one question after another.
    pub fn wants_prompt(&self) -> bool {
        self.arguments.command.is_none() && io::stdin().is_terminal()
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
        Some(Command::Run(script)) => run::script(&script, global, printer, cancel),
        Some(Command::Completions { shell }) => generate(|out| {
            clap_complete::generate(shell, &mut Arguments::command(), "onco", out);
            Ok(())
        }),
        Some(Command::Man) => generate(|out| clap_mangen::Man::new(Arguments::command()).render(out)),
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
