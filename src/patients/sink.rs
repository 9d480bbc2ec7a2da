//! What the reader of a format gives on: what a line says, or why it says nothing.

use super::failure::ReadFailure;
use crate::matching::Listing;
use std::fmt;

/// What a line says of one sample.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineEntry<'e> {
    /// The sample; empty where the file names none.
    pub(super) sample: &'e str,
    /// The cancer, where the line names one.
    pub(super) cancer: &'e str,
    /// What was found.
    pub(super) listing: Listing<'e>,
}

/// Why a line says nothing that can be read as a finding. The order is that in which they are
/// listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineReason {
    /// It has too few fields.
    TooShort,
    /// A quotation mark is never closed.
    OpenQuote,
    /// It is no line of a VCF file.
    NotVcf,
    /// What is in a copy-number column is none of the calls.
    NotCopies,
    /// The file has a column for the sample, and it is blank.
    NoSample,
    /// The variant caller did not let it pass.
    Filtered,
    /// The annotator says nothing about it.
    NotAnnotated,
    /// No annotation names a change of a protein.
    NotInProtein,
    /// No tumour of the file has the allele.
    NotCarried,
    /// It is in the normal sample alone.
    NormalSample,
    /// It says nothing at all.
    Blank,
}

impl fmt::Display for LineReason {
    /// What is wrong with one line or several of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LineReason::TooShort => "fields are missing",
            LineReason::OpenQuote => "a quotation mark is never closed",
            LineReason::NotVcf => "not a line of a VCF file",
            LineReason::NotCopies => "copies are not given as −2, −1, 0, 1, 2 or their words",
            LineReason::NoSample => "no sample is named",
            LineReason::Filtered => "FILTER is not PASS",
            LineReason::NotAnnotated => "not annotated by VEP (CSQ) or SnpEff (ANN)",
            LineReason::NotInProtein => "outside of proteins, or no change of one",
            LineReason::NotCarried => "no sample has the allele",
            LineReason::NormalSample => "only the normal sample has the allele",
            LineReason::Blank => "nothing is named",
        })
    }
}

/// What is said about lines that are used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// Some bytes are no text.
    NotText,
    /// There are more fields than headings.
    TooLong,
    /// The frame of a fusion is not kept.
    OutOfFrame,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remark::NotText => "some bytes are no UTF-8 text and were replaced",
            Remark::TooLong => "more fields than headings: those at the end are left out",
            Remark::OutOfFrame => "the fusion is out of frame; it is matched all the same",
        })
    }
}

/// Takes what the lines of one file say, line by line.
pub(super) trait Sink {
    /// A new line of data. What was taken since the last one was said by that.
    fn line(&mut self, number: u32);

    /// A sample that the file has, with or without findings: it was looked at.
    fn sample(&mut self, name: &str);

    /// What the line says.
    ///
    /// # Errors
    /// More memory is needed than allowed.
    fn entry(&mut self, entry: &LineEntry<'_>) -> Result<(), ReadFailure>;

    /// The line says nothing.
    fn unused(&mut self, reason: LineReason);

    /// The line is used, but something is to be said about it.
    fn remark(&mut self, remark: Remark);
}
