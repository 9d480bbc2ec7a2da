//! `onco pack`: the statements of a database as a layer of text upon the built-in graph.

use super::arguments::PackArguments;
use super::build;
use super::exit::Exit;
use super::output::Printer;
use crate::diagnostic::Code;
use crate::engine::Cancel;
use crate::export::IssuerLayer;
use crate::import::{self, CivicFiles, OnCurated};

pub(super) fn run(arguments: &PackArguments, printer: &Printer, cancel: &Cancel) -> Exit {
    let files =
        CivicFiles { evidence: &arguments.file, hgnc: arguments.hgnc.as_deref(), doid: arguments.doid.as_deref() };
    let report = arguments.report.as_deref();
    match build::watched(report, printer, cancel, |control| import::civic_on_curated(files, control)) {
        Ok(packed) => write(&packed, arguments, printer),
        Err(exit) => exit,
    }
}

fn write(packed: &OnCurated, arguments: &PackArguments, printer: &Printer) -> Exit {
    if let Err(exit) = build::report(&packed.imported, arguments.report.as_deref(), printer) {
        return exit;
    }
    let curated = match import::builtin_graph("oncology").map(|graph| graph.build()) {
        Ok(Ok((graph, _))) => graph,
        Ok(Err(_)) | Err(_) => return Exit::Failed,
    };
    let layer = IssuerLayer::new(&packed.imported.graph, &curated, &packed.statements, arguments.all);
    if let Err(error) = layer.write(&arguments.output) {
        printer.problem(Code::File, &format!("the layer cannot be written: {error}"));
        return Exit::Failed;
    }
    printer.inform(&format!(
        "{}: {} entities, {} statements, reviewed up to {}",
        arguments.output.display(),
        layer.entity_count(),
        layer.statement_count(),
        layer.newest()
    ));
    Exit::Done
}
