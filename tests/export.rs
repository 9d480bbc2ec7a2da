//! Exports: what they hold, that they come back, parts of graphs, and names that attack a format.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use onco::{Cancel, Engine, Faces, Settings, TextGraph};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("export-{name}"));
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

/// The same, which must succeed; standard output.
fn done(arguments: &[&str]) -> String {
    let (code, text, errors) = onco(arguments);
    assert_eq!(code, 0, "{arguments:?}: {errors}");
    text
}

fn path(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

/// The files of a folder with their bytes.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(file).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn graphml_comes_back_byte_by_byte() {
    let folder = folder("graphml");
    for graph in ["mini", "oncology"] {
        let (file, back) = (path(&folder, &format!("{graph}.graphml")), path(&folder, &format!("{graph}.onco")));
        done(&["--graph", graph, "export", "graphml", "-o", &file]);
        done(&["import", "graphml", &file, "-o", &back, "--vocabulary", &format!("builtin:{graph}"), "--strict"]);
        let texts = ["first", "second"].map(|name| path(&folder, &format!("{graph}-{name}")));
        done(&["--graph", graph, "export", "tsv", "-o", &texts[0]]);
        done(&["--graph", &back, "export", "tsv", "-o", &texts[1]]);
        assert!(files(&texts[0]) == files(&texts[1]), "{graph} comes back as another graph");
    }
}

#[test]
fn tables_for_neo4j_come_back_byte_by_byte() {
    let folder = folder("neo4j");
    for graph in ["mini", "oncology"] {
        let (tables, back) = (path(&folder, graph), path(&folder, &format!("{graph}.onco")));
        done(&["--graph", graph, "export", "neo4j", "-o", &tables]);
        done(&["import", "neo4j", &tables, "-o", &back, "--vocabulary", &format!("builtin:{graph}"), "--strict"]);
        let texts = ["first", "second"].map(|name| path(&folder, &format!("{graph}-{name}")));
        done(&["--graph", graph, "export", "tsv", "-o", &texts[0]]);
        done(&["--graph", &back, "export", "tsv", "-o", &texts[1]]);
        assert!(files(&texts[0]) == files(&texts[1]), "{graph} comes back as another graph");
    }
}

#[test]
fn a_part_is_around_a_name() {
    let near = done(&["--graph", "mini", "export", "dot", "--around", "trastuzumab"]);
    assert!(near.contains("label=\"trastuzumab\"") && near.contains("label=\"ERBB2\""), "{near}");
    assert!(!near.contains("label=\"KRAS\""), "{near}");
    let far = done(&["--graph", "mini", "export", "dot", "--around", "trastuzumab", "--within", "9"]);
    assert!(far.len() > near.len());
    let alone = done(&["--graph", "mini", "export", "cytoscape", "--around", "trastuzumab", "--within", "0"]);
    let alone: Value = serde_json::from_str(&alone).unwrap();
    assert_eq!(alone["elements"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(alone["elements"]["edges"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_a_part_is_an_error() {
    let (code, _, errors) = onco(&["export", "dot", "--around", "trastuzumabb"]);
    assert!(code == 3 && errors.contains("did you mean `trastuzumab`"), "{errors}");
    let (code, _, errors) = onco(&["export", "tsv", "--around", "EGFR", "-o", "nowhere"]);
    assert!(code == 2 && errors.contains("whole graphs"), "{errors}");
    assert!(!Path::new("nowhere").exists());
    assert_eq!(onco(&["export", "dot", "--query", "drugs targeting"]).0, 3);
    assert_eq!(onco(&["export", "dot", "--within", "2"]).0, 2);
    assert_eq!(onco(&["export", "dot", "--around", "EGFR", "--query", "genes"]).0, 2);
}

#[test]
fn a_large_picture_says_what_draws_it() {
    let folder = folder("map");
    let file = path(&folder, "map.dot");
    let (code, _, told) = onco(&["export", "dot", "-o", &file]);
    assert!(code == 0 && told.contains("sfdp") && told.contains("--around"), "{told}");
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("arrowhead=none") && !text.contains("[label=\""), "a map has no labels");
}

/// What an answer speaks of: its rows, what the question names, the facts between them, and the
/// statements behind the rows, disputed ones as such.
#[test]
fn a_part_is_what_an_answer_speaks_of() {
    let engine = Engine::embedded().unwrap();
    let answer = engine.ask("drugs targeting HER2 in gastric", &Settings::default(), &Cancel::new()).unwrap();
    let picture = engine.part(&answer).picture(Faces::Joined);
    let node = |name: &str| picture.nodes.iter().position(|node| node.name == name);
    let edge = |from: &str, relation: &str, to: &str| {
        let (from, to) = (node(from)?, node(to)?);
        picture.edges.iter().find(|edge| (edge.from, &*edge.relation, edge.to) == (from, relation, to))
    };
    assert_eq!(picture.title, answer.reading);
    let rows = answer.rows.len() + answer.contested.len();
    let heads = picture.nodes.iter().filter(|node| node.in_focus && &*node.kind == "drug").count();
    assert_eq!(heads, rows);
    assert!(edge("trastuzumab", "targets", "ERBB2").is_some_and(|edge| !edge.sources.is_empty()));
    let treats = edge("trastuzumab", "treats", "gastric adenocarcinoma").unwrap();
    assert!(treats.level == "A" && treats.status == "approved" && !treats.supporting.is_empty(), "{treats:?}");
    let failed = edge("pertuzumab", "treats", "gastric adenocarcinoma").unwrap();
    assert!(failed.is_contested() && failed.supporting.is_empty(), "{failed:?}");
    assert_eq!(node("osimertinib"), None);
    // A gene and its protein are one node, or two.
    let both = engine.part(&answer).picture(Faces::Apart);
    assert_eq!(both.nodes.iter().filter(|node| node.name == "ERBB2").count(), 2);
    assert_eq!(picture.nodes.iter().filter(|node| node.name == "ERBB2").count(), 1);
}

#[test]
fn statements_of_a_part_are_those_behind_its_edges() {
    let text = done(&["export", "neo4j", "--around", "zanidatamab", "-o", &path(&folder("part"), "tables")]);
    assert!(text.is_empty());
    let tables = folder("part-again").join("tables");
    done(&["export", "neo4j", "--around", "zanidatamab", "-o", &tables.display().to_string()]);
    let rows = |file: &str| -> Vec<csv::StringRecord> {
        csv::Reader::from_path(tables.join(file)).unwrap().records().map(Result::unwrap).collect()
    };
    let (entities, statements, edges) = (rows("entities.csv"), rows("statements.csv"), rows("edges.csv"));
    let known: std::collections::HashSet<&str> = entities.iter().chain(&statements).map(|row| &row[0]).collect();
    assert!(!statements.is_empty() && !edges.is_empty());
    for row in &edges {
        assert!(known.contains(&row[0]) && known.contains(&row[1]), "an end of {row:?} is missing");
    }
    assert!(entities.iter().any(|row| row.iter().any(|cell| cell == "Entity|Source")), "sources are there");
}

/// Names that end a text, open markup, turn the writing round or hold what no file may.
const HOSTILE: &[&str] = &[
    "a\"b'c`d\\",
    "</data><node id=\"evil\"/>",
    "x\"]; evil [label=\"y",
    "\\u0022}) DETACH DELETE n //",
    "<script>alert(1)</script>&lt;&amp;",
    "\u{202e}txet\u{202c} \u{2066}x",
    "bell\u{7}null\u{1}del\u{7f}",
    "comma, \"quoted\", semi; {curly} $dollar %percent",
    "]]>-->",
    "=cmd|' /C calc'!A0",
    "\\N \\G \\l",
];

/// A graph with a drug of each hostile name, all of them aliases, too, and each the start of an edge.
fn hostile_graph(folder: &Path) -> String {
    let mut entities = "id\tkind\tname\taliases\tdescription\nG:1\tgene\tTARGET1\t\t\n".to_owned();
    let mut relations = "from\trelation\tto\tsources\n".to_owned();
    for (number, name) in HOSTILE.iter().enumerate() {
        entities.push_str(&format!("D:{number}\tdrug\t{name}\tother {}\t{name} {name}\n", name.replace('|', "")));
        relations.push_str(&format!("D:{number}\ttargets\tG:1\t\n"));
    }
    let text = TextGraph {
        vocabulary: &std::fs::read_to_string("graphs/mini/vocabulary.toml").unwrap(),
        entities: &entities,
        relations: &relations,
        statements: "",
    };
    let file = path(folder, "hostile.onco");
    Engine::from_text(&text).unwrap().save(Path::new(&file)).unwrap();
    file
}

#[test]
fn hostile_names_stay_names() {
    let folder = folder("hostile");
    let graph = hostile_graph(&folder);
    let names = |text: &str| HOSTILE.iter().filter(|name| text.contains(**name)).count();

    // Cytoscape: read by a parser of JSON, every name is there letter by letter.
    let json: Value = serde_json::from_str(&done(&["--graph", &graph, "export", "cytoscape"])).unwrap();
    let nodes = json["elements"]["nodes"].as_array().unwrap();
    let found = nodes.iter().filter(|node| HOSTILE.contains(&node["data"]["name"].as_str().unwrap())).count();
    assert_eq!((nodes.len(), found), (HOSTILE.len() + 1, HOSTILE.len()));

    // Tables: read by a parser of CSV.
    let tables = folder.join("tables");
    done(&["--graph", &graph, "export", "neo4j", "-o", &tables.display().to_string()]);
    let mut reader = csv::Reader::from_path(tables.join("entities.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.iter().filter(|row| HOSTILE.contains(&&row[2])).count(), HOSTILE.len());

    // GraphML: comes back, but for the characters that XML cannot hold.
    let (file, back) = (path(&folder, "hostile.graphml"), path(&folder, "back.onco"));
    done(&["--graph", &graph, "export", "graphml", "-o", &file]);
    done(&["import", "graphml", &file, "-o", &back, "--vocabulary", "builtin:mini", "--strict"]);
    let text = path(&folder, "text");
    done(&["--graph", &back, "export", "tsv", "-o", &text]);
    let entities = std::fs::read_to_string(format!("{text}/entities.tsv")).unwrap();
    assert_eq!(names(&entities), HOSTILE.len() - 1, "{entities}");
    assert!(entities.contains("bellnulldel\u{7f}"), "{entities}");

    // Cypher: outside of its texts a script holds nothing but what every script holds.
    let script = done(&["--graph", &graph, "export", "cypher"]);
    let outside = outside_of_texts(&script);
    assert!(!outside.contains("DELETE") && !outside.contains("evil") && !outside.contains("<script"), "{outside}");
    assert_eq!(outside.matches("name: \"\"").count(), HOSTILE.len() + 1, "{outside}");

    // DOT: the same.
    let dot = done(&["--graph", &graph, "export", "dot"]);
    let outside = outside_of_texts(&dot);
    assert_eq!(outside.matches(" -> ").count(), HOSTILE.len(), "{outside}");
    assert!(!outside.contains("evil"), "{outside}");
    assert!(!dot.contains(['\u{202e}', '\u{2066}', '\u{7}', '\u{1}', '\u{7f}']));
    assert!(dot.contains("&amp;lt;&amp;amp;") && dot.contains("\\\\N \\\\G \\\\l"), "{dot}");
}

/// A text without what is in double quotes, where a backslash takes the next character along. A
/// reader of Cypher may replace `\u` and four digits before it looks for quotes, so these come first.
fn outside_of_texts(text: &str) -> String {
    let mut unescaped = String::new();
    let mut rest = text;
    while let Some(place) = rest.find("\\u") {
        let digits = rest.get(place + 2..place + 6).unwrap_or("");
        let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        unescaped.push_str(&rest[..place]);
        match character {
            Some(character) => {
                unescaped.push(character);
                rest = &rest[place + 6..];
            }
            None => {
                unescaped.push_str("\\u");
                rest = &rest[place + 2..];
            }
        }
    }
    unescaped.push_str(rest);
    let (mut outside, mut inside, mut escaped) = (String::new(), false, false);
    for character in unescaped.chars() {
        match (inside, character) {
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (_, '"') => {
                inside = !inside;
                outside.push('"');
            }
            (true, _) => {}
            (false, other) => outside.push(other),
        }
    }
    assert!(!inside, "a text is not closed");
    outside
}

/// The quads of a text of RDF.
fn quads(text: &str, format: &str) -> Vec<oxrdf::Quad> {
    let quads: Result<Vec<_>, _> = match format {
        "rdf" => oxttl::NQuadsParser::new().for_slice(text.as_bytes()).collect(),
        _ => oxttl::TriGParser::new().for_slice(text.as_bytes()).collect(),
    };
    quads.unwrap_or_else(|error| panic!("{format}: {error}"))
}

#[test]
fn rdf_says_who_says_it_and_nothing_that_nobody_supports() {
    let part = ["--query", "drugs targeting HER2 in gastric"];
    let [mut nquads, mut trig] =
        ["rdf", "trig"].map(|format| quads(&done(&[&["export", format][..], &part].concat()), format));
    nquads.sort_by_key(ToString::to_string);
    trig.sort_by_key(ToString::to_string);
    assert!(nquads == trig, "both say the same");
    let treats = "<https://example.org/onco/relation/treats>";
    let gastric = "<http://purl.obolibrary.org/obo/DOID_3717>";
    let claims = |drug: &str| -> Vec<String> {
        let of_drug = nquads.iter().filter(|quad| {
            (quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())
                == (drug.to_owned(), treats.to_owned(), gastric.to_owned())
        });
        of_drug.map(|quad| quad.graph_name.to_string()).collect()
    };
    let trastuzumab = claims("<http://purl.obolibrary.org/obo/NCIT_C1647>");
    assert!(!trastuzumab.is_empty());
    // Each is in the graph of its statement, which names its sources.
    for statement in trastuzumab {
        let of_statement = nquads.iter().filter(|quad| quad.subject.to_string() == statement);
        let derived = of_statement.filter(|quad| quad.predicate.as_str() == "http://www.w3.org/ns/prov#wasDerivedFrom");
        assert!(derived.count() > 0, "{statement}");
    }
    // Pertuzumab failed there: the statement says so, and no triple says that it treats.
    let name = oxrdf::Literal::new_simple_literal("pertuzumab");
    let pertuzumab = nquads.iter().find(|quad| quad.object == oxrdf::Term::from(name.clone())).unwrap();
    assert!(claims(&pertuzumab.subject.to_string()).is_empty());
}

#[test]
fn hostile_names_are_literals_of_rdf() {
    let graph = hostile_graph(&folder("hostile-rdf"));
    for format in ["rdf", "trig"] {
        let quads = quads(&done(&["--graph", &graph, "export", format]), format);
        let labels = HOSTILE.iter().filter(|name| {
            let literal = oxrdf::Term::from(oxrdf::Literal::new_simple_literal(**name));
            quads.iter().any(|quad| quad.predicate == oxrdf::vocab::rdfs::LABEL && quad.object == literal)
        });
        assert_eq!(labels.count(), HOSTILE.len(), "{format}");
    }
}

#[test]
fn a_file_or_a_folder_is_written_as_a_whole() {
    let folder = folder("output");
    let file = path(&folder, "graph.dot");
    done(&["--graph", "mini", "export", "dot", "-o", &file]);
    assert!(std::fs::read_to_string(&file).unwrap().ends_with("}\n"));
    done(&["--graph", "mini", "export", "dot", "-o", &path(&folder, "pictures")]);
    assert!(folder.join("pictures/graph.dot").exists());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "no half file is left");
    let inside = path(&folder, "graph.dot/under/a/file");
    let (code, _, errors) = onco(&["--graph", "mini", "export", "cypher", "-o", &inside]);
    assert!(code == 1 && errors.contains("cannot be written"), "{errors}");
}
