//! Pictures of answers as other programs get them: svg, the page, files of graph programs, charts.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Chart, Engine, FORMATS, Settings, Style, TextGraph};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn settings() -> Settings {
    let drawn = FORMATS.iter().filter(|format| format.draws).map(|format| format.name);
    Settings { drawn_formats: drawn.collect(), ..Settings::default() }
}

fn ask(engine: &Engine, question: &str) -> Answer {
    engine.ask(question, &settings(), &Cancel::new()).unwrap_or_else(|failure| panic!("{question}: {failure:?}"))
}

fn drawn(answer: &Answer, format: &str, chart: Option<Chart>) -> String {
    let format = FORMATS.iter().find(|known| known.name == format).unwrap();
    let mut bytes = Vec::new();
    (format.write)(answer, &Style { chart, ..Style::default() }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn mini() -> Engine {
    Engine::open(Path::new("mini")).unwrap()
}

#[test]
fn svg_of_the_small_graph_is_as_it_was() {
    let engine = mini();
    for (name, question) in [
        ("drugs", "drugs targeting HER2 in gastric | as svg"),
        ("description", "describe trastuzumab | as svg"),
        ("path", "shortest path from HER2 to gastric | as svg"),
        ("empty", "drugs targeting EGFR in gastric since 2090 | as svg"),
    ] {
        insta::assert_snapshot!(name, drawn(&ask(&engine, question), "svg", None));
    }
    let answer = ask(&engine, "drugs treating gastric | as matrix | as svg");
    insta::assert_snapshot!("matrix", drawn(&answer, "svg", Some(Chart::Matrix)));
    insta::assert_snapshot!("timeline", drawn(&answer, "svg", Some(Chart::Timeline)));
    let counted = ask(&engine, "drugs treating gastric | count by level | as bars");
    insta::assert_snapshot!("bars", drawn(&counted, "svg", Some(Chart::Bars)));
}

#[test]
fn charts_are_text_on_a_terminal() {
    let engine = mini();
    let answer = ask(&engine, "drugs treating gastric | as matrix");
    insta::assert_snapshot!("matrix-text", drawn(&answer, "matrix", None));
    insta::assert_snapshot!("timeline-text", drawn(&answer, "timeline", None));
    let counted = ask(&engine, "drugs treating gastric | count by level | as bars");
    insta::assert_snapshot!("bars-text", drawn(&counted, "bars", None));
}

#[test]
fn the_same_question_is_drawn_alike_every_time() {
    let engine = Engine::embedded().unwrap();
    for question in ["describe osimertinib | as svg", "drugs treating melanoma | as svg", "neighbours of EGFR | as svg"]
    {
        let pictures: BTreeSet<String> = (0..4).map(|_| drawn(&ask(&engine, question), "svg", None)).collect();
        assert_eq!(pictures.len(), 1, "{question}");
    }
}

#[test]
fn the_graph_of_an_answer_joins_what_it_speaks_of() {
    let engine = Engine::embedded().unwrap();
    let answer = ask(&engine, "drugs targeting HER2 in gastric | as svg");
    let picture = answer.picture.as_ref().unwrap();
    let number = |name: &str| picture.nodes.iter().position(|node| node.entity.name == name).unwrap();
    let edge = |from: &str, relation: &str, to: &str| {
        let (from, to) = (number(from), number(to));
        picture.edges.iter().find(|edge| (edge.from, &*edge.relation, edge.to) == (from, relation, to)).unwrap()
    };
    let treats = edge("trastuzumab", "treats", "gastric adenocarcinoma");
    assert_eq!(treats.level.as_deref(), Some("A"));
    assert!(!treats.is_contested && !treats.claims.is_empty());
    assert!(edge("trastuzumab", "targets", "ERBB2").claims.is_empty());
    assert!(edge("pertuzumab", "treats", "gastric adenocarcinoma").is_contested);
    // Every number leads somewhere.
    for edge in &picture.edges {
        assert!(edge.from < picture.nodes.len() && edge.to < picture.nodes.len());
        assert!(edge.claims.iter().all(|&claim| claim < picture.claims.len()));
    }
    // Only who draws pays for it.
    let plain = engine.ask("drugs targeting HER2 in gastric", &settings(), &Cancel::new()).unwrap();
    assert!(plain.picture.is_none());
}

#[test]
fn what_lies_between_rows_and_names_is_drawn() {
    let engine = Engine::embedded().unwrap();
    let answer = ask(&engine, "genes targeted by drugs treating melanoma | as svg");
    assert!(!answer.rows.is_empty());
    let picture = answer.picture.unwrap();
    assert!(picture.nodes.iter().any(|node| &*node.entity.kind == "drug"), "{:?}", picture.nodes);
}

/// A graph whose names would be markup, ends of texts, or commands, if they were not escaped.
fn hostile() -> Engine {
    let name = "<script>alert(1)</script>&\"'`]]>\u{202e}--></svg>";
    let entities =
        format!("id\tkind\tname\nR:1\triver\t{name}\nT:1\ttown\t</script><img src=x onerror=alert(2)>\\\"\n");
    Engine::from_text(&TextGraph {
        vocabulary: r#"
            [graph]
            name = "rivers"
            version = "<1>"
            [[noun]]
            kind = "river"
            forms = ["river", "rivers"]
            [[noun]]
            kind = "town"
            forms = ["town", "towns"]
            [[verb]]
            relation = "passes"
            from = ["river"]
            to = ["town"]
            lemma = "pass"
        "#,
        entities: &entities,
        relations: "from\trelation\tto\tsources\nR:1\tpasses\tT:1\t\n",
        ..TextGraph::default()
    })
    .unwrap()
}

#[test]
fn names_cannot_become_markup() {
    let engine = hostile();
    let answer = ask(&engine, "rivers passing towns | as svg");
    assert_eq!(answer.picture.as_ref().unwrap().edges.len(), 1);
    for format in ["svg", "graphml", "html"] {
        let text = drawn(&answer, format, None);
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{format}: {text}");
        assert!(!text.contains('\u{202e}') || format == "html", "{format}");
    }
    let dot = drawn(&answer, "dot", None);
    assert!(dot.contains(r#"\\\""#), "{dot}");
    let cytoscape: serde_json::Value = serde_json::from_str(&drawn(&answer, "cytoscape", None)).unwrap();
    let names: Vec<&str> = cytoscape["elements"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["data"]["name"].as_str().unwrap())
        .collect();
    assert!(names.iter().any(|name| name.starts_with("<script>alert(1)</script>")), "{names:?}");
}

/// The page in a real browser, where there is one: `scripts/check-page.mjs` says what is looked at.
#[test]
fn the_page_works_in_a_browser() {
    let engine = Engine::embedded().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/check-page.mjs");
    for (name, question) in
        [("answer", "drugs targeting HER2 in gastric | as html"), ("card", "describe osimertinib | as html")]
    {
        let page = folder.join(format!("{name}.html"));
        std::fs::write(&page, drawn(&ask(&engine, question), "html", None)).unwrap();
        match Command::new("node").arg(&script).arg(&page).output() {
            Err(_) => return println!("skipped: there is no node"),
            Ok(output) if output.status.code() == Some(77) => {
                return println!("{}", String::from_utf8_lossy(&output.stderr));
            }
            Ok(output) => {
                let said =
                    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{name}: {said}");
            }
        }
    }
}
