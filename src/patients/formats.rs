//! The formats that are read, one row each.

use super::failure::ReadFailure;
use super::headings::{ABOUT_GENE, CANCER, CHANGE, CLASS, COPIES, FIRST_SITE, FUSION, GENE, SAMPLE, SECOND_SITE};
use super::sink::Sink;
use super::table::PatientTable;
use super::{copy_list, copy_matrix, fusions, mutations, rearrangements, star_fusion};
use crate::matching::Assay;

/// Reads the rows of a table.
type ReadTable = fn(&mut PatientTable<'_>, &mut dyn Sink) -> Result<(), ReadFailure>;

/// A format of tables.
pub(super) struct TableFormat {
    /// As messages call it.
    pub(super) name: &'static str,
    /// The headings that make it one, as messages list them.
    pub(super) headings: &'static str,
    /// What a sample in it was looked at for.
    pub(super) shows: &'static [Assay],
    /// Whether headings are those of the format.
    pub(super) fits: fn(&PatientTable<'_>) -> bool,
    /// Reads the rows.
    pub(super) read: ReadTable,
}

/// The formats of tables; the first that fits counts.
pub(super) const TABLE_FORMATS: &[TableFormat] = &[
    TableFormat {
        name: "fusions of STAR-Fusion",
        headings: "#FusionName, LeftGene, RightGene",
        shows: &[Assay::Fusion],
        fits: star_fusion::fits,
        read: star_fusion::read,
    },
    TableFormat {
        name: "structural variants",
        headings: "Site1_Hugo_Symbol and Site2_Hugo_Symbol (or Gene1 and Gene2)",
        shows: &[Assay::Fusion],
        fits: |table| table.has(&FIRST_SITE) && table.has(&SECOND_SITE),
        read: rearrangements::read,
    },
    TableFormat {
        name: "fusions",
        headings: "Fusion",
        shows: &[Assay::Fusion],
        fits: |table| table.has(&FUSION),
        read: fusions::read,
    },
    TableFormat {
        name: "copy numbers, one a line",
        headings: "Hugo_Symbol and Copy_Number_Alteration",
        shows: &[Assay::CopyNumber],
        fits: |table| table.has(&GENE) && table.has(&COPIES) && !table.has(&CHANGE),
        read: copy_list::read,
    },
    TableFormat {
        name: "mutations (MAF) or findings",
        headings: "Hugo_Symbol and HGVSp_Short (or gene and variant, or alteration alone)",
        shows: &[Assay::Mutation],
        fits: |table| table.has(&CHANGE) || (table.has(&GENE) && table.has(&CLASS)),
        read: mutations::read,
    },
    TableFormat {
        name: "copy numbers, a column for each sample",
        headings: "Hugo_Symbol and a heading for each sample",
        shows: &[Assay::CopyNumber],
        fits: copy_matrix::fits,
        read: copy_matrix::read,
    },
];

/// The format of a table.
///
/// # Errors
/// It has the headings of none; says which would do.
pub(super) fn format_of(table: &PatientTable<'_>) -> Result<&'static TableFormat, ReadFailure> {
    if let Some(format) = TABLE_FORMATS.iter().find(|format| (format.fits)(table)) {
        return Ok(format);
    }
    let has_findings = [&GENE, &CHANGE, &ABOUT_GENE].iter().any(|column| table.has(column));
    if table.has(&SAMPLE) && table.has(&CANCER) && !has_findings {
        let failure = ReadFailure::file(table.name(), "names cancers of samples, and no findings");
        return Err(failure.help("give it with --clinical"));
    }
    let shown: Vec<&str> = table.headings().iter().map(String::as_str).take(HEADINGS_SHOWN).collect();
    let more = if table.headings().len() > HEADINGS_SHOWN { ", …" } else { "" };
    let message = format!("has no headings that are known: {}{more}", shown.join(", "));
    let known = TABLE_FORMATS.iter().map(|format| format!("{}: {}", format.name, format.headings));
    let failure = ReadFailure::file(table.name(), message);
    Err(known.fold(failure.help("the first line names the columns, between tabs or commas"), ReadFailure::help))
}

/// Headings that a message lists.
const HEADINGS_SHOWN: usize = 8;
