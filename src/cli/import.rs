//! `onco import`: files of one source become a graph.

use super::arguments::{Global, ImportArguments};
use super::exit::Exit;
use super::output::Printer;
use super::{build, help};
use crate::engine::Cancel;
use crate::import::{self, IMPORTERS, ImportOptions};

pub(super) fn run(arguments: &ImportArguments, global: &Global, printer: &Printer, cancel: &Cancel) -> Exit {
    if import::importer(&arguments.source).is_none() {
        let known = help::list(IMPORTERS.iter().map(|importer| (importer.name, importer.summary)));
        printer.error(&format!("there is no format `{}`; the formats are\n{}", arguments.source, known.trim_end()));
        return Exit::Usage;
    }
    let options = ImportOptions {
        kind: arguments.kind.clone(),
        root: arguments.root.clone(),
        map: arguments.map.clone(),
        vocabulary: arguments.vocabulary.clone(),
        strict: global.strict,
        ..ImportOptions::default()
    };
    build::make(&arguments.output, arguments.report.as_deref(), printer, cancel, |control| {
        import::import(&arguments.source, &arguments.files, &options, control)
    })
}
