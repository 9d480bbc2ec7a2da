//! `match file "patient.tsv"`: the findings of a table of genes and variants, or of a MAF file.

use super::Engine;
use crate::answer::Note;
use crate::diagnostic::{Code, Diagnostic};
use crate::query::Resolved;
use crate::query::{Finding, Source as RowSource};
use crate::resolve::sources::finding;
use crate::text::Source;
use std::path::Path;

/// Headings of the columns that are read, in lower case; the first one present is used.
const GENE_COLUMNS: &[&str] = &["gene", "hugo_symbol", "gene_symbol", "symbol"];
const VARIANT_COLUMNS: &[&str] = &["variant", "hgvsp_short", "protein_change", "alteration", "aa_change"];
/// A heading that only MAF files have.
const MAF_COLUMN: &str = "hugo_symbol";
/// Files above this size are no list of findings.
const MOST_BYTES: u64 = 256 << 20;

/// What a file of findings holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct FindingLines {
    /// Line number, and the finding as the language writes it.
    findings: Vec<(usize, String)>,
    /// Line number, and why it names no finding.
    unread: Vec<(usize, String)>,
    is_maf: bool,
}

/// Puts the findings of the file that a question names into the question; the path is seen from the folder
/// of `source`.
///
/// # Errors
/// Where the file cannot be read or has no columns for gene and variant.
pub(super) fn read_findings(engine: &Engine, source: &Source, resolved: &mut Resolved) -> Result<(), Diagnostic> {
    let RowSource::Match(question) = &mut resolved.source else { return Ok(()) };
    let Some(file) = &question.file else { return Ok(()) };
    let path = Path::new(&source.name).parent().unwrap_or(Path::new("")).join(&file.text);
    let wrong = |message: String| Diagnostic::error(Code::File, file.span, message);
    let size = std::fs::metadata(&path).map_or(0, |about| about.len());
    if size > MOST_BYTES {
        return Err(wrong(format!("{} is too big for a list of findings", path.display())));
    }
    let text =
        std::fs::read_to_string(&path).map_err(|error| wrong(format!("cannot read {}: {error}", path.display())))?;
    let mut lines = lines(&text).ok_or_else(|| {
        wrong(format!("{} has no columns `gene` and `variant`", path.display()))
            .help("the first line names the columns: gene and variant, or Hugo_Symbol and HGVSp_Short as in a MAF file")
    })?;
    for (line, text) in lines.findings {
        let found = finding(engine.graph(), engine.names(), &text);
        if is_nothing(&found) {
            lines.unread.push((line, format!("{text} is not in this graph, nor is its gene")));
        } else if !question.findings.iter().any(|known| known.typed == found.typed) {
            question.findings.push(found);
        }
    }
    lines.unread.sort_by_key(|(line, _)| *line);
    if !lines.unread.is_empty() {
        let told: Vec<String> = lines.unread.iter().map(|(line, why)| format!("line {line}: {why}")).collect();
        resolved.notes.push(Note { code: "unmatched", text: told.join("; ") });
    }
    if lines.is_maf {
        let text = "a MAF file holds mutations only: copy number, fusions and expression are not in it".to_owned();
        resolved.notes.push(Note { code: "maf", text });
    }
    Ok(())
}

fn is_nothing(finding: &Finding) -> bool {
    finding.entities.is_empty() && finding.gene.is_none()
}

/// The findings of a table; `None` where it has no columns for gene and variant.
fn lines(text: &str) -> Option<FindingLines> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = text
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let (_, heading) = rows.next()?;
    let separator = if heading.contains('\t') { '\t' } else { ',' };
    let cells = |line: &str| -> Vec<String> {
        line.split(separator).map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
    };
    let headings: Vec<String> = cells(heading).iter().map(|heading| heading.to_lowercase()).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
    let (gene, variant) = (find(GENE_COLUMNS)?, find(VARIANT_COLUMNS)?);
    let mut found =
        FindingLines { is_maf: headings.iter().any(|heading| heading == MAF_COLUMN), ..FindingLines::default() };
    for (number, line) in rows {
        let cells = cells(line);
        let cell = |place: usize| cells.get(place).map_or("", String::as_str);
        match (cell(gene), protein_change(cell(variant))) {
            ("", _) => found.unread.push((number, "there is no gene".to_owned())),
            (gene, "") => found.unread.push((number, format!("{gene} has no variant"))),
            (gene, variant) if variant.ends_with('=') => {
                found.unread.push((number, format!("{gene} {variant} changes nothing in the protein")))
            }
            // Some tables write the gene in the variant's column again.
            (gene, variant) if variant.split(' ').next() == Some(gene) => {
                found.findings.push((number, variant.to_owned()))
            }
            (gene, variant) => found.findings.push((number, format!("{gene} {variant}"))),
        }
    }
    Some(found)
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
        let found = lines(text).unwrap();
        assert_eq!((found.findings, found.unread), (owned(findings), owned(unread)), "{text}");
    }

    #[test]
    fn genes_and_variants_are_read_and_no_line_is_dropped() {
        check("gene\tvariant\nEGFR\tL858R\n\nEGFR\tEGFR T790M\n", &[(2, "EGFR L858R"), (4, "EGFR T790M")], &[]);
        check("Variant,Gene\n\"T790M\",EGFR\nL858R,\n", &[(2, "EGFR T790M")], &[(3, "there is no gene")]);
        check(
            "#version 2.4\nHugo_Symbol\tChromosome\tHGVSp_Short\nERBB2\t17\tp.S310F\nTP53\t17\t\nKRAS\t12\tp.G13=\n",
            &[(3, "ERBB2 S310F")],
            &[(4, "TP53 has no variant"), (5, "KRAS G13= changes nothing in the protein")],
        );
    }

    #[test]
    fn a_table_without_the_columns_is_none() {
        assert_eq!(lines("name\tlength\nEGFR\t3\n"), None);
        assert_eq!(lines(""), None);
        assert!(lines("Hugo_Symbol\tHGVSp_Short\n").unwrap().is_maf);
    }
}
