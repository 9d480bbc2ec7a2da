//! Commands of the prompt. A new one is a row of [`COMMANDS`].

use super::session::{Conversation, Ending, GO_ON, MORE, NOTES, Next};
use crate::cli::help::{self, TOPICS};
use crate::cli::output::format_names;
use crate::cli::run;
use crate::render;
use std::ops::ControlFlow;

/// Something the prompt does besides answering.
pub(super) struct DotCommand {
    /// With its dot.
    pub(super) name: &'static str,
    /// The word that means it without a dot, where newcomers try one.
    plain: Option<&'static str>,
    argument: &'static str,
    summary: &'static str,
    /// What may follow the name, for completion.
    pub(super) values: fn() -> Vec<&'static str>,
    pub(super) run: fn(&mut Conversation<'_>, &str) -> Next,
}

pub(super) const COMMANDS: &[DotCommand] = &[
    DotCommand {
        name: ".help",
        plain: Some("help"),
        argument: "[TOPIC]",
        summary: "this list, or a topic",
        values: || TOPICS.iter().map(|topic| topic.name).collect(),
        run: help,
    },
    DotCommand {
        name: ".format",
        plain: None,
        argument: "NAME",
        summary: "how answers are written",
        values: || render::FORMATS.iter().map(|format| format.name).collect(),
        run: format,
    },
    DotCommand {
        name: ".graph",
        plain: None,
        argument: "[FILE]",
        summary: "show the graph in use, or open another",
        values: Vec::new,
        run: graph,
    },
    DotCommand {
        name: MORE,
        plain: None,
        argument: "",
        summary: "the last answer with all rows at level C to E",
        values: Vec::new,
        run: |session, _| session.more(),
    },
    DotCommand {
        name: NOTES,
        plain: None,
        argument: "[all|few|none]",
        summary: "all notes of the last answer, or how many the next ones have",
        values: || render::NoteAmount::NAMED.iter().map(|(name, _)| *name).collect(),
        run: |session, amount| session.notes(amount),
    },
    DotCommand {
        name: ".timer",
        plain: None,
        argument: "on|off",
        summary: "show how long each answer took",
        values: || vec!["on", "off"],
        run: timer,
    },
    DotCommand {
        name: ".stats",
        plain: None,
        argument: "",
        summary: "what is in the graph",
        values: Vec::new,
        run: |session, _| session.ask("show stats"),
    },
    DotCommand {
        name: ".settings",
        plain: None,
        argument: "",
        summary: "what `set` can change",
        values: Vec::new,
        run: |session, _| session.ask("show settings"),
    },
    DotCommand {
        name: ".quit",
        plain: Some("quit"),
        argument: "",
        summary: "leave; so does Ctrl-D",
        values: Vec::new,
        run: |_, _| ControlFlow::Break(Ending::Leave),
    },
    DotCommand {
        name: ".exit",
        plain: Some("exit"),
        argument: "",
        summary: "the same",
        values: Vec::new,
        run: |_, _| ControlFlow::Break(Ending::Leave),
    },
];

/// The command that a line names, with the rest of the line; none for a question.
/// `Err` where the line begins with a dot and names no command.
pub(super) fn find(line: &str) -> Result<Option<(&'static DotCommand, &str)>, String> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let is_meant = |command: &&DotCommand| command.name == name || command.plain == Some(line);
    match COMMANDS.iter().find(is_meant) {
        Some(command) => Ok(Some((command, argument.trim()))),
        None if name.starts_with('.') => Err(unknown(name)),
        None => Ok(None),
    }
}

fn unknown(name: &str) -> String {
    let distance = |command: &&DotCommand| strsim::damerau_levenshtein(command.name, name);
    let closest = COMMANDS.iter().min_by_key(distance).filter(|command| distance(command) <= 2);
    match closest {
        Some(command) => format!("there is no command `{name}`; did you mean `{}`?", command.name),
        None => format!("there is no command `{name}`; `.help` lists them"),
    }
}

fn help(session: &mut Conversation<'_>, name: &str) -> Next {
    if name.is_empty() {
        session.printer.text(&overview());
    } else if let Some(topic) = help::topic(name) {
        session.printer.text(&(topic.text)());
    } else {
        session.printer.error(&format!("there is no topic `{name}`; `.help` lists them"));
    }
    GO_ON
}

fn overview() -> String {
    let usages: Vec<_> = COMMANDS.iter().map(|command| format!("{} {}", command.name, command.argument)).collect();
    let commands = usages.iter().map(String::as_str).zip(COMMANDS.iter().map(|command| command.summary));
    let topics: Vec<_> = TOPICS.iter().map(|topic| format!(".help {}", topic.name)).collect();
    let topics = topics.iter().map(String::as_str).zip(TOPICS.iter().map(|topic| topic.summary));
    format!(
        "Anything without a dot is a question. Right behind a refusal that offers questions, a number asks one of them.\n\nCommands\n{}\nTopics\n{}",
        help::list(commands),
        help::list(topics)
    )
}

fn format(session: &mut Conversation<'_>, name: &str) -> Next {
    match render::format(name) {
        Some(format) => session.printer.format = format,
        None => session.printer.error(&format_names()),
    }
    GO_ON
}

fn graph(session: &mut Conversation<'_>, path: &str) -> Next {
    if path.is_empty() {
        session.printer.inform(&session.graph());
        return GO_ON;
    }
    match run::open(Some(path), session.printer) {
        Ok(engine) => ControlFlow::Break(Ending::Open(Box::new(engine))),
        // Told already.
        Err(_) => GO_ON,
    }
}

fn timer(session: &mut Conversation<'_>, value: &str) -> Next {
    match value {
        "on" => session.timer = true,
        "off" => session.timer = false,
        _ => session.printer.error("`.timer on` or `.timer off`"),
    }
    GO_ON
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<Option<(&str, &str)>, &str>) {
        let found = find(line).map(|found| found.map(|(command, argument)| (command.name, argument)));
        assert_eq!(found.as_ref().map(|found| *found).map_err(String::as_str), expected, "{line}");
    }

    #[test]
    fn lines_are_commands_or_questions() {
        check("drugs in gastric", Ok(None));
        check(" .format  json ", Ok(Some((".format", "json"))));
        check(".quit", Ok(Some((".quit", ""))));
        check("help", Ok(Some((".help", ""))));
        check("help me", Ok(None));
        check("exit", Ok(Some((".exit", ""))));
        check(".formt json", Err("there is no command `.formt`; did you mean `.format`?"));
        check(".xyzzy", Err("there is no command `.xyzzy`; `.help` lists them"));
    }

    #[test]
    fn the_overview_names_every_command_and_topic() {
        let overview = overview();
        assert!(COMMANDS.iter().all(|command| overview.contains(command.summary)), "{overview}");
        assert!(TOPICS.iter().all(|topic| overview.contains(topic.summary)), "{overview}");
    }
}
