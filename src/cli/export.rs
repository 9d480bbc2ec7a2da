//! `onco export`: a graph, or a part of it, for other programs.

use super::arguments::{ExportArguments, Global};
use super::exit::Exit;
use super::output::Printer;
use super::{help, run};
use crate::diagnostic::Code;
use crate::engine::{Cancel, Engine};
use crate::export::{self, EXPORTERS, Exporter};
use crate::subgraph::{GraphPart, MOST_NAMED};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(super) fn run(arguments: &ExportArguments, global: &Global, printer: &Printer, cancel: &Cancel) -> Exit {
    let Some(exporter) = export::exporter(&arguments.target) else {
        let known = help::list(EXPORTERS.iter().map(|exporter| (exporter.name, exporter.summary)));
        printer.error(&format!("there is no format `{}`; the formats are\n{}", arguments.target, known.trim_end()));
        return Exit::Usage;
    };
    let wants_part = !arguments.around.is_empty() || arguments.query.is_some();
    if wants_part && !exporter.holds_parts() {
        let name = exporter.name;
        printer.error(&format!("{name} holds whole graphs: statements of a part would name what is not in it"));
        return Exit::Usage;
    }
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let part = match part(&engine, arguments, global, printer, cancel) {
        Ok(part) => part,
        Err(exit) => return exit,
    };
    if exporter.has_lists {
        tell_left_out(&part, printer);
    }
    if exporter.is_drawn {
        warn_of_size(&part, arguments, printer);
    }
    write(&part, exporter, arguments.output.as_deref(), printer)
}

/// What is to be written. The error has been printed.
fn part<'e>(
    engine: &'e Engine,
    arguments: &ExportArguments,
    global: &Global,
    printer: &Printer,
    cancel: &Cancel,
) -> Result<GraphPart<'e>, Exit> {
    if let Some(question) = &arguments.query {
        let answer =
            engine.ask(question, &run::settings(global), cancel).map_err(|failure| printer.failure(&failure))?;
        return Ok(engine.part(&answer));
    }
    if arguments.around.is_empty() {
        return Ok(GraphPart::whole(engine.graph()));
    }
    let mut middle = Vec::new();
    for name in &arguments.around {
        let found = engine.named(name);
        if found.is_empty() {
            let near = engine.near(name);
            let offer = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
            printer.problem(Code::UnknownName, &format!("nothing in this graph is called `{name}`{offer}"));
            return Err(Exit::Unreadable);
        }
        middle.extend(found);
    }
    let names: Vec<&str> = middle.iter().map(|&entity| engine.graph().name(entity)).collect();
    let mut shown: Vec<&str> = Vec::new();
    names.into_iter().for_each(|name| {
        if !shown.contains(&name) {
            shown.push(name);
        }
    });
    let steps = if arguments.within == 1 { "1 step".to_owned() } else { format!("{} steps", arguments.within) };
    Ok(GraphPart::around(engine.graph(), &middle, arguments.within, &format!("{}, within {steps}", shown.join(", "))))
}

fn write(part: &GraphPart<'_>, exporter: &Exporter, output: Option<&Path>, printer: &Printer) -> Exit {
    let written = match (output, exporter.outputs) {
        // A format of one file goes where it can be piped on; several files need a folder.
        (None, [file]) => {
            let mut out = BufWriter::new(io::stdout().lock());
            return file
                .write(part, &mut out)
                .and_then(|()| out.flush())
                .map_or_else(|error| failed(&error, printer), |()| Exit::Done);
        }
        (Some(path), [file]) if is_file(path, file.file) => {
            crate::files::replace(path, |out| file.write(part, out)).map(|()| vec![path.to_owned()])
        }
        (output, _) => exporter.write_part(part, output.unwrap_or(Path::new("")), output.is_some()),
    };
    match written {
        Ok(files) => {
            let tell = |file: &PathBuf| printer.inform(&file.display().to_string());
            files.iter().for_each(tell);
            Exit::Done
        }
        Err(error) => failed(&error, printer),
    }
}

/// Whether a path is meant for a file: it ends as the file of the format does, or is one already.
fn is_file(path: &Path, usual: &str) -> bool {
    let is_there = std::fs::metadata(path).map(|about| about.is_file() || !about.is_dir());
    is_there.unwrap_or_else(|_| path.extension().is_some() && path.extension() == Path::new(usual).extension())
}

/// Tells of names that no list of the format can hold.
fn tell_left_out(part: &GraphPart<'_>, printer: &Printer) {
    let mut left_out = export::without_place(part.graph);
    if let Some((name, id)) = left_out.next() {
        let count = 1 + left_out.count();
        printer.inform(&format!("left out of lists because they contain `|`: {count} names, first `{name}` of {id}"));
    }
}

/// Says that a picture is too large to be read, and what makes it smaller.
fn warn_of_size(part: &GraphPart<'_>, arguments: &ExportArguments, printer: &Printer) {
    let things = part.things().count();
    if things <= MOST_NAMED {
        return;
    }
    let smaller = match (part.is_whole(), arguments.query.is_some()) {
        (true, _) => "`--around NAME` or `--query QUESTION` writes a part of the graph",
        (false, true) => "`| limit 20` makes it smaller",
        (false, false) => "fewer steps make it smaller",
    };
    printer.inform(&format!(
        "{things} entities are a map, which `sfdp -Goverlap=prism` draws and `dot` may not; {smaller}"
    ));
}

fn failed(error: &io::Error, printer: &Printer) -> Exit {
    let exit = Exit::of_write(error);
    if exit != Exit::Done {
        printer.problem(Code::File, &format!("the graph cannot be written: {error}"));
    }
    exit
}
