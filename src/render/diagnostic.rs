//! Draws diagnostics: the source line with carets for people, an object for programs.

use super::cell;
use crate::diagnostic::{Diagnostic, Help, Severity};
use crate::text::{Source, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::ops::Range;

/// Widest line of source that is drawn whole; longer ones are cut around the place.
const WIDTH: usize = 140;
/// Numbers of offers.
const OFFER: Style = AnsiColor::BrightCyan.on_default().bold();

/// Writes `diagnostics` of `source` for people, an empty line between two.
pub fn write(source: &Source, diagnostics: &[Diagnostic], color: bool, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", renderer.render(&report(source, diagnostic)))?;
        write_offers(&diagnostic.offers, color, out)?;
    }
    Ok(())
}

/// Questions to ask instead, by number: a prompt takes the number for the question.
fn write_offers(offers: &[String], color: bool, out: &mut dyn Write) -> io::Result<()> {
    if offers.is_empty() {
        return Ok(());
    }
    let style = if color { OFFER } else { Style::new() };
    writeln!(out, "{style}try:{style:#}")?;
    for (index, offer) in offers.iter().enumerate() {
        writeln!(out, "{style}{:>3}{style:#}  {}", index + 1, cell::one_line(offer))?;
    }
    Ok(())
}

/// Writes `{"errors": […]}`; offsets are UTF-8 bytes of the source.
pub fn write_json(diagnostics: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let errors: Vec<_> = diagnostics.iter().map(object).collect();
    writeln!(out, "{}", json!({ "errors": errors }))
}

fn object(diagnostic: &Diagnostic) -> Value {
    let label = |label: &crate::diagnostic::Label| json!({ "start": label.span.start, "end": label.span.end, "text": label.text });
    json!({
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "labels": diagnostic.labels.iter().map(label).collect::<Vec<_>>(),
        "help": diagnostic.help.iter().map(|help| help.text.as_str()).collect::<Vec<_>>(),
        "fixes": diagnostic.help.iter().filter_map(fix).collect::<Vec<_>>(),
        "offers": diagnostic.offers,
    })
}

/// What to put in place of which bytes, with the help that offers it.
fn fix(help: &Help) -> Option<Value> {
    let (span, text) = help.fix.as_ref()?;
    Some(json!({ "start": span.start, "end": span.end, "text": text, "help": help.text }))
}

fn report<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(cell::one_line(&diagnostic.message)).id(diagnostic.code.as_str());
    let place = if diagnostic.labels.is_empty() {
        Group::with_title(title)
    } else {
        title.element(snippet(source, diagnostic))
    };
    std::iter::once(place).chain(diagnostic.help.iter().map(|help| advice(source, help))).collect()
}

/// One help, with the line as it would be where it can be applied.
fn advice<'a>(source: &'a Source, help: &'a Help) -> Group<'a> {
    let title = Level::HELP.secondary_title(help.text.as_str());
    match &help.fix {
        Some((span, text)) if is_drawable(source, *span, text) => {
            let patch = Patch::new(range(&source.text, *span), text.as_str());
            title.element(Snippet::source(source.text.as_str()).patch(patch))
        }
        Some(_) | None => Group::with_title(title),
    }
}

/// Whether a line with a fix can be drawn: unlike a line with carets it is not cut, and control
/// characters in it would reach the terminal.
fn is_drawable(source: &Source, span: Span, fix: &str) -> bool {
    let range = range(&source.text, span);
    let start = source.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = source.text[range.end..].find('\n').map_or(source.text.len(), |length| range.end + length);
    let lines = &source.text[start..end];
    lines.len() <= WIDTH && ![lines, fix].iter().any(|text| text.contains(char::is_control))
}

fn snippet<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let labels = diagnostic.labels.iter().enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(range(&source.text, label.span)).label(cell::one_line(&label.text))
    });
    Snippet::source(source.text.as_str()).path(source.name.as_str()).annotations(labels)
}

/// A span as a range that lies within the text and cuts no character in two.
fn range(text: &str, span: Span) -> Range<usize> {
    let boundary = |index: &usize| text.is_char_boundary(*index);
    let start = (span.start as usize).min(text.len());
    let start = (0..=start).rev().find(boundary).unwrap_or(0);
    let end = (span.end as usize).clamp(start, text.len());
    start..(end..=text.len()).find(boundary).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn drawn(text: &str, diagnostic: Diagnostic) -> String {
        let mut bytes = Vec::new();
        write(&Source::new("query", text), &[diagnostic], false, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// An error `M` at `start..end` of `text`, with `here` at the place.
    #[track_caller]
    fn check(text: &str, start: u32, end: u32, expected: &str) {
        let error = Diagnostic::error(Code::Syntax, Span::new(start, end), "M").at("here");
        let drawn = drawn(text, error);
        let expected = expected.strip_prefix('\n').unwrap_or(expected);
        assert_eq!(drawn.trim_end(), format!("error[syntax]: M\n{expected}"), "\n{drawn}");
    }

    #[test]
    fn an_unknown_name() {
        let message = "no gene, protein or variant of this graph is called `HRE2`";
        let error = Diagnostic::error(Code::UnknownName, Span::new(16, 20), message)
            .at("`targeting` expects a gene")
            .help("did you mean `HER2`? It is another name of gene ERBB2")
            .fix("or write `gene:ERBB2`", Span::new(16, 20), "gene:ERBB2");
        let expected = "\
error[unknown-name]: no gene, protein or variant of this graph is called `HRE2`
 --> query:1:17
  |
1 | drugs targeting HRE2 in gastric
  |                 ^^^^ `targeting` expects a gene
  |
help: did you mean `HER2`? It is another name of gene ERBB2
help: or write `gene:ERBB2`
  |
1 - drugs targeting HRE2 in gastric
1 + drugs targeting gene:ERBB2 in gastric
  |
";
        let drawn = drawn("drugs targeting HRE2 in gastric", error);
        assert_eq!(drawn, expected, "\n{drawn}");
    }

    #[test]
    fn a_fix_of_a_long_line_is_told_in_words_only() {
        let text = format!("drugs targeting HRE2 {}", "and HER2 ".repeat(WIDTH));
        let error = Diagnostic::error(Code::UnknownName, Span::new(16, 20), "M").fix("so", Span::new(16, 20), "HER2");
        let drawn = drawn(&text, error);
        assert!(drawn.ends_with("\nhelp: so\n") && drawn.len() < 5 * WIDTH, "{drawn}");
    }

    #[test]
    fn wide_characters_and_tabs_move_the_caret() {
        check("胃癌 HRE2", 7, 11, " --> query:1:4\n  |\n1 | 胃癌 HRE2\n  |      ^^^^ here");
        check("胃癌", 0, 6, " --> query:1:1\n  |\n1 | 胃癌\n  | ^^^^ here");
        check("a\tb", 2, 3, " --> query:1:3\n  |\n1 | a    b\n  |      ^ here");
    }

    #[test]
    fn the_end_and_the_empty_text_have_a_place() {
        check("drugs", 5, 5, " --> query:1:6\n  |\n1 | drugs\n  |      ^ here");
        check("drugs\n", 6, 6, " --> query:1:7\n  |\n1 | drugs\n  |      ^ here");
        check("", 0, 0, " --> query:1:1\n  |\n1 |\n  | ^ here");
    }

    #[test]
    fn several_lines() {
        check("(drugs\ntargeting\nx", 7, 16, " --> query:2:1\n  |\n2 | targeting\n  | ^^^^^^^^^ here");
        check("(drugs\ntargeting", 0, 16, " --> query:1:1\n  |\n1 | / (drugs\n2 | | targeting\n  | |_________^ here");
    }

    #[test]
    fn no_span_of_any_text_is_too_much() {
        for text in ["", "\n", "\r\n", "a\u{1b}[31m", "胃\t\n癌", "e\u{301}\u{200d}\u{202e}x", "\u{feff}a\n\n\nb"] {
            for start in 0..=text.len() as u32 + 2 {
                for end in 0..=text.len() as u32 + 2 {
                    let error = Diagnostic::error(Code::Syntax, Span::new(start, end), "M").at("here");
                    let error = error.label(Span::new(end, start), "there\nand there").help("so\nso");
                    let error = error.fix("or so", Span::new(start, end), "胃");
                    let drawn = drawn(text, error);
                    assert!(drawn.contains("here") && !drawn.contains('\u{1b}'), "{text:?} {start}..{end}: {drawn}");
                }
            }
        }
    }

    #[test]
    fn json_has_code_message_labels_help_and_fixes() {
        let error = Diagnostic::error(Code::UnknownName, Span::new(16, 20), "\"x\"").at("here").help("so");
        let mut error = error.fix("or so", Span::new(16, 20), "HER2");
        error.offers.push("drugs".to_owned());
        let mut bytes = Vec::new();
        write_json(&[error], &mut bytes).unwrap();
        let expected = concat!(
            r#"{"errors":[{"code":"unknown-name","message":"\"x\"","#,
            r#""labels":[{"start":16,"end":20,"text":"here"}],"help":["so","or so"],"#,
            r#""fixes":[{"start":16,"end":20,"text":"HER2","help":"or so"}],"offers":["drugs"]}]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
