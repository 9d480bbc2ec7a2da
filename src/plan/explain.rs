//! A plan line by line: operators in the order in which they run, with what each touches.

use super::{Access, Plan};
use crate::graph::Graph;
use crate::model::{Best, SourceKind};
use crate::query::{Condition, Domain, LinkId, NodeId, Quantifier, Query, Requirement, SetId, SetNode, Stage};

/// A part of a run that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Cancers that statements must name.
    Context(NodeId),
    /// The entities of a noun or name.
    Node(NodeId),
    /// A verb.
    Link(LinkId),
    /// A set operation.
    Set(SetId),
    /// The evidence behind the entities of a set.
    Rows(SetId),
    /// A stage, by its address: the stages of a resolved question do not move.
    Stage(usize),
    /// A source that is no set.
    Source,
}

impl Step {
    /// The step of a stage.
    pub fn stage(stage: &Stage) -> Self {
        Step::Stage(std::ptr::from_ref(stage) as usize)
    }
}

/// One line of a plan.
#[derive(Clone, Debug)]
pub struct Operator<'q> {
    /// What is done.
    pub action: Action<'q>,
    /// Expected number of entities or rows, where something is expected.
    pub estimate: Option<f64>,
    /// What a profile measures for it.
    pub step: Option<Step>,
}

/// What one line of a plan does.
#[derive(Clone, Copy, Debug)]
pub enum Action<'q> {
    /// Finds the cancers that statements must name.
    Context(NodeId),
    /// Takes the entities that the question names.
    Names(NodeId),
    /// Takes all entities of a noun.
    Scan(NodeId),
    /// Takes the rows of the stage before.
    RowsBefore(NodeId),
    /// Tries each candidate by itself, as a label is used again.
    TryEach(NodeId),
    /// Walks the edges of a verb.
    Walk(LinkId, EdgeWalk),
    /// Joins what meets one of so many parts.
    Or(NodeId, usize),
    /// Leaves out what was found.
    Without(NodeId),
    /// Tests a property of each entity.
    Property(NodeId),
    /// Tests fields of each statement.
    Fields,
    /// Combines two sets.
    Sets(SetId),
    /// Finds the evidence behind each entity.
    Rows,
    /// The same for the stages inside brackets.
    StagedRows,
    /// A source that is no set.
    Source(SourceKind),
    /// A stage.
    Stage(&'q Stage),
}

/// How the edges of a verb are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeWalk {
    /// Over any number of steps.
    Down,
    /// Counting the objects of each entity.
    Count,
    /// From the objects.
    Back,
    /// From each candidate.
    Probe,
}

/// The operators of a question about a set.
pub fn of_set<'q>(plan: &Plan, query: &'q Query, graph: &Graph, set: SetId) -> Vec<Operator<'q>> {
    let mut list = List { plan, query, graph, operators: Vec::new() };
    list.contexts();
    list.set(set);
    list.push(Action::Rows, None, Step::Rows(set));
    list.operators
}

/// The operators that every question starts with: what statements must name.
pub fn of_contexts<'q>(plan: &Plan, query: &'q Query, graph: &Graph) -> Vec<Operator<'q>> {
    let mut list = List { plan, query, graph, operators: Vec::new() };
    list.contexts();
    list.operators
}

/// The operator of a source, where its sets do not say everything.
pub fn of_source<'q>(source: SourceKind) -> Option<Operator<'q>> {
    source.row().plan?;
    Some(Operator { action: Action::Source(source), estimate: None, step: Some(Step::Source) })
}

/// The operators of the stages after it.
pub fn of_stages(stages: &[Stage]) -> Vec<Operator<'_>> {
    let operator =
        |stage| Operator { action: Action::Stage(stage), estimate: most_rows(stage), step: Some(Step::stage(stage)) };
    stages.iter().map(operator).collect()
}

fn most_rows(stage: &Stage) -> Option<f64> {
    if let Stage::Top(Best { count, .. }) | Stage::Bottom(Best { count, .. }) | Stage::Limit(count) = stage {
        return Some(*count as f64);
    }
    let is_one_row = stage.grouped().is_some_and(|(by, _)| by.is_empty());
    is_one_row.then_some(1.0)
}

struct List<'p, 'q> {
    plan: &'p Plan,
    query: &'q Query,
    graph: &'p Graph,
    operators: Vec<Operator<'q>>,
}

impl<'q> List<'_, 'q> {
    fn push(&mut self, action: Action<'q>, estimate: Option<f64>, step: Step) {
        let estimate = estimate.filter(|estimate| estimate.is_finite());
        self.operators.push(Operator { action, estimate, step: Some(step) });
    }

    fn contexts(&mut self) {
        for &node in &self.plan.contexts {
            let estimate = self.plan.estimates.nodes[node.0 as usize];
            self.push(Action::Context(node), Some(estimate), Step::Context(node));
        }
    }

    fn set(&mut self, set: SetId) {
        let query = self.query;
        match query.set(set) {
            SetNode::Phrase(node) => self.node(*node),
            SetNode::Union(left, right) | SetNode::Except(left, right) | SetNode::Intersect(left, right) => {
                self.set(*left);
                self.set(*right);
                self.push(Action::Sets(set), None, Step::Set(set));
            }
            SetNode::Staged(inner, stages) => {
                self.set(*inner);
                self.push(Action::StagedRows, None, Step::Rows(*inner));
                self.operators.extend(of_stages(stages));
            }
            SetNode::Neighbours(..) => self.push(Action::Sets(set), None, Step::Set(set)),
        }
    }

    fn node(&mut self, node: NodeId) {
        let query = self.query;
        let row = query.node(node);
        if self.plan.is_correlated(node) {
            self.push(Action::TryEach(node), self.expected(node), Step::Node(node));
            return;
        }
        match &row.domain {
            Domain::Set(set) | Domain::Below(set) => self.set(*set),
            Domain::Named(set) => {
                self.push(Action::Names(node), Some(set.members.len() as f64), Step::Node(node));
            }
            Domain::All if row.condition.is_true() => {
                self.push(Action::Scan(node), self.expected(node), Step::Node(node));
            }
            Domain::Rows => self.push(Action::RowsBefore(node), None, Step::Node(node)),
            Domain::All | Domain::Same(_) => {}
        }
        let candidates = match row.domain {
            Domain::All => None,
            Domain::Named(_) | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => {
                self.expected(node)
            }
        };
        self.condition(node, &row.condition, candidates);
    }

    fn expected(&self, node: NodeId) -> Option<f64> {
        self.plan.estimates.nodes.get(node.0 as usize).copied().filter(|estimate| estimate.is_finite())
    }

    /// `candidates`: how many entities are left to be looked at, where a part before has found
    /// some.
    fn condition(&mut self, node: NodeId, condition: &Condition, candidates: Option<f64>) {
        match condition {
            Condition::Leaf(Requirement::Link(link)) => self.link(*link, candidates),
            Condition::And(parts) => {
                let mut left = candidates;
                for place in self.plan.order(node, parts) {
                    let Some(part) = parts.get(place) else { continue };
                    self.condition(node, part, left);
                    let kept = self.plan.estimates.condition(part);
                    left = Some(left.unwrap_or(f64::INFINITY).min(kept)).filter(|left| left.is_finite());
                }
            }
            Condition::Or(parts) => {
                parts.iter().for_each(|part| self.condition(node, part, candidates));
                self.plain(Action::Or(node, parts.len()));
            }
            Condition::Not(inner) => {
                self.condition(node, inner, candidates);
                self.plain(Action::Without(node));
            }
            Condition::Leaf(Requirement::Property(_)) => self.plain(Action::Property(node)),
            Condition::Leaf(Requirement::Evidence(_)) => self.plain(Action::Fields),
        }
    }

    fn plain(&mut self, action: Action<'q>) {
        self.operators.push(Operator { action, estimate: None, step: None });
    }

    fn link(&mut self, id: LinkId, candidates: Option<f64>) {
        let query = self.query;
        let link = query.link(id);
        let object = query.node(link.object);
        let plain = matches!(object.domain, Domain::All) && object.condition.is_true();
        if !plain {
            self.node(link.object);
        }
        let access = match candidates {
            Some(candidates) => self.plan.access(self.graph, query, id, candidates as usize),
            None => Access::Push,
        };
        let walk = match access {
            _ if link.transitive => EdgeWalk::Down,
            _ if link.quantifier != Quantifier::Some => EdgeWalk::Count,
            Access::Push => EdgeWalk::Back,
            Access::Probe => EdgeWalk::Probe,
        };
        let estimate = self.plan.estimates.links.get(id.0 as usize).copied();
        self.push(Action::Walk(id, walk), estimate, Step::Link(id));
    }
}
