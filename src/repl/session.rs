//! The conversation: questions are asked, answers shown. All that the prompt knows of the engine's
//! sessions.

use super::examples;
use super::goes_on::joined;
use super::shared::Shared;
use crate::answer::{Answer, Cell, Row};
use crate::cli::arguments::Global;
use crate::cli::configuration;
use crate::cli::output::Printer;
use crate::cli::run::settings;
use crate::engine::{self, Cancel, Engine, Settings};
use crate::render::{self, NoteAmount};
use crate::text::Source;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

/// What follows a line: the next one, or the end of the conversation.
pub(super) type Next = ControlFlow<Ending>;

/// Another line of the same conversation.
pub(super) const GO_ON: Next = ControlFlow::Continue(());

/// The command that shows rows which a table folds.
pub(super) const MORE: &str = ".more";

/// The command that shows notes which an answer left out.
pub(super) const NOTES: &str = ".notes";

/// Why a conversation ends.
pub(super) enum Ending {
    /// Another graph is to be asked.
    Open(Box<Engine>),
    /// The user leaves.
    Leave,
}

/// A conversation about one graph.
pub(super) struct Conversation<'a> {
    pub(super) printer: &'a mut Printer,
    /// Whether the time of each answer is shown.
    pub(super) timer: bool,
    /// Answers go to this file once, then where they went before.
    pub(super) once: Option<PathBuf>,
    session: engine::Session<'a>,
    /// As the session began.
    settings: Settings,
    global: &'a Global,
    pub(super) shared: Shared,
    /// Lines of this and earlier conversations, the oldest first.
    pub(super) typed: &'a mut Vec<String>,
    cancel: &'a Cancel,
    /// What was answered last.
    last: Vec<Answer>,
    /// Questions that were offered last: a number asks one.
    offers: Vec<String>,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        global: &'a Global,
        printer: &'a mut Printer,
        cancel: &'a Cancel,
        shared: Shared,
        typed: &'a mut Vec<String>,
    ) -> Self {
        printer.unfold(Some(MORE));
        printer.more_notes(NOTES);
        let settings = settings(global);
        let session = engine::Session::new(engine, settings.clone());
        let (last, offers) = (Vec::new(), Vec::new());
        let mut conversation =
            Self { printer, timer: false, once: None, session, settings, global, shared, typed, cancel, last, offers };
        conversation.share();
        conversation
    }

    /// The graph in one line.
    pub(super) fn graph(&self) -> String {
        let info = self.session.engine().graph_info();
        format!("graph {} {}: {} entities, {} statements", info.name, info.version, info.entities, info.statements)
    }

    /// Tells the line editor what has changed.
    fn share(&mut self) {
        let mut known = self.shared.lock();
        known.variables = self.session.variables();
        if let Some(engine) = self.session.opened_engine() {
            known.engine = engine;
        }
    }

    /// Answers a question, or the one that a number means behind an offer.
    pub(super) fn ask(&mut self, text: &str) -> Next {
        let number = text.trim().parse::<usize>().ok().filter(|_| !self.offers.is_empty());
        let Some(number) = number else { return self.answer(text) };
        let offer = number.checked_sub(1).and_then(|place| self.offers.get(place)).cloned();
        match offer {
            Some(question) => {
                self.printer.inform(&question);
                self.answer(&question)
            }
            None => {
                self.printer.error(&format!("there is no offer {number}: the last is {}", self.offers.len()));
                GO_ON
            }
        }
    }

    pub(super) fn answer(&mut self, text: &str) -> Next {
        self.offers.clear();
        self.cancel.reset();
        self.printer.begin();
        let start = Instant::now();
        let result = self.session.run_statement(Source::new("query", joined(text)), self.cancel);
        let elapsed = start.elapsed();
        match result {
            Ok(answers) => {
                self.show_somewhere(&answers);
                self.keep(answers);
            }
            Err(failure) => {
                let faults = failure.diagnostics().flat_map(|(_, faults)| faults);
                self.offers = faults.flat_map(|fault| fault.offers.iter().cloned()).collect();
                self.printer.failure(&failure);
            }
        }
        self.cancel.reset();
        self.share();
        if self.timer {
            self.printer.inform(&format!("{:.3} ms", elapsed.as_secs_f64() * 1e3));
        }
        GO_ON
    }

    /// Keeps answers for `more`, `open`, `again` and the like; a statement that answers nothing, such
    /// as `let`, leaves those before it.
    fn keep(&mut self, answers: Vec<Answer>) {
        if let Some(answer) = answers.last() {
            self.shared.lock().last.clone_from(&answer.reading);
            self.last = answers;
        }
    }

    /// Shows answers where `.once` or `.output` says.
    fn show_somewhere(&mut self, answers: &[Answer]) {
        let Some(file) = self.once.take() else { return self.show(answers) };
        let before = self.printer.sink().map(ToOwned::to_owned);
        self.printer.redirect(Some(file));
        self.show(answers);
        self.printer.redirect(before);
    }

    /// Shows the last answer again with all its rows.
    pub(super) fn more(&mut self) -> Next {
        if self.last.is_empty() {
            self.printer.error("there is no answer yet of which more could be shown");
            return GO_ON;
        }
        self.printer.begin();
        self.printer.unfold(None);
        let rows = self.printer.max_rows();
        self.printer.set_max_rows(usize::MAX);
        let answers = std::mem::take(&mut self.last);
        self.show(&answers);
        self.last = answers;
        self.printer.set_max_rows(rows);
        self.printer.unfold(Some(MORE));
        GO_ON
    }

    /// Writes the next answers in a format.
    pub(super) fn write_as(&mut self, format: &'static render::Format) {
        self.printer.format = format;
        self.session.write_as(format.name);
    }

    /// Shows all notes of the last answer, or says how many the next answers show.
    pub(super) fn notes(&mut self, amount: &str) -> Next {
        if amount.is_empty() {
            if self.last.iter().all(|answer| answer.notes.is_empty()) {
                self.printer.inform("there is no answer that has notes");
            }
            let written = self.last.iter().try_for_each(|answer| self.printer.all_notes(answer));
            if let Err(error) = written {
                self.printer.error(&error.to_string());
            }
        } else if let Some(amount) = NoteAmount::named(amount) {
            self.printer.set_notes(Some(amount));
        } else {
            let names: Vec<&str> = NoteAmount::NAMED.iter().map(|(name, _)| *name).collect();
            self.printer.error(&format!("notes can be {}, not `{amount}`", names.join(", ")));
        }
        GO_ON
    }

    /// Describes what a row of the last answer is about, or what has a name.
    pub(super) fn open(&mut self, what: &str) -> Next {
        let Ok(number) = what.parse::<usize>() else { return self.answer(&format!("describe {what}")) };
        let Some(answer) = self.last.last() else {
            self.printer.error("there is no answer yet of which a row could be opened");
            return GO_ON;
        };
        let rows = answer.rows.len() + answer.contested.len();
        let row = number.checked_sub(1).and_then(|place| answer.rows.iter().chain(&answer.contested).nth(place));
        match row.map(subject) {
            Some(Some(id)) => self.answer(&format!("describe \"{}\"", id.replace('"', "\"\""))),
            Some(None) => {
                self.printer.error(&format!("row {number} is not about one thing that could be opened"));
                GO_ON
            }
            None => {
                self.printer.error(&format!("there is no row {number}: the last answer has {rows}"));
                GO_ON
            }
        }
    }

    /// Asks the last question again, with more stages.
    pub(super) fn again(&mut self, stages: &str) -> Next {
        let last = self.shared.lock().last.clone();
        if last.is_empty() {
            self.printer.error("there is no question yet that could be asked again");
            return GO_ON;
        }
        self.answer(format!("{last} {stages}").trim())
    }

    /// Every setting, its value and where the value comes from.
    pub(super) fn config(&self) -> String {
        configuration::listed(self.global, (&self.settings, self.session.settings()))
    }

    /// Gives a parameter a value.
    pub(super) fn set_parameter(&mut self, name: &str, value: &str) {
        self.session.set_parameter(name, value);
        self.share();
    }

    /// Shows questions that have answers; a number asks one of them.
    pub(super) fn examples(&mut self) -> Next {
        let questions = self.session.engine().examples(examples::candidates(), examples::SHOWN);
        if questions.is_empty() {
            self.printer.inform("this graph answers no question by its verbs; `.schema` shows what it holds");
            return GO_ON;
        }
        let lines: Vec<String> =
            questions.iter().enumerate().map(|(place, question)| format!("{:3}  {question}\n", place + 1)).collect();
        self.printer.text(&lines.concat());
        self.printer.inform("a number asks one of them");
        self.offers = questions;
        GO_ON
    }

    fn show(&mut self, answers: &[Answer]) {
        for answer in answers {
            // Told already; the next question may do better.
            if self.printer.answer(answer).is_err() {
                return;
            }
        }
    }
}

/// The identifier of what a row is about.
fn subject(row: &Row) -> Option<String> {
    row.cells.iter().find_map(|cell| match cell {
        Cell::Entity(entity) => Some(entity.id.clone()),
        _ => None,
    })
}
