//! The prompt: questions line by line, commands that begin with a dot.

mod commands;
mod helper;
mod session;

use crate::cli::Call;
use crate::cli::arguments::Global;
use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::cli::run::{open, settings};
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine};
use helper::Helper;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{CompletionType, Config, Editor};
use session::{Conversation, Ending, GO_ON, Next};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

const PROMPT: &str = "onco> ";
/// Lines of the history that are kept.
const HISTORY: usize = 2000;

type Prompt = Editor<Helper, DefaultHistory>;

/// Asks and answers until the user leaves.
pub fn run(call: Call) -> Exit {
    let Call { arguments, mut printer, cancel } = call;
    match open(arguments.global.graph.as_deref(), &printer) {
        Ok(engine) => converse(engine, &arguments.global, &mut printer, &cancel),
        Err(exit) => exit,
    }
}

fn converse(engine: Engine, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let settings = settings(global);
    let history = if global.no_config { None } else { history_file() };
    let mut prompt = match prompt(history.as_ref()) {
        Ok(prompt) => prompt,
        Err(error) => {
            printer.problem(Code::File, &format!("the terminal cannot be used: {error}"));
            return Exit::Failed;
        }
    };
    let mut engine = Arc::new(engine);
    loop {
        prompt.set_helper(Some(Helper::new(Arc::clone(&engine), printer.color())));
        let mut session = Conversation::new(&engine, settings.clone(), printer, cancel);
        session.welcome();
        match take_lines(&mut prompt, &mut session) {
            Ending::Open(other) => engine = Arc::new(*other),
            Ending::Leave => break,
        }
    }
    if let Some(history) = history {
        // A history that cannot be kept is no reason to trouble somebody who leaves.
        prompt.save_history(&history).ok();
    }
    Exit::Done
}

fn take_lines(prompt: &mut Prompt, session: &mut Conversation<'_>) -> Ending {
    loop {
        let line = match prompt.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(_) => return Ending::Leave,
        };
        if line.trim().is_empty() {
            continue;
        }
        // The history lives in memory and cannot refuse a line.
        prompt.add_history_entry(&line).ok();
        if let ControlFlow::Break(end) = take(session, &line) {
            return end;
        }
    }
}

/// Answers a question or runs a command.
fn take(session: &mut Conversation<'_>, line: &str) -> Next {
    match commands::find(line) {
        Ok(Some((command, argument))) => (command.run)(session, argument),
        Ok(None) => session.ask(line),
        Err(message) => {
            session.printer.error(&message);
            GO_ON
        }
    }
}

fn prompt(history: Option<&PathBuf>) -> rustyline::Result<Prompt> {
    let config = Config::builder()
        .max_history_size(HISTORY)?
        .history_ignore_space(true)
        .completion_type(CompletionType::List)
        .build();
    let mut prompt = Prompt::with_config(config)?;
    if let Some(history) = history {
        // Absent on the first day.
        prompt.load_history(history).ok();
    }
    Ok(prompt)
}

/// Where lines are kept; none where there is no home or its folder cannot be made.
fn history_file() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let folder = etcetera::choose_base_strategy().ok()?.data_dir().join("onco");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
