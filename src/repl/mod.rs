//! The prompt: questions line by line, commands that begin with a dot.

mod commands;
mod examples;
mod goes_on;
mod helper;
mod history;
mod menu;
mod offer;
mod paint;
mod session;
mod shared;

use crate::cli::Call;
use crate::cli::arguments::Global;
use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::cli::run::open;
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine};
use commands::Spoken;
use helper::Helper;
use history::TypedLines;
use rustyline::error::ReadlineError;
use rustyline::{CompletionType, Config, Editor, EventHandler, KeyCode, KeyEvent, Modifiers};
use session::{Conversation, Ending, GO_ON, Next};
use shared::Shared;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

const PROMPT: &str = "onco> ";

type Prompt = Editor<Helper, TypedLines>;

/// Asks and answers until the user leaves.
pub fn run(call: Call) -> Exit {
    let Call { arguments, mut printer, cancel } = call;
    match open(arguments.global.graph.as_deref(), &printer) {
        Ok(engine) => converse(engine, &arguments.global, &mut printer, &cancel),
        Err(exit) => exit,
    }
}

fn converse(engine: Engine, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    let history = if global.no_config { None } else { history_file() };
    let is_first = !history.as_ref().is_some_and(|file| file.exists());
    let mut engine = Arc::new(engine);
    let shared = Shared::new(Arc::clone(&engine));
    let mut prompt = match prompt(history, &shared, printer.color()) {
        Ok(prompt) => prompt,
        Err(error) => {
            printer.problem(Code::File, &format!("the terminal cannot be used: {error}"));
            return Exit::Failed;
        }
    };
    let mut typed = prompt.history().all().to_vec();
    let mut greeting = if is_first { FIRST_START } else { START };
    loop {
        shared.lock().engine = Arc::clone(&engine);
        let mut session = Conversation::new(&engine, global, printer, cancel, shared.clone(), &mut typed);
        let graph = session.graph();
        session.printer.inform(&greeting.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{graph}", &graph));
        greeting = OTHER_GRAPH;
        match take_lines(&mut prompt, &mut session) {
            Ending::Open(other) => engine = Arc::new(*other),
            Ending::Leave => break,
        }
    }
    Exit::Done
}

/// What somebody reads who was never here.
const FIRST_START: &str = "\
onco {version} – {graph}
Ask in English: `drugs targeting HER2 in gastric`; .examples shows ten more.
For research: not for clinical decisions. Tab completes, .help helps.";
/// What everybody else reads.
const START: &str = "onco {version} – {graph}\nFor research: not for clinical decisions.";
const OTHER_GRAPH: &str = "{graph}";

fn take_lines(prompt: &mut Prompt, session: &mut Conversation<'_>) -> Ending {
    loop {
        let line = match prompt.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) if !session.shared.lock().leaving => {
                session.shared.lock().leaving = true;
                session.printer.inform("Ctrl-C again leaves, and so does Ctrl-D");
                continue;
            }
            Err(_) => return Ending::Leave,
        };
        if let Some(helper) = prompt.helper() {
            helper.begin();
        }
        if line.trim().is_empty() {
            continue;
        }
        // A history that cannot be kept is no reason to trouble the user.
        prompt.add_history_entry(line.as_str()).ok();
        session.typed.clear();
        session.typed.extend_from_slice(prompt.history().all());
        if let ControlFlow::Break(end) = take(session, &line) {
            return end;
        }
    }
}

/// Answers a question or runs a command.
fn take(session: &mut Conversation<'_>, line: &str) -> Next {
    match commands::find(line) {
        Ok(Some((command, argument))) => return (command.run)(session, argument),
        Ok(None) => {}
        Err(message) => {
            session.printer.error(&message);
            return GO_ON;
        }
    }
    match commands::spoken(line) {
        Some(Spoken::More) => session.more(),
        Some(Spoken::Open(what)) => session.open(what),
        Some(Spoken::Again(stages)) => session.again(stages),
        None => session.ask(line),
    }
}

fn prompt(history: Option<PathBuf>, shared: &Shared, color: bool) -> rustyline::Result<Prompt> {
    let config = Config::builder().completion_type(CompletionType::List).build();
    let mut prompt = Prompt::with_history(config, TypedLines::of(history))?;
    let helper = Helper::new(shared.clone(), color);
    prompt.bind_sequence(KeyEvent(KeyCode::BackTab, Modifiers::NONE), EventHandler::Conditional(helper.back()));
    prompt.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(helper.interrupt()));
    prompt.set_helper(Some(helper));
    Ok(prompt)
}

/// Where lines are kept; none where there is no home or its folder cannot be made.
fn history_file() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("onco");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
