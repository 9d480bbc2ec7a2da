//! A group of clauses while it is resolved: its nouns, verbs and what may still restrict them.

use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, LinkId, NodeId, Test};
use crate::text::Span;
use crate::vocabulary::{FormId, PropertyId, RelationId, VerbUse};

/// A verb of the sentence with those of its readings that fit.
pub(super) type Reading<'a> = (Vec<&'a VerbUse>, ast::Word);

/// Verbs that one walk goes along.
pub(super) struct Walk<'a> {
    pub(super) uses: Vec<&'a VerbUse>,
    pub(super) forms: Vec<FormId>,
    pub(super) span: Span,
}

/// A verb that may still take an `in` or a filter.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The noun it belongs to.
    pub(super) node: NodeId,
    pub(super) link: LinkId,
    pub(super) negated: bool,
    /// It already has an `in`.
    pub(super) taken: bool,
    pub(super) context: SlotContext,
    /// The links that take its context and filters, once there are any (for a fact verb): one for
    /// each cancer of an `in A and B`.
    pub(super) companions: Vec<LinkId>,
    /// It ends in `in`: `mutated in`.
    pub(super) ends_in_in: bool,
    /// The clause it came from: `targeting A and B` is two verbs with the same conditions.
    pub(super) clause: u32,
}

/// How a verb takes a context.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SlotContext {
    None,
    /// Its own statement does.
    Statement,
    /// This node must have this relation to the context.
    Through(RelationId, NodeId),
}

/// What the last `in` went to; filters follow it.
#[derive(Clone, Debug)]
pub(super) enum Taker {
    Slot(usize),
    Links(Vec<LinkId>),
    Statement(NodeId),
}

/// A bracket group being resolved.
pub(super) struct Frame {
    pub(super) base: NodeId,
    /// Nouns from left to right.
    pub(super) nouns: Vec<NodeId>,
    pub(super) slots: Vec<Slot>,
    pub(super) items: Vec<(NodeId, Connector, Condition)>,
    pub(super) taker: Option<Taker>,
    /// The links of the head noun's own context, once there are any.
    pub(super) head_links: Vec<LinkId>,
    /// Filters that found no verb on their left: an `in` further on may take them.
    pub(super) waiting: Vec<(Test, Span)>,
    pub(super) adjectives: Vec<(NodeId, PropertyId, u16, Span)>,
    /// What the first `in` names: several where all of them must hold.
    pub(super) context: Vec<NodeId>,
    /// Verb clauses so far.
    pub(super) verb_clauses: u32,
}

impl Frame {
    pub(super) fn new(base: NodeId) -> Self {
        Self {
            base,
            nouns: vec![base],
            slots: Vec::new(),
            items: Vec::new(),
            taker: None,
            head_links: Vec::new(),
            waiting: Vec::new(),
            adjectives: Vec::new(),
            context: Vec::new(),
            verb_clauses: 0,
        }
    }

    /// The slots that share the conditions of one: those of the same clause.
    pub(super) fn peers(&self, index: usize) -> Vec<usize> {
        let clause = self.slots[index].clause;
        (0..self.slots.len()).filter(|&other| self.slots[other].clause == clause).collect()
    }
}
