//! Entities of evidence records that name genes, changes, drugs and diseases in words: what is
//! known by an identifier or a name is used, what is not is added and told.

use super::civic_names::{common_name, finding_name};
use super::context::Import;
use super::control::ImportFailure;
use super::decision::Decision;
use super::identities::KnownEntities;
use super::salts;
use crate::graph::{EntityRecord, Place};
use crate::model::{kind, relation};
use crate::vocabulary::{KindId, RelationId};
use rustc_hash::FxHashMap;

/// Last words of therapies that are classes of drugs.
const CLASS_WORDS: &[&str] = &[
    "inhibitor",
    "inhibitors",
    "antibody",
    "antibodies",
    "antagonist",
    "antagonists",
    "agonist",
    "agonists",
    "chemotherapy",
    "immunotherapy",
];

/// A change has no more letters than this: what is longer is a sentence.
const LONGEST_CHANGE: usize = 80;

/// Amino acids by their three letters.
#[rustfmt::skip]
const AMINO_ACIDS: &[(&str, &str)] = &[
    ("Ala", "A"), ("Arg", "R"), ("Asn", "N"), ("Asp", "D"), ("Cys", "C"), ("Gln", "Q"), ("Glu", "E"), ("Gly", "G"),
    ("His", "H"), ("Ile", "I"), ("Leu", "L"), ("Lys", "K"), ("Met", "M"), ("Phe", "F"), ("Pro", "P"), ("Ser", "S"),
    ("Thr", "T"), ("Trp", "W"), ("Tyr", "Y"), ("Val", "V"), ("Ter", "*"),
];

/// Makes entities of what records say.
pub(super) struct EvidenceNames<'i, 'c> {
    /// The import that takes them.
    pub(super) import: &'i mut Import<'c>,
    /// Who issues the statements.
    dataset: String,
    gene: KindId,
    leaves: [KindId; 2],
    therapies: [KindId; 3],
    cancer: KindId,
    variant_of: RelationId,
    known: FxHashMap<(&'static str, String), Option<String>>,
}

impl<'i, 'c> EvidenceNames<'i, 'c> {
    /// For the statements of one issuer.
    ///
    /// # Errors
    /// The vocabulary has no evidence in it.
    pub(super) fn new(import: &'i mut Import<'c>, dataset: &str) -> Result<Self, ImportFailure> {
        let gene = import.kind(kind::GENE)?;
        let leaves = [import.kind(kind::VARIANT)?, import.kind(kind::BIOMARKER)?];
        let therapies = [import.kind(kind::DRUG)?, import.kind(kind::REGIMEN)?, import.kind(kind::DRUG_CLASS)?];
        let cancer = import.kind(kind::CANCER)?;
        let variant_of = import.relation(relation::VARIANT_OF)?;
        let (dataset, known) = (dataset.to_owned(), FxHashMap::default());
        Ok(Self { import, dataset, gene, leaves, therapies, cancer, variant_of, known })
    }

    fn remembered(
        &mut self,
        what: &'static str,
        text: &str,
        make: impl FnOnce(&mut Self) -> Option<String>,
    ) -> Option<String> {
        let key = (what, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let made = make(self);
        self.known.insert(key, made.clone());
        made
    }

    /// The id of what a change of a gene is here. Without a gene the change is a finding such as
    /// `MSI-H`, and must be known.
    pub(super) fn finding(&mut self, gene: &str, change: &str, place: Place) -> Option<String> {
        let text = format!("{gene} {change}");
        self.remembered("finding", &text, |names| names.new_finding(gene, change, place))
    }

    fn new_finding(&mut self, gene: &str, change: &str, place: Place) -> Option<String> {
        let name = name_of_change(gene, change);
        for written in [name.as_str(), change.trim()] {
            // A change alone, such as `V600E`, may be that of another gene.
            if written == change.trim() && !gene.is_empty() && name != written {
                continue;
            }
            match self.import.named(&self.leaves, written) {
                KnownEntities::One(entity) => {
                    self.import.joined(Decision::Name, ("", &name), entity, place);
                    return Some(self.import.builder.id(entity).to_owned());
                }
                KnownEntities::Several(_) => {
                    self.import.unusable(place, "variant", format!("`{written}` is the name of several findings"));
                    return None;
                }
                KnownEntities::Nothing => {}
            }
        }
        if gene.is_empty() {
            let message = format!("`{}` is no finding that is known, and the row names no gene", change.trim());
            self.import.unusable(place, "variant", message);
            return None;
        }
        if name.len() > LONGEST_CHANGE || change.contains([';', ':', '|']) && !change.contains("::") {
            self.import.unusable(place, "variant", format!("`{}` is no single change of `{gene}`", change.trim()));
            return None;
        }
        let id = self.import.builder.free_id("onco:variant-", &name);
        let record = EntityRecord { id: &id, kind: kind::VARIANT, name: &name, ..EntityRecord::default() };
        let variant = self.import.entity(&record, place)?;
        let genes = name.split(' ').next().unwrap_or(gene).to_owned();
        for symbol in genes.split("::").filter(|symbol| !matches!(*symbol, "v" | "?")) {
            if let Some(gene) = self.gene(symbol, place) {
                self.import.builder.add_fact(variant, self.variant_of, gene, &[], place);
            }
        }
        Some(self.import.builder.id(variant).to_owned())
    }

    fn gene(&mut self, symbol: &str, place: Place) -> Option<u32> {
        match self.import.named(&[self.gene], symbol) {
            KnownEntities::One(gene) => return Some(gene),
            KnownEntities::Several(_) => {
                self.import.unusable(place, "gene", format!("`{symbol}` is another name of several genes"));
                return None;
            }
            KnownEntities::Nothing => {}
        }
        self.import.note(place, "gene", format!("the gene `{symbol}` is not known from another source"));
        let id = format!("hgnc.symbol:{symbol}");
        self.import.entity(&EntityRecord { id: &id, kind: kind::GENE, name: symbol, ..EntityRecord::default() }, place)
    }

    /// The id of a drug, a class or a regimen that goes by a name, and by identifiers where the
    /// record has any; the first of these that is an identifier of ours becomes its own.
    pub(super) fn therapy(&mut self, name: &str, ids: &[String], place: Place) -> Option<String> {
        let text = format!("{name}\t{}", ids.join("\t"));
        self.remembered("therapy", &text, |names| names.new_therapy(name, ids, place))
    }

    fn new_therapy(&mut self, name: &str, ids: &[String], place: Place) -> Option<String> {
        for id in ids {
            for kind in self.therapies {
                if let KnownEntities::One(entity) = self.import.with_reference(kind, id) {
                    self.import.joined(Decision::Reference, (id, name), entity, place);
                    return Some(self.import.builder.id(entity).to_owned());
                }
            }
        }
        let base = salts::base(name).map(str::to_owned);
        for written in [Some(name.to_owned()), base].into_iter().flatten() {
            match self.import.named(&self.therapies, &written) {
                KnownEntities::One(entity) => {
                    let decision = if written == name { Decision::Name } else { Decision::Form };
                    self.import.joined(decision, ("", name), entity, place);
                    return Some(self.import.builder.id(entity).to_owned());
                }
                KnownEntities::Several(_) => {
                    self.import.unusable(place, "therapy", format!("`{written}` is the name of several therapies"));
                    return None;
                }
                KnownEntities::Nothing => {}
            }
        }
        let last = name.rsplit(' ').next().unwrap_or("").to_ascii_lowercase();
        let (kind, prefix) = if CLASS_WORDS.contains(&last.as_str()) {
            (kind::DRUG_CLASS, "onco:class-")
        } else {
            (kind::DRUG, "onco:drug-")
        };
        let here = common_name(name);
        let id = match ids.first() {
            Some(id) => id.clone(),
            None => self.import.builder.free_id(prefix, &here),
        };
        self.import.note(place, "therapy", format!("`{name}` is not known from another source: it is a new {kind}"));
        let xrefs = ids.iter().skip(1).map(String::as_str).collect();
        let record = EntityRecord { id: &id, kind, name: &here, xrefs, ..EntityRecord::default() };
        let entity = self.import.entity(&record, place)?;
        Some(self.import.builder.id(entity).to_owned())
    }

    /// The id of a cancer, likewise.
    pub(super) fn cancer(&mut self, name: &str, ids: &[String], place: Place) -> Option<String> {
        let text = format!("{name}\t{}", ids.join("\t"));
        self.remembered("cancer", &text, |names| names.new_cancer(name, ids, place))
    }

    fn new_cancer(&mut self, name: &str, ids: &[String], place: Place) -> Option<String> {
        let as_id = Some(name.to_owned()).filter(|name| is_identifier(name));
        for id in ids.iter().chain(&as_id) {
            if let KnownEntities::One(entity) = self.import.with_reference(self.cancer, id) {
                self.import.joined(Decision::Reference, (id, name), entity, place);
                return Some(self.import.builder.id(entity).to_owned());
            }
        }
        match self.import.named(&[self.cancer], name) {
            KnownEntities::One(entity) => {
                self.import.joined(Decision::Name, ("", name), entity, place);
                return Some(self.import.builder.id(entity).to_owned());
            }
            KnownEntities::Several(_) => {
                self.import.unusable(place, "cancer", format!("`{name}` is the name of several cancers"));
                return None;
            }
            KnownEntities::Nothing => {}
        }
        let message = format!("`{name}` is in no ontology read so far: it has no place in the hierarchy");
        self.import.note(place, "cancer", message);
        let here = if as_id.is_some() { name.to_owned() } else { common_name(name) };
        let id = match ids.first().or(as_id.as_ref()) {
            Some(id) => id.clone(),
            None => self.import.builder.free_id("onco:cancer-", &here),
        };
        let xrefs = ids.iter().skip(1).map(String::as_str).collect();
        let record = EntityRecord { id: &id, kind: kind::CANCER, name: &here, xrefs, ..EntityRecord::default() };
        let entity = self.import.entity(&record, place)?;
        Some(self.import.builder.id(entity).to_owned())
    }

    /// The id of a paper, a trial or a document; a text that is no identifier is a document of the
    /// dataset, called so.
    pub(super) fn source(&mut self, text: &str, place: Place) -> Option<String> {
        self.remembered("source", text, |names| names.new_source(text, place))
    }

    fn new_source(&mut self, text: &str, place: Place) -> Option<String> {
        if let Some(id) = source_id(text) {
            return Some(id);
        }
        let source = self.import.kind(kind::SOURCE).ok()?;
        if let KnownEntities::One(known) = self.import.with_reference(source, text) {
            return Some(self.import.builder.id(known).to_owned());
        }
        let id = self.import.builder.free_id(&format!("onco:{}-", self.dataset), text);
        let name = format!("{}: {text}", self.dataset);
        let record = EntityRecord { id: &id, kind: kind::SOURCE, name: &name, ..EntityRecord::default() };
        let entity = self.import.builder.add_entity(&record, place)?;
        Some(self.import.builder.id(entity).to_owned())
    }

    /// The id of the dataset itself as a source: what statements that cite nothing rest on.
    pub(super) fn dataset_source(&mut self, place: Place) -> Option<String> {
        let (dataset, id) = (self.dataset.clone(), format!("onco:{}", self.dataset));
        self.remembered("dataset", &dataset, |names| {
            let record = EntityRecord { id: &id, kind: kind::SOURCE, name: &dataset, ..EntityRecord::default() };
            let entity = names.import.builder.add_entity(&record, place)?;
            Some(names.import.builder.id(entity).to_owned())
        })
    }
}

/// Whether a text is an identifier: a registry and what it issued, without a blank.
pub(super) fn is_identifier(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, local)| {
        !prefix.is_empty()
            && !local.is_empty()
            && !text.contains(char::is_whitespace)
            && prefix.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
    })
}

/// The identifier of a paper or a trial, if the text is one: a number alone is that of PubMed.
pub(super) fn source_id(text: &str) -> Option<String> {
    let text = text.trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(text) {
        return Some(format!("PMID:{text}"));
    }
    let upper = text.to_ascii_uppercase();
    for prefix in ["PMID:", "PMID ", "PUBMED:"] {
        if let Some(number) = upper.strip_prefix(prefix).map(str::trim).filter(|number| is_number(number)) {
            return Some(format!("PMID:{number}"));
        }
    }
    for address in ["pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/"] {
        let number = text.split_once(address).map(|(_, rest)| rest.trim_end_matches('/'));
        if let Some(number) = number.filter(|number| is_number(number)) {
            return Some(format!("PMID:{number}"));
        }
    }
    if upper.starts_with("NCT") && is_number(upper.get(3..).unwrap_or("")) {
        return Some(upper);
    }
    let doi = text.strip_prefix("https://doi.org/").or_else(|| text.strip_prefix("doi:")).unwrap_or(text);
    let is_doi = doi.starts_with("10.") && doi.contains('/') && !doi.contains(char::is_whitespace);
    is_doi.then(|| format!("doi:{doi}"))
}

/// What a change of a gene is called here: `EGFR L858R`, `EML4::ALK fusion`, `ERBB2 amplification`.
fn name_of_change(gene: &str, change: &str) -> String {
    let change = change.trim();
    let change = change.strip_prefix("p.").unwrap_or(change);
    let change = change.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(change);
    // The gene may be said over again.
    let again = |change: &str| {
        let rest = change.strip_prefix(gene)?;
        (!gene.is_empty() && rest.starts_with([' ', ':'])).then(|| rest.trim_start_matches([' ', ':']).to_owned())
    };
    let change = again(change).unwrap_or_else(|| change.to_owned());
    if let Some(partners) = fusion_partners(gene, &change) {
        return format!("{partners} fusion");
    }
    let change = one_letter(&change);
    if gene.is_empty() { change } else { finding_name(&format!("{gene} {change}")) }
}

/// `EML4::ALK` of `EML4-ALK Fusion`, `EML4--ALK`, `EML4__ALK`: the gene itself is one of the two.
fn fusion_partners(gene: &str, change: &str) -> Option<String> {
    let mut words = change.split_whitespace();
    let pair = words.next()?;
    let rest = words.next().map(str::to_ascii_lowercase);
    if !matches!(rest.as_deref(), None | Some("fusion" | "fusions")) || words.next().is_some() {
        return None;
    }
    let (five, three) = ["::", "--", "__", "-"].into_iter().find_map(|separator| pair.split_once(separator))?;
    let is_symbol = |text: &str| {
        text.len() > 1
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (is_symbol(five) && is_symbol(three) && [five, three].contains(&gene)).then(|| format!("{five}::{three}"))
}

/// `L858R` of `Leu858Arg`; other texts as they are.
fn one_letter(change: &str) -> String {
    let is_three = |text: &str| AMINO_ACIDS.iter().any(|(three, _)| text.starts_with(three));
    let is_protein =
        is_three(change) && change.get(3..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !is_protein {
        return change.to_owned();
    }
    let mut short = String::with_capacity(change.len());
    let mut rest = change;
    while let Some(first) = rest.chars().next() {
        match AMINO_ACIDS.iter().find(|(three, _)| rest.starts_with(three)) {
            Some((three, one)) => {
                short.push_str(one);
                rest = rest.get(three.len()..).unwrap_or("");
            }
            None => {
                short.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or("");
            }
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_called_as_here() {
        for (gene, change, expected) in [
            ("EGFR", "p.L858R", "EGFR L858R"),
            ("EGFR", "p.(Leu858Arg)", "EGFR L858R"),
            ("EGFR", "Glu746_Ala750del", "EGFR E746_A750del"),
            ("ERBB2", "Amplification", "ERBB2 amplification"),
            ("ALK", "EML4-ALK Fusion", "EML4::ALK fusion"),
            ("ALK", "EML4__ALK", "EML4::ALK fusion"),
            ("BRAF", "BRAF V600E", "BRAF V600E"),
            ("NRAS", "NRAS:Q61K", "NRAS Q61K"),
            ("EGFR", "Exon 19 deletion", "EGFR exon 19 deletion"),
            ("", "MSI-H", "MSI-H"),
            ("TP53", "X125_splice", "TP53 X125_splice"),
            ("MET", "D1010-splice", "MET D1010-splice"),
        ] {
            assert_eq!(name_of_change(gene, change), expected);
        }
    }

    #[test]
    fn sources_have_identifiers() {
        for (text, expected) in [
            ("21639808", Some("PMID:21639808")),
            ("PMID: 21639808", Some("PMID:21639808")),
            ("https://pubmed.ncbi.nlm.nih.gov/21639808/", Some("PMID:21639808")),
            ("nct01234567", Some("NCT01234567")),
            ("https://doi.org/10.1056/NEJMoa1", Some("doi:10.1056/NEJMoa1")),
            ("FDA", None),
            ("ASCO 2015 (abstr 1)", None),
        ] {
            assert_eq!(source_id(text).as_deref(), expected, "{text}");
        }
    }
}
