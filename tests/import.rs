//! Importers against real files (where `../shared/data` is there) and small ones made here.
//!
//! The expected numbers were counted in another language from the files themselves.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::building::{ColumnValue, Problem, ProfileTree, StatementField};
use onco::exchange::{Control, Decision, ImportFailure, ImportOptions, Imported, build_graph, import_files};
use onco::{Cancel, Cell, Engine, EntityId, Graph, Settings, Severity, StatementId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// A file of the real data; `None`, with a word on standard error, where it is not there.
fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: no ../shared/data");
        return None;
    }
    Some(path)
}

/// A directory of its own with these files.
fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("onco-import-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    for (file, text) in files {
        std::fs::write(directory.join(file), text).unwrap();
    }
    directory
}

fn imported(format: &str, files: &[PathBuf], options: &ImportOptions) -> Imported {
    match import_files(format, files, options, &Control::NONE) {
        Ok(imported) => imported,
        Err(failure) => panic!("{failure:?}"),
    }
}

fn built(name: &str, recipe: &str, files: &[(&str, &str)]) -> Imported {
    let directory = directory(name, files);
    let path = directory.join("onco.toml");
    std::fs::write(&path, recipe).unwrap();
    let result = build_graph(&path, &Control::NONE);
    std::fs::remove_dir_all(directory).unwrap();
    match result {
        Ok(imported) => imported,
        Err(failure) => panic!("{failure:?}"),
    }
}

fn entity(graph: &Graph, id: &str) -> EntityId {
    let found = (0..graph.entity_count() as u32).map(EntityId).find(|&entity| graph.id(entity) == id);
    found.unwrap_or_else(|| panic!("there is no {id}"))
}

fn statement(graph: &Graph, id: &str) -> StatementId {
    graph.statement_of(entity(graph, id)).unwrap()
}

fn value<'g>(graph: &'g Graph, statement: StatementId, property: &str) -> ColumnValue<'g> {
    graph.statement_value(statement, graph.vocabulary().statement_property(property).unwrap())
}

fn text(graph: &Graph, statement: StatementId, property: &str) -> String {
    match value(graph, statement, property) {
        ColumnValue::Missing => String::new(),
        ColumnValue::Text(text) => text.to_owned(),
        ColumnValue::Texts(texts) => texts.join("|"),
        ColumnValue::Integer(number) => number.to_string(),
        ColumnValue::Decimal(number) => number.to_string(),
        ColumnValue::Bool(yes) => yes.to_string(),
    }
}

/// Names of the goals of an entity's edges.
fn goals<'g>(graph: &'g Graph, relation: &str, from: &str) -> Vec<&'g str> {
    let relation = graph.vocabulary().relation(relation).unwrap();
    graph.forward(relation).targets(entity(graph, from).0).iter().map(|&goal| graph.name(EntityId(goal))).collect()
}

fn edges(graph: &Graph, relation: &str) -> usize {
    graph.forward(graph.vocabulary().relation(relation).unwrap()).edge_count()
}

fn kind_size(graph: &Graph, kind: &str) -> usize {
    graph.kind_range(graph.vocabulary().kind(kind).unwrap()).len()
}

/// Number of notes that hold a text.
fn noted(imported: &Imported, text: &str) -> usize {
    imported.notes.iter().filter(|note| note.message.contains(text)).count()
}

/// What was told not to be kept.
fn not_kept(imported: &Imported) -> Vec<&str> {
    imported.notes.iter().map(|note| note.message.as_str()).filter(|message| message.starts_with("not kept")).collect()
}

fn messages(problems: &[Problem]) -> Vec<(u32, String)> {
    problems.iter().map(|problem| (problem.line, problem.message.clone())).collect()
}

// CIViC

/// Statements of the real file by effect, level and direction.
#[rustfmt::skip]
const CIVIC: &[(&str, &str, &str, usize)] = &[
    ("adverse response", "A", "supports", 4),
    ("adverse response", "B", "supports", 6),
    ("diagnostic", "A", "supports", 26),
    ("diagnostic", "B", "disputes", 6),
    ("diagnostic", "B", "supports", 307),
    ("diagnostic", "C", "disputes", 1),
    ("diagnostic", "C", "supports", 152),
    ("diagnostic", "D", "supports", 6),
    ("functional", "B", "supports", 1),
    ("functional", "D", "disputes", 46),
    ("functional", "D", "supports", 113),
    ("no effect", "D", "supports", 1),
    ("oncogenic", "B", "supports", 8),
    ("oncogenic", "C", "disputes", 3),
    ("oncogenic", "C", "supports", 82),
    ("oncogenic", "D", "disputes", 5),
    ("oncogenic", "D", "supports", 36),
    ("oncogenic", "E", "supports", 1),
    ("predisposing", "B", "disputes", 2),
    ("predisposing", "B", "inconclusive", 1),
    ("predisposing", "B", "supports", 18),
    ("predisposing", "C", "inconclusive", 50),
    ("predisposing", "C", "supports", 607),
    ("predisposing", "D", "supports", 3),
    ("prognostic", "A", "supports", 11),
    ("prognostic", "B", "disputes", 68),
    ("prognostic", "B", "supports", 432),
    ("prognostic", "C", "disputes", 1),
    ("prognostic", "C", "supports", 11),
    ("prognostic", "D", "supports", 9),
    ("prognostic", "E", "supports", 4),
    ("reduced sensitivity", "B", "supports", 3),
    ("reduced sensitivity", "C", "supports", 13),
    ("resistance", "A", "supports", 5),
    ("resistance", "B", "disputes", 54),
    ("resistance", "B", "supports", 182),
    ("resistance", "C", "disputes", 84),
    ("resistance", "C", "supports", 231),
    ("resistance", "D", "disputes", 80),
    ("resistance", "D", "supports", 400),
    ("resistance", "E", "supports", 3),
    ("sensitivity", "A", "supports", 179),
    ("sensitivity", "B", "disputes", 84),
    ("sensitivity", "B", "supports", 451),
    ("sensitivity", "C", "disputes", 46),
    ("sensitivity", "C", "supports", 389),
    ("sensitivity", "D", "disputes", 35),
    ("sensitivity", "D", "supports", 570),
    ("sensitivity", "E", "supports", 24),
];

#[test]
fn civic_counts_are_those_of_the_file() {
    let Some(file) = data("civic-AcceptedEvidence-2026-05.tsv") else { return };
    let imported = imported("civic", &[file], &ImportOptions::default());
    assert_eq!(messages(&imported.problems), []);
    let graph = &imported.graph;
    let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for statement in graph.statements().iter() {
        let field = |name| text(graph, statement, name);
        *counts.entry((field("effect"), field("level"), field("direction"))).or_default() += 1;
    }
    let expected = CIVIC
        .iter()
        .map(|&(effect, level, direction, count)| ((effect.to_owned(), level.to_owned(), direction.to_owned()), count));
    assert_eq!(counts, expected.collect());
    assert_eq!(graph.statement_count(), 4854);

    let tree = |statement| graph.profile_tree(EntityId(graph.statements().profile(statement).unwrap())).unwrap();
    let boolean =
        graph.statements().iter().filter(|&statement| !matches!(tree(statement), ProfileTree::Leaf(_))).count();
    assert_eq!(boolean, 531);
    let without_cancer =
        graph.statements().iter().filter(|&statement| graph.statements().cancers(statement).is_empty()).count();
    assert_eq!(without_cancer, 160);
    // A flag asks for another look at the item; it says nothing against the claim.
    let flagged =
        graph.statements().iter().filter(|&statement| value(graph, statement, "flagged") == ColumnValue::Bool(true));
    assert_eq!(flagged.count(), 153);
    assert!(graph.statements().iter().all(|statement| value(graph, statement, "disputed") != ColumnValue::Bool(true)));
    assert_eq!(noted(&imported, "flagged for review"), 153);
    assert_eq!(
        not_kept(&imported),
        ["not kept: the columns `asco_abstract_id, evidence_civic_url, molecular_profile_civic_url`"]
    );
    let by_name = imported.notes.iter().filter(|note| note.message.contains("has no DOID")).count();
    assert_eq!(by_name, 272 - 160);
}

#[test]
fn civic_traps_of_the_real_file() {
    let Some(file) = data("civic-AcceptedEvidence-2026-05.tsv") else { return };
    let imported = imported("civic", &[file], &ImportOptions::default());
    let graph = &imported.graph;
    // A drug with a comma in its name, in a combination and alone.
    for name in ["2,4-pyrimidinediamine", "CP-724,714"] {
        let drugs = graph.kind_range(graph.vocabulary().kind("drug").unwrap());
        assert!(drugs.clone().any(|drug| graph.name(EntityId(drug)) == name), "{name}");
    }
    // A disease whose name is its number.
    assert_eq!(graph.name(entity(graph, "DOID:0070626")), "DOID:0070626");
    // A fusion is a variant of both partners, `v` of none.
    assert_eq!(goals(graph, "variant of", "onco:variant-eml4-alk-fusion"), ["ALK", "EML4"]);
    assert_eq!(goals(graph, "variant of", "onco:variant-v-alk-fusion"), ["ALK"]);
    // What is no gene.
    let biomarkers = graph.kind_range(graph.vocabulary().kind("biomarker").unwrap());
    let names: Vec<&str> = biomarkers.map(|biomarker| graph.name(EntityId(biomarker))).collect();
    assert!(names.contains(&"MSI-H") && names.iter().any(|name| name.starts_with("TMB")), "{names:?}");
    let genes = graph.kind_range(graph.vocabulary().kind("gene").unwrap());
    assert!(!genes.clone().any(|gene| ["MSI", "TMB", "v", "?"].contains(&graph.name(EntityId(gene)))));
    // Order makes no difference: one regimen for both ways to write it.
    let regimens = graph.kind_range(graph.vocabulary().kind("regimen").unwrap());
    let same = regimens.clone().filter(|&regimen| graph.name(EntityId(regimen)) == "dabrafenib + trametinib").count();
    assert_eq!(same, 1);
    assert!(!regimens.clone().any(|regimen| graph.name(EntityId(regimen)) == "trametinib + dabrafenib"));
    // A meeting abstract and a trial are sources, too.
    let id = statement(graph, "civic.eid:1");
    assert_eq!(
        graph.statements().sources(id).iter().map(|&source| graph.id(EntityId(source))).collect::<Vec<_>>(),
        ["PMID:16081687"]
    );
    assert_eq!(
        (text(graph, id, "year"), text(graph, id, "as_of"), text(graph, id, "origin")),
        ("2005".to_owned(), "2023-01-09".to_owned(), "somatic".to_owned())
    );
    assert!(graph.statements().gist(id).starts_with("Negative: JAK2 V617F is not associated"));
    let sources = graph.kind_range(graph.vocabulary().kind("source").unwrap());
    let ids: Vec<&str> = sources.map(|source| graph.id(EntityId(source))).collect();
    assert!(
        ids.contains(&"onco:asco-161573")
            && ids.contains(&"doi:10.1182/blood-2022-163099")
            && ids.contains(&"NCT00241241")
    );
}

#[test]
fn civic_with_the_hierarchy_of_diseases() {
    let (Some(civic), Some(diseases)) = (data("civic-AcceptedEvidence-2026-05.tsv"), data("doid-2024.obo")) else {
        return;
    };
    let recipe = format!(
        "name = \"x\"\n[[source]]\nformat = \"obo\"\nfiles = [{:?}]\nkind = \"cancer\"\nroot = \"DOID:162\"\n[[source]]\nformat = \"civic\"\nfiles = [{:?}]\n",
        std::fs::canonicalize(diseases).unwrap(),
        std::fs::canonicalize(civic).unwrap()
    );
    let imported = built("civic-do", &recipe, &[]);
    let graph = &imported.graph;
    let cancers = graph.hierarchy(graph.vocabulary().kind("cancer").unwrap()).unwrap();
    // With the gastroblastoma and the pigmented epithelioid melanocytoma of CIViC, which have no
    // number.
    for (root, terms) in [
        ("DOID:10534", 34),
        ("DOID:1324", 54),
        ("DOID:9256", 39),
        ("DOID:1612", 82),
        ("DOID:1909", 33),
        ("DOID:162", 2145),
    ] {
        assert_eq!(cancers.below(entity(graph, root).0).len(), terms, "{root}");
    }
    let variant_of = graph.vocabulary().relation("variant of").unwrap();
    let is_of = |leaf: EntityId, name: &str| {
        graph.name(leaf) == name
            || graph.forward(variant_of).targets(leaf.0).iter().any(|&gene| graph.name(EntityId(gene)) == name)
    };
    // (variant or gene, root, sensitivity, resistance)
    for (name, root, sensitivity, resistance) in [
        ("ERBB2", "DOID:10534", 4, 0),
        ("EGFR T790M", "DOID:1324", 20, 12),
        ("BRAF V600E", "DOID:9256", 19, 11),
        ("BRAF V600E", "DOID:1909", 19, 7),
    ] {
        let root = entity(graph, root).0;
        let count = |effect: &str| {
            let wanted = |&statement: &StatementId| {
                let below = graph.statements().cancers(statement).iter().any(|&cancer| cancers.is_below(cancer, root));
                let tree =
                    graph.statements().profile(statement).and_then(|profile| graph.profile_tree(EntityId(profile)));
                let named = tree
                    .is_some_and(|tree| tree.leaves().iter().any(|&(&leaf, negated)| !negated && is_of(leaf, name)));
                below && named && text(graph, statement, "effect") == effect
            };
            graph.statements().iter().filter(wanted).count()
        };
        assert_eq!((count("sensitivity"), count("resistance")), (sensitivity, resistance), "{name}");
    }
    let engine = Engine::new(imported.graph);
    for (question, expected) in ANSWERS {
        let answer = engine.ask(question, &Settings::default(), &Cancel::new());
        let answer = answer.unwrap_or_else(|failure| panic!("{question}: {failure:?}"));
        assert_eq!(answer.rows.iter().map(shown).collect::<Vec<_>>(), *expected, "{question}");
    }
}

/// Questions on the real evidence below the diseases it names, and their rows. Counted from the two
/// files with a dataframe and a walk over `is_a`, not with this program.
#[rustfmt::skip]
const ANSWERS: &[(&str, &[&str])] = &[
    ("statements | count", &["4854"]),
    ("subtypes of stomach cancer | count", &["33"]),
    ("subtypes of lung cancer | count", &["53"]),
    ("subtypes of colorectal cancer | count", &["38"]),
    ("subtypes of breast cancer | count", &["81"]),
    ("subtypes of melanoma | count", &["32"]),
    ("subtypes of \"cancer\" | count", &["2144"]),
    ("statements about ERBB2 in stomach cancer where effect = sensitivity | count", &["4"]),
    ("statements about ERBB2 in stomach cancer where effect = resistance | count", &["0"]),
    ("statements about EGFR T790M in lung cancer where effect = sensitivity | count", &["20"]),
    ("statements about EGFR T790M in lung cancer where effect = resistance | count", &["12"]),
    ("statements about BRAF V600E in colorectal cancer where effect = sensitivity | count by direction", &["supports | 16", "disputes | 3"]),
    ("statements about BRAF V600E in colorectal cancer where effect = resistance | count by direction", &["supports | 10", "disputes | 1"]),
    ("statements about BRAF V600E in melanoma where effect = sensitivity | count by direction", &["supports | 19"]),
    ("statements about BRAF V600E in melanoma where effect = resistance | count by direction", &["supports | 5", "disputes | 2"]),
    ("statements where effect = prognostic | count by direction", &["supports | 467", "disputes | 69"]),
    ("statements where rating = 5 and level = A | count", &["93"]),
    ("statements about VHL where origin = germline | count", &["632"]),
    ("statements about EML4 | count", &["81"]),
    ("statements about Osimertinib | count", &["28"]),
    ("statements since 2024 | count", &["73"]),
    ("profiles resisting trastuzumab | count", &["9"]),
    // One more than by the names in the file: a salt is its drug.
    ("conflicts | count", &["56"]),
    ("conflicts about KRAS G13D | show positive, negative", &[
        "civic.eid:306; civic.eid:806; civic.eid:145 | civic.eid:1181; civic.eid:1180; civic.eid:3881; civic.eid:3882; civic.eid:3878",
        "civic.eid:6320 | civic.eid:6322",
    ]),
];

/// A row as texts.
fn shown(row: &onco::Row) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Texts(texts) => texts.join("; "),
        Cell::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

const EVIDENCE: &str = "molecular_profile\tmolecular_profile_id\tdisease\tdoid\tphenotypes\ttherapies\ttherapy_interaction_type\tevidence_type\tevidence_direction\t\
    evidence_level\tsignificance\tevidence_statement\tcitation_id\tsource_type\tasco_abstract_id\tcitation\tnct_ids\trating\tevidence_status\tevidence_id\t\
    variant_origin\tlast_review_date\tevidence_civic_url\tmolecular_profile_civic_url\tis_flagged\n";

fn evidence(rows: &[&str]) -> String {
    let mut text = EVIDENCE.to_owned();
    for row in rows {
        text.push_str(&row.replace('¦', "\t"));
        text.push('\n');
    }
    text
}

#[test]
fn civic_rows_made_here() {
    let text_of_file = evidence(&[
        "EGFR L858R AND ( EGFR T790M OR NOT MET Amplification )¦9¦Lung \"Cancer¦1324¦Cough¦Osimertinib,Savolitinib¦Combination¦Predictive¦Does Not Support¦B¦Resistance¦A \"quote.¦1¦PubMed¦¦A et al., 2020¦NCT1, NCT2¦4¦accepted¦7¦Somatic¦2024-01-02 00:00:00 UTC¦u¦v¦true",
        "EGFR L858R¦10¦¦¦¦Savolitinib,Osimertinib¦Combination¦Predictive¦Supports¦C¦Sensitivity/Response¦B¦2¦PubMed¦¦B et al., 2021¦¦¦accepted¦8¦N/A¦¦u¦v¦false",
        "MSI High¦11¦Solid Tumor¦¦¦Erlotinib,Gefitinib¦Substitutes¦Predictive¦Supports¦A¦Sensitivity/Response¦C¦3¦PubMed¦¦C et al., 2022¦¦5¦accepted¦9¦Somatic¦¦u¦v¦false",
        "EML4::ALK Fusion¦12¦X¦1¦¦Crizotinib,Alectinib¦Sequential¦Predictive¦Supports¦A¦Reduced Sensitivity¦D¦4¦PubMed¦¦D¦¦5¦accepted¦10¦Somatic¦¦u¦v¦false",
        "( KRAS¦13¦X¦1¦¦Crizotinib¦¦Predictive¦Supports¦A¦Resistance¦D¦4¦PubMed¦¦D¦¦5¦accepted¦11¦Somatic¦¦u¦v¦false",
        "KRAS G12C¦14¦X¦1¦¦Crizotinib¦¦Predictive¦Maybe¦A¦Resistance¦D¦4¦PubMed¦¦D¦¦5¦accepted¦12¦Somatic¦¦u¦v¦false",
        "KRAS G12C AND OR¦15¦X¦1¦¦Crizotinib¦¦Predictive¦Supports¦A¦Resistance¦D¦4¦PubMed¦¦D¦¦5¦accepted¦13¦Somatic¦¦u¦v¦false",
        "too short",
        "KRAS G12C¦14¦X¦1¦¦Crizotinib¦¦Predictive¦Supports¦A¦Resistance¦D¦4¦PubMed¦¦D¦¦5¦submitted¦14¦Somatic¦¦u¦v¦false",
        "KRAS G12D¦16¦X¦1¦¦Crizotinib¦¦Predictive¦Supports¦A¦Resistance¦E¦4¦PubMed¦¦D¦¦5¦accepted¦15¦Martian¦¦u¦v¦false",
    ]);
    let directory = directory("civic", &[("AcceptedEvidence.tsv", &text_of_file)]);
    let file = directory.join("AcceptedEvidence.tsv");
    let imported = imported("civic", std::slice::from_ref(&file), &ImportOptions::default());
    let graph = &imported.graph;
    let seven = statement(graph, "civic.eid:7");
    for (field, expected) in [
        ("effect", "resistance"),
        ("direction", "disputes"),
        ("level", "B"),
        ("rating", "4"),
        ("origin", "somatic"),
        ("dataset", "civic"),
        ("year", "2020"),
        ("disputed", "false"),
        ("flagged", "true"),
        ("as_of", "2024-01-02"),
    ] {
        assert_eq!(text(graph, seven, field), expected, "{field}");
    }
    assert_eq!(graph.statements().gist(seven), "A \"quote. [phenotypes: Cough]");
    assert_eq!(noted(&imported, "unknown origin `Martian`"), 1);
    assert_eq!(graph.statements().sources(seven).len(), 3);
    let profile = EntityId(graph.statements().profile(seven).unwrap());
    assert_eq!(
        (graph.id(profile), graph.name(profile)),
        ("civic.mpid:9", "EGFR L858R AND (EGFR T790M OR NOT MET amplification)")
    );
    let therapies = ["civic.eid:7", "civic.eid:8", "civic.eid:9", "civic.eid:10"]
        .map(|id| graph.name(EntityId(graph.statements().therapy(statement(graph, id)).unwrap())));
    assert_eq!(
        therapies,
        ["osimertinib + savolitinib", "osimertinib + savolitinib", "erlotinib | gefitinib", "crizotinib > alectinib"]
    );
    assert_eq!(graph.statement_count(), 5);
    let lines: Vec<u32> = imported.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [6, 7, 8, 9, 10], "{:?}", imported.problems);

    let strict = ImportOptions { strict: true, ..ImportOptions::default() };
    let failure = import_files("civic", &[file], &strict, &Control::NONE).unwrap_err();
    assert!(matches!(failure, ImportFailure::Problems(problems) if problems.len() == 5));
    std::fs::remove_dir_all(directory).unwrap();
}

/// Name and kind of the therapy of a statement; empty where it has none.
fn therapy_of(graph: &Graph, id: &str) -> (String, String) {
    let therapy = graph.statements().therapy(statement(graph, id)).map(EntityId);
    therapy.map_or_else(Default::default, |therapy| {
        (graph.name(therapy).to_owned(), graph.vocabulary().kind_name(graph.kind(therapy)).to_owned())
    })
}

#[test]
fn names_of_civic_become_those_used_here() {
    let row = |number: u32, profile: &str, disease: &str, therapies: &str, interaction: &str| {
        format!(
            "{profile}¦9¦{disease}¦¦¦{therapies}¦{interaction}¦Predictive¦Supports¦B¦Resistance¦A sentence.¦1¦PubMed¦¦A et al., 2020¦¦4¦accepted¦{number}¦Somatic¦¦u¦v¦false"
        )
    };
    let rows = [
        row(1, "AR OVEREXPRESSION", "Solid Tumors, Advanced", "Pictilisib", ""),
        row(2, "EGFR VIII", "Solid Tumor", "Pictilisib Bismesylate,Dabrafenib", "Combination"),
        row(3, "EGFR EGFRVIII", "Glioma", "Dabrafenib/Trametinib Regimen", ""),
        row(4, "KRAS G12D", "Glioma", "Trametinib", ""),
        row(5, "KRAS G12D", "Glioma", "FOLFIRI Regimen", ""),
        row(6, "KRAS G12D", "Glioma", "Anti-EGFR Monoclonal Antibody", ""),
        row(7, "KRAS G12D", "Glioma", "Not Applicable", ""),
        row(8, "KRAS G12D", "Glioma", "Dabrafenib", ""),
        row(9, "KRAS G12D", "Glioma", "Dabrafenib Regimen", ""),
        row(10, "KRAS G12D", "Glioma", "FLT3/ABL/Aurora Kinase Inhibitor KW-2449", ""),
        row(11, "KRAS G12D", "Glioma", "KW2449", ""),
    ];
    let text = evidence(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let directory = directory("civic-names", &[("AcceptedEvidence.tsv", &text)]);
    let imported = imported("civic", &[directory.join("AcceptedEvidence.tsv")], &ImportOptions::default());
    std::fs::remove_dir_all(directory).unwrap();
    let graph = &imported.graph;
    for (number, name, kind) in [
        (1, "pictilisib", "drug"),
        (2, "dabrafenib + pictilisib", "regimen"),
        (3, "dabrafenib + trametinib", "regimen"),
        (5, "FOLFIRI", "regimen"),
        (6, "anti-EGFR antibody", "drug class"),
        (7, "", ""),
        (9, "dabrafenib", "drug"),
        (10, "KW-2449", "drug"),
        (11, "KW-2449", "drug"),
    ] {
        let therapy = therapy_of(graph, &format!("civic.eid:{number}"));
        assert_eq!((therapy.0.as_str(), therapy.1.as_str()), (name, kind), "{number}");
    }
    let variants = graph.kind_range(graph.vocabulary().kind("variant").unwrap());
    let names: Vec<&str> = variants.map(|variant| graph.name(EntityId(variant))).collect();
    assert_eq!(names, ["AR overexpression", "EGFR vIII", "KRAS G12D"]);
    let cancers = graph.kind_range(graph.vocabulary().kind("cancer").unwrap());
    let names: Vec<&str> = cancers.map(|cancer| graph.name(EntityId(cancer))).collect();
    assert_eq!(names, ["glioma", "solid tumour"]);
    assert_eq!(noted(&imported, "`Not Applicable` is no therapy"), 1);
}

/// The file lists the drugs of a sequence in any order: a curator who read the paper is believed.
#[test]
fn a_curated_sequence_stays() {
    let entities = "id\tkind\tname\nD:1\tdrug\ttrastuzumab\nD:2\tdrug\tneratinib\nDOID:1612\tcancer\tbreast cancer\nHGNC:3430\tgene\tERBB2\nonco:v\tvariant\tERBB2 amplification\n";
    let statements = "id\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tsource\n\
        civic.eid:8\tsensitivity\tsupports\ttrastuzumab > neratinib\tERBB2 amplification\tbreast cancer\tB\tPMID:2\n\
        civic.eid:9\tsensitivity\tsupports\ttrastuzumab\tERBB2 amplification\tbreast cancer\tB\tPMID:2\n";
    let row = |number: u32, therapies: &str, interaction: &str| {
        format!(
            "ERBB2 Amplification¦10¦Breast Cancer¦1612¦¦{therapies}¦{interaction}¦Predictive¦Supports¦B¦Sensitivity/Response¦B¦2¦PubMed¦¦B et al., 2021¦¦¦accepted¦{number}¦Somatic¦¦u¦v¦false"
        )
    };
    let civic = evidence(&[&row(8, "Neratinib,Trastuzumab", "Sequential"), &row(9, "Neratinib", "")]);
    let files = [
        ("vocabulary.toml", onco::builtin_graph("oncology").unwrap().vocabulary),
        ("entities.tsv", entities),
        ("statements.tsv", statements),
        ("AcceptedEvidence.tsv", &civic),
    ];
    let imported = built("sequence", RECIPE, &files);
    assert_eq!(therapy_of(&imported.graph, "civic.eid:8").0, "trastuzumab > neratinib");
    assert_eq!(therapy_of(&imported.graph, "civic.eid:9").0, "neratinib");
    assert_eq!(noted(&imported, "`civic.eid:8` is listed earlier with a different"), 0);
}

/// A layer of text names what is known by other identifiers.
#[test]
fn a_layer_of_text_joins_what_is_known() {
    let base = "id\tkind\tname\taliases\nNCIT:C1\tdrug\tpictilisib\tGDC-0941\nDOID:1612\tcancer\tbreast cancer\t\n";
    let layer = "id\tkind\tname\timported_aliases\nonco:drug-x\tdrug\tPictilisib\tRG7321\nDOID:1612\tcancer\tbreast cancer\tmammary cancer\nDOID:2\tcancer\tbreast sarcoma\t\n";
    let facts = "from\trelation\tto\nDOID:2\tis a\tDOID:1612\n";
    let claims = "id\teffect\tdirection\ttherapy\tcancer\tlevel\tsource\ncivic.eid:1\ttreats\tsupports\tonco:drug-x\tDOID:2\tB\tPMID:1\n";
    let files = [("vocabulary.toml", onco::builtin_graph("oncology").unwrap().vocabulary), ("entities.tsv", base)];
    let upper =
        directory("layer-upper", &[("entities.tsv", layer), ("relations.tsv", facts), ("statements.tsv", claims)]);
    let recipe = format!(
        "vocabulary = \"vocabulary.toml\"\nstrict = true\n[[source]]\nformat = \"tsv\"\nfiles = [\"entities.tsv\"]\n[[source]]\nformat = \"tsv\"\nfiles = [{upper:?}]\n"
    );
    let imported = built("layer", &recipe, &files);
    std::fs::remove_dir_all(upper).unwrap();
    let graph = &imported.graph;
    assert_eq!((kind_size(graph, "drug"), kind_size(graph, "cancer")), (1, 2));
    let drug = entity(graph, "NCIT:C1");
    assert_eq!((graph.name(drug), graph.imported_aliases(drug).collect::<Vec<_>>()), ("pictilisib", vec!["RG7321"]));
    assert_eq!(therapy_of(graph, "civic.eid:1").0, "pictilisib");
    assert_eq!(goals(graph, "is a", "DOID:2"), ["breast cancer"]);
    // Called as its vocabulary where the recipe does not say otherwise.
    assert_eq!(graph.vocabulary().name, "oncology");
}

#[test]
fn civic_older_columns_and_assertions() {
    let old = "gene\tentrez_id\tvariant\tdisease\tdoid\tphenotypes\tdrugs\tdrug_interaction_type\tevidence_type\tevidence_direction\tevidence_level\tclinical_significance\t\
        evidence_statement\tcitation_id\tsource_type\tcitation\trating\tevidence_id\tvariant_origin\n\
        BRAF\t673\tV600E\tMelanoma\t1909\t\tVemurafenib\t\tPredictive\tSupports\tA\tSensitivity\tWorks\t99\tPubMed\tX et al., 2011\t5\t5\tSomatic Mutation\n";
    let assertions = "molecular_profile\tmolecular_profile_id\tdisease\tdoid\ttherapies\ttherapy_interaction_type\tassertion_type\tassertion_direction\tsignificance\tacmg_codes\t\
        amp_category\tnccn_guideline\tregulatory_approval\tassertion_summary\tassertion_id\tevidence_item_ids\tlast_review_date\tis_flagged\n\
        BRAF V600E\t12\tMelanoma\t1909\tVemurafenib\t\tPredictive\tSupports\tSensitivity/Response\t\tTier I - Level A\tMelanoma\ttrue\tApproved\t20\t5, 6\t2022-02-02\tfalse\n\
        VHL R167Q\t13\tVHL\t14175\t\t\tPredisposing\tSupports\tPathogenic\tPM1,PM2\t\t\tfalse\tPathogenic\t21\t77\t2022-02-02\tfalse\n";
    let directory =
        directory("civic-old", &[("1-ClinicalEvidence.tsv", old), ("2-AcceptedAssertions.tsv", assertions)]);
    let files = [directory.join("1-ClinicalEvidence.tsv"), directory.join("2-AcceptedAssertions.tsv")];
    let imported = imported("civic", &files, &ImportOptions::default());
    std::fs::remove_dir_all(directory).unwrap();
    let graph = &imported.graph;
    assert_eq!(messages(&imported.problems), []);
    let get = |id: &str, field: &str| text(graph, statement(graph, id), field);
    assert_eq!([get("civic.eid:5", "effect"), get("civic.eid:5", "origin")], ["sensitivity", "somatic"]);
    assert_eq!(
        ["level", "status", "region", "year"].map(|field| get("civic.aid:20", field)),
        ["A", "approved", "US", "2011"]
    );
    assert_eq!(["level", "status", "effect"].map(|field| get("civic.aid:21", field)), ["E", "", "predisposing"]);
    let column = graph.statements().text_numbers(StatementField::NativeLevel).unwrap();
    let native = |id: &str| graph.statements().texts().get(column[statement(graph, id).0 as usize] as usize);
    assert_eq!(["civic.aid:20", "civic.aid:21"].map(native), ["AMP Tier I - Level A", "ACMG PM1,PM2"]);
}

// Vocabularies

#[test]
fn disease_ontology_whole() {
    let Some(file) = data("doid-2024.obo") else { return };
    let imported =
        imported("obo", &[file], &ImportOptions { kind: Some("cancer".to_owned()), ..ImportOptions::default() });
    assert_eq!(kind_size(&imported.graph, "cancer"), 11_454);
    assert_eq!(edges(&imported.graph, "is a"), 15_938);
    let is_a = imported.graph.vocabulary().relation("is a").unwrap();
    let several =
        (0..imported.graph.entity_count() as u32).filter(|&term| imported.graph.forward(is_a).degree(term) > 1).count();
    assert_eq!(several, 4_210);
}

#[test]
fn hgnc_of_the_real_file() {
    let Some(file) = data("hgnc_entries.tsv") else { return };
    let imported = imported("hgnc", &[file], &ImportOptions::default());
    let graph = &imported.graph;
    assert_eq!((messages(&imported.problems), kind_size(graph, "gene")), (vec![], 43_837));
    let withdrawn = |end: &str| imported.notes.iter().filter(|note| note.message.contains(end)).count();
    assert_eq!(withdrawn("is withdrawn"), 3_381 + 1_795);
    let neu: Vec<&str> = ["HGNC:3430", "HGNC:7758"]
        .into_iter()
        .filter(|id| graph.imported_aliases(entity(graph, id)).any(|name| name == "NEU"))
        .collect();
    assert_eq!(neu, ["HGNC:3430", "HGNC:7758"]);
    let uba1 = entity(graph, "HGNC:12469");
    assert!(
        graph.imported_aliases(uba1).any(|name| name == "A1S9T") && graph.xrefs(uba1).any(|id| id == "ncbigene:7317")
    );
    assert_eq!(goals(graph, "encodes", "HGNC:3430"), ["ERBB2"]);
}

#[test]
fn hgnc_complete_set_columns() {
    let complete = "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\tentrez_id\tuniprot_ids\tensembl_gene_id\tlocus\n\
        HGNC:3430\tERBB2\terb-b2\tApproved\t\"NEU|HER-2\"\tNGL\t2064\tP04626\tENSG00000141736\t17q12\tand more\n";
    let directory = directory("hgnc", &[("hgnc_complete_set.txt", complete)]);
    let imported = imported("hgnc", &[directory.join("hgnc_complete_set.txt")], &ImportOptions::default());
    std::fs::remove_dir_all(directory).unwrap();
    assert_eq!(
        not_kept(&imported),
        ["not kept: the columns `locus`", "not kept: what follows the last column, in 1 rows from here on"]
    );
    let gene = entity(&imported.graph, "HGNC:3430");
    assert_eq!(imported.graph.imported_aliases(gene).collect::<Vec<_>>(), ["NEU", "HER-2", "NGL"]);
    assert_eq!(imported.graph.xrefs(gene).collect::<Vec<_>>(), ["ncbigene:2064", "ensembl:ENSG00000141736"]);
}

#[test]
fn oncotree_joins_by_nci_codes() {
    let (Some(tree), Some(diseases)) = (data("oncotree_2025_10_03.json"), data("doid-2024.obo")) else { return };
    let recipe = format!(
        "name = \"x\"\n[[source]]\nformat = \"obo\"\nfiles = [{:?}]\nkind = \"cancer\"\n[[source]]\nformat = \"oncotree\"\nfiles = [{:?}]\n",
        std::fs::canonicalize(diseases).unwrap(),
        std::fs::canonicalize(tree).unwrap()
    );
    let imported = built("oncotree", &recipe, &[]);
    // 407 nodes have an NCI code of a disease: two of them that of two diseases, and of those that
    // share one the nodes that are called otherwise are kept apart.
    let of = |decision: Decision| {
        imported.merges.iter().filter(move |merge| merge.decision == decision).map(|merge| merge.record.0.as_str())
    };
    assert_eq!(of(Decision::Reference).count(), 391);
    let apart: Vec<&str> = of(Decision::Apart).collect();
    assert_eq!(apart.len(), 17, "{apart:?}");
    // Small cell bladder cancer shares a code with a tumour of the small bowel.
    for code in ["ACYC", "SEM", "TSCST", "SCBC", "PACT", "UASC"] {
        assert!(apart.contains(&format!("oncotree:{code}").as_str()), "{code}: {apart:?}");
    }
    assert_eq!(imported.notes.iter().filter(|note| note.message.contains("is a tissue")).count(), 32);
    let stomach = entity(&imported.graph, "DOID:3717");
    assert!(
        imported.graph.xrefs(stomach).any(|id| id == "oncotree:STAD"),
        "{:?}",
        imported.graph.xrefs(stomach).collect::<Vec<_>>()
    );
}

#[test]
fn dgidb_and_famplex_with_genes() {
    let hgnc = "hgnc_id\tsymbol\tname\nHGNC:1\tKRAS\tk\nHGNC:2\tHRAS\th\nHGNC:3\tNRAS\tn\nHGNC:4\tEGFR\te\n";
    let dgidb = "Gene\tinteraction_claim_source\tinteraction_types\tdrug_claim_name\tdrug_claim_primary_name\tdrug_name\tdrug_chembl_id\tPMIDs\n\
        EGFR\tTTD\tinhibitor\tERLOTINIB\tERLOTINIB\tERLOTINIB\tCHEMBL553\t1,2\n\
        EGFR\tTTD\tinhibitor\tERLOTINIB\tERLOTINIB\tERLOTINIB\tCHEMBL553\t3\n\
        \tTTD\tinhibitor\tX\tX\tX\t\t\n\
        EGFR\tTEND\t\tGEFITINIB\t\t\t\t\n\
        EGFR\tCKB\t\tAFATINIB\tAFATINIB\tAFATINIB\tCHEMBL1173655\t\n\
        EGFR\tTTD\tagonist\t392\tMRS1041\tCHEMBL72862\tCHEMBL72862\t\n";
    let famplex = "HGNC,KRAS,isa,FPLX,RAS\nHGNC,HRAS,isa,FPLX,RAS\nHGNC,NRAS,isa,FPLX,RAS\nFPLX,RAS,isa,FPLX,RAS_group\nHGNC,EGFR,partof,FPLX,RAS_group\nnonsense,row\n";
    let recipe = "name = \"x\"\n[[source]]\nformat = \"hgnc\"\nfiles = [\"h*.txt\"]\n[[source]]\nformat = \"dgidb\"\nfiles = [\"d.tsv\"]\n[[source]]\nformat = \"famplex\"\nfiles = [\"f.csv\"]\n";
    let imported = built("dgidb", recipe, &[("hgnc.txt", hgnc), ("d.tsv", dgidb), ("f.csv", famplex)]);
    let graph = &imported.graph;
    assert_eq!(messages(&imported.problems).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [6, 4, 6]);
    assert_eq!((edges(graph, "targets"), edges(graph, "inhibits"), edges(graph, "activates")), (3, 1, 1));
    assert_eq!(graph.name(entity(graph, "chembl:CHEMBL72862")), "MRS1041");
    assert_eq!(goals(graph, "has member", "fplx:RAS"), ["HRAS", "KRAS", "NRAS"]);
    assert_eq!(goals(graph, "has member", "fplx:RAS_group"), ["EGFR", "HRAS", "KRAS", "NRAS"]);
    let targets = graph.forward(graph.vocabulary().relation("targets").unwrap());
    let erlotinib = targets.range(entity(graph, "chembl:CHEMBL553").0).start;
    assert_eq!(graph.fact_sources(targets.fact_at(erlotinib).unwrap()).len(), 4);
}

#[test]
fn dgidb_with_the_columns_of_later_releases() {
    let text = "gene_claim_name\tgene_concept_id\tgene_name\tinteraction_source_db_name\tinteraction_type\tdrug_claim_name\tdrug_concept_id\tdrug_name\n\
        EGFR\thgnc:3236\tEGFR\tTTD\tinhibitor\tErlotinib\trxcui:337525\tERLOTINIB\n\
        EGFR\thgnc:3236\tEGFR\tChEMBL\tinhibitor\tGefitinib\tchembl:CHEMBL939\tGEFITINIB\n\
        X\tNULL\tNULL\tTTD\tinhibitor\tErlotinib\trxcui:337525\tERLOTINIB\n\
        EGFR\thgnc:3236\tEGFR\tCKB\tNULL\tAfatinib\tNULL\tNULL\n\
        EGFR\thgnc:3236\tEGFR\tTTD\tinhibitor\tAfatinib\tNULL\tNULL\n";
    let directory = directory("dgidb-later", &[("interactions.tsv", text)]);
    let imported = imported("dgidb", &[directory.join("interactions.tsv")], &ImportOptions::default());
    std::fs::remove_dir_all(directory).unwrap();
    let graph = &imported.graph;
    assert_eq!(messages(&imported.problems).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 5]);
    for (id, name) in
        [("rxcui:337525", "ERLOTINIB"), ("chembl:CHEMBL939", "GEFITINIB"), ("onco:drug-afatinib", "Afatinib")]
    {
        assert_eq!((graph.name(entity(graph, id)), goals(graph, "targets", id)), (name, vec!["EGFR"]));
    }
}

#[test]
fn dgidb_of_the_real_file() {
    let Some(file) = data("dgidb-2018-interactions.tsv.gz") else { return };
    let imported = imported("dgidb", &[file], &ImportOptions::default());
    let count = |part: &str| imported.problems.iter().filter(|problem| problem.message.contains(part)).count();
    assert_eq!(count("names no gene"), 1_890);
    assert_eq!(count("without type") + count("names no gene") + count("names no drug"), imported.problems.len());
}

// Merging

const RECIPE: &str = "name = \"both\"\nversion = \"1\"\n[[source]]\nformat = \"tsv\"\nfiles = [\".\"]\n[[source]]\nformat = \"civic\"\nfiles = [\"*Evidence.tsv\"]\n";

#[test]
fn the_issuer_of_a_statement_wins_field_by_field() {
    let entities = "id\tkind\tname\taliases\nNCIT:C1\tdrug\tosimertinib\tTagrisso\nDOID:1324\tcancer\tlung cancer\tlung\nHGNC:3236\tgene\tEGFR\tHER1\nonco:v\tvariant\tEGFR L858R\t\n";
    let statements = "id\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tonset\tsource\n\
        civic.eid:8\tresistance\tsupports\tosimertinib\tEGFR L858R\tlung cancer\tA\tacquired\tPMID:2\nonco:own\ttreats\tsupports\tTagrisso\t\tlung\tA\t\tPMID:5\n";
    let civic = evidence(&[
        "EGFR L858R¦10¦Lung Cancer¦1324¦¦Osimertinib¦¦Predictive¦Supports¦B¦Sensitivity/Response¦B¦2¦PubMed¦¦B et al., 2021¦¦¦accepted¦8¦Somatic¦¦u¦v¦false",
    ]);
    let files = [
        ("vocabulary.toml", onco::builtin_graph("oncology").unwrap().vocabulary),
        ("entities.tsv", entities),
        ("statements.tsv", statements),
        ("AcceptedEvidence.tsv", &civic),
    ];
    let imported = built("issuer", RECIPE, &files);
    let graph = &imported.graph;
    assert_eq!((graph.vocabulary().name.as_str(), graph.statement_count()), ("both", 2));
    let eight = statement(graph, "civic.eid:8");
    assert_eq!(
        ["effect", "level", "onset", "year"].map(|field| text(graph, eight, field)),
        ["sensitivity", "B", "acquired", "2021"]
    );
    assert_eq!(graph.statements().therapy(eight), Some(entity(graph, "NCIT:C1").0));
    let differences: Vec<&str> = imported
        .notes
        .iter()
        .map(|note| note.message.as_str())
        .filter(|message| message.contains("civic.eid:8"))
        .collect();
    assert!(matches!(differences[..], [one] if one.contains("effect, level")), "{differences:?}");
    assert_eq!(graph.aliases(entity(graph, "NCIT:C1")).collect::<Vec<_>>(), ["Tagrisso"]);
    let mut report = Vec::new();
    imported.write_report(&mut report).unwrap();
    assert!(String::from_utf8(report).unwrap().contains("civic.eid:8"));
}

/// Region and date belong to a status: that a curator looked at an item later says nothing about an
/// approval.
#[test]
fn a_review_is_no_date_of_an_approval() {
    let entities =
        "id\tkind\tname\nNCIT:C1\tdrug\tosimertinib\nDOID:1324\tcancer\tlung cancer\nonco:v\tvariant\tEGFR L858R\n";
    let statements = "id\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tstatus\tregion\tas_of\tsource\n\
        civic.eid:8\tsensitivity\tsupports\tosimertinib\tEGFR L858R\tlung cancer\tA\tapproved\tUS\t2026-01\tPMID:2\n\
        civic.eid:9\tsensitivity\tsupports\tosimertinib\tEGFR L858R\tlung cancer\tA\t\t\t\tPMID:2\n\
        onco:10\tsensitivity\tsupports\tosimertinib\tEGFR L858R\tlung cancer\tA\tapproved\t\t\tPMID:2\n\
        onco:10\tsensitivity\tsupports\tosimertinib\tEGFR L858R\tlung cancer\tA\tinvestigational\tUS\t2026-01\tPMID:2\n";
    let civic = evidence(&[
        "EGFR L858R¦10¦Lung Cancer¦1324¦¦Osimertinib¦¦Predictive¦Supports¦A¦Sensitivity/Response¦B¦2¦PubMed¦¦B, 2021¦¦¦accepted¦8¦Somatic¦2023-05-06 00:00:00 UTC¦u¦v¦false",
        "EGFR L858R¦10¦Lung Cancer¦1324¦¦Osimertinib¦¦Predictive¦Supports¦A¦Sensitivity/Response¦B¦2¦PubMed¦¦B, 2021¦¦¦accepted¦9¦Somatic¦2023-05-06 00:00:00 UTC¦u¦v¦false",
    ]);
    let files = [
        ("vocabulary.toml", onco::builtin_graph("oncology").unwrap().vocabulary),
        ("entities.tsv", entities),
        ("statements.tsv", statements),
        ("AcceptedEvidence.tsv", &civic),
    ];
    let imported = built("as-of", RECIPE, &files);
    let fields = |id: &str| {
        ["status", "region", "as_of"].map(|field| text(&imported.graph, statement(&imported.graph, id), field))
    };
    assert_eq!(fields("civic.eid:8"), ["approved", "US", "2026-01"]);
    assert_eq!(fields("civic.eid:9"), ["", "", "2023-05-06"]);
    // The second record is about another status: its region says nothing about the approval.
    assert_eq!(fields("onco:10"), ["approved", "", ""]);
}

/// The recipe over all real files.
fn clinical() -> Option<String> {
    let mut recipe =
        "name = \"clinical\"\nversion = \"1\"\n[[source]]\nformat = \"builtin\"\nname = \"oncology\"\n".to_owned();
    for (format, file, more) in [
        ("hgnc", "hgnc_entries.tsv", ""),
        ("obo", "doid-2024.obo", "kind = \"cancer\"\nroot = \"DOID:162\"\n"),
        ("oncotree", "oncotree_2025_10_03.json", ""),
        ("civic", "civic-AcceptedEvidence-2026-05.tsv", ""),
        ("famplex", "famplex-relations.csv", ""),
        ("dgidb", "dgidb-2018-interactions.tsv.gz", ""),
    ] {
        let file = std::fs::canonicalize(data(file)?).unwrap();
        recipe.push_str(&format!("[[source]]\nformat = \"{format}\"\nfiles = [{file:?}]\n{more}"));
    }
    Some(recipe)
}

#[test]
fn all_sources_make_one_graph_and_always_the_same() {
    let Some(recipe) = clinical() else { return };
    let imported = built("clinical-1", &recipe, &[]);
    let graph = &imported.graph;
    let items = graph
        .statements()
        .iter()
        .filter(|&statement| graph.id(graph.statement_entity(statement)).starts_with("civic.eid:"))
        .count();
    assert_eq!(items, 4854);
    // HER2 has one gene, which is in every source; its curated names stay curated.
    let genes = graph.kind_range(graph.vocabulary().kind("gene").unwrap());
    assert_eq!(genes.clone().filter(|&gene| graph.name(EntityId(gene)) == "ERBB2").count(), 1);
    assert!(graph.aliases(entity(graph, "HGNC:3430")).any(|name| name == "HER2"));
    // One trastuzumab, found by its ChEMBL number too.
    let drugs = graph.kind_range(graph.vocabulary().kind("drug").unwrap());
    assert_eq!(drugs.filter(|&drug| graph.name(EntityId(drug)).eq_ignore_ascii_case("trastuzumab")).count(), 1);
    assert!(graph.xrefs(entity(graph, "NCIT:C1647")).any(|id| id.starts_with("chembl:")));
    assert!(imported.merges.iter().any(|merge| merge.decision == Decision::Apart));
    assert!(imported.problems.iter().all(|problem| problem.severity == Severity::Warning));

    let again = built("clinical-2", &recipe, &[]);
    let ids = |graph: &Graph| {
        (0..graph.entity_count() as u32).map(|entity| graph.id(EntityId(entity)).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(graph), ids(&again.graph));
    for (relation, verb) in graph.vocabulary().relations() {
        let (one, other) = (graph.forward(relation), again.graph.forward(relation));
        assert_eq!(
            (one.offsets(), one.all_targets(), one.all_statements()),
            (other.offsets(), other.all_targets(), other.all_statements()),
            "{}",
            verb.relation
        );
    }
    assert_eq!(imported.merges.len(), again.merges.len());
}

#[test]
fn recipes_that_do_not_work_say_why() {
    for (recipe, part) in [
        ("name = 1\n", "invalid type"),
        ("name = \"x\"\n", "at least one [[source]]"),
        ("name = \"x\"\n[[source]]\nformat = \"rdf\"\n", "there is no format `rdf`"),
        ("name = \"x\"\n[[source]]\nformat = \"hgnc\"\nfiles = [\"nothing*\"]\n", "no file matches `nothing*`"),
        (
            "name = \"x\"\nvocabulary = \"builtin:law\"\n[[source]]\nformat = \"hgnc\"\n",
            "nothing built in is called `law`",
        ),
        (
            "name = \"x\"\n[[source]]\nformat = \"obo\"\nfiles = [\"onco.toml\"]\nkind = \"cancer\"\nroot = \"A:1\"\n",
            "there is no term `A:1`",
        ),
    ] {
        let directory = directory("bad-recipe", &[("onco.toml", recipe)]);
        let failure = build_graph(&directory.join("onco.toml"), &Control::NONE).unwrap_err();
        let ImportFailure::Problems(problems) = failure else { panic!("{failure:?}") };
        assert!(problems.iter().any(|problem| problem.message.contains(part)), "{recipe}: {problems:?}");
        std::fs::remove_dir_all(directory).unwrap();
    }
}

#[test]
fn a_cancelled_import_makes_nothing() {
    let flag = AtomicBool::new(true);
    let control = Control { progress: None, cancel: Some(&flag) };
    assert_eq!(
        import_files("hgnc", &[PathBuf::from("any")], &ImportOptions::default(), &control).unwrap_err(),
        ImportFailure::Cancelled
    );
}

// Other graphs

/// Edges of the real file by metaedge; relations without direction are found from both ends.
const HETIONET: &[(&str, usize)] = &[
    ("expresses (AeG)", 370_827),
    ("regulates (GrG)", 265_672),
    ("binds (CbG)", 11_571),
    ("associates (DaG)", 12_623),
    ("participates (GpPW)", 84_372),
    ("participates (GpBP)", 5_000),
    ("includes (PCiC)", 1_029),
    ("palliates (CpD)", 390),
    ("causes (CcSE)", 0),
];

#[test]
fn hetionet_of_the_real_files() {
    let (Some(nodes), Some(edge_file)) = (data("hetionet-v1.0-nodes.tsv"), data("hetionet-v1.0-partial-edges.sif.gz"))
    else {
        return;
    };
    let imported = imported("hetionet", &[edge_file, nodes], &ImportOptions::default());
    let graph = &imported.graph;
    assert_eq!(messages(&imported.problems), []);
    for (relation, count) in HETIONET {
        assert_eq!(edges(graph, relation), *count, "{relation}");
    }
    assert_eq!(edges(graph, "interacts (GiG)"), 2 * 147_164 - self_loops(graph, "interacts (GiG)"));
    assert_eq!(goals(graph, "associates (DaG)", "Disease::DOID:10534").len(), 298);
    assert_eq!((graph.entity_count(), graph.name(entity(graph, "Gene::2064"))), (47_031, "ERBB2"));
    let isolated = (0..graph.entity_count() as u32).filter(|&node| {
        graph
            .vocabulary()
            .relations()
            .all(|(relation, _)| graph.forward(relation).degree(node) + graph.backward(relation).degree(node) == 0)
    });
    assert_eq!(isolated.count(), 19_059);
    let mut names: Vec<String> =
        (0..graph.entity_count() as u32).map(|node| graph.name(EntityId(node)).to_lowercase()).collect();
    names.sort_unstable();
    let several = names.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).count();
    assert_eq!(several, 290);
}

fn self_loops(graph: &Graph, relation: &str) -> usize {
    let adjacency = graph.forward(graph.vocabulary().relation(relation).unwrap());
    (0..graph.entity_count() as u32).filter(|&node| adjacency.has_edge(node, node)).count()
}

#[test]
fn hetionet_rows_made_here() {
    let nodes = "id\tname\tkind\nGene::1\tA\tGene\nGene::2\tB\tGene\nBiological Process::3\tP\tBiological Process\nX::1\tx\tPlanet\n";
    let sif = "source\tmetaedge\ttarget\nGene::1\tGr>G\tGene::2\nGene::1\tGiG\tGene::2\nGene::2\tGpBP\tBiological Process::3\nGene::1\tGxG\tGene::2\nGene::9\tGiG\tGene::2\nGene::1\tGiG\tGene::9\n";
    let directory = directory("hetionet", &[("nodes.tsv", nodes), ("edges.sif", sif)]);
    let imported =
        imported("hetionet", &[directory.join("nodes.tsv"), directory.join("edges.sif")], &ImportOptions::default());
    std::fs::remove_dir_all(directory).unwrap();
    assert_eq!(
        (
            edges(&imported.graph, "regulates (GrG)"),
            edges(&imported.graph, "interacts (GiG)"),
            edges(&imported.graph, "participates (GpBP)")
        ),
        (1, 2, 1)
    );
    let problems = messages(&imported.problems);
    assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [5, 5, 6, 7], "{problems:?}");
}

#[test]
fn csv_graphs_with_known_and_with_new_words() {
    let nodes = "id,name\nGene::1,A\nGene::2,\"B, or b\"\nGene::2,twice\n";
    let hetionet = directory(
        "csv-known",
        &[
            ("nodes_Gene.csv", nodes),
            ("nodes_SideEffect.csv", "id,name\nS::1,ache\n"),
            ("edges_GrG.csv", "src,dst\nGene::1,Gene::2\nGene::2,Gene::7\n"),
        ],
    );
    let known = imported("csv-graph", std::slice::from_ref(&hetionet), &ImportOptions::default());
    assert_eq!(
        (
            known.graph.vocabulary().name.as_str(),
            edges(&known.graph, "regulates (GrG)"),
            kind_size(&known.graph, "side effect")
        ),
        ("hetionet", 1, 1)
    );
    assert!(
        known.problems.iter().any(|problem| problem.line == 3 && problem.message.contains("Gene::7")),
        "{:?}",
        known.problems
    );
    std::fs::remove_dir_all(hetionet).unwrap();

    let wide = directory(
        "csv-wide",
        &[
            ("nodes_River.csv", "id,name,colour\nr1,Rhine,green\n"),
            ("edges_flows_into.csv", "src,dst,weight,year\nr1,r1,1,\nr1,r1\nr1,r1,,1990\n"),
            ("notes.txt", "mine"),
        ],
    );
    let kept = imported("csv-graph", std::slice::from_ref(&wide), &ImportOptions::default());
    assert_eq!(
        not_kept(&kept),
        [
            "not kept: the columns `colour`",
            "not kept: the columns `weight, year`",
            "not kept: what is in other columns, in 2 rows from here on",
        ]
    );
    assert_eq!(noted(&kept, "neither nodes_*.csv nor edges_*.csv"), 1);
    std::fs::remove_dir_all(wide).unwrap();

    let own = directory(
        "csv-new",
        &[
            ("nodes_River.csv", "id,name\nr1,Rhine\n"),
            ("nodes_BigSea.csv", "id,name\ns1,North Sea\n"),
            ("edges_flows_into.csv", "src,dst\nr1,s1\n"),
        ],
    );
    let new = imported("csv-graph", std::slice::from_ref(&own), &ImportOptions::default());
    assert_eq!((goals(&new.graph, "flows_into", "r1"), kind_size(&new.graph, "big sea")), (vec!["North Sea"], 1));
    assert_eq!(new.graph.vocabulary().verbs[0].participles[0], "flows into");
    std::fs::remove_dir_all(own).unwrap();
}

/// Files of ours of another vocabulary made a graph without entities, and no error.
#[test]
fn kgx_of_another_vocabulary_is_read_with_its_words_or_asks_for_them() {
    let check = |kind: &str, relation: &str| {
        let nodes = format!("id\tcategory\tname\tonco_kind\na:1\tbiolink:X\tA\t{kind}\na:2\tbiolink:X\tB\t{kind}\n");
        let edges =
            format!("id\tsubject\tpredicate\tobject\tonco_relation\ne\ta:1\tbiolink:related_to\ta:2\t{relation}\n");
        let directory = directory("kgx-words", &[("nodes.tsv", &nodes), ("edges.tsv", &edges)]);
        let files = [directory.join("nodes.tsv"), directory.join("edges.tsv")];
        let result = import_files("kgx", &files, &ImportOptions::default(), &Control::NONE);
        std::fs::remove_dir_all(directory).unwrap();
        result
    };
    let hetionet = check("compound", "resembles (CrC)").unwrap();
    assert_eq!((hetionet.graph.vocabulary().name.as_str(), hetionet.graph.entity_count()), ("hetionet", 2));
    let ImportFailure::Problems(problems) = check("river", "flows into").unwrap_err() else { panic!() };
    assert!(problems[0].message.contains("`river`") && problems[0].message.contains("--vocabulary"), "{problems:?}");
}

#[test]
fn kgx_tables_and_json_lines_are_one() {
    let nodes = "id\tcategory\tname\txref\tsynonym\taliases\tonco_kind\tmodality\tprovided_by\n\
        HGNC:3430\tbiolink:Gene\tERBB2\tncbigene:2064\tNEU\tHER2\t\t\tx\n\
        NCIT:C1647\tbiolink:Drug\ttrastuzumab\t\t\t\tdrug\tantibody\t\n\
        DOID:10534\tbiolink:Disease\tgastric cancer\t\t\t\t\t\n\
        onco:v\tbiolink:SequenceVariant\tERBB2 amplification\t\t\t\t\t\nX:1\tbiolink:Planet\tMars\t\t\t\t\t\n";
    let edge_rows = "id\tsubject\tpredicate\tobject\tpublications\tonco_relation\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tsource\n\
        e1\tNCIT:C1647\tbiolink:directly_physically_interacts_with\tHGNC:3430\tPMID:1\t\t\t\t\t\t\t\t\n\
        e2\tonco:v\tbiolink:affects\tHGNC:3430\t\tvariant of\t\t\t\t\t\t\t\n\
        civic.eid:1\tNCIT:C1647\tbiolink:treats\tDOID:10534\tPMID:2\t\tsensitivity\tsupports\tNCIT:C1647\tERBB2 amplification\tDOID:10534\tA\tPMID:2\n";
    let json = |table: &str| -> String {
        let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let object = |row: Vec<&str>| {
            let fields: Vec<String> = header
                .iter()
                .zip(row)
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| format!("{name:?}: {value:?}"))
                .collect();
            format!("{{{}}}\n", fields.join(", "))
        };
        lines.map(object).collect()
    };
    let (node_lines, edge_lines) = (json(nodes), json(edge_rows));
    let directory = directory(
        "kgx",
        &[("nodes.tsv", nodes), ("edges.tsv", edge_rows), ("nodes.jsonl", &node_lines), ("edges.jsonl", &edge_lines)],
    );
    for end in ["tsv", "jsonl"] {
        let imported = imported(
            "kgx",
            &[directory.join(format!("edges.{end}")), directory.join(format!("nodes.{end}"))],
            &ImportOptions::default(),
        );
        let graph = &imported.graph;
        assert_eq!((graph.statement_count(), edges(graph, "targets"), edges(graph, "variant of")), (1, 1, 1), "{end}");
        assert_eq!(not_kept(&imported), ["not kept: the columns `provided_by`"], "{end}");
        assert_eq!(goals(graph, "treats", "NCIT:C1647"), ["gastric cancer"]);
        assert_eq!(graph.aliases(entity(graph, "HGNC:3430")).collect::<Vec<_>>(), ["HER2"]);
        let modality = graph.vocabulary().property_of("modality", graph.vocabulary().kind("drug").unwrap()).unwrap();
        assert_eq!(graph.entity_value(entity(graph, "NCIT:C1647"), modality), ColumnValue::Text("antibody"));
        assert!(
            matches!(&imported.problems[..], [one] if one.message.contains("biolink:Planet")),
            "{:?}",
            imported.problems
        );
    }
    std::fs::remove_dir_all(directory).unwrap();
}
