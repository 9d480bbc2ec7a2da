//! Lines of `explain`.

use super::part::full_name;
use super::stage::Details;
use super::verb::verb;
use crate::graph::Graph;
use crate::plan::{Action, EdgeWalk};
use crate::query::{Domain, Evidence, Link, NodeId, Query, SetId, SetNode};
use crate::vocabulary::End;

/// Most names of a list that are written out; of longer lists, the number.
const NAMES_TOLD: usize = 3;

/// A line of a plan: what is done, in one word or two, and on what.
pub fn operator(query: &Query, graph: &Graph, action: Action<'_>) -> (&'static str, String) {
    let words = PlanWords { query, graph };
    let of = |id: NodeId| words.node(id);
    match action {
        Action::Context(node) => ("context", format!("statements must name {}", of(node))),
        Action::Names(node) => ("names", of(node)),
        Action::Scan(node) => ("scan", format!("all {}", of(node))),
        Action::RowsBefore(node) => ("rows before", of(node)),
        Action::TryEach(node) => {
            ("try each", format!("{}: each candidate by itself, as a label is used again", of(node)))
        }
        Action::Walk(link, walk) => (walk_in_words(walk), words.walk(query.link(link))),
        Action::Or(node, parts) => ("or", format!("{} that meet one of the {parts} parts", of(node))),
        Action::Without(node) => ("without", format!("{} that are not among these", of(node))),
        Action::Property(node) => ("test", format!("a property of each of the {}", of(node))),
        Action::Fields => ("test", "fields of each statement".to_owned()),
        Action::Sets(set) => words.set(set),
        Action::Rows => ("rows", "the evidence behind each, ordered".to_owned()),
        Action::StagedRows => ("rows", "for the stages in brackets".to_owned()),
        Action::Source(source) => {
            let (operator, detail) = source.row().plan.unwrap_or_default();
            (operator, detail.to_owned())
        }
        Action::Stage(stage) => (stage.name().row().operator(), stage.show(&mut Details)),
    }
}

const fn walk_in_words(walk: EdgeWalk) -> &'static str {
    match walk {
        EdgeWalk::Down => "walk down",
        EdgeWalk::Count => "count objects",
        EdgeWalk::Back => "walk back",
        EdgeWalk::Probe => "probe",
    }
}

struct PlanWords<'r> {
    query: &'r Query,
    graph: &'r Graph,
}

impl PlanWords<'_> {
    fn set(&self, set: SetId) -> (&'static str, String) {
        let (operator, detail) = match self.query.set(set) {
            SetNode::Union(..) => ("union", "in one or the other"),
            SetNode::Except(..) => ("except", "in the first and not in the second"),
            SetNode::Intersect(..) => ("intersect", "in both"),
            SetNode::Neighbours(paths, _) => {
                return ("neighbours", format!("edges in both directions, at most {} steps", paths.within));
            }
            SetNode::Phrase(_) | SetNode::Staged(..) => ("set", ""),
        };
        (operator, detail.to_owned())
    }

    /// `targeting: targets (402 edges); one statement meets 1 context`
    fn walk(&self, link: &Link) -> String {
        let vocabulary = self.graph.vocabulary();
        let edges = link.steps.iter().map(|&(relation, head)| {
            let name = &vocabulary.verb(relation).relation;
            let against = if head == End::From { "" } else { ", against it" };
            format!("{name} ({} edges{against})", self.graph.forward(relation).edge_count())
        });
        let edges = edges.collect::<Vec<_>>().join(", ");
        let conditions = conditions_in_words(&link.evidence);
        let conditions = conditions.map_or_else(String::new, |text| format!("; one statement meets {text}"));
        format!("{}: {edges}{conditions}", verb(vocabulary, link))
    }

    fn node(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        match &row.domain {
            Domain::Named(set) => {
                let names = set.seeds.iter().take(NAMES_TOLD).filter_map(|seed| full_name(self.graph, seed));
                let names: Vec<String> = names.collect();
                let included = set.members.len().saturating_sub(set.seeds.len());
                let more = if included > 0 { format!(" [+{included}]") } else { String::new() };
                format!("{}{more}", names.join(", "))
            }
            Domain::Same(_) => self.query.heading(self.graph.vocabulary(), node).to_owned(),
            Domain::All | Domain::Set(_) | Domain::Rows | Domain::Below(_) => match row.noun {
                Some(noun) => self.graph.vocabulary().noun(noun).plural().to_owned(),
                None => self.query.heading(self.graph.vocabulary(), node).to_owned(),
            },
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
