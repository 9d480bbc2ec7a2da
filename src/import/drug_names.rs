//! Names of drugs: DrugBank's open vocabulary, ChEMBL's list of compounds, DGIdb's list of drugs.
//!
//! After other sources such a table adds other names, identifiers and tiers to the drugs that are
//! known; alone it makes drugs of all rows.

use super::civic_names::common_name;
use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::read::{TextFile, items};
use super::rows::Separator;
use super::table::{TextRow, TextTable};
use super::tiers::Tier;
use crate::graph::{EntityRecord, Place};
use crate::model::kind;
use crate::vocabulary::KindId;

/// Names of files.
pub const PATTERNS: &[&str] = &["drugbank*vocabulary*.csv*", "chembl*.csv*", "chembl*.tsv*", "drugs.tsv*"];

/// Another name with more letters is a formula.
const LONGEST: usize = 60;

/// How a publisher lays its table out.
struct NameLayout {
    /// The column that no other table has.
    mark: &'static str,
    /// Column and prefix of the identifier.
    id: (&'static str, &'static str),
    name: &'static str,
    /// Columns of other names, and what separates them.
    others: (&'static [&'static str], &'static [char]),
    /// Columns and prefixes of identifiers elsewhere.
    xrefs: &'static [(&'static str, &'static str)],
    /// The highest phase of trials, or whether it is approved.
    phase: Option<&'static str>,
    approved: Option<&'static str>,
}

const LAYOUTS: &[NameLayout] = &[
    NameLayout {
        mark: "DrugBank ID",
        id: ("DrugBank ID", "drugbank:"),
        name: "Common name",
        others: (&["Synonyms"], &['|']),
        xrefs: &[("CAS", "cas:"), ("UNII", "unii:")],
        phase: None,
        approved: None,
    },
    NameLayout {
        mark: "ChEMBL ID",
        id: ("ChEMBL ID", "chembl:"),
        name: "Name",
        others: (&["Synonyms"], &['|']),
        xrefs: &[],
        phase: Some("Max Phase"),
        approved: None,
    },
    NameLayout {
        mark: "drug_claim_name",
        id: ("concept_id", ""),
        name: "drug_name",
        others: (&["drug_claim_name"], &['\u{0}']),
        xrefs: &[],
        phase: None,
        approved: Some("approved"),
    },
];

/// Columns of identifiers in other releases, by the usual one.
const OTHER_NAMES: &[(&str, &[&str])] = &[("concept_id", &["drug_concept_id", "chembl_id"])];

/// Numbers of the columns.
struct NameColumns {
    id: usize,
    name: usize,
    others: Vec<usize>,
    separators: &'static [char],
    xrefs: Vec<(usize, &'static str)>,
    phase: Option<usize>,
    approved: Option<usize>,
    prefix: &'static str,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or is no such table; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let drug = import.kind(kind::DRUG)?;
    let alone = import.source_count() <= 1;
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let first = text.text.lines().next().unwrap_or("");
        let control = import.control;
        let mut table = match first.matches(';').count() > first.matches(['\t', ',']).count() {
            true => TextTable::with(&text, Separator::Quoted(';', '"'), &control)?,
            false => TextTable::new(&text, &control)?,
        };
        let columns = columns_of(&table, &text.name)?;
        let mut reader =
            NameReader { import, drug, alone, unknown: (0, Place::default()), taken: (0, Place::default()) };
        let mut row = TextRow::default();
        while table.next(&mut row)? {
            reader.row(&columns, &row);
        }
        let NameReader { unknown, taken, .. } = reader;
        if let (count @ 1.., place) = unknown {
            import.note(place, "", format!("is no drug of the other sources, as {count} rows from here on: left out"));
        }
        if let (count @ 1.., place) = taken {
            let message =
                format!("another drug has one of these names already, in {count} rows from here on: it keeps it");
            import.note(place, "", message);
        }
        table.tell_unused(import);
    }
    Ok(())
}

fn columns_of(table: &TextTable<'_, '_>, file: &str) -> Result<NameColumns, ImportFailure> {
    let Some(layout) = LAYOUTS.iter().find(|layout| table.column(&[layout.mark]).is_some()) else {
        let marks: Vec<&str> = LAYOUTS.iter().map(|layout| layout.mark).collect();
        let message = format!(
            "is none of the tables of drugs that are known: those have a column {}; its columns are {}",
            marks.join(" or "),
            table.header().join(", ")
        );
        return Err(ImportFailure::file(file, message));
    };
    let others = OTHER_NAMES.iter().find(|(name, _)| *name == layout.id.0).map_or(&[][..], |(_, others)| others);
    let ids: Vec<&str> = std::iter::once(layout.id.0).chain(others.iter().copied()).collect();
    Ok(NameColumns {
        id: table.needed(&ids)?,
        name: table.needed(&[layout.name])?,
        others: layout.others.0.iter().filter_map(|name| table.column(&[name])).collect(),
        separators: layout.others.1,
        xrefs: layout.xrefs.iter().filter_map(|(name, prefix)| Some((table.column(&[name])?, *prefix))).collect(),
        phase: layout.phase.and_then(|name| table.column(&[name])),
        approved: layout.approved.and_then(|name| table.column(&[name])),
        prefix: layout.id.1,
    })
}

struct NameReader<'i, 'c> {
    import: &'i mut Import<'c>,
    drug: KindId,
    alone: bool,
    unknown: (usize, Place),
    taken: (usize, Place),
}

fn count(counted: &mut (usize, Place), place: Place) {
    counted.1 = if counted.0 == 0 { place } else { counted.1 };
    counted.0 += 1;
}

impl NameReader<'_, '_> {
    fn row(&mut self, columns: &NameColumns, row: &TextRow) {
        let filled = |text: &str| if matches!(text, "NULL" | "None" | "-") { String::new() } else { text.to_owned() };
        let (id, name) = (filled(row.get(columns.id)), filled(row.get(columns.name)));
        if id.is_empty() && name.is_empty() {
            return;
        }
        let id = if id.contains(':') || id.is_empty() { id } else { format!("{}{id}", columns.prefix) };
        let mut xrefs: Vec<String> = Vec::new();
        for (column, prefix) in &columns.xrefs {
            xrefs.extend(items(row.get(*column), &['|']).map(|id| format!("{prefix}{id}")));
        }
        let mut others: Vec<String> = Vec::new();
        for column in &columns.others {
            let listed = items(row.get(*column), columns.separators).map(str::to_owned);
            others.extend(listed.filter(|other| *other != name && other.len() <= LONGEST && !filled(other).is_empty()));
        }
        let Some(drug) = self.drug(&id, &name, &xrefs, row.place) else { return };
        let all = std::iter::once(&name).chain(&others).filter(|name| !name.is_empty());
        let mut kept: Vec<&str> = Vec::new();
        let mut is_taken = false;
        for other in all {
            match self.import.named(&[self.drug], other) {
                KnownEntities::One(known) if known == drug => kept.push(other),
                KnownEntities::Nothing => kept.push(other),
                KnownEntities::One(_) | KnownEntities::Several(_) => is_taken = true,
            }
        }
        if is_taken {
            count(&mut self.taken, row.place);
        }
        let (known, called) = (self.import.builder.id(drug).to_owned(), self.import.builder.name(drug).to_owned());
        let record = EntityRecord {
            id: &known,
            kind: kind::DRUG,
            name: &called,
            imported_aliases: kept,
            xrefs: std::iter::once(&id).chain(&xrefs).filter(|id| !id.is_empty()).map(String::as_str).collect(),
            ..EntityRecord::default()
        };
        self.import.entity(&record, row.place);
        let of_phase = Tier::of_phase(row.optional(columns.phase));
        let approved = row.optional(columns.approved).eq_ignore_ascii_case("true").then_some(Tier::Approved);
        if let Some(tier) = of_phase.or(approved) {
            self.import.tier(drug, tier);
        }
    }

    /// The drug of a row by its identifiers, then by its name; a new one where this table is all
    /// there is.
    fn drug(&mut self, id: &str, name: &str, xrefs: &[String], place: Place) -> Option<u32> {
        let ids = std::iter::once(id).chain(xrefs.iter().map(String::as_str)).filter(|id| !id.is_empty());
        for id in ids {
            if let KnownEntities::One(drug) = self.import.with_reference(self.drug, id) {
                return Some(drug);
            }
        }
        match self.import.named(&[self.drug], name) {
            KnownEntities::One(drug) if !name.is_empty() => Some(drug),
            KnownEntities::Several(_) => {
                self.import.unusable(place, "name", format!("`{name}` is the name of several drugs"));
                None
            }
            KnownEntities::One(_) | KnownEntities::Nothing if self.alone && !name.is_empty() => {
                let id = if id.is_empty() { self.import.builder.free_id("onco:drug-", name) } else { id.to_owned() };
                // ChEMBL writes its names in capitals.
                let capitals = name.len() > 5 && !name.chars().any(|c| c.is_lowercase() || c.is_ascii_digit());
                let here = if capitals { name.to_lowercase() } else { common_name(name) };
                let record = EntityRecord { id: &id, kind: kind::DRUG, name: &here, ..EntityRecord::default() };
                self.import.entity(&record, place)
            }
            KnownEntities::One(_) | KnownEntities::Nothing => {
                count(&mut self.unknown, place);
                None
            }
        }
    }
}
