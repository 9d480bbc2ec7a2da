//! `onco export`: the graph for other programs.

use super::arguments::{ExportArguments, Global};
use super::exit::Exit;
use super::output::Printer;
use super::{help, run};
use crate::diagnostic::Code;
use crate::engine::Engine;
use crate::export::{self, EXPORTERS};
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(super) fn run(arguments: &ExportArguments, global: &Global, printer: &Printer) -> Exit {
    let Some(exporter) = export::exporter(&arguments.target) else {
        let known = help::list(EXPORTERS.iter().map(|exporter| (exporter.name, exporter.summary)));
        printer.error(&format!("there is no format `{}`; the formats are\n{}", arguments.target, known.trim_end()));
        return Exit::Usage;
    };
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    if exporter.has_lists {
        tell_left_out(&engine, printer);
    }
    // A format of one file goes where it can be piped on; several files need a folder.
    if let (None, [output]) = (&arguments.output, exporter.outputs) {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = (output.write)(engine.graph(), &mut out).and_then(|()| out.flush());
        return written.map_or_else(|error| failed(&error, printer), |()| Exit::Done);
    }
    let directory = arguments.output.as_deref();
    match exporter.write(engine.graph(), directory.unwrap_or(Path::new("")), directory.is_some()) {
        Ok(files) => {
            files.iter().for_each(|file| printer.inform(&file.display().to_string()));
            Exit::Done
        }
        Err(error) => failed(&error, printer),
    }
}

/// Tells of names that no list of the format can hold.
fn tell_left_out(engine: &Engine, printer: &Printer) {
    let mut left_out = export::without_place(engine.graph());
    if let Some((name, id)) = left_out.next() {
        let count = 1 + left_out.count();
        printer.inform(&format!("left out of lists because they contain `|`: {count} names, first `{name}` of {id}"));
    }
}

fn failed(error: &io::Error, printer: &Printer) -> Exit {
    let exit = Exit::of_write(error);
    if exit != Exit::Done {
        printer.problem(Code::File, &format!("the graph cannot be written: {error}"));
    }
    exit
}
