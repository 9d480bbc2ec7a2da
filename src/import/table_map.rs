//! The map of a curator's table: which column says what, and how its values are written here.

use super::control::ImportFailure;
use super::read;
use super::sheet::SheetLayout;
use crate::model::{FIELDS, Field};
use std::collections::BTreeMap;
use std::path::Path;

/// Maps that come with the program, by name.
pub const READY_MAPS: &[(&str, &str)] =
    &[("cgi", include_str!("../../maps/cgi.toml")), ("oncokb", include_str!("../../maps/oncokb.toml"))];

/// Columns that are no field of a statement but make one.
const PARTS: &[&str] = &[ID, GENE, VARIANT, CANCER_ID, THERAPY_ID];

/// Column that identifies the row.
pub(super) const ID: &str = "id";
/// Column of the gene that a change is of.
pub(super) const GENE: &str = "gene";
/// Column of the change.
pub(super) const VARIANT: &str = "variant";
/// Column of identifiers of the cancer.
pub(super) const CANCER_ID: &str = "cancer_id";
/// Column of identifiers of the therapy.
pub(super) const THERAPY_ID: &str = "therapy_id";

/// A value of a map that leaves the row out.
pub(super) const LEAVE_OUT: &str = "-";

/// What a column of the file says; of several the first that is filled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(untagged)]
enum MappedColumn {
    One(String),
    Several(Vec<String>),
    Part(ColumnPart),
}

/// A part of the text of a column.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnPart {
    column: String,
    after: Option<String>,
    before: Option<String>,
}

/// A map as it is written.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MapText {
    dataset: Option<String>,
    #[serde(default)]
    table: SheetLayout,
    columns: BTreeMap<String, MappedColumn>,
    #[serde(default)]
    separators: BTreeMap<String, String>,
    #[serde(default)]
    defaults: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

/// A map that fits the model.
pub(super) struct TableMap {
    /// As shown.
    pub(super) name: String,
    /// Who issues the statements, if the map says so.
    pub(super) dataset: Option<String>,
    /// How the table is laid out.
    pub(super) layout: SheetLayout,
    text: MapText,
}

impl TableMap {
    /// The map of a file, or the one with this name that comes with the program.
    ///
    /// # Errors
    /// There is none, or it cannot be used: with the line, and what would work.
    pub(super) fn load(name: &str) -> Result<Self, ImportFailure> {
        let path = Path::new(name);
        let ready = READY_MAPS.iter().find(|(known, _)| *known == name.strip_prefix("builtin:").unwrap_or(name));
        let (shown, text) = match ready {
            Some((known, text)) if !path.is_file() => (format!("builtin:{known}"), (*text).to_owned()),
            _ if path.exists() => (path.display().to_string(), read::text(path)?.0),
            _ => {
                let names: Vec<&str> = READY_MAPS.iter().map(|(name, _)| *name).collect();
                let message = format!("there is no such map; maps that come with onco are {}", names.join(", "));
                return Err(ImportFailure::file(path.display().to_string(), message));
            }
        };
        let map: MapText = toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
            let line = before.matches('\n').count() as u32 + 1;
            ImportFailure::line(&shown, line, error.message().trim_end())
        })?;
        let map = Self { name: shown, dataset: map.dataset.clone(), layout: map.table.clone(), text: map };
        map.check(&text)?;
        Ok(map)
    }

    /// Refuses names that are no field.
    fn check(&self, text: &str) -> Result<(), ImportFailure> {
        let tables = [
            ("columns", self.text.columns.keys().collect::<Vec<_>>()),
            ("separators", self.text.separators.keys().collect()),
            ("defaults", self.text.defaults.keys().collect()),
            ("values", self.text.values.keys().collect()),
        ];
        for (table, names) in tables {
            if let Some(unknown) = names.into_iter().find(|name| !is_field(name)) {
                let line =
                    text.lines().position(|line| line.trim_start().trim_start_matches('[').contains(unknown.as_str()));
                let fields: Vec<&str> = PARTS.iter().copied().chain(FIELDS.iter().map(|row| row.name)).collect();
                let message = format!("`{unknown}` in [{table}] is no field; fields are {}", fields.join(", "));
                return Err(ImportFailure::line(&self.name, line.map_or(0, |line| line as u32 + 1), &message));
            }
        }
        let says = |name: &str| self.text.columns.contains_key(name);
        let message = if !says(Field::Effect.name()) && !self.text.defaults.contains_key(Field::Effect.name()) {
            "a statement needs an effect: give its column in [columns] or one for all in [defaults]"
        } else if !says(VARIANT) && !says(Field::Profile.name()) && !says(Field::Therapy.name()) {
            "[columns] needs `variant` (with `gene`), `profile` or `therapy`"
        } else {
            return Ok(());
        };
        Err(ImportFailure::file(self.name.clone(), message))
    }

    /// Numbers of the columns of a header that hold a field, the first first; none where the map
    /// does not name any.
    ///
    /// # Errors
    /// The map names columns, and the file has none of them.
    pub(super) fn columns(&self, field: &str, header: &[String], file: &str) -> Result<Vec<usize>, ImportFailure> {
        let Some(named) = self.text.columns.get(field) else { return Ok(Vec::new()) };
        let names: Vec<&str> = match named {
            MappedColumn::One(name) => vec![name],
            MappedColumn::Several(names) => names.iter().map(String::as_str).collect(),
            MappedColumn::Part(part) => vec![&part.column],
        };
        let place = |name: &&str| header.iter().position(|column| column.eq_ignore_ascii_case(name.trim()));
        let found: Vec<usize> = names.iter().filter_map(place).collect();
        if found.is_empty() && !self.text.defaults.contains_key(field) && is_needed(field) {
            let message = format!(
                "has no column `{}` for `{field}`; its columns are {}: name one of these in {}",
                names.join("` or `"),
                header.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
                self.name
            );
            return Err(ImportFailure::file(file, message));
        }
        Ok(found)
    }

    /// The part of a column's text that the map asks for.
    pub(super) fn part<'t>(&self, field: &str, text: &'t str) -> &'t str {
        let Some(MappedColumn::Part(part)) = self.text.columns.get(field) else { return text };
        let text = part.after.as_deref().and_then(|after| text.split_once(after)).map_or(text, |(_, rest)| rest);
        part.before.as_deref().and_then(|before| text.split_once(before)).map_or(text, |(first, _)| first).trim()
    }

    /// The items of a field's text, without empty ones.
    pub(super) fn items<'t>(&self, field: &str, text: &'t str) -> Vec<&'t str> {
        let items: Vec<&str> = match self.text.separators.get(field).filter(|separator| !separator.is_empty()) {
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![text],
        };
        items.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    /// What a text of the file is here: as the map says, else itself.
    pub(super) fn value<'v>(&'v self, field: &str, text: &'v str) -> &'v str {
        let values = self.text.values.get(field);
        let listed =
            values.and_then(|values| values.iter().find(|(theirs, _)| theirs.trim().eq_ignore_ascii_case(text)));
        listed.map_or(text, |(_, here)| here)
    }

    /// What the map knows of the texts of a field.
    pub(super) fn known_values(&self, field: &str) -> Vec<&str> {
        self.text.values.get(field).into_iter().flat_map(|values| values.keys().map(String::as_str)).collect()
    }

    /// What holds where a row says nothing.
    pub(super) fn default(&self, field: &str) -> &str {
        self.text.defaults.get(field).map_or("", String::as_str)
    }
}

fn is_field(name: &str) -> bool {
    PARTS.contains(&name) || Field::named(name).is_some()
}

/// Whether a file must have a column that the map names for a field.
fn is_needed(field: &str) -> bool {
    [VARIANT, GENE].contains(&field)
        || [Field::Effect, Field::Level, Field::Therapy, Field::Profile, Field::Cancer]
            .iter()
            .any(|of| of.name() == field)
}
