//! Phrases: which noun a clause belongs to, which verb a condition belongs to (rules R3 to R9).

mod conditions;
mod contexts;
mod heads;
mod nouns;
mod objects;
mod sets;
mod verbs;

use super::{MAX_DEPTH, Resolver};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::query::{Condition, Link, LinkId, Node, NodeId, Test};
use crate::text::Span;
use crate::vocabulary::{KindSet, PropertyId, RelationId, VerbUse};

/// A verb of the sentence with those of its readings that fit.
type Reading<'a> = (Vec<&'a VerbUse>, ast::Word);

/// A verb that may still take an `in` or a filter.
#[derive(Clone, Debug)]
struct Slot {
    /// The noun it belongs to.
    node: NodeId,
    link: LinkId,
    negated: bool,
    /// It already has an `in`.
    taken: bool,
    context: SlotContext,
    /// The link that takes its context and filters, once there is one (for a fact verb).
    companion: Option<LinkId>,
    /// It ends in `in`: `mutated in`.
    ends_in_in: bool,
    /// The clause it came from: `targeting A and B` is two verbs with the same conditions.
    clause: u32,
}

/// How a verb takes a context.
#[derive(Clone, Copy, Debug, PartialEq)]
enum SlotContext {
    None,
    /// Its own statement does.
    Statement,
    /// This node must stand in this relation to the context.
    Through(RelationId, NodeId),
}

/// What the last `in` went to; filters follow it.
#[derive(Clone, Copy, Debug)]
enum Taker {
    Slot(usize),
    Link(LinkId),
    Statement(NodeId),
}

/// A bracket group being read.
struct Frame {
    base: NodeId,
    /// Nouns from left to right.
    nouns: Vec<NodeId>,
    slots: Vec<Slot>,
    items: Vec<(NodeId, Connector, Condition)>,
    taker: Option<Taker>,
    /// The link of the head noun's own context, once there is one.
    head_link: Option<LinkId>,
    /// Filters that found no verb on their left: an `in` further on may take them.
    waiting: Vec<(Test, Span)>,
    adjectives: Vec<(NodeId, PropertyId, u16, Span)>,
    /// The first `in`.
    context: Option<NodeId>,
    /// Verb clauses so far.
    verb_clauses: u32,
}

impl Frame {
    fn new(base: NodeId) -> Self {
        Self {
            base,
            nouns: vec![base],
            slots: Vec::new(),
            items: Vec::new(),
            taker: None,
            head_link: None,
            waiting: Vec::new(),
            adjectives: Vec::new(),
            context: None,
            verb_clauses: 0,
        }
    }

    /// The slots that share the conditions of one: those of the same clause.
    fn peers(&self, index: usize) -> Vec<usize> {
        let clause = self.slots[index].clause;
        (0..self.slots.len()).filter(|&other| self.slots[other].clause == clause).collect()
    }
}

impl Resolver<'_> {
    fn deeper<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.error(Diagnostic::error(Code::TooDeep, span, format!("phrases nest more than {MAX_DEPTH} deep here")));
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// A head with its clauses.
    pub(crate) fn phrase(&mut self, phrase: &ast::Phrase) -> Option<NodeId> {
        self.phrase_of(phrase, None)
    }

    /// The same where a verb wants certain kinds: its names include what it wants of them.
    fn phrase_of(&mut self, phrase: &ast::Phrase, wanted: Option<KindSet>) -> Option<NodeId> {
        self.deeper(phrase.span, |resolver| {
            let (base, mut frame) = resolver.head(&phrase.head, wanted)?;
            resolver.clauses(&mut frame, &phrase.clauses);
            resolver.finish(frame);
            Some(base)
        })
    }

    pub(crate) fn push_node(&mut self, node: Node) -> NodeId {
        self.query.nodes.push(node);
        NodeId(self.query.nodes.len() as u32 - 1)
    }

    pub(crate) fn push_link(&mut self, link: Link) -> LinkId {
        self.query.links.push(link);
        LinkId(self.query.links.len() as u32 - 1)
    }

    fn clauses(&mut self, frame: &mut Frame, clauses: &[ast::Clause]) {
        let connectors: Vec<_> = clauses.iter().filter_map(|clause| clause.connector).collect();
        if clauses.iter().all(|clause| !clause.comma) {
            self.check_mixed(&connectors);
        }
        for clause in clauses {
            if self.is_full(clause.span) {
                break;
            }
            // One mistake is told; what follows it is still read.
            let _ = self.clause(frame, clause);
        }
    }

    fn clause(&mut self, frame: &mut Frame, clause: &ast::Clause) -> Option<()> {
        let connector = clause.connector.unwrap_or((Connector::And, clause.span));
        match &clause.kind {
            ast::ClauseKind::Group { negated, clauses } => {
                self.clause_group(frame, clause, *negated, clauses, connector)
            }
            ast::ClauseKind::Relation(relation) => self.relation(frame, clause, relation, connector),
            ast::ClauseKind::Context(context) => self.context(frame, clause, context),
            ast::ClauseKind::Without(object) => self.without(frame, clause, object, connector),
            ast::ClauseKind::Filter(filter) => self.filter(frame, filter),
        }
    }

    /// `( … )` or `not ( … )`: a closed group about one noun of the group around it.
    fn clause_group(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        negated: bool,
        clauses: &[ast::Clause],
        connector: (Connector, Span),
    ) -> Option<()> {
        let target = self.group_target(frame, clause, clauses)?;
        self.deeper(clause.span, |resolver| {
            let mut inner = Frame::new(target);
            resolver.clauses(&mut inner, clauses);
            let condition = resolver.close(inner);
            let condition = if negated { Condition::Not(Box::new(condition)) } else { condition };
            frame.items.push((target, connector.0, condition));
            Some(())
        })
    }

    /// Reads what was left for the end of a group: waiting filters and adjectives; then folds all items.
    fn close(&mut self, mut frame: Frame) -> Condition {
        for (test, span) in std::mem::take(&mut frame.waiting) {
            if frame.taker.is_some() {
                self.place_test(&mut frame, test, span);
            } else {
                self.error(
                    Diagnostic::error(Code::NoPlace, span, "no verb on the left has evidence that this could filter")
                        .help("filters such as `level B or better` belong to a verb, or to an `in`"),
                );
            }
        }
        for (node, property, value, span) in std::mem::take(&mut frame.adjectives) {
            self.place_adjective(&mut frame, node, property, value, span);
        }
        let base = frame.base;
        let mut own = Vec::new();
        let mut others: Vec<(NodeId, Vec<(Connector, Condition)>)> = Vec::new();
        for (node, connector, condition) in frame.items {
            if node == base {
                own.push((connector, condition));
            } else if let Some((_, items)) = others.iter_mut().rev().find(|(other, _)| *other == node) {
                items.push((connector, condition));
            } else {
                others.push((node, vec![(connector, condition)]));
            }
        }
        for (node, items) in others {
            let condition = fold(items);
            let node = &mut self.query.nodes[node.0 as usize];
            node.condition = join(std::mem::take(&mut node.condition), condition);
        }
        fold(own)
    }

    fn finish(&mut self, frame: Frame) {
        let base = frame.base;
        let condition = self.close(frame);
        let node = &mut self.query.nodes[base.0 as usize];
        node.condition = join(std::mem::take(&mut node.condition), condition);
    }
}

/// `and` binds tighter than `or`.
fn fold(items: Vec<(Connector, Condition)>) -> Condition {
    let mut alternatives: Vec<Vec<Condition>> = vec![Vec::new()];
    for (i, (connector, condition)) in items.into_iter().enumerate() {
        if i > 0 && connector == Connector::Or {
            alternatives.push(Vec::new());
        }
        if let Some(last) = alternatives.last_mut() {
            last.push(condition);
        }
    }
    let mut parts: Vec<Condition> = alternatives.into_iter().map(all_of).collect();
    if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) }
}

fn all_of(mut parts: Vec<Condition>) -> Condition {
    match parts.len() {
        0 => Condition::True,
        1 => parts.remove(0),
        _ => Condition::And(parts),
    }
}

fn join(first: Condition, second: Condition) -> Condition {
    match (first, second) {
        (Condition::True, other) | (other, Condition::True) => other,
        (Condition::And(mut parts), other) => {
            parts.push(other);
            Condition::And(parts)
        }
        (first, second) => Condition::And(vec![first, second]),
    }
}
