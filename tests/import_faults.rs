//! Files as others write them, with the faults that such files have: nothing of them may turn an
//! answer wrong or vanish without a word. One test for each sort of fault; see docs/data.md.

#![allow(clippy::unwrap_used)]

use onco::exchange::{Control, ImportFailure, ImportOptions, Imported, import_files};
use onco::{EntityId, Graph, StatementId};
use std::path::PathBuf;

/// Imports files that are made for this; `name` names their directory.
fn import(
    name: &str,
    format: &str,
    files: &[(&str, &str)],
    options: &ImportOptions,
) -> Result<Imported, ImportFailure> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(file, text)| (*file, text.as_bytes())).collect();
    import_bytes(name, format, &files, options)
}

fn import_bytes(
    name: &str,
    format: &str,
    files: &[(&str, &[u8])],
    options: &ImportOptions,
) -> Result<Imported, ImportFailure> {
    let directory = std::env::temp_dir().join(format!("onco-fault-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let paths: Vec<PathBuf> = files.iter().map(|(file, _)| directory.join(file)).collect();
    files.iter().zip(&paths).for_each(|((_, bytes), path)| std::fs::write(path, bytes).unwrap());
    let result = import_files(format, &paths, options, &Control::NONE);
    std::fs::remove_dir_all(directory).unwrap();
    result
}

fn imported(name: &str, format: &str, files: &[(&str, &str)]) -> Imported {
    import(name, format, files, &ImportOptions::default()).unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

/// The messages of an import that must fail.
fn refused(result: Result<Imported, ImportFailure>) -> String {
    match result {
        Err(failure) => failure.to_string(),
        Ok(imported) => panic!("{} entities were read", imported.graph.entity_count()),
    }
}

fn entities(graph: &Graph) -> impl Iterator<Item = EntityId> {
    (0..graph.entity_count() as u32).map(EntityId)
}

/// `kind name` of everything, in the order of the graph.
fn all(graph: &Graph) -> Vec<String> {
    let of = |entity| format!("{} {}", graph.vocabulary().kind_name(graph.kind(entity)), graph.name(entity));
    entities(graph).map(of).collect()
}

/// `from -relation-> to` of every fact, by names.
fn facts(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for (relation, verb) in graph.vocabulary().relations() {
        for from in entities(graph) {
            for &to in graph.forward(relation).targets(from.0).iter().filter(|&&to| !verb.undirected || from.0 <= to) {
                found.push(format!("{} -{}-> {}", graph.name(from), verb.relation, graph.name(EntityId(to))));
            }
        }
    }
    found
}

fn statement(graph: &Graph, id: &str) -> StatementId {
    graph.statement_of(entity(graph, id)).unwrap()
}

fn entity(graph: &Graph, id: &str) -> EntityId {
    entities(graph).find(|&entity| graph.id(entity) == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// `line: message` of the rows that could not be used.
fn problems(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
}

fn notes(imported: &Imported) -> Vec<String> {
    imported.notes.iter().map(|note| format!("{}: {}", note.line, note.message)).collect()
}

const STRICT: fn() -> ImportOptions = || ImportOptions { strict: true, ..ImportOptions::default() };

// Files that are something else

#[test]
fn what_is_no_text_is_named() {
    for (bytes, part) in [
        (&b"BZh91AY&SY"[..], "bzip2"),
        (b"\xfd7zXZ\0\0\x04", "xz"),
        (b"PK\x03\x04\x14\0", "zip"),
        (b"\xff\xfeh\0g\0n\0c\0_\0i\0d\0", "UTF-16"),
        (b"hgnc_id\tsymbol\tname\rHGNC:1\tA\ta\r", "carriage return"),
        (b"%PDF-1.7", "PDF"),
    ] {
        let message = refused(import_bytes("bytes", "hgnc", &[("hgnc.txt", bytes)], &ImportOptions::default()));
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn an_import_that_reads_nothing_fails_and_says_what_the_file_seems_to_be() {
    let kind = || ImportOptions { kind: Some("cancer".to_owned()), ..ImportOptions::default() };
    for (format, file, text, part) in [
        ("obo", "x.obo", "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:owl=\"o\"><owl:Class/></rdf:RDF>\n", "OWL/XML"),
        ("obo", "x.obo", "{\"graphs\": [{\"nodes\": []}]}\n", "obographs"),
        ("obo", "x.obo", "format-version: 1.2\nontology: x\n", "nothing was read"),
        ("obo", "x.obo", "id\tcategory\tname\nX:1\tbiolink:Gene\tA\n", "onco import kgx"),
        ("hgnc", "x.tsv", "id\tcategory\tname\nX:1\tbiolink:Gene\tA\n", "onco import kgx"),
        ("hgnc", "x.tsv", "hgnc_id\tsymbol\tname\n", "no row below"),
        ("dgidb", "x.tsv", "format-version: 1.2\n[Term]\nid: X:1\n", "onco import obo"),
        ("civic", "x.tsv", "<!DOCTYPE html>\n<html>", "a page of the web"),
        ("famplex", "x.csv", "hgnc_id,symbol\nHGNC:1,A\n", "HGNC"),
        ("kgx", "nodes.tsv", "id\tname\tcategory\n", "no row below"),
        ("oncotree", "x.json", "{}", "nothing was read"),
    ] {
        let message = refused(import("nothing", format, &[(file, text)], &kind()));
        assert!(message.contains(part) && message.contains(file), "{format} {text:?}: {message}");
    }
}

#[test]
fn the_table_is_read_between_tabs_or_commas_with_a_mark_and_line_breaks_in_quotes() {
    for text in [
        "\u{feff}hgnc_id\tsymbol\tname\t\r\nHGNC:1\tAA\t\"first\r\nsecond\"\t\r\nHGNC:2\tBB\tb\r\n",
        "hgnc_id,symbol,name\nHGNC:1,AA,\"first\nsecond\"\nHGNC:2,BB,b\n",
        "\"hgnc_id\"\t\"symbol\"\t\"name\"\nHGNC:1\tAA\t\"first\nsecond\"\nHGNC:2\tBB\tb\n",
    ] {
        let imported = imported("breaks", "hgnc", &[("hgnc.txt", text)]);
        assert_eq!(all(&imported.graph), ["gene AA", "gene BB"], "{text}");
        assert_eq!(problems(&imported), [""; 0], "{text}");
        let words: Vec<&str> =
            imported.graph.description(entity(&imported.graph, "HGNC:1")).split_whitespace().collect();
        assert_eq!(words, ["first", "second"]);
    }
}

// KGX

const NODES: &str = "id\tcategory\tname\nHGNC:1\tbiolink:Gene\tA\nHGNC:2\tbiolink:Gene\tB\nNCIT:1\tbiolink:Drug\td\nDOID:1\tbiolink:Disease\tcancer\n";

fn kgx(name: &str, nodes: &str, edges: &str) -> Imported {
    imported(name, "kgx", &[("nodes.tsv", nodes), ("edges.tsv", edges)])
}

#[test]
fn a_negated_edge_is_no_fact() {
    let edges = "subject\tpredicate\tobject\tnegated\nNCIT:1\tbiolink:treats\tDOID:1\tTrue\nNCIT:1\tbiolink:affects\tHGNC:1\t\n\
        NCIT:1\tbiolink:regulates\tHGNC:1\tfalse\nHGNC:1\tbiolink:regulates\tHGNC:2\tFalse\n";
    let read = kgx("negated", NODES, edges);
    assert!(!facts(&read.graph).iter().any(|fact| fact.contains("treats")), "{:?}", facts(&read.graph));
    assert_eq!(problems(&read), ["2: this edge says that something is not so: left out"]);
    let files = [("edges.tsv", edges), ("nodes.tsv", NODES)];
    assert!(refused(import("negated", "kgx", &files, &STRICT())).contains("is not so"));
    let lines =
        "{\"subject\": \"NCIT:1\", \"predicate\": \"biolink:treats\", \"object\": \"DOID:1\", \"negated\": true}\n";
    let read = imported("negated", "kgx", &[("edges.jsonl", lines), ("nodes.tsv", NODES)]);
    assert_eq!((facts(&read.graph).len(), read.problems.len()), (0, 1));
}

#[test]
fn qualifiers_make_an_edge_what_it_says_or_none() {
    let edges = "subject\tpredicate\tobject\tqualified_predicate\tobject_direction_qualifier\tobject_aspect_qualifier\tdisease_context_qualifier\n\
        NCIT:1\tbiolink:affects\tHGNC:1\tbiolink:causes\tdecreased\tactivity\t\n\
        NCIT:1\tbiolink:affects\tHGNC:2\tbiolink:causes\tincreased\t\t\n\
        HGNC:1\tbiolink:regulates\tHGNC:2\t\t\t\tDOID:1\n";
    let read = kgx("qualified", NODES, edges);
    assert_eq!(facts(&read.graph), ["d -activates-> B", "d -inhibits-> A"]);
    assert!(matches!(&problems(&read)[..], [one] if one.contains("disease_context_qualifier = DOID:1")), "{read:?}");
    // A vocabulary of its own keeps an aspect that the built-in one has no word for.
    let edges = "subject\tpredicate\tobject\tobject_direction_qualifier\tobject_aspect_qualifier\nNCIT:1\tbiolink:affects\tHGNC:1\tdecreased\texpression\n";
    assert_eq!(facts(&kgx("aspect", NODES, edges).graph), ["d -decreases_expression-> A"]);
}

#[test]
fn the_most_specific_category_counts_in_any_order_and_spelling() {
    let nodes = "id\tcategory\tname\nDOID:1\tbiolink:ThingWithTaxon|biolink:NamedThing|biolink:Disease\tcancer\n\
        HGNC:1\thttps://w3id.org/biolink/vocab/NamedThing|https://w3id.org/biolink/vocab/Gene\tA\nNCIT:1\tNamedThing|small molecule\td\n";
    let edges = "subject\tpredicate\tobject\nNCIT:1\ttreats\tDOID:1\nNCIT:1\thttps://w3id.org/biolink/vocab/directly_physically_interacts_with\tHGNC:1\n";
    let read = kgx("categories", nodes, edges);
    assert_eq!(all(&read.graph), ["gene A", "drug d", "cancer cancer"]);
    assert_eq!(facts(&read.graph), ["d -targets-> A", "d -treats-> cancer"]);
    assert!(notes(&read).iter().any(|note| note.contains("1 diseases are read as `cancer`")), "{:?}", notes(&read));
}

#[test]
fn identifiers_that_are_addresses_are_read_as_short_ones() {
    let nodes = "id\tcategory\tname\nhttp://purl.obolibrary.org/obo/DOID_1\tbiolink:Disease\tcancer\nhttps://identifiers.org/ncit/C1\tbiolink:Drug\td\n";
    let edges = "subject\tpredicate\tobject\tpublications\nncit:C1\tbiolink:treats\tDOID:1\thttps://pubmed.ncbi.nlm.nih.gov/7/\n";
    let read = kgx("addresses", nodes, edges);
    assert_eq!(facts(&read.graph), ["d -treats-> cancer"]);
    assert_eq!(all(&read.graph), ["drug d", "cancer cancer", "source PMID:7"]);
}

#[test]
fn a_node_without_category_is_told_and_the_rest_is_read() {
    let nodes = "id\tname\nX:1\thypertension\nHGNC:1\tA\n";
    let edges = "subject\tpredicate\tobject\nHGNC:1\tbiolink:related_to\tX:1\n";
    let read = kgx("no-category", nodes, edges);
    assert_eq!(all(&read.graph), ["named thing A", "named thing hypertension"]);
    assert_eq!(facts(&read.graph), ["A -related_to-> hypertension"]);
    assert_eq!(problems(&read).len(), 2);
}

#[test]
fn a_bar_in_a_json_list_is_a_bar() {
    let nodes = "{\"id\": \"NCIT:1\", \"name\": \"16|A-drug\", \"category\": [\"biolink:Drug\"], \"synonym\": [\"16|a-drug\", \"other\"]},\n\
        {\"id\": \"HGNC:1\", \"name\": \"A\", \"category\": [\"biolink:Gene\"]}\n";
    let edges = "{\"subject\": \"NCIT:1\", \"predicate\": \"biolink:regulates\", \"object\": \"HGNC:1\", \"publications\": [\"PMID:1\", \"PMID:2\"]},\n";
    let read = imported("bars", "kgx", &[("nodes.jsonl", nodes), ("edges.jsonl", edges)]);
    let names: Vec<&str> = read.graph.imported_aliases(entity(&read.graph, "NCIT:1")).collect();
    assert_eq!(names, ["16|a-drug", "other"]);
    assert_eq!((facts(&read.graph), problems(&read)), (vec!["16|A-drug -regulates-> A".to_owned()], vec![]));
}

#[test]
fn an_undirected_edge_from_both_ends_is_one_and_told() {
    let edges =
        "subject\tpredicate\tobject\nHGNC:1\tbiolink:interacts_with\tHGNC:2\nHGNC:2\tbiolink:interacts_with\tHGNC:1\n";
    let read = kgx("both-ends", NODES, edges);
    assert_eq!(facts(&read.graph), ["A -interacts_with-> B"]);
    assert_eq!(notes(&read), ["3: this edge is listed from its other end, too: it is one"]);
}

#[test]
fn one_bad_row_is_told_and_the_others_stay() {
    let nodes = "id\tcategory\tname\nHGNC:1\tbiolink:Gene\tA\nHGNC:1\tbiolink:Gene\tA2\n\tbiolink:Gene\tnone\nHGNC:2\tbiolink:Drug\tX\nHGNC:2\tbiolink:Gene\tX\nHGNC:3\tbiolink:Gene\tC\n";
    let edges = "subject\tpredicate\tobject\nHGNC:1\tbiolink:regulates\tHGNC:3\nHGNC:1\tbiolink:regulates\tHGNC:1\nHGNC:9\tbiolink:regulates\tHGNC:3\n\tbiolink:regulates\tHGNC:3\n";
    let read = kgx("bad-rows", nodes, edges);
    assert_eq!(all(&read.graph), ["gene A", "gene C", "drug X"]);
    // A protein that binds its like is no mistake.
    assert_eq!(facts(&read.graph), ["A -regulates-> A", "A -regulates-> C"]);
    let lines: Vec<u32> = read.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [4, 6, 4, 5]);
    assert!(read.merges.iter().any(|merge| merge.line == 3), "the second row of an id is told");
    let files = [("nodes.tsv", nodes), ("edges.tsv", edges)];
    assert!(refused(import("bad-rows", "kgx", &files, &STRICT())).contains("needs an id"));
}

#[test]
fn publications_that_are_nodes_are_the_sources() {
    let nodes = "id\tcategory\tname\nX:1\tbiolink:River\tRhine\nX:2\tbiolink:Sea\tNorth Sea\ndoi:10.1/x\tbiolink:Article\tOn rivers\n";
    let edges = "subject\tpredicate\tobject\tpublications\nX:1\tmy:flows_into\tX:2\tdoi:10.1/x\nX:1\tmy:flows_into\tX:2\tPMID:7\n";
    let read = kgx("publications", nodes, edges);
    assert_eq!(all(&read.graph), ["river Rhine", "sea North Sea", "source On rivers", "source PMID:7"]);
    let relation = read.graph.vocabulary().relation("flows_into").unwrap();
    let place = read.graph.forward(relation).range(entity(&read.graph, "X:1").0).start;
    let fact = read.graph.forward(relation).fact_at(place).unwrap();
    assert_eq!(read.graph.fact_sources(fact).len(), 2);
}

/// A tar archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, text) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
        header[156] = b'0';
        header[257..262].copy_from_slice(b"ustar");
        bytes.extend(header);
        bytes.extend(text.bytes());
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.extend([0; 1024]);
    bytes
}

#[test]
fn kgx_comes_as_archive_json_and_commas_too() {
    let edges = "subject\tpredicate\tobject\nNCIT:1\tbiolink:treats\tDOID:1\n";
    let commas = |text: &str| text.replace('\t', ",");
    let archive = archive(&[("kg/kg_nodes.tsv", NODES), ("kg/README.md", "none"), ("kg/kg_edges.tsv", edges)]);
    let json = "{\n \"nodes\": [{\"id\": \"NCIT:1\", \"name\": \"d\", \"category\": [\"biolink:Drug\"]}, {\"id\": \"DOID:1\", \"name\": \"cancer\", \"category\": [\"biolink:Disease\"]}],\n \
        \"edges\": [{\"subject\": \"NCIT:1\", \"predicate\": \"biolink:treats\", \"object\": \"DOID:1\"}]\n}\n";
    for files in [
        &[("kg.tar", &archive[..])][..],
        &[("kg.json", json.as_bytes())],
        &[("nodes.csv", commas(NODES).as_bytes()), ("edges.csv", commas(edges).as_bytes())],
    ] {
        let read = import_bytes("containers", "kgx", files, &ImportOptions::default()).unwrap();
        assert_eq!(
            (facts(&read.graph), problems(&read)),
            (vec!["d -treats-> cancer".to_owned()], vec![]),
            "{}",
            files[0].0
        );
    }
    let options = ImportOptions { kind: Some("cancer".to_owned()), ..ImportOptions::default() };
    assert!(refused(import_bytes("tar", "obo", &[("kg.tar", &archive)], &options)).contains("tar archive"));
}

#[test]
fn columns_come_in_any_order_with_a_mark_and_a_tab_at_the_end() {
    let nodes = "\u{feff}name\tid\tcategory\tname\t\r\nA\tHGNC:1\tbiolink:Gene\tother\t\r\nB\tHGNC:2\tbiolink:Gene\tother\t\r\n";
    let edges = "object\tpredicate\tsubject\t\r\nHGNC:2\tbiolink:regulates\tHGNC:1\t\r\n";
    let read = kgx("columns", nodes, edges);
    assert_eq!((facts(&read.graph), problems(&read)), (vec!["A -regulates-> B".to_owned()], vec![]));
    assert_eq!(notes(&read), ["1: the column `name` is there twice: the first is read"]);
}

// CIViC

const EVIDENCE: &str = "molecular_profile\tdisease\tdoid\ttherapies\ttherapy_interaction_type\tevidence_type\tevidence_direction\tevidence_level\tsignificance\tevidence_statement\tcitation_id\tcitation\trating\tevidence_id\tis_flagged";
const ASSERTIONS: &str = "molecular_profile\tdisease\tdoid\ttherapies\tassertion_type\tassertion_direction\tsignificance\tamp_category\tassertion_summary\tassertion_id\tevidence_item_ids";

fn item(id: u32, therapies: &str, interaction: &str) -> String {
    format!(
        "BRAF V600E\tMelanoma\t1909\t{therapies}\t{interaction}\tPredictive\tSupports\tA\tSensitivity/Response\tS\t{id}\tA et al., 2020\t4\t{id}\tfalse"
    )
}

fn assertion(id: u32, therapies: &str, items: &str) -> String {
    format!(
        "BRAF V600E\tMelanoma\t1909\t{therapies}\tPredictive\tSupports\tSensitivity/Response\tTier I - Level A\tS\t{id}\t{items}"
    )
}

fn table(header: &str, rows: &[String]) -> String {
    format!("{header}\n{}\n", rows.join("\n"))
}

/// Name and kind of the therapy of a statement.
fn therapy(graph: &Graph, id: &str) -> String {
    let therapy = EntityId(graph.statements().therapy(statement(graph, id)).unwrap());
    format!("{} {}", graph.vocabulary().kind_name(graph.kind(therapy)), graph.name(therapy))
}

fn sources(graph: &Graph, id: &str) -> Vec<String> {
    graph
        .statements()
        .sources(statement(graph, id))
        .iter()
        .map(|&source| graph.id(EntityId(source)).to_owned())
        .collect()
}

#[test]
fn drugs_of_an_assertion_are_several_whatever_the_order_of_the_files() {
    let evidence = table(EVIDENCE, &[item(1, "Alpelisib,Betanib", "Combination"), item(2, "Gammanib", "")]);
    let assertions = table(
        ASSERTIONS,
        &[
            assertion(1, "Betanib,Alpelisib", "1,9"),
            assertion(2, "Gammanib,Betanib", "2"),
            assertion(3, "Cetuximab, Panitumumab", ""),
            assertion(4, "Gammanib", ""),
        ],
    );
    let (evidence, assertions) = (("e.tsv", evidence.as_str()), ("a.tsv", assertions.as_str()));
    for files in [&[evidence, assertions][..], &[assertions, evidence]] {
        let read = imported("assertions", "civic", files);
        let drugs: Vec<String> = all(&read.graph).into_iter().filter(|name| name.starts_with("drug ")).collect();
        assert_eq!(drugs, ["drug alpelisib", "drug betanib", "drug cetuximab", "drug gammanib", "drug panitumumab"]);
        assert_eq!(therapy(&read.graph, "civic.aid:1"), "regimen alpelisib + betanib");
        assert_eq!(therapy(&read.graph, "civic.aid:2"), "regimen betanib, gammanib (not stated how they are given)");
        assert_eq!(
            therapy(&read.graph, "civic.aid:3"),
            "regimen cetuximab, panitumumab (not stated how they are given)"
        );
        assert_eq!(therapy(&read.graph, "civic.aid:4"), "drug gammanib");
        assert_eq!(sources(&read.graph, "civic.aid:1"), ["PMID:1", "onco:civic-eid-9"]);
        assert_eq!(sources(&read.graph, "civic.aid:3"), ["onco:civic-assertions"]);
        let told = notes(&read);
        let told = told.iter().filter(|note| note.contains("is not stated") || note.contains("are given is not"));
        assert_eq!(told.count(), 2);
    }
    let alone = imported("assertions-alone", "civic", &[assertions]);
    assert_eq!(sources(&alone.graph, "civic.aid:1"), ["onco:civic-eid-1", "onco:civic-eid-9"]);
    assert!(
        all(&alone.graph).iter().all(|name| !name.starts_with("drug") || !name.contains(',')),
        "{:?}",
        all(&alone.graph)
    );
}

#[test]
fn commas_of_lists_and_of_names() {
    let rows = [
        item(1, "Alphanib,Betanib", ""),
        item(2, "Betanib,Alphanib", "Combination"),
        item(3, "Alphanib, Betanib", "Combination"),
        item(4, "\"Alphanib\",\"Betanib\"", "combination"),
        item(5, "Alphanib,FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074", "Substitutes"),
        item(6, "2,4-pyrimidinediamine", ""),
        item(7, "CP-724,714,Betanib", "Combination"),
        item(8, "MEK Inhibitor, U0126", ""),
    ];
    let read = imported("commas", "civic", &[("e.tsv", &table(EVIDENCE, &rows))]);
    let expected = [
        "regimen alphanib, betanib (not stated how they are given)",
        "regimen alphanib + betanib",
        "regimen alphanib + betanib",
        "regimen alphanib + betanib",
        "regimen PD173074 | alphanib",
        "drug 2,4-pyrimidinediamine",
        "regimen CP-724,714 + betanib",
        "drug U0126",
    ];
    for (number, expected) in expected.into_iter().enumerate() {
        assert_eq!(therapy(&read.graph, &format!("civic.eid:{}", number + 1)), expected);
    }
}

#[test]
fn rows_with_a_tab_more_or_cut_at_their_end_are_read() {
    let rows: Vec<String> = (1..4).map(|id| item(id, "Alphanib", "")).collect();
    let more: Vec<String> = rows.iter().map(|row| format!("{row}\t")).collect();
    let cut: Vec<String> = rows.iter().map(|row| row.trim_end_matches("\tfalse").to_owned()).collect();
    for rows in [more, cut] {
        let read = imported("tabs", "civic", &[("e.tsv", &table(EVIDENCE, &rows))]);
        assert_eq!((read.graph.statement_count(), problems(&read)), (3, vec![]));
    }
    let broken = vec![rows[0].clone(), "BRAF V600E\tMelanoma".to_owned(), rows[1].clone()];
    let read = imported("broken", "civic", &[("e.tsv", &table(EVIDENCE, &broken))]);
    assert_eq!(
        (read.graph.statement_count(), problems(&read)),
        (2, vec!["3: this row has 2 fields, not 15".to_owned()])
    );
}

// Tables of nodes and edges

#[test]
fn edges_are_read_by_the_names_of_their_columns() {
    let nodes = ("nodes_Gene.csv", "id,name\nG1,ERBB2\nG2,EGFR\n");
    for (edges, expected) in [
        ("target,source\nG2,G1\n", "ERBB2 -activates-> EGFR"),
        ("weight,source,target\n0.5,G1,G2\n", "ERBB2 -activates-> EGFR"),
        ("\"to\",\"from\"\n\"G1\",\"G2\"\n", "EGFR -activates-> ERBB2"),
        ("a,b\nG1,G2\n", "ERBB2 -activates-> EGFR"),
    ] {
        let read = imported("csv", "csv-graph", &[nodes, ("edges_ACTIVATES.csv", edges)]);
        assert_eq!((facts(&read.graph), problems(&read)), (vec![expected.to_owned()], vec![]), "{edges}");
        assert_eq!(notes(&read).iter().any(|note| note.contains("names neither end")), edges.starts_with("a,b"));
    }
    let half = refused(import(
        "csv",
        "csv-graph",
        &[nodes, ("edges_ACTIVATES.csv", "source,b\nG1,G2\n")],
        &ImportOptions::default(),
    ));
    assert!(half.contains("`target` is missing"), "{half}");
}

#[test]
fn a_node_in_two_kinds_or_without_id_and_a_broken_quote_leave_the_rest() {
    let files = [
        ("nodes_Drug.csv", "id,name\nG1,clash\nD1,drugone\n,none\n"),
        ("nodes_Gene.csv", "id,name\nG1,ERBB2\n"),
        ("edges_TARGETS.csv", "target,source\nG1,D1\nG1,\"D\n1\"\n"),
    ];
    let read = imported("csv-clash", "csv-graph", &files);
    assert_eq!(facts(&read.graph), ["drugone -targets-> ERBB2"]);
    let told = problems(&read);
    for part in ["is already gene ERBB2", "an entity needs an id", "does not end on its line"] {
        assert!(told.iter().any(|message| message.contains(part)), "{part}: {told:?}");
    }
}

// OBO

fn obo(name: &str, terms: &str, kind: Option<&str>) -> Result<Imported, ImportFailure> {
    let options = ImportOptions { kind: kind.map(str::to_owned), ..ImportOptions::default() };
    import(name, "obo", &[("x.obo", &format!("format-version: 1.2\n\n{terms}"))], &options)
}

#[test]
fn an_ontology_needs_the_kind_of_its_terms() {
    let message = refused(obo("no-kind", "[Term]\nid: X:1\nname: influenza\n", None));
    assert!(message.contains("--kind") && message.contains("cancer, drug class"), "{message}");
}

#[test]
fn what_replaces_a_term_is_followed_and_what_may_be_considered_is_told() {
    let terms = "[Term]\nid: X:1\nname: one cancer\n\n[Term]\nid: X:2\nname: old\nis_obsolete: true\nreplaced_by: X:3\n\n\
        [Term]\nid: X:3\nname: older\nis_obsolete: true\nreplaced_by: X:1\n\n[Term]\nid: X:4\nname: split\nis_obsolete: true\nconsider: X:1\n\n\
        [Term]\nid: X:5\nname: round\nis_obsolete: true\nreplaced_by: X:6\n\n[Term]\nid: X:6\nname: about\nis_obsolete: true\nreplaced_by: X:5\n\n\
        [Term]\nid: X:7\nname: halves\nis_obsolete: true\nreplaced_by: X:1\nreplaced_by: X:8\n\n[Term]\nid: X:8\nname: other cancer\n";
    let read = obo("obsolete", terms, Some("cancer")).unwrap();
    let of = |id: &str| read.graph.xrefs(entity(&read.graph, id)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((of("X:1"), of("X:8")), (vec!["X:2".to_owned(), "X:3".to_owned()], vec![]));
    let told = notes(&read);
    for part in
        ["`X:4` is obsolete; its editors suggest `X:1`", "`X:5` is obsolete", "`X:7` is obsolete and may be several"]
    {
        assert!(told.iter().any(|message| message.contains(part)), "{part}: {told:?}");
    }
}

// DGIdb

const INTERACTIONS: &str = "gene_claim_name\tgene_concept_id\tgene_name\tinteraction_source_db_name\tinteraction_type\tdrug_claim_name\tdrug_concept_id\tdrug_name\n";

#[test]
fn the_identifier_of_a_gene_counts_and_a_date_is_no_symbol() {
    let rows = "SEPT2\thgnc:7729\t2-Sep\tDTC\tinhibitor\tA\tchembl:CHEMBL1\tA\nX\tNULL\t1-Mar\tDTC\tinhibitor\tA\tchembl:CHEMBL1\tA\n\
        ERBB2\thgnc:3430\tERBB2\tChEMBL\tNULL\tB\trxcui:2\tB\nERBB2\thgnc:3430\tNULL\tGuideToPharmacology\tNULL\tC\trxcui:3\tC\n\
        HER2\thgnc:3430\tHER2\tTTD\tinhibitor\tD\trxcui:4\tD\nERBB2\thgnc:3430\tERBB2\tCIViC\tNULL\tE\trxcui:5\tE\n";
    let read = imported("dgidb-genes", "dgidb", &[("interactions.tsv", &format!("{INTERACTIONS}{rows}"))]);
    let genes: Vec<String> = all(&read.graph).into_iter().filter(|name| name.starts_with("gene")).collect();
    assert_eq!(genes, ["gene ERBB2", "gene SEPT2"]);
    let targets: Vec<String> = facts(&read.graph).into_iter().filter(|fact| fact.contains("targets")).collect();
    assert_eq!(targets, ["A -targets-> SEPT2", "B -targets-> ERBB2", "C -targets-> ERBB2", "D -targets-> ERBB2"]);
    let told = problems(&read);
    assert!(told.iter().any(|message| message.starts_with("3: `1-Mar` is a date")), "{told:?}");
    assert!(notes(&read).iter().any(|message| message.starts_with("2: `2-Sep` is a date")));
}

/// A graph of these entities below what the recipe lists; files are (name, text).
fn built(name: &str, recipe: &str, files: &[(&str, &str)]) -> Imported {
    let directory = std::env::temp_dir().join(format!("onco-fault-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    files.iter().for_each(|(file, text)| std::fs::write(directory.join(file), text).unwrap());
    let path = directory.join("onco.toml");
    std::fs::write(&path, recipe).unwrap();
    let result = onco::exchange::build_graph(&path, &Control::NONE);
    std::fs::remove_dir_all(directory).unwrap();
    result.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

fn source(format: &str, file: &str) -> String {
    format!("[[source]]\nformat = \"{format}\"\nfiles = [\"{file}\"]\n")
}

/// Everything a graph holds, as sorted lines: entities with all their names, facts, statements.
fn everything(graph: &Graph) -> Vec<String> {
    let mut lines: Vec<String> = facts(graph);
    for entity in entities(graph) {
        let mut names: Vec<&str> =
            graph.aliases(entity).chain(graph.imported_aliases(entity)).chain(graph.xrefs(entity)).collect();
        names.sort_unstable();
        lines.push(format!("{} {} {names:?}", graph.id(entity), graph.name(entity)));
    }
    for statement in graph.statements().iter() {
        let therapy = graph.statements().therapy(statement).map(|therapy| graph.id(EntityId(therapy)));
        let cancers = graph.statements().cancers(statement).iter().map(|&cancer| graph.id(EntityId(cancer)));
        lines.push(format!(
            "{} {therapy:?} {:?}",
            graph.id(graph.statement_entity(statement)),
            cancers.collect::<Vec<_>>()
        ));
    }
    lines.sort();
    lines
}

const CURATED: &str =
    "id\tkind\tname\taliases\nNCIT:C62035\tdrug\timatinib\timatinib mesylate|Gleevec\nHGNC:76\tgene\tABL1\tABL\n";

#[test]
fn a_salt_and_its_base_are_the_curated_drug_in_either_order() {
    let rows = [
        "IMATINIB\trxcui:282388\tIMATINIB",
        "IMATINIB MESYLATE\trxcui:284924\tIMATINIB MESYLATE",
        "X\tchembl:CHEMBL7\tGLEEVEC",
    ];
    let row = |drug: &str| format!("ABL1\thgnc:76\tABL1\tFDA\tinhibitor\t{drug}\n");
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let table = format!("{INTERACTIONS}{}", order.map(|number| row(rows[number])).concat());
        let recipe = source("tsv", "entities.tsv") + &source("dgidb", "interactions.tsv");
        let read = built("salts", &recipe, &[("entities.tsv", CURATED), ("interactions.tsv", &table)]);
        let drugs: Vec<String> = all(&read.graph).into_iter().filter(|name| name.starts_with("drug ")).collect();
        assert_eq!(drugs, ["drug imatinib"]);
        let decisions: Vec<&str> = read.merges.iter().map(|merge| merge.decision.word()).collect();
        assert_eq!(decisions.iter().filter(|word| **word == "curated alias").count(), 2, "{decisions:?}");
        seen.push(everything(&read.graph));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
}

// Properties

/// A small generator of numbers, so that a failure comes back with its seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % end
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

const NAMES: &[&str] = &["alpha", "Alpha", "beta", "beta mesylate", "gamma-1", "gamma1", "delta", "epsilon"];
const PREFIXES: &[&str] = &["NCIT:", "rxcui:", "chembl:", "onco:drug-", "drugbank:"];

/// Rows of DGIdb between few genes and drugs whose names and identifiers meet in many ways.
fn interactions(numbers: &mut Numbers) -> Vec<String> {
    let count = 2 + numbers.below(8);
    let row = |numbers: &mut Numbers| {
        let (drug, claim) = (numbers.pick(NAMES), numbers.pick(NAMES));
        let id = format!("{}{}", numbers.pick(&PREFIXES[..3]), numbers.below(4));
        let (gene, number) = [("ABL1", "hgnc:76"), ("KIT", "hgnc:6342"), ("ABL", "NULL")][numbers.below(3)];
        format!("{gene}\t{number}\t{gene}\tFDA\tinhibitor\t{claim}\t{id}\t{drug}")
    };
    (0..count).map(|_| row(numbers)).collect()
}

/// A layer of text: drugs and statements on them.
fn layer(numbers: &mut Numbers, number: usize) -> (String, String) {
    let mut entities = "id\tkind\tname\taliases\timported_aliases\n".to_owned();
    let mut names = Vec::new();
    for place in 0..1 + numbers.below(3) {
        let id = format!("{}{number}{place}", numbers.pick(PREFIXES));
        let name = numbers.pick(NAMES);
        let (alias, imported) = (numbers.pick(NAMES), numbers.pick(NAMES));
        let alias = if numbers.below(2) == 0 { alias } else { "" };
        entities.push_str(&format!("{id}\tdrug\t{name}\t{alias}\t{imported}\n"));
        names.push(id);
    }
    entities.push_str(&format!("DOID:{number}\tcancer\tcancer {number}\t\t\n"));
    let mut statements = "id\teffect\tdirection\ttherapy\tcancer\tlevel\tsource\n".to_owned();
    for place in 0..2 {
        let therapy = names[numbers.below(names.len())].clone();
        statements
            .push_str(&format!("s:{number}{place}\ttreats\tsupports\t{therapy}\tDOID:{number}\tA\tPMID:{place}\n"));
    }
    (entities, statements)
}

fn table_of(rows: &[String]) -> String {
    format!("{INTERACTIONS}{}\n", rows.join("\n"))
}

/// What a graph holds does not depend on the order of rows, nor on that of databases.
#[test]
fn any_order_of_rows_and_of_databases_gives_the_same_graph() {
    for seed in 0..60 {
        let mut numbers = Numbers(seed);
        let mut rows = interactions(&mut numbers);
        let mut items: Vec<String> = (0..4)
            .map(|id| item(id + 1, &format!("{},{}", numbers.pick(NAMES), numbers.pick(NAMES)), "Combination"))
            .collect();
        items.push(item(9, numbers.pick(NAMES), ""));
        let mut expected: Option<Vec<String>> = None;
        for turn in 0..3 {
            let mut databases = [source("dgidb", "interactions.tsv"), source("civic", "evidence.tsv")];
            if turn > 0 {
                numbers.shuffle(&mut rows);
                numbers.shuffle(&mut items);
                numbers.shuffle(&mut databases);
            }
            let recipe = source("tsv", "entities.tsv") + &databases.concat();
            let (table, evidence) = (table_of(&rows), table(EVIDENCE, &items));
            let files = [("entities.tsv", CURATED), ("interactions.tsv", &*table), ("evidence.tsv", &*evidence)];
            let held = everything(&built("order", &recipe, &files).graph);
            match &expected {
                None => expected = Some(held),
                Some(expected) => assert_eq!(&held, expected, "seed {seed}"),
            }
        }
    }
}

/// A layer or a database that is added later never moves a statement to another entity.
#[test]
fn adding_a_source_takes_no_statement_away() {
    let statements = |graph: &Graph| {
        let of = |statement| {
            let therapy = graph.statements().therapy(statement).map(|therapy| graph.id(EntityId(therapy)).to_owned());
            (graph.id(graph.statement_entity(statement)).to_owned(), therapy)
        };
        graph.statements().iter().map(of).collect::<std::collections::BTreeMap<_, _>>()
    };
    for seed in 0..60 {
        let mut numbers = Numbers(1000 + seed);
        let ((base, said), (more, added)) = (layer(&mut numbers, 1), layer(&mut numbers, 2));
        let interactions = table_of(&interactions(&mut numbers));
        // Statements name drugs as people do, too.
        let said = said + &format!("s:n\ttreats\tsupports\t{}\tDOID:1\tA\tPMID:1\n", numbers.pick(NAMES));
        let directory = |name: &str, entities: &str, statements: &str| {
            let directory = std::env::temp_dir().join(format!("onco-fault-{}-layer-{name}", std::process::id()));
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(directory.join("entities.tsv"), entities).unwrap();
            std::fs::write(directory.join("statements.tsv"), statements).unwrap();
            directory
        };
        let (one, two) = (directory("one", &base, &said), directory("two", &more, &added));
        let first = source("builtin", "").replace("files = [\"\"]", "name = \"mini\"")
            + &source("tsv", &one.display().to_string());
        let second = source("tsv", &two.display().to_string());
        let third = source("dgidb", "interactions.tsv");
        let held = |recipe: &str| {
            let read = built("layers", recipe, &[("interactions.tsv", &interactions)]);
            statements(&read.graph)
        };
        let before = held(&first);
        for recipe in [first.clone() + &second, first.clone() + &third, first.clone() + &second + &third] {
            let after = held(&recipe);
            for (statement, therapy) in &before {
                assert_eq!(
                    after.get(statement),
                    Some(therapy),
                    "seed {seed}: {statement} of\n{recipe}\n{base}\n{said}\n{more}\n{interactions}"
                );
            }
        }
        std::fs::remove_dir_all(one).unwrap();
        std::fs::remove_dir_all(two).unwrap();
    }
}
