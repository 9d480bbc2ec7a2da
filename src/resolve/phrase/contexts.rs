//! `in X`: which verb, or else which noun, it restricts (rules R3, R5 and R5b).

use super::objects::plain_names;
use super::{Frame, Slot, SlotContext, Taker};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::query::{Condition, Domain, Evidence, Link, LinkId, NodeId};
use crate::resolve::{Binding, Resolver};
use crate::vocabulary::{End, KindSet, RelationId};

impl Resolver<'_> {
    /// `in X`: to the nearest verb on the left that has a free slot, else to the noun itself (R3, R5, R5b).
    pub(super) fn context(&mut self, frame: &mut Frame, clause: &ast::Clause, context: &ast::Context) -> Option<()> {
        let repeat = self.repeats_verb(frame, clause, context);
        if let Some(slot) = repeat {
            return self.repeat_verb(frame, clause, context, slot);
        }
        for object in self.context_nodes(context)? {
            self.place_context(frame, clause, context, object)?;
        }
        Some(())
    }

    /// R3: after `mutated in X`, `but not in Y` says `mutated in` again.
    pub(super) fn repeats_verb(&self, frame: &Frame, clause: &ast::Clause, context: &ast::Context) -> Option<usize> {
        let last = frame.slots.len().checked_sub(1)?;
        let slot = &frame.slots[last];
        let connected = clause.connector.is_some() || context.negated;
        (connected && slot.ends_in_in).then_some(last)
    }

    pub(super) fn repeat_verb(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        context: &ast::Context,
        slot: usize,
    ) -> Option<()> {
        let slot = frame.slots[slot].clone();
        let steps = self.query.link(slot.link).steps.clone();
        let word = self.query.link(slot.link).word.clone();
        let vocabulary = self.graph.vocabulary();
        let wanted = steps.iter().fold(KindSet::default(), |set, (relation, head)| {
            set.or(KindSet::of(vocabulary.verb(*relation).kinds(head.other())))
        });
        let (ast::Object::Head(head) | ast::Object::Quantified { head, .. }) = &context.object else {
            self.require_profile(false, clause.span)?;
            return None;
        };
        let object = self.object_node(frame, head, wanted, "")?;
        let link = self.plain_link(steps, object, &word, clause.span);
        let id = self.push_link(link);
        let condition = Condition::Link(id);
        let condition = if context.negated { Condition::Not(Box::new(condition)) } else { condition };
        let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
        frame.items.push((slot.node, connector, condition));
        frame.verb_clauses += 1;
        let clause = frame.verb_clauses;
        frame.slots.push(Slot { link: id, negated: context.negated, taken: false, companion: None, clause, ..slot });
        Some(())
    }

    /// The cancers that an `in` names: several nodes where all of them must hold.
    pub(crate) fn context_nodes(&mut self, context: &ast::Context) -> Option<Vec<NodeId>> {
        let wanted = self.inclusions.contexts;
        if wanted.is_empty() {
            self.error(Diagnostic::error(
                Code::NoStatements,
                context.preposition,
                "this graph holds no statements, so nothing is said `in` anything",
            ));
            return None;
        }
        let place = format!("`in` expects a {}", self.kind_list(wanted, "or"));
        let (ast::Object::Head(head) | ast::Object::Quantified { head, .. }) = &context.object else {
            self.require_profile(false, context.preposition)?;
            return None;
        };
        if let Some(names) = plain_names(head) {
            if names.connector == Connector::And && names.items.len() > 1 {
                return self.each_name(names, wanted, &place);
            }
            if !single_set_variable(self, names) {
                return Some(vec![self.named_node(names, Some(wanted), &place, None)?]);
            }
        }
        let (node, frame) = self.head(head, Some(wanted))?;
        self.finish(frame);
        self.check_object_kind(node, wanted, head.span)?;
        // A noun (`in any cancer`) is no restriction beyond itself; a set includes what is below.
        if let Domain::Set(set) = self.query.node(node).domain {
            self.query.nodes[node.0 as usize].domain = Domain::Below(set);
        }
        Some(vec![node])
    }

    /// A node for each of several names.
    pub(super) fn each_name(&mut self, names: &ast::Names, wanted: KindSet, place: &str) -> Option<Vec<NodeId>> {
        let mut nodes = Vec::new();
        for name in &names.items {
            if self.is_full(name.span) {
                return None;
            }
            let one =
                ast::Names { items: vec![name.clone()], connector: Connector::Or, mixed: Vec::new(), span: name.span };
            nodes.push(self.named_node(&one, Some(wanted), place, None)?);
        }
        Some(nodes)
    }

    pub(super) fn place_context(
        &mut self,
        frame: &mut Frame,
        clause: &ast::Clause,
        context: &ast::Context,
        object: NodeId,
    ) -> Option<()> {
        if !context.negated {
            frame.context.get_or_insert(object);
        }
        let free = frame
            .slots
            .iter()
            .rposition(|slot| !slot.negated && (!slot.taken || context.negated) && slot.context != SlotContext::None);
        let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
        match free {
            Some(index) if context.negated => self.exclude_context(frame, index, object, connector),
            Some(index) => self.take_context(frame, index, object),
            None => self.head_context(frame, context, object, connector)?,
        }
        Some(())
    }

    pub(super) fn take_context(&mut self, frame: &mut Frame, index: usize, object: NodeId) {
        let restricts = self.restricts(object);
        for peer in frame.peers(index) {
            let slot = frame.slots[peer].clone();
            match slot.context {
                SlotContext::Through(..) => {
                    let link = self.companion(frame, peer);
                    self.query.links[link.0 as usize].object = object;
                    self.query.links[link.0 as usize].took_in = restricts;
                }
                SlotContext::Statement | SlotContext::None => {
                    let link = &mut self.query.links[slot.link.0 as usize];
                    link.evidence.contexts.push(object);
                    link.took_in = restricts;
                }
            }
            frame.slots[peer].taken = true;
        }
        frame.taker = Some(Taker::Slot(index));
    }

    /// `in any cancer` says no more than that there is one.
    fn restricts(&self, object: NodeId) -> bool {
        let row = self.query.node(object);
        !matches!((&row.domain, &row.condition), (Domain::All, Condition::True))
    }

    /// `not in X`: there is no supported row of the same verb there.
    pub(super) fn exclude_context(&mut self, frame: &mut Frame, index: usize, object: NodeId, connector: Connector) {
        let slot = frame.slots[index].clone();
        let (node, link) = match slot.context {
            SlotContext::Through(relation, holder) => (holder, self.context_link(relation, object, slot.link)),
            SlotContext::Statement | SlotContext::None => {
                // Its own `in` and filters say nothing of what is left out (R5b).
                let mut link = self.query.link(slot.link).clone();
                link.evidence = Evidence { contexts: vec![object], tests: Vec::new() };
                link.lifted = false;
                link.took_in = false;
                (slot.node, link)
            }
        };
        let id = self.push_link(link);
        frame.items.push((node, connector, Condition::Not(Box::new(Condition::Link(id)))));
    }

    pub(super) fn context_link(&self, relation: RelationId, object: NodeId, verb: LinkId) -> Link {
        let span = self.query.link(verb).span;
        let word = self.graph.vocabulary().verb(relation).participles[0].clone();
        let mut link = self.plain_link(vec![(relation, End::From)], object, &word, span);
        link.is_context = true;
        link
    }

    /// The link that stands for the context of a fact verb, made at first use (in any cancer).
    pub(super) fn companion(&mut self, frame: &mut Frame, index: usize) -> LinkId {
        let slot = frame.slots[index].clone();
        if let Some(link) = slot.companion {
            return link;
        }
        // Verbs of one clause that restrict the same noun share its context.
        let shared = frame.peers(index).into_iter().find_map(|peer| {
            let other = &frame.slots[peer];
            (other.context == slot.context).then_some(other.companion).flatten()
        });
        if let Some(link) = shared {
            frame.slots[index].companion = Some(link);
            return link;
        }
        let (relation, holder) = match slot.context {
            SlotContext::Through(relation, holder) => (relation, holder),
            SlotContext::Statement | SlotContext::None => return slot.link,
        };
        let kinds = KindSet::of(&self.graph.vocabulary().verb(relation).to);
        let heading = self.heading(kinds);
        let any = self.plain_node(kinds, &heading, self.query.link(slot.link).span);
        let any = self.push_node(any);
        let link = self.context_link(relation, any, slot.link);
        let id = self.push_link(link);
        // It belongs to the same group of `and` and `or` as the verb it restricts.
        let own = frame.items.iter_mut().find(|(node, _, condition)| *node == holder && mentions(condition, slot.link));
        match own {
            Some((_, _, condition)) => {
                let verb = std::mem::take(condition);
                *condition = Condition::And(vec![verb, Condition::Link(id)]);
            }
            None => frame.items.push((holder, Connector::And, Condition::Link(id))),
        }
        frame.slots[index].companion = Some(id);
        id
    }

    /// `drugs in gastric`: the noun's own context.
    pub(super) fn head_context(
        &mut self,
        frame: &mut Frame,
        context: &ast::Context,
        object: NodeId,
        connector: Connector,
    ) -> Option<()> {
        let base = frame.base;
        if self.is_statement(base) {
            let evidence = Evidence { contexts: vec![object], tests: Vec::new() };
            let condition = Condition::Evidence(evidence);
            let condition = if context.negated { Condition::Not(Box::new(condition)) } else { condition };
            frame.items.push((base, connector, condition));
            frame.taker = Some(Taker::Statement(base));
            return Some(());
        }
        let Some(link) = self.own_context_link(base, Some(object)) else {
            self.no_context(frame, context);
            return None;
        };
        let id = self.push_link(link);
        let condition = Condition::Link(id);
        let condition = if context.negated {
            Condition::Not(Box::new(condition))
        } else {
            frame.taker = Some(Taker::Link(id));
            frame.head_link = Some(id);
            self.query.links[id.0 as usize].took_in = self.restricts(object);
            condition
        };
        frame.items.push((base, connector, condition));
        Some(())
    }

    pub(super) fn has_own_context(&self, node: NodeId) -> bool {
        let row = self.query.node(node);
        let kinds = &self.graph.vocabulary().kinds;
        !row.named
            && (self.is_statement(node) || row.kinds.iter().any(|kind| kinds[usize::from(kind.0)].context.is_some()))
    }

    pub(super) fn is_statement(&self, node: NodeId) -> bool {
        let statement = self.inclusions.statement;
        !statement.is_empty() && self.query.node(node).kinds == statement
    }

    /// The link of a noun's own context, in `object` or in any cancer.
    pub(super) fn own_context_link(&mut self, node: NodeId, object: Option<NodeId>) -> Option<Link> {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let relation = kinds.iter().find_map(|kind| vocabulary.kinds[usize::from(kind.0)].context)?;
        let verb = vocabulary.verb(relation);
        let span = self.query.node(node).span;
        let word = verb.participles[0].clone();
        let to = KindSet::of(&verb.to);
        let leads_to_context = !to.and(self.inclusions.contexts).is_empty();
        let goal = match object {
            Some(object) if leads_to_context => object,
            Some(_) | None => {
                let heading = self.heading(to);
                let any = self.plain_node(to, &heading, span);
                self.push_node(any)
            }
        };
        let mut link = self.plain_link(vec![(relation, End::From)], goal, &word, span);
        link.is_context = true;
        if let Some(object) = object
            && !leads_to_context
        {
            link.evidence.contexts.push(object);
        }
        Some(link)
    }

    pub(super) fn no_context(&mut self, frame: &Frame, context: &ast::Context) {
        let base = self.query.node(frame.base);
        let message = format!(
            "nothing here can be restricted with `in`: no verb on the left takes it, nor does {}",
            base.heading
        );
        self.error(Diagnostic::error(Code::NoPlace, context.preposition, message).help(
            "verbs made from statements take `in`, and so do drugs, mechanisms, genes and variants by themselves",
        ));
    }
}

pub(super) fn single_set_variable(resolver: &Resolver<'_>, names: &ast::Names) -> bool {
    let [name] = names.items.as_slice() else { return false };
    let ast::NameText::Variable(variable) = &name.text else { return false };
    matches!(resolver.binding(&variable.text), Some((_, Binding::Query(_))))
}

pub(super) fn mentions(condition: &Condition, link: LinkId) -> bool {
    match condition {
        Condition::Link(id) => *id == link,
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| mentions(part, link)),
        Condition::Not(part) => mentions(part, link),
        Condition::True | Condition::Property(_) | Condition::Evidence(_) => false,
    }
}
