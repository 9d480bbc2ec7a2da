//! The clinical file: which cancer each sample is.

use super::cohort::case_of;
use super::failure::{ReadFailure, ReadWatch};
use super::headings::{CANCER, SAMPLE, is_blank};
use super::table::{self, OpenedFile};
use rustc_hash::FxHashMap;
use std::path::Path;

/// The cancers of samples, as written.
#[derive(Clone, Debug, Default)]
pub struct Clinical {
    /// By sample: the names or codes of its cancer, the most precise one first.
    samples: FxHashMap<Box<str>, Vec<Box<str>>>,
    case_from_barcode: bool,
}

impl Clinical {
    /// Reads a file with a column for the sample and one for the cancer.
    ///
    /// # Errors
    /// It cannot be read, or has no such columns.
    pub fn read(path: &Path, case_from_barcode: bool, watch: ReadWatch<'_>) -> Result<Self, ReadFailure> {
        let mut table = match table::open(path, watch)? {
            OpenedFile::Table(table) => table,
            OpenedFile::Vcf(lines) => return Err(ReadFailure::file(lines.name(), "is a VCF file, not a clinical one")),
        };
        let (samples, cancers) = (table.columns(&SAMPLE), table.columns(&CANCER));
        for (places, what, help) in [
            (&samples, "sample", "Tumor_Sample_Barcode, SAMPLE_ID or sample"),
            (&cancers, "cancer", "ONCOTREE_CODE, CANCER_TYPE or disease"),
        ] {
            if places.is_empty() {
                let message = format!("has no column for the {what}: {}", table.headings().join(", "));
                return Err(ReadFailure::file(table.name(), message).help(format!("it is called {help}")));
            }
        }
        let mut read = Self { samples: FxHashMap::default(), case_from_barcode };
        while let Some(row) = table.next()? {
            let sample = row.first(&samples);
            let named: Vec<Box<str>> =
                cancers.iter().map(|&place| row.field(place)).filter(|field| !is_blank(field)).map(Box::from).collect();
            if !sample.is_empty() && !named.is_empty() {
                read.samples.entry(read.name(sample).into()).or_insert(named);
            }
        }
        Ok(read)
    }

    fn name<'n>(&self, sample: &'n str) -> &'n str {
        if self.case_from_barcode { case_of(sample) } else { sample }
    }

    /// What the file calls the cancer of a sample, the most precise name first; none where it says
    /// nothing.
    pub fn cancers(&self, sample: &str) -> &[Box<str>] {
        self.samples.get(self.name(sample)).map_or(&[], Vec::as_slice)
    }

    /// Number of samples with a cancer.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether no sample has a cancer.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }
}
