//! Structural variants between two sites, or fusions with a column for each gene: `Site1_Hugo_Symbol`
//! and `Site2_Hugo_Symbol`, `Gene1` and `Gene2`.

use super::failure::ReadFailure;
use super::headings::{CANCER, FIRST_SITE, FRAME, ORIGIN, REARRANGEMENT, REMARK, SAMPLE, SECOND_SITE, is_blank};
use super::sink::{LineEntry, LineReason, Remark, Sink};
use super::table::{PatientTable, remark_on};
use crate::matching::{LinePlace, Listing};

/// What a laboratory writes of a change within one gene that has a name, and the name.
const WITHIN_A_GENE: &[(&str, &str)] = &[
    ("viii", "vIII"),
    ("internal tandem duplication", "internal tandem duplication"),
    ("kinase domain duplication", "kinase domain duplication"),
];
/// Kinds of rearrangement that make a fusion where one gene alone is named.
const FUSING: &[&str] = &["fusion", "translocation", "inversion", "rearrangement", "bnd", "tra", "inv", "ctx"];
/// What stands where there is no gene.
const NO_GENE: &[&str] = &["intergenic", "unknown", "none"];

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let [firsts, seconds, samples, kinds] =
        [&FIRST_SITE, &SECOND_SITE, &SAMPLE, &REARRANGEMENT].map(|column| table.columns(column));
    let [remarks, frames, origins, cancers] = [&REMARK, &FRAME, &ORIGIN, &CANCER].map(|column| table.columns(column));
    let headings = table.headings().len();
    while let Some(row) = table.next()? {
        sink.line(row.number);
        remark_on(&row, headings, sink);
        let sample = row.first(&samples);
        if row.is_short_of(&firsts) {
            sink.unused(LineReason::TooShort);
            continue;
        }
        if sample.is_empty() && !samples.is_empty() {
            sink.unused(LineReason::NoSample);
            continue;
        }
        let [first, second] = [&firsts, &seconds].map(|places| gene(row.first(places)));
        if first.is_empty() && second.is_empty() {
            sink.unused(LineReason::Blank);
            continue;
        }
        let is_fusion = !first.is_empty() && !second.is_empty() && first != second;
        if is_fusion && is_out_of_frame(row.first(&frames)) {
            sink.remark(Remark::OutOfFrame);
        }
        let said: String = remarks.iter().map(|&place| row.field(place).to_lowercase() + " ").collect();
        let listing = Listing {
            origin: row.first(&origins),
            place: LinePlace { file: 0, line: row.number as usize },
            ..listing(first, second, row.first(&kinds), &said)
        };
        sink.entry(&LineEntry { sample, cancer: row.first(&cancers), listing })?;
    }
    Ok(())
}

/// A gene without the identifier that callers add: `EML4^ENSG00000143924.19`, `ALK(1234)`.
pub(super) fn gene(field: &str) -> &str {
    let end = field.find(['^', '(']).unwrap_or(field.len());
    let name = field.get(..end).unwrap_or(field).trim();
    if is_blank(name) || NO_GENE.iter().any(|word| word.eq_ignore_ascii_case(name)) { "" } else { name }
}

/// What two sites, of which one may be unknown, and the kind of the rearrangement say.
fn listing<'t>(first: &'t str, second: &'t str, kind: &str, said: &str) -> Listing<'t> {
    let one = if first.is_empty() { second } else { first };
    if one == second || second.is_empty() {
        if let Some((_, name)) = WITHIN_A_GENE.iter().find(|(words, _)| said.contains(words)) {
            return Listing { gene: one, change: name, ..Listing::default() };
        }
        let fuses = FUSING.iter().any(|word| kind.to_lowercase().contains(word)) || is_blank(kind);
        let is_within = first == second || !fuses;
        let change = if is_within { "intragenic" } else { "fusion" };
        return Listing { gene: one, change, ..Listing::default() };
    }
    if first.is_empty() {
        return Listing { gene: one, change: "fusion", ..Listing::default() };
    }
    Listing { gene: first, partner: second, change: "fusion", ..Listing::default() }
}

/// Whether a field says that the frame of a fusion is not kept.
pub(super) fn is_out_of_frame(field: &str) -> bool {
    let field = field.to_lowercase().replace(['-', '_'], " ");
    field.contains("out of frame") || field.contains("frameshift")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_say_what_happened() {
        let check = |sites: (&str, &str), kind: &str, said: &str, expected: (&str, &str, &str)| {
            let found = listing(sites.0, sites.1, kind, said);
            assert_eq!((found.gene, found.partner, found.change), expected, "{sites:?} {kind}");
        };
        check(("EML4", "ALK"), "INVERSION", "", ("EML4", "ALK", "fusion"));
        check(("EML4", "ALK"), "DELETION", "", ("EML4", "ALK", "fusion"));
        check(("ALK", "ALK"), "DELETION", "", ("ALK", "", "intragenic"));
        check(("EGFR", "EGFR"), "DELETION", "egfr viii ", ("EGFR", "", "vIII"));
        check(("ALK", ""), "TRANSLOCATION", "", ("ALK", "", "fusion"));
        check(("", "ALK"), "TRANSLOCATION", "", ("ALK", "", "fusion"));
        check(("CDKN2A", ""), "DELETION", "", ("CDKN2A", "", "intragenic"));
    }

    #[test]
    fn genes_lose_their_identifiers() {
        for (field, expected) in [("EML4^ENSG00000143924.19", "EML4"), ("ALK", "ALK"), ("Intergenic", ""), (".", "")] {
            assert_eq!(gene(field), expected);
        }
    }
}
