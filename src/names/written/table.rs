//! The changes of all genes of a graph, read from the names of its variants.

use crate::graph::{EntityId, Graph};
use crate::model::{Above, Change, Whole};
use crate::vocabulary::Exons;
use rustc_hash::FxHashMap;

/// Changes by gene, by what they are, and by the residue they are at.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChangeTable {
    by_gene: FxHashMap<EntityId, Vec<(Change, EntityId)>>,
    by_change: FxHashMap<Change, Vec<EntityId>>,
    by_residue: FxHashMap<(char, u32), Vec<EntityId>>,
    /// By face of a group of changes: its gene.
    groups: FxHashMap<EntityId, EntityId>,
    exons: Exons,
}

impl ChangeTable {
    /// Reads the names and curated aliases of all variants.
    pub(super) fn new(graph: &Graph) -> Self {
        let model = graph.model();
        let (Some(kind), Some(variant_of)) = (model.kinds.variant, model.relations.variant_of) else {
            return Self::default();
        };
        let mut table = Self { exons: graph.vocabulary().exons(), ..Self::default() };
        for entity in graph.kind_range(kind).map(EntityId) {
            for &gene in graph.forward(variant_of).targets(entity.0) {
                table.add(graph, EntityId(gene), entity);
            }
        }
        table
    }

    fn add(&mut self, graph: &Graph, gene: EntityId, entity: EntityId) {
        let texts =
            std::iter::once(graph.name(entity)).chain(graph.aliases(entity)).chain(graph.imported_aliases(entity));
        for change in texts.filter_map(|text| Change::of_name(text, graph.name(gene))) {
            let of_gene = self.by_gene.entry(gene).or_default();
            if of_gene.iter().any(|known| known.0 == change) {
                continue;
            }
            of_gene.push((change.clone(), entity));
            let codons = match &change {
                Change::Substitution { from, at, to } if *to != '*' => vec![(*from, *at)],
                Change::Codon(codons) => codons.clone(),
                _ => Vec::new(),
            };
            for codon in codons {
                push(self.by_residue.entry(codon).or_default(), entity);
            }
            if matches!(change, Change::Whole(_)) {
                self.groups.insert(graph.face(entity), gene);
            }
            push(self.by_change.entry(change).or_default(), entity);
        }
    }

    /// The variant of a gene that is this change.
    pub(super) fn find(&self, gene: EntityId, change: &Change) -> Option<EntityId> {
        self.of_gene(gene).iter().find(|known| known.0 == *change).map(|known| known.1)
    }

    /// The changes of a gene with their variants.
    pub(super) fn of_gene(&self, gene: EntityId) -> &[(Change, EntityId)] {
        self.by_gene.get(&gene).map_or(&[], Vec::as_slice)
    }

    /// Groups of changes of a gene that a change is one of, nearest first.
    pub(super) fn above(&self, graph: &Graph, gene: EntityId, change: &Change) -> Vec<(EntityId, Above)> {
        let mut above: Vec<(Above, bool, EntityId)> = Vec::new();
        for (group, entity) in self.of_gene(gene) {
            let Some(how) = change.is_below(group, |number| self.exons.bounds(graph.name(gene), number)) else {
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
    pub(super) fn of_any_gene(&self, change: &Change) -> &[EntityId] {
        self.by_change.get(change).map_or(&[], Vec::as_slice)
    }

    /// Variants of any gene at one residue, codons among them.
    pub(super) fn at_residue(&self, codon: (char, u32)) -> &[EntityId] {
        self.by_residue.get(&codon).map_or(&[], Vec::as_slice)
    }

    /// The gene that a group of changes is of.
    pub(super) fn group_of(&self, graph: &Graph, entity: EntityId) -> Option<EntityId> {
        self.groups.get(&graph.face(entity)).copied()
    }
}

fn push(list: &mut Vec<EntityId>, entity: EntityId) {
    if !list.contains(&entity) {
        list.push(entity);
    }
}
