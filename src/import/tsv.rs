//! A graph as text: what a curator edits and a reviewer sees in a diff.
//!
//! Columns are found by the header, in any order; only those that identify a row must be there.
//! Lines that begin with `#` and empty lines are skipped.

use super::rows::{CsvRows, Separator};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{EntityRecord, Graph, GraphBuilder, Place, Problem, StatementRecord};
use crate::model::{FIELDS, Field};
use crate::text::Source;
use crate::vocabulary::{KindId, On, PropertyId, Vocabulary};
use csv::StringRecord;
use std::path::{Path, PathBuf};

/// The files of a graph, in the order in which they are read.
pub const FILES: &[&str] = &["entities.tsv", "relations.tsv", "statements.tsv"];

/// The file of a graph's words.
pub const VOCABULARY: &str = "vocabulary.toml";

/// The texts of a graph; a text that is not there is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextGraph<'a> {
    /// `vocabulary.toml`
    pub vocabulary: &'a str,
    /// `entities.tsv`
    pub entities: &'a str,
    /// `relations.tsv`
    pub relations: &'a str,
    /// `statements.tsv`
    pub statements: &'a str,
}

impl TextGraph<'_> {
    /// Reads, checks and freezes the graph. Warnings come with it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn build(&self) -> Result<(Graph, Vec<Problem>), Vec<Problem>> {
        let source = Source::new(VOCABULARY, self.vocabulary);
        let vocabulary = Vocabulary::load(&source).map_err(|problems| of_vocabulary(&source, &problems))?;
        let mut builder = GraphBuilder::new(vocabulary);
        self.read(&mut builder);
        builder.freeze()
    }

    /// Adds entities, facts and statements to a builder.
    pub fn read(&self, builder: &mut GraphBuilder) {
        let rows = |text: &str| text.bytes().filter(|&byte| byte == b'\n').count();
        builder.reserve(rows(self.entities), rows(self.relations), rows(self.statements));
        for (name, text) in FILES.iter().zip([self.entities, self.relations, self.statements]) {
            read_text(builder, name, name, text);
        }
    }
}

/// What rows are added to: a builder, or an import that knows which entities are the same.
pub(super) trait Receiver {
    /// The builder that takes facts and statements.
    fn builder(&mut self) -> &mut GraphBuilder;
    /// Adds an entity.
    fn entity(&mut self, record: &EntityRecord<'_>, place: Place);
}

impl Receiver for GraphBuilder {
    fn builder(&mut self) -> &mut GraphBuilder {
        self
    }

    fn entity(&mut self, record: &EntityRecord<'_>, place: Place) {
        self.add_entity(record, place);
    }
}

/// Whether a directory holds files of a graph and no vocabulary.
pub fn is_layer(directory: &Path) -> bool {
    !directory.join(VOCABULARY).exists() && FILES.iter().any(|name| directory.join(name).exists())
}

/// Reads a directory with a `vocabulary.toml`. Warnings come with the graph.
///
/// # Errors
/// Everything that is wrong with its files.
pub fn open(directory: &Path) -> Result<(Graph, Vec<Problem>), Vec<Problem>> {
    let path = directory.join(VOCABULARY);
    let text = std::fs::read_to_string(&path).map_err(|error| vec![unreadable(&path, &error)])?;
    let source = Source::new(path.display().to_string(), text);
    let vocabulary = Vocabulary::load(&source).map_err(|problems| of_vocabulary(&source, &problems))?;
    let mut builder = GraphBuilder::new(vocabulary);
    read_files(&mut builder, &[directory.to_owned()]).map_err(|problem| vec![problem])?;
    builder.freeze()
}

/// Adds directories of text files, or single files that are called as in [`FILES`].
///
/// # Errors
/// The first file that cannot be read.
pub fn read_files(builder: &mut GraphBuilder, paths: &[PathBuf]) -> Result<(), Problem> {
    for path in paths {
        if path.is_dir() {
            let files = FILES.iter().map(|name| path.join(name)).filter(|file| file.exists());
            for file in files {
                read_file(builder, &file)?;
            }
        } else {
            read_file(builder, path)?;
        }
    }
    Ok(())
}

/// Reads one file.
///
/// # Errors
/// It cannot be read, or is no file of a graph.
pub(super) fn read_file<R: Receiver>(receiver: &mut R, path: &Path) -> Result<(), Problem> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if read_text(receiver, &path.display().to_string(), &name, &text) {
        return Ok(());
    }
    Err(of_file(path, format!("a file of a graph is called {}", FILES.join(", "))))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    of_file(path, format!("cannot be read: {error}"))
}

fn of_file(path: &Path, message: String) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: 0,
        column: 0,
        field: String::new(),
        message,
        severity: Severity::Error,
    }
}

/// Problems of a vocabulary with line and column.
pub(super) fn of_vocabulary(source: &Source, diagnostics: &[Diagnostic]) -> Vec<Problem> {
    let problem = |diagnostic: &Diagnostic| {
        let before = source.text.get(..diagnostic.span().start as usize).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Problem {
            file: source.name.clone(),
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
            field: String::new(),
            message: diagnostic.message.clone(),
            severity: diagnostic.severity,
        }
    };
    diagnostics.iter().map(problem).collect()
}

/// Reads one file, shown as `shown`, by the sort of rows that files called `name` hold; false if
/// there is no such file.
fn read_text<R: Receiver>(receiver: &mut R, shown: &str, name: &str, text: &str) -> bool {
    let Some(number) = FILES.iter().position(|file| *file == name) else { return false };
    let builder = receiver.builder();
    let file = builder.file(shown);
    let before = builder.problems().len();
    let mut rows = CsvRows::with_comments(text, Separator::Tab);
    let Some((line, header)) = rows.next() else { return true };
    let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let header = TsvHeader { file, line, names };
    match number {
        0 => read_entities(receiver, &header, rows),
        1 => read_relations(receiver.builder(), &header, rows),
        _ => read_statements(receiver.builder(), &header, rows),
    }
    find_columns(receiver.builder(), before, &header, text);
    true
}

/// The first row of a file.
struct TsvHeader {
    file: u32,
    line: u32,
    names: Vec<String>,
}

impl TsvHeader {
    /// What each column means, by a table of names; a column of no meaning is an error.
    fn columns<C>(
        &self,
        builder: &mut GraphBuilder,
        required: &[&str],
        known: &[&str],
        meaning: impl Fn(&GraphBuilder, &str) -> Option<C>,
    ) -> Vec<Option<C>> {
        let place = self.place(self.line);
        for name in required.iter().filter(|required| !self.names.iter().any(|name| name == *required)) {
            builder.problem(place, name, Severity::Error, format!("the column `{name}` is missing"));
        }
        let mut columns = Vec::with_capacity(self.names.len());
        for name in &self.names {
            let column = meaning(builder, name);
            if column.is_none() {
                let message = format!("there is no column `{name}`; columns are {}", known.join(", "));
                builder.problem(place, name, Severity::Error, message);
            }
            columns.push(column);
        }
        columns
    }

    fn place(&self, line: u32) -> Place {
        Place { file: self.file, line }
    }
}

/// Sets the fields of a row; too many fields are an error.
fn set_fields<'r, R, C>(
    builder: &mut GraphBuilder,
    place: Place,
    columns: &[Option<C>],
    row: &'r StringRecord,
    record: &mut R,
    set: impl Fn(&mut R, &C, &'r str),
) {
    for (column, text) in columns.iter().zip(row) {
        if let (Some(column), text) = (column, text.trim())
            && !text.is_empty()
        {
            set(record, column, text);
        }
    }
    if row.iter().skip(columns.len()).any(|text| !text.trim().is_empty()) {
        let message = format!("this row has more than {} fields", columns.len());
        builder.problem(place, "", Severity::Error, message);
    }
}

/// The items of a list.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|item| !item.is_empty())
}

enum EntityColumn {
    Field(SetEntity),
    /// By kind: the property that a column of this name is.
    Property(Vec<Option<PropertyId>>),
}

type SetEntity = for<'a> fn(&mut EntityRecord<'a>, &'a str);

const ENTITY_COLUMNS: &[(&str, SetEntity)] = &[
    ("id", |record, text| record.id = text),
    ("kind", |record, text| record.kind = text),
    ("name", |record, text| record.name = text),
    ("aliases", |record, text| record.aliases.extend(items(text))),
    ("imported_aliases", |record, text| record.imported_aliases.extend(items(text))),
    ("xrefs", |record, text| record.xrefs.extend(items(text))),
    ("description", |record, text| record.description = text),
];

/// A row of entities.tsv while it is read.
#[derive(Default)]
struct EntityRow<'a> {
    record: EntityRecord<'a>,
    /// Column number and text of properties: which property it is depends on the kind.
    properties: Vec<(&'a str, usize)>,
}

fn entity_column(builder: &GraphBuilder, name: &str) -> Option<EntityColumn> {
    if let Some(&(_, set)) = ENTITY_COLUMNS.iter().find(|(column, _)| *column == name) {
        return Some(EntityColumn::Field(set));
    }
    let vocabulary = builder.vocabulary();
    let kinds = (0..vocabulary.kinds.len()).map(|kind| vocabulary.property_of(name, KindId(kind as u8)));
    let by_kind: Vec<Option<PropertyId>> = kinds.collect();
    by_kind.iter().any(Option::is_some).then_some(EntityColumn::Property(by_kind))
}

fn read_entities<R: Receiver>(receiver: &mut R, header: &TsvHeader, mut rows: CsvRows<'_>) {
    let builder = receiver.builder();
    let mut known: Vec<String> = ENTITY_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.extend(
        builder
            .vocabulary()
            .properties
            .iter()
            .filter(|property| property.on != On::Statement)
            .map(|property| property.name.clone()),
    );
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let columns = header.columns(builder, &["id", "kind", "name"], &known, entity_column);
    let numbered: Vec<Option<(usize, EntityColumn)>> =
        columns.into_iter().enumerate().map(|(i, column)| column.map(|column| (i, column))).collect();
    while let Some((line, text)) = rows.next() {
        let place = header.place(line);
        let mut row = EntityRow::default();
        set_fields(receiver.builder(), place, &numbered, text, &mut row, |row, (number, column), text| match column {
            EntityColumn::Field(set) => set(&mut row.record, text),
            EntityColumn::Property(_) => row.properties.push((text, *number)),
        });
        add_properties(receiver.builder(), place, &numbered, header, &mut row);
        receiver.entity(&row.record, place);
    }
}

/// Finds which properties the columns are for the kind of the row.
fn add_properties(
    builder: &mut GraphBuilder,
    place: Place,
    columns: &[Option<(usize, EntityColumn)>],
    header: &TsvHeader,
    row: &mut EntityRow<'_>,
) {
    if row.properties.is_empty() {
        return;
    }
    let Some(kind) = builder.vocabulary().kind(row.record.kind) else { return };
    for &(text, number) in &row.properties {
        let Some(Some((_, EntityColumn::Property(by_kind)))) = columns.get(number) else { continue };
        match by_kind.get(usize::from(kind.0)) {
            Some(&Some(property)) => row.record.properties.push((property, text)),
            _ => {
                let name = header.names.get(number).map_or("", String::as_str);
                let message = format!("a {} has no property `{name}`", row.record.kind);
                builder.problem(place, name, Severity::Error, message);
            }
        }
    }
}

#[derive(Default)]
struct RelationRow<'a> {
    from: &'a str,
    relation: &'a str,
    to: &'a str,
    sources: Vec<&'a str>,
}

type SetRelation = for<'a> fn(&mut RelationRow<'a>, &'a str);

const RELATION_COLUMNS: &[(&str, SetRelation)] = &[
    ("from", |row, text| row.from = text),
    ("relation", |row, text| row.relation = text),
    ("to", |row, text| row.to = text),
    ("sources", |row, text| row.sources.extend(items(text))),
];

/// The setter of a column, from a table of them.
fn setter<S: Copy>(table: &[(&str, S)], name: &str) -> Option<S> {
    table.iter().find(|(column, _)| *column == name).map(|&(_, set)| set)
}

fn names<S>(table: &[(&'static str, S)]) -> Vec<&'static str> {
    table.iter().map(|(name, _)| *name).collect()
}

fn read_relations(builder: &mut GraphBuilder, header: &TsvHeader, mut rows: CsvRows<'_>) {
    let columns = header.columns(builder, &["from", "relation", "to"], &names(RELATION_COLUMNS), |_, name| {
        setter(RELATION_COLUMNS, name)
    });
    while let Some((line, text)) = rows.next() {
        let place = header.place(line);
        let mut row = RelationRow::default();
        set_fields(builder, place, &columns, text, &mut row, |row, set, text| set(row, text));
        builder.add_relation(row.from, row.relation, row.to, &row.sources, place);
    }
}

/// The column of the identifier of entities and statements.
pub const ID: &str = "id";

/// What a column of statements.tsv holds.
#[derive(Clone, Copy)]
enum StatementColumn {
    Id,
    Field(Field),
}

fn statement_column(name: &str) -> Option<StatementColumn> {
    if name == ID { Some(StatementColumn::Id) } else { Field::named(name).map(StatementColumn::Field) }
}

fn read_statements(builder: &mut GraphBuilder, header: &TsvHeader, mut rows: CsvRows<'_>) {
    let named = |needed: bool| FIELDS.iter().filter(move |row| row.needed || !needed).map(|row| row.name);
    let required: Vec<&str> = std::iter::once(ID).chain(named(true)).collect();
    let known: Vec<&str> = std::iter::once(ID).chain(named(false)).collect();
    let columns = header.columns(builder, &required, &known, |_, name| statement_column(name));
    while let Some((line, text)) = rows.next() {
        let place = header.place(line);
        let mut record = StatementRecord::new("");
        set_fields(builder, place, &columns, text, &mut record, |record, column, text| match column {
            StatementColumn::Id => record.id = text,
            StatementColumn::Field(field) => record.read(*field, text),
        });
        builder.add_statement(&record, place);
    }
}

/// Adds to the problems of a file the place in the line. Done for problems only, so that a good
/// file pays nothing for it.
fn find_columns(builder: &mut GraphBuilder, before: usize, header: &TsvHeader, text: &str) {
    let Some(problems) = builder.problems_mut().get_mut(before..).filter(|problems| !problems.is_empty()) else {
        return;
    };
    let all: Vec<&str> = text.split('\n').collect();
    for problem in problems {
        let Some(line) = all.get((problem.line as usize).wrapping_sub(1)) else { continue };
        problem.column = column_in(line, &header.names, problem).unwrap_or(0);
    }
}

/// Where the field of a problem starts, or the name that the message quotes, if the field holds it.
fn column_in(line: &str, header: &[String], problem: &Problem) -> Option<u32> {
    let number = header.iter().position(|name| *name == problem.field)?;
    let start: usize = line.split('\t').take(number).map(|field| field.len() + 1).sum();
    let field = line.get(start..)?.split('\t').next()?;
    let quoted = problem.message.split('`').nth(1).filter(|name| !name.is_empty());
    let within = quoted.and_then(|name| field.find(name)).unwrap_or(0);
    Some(line.get(..start + within)?.chars().count() as u32 + 1)
}
