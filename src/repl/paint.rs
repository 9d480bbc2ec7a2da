//! The line in colour while it is typed: what each word is, unknown names underlined, the bracket that
//! belongs to the one at the cursor.

use super::commands::spoken;
use crate::engine::{Engine, ReadWord, WordKind};
use anstyle::{AnsiColor, Style};

const NOUN: Style = AnsiColor::Blue.on_default();
const VERB: Style = AnsiColor::Magenta.on_default();
const PROPERTY: Style = AnsiColor::Cyan.on_default();
const NAME: Style = AnsiColor::Green.on_default();
const KEYWORD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const UNKNOWN: Style = AnsiColor::Red.on_default().underline();
const BRACKET: Style = AnsiColor::Yellow.on_default().bold();

const fn style(kind: WordKind) -> Style {
    match kind {
        WordKind::Noun => NOUN,
        WordKind::Verb => VERB,
        WordKind::Property | WordKind::Variable => PROPERTY,
        WordKind::Name | WordKind::Quoted => NAME,
        WordKind::Keyword => KEYWORD,
        WordKind::Number => Style::new(),
        WordKind::Comment => FAINT,
        WordKind::Unknown => UNKNOWN,
    }
}

/// The words of a line that have a colour: a command of the prompt has none.
pub(super) fn words(line: &str, engine: &Engine) -> Vec<ReadWord> {
    if line.trim_start().starts_with('.') {
        return Vec::new();
    }
    let mut words = engine.words(line);
    if spoken(line).is_some()
        && let Some(first) = words.first_mut()
    {
        first.kind = WordKind::Keyword;
    }
    words
}

/// A line with colour. `typing`: the word at the cursor may still become one that is known, so that it
/// is not marked.
pub(super) fn painted(line: &str, position: usize, typing: bool, words: &[ReadWord]) -> String {
    let pair = matching(line, position);
    let mut out = String::with_capacity(line.len() * 3);
    let mut at = 0;
    for word in words {
        let (start, end) = (word.span.start as usize, word.span.end as usize);
        let (Some(gap), Some(text)) = (line.get(at..start), line.get(start..end)) else { continue };
        out += gap;
        let is_begun = typing && word.kind == WordKind::Unknown && end == position;
        put(&mut out, text, start, if is_begun { Style::new() } else { style(word.kind) }, pair);
        at = end;
    }
    out += line.get(at..).unwrap_or("");
    out
}

fn put(out: &mut String, text: &str, start: usize, style: Style, pair: Option<(usize, usize)>) {
    let is_bracket = pair.is_some_and(|(one, other)| start == one || start == other);
    let style = if is_bracket && text.len() == 1 { BRACKET } else { style };
    if style.is_plain() {
        *out += text;
    } else {
        *out += &format!("{style}{text}{style:#}");
    }
}

/// The bracket at the cursor, or right before it, and the one that belongs to it.
fn matching(line: &str, position: usize) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let is_bracket = |at: &usize| matches!(bytes.get(*at), Some(b'(' | b')'));
    let here = Some(position).filter(is_bracket).or(position.checked_sub(1).filter(is_bracket))?;
    let mut open = Vec::new();
    let mut in_quotes = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'(' if !in_quotes => open.push(at),
            b')' if !in_quotes => {
                let begin = open.pop()?;
                if begin == here || at == here {
                    return Some((begin, at));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a line has a word that nothing knows and that ends at the cursor.
pub(super) fn ends_unknown(words: &[ReadWord], position: usize) -> bool {
    words.iter().any(|word| word.kind == WordKind::Unknown && word.span.end as usize == position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn engine() -> Engine {
        Engine::open(Path::new("mini")).unwrap()
    }

    /// The text without colour.
    fn bare(colored: &str) -> String {
        let mut plain = String::new();
        let mut escape = false;
        for letter in colored.chars() {
            match letter {
                '\u{1b}' => escape = true,
                'm' if escape => escape = false,
                _ if escape => {}
                other => plain.push(other),
            }
        }
        plain
    }

    #[test]
    fn colour_changes_no_letter() {
        let engine = engine();
        for line in [
            "drugs targeting HER2 and not \"a b\" in $x | count # so",
            "胃 \"open",
            "a-b'c\tnot",
            "gene:MET [note] (drugs",
            "drugs; genes\n| count; HER2.",
            "",
            ".format (",
            "# only a comment",
            "again | count",
        ] {
            for position in [0, line.len()] {
                assert_eq!(bare(&painted(line, position, true, &words(line, &engine))), line);
            }
        }
    }

    #[test]
    fn words_have_the_colour_of_what_they_are() {
        let engine = engine();
        let line = "drugs targeting HER2 or HRE2";
        let painted_line = painted(line, 0, false, &words(line, &engine));
        for (text, style) in [("drugs", NOUN), ("targeting", VERB), ("HER2", NAME), ("or", KEYWORD), ("HRE2", UNKNOWN)]
        {
            assert!(painted_line.contains(&format!("{style}{text}{style:#}")), "{text}: {painted_line:?}");
        }
        let underlined = |line: &str, typing| {
            painted(line, line.len(), typing, &words(line, &engine)).contains(&format!("{UNKNOWN}"))
        };
        assert!(underlined("drugs targeting HRE2", false));
        assert!(!underlined("drugs targeting HRE2", true), "it may become a name");
        assert!(underlined("drugs targeting HRE2 ", true));
        assert!(!underlined("please tell me which drugs target HER2", false), "plain words are known");
        assert!(!underlined("open 3", false));
    }

    #[test]
    fn the_other_bracket_is_found() {
        for (line, position, expected) in [
            ("(a)", 3, Some((0, 2))),
            ("(a)", 0, Some((0, 2))),
            ("(a (b) c)", 3, Some((3, 5))),
            ("(a \")\" b)", 9, Some((0, 8))),
            ("(a", 2, None),
            ("a)", 2, None),
            ("", 0, None),
        ] {
            assert_eq!(matching(line, position), expected, "{line} {position}");
        }
    }
}
