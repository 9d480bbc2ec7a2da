//! What a name in a profile asks for: by rule, from what it is called.

use super::assays::Assay;
use super::finding::Expressed;
use super::marker::MarkerScale;
use crate::graph::{EntityId, Graph};
use crate::model::{Change, ExonChange, Whole};
use crate::vocabulary::Exons;

/// What meets a name of a profile.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum LeafRule {
    /// Any of these changes.
    Changes(Vec<Change>),
    /// Another amino acid at one of these residues.
    Codons(Vec<(char, u32)>),
    /// A mutation anywhere but at these residues.
    Elsewhere(Vec<(char, u32)>),
    /// A change in an exon.
    Exon { number: u32, how: ExonChange },
    /// Another protein between these residues, in frame.
    Domain(u32, u32),
    /// Nonsense, frameshift, splice site, start loss.
    LossOfFunction,
    /// Nonsense, frameshift.
    Truncating,
    /// Frameshift.
    Frameshift,
    /// Any change of the protein.
    Mutation,
    /// Any change of the gene.
    Alteration,
    /// A change of the promoter.
    Promoter,
    /// Many more copies.
    Amplification,
    /// Some more copies.
    Gain,
    /// No copy.
    Deletion,
    /// Fewer copies, or no protein.
    Loss,
    /// A fusion of these two genes.
    Partners(String, String),
    /// A fusion with any partner.
    Fusion,
    /// How much of the product there is.
    Expression(Expressed),
    /// No mutation.
    WildType,
    /// A marker, and the value from which it counts.
    Marker(MarkerScale),
    /// Only what is called so.
    Name,
}

/// A name of a profile with what it asks for.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The representative of its faces.
    pub face: EntityId,
    /// The genes that it is a change of; of a named fusion both.
    pub genes: Vec<EntityId>,
    /// Symbol of the first gene; empty where there is none.
    pub symbol: String,
    pub asked: LeafRule,
    /// What tells whether it is there.
    pub assay: Assay,
}

impl Leaf {
    /// Of a variant, biomarker or mechanism.
    pub fn of(graph: &Graph, entity: EntityId, exons: &Exons) -> Self {
        let face = graph.face(entity);
        let genes = genes_of(graph, entity);
        let symbol = genes.first().map_or("", |&gene| graph.name(gene)).to_owned();
        let name = graph.name(entity);
        let asked = asked_of(graph, entity, name, &symbol, exons);
        let is_biomarker =
            graph.faces(&entity).iter().any(|&face| Some(graph.kind(EntityId(face))) == graph.model().kinds.biomarker);
        let assay = assay_of(&asked, name, is_biomarker && genes.is_empty());
        Self { face, genes, symbol, asked, assay }
    }
}

/// The genes that an entity is a change of, by any of its faces.
pub(super) fn genes_of(graph: &Graph, entity: EntityId) -> Vec<EntityId> {
    let Some(variant_of) = graph.model().relations.variant_of else { return Vec::new() };
    let faces = graph.faces(&entity).iter();
    let mut genes: Vec<EntityId> =
        faces.flat_map(|&face| graph.forward(variant_of).targets(face)).map(|&gene| EntityId(gene)).collect();
    genes.sort_unstable();
    genes.dedup();
    genes
}

fn asked_of(graph: &Graph, entity: EntityId, name: &str, symbol: &str, exons: &Exons) -> LeafRule {
    if let Some(Change::Partners(five, three)) = Change::partners(name) {
        let is_any = |partner: &str| matches!(partner, "v" | "?");
        return if is_any(&five) || is_any(&three) { LeafRule::Fusion } else { LeafRule::Partners(five, three) };
    }
    let rest = name.strip_prefix(symbol).filter(|_| !symbol.is_empty()).map(str::trim_start);
    let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
        let names = std::iter::once(name).chain(graph.aliases(entity)).chain(graph.imported_aliases(entity));
        return names.filter_map(MarkerScale::of_name).next().map_or(LeafRule::Name, LeafRule::Marker);
    };
    match asked(rest, symbol, exons) {
        LeafRule::Changes(mut changes) => {
            // What an alias calls the same change counts, too.
            let aliases = graph.aliases(entity).chain(graph.imported_aliases(entity));
            for change in aliases.filter_map(|alias| one_change(alias.strip_prefix(symbol)?)) {
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
            LeafRule::Changes(changes)
        }
        asked => asked,
    }
}

/// What the words after the symbol of a gene ask for.
fn asked(rest: &str, symbol: &str, exons: &Exons) -> LeafRule {
    let lower = rest.to_lowercase();
    let bare = lower.trim_end_matches("mutations").trim_end_matches("mutation").trim_end();
    match bare {
        "wildtype" | "wild type" | "wild-type" => return LeafRule::WildType,
        "deleterious" | "inactivating" | "loss-of-function" | "loss of function" => return LeafRule::LossOfFunction,
        "truncation" | "truncating" | "frameshift truncation" => return LeafRule::Truncating,
        "frameshift" => return LeafRule::Frameshift,
        "promoter" => return LeafRule::Promoter,
        _ => {}
    }
    if let Some((first, last)) = exons.domain(symbol, bare) {
        return LeafRule::Domain(first, last);
    }
    if let Some(codons) = lower.strip_prefix("non-").and_then(|rest| codons_of(rest.trim_end_matches(" mutation"))) {
        return LeafRule::Elsewhere(codons);
    }
    if let Some(changes) = several(rest) {
        return LeafRule::Changes(changes);
    }
    if let Some(change) = one_change(rest) {
        return LeafRule::Changes(vec![change]);
    }
    match Change::read(rest) {
        Some(Change::Codon(codons)) => LeafRule::Codons(codons),
        Some(Change::Exon { number, how }) => LeafRule::Exon { number, how: how.unwrap_or(ExonChange::Mutation) },
        Some(Change::Whole(whole)) => asked_of_group(whole),
        _ => LeafRule::Name,
    }
}

fn asked_of_group(whole: Whole) -> LeafRule {
    match whole {
        Whole::Mutation => LeafRule::Mutation,
        Whole::LossOfFunction => LeafRule::LossOfFunction,
        Whole::Truncating => LeafRule::Truncating,
        Whole::Alteration => LeafRule::Alteration,
        Whole::Amplification => LeafRule::Amplification,
        Whole::Gain => LeafRule::Gain,
        Whole::Promoter => LeafRule::Promoter,
        Whole::Deletion => LeafRule::Deletion,
        Whole::Loss => LeafRule::Loss,
        Whole::Fusion | Whole::Rearrangement | Whole::Translocation => LeafRule::Fusion,
        Whole::Overexpression => LeafRule::Expression(Expressed::High),
        Whole::Underexpression => LeafRule::Expression(Expressed::Low),
        Whole::Expression => LeafRule::Expression(Expressed::Present),
        // Switched on, in a domain nobody gave the bounds of, doubled somewhere: never inferred.
        Whole::Activating | Whole::KinaseDomain | Whole::TandemDuplication | Whole::Insertion | Whole::Skipping => {
            LeafRule::Name
        }
    }
}

/// One change of the protein, with or without the change of the sequence behind it:
/// `R161* (c.481C>T)`.
fn one_change(text: &str) -> Option<Change> {
    let text = text.trim();
    let text = match text.split_once('(') {
        Some((protein, rest)) if rest.starts_with("c.") && rest.ends_with(')') => protein.trim_end(),
        Some(_) | None => text,
    };
    let change = Change::read_protein(text)?;
    let is_one = match &change {
        Change::Substitution { .. } | Change::Frameshift { .. } | Change::InFrame { .. } => true,
        Change::StartLoss | Change::Extension { .. } => true,
        Change::Splice { at } => at.is_some(),
        Change::Codon(_) | Change::Exon { .. } | Change::Partners(..) | Change::Whole(_) => false,
    };
    is_one.then_some(change)
}

/// `S310F/Y`, `D835H/Y`: several amino acids at one residue.
fn several(text: &str) -> Option<Vec<Change>> {
    let (first, others) = text.split_once('/')?;
    let Some(Change::Substitution { from, at, to }) = Change::read_protein(first) else { return None };
    let mut changes = vec![Change::Substitution { from, at, to }];
    for other in others.split('/') {
        let mut letters = other.trim().chars();
        let to = letters.next().filter(|letter| letter.is_ascii_uppercase() || *letter == '*')?;
        if letters.next().is_some() {
            return None;
        }
        changes.push(Change::Substitution { from, at, to });
    }
    Some(changes)
}

fn codons_of(text: &str) -> Option<Vec<(char, u32)>> {
    match Change::read(text)? {
        Change::Codon(codons) => Some(codons),
        _ => None,
    }
}

fn assay_of(asked: &LeafRule, name: &str, is_of_whole_tumour: bool) -> Assay {
    match asked {
        LeafRule::Amplification | LeafRule::Gain | LeafRule::Deletion | LeafRule::Loss => Assay::CopyNumber,
        LeafRule::Partners(..) | LeafRule::Fusion => Assay::Fusion,
        LeafRule::Expression(_) => Assay::Expression,
        LeafRule::Marker(_) => Assay::Marker,
        LeafRule::Name => named_assay(name, is_of_whole_tumour),
        LeafRule::Changes(_)
        | LeafRule::Codons(_)
        | LeafRule::Elsewhere(_)
        | LeafRule::Exon { .. }
        | LeafRule::Domain(..) => Assay::Mutation,
        LeafRule::LossOfFunction | LeafRule::Truncating | LeafRule::Frameshift | LeafRule::Mutation => Assay::Mutation,
        LeafRule::Alteration | LeafRule::Promoter | LeafRule::WildType => Assay::Mutation,
    }
}

/// The assay that would tell of something that only has a name.
fn named_assay(name: &str, is_of_whole_tumour: bool) -> Assay {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["::", "fusion", "rearrangement", "translocation", " e2", "t("]) {
        Assay::Fusion
    } else if has(&["expression", "phosphorylation", "methylation", "transcript", "ihc", "-v7"]) {
        Assay::Expression
    } else if has(&["loh", "loss of heterozygosity", "copy", "deletion", "loss", "amplification", "17p", "5q", "1p"]) {
        Assay::CopyNumber
    } else if is_of_whole_tumour {
        Assay::Marker
    } else {
        Assay::Mutation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variants_ask_for_what_they_say() {
        let sub = |from, at, to| Change::Substitution { from, at, to };
        for (text, expected) in [
            ("V600E", LeafRule::Changes(vec![sub('V', 600, 'E')])),
            ("S310F/Y", LeafRule::Changes(vec![sub('S', 310, 'F'), sub('S', 310, 'Y')])),
            ("R161* (c.481C>T)", LeafRule::Changes(vec![sub('R', 161, '*')])),
            ("V600", LeafRule::Codons(vec![('V', 600)])),
            ("Non-V600", LeafRule::Elsewhere(vec![('V', 600)])),
            ("exon 14 skipping mutation", LeafRule::Exon { number: 14, how: ExonChange::Skipping }),
            ("wildtype", LeafRule::WildType),
            ("inactivating mutation", LeafRule::LossOfFunction),
            ("deleterious mutation", LeafRule::LossOfFunction),
            ("frameshift truncation", LeafRule::Truncating),
            ("mutation", LeafRule::Mutation),
            ("activating mutation", LeafRule::Name),
            ("rearrangement", LeafRule::Fusion),
            ("splice site (c.1641+2T>G)", LeafRule::Name),
            ("overexpression", LeafRule::Expression(Expressed::High)),
            ("rs1234", LeafRule::Name),
        ] {
            assert_eq!(asked(text, "GENE", &Exons::default()), expected, "{text}");
        }
    }
}
