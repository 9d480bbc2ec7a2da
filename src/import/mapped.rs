//! A curator's own table: any columns, which a map explains. A row is a statement, or several where
//! it lists changes or therapies that are alternatives.

use super::builtin;
use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::drawing::name_of;
use super::evidence::{EvidenceNames, is_identifier};
use super::sheet::Sheet;
use super::table::tell_columns;
use super::table_map::{CANCER_ID, GENE, ID, LEAVE_OUT, READY_MAPS, THERAPY_ID, TableMap, VARIANT};
use crate::graph::{Place, ProfileTree, StatementRecord};
use crate::model::{FIELDS, Field, Stored, direction};
use crate::text::Span;
use crate::vocabulary::{PropertyType, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::PathBuf;

/// What joins the drugs of a combination.
const TOGETHER: &str = " + ";

/// Fields whose texts are not simply copied.
const MADE: &[Field] = &[Field::Therapy, Field::Profile, Field::Cancer, Field::Source, Field::Dataset];

/// For the table of importers.
pub(super) fn vocabulary(_: &[PathBuf], _: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    builtin::builtin_vocabulary("oncology")
}

/// Reads the files of the present source.
///
/// # Errors
/// There is no map or it does not fit; a file that cannot be read; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let Some(name) = import.options.map.clone() else {
        let names: Vec<&str> = READY_MAPS.iter().map(|(name, _)| *name).collect();
        return Err(ImportFailure::whole(format!(
            "a table needs a map that says what its columns mean: --map FILE, or --map {} (`map` in a recipe)",
            names.join(" or --map ")
        )));
    };
    let map = TableMap::load(&name)?;
    for path in import.files.clone() {
        let sheet = Sheet::read(import, &path, &map.layout)?;
        let dataset = map.dataset.clone().unwrap_or_else(|| {
            let name = name_of(&path).to_lowercase();
            name.split('.').next().unwrap_or("table").replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        });
        let columns = MappedColumns::new(&map, &sheet)?;
        let mut reader = MappedReader {
            map: &map,
            sheet: &sheet,
            columns,
            dataset: dataset.clone(),
            names: EvidenceNames::new(import, &dataset)?,
            ids: FxHashSet::default(),
            uncited: (0, Place::default()),
        };
        for (line, row) in &sheet.rows {
            reader.names.import.control.check()?;
            reader.row(row, Place { file: sheet.file, line: *line });
        }
        reader.tell_rest();
    }
    Ok(())
}

/// Numbers of the columns of each field.
struct MappedColumns(FxHashMap<&'static str, Vec<usize>>);

impl MappedColumns {
    fn new(map: &TableMap, sheet: &Sheet) -> Result<Self, ImportFailure> {
        let mut columns = FxHashMap::default();
        for name in [ID, GENE, VARIANT, CANCER_ID, THERAPY_ID].into_iter().chain(FIELDS.iter().map(|row| row.name)) {
            columns.insert(name, map.columns(name, &sheet.header, &sheet.name)?);
        }
        Ok(Self(columns))
    }

    /// Names of columns that no field uses.
    fn unused<'s>(&self, sheet: &'s Sheet) -> Vec<&'s str> {
        let is_used = |number: &usize| self.0.values().any(|numbers| numbers.contains(number));
        let names = sheet.header.iter().enumerate().filter(|(number, name)| !name.is_empty() && !is_used(number));
        names.map(|(_, name)| name.as_str()).collect()
    }
}

struct MappedReader<'r, 'i, 'c> {
    map: &'r TableMap,
    sheet: &'r Sheet,
    columns: MappedColumns,
    dataset: String,
    names: EvidenceNames<'i, 'c>,
    ids: FxHashSet<String>,
    /// Rows without a source: how many, and the first.
    uncited: (usize, Place),
}

impl<'r> MappedReader<'r, '_, '_> {
    /// The text of a field in a row: of the first column that is filled, or the default.
    fn text(&self, field: &str, row: &'r [String]) -> &'r str {
        let map: &'r TableMap = self.map;
        let columns = self.columns.0.get(field).map_or(&[][..], Vec::as_slice);
        let filled = |&number: &usize| row.get(number).map(|text| map.part(field, unwrapped(text)));
        let text = columns.iter().filter_map(filled).find(|text| !text.is_empty());
        text.unwrap_or_else(|| map.default(field))
    }

    /// Name of the column that a field is read from, for messages.
    fn column(&self, field: &str) -> String {
        let first = self.columns.0.get(field).and_then(|columns| columns.first());
        first.and_then(|&number| self.sheet.header.get(number)).map_or_else(|| field.to_owned(), Clone::clone)
    }

    fn row(&mut self, row: &'r [String], place: Place) {
        let mut plain: Vec<(Field, &str)> = Vec::new();
        for field in FIELDS.iter().map(|row| row.field).filter(|field| !MADE.contains(field)) {
            let text = self.text(field.name(), row);
            match self.plain_value(field, text, place) {
                Ok(value) => plain.extend(Some((field, value)).filter(|(_, value)| !value.is_empty())),
                Err(()) => return,
            }
        }
        let level = self.text(Field::Level.name(), row);
        let has = |wanted: Field| plain.iter().any(|(field, _)| *field == wanted);
        if !has(Field::Level) {
            let message = "has no level: give one for such rows in [defaults] of the map, such as level = \"C\"";
            self.names.import.unusable(place, &self.column(Field::Level.name()), message);
            return;
        }
        let (native, plain_level) = (!has(Field::NativeLevel), plain.iter().find(|(field, _)| *field == Field::Level));
        let native = native && plain_level.is_some_and(|(_, value)| *value != level);
        let Some(cancers) = self.cancers(row, place) else { return };
        let Some(profiles) = self.profiles(row, place) else { return };
        let Some(therapies) = self.therapies(row, place) else { return };
        let sources = self.sources(row, place);
        let count = profiles.len() * therapies.len();
        if count > 1 {
            self.names.import.note(place, "", format!("lists alternatives: it becomes {count} statements"));
        }
        let id = self.text(ID, row);
        for (number, (profile, therapy)) in
            profiles.iter().flat_map(|profile| therapies.iter().map(move |therapy| (profile, therapy))).enumerate()
        {
            let effect = plain.iter().find(|(field, _)| *field == Field::Effect).map_or("", |(_, value)| value);
            let id = match (id, count) {
                ("", _) => {
                    let words = [effect, profile, therapy, &cancers.join(" ")].join(" ");
                    self.free_id(&words.replace("onco:variant-", "").replace("onco:drug-", ""))
                }
                (id, 1) => format!("{}:{id}", self.dataset),
                (id, _) => format!("{}:{id}.{}", self.dataset, number + 1),
            };
            let mut record = StatementRecord::new(&id)
                .with(Field::Therapy, therapy)
                .with(Field::Profile, profile)
                .with(Field::Direction, direction::SUPPORTS)
                .with(Field::Dataset, &self.dataset)
                .with_list(Field::Cancer, cancers.iter().map(String::as_str))
                .with_list(Field::Source, sources.iter().map(String::as_str));
            plain.iter().for_each(|&(field, value)| record.read(field, value));
            if native {
                record.set(Field::NativeLevel, level);
            }
            self.names.import.builder.add_statement(&record, place);
        }
    }

    /// The value of a field that is not made of names; an error where the row is left out.
    fn plain_value(&mut self, field: Field, text: &'r str, place: Place) -> Result<&'r str, ()> {
        let map: &'r TableMap = self.map;
        let value = map.value(field.name(), text);
        if value == LEAVE_OUT {
            let message = format!("is left out, as {} says of `{text}`", map.name);
            self.names.import.note(place, &self.column(field.name()), message);
            return Err(());
        }
        let coded = matches!(field.row().stored, Stored::Code | Stored::Set);
        if text.is_empty() || value.is_empty() || !coded || self.is_value(field, value) {
            return Ok(value);
        }
        let known = map.known_values(field.name());
        let known = if known.is_empty() { "none so far".to_owned() } else { known.join(", ") };
        let message = format!(
            "`{text}` is no {}: add `\"{text}\" = …` to [values.{}] of {} (it knows {known}), or \"{LEAVE_OUT}\" to leave such rows out",
            field.name(),
            field.name(),
            map.name
        );
        self.names.import.unusable(place, &self.column(field.name()), message);
        if field.row().needed { Err(()) } else { Ok("") }
    }

    fn is_value(&self, field: Field, value: &str) -> bool {
        let vocabulary = self.names.import.builder.vocabulary();
        let Some(property) = vocabulary.statement_property(field.name()) else { return true };
        match &vocabulary.property(property).of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) => values.iter().any(|known| known == value),
            PropertyType::Set(values) => value.split('|').all(|item| values.iter().any(|known| known == item.trim())),
            PropertyType::Text
            | PropertyType::Number
            | PropertyType::Year
            | PropertyType::Date
            | PropertyType::Bool
            | PropertyType::Via { .. } => true,
        }
    }

    /// Ids of the cancers; `None` where the row cannot be used.
    fn cancers(&mut self, row: &'r [String], place: Place) -> Option<Vec<String>> {
        let map = self.map;
        let (names, ids) = (self.text(Field::Cancer.name(), row), self.text(CANCER_ID, row));
        let ids: Vec<String> =
            map.items(CANCER_ID, ids).into_iter().filter(|id| is_identifier(id)).map(str::to_owned).collect();
        let mut names = map.items(Field::Cancer.name(), names);
        if names.is_empty() {
            names.extend(ids.iter().map(String::as_str).map(|_| ""));
        }
        let mut found = Vec::with_capacity(names.len());
        let one_by_one = names.len() == ids.len();
        for (number, name) in names.into_iter().enumerate() {
            let own: Vec<String> = if one_by_one { ids.get(number).cloned().into_iter().collect() } else { Vec::new() };
            let name = map.value(Field::Cancer.name(), name);
            let name = if name.is_empty() { own.first().map_or("", String::as_str) } else { name };
            if name != LEAVE_OUT {
                found.push(self.names.cancer(name, &own, place)?);
            }
        }
        Some(found)
    }

    /// Expressions of the profiles that the row lists as alternatives; one empty text where it has
    /// none, `None` where it cannot be used.
    fn profiles(&mut self, row: &'r [String], place: Place) -> Option<Vec<String>> {
        let map = self.map;
        let whole = self.text(Field::Profile.name(), row);
        if !whole.is_empty() {
            return Some(vec![self.expression(map.value(Field::Profile.name(), whole), place)?]);
        }
        let (genes, changes) = (self.text(GENE, row), self.text(VARIANT, row));
        let mut found = Vec::new();
        for change in map.items(VARIANT, changes) {
            let change = map.value(VARIANT, change);
            if change == LEAVE_OUT {
                continue;
            }
            found.push(self.names.finding(genes, change, place)?);
        }
        if found.is_empty() && !genes.is_empty() && !changes.is_empty() {
            return None;
        }
        if found.is_empty() {
            if !genes.is_empty() {
                self.names.import.unusable(place, &self.column(VARIANT), "names a gene but no change of it");
                return None;
            }
            found.push(String::new());
        }
        Some(found)
    }

    /// A profile that is written as an expression, over the ids of its findings.
    fn expression(&mut self, text: &str, place: Place) -> Option<String> {
        let tree = match ProfileTree::parse(text) {
            Ok(tree) => tree,
            Err(error) => {
                let message = format!("the profile `{text}` cannot be parsed: {}", error.message);
                self.names.import.unusable(place, &self.column(Field::Profile.name()), message);
                return None;
            }
        };
        let mut leaf = |span: Span| {
            let name = span.of(text);
            let (gene, change) = name.split_once(' ').unwrap_or(("", name));
            self.names.finding(gene, change, place).ok_or(())
        };
        let tree = tree.try_map(&mut leaf).ok()?;
        Some(tree.print(&|id| id.clone()))
    }

    /// Expressions of the therapies that the row lists as alternatives, likewise.
    fn therapies(&mut self, row: &'r [String], place: Place) -> Option<Vec<String>> {
        let map = self.map;
        let (text, ids) = (self.text(Field::Therapy.name(), row), self.text(THERAPY_ID, row));
        let ids: Vec<String> =
            map.items(THERAPY_ID, ids).into_iter().filter(|id| is_identifier(id)).map(str::to_owned).collect();
        let mut found = Vec::new();
        let alternatives = map.items(Field::Therapy.name(), text);
        let single = alternatives.len() == 1 && !text.contains('+');
        for alternative in alternatives {
            let alternative = map.value(Field::Therapy.name(), alternative);
            if alternative == LEAVE_OUT {
                continue;
            }
            let mut drugs = Vec::new();
            for drug in alternative.split('+').map(str::trim).filter(|drug| !drug.is_empty()) {
                let own = if single { ids.as_slice() } else { &[] };
                drugs.push(self.names.therapy(map.value(Field::Therapy.name(), drug), own, place)?);
            }
            found.push(drugs.join(TOGETHER));
        }
        if found.is_empty() {
            found.push(String::new());
        }
        Some(found)
    }

    fn sources(&mut self, row: &'r [String], place: Place) -> Vec<String> {
        let map = self.map;
        let text = self.text(Field::Source.name(), row);
        let texts = map.items(Field::Source.name(), text);
        let mut found: Vec<String> = Vec::new();
        for text in texts {
            let source = self.names.source(map.value(Field::Source.name(), text), place);
            found.extend(source.filter(|source| !found.contains(source)));
        }
        if found.is_empty() {
            self.uncited = (self.uncited.0 + 1, if self.uncited.0 == 0 { place } else { self.uncited.1 });
            found.extend(self.names.dataset_source(place));
        }
        found
    }

    /// An id made of words that no statement of this table has.
    fn free_id(&mut self, words: &str) -> String {
        let base = self.names.import.builder.free_id(&format!("onco:{}-", self.dataset), words);
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        let id = std::iter::once(base.clone()).chain(numbered).find(|id| !self.ids.contains(id)).unwrap_or(base);
        self.ids.insert(id.clone());
        id
    }

    fn tell_rest(&mut self) {
        let place = Place { file: self.sheet.file, line: self.sheet.header_line };
        tell_columns(self.names.import, place, &self.columns.unused(self.sheet));
        if let (count @ 1.., place) = self.uncited {
            let message =
                format!("cites nothing, as {count} rows from here on: these rest on `onco:{}` alone", self.dataset);
            self.names.import.note(place, &self.column(Field::Source.name()), message);
        }
    }
}

/// A text without the brackets around it.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text).trim()
}
