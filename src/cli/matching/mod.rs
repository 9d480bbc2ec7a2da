//! `onco match`: files of tumours, or findings as a person writes them, against the graph.

mod annotate;
mod cancers;
mod inputs;
mod output;
mod summary;
mod task;

use super::arguments::{Global, MatchArguments};
use super::exit::Exit;
use super::output::Printer;
use super::{build, memory, run};
use crate::answer::Note;
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine};
use crate::graph::EntityId;
use crate::matching::{Assays, MatchSettings, PageOptions, TierSystem};
use crate::patients::{Clinical, Cohort, ReadFailure, ReadOptions, ReadWatch, ReadingProgress, Samples, grouped};
use cancers::{Cancers, unknown_text};
use inputs::Inputs;
use output::MatchTarget;
use std::path::Path;
use std::time::Instant;
use task::{Matching, failed};

/// Runs the command.
pub(super) fn run(arguments: &MatchArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Exit {
    matched(arguments, global, printer, cancel).unwrap_or_else(|exit| exit)
}

fn matched(arguments: &MatchArguments, global: &Global, printer: &mut Printer, cancel: &Cancel) -> Result<Exit, Exit> {
    let inputs = Inputs::sorted(&arguments.inputs, printer)?;
    let destination = MatchTarget::new(arguments, global, printer)?;
    if inputs.files.len() > 1 {
        memory::give_back_large_arrays();
    }
    let engine = run::open(global.graph.as_deref(), printer)?;
    let default = default_cancer(&engine, arguments, printer)?;
    let deadline = global.timeout.map(|timeout| Instant::now() + timeout);
    let bar = if printer.draws_progress() && !inputs.files.is_empty() {
        build::progress_bar()
    } else {
        indicatif::ProgressBar::hidden()
    };
    let show = |reading: &ReadingProgress<'_>| show_progress(&bar, reading);
    let watch = ReadWatch { progress: Some(&show), cancel: Some(cancel.flag()), deadline };
    let read = read(&engine, &inputs, arguments, global, watch);
    bar.finish_and_clear();
    let samples = read.map_err(|failure| failed(&failure, printer))?.map_err(|message| {
        printer.problem(Code::UnknownName, &message);
        Exit::Unreadable
    })?;
    let clinical = arguments.clinical.as_deref();
    let clinical = clinical.map(|path| Clinical::read(path, arguments.case_from_barcode, watch)).transpose();
    let clinical = clinical.map_err(|failure| failed(&failure, printer))?;
    let mut cancers = Cancers::new(&engine, default, clinical);
    let of_samples: Vec<Option<Vec<EntityId>>> =
        samples.names().enumerate().map(|(number, name)| cancers.of(name, samples.cancer(number))).collect();
    check_cancers(&cancers, &of_samples, global, printer)?;
    let notes = notes(&samples, &cancers);
    let assays = assays(&engine, arguments, printer)?;
    let matching = Matching {
        engine: &engine,
        arguments,
        samples: &samples,
        cancers: &of_samples,
        settings: MatchSettings {
            gains: arguments.gains,
            gene_level: arguments.gene_level || arguments.summary,
            all_tested: arguments.all_tested,
            tiers: arguments.tiers.or(arguments.annotate.then_some(TierSystem::Amp)),
        },
        page: PageOptions { gene_level: arguments.gene_level || arguments.summary, about_patient: arguments.prognosis },
        assays,
        cancel,
        deadline,
        notes: &notes,
    };
    matching.write(&inputs, &destination, printer)
}

/// The cancer of the command line.
fn default_cancer(
    engine: &Engine,
    arguments: &MatchArguments,
    printer: &Printer,
) -> Result<Option<crate::engine::CalledCancer>, Exit> {
    let Some(text) = &arguments.cancer else { return Ok(None) };
    engine.cancer_called(text).map(Some).map_err(|unknown| {
        printer.problem(Code::UnknownName, &unknown_text(&unknown));
        if unknown.offers.is_empty() {
            printer.inform(
                "  a cancer is called by its name or its code of OncoTree: 'lung adenocarcinoma', LUAD, BREAST",
            );
        }
        unknown.offers.iter().for_each(|offer| printer.inform(&format!("try: --cancer '{offer}'")));
        Exit::Unreadable
    })
}

/// Reads all files and findings; a finding of the command line that is none is a message.
fn read(
    engine: &Engine,
    inputs: &Inputs,
    arguments: &MatchArguments,
    global: &Global,
    watch: ReadWatch<'_>,
) -> Result<Result<Samples, String>, ReadFailure> {
    let options = ReadOptions {
        case_from_barcode: arguments.case_from_barcode,
        keep_lines: arguments.annotate,
        max_memory: Some(global.max_memory),
    };
    let mut reader = engine.listing_reader();
    let mut cohort = Cohort::new(&mut reader, options);
    for text in &inputs.findings {
        if let Err(unread) = cohort.add_written(text) {
            return Ok(Err(format!("`{}` is no finding: {}", unread.written, unread.reason)));
        }
    }
    for path in &inputs.files {
        cohort.read_file(path, watch)?;
    }
    cohort.join_unnamed()?;
    Ok(Ok(cohort.finish()))
}

/// # Errors
/// No sample has a cancer that is known, or, where that is asked for strictly, one has none.
fn check_cancers(
    cancers: &Cancers<'_>,
    of_samples: &[Option<Vec<EntityId>>],
    global: &Global,
    printer: &Printer,
) -> Result<(), Exit> {
    let is_refused = !of_samples.is_empty() && of_samples.iter().all(Option::is_none);
    let is_incomplete = global.strict && of_samples.iter().any(Option::is_none);
    if !is_refused && !is_incomplete {
        return Ok(());
    }
    let message = match cancers.unknown().first() {
        Some((unknown, _)) => unknown_text(unknown),
        None => {
            "no cancer is named: --cancer 'lung adenocarcinoma', or --clinical FILE with one for each sample".to_owned()
        }
    };
    printer.problem(Code::UnknownName, &message);
    Err(if cancers.unknown().is_empty() { Exit::Usage } else { Exit::Unreadable })
}

/// What is to be said of files and cancers.
fn notes(samples: &Samples, cancers: &Cancers<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = cancers.notes().into_iter().map(|text| Note::new("cancer", text)).collect();
    let (unstated, genes) = samples.unstated();
    if samples.lines() > 0 {
        let used = samples.lines() - unstated - samples.told().unused();
        let files = if samples.files().len() == 1 { "" } else { " of all files" };
        notes.push(Note::new(
            "lines",
            format!("{} of {}{files} read as findings", grouped(used), counted(samples.lines(), "line")),
        ));
    }
    if unstated > 0 {
        let (changes, genes) = (counted(unstated, "change"), counted(genes, "gene"));
        let have = if unstated == 1 { "has" } else { "have" };
        notes.push(Note::new("no-statement", format!("{changes} of {genes} {have} no statement")));
    }
    notes.extend(samples.told().sentences(samples.files()).into_iter().map(|text| Note::new("lines", text)));
    notes
}

/// `1 gene`, `1,201 genes`.
fn counted(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{} {thing}s", grouped(count)) }
}

/// What was looked for in every sample.
fn assays(engine: &Engine, arguments: &MatchArguments, printer: &Printer) -> Result<Assays, Exit> {
    let assays = arguments.assayed.iter().fold(Assays::none(), |assays, &assay| assays.with(assay));
    let Some(panel) = &arguments.panel else { return Ok(assays) };
    let path = Path::new(panel);
    let text = if path.is_file() {
        std::fs::read_to_string(path).map_err(|error| {
            printer.problem(Code::File, &format!("cannot read {panel}: {error}"));
            Exit::CannotOpen
        })?
    } else {
        panel.clone()
    };
    let mut reader = engine.finding_reader();
    let (mut genes, mut unknown) = (Vec::new(), Vec::new());
    for name in text.split([',', '\n', '\t', ' ', '\r', ';']).map(str::trim).filter(|name| !name.is_empty()) {
        match reader.gene(name) {
            Some(gene) => genes.push(gene),
            None => unknown.push(name),
        }
    }
    if genes.is_empty() {
        printer.problem(Code::UnknownName, &format!("the panel names no gene of this graph: {panel}"));
        return Err(Exit::Unreadable);
    }
    if !unknown.is_empty() {
        let first: Vec<&str> = unknown.iter().copied().take(5).collect();
        let count = grouped(unknown.len() as u64);
        printer.inform(&format!("note: {count} genes of the panel are not in this graph: {}", first.join(", ")));
    }
    Ok(assays.on_panel(genes))
}

fn show_progress(bar: &indicatif::ProgressBar, reading: &ReadingProgress<'_>) {
    let file = Path::new(reading.file).file_name().map_or(reading.file.into(), |name| name.to_string_lossy());
    if bar.message() != file {
        bar.reset();
        bar.set_message(file.into_owned());
    }
    bar.set_length(reading.total);
    bar.set_position(reading.bytes);
}
