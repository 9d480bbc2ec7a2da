//! Graphs as files: snapshots, exports and what the commands on whole graphs say.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use assert_cmd::Command;
use onco::{Cancel, Engine, Settings};
use std::path::{Path, PathBuf};

/// Questions whose answers must be the same however a graph is stored.
const QUESTIONS: &[&str] = &[
    "drugs targeting HER2 in gastric",
    "drugs targeting HER2",
    "mechanisms of resistance to trastuzumab",
    "drugs effective against ERBB2 amplification",
    "statements about ERBB2 | count by level",
    "subtypes of gastric cancer",
    "describe ERBB2",
    "therapies treating gastric cancer where level = A",
    "statements about trastuzumab",
];

fn engine(graph: &str) -> Engine {
    Engine::open(Path::new(graph)).unwrap_or_else(|error| panic!("{error}"))
}

/// All answers as text; a question that a graph cannot answer says why.
fn answers(engine: &Engine) -> Vec<String> {
    let ask = |question: &&str| match engine.ask(question, &Settings::default(), &Cancel::new()) {
        Ok(answer) => format!(
            "{question}: {} rows {:?} {:?} {:?}",
            answer.rows.len(),
            answer.rows,
            answer.contested,
            answer.notes
        ),
        Err(failure) => format!("{question}: {failure:?}"),
    };
    QUESTIONS.iter().map(ask).collect()
}

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the program: exit code, standard output, standard error.
fn onco(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("onco").unwrap().args(arguments).env_remove("ONCO_GRAPH").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn path(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

#[test]
fn a_snapshot_answers_as_the_graph_it_was_made_of() {
    let folder = folder("snapshot");
    for graph in ["mini", "oncology"] {
        let before = engine(graph);
        let file = folder.join(graph).with_extension("onco");
        before.save(&file).unwrap();
        let after = Engine::open(&file).unwrap();
        assert_eq!(after.graph_info(), before.graph_info());
        assert_eq!(answers(&after), answers(&before));
        assert!(answers(&after)[0].contains("trastuzumab"), "{:?}", answers(&after)[0]);
    }
}

#[test]
fn a_file_of_the_first_version_opens() {
    let golden = engine("tests/data/mini-1.onco");
    let answer = golden.ask("drugs targeting HER2 in gastric", &Settings::default(), &Cancel::new()).unwrap();
    assert!(format!("{:?}", answer.rows).contains("trastuzumab"));
    assert_eq!(golden.graph_info().statements, 20);
}

/// The program opens the shipped graph, the curated one with CIViC upon it, from a snapshot; this
/// test makes it anew with `UPDATE=1`.
#[test]
fn the_snapshot_in_the_program_is_of_the_texts() {
    let (stored, made) = (Path::new("graphs/oncology.onco"), folder("embedded").join("oncology.onco"));
    let recipe = Path::new("graphs/oncology.toml");
    let built = onco::exchange::build_graph(recipe, &onco::exchange::Control::NONE)
        .unwrap_or_else(|failure| panic!("{failure}"));
    Engine::new(built.graph).save(&made).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::copy(&made, stored).unwrap();
    }
    let same = std::fs::read(stored).unwrap() == std::fs::read(&made).unwrap();
    assert!(
        same,
        "graphs/oncology.onco is older than graphs/oncology and graphs/civic: UPDATE=1 cargo test --test data"
    );
}

#[test]
fn a_damaged_snapshot_is_an_error_or_answers_the_same() {
    let folder = folder("damaged");
    let file = folder.join("mini.onco");
    let mini = engine("mini");
    mini.save(&file).unwrap();
    let (bytes, expected) = (std::fs::read(&file).unwrap(), answers(&mini));
    let damaged = folder.join("damaged.onco");
    let mut state = 11_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..100 {
        let mut changed = bytes.clone();
        changed[random(bytes.len())] ^= 1 << random(8);
        std::fs::write(&damaged, changed).unwrap();
        match Engine::open(&damaged) {
            Ok(engine) => assert_eq!(answers(&engine), expected),
            Err(error) => assert!(error.to_string().contains("damaged.onco` cannot be opened: "), "{error}"),
        }
    }
}

#[test]
fn an_export_as_text_or_kgx_is_the_same_graph() {
    let folder = folder("export");
    for graph in ["mini", "oncology"] {
        let expected = answers(&engine(graph));
        let text = path(&folder, &format!("{graph}-tsv"));
        assert_eq!(onco(&["--graph", graph, "export", "tsv", "-o", &text]).0, 0);
        assert_eq!(answers(&engine(&text)), expected);
        assert_eq!(onco(&["diff", graph, &text, "--format", "csv"]).1, "change,of,id,field,old,new\r\n");
        let kgx = path(&folder, &format!("{graph}-kgx"));
        assert_eq!(onco(&["--graph", graph, "export", "kgx", "-o", &kgx]).0, 0);
        let back = path(&folder, &format!("{graph}.onco"));
        let vocabulary = format!("builtin:{graph}");
        let (nodes, edges) = (format!("{kgx}/nodes.tsv"), format!("{kgx}/edges.tsv"));
        let (code, _, errors) =
            onco(&["import", "kgx", &nodes, &edges, "-o", &back, "--vocabulary", &vocabulary, "--strict"]);
        assert_eq!(code, 0, "{errors}");
        assert_eq!(onco(&["diff", graph, &back, "--format", "csv"]).1, "change,of,id,field,old,new\r\n");
        assert_eq!(answers(&engine(&back)), expected);
    }
}

/// Behind the checksums: whatever the sections hold, the file is refused or every question ends
/// with rows or an error.
#[test]
fn a_snapshot_whose_sums_fit_what_is_wrong_never_panics() {
    let folder = folder("resealed");
    let file = folder.join("mini.onco");
    engine("mini").save(&file).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let mut state = 5_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut opened, mut answered) = (0, 0);
    for _ in 0..400 {
        let mut changed = bytes.clone();
        for _ in 0..1 + random(4) {
            changed[64 + random(bytes.len() - 64)] ^= 1 << random(8);
        }
        let Some(sealed) = onco::resealed(changed) else { continue };
        std::fs::write(&file, sealed).unwrap();
        let Ok(engine) = Engine::open(&file) else { continue };
        opened += 1;
        let settings = Settings::default();
        let more = [
            "paths from EGFR to trastuzumab within 3",
            "conflicts",
            "match ERBB2 amplification in gastric",
            "show stats",
        ];
        answered += QUESTIONS
            .iter()
            .chain(&more)
            .filter(|question| engine.ask(question, &settings, &Cancel::new()).is_ok())
            .count();
    }
    assert!(opened > 100 && answered > 10 * opened / 2, "{opened} opened, {answered} answers");
}

/// Exports a graph as text and as KGX and reads both again: nothing differs, and all answers are
/// the same.
fn check_round_trip(folder: &Path, graph: &str, vocabulary: &str, questions: &[&str]) {
    const SAME: &str = "change,of,id,field,old,new\r\n";
    let ask = |graph: &str| -> Vec<String> {
        let engine = engine(graph);
        let rows = |question: &&str| {
            engine.ask(question, &Settings::default(), &Cancel::new()).map(|answer| format!("{:?}", answer.rows))
        };
        questions
            .iter()
            .map(|question| rows(question).unwrap_or_else(|failure| panic!("{question}: {failure:?}")))
            .collect()
    };
    let expected = ask(graph);
    assert!(expected.iter().all(|rows| rows != "[]"), "{expected:?}");
    let (text, kgx, back) = (path(folder, "text"), path(folder, "kgx"), path(folder, "back.onco"));
    let (code, _, told) = onco(&["--graph", graph, "export", "tsv", "-o", &text]);
    assert!(code == 0 && !told.contains("left out"), "{told}");
    assert_eq!(onco(&["diff", graph, &text, "--format", "csv"]).1, SAME);
    assert_eq!(ask(&text), expected);
    assert_eq!(onco(&["--graph", graph, "export", "kgx", "-o", &kgx]).0, 0);
    let (nodes, edges) = (format!("{kgx}/nodes.tsv"), format!("{kgx}/edges.tsv"));
    let (code, _, told) = onco(&["import", "kgx", &nodes, &edges, "-o", &back, "--vocabulary", vocabulary, "--strict"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(onco(&["diff", graph, &back, "--format", "csv"]).1, SAME);
    assert_eq!(ask(&back), expected);
}

/// Members lie in the order of their kinds, a name has them in its own; a named regimen is a member
/// too.
#[test]
fn regimens_within_substitutes_come_back() {
    let folder = folder("regimens");
    let header = "molecular_profile\tdisease\tdoid\ttherapies\ttherapy_interaction_type\tevidence_type\tevidence_direction\t\
        evidence_level\tsignificance\tevidence_statement\tcitation_id\tcitation\trating\tevidence_id";
    let rows = [
        ("Zolimab,FOLFIRI Regimen", "Combination", 1),
        ("Zolimab,Cetuximab/Irinotecan Regimen", "Substitutes", 1971),
        ("Zolimab,FOLFIRI Regimen,Abamab", "Sequential", 3),
        ("Zolimab,Kinase Inhibitor", "Combination", 4),
        ("Zolimab", "", 5),
    ];
    let row = |(therapies, interaction, id): &(&str, &str, u32)| {
        format!(
            "KRAS G12C AND NOT EGFR T790M\tX\t1\t{therapies}\t{interaction}\tPredictive\tSupports\tB\tResistance\tText\t{id}\tA, 2020\t3\t{id}"
        )
    };
    let text = std::iter::once(header.to_owned()).chain(rows.iter().map(row)).collect::<Vec<_>>().join("\n");
    let (file, graph) = (folder.join("AcceptedEvidence.tsv"), path(&folder, "civic.onco"));
    std::fs::write(&file, text).unwrap();
    assert_eq!(onco(&["import", "civic", &file.display().to_string(), "-o", &graph]).0, 0);
    let questions = [
        "therapies resisted by KRAS G12C AND NOT EGFR T790M",
        "regimens including Zolimab",
        "statements about Zolimab",
    ];
    check_round_trip(&folder, &graph, "builtin:oncology", &questions);
}

/// A layer holds the facts of a file and no sentence of it.
#[test]
fn evidence_is_packed_as_a_layer() {
    let folder = folder("pack");
    let header = "molecular_profile\tdisease\tdoid\ttherapies\ttherapy_interaction_type\tevidence_type\tevidence_direction\t\
        evidence_level\tsignificance\tevidence_statement\tcitation_id\tcitation\trating\tevidence_id\tlast_review_date\tis_flagged";
    let rows = [
        "KRAS G12D\tColorectal Cancer\t9256\tCetuximab\t\tPredictive\tSupports\tB\tResistance\tA long sentence.\t1\tA et al., 2020\t3\t900001\t2026-05-01\ttrue",
        "ZZZ9 Mutation\tMelanoma\t1909\t\t\tPrognostic\tSupports\tB\tPoor Outcome\tA long sentence.\t1\tA et al., 2020\t3\t900002\t2026-05-02\tfalse",
        "ZZZ9 Mutation\tMelanoma\t1909\t\t\tFunctional\tSupports\tD\tGain of Function\tA long sentence.\t1\tA et al., 2020\t3\t900003\t2026-05-03\tfalse",
    ];
    let file = folder.join("AcceptedEvidence.tsv");
    std::fs::write(&file, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    let (file, layer) = (file.display().to_string(), path(&folder, "layer"));
    let (code, _, told) = onco(&["pack", "civic", &file, "-o", &layer]);
    assert!(code == 0 && told.contains("2 statements, reviewed up to 2026-05-02"), "{told}");
    let read = |name: &str| std::fs::read_to_string(Path::new(&layer).join(name)).unwrap();
    let statements = read("statements.tsv");
    assert!(!statements.contains("sentence"), "{statements}");
    let lines: Vec<&str> = statements.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "civic.eid:900001\tresistance\tsupports\tNCIT:C1723\tonco:variant-kras-g12d\tDOID:9256\tB\t3\t2020\tPMID:1\t\ttrue",
            "civic.eid:900002\tprognostic\tsupports\t\tonco:variant-zzz9-mutation\tDOID:1909\tB\t3\t2020\tPMID:1\tPoor Outcome\t",
        ]
    );
    assert!(read("entities.tsv").contains("hgnc.symbol:ZZZ9\tgene\tZZZ9\t\t\t\n"), "{}", read("entities.tsv"));
    assert!(read("relations.tsv").contains("onco:variant-zzz9-mutation\tvariant of\thgnc.symbol:ZZZ9\n"));
    let (code, _, told) = onco(&["pack", "civic", &file, "-o", &layer, "--all"]);
    assert!(code == 0 && told.contains("3 statements"), "{told}");
    assert_eq!(onco(&["pack", "civic", "no-such-file.tsv", "-o", &layer]).0, 4);

    let curated = std::fs::canonicalize("graphs/oncology").unwrap();
    let recipe = format!(
        "vocabulary = \"builtin:oncology\"\nstrict = true\n[[source]]\nformat = \"tsv\"\nfiles = [{curated:?}]\n[[source]]\nformat = \"tsv\"\nfiles = [\"layer\"]\n"
    );
    std::fs::write(folder.join("both.toml"), recipe).unwrap();
    let both = path(&folder, "both.onco");
    let (code, _, told) = onco(&["build", &path(&folder, "both.toml"), "-o", &both]);
    assert_eq!(code, 0, "{told}");
    let text =
        onco(&["--graph", &both, "query", "does KRAS G12D resist cetuximab in colorectal?", "--format", "line"]).1;
    assert!(text.starts_with("yes") && text.contains("civic.eid:900001"), "{text}");
}

#[test]
fn real_evidence_comes_back_from_text_and_kgx() {
    let file = Path::new("../shared/data/civic-AcceptedEvidence-2026-05.tsv");
    if !file.exists() {
        return eprintln!("skipped: no ../shared/data");
    }
    let folder = folder("evidence");
    let graph = path(&folder, "civic.onco");
    assert_eq!(onco(&["import", "civic", &file.display().to_string(), "-o", &graph]).0, 0);
    let questions = [
        "drugs effective against BRAF V600E",
        "profiles resisting cetuximab",
        "statements about panitumumab",
        "regimens including irinotecan",
        "conflicts about cetuximab",
        "statements | count by effect, level, direction",
    ];
    check_round_trip(&folder, &graph, "builtin:oncology", &questions);
}

/// A table of tab-separated values, each row by the names of its columns.
fn table(path: &str) -> Vec<std::collections::HashMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows = lines.map(|cells| {
        assert_eq!(cells.len(), header.len(), "{cells:?}");
        header.iter().cloned().zip(cells).collect()
    });
    rows.collect()
}

/// Columns that KGX requires to be filled, and what a value must look like.
type Rule = (&'static str, fn(&str) -> bool);

fn is_curie(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, local)| {
        let of_prefix = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        !prefix.is_empty() && !local.is_empty() && prefix.chars().all(of_prefix) && !text.contains(char::is_whitespace)
    })
}

/// `biolink:` and a name that begins with a capital letter and has no space.
fn is_class(text: &str) -> bool {
    text.split('|').all(|class| {
        class.strip_prefix("biolink:").is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
        })
    })
}

/// `biolink:` and words in lower case with underscores.
fn is_predicate(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
    text.strip_prefix("biolink:").is_some_and(|name| !name.is_empty() && name.chars().all(is_word))
}

const NODE_RULES: &[Rule] =
    &[("id", is_curie), ("category", is_class), ("name", |text| !text.is_empty()), ("xref", is_list_of_curies)];
const EDGE_RULES: &[Rule] = &[
    ("id", is_curie),
    ("subject", is_curie),
    ("predicate", is_predicate),
    ("object", is_curie),
    ("category", is_class),
    ("knowledge_level", |text| text == "knowledge_assertion"),
    ("agent_type", |text| text == "manual_agent"),
    ("primary_knowledge_source", |text| text.strip_prefix("infores:").is_some_and(|name| !name.is_empty())),
    ("publications", is_list_of_curies),
    ("negated", |text| matches!(text, "" | "true" | "false")),
];

fn is_list_of_curies(text: &str) -> bool {
    text.is_empty() || text.split('|').all(is_curie)
}

#[test]
fn kgx_tables_keep_the_rules_of_their_columns() {
    let folder = folder("kgx-rules");
    let kgx = folder.display().to_string();
    assert_eq!(onco(&["export", "kgx", "-o", &kgx]).0, 0);
    let (nodes, edges) = (table(&format!("{kgx}/nodes.tsv")), table(&format!("{kgx}/edges.tsv")));
    assert!(nodes.len() > 1000 && edges.len() > 2000, "{} {}", nodes.len(), edges.len());
    let mut ids = std::collections::HashSet::new();
    for (rows, rules) in [(&nodes, NODE_RULES), (&edges, EDGE_RULES)] {
        for row in rows {
            for (column, holds) in rules {
                assert!(holds(&row[*column]), "{column}: `{}` in {row:?}", row[*column]);
            }
            assert!(ids.insert(row["id"].as_str()), "{} is there twice", row["id"]);
        }
    }
    let known: std::collections::HashSet<&str> = nodes.iter().map(|row| row["id"].as_str()).collect();
    for edge in &edges {
        for end in ["subject", "object"] {
            assert!(known.contains(edge[end].as_str()), "{end} of {edge:?} is no node");
        }
    }
}

#[test]
fn other_formats_are_written_where_they_can_be_piped() {
    for (format, beginning, holds) in [
        ("dot", "digraph \"mini\" {", "[label=\"trastuzumab\""),
        ("cytoscape", "{", "\"name\": \"trastuzumab\""),
        ("graphml", "<?xml", "<data key=\"node-name\">trastuzumab</data>"),
        (
            "cypher",
            "//",
            "{id: \"HGNC:3430\", kind: \"gene\", name: \"ERBB2\", aliases: [\"HER2\", \"HER-2\", \"NEU\"],",
        ),
    ] {
        let (code, text, errors) = onco(&["--graph", "mini", "export", format]);
        assert!(code == 0 && text.starts_with(beginning) && text.contains(holds), "{format}: {errors}");
    }
    assert_eq!(onco(&["export", "excel"]).0, 2);
}

#[test]
fn the_curated_graph_has_no_errors() {
    let (code, text, _) = onco(&["lint", "graphs/oncology"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn lint_finds_what_is_wrong_and_where() {
    let folder = folder("lint");
    for file in ["vocabulary.toml", "entities.tsv", "relations.tsv", "statements.tsv"] {
        std::fs::copy(Path::new("graphs/mini").join(file), folder.join(file)).unwrap();
    }
    let graph = folder.display().to_string();
    assert_eq!(onco(&["lint", &graph]).0, 0);
    let entities = folder.join("entities.tsv");
    let good = std::fs::read_to_string(&entities).unwrap();
    let (row, line) = good.lines().zip(1..).find(|(line, _)| line.contains("HER-2")).unwrap();
    let bad = format!("{good}{}\n", row.replacen("HGNC:3430", "HGNX:1", 1).replacen("ERBB2", "ERBB9", 1));
    std::fs::write(&entities, bad).unwrap();
    let (code, text, _) = onco(&["lint", &graph]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("error[duplicate-alias]: `HER2` is another name of"), "{text}");
    assert!(text.contains("warning[unknown-prefix]: unknown prefix `HGNX`"), "{text}");
    assert!(line > 1 && text.contains("entities.tsv:"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&onco(&["lint", &graph, "--format", "json"]).1).unwrap();
    assert!(json["errors"].as_u64() > Some(0) && json["findings"][0]["line"].as_u64() > Some(1));
    // A reference that leads nowhere keeps the graph from being made: told with its place.
    std::fs::write(folder.join("relations.tsv"), "from\trelation\tto\nnobody\ttargets\tERBB2\n").unwrap();
    let (code, text, _) = onco(&["lint", &graph]);
    assert!(code == 1 && text.contains("relations.tsv:2:1: error[unreadable]: nothing is called `nobody`"), "{text}");
}

/// A graph of trastuzumab and lapatinib in breast cancer, to which rows are added.
const LABELS: [(&str, &str); 3] = [
    (
        "entities.tsv",
        "id\tkind\tname\taliases\tas_of\nNCIT:C1647\tdrug\ttrastuzumab\t\t\nNCIT:C26653\tdrug\tlapatinib\t\t\n\
         DOID:1612\tcancer\tbreast cancer\t\t\nHGNC:3430\tgene\tERBB2\tHER2\t\n\
         FDA:BLA103792\tsource\tFDA label of Herceptin (trastuzumab)\t\t2024-06-21\n",
    ),
    ("relations.tsv", "from\trelation\tto\tsources\ntrastuzumab\ttargets\tERBB2\tFDA:BLA103792\n"),
    (
        "statements.tsv",
        "id\teffect\tdirection\ttherapy\tcancer\tlevel\tstatus\tregion\tas_of\tsource\n\
         onco:label\ttreats\tsupports\ttrastuzumab\tbreast cancer\tA\tapproved\tUS\t2024-06\tFDA:BLA103792|FDA:notice/2024-06-21/trastuzumab|EMA:EMEA/H/C/000278\n",
    ),
];

/// Writes the graph with a row more in one of its files, and gives what lint says of it.
fn lint_of_labels(name: &str, added: (&str, &str)) -> (String, String) {
    let folder = folder(name);
    let vocabulary = onco::builtin_graph("oncology").unwrap().vocabulary;
    std::fs::write(folder.join("vocabulary.toml"), vocabulary).unwrap();
    for (file, text) in LABELS {
        let row = if file == added.0 { added.1 } else { "" };
        std::fs::write(folder.join(file), format!("{text}{row}")).unwrap();
    }
    let graph = folder.display().to_string();
    let text = onco(&["lint", &graph]).1;
    // The examples of the vocabulary name what this graph does not have.
    let of_rows = text.lines().filter(|line| !line.contains("[wording]"));
    (graph, of_rows.map(|line| format!("{line}\n")).collect())
}

#[test]
fn lint_finds_what_a_curator_forgets() {
    let statements = "statements.tsv";
    for (name, file, row, expected) in [
        (
            "uncited",
            statements,
            "onco:a\ttreats\tsupports\tlapatinib\tbreast cancer\tA\tapproved\tUS\t2026-01\tonco:curation-2026\n",
            "statements.tsv:3:1: warning[uncited-a]: onco:a has level A and cites neither a document nor a paper",
        ),
        (
            "undated",
            statements,
            "onco:a\ttreats\tsupports\tlapatinib\tbreast cancer\tB\tapproved\t\t\tPMID:1\n",
            "statements.tsv:3:1: warning[undated-approval]: onco:a is approved, but has no region and no as_of",
        ),
        (
            "weak",
            statements,
            "onco:a\ttreats\tsupports\tlapatinib\tbreast cancer\tA\t\t\t\tNCT00000001\n",
            "statements.tsv:3:53: warning[level-above-source]: onco:a has level A and rests on a trial's registration: NCT00000001",
        ),
        (
            "alias",
            "entities.tsv",
            "onco:class-x\tdrug class\tanti-HER2\tERBB2|trastuzumab\t\n",
            "entities.tsv:7:35: warning[shadowing-alias]: `ERBB2`, another name of drug class anti-HER2, is the name of gene ERBB2",
        ),
        (
            "older",
            statements,
            "onco:a\ttreats\tsupports\ttrastuzumab\tbreast cancer\tE\tinvestigational\tUS\t2023-01\tPMID:1\n",
            "statements.tsv:3:71: warning[older-label]: onco:a is of 2023-01; onco:label says something else of the same drug and cancer in 2024-06",
        ),
    ] {
        let (_, text) = lint_of_labels(name, (file, row));
        assert!(text.contains(expected), "{name}: {text}");
    }
    assert_eq!(lint_of_labels("sound", ("", "")).1, "");
}

/// A label, a notice and a page of the European agency are sources everywhere.
#[test]
fn regulatory_documents_are_sources() {
    let (graph, _) = lint_of_labels("regulatory", ("", ""));
    let text = onco(&["--graph", &graph, "query", "drugs treating breast cancer", "--format", "line"]).1;
    assert!(text.contains("EMA:EMEA/H/C/000278 FDA:BLA103792 FDA:notice/2024-06-21\n"), "{text}");
    let json = onco(&["--graph", &graph, "query", "drugs treating breast cancer", "--format", "json"]).1;
    assert!(json.contains("\"FDA:notice/2024-06-21/trastuzumab\""), "{json}");
    let text = onco(&["--graph", &graph, "query", "describe FDA:BLA103792"]).1;
    assert!(text.contains("FDA label of Herceptin (trastuzumab)"), "{text}");
    let questions = ["drugs treating breast cancer", "targets of trastuzumab", "sources of onco:label"];
    check_round_trip(&folder("regulatory-back"), &graph, "builtin:oncology", &questions);
}

#[test]
fn lint_checks_the_sums_of_a_snapshot() {
    let file = folder("sums").join("mini.onco");
    engine("mini").save(&file).unwrap();
    let graph = file.display().to_string();
    assert_eq!(onco(&["lint", &graph]).0, 0);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[4096] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let (code, text, _) = onco(&["lint", &graph]);
    assert!(code == 1 && text.contains("error[checksum]: the snapshot is damaged"), "{text}");
}

#[test]
fn diff_tells_what_was_added_removed_changed_and_moved() {
    let folder = folder("diff");
    let change = |file: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(Path::new("graphs/mini").join(file)).unwrap();
        assert!(text.contains(from), "{file} holds {from}");
        std::fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
    };
    change("vocabulary.toml", "", "");
    change("relations.tsv", "", "");
    change("entities.tsv", "HER2|HER-2|NEU", "HER2|HER-2");
    change("statements.tsv", "gastric adenocarcinoma\t\t\tA\t4", "gastric adenocarcinoma\t\t\tB\t4");
    let new = folder.display().to_string();
    let rows = |arguments: &[&str]| onco(&[&["diff", "mini", &new, "--format", "csv"], arguments].concat()).1;
    assert_eq!(
        rows(&[]),
        "change,of,id,field,old,new\r\nremoved,alias,NEU,gene,HGNC:3430,\r\nchanged,statement,civic.eid:1499,level,A,B\r\n"
    );
    assert_eq!(rows(&["about", "lapatinib"]), "change,of,id,field,old,new\r\n");
    assert_eq!(
        rows(&["about", "gastric"]),
        "change,of,id,field,old,new\r\nchanged,statement,civic.eid:1499,level,A,B\r\n"
    );
    assert_eq!(onco(&["diff", "mini", &new, "about", "nothing at all"]).0, 3);
}

/// A copy of the mini graph in which texts are replaced: file, what, by what.
fn changed_mini(name: &str, changes: &[(&str, &str, &str)]) -> String {
    let folder = folder(name);
    for file in ["vocabulary.toml", "entities.tsv", "relations.tsv", "statements.tsv"] {
        let mut text = std::fs::read_to_string(Path::new("graphs/mini").join(file)).unwrap();
        for (_, from, to) in changes.iter().filter(|(of, ..)| *of == file) {
            text = text.replace(from, to);
        }
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder.display().to_string()
}

#[test]
fn diff_tells_a_rename_once_and_every_field() {
    let rows = |new: &str, arguments: &[&str]| -> Vec<String> {
        let text = onco(&[&["diff", "mini", new, "--format", "csv"], arguments].concat()).1;
        text.lines().skip(1).map(str::to_owned).collect()
    };
    // Statements name it, and profiles are called after it; identifiers stay.
    for (from, to) in [("lapatinib", "lapatinibum"), ("ERBB2 amplification", "HER2 gain")] {
        let (from_cell, to_cell) = (format!("\t{from}\t"), format!("\t{to}\t"));
        let (from_start, to_start) = (format!("\n{from}\t"), format!("\n{to}\t"));
        let (from_part, to_part) = (format!("\t{from} OR "), format!("\t{to} OR "));
        let changes: Vec<(&str, &str, &str)> = ["entities.tsv", "relations.tsv", "statements.tsv"]
            .into_iter()
            .flat_map(|file| {
                [(&from_cell, &to_cell), (&from_start, &to_start), (&from_part, &to_part)]
                    .map(|(from, to)| (file, from.as_str(), to.as_str()))
            })
            .collect();
        let found = rows(&changed_mini("diff-rename", &changes), &["--only", "statement,entity,fact"]);
        assert!(found.iter().all(|row| row.ends_with(&format!(",name,{from},{to}"))), "{found:#?}");
        assert!(!found.is_empty());
    }

    let described = changed_mini(
        "diff-fields",
        &[
            ("entities.tsv", "ncbigene:2064\treceptor tyrosine kinase\t", "ncbigene:2065\treceptor kinase\t"),
            ("entities.tsv", "Tykerb\t\t\tsmall molecule", "Tykerb\t\t\tmonoclonal antibody"),
            (
                "relations.tsv",
                "BRAF V600E\tvariant of\tBRAF\tonco:curation-2026",
                "BRAF V600E\tvariant of\tBRAF\tPMID:20728210",
            ),
        ],
    );
    let found = rows(&described, &[]);
    let expected = [
        "changed,entity,HGNC:3430,description,receptor tyrosine kinase,receptor kinase",
        "changed,fact,onco:variant-braf-v600e,fact sources: variant of HGNC:1097,onco:curation-2026,PMID:20728210",
        "changed,entity,NCIT:C26653,modality,small molecule,monoclonal antibody",
        "added,xref,ncbigene:2065,gene,,HGNC:3430",
        "removed,xref,ncbigene:2064,gene,HGNC:3430,",
    ];
    for row in expected {
        assert!(found.iter().any(|found| found == row), "{row} in {found:#?}");
    }
    assert_eq!(rows(&described, &["--only", "xref"]).len(), 2);
    assert_eq!(rows(&described, &["--only", "description,fact sources"]).len(), 2);
    assert_eq!(rows(&described, &["--only", "added"]), ["added,xref,ncbigene:2065,gene,,HGNC:3430"]);
    let counts = rows(&described, &["--summary", "--only", "entity,fact"]);
    assert!(counts.contains(&"entity,changed,description,1".to_owned()), "{counts:?}");
    assert!(counts.contains(&"fact,changed,fact sources,1".to_owned()), "{counts:?}");
    let (code, _, errors) = onco(&["diff", "mini", &described, "--only", "levl"]);
    assert!(code == 2 && errors.contains("did you mean `level`"), "{errors}");
}

/// Statements by identifiers: what they name may be called otherwise, and stand in another order.
#[test]
fn diff_compares_statements_field_by_field() {
    let new = changed_mini(
        "diff-statements",
        &[
            ("statements.tsv", "response to trastuzumab; ToGA: with chemotherapy", "another gist"),
            ("statements.tsv", "PMID:11248153", "PMID:11248154"),
            ("statements.tsv", "civic.eid:528\tsensitivity\tsupports", "civic.eid:528\tsensitivity\tdisputes"),
        ],
    );
    let (code, text, _) = onco(&["diff", "mini", &new, "--format", "json", "--only", "gist,source,direction"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let row = |field: &str| rows.iter().find(|row| row["field"] == field).unwrap_or_else(|| panic!("{field}: {text}"));
    assert_eq!(rows.len(), 3, "{text}");
    assert_eq!((&row("gist")["id"], &row("gist")["new"]), (&"civic.eid:1499".into(), &"another gist".into()));
    assert_eq!((&row("source")["old"], &row("source")["new"]), (&"PMID:11248153".into(), &"PMID:11248154".into()));
    assert_eq!((&row("direction")["old"], &row("direction")["new"]), (&"supports".into(), &"disputes".into()));
}

#[test]
fn stats_count_the_graph() {
    let (code, text, _) = onco(&["--graph", "mini", "stats", "--format", "csv"]);
    assert_eq!(code, 0);
    assert!(text.contains("kind,statement,20\r\n") && text.contains("effect,"), "{text}");
}

#[test]
fn import_writes_a_whole_graph_or_nothing() {
    let folder = folder("import");
    let output = path(&folder, "mini.onco");
    let report = path(&folder, "report.tsv");
    let (code, _, errors) = onco(&["import", "tsv", "graphs/mini", "-o", &output, "--report", &report]);
    assert_eq!((code, answers(&engine(&output))), (0, answers(&engine("mini"))), "{errors}");
    assert!(std::fs::read_to_string(&report).unwrap().starts_with("what\tfile\tline"));
    let missing = path(&folder, "missing.onco");
    assert_eq!(onco(&["import", "civic", "no-such-file.tsv", "-o", &missing]).0, 4);
    assert_eq!(onco(&["import", "nonsense", "graphs/mini", "-o", &missing]).0, 2);
    assert_eq!(onco(&["build", "no-such-recipe.toml", "-o", &missing]).0, 4);
    assert!(!Path::new(&missing).exists());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "no half file is left");
}
