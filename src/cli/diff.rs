//! `onco diff OLD NEW [about NAME]`: what differs between two graphs.

use super::arguments::DiffArguments;
use super::exit::Exit;
use super::output::Printer;
use super::{run, stats};
use crate::answer::{Cell, ColumnType};
use crate::diagnostic::Code;
use crate::inspect::diff;
use crate::inspect::difference::{self, Difference, Side};
use std::collections::BTreeMap;
use std::path::Path;

const COLUMNS: &[(&str, ColumnType)] = &[
    ("change", ColumnType::Text),
    ("of", ColumnType::Text),
    ("id", ColumnType::Text),
    ("field", ColumnType::Text),
    ("old", ColumnType::Text),
    ("new", ColumnType::Text),
];

const SUMMARY: &[(&str, ColumnType)] = &[
    ("of", ColumnType::Text),
    ("change", ColumnType::Text),
    ("field", ColumnType::Text),
    ("count", ColumnType::Number),
];

/// Characters of a value that a table shows.
const SHOWN: usize = 60;

/// Characters before the first difference of two long values that a table shows.
const BEFORE: usize = 15;

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
    let only: Vec<String> = arguments.only.iter().map(|word| word.trim().to_lowercase()).collect();
    if let Some(message) = difference::unknown_word(&only, [old.graph(), new.graph()]) {
        printer.error(&format!("--only: {message}"));
        return Exit::Usage;
    }
    let before = Side::new(old.graph(), old.names(), about.as_deref());
    let after = Side::new(new.graph(), new.names(), about.as_deref());
    if !before.is_known() && !after.is_known() {
        printer.problem(Code::UnknownName, &format!("neither graph knows `{}`", about.unwrap_or_default()));
        return Exit::Unreadable;
    }
    let mut found = diff::diff(&before, &after);
    found.retain(|row| is_wanted(row, &only));
    let answer = if arguments.summary {
        stats::table(&new, SUMMARY, summary(&found))
    } else {
        let is_capped = printer.format.for_people;
        stats::table(&new, COLUMNS, found.into_iter().map(|row| cells(row, is_capped)).collect())
    };
    stats::write(&answer, printer)
}

fn is_wanted(row: &Difference, only: &[String]) -> bool {
    let field = row.field.split(':').next().unwrap_or("");
    only.is_empty() || only.iter().any(|word| [row.change, row.of, field].contains(&word.as_str()))
}

/// How many differences of each sort. What is added or removed as a whole has no field; of names
/// and facts the kind and the relation are told.
fn summary(found: &[Difference]) -> Vec<Vec<Cell>> {
    let mut counts: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    for row in found {
        *counts.entry((row.of, row.change, row.field.split(':').next().unwrap_or(""))).or_default() += 1;
    }
    let row = |((of, change, field), count): ((&str, &str, &str), i64)| {
        vec![text(of.to_owned()), text(change.to_owned()), text(field.to_owned()), Cell::Integer(count)]
    };
    counts.into_iter().map(row).collect()
}

fn text(text: String) -> Cell {
    if text.is_empty() { Cell::Missing } else { Cell::Text(text) }
}

fn cells(row: Difference, is_capped: bool) -> Vec<Cell> {
    let (old, new) = if is_capped { capped(&row.old, &row.new) } else { (row.old, row.new) };
    vec![text(row.change.to_owned()), text(row.of.to_owned()), text(row.id), text(row.field), text(old), text(new)]
}

/// Two values as a table shows them: where both are long, from a little before they differ on.
fn capped(old: &str, new: &str) -> (String, String) {
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let is_long = |text: &str| text.chars().count() > SHOWN;
    let skipped = if is_long(old) || is_long(new) { same.saturating_sub(BEFORE) } else { 0 };
    let shown = |text: &str| {
        let mut shown: String = if skipped > 0 { "…".to_owned() } else { String::new() };
        let mut rest = text.chars().skip(skipped);
        shown.extend(rest.by_ref().take(SHOWN));
        if rest.next().is_some() {
            shown.push('…');
        }
        shown
    };
    (shown(old), shown(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_differ() {
        assert_eq!(capped("A", "B"), ("A".to_owned(), "B".to_owned()));
        let long = "x".repeat(100);
        let (old, new) = capped(&format!("{long}A"), &format!("{long}B"));
        assert_eq!((old.as_str(), new.as_str()), ("…xxxxxxxxxxxxxxxA", "…xxxxxxxxxxxxxxxB"));
        let (old, new) = capped(&long, "");
        assert_eq!((old.chars().count(), new.as_str()), (SHOWN + 1, ""));
    }
}
