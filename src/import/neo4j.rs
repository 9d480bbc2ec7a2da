//! Files for `neo4j-admin database import`, as Neo4j's users and BioCypher write them: nodes with
//! `:ID` and `:LABEL`, relationships with `:START_ID`, `:END_ID` and `:TYPE`. The header is the
//! first row, or a file apart.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::drawing::{self, Drawing, DrawnEdge, DrawnNode, files_in, name_of};
use super::read::TextFile;
use super::rows::{CsvRows, Separator};
use crate::graph::Place;
use crate::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Names of files.
pub const PATTERNS: &[&str] = &["*-header.csv*", "*_header.csv*", "*-part*.csv*", "*.csv*"];

/// Fields between the header of a file and its rows: which of these the header has most of.
const SEPARATORS: &[char] = &['\t', ',', ';', '|'];

/// Rows that are looked at to find out what fields are quoted with.
const SAMPLE: usize = 50;

/// For the table of importers.
pub(super) fn vocabulary(paths: &[PathBuf], options: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    drawing::vocabulary(draw, paths, options)
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or has no header; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    drawing::read(import, draw)
}

/// Reads the statements of files that onco wrote.
///
/// # Errors
/// As [`read`].
pub fn statements(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    drawing::statements(import, draw)
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Neo4jColumn {
    /// The identifier of a node in a space.
    Id(String),
    Start(String),
    End(String),
    Label,
    Type,
    Ignored,
    /// A property; whether it is a list.
    Property(String, bool),
}

impl Neo4jColumn {
    /// What `name:TYPE(space)` means.
    fn of(cell: &str) -> Self {
        // Options, such as those of an index, follow in braces.
        let cell = cell.split('{').next().unwrap_or(cell).trim();
        let (name, kind) = cell.rsplit_once(':').unwrap_or((cell, ""));
        let (kind, space) = match kind.split_once('(') {
            Some((kind, rest)) => (kind, rest.split(')').next().unwrap_or("")),
            None => (kind, ""),
        };
        match kind.trim() {
            "ID" => Neo4jColumn::Id(space.to_owned()),
            "START_ID" => Neo4jColumn::Start(space.to_owned()),
            "END_ID" => Neo4jColumn::End(space.to_owned()),
            "LABEL" => Neo4jColumn::Label,
            "TYPE" => Neo4jColumn::Type,
            "IGNORE" => Neo4jColumn::Ignored,
            kind => Neo4jColumn::Property(name.to_owned(), kind.ends_with("[]")),
        }
    }
}

/// What the columns of a group of files hold.
struct Neo4jHeader {
    columns: Vec<Neo4jColumn>,
    separator: char,
    /// What the files are called without the parts of their names that only number them.
    base: String,
    is_edges: bool,
}

impl Neo4jHeader {
    /// The header that a line is, if it is one.
    fn of(line: &str, file: &str) -> Option<Self> {
        let separator = SEPARATORS.iter().copied().rev().max_by_key(|&separator| line.matches(separator).count())?;
        let cells = line.split(separator).map(|cell| cell.trim().trim_matches(['"', '\'']));
        let columns: Vec<Neo4jColumn> = cells.map(Neo4jColumn::of).collect();
        let is_node = columns.iter().any(|column| matches!(column, Neo4jColumn::Id(_)));
        let has = |wanted: fn(&Neo4jColumn) -> bool| columns.iter().any(wanted);
        let is_edges = has(|column| matches!(column, Neo4jColumn::Start(_)))
            && has(|column| matches!(column, Neo4jColumn::End(_)));
        (is_node || is_edges).then(|| Self { columns, separator, base: base(file), is_edges })
    }
}

/// `Protein` of `Protein-header.csv`, `Protein-part000.csv` and `Protein.csv.gz`.
fn base(file: &str) -> String {
    let stem = file.split('.').next().unwrap_or(file);
    let lower = stem.to_ascii_lowercase();
    let end = ["-header", "_header", "header", "-part", "_part"]
        .iter()
        .find_map(|mark| lower.rfind(mark).filter(|&at| at > 0));
    stem.get(..end.unwrap_or(stem.len())).unwrap_or(stem).trim_end_matches(['-', '_']).to_owned()
}

fn draw(import: &mut Import<'_>, paths: &[PathBuf], _: &ImportOptions) -> Result<Drawing, ImportFailure> {
    let mut drawing = Drawing::default();
    let mut headers: Vec<Neo4jHeader> = Vec::new();
    let mut tables: Vec<(TextFile, usize, bool)> = Vec::new();
    let mut bare: Vec<TextFile> = Vec::new();
    for path in files_in(paths, |name| name.contains(".csv") || name.contains(".tsv"))? {
        let text = TextFile::read(import, &path)?;
        let first = text.text.trim_start_matches('\u{feff}').lines().next().unwrap_or("").to_owned();
        match Neo4jHeader::of(&first, &name_of(&path)) {
            Some(header) => {
                for column in &header.columns {
                    if let Neo4jColumn::Property(name, _) = column {
                        drawing.declare(name);
                    }
                }
                headers.push(header);
                tables.push((text, headers.len() - 1, true));
            }
            None => bare.push(text),
        }
    }
    for text in bare {
        let name = name_of(std::path::Path::new(&text.name));
        let fits = |header: &Neo4jHeader| name.starts_with(&header.base) && !header.base.is_empty();
        let found =
            headers.iter().enumerate().filter(|(_, header)| fits(header)).max_by_key(|(_, header)| header.base.len());
        let Some((number, _)) = found else {
            let message = "has no header with :ID, or :START_ID and :END_ID, and no file such as \
                           NAME-header.csv goes with it: give its header file, too";
            return Err(ImportFailure::line(&text.name, 1, message));
        };
        tables.push((text, number, false));
    }
    let mut spaces: FxHashMap<String, String> = FxHashMap::default();
    // Nodes first, whatever the order of the files.
    tables.sort_by_key(|(_, number, _)| headers.get(*number).is_some_and(|header| header.is_edges));
    for (text, number, has_header) in &tables {
        let Some(header) = headers.get(*number) else { continue };
        let mut reader = Neo4jReader { drawing: &mut drawing, header, spaces: &mut spaces };
        reader.table(import, text, *has_header)?;
    }
    Ok(drawing)
}

struct Neo4jReader<'d> {
    drawing: &'d mut Drawing,
    header: &'d Neo4jHeader,
    /// By identifier: the space in which it was met first.
    spaces: &'d mut FxHashMap<String, String>,
}

impl Neo4jReader<'_> {
    fn table(&mut self, import: &mut Import<'_>, text: &TextFile, has_header: bool) -> Result<(), ImportFailure> {
        let separator = match (self.header.separator, quote(&text.text, self.header.separator)) {
            (separator, '\'') => Separator::Quoted(separator, '\''),
            (',', _) => Separator::Comma,
            (separator, quote) => Separator::Quoted(separator, quote),
        };
        let mut rows = CsvRows::new(&text.text, separator);
        if has_header {
            rows.next();
        }
        let mut told = 0;
        while let Some((line, row)) = rows.next() {
            let place = Place { file: text.file, line };
            let fields: Vec<String> = row.iter().map(|field| field.trim().to_owned()).collect();
            if fields.len() < self.header.columns.len() && !self.reaches(&fields) {
                let message =
                    format!("this row has {} fields, its header has {}", fields.len(), self.header.columns.len());
                import.unusable(place, "", message);
            } else if self.header.is_edges {
                self.edge(import, &fields, place);
            } else {
                self.node(import, &fields, place);
            }
            let read = rows.bytes_read();
            if read - told > super::read::TICK {
                told = read;
                import.control.tick(&text.name, read, text.text.len())?;
            }
        }
        Ok(())
    }

    /// Whether a short row has all that a node or an edge needs.
    fn reaches(&self, fields: &[String]) -> bool {
        let needed = |column: &Neo4jColumn| {
            matches!(column, Neo4jColumn::Id(_) | Neo4jColumn::Start(_) | Neo4jColumn::End(_) | Neo4jColumn::Type)
        };
        self.header.columns.iter().rposition(needed).is_some_and(|last| last < fields.len())
    }

    /// The key of an identifier in a space.
    fn key(&mut self, space: &str, id: &str) -> u32 {
        self.drawing.key(&format!("{space}\u{1f}{id}"))
    }

    fn node(&mut self, import: &mut Import<'_>, fields: &[String], place: Place) {
        let columns = self.header.columns.iter().zip(fields);
        let found = columns.clone().find_map(|(column, text)| match column {
            Neo4jColumn::Id(space) => Some((space.clone(), text.clone())),
            _ => None,
        });
        let Some((space, id)) = found.filter(|(_, id)| !id.is_empty()) else {
            import.unusable(place, "", "this node has no identifier");
            return;
        };
        let key = self.key(&space, &id);
        let mut node = DrawnNode::new(place, key);
        // One identifier may mean two nodes in two spaces.
        let first = self.spaces.entry(id.clone()).or_insert_with(|| space.clone());
        let whole = if *first == space { id } else { format!("{space}:{id}") };
        self.drawing.describe_node(&mut node, "id", &whole);
        let ours = self.drawing.is_ours();
        for (column, text) in columns.filter(|(_, text)| !text.is_empty()) {
            match column {
                Neo4jColumn::Label => node.kinds.extend(items(text, ours).map(str::to_owned)),
                Neo4jColumn::Property(name, true) => {
                    items(text, ours).for_each(|item| self.drawing.describe_node(&mut node, name, item));
                }
                Neo4jColumn::Property(name, false) => self.drawing.describe_node(&mut node, name, text),
                Neo4jColumn::Id(_)
                | Neo4jColumn::Start(_)
                | Neo4jColumn::End(_)
                | Neo4jColumn::Type
                | Neo4jColumn::Ignored => {}
            }
        }
        if node.kinds.is_empty() {
            node.kinds.push(self.header.base.clone());
        }
        self.drawing.list(node);
    }

    fn edge(&mut self, import: &mut Import<'_>, fields: &[String], place: Place) {
        let (mut from, mut to, mut relation) = (None, None, None);
        for (column, text) in self.header.columns.iter().zip(fields).filter(|(_, text)| !text.is_empty()) {
            match column {
                Neo4jColumn::Start(space) => from = Some(self.key(space, text)),
                Neo4jColumn::End(space) => to = Some(self.key(space, text)),
                Neo4jColumn::Type => relation = Some(self.drawing.key(text)),
                Neo4jColumn::Id(_) | Neo4jColumn::Label | Neo4jColumn::Ignored | Neo4jColumn::Property(..) => {}
            }
        }
        let (Some(from), Some(to)) = (from, to) else {
            import.unusable(place, "", "this relationship has no start or no end");
            return;
        };
        let mut edge = DrawnEdge::new(place, from, to);
        edge.relation = Some(relation.unwrap_or_else(|| self.drawing.key(&self.header.base)));
        let ours = self.drawing.is_ours();
        for (column, text) in self.header.columns.iter().zip(fields) {
            match column {
                Neo4jColumn::Property(name, true) => {
                    items(text, ours).for_each(|item| self.drawing.describe_edge(&mut edge, name, item));
                }
                Neo4jColumn::Property(name, false) => self.drawing.describe_edge(&mut edge, name, text),
                Neo4jColumn::Id(_)
                | Neo4jColumn::Start(_)
                | Neo4jColumn::End(_)
                | Neo4jColumn::Label
                | Neo4jColumn::Type
                | Neo4jColumn::Ignored => {}
            }
        }
        self.drawing.edges.push(edge);
    }
}

/// The items of a list: with bars as onco and BioCypher write it, else with semicolons.
fn items(text: &str, ours: bool) -> impl Iterator<Item = &str> {
    let separator = if ours || text.contains('|') { '|' } else { ';' };
    text.split(separator).map(str::trim).filter(|item| !item.is_empty())
}

/// What fields are quoted with: apostrophes where some field is, and none is in double quotes.
fn quote(text: &str, separator: char) -> char {
    let is_in = |field: &str, quote: char| field.len() > 1 && field.starts_with(quote) && field.ends_with(quote);
    let mut found = '"';
    for field in text.lines().take(SAMPLE).flat_map(|line| line.split(separator)).map(str::trim) {
        if is_in(field, '"') {
            return '"';
        }
        if is_in(field, '\'') {
            found = '\'';
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_headers() {
        for (cell, expected) in [
            (":ID", Neo4jColumn::Id(String::new())),
            ("personId:ID(Person-ID)", Neo4jColumn::Id("Person-ID".to_owned())),
            ("id:ID(P){label:Person}", Neo4jColumn::Id("P".to_owned())),
            (":START_ID(Actor)", Neo4jColumn::Start("Actor".to_owned())),
            ("names:string[]", Neo4jColumn::Property("names".to_owned(), true)),
            ("year:int", Neo4jColumn::Property("year".to_owned(), false)),
            ("name", Neo4jColumn::Property("name".to_owned(), false)),
            ("x:IGNORE", Neo4jColumn::Ignored),
        ] {
            assert_eq!(Neo4jColumn::of(cell), expected, "{cell}");
        }
    }

    #[test]
    fn names_of_files() {
        for (file, expected) in [
            ("Protein-header.csv", "Protein"),
            ("Protein-part000.csv", "Protein"),
            ("movies_header.csv", "movies"),
            ("movies.csv.gz", "movies"),
        ] {
            assert_eq!(base(file), expected);
        }
        assert_eq!(quote("a;b\n'x';1\n", ';'), '\'');
        assert_eq!(quote("a;b\n\"it's\";'x'\n", ';'), '"');
    }
}
