//! Relations between the kinds of a graph, taken from its vocabulary once: which share
//! names, which names include what, what `in` may name.

use crate::graph::Graph;
use crate::model::kind;
use crate::vocabulary::{ContextRule, KindId, KindSet, RelationId, Role, Vocabulary};

/// Kinds of which one entity has several faces (model section 2). Names of the first group may be
/// used for any of it where a noun is expected, too.
const FACES: [&[&str]; 2] =
    [&[kind::GENE, kind::PROTEIN], &[kind::VARIANT, kind::BIOMARKER, kind::PROFILE, kind::MECHANISM]];

/// Names of the second kind include something of the first (model section 4).
const INCLUDED: [(&str, &str); 10] = [
    (kind::VARIANT, kind::GENE),
    (kind::PROFILE, kind::VARIANT),
    (kind::VARIANT, kind::PROFILE),
    (kind::VARIANT, kind::MECHANISM),
    (kind::PROFILE, kind::MECHANISM),
    (kind::MECHANISM, kind::VARIANT),
    (kind::VARIANT, kind::PROTEIN),
    (kind::GENE, kind::GENE_FAMILY),
    (kind::DRUG, kind::DRUG_CLASS),
    (kind::MECHANISM, kind::MECHANISM_KIND),
];

/// The relations between kinds that reading a sentence needs.
#[derive(Clone, Debug, Default)]
pub struct Inclusions {
    /// gene family → gene: `has member`.
    pub(super) family: Option<(KindId, RelationId)>,
    /// gene ← variant: `variant of`.
    pub(super) variants: Option<(KindId, RelationId)>,
    /// Kinds that `in` may name.
    pub(super) contexts: KindSet,
    /// All kinds.
    pub(super) all: KindSet,
    /// The kind of statements.
    pub(super) statement: KindSet,
    groups: [KindSet; 2],
    /// By kind: it and those whose names include something of it.
    including: Vec<KindSet>,
}

impl Inclusions {
    /// Reads them off the vocabulary of a graph.
    pub fn of(graph: &Graph) -> Self {
        let vocabulary = graph.vocabulary();
        let known = graph.model();
        let pair = |kind: Option<KindId>, relation: Option<RelationId>| kind.zip(relation);
        let kinds = || (0..vocabulary.kinds.len()).map(|kind| KindId(kind as u8));
        let named = |names: &[&str]| {
            names.iter().filter_map(|kind| vocabulary.kind(kind)).fold(KindSet::default(), KindSet::with)
        };
        let mut inclusions = Self {
            family: pair(known.kinds.gene_family, known.relations.has_member),
            variants: pair(known.kinds.gene, known.relations.variant_of),
            contexts: contexts(vocabulary),
            all: kinds().fold(KindSet::default(), KindSet::with),
            statement: named(&[kind::STATEMENT]),
            groups: FACES.map(named),
            including: Vec::new(),
        };
        let included: Vec<(KindId, KindId)> = INCLUDED
            .iter()
            .filter_map(|(inner, outer)| Some((vocabulary.kind(inner)?, vocabulary.kind(outer)?)))
            .collect();
        inclusions.including = kinds()
            .map(|kind| {
                let mut all = inclusions.with_faces(KindSet::default().with(kind));
                // Twice, so that a family reaches variants through its genes.
                for &(inner, outer) in included.iter().chain(&included) {
                    if all.has(inner) {
                        all = all.with(outer);
                    }
                }
                all
            })
            .collect();
        inclusions
    }

    /// Kinds plus those that a noun of them may mean: a gene where a protein is expected. A
    /// mechanism means a variant by name only.
    pub(super) fn with_faces(&self, kinds: KindSet) -> KindSet {
        let [products, _] = self.groups;
        if kinds.and(products).is_empty() { kinds } else { kinds.or(products) }
    }

    /// Kinds whose names include something of `kinds`: families for genes, genes for variants,
    /// classes for drugs.
    pub(super) fn including(&self, kinds: KindSet) -> KindSet {
        let known = kinds.and(self.all).iter();
        known.fold(kinds, |all, kind| all.or(self.including.get(usize::from(kind.0)).copied().unwrap_or_default()))
    }

    /// Whether entities of these and of those kinds may be faces of one another.
    pub(super) fn share_faces(&self, left: KindSet, right: KindSet) -> bool {
        self.groups.iter().any(|&group| !left.and(group).is_empty() && !right.and(group).is_empty())
    }
}

/// The kinds that cancers of statements have: what `treats` and its like lead to.
fn contexts(vocabulary: &Vocabulary) -> KindSet {
    let mut kinds = KindSet::default();
    for verb in &vocabulary.verbs {
        if let Some(claim) = &verb.claim
            && claim.to == [Role::Cancer]
        {
            kinds = kinds.or(KindSet::of(&verb.to));
        }
        if let ContextRule::Relation(relation) = verb.context {
            kinds = kinds.or(KindSet::of(&vocabulary.verb(relation).to));
        }
    }
    kinds
}
