//! Fusions of STAR-Fusion: `EML4--ALK` in `#FusionName`, the 5′ gene first.

use super::failure::ReadFailure;
use super::headings::{CANCER, FIRST_SITE, FUSION, SAMPLE, SECOND_SITE};
use super::rearrangements::gene;
use super::sink::{LineEntry, LineReason, Sink};
use super::table::{PatientTable, remark_on};
use crate::matching::{LinePlace, Listing};

pub(super) fn fits(table: &PatientTable<'_>) -> bool {
    table.has(&FUSION) && (table.has(&FIRST_SITE) || table.headings().iter().any(|name| name == "JunctionReadCount"))
}

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let [names, samples, cancers] = [&FUSION, &SAMPLE, &CANCER].map(|column| table.columns(column));
    let [lefts, rights] = [&FIRST_SITE, &SECOND_SITE].map(|column| table.columns(column));
    let headings = table.headings().len();
    while let Some(row) = table.next()? {
        sink.line(row.number);
        remark_on(&row, headings, sink);
        let pair = row.first(&names).split_once("--");
        let (five, three) = pair.map_or((row.first(&lefts), row.first(&rights)), |pair| pair);
        let (five, three) = (gene(five), gene(three));
        if five.is_empty() && three.is_empty() {
            sink.unused(LineReason::TooShort);
            continue;
        }
        let (gene, partner) = if five.is_empty() { (three, "") } else { (five, three) };
        let listing = Listing {
            gene,
            partner,
            change: "fusion",
            place: LinePlace { file: 0, line: row.number as usize },
            ..Listing::default()
        };
        sink.entry(&LineEntry { sample: row.first(&samples), cancer: row.first(&cancers), listing })?;
    }
    Ok(())
}
