//! What a node or link is expected to hold: from the degrees of the names in it and the sizes of
//! kinds and relations.

use crate::graph::Graph;
use crate::query::{Condition, Domain, LinkId, NodeId, Quantifier, Query, Requirement, SetId, SetNode};
use crate::vocabulary::End;

/// Names whose degrees are added up one by one; of longer lists the first are a sample.
const SAMPLE: usize = 64;

/// Expected numbers of entities.
#[derive(Clone, Debug, Default)]
pub struct Estimates {
    /// By link: heads found by walking it from its objects.
    pub links: Vec<f64>,
    /// By link: edges touched by that walk.
    pub walked: Vec<f64>,
    /// By link: edges of one head, on average.
    pub fan: Vec<f64>,
    /// By node: entities.
    pub nodes: Vec<f64>,
}

impl Estimates {
    /// Estimates every link and node of a question.
    pub fn of(query: &Query, graph: &Graph) -> Self {
        let mut work = Estimator {
            query,
            graph,
            estimates: Self {
                links: vec![f64::NAN; query.links.len()],
                walked: vec![f64::NAN; query.links.len()],
                fan: vec![f64::NAN; query.links.len()],
                nodes: vec![f64::NAN; query.nodes.len()],
            },
        };
        for link in 0..query.links.len() {
            work.link(LinkId(link as u32));
        }
        for node in 0..query.nodes.len() {
            work.node(NodeId(node as u32));
        }
        work.estimates
    }

    /// Number of entities that meet a condition, if it were the only one.
    pub fn condition(&self, condition: &Condition) -> f64 {
        match condition {
            Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => f64::INFINITY,
            Condition::Leaf(Requirement::Link(link)) => self.links[link.0 as usize],
            Condition::And(parts) => parts.iter().map(|part| self.condition(part)).fold(f64::INFINITY, f64::min),
            Condition::Or(parts) => parts.iter().map(|part| self.condition(part)).sum(),
        }
    }
}

struct Estimator<'a> {
    query: &'a Query,
    graph: &'a Graph,
    estimates: Estimates,
}

impl Estimator<'_> {
    fn link(&mut self, id: LinkId) -> f64 {
        let known = self.estimates.links[id.0 as usize];
        if !known.is_nan() {
            return known;
        }
        // Set before the object is looked at: a label may lead back here.
        self.estimates.links[id.0 as usize] = f64::INFINITY;
        let link = self.query.link(id);
        let objects = self.node(link.object);
        let mut walked = 0.0;
        let mut fan = 0.0;
        let mut sources: f64 = 0.0;
        for &(relation, head) in &link.steps {
            let (ahead, back) = match head {
                End::From => (self.graph.forward(relation), self.graph.backward(relation)),
                End::To => (self.graph.backward(relation), self.graph.forward(relation)),
            };
            let edges = back.edge_count() as f64;
            let heads = ahead.sources().len().max(1) as f64;
            fan += edges / heads;
            sources += heads;
            walked += match &self.query.node(link.object).domain {
                Domain::Named(set) => {
                    let sample = set.members.iter().take(SAMPLE);
                    let sum: usize = sample.map(|member| back.degree(member.entity)).sum();
                    let scale = set.members.len().max(1) as f64 / set.members.len().clamp(1, SAMPLE) as f64;
                    sum as f64 * scale
                }
                Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => {
                    edges / back.sources().len().max(1) as f64 * objects.min(back.sources().len() as f64)
                }
            };
        }
        let estimate = match link.quantifier {
            Quantifier::Some | Quantifier::Only => walked.min(sources),
            Quantifier::Between(..) | Quantifier::Every => f64::INFINITY,
        };
        self.estimates.links[id.0 as usize] = estimate;
        self.estimates.walked[id.0 as usize] = walked;
        self.estimates.fan[id.0 as usize] = fan;
        estimate
    }

    fn node(&mut self, id: NodeId) -> f64 {
        let known = self.estimates.nodes[id.0 as usize];
        if !known.is_nan() {
            return known;
        }
        let row = self.query.node(id);
        let domain = match &row.domain {
            Domain::All | Domain::Rows => self.kind_size(id),
            Domain::Named(set) => set.members.len() as f64,
            Domain::Set(set) | Domain::Below(set) => self.set(*set),
            Domain::Same(_) => 1.0,
        };
        self.estimates.nodes[id.0 as usize] = domain;
        self.links_of(&row.condition);
        let estimate = domain.min(self.estimates.condition(&row.condition));
        self.estimates.nodes[id.0 as usize] = estimate;
        estimate
    }

    fn links_of(&mut self, condition: &Condition) {
        condition.for_each(&mut |leaf| {
            if let Requirement::Link(link) = leaf {
                self.link(*link);
            }
        });
    }

    fn kind_size(&self, id: NodeId) -> f64 {
        let count = self.graph.vocabulary().kinds.len();
        let kinds = self.query.node(id).kinds.iter().take_while(|kind| usize::from(kind.0) < count);
        kinds.map(|kind| self.graph.kind_range(kind).len() as f64).sum()
    }

    fn set(&mut self, set: SetId) -> f64 {
        match self.query.set(set) {
            SetNode::Phrase(node) | SetNode::Neighbours(_, node) => self.node(*node),
            SetNode::Union(left, right) => self.set(*left) + self.set(*right),
            SetNode::Except(left, _) | SetNode::Intersect(left, _) | SetNode::Staged(left, _) => self.set(*left),
        }
    }
}
