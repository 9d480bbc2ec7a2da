//! What the curated tables promise: whoever reads an approval or a level A finds its document,
//! identifiers look as their issuers write them, and a paper says what CIViC says of it.

#![allow(clippy::unwrap_used)]

use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// The source of what has no citation of its own.
const UNCITED: &str = "onco:curation-2026";

/// Papers, trials, labels, product pages and notices of agencies.
const DOCUMENTS: &str = r"^(PMID:[1-9][0-9]{5,7}|PMC:[0-9]+|NCT[0-9]{8}|doi:10\.[0-9]{4,9}/\S+|onco:asco-[0-9]+|FDA:(NDA(0[0-9]|2[0-2])[0-9]{4}|BLA(10|12|76)[0-9]{4})|EMA:EMEA/H/C/[0-9]{6}|FDA:label/[a-z0-9-]+|(FDA|EMA|NMPA):notice/[12][0-9]{3}(-[0-9]{2}){0,2}/[a-z0-9-]+)$";

/// What has a name in this graph alone: seed documents, papers without an identifier, curation.
const OWN: &str = r"^onco:[a-z0-9-]+$";

/// A year, a month or a day.
const DATE: &str = r"^(19|20)[0-9]{2}(-[01][0-9](-[0-3][0-9])?)?$";

/// The fields of a row, by the heading of their column.
type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(format!("graphs/oncology/{file}")).unwrap();
    let mut lines = text.lines();
    let heads: Vec<String> = lines.next().unwrap().split('\t').map(str::to_owned).collect();
    let fields = |line: &str| -> Row { heads.iter().cloned().zip(line.split('\t').map(str::to_owned)).collect() };
    lines.map(fields).collect()
}

/// The parts of a field that lists several.
fn parts(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|part| !part.is_empty())
}

fn is_uncited(sources: &str) -> bool {
    parts(sources).all(|source| source == UNCITED)
}

fn ids<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<&'a str> {
    rows.map(|row| row["id"].as_str()).collect()
}

/// An approved use of a therapy.
fn is_approval(row: &Row) -> bool {
    row["effect"] == "treats" && row["status"] == "approved"
}

#[test]
fn level_a_cites_a_document_or_a_paper() {
    let (statements, document) = (rows("statements.tsv"), Regex::new(DOCUMENTS).unwrap());
    let level_a: Vec<&Row> = statements.iter().filter(|row| row["level"] == "A").collect();
    let is_bare = |row: &&Row| !parts(&row["source"]).any(|source| document.is_match(source));
    let bare = ids(level_a.iter().copied().filter(is_bare));
    assert!(level_a.len() >= 780, "{} statements of level A", level_a.len());
    assert!(bare.is_empty(), "level A without a document or a paper: {bare:#?}");
}

#[test]
fn at_most_one_approval_in_twenty_is_uncited() {
    let statements = rows("statements.tsv");
    let approvals: Vec<&Row> = statements.iter().filter(|row| is_approval(row)).collect();
    let uncited = ids(approvals.iter().copied().filter(|row| is_uncited(&row["source"])));
    assert!(approvals.len() >= 670, "{} approvals", approvals.len());
    assert!(uncited.len() * 20 <= approvals.len(), "uncited approvals: {uncited:#?}");
}

#[test]
fn at_most_one_target_in_five_is_uncited() {
    let facts = rows("relations.tsv");
    let targets: Vec<&Row> = facts.iter().filter(|row| row["relation"] == "targets").collect();
    let uncited = targets.iter().filter(|row| is_uncited(&row["sources"])).count();
    assert!(targets.len() >= 540 && uncited * 5 <= targets.len(), "{uncited} of {}", targets.len());
}

#[test]
fn an_approval_names_its_region_and_a_date() {
    let (statements, date) = (rows("statements.tsv"), Regex::new(DATE).unwrap());
    let is_bare = |row: &&Row| row["region"].is_empty() || !date.is_match(&row["as_of"]);
    let bare = ids(statements.iter().filter(|row| is_approval(row)).filter(is_bare));
    assert!(bare.is_empty(), "approvals without region or date: {bare:#?}");
}

#[test]
fn sources_are_written_as_their_issuers_write_them() {
    let forms = [Regex::new(DOCUMENTS).unwrap(), Regex::new(OWN).unwrap()];
    let (entities, statements, facts) = (rows("entities.tsv"), rows("statements.tsv"), rows("relations.tsv"));
    let listed: BTreeSet<&str> = ids(entities.iter().filter(|row| row["kind"] == "source")).into_iter().collect();
    let of_statements = statements.iter().flat_map(|row| parts(&row["source"]));
    let of_facts = facts.iter().flat_map(|row| parts(&row["sources"]));
    let cited: BTreeSet<&str> = of_statements.chain(of_facts).collect();
    let misspelt: Vec<_> =
        cited.union(&listed).filter(|source| !forms.iter().any(|form| form.is_match(source))).collect();
    assert!(misspelt.is_empty(), "no identifier of a source: {misspelt:#?}");
    // Papers and trials are sources wherever they are met; what else is cited has a row.
    let is_met = |source: &&&str| ["PMID:", "PMC", "NCT", "doi:"].iter().any(|start| source.starts_with(start));
    let unlisted: Vec<_> = cited.difference(&listed).filter(|source| !is_met(source)).collect();
    assert!(unlisted.is_empty(), "sources without a row in entities.tsv: {unlisted:#?}");
}

#[test]
fn a_label_or_notice_can_be_looked_up() {
    let entities = rows("entities.tsv");
    let mut labels = 0;
    for row in entities.iter().filter(|row| row["kind"] == "source") {
        let (id, addresses) = (row["id"].as_str(), row["xrefs"].as_str());
        let label = id.strip_prefix("FDA:NDA").or_else(|| id.strip_prefix("FDA:BLA"));
        if label.is_some() || id.contains(":notice/") || id.contains(":label/") {
            assert!(parts(addresses).any(|address| address.starts_with("http")), "{id} has no address");
        }
        if let Some(number) = label {
            labels += 1;
            assert!(row["name"].starts_with("FDA label of "), "{id} is called `{}`", row["name"]);
            let of_another = |address: &&str| address.contains("ApplNo=") && !address.ends_with(number);
            assert_eq!(parts(addresses).find(of_another), None, "{id} has the address of another label");
        }
    }
    assert!(labels >= 260, "{labels} labels");
}

/// The drugs and genes that a statement names.
fn subjects(row: &Row, genes: &BTreeSet<&str>) -> BTreeSet<String> {
    let therapies = row["therapy"].split(" + ").flat_map(|part| part.split(" > "));
    let drugs = therapies.chain(parts(&row["partners"])).filter(|drug| !drug.is_empty());
    let texts = [row["therapy"].as_str(), row["profile"].as_str(), row["mechanism"].as_str()];
    let words =
        texts.into_iter().flat_map(|text| text.split(|letter: char| !(letter.is_alphanumeric() || letter == '-')));
    let named = words.filter(|word| genes.contains(word));
    drugs.chain(named).map(str::to_owned).collect()
}

#[test]
fn a_paper_that_civic_cites_too_is_about_the_same_gene_or_drug() {
    let (entities, statements) = (rows("entities.tsv"), rows("statements.tsv"));
    let genes = entities.iter().filter(|row| row["kind"] == "gene").map(|row| row["name"].as_str()).collect();
    let (civic, own): (Vec<&Row>, Vec<&Row>) = statements.iter().partition(|row| row["id"].starts_with("civic.eid:"));
    let mut about: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in civic {
        for paper in parts(&row["source"]) {
            about.entry(paper).or_default().extend(subjects(row, &genes));
        }
    }
    let mut shared = 0;
    for row in own {
        for paper in parts(&row["source"]).filter(|paper| paper.starts_with("PMID:")) {
            let Some(theirs) = about.get(paper) else { continue };
            let ours = subjects(row, &genes);
            shared += 1;
            assert!(!ours.is_disjoint(theirs), "{}: {paper} is about {theirs:?}, not {ours:?}", row["id"]);
        }
    }
    assert!(shared >= 170, "{shared} citations are CIViC's, too");
}
