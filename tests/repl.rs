//! The prompt, as somebody at a terminal sees it.

#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use rexpect::process::{PtyProcess, WaitStatus};
use rexpect::session::{PtySession, spawn_command};
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A prompt on the small graph that waits for a question. Nothing is read from or written to the
/// user's files.
fn prompt() -> PtySession {
    let mut session = spawn_command(program(&["--graph", "mini", "--no-config"]), Some(30_000)).unwrap();
    session.exp_string("onco> ").unwrap();
    session
}

/// The program without colour, with none of the user's settings.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onco"));
    command.args(arguments);
    command.env_remove("ONCO_GRAPH").env("PAGER", "").env("NO_COLOR", "1").env("TERM", "xterm");
    command
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap()
}

/// A terminal of 80 columns and 24 rows, and what is on its screen.
struct Terminal {
    /// Ends with the terminal.
    process: PtyProcess,
    keyboard: File,
    written: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Terminal {
    fn new(command: Command) -> Self {
        let process = PtyProcess::new(command).unwrap();
        let (keyboard, mut output) = (process.get_file_handle().unwrap(), process.get_file_handle().unwrap());
        let (sender, written) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(size(24), size(80), 0);
        let mut terminal = Self { process, keyboard, written, screen };
        terminal.wait("a prompt", |screen| screen.contains("onco> "));
        terminal
    }

    fn of_mini() -> Self {
        Self::new(program(&["--graph", "mini", "--no-config"]))
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Everything on the screen as it is now.
    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Lets the program write until the screen is as it should be.
    #[track_caller]
    fn wait(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            while let Ok(bytes) = self.written.recv_timeout(Duration::from_millis(20)) {
                self.screen.process(&bytes);
            }
            let contents = self.contents();
            if is_so(&contents) {
                return contents;
            }
            assert!(Instant::now() < end, "there is no {what}:\n{contents}");
        }
    }

    /// Enters a line, and waits for texts and the next prompt.
    #[track_caller]
    fn ask(&mut self, line: &str, expected: &[&str]) {
        self.screen.process(b"\x1b[2J\x1b[H");
        self.press(line).press("\r");
        self.wait(&format!("{expected:?} for `{line}`"), |screen| {
            let is_done = screen.lines().last().is_some_and(|last| last.trim_end() == "onco>");
            is_done && screen.lines().count() > 1 && expected.iter().all(|text| screen.contains(text))
        });
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) -> String {
        self.wait(&format!("`{text}`"), |screen| screen.contains(text))
    }

    #[track_caller]
    fn wait_for_line(&mut self, line: &str) {
        let wanted = format!("onco> {line}");
        self.wait(&format!("line `{line}`"), |screen| {
            screen
                .lines()
                .rfind(|line| line.starts_with("onco>"))
                .is_some_and(|last| last.trim_end() == wanted.trim_end())
        });
    }
}

/// A new folder below the one that cargo keeps for tests.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("repl").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A prompt whose files are in a folder.
fn with_files(folder: &Path) -> Command {
    let mut command = program(&["--graph", "mini"]);
    for (variable, name) in [("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config"), ("HOME", "home")] {
        command.env(variable, folder.join(name));
    }
    command
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
fn one_tab_shows_what_may_come_next_and_typing_narrows_it() {
    let mut terminal = Terminal::of_mini();
    terminal.press("drugs tar\t");
    let screen = terminal.wait_for("targeting verb");
    assert!(screen.contains("target verb") && screen.contains("onco> drugs tar"), "{screen}");
    terminal.press("gets");
    terminal.wait("a shorter list", |screen| !screen.contains("targeting verb"));
    // Back to the list, and through it.
    terminal.press("\x7f\x7f\x7f\x7f\t\t").wait_for_line("drugs targeting");
    terminal.press("\t").wait_for_line("drugs targets");
    terminal.press("\x1b[Z").wait_for_line("drugs targeting");
    terminal.press(" ");
    terminal.wait("no list", |screen| !screen.contains(" verb"));
    terminal.press("BRA\t").wait_for_line("drugs targeting BRAF");
    terminal.press("\r").wait_for("dabrafenib");
}

#[test]
fn tab_tells_names_by_their_kind_and_offers_what_is_nearly_so() {
    let mut terminal = Terminal::of_mini();
    terminal.press("drugs targeting EG\t").wait_for("EGFR");
    terminal.press("\x03").wait_for_line("");
    terminal.press("drugs targeting HRE2\t").wait_for("HER2 gene");
    terminal.press("\t").wait_for_line("drugs targeting HER2");
    terminal.press("\x03.form\t").wait_for_line(".format");
    terminal.press(" js\t").wait_for("json");
}

#[test]
fn a_hint_comes_from_the_history_or_is_the_only_completion() {
    let mut terminal = Terminal::of_mini();
    terminal.press("describe crizo").wait_for_line("describe crizotinib");
    terminal.press("\x1b[C | limit 1\r").wait("an answer", |screen| screen.contains("NCIT:C74061"));
    terminal.press("desc").wait_for_line("describe crizotinib | limit 1");
    terminal.press("\x03").wait_for_line("");
    terminal.press("\x12limit").wait_for("(reverse-i-search)`limit': describe crizotinib | limit 1");
}

#[test]
fn unfinished_lines_go_on() {
    let mut terminal = Terminal::of_mini();
    terminal.press("drugs targeting EGFR or\rMET |\rcount\r").wait_for("6");
}

#[test]
fn ctrl_c_clears_the_line_and_twice_leaves() {
    let mut terminal = Terminal::of_mini();
    terminal.press("drugs targ").wait_for_line("drugs targ");
    terminal.press("\x03").wait_for_line("");
    terminal.press("show nouns\r").wait_for("cancer");
    terminal.press("\x03").wait_for("Ctrl-C again leaves");
    terminal.press("\x03");
    let end = Instant::now() + Duration::from_secs(20);
    while terminal.process.status() == Some(WaitStatus::StillAlive) {
        assert!(Instant::now() < end, "{}", terminal.contents());
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn ctrl_c_stops_the_question_that_runs() {
    let mut terminal = Terminal::new(program(&["--graph", "oncology", "--no-config"]));
    terminal.press("all paths from EGFR to trastuzumab within 9\r");
    // Long enough to be running, not long enough to be done.
    std::thread::sleep(Duration::from_millis(400));
    let start = Instant::now();
    terminal.press("\x03").wait_for("interrupted");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    terminal.press("drugs targeting MET | count\r").wait("another answer", |screen| screen.contains("count"));
}

#[test]
fn rows_are_opened_and_the_last_question_is_asked_again() {
    let mut session = prompt();
    check(&mut session, "open 1", &["there is no answer yet"]);
    check(&mut session, "again | count", &["there is no question yet"]);
    check(&mut session, "drugs targeting EGFR", &["erlotinib"]);
    check(&mut session, "again | count", &["5"]);
    check(&mut session, "drugs targeting MET", &["crizotinib"]);
    check(&mut session, "open 1", &["NCIT:C74061"]);
    check(&mut session, "drugs targeting MET", &["crizotinib"]);
    check(&mut session, "more", &["crizotinib"]);
    check(&mut session, "open 9", &["there is no row 9: the last answer has 1"]);
}

#[test]
fn commands_do_what_their_table_says() {
    let folder = folder("commands");
    let file = |name: &str| folder.join(name).display().to_string();
    let mut terminal = Terminal::of_mini();
    terminal.ask(".examples", &["  1  drugs targeting HER2 in gastric"]);
    terminal.ask("1", &["trastuzumab"]);
    terminal.ask(".notes", &["another name of"]);
    terminal.ask(".params cancer=gastric", &[]);
    terminal.ask(".params", &["cancer", "gastric"]);
    terminal.ask("drugs targeting HER2 in $cancer | count", &["2"]);
    terminal.ask(".echo off", &[]);
    terminal.ask(".maxrows 2", &[]);
    terminal.ask("drugs", &["10 rows, the first 2 shown"]);
    terminal.ask("more", &["trastuzumab"]);
    terminal.ask(".maxrows all", &[]);
    terminal.ask(".pager cat", &[]);
    terminal.ask(".pager", &["long answers are shown with `cat`"]);
    terminal.ask(".timer on", &[]);
    terminal.ask("drugs targeting MET | count", &[" ms"]);
    terminal.ask(".timer maybe", &["`.timer on` or `.timer off`"]);
    terminal.ask(&format!(".once {}", file("once.txt")), &[]);
    terminal.ask("drugs targeting MET | as csv", &[]);
    terminal.ask(&format!(".output {}", file("all.txt")), &[]);
    terminal.ask("drugs targeting MET | as csv", &[]);
    terminal.ask("drugs targeting BRAF | as csv", &[]);
    terminal.ask(".output", &[]);
    terminal.ask(".schema drug", &["drug"]);
    terminal.ask(".history MET | as csv", &["drugs targeting MET | as csv"]);
    terminal.ask(".open oncology", &["graph oncology"]);
    terminal.ask(".graph", &["graph oncology"]);
    let once = std::fs::read_to_string(file("once.txt")).unwrap();
    assert_eq!(once.lines().count(), 2, "{once}");
    let all = std::fs::read_to_string(file("all.txt")).unwrap();
    assert!(all.starts_with(&once) && all.contains("dabrafenib"), "{all}");
    std::fs::write(file("board.onq"), "drugs targeting MET | count\nexpect 1 rows\n").unwrap();
    terminal.ask(&format!(".read {}", file("board.onq")), &["count"]);
}

#[test]
fn the_history_is_kept_line_by_line_and_begins_with_three_lines() {
    let folder = folder("history");
    let greeting = |terminal: &Terminal| terminal.contents().lines().take_while(|l| !l.starts_with("onco> ")).count();
    let mut first = Terminal::new(with_files(&folder));
    assert_eq!(greeting(&first), 3, "{}", first.contents());
    first.press("drugs targeting MET | count\r").wait_for("count\n");
    first.press(" drugs targeting BRAF | count\r").wait("answers", |screen| screen.matches("1 row\n").count() == 2);
    let mut second = Terminal::new(with_files(&folder));
    assert_eq!(greeting(&second), 2, "{}", second.contents());
    second.press("drugs targeting EGFR | count\r").wait("an answer", |screen| screen.matches("onco> ").count() == 2);
    first.press("drugs targeting MET | count\r").wait("answers", |screen| screen.matches("1 row\n").count() == 3);
    let kept = std::fs::read_to_string(folder.join("state/onco/history")).unwrap();
    assert_eq!(kept, "drugs targeting MET | count\ndrugs targeting EGFR | count\n");
    let mut third = Terminal::new(with_files(&folder));
    third.press("\x1b[A\x1b[A").wait_for_line("drugs targeting MET | count");
}

#[test]
fn a_long_answer_goes_to_the_pager() {
    let mut command = program(&["--graph", "oncology", "--no-config"]);
    command.env("PAGER", "sed s/^/paged:/");
    let mut terminal = Terminal::new(command);
    terminal.press("drugs | limit 40\r").wait_for("paged:");
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
