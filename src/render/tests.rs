//! One answer in every format, compared as a whole.

use super::*;
use crate::answer::{Cell, Column, ColumnType, EntityCell, GraphInfo, Layout, Note, OppositeCell, Row, StepCell, Tree};
use std::sync::Arc;

fn entity(id: &str, name: &str, kind: &str, alias: Option<&str>) -> Cell {
    Cell::Entity(entity_cell(id, name, kind, alias))
}

fn entity_cell(id: &str, name: &str, kind: &str, alias: Option<&str>) -> Arc<EntityCell> {
    Arc::new(EntityCell { id: id.into(), name: name.into(), kind: kind.into(), alias: alias.map(Into::into) })
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn texts(texts: &[&str]) -> Cell {
    Cell::Texts(texts.iter().map(|&text| text.into()).collect())
}

/// Two rows and a contested one; name, type and visibility of each column beside its three cells.
fn sample() -> Answer {
    use ColumnType::*;
    let stomach = || entity("DOID:3717", "gastric adenocarcinoma", "cancer", None);
    let opposite =
        vec![OppositeCell { statement: "civic.eid:7".into(), effect: "resistance".into(), level: "B".into() }];
    type Three = (&'static str, ColumnType, bool, [Cell; 3]);
    let table: Vec<Three> = vec![
        (
            "drug",
            Entity,
            true,
            [
                entity("NCIT:C1647", "trastuzumab", "drug", Some("Herceptin")),
                entity("NCIT:C26653", "lapatinib", "drug", None),
                entity("NCIT:C38692", "pertuzumab", "drug", None),
            ],
        ),
        ("level", Level, true, [text("A"), text("B"), text("A")]),
        ("profile", Text, true, [text("ERBB2 amplification"), text("R132* | x"), Cell::Missing]),
        (
            "partners",
            Entities,
            false,
            [
                Cell::Entities(vec![
                    entity_cell("NCIT:C1", "cisplatin", "drug", None),
                    entity_cell("NCIT:C2", "capecitabine", "drug", None),
                ]),
                Cell::Missing,
                Cell::Missing,
            ],
        ),
        ("cancer", Entity, true, [stomach(), stomach(), stomach()]),
        ("match", Text, false, [text("subtype"), text("subtype"), text("exact")]),
        ("status", Text, true, [text("approved"), text("failed"), Cell::Missing]),
        ("region", Text, false, [text("US"), Cell::Missing, Cell::Missing]),
        ("as_of", Text, false, [text("2026-01"), Cell::Missing, Cell::Missing]),
        ("frequency", Number, false, [Cell::Decimal(0.25), Cell::Missing, Cell::Missing]),
        ("supporting", Number, true, [Cell::Integer(1), Cell::Integer(1), Cell::Integer(0)]),
        ("disputing", Number, false, [Cell::Integer(0), Cell::Integer(2), Cell::Integer(1)]),
        ("opposite", Opposite, false, [Cell::Missing, Cell::Opposite(opposite), Cell::Missing]),
        ("statements", References, true, [texts(&["civic.eid:1499"]), texts(&["civic.eid:1023"]), texts(&["onco:p"])]),
        (
            "sources",
            References,
            true,
            [texts(&["PMID:20728210", "PMID:1", "PMID:2"]), texts(&["onco:curation-2026"]), texts(&["PMID:3"])],
        ),
    ];
    let mut answer = Answer {
        query: "drugs targeting HER2 in gastric".into(),
        reading: "drugs (targeting HER2 [gene ERBB2]) (in gastric cancer)".into(),
        graph: GraphInfo { name: "oncology".into(), version: "2026-11".into(), entities: 9, statements: 4 },
        rows: vec![Row::default(); 3],
        notes: vec![Note { code: "alias", text: "HER2 is another name of ERBB2".into() }],
        complete: true,
        total_rows: 2,
        ..Answer::default()
    };
    for (name, of, visible, cells) in table {
        answer.columns.push(Column { name: name.into(), of, visible });
        for (row, cell) in answer.rows.iter_mut().zip(cells) {
            row.cells.push(cell);
        }
    }
    answer.contested = answer.rows.split_off(2);
    answer
}

fn written(answer: &Answer, name: &str, style: &Style) -> String {
    let mut bytes = Vec::new();
    (format(name).unwrap().write)(answer, style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Compares with a file of `src/render/expected`; `UPDATE=1 cargo test` writes it.
fn check(file: &str, written: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/expected").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, expected, "{file} is now:\n{written}");
}

fn terminal(width: usize) -> Style {
    Style { width: Some(width), terminal: true, ..Style::default() }
}

#[test]
fn every_format_writes_the_sample() {
    // Pictures need the graph of the answer, and the page holds a whole program: they have tests of
    // their own.
    for format in FORMATS.iter().filter(|format| !format.draws || format.name == "html") {
        check(&format!("sample.{}", format.name), &written(&sample(), format.name, &Style::default()));
    }
}

#[test]
fn an_empty_answer_is_no_rows_in_every_format() {
    let mut empty = sample();
    empty.rows.clear();
    empty.contested.clear();
    let written = |name| written(&empty, name, &Style { echo: false, ..Style::default() });
    assert_eq!(written("table"), "no rows\n");
    assert_eq!(written("line"), "");
    assert_eq!(written("jsonl"), "");
    assert_eq!(written("csv").lines().count(), 1);
    assert_eq!(written("tsv").lines().count(), 1);
    assert_eq!(written("markdown").lines().count(), 2);
    assert!(written("json").contains("\"rows\": [],\n  \"contested\": []"));
}

#[test]
fn notes_are_broken_between_words_on_a_screen() {
    let mut answer = sample();
    answer.notes = vec![crate::answer::Note::new("a", "the line of therapy is recorded for some statements only")];
    let notes = |style: &Style| {
        let mut bytes = Vec::new();
        crate::render::write_notes(&answer, style, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let wrapped = ["note: the line of therapy is", "      recorded for some", "      statements only"];
    assert_eq!(notes(&terminal(29)), wrapped);
    assert_eq!(notes(&Style::default()), ["note: the line of therapy is recorded for some statements only"]);
}

#[test]
fn a_table_stays_within_the_screen() {
    check("terminal-90.table", &written(&sample(), "table", &terminal(90)));
    for width in 30..220 {
        let written = written(&sample(), "table", &Style { echo: false, ..terminal(width) });
        let table = written.lines().take_while(|line| !line.contains(" rows")).filter(|line| !line.starts_with('!'));
        let widest = table.map(fit::width).max().unwrap();
        assert!(widest <= width, "{widest} > {width}:\n{written}");
    }
}

#[test]
fn reasons_are_a_tree() {
    let leaf = |text: &str| Tree { text: text.into(), children: Vec::new() };
    let branch = |text: &str, children| Tree { text: text.into(), children };
    let claim = branch("treats gastric adenocarcinoma", vec![leaf("civic.eid:1499"), leaf("R132*")]);
    let root = branch("trastuzumab", vec![branch("targets ERBB2", vec![leaf("a fact")]), claim]);
    let column = Column { name: "tree".into(), of: ColumnType::Tree, visible: true };
    let answer = Answer {
        columns: vec![column],
        rows: vec![Row { cells: vec![Cell::Tree(Box::new(root))] }],
        layout: Layout::Tree,
        complete: true,
        ..Answer::default()
    };
    let plain = Style::default();
    check("tree.table", &written(&answer, "table", &plain));
    check("tree.json", &written(&answer, "json", &plain));
    check("tree.markdown", &written(&answer, "markdown", &plain));
}

#[test]
fn a_description_is_a_block_per_row() {
    let answer = Answer { layout: Layout::Record, ..sample() };
    check("record.table", &written(&answer, "table", &terminal(40)));
}

#[test]
fn steps_tell_their_direction() {
    let [egfr, drug] = ["EGFR", "gefitinib"].map(|name| entity_cell(name, name, "thing", None));
    let step = StepCell { from: egfr, relation: "targets".into(), forward: false, to: drug, statements: vec![] };
    let answer = Answer {
        columns: vec![Column { name: "steps".into(), of: ColumnType::Steps, visible: true }],
        rows: vec![Row { cells: vec![Cell::Steps(vec![step])] }],
        ..Answer::default()
    };
    assert_eq!(written(&answer, "line", &Style::default()), "EGFR ←targets— gefitinib\n");
    assert!(written(&answer, "jsonl", &Style::default()).contains(r#""direction":"backward""#));
}

#[test]
fn a_cut_answer_says_so() {
    let cut = Answer { complete: false, total_rows: 70, ..sample() };
    let capped = Style { max_rows: Some(1), ..Style::default() };
    let table = written(&cut, "table", &capped);
    assert!(table.contains("note: cut by a limit: 2 of 70 rows\n"), "{table}");
    assert!(table.contains("2 rows, 1 contested, the first 1 shown"), "{table}");
    assert!(table.contains("\n3 pertuzumab"), "a contested row keeps its number: {table}");
}

#[test]
fn values_cannot_break_lines_or_draw_on_the_screen() {
    let answer = Answer {
        columns: vec![Column { name: "name".into(), of: ColumnType::Text, visible: true }],
        rows: vec![Row { cells: vec![text("a\tb\nc\u{1b}[31m, \"d\"")] }],
        complete: true,
        ..Answer::default()
    };
    let plain = Style::default();
    assert_eq!(written(&answer, "tsv", &plain), "name\na b c [31m, \"d\"\n");
    assert_eq!(written(&answer, "csv", &plain), "name\r\n\"a\tb\nc\u{1b}[31m, \"\"d\"\"\"\r\n");
    assert_eq!(written(&answer, "line", &plain), "a b c [31m, \"d\"\n");
    assert_eq!(written(&answer, "table", &plain), "name\na b c [31m, \"d\"\n1 row\n");
}

#[test]
fn formats_have_names_and_extensions_of_their_own() {
    for (index, one) in FORMATS.iter().enumerate() {
        assert!(std::ptr::eq(format(one.name).unwrap(), one));
        assert!(FORMATS[..index].iter().all(|other| other.extension != one.extension), "{}", one.name);
    }
    assert_eq!(format("md").unwrap().name, "markdown");
    assert!(format("xml").is_none());
}

#[test]
fn colour_is_written_only_where_wanted() {
    let colored = Style { color: true, ..terminal(120) };
    for format in FORMATS.iter().filter(|format| !format.draws) {
        assert!(!written(&sample(), format.name, &terminal(120)).contains('\u{1b}'), "{}", format.name);
    }
    assert!(written(&sample(), "table", &colored).contains('\u{1b}'));
}

#[test]
fn rows_at_weak_levels_are_folded_beyond_the_first_twenty_on_a_terminal() {
    use ColumnType::{Level, Text};
    let column = |name: &'static str, of| Column { name: name.into(), of, visible: true };
    let levels = std::iter::repeat_n("A", 18).chain(std::iter::repeat_n("C", 7)).chain(["B"]);
    let row = |(number, level): (usize, &str)| Row { cells: vec![text(&format!("row {number:02}")), text(level)] };
    let answer = Answer {
        columns: vec![column("drug", Text), column("level", Level)],
        rows: (1..).zip(levels).map(row).collect(),
        ..Answer::default()
    };
    let drawn = |style: &Style| {
        let mut out = Vec::new();
        (format("table").unwrap().write)(&answer, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let folding = Style { terminal: true, unfold: Some(".more"), ..Style::default() };
    let shown = drawn(&folding);
    assert!(shown.contains("5 more at level C to E: .more, or | where level >= B"), "{shown}");
    // The twentieth row is there, the next is not, and the B behind them is.
    assert!(shown.contains("row 20") && !shown.contains("row 21") && !shown.contains("row 25"), "{shown}");
    assert!(shown.contains("row 26") && shown.contains("26 rows"), "{shown}");
    for style in [Style { terminal: false, ..folding.clone() }, Style { unfold: None, ..folding }] {
        assert!(!drawn(&style).contains("more at level") && drawn(&style).contains("row 21"));
    }
}
