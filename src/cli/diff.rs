//! `onco diff OLD NEW [about NAME]`: what differs between two graphs.

use super::arguments::DiffArguments;
use super::exit::Exit;
use super::output::Printer;
use super::{run, stats};
use crate::answer::{Cell, ColumnType};
use crate::diagnostic::Code;
use crate::inspect::diff::{self, Side};
use std::path::Path;

const COLUMNS: &[(&str, ColumnType)] = &[
    ("change", ColumnType::Text),
    ("of", ColumnType::Text),
    ("id", ColumnType::Text),
    ("field", ColumnType::Text),
    ("old", ColumnType::Text),
    ("new", ColumnType::Text),
];

pub(super) fn run(arguments: &DiffArguments, printer: &mut Printer) -> Exit {
    let about = match arguments.about.split_first() {
        None => None,
        Some((word, name)) if word == "about" && !name.is_empty() => Some(name.join(" ")),
        Some(_) => {
            printer.error("after the two graphs only `about NAME` may follow");
            return Exit::Usage;
        }
    };
    let open = |path: &Path| run::open(Some(&path.to_string_lossy()), printer);
    let (old, new) = match (open(&arguments.old), open(&arguments.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(exit), _) | (_, Err(exit)) => return exit,
    };
    let before = Side::new(old.graph(), old.names(), about.as_deref());
    let after = Side::new(new.graph(), new.names(), about.as_deref());
    if !before.is_known() && !after.is_known() {
        printer.problem(Code::UnknownName, &format!("neither graph knows `{}`", about.unwrap_or_default()));
        return Exit::Unreadable;
    }
    let text = |text: String| if text.is_empty() { Cell::Missing } else { Cell::Text(text) };
    let rows = diff::diff(&before, &after).into_iter().map(|row| {
        vec![
            text(row.change.to_owned()),
            text(row.of.to_owned()),
            text(row.id),
            text(row.field),
            text(row.old),
            text(row.new),
        ]
    });
    let answer = stats::table(&new, COLUMNS, rows.collect());
    stats::write(&answer, printer)
}
