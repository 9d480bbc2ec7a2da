//! How to find it: the order of conditions, the end from which each is walked, and what must be
//! known beforehand. A plan changes cost, never rows.

mod access;
mod estimate;
mod explain;
mod labels;
mod order;

pub use access::Access;
pub use estimate::Estimates;
pub use explain::{Action, EdgeWalk, Operator, Step, of_contexts, of_set, of_source, of_stages};

use crate::graph::Graph;
use crate::query::{Condition, Domain, Link, LinkId, NodeId, Quantifier, Query, Requirement};
use crate::vocabulary::{KindSet, RelationId};

/// How one question is answered.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Nodes whose cancers must be known before anything is tested, in an order in which each needs
    /// only those before it.
    pub contexts: Vec<NodeId>,
    /// What each node and link is expected to hold.
    pub estimates: Estimates,
    kinds: Vec<KindSet>,
    shared: Vec<bool>,
    labels: labels::Labels,
}

/// Through which relations other heads answer.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// Kinds of the entities that answer for others.
    pub kinds: KindSet,
    /// From them to those they answer for (drug `is a` class).
    pub forward: Vec<RelationId>,
    /// Against the relation (regimen `has member` drug).
    pub backward: Vec<RelationId>,
}

/// Plans a question. Never fails: whatever the plan, the rows are the same.
pub fn plan(query: &Query, graph: &Graph) -> Plan {
    let estimates = Estimates::of(query, graph);
    Plan {
        contexts: contexts(query),
        kinds: kinds(query, graph),
        shared: shared(query),
        labels: labels::Labels::of(query),
        estimates,
    }
}

impl Plan {
    /// The kinds that may answer at a node; with `including combinations` regimens do, too.
    pub fn kinds(&self, node: NodeId) -> KindSet {
        self.kinds[node.0 as usize]
    }

    /// Whether several links lead to a node, so that its set is worth keeping.
    pub fn is_shared(&self, node: NodeId) -> bool {
        self.shared[node.0 as usize]
    }

    /// Whether a label is used again at or below a node.
    pub fn is_correlated(&self, node: NodeId) -> bool {
        self.labels.is_correlated(node)
    }

    /// Whether a node's label is used again.
    pub fn is_label(&self, node: NodeId) -> bool {
        self.labels.is_used(node)
    }

    /// Labels set in one part of a node's condition and used in another.
    pub fn free_labels(&self, node: NodeId) -> &[NodeId] {
        self.labels.free(node)
    }

    /// The order in which the parts of an `and` are evaluated.
    pub fn order(&self, _node: NodeId, parts: &[Condition]) -> Vec<usize> {
        order::order(&self.estimates, parts)
    }

    /// From which end a link is walked, for this many candidates.
    pub fn access(&self, graph: &Graph, query: &Query, link: LinkId, candidates: usize) -> Access {
        access::choose(&self.estimates, graph, query, link, candidates)
    }

    /// Through which others the heads of a link answer (model sections 4 and 6): a class in a
    /// context, or as head of a claim where its members are not asked for, through its members; a
    /// regimen through its drugs where the verb knows only drugs.
    pub fn spread(&self, graph: &Graph, kinds: KindSet, link: &Link, combinations: bool) -> Option<Spread> {
        let vocabulary = graph.vocabulary();
        let heads = link.steps.iter().fold(KindSet::default(), |set, &(relation, head)| {
            set.or(KindSet::of(vocabulary.verb(relation).kinds(head)))
        });
        let mut spread = Spread::default();
        let is_plain = link.quantifier == Quantifier::Some && !link.transitive;
        let is_claim = is_plain && link.steps.iter().any(|&(relation, _)| vocabulary.verb(relation).is_claim());
        if link.is_context || is_claim {
            for kind in kinds.iter().take_while(|kind| usize::from(kind.0) < vocabulary.kinds.len()) {
                let Some(is_a) = vocabulary.kinds[usize::from(kind.0)].hierarchical else { continue };
                let members = KindSet::of(&vocabulary.verb(is_a).from).and(heads);
                let members = KindSet(members.0 & !KindSet::default().with(kind).0);
                if !members.is_empty() && (link.is_context || members.and(kinds).is_empty()) {
                    spread.kinds = spread.kinds.or(members);
                    spread.forward.push(is_a);
                }
            }
        }
        if combinations
            && let Some(regimen) = graph.model().kinds.regimen
            && kinds.has(regimen)
            && !heads.has(regimen)
            && let Some(has_member) = graph.model().relations.has_member
        {
            spread.kinds = spread.kinds.or(heads);
            spread.backward.push(has_member);
        }
        (!spread.forward.is_empty() || !spread.backward.is_empty()).then_some(spread)
    }
}

/// The kinds of each node; `including combinations` adds regimens to drugs as heads.
fn kinds(query: &Query, graph: &Graph) -> Vec<KindSet> {
    let (drug, regimen) = (graph.model().kinds.drug, graph.model().kinds.regimen);
    query
        .nodes
        .iter()
        .map(|node| match (drug, regimen) {
            (Some(drug), Some(regimen)) if query.including_combinations && node.kinds.has(drug) && !node.named => {
                node.kinds.with(regimen)
            }
            (Some(_) | None, _) => node.kinds,
        })
        .collect()
}

/// Contexts, inner ones first: nodes are numbered in reading order, and a set inside a context is
/// read before the context itself is used.
fn contexts(query: &Query) -> Vec<NodeId> {
    let mut contexts: Vec<NodeId> = Vec::new();
    let mut add = |node: NodeId| {
        if !contexts.contains(&node) {
            contexts.push(node);
        }
    };
    for link in &query.links {
        link.evidence.contexts.iter().copied().for_each(&mut add);
    }
    for node in &query.nodes {
        for_each_evidence(&node.condition, &mut |evidence| evidence.contexts.iter().copied().for_each(&mut add));
    }
    query.extra_contexts.iter().copied().for_each(&mut add);
    contexts.sort_by_key(|node| depth_first(query, *node));
    contexts
}

/// Plain names first, then sets: a set may use a plain context, hardly ever the other way round.
fn depth_first(query: &Query, node: NodeId) -> (u8, u32) {
    match query.node(node).domain {
        Domain::Named(_) => (0, node.0),
        Domain::All | Domain::Same(_) | Domain::Rows => (1, node.0),
        Domain::Set(_) | Domain::Below(_) => (2, u32::MAX - node.0),
    }
}

fn for_each_evidence(condition: &Condition, visit: &mut impl FnMut(&crate::query::Evidence)) {
    condition.for_each(&mut |leaf| {
        if let Requirement::Evidence(evidence) = leaf {
            visit(evidence);
        }
    });
}

fn shared(query: &Query) -> Vec<bool> {
    let mut uses = vec![0u8; query.nodes.len()];
    for link in &query.links {
        let uses = &mut uses[link.object.0 as usize];
        *uses = uses.saturating_add(1);
    }
    uses.into_iter().map(|uses| uses > 1).collect()
}
