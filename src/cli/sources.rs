//! `onco open NAME`: the sources behind a name, listed with their addresses and opened in a browser.

use super::arguments::{Global, OpenArguments};
use super::exit::Exit;
use super::output::Printer;
use super::run::{self, settings};
use crate::answer::{Answer, Cell};
use crate::engine::{Cancel, Engine, Failure};
use std::io::IsTerminal;
use std::process::{Command, Stdio};

/// Questions that find sources, `{}` for the name: of what statements are about, of what facts and
/// papers say of it.
const QUESTIONS: &[&str] = &["sources of (statements about {})", "describe {}"];

/// Prefixes of identifiers with the address that they are found at; `{}` for what is behind them.
const ADDRESSES: &[(&str, &str)] = &[
    ("PMID:", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{}/"),
    ("NCT", "https://clinicaltrials.gov/study/NCT{}"),
    ("DOI:", "https://doi.org/{}"),
    ("doi:", "https://doi.org/{}"),
    ("FDA:NDA", "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo={}"),
    ("FDA:BLA", "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo={}"),
    ("civic.eid:", "https://civicdb.org/links/evidence_items/{}"),
    ("civic.aid:", "https://civicdb.org/links/assertions/{}"),
    ("HGNC:", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}"),
    ("uniprot:", "https://www.uniprot.org/uniprotkb/{}"),
    ("https://", "https://{}"),
    ("http://", "http://{}"),
];

/// A source and where it is.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    id: String,
    name: String,
    address: Option<String>,
}

pub(super) fn run(arguments: &OpenArguments, global: &Global, printer: &Printer, cancel: &Cancel) -> Exit {
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let name = arguments.name.join(" ");
    let found = match sources(&engine, &name, global, cancel) {
        Ok(found) => found,
        Err(failure) => return printer.failure(&failure),
    };
    if found.is_empty() {
        printer.inform(&format!("no source is recorded for {name}"));
        return Exit::Done;
    }
    let width = found.iter().map(|source| source.id.chars().count()).max().unwrap_or(0);
    let line = |source: &Found| {
        let address = source.address.as_deref().unwrap_or("no address is known");
        format!("{:width$}  {address}  {}\n", source.id, source.name)
    };
    let exit = printer.text(&found.iter().map(line).collect::<String>());
    let addresses: Vec<&str> =
        found.iter().filter_map(|source| source.address.as_deref()).take(arguments.limit).collect();
    // Nobody looks at a browser behind a pipe.
    if !arguments.print && std::io::stdout().is_terminal() && exit == Exit::Done {
        return open(&addresses, printer);
    }
    exit
}

/// The sources of the first question that has any.
fn sources(engine: &Engine, name: &str, global: &Global, cancel: &Cancel) -> Result<Vec<Found>, Failure> {
    let is_quoted = name.contains('"') || name.contains(':');
    let written = if is_quoted { name.to_owned() } else { format!("\"{name}\"") };
    let mut failure = None;
    for question in QUESTIONS {
        match engine.ask(&question.replace("{}", &written), &settings(global), cancel) {
            Ok(answer) => {
                let found = of_answer(&answer);
                if !found.is_empty() {
                    return Ok(found);
                }
                failure = None;
            }
            Err(wrong) => failure = Some(wrong),
        }
    }
    failure.map_or(Ok(Vec::new()), Err)
}

/// Every source that the cells of an answer name, each once.
fn of_answer(answer: &Answer) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut add = |id: &str, name: &str| {
        let is_source = address(id).is_some() || id == name;
        if is_source && found.iter().all(|known| known.id != id) {
            let name = if id == name { String::new() } else { name.to_owned() };
            found.push(Found { id: id.to_owned(), name, address: address(id) });
        }
    };
    for row in answer.rows.iter().chain(&answer.contested) {
        for (cell, column) in row.cells.iter().zip(&answer.columns) {
            match cell {
                Cell::Entity(entity) if &*entity.kind == SOURCE => add(&entity.id, &entity.name),
                Cell::Entities(list) => {
                    list.iter().filter(|entity| &*entity.kind == SOURCE).for_each(|e| add(&e.id, &e.name));
                }
                Cell::Texts(list) if column.name == "sources" => list.iter().for_each(|id| add(id, id)),
                _ => {}
            }
        }
    }
    found
}

/// The kind of papers, labels and trials, which every graph has.
const SOURCE: &str = "source";

/// Where an identifier is found, if that is known.
fn address(id: &str) -> Option<String> {
    let (prefix, pattern) = ADDRESSES.iter().find(|(prefix, _)| id.starts_with(prefix))?;
    let rest = &id[prefix.len()..];
    let is_plain = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"\"'<>\\`".contains(c));
    is_plain.then(|| pattern.replace("{}", rest))
}

/// Opens addresses with `$BROWSER`, or with what the system opens them with.
fn open(addresses: &[&str], printer: &Printer) -> Exit {
    let named = std::env::var("BROWSER").ok().filter(|browser| !browser.trim().is_empty());
    let usual = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let browser = named.unwrap_or_else(|| usual.to_owned());
    let mut words = browser.split_whitespace();
    let Some(program) = words.next() else { return Exit::Done };
    let fixed: Vec<&str> = words.collect();
    for address in addresses {
        let started = Command::new(program)
            .args(&fixed)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Err(error) = started {
            printer.inform(&format!("no browser was opened: `{program}`: {error} ($BROWSER names another)"));
            return Exit::Done;
        }
    }
    Exit::Done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_addresses() {
        for (id, expected) in [
            ("PMID:20728210", Some("https://pubmed.ncbi.nlm.nih.gov/20728210/")),
            ("NCT01234567", Some("https://clinicaltrials.gov/study/NCT01234567")),
            ("civic.eid:1499", Some("https://civicdb.org/links/evidence_items/1499")),
            ("PMID:", None),
            ("PMID:1 2", None),
            ("onco:something", None),
        ] {
            assert_eq!(address(id).as_deref(), expected, "{id}");
        }
    }
}
