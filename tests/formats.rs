//! Formats that other programs and publishers write, in small files made here in their layouts.

#![allow(clippy::unwrap_used)]

use onco::building::StatementField;
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

fn xrefs(graph: &Graph, id: &str) -> Vec<String> {
    graph.xrefs(entity(graph, id)).map(str::to_owned).collect()
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
    let statement =
        graph.statement_of(entity(graph, id)).unwrap_or_else(|| panic!("{id} is a {}", described(graph, id)));
    let mut found = Vec::new();
    for name in names {
        let text = match *name {
            "therapy" => graph.statements().therapy(statement).map(|entity| graph.name(EntityId(entity)).to_owned()),
            "profile" => graph.statements().profile(statement).map(|entity| graph.name(EntityId(entity)).to_owned()),
            "cancer" => Some(names_of(graph, graph.statements().cancers(statement))),
            "source" => Some(ids_of(graph, graph.statements().sources(statement))),
            "native_level" => {
                let number =
                    graph.statements().text_numbers(StatementField::NativeLevel).map(|all| all[statement.0 as usize]);
                number.map(|number| graph.statements().texts().get(number as usize).to_owned())
            }
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
    assert_eq!(resistance, ["effect=resistance", "therapy=anti-EGFR antibody", "profile=KRAS mutation", "level=B"]);
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

// Tables for neo4j-admin

#[test]
fn tables_for_neo4j_with_headers_within() {
    let movies = "movieId:ID(Movie-ID),title,year:int,:LABEL\ntt0133093,\"The Matrix, again\",1999,Movie\n1,One,2003,Movie;Sequel\n,none,1,Movie\n";
    let people = "personId:ID(Person-ID),name,:LABEL\n1,Keanu Reeves,Person\n";
    let roles = ":START_ID(Person-ID),role,:END_ID(Movie-ID),:TYPE\n1,Neo,tt0133093,ACTED_IN\n1,Neo,1,ACTED_IN\n1,x,9,ACTED_IN\n";
    let read = imported("neo4j", "neo4j", &[("roles.csv", roles), ("movies.csv", movies), ("people.csv", people)]);
    assert_eq!(described(&read.graph, "Person-ID:1"), "person Keanu Reeves");
    assert_eq!(edges(&read.graph, "ACTED_IN"), ["Keanu Reeves > One", "Keanu Reeves > The Matrix, again"]);
    let told = told(&read).join("\n");
    assert!(told.contains("4: this node has no identifier"), "{told}");
    assert!(told.contains("for this edge"), "{told}");
    assert!(told.contains("not kept: the attributes `role` of edges"), "{told}");
}

#[test]
fn tables_of_biocypher_with_headers_apart() {
    let files = [
        ("Gene-header.csv", ":ID;name;synonyms:string[];id;:LABEL"),
        ("Gene-part000.csv", "'hgnc:3236';'EGFR';'ERBB|HER1';'hgnc:3236';'Gene|BiologicalEntity|NamedThing'\n"),
        ("Gene-part001.csv", "'hgnc:3430';'ERBB2';'';'hgnc:3430';'Gene|BiologicalEntity|NamedThing'\n"),
        ("SmallMolecule-header.csv", ":ID;name;:LABEL"),
        (
            "SmallMolecule-part000.csv",
            "'drugbank:DB00317';'gefitinib; oral';'SmallMolecule|BiologicalEntity|NamedThing'\n",
        ),
        ("Targets-header.csv", ":START_ID;source;:END_ID;:TYPE"),
        ("Targets-part000.csv", "'drugbank:DB00317';'x';'hgnc:3236';'targets'\n"),
    ];
    let read = imported("neo4j", "biocypher", &files);
    assert_eq!(read.graph.vocabulary().name, "oncology");
    assert_eq!(edges(&read.graph, "targets"), ["gefitinib; oral > EGFR"]);
    assert_eq!(imported_aliases(&read.graph, "hgnc:3236"), ["ERBB", "HER1"]);
    let failed = failure("neo4j", "headless", &[("Gene-part000.csv", "a;b\n")]);
    assert!(failed.contains("Gene-part000.csv:1: has no header with :ID"), "{failed}");
}

// Ontologies and names

#[test]
fn an_ontology_as_obographs() {
    let mondo = r#"{ "graphs" : [ { "id" : "http://purl.obolibrary.org/obo/mondo.owl", "nodes" : [
{ "id" : "http://purl.obolibrary.org/obo/MONDO_0004992", "lbl" : "cancer", "type" : "CLASS" },
{ "id" : "http://purl.obolibrary.org/obo/MONDO_0005061", "lbl" : "lung adenocarcinoma", "type" : "CLASS", "meta" : {
  "definition" : { "val" : "A carcinoma of the lung.", "xrefs" : [ ] },
  "synonyms" : [ { "pred" : "hasExactSynonym", "val" : "adenocarcinoma of lung", "xrefs" : [ "NCIT:C3512" ] }, { "pred" : "hasRelatedSynonym", "val" : "nonsmall cell adenocarcinoma" } ],
  "xrefs" : [ { "val" : "DOID:3910" }, { "val" : "NCIT:C3512" } ] } },
{ "id" : "http://purl.obolibrary.org/obo/MONDO_0000001", "lbl" : "flu", "type" : "CLASS" },
{ "id" : "http://purl.obolibrary.org/obo/MONDO_0000002", "lbl" : "old", "type" : "CLASS", "meta" : { "deprecated" : true,
  "basicPropertyValues" : [ { "pred" : "http://purl.obolibrary.org/obo/IAO_0100001", "val" : "http://purl.obolibrary.org/obo/MONDO_0005061" } ] } },
{ "id" : "http://purl.obolibrary.org/obo/RO_1", "lbl" : "part of", "type" : "PROPERTY" }
], "edges" : [
{ "sub" : "http://purl.obolibrary.org/obo/MONDO_0005061", "pred" : "is_a", "obj" : "http://purl.obolibrary.org/obo/MONDO_0004992" },
{ "sub" : "http://purl.obolibrary.org/obo/MONDO_0005061", "pred" : "http://purl.obolibrary.org/obo/RO_1", "obj" : "http://purl.obolibrary.org/obo/UBERON_1" }
] } ] }"#;
    let options = ImportOptions {
        kind: Some("cancer".to_owned()),
        root: Some("MONDO:0004992".to_owned()),
        ..ImportOptions::default()
    };
    let read = try_import("obographs", "mondo", &[("mondo.json", mondo)], &options).unwrap();
    assert_eq!(edges(&read.graph, "is a"), ["lung adenocarcinoma > cancer"]);
    assert_eq!(imported_aliases(&read.graph, "MONDO:0005061"), ["adenocarcinoma of lung"]);
    assert_eq!(xrefs(&read.graph, "MONDO:0005061"), ["DOID:3910", "NCIT:C3512", "MONDO:0000002"]);
    assert_eq!(read.graph.description(entity(&read.graph, "MONDO:0005061")), "A carcinoma of the lung.");
    let told = told(&read).join("\n");
    for expected in [
        "3: not kept: `synonym that is not EXACT`, 1 lines",
        "13: not kept: `edges of `RO:1``, 1 lines",
        "1 terms are not below `MONDO:0004992`",
        "8: `MONDO:0000002` is obsolete: it is `MONDO:0005061` now",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let files = [("a.json", "{\"nodes\": []}")];
    assert!(failure("obographs", "no-kind", &files).contains("needs the kind of its terms, --kind: cancer"));
    let options = ImportOptions { kind: Some("cancer".to_owned()), ..ImportOptions::default() };
    let failed = try_import("obographs", "no-graphs", &files, &options).map(|_| ()).unwrap_err().to_string();
    assert!(failed.contains("has no `graphs`"), "{failed}");
}

#[test]
fn the_complete_set_of_hgnc_as_json() {
    let json = r#"{"responseHeader":{"status":0},"response":{"numFound":2,"docs":[
{"hgnc_id":"HGNC:3430","symbol":"ERBB2","name":"erb-b2 receptor tyrosine kinase 2","status":"Approved","alias_symbol":["NEU","HER2"],"prev_symbol":["NGL"],"entrez_id":"2064","uniprot_ids":["P04626"],"ensembl_gene_id":"ENSG00000141736","location":"17q12"},
7,
{"hgnc_id":"HGNC:3236","symbol":"EGFR","name":"epidermal growth factor receptor","status":"Approved"}]}}"#;
    let read = imported("hgnc", "hgnc", &[("hgnc.json", json)]);
    assert_eq!(imported_aliases(&read.graph, "HGNC:3430"), ["NEU", "HER2", "NGL"]);
    assert_eq!(xrefs(&read.graph, "HGNC:3430"), ["ncbigene:2064", "ensembl:ENSG00000141736"]);
    assert_eq!(edges(&read.graph, "encodes"), ["ERBB2 > ERBB2"]);
    let told = told(&read);
    assert!(told[0].starts_with("3: this is no document"), "{told:?}");
    assert_eq!(told[1], "1: not kept: the columns `location`");
}

#[test]
fn oncotree_as_a_list_and_as_levels() {
    let list = r#"[{"code":"BRCA","name":"Invasive Breast Carcinoma","parent":"BREAST","level":2,"externalReferences":{"NCI":["C9245"]},"history":["BRCAOLD","IDC"],"precursors":[],"revocations":["BRCAREV"]},
{"code":"IDC","name":"Breast Invasive Ductal Carcinoma","parent":"BRCA","level":3},
{"code":"BREAST","name":"Breast","parent":"TISSUE","level":1}]"#;
    let levels = "level_1\tlevel_2\tlevel_3\tmetamaintype\tmetacolor\tmetanci\tmetaumls\thistory\n\
        Breast (BREAST)\t\t\tBreast Cancer\tHotPink\t\t\t\n\
        Breast (BREAST)\tInvasive Breast Carcinoma (BRCA)\t\tBreast Cancer\tHotPink\tC9245\t\tBRCAOLD,IDC\n\
        Breast (BREAST)\tInvasive Breast Carcinoma (BRCA)\tBreast Invasive Ductal Carcinoma (IDC)\tBreast Cancer\tHotPink\t\t\t\n";
    // The interface leaves out levels that are empty.
    let ragged = levels.replace("(BREAST)\t\t\t", "(BREAST)\t").replace("(BRCA)\t\t", "(BRCA)\t");
    for (name, file, text, aliases) in [
        ("list", "oncotree.json", list, &["BRCA", "BRCAOLD", "BRCAREV"][..]),
        ("levels", "oncotree.txt", levels, &["BRCA", "BRCAOLD"][..]),
        ("ragged", "oncotree.txt", &ragged, &["BRCA", "BRCAOLD"][..]),
    ] {
        let read = imported("oncotree", &format!("oncotree-{name}"), &[(file, text)]);
        assert_eq!(
            edges(&read.graph, "is a"),
            ["Breast Invasive Ductal Carcinoma > Invasive Breast Carcinoma"],
            "{name}: {:?}",
            told(&read)
        );
        assert_eq!(imported_aliases(&read.graph, "oncotree:BRCA"), aliases, "{name}");
        assert_eq!(xrefs(&read.graph, "oncotree:BRCA"), ["NCIT:C9245"], "{name}");
        assert!(told(&read).iter().any(|line| line.contains("`BREAST Breast` is a tissue")), "{name}");
    }
}

/// The value of a property of an entity.
fn property(graph: &Graph, id: &str, name: &str) -> String {
    let entity = entity(graph, id);
    let property = graph.vocabulary().property_of(name, graph.kind(entity)).unwrap();
    match graph.column(property).map(|column| column.value(entity.0, graph.vocabulary().property(property))) {
        Some(onco::building::ColumnValue::Text(text)) => text.to_owned(),
        _ => String::new(),
    }
}

#[test]
fn dgidb_of_later_releases() {
    let table = "gene_claim_name\tgene_concept_id\tgene_name\tinteraction_source_db_name\tinteraction_source_db_version\tinteraction_type\tinteraction_score\tdrug_claim_name\tdrug_concept_id\tdrug_name\tapproved\timmunotherapy\tanti_neoplastic\n\
        ERBB1\thgnc:3236\tEGFR\tChEMBL\t33\tNULL\t0.8\tCHEMBL939\tchembl:CHEMBL939\tGEFITINIB\tTRUE\tFALSE\tTRUE\n\
        EGFR\thgnc:3236\tEGFR\tDTC\t9\tinhibitor\t0.1\tAG-1478\tchembl:CHEMBL7917\tAG-1478\tFALSE\tFALSE\tFALSE\n\
        EGFR\thgnc:3236\tEGFR\tTdgClinicalTrial\t1\tNULL\t0.1\tPELITINIB\tchembl:CHEMBL607707\tPELITINIB\tFALSE\tFALSE\tFALSE\n\
        2-Sep\tNULL\t2-Sep\tChEMBL\t33\tNULL\t0.8\tX\tchembl:CHEMBL1\tX\tFALSE\tFALSE\tFALSE\n";
    let recipe = "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"dgidb\"\nfiles = [\"interactions.tsv\"]\n";
    let read = built("dgidb", recipe, &[("interactions.tsv", table)]);
    let gefitinib = "NCIT:C1855";
    assert_eq!(described(&read.graph, gefitinib), "drug gefitinib");
    assert_eq!(property(&read.graph, gefitinib, "tier"), "approved");
    assert_eq!(property(&read.graph, "chembl:CHEMBL7917", "tier"), "research");
    assert_eq!(property(&read.graph, "chembl:CHEMBL607707", "tier"), "clinical");
    assert!(edges(&read.graph, "targets").contains(&"AG-1478 > EGFR".to_owned()));
    let told = told(&read).join("\n");
    assert!(told.contains("5: `2-Sep` is a date that a spreadsheet made of a gene symbol: left out"), "{told}");
    // What a curator's statement calls approved is, though no file says so of it.
    let engine = onco::Engine::new(read.graph);
    let asked = |question: &str| {
        let answer = engine.ask(question, &onco::Settings::default(), &onco::Cancel::new()).unwrap();
        format!("{:?}", answer.rows)
    };
    let approved = asked("drugs targeting EGFR where tier = approved");
    assert!(approved.contains("osimertinib") && !approved.contains("AG-1478"), "{approved:?}");
    let clinical = asked("drugs targeting EGFR where tier >= clinical");
    assert!(clinical.to_lowercase().contains("pelitinib"), "{clinical:?}");
    assert!(clinical.contains("osimertinib") && !clinical.contains("AG-1478"), "{clinical:?}");
}

#[test]
fn names_of_drugs_are_given_to_known_drugs() {
    let drugbank = "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n\
        DB00619,APRD01028,Imatinib,152459-95-5,8A1O1M485B,\"Imatinib | Imatinibum | alpha-(4-methyl-1-piperazinyl)-3'-((4-(3-pyridyl)-2-pyrimidinyl)amino)-p-tolu-p-toluidide\",KTUFNOKKBVMGRW-UHFFFAOYSA-N\n\
        DB99999,,Nosuchinib,,,,\n";
    let chembl = "\"ChEMBL ID\";\"Name\";\"Synonyms\";\"Type\";\"Max Phase\";\"Molecular Weight\"\n\
        \"CHEMBL941\";\"IMATINIB\";\"CGP-57148-X|STI-571\";\"Small molecule\";\"4\";\"493.62\"\n";
    let dgidb = "drug_claim_name\tnomenclature\tconcept_id\tdrug_name\tapproved\timmunotherapy\tanti_neoplastic\tsource_db_name\n\
        GLAMOX\tDGIdb\tchembl:CHEMBL941\tIMATINIB\tTRUE\tFALSE\tTRUE\tx\n";
    let recipe = "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"drug-names\"\nfiles = [\"drugbank.csv\", \"chembl.csv\", \"drugs.tsv\"]\n";
    let read = built("drug-names", recipe, &[("drugbank.csv", drugbank), ("chembl.csv", chembl), ("drugs.tsv", dgidb)]);
    let imatinib =
        (0..read.graph.entity_count() as u32).map(EntityId).find(|&entity| read.graph.name(entity) == "imatinib");
    let imatinib = read.graph.id(imatinib.unwrap()).to_owned();
    let (aliases, references) = (imported_aliases(&read.graph, &imatinib), xrefs(&read.graph, &imatinib));
    for alias in ["Imatinibum", "CGP-57148-X", "GLAMOX"] {
        assert!(aliases.contains(&alias.to_owned()), "{aliases:?}");
    }
    assert!(!aliases.contains(&"DGIdb".to_owned()), "{aliases:?}");
    for reference in ["drugbank:DB00619", "cas:152459-95-5", "chembl:CHEMBL941"] {
        assert!(references.contains(&reference.to_owned()), "{references:?}");
    }
    assert_eq!(property(&read.graph, &imatinib, "tier"), "approved");
    let told = told(&read).join("\n");
    assert!(told.contains("3: is no drug of the other sources, as 1 rows from here on: left out"), "{told}");
    assert!(told.contains("not kept: the columns `Accession Numbers, Standard InChI Key`"), "{told}");
    // Alone the table makes drugs.
    let alone = imported("drug-names", "drugbank-alone", &[("drugbank.csv", drugbank)]);
    assert_eq!(described(&alone.graph, "drugbank:DB99999"), "drug nosuchinib");
    assert!(failure("drug-names", "no-names", &[("a.csv", "a,b\n1,2\n")]).contains("is none of the tables of drugs"));
}

#[test]
fn summaries_of_variants_and_features() {
    let variants = "variant_id\tvariant_civic_url\tfeature_type\tfeature_id\tfeature_name\tvariant\tvariant_aliases\tis_flagged\tsingle_variant_molecular_profile_id\tgene\tentrez_id\tchromosome\tstart\tstop\treference_bases\tvariant_bases\trepresentative_transcript\treference_build\thgvs_descriptions\tallele_registry_id\tclinvar_ids\n\
        12\thttps://civicdb.org/links/variants/12\tGene\t5\tBRAF\tV600E\tVAL600GLU,V640E,RS113488022\tfalse\t12\tBRAF\t673\t7\t140453136\t140453136\tA\tT\tENST00000288602.6\tGRCh37\tNM_004333.4:c.1799T>A,NP_004324.2:p.Val600Glu\tCA123643\t13961,376069\n\
        1\tx\tGene\t1\tNOSUCH\tX1Y\t\tfalse\t\tNOSUCH\t\t\t\t\t\t\t\t\t\t\t\n";
    let features = "feature_id\tfeature_civic_url\tfeature_type\tname\tfeature_aliases\tdescription\tlast_review_date\tis_flagged\tentrez_id\tncit_id\n\
        5\tx\tGene\tBRAF\tB-RAF1,BRAF1\tA kinase.\t\tfalse\t673\t\n\
        9\tx\tFusion\tBCR::ABL1\t\t\t\tfalse\t\t\n";
    let recipe = "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"civic\"\nfiles = [\"v.tsv\", \"f.tsv\"]\n";
    let read = built("summaries", recipe, &[("v.tsv", variants), ("f.tsv", features)]);
    let variant =
        (0..read.graph.entity_count() as u32).map(EntityId).find(|&entity| read.graph.name(entity) == "BRAF V600E");
    let id = read.graph.id(variant.unwrap()).to_owned();
    let aliases = imported_aliases(&read.graph, &id);
    for alias in ["BRAF VAL600GLU", "rs113488022", "NP_004324.2:p.Val600Glu"] {
        assert!(aliases.contains(&alias.to_owned()), "{aliases:?}");
    }
    let references = xrefs(&read.graph, &id);
    for reference in ["civic.vid:12", "clinvar:13961", "car:CA123643"] {
        assert!(references.contains(&reference.to_owned()), "{references:?}");
    }
    assert!(xrefs(&read.graph, "HGNC:1097").contains(&"civic.fid:5".to_owned()));
    let told = told(&read).join("\n");
    assert!(told.contains("3: is known from no other data, as 1 rows from here on"), "{told}");
    assert!(told.contains("3: is no gene and no factor, as 1 rows from here on"), "{told}");
    let alone = imported("civic", "summaries-alone", &[("v.tsv", variants)]);
    assert_eq!(edges(&alone.graph, "variant of"), ["BRAF V600E > BRAF", "NOSUCH X1Y > NOSUCH"]);
    assert_eq!(
        alone.graph.description(entity(&alone.graph, "onco:variant-braf-v600e")),
        "GRCh37 7:140453136 A>T (ENST00000288602.6)"
    );
}

// Statements of GA4GH

#[test]
fn statements_of_va_spec() {
    let evidence = r#"{"id":"civic.eid:2997","type":"Statement","description":"Afatinib has been approved.","direction":"supports",
"strength":{"name":"Validated association","primaryCoding":{"system":"https://civic.readthedocs.io","code":"A"},"mappings":[{"coding":{"code":"e000001"},"relation":"exactMatch"}]},
"proposition":{"type":"VariantTherapeuticResponseProposition","predicate":"predictsSensitivityTo",
 "subjectVariant":{"id":"civic.mpid:33","type":"CategoricalVariant","name":"EGFR L858R"},
 "geneContextQualifier":{"id":"civic.gid:19","conceptType":"Gene","name":"EGFR"},
 "alleleOriginQualifier":{"name":"somatic"},
 "objectTherapeutic":{"id":"civic.tid:146","conceptType":"Therapy","name":"Afatinib","mappings":[{"coding":{"id":"ncit:C66940","code":"C66940"},"relation":"exactMatch"}]},
 "conditionQualifier":{"id":"civic.did:8","conceptType":"Disease","name":"Lung Non-small Cell Carcinoma","mappings":[{"coding":{"code":"DOID:3908"},"relation":"exactMatch"}]}},
"reportedIn":[{"id":"civic.sid:1725","type":"Document","name":"Dungo et al., 2013","pmid":"23982599"}]}"#;
    let assertion = format!(
        r#"{{"id":"civic.aid:6","type":"Statement","direction":"supports","description":"An assertion.","strength":{{"primaryCoding":{{"code":"strong"}}}},
"classification":{{"name":"Tier I"}},"proposition":{{"type":"VariantClinicalSignificanceProposition","predicate":"hasClinicalSignificanceFor","subjectVariant":"civic.mpid:33"}},
"hasEvidenceLines":[{{"type":"EvidenceLine","hasEvidenceItems":[{evidence}],"strengthOfEvidenceProvided":{{"primaryCoding":{{"code":"A"}}}},
"targetProposition":{{"predicate":"predictsSensitivityTo","subjectVariant":{{"name":"EGFR L858R"}},"objectTherapeutic":{{"therapies":[{{"name":"Afatinib","mappings":[{{"coding":{{"id":"ncit:C66940"}}}}]}},{{"name":"Cetuximab"}}],"membershipOperator":"AND"}},"conditionQualifier":{{"conditions":[{{"name":"Lung Non-small Cell Carcinoma","conceptType":"Disease","mappings":[{{"coding":{{"code":"DOID:3908"}}}}]}},{{"name":"Pediatric onset","conceptType":"Phenotype"}}]}}}}}}],
"reportedIn":["https://civicdb.org/links/assertion/6"]}}"#
    );
    let lost = r#"{"id":"x:1","direction":"supports","proposition":{"predicate":"isNiceFor","subjectVariant":"v"}}"#;
    let recipe = "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"va-spec\"\nfiles = [\"a.json\"]\n";
    let file = format!("{{\"statements\": [\n{assertion},\n{lost}]}}");
    for (name, text) in
        [("va-spec", file.clone()), ("va-lines", [assertion.replace('\n', " "), lost.to_owned()].join("\n"))]
    {
        let read = built(name, recipe, &[("a.json", &text)]);
        assert_eq!(
            said(
                &read.graph,
                "civic.eid:2997",
                &["effect", "therapy", "profile", "cancer", "level", "origin", "source", "dataset"]
            ),
            [
                "effect=sensitivity",
                "therapy=afatinib",
                "profile=EGFR L858R",
                "cancer=non-small cell lung cancer",
                "level=A",
                "origin=somatic",
                "source=PMID:23982599",
                "dataset=civic"
            ],
            "{name}"
        );
        assert_eq!(
            said(&read.graph, "civic.aid:6", &["effect", "therapy", "cancer", "level", "native_level", "source"]),
            [
                "effect=sensitivity",
                "therapy=afatinib + cetuximab",
                "cancer=non-small cell lung cancer",
                "level=A",
                "native_level=strong",
                "source=onco:civic"
            ],
            "{name}"
        );
        let told = told(&read).join("\n");
        assert!(told.contains("there is no effect for the predicate `isNiceFor`"), "{told}");
    }
    assert!(failure("va-spec", "va-none", &[("a.json", "{\"a\": [}")]).contains("is not JSON"));
}

#[test]
fn primekg_as_one_table() {
    let table = "relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n\
        protein_protein,ppi,0,9796,gene/protein,PHYHIP,NCBI,8889,56992,gene/protein,KIF15,NCBI\n\
        protein_protein,ppi,8889,56992,gene/protein,KIF15,NCBI,0,9796,gene/protein,PHYHIP,NCBI\n\
        drug_protein,target,1,DB00317,drug,Gefitinib,DrugBank,2,1956,gene/protein,EGFR,NCBI\n\
        drug_protein,target,2,1956,gene/protein,EGFR,NCBI,1,DB00317,drug,Gefitinib,DrugBank\n\
        indication,indication,1,DB00317,drug,Gefitinib,DrugBank,3,5233,disease,\"lung cancer, non-small cell\",MONDO\n\
        disease_phenotype_positive,phenotype present,3,5233,disease,\"lung cancer, non-small cell\",MONDO,4,2107,effect/phenotype,Pneumothorax,HPO\n\
        new_thing,new,1,DB00317,drug,Gefitinib,DrugBank,2,1956,gene/protein,EGFR,NCBI\n\
        new_thing,new,1,DB00317,drug,Gefitinib,DrugBank,2,1956,gene/protein,EGFR,NCBI\n";
    let read = imported("primekg", "primekg", &[("kg.csv", table)]);
    assert_eq!(edges(&read.graph, "protein protein"), ["KIF15 > PHYHIP", "PHYHIP > KIF15"]);
    assert_eq!(edges(&read.graph, "target"), ["Gefitinib > EGFR"]);
    assert_eq!(edges(&read.graph, "indication"), ["Gefitinib > lung cancer, non-small cell"]);
    assert_eq!(described(&read.graph, "MONDO:0005233"), "disease lung cancer, non-small cell");
    assert_eq!(described(&read.graph, "HP:0002107"), "phenotype Pneumothorax");
    assert_eq!(told(&read), ["8: there is no relation for `new_thing`, in 2 rows from here on"]);
    assert!(failure("primekg", "no-primekg", &[("kg.csv", "a,b\n1,2\n")]).contains("the column `relation` is missing"));
}

// What became one

#[test]
fn a_salt_is_its_drug_and_the_report_says_so() {
    let table = "gene_name\tinteraction_source_db_name\tinteraction_type\tdrug_claim_name\tdrug_concept_id\tdrug_name\n\
        EGFR\tFDA\tinhibitor\tx\tchembl:CHEMBL1079742\tAFATINIB DIMALEATE\n\
        EGFR\tFDA\tinhibitor\tx\tchembl:CHEMBL1173655\tAFATINIB\n\
        ABL1\tFDA\tinhibitor\tx\tchembl:CHEMBL9\tSODIUM PHOSPHATE\n\
        EGFR\tFDA\tinhibitor\tx\tchembl:CHEMBL7\tNOSUCHINIB <b> TOSYLATE\n";
    let recipe = "[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n[[source]]\nformat = \"dgidb\"\nfiles = [\"interactions.tsv\"]\n";
    let read = built("salts", recipe, &[("interactions.tsv", table)]);
    let afatinib =
        (0..read.graph.entity_count() as u32).map(EntityId).find(|&entity| read.graph.name(entity) == "afatinib");
    let id = read.graph.id(afatinib.unwrap()).to_owned();
    // The drug itself has another number in the same database, which comes after that of the salt.
    assert!(imported_aliases(&read.graph, &id).contains(&"AFATINIB DIMALEATE".to_owned()));
    assert!(xrefs(&read.graph, &id).contains(&"chembl:CHEMBL1173655".to_owned()));
    assert_eq!(described(&read.graph, "chembl:CHEMBL9"), "drug SODIUM PHOSPHATE");
    let mut report = Vec::new();
    read.write_report(&mut report).unwrap();
    let report = String::from_utf8(report).unwrap();
    let line = report.lines().find(|line| line.contains("AFATINIB DIMALEATE")).unwrap();
    assert!(line.contains("afatinib (NCIT:") && line.contains("AFATINIB DIMALEATE (chembl:CHEMBL1079742)"), "{line}");
    let mut page = Vec::new();
    read.write_page(&mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("AFATINIB DIMALEATE") && page.contains("id=\"search\""));
    assert!(!page.contains("<b>") && !page.contains("http://") && !page.contains("https://"));
}

/// Where a group is in the graph, a change that a table brings is one of it.
#[test]
fn changes_of_a_table_are_of_their_groups() {
    let table = "Gene,Change,Drug,Tumour\nBRAF,V600R,vemurafenib,melanoma\nBRAF,V600,vemurafenib,melanoma\n";
    let map = "dataset = \"lab\"\n[columns]\ngene = \"Gene\"\nvariant = \"Change\"\ntherapy = \"Drug\"\ncancer = \"Tumour\"\n\
        [defaults]\neffect = \"sensitivity\"\nlevel = \"C\"\n";
    let directory = directory("groups", &[("map.toml", map), ("table.csv", table)]);
    let options = with_map(&directory.join("map.toml").display().to_string());
    let read = import_files("table", &[directory.join("table.csv")], &options, &Control::NONE).unwrap();
    std::fs::remove_dir_all(directory).unwrap();
    assert_eq!(edges(&read.graph, "is a"), ["BRAF V600R > BRAF V600"]);
}
