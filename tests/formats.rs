//! Formats that other programs and publishers write, in small files made here in their layouts.

#![allow(clippy::unwrap_used)]

use onco::exchange::{Control, ImportFailure, ImportOptions, Imported, build_graph, import_files};
use onco::{EntityId, Graph};
use std::path::PathBuf;

/// A directory of its own with these files.
fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("onco-formats-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    for (file, text) in files {
        std::fs::write(directory.join(file), text).unwrap();
    }
    directory
}

fn try_import(
    format: &str,
    name: &str,
    files: &[(&str, &str)],
    options: &ImportOptions,
) -> Result<Imported, ImportFailure> {
    let directory = directory(name, files);
    let paths: Vec<PathBuf> = files.iter().map(|(file, _)| directory.join(file)).collect();
    let imported = import_files(format, &paths, options, &Control::NONE);
    std::fs::remove_dir_all(directory).unwrap();
    imported
}

fn imported(format: &str, name: &str, files: &[(&str, &str)]) -> Imported {
    try_import(format, name, files, &ImportOptions::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

fn failure(format: &str, name: &str, files: &[(&str, &str)]) -> String {
    match try_import(format, name, files, &ImportOptions::default()) {
        Ok(_) => panic!("{name} became a graph"),
        Err(failure) => failure.to_string(),
    }
}

/// Builds a recipe that lies in a directory with files.
fn built(name: &str, recipe: &str, files: &[(&str, &str)]) -> Imported {
    let directory = directory(name, files);
    let path = directory.join("onco.toml");
    std::fs::write(&path, recipe).unwrap();
    let result = build_graph(&path, &Control::NONE);
    std::fs::remove_dir_all(directory).unwrap();
    result.unwrap_or_else(|failure| panic!("{failure}"))
}

fn entity(graph: &Graph, id: &str) -> EntityId {
    let found = (0..graph.entity_count() as u32).map(EntityId).find(|&entity| graph.id(entity) == id);
    found.unwrap_or_else(|| panic!("there is no {id}"))
}

/// Kind and name of an entity.
fn described(graph: &Graph, id: &str) -> String {
    let entity = entity(graph, id);
    format!("{} {}", graph.vocabulary().kind_name(graph.kind(entity)), graph.name(entity))
}

/// Edges of a relation as `from > to`, by their names.
fn edges(graph: &Graph, relation: &str) -> Vec<String> {
    let relation = graph.vocabulary().relation(relation).unwrap_or_else(|| panic!("no relation {relation}"));
    let adjacency = graph.forward(relation);
    let mut found = Vec::new();
    for from in adjacency.sources() {
        let goals = adjacency.targets(from).iter();
        found.extend(goals.map(|&to| format!("{} > {}", graph.name(EntityId(from)), graph.name(EntityId(to)))));
    }
    found.sort();
    found
}

fn imported_aliases(graph: &Graph, id: &str) -> Vec<String> {
    graph.imported_aliases(entity(graph, id)).map(str::to_owned).collect()
}

/// What was told: problems, then notes, as `line: message`.
fn told(imported: &Imported) -> Vec<String> {
    let all = imported.problems.iter().chain(&imported.notes);
    all.map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
}

// Drawings

#[test]
fn graphml_of_other_programs() {
    // NetworkX: keys d0, d1; the id of a node is its name.
    let networkx = r#"<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d1" for="edge" attr.name="relation" attr.type="string"/>
  <key id="d0" for="node" attr.name="kind" attr.type="string"><default>gene</default></key>
  <key id="d2" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="directed">
    <node id="EGFR"/>
    <node id="gefitinib &amp; co"><data key="d0">drug</data></node>
    <edge source="gefitinib &amp; co" target="EGFR"><data key="d1">targets</data><data key="d2">0.5</data></edge>
    <edge source="nobody" target="EGFR"><data key="d1">targets</data></edge>
  </graph>
</graphml>"#;
    let read = imported("graphml", "networkx", &[("a.graphml", networkx)]);
    assert_eq!(described(&read.graph, "EGFR"), "gene EGFR");
    assert_eq!(edges(&read.graph, "targets"), ["gefitinib & co > EGFR"]);
    assert_eq!(
        told(&read),
        ["10: there is no node `nobody` for this edge", "9: not kept: the attributes `weight` of edges"]
    );
    assert_eq!(read.graph.vocabulary().name, "oncology");

    // Neo4j: labels of nodes and edges are attributes of the elements; words that no vocabulary has.
    let neo4j = r#"<graphml><key id="name" for="node" attr.name="name"/><graph id="G" edgedefault="directed">
<node id="n0" labels=":Entity:Dog"><data key="labels">:Entity:Dog</data><data key="name">Rex</data></node>
<node id="n1" labels=":Entity:Person"><data key="labels">:Entity:Person</data><data key="name"><![CDATA[A <b> c]]></data></node>
<edge id="e0" source="n0" target="n1" label="BITES"><data key="label">BITES</data></edge></graph></graphml>"#;
    let read = imported("graphml", "neo4j", &[("a.graphml", neo4j)]);
    assert_eq!(
        (described(&read.graph, "n0"), described(&read.graph, "n1")),
        ("dog Rex".into(), "person A <b> c".into())
    );
    assert_eq!((edges(&read.graph, "BITES"), told(&read)), (vec!["Rex > A <b> c".to_owned()], Vec::new()));

    // igraph: no kinds, undirected.
    let igraph = r#"<graphml><key id="v_name" for="node" attr.name="name"/><graph edgedefault="undirected">
<node id="n0"><data key="v_name">A</data></node><node id="n1"><data key="v_name">B</data></node>
<edge source="n1" target="n0"/></graph></graphml>"#;
    let read = imported("graphml", "igraph", &[("a.graphml", igraph)]);
    assert_eq!(edges(&read.graph, "linked to"), ["A > B", "B > A"]);
}

#[test]
fn graphml_that_is_none_says_where() {
    for (text, expected) in [
        ("<graphml><graph><node id='a'>\n<data></graph>", ":2: is no XML from here on"),
        ("<rdf:RDF></rdf:RDF>", ": holds no <graph>: it is not GraphML"),
        ("<graphml><graph>\n<node/></graph></graphml>", ":2: a node has no id"),
        ("<graphml><graph><node id='a'>", ":1: the file ends within a node"),
        ("<graphml><graph>\n\n<edge source='&nosuch;' target='b'/>", ":3: an attribute cannot be read"),
    ] {
        let told = failure("graphml", "no-graphml", &[("a.graphml", text)]);
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn networks_of_cytoscape() {
    let desktop = r#"{ "format_version" : "1.0", "generated_by" : "cytoscape-3.10.1",
  "data" : { "shared_name" : "x", "name" : "x", "SUID" : 52 },
  "elements" : {
    "nodes" : [
      { "data" : { "id" : "62", "shared_name" : "imatinib", "name" : "imatinib", "SUID" : 62, "type" : "drug", "synonyms": ["STI571", "Gleevec"], "score": 1.5 }, "position" : { "x" : 1.0, "y" : 2.0 } },
      { "data" : { "id" : "64", "name" : "ABL1", "type" : "gene", "selected": false } },
      { "no" : 1 }
    ],
    "edges" : [
      { "data" : { "id" : "66", "source" : "62", "target" : "64", "interaction" : "targets", "shared_interaction" : "targets", "name" : "imatinib (targets) ABL1" } }
    ] } }"#;
    let read = imported("cyjs", "cyjs", &[("a.cyjs", desktop)]);
    assert_eq!(edges(&read.graph, "targets"), ["imatinib > ABL1"]);
    assert_eq!(imported_aliases(&read.graph, "62"), ["STI571", "Gleevec"]);
    let told = told(&read);
    assert!(told[0].starts_with("7: this element has no `data`"), "{told:?}");
    assert_eq!(told[1..], ["5: not kept: the attributes `score` of nodes"]);

    let elements = r#"[{"group":"nodes","data":{"id":"a","kind":"gene"}},{"group":"nodes","data":{"id":"b","kind":"gene"}},
{"group":"edges","data":{"source":"a","target":"b","label":"activates"}}]"#;
    let read = imported("cyjs", "elements", &[("a.cyjs", elements)]);
    assert_eq!(edges(&read.graph, "activates"), ["a > b"]);
    assert!(failure("cyjs", "no-elements", &[("a.cyjs", "{\"a\": 1}")]).contains("has no `elements`"));
    assert!(failure("cyjs", "no-json", &[("a.cyjs", "{\"elements\":\n[}")]).contains("a.cyjs:2: is not JSON"));
}

#[test]
fn interactions_without_nodes() {
    let blanks = "A1BG interacts-with A2M BRCA1\nA2M interacts-with A1BG\nTP53\n\nodd line\n";
    let gene = ImportOptions { kind: Some("gene".to_owned()), ..ImportOptions::default() };
    let read = try_import("sif", "sif", &[("a.sif", blanks)], &gene).unwrap();
    assert_eq!(edges(&read.graph, "interacts-with"), ["A1BG > A2M", "A1BG > BRCA1", "A2M > A1BG"]);
    assert_eq!(described(&read.graph, "TP53"), "gene TP53");
    assert_eq!(told(&read), ["5: this is neither a node nor `node relation node`"]);
    // An identifier that says what it is needs no list of nodes.
    let hetionet = "source\tmetaedge\ttarget\nGene::9021\tGpBP\tBiological Process::GO:0071357\n";
    let read = imported("sif", "sif-kinds", &[("a.sif", hetionet)]);
    assert_eq!(read.graph.vocabulary().name, "hetionet");
    assert_eq!(edges(&read.graph, "participates (GpBP)").len(), 1);
    // After other sources names are those of what is known.
    let recipe =
        "[[source]]\nformat = \"builtin\"\nname = \"mini\"\n[[source]]\nformat = \"sif\"\nfiles = [\"a.sif\"]\n";
    let known = built("sif-layer", recipe, &[("a.sif", "lapatinib\ttargets\tEGFR\nlapatinib\ttargets\tnobody\n")]);
    assert!(edges(&known.graph, "targets").contains(&"lapatinib > EGFR".to_owned()));
    assert!(told(&known)[0].starts_with("2: nothing is called `nobody` so far"), "{:?}", told(&known));
}

// Tables of curators

/// The texts of a statement's fields, by their names, as `name=value` where there is a value.
fn said(graph: &Graph, id: &str, names: &[&str]) -> Vec<String> {
    let statement = graph.statement_of(entity(graph, id)).unwrap_or_else(|| panic!("{id} is a {}", described(graph, id)));
    let mut found = Vec::new();
    for name in names {
        let text = match *name {
            "therapy" => graph.statements().therapy(statement).map(|entity| graph.name(EntityId(entity)).to_owned()),
            "profile" => graph.statements().profile(statement).map(|entity| graph.name(EntityId(entity)).to_owned()),
            "cancer" => Some(names_of(graph, graph.statements().cancers(statement))),
            "source" => Some(ids_of(graph, graph.statements().sources(statement))),
            name => {
                let property = graph.vocabulary().statement_property(name).unwrap();
                match graph.statement_value(statement, property) {
                    onco::building::ColumnValue::Missing => None,
                    onco::building::ColumnValue::Text(text) => Some(text.to_owned()),
                    value => Some(format!("{value:?}")),
                }
            }
        };
        found.extend(text.filter(|text| !text.is_empty()).map(|text| format!("{name}={text}")));
    }
    found
}

fn names_of(graph: &Graph, entities: &[u32]) -> String {
    entities.iter().map(|&entity| graph.name(EntityId(entity))).collect::<Vec<_>>().join("|")
}

fn ids_of(graph: &Graph, entities: &[u32]) -> String {
    entities.iter().map(|&entity| graph.id(EntityId(entity))).collect::<Vec<_>>().join("|")
}

/// Ids of all statements.
fn statements(graph: &Graph) -> Vec<String> {
    let all = graph.statements().iter().map(|statement| graph.id(graph.statement_entity(statement)).to_owned());
    all.collect()
}

fn with_map(name: &str) -> ImportOptions {
    ImportOptions { map: Some(name.to_owned()), ..ImportOptions::default() }
}

/// A recipe of the shipped graph and a table on top of it.
fn on_curated(name: &str, map: &str, files: &[(&str, &str)]) -> Imported {
    let recipe = format!(
        "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"table\"\nmap = \"{map}\"\nfiles = [\"{}\"]\n",
        files[0].0
    );
    built(name, &recipe, files)
}

const FIELDS: &[&str] =
    &["effect", "direction", "therapy", "profile", "cancer", "level", "native_level", "source", "dataset"];

#[test]
fn a_table_with_the_columns_of_cgi() {
    let table = "Alteration\tAlteration type\tAssociation\tBiomarker\tCurator\tDrug\tDrug family\tDrug full name\tEvidence level\tGene\tPrimary Tumor type full name\tSource\n\
        BRAF:V600E,V600K\tMUT\tResponsive\tBRAF (V600E,V600K)\tx\t[Vemurafenib]\t[BRAF inhibitor]\tVemurafenib (BRAF inhibitor)\tFDA guidelines\tBRAF\tCutaneous melanoma\tPMID:21639808;FDA\n\
        KRAS:.\tMUT\tResistant\tKRAS mutation\tx\t[]\t[EGFR antibody]\tEGFR antibodies\tLate trials\tKRAS\tColorectal adenocarcinoma\tPMID:18316791\n\
        ERBB2:amp\tCNA\tDoubtful\tERBB2 amplification\tx\t[Trastuzumab]\t\t\tLate trials\tERBB2\tBreast\t\n";
    let read = on_curated("cgi", "cgi", &[("cgi.tsv", table)]);
    let of_cgi: Vec<String> = statements(&read.graph).into_iter().filter(|id| id.starts_with("onco:cgi-")).collect();
    assert_eq!(of_cgi.len(), 3, "{of_cgi:?}");
    assert_eq!(
        said(&read.graph, &of_cgi[1], FIELDS),
        [
            "effect=sensitivity",
            "direction=supports",
            "therapy=vemurafenib",
            "profile=BRAF V600E",
            "cancer=cutaneous melanoma",
            "level=A",
            "native_level=FDA guidelines",
            "source=PMID:21639808|onco:cgi-fda",
            "dataset=cgi"
        ]
    );
    let resistance = said(&read.graph, &of_cgi[0], &["effect", "therapy", "profile", "level"]);
    assert_eq!(resistance, ["effect=resistance", "therapy=EGFR antibody", "profile=KRAS mutation", "level=B"]);
    let told = told(&read).join("\n");
    assert!(
        told.contains("4: `Doubtful` is no effect: add `\"Doubtful\" = …` to [values.effect] of builtin:cgi"),
        "{told}"
    );
    assert!(told.contains("2: lists alternatives: it becomes 2 statements"), "{told}");
    assert!(told.contains("1: not kept: the columns `Alteration type, Curator`"), "{told}");
}

#[test]
fn a_table_with_the_columns_of_oncokb() {
    let table = "Level\tGene\tAlterations\tCancer Types\tDrugs (for therapeutic implications only)\n\
        1\tBRAF\tV600E\tNon-Small Cell Lung Cancer\tDabrafenib + Trametinib\n\
        R1\tKRAS\tOncogenic Mutations\tColorectal Cancer\tCetuximab, Panitumumab\n\
        1\tNTRK1\tFusions\tAll Solid Tumors\tLarotrectinib\n";
    let read = on_curated("oncokb", "oncokb", &[("oncokb.tsv", table)]);
    let all: Vec<Vec<String>> = statements(&read.graph)
        .into_iter()
        .filter(|id| id.starts_with("onco:oncokb-"))
        .map(|id| {
            said(&read.graph, &id, &["effect", "therapy", "profile", "cancer", "level", "native_level", "source"])
        })
        .collect();
    assert_eq!(
        all,
        [
            [
                "effect=resistance",
                "therapy=cetuximab",
                "profile=KRAS mutation",
                "cancer=colorectal cancer",
                "level=A",
                "native_level=R1",
                "source=onco:oncokb"
            ],
            [
                "effect=resistance",
                "therapy=panitumumab",
                "profile=KRAS mutation",
                "cancer=colorectal cancer",
                "level=A",
                "native_level=R1",
                "source=onco:oncokb"
            ],
            [
                "effect=sensitivity",
                "therapy=dabrafenib + trametinib",
                "profile=BRAF V600E",
                "cancer=non-small cell lung cancer",
                "level=A",
                "native_level=1",
                "source=onco:oncokb"
            ],
            [
                "effect=sensitivity",
                "therapy=larotrectinib",
                "profile=NTRK1 fusion",
                "cancer=solid tumour",
                "level=A",
                "native_level=1",
                "source=onco:oncokb"
            ],
        ]
    );
    assert!(told(&read).iter().any(|line| line.contains("cites nothing, as 3 rows from here on")), "{:?}", told(&read));
}

/// A workbook with two lines above its header.
const WORKBOOK_MAP: &str = "dataset = \"board\"\n[table]\nsheet = \"Evidence\"\nskip = 2\n[columns]\ngene = \"Gene\"\n\
    variant = \"Alteration\"\ntherapy = \"Medication\"\ncancer = \"Indication\"\nlevel = \"Evidence\"\nsource = \"PMID\"\n\
    as_of = \"Reported\"\n[defaults]\neffect = \"sensitivity\"\nstatus = \"approved\"\nregion = \"US\"\n[values.level]\nstrong = \"A\"\n";

#[test]
fn a_workbook_with_a_map_of_its_own() {
    let directory = directory("workbook", &[("map.toml", WORKBOOK_MAP)]);
    let map = directory.join("map.toml").display().to_string();
    let book = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/table.xlsx");
    let read = import_files("table", std::slice::from_ref(&book), &with_map(&map), &Control::NONE).unwrap();
    let all = statements(&read.graph);
    assert_eq!(all.len(), 2, "{:?}", told(&read));
    assert_eq!(
        said(&read.graph, &all[0], &["therapy", "profile", "cancer", "level", "as_of", "source"]),
        [
            "therapy=vemurafenib",
            "profile=BRAF V600E",
            "cancer=melanoma",
            "level=A",
            "as_of=2011-07-01",
            "source=PMID:21639808"
        ]
    );
    assert_eq!(edges(&read.graph, "variant of"), ["BRAF V600E > BRAF", "KRAS G12C > KRAS"]);
    assert_eq!(told(&read)[0], "6: names a gene but no change of it");
    // A wrong sheet is told with those that there are.
    std::fs::write(&map, WORKBOOK_MAP.replace("\"Evidence\"\nskip", "\"Sheet1\"\nskip")).unwrap();
    let failed = import_files("table", &[book], &with_map(&map), &Control::NONE).unwrap_err().to_string();
    std::fs::remove_dir_all(directory).unwrap();
    assert!(failed.contains("has no sheet `Sheet1`; its sheets are Evidence"), "{failed}");
}

#[test]
fn a_table_says_what_its_map_lacks() {
    let table = "Gene;Mutation;Drug;Tumour;Grade;Comment\nBRAF;V600E;vemurafenib;\"melanoma; skin\";1;\"a\nb\"\nBRAF;V600E;dabrafenib;melanoma;7;\n";
    let map = |columns: &str| {
        format!(
            "dataset = \"lab\"\n[columns]\n{columns}\n[defaults]\neffect = \"sensitivity\"\n[values.level]\n1 = \"A\"\n"
        )
    };
    let columns = "gene = \"Gene\"\nvariant = \"Mutation\"\ntherapy = \"Drug\"\ncancer = \"Tumour\"\nlevel = \"Grade\"\ngist = \"Comment\"";
    let attempt = |name: &str, text: &str| {
        let directory = directory(name, &[("map.toml", text), ("table.csv", table)]);
        let options = with_map(&directory.join("map.toml").display().to_string());
        let result = import_files("table", &[directory.join("table.csv")], &options, &Control::NONE);
        std::fs::remove_dir_all(directory).unwrap();
        result
    };
    let read = attempt("table-good", &map(columns)).unwrap();
    let only = &statements(&read.graph)[0];
    assert_eq!(said(&read.graph, only, &["cancer", "level"]), ["cancer=melanoma; skin", "level=A"]);
    let all = told(&read).join("\n");
    assert!(all.contains("4: `7` is no level: add `\"7\" = …` to [values.level] of"), "{all}");
    for (text, expected) in [
        (
            map(&columns.replace("Drug", "Medication")),
            "has no column `Medication` for `therapy`; its columns are `Gene`, `Mutation`, `Drug`",
        ),
        (map(&columns.replace("gist", "jist")), "map.toml:8: `jist` in [columns] is no field; fields are id, gene"),
        (map("gist = \"Comment\""), "[columns] needs `variant` (with `gene`), `profile` or `therapy`"),
        (map(columns).replace("[defaults]", "[default]"), "map.toml:9: unknown field `default`"),
    ] {
        let failed = attempt("table-bad", &text).unwrap_err().to_string();
        assert!(failed.contains(expected), "{failed}");
    }
    let failed = try_import("table", "no-map", &[("a.csv", table)], &ImportOptions::default()).unwrap_err().to_string();
    assert!(failed.contains("a table needs a map") && failed.contains("--map cgi"), "{failed}");
    let failed = try_import("table", "other-map", &[("a.csv", table)], &with_map("nosuch")).unwrap_err().to_string();
    assert!(failed.contains("there is no such map; maps that come with onco are cgi, oncokb"), "{failed}");
}
