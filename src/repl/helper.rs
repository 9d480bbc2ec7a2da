//! What the line editor asks while somebody types: completion, colour, and whether the line is at
//! its end.

use super::commands::COMMANDS;
use crate::engine::Engine;
use anstyle::{AnsiColor, Style};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Result};
use std::borrow::Cow;
use std::sync::Arc;

pub(super) struct Helper {
    engine: Arc<Engine>,
    color: bool,
}

impl Helper {
    pub(super) fn new(engine: Arc<Engine>, color: bool) -> Self {
        Self { engine, color }
    }
}

impl rustyline::Helper for Helper {}

impl Hinter for Helper {
    type Hint = String;
}

impl Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, position: usize, _context: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        if line.starts_with('.') {
            return Ok(complete_command(line.get(..position).unwrap_or(line)));
        }
        let completions = self.engine.complete(line, position);
        let pairs = completions.items.into_iter().map(|item| {
            let about = if item.detail.is_empty() { item.kind } else { format!("{}: {}", item.kind, item.detail) };
            Pair { display: format!("{} ({about})", item.text), replacement: item.text }
        });
        Ok((completions.start, pairs.collect()))
    }
}

/// Commands, or what may follow one.
fn complete_command(line: &str) -> (usize, Vec<Pair>) {
    let start = line.rfind(' ').map_or(0, |space| space + 1);
    let begun = &line[start..];
    let candidates = match line.split_once(' ') {
        None => COMMANDS.iter().map(|command| command.name).collect(),
        Some((name, _)) => COMMANDS.iter().find(|command| command.name == name).map_or_else(Vec::new, |c| (c.values)()),
    };
    let fitting = candidates.into_iter().filter(|candidate| candidate.starts_with(begun));
    (start, fitting.map(|text| Pair { display: text.into(), replacement: text.into() }).collect())
}

impl Validator for Helper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        Ok(if is_open(context.input()) { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

/// Whether more must follow: a bracket or quote is open, or the line ends with `|` or `\`.
/// An empty line ends any question, so that nobody is caught in a forgotten quote.
fn is_open(text: &str) -> bool {
    if text.starts_with('.') || text.ends_with('\n') {
        return false;
    }
    let mut depth = 0_usize;
    let mut open_quote = false;
    let mut comment = false;
    for character in text.chars() {
        match character {
            '\n' => comment = false,
            _ if comment => {}
            '"' => open_quote = !open_quote,
            _ if open_quote => {}
            '#' => comment = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0 || open_quote || (!comment && text.trim_end().ends_with(['|', '\\']))
}

const QUOTED: Style = AnsiColor::Green.on_default();
const VARIABLE: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();
const KEYWORD: Style = Style::new().bold();
/// Words that join or turn a sentence; worth seeing at a glance.
const KEYWORDS: &[&str] = &["and", "or", "not", "but", "without", "except", "union", "intersect", "minus"];

impl Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, _position: usize) -> Cow<'l, str> {
        if self.color { Cow::Owned(highlighted(line)) } else { Cow::Borrowed(line) }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _default: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("{KEYWORD}{prompt}{KEYWORD:#}")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_char(&self, _line: &str, _position: usize, _kind: CmdKind) -> bool {
        self.color
    }
}

fn highlighted(line: &str) -> String {
    let mut text = String::with_capacity(line.len() * 2);
    let mut rest = line;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest));
        match style_of(piece) {
            Some(style) => text += &format!("{style}{piece}{style:#}"),
            None => text += piece,
        }
        rest = after;
    }
    text
}

/// Bytes up to the end of the quote, comment, word or single other character that `text` begins
/// with.
fn piece_length(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || "$_-'".contains(c);
    match text.chars().next() {
        None => 0,
        Some('"') => text[1..].find('"').map_or(text.len(), |end| end + 2),
        Some('#') => text.find('\n').unwrap_or(text.len()),
        Some(first) if is_word(first) => text.find(|c| !is_word(c)).unwrap_or(text.len()),
        Some(other) => other.len_utf8(),
    }
}

fn style_of(piece: &str) -> Option<Style> {
    match piece.as_bytes().first()? {
        b'"' => Some(QUOTED),
        b'$' => Some(VARIABLE),
        b'#' | b'|' => Some(FAINT),
        _ => KEYWORDS.contains(&piece).then_some(KEYWORD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_lines_wait_for_more() {
        for (text, expected) in [
            ("drugs targeting HER2", false),
            ("(drugs targeting HER2", true),
            ("(drugs targeting HER2)", false),
            ("describe \"MET", true),
            ("describe \"(\"", false),
            ("drugs |", true),
            ("drugs | ", true),
            ("drugs \\", true),
            ("drugs # (open |", false),
            ("(drugs\n", false),
            (")(", true),
            (".format (", false),
            ("", false),
        ] {
            assert_eq!(is_open(text), expected, "{text:?}");
        }
    }

    #[test]
    fn colour_changes_no_character() {
        for line in ["drugs and not \"a b\" in $x | count # so", "胃 \"open", "a-b'c\tnot", ""] {
            let colored = highlighted(line);
            let mut plain = String::new();
            let mut escape = false;
            for character in colored.chars() {
                match character {
                    '\u{1b}' => escape = true,
                    'm' if escape => escape = false,
                    _ if escape => {}
                    other => plain.push(other),
                }
            }
            assert_eq!(plain, line);
            assert_eq!(colored.contains('\u{1b}'), line.contains(['"', '$']) || line.contains("not"), "{line}");
        }
    }

    #[test]
    fn commands_and_their_values_are_completed() {
        let names = |line| complete_command(line).1.into_iter().map(|pair| pair.replacement).collect::<Vec<_>>();
        assert_eq!(names(".f"), [".format"]);
        assert_eq!(names(".format j"), ["json", "jsonl"]);
        assert_eq!(names(".timer "), ["on", "off"]);
        assert!(names(".nothing ").is_empty());
        assert_eq!(complete_command(".format j").0, 8);
    }
}
