//! The rules of the model, on the mini graph and on small texts.

use super::*;
use crate::import::TextGraph;
use crate::vocabulary::{KindId, PropertyId, Vocabulary};

const VOCABULARY: &str = include_str!("../../graphs/mini/vocabulary.toml");

pub(super) fn mini() -> Graph {
    let text = TextGraph {
        vocabulary: VOCABULARY,
        entities: include_str!("../../graphs/mini/entities.tsv"),
        relations: include_str!("../../graphs/mini/relations.tsv"),
        statements: include_str!("../../graphs/mini/statements.tsv"),
    };
    let (graph, problems) = text.build().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(problems.is_empty(), "{problems:?}");
    graph
}

/// Written `kind:name`.
fn entity(graph: &Graph, text: &str) -> EntityId {
    let (kind, name) = text.split_once(':').unwrap();
    let range = graph.kind_range(graph.vocabulary().kind(kind).unwrap());
    range.map(EntityId).find(|&entity| graph.name(entity) == name).unwrap_or_else(|| panic!("no {text}"))
}

fn shown(graph: &Graph, entities: &[u32]) -> Vec<String> {
    let show = |&entity: &u32| {
        format!("{}:{}", graph.vocabulary().kind_name(graph.kind(EntityId(entity))), graph.name(EntityId(entity)))
    };
    let mut all: Vec<String> = entities.iter().map(show).collect();
    all.dedup();
    all
}

fn statement(graph: &Graph, id: &str) -> StatementId {
    graph.statement_of(entity(graph, &format!("statement:{id}"))).unwrap()
}

/// The goals of a start (`relation from`) or the starts of a goal (`back relation to`).
fn check(graph: &Graph, relation: &str, from: &str, expected: &[&str]) {
    let adjacency = match relation.strip_prefix("back ") {
        Some(relation) => graph.backward(graph.vocabulary().relation(relation).unwrap()),
        None => graph.forward(graph.vocabulary().relation(relation).unwrap()),
    };
    assert_eq!(shown(graph, adjacency.targets(entity(graph, from).0)), expected, "{relation} {from}");
}

#[test]
fn entities_stand_by_kind_and_name() {
    let graph = mini();
    for kind in 0..graph.vocabulary().kinds.len() {
        let names: Vec<&str> =
            graph.kind_range(KindId(kind as u8)).map(|entity| graph.name(EntityId(entity))).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
    let erbb2 = entity(&graph, "gene:ERBB2");
    assert_eq!(graph.id(erbb2), "HGNC:3430");
    assert_eq!(graph.aliases(erbb2).collect::<Vec<_>>(), ["HER2", "HER-2", "NEU"]);
    assert_eq!(graph.xrefs(erbb2).collect::<Vec<_>>(), ["ncbigene:2064"]);
    assert_eq!(graph.description(erbb2), "receptor tyrosine kinase");
    assert_eq!(graph.statement_count(), 20);
}

#[test]
fn properties_of_entities_are_columns() {
    let graph = mini();
    let modality = graph.vocabulary().properties.iter().position(|property| property.name == "modality").unwrap();
    let value = |text: &str| graph.entity_value(entity(&graph, text), PropertyId(modality as u16));
    assert_eq!(value("drug:cetuximab"), ColumnValue::Text("monoclonal antibody"));
    assert_eq!(value("gene:EGFR"), ColumnValue::Missing);
}

#[test]
fn faces_of_one_name_are_one_group() {
    let graph = mini();
    let faces = |text: &str| shown(&graph, graph.faces(&entity(&graph, text)));
    assert_eq!(faces("protein:EGFR"), ["gene:EGFR", "protein:EGFR"]);
    assert_eq!(faces("profile:EGFR T790M"), ["variant:EGFR T790M", "profile:EGFR T790M", "mechanism:EGFR T790M"]);
    assert_eq!(faces("gene:KRAS"), ["gene:KRAS"]);
    assert_eq!(graph.face(entity(&graph, "protein:EGFR")), entity(&graph, "gene:EGFR"));
}

#[test]
fn facts_count_for_every_face() {
    let graph = mini();
    check(&graph, "targets", "drug:lapatinib", &["gene:EGFR", "gene:ERBB2", "protein:EGFR", "protein:ERBB2"]);
    check(
        &graph,
        "back targets",
        "protein:ERBB2",
        &["drug:lapatinib", "drug:pertuzumab", "drug:trastuzumab", "drug class:HER2-targeted therapy"],
    );
    check(&graph, "encodes", "gene:EGFR", &["protein:EGFR"]);
    check(&graph, "back variant of", "gene:ERBB2", &["variant:ERBB2 amplification", "variant:ERBB2 overexpression"]);
    let targets = graph.forward(graph.vocabulary().relation("targets").unwrap());
    let edge = targets.range(entity(&graph, "drug:lapatinib").0).end - 1;
    assert_eq!(shown(&graph, graph.fact_sources(targets.fact_at(edge).unwrap())), ["source:onco:curation-2026"]);
}

#[test]
fn therapies_treat_cancers() {
    let graph = mini();
    check(
        &graph,
        "treats",
        "drug:trastuzumab",
        &["cancer:HER2-positive breast cancer", "cancer:gastric adenocarcinoma"],
    );
    check(&graph, "treats", "drug:pertuzumab", &["cancer:gastric adenocarcinoma"]);
    check(&graph, "treats", "regimen:pertuzumab + trastuzumab", &["cancer:colorectal cancer"]);
    check(&graph, "treats", "drug class:HER2-targeted therapy", &["cancer:gastric cancer"]);
    check(&graph, "treats", "drug:crizotinib", &[]);
    check(&graph, "has member", "regimen:cetuximab + crizotinib", &["drug:cetuximab", "drug:crizotinib"]);
}

#[test]
fn parallel_edges_keep_their_statements() {
    let graph = mini();
    let treats = graph.forward(graph.vocabulary().relation("treats").unwrap());
    let (from, to) = (entity(&graph, "drug:trastuzumab").0, entity(&graph, "cancer:gastric adenocarcinoma").0);
    let edges = treats.range(from).filter(|&edge| treats.all_targets()[edge] == to);
    let ids: Vec<&str> =
        edges.map(|edge| graph.id(graph.statement_entity(StatementId(treats.statement_at(edge).unwrap())))).collect();
    assert_eq!(ids, ["civic.eid:1499", "onco:treats-trastuzumab-gastric-adenocarcinoma-us"]);
}

#[test]
fn a_variant_has_the_edges_that_it_alone_satisfies() {
    let graph = mini();
    check(
        &graph,
        "back sensitises",
        "drug:osimertinib",
        &[
            "variant:EGFR L858R",
            "variant:EGFR T790M",
            "variant:EGFR exon 19 deletion",
            "profile:EGFR L858R OR EGFR exon 19 deletion",
            "profile:EGFR T790M",
        ],
    );
    // Of what must be absent nothing is known: the edge is there, and conditional.
    check(&graph, "sensitises", "variant:MET amplification", &["regimen:cetuximab + crizotinib"]);
    check(&graph, "sensitises", "variant:KRAS mutation", &[]);
    check(&graph, "sensitises", "profile:MET amplification AND NOT KRAS mutation", &["regimen:cetuximab + crizotinib"]);
    // An alternative of a larger profile is not the profile of that variant alone.
    check(
        &graph,
        "sensitises",
        "variant:ERBB2 overexpression",
        &["drug:pertuzumab", "drug:trastuzumab", "drug class:HER2-targeted therapy"],
    );
}

#[test]
fn mechanisms_resist_by_every_face() {
    let graph = mini();
    check(
        &graph,
        "back resists",
        "drug:osimertinib",
        &[
            "variant:EGFR C797S",
            "profile:EGFR C797S",
            "profile:EGFR C797S AND EGFR T790M AND EGFR exon 19 deletion",
            "mechanism:EGFR C797S",
        ],
    );
    check(
        &graph,
        "resists",
        "mechanism:KRAS mutation with anti-EGFR antibody",
        &["drug:cetuximab", "drug:panitumumab"],
    );
    check(&graph, "resists", "variant:EGFR T790M", &["drug:erlotinib"]);
}

#[test]
fn a_drug_overcomes_the_mechanism_that_its_profile_is() {
    let graph = mini();
    check(
        &graph,
        "overcomes",
        "drug:osimertinib",
        &["variant:EGFR T790M", "profile:EGFR T790M", "mechanism:EGFR T790M"],
    );
    check(&graph, "overcomes", "drug:trastuzumab", &[]);
}

#[test]
fn statements_are_about_what_they_name() {
    let graph = mini();
    check(
        &graph,
        "about",
        "statement:civic.eid:1979",
        &[
            "gene:MET",
            "variant:MET amplification",
            "profile:MET amplification AND NOT KRAS mutation",
            "drug:cetuximab",
            "drug:crizotinib",
            "regimen:cetuximab + crizotinib",
            "cancer:colorectal cancer",
        ],
    );
    check(
        &graph,
        "about",
        "statement:civic.eid:5345",
        &[
            "gene:KRAS",
            "variant:KRAS mutation",
            "profile:KRAS mutation",
            "drug:cetuximab",
            "drug:panitumumab",
            "regimen:cetuximab | panitumumab",
            "cancer:colorectal cancer",
            "mechanism:KRAS mutation with anti-EGFR antibody",
        ],
    );
    check(&graph, "supported by", "statement:civic.eid:1979", &["source:PMID:23729478"]);
}

#[test]
fn only_what_supports_supports() {
    let graph = mini();
    let table = graph.statements();
    for (id, supports, sign, polarity, cited) in [
        ("civic.eid:1499", true, Sign::Positive, Sign::Positive, true),
        ("civic.eid:1385", true, Sign::Negative, Sign::Negative, true),
        ("civic.eid:1386", false, Sign::Negative, Sign::Positive, true),
        ("onco:treats-pertuzumab-gastric-adenocarcinoma-us", false, Sign::Positive, Sign::Negative, false),
        ("onco:resists-egfr-mutation-egfr-inhibitor-seed-004", false, Sign::Negative, Sign::Negative, true),
    ] {
        let s = statement(&graph, id);
        assert_eq!(
            (table.supports(s), table.sign(s), table.polarity(s), table.is_cited(s)),
            (supports, sign, polarity, cited),
            "{id}"
        );
    }
}

#[test]
fn statements_rank_by_level_approval_citation_rating_and_year() {
    let graph = mini();
    let mut best: Vec<StatementId> = graph.statements().iter().collect();
    best.sort_by_key(|&statement| graph.statements().rank(statement));
    let ids: Vec<&str> = best.iter().map(|&statement| graph.id(graph.statement_entity(statement))).collect();
    let approved = [
        "onco:treats-dabrafenib-solid-tumour-us",
        "onco:treats-osimertinib-non-small-cell-lung-cancer-us",
        "onco:treats-trastuzumab-gastric-adenocarcinoma-us",
    ];
    assert_eq!(ids[..3], approved);
    assert_eq!(ids[3..6], ["civic.eid:11219", "civic.eid:1867", "civic.eid:5345"]);
    assert_eq!(
        &ids[14..17],
        [
            "onco:treats-lapatinib-gastric-adenocarcinoma-us",
            "onco:treats-pertuzumab-gastric-adenocarcinoma-us",
            "civic.eid:1396"
        ]
    );
}

#[test]
fn fields_read_as_values_of_properties() {
    let graph = mini();
    let value = |id: &str, property: &str| {
        graph.statement_value(statement(&graph, id), graph.vocabulary().statement_property(property).unwrap())
    };
    assert_eq!(value("civic.eid:238", "level"), ColumnValue::Text("A"));
    assert_eq!(value("civic.eid:238", "onset"), ColumnValue::Texts(vec!["primary", "acquired"]));
    assert_eq!(value("civic.eid:238", "year"), ColumnValue::Integer(2015));
    assert_eq!(value("civic.eid:238", "dataset"), ColumnValue::Text("civic"));
    assert_eq!(value("civic.eid:238", "status"), ColumnValue::Missing);
    assert_eq!(value("onco:treats-dabrafenib-solid-tumour-us", "as_of"), ColumnValue::Text("2026-01"));
    assert_eq!(value("onco:treats-pertuzumab-gastric-adenocarcinoma-us", "year"), ColumnValue::Missing);
    assert_eq!(value("onco:resists-egfr-mutation-egfr-inhibitor-seed-004", "disputed"), ColumnValue::Bool(true));
}

#[test]
fn statements_on_one_subject_are_one_group() {
    let graph = mini();
    let group = graph.statements().same_subject(statement(&graph, "civic.eid:1385"));
    let ids: Vec<&str> = group.iter().map(|&number| graph.id(graph.statement_entity(StatementId(number)))).collect();
    assert_eq!(ids, ["civic.eid:1385", "civic.eid:1386"]);
    let entities = graph.statements().except_cancers(statement(&graph, "onco:treats-dabrafenib-solid-tumour-us"));
    assert_eq!(shown(&graph, entities), ["cancer:colorectal cancer"]);
}

#[test]
fn profiles_and_regimens_keep_their_structure() {
    let graph = mini();
    let profile = entity(&graph, "profile:MET amplification AND NOT KRAS mutation");
    let tree = graph.profile_tree(profile).unwrap();
    let [met, kras] = ["variant:MET amplification", "variant:KRAS mutation"].map(|text| entity(&graph, text));
    assert!(tree.evaluate(&|&leaf, _| leaf == met));
    assert!(!tree.evaluate(&|&leaf, _| leaf == met || leaf == kras));
    assert_eq!(graph.id(profile), "onco:profile-met-amplification-and-not-kras-mutation");
    let (kind, members) = graph.regimen(entity(&graph, "regimen:cetuximab | panitumumab")).unwrap();
    assert_eq!(
        (kind, shown(&graph, members)),
        (RegimenKind::Substitutes, vec!["drug:cetuximab".to_owned(), "drug:panitumumab".to_owned()])
    );
    assert_eq!(graph.regimen(met), None);
}

#[test]
fn hierarchies_hold_what_is_below() {
    let graph = mini();
    let cancers = graph.hierarchy(graph.vocabulary().kind("cancer").unwrap()).unwrap();
    let [solid, lung] = ["cancer:solid tumour", "cancer:lung adenocarcinoma"].map(|text| entity(&graph, text).0);
    assert!(cancers.is_below(lung, solid) && !cancers.is_below(solid, lung));
    assert_eq!(
        shown(&graph, cancers.above(lung)),
        ["cancer:cancer", "cancer:lung adenocarcinoma", "cancer:non-small cell lung cancer", "cancer:solid tumour"]
    );
    assert_eq!(cancers.depth(lung), 3);
}

/// Builds small texts with the mini graph's words; every problem as one line.
fn problems(entities: &str, relations: &str, statements: &str) -> Vec<String> {
    let tabs = |text: &str| text.replace(" ; ", "\t");
    let (entities, relations, statements) = (tabs(entities), tabs(relations), tabs(statements));
    let text =
        TextGraph { vocabulary: VOCABULARY, entities: &entities, relations: &relations, statements: &statements };
    let found = match text.build() {
        Ok((_, problems)) | Err(problems) => problems,
    };
    found.iter().map(ToString::to_string).collect()
}

const TWO: &str = "id ; kind ; name\nG:1 ; gene ; MET\nD:1 ; drug ; a\nD:2 ; drug ; b\nC:1 ; cancer ; c\nC:2 ; cancer ; d\nV:1 ; variant ; v\n";

#[test]
fn references_that_do_not_resolve_have_a_place() {
    let relations = "from ; relation ; to\n\n# comment\na ; targets ; MTE\r\nMET ; targets ; a\na ; binds ; MET\na ; targets ; MET ; x ; y\n";
    assert_eq!(
        problems(TWO, relations, ""),
        [
            "relations.tsv:4:11 (to): nothing is called `MTE`; expected gene, protein, variant",
            "relations.tsv:5:1 (from): `MET` is gene MET (G:1); expected drug, drug class",
            "relations.tsv:5:13 (to): `a` is drug a (D:1); expected gene, protein, variant",
            "relations.tsv:6:3 (relation): there is no relation `binds`; relations are targets, is a, has member, encodes, variant of, involves, treats, sensitises, resists, overcomes, frequent in, about, supported by",
            "relations.tsv:7: this row has more than 3 fields",
        ]
    );
}

#[test]
fn columns_and_values_that_do_not_exist_are_named() {
    let entities = "id ; kind ; nmae ; modality\nG:1 ; gnee ; MET ; \n";
    let found = problems(entities, "", "");
    assert_eq!(found[0], "entities.tsv:1 (name): the column `name` is missing");
    assert_eq!(
        found[1],
        "entities.tsv:1:9 (nmae): there is no column `nmae`; columns are id, kind, name, aliases, imported_aliases, xrefs, description, modality, class, kind"
    );
    let statements = "id ; effect ; direction ; level ; source ; cancer ; year\n\
        s:1 ; resitance ; supports ; A ; PMID:1 ; c ; 20\ns:2 ; resistance ; supports ;  ;  ; c|e ; \n";
    let found = problems(TWO, "", statements);
    assert!(found[0].starts_with("statements.tsv:2:5 (effect): `resitance` is not one of sensitivity, "), "{found:?}");
    assert_eq!(found[1], "statements.tsv:2:35 (year): `20` is not a year");
    assert_eq!(found[2], "statements.tsv:3:25 (level): a statement needs a value here");
    assert_eq!(found[3], "statements.tsv:3:26 (source): a statement needs a value here");
    assert_eq!(found[4], "statements.tsv:3:29 (cancer): nothing is called `e`; expected cancer");
}

#[test]
fn expressions_that_do_not_read_have_a_place() {
    let statements = "id ; effect ; direction ; level ; source ; profile ; therapy\ns:1 ; treats ; supports ; A ; PMID:1 ; v AND (v ; a + \ns:2 ; treats ; supports ; A ; PMID:1 ; v AND w ; a + e\n";
    assert_eq!(
        problems(TWO, "", statements),
        [
            "statements.tsv:2:39 (therapy): a name is missing at the end (character 4 of `a +`)",
            "statements.tsv:2:30 (profile): this bracket is never closed (character 7 of `v AND (v`)",
            "statements.tsv:3:42 (therapy): nothing is called `e`; expected drug, regimen, drug class",
            "statements.tsv:3:36 (profile): nothing is called `w`; expected variant",
        ]
    );
}

#[test]
fn cycles_are_refused_with_their_names() {
    assert_eq!(problems(TWO, "from ; relation ; to\nc ; is a ; d\nd ; is a ; c\n", ""), ["`is a` forms a cycle: d, c"]);
    assert_eq!(
        problems(TWO, "from ; relation ; to\nc ; is a ; c\n", ""),
        ["relations.tsv:2:8 (to): cancer c (C:1) leads to itself"]
    );
}

#[test]
fn one_id_is_one_thing() {
    assert_eq!(
        problems("id ; kind ; name\nX:1 ; drug ; a\nX:1 ; gene ; b\n", "", ""),
        ["entities.tsv:3:1 (id): `X:1` is already drug a (X:1)"]
    );
    let statements = "id ; effect ; direction ; level ; source ; therapy ; cancer\n\
        s:1 ; treats ; supports ; A ; PMID:1 ; a ; \ns:1 ; treats ; supports ; B ; PMID:1 ; a ; c\n";
    assert_eq!(
        problems(TWO, "", statements),
        ["statements.tsv:3:1 (id): `s:1` is listed earlier with a different level; the first is kept"]
    );
}

#[test]
fn a_graph_without_statements_is_a_graph() {
    assert_eq!(problems(TWO, "\u{feff}to ; from ; relation\nMET ; a ; targets\n", ""), Vec::<String>::new());
}

#[test]
fn large_sets_of_edges_need_no_text() {
    let words = Vocabulary::load(&crate::text::Source::new("vocabulary.toml", VOCABULARY)).unwrap();
    let relation = words.relation("targets").unwrap();
    let mut builder = GraphBuilder::new(words);
    let mut add = |id: &str, kind: &str| {
        builder.add_entity(&EntityRecord { id, kind, name: id, ..EntityRecord::default() }, Place::default()).unwrap()
    };
    let (b, a, y, x) = (add("b", "drug"), add("a", "drug"), add("y", "gene"), add("x", "gene"));
    builder.add_edges_bulk(relation, vec![b, b, a], vec![y, x, x]);
    builder.add_edges_bulk(relation, vec![b], vec![y]);
    builder.add_fact(a, relation, y, &[], Place::default());
    let (graph, _) = builder.freeze().unwrap();
    check(&graph, "targets", "drug:b", &["gene:x", "gene:y"]);
    check(&graph, "back targets", "gene:y", &["drug:a", "drug:b"]);
    assert_eq!(graph.forward(relation).edge_count(), 4);
}
