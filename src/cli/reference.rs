//! The tables of the language's reference page.

use crate::diagnostic::Code;
use crate::engine::{SETTINGS, TOPICS};
use crate::language::marks::{FUNCTION, KEYWORDS};
use crate::model::{SOURCES, STAGES, StageRow};
use crate::render::FORMATS;

/// Sources, stages, functions, settings, topics, formats and error codes as tables in Markdown, made from
/// the tables that the program itself works with.
pub fn reference() -> String {
    let functions = KEYWORDS.iter().filter(|word| word.places & FUNCTION != 0);
    let settings = SETTINGS.iter().map(|setting| (setting.name, format!("{} ({})", setting.help, setting.values)));
    [
        section("All sources", "source", SOURCES.iter().map(|source| (source.example, source.help))),
        section("All stages", "stage", STAGES.iter().map(|stage| (stage.usage(), stage_help(stage)))),
        section("Functions of `group by`", "function", functions.map(|word| (word.text, word.purpose))),
        section("Settings (`set NAME = VALUE`)", "setting", settings),
        section("Topics of `show`", "topic", TOPICS.iter().map(|topic| (topic.name, topic.help))),
        section("Formats", "format", FORMATS.iter().map(|format| (format.name, format.description))),
        section("Error codes", "code", Code::ALL.iter().map(|code| (code.as_str(), code.explanation()))),
    ]
    .concat()
}

/// A heading and a table of two columns.
fn section<N: AsRef<str>, T: AsRef<str>>(title: &str, first: &str, rows: impl Iterator<Item = (N, T)>) -> String {
    let escaped = |text: &str| text.replace('|', "\\|");
    let row = |(name, text): (N, T)| format!("| `{}` | {} |\n", escaped(name.as_ref()), escaped(text.as_ref()));
    let rows: String = rows.map(row).collect();
    format!("\n## {title}\n\n| {first} | |\n|---|---|\n{rows}")
}

fn stage_help(stage: &StageRow) -> String {
    let synonym = stage.synonym.map_or_else(String::new, |word| format!(" (or `{word}`)"));
    format!("{}{synonym}: `| {}`", stage.help, stage.example)
}
