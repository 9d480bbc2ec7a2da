//! Copy numbers, one sample and gene a line: `Copy_Number_Alteration`.

use super::copies::{CopyCall, call};
use super::failure::ReadFailure;
use super::headings::{CANCER, COPIES, GENE, SAMPLE};
use super::sink::{LineEntry, LineReason, Sink};
use super::table::{PatientTable, remark_on};
use crate::matching::{LinePlace, Listing};

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let [genes, copies, samples, cancers] = [&GENE, &COPIES, &SAMPLE, &CANCER].map(|column| table.columns(column));
    let headings = table.headings().len();
    while let Some(row) = table.next()? {
        sink.line(row.number);
        remark_on(&row, headings, sink);
        let sample = row.first(&samples);
        if row.is_short_of(&copies) {
            sink.unused(LineReason::TooShort);
            continue;
        }
        if sample.is_empty() && !samples.is_empty() {
            sink.unused(LineReason::NoSample);
            continue;
        }
        let listing = Listing {
            gene: row.first(&genes),
            place: LinePlace { file: 0, line: row.number as usize },
            ..Listing::default()
        };
        let listing = match call(row.first(&copies)) {
            CopyCall::Copies(copies) => Listing { copies, ..listing },
            CopyCall::Blank => listing,
            CopyCall::Unknown => {
                sink.unused(LineReason::NotCopies);
                continue;
            }
        };
        sink.entry(&LineEntry { sample, cancer: row.first(&cancers), listing })?;
    }
    Ok(())
}
