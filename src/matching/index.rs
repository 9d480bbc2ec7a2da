//! What a graph states of findings, prepared once: the names of profiles by gene, the profiles that
//! a name is in, and their statements.

use super::finding::{Finding, FindingShape};
use super::leaf::{Leaf, LeafRule, genes_of};
use crate::graph::{DERIVED, EntityId, Graph, ProfileTree, StatementId};
use crate::vocabulary::Exons;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A profile, or a mechanism that statements name instead of one.
#[derive(Debug)]
pub(super) struct StatedCondition {
    /// What must be so, over numbers of [`MatchIndex::leaves`].
    pub tree: ProfileTree<u32>,
    pub statements: Vec<StatementId>,
}

/// The names that profiles have for changes of one gene.
#[derive(Debug, Default)]
pub(super) struct GeneLeaves {
    /// Variants of the gene, with what they ask for, and the numbers of names of profiles that a
    /// curator placed above each, itself first where profiles name it.
    pub variants: Vec<(Leaf, Vec<u32>)>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct MatchIndex {
    pub(super) exons: Exons,
    /// Faces of what profiles name; their number is their place.
    pub(super) faces: Vec<EntityId>,
    number_of: FxHashMap<EntityId, u32>,
    leaves: Vec<OnceLock<Leaf>>,
    pub(super) conditions: Vec<StatedCondition>,
    /// By number of a name: the conditions it is in.
    pub(super) conditions_of: Vec<Vec<u32>>,
    /// By place of a gene among all genes.
    genes: Vec<OnceLock<GeneLeaves>>,
    first_gene: u32,
    /// Markers with a threshold.
    markers: OnceLock<Vec<u32>>,
}

impl MatchIndex {
    /// Of a graph.
    pub(crate) fn of(graph: &Graph) -> Self {
        let genes = graph.model().kinds.gene.map_or(0..0, |kind| graph.kind_range(kind));
        let mut index = Self {
            exons: graph.vocabulary().exons(),
            genes: std::iter::repeat_with(OnceLock::new).take(genes.len()).collect(),
            first_gene: genes.start,
            ..Self::default()
        };
        let statements = graph.statements();
        let mut of_condition: FxHashMap<u32, usize> = FxHashMap::default();
        for statement in statements.iter() {
            let Some(condition) = statements.profile(statement).or(statements.mechanism(statement)) else { continue };
            let place = *of_condition.entry(condition).or_insert_with(|| index.add_condition(graph, condition));
            index.conditions[place].statements.push(statement);
        }
        index.leaves = std::iter::repeat_with(OnceLock::new).take(index.faces.len()).collect();
        index
    }

    fn add_condition(&mut self, graph: &Graph, condition: u32) -> usize {
        let place = self.conditions.len();
        let tree = graph.profile_tree(EntityId(condition)).unwrap_or(ProfileTree::Leaf(EntityId(condition)));
        let mut numbers = Vec::new();
        let numbered = tree.try_map(&mut |leaf: EntityId| {
            let number = self.number(graph.face(leaf));
            numbers.push(number);
            Ok::<u32, std::convert::Infallible>(number)
        });
        let Ok(tree) = numbered;
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().for_each(|&number| self.conditions_of[number as usize].push(place as u32));
        self.conditions.push(StatedCondition { tree, statements: Vec::new() });
        place
    }

    fn number(&mut self, face: EntityId) -> u32 {
        *self.number_of.entry(face).or_insert_with(|| {
            self.faces.push(face);
            self.conditions_of.push(Vec::new());
            self.faces.len() as u32 - 1
        })
    }

    /// Number of profiles.
    pub(crate) fn len(&self) -> usize {
        self.conditions.len()
    }

    /// The number of a name of profiles, by its face.
    pub(super) fn number_of(&self, face: EntityId) -> Option<u32> {
        self.number_of.get(&face).copied()
    }

    /// What a name of profiles asks for.
    pub(super) fn leaf(&self, graph: &Graph, number: u32) -> &Leaf {
        let place = number as usize;
        self.leaves[place].get_or_init(|| Leaf::of(graph, self.faces[place], &self.exons))
    }

    /// The variants of a gene.
    pub(super) fn of_gene(&self, graph: &Graph, gene: EntityId) -> &GeneLeaves {
        static NONE: GeneLeaves = GeneLeaves { variants: Vec::new() };
        let place = gene.0.wrapping_sub(self.first_gene) as usize;
        self.genes.get(place).map_or(&NONE, |cell| cell.get_or_init(|| self.gene_leaves(graph, gene)))
    }

    fn gene_leaves(&self, graph: &Graph, gene: EntityId) -> GeneLeaves {
        let Some(variant_of) = graph.model().relations.variant_of else { return GeneLeaves::default() };
        let faces = graph.faces(&gene).iter();
        let mut variants: Vec<u32> =
            faces.flat_map(|&face| graph.backward(variant_of).targets(face)).copied().collect();
        variants.sort_unstable();
        variants.dedup();
        let leaf = |variant: u32| {
            let above = self.above(graph, EntityId(variant));
            (!above.is_empty()).then(|| (Leaf::of(graph, EntityId(variant), &self.exons), above))
        };
        GeneLeaves { variants: variants.into_iter().filter_map(leaf).collect() }
    }

    /// Names of profiles that are this entity or that a curator placed above it; what follows from
    /// names alone is decided by the change itself.
    pub(super) fn above(&self, graph: &Graph, entity: EntityId) -> Vec<u32> {
        let mut seen: Vec<u32> = graph.faces(&entity).to_vec();
        let mut at = 0;
        while let Some(&lower) = seen.get(at) {
            at += 1;
            for upper in stated_above(graph, lower) {
                if !seen.contains(&upper) {
                    seen.push(upper);
                }
            }
        }
        let mut numbers: Vec<u32> = Vec::new();
        for number in seen.iter().filter_map(|&one| self.number_of(graph.face(EntityId(one)))) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// Whether a profile may be about a finding: it names the gene or a change of it, or the finding
    /// is of no gene alone.
    pub(crate) fn may_be_stated(&self, graph: &Graph, finding: &Finding) -> bool {
        let is_named = |gene: EntityId| {
            let faces = graph.faces(&gene).iter();
            !self.of_gene(graph, gene).variants.is_empty() || faces.copied().any(|face| self.is_number(graph, face))
        };
        match &finding.shape {
            FindingShape::Fusion { .. } | FindingShape::Marker { .. } | FindingShape::Named => true,
            _ => !finding.entities.is_empty() || finding.gene.is_some_and(is_named),
        }
    }

    fn is_number(&self, graph: &Graph, entity: u32) -> bool {
        self.number_of(graph.face(EntityId(entity))).is_some()
    }

    /// The names that are markers with a threshold.
    pub(super) fn markers(&self, graph: &Graph) -> &[u32] {
        self.markers.get_or_init(|| {
            let is_marker = |&number: &u32| matches!(self.leaf(graph, number).asked, LeafRule::Marker(_));
            let has_gene = |number: u32| !genes_of(graph, self.faces[number as usize]).is_empty();
            (0..self.faces.len() as u32).filter(|&number| !has_gene(number)).filter(is_marker).collect()
        })
    }
}

/// What curators placed above an entity, but for the mutations of its gene.
fn stated_above(graph: &Graph, entity: u32) -> Vec<u32> {
    let Some(is_a) = graph.model().relations.is_a else { return Vec::new() };
    let adjacency = graph.forward(is_a);
    let is_derived = |edge: usize| {
        let sources = adjacency.fact_at(edge).map_or(&[][..], |fact| graph.fact_sources(fact));
        !sources.is_empty() && sources.iter().all(|&source| graph.id(EntityId(source)) == DERIVED)
    };
    let edges = adjacency.range(entity).zip(adjacency.targets(entity));
    edges.filter(|(edge, _)| !is_derived(*edge)).map(|(_, &upper)| upper).collect()
}

/// Whether a name of a gene and its change means any mutation of it.
pub(super) fn is_any_mutation(leaf: &Leaf) -> bool {
    matches!(leaf.asked, LeafRule::Mutation | LeafRule::Alteration)
}
