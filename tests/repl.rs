//! The prompt, as somebody at a terminal sees it.

#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// A prompt on the small graph that waits for a question. Nothing is read from or written to the user's files.
fn prompt() -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onco"));
    command.args(["--graph", "mini", "--no-config"]);
    command.env_remove("ONCO_GRAPH").env_remove("PAGER").env("NO_COLOR", "1").env("TERM", "xterm");
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
