//! `onco new`: files to begin with. Each works as it is.

use super::arguments::{NewArguments, NewFile};
use super::exit::Exit;
use super::output::Printer;
use crate::diagnostic::Code;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// A file to begin with.
struct BeginningRow {
    what: NewFile,
    file: &'static str,
    text: &'static str,
    /// What to do with it.
    then: &'static str,
}

const ROWS: &[BeginningRow] = &[
    BeginningRow {
        what: NewFile::Recipe,
        file: "onco.toml",
        text: include_str!("recipe.toml"),
        then: "onco build FILE -o graph.onco",
    },
    BeginningRow { what: NewFile::Script, file: "board.onq", text: include_str!("script.onq"), then: "onco run FILE" },
    BeginningRow {
        what: NewFile::Vocabulary,
        file: "vocabulary.toml",
        text: include_str!("vocabulary.toml"),
        then: "put entities.tsv and relations.tsv beside it; onco lint the folder",
    },
    BeginningRow {
        what: NewFile::TableMap,
        file: "map.toml",
        text: include_str!("table-map.toml"),
        then: "onco import table TABLE --map FILE -o graph.onco",
    },
];

/// Writes the file, unless it is there already.
pub(super) fn run(arguments: &NewArguments, printer: &Printer) -> Exit {
    let Some(row) = ROWS.iter().find(|row| row.what == arguments.what) else { return Exit::Usage };
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from(row.file));
    let shown = path.display().to_string();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(row.text.as_bytes()));
    match written {
        Ok(()) => {
            printer.inform(&format!("{shown} written; next: {}", row.then.replace("FILE", &shown)));
            Exit::Done
        }
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::AlreadyExists => "it is there already".to_owned(),
                _ => error.to_string(),
            };
            printer.problem(Code::File, &format!("cannot write {shown}: {why}"));
            Exit::Failed
        }
    }
}
