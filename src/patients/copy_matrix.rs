//! Copy numbers as a matrix: a row for each gene, a column for each sample, −2 to 2 in it.

use super::copies::{CopyCall, call};
use super::failure::ReadFailure;
use super::headings::{ABOUT_GENE, CANCER, CHANGE, COPIES, FUSION, GENE, SAMPLE, folded, is_blank};
use super::sink::{LineEntry, LineReason, Remark, Sink};
use super::table::PatientTable;
use crate::matching::{LinePlace, Listing};

pub(super) fn fits(table: &PatientTable<'_>) -> bool {
    let is_first = table.headings().first().is_some_and(|first| GENE.names.contains(&folded(first).as_str()));
    let others = [&CHANGE, &COPIES, &FUSION, &SAMPLE, &CANCER];
    is_first && !others.iter().any(|column| table.has(column)) && !samples(table).is_empty()
}

/// Columns of samples, with their names.
fn samples(table: &PatientTable<'_>) -> Vec<(usize, String)> {
    let is_sample = |heading: &str| !heading.is_empty() && !is_about_gene(heading);
    let columns = table.headings().iter().enumerate().skip(1);
    columns.filter(|(_, heading)| is_sample(heading)).map(|(place, heading)| (place, heading.clone())).collect()
}

fn is_about_gene(heading: &str) -> bool {
    let folded = folded(heading);
    [&ABOUT_GENE, &GENE].iter().any(|column| column.names.contains(&folded.as_str()))
}

pub(super) fn read(table: &mut PatientTable<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let samples = samples(table);
    for (_, sample) in &samples {
        sink.sample(sample);
    }
    let mut is_matrix = false;
    while let Some(row) = table.next()? {
        sink.line(row.number);
        if row.is_damaged {
            sink.remark(Remark::NotText);
        }
        let calls: Vec<CopyCall> = samples.iter().map(|&(place, _)| call(row.field(place))).collect();
        // The first row shows whether it is a matrix at all.
        if !is_matrix && calls.iter().all(|call| *call == CopyCall::Unknown) {
            let (name, heading) = (table.name().to_owned(), samples.first().map_or("", |(_, name)| name));
            let message = format!("has no column for a change, and `{heading}` holds no copy numbers from −2 to 2");
            return Err(ReadFailure::file(&name, message)
                .help("a list of findings has the headings gene and variant, or Hugo_Symbol and HGVSp_Short"));
        }
        is_matrix = true;
        let gene = row.field(0);
        if row.len() < 2 {
            sink.unused(LineReason::TooShort);
            continue;
        }
        let listing = Listing { gene, place: LinePlace { file: 0, line: row.number as usize }, ..Listing::default() };
        for (call, (_, sample)) in calls.iter().zip(&samples) {
            match call {
                CopyCall::Copies(copies) => {
                    sink.entry(&LineEntry { sample, cancer: "", listing: Listing { copies, ..listing } })?;
                }
                // Nobody looked at the gene in this sample.
                CopyCall::Blank if is_blank(gene) => {}
                CopyCall::Blank => sink.entry(&LineEntry { sample, cancer: "", listing })?,
                CopyCall::Unknown => sink.unused(LineReason::NotCopies),
            }
        }
    }
    Ok(())
}
