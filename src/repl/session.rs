//! One graph at the prompt: questions are asked, answers shown. All that the prompt knows of the
//! engine's sessions.

use crate::answer::Answer;
use crate::cli::output::Printer;
use crate::engine::{self, Cancel, Engine, Settings};
use crate::render::NoteAmount;
use crate::text::Source;
use std::ops::ControlFlow;
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

/// Questions to try first, by graph; others are asked for their words.
const EXAMPLES: &[(&str, [&str; 3])] = &[
    (
        "oncology",
        [
            "drugs targeting HER2 in gastric",
            "mechanisms of resistance to osimertinib in NSCLC",
            "why not lapatinib in approved drugs targeting HER2 in gastric",
        ],
    ),
    ("", ["show nouns", "show verbs", "show schema"]),
];

/// A conversation about one graph.
pub(super) struct Conversation<'a> {
    pub(super) printer: &'a mut Printer,
    /// Whether the time of each answer is shown.
    pub(super) timer: bool,
    engine: &'a Engine,
    session: engine::Session<'a>,
    cancel: &'a Cancel,
    /// What was answered last.
    last: Vec<Answer>,
    /// Questions that the last refusal offered: a number asks one.
    offers: Vec<String>,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(engine: &'a Engine, settings: Settings, printer: &'a mut Printer, cancel: &'a Cancel) -> Self {
        printer.unfold(Some(MORE));
        printer.more_notes(NOTES);
        let session = engine::Session::new(engine, settings);
        Self { printer, timer: false, engine, session, cancel, last: Vec::new(), offers: Vec::new() }
    }

    /// Says what is open and what to type.
    pub(super) fn welcome(&self) {
        let graph = self.engine.graph_info().name;
        let example = EXAMPLES.iter().find(|(name, _)| *name == graph || name.is_empty());
        let questions = example.map(|(_, questions)| questions.map(|question| format!("  {question}")).join("\n"));
        self.printer.inform(&format!(
            "onco {} – {}\nFor research: not for clinical decisions. Tab completes, .help helps, Ctrl-D leaves. Try:\n{}",
            env!("CARGO_PKG_VERSION"),
            self.graph(),
            questions.unwrap_or_default(),
        ));
    }

    /// The graph in one line.
    pub(super) fn graph(&self) -> String {
        let info = self.engine.graph_info();
        format!("graph {} {}: {} entities, {} statements", info.name, info.version, info.entities, info.statements)
    }

    /// Answers a question, or the one that a number means behind a refusal.
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

    fn answer(&mut self, text: &str) -> Next {
        self.offers.clear();
        self.cancel.reset();
        self.printer.begin();
        let start = Instant::now();
        let result = self.session.run_statement(Source::new("query", joined(text)), self.cancel);
        let elapsed = start.elapsed();
        match result {
            Ok(answers) => {
                self.show(&answers);
                self.last = answers;
            }
            Err(failure) => {
                let faults = failure.diagnostics().flat_map(|(_, faults)| faults);
                self.offers = faults.flat_map(|fault| fault.offers.iter().cloned()).collect();
                self.printer.failure(&failure);
            }
        }
        self.cancel.reset();
        if self.timer {
            self.printer.inform(&format!("{:.3} ms", elapsed.as_secs_f64() * 1e3));
        }
        GO_ON
    }

    /// Shows the last answer again with the rows that were folded.
    pub(super) fn more(&mut self) -> Next {
        if self.last.is_empty() {
            self.printer.error("there is no answer yet of which more could be shown");
            return GO_ON;
        }
        self.printer.begin();
        self.printer.unfold(None);
        let answers = std::mem::take(&mut self.last);
        self.show(&answers);
        self.last = answers;
        self.printer.unfold(Some(MORE));
        GO_ON
    }

    /// Shows all notes of the last answer, or says how many the next answers show.
    pub(super) fn notes(&mut self, amount: &str) -> Next {
        if amount.is_empty() {
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

    fn show(&mut self, answers: &[Answer]) {
        for answer in answers {
            // Told already; the next question may do better.
            if self.printer.answer(answer).is_err() {
                return;
            }
        }
    }
}

/// A line that ends with `|` or `\` goes on with the next. Offsets stay as they were typed.
fn joined(text: &str) -> String {
    text.replace("\\\n", "  ").replace("|\n", "| ")
}
