//! The shipped graph: that it is whole, that it holds what was put in, and that rows of the domain
//! tables are there.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Engine, TextGraph};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/graphs/oncology");

/// A table with a header row: each row by column name.
struct Table(Vec<HashMap<String, String>>);

impl Table {
    fn read(path: &Path) -> Table {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
        let row = |line: &str| {
            let cells = line.split('\t').chain(std::iter::repeat("")).map(str::to_owned);
            header.iter().map(|name| name.to_string()).zip(cells).collect()
        };
        Table(lines.map(row).collect())
    }

    fn own(name: &str) -> Table {
        Table::read(&Path::new(FOLDER).join(name))
    }

    /// How many rows have each value of a column.
    fn counts(&self, column: &str) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.0 {
            *counts.entry(row[column].as_str()).or_default() += 1;
        }
        counts
    }
}

/// A table of facts that the graph was written from; none where it is not on this machine.
fn domain(name: &str) -> Option<Table> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/tsv").join(name);
    if path.exists() {
        return Some(Table::read(&path));
    }
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {} is not here", path.display());
    None
}

/// Nothing that was put in once gets lost.
fn check_counts(got: &BTreeMap<&str, usize>, least: &[(&str, usize)]) {
    for (name, count) in least {
        let found = got.get(name).copied().unwrap_or(0);
        assert!(found >= *count, "{name}: {found}, once {count}");
    }
}

#[test]
fn every_reference_resolves_and_no_hierarchy_has_a_cycle() {
    // Opening checks both, and tells every problem.
    let engine = Engine::embedded().unwrap_or_else(|error| panic!("{error}"));
    let civic = Table::read(&Path::new(FOLDER).join("../civic/statements.tsv"));
    let rows = Table::own("statements.tsv").0.into_iter().chain(civic.0);
    let ids: BTreeSet<String> = rows.map(|row| row["id"].clone()).collect();
    assert_eq!(engine.graph_info().statements, ids.len());
}

#[test]
fn a_broken_reference_and_a_cycle_are_found() {
    let read = |name: &str| std::fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    let [vocabulary, entities, relations, statements] =
        ["vocabulary.toml", "entities.tsv", "relations.tsv", "statements.tsv"].map(read);
    for (extra, expected) in [
        ("cetuximab\ttargets\tNOSUCHGENE\tonco:curation-2026\n", "NOSUCHGENE"),
        ("cancer\tis a\tgastric cancer\tonco:curation-2026\n", "cycle"),
        ("cetuximab\ttargets\tgastric cancer\tonco:curation-2026\n", "gastric cancer"),
    ] {
        let relations = format!("{relations}{extra}");
        let text =
            TextGraph { vocabulary: &vocabulary, entities: &entities, relations: &relations, statements: &statements };
        let message = match Engine::from_text(&text) {
            Ok(_) => panic!("{extra:?} was taken"),
            Err(error) => error.to_string(),
        };
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn kinds_are_as_many_as_were_put_in() {
    let entities = Table::own("entities.tsv");
    check_counts(
        &entities.counts("kind"),
        &[
            ("gene", 208),
            ("protein", 209),
            ("gene family", 15),
            ("variant", 509),
            ("biomarker", 39),
            ("drug", 324),
            ("drug class", 190),
            ("cancer", 253),
            ("mechanism", 132),
            ("mechanism kind", 55),
            ("strategy", 12),
            ("pathway", 22),
            ("outcome", 11),
            ("side effect", 4),
        ],
    );
}

#[test]
fn statements_are_as_many_as_were_put_in() {
    let statements = Table::own("statements.tsv");
    check_counts(
        &statements.counts("effect"),
        &[
            ("treats", 711),
            ("resistance", 341),
            ("sensitivity", 182),
            ("overcomes", 148),
            ("reduced sensitivity", 13),
            ("prognostic", 6),
            ("occurrence", 3),
            ("adverse response", 2),
        ],
    );
    check_counts(&statements.counts("dataset"), &[("civic", 351), ("onco", 1056)]);
}

#[test]
fn every_statement_has_an_id_of_its_own_a_level_and_a_source() {
    let mut ids = BTreeSet::new();
    for row in &Table::own("statements.tsv").0 {
        let id = &row["id"];
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(["A", "B", "C", "D", "E"].contains(&row["level"].as_str()), "{id}: level {:?}", row["level"]);
        assert!(!row["source"].is_empty(), "{id} has no source");
        assert!(id.starts_with("civic.eid:") || id.starts_with("onco:"), "{id}: whose is it?");
    }
}

#[test]
fn failed_trials_dispute_and_cite_nothing_that_supports() {
    for row in Table::own("statements.tsv").0.iter().filter(|row| row["status"] == "failed") {
        assert_ne!(row["direction"], "supports", "{}", row["id"]);
    }
}

#[test]
fn levels_of_curated_approvals_follow_their_status() {
    for row in Table::own("statements.tsv").0 {
        let seed = row["source"].contains("onco:seed-");
        if row["effect"] != "treats" || !row["id"].starts_with("onco:") || seed {
            continue;
        }
        let expected = match row["status"].as_str() {
            // What rests on curation alone validates nothing.
            "approved" | "guideline" if row["source"] == "onco:curation-2026" => "B",
            "approved" if row["gist"].contains("label not cited") => "B",
            "approved" => "A",
            // A trial that fails is as good as its paper: a phase III trial validates.
            "failed" if row["source"].contains("NCT") => "A",
            "failed" | "withdrawn" => "B",
            "investigational" => "E",
            _ => continue,
        };
        assert_eq!(row["level"], expected, "{} ({})", row["id"], row["status"]);
    }
}

#[test]
fn genes_of_the_table_are_there() {
    let Some(table) = domain("genes.tsv") else { return };
    let entities = Table::own("entities.tsv");
    let genes: BTreeSet<&str> =
        entities.0.iter().filter(|row| row["kind"] == "gene").map(|row| row["name"].as_str()).collect();
    let missing: Vec<_> =
        table.0.iter().map(|row| &row["symbol"]).filter(|name| !genes.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn drugs_of_the_table_are_there() {
    let Some(table) = domain("drugs.tsv") else { return };
    let entities = Table::own("entities.tsv");
    let drugs: BTreeSet<&str> =
        entities.0.iter().filter(|row| row["kind"] == "drug").map(|row| row["name"].as_str()).collect();
    let column = ["drug", "name"].into_iter().find(|name| table.0[0].contains_key(*name)).unwrap();
    let missing: Vec<_> =
        table.0.iter().map(|row| &row[column]).filter(|name| !drugs.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Cancers that a label names more exactly than the table does.
const PARTS: &[(&str, &str)] = &[
    ("castration-resistant prostate cancer", "prostate cancer"),
    ("hormone-sensitive prostate cancer", "prostate cancer"),
    ("muscle-invasive bladder cancer", "bladder cancer"),
    ("non-muscle-invasive bladder cancer", "bladder cancer"),
    ("pancreatic adenocarcinoma", "pancreatic cancer"),
];

fn is_part(cancer: &str, whole: &str) -> bool {
    PARTS.contains(&(cancer, whole))
}

#[test]
fn every_indication_is_a_statement_with_its_status_region_and_cancer() {
    let Some(table) = domain("indications.tsv") else { return };
    let statements = Table::own("statements.tsv");
    let mut missing = Vec::new();
    for row in &table.0 {
        let status = &row["status"];
        let found = statements.0.iter().any(|statement| {
            statement["therapy"].split([' ']).next() == row["drug"].split(' ').next()
                && statement["cancer"]
                    .split('|')
                    .any(|cancer| cancer == row["cancer"] || is_part(cancer, &row["cancer"]))
                && (statement["status"] == *status || !["approved", "failed", "withdrawn"].contains(&status.as_str()))
                && (row["region"].is_empty() || statement["region"] == row["region"] || status == "no approved use")
        });
        if !found {
            missing.push(format!("{} in {} ({status}, {})", row["drug"], row["cancer"], row["region"]));
        }
    }
    assert!(missing.is_empty(), "{} rows:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn records_named_by_number_are_there() {
    let Some(table) = domain("mechanism_links.tsv") else { return };
    let statements = Table::own("statements.tsv");
    let ids: BTreeSet<&str> = statements.0.iter().map(|row| row["id"].as_str()).collect();
    let mut missing = BTreeSet::new();
    for row in &table.0 {
        for number in row["eid"].split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()) {
            let id = format!("civic.eid:{number}");
            if !ids.contains(id.as_str()) {
                missing.insert(id);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
