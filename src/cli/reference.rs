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

#[cfg(test)]
mod tests {
    use crate::language::marks::KEYWORDS;
    use serde_json::{Value, json};
    use std::path::Path;

    /// Words of a kind, the longest first, as one pattern.
    fn pattern(words: impl Iterator<Item = &'static str>) -> String {
        let mut words: Vec<&str> = words.collect();
        words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        words.dedup();
        let words: Vec<String> = words.iter().map(|word| word.replace(' ', "\\s+")).collect();
        format!("(?i)(?<![\\w-])({})(?![\\w-])", words.join("|"))
    }

    fn grammar() -> Value {
        let is_connector = |text: &str| {
            matches!(text, "and" | "or" | "not" | "but" | "except" | "union" | "intersect" | "minus" | "without")
        };
        let texts = || KEYWORDS.iter().map(|keyword| keyword.text);
        json!({
            "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
            "name": "onco query",
            "scopeName": "source.onq",
            "patterns": [
                { "name": "comment.line.number-sign.onq", "match": "#.*$" },
                { "name": "comment.block.note.onq", "match": "\\[[^\\]]*\\]" },
                { "name": "string.quoted.double.onq", "match": "\"([^\"]|\"\")*\"" },
                { "name": "variable.other.onq", "match": "\\$[\\w-]+" },
                { "name": "constant.numeric.onq", "match": "(?<![\\w-])\\d+(\\.\\d+)?(?![\\w-])" },
                { "name": "keyword.operator.word.onq", "match": pattern(texts().filter(|text| is_connector(text))) },
                { "name": "keyword.control.onq", "match": pattern(texts().filter(|text| !is_connector(text))) },
                { "name": "keyword.operator.onq", "match": "\\||<=|>=|!=|=|<|>|\\?" },
            ],
        })
    }

    #[test]
    fn the_grammar_of_editors_has_every_keyword() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/syntaxes/onq.tmLanguage.json");
        let expected = serde_json::to_string_pretty(&grammar()).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
            std::fs::write(&path, &expected).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), expected, "UPDATE=1 writes it");
    }
}
