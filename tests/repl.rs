//! The prompt, as somebody at a terminal sees it.

#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// A prompt on the small graph that waits for a question. Nothing is read from or written to the
/// user's files.
fn prompt() -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onco"));
    command.args(["--graph", "mini", "--no-config"]);
    command.env_remove("ONCO_GRAPH").env("PAGER", "").env("NO_COLOR", "1").env("TERM", "xterm");
    let mut session = spawn_command(command, Some(30_000)).unwrap();
    session.exp_string("onco> ").unwrap();
    session
}

/// Asks, and waits for each of the texts in turn.
fn check(session: &mut PtySession, line: &str, expected: &[&str]) {
    session.send_line(line).unwrap();
    for text in expected {
        session.exp_string(text).unwrap_or_else(|error| panic!("`{line}`: no `{text}`: {error}"));
    }
    session.exp_string("onco> ").unwrap();
}

#[test]
fn questions_and_commands_are_answered_in_turn() {
    let mut session = prompt();
    check(&mut session, "drugs targeting MET", &["crizotinib", "1 row"]);
    check(&mut session, "why 1", &["crizotinib targets MET"]);
    check(&mut session, "drugs targetting MET", &["unknown-word", "did you mean `targeting`?"]);
    check(&mut session, ".help", &[".quit"]);
    check(&mut session, ".nonsense", &["nonsense"]);
    check(&mut session, ".format csv", &[]);
    check(&mut session, "drugs targeting MET", &["crizotinib,NCIT:C74061"]);
    check(&mut session, "let $egfr = drugs targeting EGFR", &[]);
    check(&mut session, "$egfr | count", &["5"]);
    session.send_line(".quit").unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn a_number_right_behind_a_refusal_asks_what_was_offered() {
    let mut session = prompt();
    check(&mut session, "lapatinib banana", &["recognised: lapatinib (drug)", "try:", "  1  describe lapatinib"]);
    check(&mut session, ".help", &["a number asks one of them"]);
    check(&mut session, "1", &["describe lapatinib", "NCIT:C26653"]);
    // The answer has no offers, so that a number is a question like any other.
    check(&mut session, "1", &["error["]);
    check(&mut session, "lapatinib banana", &["try:"]);
    check(&mut session, "7", &["there is no offer 7"]);
    check(&mut session, "1", &["NCIT:C26653"]);
    session.send_line(".quit").unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn an_open_bracket_asks_for_more() {
    let mut session = prompt();
    session.send_line("drugs targeting (EGFR or").unwrap();
    check(&mut session, "MET) | count", &["6"]);
    session.send_control('d').unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn the_tab_key_completes_words_and_names() {
    let mut session = prompt();
    session.send("drugs targeti\t").unwrap();
    session.flush().unwrap();
    session.exp_string("targeting").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("onco> ").unwrap();
    check(&mut session, "drugs targeting BRAF", &["dabrafenib"]);
}

/// What a question writes on a terminal of this type; colours begin with an escape.
fn on_terminal(question: &str, terminal: &str, no_colour: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onco"));
    command.args(["--graph", "mini", "--no-config", "query", question]);
    command.env_remove("ONCO_GRAPH").env("PAGER", "").env_remove("NO_COLOR").env("TERM", terminal);
    if let Some(value) = no_colour {
        command.env("NO_COLOR", value);
    }
    spawn_command(command, Some(30_000)).unwrap().exp_eof().unwrap()
}

#[test]
fn a_terminal_is_coloured_unless_it_or_its_user_says_no() {
    let question = "drugs targeting HER2 in gastric";
    let is_coloured = |terminal: &str, no_colour: Option<&str>| {
        let text = on_terminal(question, terminal, no_colour);
        assert!(text.contains("trastuzumab"), "{text}");
        text.contains("\u{1b}[")
    };
    assert!(is_coloured("xterm-256color", None));
    // An empty value is none (no-color.org).
    assert!(is_coloured("xterm-256color", Some("")));
    assert!(!is_coloured("xterm-256color", Some("1")));
    assert!(!is_coloured("dumb", None));
}
