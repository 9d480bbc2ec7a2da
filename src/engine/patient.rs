//! `match file "patient.tsv"`: the findings of a table of genes and variants, or of a MAF file.

use crate::diagnostic::{Code, Diagnostic};
use crate::import::rows::{CsvRows, Separator, field};
use crate::language::ast;
use crate::resolve::ListedFindings;
use crate::text::Source;
use std::path::Path;

/// Headings of the columns that are used, in lower case; the first one present counts.
const GENE_COLUMNS: &[&str] = &["gene", "hugo_symbol", "gene_symbol", "symbol"];
const VARIANT_COLUMNS: &[&str] = &["variant", "hgvsp_short", "protein_change", "alteration", "aa_change"];
const SAMPLE_COLUMNS: &[&str] = &["tumor_sample_barcode", "sample_id", "sample"];
/// A heading that only MAF files have.
const MAF_COLUMN: &str = "hugo_symbol";
/// Files above this size are no list of findings.
const MOST_BYTES: u64 = 256 << 20;

/// The findings of the file that a question names, if it names one; the path is seen from the
/// folder of `source`.
///
/// # Errors
/// Where the file cannot be read or has no columns for gene and variant.
pub(super) fn findings(query: &ast::QuerySyntax, source: &Source) -> Result<Option<ListedFindings>, Diagnostic> {
    let ast::SourceSyntax::Match(ast::MatchSyntax { file: Some(file), .. }) = &query.source else { return Ok(None) };
    let path = Path::new(&source.name).parent().unwrap_or(Path::new("")).join(&file.text);
    let wrong = |message: String| Diagnostic::error(Code::File, file.span, message);
    let size = std::fs::metadata(&path).map_or(0, |about| about.len());
    if size > MOST_BYTES {
        return Err(wrong(format!("{} is too big for a list of findings", path.display())));
    }
    let text =
        std::fs::read_to_string(&path).map_err(|error| wrong(format!("cannot read {}: {error}", path.display())))?;
    let samples = samples(&text);
    if samples > 1 {
        let message = format!("{} has findings of {samples} samples", path.display());
        return Err(wrong(message).help("one sample is one tumour: `onco match FILE` matches each of them"));
    }
    let found = listed(&text).ok_or_else(|| {
        wrong(format!("{} has no columns `gene` and `variant`", path.display()))
            .help("the first line names the columns: gene and variant, or Hugo_Symbol and HGVSp_Short as in a MAF file")
    })?;
    Ok(Some(found))
}

/// The findings of a table; `None` where it has no columns for gene and variant. Its fields are
/// separated by tabs or, where the headings hold no tab, by commas.
fn listed(text: &str) -> Option<ListedFindings> {
    let headings = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty())?;
    let separator = if headings.contains('\t') { Separator::Tab } else { Separator::Comma };
    let mut rows = CsvRows::with_comments(text, separator);
    let (_, headings) = rows.next()?;
    let headings: Vec<String> = (0..headings.len()).map(|place| cell(headings, place).to_lowercase()).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
    let (gene, variant) = (find(GENE_COLUMNS)?, find(VARIANT_COLUMNS)?);
    let is_maf = headings.iter().any(|heading| heading == MAF_COLUMN);
    let mut found = ListedFindings { is_maf, ..ListedFindings::default() };
    while let Some((line, row)) = rows.next() {
        match finding(cell(row, gene), protein_change(cell(row, variant))) {
            Ok(finding) => found.findings.push((line as usize, finding)),
            Err(why) => found.unread.push((line as usize, why)),
        }
    }
    Some(found)
}

/// How many samples a table is about; 0 where it has no column for them.
fn samples(text: &str) -> usize {
    let Some(headings) = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()) else { return 0 };
    let separator = if headings.contains('\t') { Separator::Tab } else { Separator::Comma };
    let mut rows = CsvRows::with_comments(text, separator);
    let Some((_, headings)) = rows.next() else { return 0 };
    let is_sample = |place: &usize| SAMPLE_COLUMNS.contains(&cell(headings, *place).to_lowercase().as_str());
    let Some(column) = (0..headings.len()).find(is_sample) else { return 0 };
    let mut samples = std::collections::BTreeSet::new();
    while let Some((_, row)) = rows.next() {
        samples.insert(cell(row, column).to_owned());
    }
    samples.len()
}

/// A field without space and quotes around it; programs write quotes between tabs, too.
fn cell(row: &csv::StringRecord, column: usize) -> &str {
    field(row, column).trim_matches('"')
}

/// A finding as the language writes it, or why there is none.
fn finding(gene: &str, variant: &str) -> Result<String, String> {
    match (gene, variant) {
        ("", _) => Err("no gene is named".to_owned()),
        (_, "") => Err("no variant is named".to_owned()),
        (_, variant) if variant.ends_with('=') => Err("the protein is not changed".to_owned()),
        // Some tables write the gene in the variant's column again.
        (gene, variant) if variant.split(' ').next() == Some(gene) => Ok(variant.to_owned()),
        (gene, variant) => Ok(format!("{gene} {variant}")),
    }
}

/// `S310F` of `p.S310F`; nothing where the file says that there is none.
fn protein_change(text: &str) -> &str {
    let change = text.strip_prefix("p.").unwrap_or(text);
    if matches!(change, "." | "-" | "NA" | "?") { "" } else { change }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, findings: &[(usize, &str)], unread: &[(usize, &str)]) {
        let owned =
            |list: &[(usize, &str)]| list.iter().map(|&(line, text)| (line, text.to_owned())).collect::<Vec<_>>();
        let found = listed(text).unwrap();
        assert_eq!((found.findings, found.unread), (owned(findings), owned(unread)), "{text}");
    }

    #[test]
    fn genes_and_variants_are_read_and_no_line_is_dropped() {
        check("gene\tvariant\nEGFR\tL858R\n\nEGFR\tEGFR T790M\n", &[(2, "EGFR L858R"), (4, "EGFR T790M")], &[]);
        check("Variant,Gene\n\"T790M\",EGFR\nL858R,\n", &[(2, "EGFR T790M")], &[(3, "no gene is named")]);
        check("gene,variant\n\"EGFR\",\"E746_A750del, in frame\"\n", &[(2, "EGFR E746_A750del, in frame")], &[]);
        check("gene\tvariant\n\"EGFR\"\t\"L858R\"\n", &[(2, "EGFR L858R")], &[]);
        check(
            "#version 2.4\nHugo_Symbol\tChromosome\tHGVSp_Short\nERBB2\t17\tp.S310F\nTP53\t17\t\nKRAS\t12\tp.G13=\n",
            &[(3, "ERBB2 S310F")],
            &[(4, "no variant is named"), (5, "the protein is not changed")],
        );
    }

    #[test]
    fn samples_are_counted() {
        assert_eq!(samples("gene\tvariant\nEGFR\tL858R\n"), 0);
        assert_eq!(samples("Hugo_Symbol\tHGVSp_Short\tTumor_Sample_Barcode\nEGFR\tp.L858R\tA\nKRAS\tp.G12C\tB\n"), 2);
    }

    #[test]
    fn a_table_without_the_columns_is_none() {
        assert_eq!(listed("name\tlength\nEGFR\t3\n"), None);
        assert_eq!(listed(""), None);
        assert!(listed("Hugo_Symbol\tHGVSp_Short\n").unwrap().is_maf);
    }
}
