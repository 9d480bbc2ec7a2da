//! Topics that are longer than an option's line: `onco help TOPIC` and `.help TOPIC`.

use super::arguments::Arguments;
use super::exit::Exit;
use super::output::Printer;
use crate::diagnostic::Code;
use crate::inspect::lint::CHECKS;
use crate::model::STAGES;
use crate::render::FORMATS;
use clap::CommandFactory;

/// Something to read about.
#[derive(Debug)]
pub struct HelpTopic {
    /// As the user types it.
    pub name: &'static str,
    /// One line for the list of topics.
    pub summary: &'static str,
    /// What there is to read.
    pub text: fn() -> String,
}

/// Every topic.
pub const TOPICS: &[HelpTopic] = &[
    HelpTopic {
        name: "language",
        summary: "how to ask, on one page",
        text: || include_str!("language.txt").to_owned(),
    },
    HelpTopic { name: "stages", summary: "what can be done with an answer's rows", text: stages },
    HelpTopic { name: "formats", summary: "how answers can be written", text: formats },
    HelpTopic { name: "checks", summary: "what `onco lint` looks for", text: checks },
    HelpTopic { name: "errors", summary: "what each error code means", text: errors },
];

/// The topic of that name.
pub fn topic(name: &str) -> Option<&'static HelpTopic> {
    TOPICS.iter().find(|topic| topic.name.eq_ignore_ascii_case(name))
}

/// Names with what is said about each, one per line, aligned.
pub fn list<'a>(entries: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let width = entries.clone().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    entries.map(|(name, text)| format!("  {name:width$}  {text}\n")).collect()
}

/// `onco help`, with or without a command or topic.
pub(super) fn write(name: Option<&str>, printer: &Printer) -> Exit {
    let mut command = Arguments::command();
    let Some(name) = name else {
        return printer.text(&command.render_long_help().to_string());
    };
    if let Some(topic) = topic(name) {
        return printer.text(&(topic.text)());
    }
    command.build();
    if let Some(subcommand) = command.find_subcommand_mut(name) {
        return printer.text(&subcommand.render_long_help().to_string());
    }
    let topics: Vec<_> = TOPICS.iter().map(|topic| topic.name).collect();
    printer.error(&format!("there is no command or topic `{name}`; the topics are {}", topics.join(", ")));
    Exit::Usage
}

fn stages() -> String {
    let usages: Vec<_> = STAGES.iter().map(|stage| format!("… | {}", stage.usage())).collect();
    let helps: Vec<_> = STAGES.iter().map(|stage| format!("{}: | {}", stage.help, stage.example)).collect();
    list(usages.iter().map(String::as_str).zip(helps.iter().map(String::as_str)))
}

fn formats() -> String {
    list(FORMATS.iter().map(|format| (format.name, format.description)))
}

fn checks() -> String {
    list(CHECKS.iter().map(|check| (check.name, check.summary)))
}

fn errors() -> String {
    list(Code::ALL.iter().map(|code| (code.as_str(), code.explanation())))
}
