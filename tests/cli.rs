//! The program from outside: files, standard input, exit codes, formats.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use assert_cmd::Command;
use serde_json::Value;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

const QUESTION: &str = "drugs targeting HER2 in gastric";

/// `onco` on the small graph, with no terminal and no settings of the user.
fn onco(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("onco").unwrap();
    command.env_remove("ONCO_GRAPH").env_remove("NO_COLOR").env("TERM", "xterm-256color");
    command.args(["--graph", "mini", "--no-config"]).args(arguments);
    command
}

struct Said {
    code: Option<i32>,
    out: String,
    errors: String,
}

fn run(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), errors: text(output.stderr) }
}

fn check_code(arguments: &[&str], expected: i32) -> Said {
    let said = run(&mut onco(arguments));
    assert_eq!(said.code, Some(expected), "onco {arguments:?}\n{}{}", said.out, said.errors);
    said
}

/// A new file below the folder that cargo keeps for tests.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    let missing = ["query", QUESTION, "--graph", "no-such-graph"];
    for (arguments, expected) in [
        (&["query", QUESTION][..], 0),
        (&["query", "drugs targeting KRAS"], 0),
        (&["frobnicate"], 2),
        (&["query", QUESTION, "--format", "pdf"], 2),
        (&["query", "drugs targeting HRE2"], 3),
        (&["query", "drugs targeting"], 3),
        (&["query", ""], 3),
        (&["run", "no-such-file.onq"], 4),
        (&["query", "does EGFR T790M resist erlotinib?", "--exit-status"], 0),
        (&["query", "does EGFR T790M resist osimertinib?", "--exit-status"], 10),
    ] {
        check_code(arguments, expected);
    }
    let said = run(Command::cargo_bin("onco").unwrap().args(missing));
    assert_eq!(said.code, Some(4), "{}", said.errors);
    assert!(said.errors.contains("no-such-graph"), "{}", said.errors);
}

#[test]
fn a_question_comes_from_an_argument_standard_input_or_a_file() {
    let argument = check_code(&["query", QUESTION], 0).out;
    let input = run(onco(&["query", "-"]).write_stdin(QUESTION));
    assert_eq!(input.out, argument);
    let script = file("question.onq", "# a comment\ndrugs targeting HER2 in gastric\n");
    assert_eq!(check_code(&["run", script.to_str().unwrap()], 0).out, argument);
    let piped = run(onco(&[]).write_stdin(QUESTION));
    assert_eq!(piped.out, argument);
    assert!(argument.contains("trastuzumab") && argument.contains("civic.eid:1023"), "{argument}");
}

#[test]
fn standard_output_holds_data_only() {
    for format in ["csv", "tsv", "jsonl", "line", "markdown"] {
        let said = check_code(&["query", QUESTION, "--format", format], 0);
        assert!(!said.out.contains("note:") && !said.out.contains("(targeting"), "{format}: {}", said.out);
        assert!(said.errors.contains("note:") && said.errors.contains("drugs (targeting"), "{format}: {}", said.errors);
    }
    let said = check_code(&["query", QUESTION, "--format", "json"], 0);
    assert_eq!(said.errors, "");
    let said = check_code(&["query", QUESTION, "--format", "csv", "--quiet"], 0);
    assert_eq!(said.errors, "");
    let said = check_code(&["query", "drugs targeting HRE2"], 3);
    assert_eq!(said.out, "");
}

#[test]
fn tables_of_other_programs_have_a_header_and_an_id_column() {
    for (format, separator) in [("csv", ','), ("tsv", '\t')] {
        let out = check_code(&["query", QUESTION, "--format", format], 0).out;
        let mut lines = out.lines();
        let header: Vec<&str> = lines.next().unwrap().split(separator).collect();
        assert_eq!(header[0], "drug");
        assert!(header[1].contains("id"), "{header:?}");
        let first: Vec<&str> = lines.next().unwrap().split(separator).collect();
        assert_eq!(first[..2], ["trastuzumab", "NCIT:C1647"]);
    }
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let out = check_code(&["query", QUESTION, "--format", "json"], 0).out;
    let answer: Value = serde_json::from_str(&out).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&answer),
        ["format", "query", "reading", "graph", "columns", "rows", "contested", "notes", "complete"]
    );
    assert_eq!(answer["format"], 1);
    assert_eq!(answer["query"], QUESTION);
    assert_eq!(answer["complete"], true);
    assert_eq!(answer["graph"]["name"], "mini");
    assert_eq!(answer["graph"]["statements"], 20);
    assert!(answer["graph"]["entities"].as_u64().unwrap() > 0);

    let row = &answer["rows"][0];
    let expected = [
        ("level", r#""A""#),
        ("profile", r#""ERBB2 amplification OR ERBB2 overexpression""#),
        ("partners", r#"[{"id":"onco:class-chemotherapy","name":"chemotherapy","kind":"drug class"}]"#),
        ("match", r#""subtype""#),
        ("year", "2010"),
        ("status", r#""approved""#),
        ("region", r#""US""#),
        ("as_of", r#""2026-01""#),
        ("status_statement", r#""onco:treats-trastuzumab-gastric-adenocarcinoma-us""#),
        ("supporting", "2"),
        ("disputing", "0"),
        ("opposite", "[]"),
        ("statements", r#"["onco:treats-trastuzumab-gastric-adenocarcinoma-us","civic.eid:1499"]"#),
        ("against", "[]"),
        ("sources", r#"["PMID:20728210"]"#),
    ];
    for (key, value) in expected {
        assert_eq!(row[key].to_string(), value, "{key} of {row}");
    }
    assert_eq!(row["drug"]["id"], "NCIT:C1647");
    assert_eq!(row["drug"]["name"], "trastuzumab");
    assert_eq!(row["drug"]["kind"], "drug");
    assert_eq!(row["cancer"]["id"], "DOID:3717");
    let columns: Vec<&str> =
        answer["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(keys(row), columns, "keys come in the order of the columns");

    let contested = &answer["contested"][0];
    assert_eq!(contested["drug"]["name"], "pertuzumab");
    assert_eq!(contested["statements"][0], "onco:treats-pertuzumab-gastric-adenocarcinoma-us");
    assert_eq!(answer["notes"][0]["code"], "alias");
}

#[test]
fn json_of_an_aggregate_holds_its_columns() {
    let out = check_code(&["query", "drugs targeting HER2 in gastric | count", "--format", "json"], 0).out;
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["rows"].to_string(), r#"[{"count":2}]"#);
    let out = check_code(&["query", "drugs targeting HER2 in gastric | count by level", "--format", "json"], 0).out;
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["rows"].to_string(), r#"[{"level":"A","count":1},{"level":"B","count":1}]"#);
}

#[test]
fn errors_are_json_where_the_answer_would_be() {
    let said = check_code(&["query", "drugs targeting HRE2", "--format", "json"], 3);
    let errors: Value = serde_json::from_str(&said.errors).unwrap();
    let error = &errors["errors"][0];
    assert_eq!(error["code"], "unknown-name");
    assert!(error["message"].as_str().unwrap().contains("HRE2"), "{error}");
    assert_eq!((error["labels"][0]["start"].as_u64(), error["labels"][0]["end"].as_u64()), (Some(16), Some(20)));
    assert!(error["help"][0].as_str().unwrap().contains("HER2"), "{error}");
}

#[test]
fn parameters_are_values_and_never_spliced() {
    let said = check_code(&["query", "drugs targeting HER2 in $cancer", "--param", "cancer=gastric"], 0);
    assert!(said.out.contains("trastuzumab"), "{}", said.out);
    check_code(&["query", "drugs targeting HER2 in $cancer", "--param", "cancer=gastric or breast"], 3);
    check_code(&["query", "drugs targeting HER2 in $cancer"], 3);
}

#[test]
fn no_colour_where_nobody_looks() {
    for arguments in [&["query", QUESTION][..], &["query", "drugs targeting HRE2"]] {
        let said = run(&mut onco(arguments));
        assert!(!said.out.contains('\u{1b}') && !said.errors.contains('\u{1b}'), "{}{}", said.out, said.errors);
    }
    let said = check_code(&["query", QUESTION, "--color", "always"], 0);
    assert!(said.out.contains('\u{1b}'));
    let said = run(onco(&["query", QUESTION]).env("NO_COLOR", "1"));
    assert!(!said.out.contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("onco"))
        .args(["--no-config", "query", "statements", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(!errors.contains("panicked") && !errors.contains("roken pipe"), "{errors}");
}

#[test]
fn bench_writes_one_line_of_json_on_standard_error() {
    let said = check_code(&["query", "--bench", "3", QUESTION], 0);
    assert_eq!(said.out, "");
    let report: Value = serde_json::from_str(said.errors.trim()).unwrap();
    assert_eq!((report["runs"].as_u64(), report["rows"].as_u64()), (Some(3), Some(2)));
    for key in ["median_us", "min_us", "parse_us", "resolve_us", "plan_us", "run_us", "notes_us", "present_us"] {
        assert!(report[key].as_f64().unwrap() > 0.0, "{key} of {report}");
    }
}

#[test]
fn limits_stop_a_question() {
    let said = check_code(&["query", "drugs", "--max-rows", "2", "--format", "json"], 0);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((answer["rows"].as_array().unwrap().len(), answer["complete"].as_bool()), (2, Some(false)));
    let said = check_code(&["query", "drugs", "--max-rows", "2"], 0);
    assert!(said.out.contains("2 of 10 rows"), "{}", said.out);
    let endless = ["query", "all paths from EGFR to trastuzumab within 9", "--graph", "oncology", "--timeout", "5ms"];
    let said = run(Command::cargo_bin("onco").unwrap().arg("--no-config").args(endless));
    assert_eq!(said.code, Some(1), "{}", said.errors);
    assert!(said.errors.contains("timeout"), "{}", said.errors);
}

#[test]
fn a_script_stops_at_the_first_expectation_that_fails() {
    let script = "drugs targeting HER2 in gastric\nexpect 2 rows\nexpect trastuzumab\nexpect not pertuzumab\n";
    let good = file("good.onq", script);
    check_code(&["run", good.to_str().unwrap()], 0);
    let bad = file("bad.onq", "drugs targeting HER2 in gastric\nexpect pertuzumab\ndrugs targeting MET\n");
    let said = check_code(&["run", bad.to_str().unwrap()], 1);
    assert!(said.errors.contains("expect-failed") && !said.out.contains("crizotinib"), "{}{}", said.out, said.errors);
}

#[test]
fn nothing_runs_unless_all_of_a_script_reads() {
    let script = file("wrong.onq", "drugs targeting HER2 in gastric\ndrugs targeting HRE2\ndrugs targetting MET\n");
    let said = check_code(&["run", script.to_str().unwrap()], 3);
    assert_eq!(said.out, "");
    assert!(said.errors.contains("unknown-name") && said.errors.contains("unknown-word"), "{}", said.errors);
    assert!(said.errors.contains("wrong.onq:2:17") && said.errors.contains("wrong.onq:3:7"), "{}", said.errors);
}

#[test]
fn an_answer_goes_to_the_file_that_the_question_names() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output");
    let script = file("output/write.onq", "drugs targeting HER2 in gastric | to \"answer.csv\"\n");
    let said = check_code(&["run", script.to_str().unwrap()], 0);
    assert_eq!(said.out, "");
    let written = std::fs::read_to_string(folder.join("answer.csv")).unwrap();
    assert!(written.starts_with("drug,") && written.contains("trastuzumab"), "{written}");
}

#[test]
fn a_long_and_a_deep_question_end_quickly() {
    let deep = format!("drugs {}targeting EGFR{}", "(".repeat(5000), ")".repeat(5000));
    let long = "a ".repeat(500_000);
    for text in [deep, long] {
        let start = std::time::Instant::now();
        let said = run(onco(&["query", "-"]).write_stdin(text));
        assert_eq!(said.code, Some(3), "{}", said.errors);
        assert!(start.elapsed().as_secs() < 10);
    }
}

#[test]
fn help_tells_the_language() {
    let said = check_code(&["help", "language"], 0);
    assert!(said.out.contains("targeting") && said.out.contains("| count"), "{}", said.out);
    let mut sink = Vec::new();
    sink.write_all(said.out.as_bytes()).unwrap();
    assert!(sink.len() < 8000, "one page");
}

/// A command with a file of settings of the user.
fn with_settings(name: &str, settings: &str, arguments: &[&str]) -> Said {
    let path = file(&format!("{name}/onco/config.toml"), settings);
    let home = path.parent().unwrap().parent().unwrap();
    let mut command = Command::cargo_bin("onco").unwrap();
    command.env_remove("ONCO_GRAPH").env("XDG_CONFIG_HOME", home).args(arguments);
    run(&mut command)
}

#[test]
fn settings_come_from_a_file_the_environment_and_options_in_this_order() {
    let file = "graph = \"mini\"\nformat = \"csv\"\nmax_rows = 1\nquiet = true\n";
    let question = ["query", "drugs"];
    let said = with_settings("settings", file, &question);
    assert!(said.out.starts_with("drug,drug_id") && said.out.lines().count() == 2, "{}{}", said.out, said.errors);
    let said = with_settings("settings", file, &["query", "drugs", "--format", "tsv", "--max-rows", "2"]);
    assert!(said.out.starts_with("drug\tdrug_id") && said.out.lines().count() == 3, "{}", said.out);
    let said = with_settings("settings", file, &["config"]);
    assert!(said.out.contains("format,csv,config.toml") && said.out.contains("graph,mini,config.toml"), "{}", said.out);
    let said = with_settings("settings", file, &["--no-config", "config"]);
    assert!(said.out.contains("the built-in one"), "{}", said.out);
    for (settings, expected) in [
        ("fromat = \"csv\"", "there is no setting `fromat`"),
        ("format = \"pdf\"", "`pdf` is not a value of `format`"),
        ("format = ", "config.toml:1:"),
    ] {
        let said = with_settings("wrong", settings, &question);
        assert_eq!(said.code, Some(2), "{settings}");
        assert!(said.errors.contains(expected), "{settings}: {}", said.errors);
    }
}

#[test]
fn what_begins_a_file_works_as_it_is() {
    let folder = file("new/here", "").parent().unwrap().to_owned();
    let path = |name: &str| folder.join(name).display().to_string();
    let new = |what: &str, name: &str| {
        let _ = std::fs::remove_file(path(name));
        check_code(&["new", what, &path(name)], 0);
        // What is there is never written over.
        check_code(&["new", what, &path(name)], 1);
    };
    new("script", "board.onq");
    let said = run(Command::cargo_bin("onco").unwrap().args(["--no-config", "run", &path("board.onq")]));
    assert_eq!(said.code, Some(0), "{}", said.errors);
    check_code(&["check", &path("board.onq"), "--graph", "oncology"], 0);
    check_code(&["fmt", "--check", &path("board.onq")], 0);
    new("recipe", "onco.toml");
    check_code(&["build", &path("onco.toml"), "-o", &path("built.onco")], 0);
    new("table-map", "map.toml");
    new("vocabulary", "vocabulary.toml");
    let graph = folder.join("own");
    std::fs::create_dir_all(&graph).unwrap();
    std::fs::copy(path("vocabulary.toml"), graph.join("vocabulary.toml")).unwrap();
    std::fs::write(graph.join("entities.tsv"), "id\tkind\tname\tyear\nD:1\tdrug\talpha\t2020\nG:1\tgene\tBETA\t\n")
        .unwrap();
    std::fs::write(graph.join("relations.tsv"), "from\trelation\tto\tsources\nD:1\ttargets\tG:1\t\n").unwrap();
    let said = check_code(&["query", "drugs targeting BETA", "--graph", graph.to_str().unwrap()], 0);
    assert!(said.out.contains("alpha"), "{}", said.out);
}

#[test]
fn files_are_laid_out_and_outcomes_written() {
    let untidy = file("layout/untidy.onq", "drugs   targeting MET|count ;  genes\n");
    check_code(&["fmt", "--check", untidy.to_str().unwrap()], 1);
    check_code(&["fmt", untidy.to_str().unwrap()], 0);
    assert_eq!(std::fs::read_to_string(&untidy).unwrap(), "drugs targeting MET | count\ngenes\n");
    let said = run(onco(&["fmt", "-"]).write_stdin("drugs|count"));
    assert_eq!(said.out, "drugs | count\n");
    let report = untidy.with_file_name("report.xml");
    let bad = file("layout/bad.onq", "drugs targeting MET\nexpect lapatinib\n");
    check_code(&["run", untidy.to_str().unwrap(), bad.to_str().unwrap(), "--junit", report.to_str().unwrap()], 1);
    let xml = std::fs::read_to_string(report).unwrap();
    assert!(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\""), "{xml}");
    assert!(xml.contains("lapatinib is not a row of the answer"), "{xml}");
}

#[test]
fn a_watched_file_runs_again_when_it_changes() {
    let path = file("watch/watched.onq", "drugs targeting MET | count\n");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("onco"))
        .args(["--graph", "mini", "--no-config", "run", "--watch", "--format", "tsv", path.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut read = |wanted: &str| {
        let mut said = String::new();
        let mut byte = [0];
        while !said.ends_with(wanted) && out.read(&mut byte).unwrap() == 1 {
            said.push(char::from(byte[0]));
        }
        assert!(said.ends_with(wanted), "{said}");
    };
    read("count\n1\n");
    std::fs::write(&path, "drugs targeting EGFR | count\n").unwrap();
    read("count\n5\n");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn every_command_has_a_manual_page_and_shells_complete_questions() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man1");
    check_code(&["man", "--output", folder.to_str().unwrap()], 0);
    for page in ["onco.1", "onco-query.1", "onco-run.1", "onco-open.1"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".TH") && text.contains("Examples"), "{page}");
    }
    for (shell, expected) in
        [("bash", "_onco_with_questions"), ("zsh", ":_onco_question"), ("fish", "complete-question")]
    {
        let said = check_code(&["completions", shell], 0);
        assert!(said.out.contains(expected), "{shell}");
    }
}

/// The shell itself is asked, with its own words of the line.
#[test]
fn bash_completes_names_in_a_quoted_question() {
    let Ok(bash) = std::process::Command::new("bash").arg("--version").output() else { return };
    assert!(bash.status.success());
    let script = file("bash/onco.bash", &check_code(&["completions", "bash"], 0).out);
    let program = assert_cmd::cargo::cargo_bin("onco");
    let ask = format!(
        "PATH={}:$PATH; source {}; COMP_WORDS=(onco query \"'drugs targeting EG\"); COMP_CWORD=2; _onco_with_questions 2>/dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        program.parent().unwrap().display(),
        script.display()
    );
    let said = std::process::Command::new("bash").env("ONCO_GRAPH", "mini").args(["-c", &ask]).output().unwrap();
    let out = String::from_utf8(said.stdout).unwrap();
    assert!(out.lines().any(|line| line == "drugs targeting EGFR"), "{out}{}", String::from_utf8_lossy(&said.stderr));
}
