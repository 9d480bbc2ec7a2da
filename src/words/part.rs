//! Parts of a question by their full names, for reasons and notes.

use super::condition::ConditionWords;
use super::reading::said;
use super::verb::verb_beside_name;
use crate::graph::Graph;
use crate::query::{Condition, Domain, Evidence, Link, NodeId, ProfileLiteral, Quantifier, Query, Requirement, Seed};

/// Writes parts of one question.
#[derive(Clone, Copy)]
pub struct Parts<'r> {
    /// The question.
    pub query: &'r Query,
    /// The graph that has the names.
    pub graph: &'r Graph,
}

impl Parts<'_> {
    /// What a node was called: `gastric cancer or breast cancer`, `any drug`.
    pub fn called(&self, node: NodeId) -> String {
        match &self.query.node(node).domain {
            Domain::Named(set) => {
                let names = set.seeds.iter().filter_map(|seed| full_name(self.graph, seed));
                names.collect::<Vec<_>>().join(" or ")
            }
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => {
                format!("any {}", self.query.heading(self.graph.vocabulary(), node))
            }
        }
    }

    /// A condition: `targeting ERBB2 and not in gastric cancer`.
    pub fn condition(&self, condition: &Condition) -> String {
        let joined = |parts: &[Condition], word: &str| {
            parts.iter().map(|part| self.condition(part)).collect::<Vec<_>>().join(word)
        };
        match condition {
            Condition::Leaf(Requirement::Link(id)) => {
                let link = self.query.link(*id);
                // Clauses of the object are part of the text.
                let is_plain = self.query.node(link.object).condition.is_true()
                    && link.quantifier == Quantifier::Some
                    && self.query.node(link.object).together().is_none();
                if is_plain { self.plain_link(link) } else { said(self.query, self.graph, condition) }
            }
            Condition::Not(inner) => format!("not {}", self.condition(inner)),
            Condition::And(parts) => joined(parts, " and "),
            Condition::Or(parts) => joined(parts, " or "),
            Condition::Leaf(Requirement::Property(test)) => {
                format!("where {}", ConditionWords { vocabulary: self.graph.vocabulary() }.test(test))
            }
            Condition::Leaf(Requirement::Evidence(evidence)) => self.evidence(evidence),
        }
    }

    /// A verb with its object and cancers.
    fn plain_link(&self, link: &Link) -> String {
        let contexts = link.evidence.contexts.iter().map(|&context| format!(" in {}", self.called(context)));
        format!("{} {}{}", self.verb(link), self.called(link.object), contexts.collect::<String>())
    }

    /// A verb with how many objects, and what its statements must meet.
    pub fn link(&self, link: &Link) -> String {
        let quantifier = match link.quantifier {
            Quantifier::Some => String::new(),
            Quantifier::Only => "only ".to_owned(),
            Quantifier::Every => "every ".to_owned(),
            Quantifier::Between(low, u64::MAX) => format!("at least {low} "),
            Quantifier::Between(low, high) if low == high => format!("exactly {low} "),
            Quantifier::Between(_, high) => format!("at most {high} "),
        };
        let evidence = self.evidence(&link.evidence);
        let space = if evidence.is_empty() { "" } else { " " };
        format!("{} {quantifier}{}{space}{evidence}", self.verb(link), self.called(link.object))
    }

    fn verb(&self, link: &Link) -> String {
        if link.is_context { "in".to_owned() } else { verb_beside_name(self.graph.vocabulary(), link) }
    }

    /// What one statement must meet: `in gastric cancer where level = A`.
    pub fn evidence(&self, evidence: &Evidence) -> String {
        let contexts = evidence.contexts.iter();
        let mut parts: Vec<String> = contexts.map(|&context| format!("in {}", self.called(context))).collect();
        if !evidence.tests.is_empty() {
            let wording = ConditionWords { vocabulary: self.graph.vocabulary() };
            let tests: Vec<String> = evidence.tests.iter().map(|test| wording.test(test)).collect();
            parts.push(format!("where {}", tests.join(" and ")));
        }
        parts.join(" ")
    }

    /// That a node with a plain condition has no entities.
    pub fn no_evidence(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        let text = self.condition(&row.condition);
        if let Condition::Leaf(Requirement::Link(link)) = row.condition
            && self.query.link(link).noun_form
        {
            return format!("this graph states no {text}");
        }
        let about = if text.is_empty() { String::new() } else { format!(" {text}") };
        let any = || format!("any {}", self.query.heading(self.graph.vocabulary(), node));
        let who = if row.named { self.called(node) } else { any() };
        format!("this graph has no evidence on {who}{about}")
    }
}

/// What a name of the question stands for, by its full name; none where nothing is called so.
pub(super) fn full_name(graph: &Graph, seed: &Seed) -> Option<String> {
    let Some(question) = &seed.together else {
        return seed.entities.first().map(|&entity| graph.name(entity).to_owned());
    };
    let literal = |literal: &ProfileLiteral| {
        let names: Vec<String> = literal.alternatives.iter().filter_map(|one| full_name(graph, &one.name)).collect();
        let joined = names.join(" or ");
        let text = if names.len() > 1 { format!("({joined})") } else { joined };
        if literal.negated { format!("not {text}") } else { text }
    };
    Some(question.literals.iter().map(literal).collect::<Vec<_>>().join(" and "))
}
