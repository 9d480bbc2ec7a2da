//! Paths, neighbours, comparisons, conflicts and matches, on the embedded graph and the one that
//! fits in the head.

#![allow(clippy::unwrap_used)]

use onco::{Answer, Cancel, Cell, Engine, Failure, Row, Settings};
use petgraph::algo::dijkstra;
use std::sync::OnceLock;

fn mini() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::open("mini".as_ref()).unwrap())
}

fn oncology() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::embedded().unwrap())
}

fn ask(engine: &Engine, question: &str) -> Answer {
    match engine.ask(question, &Settings::default(), &Cancel::new()) {
        Ok(answer) => answer,
        Err(Failure::Diagnostics(_, errors) | Failure::Runtime(_, errors)) => panic!("{question}: {errors:?}"),
        Err(Failure::Files(files)) => panic!("{question}: {files:?}"),
        Err(Failure::Interrupted) => panic!("{question}: interrupted"),
    }
}

/// A cell as one text; steps as `A -relation> B <relation- C`.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Entity(entity) => entity.name.clone(),
        Cell::Entities(list) => list.iter().map(|entity| entity.name.as_str()).collect::<Vec<_>>().join("; "),
        Cell::Text(text) => text.clone(),
        Cell::Texts(list) => list.join("; "),
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string(),
        Cell::Bool(value) => value.to_string(),
        Cell::Steps(steps) => steps.iter().fold(steps[0].from.name.clone(), |text, step| {
            let relation = if step.forward { format!("-{}>", step.relation) } else { format!("<{}-", step.relation) };
            format!("{text} {relation} {}", step.to.name)
        }),
        Cell::Tree(_) | Cell::Opposite(_) => panic!("not in these answers"),
    }
}

/// The columns of a row, joined by ` | `.
fn shown(answer: &Answer, row: &Row, columns: &[&str]) -> String {
    let place = |name: &str| {
        answer.columns.iter().position(|column| column.name == name).unwrap_or_else(|| panic!("no column {name}"))
    };
    columns.iter().map(|name| written(&row.cells[place(name)])).collect::<Vec<_>>().join(" | ")
}

fn check(engine: &Engine, question: &str, columns: &[&str], expected: &[&str]) {
    let answer = ask(engine, question);
    let rows: Vec<String> = answer.rows.iter().map(|row| shown(&answer, row, columns)).collect();
    assert_eq!(rows, expected, "{question}");
}

const PATH: &[&str] = &["length", "steps", "weakest"];

#[test]
fn paths_are_ordered_by_length_and_weakest_evidence() {
    check(
        mini(),
        "paths from EGFR to trastuzumab within 3",
        PATH,
        &[
            "3 | EGFR <targets- lapatinib -targets> ERBB2 <targets- trastuzumab | ",
            "3 | EGFR <targets- lapatinib -is a> HER2-targeted therapy <is a- trastuzumab | ",
            "3 | EGFR <targets- lapatinib <sensitises- ERBB2 amplification -sensitises> trastuzumab | B",
            "3 | EGFR <targets- lapatinib -treats> gastric adenocarcinoma <treats- trastuzumab | B",
        ],
    );
    check(
        mini(),
        "paths from cetuximab to crizotinib within 2",
        PATH,
        &["2 | cetuximab <has member- cetuximab + crizotinib -has member> crizotinib | "],
    );
}

#[test]
fn faces_of_one_name_are_one_place() {
    // Variant, profile and mechanism: one step per relation, with all statements that say it.
    check(
        mini(),
        "paths from EGFR T790M to osimertinib within 1",
        &["length", "steps", "weakest", "statements"],
        &[
            "1 | EGFR T790M -sensitises> osimertinib | A | onco:treats-osimertinib-non-small-cell-lung-cancer-us; civic.eid:1867",
            "1 | EGFR T790M <overcomes- osimertinib | A | civic.eid:1867",
        ],
    );
}

#[test]
fn via_and_avoiding_restrict_steps_and_places() {
    let question = "paths from EGFR to trastuzumab within 3";
    check(
        mini(),
        &format!("{question} via targeting"),
        PATH,
        &["3 | EGFR <targets- lapatinib -targets> ERBB2 <targets- trastuzumab | "],
    );
    check(
        mini(),
        &format!("{question} avoiding ERBB2"),
        PATH,
        &[
            "3 | EGFR <targets- lapatinib -is a> HER2-targeted therapy <is a- trastuzumab | ",
            "3 | EGFR <targets- lapatinib <sensitises- ERBB2 amplification -sensitises> trastuzumab | B",
            "3 | EGFR <targets- lapatinib -treats> gastric adenocarcinoma <treats- trastuzumab | B",
        ],
    );
    check(mini(), &format!("{question} via pertuzumab"), PATH, &[]);
    check(
        mini(),
        &format!("{question} via ERBB2"),
        PATH,
        &["3 | EGFR <targets- lapatinib -targets> ERBB2 <targets- trastuzumab | "],
    );
}

#[test]
fn contested_edges_are_walked_only_where_asked_for() {
    check(mini(), "paths from pertuzumab to gastric adenocarcinoma within 1", PATH, &[]);
    check(
        mini(),
        "paths from pertuzumab to gastric adenocarcinoma within 1 including contested",
        PATH,
        &["1 | pertuzumab -treats> gastric adenocarcinoma | B"],
    );
}

#[test]
fn shortest_paths_are_as_long_as_in_petgraph() {
    let engine = mini();
    let graph = engine.graph();
    let vocabulary = graph.vocabulary();
    let mut undirected = petgraph::graph::UnGraph::<(), ()>::default();
    for _ in 0..graph.entity_count() {
        undirected.add_node(());
    }
    let node = |entity: u32| petgraph::graph::NodeIndex::new(graph.face(onco::EntityId(entity)).0 as usize);
    for (relation, _) in vocabulary.relations().filter(|(_, verb)| verb.derived.is_none()) {
        let adjacency = graph.forward(relation);
        for from in 0..graph.entity_count() as u32 {
            for edge in adjacency.range(from) {
                let statement = adjacency.statement_at(edge).map(onco::StatementId);
                if statement.is_none_or(|statement| graph.statements().supports(statement)) {
                    undirected.add_edge(node(from), node(adjacency.all_targets()[edge]), ());
                }
            }
        }
    }
    let names: Vec<(u32, String)> = (0..graph.entity_count() as u32)
        .filter(|&entity| {
            let id = onco::EntityId(entity);
            let kind = vocabulary.kind_name(graph.kind(id));
            graph.face(id) == id && !["statement", "source", "profile", "regimen"].contains(&kind)
        })
        .map(|entity| (entity, graph.name(onco::EntityId(entity)).to_owned()))
        .collect();
    let mut compared = 0;
    for (from, from_name) in names.iter().step_by(3) {
        let lengths = dijkstra(&undirected, node(*from), None, |_| 1i64);
        for (to, to_name) in names.iter().filter(|(to, _)| to != from) {
            let answer = ask(engine, &format!("shortest path from \"{from_name}\" to \"{to_name}\""));
            let length = answer.rows.first().map(|row| shown(&answer, row, &["length"]));
            let expected = lengths.get(&node(*to)).map(i64::to_string);
            assert_eq!(length, expected, "{from_name} to {to_name}");
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn a_cut_list_of_paths_says_so() {
    let answer = ask(oncology(), "paths from EGFR to trastuzumab");
    assert_eq!(answer.rows.len(), 100);
    assert!(answer.notes.iter().any(|note| note.code == "paths"), "{:?}", answer.notes);
    let lengths: Vec<String> = answer.rows.iter().map(|row| shown(&answer, row, &["length"])).collect();
    assert!(lengths.is_sorted(), "{lengths:?}");
}

#[test]
fn neighbours_are_told_with_their_distance() {
    check(
        mini(),
        "neighbours of EGFR within 2 via targeting",
        &["entity", "distance"],
        &[
            "EGFR inhibitor | 1",
            "ERBB2 | 2",
            "cetuximab | 1",
            "erlotinib | 1",
            "lapatinib | 1",
            "osimertinib | 1",
            "panitumumab | 1",
        ],
    );
    check(mini(), "neighbours of EGFR within 2 via targeting | count drugs", &["count"], &["5"]);
}

const CONFLICT: &[&str] = &["profile", "therapy", "cancer", "positive", "negative"];

#[test]
fn conflicts_show_both_sides_and_what_tells_them_apart() {
    let question = "conflicts about resistance to trastuzumab";
    let expected = "PTEN loss | trastuzumab | HER2-positive breast cancer; breast cancer | civic.eid:1386 | civic.eid:1385; civic.eid:2035; civic.eid:2043; civic.eid:645; civic.eid:8274; civic.eid:1383";
    check(oncology(), question, CONFLICT, &[expected]);
    check(
        oncology(),
        question,
        &["differs"],
        &["line: later / first; level: B / B, D; year: 2010 / 2007, 2008, 2010, 2011, 2014"],
    );
    let answer = ask(oncology(), "conflicts about cetuximab");
    let rows: Vec<String> = answer.rows.iter().map(|row| shown(&answer, row, CONFLICT)).collect();
    let expected = "KRAS G13D | cetuximab | colorectal cancer | civic.eid:306; civic.eid:806; civic.eid:145 | civic.eid:1181; civic.eid:1180; civic.eid:3881; civic.eid:3882; civic.eid:3878";
    assert!(rows.iter().any(|row| row == expected), "{rows:#?}");
    check(
        mini(),
        "conflicts | show profile, positive, negative",
        &["profile", "positive", "negative"],
        &[
            "ERBB2 amplification | civic.eid:1023 | onco:treats-lapatinib-gastric-adenocarcinoma-us",
            "PTEN loss | civic.eid:1386 | civic.eid:1385",
        ],
    );
}

#[test]
fn a_cancer_that_a_claim_leaves_out_is_no_conflict() {
    let answer = ask(oncology(), "conflicts about dabrafenib");
    let therapies: Vec<String> = answer.rows.iter().map(|row| shown(&answer, row, &["therapy", "cancer"])).collect();
    assert!(!therapies.iter().any(|text| text.starts_with("dabrafenib | ")), "{therapies:?}");
}

#[test]
fn comparisons_show_what_differs_first() {
    check(
        mini(),
        "compare trastuzumab with lapatinib",
        &["attribute", "trastuzumab", "lapatinib", "differs"],
        &[
            "modality | monoclonal antibody | small molecule | true",
            "targeting | ERBB2 | EGFR; ERBB2 | true",
            "included in | pertuzumab + trastuzumab |  | true",
            "treating | HER2-positive breast cancer; gastric adenocarcinoma (approved) | gastric adenocarcinoma | true",
            "sensitised by | ERBB2 amplification (approved); ERBB2 amplification OR ERBB2 overexpression (approved); ERBB2 overexpression (approved) | ERBB2 amplification | true",
            "resisted by | PTEN loss; PTEN loss with trastuzumab |  | true",
            "class | HER2-targeted therapy | HER2-targeted therapy | false",
        ],
    );
    check(
        mini(),
        "compare (drugs targeting EGFR) with (drugs targeting HER2)",
        &["attribute", "set 1", "set 2"],
        &[
            "only set 1 | cetuximab; erlotinib; osimertinib; panitumumab | ",
            "only set 2 |  | pertuzumab; trastuzumab",
            "in both | lapatinib | lapatinib",
        ],
    );
}

#[test]
fn the_table_of_seed_001_is_rebuilt() {
    let classes = ["HER2-targeted therapy", "EGFR-targeted therapy", "VEGF-targeted therapy"];
    let quoted = classes.map(|class| format!("\"{class}\"")).join(", ");
    let answer = ask(oncology(), &format!("compare {quoted} by mechanism, cancer, benefit"));
    let cell = |attribute: &str, class: &str| {
        let row = answer.rows.iter().find(|row| shown(&answer, row, &["attribute"]) == attribute).unwrap();
        shown(&answer, row, &[class])
    };
    assert_eq!(answer.rows.len(), 3);
    for (class, mechanism, cancers, benefit) in [
        (classes[0], "blocks the HER2 receptor", ["breast cancer", "gastric cancer"], "specific"),
        (classes[1], "inhibits EGFR signalling", ["lung cancer", "colorectal cancer"], "EGFR-mutated"),
        (classes[2], "stops blood-vessel formation", ["kidney cancer", "liver cancer"], "cuts the blood supply"),
    ] {
        assert!(cell("mechanism", class).contains(mechanism), "{class}");
        assert!(cell("benefit", class).contains(benefit), "{class}");
        for cancer in cancers {
            assert!(
                cell("cancer", class).split("; ").any(|name| name.starts_with(cancer)),
                "{class}: {}",
                cell("cancer", class)
            );
        }
    }
}

const MATCH: &[&str] = &["finding", "variant_match", "therapy", "effect", "level", "match"];

#[test]
fn findings_match_alone_and_together() {
    check(
        mini(),
        "match EGFR L858R, EGFR T790M in lung adenocarcinoma",
        MATCH,
        &[
            "EGFR T790M | exact | osimertinib | sensitivity | A | broader",
            "EGFR L858R | exact | osimertinib | sensitivity | A | broader",
            "EGFR T790M | exact | erlotinib | resistance | A | broader",
        ],
    );
    check(
        mini(),
        "match EGFR T790M, EGFR exon 19 deletion, EGFR C797S in lung adenocarcinoma where effect = resistance and level = C",
        MATCH,
        &["EGFR T790M and EGFR exon 19 deletion and EGFR C797S | exact | osimertinib | resistance | C | exact"],
    );
}

#[test]
fn what_must_be_absent_is_looked_for_in_the_whole_tumour() {
    check(
        mini(),
        "match MET amplification in colorectal",
        MATCH,
        &["MET amplification | conditional | cetuximab + crizotinib | sensitivity | D | exact"],
    );
    // A variant of KRAS that the graph does not list is a mutation of KRAS; rows on any change of a
    // gene are apart.
    let question = "match MET amplification, \"KRAS Q22K\" in colorectal";
    check(mini(), question, MATCH, &["MET amplification |  |  |  |  | ", "KRAS Q22K |  |  |  |  | "]);
    let notes = ask(mini(), question).notes;
    let text = "2 rows on any change of KRAS, the best of level A: write KRAS mutation";
    assert!(notes.iter().any(|note| note.text == text), "{notes:#?}");
}

#[test]
fn other_indications_are_marked_and_exceptions_hold() {
    check(
        mini(),
        "match BRAF V600E in gastric",
        MATCH,
        &["BRAF V600E | exact | dabrafenib | sensitivity | A | broader"],
    );
    check(mini(), "match BRAF V600E in colorectal", MATCH, &["BRAF V600E |  |  |  |  | "]);
    check(
        mini(),
        "match PTEN loss in gastric",
        MATCH,
        &["PTEN loss | exact | trastuzumab | resistance | B | other indication"],
    );
}

#[test]
fn findings_come_from_a_file_and_no_line_is_lost() {
    let folder = std::env::temp_dir().join(format!("onco-match-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("patient.maf");
    std::fs::write(&file, "Hugo_Symbol\tHGVSp_Short\nBRAF\tp.V600E\nNOBODY\tp.A1B\nPTEN\t\n").unwrap();
    let answer = ask(mini(), &format!("match file \"{}\" in gastric", file.display()));
    std::fs::remove_dir_all(&folder).unwrap();
    let rows: Vec<String> = answer.rows.iter().map(|row| shown(&answer, row, &["finding", "therapy"])).collect();
    assert_eq!(rows, ["BRAF V600E | dabrafenib"]);
    let note = |code: &str| {
        answer.notes.iter().find(|note| note.code == code).map(|note| note.text.clone()).unwrap_or_default()
    };
    assert_eq!(note("unmatched"), "line 3: neither it nor its gene is in this graph; line 4: no variant is named");
    assert!(note("maf").contains("copy number"));
}
