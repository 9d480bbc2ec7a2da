//! The findings of one tumour, and which of them satisfy a profile.

use crate::exec::goodness::Nearness;
use crate::graph::{EntityId, Graph, ProfileTree};
use crate::model::{Above, kind};
use crate::query::{Inclusion, TypedFinding};
use crate::resolve::group_word;
use crate::resolve::sources::is_sequence_change;
use rustc_hash::FxHashMap;

/// How closely a profile names a finding, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    Exact,
    /// Something must be absent of which nothing is known.
    Conditional,
    Codon,
    Exon,
    Category,
    Gene,
}

impl Closeness {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Closeness::Exact => Inclusion::Exact.as_str(),
            Closeness::Conditional => Inclusion::Conditional.as_str(),
            Closeness::Codon => Inclusion::Codon.as_str(),
            Closeness::Exon => Inclusion::Exon.as_str(),
            Closeness::Category => Inclusion::Category.as_str(),
            Closeness::Gene => kind::GENE,
        }
    }

    pub(super) const fn nearness(self) -> Nearness {
        match self {
            Closeness::Exact => Nearness::Exact,
            Closeness::Conditional => Nearness::Conditional,
            Closeness::Codon | Closeness::Exon | Closeness::Category => Nearness::Category,
            Closeness::Gene => Nearness::Gene,
        }
    }
}

impl From<Above> for Closeness {
    fn from(above: Above) -> Self {
        match above {
            Above::Codon => Closeness::Codon,
            Above::Exon => Closeness::Exon,
            Above::Category => Closeness::Category,
        }
    }
}

/// Findings that satisfy a profile together (places in the list of findings, sorted), and how
/// closely.
pub(super) type Need = (Vec<usize>, Closeness);
/// More ways than this to satisfy one profile are not distinguished.
const MOST_NEEDS: usize = 256;

/// The findings of one tumour, ready for profiles.
pub(super) struct Tumour<'t> {
    graph: &'t Graph,
    /// What is not among the findings was looked for and not found, as far as is known.
    is_whole: bool,
    /// By face of what a profile may name: the findings that meet it.
    met: FxHashMap<EntityId, Vec<(usize, Closeness)>>,
}

impl<'t> Tumour<'t> {
    /// A file lists all that was found; of what a question does not name nothing is known.
    pub(super) fn new(graph: &'t Graph, findings: &[TypedFinding], is_whole: bool) -> Self {
        let mut met: FxHashMap<EntityId, Vec<(usize, Closeness)>> = FxHashMap::default();
        for (number, finding) in findings.iter().enumerate() {
            for (face, closeness) in met_by(graph, finding) {
                let list = met.entry(face).or_default();
                if !list.iter().any(|(other, _)| *other == number) {
                    list.push((number, closeness));
                }
            }
        }
        Self { graph, is_whole, met }
    }

    fn meeting(&self, leaf: EntityId) -> &[(usize, Closeness)] {
        self.met.get(&self.graph.face(leaf)).map_or(&[], Vec::as_slice)
    }

    /// The smallest sets of findings that satisfy a profile, or are what a mechanism is called
    /// after.
    pub(super) fn needs_of(&self, condition: EntityId) -> Vec<Need> {
        let tree = self.graph.profile_tree(condition).unwrap_or(ProfileTree::Leaf(condition));
        let mut needs = self.needs(&tree);
        needs.retain(|(findings, _)| !findings.is_empty());
        needs.sort_by(|a, b| (a.0.len(), &a.0, a.1).cmp(&(b.0.len(), &b.0, b.1)));
        needs.dedup_by(|next, first| next.0 == first.0);
        let smallest: Vec<Need> = needs
            .iter()
            .filter(|(findings, _)| {
                let is_part = |other: &[usize]| {
                    other.len() < findings.len() && other.iter().all(|finding| findings.contains(finding))
                };
                !needs.iter().any(|(other, _)| is_part(other))
            })
            .cloned()
            .collect();
        smallest
    }

    fn needs(&self, tree: &ProfileTree) -> Vec<Need> {
        let mut needs = match tree {
            ProfileTree::Leaf(leaf) => {
                self.meeting(*leaf).iter().map(|&(finding, closeness)| (vec![finding], closeness)).collect()
            }
            // What must be absent is absent from the whole tumour, categories and genes included.
            ProfileTree::Not(inner) => {
                if inner.evaluate(&|leaf, _| !self.meeting(*leaf).is_empty()) {
                    Vec::new()
                } else {
                    vec![(Vec::new(), if self.is_whole { Closeness::Exact } else { Closeness::Conditional })]
                }
            }
            ProfileTree::Or(parts) => parts.iter().flat_map(|part| self.needs(part)).collect(),
            ProfileTree::And(parts) => {
                let mut all: Vec<Need> = vec![(Vec::new(), Closeness::Exact)];
                for part in parts {
                    let own = self.needs(part);
                    all = all
                        .iter()
                        .flat_map(|one| own.iter().map(move |other| joined(one, other)))
                        .take(MOST_NEEDS)
                        .collect();
                }
                all
            }
        };
        needs.truncate(MOST_NEEDS);
        needs
    }
}

/// Findings by their places in the list of all, as typed, joined by `and`.
pub(super) fn written(all: &[TypedFinding], places: &[usize]) -> String {
    let typed: Vec<&str> =
        places.iter().filter_map(|&place| all.get(place)).map(|finding| finding.typed.as_str()).collect();
    typed.join(" and ")
}

fn joined(one: &Need, other: &Need) -> Need {
    let mut findings = [one.0.as_slice(), other.0.as_slice()].concat();
    findings.sort_unstable();
    findings.dedup();
    (findings, one.1.max(other.1))
}

/// What a profile may name to mean this finding, closest first.
fn met_by(graph: &Graph, finding: &TypedFinding) -> Vec<(EntityId, Closeness)> {
    let model = graph.model();
    let mut met: Vec<(EntityId, Closeness)> =
        finding.entities.iter().map(|&entity| (graph.face(entity), Closeness::Exact)).collect();
    let mut pending: Vec<u32> = finding.entities.iter().map(|entity| entity.0).collect();
    if let (Some(is_a), Some(variant)) = (model.relations.is_a, model.kinds.variant) {
        pending.retain(|&entity| graph.kind(EntityId(entity)) == variant);
        while let Some(lower) = pending.pop() {
            for &upper in graph.forward(is_a).targets(lower) {
                let face = graph.face(EntityId(upper));
                if !met.iter().any(|(other, _)| *other == face) {
                    met.push((face, group_word(graph, EntityId(upper)).into()));
                    pending.push(upper);
                }
            }
        }
    }
    let groups = finding.unlisted.iter().flat_map(|change| &change.above);
    met.extend(groups.map(|&(group, above)| (graph.face(group), above.into())));
    for gene in genes_of(graph, finding) {
        met.push((graph.face(gene), Closeness::Gene));
        if changes_sequence(graph, finding, gene) {
            met.extend(any_mutation(graph, gene).into_iter().map(|any| (any, Closeness::Gene)));
        }
    }
    met
}

/// The genes whose variants a finding is.
fn genes_of(graph: &Graph, finding: &TypedFinding) -> Vec<EntityId> {
    let Some(variant_of) = graph.model().relations.variant_of else { return finding.gene.into_iter().collect() };
    let known = finding
        .entities
        .iter()
        .flat_map(|entity| graph.forward(variant_of).targets(entity.0))
        .map(|&gene| EntityId(gene));
    let mut genes: Vec<EntityId> = known.chain(finding.gene).collect();
    genes.sort_unstable();
    genes.dedup();
    genes
}

/// Whether a finding is a change of the gene's sequence (`L858R`, `exon 19 deletion`), so that the
/// gene is mutated.
fn changes_sequence(graph: &Graph, finding: &TypedFinding, gene: EntityId) -> bool {
    let names = finding.entities.first().map(|&entity| graph.name(entity)).into_iter().chain([finding.typed.as_str()]);
    names.into_iter().any(|name| {
        let change = name.strip_prefix(graph.name(gene)).or_else(|| name.split_once(' ').map(|(_, change)| change));
        change.is_some_and(is_sequence_change)
    })
}

/// The variant of a gene that means any mutation of it.
fn any_mutation(graph: &Graph, gene: EntityId) -> Option<EntityId> {
    let variant_of = graph.model().relations.variant_of?;
    let name = format!("{} mutation", graph.name(gene));
    let variants = graph.faces(&gene).iter().flat_map(|&face| graph.backward(variant_of).targets(face));
    variants
        .map(|&variant| EntityId(variant))
        .find(|&variant| graph.name(variant) == name)
        .map(|variant| graph.face(variant))
}
