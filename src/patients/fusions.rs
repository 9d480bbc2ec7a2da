//! Fusions, both genes in one field: `EML4-ALK fusion`, `EML4::ALK`, `ALK-intragenic`.

use super::failure::ReadFailure;
use super::headings::{CANCER, FRAME, FUSION, GENE, ORIGIN, SAMPLE};
use super::rearrangements::is_out_of_frame;
use super::sink::{LineEntry, LineReason, Remark, Sink};
use super::table::{PatientTable, remark_on};
use crate::matching::{LinePlace, Listing};

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let [fusions, genes, samples] = [&FUSION, &GENE, &SAMPLE].map(|column| table.columns(column));
    let [frames, origins, cancers] = [&FRAME, &ORIGIN, &CANCER].map(|column| table.columns(column));
    let headings = table.headings().len();
    while let Some(row) = table.next()? {
        sink.line(row.number);
        remark_on(&row, headings, sink);
        let (sample, gene) = (row.first(&samples), row.first(&genes));
        if row.is_short_of(&fusions) {
            sink.unused(LineReason::TooShort);
            continue;
        }
        if sample.is_empty() && !samples.is_empty() {
            sink.unused(LineReason::NoSample);
            continue;
        }
        if is_out_of_frame(row.first(&frames)) {
            sink.remark(Remark::OutOfFrame);
        }
        let written = row.first(&fusions);
        let change = named_fusion(written);
        // The gene's column repeats one of the two, and is left out where the text says both.
        let says_both = change.ends_with("fusion") && change.contains(['-', ':']);
        let (gene, change) = if gene.is_empty() || says_both { (change.as_str(), "") } else { (gene, change.as_str()) };
        let listing = Listing {
            gene,
            change,
            origin: row.first(&origins),
            place: LinePlace { file: 0, line: row.number as usize },
            ..Listing::default()
        };
        sink.entry(&LineEntry { sample, cancer: row.first(&cancers), listing })?;
    }
    Ok(())
}

/// What is in the column `Fusion` is one, whether the word is there or not.
fn named_fusion(written: &str) -> String {
    let lower = written.to_lowercase();
    let says_what = ["fusion", "intragenic", "rearrangement", "translocation", "viii", "itd", "kdd", "duplication"];
    if written.is_empty() || says_what.iter().any(|word| lower.contains(word)) {
        return written.to_owned();
    }
    format!("{} fusion", written.replace("--", "::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fusions_are_named_so() {
        for (written, expected) in [
            ("EML4-ALK", "EML4-ALK fusion"),
            ("EML4--ALK", "EML4::ALK fusion"),
            ("EML4-ALK fusion", "EML4-ALK fusion"),
            ("MLL2-intragenic", "MLL2-intragenic"),
            ("", ""),
        ] {
            assert_eq!(named_fusion(written), expected);
        }
    }
}
