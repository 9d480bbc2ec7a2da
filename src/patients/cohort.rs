//! The samples of all files: what was found in each, and what was looked for.
//!
//! A cohort of tens of thousands of samples has millions of lines, nearly all of them in genes of
//! which the graph states nothing: these are counted, not kept. What is kept is kept once, however
//! many samples have it.

use super::failure::{ReadFailure, ReadWatch};
use super::formats::{TableFormat, format_of};
use super::headings::is_blank;
use super::sink::{LineEntry, LineReason, Remark, Sink};
use super::table::{self, OpenedFile};
use super::told::{Told, ToldGroups};
use super::vcf;
use crate::matching::{Assay, Finding, LinePlace, Listing, UnreadListing, UnreadReason};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// Reads listings for a graph.
pub trait ListingReader {
    /// What a listing means.
    ///
    /// # Errors
    /// It is no finding; says why.
    fn read(&mut self, listing: &Listing<'_>) -> Result<Finding, UnreadListing>;

    /// Whether a statement of the graph may be about a finding: it names the gene, or it is a marker
    /// or a fusion that may be named.
    fn may_be_stated(&self, finding: &Finding) -> bool;
}

/// How samples of files are put together.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// Samples of one patient of TCGA are one: the first 12 letters of the barcode count.
    pub case_from_barcode: bool,
    /// For each line that is used: which sample and finding it is.
    pub keep_lines: bool,
    /// Bytes that may be kept; `None`: as many as there are.
    pub max_memory: Option<u64>,
}

/// A finding of a sample.
#[derive(Clone, Copy, Debug)]
struct HeldFinding {
    /// In [`Cohort::findings`].
    finding: u32,
    line: u32,
    file: u16,
}

/// One sample: one tumour.
#[derive(Clone, Debug, Default)]
struct SampleRecord {
    name: Box<str>,
    held: Vec<HeldFinding>,
    /// Numbers in [`Cohort::unread`], with their lines.
    unread: Vec<HeldFinding>,
    /// A bit for each assay.
    shows: u8,
    /// The cancer that its lines name.
    cancer: Option<Box<str>>,
    /// Changes of genes of which nothing is stated.
    unstated: u32,
}

/// A line that is a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleLine {
    /// Where it is.
    pub place: LinePlace,
    /// Number of the sample.
    pub sample: usize,
    /// Number of the finding, for [`Samples::finding`].
    pub finding: usize,
}

/// Letters of a TCGA barcode that name the patient.
const CASE_LETTERS: usize = 12;

/// What is known of a listing that was read before.
#[derive(Clone, Copy, Debug)]
enum KnownListing {
    Finding(u32),
    Unread(u32),
    Unstated,
}

/// The samples of all files.
pub struct Cohort<'r> {
    reader: &'r mut dyn ListingReader,
    options: ReadOptions,
    files: Vec<String>,
    samples: Vec<SampleRecord>,
    names: FxHashMap<Box<str>, u32>,
    findings: Vec<Finding>,
    unread: Vec<UnreadListing>,
    known: FxHashMap<Box<str>, KnownListing>,
    /// Genes as written of which nothing is stated.
    unstated_genes: FxHashSet<Box<str>>,
    unstated_lines: u64,
    lines: u64,
    groups: ToldGroups,
    /// Bytes of texts that are kept.
    text_bytes: u64,
    used_lines: Vec<SampleLine>,
    current: CurrentLine,
    key: String,
}

/// The file and line that is read now.
#[derive(Clone, Copy, Debug, Default)]
struct CurrentLine {
    file: usize,
    shows: u8,
    /// The sample of the last line, which most often is that of the next.
    sample: Option<u32>,
    /// 0 before the first.
    line: usize,
    is_used: bool,
    is_unstated: bool,
    /// The number of a sort of reason, for a line that nothing was used of.
    reason: Option<LineReason>,
    /// In [`Cohort::unread`].
    unread: Option<u32>,
}

impl std::fmt::Debug for Cohort<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cohort")
            .field("files", &self.files)
            .field("samples", &self.samples.len())
            .finish_non_exhaustive()
    }
}

impl<'r> Cohort<'r> {
    /// Without samples.
    pub fn new(reader: &'r mut dyn ListingReader, options: ReadOptions) -> Self {
        Self {
            reader,
            options,
            files: Vec::new(),
            samples: Vec::new(),
            names: FxHashMap::default(),
            findings: Vec::new(),
            unread: Vec::new(),
            known: FxHashMap::default(),
            unstated_genes: FxHashSet::default(),
            unstated_lines: 0,
            lines: 0,
            groups: ToldGroups::default(),
            text_bytes: 0,
            used_lines: Vec::new(),
            current: CurrentLine::default(),
            key: String::new(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is in no known format, or the reading is stopped.
    pub fn read_file(&mut self, path: &Path, watch: ReadWatch<'_>) -> Result<(), ReadFailure> {
        let beginning = table::open(path, watch)?;
        let file = self.files.len();
        let name = match &beginning {
            OpenedFile::Vcf(lines) => lines.name(),
            OpenedFile::Table(table) => table.name(),
        };
        self.files.push(name.to_owned());
        self.current = CurrentLine { file, ..CurrentLine::default() };
        match beginning {
            OpenedFile::Vcf(mut lines) => {
                self.current.shows = bit(Assay::Mutation);
                vcf::read(&mut lines, self)?;
            }
            OpenedFile::Table(mut table) => {
                let format: &TableFormat = format_of(&table)?;
                self.current.shows = format.shows.iter().fold(0, |bits, &assay| bits | bit(assay));
                (format.read)(&mut table, self)?;
            }
        }
        self.end_line();
        self.check_memory()
    }

    /// Adds a finding that a person wrote, all in one.
    ///
    /// # Errors
    /// It is no finding; says why.
    pub fn add_written(&mut self, text: &str) -> Result<(), UnreadListing> {
        let listing = Listing { gene: text, ..Listing::default() };
        let finding = self.reader.read(&listing)?;
        let number = self.findings.len() as u32;
        self.findings.push(finding);
        let sample = self.sample_numbered("");
        if let Some(sample) = self.samples.get_mut(sample as usize) {
            sample.held.push(HeldFinding { finding: number, line: 0, file: 0 });
        }
        Ok(())
    }

    /// Gives what belongs to no named sample to the only one there is.
    ///
    /// # Errors
    /// There are several.
    pub fn join_unnamed(&mut self) -> Result<(), ReadFailure> {
        let Some(&unnamed) = self.names.get("") else { return Ok(()) };
        let others: Vec<usize> = (0..self.samples.len()).filter(|&place| place != unnamed as usize).collect();
        let [only] = others.as_slice() else {
            return if others.is_empty() { Ok(()) } else { Err(self.unnamed_failure(unnamed, others.len())) };
        };
        let own = std::mem::take(&mut self.samples[unnamed as usize]);
        let sample = &mut self.samples[*only];
        // What a person wrote comes first.
        sample.held.splice(0..0, own.held);
        sample.unread.splice(0..0, own.unread);
        sample.shows |= own.shows;
        sample.unstated += own.unstated;
        sample.cancer = sample.cancer.take().or(own.cancer);
        self.samples.remove(unnamed as usize);
        self.used_lines.iter_mut().for_each(|line| line.sample = 0);
        self.names = self.samples.iter().zip(0..).map(|(sample, number)| (sample.name.clone(), number)).collect();
        Ok(())
    }

    fn unnamed_failure(&self, unnamed: u32, others: usize) -> ReadFailure {
        let sample = self.samples.get(unnamed as usize);
        let first = sample.and_then(|sample| sample.held.iter().chain(&sample.unread).find(|held| held.line > 0));
        let file = first.and_then(|held| self.files.get(usize::from(held.file)));
        let name = file.map_or("what is written on the command line", String::as_str);
        let message = format!("names no sample, and the files have {}", super::told::grouped(others as u64));
        ReadFailure::file(name, message)
            .help("one sample is one tumour: give each finding its sample, or match the samples one by one")
    }

    /// The number of samples.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Ends the reading.
    pub fn finish(self) -> Samples {
        let genes = self.unstated_genes.len() as u64;
        Samples {
            files: self.files,
            samples: self.samples,
            findings: self.findings,
            unread: self.unread,
            groups: self.groups,
            lines: self.lines,
            unstated: (self.unstated_lines, genes),
            used_lines: self.used_lines,
        }
    }

    /// The number of a sample, new where it is not known.
    fn sample_numbered(&mut self, name: &str) -> u32 {
        let name = if self.options.case_from_barcode { case_of(name) } else { name };
        let last = self.current.sample.and_then(|last| self.samples.get(last as usize).map(|sample| (last, sample)));
        if let Some((last, _)) = last.filter(|(_, sample)| *sample.name == *name) {
            return last;
        }
        let number = match self.names.get(name) {
            Some(&number) => number,
            None => {
                let number = self.samples.len() as u32;
                self.samples.push(SampleRecord { name: name.into(), ..SampleRecord::default() });
                self.names.insert(name.into(), number);
                self.text_bytes += 2 * name.len() as u64;
                number
            }
        };
        self.current.sample = Some(number);
        number
    }

    /// What a listing means; asked only once for each.
    fn known(&mut self, listing: &Listing<'_>) -> KnownListing {
        if self.is_unstated(listing) {
            return KnownListing::Unstated;
        }
        self.key.clear();
        let place = &listing.place;
        for part in [listing.gene, listing.change, listing.class, listing.position, listing.copies] {
            self.key.push_str(part);
            self.key.push('\u{1f}');
        }
        for part in [listing.partner, listing.origin, if listing.is_unordered { "1" } else { "" }] {
            self.key.push_str(part);
            self.key.push('\u{1f}');
        }
        if let Some(&known) = self.known.get(self.key.as_str()) {
            return known;
        }
        let known = match self.reader.read(&Listing { place: *place, ..*listing }) {
            Ok(finding) if !self.reader.may_be_stated(&finding) => {
                if !listing.gene.is_empty() && !self.unstated_genes.contains(listing.gene) {
                    self.unstated_genes.insert(listing.gene.into());
                    self.text_bytes += listing.gene.len() as u64;
                }
                // Another change of the gene is known without being kept.
                return KnownListing::Unstated;
            }
            Ok(finding) => {
                self.findings.push(finding);
                KnownListing::Finding(self.findings.len() as u32 - 1)
            }
            Err(unread) => {
                // Of a gene about which nothing is stated the reason alone counts.
                self.unread.push(unread);
                KnownListing::Unread(self.unread.len() as u32 - 1)
            }
        };
        self.text_bytes += self.key.len() as u64;
        self.known.insert(self.key.as_str().into(), known);
        known
    }

    /// Whether it is a plain change of a gene of which nothing is stated.
    fn is_unstated(&self, listing: &Listing<'_>) -> bool {
        let Some(change) = listing.change.strip_prefix("p.") else { return false };
        let is_change = change.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
            && change.bytes().next().map(|byte| byte.to_ascii_uppercase())
                != change.bytes().last().map(|byte| byte.to_ascii_uppercase())
            && !change.ends_with(['=', '?']);
        let is_silent = |class: &str| class.eq_ignore_ascii_case("silent") || class.contains("synonymous");
        is_change
            && listing.partner.is_empty()
            && !is_silent(listing.class)
            && self.unstated_genes.contains(listing.gene)
    }

    /// Counts the line that ends here.
    fn end_line(&mut self) {
        let current = self.current;
        if current.line == 0 {
            return;
        }
        self.lines += 1;
        let place = LinePlace { file: current.file, line: current.line };
        if current.is_used {
        } else if current.is_unstated {
            self.unstated_lines += 1;
        } else if let Some(unread) = current.unread.and_then(|number| self.unread.get(number as usize)) {
            self.groups.add(Told::Unread(unread.reason.clone()), place, &unread.written);
        } else {
            self.groups.add(Told::Line(current.reason.unwrap_or(LineReason::Blank)), place, "");
        }
        self.current =
            CurrentLine { line: 0, is_used: false, is_unstated: false, reason: None, unread: None, ..current };
    }

    /// # Errors
    /// More is kept than allowed.
    fn check_memory(&self) -> Result<(), ReadFailure> {
        let size = |count: usize, of: usize| (count * of) as u64;
        let held: u64 = self.samples.len() as u64 * 2 + (self.lines - self.unstated_lines).min(self.lines);
        let used = self.text_bytes
            + size(self.samples.len(), size_of::<SampleRecord>())
            + size(self.findings.len(), size_of::<Finding>())
            + size(self.used_lines.len(), size_of::<SampleLine>())
            + held * size_of::<HeldFinding>() as u64;
        match self.options.max_memory {
            Some(most) if used > most => Err(ReadFailure::Memory),
            Some(_) | None => Ok(()),
        }
    }
}

/// Lines between two looks at the memory.
const LINES_PER_LOOK: u64 = 1 << 16;

impl Sink for Cohort<'_> {
    fn line(&mut self, number: u32) {
        self.end_line();
        self.current.line = number as usize;
    }

    fn sample(&mut self, name: &str) {
        let number = self.sample_numbered(name);
        let shows = self.current.shows;
        if let Some(sample) = self.samples.get_mut(number as usize) {
            sample.shows |= shows;
        }
    }

    fn entry(&mut self, entry: &LineEntry<'_>) -> Result<(), ReadFailure> {
        let place = LinePlace { file: self.current.file, line: entry.listing.place.line };
        let known = self.known(&Listing { place, ..entry.listing });
        let number = self.sample_numbered(entry.sample);
        let shows = self.current.shows;
        let Some(sample) = self.samples.get_mut(number as usize) else { return Ok(()) };
        sample.shows |= shows;
        if sample.cancer.is_none() && !is_blank(entry.cancer) {
            sample.cancer = Some(entry.cancer.into());
        }
        let held = |finding: u32| HeldFinding { finding, line: place.line as u32, file: place.file as u16 };
        match known {
            KnownListing::Finding(finding) => {
                self.current.is_used = true;
                if self.options.keep_lines {
                    self.used_lines.push(SampleLine { place, sample: number as usize, finding: finding as usize });
                }
                // Lines of one sample that say the same are one finding.
                if !sample.held.iter().any(|known| known.finding == finding) {
                    sample.held.push(held(finding));
                }
            }
            KnownListing::Unstated => {
                self.current.is_unstated = true;
                sample.unstated = sample.unstated.saturating_add(1);
            }
            KnownListing::Unread(unread) => {
                let matters = self.unread.get(unread as usize).is_some_and(|unread| matters(&unread.reason));
                if matters && !sample.unread.iter().any(|known| known.finding == unread) {
                    sample.unread.push(held(unread));
                }
                self.current.unread = Some(self.current.unread.unwrap_or(unread));
            }
        }
        if self.lines.is_multiple_of(LINES_PER_LOOK) { self.check_memory() } else { Ok(()) }
    }

    fn unused(&mut self, reason: LineReason) {
        self.current.reason = Some(self.current.reason.unwrap_or(reason));
    }

    fn remark(&mut self, remark: Remark) {
        let place = LinePlace { file: self.current.file, line: self.current.line };
        self.groups.add(Told::Remark(remark), place, "");
    }
}

/// Whether a line that was not read may have been a change: then the gene is not known to have
/// none.
const fn matters(reason: &UnreadReason) -> bool {
    match reason {
        UnreadReason::NoChange
        | UnreadReason::NotUnderstood
        | UnreadReason::AmbiguousGene(_)
        | UnreadReason::SpliceRegion
        | UnreadReason::Intragenic => true,
        UnreadReason::NoGene
        | UnreadReason::Silent
        | UnreadReason::NotCoding
        | UnreadReason::Diploid
        | UnreadReason::NotPresent => false,
    }
}

const fn bit(assay: Assay) -> u8 {
    1 << assay as u8
}

/// The patient of a sample of TCGA; any other name as it is.
pub(super) fn case_of(name: &str) -> &str {
    let is_barcode = name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("TCGA-"));
    if is_barcode { name.get(..CASE_LETTERS).unwrap_or(name) } else { name }
}

/// One sample, as it is given on.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What the files call it; empty where they do not.
    pub name: String,
    /// What was found, with its place.
    pub findings: Vec<Finding>,
    /// What was written and may be a finding that was not read.
    pub unread: Vec<UnreadListing>,
    /// What the files can show.
    pub shows: Vec<Assay>,
    /// The cancer that its own lines name.
    pub cancer: Option<String>,
    /// Changes of genes of which nothing is stated.
    pub unstated: u32,
}

/// All samples, read.
#[derive(Clone, Debug)]
pub struct Samples {
    files: Vec<String>,
    samples: Vec<SampleRecord>,
    findings: Vec<Finding>,
    unread: Vec<UnreadListing>,
    groups: ToldGroups,
    lines: u64,
    unstated: (u64, u64),
    used_lines: Vec<SampleLine>,
}

impl Samples {
    /// The number of samples.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// The names of the files.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Lines of data in all files.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Lines with a change of a gene of which nothing is stated, and the number of these genes.
    pub fn unstated(&self) -> (u64, u64) {
        self.unstated
    }

    /// Lines that are no findings, by reason, and remarks.
    pub fn told(&self) -> &ToldGroups {
        &self.groups
    }

    /// The lines that are findings, in the order in which they were read, where they were kept.
    pub fn used_lines(&self) -> &[SampleLine] {
        &self.used_lines
    }

    /// A finding by its number.
    pub fn finding(&self, number: usize) -> Option<&Finding> {
        self.findings.get(number)
    }

    /// The names of all samples, in the order in which they are first named.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.samples.iter().map(|sample| &*sample.name)
    }

    /// The cancer that the lines of a sample name.
    pub fn cancer(&self, number: usize) -> Option<&str> {
        self.samples.get(number)?.cancer.as_deref()
    }

    /// One sample.
    pub fn sample(&self, number: usize) -> Option<Sample> {
        let sample = self.samples.get(number)?;
        let place = |held: &HeldFinding| LinePlace { file: usize::from(held.file), line: held.line as usize };
        let finding = |held: &HeldFinding| {
            let finding = self.findings.get(held.finding as usize)?;
            Some(Finding { place: place(held), ..finding.clone() })
        };
        let unread = |held: &HeldFinding| {
            let unread = self.unread.get(held.finding as usize)?;
            Some(UnreadListing { place: place(held), ..unread.clone() })
        };
        Some(Sample {
            name: sample.name.to_string(),
            findings: sample.held.iter().filter_map(finding).collect(),
            unread: sample.unread.iter().filter_map(unread).collect(),
            shows: Assay::ALL.into_iter().filter(|&assay| sample.shows & bit(assay) != 0).collect(),
            cancer: sample.cancer.as_deref().map(str::to_owned),
            unstated: sample.unstated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::FindingShape;

    /// Knows EGFR, KRAS, ERBB2, ALK and markers; a blank change is none.
    struct FewGenes;

    impl ListingReader for FewGenes {
        fn read(&mut self, listing: &Listing<'_>) -> Result<Finding, UnreadListing> {
            let parts = [listing.gene, listing.change, listing.partner, listing.copies];
            let written = parts.into_iter().filter(|part| !is_blank(part)).collect::<Vec<_>>().join(" ");
            if is_blank(listing.change) && is_blank(listing.copies) && listing.gene.split([' ', ':']).count() < 2 {
                let reason = UnreadReason::NoChange;
                return Err(UnreadListing { place: listing.place, written, gene: None, reason });
            }
            Ok(Finding {
                gene: None,
                partner: None,
                symbol: written.into(),
                shape: FindingShape::Named,
                change: None,
                residues: None,
                origin: None,
                entities: Vec::new(),
                place: listing.place,
            })
        }

        fn may_be_stated(&self, finding: &Finding) -> bool {
            ["EGFR", "KRAS", "ERBB2", "ALK", "MSI"].iter().any(|name| finding.symbol.contains(name))
        }
    }

    fn read(files: &[&str], options: ReadOptions) -> Result<Samples, ReadFailure> {
        let mut reader = FewGenes;
        let mut cohort = Cohort::new(&mut reader, options);
        for (number, text) in files.iter().enumerate() {
            let name = format!("onco-cohort-{:?}-{number}.tsv", std::thread::current().id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, text).unwrap();
            let result = cohort.read_file(&path, ReadWatch::default());
            std::fs::remove_file(&path).unwrap();
            result?;
        }
        cohort.join_unnamed()?;
        Ok(cohort.finish())
    }

    /// `sample [what it shows]: findings`, a line each.
    fn shown(samples: &Samples) -> Vec<String> {
        let line = |number| {
            let sample = samples.sample(number).unwrap();
            let found: Vec<&str> = sample.findings.iter().map(|finding| &*finding.symbol).collect();
            let shows: Vec<&str> = sample.shows.iter().map(|assay| assay.as_str()).collect();
            format!("{} [{}]: {}", sample.name, shows.join(", "), found.join("; "))
        };
        (0..samples.len()).map(line).collect()
    }

    fn check(files: &[&str], expected: &[&str]) -> Samples {
        let samples = read(files, ReadOptions::default()).unwrap_or_else(|failure| panic!("{files:?}: {failure}"));
        assert_eq!(shown(&samples), expected, "{files:?}");
        let (unstated, _) = samples.unstated();
        assert!(samples.told().unused() + unstated <= samples.lines());
        samples
    }

    fn refused(files: &[&str], expected: &str) {
        let failure = read(files, ReadOptions::default()).expect_err(expected);
        assert!(failure.to_string().contains(expected), "{failure}");
    }

    #[test]
    fn each_layout_is_read() {
        check(
            &["#version 2.4\nHUGO_SYMBOL\tVariant_Classification\tTumor_Sample_Barcode\tHGVSp_Short\n\
               EGFR\tMissense_Mutation\tS1\tp.L858R\nA1BG\tMissense_Mutation\tS1\tp.F264S\n"],
            &["S1 [mutation]: EGFR p.L858R"],
        );
        check(&["gene,variant\n\"EGFR\",\"E746_A750del, in frame\"\n"], &[" [mutation]: EGFR E746_A750del, in frame"]);
        check(&["protein\tsample\nEGFR:p.L858R\tS1\n"], &["S1 [mutation]: EGFR:p.L858R"]);
        check(&["alteration\nEGFR L858R\nMSI-H high\n"], &[" [mutation]: EGFR L858R; MSI-H high"]);
        check(
            &["Gene Symbol\tLocus ID\tCytoband\tP1\tP2\nERBB2\t2064\t17q\t2\tNA\nKRAS\t3845\t12p\t0\t-2\n"],
            &["P1 [copy number]: ERBB2 2; KRAS 0", "P2 [copy number]: KRAS -2"],
        );
        check(
            &["Tumor_Sample_Barcode\tHugo_Symbol\tCopy_Number_Alteration\nS1\tERBB2\tAmplification\nS2\tKRAS\t-1.5\n"],
            &["S1 [copy number]: ERBB2 2", "S2 [copy number]: KRAS -2"],
        );
        check(
            &["Hugo_Symbol\tTumor_Sample_Barcode\tFusion\nEML4\tS2\tALK-EML4 fusion\n"],
            &["S2 [fusion]: ALK-EML4 fusion"],
        );
        check(
            &["Sample_Id\tSite1_Hugo_Symbol\tSite2_Hugo_Symbol\tClass\nS1\tEML4\tALK\tINVERSION\n"],
            &["S1 [fusion]: EML4 fusion ALK"],
        );
        check(
            &["#FusionName\tJunctionReadCount\tLeftGene\tRightGene\nEML4--ALK\t5\tEML4^ENSG1\tALK^ENSG2\n"],
            &[" [fusion]: EML4 fusion ALK"],
        );
        check(
            &["##fileformat=VCFv4.2\n\
               ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: Allele|Consequence|SYMBOL|HGVSp\">\n\
               #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR\n\
               7\t55259515\t.\tT\tG\t.\tPASS\tCSQ=G|missense_variant|EGFR|ENSP1.2:p.Leu858Arg\tGT\t0/0\t0/1\n\
               7\tbad\n12\t1\t.\tC\tA\t.\tgermline\tCSQ=A|missense_variant|KRAS|p.Gly12Cys\tGT\t0/1\t0/1\n"],
            &["TUMOR [mutation]: EGFR p.Leu858Arg"],
        );
    }

    #[test]
    fn files_are_put_together_by_sample() {
        let maf = "Hugo_Symbol\tHGVSp_Short\tTumor_Sample_Barcode\nEGFR\tp.L858R\tTCGA-AA-0001-01A\nKRAS\tp.G12C\tTCGA-AA-0002-01A\n";
        let copies = "Hugo_Symbol\tTCGA-AA-0001-01\nERBB2\t2\n";
        let samples = read(&[maf, copies], ReadOptions { case_from_barcode: true, ..ReadOptions::default() }).unwrap();
        assert_eq!(
            shown(&samples),
            ["TCGA-AA-0001 [mutation, copy number]: EGFR p.L858R; ERBB2 2", "TCGA-AA-0002 [mutation]: KRAS p.G12C"]
        );
        let one = "gene\tvariant\tsample\nEGFR\tL858R\tS1\n";
        let fusions = "#FusionName\tLeftGene\tRightGene\nEML4--ALK\tEML4\tALK\n";
        check(&[fusions, one], &["S1 [mutation, fusion]: EML4 fusion ALK; EGFR L858R"]);
        refused(&[maf, fusions], "names no sample, and the files have 2");
    }

    #[test]
    fn every_line_is_counted() {
        let samples = check(
            &["Hugo_Symbol\tHGVSp_Short\tTumor_Sample_Barcode\nEGFR\tnan\tS1\nEGFR\nEGFR\tp.L858R\t\n\
               A1BG\tp.A1T\tS1\nA1BG\tp.A2T\tS1\nEGFR\tp.L858R\tS1\nEGFR\tp.L858R\tS1\nKRAS\tp.G12C\tS1\textra\n"],
            &["S1 [mutation]: EGFR p.L858R; KRAS p.G12C"],
        );
        assert_eq!((samples.lines(), samples.unstated()), (8, (2, 1)));
        let files = ["f".to_owned()];
        assert_eq!(
            samples.told().sentences(&files),
            [
                "1 line: fields are missing (f:3)",
                "1 line: no sample is named (f:4)",
                "1 line: no change is named (f:2, as in EGFR)",
                "1 line: more fields than headings: those at the end are left out (f:9)",
            ]
        );
    }

    #[test]
    fn what_has_no_known_headings_says_so() {
        refused(&["gene variant\nEGFR L858R\n"], "separated by spaces");
        refused(&["gene;variant\nEGFR;L858R\n"], "separated by semicolons");
        refused(&["name\tlength\nEGFR\t3\n"], "no headings that are known: name, length");
        refused(&["gene\tnote\nEGFR\tseen\n"], "has no column for a change");
        refused(&["SAMPLE_ID\tONCOTREE_CODE\nS1\tLUAD\n"], "names cancers of samples");
        refused(&["##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"], "without annotations");
        refused(&[""], "is empty");
    }
}
