//! Topics that are longer than an option's line: `onco help TOPIC` and `.help TOPIC`.

use super::arguments::Arguments;
use super::exit::Exit;
use super::output::Printer;
use crate::diagnostic::Code;
use crate::inspect::lint::CHECKS;
use crate::model::STAGES;
use crate::render::FORMATS;
use clap::{Command, CommandFactory};

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

/// What a command is used for, by its name: a comment and a line for each.
#[rustfmt::skip]
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    ("", &[
        ("the prompt", "onco"),
        ("one question", "onco query 'drugs targeting HER2 in gastric'"),
        ("how to ask", "onco help language"),
    ]),
    ("query", &[
        ("one question", "onco query 'drugs targeting HER2 in gastric'"),
        ("for a spreadsheet", "onco query 'approved drugs in melanoma' --format csv > melanoma.csv"),
        ("a value from outside", "onco query 'drugs targeting $gene' --param gene=MET"),
        ("in a script of the shell", "onco query 'does EGFR T790M resist erlotinib?' --exit-status && echo resistant"),
        ("from a pipe", "echo 'describe osimertinib' | onco query -"),
    ]),
    ("run", &[
        ("one file", "onco run board.onq --param cancer=gastric"),
        ("all files of a folder as tests", "onco run tests/*.onq --junit report.xml"),
        ("again whenever a file changes", "onco run board.onq --watch"),
    ]),
    ("check", &[("before a commit", "onco check queries/*.onq")]),
    ("fmt", &[("lay out", "onco fmt board.onq"), ("only look", "onco fmt --check queries/*.onq")]),
    ("import", &[
        ("evidence of CIViC", "onco import civic nightly-AcceptedEvidence.tsv -o civic.onco"),
        ("an ontology", "onco import obo doid.obo --kind cancer --root DOID:162 -o cancers.onco"),
    ]),
    ("build", &[("as a recipe says", "onco new recipe && onco build onco.toml -o graph.onco")]),
    ("pack", &[("CIViC as text", "onco pack civic nightly-AcceptedEvidence.tsv -o graphs/civic")]),
    ("export", &[("for Cytoscape and Gephi", "onco export graphml > graph.graphml")]),
    ("lint", &[("an own graph", "onco lint my-graph")]),
    ("diff", &[("two versions", "onco diff old.onco new.onco"), ("one gene", "onco diff old.onco new.onco about EGFR")]),
    ("stats", &[("the built-in graph", "onco stats"), ("another", "onco stats --graph graph.onco --format json")]),
    ("open", &[("papers and labels", "onco open osimertinib"), ("only the addresses", "onco open osimertinib --print")]),
    ("new", &[("a recipe", "onco new recipe"), ("a script under another name", "onco new script monday.onq")]),
    ("config", &[("what is set where", "onco config"), ("with an option", "onco config --timeout 2m")]),
    ("completions", &[
        ("bash", "onco completions bash > ~/.local/share/bash-completion/completions/onco"),
        ("zsh", "onco completions zsh > ~/.zfunc/_onco"),
        ("fish", "onco completions fish > ~/.config/fish/completions/onco.fish"),
    ]),
    ("man", &[("this program", "onco man | man -l -"), ("all commands", "onco man --output man/man1")]),
    ("help", &[("a command", "onco help run"), ("the language", "onco help language")]),
];

/// A command and those below it, with examples under the help of each.
pub fn with_examples(command: Command) -> Command {
    let mut command = command;
    for (name, examples) in EXAMPLES {
        let lines: String = examples.iter().map(|(what, line)| format!("  # {what}\n  {line}\n")).collect();
        let text = format!("Examples:\n{}", lines.trim_end());
        if name.is_empty() {
            let rest = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            command = command.after_help(format!("{text}\n\n{rest}"));
        } else if command.find_subcommand(name).is_some() {
            command = command.mut_subcommand(*name, |sub| sub.after_help(text));
        }
    }
    command
}

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
    let mut command = with_examples(Arguments::command());
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
