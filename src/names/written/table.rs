//! The changes of the genes of a graph, read from the names of their variants.

use crate::graph::{EntityId, Graph};
use crate::model::{Above, Change, Whole};
use crate::vocabulary::Exons;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Changes that were read so far. Those of one gene are read when it is asked for: reading all of a
/// graph takes longer than most questions.
#[derive(Debug, Default)]
pub(crate) struct ChangeTable {
    by_gene: RwLock<FxHashMap<EntityId, Arc<GeneChanges>>>,
    all: OnceLock<AllChanges>,
    exons: OnceLock<Exons>,
}

/// The changes of a gene with their variants.
pub(super) type GeneChanges = Vec<(Change, EntityId)>;

/// Variants of all genes by what they are, and by the residue they are at.
#[derive(Debug, Default)]
struct AllChanges {
    by_change: FxHashMap<Change, Vec<EntityId>>,
    by_residue: FxHashMap<(char, u32), Vec<EntityId>>,
}

impl ChangeTable {
    /// The changes of a gene with their variants, by the names and aliases of these.
    pub(super) fn of_gene(&self, graph: &Graph, gene: EntityId) -> Arc<GeneChanges> {
        // What a thread that panicked had read is whole all the same.
        if let Some(known) = self.by_gene.read().unwrap_or_else(PoisonError::into_inner).get(&gene) {
            return Arc::clone(known);
        }
        let changes = Arc::new(read(graph, gene));
        self.by_gene.write().unwrap_or_else(PoisonError::into_inner).insert(gene, Arc::clone(&changes));
        changes
    }

    /// The variant of a gene that is this change.
    pub(super) fn find(&self, graph: &Graph, gene: EntityId, change: &Change) -> Option<EntityId> {
        self.of_gene(graph, gene).iter().find(|known| known.0 == *change).map(|known| known.1)
    }

    /// Groups of changes of a gene that a change is one of, nearest first.
    pub(super) fn above(&self, graph: &Graph, gene: EntityId, change: &Change) -> Vec<(EntityId, Above)> {
        let exons = self.exons.get_or_init(|| graph.vocabulary().exons());
        let mut above: Vec<(Above, bool, EntityId)> = Vec::new();
        for (group, entity) in self.of_gene(graph, gene).iter() {
            let Some(how) = change.is_below(group, |number| exons.bounds(graph.name(gene), number)) else {
                continue;
            };
            if !above.iter().any(|known| known.2 == *entity) {
                above.push((how, *group == Change::Whole(Whole::Alteration), *entity));
            }
        }
        above.sort_unstable();
        above.into_iter().map(|(how, _, entity)| (entity, how)).collect()
    }

    /// Variants of any gene that are this change.
    pub(super) fn of_any_gene(&self, graph: &Graph, change: &Change) -> &[EntityId] {
        self.all(graph).by_change.get(change).map_or(&[], Vec::as_slice)
    }

    /// Variants of any gene at one residue, codons among them.
    pub(super) fn at_residue(&self, graph: &Graph, codon: (char, u32)) -> &[EntityId] {
        self.all(graph).by_residue.get(&codon).map_or(&[], Vec::as_slice)
    }

    /// The gene that a group of changes is of.
    pub(super) fn group_of(&self, graph: &Graph, entity: EntityId) -> Option<EntityId> {
        let is_group = |(change, variant): &(Change, EntityId)| {
            matches!(change, Change::Whole(_)) && graph.face(*variant) == graph.face(entity)
        };
        let faces = graph.faces(&entity).iter().map(|&face| EntityId(face));
        let mut genes = faces.flat_map(|face| genes_of(graph, face));
        genes.find(|&gene| self.of_gene(graph, gene).iter().any(is_group))
    }

    fn all(&self, graph: &Graph) -> &AllChanges {
        self.all.get_or_init(|| {
            let mut all = AllChanges::default();
            let variants = graph.model().kinds.variant.map_or(0..0, |kind| graph.kind_range(kind));
            let mut genes: Vec<EntityId> = variants.flat_map(|variant| genes_of(graph, EntityId(variant))).collect();
            genes.sort_unstable();
            genes.dedup();
            for gene in genes {
                self.of_gene(graph, gene).iter().for_each(|(change, variant)| all.add(change, *variant));
            }
            all
        })
    }
}

impl AllChanges {
    fn add(&mut self, change: &Change, variant: EntityId) {
        codons_of(change).iter().for_each(|&codon| push(self.by_residue.entry(codon).or_default(), variant));
        push(self.by_change.entry(change.clone()).or_default(), variant);
    }
}

/// The residues at which a change puts another amino acid.
pub(super) fn codons_of(change: &Change) -> Vec<(char, u32)> {
    match change {
        Change::Substitution { from, at, to } if *to != '*' => vec![(*from, *at)],
        Change::Codon(codons) => codons.clone(),
        _ => Vec::new(),
    }
}

fn genes_of(graph: &Graph, variant: EntityId) -> impl Iterator<Item = EntityId> {
    let genes =
        graph.model().relations.variant_of.map_or(&[][..], |relation| graph.forward(relation).targets(variant.0));
    genes.iter().map(|&gene| EntityId(gene))
}

fn read(graph: &Graph, gene: EntityId) -> GeneChanges {
    let model = graph.model();
    let mut changes: GeneChanges = Vec::new();
    let variants = model.relations.variant_of.map_or(&[][..], |relation| graph.backward(relation).targets(gene.0));
    for variant in variants.iter().map(|&variant| EntityId(variant)) {
        if Some(graph.kind(variant)) != model.kinds.variant {
            continue;
        }
        let aliases = graph.aliases(variant).chain(graph.imported_aliases(variant));
        let texts = std::iter::once(graph.name(variant)).chain(aliases);
        for change in texts.filter_map(|text| Change::of_name(text, graph.name(gene))) {
            if !changes.iter().any(|known| known.0 == change) {
                changes.push((change, variant));
            }
        }
    }
    changes
}

fn push(list: &mut Vec<EntityId>, entity: EntityId) {
    if !list.contains(&entity) {
        list.push(entity);
    }
}
