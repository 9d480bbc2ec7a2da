//! A plan in words: operators in the order in which they run, with what each touches.

use super::{Access, Plan};
use crate::graph::{EntityId, Graph};
use crate::query::{Condition, Domain, Evidence, Link, LinkId, NodeId, Quantifier, Query, SetId, SetNode, Stage};
use crate::vocabulary::End;

/// Most names of a list that are written out; of longer lists, the number.
const NAMES_TOLD: usize = 3;

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
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// What is done, in one word or two.
    pub operator: &'static str,
    /// On what.
    pub detail: String,
    /// Expected number of entities or rows, where something is expected.
    pub estimate: Option<f64>,
    /// What a profile measures for it.
    pub step: Option<Step>,
}

/// The operators of a question about a set.
pub fn of_set(plan: &Plan, query: &Query, graph: &Graph, set: SetId) -> Vec<Operator> {
    let mut list = List { plan, query, graph, operators: Vec::new() };
    list.contexts();
    list.set(set);
    list.push("rows", "the evidence behind each, ordered".to_owned(), None, Step::Rows(set));
    list.operators
}

/// The operators that every question starts with: what statements must name.
pub fn of_contexts(plan: &Plan, query: &Query, graph: &Graph) -> Vec<Operator> {
    let mut list = List { plan, query, graph, operators: Vec::new() };
    list.contexts();
    list.operators
}

/// The operators of the stages after it.
pub fn of_stages(stages: &[Stage]) -> Vec<Operator> {
    let operator = |stage: &Stage| {
        let (operator, detail) = (stage.name().row().operator(), stage_in_words(stage));
        Operator { operator, detail, estimate: most_rows(stage), step: Some(Step::stage(stage)) }
    };
    stages.iter().map(operator).collect()
}

fn most_rows(stage: &Stage) -> Option<f64> {
    match stage {
        Stage::Top { count, .. } | Stage::Limit(count) => Some(*count as f64),
        Stage::Group { by, .. } if by.is_empty() => Some(1.0),
        Stage::Group { .. }
        | Stage::Sort(_)
        | Stage::Skip(_)
        | Stage::Show(_)
        | Stage::Where(_)
        | Stage::Distinct(_)
        | Stage::Follow { .. }
        | Stage::Rank(_) => None,
    }
}

fn stage_in_words(stage: &Stage) -> String {
    let keys =
        |keys: &[crate::query::Key]| keys.iter().map(|key| key.column.heading.as_str()).collect::<Vec<_>>().join(", ");
    match stage {
        Stage::Group { by, aggregates } => {
            let made: Vec<&str> = aggregates.iter().map(|aggregate| aggregate.heading.as_str()).collect();
            let by = if by.is_empty() { String::new() } else { format!(" by {}", keys(by)) };
            format!("{}{by}", made.join(", "))
        }
        Stage::Sort(by) | Stage::Distinct(by) => keys(by),
        Stage::Top { count, by, .. } => {
            let by = by.as_ref().map_or_else(String::new, |key| format!(" by {}", key.column.heading));
            format!("{count}{by}")
        }
        Stage::Limit(count) | Stage::Skip(count) => count.to_string(),
        Stage::Show(columns) => columns.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(", "),
        Stage::Where(_) => "finished rows that meet the condition".to_owned(),
        Stage::Follow { .. } => "starting from the rows".to_owned(),
        Stage::Rank(by) => format!("{}, over the whole graph", by.word()),
    }
}

struct List<'a> {
    plan: &'a Plan,
    query: &'a Query,
    graph: &'a Graph,
    operators: Vec<Operator>,
}

impl List<'_> {
    fn push(&mut self, operator: &'static str, detail: String, estimate: Option<f64>, step: Step) {
        let estimate = estimate.filter(|estimate| estimate.is_finite());
        self.operators.push(Operator { operator, detail, estimate, step: Some(step) });
    }

    fn contexts(&mut self) {
        for &node in &self.plan.contexts {
            let detail = format!("statements must name {}", self.node_in_words(node));
            self.push("context", detail, Some(self.plan.estimates.nodes[node.0 as usize]), Step::Context(node));
        }
    }

    fn set(&mut self, set: SetId) {
        let query = self.query;
        match query.set(set) {
            SetNode::Phrase(node) => self.node(*node),
            SetNode::Union(left, right) => self.both(set, *left, *right, "union", "in one or the other"),
            SetNode::Except(left, right) => {
                self.both(set, *left, *right, "except", "in the first and not in the second")
            }
            SetNode::Intersect(left, right) => self.both(set, *left, *right, "intersect", "in both"),
            SetNode::Staged(inner, stages) => {
                self.set(*inner);
                self.push("rows", "for the stages in brackets".to_owned(), None, Step::Rows(*inner));
                self.operators.extend(of_stages(stages));
            }
            SetNode::Neighbours(paths, _) => {
                let detail = format!("edges in both directions, at most {} steps", paths.within);
                self.push("neighbours", detail, None, Step::Set(set));
            }
        }
    }

    fn both(&mut self, set: SetId, left: SetId, right: SetId, operator: &'static str, detail: &str) {
        self.set(left);
        self.set(right);
        self.push(operator, detail.to_owned(), None, Step::Set(set));
    }

    fn node(&mut self, node: NodeId) {
        let query = self.query;
        let row = query.node(node);
        if self.plan.is_correlated(node) {
            let detail = format!("{}: each candidate by itself, as a label is used again", self.node_in_words(node));
            self.push("try each", detail, self.expected(node), Step::Node(node));
            return;
        }
        match &row.domain {
            Domain::Set(set) | Domain::Below(set) => self.set(*set),
            Domain::Named(_) => {
                let (detail, step) = (self.node_in_words(node), Step::Node(node));
                let members = match &row.domain {
                    Domain::Named(set) => Some(set.members.len() as f64),
                    _ => None,
                };
                self.push("names", detail, members, step);
            }
            Domain::All if matches!(row.condition, Condition::True) => {
                self.push("scan", format!("all {}", self.node_in_words(node)), self.expected(node), Step::Node(node));
            }
            Domain::Rows => self.push("rows before", self.node_in_words(node), None, Step::Node(node)),
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

    /// `candidates`: how many entities are left to be looked at, where a part before has found some.
    fn condition(&mut self, node: NodeId, condition: &Condition, candidates: Option<f64>) {
        match condition {
            Condition::True => {}
            Condition::Link(link) => self.link(*link, candidates),
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
                self.plain("or", format!("{} that meet one of the {} parts", self.node_in_words(node), parts.len()));
            }
            Condition::Not(inner) => {
                self.condition(node, inner, candidates);
                self.plain("without", format!("{} that are not among these", self.node_in_words(node)));
            }
            Condition::Property(_) => {
                self.plain("test", format!("a property of each of the {}", self.node_in_words(node)))
            }
            Condition::Evidence(_) => self.plain("test", "fields of each statement".to_owned()),
        }
    }

    fn plain(&mut self, operator: &'static str, detail: String) {
        self.operators.push(Operator { operator, detail, estimate: None, step: None });
    }

    fn link(&mut self, id: LinkId, candidates: Option<f64>) {
        let query = self.query;
        let link = query.link(id);
        let object = query.node(link.object);
        let plain = matches!((&object.domain, &object.condition), (Domain::All, Condition::True));
        if !plain && link.profile.is_none() {
            self.node(link.object);
        }
        let access = match candidates {
            Some(candidates) => self.plan.access(self.graph, query, id, candidates as usize),
            None => Access::Push,
        };
        let quantified = link.quantifier != Quantifier::Some;
        let operator = match access {
            _ if link.transitive => "walk down",
            _ if quantified => "count objects",
            Access::Push => "walk back",
            Access::Probe => "probe",
        };
        let mut detail = format!("{}: {}", link.word, self.edges(link));
        if let Some(conditions) = conditions_in_words(&link.evidence) {
            detail.push_str(&format!("; one statement meets {conditions}"));
        }
        let estimate = self.plan.estimates.links.get(id.0 as usize).copied();
        self.push(operator, detail, estimate, Step::Link(id));
    }

    /// `treats (402 edges)`
    fn edges(&self, link: &Link) -> String {
        let vocabulary = self.graph.vocabulary();
        let edges = link.steps.iter().map(|&(relation, head)| {
            let name = &vocabulary.verb(relation).relation;
            let against = if head == End::From { "" } else { ", against it" };
            format!("{name} ({} edges{against})", self.graph.forward(relation).edge_count())
        });
        edges.collect::<Vec<_>>().join(", ")
    }

    fn node_in_words(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        match &row.domain {
            Domain::Named(set) => {
                let names = set.seeds.iter().take(NAMES_TOLD).filter_map(|seed| seed.entities.first());
                let names: Vec<&str> = names.map(|&entity: &EntityId| self.graph.name(entity)).collect();
                let included = set.members.len().saturating_sub(set.seeds.len());
                let more = if included > 0 { format!(" [+{included}]") } else { String::new() };
                format!("{}{more}", names.join(", "))
            }
            Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Rows | Domain::Below(_) => {
                let vocabulary = self.graph.vocabulary();
                let noun = vocabulary.nouns.iter().find(|noun| noun.singular() == row.heading);
                noun.map_or_else(|| row.heading.clone(), |noun| noun.plural().to_owned())
            }
        }
    }
}

/// How many conditions one statement must meet.
fn conditions_in_words(evidence: &Evidence) -> Option<String> {
    let count = |number: usize, one: &str, several: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {several}")),
    };
    let parts =
        [count(evidence.contexts.len(), "context", "contexts"), count(evidence.tests.len(), "filter", "filters")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}
