//! `is a` between variants that their names imply: a change is one of its codon, its exon, the
//! mutations of its gene; a fusion is one of the fusions of either partner.
//!
//! Only groups that the graph has are used, what is stated already stays as it is, and where a
//! nearer group is one of a wider the change leads to the nearer alone.

use super::builder::GraphBuilder;
use super::problem::Place;
use crate::graph::store::NONE;
use crate::model::{Above, Change};
use crate::vocabulary::{Exons, RelationId};
use rustc_hash::FxHashMap;

/// The source of facts that follow from names.
pub const DERIVED: &str = "onco:derived";

/// A variant with the gene that it is a change of.
struct Variant {
    entity: u32,
    /// Symbols: of a fusion both.
    genes: Vec<String>,
    change: Change,
}

impl GraphBuilder {
    /// Adds them. What they lead to is a hierarchy as before: none leads back.
    pub(super) fn derive_categories(&mut self) {
        let Some(is_a) = self.model.relations.is_a else { return };
        let variants = self.changes();
        if variants.is_empty() {
            return;
        }
        let wider = self.wider(&variants);
        let mut stated = self.stated(is_a);
        let mut found = Vec::new();
        // The widest first, so that a nearer group is known to be one of them.
        let mut order: Vec<usize> = (0..variants.len()).filter(|&i| !wider[i].is_empty()).collect();
        order.sort_by_key(|&i| (wider[i].len(), variants[i].entity));
        for i in order {
            let lower = variants[i].entity;
            for &(_, upper) in &wider[i] {
                if !leads_to(&stated, lower, upper) && !leads_to(&stated, upper, lower) {
                    stated.entry(lower).or_default().push(upper);
                    found.push((lower, upper));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        let source = self.derived_source();
        let place = Place { file: NONE, line: 0 };
        found.into_iter().for_each(|(lower, upper)| self.add_fact(lower, is_a, upper, &source, place));
    }

    fn derived_source(&mut self) -> Vec<u32> {
        let [kind] = self.kinds_of.source[..] else { return Vec::new() };
        let known = self.find_id(DERIVED);
        vec![known.unwrap_or_else(|| self.new_entity(kind, DERIVED, DERIVED, "follows from the names of variants"))]
    }

    /// Variants whose names say what changed in which gene.
    fn changes(&self) -> Vec<Variant> {
        let (Some(kind), Some(variant_of)) = (self.model.kinds.variant, self.model.relations.variant_of) else {
            return Vec::new();
        };
        let mut variants: Vec<Variant> = Vec::new();
        for (entity, gene) in self.edges_of_relation(variant_of) {
            let Some(change) = Change::of_name(self.name(entity), self.name(gene)) else { continue };
            let genes = match &change {
                Change::Partners(five, three) => vec![five.clone(), three.clone()],
                _ => vec![self.name(gene).to_owned()],
            };
            if self.kind(entity) == kind {
                variants.push(Variant { entity, genes, change });
            }
        }
        variants.sort_by_key(|variant| variant.entity);
        variants.dedup_by_key(|variant| variant.entity);
        variants
    }

    /// By place of a variant: the groups that it is one of, nearest first.
    fn wider(&self, variants: &[Variant]) -> Vec<Vec<(Above, u32)>> {
        let exons = self.vocabulary.exons();
        let mut of_gene: FxHashMap<&str, Vec<&Variant>> = FxHashMap::default();
        for variant in variants {
            variant.genes.iter().for_each(|gene| of_gene.entry(gene).or_default().push(variant));
        }
        let groups = |variant: &Variant| {
            let of_genes = variant.genes.iter().map(|gene| (gene, of_gene.get(gene.as_str())));
            let mut groups: Vec<(Above, u32)> = of_genes
                .flat_map(|(gene, others)| {
                    let above =
                        |other: &&Variant| Some((above(&variant.change, &other.change, gene, &exons)?, other.entity));
                    others.into_iter().flatten().filter_map(above).collect::<Vec<_>>()
                })
                .collect();
            groups.sort_unstable();
            groups.dedup_by_key(|(_, entity)| *entity);
            groups
        };
        variants.iter().map(groups).collect()
    }

    /// By entity: what it is stated to be one of.
    fn stated(&self, is_a: RelationId) -> FxHashMap<u32, Vec<u32>> {
        let mut stated: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        self.edges_of_relation(is_a).for_each(|(lower, upper)| stated.entry(lower).or_default().push(upper));
        stated
    }

    /// Start and goal of all facts of a relation.
    fn edges_of_relation(&self, relation: RelationId) -> impl Iterator<Item = (u32, u32)> {
        let facts = self.fact_edges().filter(move |(_, edge, _)| edge.relation == relation);
        let bulk = self.bulk.get(usize::from(relation.0));
        let pairs = bulk.into_iter().flat_map(|list| list.from.iter().copied().zip(list.to.iter().copied()));
        facts.map(|(from, _, to)| (from, to)).chain(pairs)
    }
}

/// How a change belongs to another of the gene; a fusion with any partner is all fusions of the
/// gene.
fn above(change: &Change, group: &Change, gene: &str, exons: &Exons) -> Option<Above> {
    if let (Change::Partners(five, three), Change::Partners(any, named)) = (change, group)
        && (any == "v" || named == "v")
    {
        let is_other = (five, three) != (any, named) && five != "v" && three != "v";
        return (is_other && (any == gene || named == gene)).then_some(Above::Category);
    }
    change.is_below(group, |number| exons.bounds(gene, number))
}

/// Whether a way leads up from one to the other.
fn leads_to(stated: &FxHashMap<u32, Vec<u32>>, lower: u32, upper: u32) -> bool {
    let mut pending = vec![lower];
    let mut seen = Vec::new();
    while let Some(entity) = pending.pop() {
        if entity == upper {
            return true;
        }
        if !seen.contains(&entity) {
            seen.push(entity);
            pending.extend(stated.get(&entity).into_iter().flatten());
        }
    }
    false
}
