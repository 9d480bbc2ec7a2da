//! Where matched samples go: standard output, a file, or a folder.

use super::annotate::{self, Annotation};
use super::inputs::Inputs;
use super::summary::CohortSummary;
use super::task::{Matching, failed};
use crate::answer::Answer;
use crate::cli::arguments::{Global, MatchArguments};
use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::diagnostic::Code;
use crate::files;
use crate::matching::{Matched, TumourPage};
use crate::patients::{AnnotateFailure, ReadFailure, ReadWatch, write_annotated};
use crate::render::Style;
use crate::render::tumour::{TUMOUR_FORMATS, TumourFormat, TumourHead, WrittenBefore, tumour_format};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Samples that are matched at once.
const BATCH: usize = 512;

/// Why nothing more is written.
enum WriteFailure {
    Matching(ReadFailure),
    Output(io::Error),
}

impl From<io::Error> for WriteFailure {
    fn from(error: io::Error) -> Self {
        WriteFailure::Output(error)
    }
}

impl From<ReadFailure> for WriteFailure {
    fn from(failure: ReadFailure) -> Self {
        WriteFailure::Matching(failure)
    }
}

/// Where and in which format.
pub(super) struct MatchTarget {
    format: &'static TumourFormat,
    path: Option<PathBuf>,
    is_folder: bool,
}

impl MatchTarget {
    /// As the options say.
    ///
    /// # Errors
    /// A format that samples cannot be written in; it has been printed.
    pub(super) fn new(arguments: &MatchArguments, global: &Global, printer: &Printer) -> Result<Self, Exit> {
        let path = arguments.output.clone();
        let text = path.as_ref().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
        let is_folder = path.as_ref().is_some_and(|path| path.is_dir()) || text.ends_with(['/', '\\']);
        let of_name = || Path::new(&text).extension()?.to_str().and_then(tumour_format);
        let default = if is_folder { "tsv" } else { "table" };
        let format = match global.format {
            Some(format) => tumour_format(format.name),
            None => of_name().filter(|_| !is_folder).or_else(|| tumour_format(default)),
        };
        let Some(format) = format else {
            let names: Vec<&str> = TUMOUR_FORMATS.iter().map(|format| format.name).collect();
            printer.error(&format!("samples are written as {}", names.join(", ")));
            return Err(Exit::Usage);
        };
        Ok(Self { format, path, is_folder })
    }
}

impl Matching<'_> {
    /// Matches all samples and writes them.
    pub(super) fn write(
        &self,
        inputs: &Inputs,
        destination: &MatchTarget,
        printer: &mut Printer,
    ) -> Result<Exit, Exit> {
        let done = if self.arguments.annotate {
            self.write_annotated(inputs, destination, printer)
        } else if self.arguments.summary {
            self.write_summary(destination, printer)
        } else {
            self.write_samples(destination, printer).map(|()| None)
        };
        let answer = done.map_err(|failure| write_failed(failure, destination, printer))?;
        if !destination.format.holds_notes || self.arguments.summary || self.arguments.annotate {
            self.notes.iter().for_each(|note| printer.inform(&format!("note: {}", note.text)));
        }
        if let Some(answer) = answer {
            printer.answer(&answer)?;
        }
        Ok(Exit::Done)
    }

    fn head(&self) -> TumourHead {
        TumourHead { graph: self.engine.graph_info(), samples: self.cancers.iter().flatten().count() }
    }

    /// Calls `each` with every sample that is matched, in their order; they are matched side by side.
    fn for_each<T: Send>(
        &self,
        make: impl Fn(usize, Matched) -> T + Sync,
        mut each: impl FnMut(T) -> Result<(), WriteFailure>,
    ) -> Result<(), WriteFailure> {
        let numbers: Vec<usize> = (0..self.samples.len()).collect();
        for batch in numbers.chunks(BATCH) {
            self.check()?;
            let one = |&number: &usize| {
                let patient = self.patient(number)?;
                let matched = if self.samples.len() == 1 {
                    self.engine.match_findings(&patient, self.settings)
                } else {
                    self.engine.match_cohort([patient], self.settings).next()?
                };
                Some(make(number, matched))
            };
            let made: Vec<T> = if batch.len() == 1 {
                batch.iter().filter_map(one).collect()
            } else {
                batch.par_iter().filter_map(one).collect()
            };
            made.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
    }

    fn pages(&self, mut each: impl FnMut(TumourPage) -> Result<(), WriteFailure>) -> Result<(), WriteFailure> {
        self.for_each(|_, matched| self.engine.tumour_page(&matched, self.page), &mut each)
    }

    fn write_samples(&self, destination: &MatchTarget, printer: &Printer) -> Result<(), WriteFailure> {
        match &destination.path {
            None => {
                let style = printer.style_for_people(destination.format.name == "table");
                let mut out = BufWriter::new(io::stdout().lock());
                self.write_all(destination.format, &style, &mut out)?;
                Ok(out.flush()?)
            }
            Some(folder) if destination.is_folder && destination.format.is_page => {
                self.write_pages(destination.format, folder, printer)
            }
            Some(path) => {
                let path = destination.file(path, "hits")?;
                let style = Style::default();
                files::replace(&path, |out| self.write_all(destination.format, &style, out))?;
                printer.inform(&path.display().to_string());
                Ok(())
            }
        }
    }

    fn write_all(&self, format: &TumourFormat, style: &Style, out: &mut dyn Write) -> Result<(), WriteFailure> {
        let head = self.head();
        (format.begin)(&head, style, out)?;
        let mut before = WrittenBefore::default();
        self.pages(|page| {
            (format.sample)(&head, before, &page, style, out)?;
            before.samples += 1;
            before.rows += page.rows().count();
            Ok(())
        })?;
        Ok((format.end)(&head, self.notes, style, out)?)
    }

    /// A file for each sample.
    fn write_pages(&self, format: &TumourFormat, folder: &Path, printer: &Printer) -> Result<(), WriteFailure> {
        std::fs::create_dir_all(folder)?;
        let head = TumourHead { samples: 1, ..self.head() };
        let style = Style::default();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut count = 0;
        self.pages(|page| {
            let name = file_name(&page.sample, &mut taken);
            let path = folder.join(format!("{name}.{}", format.extension));
            files::replace(&path, |out| {
                (format.begin)(&head, &style, out)?;
                (format.sample)(&head, WrittenBefore::default(), &page, &style, out)?;
                (format.end)(&head, &[], &style, out)
            })?;
            count += 1;
            Ok(())
        })?;
        printer.inform(&format!("{count} pages written to {}", folder.display()));
        Ok(())
    }

    /// The summary; the samples themselves go to the file or folder, where there is one.
    fn write_summary(&self, destination: &MatchTarget, printer: &Printer) -> Result<Option<Answer>, WriteFailure> {
        let mut summary = CohortSummary::default();
        let Some(path) = &destination.path else {
            self.pages(|page| {
                summary.add(&page);
                Ok(())
            })?;
            return Ok(Some(summary.answer(self.engine)));
        };
        let (head, style, format) = (self.head(), Style::default(), destination.format);
        let is_listed = self.arguments.gene_level;
        let file = destination.file(path, "hits")?;
        files::replace(&file, |out| {
            (format.begin)(&head, &style, out)?;
            let mut before = WrittenBefore::default();
            self.pages(|mut page| {
                summary.add(&page);
                if !is_listed {
                    page.without_gene_level();
                }
                (format.sample)(&head, before, &page, &style, out)?;
                before.samples += 1;
                before.rows += page.rows().count();
                Ok(())
            })?;
            Ok::<(), WriteFailure>((format.end)(&head, self.notes, &style, out)?)
        })?;
        printer.inform(&file.display().to_string());
        let answer = summary.answer(self.engine);
        if destination.is_folder {
            let file = path.join("summary.tsv");
            let tsv = crate::render::format("tsv").unwrap_or(&crate::render::FORMATS[0]);
            files::replace(&file, |out| (tsv.write)(&answer, &style, out))?;
            printer.inform(&file.display().to_string());
        }
        Ok(Some(answer))
    }

    /// The tables of mutations, each with columns appended.
    fn write_annotated(
        &self,
        inputs: &Inputs,
        destination: &MatchTarget,
        printer: &Printer,
    ) -> Result<Option<Answer>, WriteFailure> {
        let order = self.settings.tiers.map_or(&[][..], |system| system.order());
        let mut of_sample: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.samples.len()];
        for (number, line) in self.samples.used_lines().iter().enumerate() {
            of_sample[line.sample].push((number, line.finding));
        }
        let mut fields: FxHashMap<(usize, usize), Vec<String>> = FxHashMap::default();
        let annotated = |sample: usize, matched: Matched| -> Vec<(usize, Vec<String>)> {
            let mut of_finding: FxHashMap<usize, Vec<String>> = FxHashMap::default();
            let lines = of_sample[sample].iter().map(|&(line, finding)| {
                let fields = of_finding.entry(finding).or_insert_with(|| {
                    let finding = self.samples.finding(finding);
                    let number = finding.and_then(|finding| annotate::number_of(&matched, finding));
                    number.map_or_else(Vec::new, |number| Annotation::of(self.engine, &matched, number).fields(order))
                });
                (line, fields.clone())
            });
            lines.collect()
        };
        self.for_each(annotated, |lines| {
            for (number, values) in lines.into_iter().filter(|(_, values)| !values.is_empty()) {
                let place = self.samples.used_lines()[number].place;
                fields.insert((place.file, place.line), values);
            }
            Ok(())
        })?;
        for (number, path) in inputs.files.iter().enumerate() {
            let of_line = |line: usize| fields.get(&(number, line)).map(Vec::as_slice);
            let watch = ReadWatch { progress: None, cancel: Some(self.cancel.flag()), deadline: self.deadline };
            let write = |out: &mut dyn Write| {
                write_annotated(path, annotate::COLUMNS, &of_line, watch, out).map_err(|failure| match failure {
                    AnnotateFailure::Read(failure) => WriteFailure::Matching(failure),
                    AnnotateFailure::Write(error) => WriteFailure::Output(error),
                })
            };
            match &destination.path {
                None => {
                    let mut out = BufWriter::new(io::stdout().lock());
                    write(&mut out)?;
                    out.flush()?;
                }
                Some(target) => {
                    let target = if destination.is_folder {
                        std::fs::create_dir_all(target)?;
                        target.join(annotated_name(path))
                    } else {
                        target.clone()
                    };
                    files::replace(&target, |out| write(out))?;
                    printer.inform(&target.display().to_string());
                }
            }
        }
        Ok(None)
    }
}

impl MatchTarget {
    /// The file itself, or one in the folder, which is made.
    fn file(&self, path: &Path, name: &str) -> io::Result<PathBuf> {
        if !self.is_folder {
            return Ok(path.to_owned());
        }
        std::fs::create_dir_all(path)?;
        Ok(path.join(format!("{name}.{}", self.format.extension)))
    }
}

/// `tumour.annotated.maf` of `tumour.maf.gz`.
fn annotated_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = [".gz", ".bgz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    match plain.rsplit_once('.') {
        Some((stem, end)) => format!("{stem}.annotated.{end}"),
        None => format!("{plain}.annotated.txt"),
    }
}

/// A name for the file of a sample, which no other sample has.
fn file_name(sample: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let plain: String = sample.chars().map(|letter| if allowed(letter) { letter } else { '_' }).take(100).collect();
    let plain = plain.trim_start_matches('.');
    let base = if plain.is_empty() { "tumour" } else { plain };
    let mut name = base.to_owned();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{base}-{number}");
        number += 1;
    }
    name
}

fn write_failed(failure: WriteFailure, destination: &MatchTarget, printer: &Printer) -> Exit {
    match failure {
        WriteFailure::Matching(failure) => failed(&failure, printer),
        WriteFailure::Output(error) => {
            let exit = Exit::of_write(&error);
            if exit != Exit::Done {
                let target = destination.path.as_ref();
                let target = target.map_or("standard output".to_owned(), |path| path.display().to_string());
                printer.problem(Code::File, &format!("cannot write {target}: {error}"));
            }
            exit
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_has_a_file_of_its_own() {
        let mut taken = BTreeSet::new();
        for (sample, name) in [("S/1", "S_1"), ("S:1", "S_1-2"), ("../x", "_x"), ("", "tumour"), ("s_1", "s_1-3")] {
            assert_eq!(file_name(sample, &mut taken), name, "{sample}");
        }
    }

    #[test]
    fn annotated_files_have_names() {
        for (path, name) in [("a/tumour.maf.gz", "tumour.annotated.maf"), ("x", "x.annotated.txt")] {
            assert_eq!(annotated_name(Path::new(path)), name);
        }
    }
}
