//! `onco match` from outside: the layouts of annotators and callers, the inputs that public reports
//! of bugs are about, what is written where, and what stops it.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn file(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patients").join(name).display().to_string()
}

fn onco(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onco")).arg("match").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

type Row = BTreeMap<String, String>;

/// Rows of a table in TSV, by the names of its columns.
fn rows_of(table: &str) -> Vec<Row> {
    let mut lines = table.lines();
    let headings: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let row =
        |line: &str| headings.iter().map(|&name| name.to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// Rows and notes of a call; it must succeed.
fn matched(arguments: &[&str]) -> (Vec<Row>, String) {
    let output = onco(&[arguments, &["--format", "tsv"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    (rows_of(&text(&output.stdout)), text(&output.stderr))
}

/// Whether a row is as `column=value, column=value` says.
fn fits(row: &Row, wanted: &str) -> bool {
    wanted.split(", ").all(|pair| {
        let (column, value) = pair.split_once('=').unwrap();
        row[column] == value
    })
}

/// A file has rows like these and none like those, and the notes say this.
fn check(name: &str, cancer: &str, wanted: &[&str], unwanted: &[&str], notes: &[&str]) {
    let (rows, told) = matched(&[&file(name), "--cancer", cancer]);
    for wanted in wanted {
        assert!(rows.iter().any(|row| fits(row, wanted)), "{name}: no row with {wanted}\n{rows:#?}");
    }
    for unwanted in unwanted {
        assert!(!rows.iter().any(|row| fits(row, unwanted)), "{name}: a row with {unwanted}");
    }
    for note in notes {
        assert!(told.contains(note), "{name}: nothing says {note}\n{told}");
    }
}

fn refused(arguments: &[&str], code: i32, expected: &str) {
    let output = onco(arguments);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
    assert!(told.contains(expected), "{arguments:?}: {told}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
}

#[test]
fn changes_of_one_gene_meet_what_is_stated_of_them() {
    check(
        "case01_delins.tsv",
        "NSCLC",
        &["therapy=osimertinib, effect=sensitivity, level=A, variant_match=exon"],
        &["therapy=osimertinib, variant_match=exact"],
        &["1 of 1 line read as findings"],
    );
    check(
        "case02_insertion.tsv",
        "NSCLC",
        &[
            "therapy=erlotinib, effect=sensitivity, variant_match=exact, conflict=conflict",
            "therapy=erlotinib, effect=resistance, variant_match=exon",
        ],
        &[],
        &[],
    );
    check(
        "case03_conflict.tsv",
        "NSCLC",
        &["therapy=gefitinib, effect=resistance, level=B, variant_match=exact"],
        &[],
        &[],
    );
    check(
        "case05_protein_change.tsv",
        "LUAD",
        &["finding=KRAS G12C, therapy=sotorasib, level=A"],
        &[],
        &["2 of 2 lines"],
    );
    check(
        "case15_kit.tsv",
        "GIST",
        &[
            "therapy=imatinib, level=A, variant_match=exon, effect=sensitivity",
            "variant_match=exact, profile=KIT V559D",
        ],
        &[],
        &[],
    );
    check(
        "case12_frameshifts.tsv",
        "ovarian cancer",
        &["finding=BRCA1 Q1756fs, therapy=olaparib, variant_match=category, effect=sensitivity"],
        &[],
        &["4 of 4 lines"],
    );
}

#[test]
fn a_splice_site_of_an_exon_is_its_skipping_and_says_that_this_is_not_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/oncology").display().to_string();
    let (rows, _) = matched(&[&file("case07_met_splice.tsv"), "--cancer", "NSCLC", "--graph", &folder]);
    let wanted = "therapy=capmatinib, level=A, remark=splice site: skipping not shown";
    assert!(rows.iter().any(|row| fits(row, wanted)), "{rows:#?}");
}

#[test]
fn splice_regions_are_told_and_splice_sites_are_loss_of_function() {
    check(
        "case06_splice.tsv",
        "ovarian cancer",
        &["sample=A, therapy=olaparib, variant_match=category"],
        &[],
        &["1 line: near a splice site, not at it", ":2, as in MAP2K4"],
    );
}

#[test]
fn fusions_are_met_either_way_and_not_within_a_gene() {
    check("case08_fusion_order.tsv", "urothelial carcinoma", &["therapy=erdafitinib, level=A"], &[], &["2 of 2 lines"]);
    check(
        "case09_intragenic.tsv",
        "NSCLC",
        &[],
        &["therapy=crizotinib"],
        &["0 of 2 lines", "2 lines: within one gene: no fusion"],
    );
    check(
        "case16_co_mutation.tsv",
        "NSCLC",
        &[
            "finding=EML4::ALK fusion and ALK G1202R, therapy=ceritinib, effect=resistance, variant_match=exact",
            "finding=EML4::ALK fusion, therapy=lorlatinib, effect=sensitivity, level=A",
        ],
        &[],
        &[],
    );
}

#[test]
fn a_cancer_is_called_by_name_code_or_tissue() {
    refused(&[&file("case11_cancer.tsv"), "--cancer", "BLAH"], 3, "no cancer of this graph is called `BLAH`");
    refused(&[&file("case11_cancer.tsv"), "--cancer", "brest cancer"], 3, "did you mean breast cancer");
    refused(&[&file("case11_cancer.tsv")], 2, "no cancer is named");
    check(
        "case11_cancer.tsv",
        "BREAST",
        &["cancer=breast cancer, match=exact"],
        &[],
        &["BREAST is a tissue; it is taken as breast cancer"],
    );
}

#[test]
fn gene_level_rows_are_counted_unless_they_are_asked_for() {
    check("case14_gene_level.tsv", "NSCLC", &[], &["variant_match=gene"], &[]);
    let (rows, _) = matched(&[&file("case14_gene_level.tsv"), "--cancer", "NSCLC", "--gene-level"]);
    let (of_gene, closer): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row["variant_match"] == "gene");
    assert!(of_gene.iter().any(|row| row["finding"] == "KRAS K176N" && row["level"] == "A"), "{rows:#?}");
    // R1209Q is in the kinase domain of ALK.
    let closer: Vec<_> = closer.iter().map(|row| (&*row["finding"], &*row["variant_match"], &*row["level"])).collect();
    assert_eq!(closer, [("ALK R1209Q", "category", "E")]);
    let output = onco(&[&file("case14_gene_level.tsv"), "--cancer", "NSCLC"]);
    assert!(text(&output.stdout).contains("Gene level: the statement names no more than the gene\n  ALK R1209Q: "));
}

#[test]
fn what_is_no_table_of_lines_says_so() {
    let nsclc = ["--cancer", "NSCLC"];
    refused(&[&[&*file("case17b_carriage_returns.tsv")], &nsclc[..]].concat(), 4, "carriage return alone");
    refused(&[&[&*file("case17e_spaces.tsv")], &nsclc[..]].concat(), 4, "separated by spaces, not by tabs or commas");
    refused(&["tumour.maf", "--cancer", "NSCLC"], 4, "there is no such file");
    refused(&[&file("layout_clinical.txt"), "--cancer", "NSCLC"], 4, "give it with --clinical");
    refused(&["EGFR L85", "--cancer", "NSCLC", "--format", "markdown"], 2, "samples are written as table, json");
    refused(&["no gene at all", "--cancer", "NSCLC"], 3, "is no finding");
}

#[test]
fn lines_that_say_nothing_are_told_and_the_rest_is_matched() {
    check("case17c_latin1.tsv", "NSCLC", &["finding=EGFR L858R"], &[], &["no UTF-8 text and were replaced", ":2)"]);
    check(
        "case18_no_values.tsv",
        "NSCLC",
        &[],
        &["finding=EGFR mutation"],
        &["0 of 5 lines", "5 lines: no change is named"],
    );
    check(
        "case20_ragged.tsv",
        "melanoma",
        &["finding=BRAF V600E, therapy=dabrafenib"],
        &[],
        &["1 line: fields are missing", "case20_ragged.tsv:2)"],
    );
    check(
        "case22_aliases.tsv",
        "gastric",
        &["finding=TP53 R175H", "finding=KIT D816V, therapy=imatinib"],
        &[],
        &["of 8 lines read as findings"],
    );
}

#[test]
fn samples_are_apart_and_a_row_is_there_once() {
    let (rows, _) = matched(&[&file("case19_samples.tsv"), "--cancer", "melanoma"]);
    let of = |sample: &str| -> Vec<Row> {
        let own = rows.iter().filter(|row| row["sample"] == sample).cloned();
        own.map(|row| Row::from_iter(row.into_iter().filter(|(column, _)| column != "sample"))).collect()
    };
    assert!(!of("A").is_empty());
    assert_eq!(of("A"), of("B"));
    let mut seen = Vec::new();
    for row in of("A") {
        assert!(!seen.contains(&row), "{row:?}");
        seen.push(row);
    }
    // T790M of one sample and L858R of another are no pair.
    let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join("apart.tsv");
    std::fs::write(&table, "sample\tgene\tvariant\nA\tEGFR\tL858R\nB\tEGFR\tT790M\n").unwrap();
    let (rows, _) = matched(&[&table.display().to_string(), "--cancer", "NSCLC"]);
    assert!(rows.iter().any(|row| row["sample"] == "A") && rows.iter().any(|row| row["sample"] == "B"));
    assert!(!rows.iter().any(|row| row["finding"].contains(" and ")));
}

#[test]
fn every_layout_is_read() {
    let pair = |name: &str, notes: &[&str]| {
        let (rows, told) = matched(&[&file(name), "--clinical", &file("layout_clinical.txt")]);
        notes.iter().for_each(|note| assert!(told.contains(note), "{name}: {told}"));
        rows
    };
    let has = |rows: &[Row], wanted: &str| assert!(rows.iter().any(|row| fits(row, wanted)), "{wanted}\n{rows:#?}");
    for name in ["layout_maf.txt", "layout_maf_gz.maf.gz"] {
        let rows = pair(name, &["3 of 5 lines", "1 change of 1 gene has no statement", "the protein is not changed"]);
        has(&rows, "sample=P-1, finding=EGFR L858R, therapy=osimertinib, level=A");
        has(&rows, "sample=P-2, finding=BRAF V600E");
    }
    let rows = pair("layout_copy_matrix.txt", &["4 of 4 lines"]);
    has(&rows, "sample=P-2, finding=ERBB2 amplification, therapy=trastuzumab, level=A");
    let rows = pair("layout_copy_list.txt", &["4 of 5 lines", "1 line: copies are not given as"]);
    has(&rows, "sample=P-2, finding=ERBB2 amplification, therapy=trastuzumab, level=A");
    let rows = pair("layout_fusions.txt", &["2 of 3 lines", "within one gene: no fusion"]);
    has(&rows, "sample=P-1, finding=EML4::ALK fusion, therapy=alectinib, level=A");
    let rows = pair("layout_structural.txt", &["within one gene: no fusion"]);
    has(&rows, "sample=P-1, finding=EML4::ALK fusion, therapy=alectinib, level=A");
    check("layout_star_fusion.tsv", "LUAD", &["finding=EML4::ALK fusion, therapy=alectinib, level=A"], &[], &[]);
    check(
        "layout_findings.csv",
        "LUAD",
        &["sample=S1, finding=EGFR L858R", "finding=EGFR T790M"],
        &[],
        &["2 of 2 lines"],
    );
    check("layout_snpeff.vcf", "melanoma", &["finding=BRAF V600E, therapy=dabrafenib, level=A"], &[], &["1 of 1 line"]);
    check(
        "layout_vep.vcf",
        "LUAD",
        &["sample=P-1, finding=EGFR L858R, therapy=osimertinib"],
        &["finding=KRAS G12D"],
        &["1 of 4 lines", "not a line of a VCF file", "FILTER is not PASS", "outside of proteins"],
    );
    check("case23b_one_column.tsv", "NSCLC", &["sample=S1, finding=EGFR L858R, therapy=osimertinib"], &[], &[]);
    check(
        "case23c_alterations.tsv",
        "gastric",
        &["finding=ERBB2 amplification, therapy=trastuzumab, level=A"],
        &[],
        &[],
    );
    check(
        "case25_copy_matrix.tsv",
        "breast cancer",
        &["sample=P1, finding=ERBB2 amplification"],
        &[],
        &["2 of 2 lines"],
    );
}

#[test]
fn files_of_one_sample_are_put_together() {
    let files = ["layout_maf.txt", "layout_copy_matrix.txt", "layout_structural.txt"].map(file);
    let [maf, copies, structural] = &files;
    let (rows, told) = matched(&[maf, copies, structural, "--clinical", &file("layout_clinical.txt")]);
    let of_first: Vec<&Row> = rows.iter().filter(|row| row["sample"] == "P-1").collect();
    let conflict = |row: &&Row| row["therapy"] == "osimertinib" && row["conflict"].contains("conflict");
    assert!(of_first.iter().copied().any(|row| conflict(&row) && row["finding"] == "EGFR L858R"));
    assert!(of_first.iter().copied().any(|row| conflict(&row) && row["finding"] == "MET amplification"));
    assert!(
        rows.iter()
            .all(|row| row["sample"] != "P-2" || !row["cancer"].contains("lung") || row["match"].contains("other"))
    );
    assert!(told.contains("lines of all files"), "{told}");
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn formats_hold_the_same_rows() {
    let folder = folder("match-formats");
    let call = |name: &str| {
        let path = folder.join(name).display().to_string();
        let output = onco(&[&file("layout_maf.txt"), "--clinical", &file("layout_clinical.txt"), "-o", &path]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        std::fs::read_to_string(folder.join(name)).unwrap()
    };
    let tsv = rows_of(&call("hits.tsv"));
    let json: serde_json::Value = serde_json::from_str(&call("hits.json")).unwrap();
    let lines: Vec<serde_json::Value> =
        call("hits.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let csv = call("hits.csv");
    let csv = csv::Reader::from_reader(csv.as_bytes()).into_records().count();
    assert!(tsv.len() > 10);
    assert_eq!((json["rows"].as_array().unwrap().len(), lines.len(), csv), (tsv.len(), tsv.len(), tsv.len()));
    assert_eq!(json["rows"][0], lines[0]);
    assert_eq!(json["format"], 1);
    let first = &tsv[0];
    let columns: Vec<&str> =
        json["columns"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(columns.starts_with(&[
        "sample",
        "finding",
        "variant_match",
        "therapy",
        "effect",
        "level",
        "status",
        "region",
        "profile",
        "partners",
        "cancer",
        "match",
        "tier",
        "conflict",
        "assumes",
        "waits_for",
        "statements",
        "sources"
    ]));
    assert_eq!(json["rows"][0]["therapy"]["name"].as_str(), Some(&*first["therapy"]));
    assert_eq!(json["rows"][0]["therapy"]["kind"], "drug");
    let page = call("report.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h1>P-1</h1>") && page.contains("osimertinib"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"), "self-contained");
}

#[test]
fn a_folder_takes_rows_summary_and_pages() {
    let folder = folder("match-folder");
    let (maf, clinical, out) = (file("layout_maf.txt"), file("layout_clinical.txt"), folder.display().to_string());
    let output = onco(&[&maf, "--clinical", &clinical, "--tiers", "amp", "--summary", "-o", &out]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let hits = rows_of(&std::fs::read_to_string(folder.join("hits.tsv")).unwrap());
    assert!(
        hits.iter().any(|row| row["tier"] == "I-A")
            && hits.iter().all(|row| row["variant_match"] != "gene" || !row["waits_for"].is_empty())
    );
    let summary = std::fs::read_to_string(folder.join("summary.tsv")).unwrap();
    assert!(summary.contains("patients\tall\t2\t100"), "{summary}");
    assert!(
        summary.contains("patients by best level\tA\t2\t100") && summary.contains("actionable findings\tEGFR L858R\t1")
    );
    let output = onco(&[&maf, "--clinical", &clinical, "--format", "html", "-o", &out]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["P-1.html", "P-2.html", "hits.tsv", "summary.tsv"]);
}

#[test]
fn a_table_is_written_back_with_columns() {
    let (maf, clinical) = (file("layout_maf.txt"), file("layout_clinical.txt"));
    let output = onco(&[&maf, "--clinical", &clinical, "--annotate"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let (written, original) = (text(&output.stdout), std::fs::read_to_string(&maf).unwrap());
    assert_eq!(written.lines().count(), original.lines().count());
    for (new, old) in written.lines().zip(original.lines()) {
        assert!(new.starts_with(old), "{new}");
    }
    let without_version = written.split_once('\n').unwrap().1;
    let rows = rows_of(without_version);
    assert_eq!((&*rows[0]["onco_sensitive_level"], &*rows[0]["onco_tier"]), ("A", "I-A"));
    assert!(rows[0]["onco_sensitive_therapies"].contains("osimertinib"));
    assert_eq!((&*rows[2]["onco_sensitive_level"], &*rows[4]["onco_tier"]), ("", ""));
}

#[test]
fn limits_stop_the_reading() {
    let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join("long.tsv");
    let lines: String = (0..400_000).map(|number| format!("EGFR\tp.L{number}R\tS{number}\n")).collect();
    std::fs::write(&table, format!("gene\tvariant\tsample\n{lines}")).unwrap();
    let path = table.display().to_string();
    refused(&[&path, "--cancer", "NSCLC", "--timeout", "1ms"], 1, "the time limit was reached");
    refused(&[&path, "--cancer", "NSCLC", "--max-memory", "1MiB"], 1, "the memory limit was reached");
}

#[test]
fn what_was_looked_for_decides_about_absences() {
    let colorectal =
        |more: &[&str]| matched(&[&["ERBB2 amplification", "--cancer", "colorectal cancer"], more].concat()).0;
    let waits = |rows: &[Row]| rows.iter().filter(|row| !row["waits_for"].is_empty()).count();
    let (unknown, tested) = (colorectal(&[]), colorectal(&["--all-tested"]));
    assert!(waits(&unknown) > 0);
    assert_eq!(waits(&tested), 0);
    refused(&["KRAS G12C", "--cancer", "CRC", "--assayed", "luck"], 2, "expected one of mutation, copy-number");
    refused(&["KRAS G12C", "--cancer", "CRC", "--panel", "NOGENE"], 3, "the panel names no gene");
}
