//! Three-valued judgement: a name of a profile is met, absent, or unknown, and so is a profile.

use super::assays::{Assay, Assays};
use super::closeness::{Hit, hit};
use super::finding::{Finding, FindingShape};
use super::index::{MatchIndex, is_any_mutation};
use super::leaf::{Leaf, LeafRule};
use super::marker::MarkerScale;
use super::matched::{VariantMatch, WaitsFor};
use super::patient::MatchSettings;
use crate::formula::Formula;
use crate::graph::{EntityId, Graph};
use rustc_hash::{FxHashMap, FxHashSet};

/// More ways than this to meet one profile are not distinguished.
const MOST_WAYS: usize = 64;

/// A way to meet a profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct JudgedWay {
    /// Numbers of findings, sorted.
    pub findings: Vec<usize>,
    pub how: Option<VariantMatch>,
    pub remark: Option<&'static str>,
    /// What is absent, and must be.
    pub assumes: Vec<EntityId>,
    /// What is not known.
    pub waits_for: Vec<WaitsFor>,
}

impl JudgedWay {
    fn of(number: usize, hit: Hit) -> Self {
        Self { findings: vec![number], how: Some(hit.how), remark: hit.remark, ..Self::default() }
    }

    fn and(&self, other: &Self) -> Self {
        let (first, second) = if self.how >= other.how { (self, other) } else { (other, self) };
        Self {
            findings: merged(&self.findings, &other.findings),
            how: first.how,
            remark: first.remark.or(second.remark),
            assumes: merged(&self.assumes, &other.assumes),
            waits_for: merged(&self.waits_for, &other.waits_for),
        }
    }

    /// Whether all of it is known.
    pub fn is_judged(&self) -> bool {
        self.waits_for.is_empty()
    }
}

fn merged<T: Clone + Ord>(one: &[T], other: &[T]) -> Vec<T> {
    let mut all = [one, other].concat();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a formula comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    True,
    False,
    Unknown,
}

/// One tumour, ready for profiles.
pub(super) struct Judge<'t> {
    graph: &'t Graph,
    index: &'t MatchIndex,
    assays: &'t Assays,
    settings: MatchSettings,
    /// By number of a name: the findings that meet it, each as closely as it does.
    met: FxHashMap<u32, Vec<(usize, Hit)>>,
    /// Names that were measured and not reached.
    measured: FxHashSet<u32>,
    /// Genes with a mutation, and with a change that nobody could read.
    mutated: FxHashSet<EntityId>,
    unread: FxHashSet<EntityId>,
}

impl<'t> Judge<'t> {
    /// Looks up what the findings meet.
    pub fn new(
        graph: &'t Graph,
        index: &'t MatchIndex,
        findings: &[Finding],
        unread: impl Iterator<Item = EntityId>,
        assays: &'t Assays,
        settings: MatchSettings,
    ) -> Self {
        let mut judge = Self {
            graph,
            index,
            assays,
            settings,
            met: FxHashMap::default(),
            measured: FxHashSet::default(),
            mutated: FxHashSet::default(),
            unread: unread.map(|gene| graph.face(gene)).collect(),
        };
        findings.iter().enumerate().for_each(|(number, finding)| judge.look_up(number, finding));
        judge
    }

    fn look_up(&mut self, number: usize, finding: &Finding) {
        let (graph, index) = (self.graph, self.index);
        if let (Some(gene), true) = (finding.gene, finding.is_mutation()) {
            self.mutated.insert(graph.face(gene));
        }
        for &entity in &finding.entities {
            let own = index.number_of(graph.face(entity));
            for leaf in index.above(graph, entity) {
                let how = if Some(leaf) == own { VariantMatch::Exact } else { self.placed(leaf, VariantMatch::Exact) };
                self.meet(leaf, number, how.into());
            }
        }
        for gene in self.genes(finding) {
            for (variant, above) in &index.of_gene(graph, gene).variants {
                let Some(hit) = hit(variant, finding, &index.exons, self.settings) else { continue };
                for &leaf in above {
                    let is_own = index.faces[leaf as usize] == variant.face;
                    let hit = if is_own { hit } else { self.placed(leaf, hit.how).into() };
                    self.meet(leaf, number, hit);
                }
            }
        }
        if let FindingShape::Marker { .. } = finding.shape {
            self.look_up_marker(number, finding);
        }
    }

    /// The genes of a finding: of a fusion both.
    fn genes(&self, finding: &Finding) -> Vec<EntityId> {
        let mut genes: Vec<EntityId> = finding.gene.into_iter().chain(finding.partner).collect();
        genes.dedup();
        genes
    }

    /// How a name above another is met: by what it asks for itself.
    fn placed(&self, leaf: u32, lower: VariantMatch) -> VariantMatch {
        let own = match self.index.leaf(self.graph, leaf) {
            leaf if is_any_mutation(leaf) => VariantMatch::Gene,
            Leaf { asked: LeafRule::Codons(_), .. } => VariantMatch::Codon,
            Leaf { asked: LeafRule::Exon { .. }, .. } => VariantMatch::Exon,
            Leaf { asked: LeafRule::Fusion, .. } => VariantMatch::Partner,
            _ => VariantMatch::Category,
        };
        own.max(lower)
    }

    fn look_up_marker(&mut self, number: usize, finding: &Finding) {
        let Some(found) = MarkerScale::read(&finding.name()) else { return };
        for &leaf in self.index.markers(self.graph) {
            let LeafRule::Marker(threshold) = &self.index.leaf(self.graph, leaf).asked else { continue };
            match found.meets(threshold) {
                Some(true) if found.is_threshold && found.value > threshold.value => {
                    self.meet(leaf, number, VariantMatch::Category.into());
                }
                Some(true) => self.meet(leaf, number, VariantMatch::Exact.into()),
                Some(false) => {
                    self.measured.insert(leaf);
                }
                None => {}
            }
        }
    }

    fn meet(&mut self, leaf: u32, number: usize, hit: Hit) {
        let list = self.met.entry(leaf).or_default();
        match list.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => *known = (*known).min(hit),
            None => list.push((number, hit)),
        }
    }

    /// The names that are met.
    pub fn met(&self) -> impl Iterator<Item = u32> {
        self.met.keys().copied()
    }

    /// What a name comes to.
    fn truth(&self, number: u32) -> Truth {
        if self.met.get(&number).is_some_and(|list| !list.is_empty()) {
            return Truth::True;
        }
        if self.measured.contains(&number) {
            return Truth::False;
        }
        let leaf = self.index.leaf(self.graph, number);
        let is_mutated = leaf.genes.iter().any(|&gene| self.mutated.contains(&self.graph.face(gene)));
        match (&leaf.asked, self.is_covered(leaf)) {
            (LeafRule::WildType, _) if is_mutated => Truth::False,
            (LeafRule::WildType, true) => Truth::True,
            (_, true) => Truth::False,
            (_, false) => Truth::Unknown,
        }
    }

    /// Whether somebody looked for it, and read what was found.
    fn is_covered(&self, leaf: &Leaf) -> bool {
        let is_read = leaf.assay != Assay::Mutation
            || !leaf.genes.iter().any(|&gene| self.unread.contains(&self.graph.face(gene)));
        let is_looked_for = match leaf.genes.as_slice() {
            [] => self.assays.covers(leaf.assay, None),
            genes => genes.iter().any(|&gene| self.assays.covers(leaf.assay, Some(gene))),
        };
        is_read && (self.settings.all_tested || is_looked_for)
    }

    fn truth_of(&self, tree: &Formula<u32>) -> Truth {
        match tree {
            Formula::Leaf(leaf) => self.truth(*leaf),
            Formula::Not(inner) => match self.truth_of(inner) {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                Truth::Unknown => Truth::Unknown,
            },
            Formula::And(parts) => self.all(parts, Truth::False, Truth::True),
            Formula::Or(parts) => self.all(parts, Truth::True, Truth::False),
        }
    }

    fn all(&self, parts: &[Formula<u32>], decisive: Truth, otherwise: Truth) -> Truth {
        let mut truth = otherwise;
        for part in parts {
            match self.truth_of(part) {
                decided if decided == decisive => return decisive,
                Truth::Unknown => truth = Truth::Unknown,
                _ => {}
            }
        }
        truth
    }

    /// The ways in which findings meet a profile: judged ones where there are any, else those that
    /// wait for something. None without a finding.
    pub fn ways(&self, tree: &Formula<u32>) -> Vec<JudgedWay> {
        let mut ways = self.all_ways(tree);
        ways.retain(|way| !way.findings.is_empty());
        if ways.iter().any(JudgedWay::is_judged) {
            ways.retain(JudgedWay::is_judged);
        }
        // What holds with fewer findings holds with more.
        let sets: Vec<Vec<usize>> = ways.iter().map(|way| way.findings.clone()).collect();
        let is_part = |part: &[usize], whole: &[usize]| {
            part.len() < whole.len() && part.iter().all(|finding| whole.contains(finding))
        };
        ways.retain(|way| !sets.iter().any(|set| is_part(set, &way.findings)));
        ways
    }

    fn all_ways(&self, tree: &Formula<u32>) -> Vec<JudgedWay> {
        let mut ways = match tree {
            Formula::Leaf(leaf) => self.ways_of_leaf(*leaf),
            Formula::Not(inner) => self.ways_of_absence(inner),
            Formula::Or(parts) => parts.iter().flat_map(|part| self.all_ways(part)).collect(),
            Formula::And(parts) => {
                let mut all = vec![JudgedWay::default()];
                for part in parts {
                    let own = self.all_ways(part);
                    all = all.iter().flat_map(|one| own.iter().map(|other| one.and(other))).take(MOST_WAYS).collect();
                }
                all
            }
        };
        ways.truncate(MOST_WAYS);
        ways
    }

    fn ways_of_leaf(&self, number: u32) -> Vec<JudgedWay> {
        if let Some(list) = self.met.get(&number) {
            return list.iter().map(|&(finding, hit)| JudgedWay::of(finding, hit)).collect();
        }
        let leaf = self.index.leaf(self.graph, number);
        match self.truth(number) {
            Truth::True => vec![JudgedWay { assumes: vec![self.mutation_of(leaf)], ..JudgedWay::default() }],
            Truth::False => Vec::new(),
            Truth::Unknown => vec![JudgedWay { waits_for: vec![waits(leaf, false)], ..JudgedWay::default() }],
        }
    }

    /// What a wild type is the absence of, as the graph calls it.
    fn mutation_of(&self, leaf: &Leaf) -> EntityId {
        let variants = leaf.genes.iter().flat_map(|&gene| &self.index.of_gene(self.graph, gene).variants);
        let any = variants.map(|(variant, _)| variant).find(|variant| variant.asked == LeafRule::Mutation);
        any.map_or(leaf.face, |variant| variant.face)
    }

    fn ways_of_absence(&self, inner: &Formula<u32>) -> Vec<JudgedWay> {
        let leaves = || inner.leaves().into_iter().map(|(&number, _)| number);
        match self.truth_of(inner) {
            Truth::True => Vec::new(),
            Truth::False => {
                let faces = leaves().map(|number| self.index.faces[number as usize]).collect::<Vec<_>>();
                vec![JudgedWay { assumes: merged(&faces, &[]), ..JudgedWay::default() }]
            }
            Truth::Unknown => {
                let unknown = leaves().filter(|&number| self.truth(number) == Truth::Unknown);
                let waits = unknown.map(|number| waits(self.index.leaf(self.graph, number), true));
                vec![JudgedWay { waits_for: merged(&waits.collect::<Vec<_>>(), &[]), ..JudgedWay::default() }]
            }
        }
    }

    /// Of a profile that no finding bears on: the assays that would tell, where it is unknown.
    pub fn missing(&self, tree: &Formula<u32>) -> Vec<Assay> {
        if self.truth_of(tree) != Truth::Unknown {
            return Vec::new();
        }
        let leaves = tree.leaves().into_iter().map(|(&number, _)| number);
        let unknown = leaves.filter(|&number| self.truth(number) == Truth::Unknown);
        let assays: Vec<Assay> = unknown.map(|number| self.index.leaf(self.graph, number).assay).collect();
        merged(&assays, &[])
    }
}

fn waits(leaf: &Leaf, is_absence: bool) -> WaitsFor {
    WaitsFor { leaf: leaf.face, assay: leaf.assay, is_absence }
}
