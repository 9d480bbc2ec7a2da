//! Commands of the prompt. A new one is a row of [`COMMANDS`].

use super::session::{Conversation, Ending, GO_ON, MORE, NOTES, Next};
use crate::cli::help::{self, TOPICS};
use crate::cli::output::{format_names, usual_pager};
use crate::cli::run;
use crate::engine::TOPICS as SHOWN;
use crate::render;
use std::ops::ControlFlow;
use std::path::PathBuf;

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

/// Words of the prompt that begin a line, and what they do.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("again", "`again | STAGE …`: the last question with more stages"),
    ("open", "`open N`: what row N of the last answer is about; `open NAME`"),
    ("more", "the last answer with all its rows"),
];

const ON_OFF: fn() -> Vec<&'static str> = || vec!["on", "off"];
const NOTHING: fn() -> Vec<&'static str> = Vec::new;

#[rustfmt::skip]
pub(super) const COMMANDS: &[DotCommand] = &[
    row(".help", Some("help"), "[TOPIC]", "this list, or a topic", || TOPICS.iter().map(|topic| topic.name).collect(), help),
    row(".examples", Some("examples"), "", "ten questions of this graph that have answers", NOTHING, |session, _| session.examples()),
    row(MORE, None, "", "the last answer with all its rows", NOTHING, |session, _| session.more()),
    row(NOTES, None, "[all|few|none]", "all notes of the last answer, or how many the next ones have", || render::NoteAmount::NAMED.iter().map(|(name, _)| *name).collect(), |session, amount| session.notes(amount)),
    row(".graph", None, "[FILE|NAME]", "the graph in use, or another one", NOTHING, graph),
    row(".open", None, "FILE|NAME", "open another graph", NOTHING, open),
    row(".schema", None, "[NOUN|VERB]", "what can be asked: kinds and what joins them", || SHOWN.iter().map(|topic| topic.name).collect(), schema),
    row(".stats", None, "", "what is in the graph", NOTHING, |session, _| session.ask("show stats")),
    row(".format", None, "NAME", "how answers are written", || render::FORMATS.iter().map(|format| format.name).collect(), format),
    row(".maxrows", None, "[N|all]", "rows that a table shows at most", || vec!["all"], max_rows),
    row(".pager", None, "[on|off|PROGRAM]", "what shows answers that are higher than the screen", ON_OFF, pager),
    row(".echo", None, "on|off", "show how a question was read, and the notes", ON_OFF, echo),
    row(".timer", None, "on|off", "show how long each answer took", ON_OFF, timer),
    row(".read", None, "FILE", "run a query file", NOTHING, read),
    row(".output", None, "[FILE]", "write answers to a file; without one, to the screen", NOTHING, output),
    row(".once", None, "FILE", "write the next answer to a file", NOTHING, once),
    row(".params", None, "[NAME=VALUE]", "what was set, or set a parameter", NOTHING, params),
    row(".history", None, "[N|TEXT]", "lines that were typed: the last N, or those with a text", NOTHING, history),
    row(".settings", None, "", "what `set` can change", NOTHING, |session, _| session.ask("show settings")),
    row(".config", None, "", "each setting, and where its value comes from", NOTHING, config),
    row(".quit", Some("quit"), "", "leave; so do Ctrl-D and Ctrl-C twice", NOTHING, |_, _| ControlFlow::Break(Ending::Leave)),
    row(".exit", Some("exit"), "", "the same", NOTHING, |_, _| ControlFlow::Break(Ending::Leave)),
];

const fn row(
    name: &'static str,
    plain: Option<&'static str>,
    argument: &'static str,
    summary: &'static str,
    values: fn() -> Vec<&'static str>,
    run: fn(&mut Conversation<'_>, &str) -> Next,
) -> DotCommand {
    DotCommand { name, plain, argument, summary, values, run }
}

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

/// A line that begins with a word of the prompt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Spoken<'l> {
    /// `more`
    More,
    /// `open 3`, `open trastuzumab`
    Open(&'l str),
    /// `again`, `again | count`
    Again(&'l str),
}

/// What a line asks of the prompt in words; none for a question.
pub(super) fn spoken(line: &str) -> Option<Spoken<'_>> {
    let line = line.trim();
    let (word, rest) = line.split_once(|c: char| c.is_whitespace() || c == '|').unwrap_or((line, ""));
    let rest = line.get(word.len()..).filter(|_| !rest.is_empty()).unwrap_or("").trim();
    match word {
        "more" if rest.is_empty() => Some(Spoken::More),
        "open" if !rest.is_empty() => Some(Spoken::Open(rest)),
        "again" if rest.is_empty() || rest.starts_with('|') => Some(Spoken::Again(rest)),
        _ => None,
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
        "Anything without a dot is a question. Right behind a refusal that offers questions, a number asks one of them.\n\nCommands\n{}\nBehind an answer\n{}\nKeys\n{}\nTopics\n{}",
        help::list(commands),
        help::list(WORDS.iter().copied().chain([("why N", "why row N is in the last answer")])),
        help::list(KEYS.iter().copied()),
        help::list(topics)
    )
}

/// What keys do that nobody would guess.
const KEYS: &[(&str, &str)] = &[
    ("Tab", "the list of what may come next; it narrows while you type; Tab again goes through it"),
    ("Right", "take the hint behind the line"),
    ("Ctrl-R", "search the lines that were typed"),
    ("Ctrl-C", "clear the line, or stop the question that runs; twice: leave"),
    ("Enter", "ask; a line that ends in `|`, `and`, an open bracket or quote goes on"),
];

fn format(session: &mut Conversation<'_>, name: &str) -> Next {
    match render::format(name) {
        Some(format) => session.write_as(format),
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

fn open(session: &mut Conversation<'_>, path: &str) -> Next {
    if path.is_empty() {
        session.printer.error("`.open FILE`: a snapshot, a folder of tables or the name of a built-in graph");
        return GO_ON;
    }
    graph(session, path)
}

fn schema(session: &mut Conversation<'_>, word: &str) -> Next {
    if word.is_empty() || SHOWN.iter().any(|topic| topic.name == word) {
        let topic = if word.is_empty() { "schema" } else { word };
        return session.ask(&format!("show {topic}"));
    }
    session.ask(&format!("describe {word}"))
}

/// `on` or `off`; anything else is an error.
fn switch(session: &Conversation<'_>, name: &str, value: &str) -> Option<bool> {
    match value {
        "on" => Some(true),
        "off" => Some(false),
        _ => {
            session.printer.error(&format!("`{name} on` or `{name} off`"));
            None
        }
    }
}

fn timer(session: &mut Conversation<'_>, value: &str) -> Next {
    if let Some(on) = switch(session, ".timer", value) {
        session.timer = on;
    }
    GO_ON
}

fn echo(session: &mut Conversation<'_>, value: &str) -> Next {
    if let Some(on) = switch(session, ".echo", value) {
        session.printer.echo(on);
    }
    GO_ON
}

fn max_rows(session: &mut Conversation<'_>, value: &str) -> Next {
    match (value, value.parse::<usize>()) {
        ("", _) if session.printer.max_rows() == usize::MAX => session.printer.inform("tables show all rows"),
        ("", _) => session.printer.inform(&format!("tables show {} rows at most", session.printer.max_rows())),
        ("all" | "none", _) => session.printer.set_max_rows(usize::MAX),
        (_, Ok(rows)) if rows > 0 => session.printer.set_max_rows(rows),
        (_, _) => session.printer.error("`.maxrows N` with a number above zero, or `.maxrows all`"),
    }
    GO_ON
}

fn pager(session: &mut Conversation<'_>, value: &str) -> Next {
    match value {
        "" => match session.printer.pager() {
            Some(pager) => session.printer.inform(&format!("long answers are shown with `{pager}`")),
            None => session.printer.inform("long answers are shown all at once"),
        },
        "off" => session.printer.set_pager(None),
        "on" => {
            session.printer.set_pager(Some(usual_pager().unwrap_or_else(|| "less".to_owned())));
        }
        program => session.printer.set_pager(Some(program.to_owned())),
    }
    GO_ON
}

fn read(session: &mut Conversation<'_>, file: &str) -> Next {
    if file.is_empty() {
        session.printer.error("`.read FILE`: a query file");
        return GO_ON;
    }
    session.answer(&format!("run \"{}\"", file.trim_matches('"').replace('"', "\"\"")))
}

fn output(session: &mut Conversation<'_>, file: &str) -> Next {
    let file = file.trim_matches('"');
    let is_screen = matches!(file, "" | "-" | "stdout");
    session.printer.redirect((!is_screen).then(|| PathBuf::from(file)));
    GO_ON
}

fn once(session: &mut Conversation<'_>, file: &str) -> Next {
    let file = file.trim_matches('"');
    if file.is_empty() {
        session.printer.error("`.once FILE`: where the next answer goes");
    } else {
        session.once = Some(PathBuf::from(file));
    }
    GO_ON
}

fn params(session: &mut Conversation<'_>, text: &str) -> Next {
    if text.is_empty() {
        return session.ask("show bindings");
    }
    match text.split_once('=').map(|(name, value)| (name.trim().trim_start_matches('$'), value.trim())) {
        Some((name, value)) if !name.is_empty() => session.set_parameter(name, value.trim_matches('"')),
        Some(_) | None => session.printer.error("`.params NAME=VALUE`"),
    }
    GO_ON
}

/// Lines of the history that are shown where nothing is said.
const LINES_SHOWN: usize = 20;

fn history(session: &mut Conversation<'_>, which: &str) -> Next {
    let lines: Vec<&String> = match which.parse::<usize>() {
        Ok(number) => session.typed.iter().rev().take(number).collect(),
        Err(_) if which.is_empty() => session.typed.iter().rev().take(LINES_SHOWN).collect(),
        Err(_) => {
            let wanted = which.to_lowercase();
            session.typed.iter().rev().filter(|line| line.to_lowercase().contains(&wanted)).collect()
        }
    };
    let text: String = lines.iter().rev().map(|line| format!("{line}\n")).collect();
    session.printer.text(&text);
    GO_ON
}

fn config(session: &mut Conversation<'_>, _: &str) -> Next {
    let text = session.config();
    session.printer.text(&text);
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
    fn words_of_the_prompt_are_told_from_questions() {
        for (line, expected) in [
            ("more", Some(Spoken::More)),
            ("more than 3 drugs", None),
            ("open 3", Some(Spoken::Open("3"))),
            ("open", None),
            ("again", Some(Spoken::Again(""))),
            ("again | count by kind", Some(Spoken::Again("| count by kind"))),
            ("again|count", Some(Spoken::Again("|count"))),
            ("again drugs", None),
            ("drugs again", None),
        ] {
            assert_eq!(spoken(line), expected, "{line}");
        }
    }

    #[test]
    fn the_overview_names_every_command_and_topic() {
        let overview = overview();
        assert!(COMMANDS.iter().all(|command| overview.contains(command.summary)), "{overview}");
        assert!(TOPICS.iter().all(|topic| overview.contains(topic.summary)), "{overview}");
    }

    #[test]
    fn the_command_of_folded_rows_is_there() {
        assert!(COMMANDS.iter().any(|command| command.name == MORE));
    }
}
