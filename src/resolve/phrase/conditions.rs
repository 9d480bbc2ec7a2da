//! Filters and adjectives: which verb or noun each restricts (rule R5a).

use super::{Frame, Slot, SlotContext, Taker};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Connector};
use crate::query::{Condition, Domain, Evidence, LinkId, Node, NodeId, Test};
use crate::resolve::Resolver;
use crate::text::Span;
use crate::vocabulary::{AdjectiveValue, Adjectives, End, KindSet, On, PropertyId, PropertyType, Role};

impl Resolver<'_> {
    pub(super) fn filter(&mut self, frame: &mut Frame, filter: &ast::Filter) -> Option<()> {
        match filter {
            ast::Filter::IncludingContested(_) => {
                self.query.including_contested = true;
                Some(())
            }
            ast::Filter::IncludingCombinations(_) => {
                self.query.including_combinations = true;
                Some(())
            }
            ast::Filter::Where(..) | ast::Filter::Level { .. } | ast::Filter::Since(..) | ast::Filter::Before(..) => {
                for (test, on_statement, span) in self.filter_tests(frame.nouns.as_slice(), filter)? {
                    match on_statement {
                        None => self.place_test(frame, test, span),
                        Some(node) => frame.items.push((node, Connector::And, Condition::Property(test))),
                    }
                }
                Some(())
            }
        }
    }

    /// R5a: to the verb of the nearest `in`, else to the nearest verb on the left that has statements.
    pub(super) fn place_test(&mut self, frame: &mut Frame, test: Test, span: Span) {
        match frame.taker {
            Some(Taker::Slot(index)) => return self.test_slot(frame, index, test),
            Some(Taker::Link(link)) => return self.add_test(link, test),
            Some(Taker::Statement(node)) => return self.test_statement(frame, node, test),
            None => {}
        }
        let free = frame.slots.iter().rposition(|slot| !slot.negated && slot.context != SlotContext::None);
        if let Some(index) = free {
            self.test_slot(frame, index, test);
        } else if self.is_statement(frame.base) {
            self.test_statement(frame, frame.base, test);
        } else {
            frame.waiting.push((test, span));
        }
    }

    pub(super) fn test_statement(&mut self, frame: &mut Frame, node: NodeId, test: Test) {
        let evidence = Evidence { contexts: Vec::new(), tests: vec![test] };
        frame.items.push((node, Connector::And, Condition::Evidence(evidence)));
    }

    pub(super) fn test_slot(&mut self, frame: &mut Frame, index: usize, test: Test) {
        let mut links: Vec<LinkId> = frame.peers(index).into_iter().map(|peer| self.companion(frame, peer)).collect();
        links.sort_unstable();
        links.dedup();
        for link in links {
            self.add_test(link, test.clone());
        }
    }

    pub(super) fn add_test(&mut self, link: LinkId, test: Test) {
        let lifts = self.lifts(&test);
        let link = &mut self.query.links[link.0 as usize];
        link.lifted |= lifts;
        link.evidence.tests.push(test);
    }

    pub(super) fn adjective(&mut self, frame: &mut Frame, node: NodeId, adjective: &ast::AdjectiveWord) {
        match adjective {
            ast::AdjectiveWord::Form(word) => {
                let Some(form) = word.form else {
                    self.unknown_word(word.span, "an adjective");
                    return;
                };
                let adjectives = self.graph.vocabulary().forms.get(form).adjectives.clone();
                let kinds = self.query.node(node).kinds;
                let chosen = adjectives.into_iter().find(|adjective| {
                    match &self.graph.vocabulary().property(adjective.property).on {
                        On::Statement => true,
                        On::Kinds(on) => on.is_empty() || !kinds.and(KindSet::of(on)).is_empty(),
                    }
                });
                let Some(chosen) = chosen else {
                    self.error(Diagnostic::error(
                        Code::WrongKind,
                        word.span,
                        "this adjective does not go with this noun",
                    ));
                    return;
                };
                let AdjectiveValue::Value(value) = chosen.value;
                frame.adjectives.push((node, chosen.property, value, word.span));
            }
            ast::AdjectiveWord::Name(name) => self.name_adjective(frame, node, name),
        }
    }

    /// `on-target mechanisms`: the property whose values are names.
    pub(super) fn name_adjective(&mut self, frame: &mut Frame, node: NodeId, name: &ast::Name) {
        let vocabulary = self.graph.vocabulary();
        let kinds = self.query.node(node).kinds;
        let property = vocabulary.properties.iter().find_map(|property| {
            let PropertyType::Via { relation, kind } = property.of else { return None };
            let On::Kinds(on) = &property.on else { return None };
            (property.adjectives == Adjectives::Names && !kinds.and(KindSet::of(on)).is_empty())
                .then_some((relation, kind))
        });
        let Some((relation, kind)) = property else {
            self.error(Diagnostic::error(Code::WrongKind, name.span, "this name cannot stand before this noun"));
            return;
        };
        let wanted = KindSet::default().with(kind);
        let Some(seed) = self.seed(name, Some(wanted), "") else { return };
        let set = self.expand(vec![seed], wanted);
        let object = self.push_node(Node {
            kinds: wanted,
            domain: Domain::Named(set),
            condition: Condition::True,
            label: None,
            heading: self.heading(wanted),
            named: true,
            span: name.span,
        });
        let mut link = self.plain_link(vec![(relation, End::From)], object, "is a", name.span);
        link.adjective = true;
        let link = self.push_link(link);
        frame.items.push((node, Connector::And, Condition::Link(link)));
    }

    /// R5a for adjectives.
    pub(super) fn place_adjective(
        &mut self,
        frame: &mut Frame,
        node: NodeId,
        property: PropertyId,
        value: u16,
        span: Span,
    ) {
        let test = Test::Code { property, codes: 1 << value.min(63) };
        if let On::Kinds(_) = self.graph.vocabulary().property(property).on {
            frame.items.push((node, Connector::And, Condition::Property(test)));
            return;
        }
        if self.is_statement(node) {
            self.test_statement(frame, node, test);
            return;
        }
        let is_status = self.graph.vocabulary().property(property).name == "status";
        let fits = |resolver: &Self, slot: &Slot| {
            !slot.negated
                && slot.context != SlotContext::None
                && (slot.node == node || matches!(slot.context, SlotContext::Through(_, holder) if holder == node))
                && (!is_status || resolver.reads_treatment(slot))
        };
        let taken = frame.slots.iter().position(|slot| slot.taken && fits(self, slot));
        if let Some(index) = taken.or_else(|| frame.slots.iter().position(|slot| fits(self, slot))) {
            self.test_slot(frame, index, test);
            return;
        }
        if let Some(link) = frame.head_link
            && node == frame.base
            && (!is_status || self.link_reads_treatment(link))
        {
            self.add_test(link, test);
            return;
        }
        // No verb reads it: some statement of the noun's own context with that value, in the first `in`.
        let Some(link) = self.own_context_link(node, frame.context) else {
            self.error(Diagnostic::error(
                Code::NoPlace,
                span,
                "no verb here has evidence that this adjective could filter",
            ));
            return;
        };
        let id = self.push_link(link);
        self.add_test(id, test);
        frame.items.push((node, Connector::And, Condition::Link(id)));
    }

    pub(super) fn reads_treatment(&self, slot: &Slot) -> bool {
        match slot.context {
            SlotContext::Through(..) => true,
            SlotContext::Statement => self.link_reads_treatment(slot.link),
            SlotContext::None => false,
        }
    }

    /// Whether a verb's statements are about treatment or sensitivity.
    pub(super) fn link_reads_treatment(&self, link: LinkId) -> bool {
        let vocabulary = self.graph.vocabulary();
        self.query.link(link).steps.iter().any(|(relation, _)| {
            vocabulary.verb(*relation).claim.as_ref().is_some_and(|claim| {
                claim.from.contains(&Role::Therapy) && claim.effects.iter().any(|effect| effect == "treats")
                    || claim.effects.iter().any(|effect| effect == "sensitivity")
                        && !claim.effects.iter().any(|effect| effect == "overcomes")
            })
        })
    }
}
