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
];

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
    source: usize,
    types: usize,
    claim: usize,
    primary: Option<usize>,
    drug: usize,
    chembl: usize,
    papers: Option<usize>,
}

impl DgidbColumns {
    fn new(table: &TextTable<'_, '_>) -> Result<Self, ImportFailure> {
        Ok(Self {
            gene: table.needed(&["Gene", "gene_name"])?,
            source: table.needed(&["interaction_claim_source", "interaction_source_db_name"])?,
            types: table.needed(&["interaction_types", "interaction_type"])?,
            claim: table.needed(&["drug_claim_name"])?,
            primary: table.column(&["drug_claim_primary_name"]),
            drug: table.needed(&["drug_name"])?,
            chembl: table.needed(&["drug_chembl_id", "drug_concept_id", "chembl_id"])?,
            papers: table.column(&["PMIDs"]),
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
        let mut row = TextRow::default();
        while table.next(&mut row)? {
            reader.row(&columns, &row);
        }
        table.tell_unused(reader.import);
    }
    Ok(())
}

impl DgidbReader<'_, '_> {
    fn row(&mut self, columns: &DgidbColumns, row: &TextRow) {
        let [symbol, claim_source, types] =
            [columns.gene, columns.source, columns.types].map(|column| filled(row.get(column)));
        if symbol.is_empty() {
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
        let Some(gene) = self.gene(symbol, row.place) else { return };
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

    fn gene(&mut self, symbol: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.genes.get(symbol) {
            if known.is_none() {
                self.import.unusable(place, "Gene", format!("`{symbol}` is another name of several genes"));
            }
            return known;
        }
        let gene = match self.import.named(&[self.gene], symbol) {
            KnownEntities::One(gene) => Some(gene),
            KnownEntities::Several(_) => {
                self.import.unusable(place, "Gene", format!("`{symbol}` is another name of several genes"));
                None
            }
            KnownEntities::Nothing => {
                let id = format!("hgnc.symbol:{symbol}");
                self.import.note(place, "Gene", format!("the gene `{symbol}` is not known from another source"));
                self.import
                    .entity(&EntityRecord { id: &id, kind: kind::GENE, name: symbol, ..EntityRecord::default() }, place)
            }
        };
        self.genes.insert(symbol.to_owned(), gene);
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
    fn types_of_interaction() {
        assert_eq!(relations("inhibitor,antagonist"), ["inhibits"]);
        assert_eq!(relations("agonist, modulator"), ["activates", "regulates"]);
        assert!(relations("binder").is_empty() && relations("").is_empty());
    }
}
