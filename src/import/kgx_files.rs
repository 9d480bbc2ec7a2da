//! Files of KGX as rows: tables between tabs or commas, JSON lines, one JSON document, each alone
//! or in an archive.

use super::context::Import;
use super::control::ImportFailure;
use super::read::{self, TextFile, items};
use super::table::{TextRow, TextTable, tell_columns};
use super::tar::ArchiveFile;
use crate::graph::Place;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

type JsonObject = Map<String, Value>;

/// A file of nodes or of edges.
pub(super) struct KgxFile {
    text: TextFile,
    rows: KgxRows,
    /// Names of the columns or keys.
    names: BTreeSet<String>,
}

/// How rows are written.
enum KgxRows {
    /// A table with a header.
    Table,
    /// An object on each line.
    Lines,
    /// A list in a document.
    List(Vec<Value>),
}

/// A row: its fields by the order of the names that were asked for.
pub(super) enum KgxRow<'r> {
    Table(&'r TextRow, &'r [Option<usize>]),
    Object(&'r JsonObject, &'r [&'r str]),
}

impl KgxRow<'_> {
    /// A field as one text: in JSON the items of a list have bars between them.
    pub(super) fn text(&self, number: usize) -> Cow<'_, str> {
        match self {
            KgxRow::Table(row, columns) => Cow::Borrowed(row.optional(columns.get(number).copied().flatten())),
            KgxRow::Object(object, names) => names.get(number).map_or(Cow::Borrowed(""), |name| text_of(object, name)),
        }
    }

    /// The items of a field, without empty ones. A list of JSON is one already: a bar in it is a
    /// bar.
    pub(super) fn list(&self, number: usize) -> Vec<Cow<'_, str>> {
        if let KgxRow::Object(object, names) = self
            && let Some(Value::Array(values)) = names.get(number).and_then(|name| object.get(*name))
        {
            return values.iter().map(plain).filter(|text| !text.is_empty()).collect();
        }
        match self.text(number) {
            Cow::Borrowed(text) => items(text, &['|']).map(Cow::Borrowed).collect(),
            Cow::Owned(text) => items(&text, &['|']).map(|item| Cow::Owned(item.to_owned())).collect(),
        }
    }
}

fn text_of<'o>(object: &'o JsonObject, name: &str) -> Cow<'o, str> {
    object.get(name).map_or(Cow::Borrowed(""), plain)
}

fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Array(all) => Cow::Owned(all.iter().map(plain).collect::<Vec<_>>().join("|")),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Cow::Owned(value.to_string()),
    }
}

/// All files of these paths, those of nodes first.
///
/// # Errors
/// One that cannot be read, or is neither a table nor JSON.
pub(super) fn open(import: &mut Import<'_>, paths: &[PathBuf]) -> Result<Vec<KgxFile>, ImportFailure> {
    let mut files = Vec::new();
    for path in paths {
        match read::archive(path)? {
            None => {
                let text = TextFile::read(import, path)?;
                add(import, text, &mut files)?;
            }
            Some(members) => open_members(import, path, members, &mut files)?,
        }
    }
    files.sort_by_key(KgxFile::is_edges);
    Ok(files)
}

/// Endings of the names of files within an archive that hold a graph.
const ENDINGS: &[&str] = &[".tsv", ".csv", ".json", ".jsonl", ".txt"];

fn open_members(
    import: &mut Import<'_>,
    path: &Path,
    members: Vec<ArchiveFile>,
    files: &mut Vec<KgxFile>,
) -> Result<(), ImportFailure> {
    for member in members {
        let name = format!("{}/{}", path.display(), member.name);
        let hidden = member.name.rsplit('/').next().is_some_and(|file| file.starts_with('.'));
        if hidden || !ENDINGS.iter().any(|end| member.name.ends_with(end)) {
            let file = import.builder.file(&name);
            import.note(Place { file, line: 0 }, "", "is neither a table nor JSON: not read");
            continue;
        }
        let text = TextFile::of_bytes(import, name, member.bytes)?;
        add(import, text, files)?;
    }
    Ok(())
}

/// Adds a text: as one file, or as two where it holds nodes and edges.
fn add(import: &mut Import<'_>, text: TextFile, files: &mut Vec<KgxFile>) -> Result<(), ImportFailure> {
    let start = text.text.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with(['{', '[']) {
        files.push(KgxFile::table(text, import)?);
        return Ok(());
    }
    let first = start.lines().next().unwrap_or("");
    let line = object_of(first);
    let is_lines = line.as_ref().is_ok_and(|object| !object.contains_key("nodes") && !object.contains_key("edges"));
    if is_lines {
        files.push(KgxFile::lines(text));
        return Ok(());
    }
    let document: Value = serde_json::from_str(start)
        .map_err(|error| ImportFailure::line(&text.name, error.line() as u32, &format!("is not JSON: {error}")))?;
    let lists = match document {
        Value::Array(all) => vec![all],
        Value::Object(mut object) => ["nodes", "edges"]
            .into_iter()
            .filter_map(|key| match object.remove(key) {
                Some(Value::Array(all)) => Some(all),
                Some(_) | None => None,
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for list in lists {
        let piece = TextFile::whole(text.file, text.name.clone(), String::new());
        files.push(KgxFile::list(piece, list));
    }
    Ok(())
}

/// The object on a line; some programs end lines with the comma of a list.
fn object_of(line: &str) -> serde_json::Result<JsonObject> {
    let line = line.trim();
    serde_json::from_str(line.strip_suffix(',').unwrap_or(line))
}

impl KgxFile {
    fn table(text: TextFile, import: &Import<'_>) -> Result<Self, ImportFailure> {
        let control = import.control;
        let names = TextTable::new(&text, &control)?.header().iter().cloned().collect();
        Ok(Self { text, rows: KgxRows::Table, names })
    }

    fn lines(text: TextFile) -> Self {
        let mut names = BTreeSet::new();
        // What is no object is reported where it is read.
        for object in text.text.lines().filter_map(|line| object_of(line).ok()) {
            add_names(&mut names, &object);
        }
        Self { text, rows: KgxRows::Lines, names }
    }

    fn list(text: TextFile, list: Vec<Value>) -> Self {
        let mut names = BTreeSet::new();
        list.iter().filter_map(Value::as_object).for_each(|object| add_names(&mut names, object));
        Self { text, rows: KgxRows::List(list), names }
    }

    pub(super) fn is_edges(&self) -> bool {
        self.names.contains("subject")
    }

    /// Names of its columns or keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| !name.is_empty())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Reports columns or keys that are not read.
    pub(super) fn tell_unused(&self, import: &mut Import<'_>, is_read: impl Fn(&str) -> bool) {
        let names: Vec<&str> = self.names().filter(|name| !is_read(name)).collect();
        tell_columns(import, Place { file: self.text.file, line: 1 }, &names);
    }

    /// Calls `take` with each row and its fields by the order of `names`.
    pub(super) fn rows(
        &self,
        import: &mut Import<'_>,
        names: &[&str],
        take: &mut dyn FnMut(&mut Import<'_>, Place, &KgxRow<'_>),
    ) -> Result<(), ImportFailure> {
        let control = import.control;
        match &self.rows {
            KgxRows::Table => {
                let mut table = TextTable::new(&self.text, &control)?;
                let columns: Vec<Option<usize>> = names.iter().map(|name| table.column(&[name])).collect();
                if self.is_edges() {
                    let mut row = TextRow::default();
                    while table.next(&mut row)? {
                        take(import, row.place, &KgxRow::Table(&row, &columns));
                    }
                } else {
                    // Which of two rows of one node is kept does not depend on their order.
                    for row in &table.sorted_rows()? {
                        take(import, row.place, &KgxRow::Table(row, &columns));
                    }
                }
                table.tell_rows(import);
            }
            KgxRows::Lines => {
                let mut lines = self.text.lines(&control);
                while let Some((line, row)) = lines.next()? {
                    let place = Place { file: self.text.file, line };
                    let row = row.trim_start_matches('\u{feff}');
                    match object_of(row) {
                        Ok(object) => take(import, place, &KgxRow::Object(&object, names)),
                        Err(_) if matches!(row.trim(), "" | "[" | "]") => {}
                        Err(error) => import.unusable(place, "", format!("this line is not a JSON object: `{error}`")),
                    }
                }
            }
            KgxRows::List(list) => {
                let place = Place { file: self.text.file, line: 0 };
                for (number, value) in list.iter().enumerate() {
                    match value.as_object() {
                        Some(object) => take(import, place, &KgxRow::Object(object, names)),
                        None => import.unusable(place, "", format!("item {} is not a JSON object", number + 1)),
                    }
                }
            }
        }
        Ok(())
    }
}

fn add_names(names: &mut BTreeSet<String>, object: &JsonObject) {
    object.keys().filter(|name| !names.contains(*name)).cloned().collect::<Vec<_>>().into_iter().for_each(|name| {
        names.insert(name);
    });
}
