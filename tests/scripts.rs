//! Query files: statements in order, all mistakes at once, nothing runs unless all of it reads.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Cell, Engine, Failure, Session, Settings, Source};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A folder of its own for each test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("onco-scripts-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        for (file, text) in files {
            std::fs::write(path.join(file), text).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn engine() -> Engine {
    Engine::open(Path::new("mini")).unwrap()
}

fn with_parameters(parameters: &[(&str, &str)]) -> Settings {
    let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Settings { parameters, formats: vec!["table", "csv", "json"], ..Settings::default() }
}

/// The answers of a script, and how it ended.
fn run(name: &Path, text: &str, settings: Settings) -> (Vec<Answer>, Result<(), Failure>) {
    let engine = engine();
    let mut answers = Vec::new();
    let source = Source::new(name.display().to_string(), text);
    let end = Session::new(&engine, settings).run_script(source, &Cancel::default(), &mut |answer| {
        answers.push(answer);
        ControlFlow::Continue(())
    });
    (answers, end)
}

/// The first column of an answer, as text.
fn first_column(answer: &Answer) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Entity(entity) => entity.name.clone(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    answer.rows.iter().filter_map(|row| row.cells.first().map(text)).collect()
}

/// `code@start` of every mistake, by file.
fn mistakes(failure: &Failure) -> Vec<String> {
    let of = |source: &Source, list: &[onco::Diagnostic]| {
        let at = |d: &onco::Diagnostic| format!("{}: {}", d.code.as_str(), d.span().of(&source.text));
        list.iter().map(at).collect::<Vec<_>>()
    };
    match failure {
        Failure::Diagnostics(source, list) => of(source, list),
        Failure::Files(files) => files.iter().flat_map(|(source, list)| of(source, list)).collect(),
        Failure::Runtime(source, list) => {
            of(source, list).into_iter().map(|text| format!("while running: {text}")).collect()
        }
        Failure::Interrupted => vec!["interrupted".to_owned()],
    }
}

/// Runs a script that must end well and gives the first column of each answer.
fn check(text: &str, expected: &[&[&str]]) {
    let (answers, end) = run(Path::new("test.onq"), text, with_parameters(&[]));
    assert!(end.is_ok(), "{text}: {:?}", end.map_err(|failure| mistakes(&failure)));
    let found: Vec<Vec<String>> = answers.iter().map(first_column).collect();
    assert_eq!(found, expected, "{text}");
}

/// Runs a script that must fail, after so many answers, with these mistakes.
fn check_fails(text: &str, after: usize, expected: &[&str]) {
    let (answers, end) = run(Path::new("test.onq"), text, with_parameters(&[]));
    let found = end.map_err(|failure| mistakes(&failure)).expect_err(text);
    assert_eq!(found, expected, "{text}");
    assert_eq!(answers.len(), after, "{text}");
}

const HER2: &[&str] = &["lapatinib", "pertuzumab", "trastuzumab"];

#[test]
fn let_names_a_query_and_param_a_value() {
    check("let $a = drugs targeting HER2\n$a", &[HER2]);
    check("let $a = drugs targeting HER2\nlet $b = $a except $a\n$b | count", &[&["0"]]);
    check("param $gene = HER2\ndrugs targeting $gene", &[HER2]);
    check("param $gene = \"HER2\"; param $other = $gene; drugs targeting $other", &[HER2]);
}

#[test]
fn a_parameter_from_outside_wins_over_the_default() {
    let text = "param $gene = HER2\ndrugs targeting $gene | count";
    let count = |settings| first_column(&run(Path::new("x.onq"), text, settings).0[0]);
    assert_eq!(count(with_parameters(&[])), ["3"]);
    assert_eq!(count(with_parameters(&[("gene", "KRAS")])), ["0"]);
    // A value is a value, however it looks.
    let (answers, end) = run(Path::new("x.onq"), text, with_parameters(&[("gene", "HER2 | limit 1")]));
    assert_eq!(mistakes(&end.unwrap_err()), ["unknown-name: $gene"]);
    assert!(answers.is_empty());
}

#[test]
fn nothing_runs_unless_all_of_it_reads() {
    check_fails(
        "drugs targeting HER2\ndrugs targeting HRE2\nset speed fast\nshow nuons\nparam $x\n$x\ndrugs targeting HER2 | as pdf",
        0,
        &[
            "unknown-name: HRE2",
            "unknown-setting: speed",
            "unknown-setting: nuons",
            "missing-parameter: $x",
            "unknown-setting: pdf",
        ],
    );
    check_fails("drugs targeting HER2 | to \"out.xyz\"", 0, &["unknown-setting: \"out.xyz\""]);
    check_fails("let $a = drugs targeting HRE2\n$a\n$a | count", 0, &["unknown-name: HRE2"]);
    check_fails("let $a = drugs targeting HER2\nlet $a = drugs", 0, &["duplicate-name: $a"]);
    check_fails("$later\nlet $later = drugs", 0, &["unknown-variable: $later"]);
    check_fails("expect 3 rows", 0, &["no-last-answer: expect 3 rows"]);
    check_fails("why 3", 0, &["no-last-answer: why 3"]);
    check_fails("use \"nowhere.onco\"\ndrugs targeting HRE2", 0, &["graph: \"nowhere.onco\""]);
}

#[test]
fn expectations_that_hold() {
    let expectations =
        "expect 3 rows\nexpect at least 1 rows\nexpect at most 3 rows\nexpect trastuzumab\nexpect not erlotinib";
    check(&format!("drugs targeting HER2\n{expectations}"), &[HER2]);
    check("drugs targeting HER2 except drugs\nexpect no rows", &[&[]]);
}

#[test]
fn expectations_that_fail_stop_the_script() {
    for expectation in
        ["expect 2 rows", "expect no rows", "expect at least 4 rows", "expect erlotinib", "expect not lapatinib"]
    {
        let text = format!("drugs targeting HER2\n{expectation}\ndrugs targeting EGFR");
        check_fails(&text, 1, &[&format!("while running: expect-failed: {expectation}")]);
    }
}

#[test]
fn what_limits_cut_still_counts() {
    let (answers, end) =
        run(Path::new("x.onq"), "set max_rows 1\ndrugs targeting HER2\nexpect 3 rows", with_parameters(&[]));
    assert!(end.is_ok());
    assert_eq!((answers[0].rows.len(), answers[0].total_rows, answers[0].complete), (1, 3, false));
}

#[test]
fn why_asks_about_the_last_answer() {
    let (answers, end) = run(Path::new("x.onq"), "drugs targeting HER2\nwhy 3\nwhy lapatinib", with_parameters(&[]));
    assert!(end.is_ok(), "{:?}", end.map_err(|failure| mistakes(&failure)));
    assert!(answers[1].reading.starts_with("why trastuzumab in drugs"), "{}", answers[1].reading);
    assert!(answers[2].reading.starts_with("why lapatinib in drugs"), "{}", answers[2].reading);
    check_fails("drugs targeting HER2\nwhy 9", 1, &["while running: no-last-answer: 9"]);
}

#[test]
fn a_name_in_a_variable_means_what_it_means_in_its_place() {
    let plain = "drugs treating lung adenocarcinoma\ndrugs in exactly gastric\n";
    let bound = "let $c = lung adenocarcinoma\ndrugs treating $c\nlet $d = exactly gastric\ndrugs in $d\n";
    let rows = |text: &str| -> Vec<Vec<onco::Row>> {
        let (answers, end) = run(Path::new("names.onq"), text, Settings::default());
        end.unwrap();
        answers.into_iter().filter(|answer| !answer.rows.is_empty()).map(|answer| answer.rows).collect()
    };
    let found = rows(bound);
    assert_eq!(format!("{found:?}"), format!("{:?}", rows(plain)));
    // Labels on the cancer above it are among them.
    assert!(format!("{:?}", found[0]).contains("broader"), "{:?}", found[0]);
}

#[test]
fn files_run_files_from_their_own_folder() {
    let folder = Folder::new(
        "run",
        &[
            (
                "inner.onq",
                "param $gene = EGFR\ndrugs targeting $gene\nexpect trastuzumab\n$gene_drugs | to \"out.csv\"",
            ),
            ("self.onq", "run \"self.onq\""),
            ("wrong.onq", "drugs targeting HRE2"),
        ],
    );
    let main = folder.0.join("main.onq");
    let text = "param $gene = HER2\nlet $gene_drugs = drugs targeting $gene\nrun \"inner.onq\"";
    let (answers, end) = run(&main, text, with_parameters(&[]));
    assert!(end.is_ok(), "{:?}", end.map_err(|failure| mistakes(&failure)));
    assert_eq!(first_column(&answers[0]), HER2);
    let file = answers[1].output.file.as_ref().map(|(file, _)| PathBuf::from(file));
    assert_eq!(file, Some(folder.0.join("out.csv")));

    let failed = |text: &str| mistakes(&run(&main, text, with_parameters(&[])).1.expect_err(text));
    assert_eq!(failed("run \"self.onq\""), ["cycle: \"self.onq\""]);
    assert_eq!(failed("run \"nowhere.onq\""), ["file: \"nowhere.onq\""]);
    assert_eq!(failed("drugs targeting HRE3\nrun \"wrong.onq\""), ["unknown-name: HRE2", "unknown-name: HRE3"]);
}

#[test]
fn use_asks_another_graph_from_there_on() {
    let embedded = Engine::embedded().unwrap();
    let mut answers = Vec::new();
    let text = "let $a = drugs targeting HER2\n$a | count\nuse \"mini\"\n$a | count\nshow graphs";
    let source = Source::new("x.onq", text);
    let end = Session::new(&embedded, Settings::default()).run_script(source, &Cancel::default(), &mut |answer| {
        answers.push(answer);
        ControlFlow::Continue(())
    });
    assert!(end.is_ok(), "{:?}", end.map_err(|failure| mistakes(&failure)));
    let graphs: Vec<&str> = answers.iter().map(|answer| answer.graph.name.as_str()).collect();
    assert_eq!(graphs, ["oncology", "mini", "mini"]);
    assert_eq!(first_column(&answers[1]), ["3"]);
    assert_eq!(first_column(&answers[2]), ["mini"]);
}

#[test]
fn every_topic_has_rows() {
    for topic in onco::prompt::TOPICS {
        let text = format!("param $x = HER2\nshow {}", topic.name);
        let (answers, end) = run(Path::new("x.onq"), &text, with_parameters(&[]));
        assert!(end.is_ok(), "{text}: {:?}", end.map_err(|failure| mistakes(&failure)));
        assert!(!answers[0].rows.is_empty(), "{text}");
        assert!(answers[0].rows.iter().all(|row| row.cells.len() == answers[0].columns.len()), "{text}");
    }
}

#[test]
fn settings_hold_from_there_on() {
    let (answers, end) = run(Path::new("x.onq"), "drugs\nset format csv\ndrugs\ndrugs | as json", with_parameters(&[]));
    assert!(end.is_ok());
    let formats: Vec<_> = answers.iter().map(|answer| answer.output.format.as_deref()).collect();
    assert_eq!(formats, [None, Some("csv"), Some("json")]);
    check_fails("set timeout soon", 0, &["wrong-value: soon"]);
}

#[test]
fn explain_and_profile_tell_operators_in_order() {
    let (answers, end) = run(
        Path::new("x.onq"),
        "explain drugs targeting HER2 in gastric | count by level\nprofile drugs targeting HER2",
        with_parameters(&[]),
    );
    assert!(end.is_ok());
    assert_eq!(first_column(&answers[0]), ["names", "walk back", "names", "probe", "rows", "group"]);
    assert_eq!(first_column(&answers[1]), ["names", "walk back", "rows"]);
    let headings: Vec<&str> = answers[1].columns.iter().map(|column| &*column.name).collect();
    assert_eq!(headings, ["operator", "detail", "estimate", "rows", "us"]);
    assert_eq!(answers[1].rows[2].cells[3], Cell::Integer(3));
}
