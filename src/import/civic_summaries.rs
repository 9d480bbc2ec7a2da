//! CIViC's summaries of variants and features: other names, HGVS, coordinates and identifiers of
//! what evidence is about. With other data they add to what is known; alone they make the graph.

use super::civic;
use super::civic_names::{CivicNames, NameOf, finding_name};
use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::read::{TextFile, first_line, items};
use super::table::{TextRow, TextTable};
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::{KindId, RelationId};
use std::path::PathBuf;

/// Separators of lists in these tables.
const SEPARATORS: &[char] = &[','];

/// Reads evidence, then the summaries, in whatever order the files are given.
///
/// # Errors
/// A file that cannot be read or lacks the columns; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let (mut evidence, mut summaries): (Vec<PathBuf>, Vec<PathBuf>) = Default::default();
    for path in import.files.clone() {
        let header = first_line(&path)?;
        let has = |name: &str| header.split('\t').any(|column| column.trim().eq_ignore_ascii_case(name));
        let is_summary = !has("evidence_id") && !has("assertion_id") && (has("variant_id") || has("feature_id"));
        if is_summary { summaries.push(path) } else { evidence.push(path) }
    }
    let alone = evidence.is_empty() && import.source_count() <= 1;
    if !evidence.is_empty() || summaries.is_empty() {
        import.files = evidence;
        civic::read(import)?;
    }
    for path in summaries {
        let mut reader = SummaryReader::new(import, alone)?;
        let text = TextFile::read(reader.import, &path)?;
        reader.file(&text)?;
    }
    Ok(())
}

struct SummaryReader<'i, 'c> {
    import: &'i mut Import<'c>,
    names: CivicNames,
    gene: KindId,
    leaves: [KindId; 2],
    variant_of: RelationId,
    /// Whether what is not known is added.
    alone: bool,
    /// What is known from nowhere and left out: how many, and the first.
    unknown: (usize, Place),
    /// What is no gene and no factor.
    others: (usize, Place),
}

fn count(counted: &mut (usize, Place), place: Place) {
    counted.1 = if counted.0 == 0 { place } else { counted.1 };
    counted.0 += 1;
}

impl<'i, 'c> SummaryReader<'i, 'c> {
    fn new(import: &'i mut Import<'c>, alone: bool) -> Result<Self, ImportFailure> {
        let gene = import.kind(kind::GENE)?;
        let leaves = [import.kind(kind::VARIANT)?, import.kind(kind::BIOMARKER)?];
        let variant_of = import.relation(relation::VARIANT_OF)?;
        let (unknown, others) = Default::default();
        Ok(Self { import, names: CivicNames::new(), gene, leaves, variant_of, alone, unknown, others })
    }

    fn file(&mut self, text: &TextFile) -> Result<(), ImportFailure> {
        let control = self.import.control;
        let mut table = TextTable::new(text, &control)?;
        let of_variants = table.column(&["variant_id"]).is_some();
        let mut row = TextRow::default();
        if of_variants {
            let columns = VariantColumns::new(&table)?;
            while table.next(&mut row)? {
                self.variant(&columns, &row);
            }
        } else {
            let columns = FeatureColumns::new(&table)?;
            while table.next(&mut row)? {
                self.feature(&columns, &row);
            }
        }
        table.tell_unused(self.import);
        if let (number @ 1.., place) = self.unknown {
            let message = format!("is known from no other data, as {number} rows from here on: left out");
            self.import.note(place, "", message);
        }
        if let (number @ 1.., place) = self.others {
            let message = format!("is no gene and no factor, as {number} rows from here on: left out");
            self.import.note(place, "feature_type", message);
        }
        Ok(())
    }

    fn variant(&mut self, columns: &VariantColumns, row: &TextRow) {
        let (feature, variant) = (row.get(columns.feature), row.get(columns.variant));
        if feature.is_empty() || variant.is_empty() {
            self.import.unusable(row.place, "variant", "this row names no gene or no variant");
            return;
        }
        let theirs = format!("{feature} {variant}");
        let known = self.names.row(NameOf::Finding, &theirs);
        let here = known.map_or_else(|| finding_name(&theirs), |row| row.here.clone());
        let coordinates = coordinates(columns, row);
        let entity = match self.import.named(&self.leaves, &here) {
            KnownEntities::One(entity) => entity,
            KnownEntities::Several(_) => {
                self.import.unusable(row.place, "variant", format!("`{here}` is the name of several findings"));
                return;
            }
            KnownEntities::Nothing if self.alone => match self.new_variant(feature, &here, &coordinates, row.place) {
                Some(entity) => entity,
                None => return,
            },
            KnownEntities::Nothing => return count(&mut self.unknown, row.place),
        };
        let mut aliases: Vec<String> = Vec::new();
        let mut xrefs = vec![format!("civic.vid:{}", row.get(columns.id))];
        for alias in items(row.optional(columns.aliases), SEPARATORS) {
            match alias.to_ascii_lowercase().strip_prefix("rs") {
                Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                    xrefs.push(format!("dbsnp:rs{digits}"));
                    aliases.push(format!("rs{digits}"));
                }
                // A change means nothing without its gene.
                _ if alias.starts_with(feature) => aliases.push(alias.to_owned()),
                _ => aliases.push(format!("{feature} {alias}")),
            }
        }
        aliases.extend(items(row.optional(columns.hgvs), SEPARATORS).map(str::to_owned));
        xrefs.extend(
            items(row.optional(columns.clinvar), SEPARATORS)
                .filter(|id| is_number(id))
                .map(|id| format!("clinvar:{id}")),
        );
        xrefs.extend(items(row.optional(columns.allele), SEPARATORS).map(|id| format!("car:{id}")));
        self.add(entity, &aliases, &xrefs, &coordinates, row.place);
    }

    fn new_variant(&mut self, feature: &str, name: &str, coordinates: &str, place: Place) -> Option<u32> {
        let id = self.import.builder.free_id("onco:variant-", name);
        let description = coordinates;
        let record = EntityRecord { id: &id, kind: kind::VARIANT, name, description, ..EntityRecord::default() };
        let variant = self.import.entity(&record, place)?;
        for symbol in feature.split("::").filter(|symbol| !matches!(*symbol, "v" | "?")) {
            if let Some(gene) = self.gene(symbol, "", place) {
                self.import.builder.add_fact(variant, self.variant_of, gene, &[], place);
            }
        }
        Some(variant)
    }

    /// The gene with this NCBI number, or of this name; made where these summaries are all there
    /// is.
    fn gene(&mut self, symbol: &str, entrez: &str, place: Place) -> Option<u32> {
        if is_number(entrez)
            && let KnownEntities::One(gene) = self.import.with_reference(self.gene, &format!("ncbigene:{entrez}"))
        {
            return Some(gene);
        }
        match self.import.named(&[self.gene], symbol) {
            KnownEntities::One(gene) => Some(gene),
            KnownEntities::Several(_) => {
                self.import.unusable(place, "gene", format!("`{symbol}` is another name of several genes"));
                None
            }
            KnownEntities::Nothing if self.alone => {
                let id = if is_number(entrez) { format!("ncbigene:{entrez}") } else { format!("hgnc.symbol:{symbol}") };
                let record = EntityRecord { id: &id, kind: kind::GENE, name: symbol, ..EntityRecord::default() };
                self.import.entity(&record, place)
            }
            KnownEntities::Nothing => None,
        }
    }

    fn feature(&mut self, columns: &FeatureColumns, row: &TextRow) {
        let (of, name) = (row.get(columns.of), row.get(columns.name));
        let entity = match of {
            "Gene" => self.gene(name, row.optional(columns.entrez), row.place),
            "Factor" => match self.import.named(&[self.leaves[1]], name) {
                KnownEntities::One(entity) => Some(entity),
                KnownEntities::Several(_) | KnownEntities::Nothing => None,
            },
            _ => return count(&mut self.others, row.place),
        };
        let Some(entity) = entity else { return count(&mut self.unknown, row.place) };
        let aliases: Vec<String> = items(row.optional(columns.aliases), SEPARATORS).map(str::to_owned).collect();
        let mut xrefs = vec![format!("civic.fid:{}", row.get(columns.id))];
        let entrez = row.optional(columns.entrez);
        xrefs.extend(Some(entrez).filter(|id| is_number(id)).map(|id| format!("ncbigene:{id}")));
        xrefs.extend(Some(row.optional(columns.ncit)).filter(|id| !id.is_empty()).map(|id| format!("NCIT:{id}")));
        let description = if self.import.options.without_text { "" } else { row.optional(columns.description) };
        self.add(entity, &aliases, &xrefs, description, row.place);
    }

    /// Adds to a known entity; a name that another entity of the kind has is none of it.
    fn add(&mut self, entity: u32, aliases: &[String], xrefs: &[String], description: &str, place: Place) {
        let of = self.import.builder.kind(entity);
        let mut kept: Vec<&str> = Vec::with_capacity(aliases.len());
        for alias in aliases {
            match self.import.named(&[of], alias) {
                KnownEntities::One(other) if other != entity => {
                    let other = self.import.builder.name(other).to_owned();
                    self.import.note(
                        place,
                        "variant_aliases",
                        format!("`{alias}` is a name of `{other}`: not given to another"),
                    );
                }
                KnownEntities::Several(_) => {
                    self.import.note(
                        place,
                        "variant_aliases",
                        format!("`{alias}` is a name of several: not given to another"),
                    );
                }
                KnownEntities::One(_) | KnownEntities::Nothing => kept.push(alias),
            }
        }
        let builder = &self.import.builder;
        let (id, name) = (builder.id(entity).to_owned(), builder.name(entity).to_owned());
        let kind = builder.vocabulary().kind_name(of).to_owned();
        let record = EntityRecord {
            id: &id,
            kind: &kind,
            name: &name,
            imported_aliases: kept,
            xrefs: xrefs.iter().map(String::as_str).collect(),
            description,
            ..EntityRecord::default()
        };
        self.import.entity(&record, place);
    }
}

struct VariantColumns {
    id: usize,
    feature: usize,
    variant: usize,
    aliases: Option<usize>,
    hgvs: Option<usize>,
    clinvar: Option<usize>,
    allele: Option<usize>,
    /// Build, chromosome, first and last base, bases there and in the variant, transcript.
    coordinates: [Option<usize>; 7],
}

impl VariantColumns {
    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        Ok(Self {
            id: table.needed(&["variant_id"])?,
            feature: table.needed(&["feature_name", "gene"])?,
            variant: table.needed(&["variant"])?,
            aliases: table.column(&["variant_aliases"]),
            hgvs: table.column(&["hgvs_descriptions", "hgvs_expressions"]),
            clinvar: table.column(&["clinvar_ids"]),
            allele: table.column(&["allele_registry_id"]),
            coordinates: [
                table.column(&["reference_build"]),
                table.column(&["chromosome"]),
                table.column(&["start"]),
                table.column(&["stop"]),
                table.column(&["reference_bases"]),
                table.column(&["variant_bases"]),
                table.column(&["representative_transcript"]),
            ],
        })
    }
}

struct FeatureColumns {
    id: usize,
    of: usize,
    name: usize,
    aliases: Option<usize>,
    description: Option<usize>,
    entrez: Option<usize>,
    ncit: Option<usize>,
}

impl FeatureColumns {
    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        Ok(Self {
            id: table.needed(&["feature_id"])?,
            of: table.needed(&["feature_type"])?,
            name: table.needed(&["name"])?,
            aliases: table.column(&["feature_aliases"]),
            description: table.column(&["description"]),
            entrez: table.column(&["entrez_id"]),
            ncit: table.column(&["ncit_id"]),
        })
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `GRCh37 7:140453136 A>T (ENST00000288602.6)`; empty where the row has no coordinates.
fn coordinates(columns: &VariantColumns, row: &TextRow) -> String {
    let [build, chromosome, start, stop, before, after, transcript] =
        columns.coordinates.map(|column| row.optional(column));
    if chromosome.is_empty() || start.is_empty() {
        return String::new();
    }
    let range = if stop.is_empty() || stop == start { start.to_owned() } else { format!("{start}-{stop}") };
    let mut text = format!("{build} {chromosome}:{range}").trim_start().to_owned();
    if !before.is_empty() || !after.is_empty() {
        let or_none = |bases: &str| if bases.is_empty() { "-".to_owned() } else { bases.to_owned() };
        text.push_str(&format!(" {}>{}", or_none(before), or_none(after)));
    }
    if !transcript.is_empty() {
        text.push_str(&format!(" ({transcript})"));
    }
    text
}
