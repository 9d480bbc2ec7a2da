//! MAF files, and tables of genes and changes or of findings alone: what `HGVSp_Short`, `variant`
//! or `alteration` says.

use super::failure::ReadFailure;
use super::headings::{CANCER, CHANGE, CLASS, GENE, ORIGIN, POSITION, SAMPLE, is_blank};
use super::sink::{LineEntry, LineReason, Sink};
use super::table::{PatientTable, remark_on};
use crate::matching::{LinePlace, Listing};

/// What stands in the gene's column beside markers of the whole tumour.
const NO_GENE: &[&str] = &["other biomarkers", "other biomarker", "biomarker", "biomarkers"];
/// What stands there between genes.
const BETWEEN_GENES: &[&str] = &["unknown", "intergenic"];
/// What identifiers of proteins and transcripts begin with: `ENSP00000275493.2:p.Leu858Arg`.
const ACCESSIONS: &[&str] = &["ENSP", "ENST", "NP_", "NM_", "XP_", "XM_", "LRG_"];

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let [genes, changes, classes] = [&GENE, &CHANGE, &CLASS].map(|column| table.columns(column));
    let [samples, positions, origins, cancers] =
        [&SAMPLE, &POSITION, &ORIGIN, &CANCER].map(|column| table.columns(column));
    let headings = table.headings().len();
    while let Some(row) = table.next()? {
        sink.line(row.number);
        remark_on(&row, headings, sink);
        let needed = if changes.is_empty() { &classes } else { &changes };
        if row.is_short_of(needed) {
            sink.unused(LineReason::TooShort);
            continue;
        }
        let sample = row.first(&samples);
        if sample.is_empty() && !samples.is_empty() {
            sink.unused(LineReason::NoSample);
            continue;
        }
        let (gene, change) = gene_and_change(row.first(&genes), row.first(&changes));
        if gene.is_empty() && change.is_empty() && row.first(&classes).is_empty() {
            sink.sample(sample);
            sink.unused(LineReason::Blank);
            continue;
        }
        let listing = Listing {
            gene,
            change,
            class: row.first(&classes),
            position: row.first(&positions),
            origin: row.first(&origins),
            place: LinePlace { file: 0, line: row.number as usize },
            ..Listing::default()
        };
        sink.entry(&LineEntry { sample, cancer: row.first(&cancers), listing })?;
    }
    Ok(())
}

/// Gene and change of two fields; where one of them says both, it is the gene.
pub(super) fn gene_and_change<'t>(gene: &'t str, change: &'t str) -> (&'t str, &'t str) {
    let is_word = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(gene));
    if is_blank(gene) || is_word(NO_GENE) {
        return (change, "");
    }
    if is_word(BETWEEN_GENES) {
        return ("", change);
    }
    // `EML4-ALK fusion` beside one of the two genes.
    let is_pair = change.to_lowercase().ends_with(" fusion") && change.contains(gene) && change.contains(['-', ':']);
    if is_pair {
        return (change, "");
    }
    (gene, without_accession(change))
}

/// `p.Leu858Arg` of `ENSP00000275493.2:p.Leu858Arg`, and of what ANNOVAR writes:
/// `EGFR:NM_005228:exon21:c.T2573G:p.L858R,EGFR:…`.
pub(super) fn without_accession(change: &str) -> &str {
    let first = change.split([',', ';']).next().unwrap_or(change);
    let is_accession = |part: &str| ACCESSIONS.iter().any(|start| part.starts_with(start));
    match first.rfind(":p.") {
        Some(at) => first.get(at + 1..).unwrap_or(first).trim(),
        None if first.split(':').any(is_accession) => first.rsplit(':').next().unwrap_or(first).trim(),
        None => change,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_lose_their_accessions() {
        for (text, expected) in [
            ("p.L858R", "p.L858R"),
            ("ENSP00000275493.2:p.Leu858Arg", "p.Leu858Arg"),
            ("EGFR:NM_005228:exon21:c.T2573G:p.L858R,EGFR:NM_1:exon20:c.T1G:p.L1R", "p.L858R"),
            ("EGFR:p.L858R", "p.L858R"),
            ("NP_005219.2:Leu858Arg", "Leu858Arg"),
            ("E746_A750del, in frame", "E746_A750del, in frame"),
        ] {
            assert_eq!(without_accession(text), expected);
        }
    }

    #[test]
    fn markers_have_no_gene() {
        assert_eq!(gene_and_change("Other Biomarkers", "MSI-H"), ("MSI-H", ""));
        assert_eq!(gene_and_change("NA", "EGFR:p.L858R"), ("EGFR:p.L858R", ""));
        assert_eq!(gene_and_change("Unknown", "p.A1T"), ("", "p.A1T"));
        assert_eq!(gene_and_change("EGFR", "p.L858R"), ("EGFR", "p.L858R"));
        assert_eq!(gene_and_change("EML4", "EML4-ALK fusion"), ("EML4-ALK fusion", ""));
        assert_eq!(gene_and_change("ALK", "fusion"), ("ALK", "fusion"));
    }
}
