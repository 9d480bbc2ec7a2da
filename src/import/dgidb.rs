//! DGIdb: interactions of drugs and genes, as tab-separated values.
//!
//! A claim makes the fact that a drug targets a gene only where it says how they interact, or
//! comes from a source that lists targets. Sources of another sort say that a gene predicts a
//! response: that is not a target, and a claim without type from them is reported and left out.

use super::context::Import;
use super::control::ImportFailure;
use super::identities::KnownEntities;
use super::read::{TextFile, items};
use super::table::{TextRow, TextTable};
use super::tiers::Tier;
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::{KindId, RelationId};
use rustc_hash::FxHashMap;

/// Sources whose claims without type are targets.
const TARGET_SOURCES: &[&str] = &[
    "ChemblInteractions",
    "DrugBank",
    "FDA",
    "GuideToPharmacologyInteractions",
    "TALC",
    "TEND",
    "TTD",
    "TdgClinicalTrial",
    "MyCancerGenomeClinicalTrial",
    "ClearityFoundationClinicalTrial",
    "CancerCommons",
    "MyCancerGenome",
    "ChEMBL",
    "GuideToPharmacology",
];

/// Sources that list drugs in trials.
const TRIAL_SOURCES: &[&str] =
    &["TdgClinicalTrial", "MyCancerGenomeClinicalTrial", "ClearityFoundationClinicalTrial", "TALC"];

/// Sources that list approved drugs.
const APPROVED_SOURCES: &[&str] = &["FDA", "TEND"];

/// What a type of interaction says beyond `targets`.
const TYPES: &[(&str, &str)] = &[
    ("inhibitor", relation::INHIBITS),
    ("antagonist", relation::INHIBITS),
    ("blocker", relation::INHIBITS),
    ("channel blocker", relation::INHIBITS),
    ("gating inhibitor", relation::INHIBITS),
    ("inverse agonist", relation::INHIBITS),
    ("suppressor", relation::INHIBITS),
    ("negative modulator", relation::INHIBITS),
    ("inhibitory allosteric modulator", relation::INHIBITS),
    ("antisense", relation::INHIBITS),
    ("antisense oligonucleotide", relation::INHIBITS),
    ("agonist", "activates"),
    ("partial agonist", "activates"),
    ("activator", "activates"),
    ("stimulator", "activates"),
    ("inducer", "activates"),
    ("positive allosteric modulator", "activates"),
    ("allosteric modulator", "regulates"),
    ("modulator", "regulates"),
];

struct DgidbColumns {
    gene: usize,
    gene_id: Option<usize>,
    gene_claim: Option<usize>,
    source: usize,
    types: usize,
    claim: usize,
    primary: Option<usize>,
    drug: usize,
    chembl: usize,
    papers: Option<usize>,
    approved: Option<usize>,
}

impl DgidbColumns {
    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        Ok(Self {
            gene: table.needed(&["Gene", "gene_name"])?,
            gene_id: table.column(&["gene_concept_id"]),
            gene_claim: table.column(&["gene_claim_name"]),
            source: table.needed(&["interaction_claim_source", "interaction_source_db_name"])?,
            types: table.needed(&["interaction_types", "interaction_type"])?,
            claim: table.needed(&["drug_claim_name"])?,
            primary: table.column(&["drug_claim_primary_name"]),
            drug: table.needed(&["drug_name"])?,
            chembl: table.needed(&["drug_chembl_id", "drug_concept_id", "chembl_id"])?,
            papers: table.column(&["PMIDs"]),
            approved: table.column(&["approved"]),
        })
    }
}

struct DgidbReader<'i, 'c> {
    import: &'i mut Import<'c>,
    gene: KindId,
    targets: RelationId,
    genes: FxHashMap<String, Option<u32>>,
    drugs: FxHashMap<(String, String), Option<u32>>,
    sources: FxHashMap<String, Option<u32>>,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or lacks the columns; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let (gene, targets) = (import.kind(kind::GENE)?, import.relation(relation::TARGETS)?);
    import.kind(kind::DRUG)?;
    let paths = import.files.clone();
    let (genes, drugs, sources) = Default::default();
    let mut reader = DgidbReader { import, gene, targets, genes, drugs, sources };
    for path in &paths {
        let text = TextFile::read(reader.import, path)?;
        let control = reader.import.control;
        let mut table = TextTable::new(&text, &control)?;
        let columns = DgidbColumns::new(&table)?;
        for row in &table.sorted_rows()? {
            reader.row(&columns, row);
        }
        table.tell_unused(reader.import);
    }
    Ok(())
}

impl DgidbReader<'_, '_> {
    fn row(&mut self, columns: &DgidbColumns, row: &TextRow) {
        let [symbol, claim_source, types] =
            [columns.gene, columns.source, columns.types].map(|column| filled(row.get(column)));
        let gene_id = filled(row.optional(columns.gene_id));
        let symbol = self.symbol(symbol, gene_id, filled(row.optional(columns.gene_claim)), row.place);
        if symbol.is_empty() && gene_id.is_empty() {
            self.import.unusable(row.place, "Gene", "this row names no gene");
            return;
        }
        if types.is_empty() && !TARGET_SOURCES.contains(&claim_source) {
            let message =
                format!("an interaction without type from `{claim_source}` does not say that the gene is a target");
            self.import.unusable(row.place, "interaction_types", message);
            return;
        }
        let Some(drug) = self.drug(columns, row) else { return };
        if let Some(tier) = tier(claim_source, row.optional(columns.approved), columns.approved.is_some()) {
            self.import.tier(drug, tier);
        }
        let Some(gene) = self.gene(symbol, gene_id, row.place) else { return };
        let mut sources: Vec<u32> = self
            .source(&format!("onco:dgidb-{claim_source}"), &format!("DGIdb: {claim_source}"), row.place)
            .into_iter()
            .collect();
        for paper in items(row.optional(columns.papers), &[',']) {
            let id = format!("PMID:{paper}");
            sources.extend(self.source(&id, &id, row.place));
        }
        self.import.builder.add_fact(drug, self.targets, gene, &sources, row.place);
        for relation in relations(types) {
            if let Some(relation) = self.import.builder.vocabulary().relation(relation) {
                self.import.builder.add_fact(drug, relation, gene, &sources, row.place);
            }
        }
    }

    /// The symbol of a row. A spreadsheet makes a date of some: then what the source calls the gene
    /// is taken, if there is an identifier that says which it is.
    fn symbol<'r>(&mut self, symbol: &'r str, id: &str, claim: &'r str, place: Place) -> &'r str {
        if !is_like_a_date(symbol) {
            return symbol;
        }
        let message = format!("`{symbol}` is a date that a spreadsheet made of a gene symbol");
        match id {
            "" => self.import.unusable(place, "Gene", format!("{message}: left out")),
            id => self.import.note(place, "Gene", format!("{message}: the gene is `{id}`")),
        }
        if id.is_empty() || is_like_a_date(claim) { "" } else { claim }
    }

    fn gene(&mut self, symbol: &str, id: &str, place: Place) -> Option<u32> {
        let key = if id.is_empty() { symbol } else { id };
        if let Some(&known) = self.genes.get(key) {
            if known.is_none() {
                self.import.unusable(place, "Gene", format!("`{symbol}` is another name of several genes"));
            }
            return known;
        }
        let by_id = match id {
            "" => KnownEntities::Nothing,
            id => self.import.with_reference(self.gene, id),
        };
        let found = match by_id {
            KnownEntities::One(gene) => KnownEntities::One(gene),
            // An identifier that nobody else has says which gene it is better than a name.
            KnownEntities::Several(_) | KnownEntities::Nothing => self.import.named(&[self.gene], symbol),
        };
        let gene = match found {
            KnownEntities::One(gene) => Some(gene),
            KnownEntities::Several(_) if id.is_empty() => {
                self.import.unusable(place, "Gene", format!("`{symbol}` is another name of several genes"));
                None
            }
            KnownEntities::Several(_) | KnownEntities::Nothing => {
                let own = match id.split_once(':') {
                    Some((prefix, number)) if prefix.eq_ignore_ascii_case("hgnc") => format!("HGNC:{number}"),
                    Some(_) => id.to_owned(),
                    None => format!("hgnc.symbol:{symbol}"),
                };
                let name = if symbol.is_empty() { id } else { symbol };
                self.import.note(place, "Gene", format!("the gene `{name}` is not known from another source"));
                self.import.entity(&EntityRecord { id: &own, kind: kind::GENE, name, ..EntityRecord::default() }, place)
            }
        };
        self.genes.insert(key.to_owned(), gene);
        gene
    }

    /// The drug of a row: by its name, else by what its source calls it.
    fn drug(&mut self, columns: &DgidbColumns, row: &TextRow) -> Option<u32> {
        let chembl = filled(row.get(columns.chembl));
        let claims = [row.optional(columns.primary), row.get(columns.claim)].map(filled);
        let claim = claims.into_iter().find(|name| !name.is_empty() && name.contains(char::is_alphabetic));
        // Where nothing better is known the name is the number over again.
        let own = Some(filled(row.get(columns.drug))).filter(|name| !name.is_empty() && *name != chembl);
        let Some(name) = own.or(claim).or_else(|| Some(chembl).filter(|id| !id.is_empty())) else {
            self.import.unusable(row.place, "drug_name", "this row names no drug");
            return None;
        };
        let key = (chembl.to_owned(), name.to_owned());
        if let Some(&known) = self.drugs.get(&key) {
            return known;
        }
        // Later releases write the prefix, and identifiers of other databases, too.
        let id = match chembl {
            "" => self.import.builder.free_id("onco:drug-", name),
            id if id.contains(':') => id.to_owned(),
            number => format!("chembl:{number}"),
        };
        let entity =
            self.import.entity(&EntityRecord { id: &id, kind: kind::DRUG, name, ..EntityRecord::default() }, row.place);
        self.drugs.insert(key, entity);
        entity
    }

    fn source(&mut self, id: &str, name: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.sources.get(id) {
            return known;
        }
        let source = match self.import.builder.find_id(id) {
            Some(known) => Some(known),
            None => self
                .import
                .builder
                .add_entity(&EntityRecord { id, kind: kind::SOURCE, name, ..EntityRecord::default() }, place),
        };
        self.sources.insert(id.to_owned(), source);
        source
    }
}

/// How far a drug has come, as far as a row says: whether it is approved, and what its source lists.
fn tier(source: &str, approved: &str, is_said: bool) -> Option<Tier> {
    if approved.eq_ignore_ascii_case("true") || APPROVED_SOURCES.contains(&source) {
        Some(Tier::Approved)
    } else if TRIAL_SOURCES.contains(&source) {
        Some(Tier::Clinical)
    } else {
        is_said.then_some(Tier::Research)
    }
}

/// Months as a spreadsheet writes them.
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// Whether a name is a date that a spreadsheet made: `2-Sep` of `SEPT2`, `1-Mar` of `MARCH1`.
fn is_like_a_date(name: &str) -> bool {
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |text: &str| MONTHS.iter().any(|month| text.eq_ignore_ascii_case(month));
    let is_day =
        |(one, other): (&str, &str)| (is_number(one) && is_month(other)) || (is_month(one) && is_number(other));
    name.split_once('-').is_some_and(is_day) || (name.matches('/').count() == 2 && name.split('/').all(is_number))
}

/// A field; later releases write `NULL` where it is empty.
fn filled(field: &str) -> &str {
    if field == "NULL" { "" } else { field }
}

/// What the types of a claim say, each once.
fn relations(types: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for name in types.split(',').map(str::trim) {
        if let Some(&(_, relation)) =
            TYPES.iter().find(|(known, _)| *known == name).filter(|(_, relation)| !found.contains(relation))
        {
            found.push(relation);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_no_genes() {
        for (name, expected) in
            [("2-Sep", true), ("1-Mar", true), ("Mar-01", true), ("SEPT2", false), ("HLA-A", false), ("NKX2-1", false)]
        {
            assert_eq!(is_like_a_date(name), expected, "{name}");
        }
    }

    #[test]
    fn types_of_interaction() {
        assert_eq!(relations("inhibitor,antagonist"), ["inhibits"]);
        assert_eq!(relations("agonist, modulator"), ["activates", "regulates"]);
        assert!(relations("binder").is_empty() && relations("").is_empty());
    }
}
