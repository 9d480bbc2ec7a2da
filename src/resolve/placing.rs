//! Filters: which verb or noun each restricts (rule R5a).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::model::{Field, effect};
use crate::query::{Condition, Evidence, LinkId, NodeId, PropertyTest, Requirement, Test};
use crate::resolve::draft::Draft;
use crate::resolve::frame::{Frame, Slot, SlotContext, Taker};
use crate::resolve::scope::Scope;
use crate::resolve::{contexts, filters, kinds};
use crate::text::Span;
use crate::vocabulary::{CodeSet, On, PropertyId, Role};

pub(super) fn filter(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, filter: &ast::Filter) -> Option<()> {
    match filter {
        ast::Filter::IncludingContested(_) => {
            draft.query.including_contested = true;
            Some(())
        }
        ast::Filter::IncludingCombinations(_) => {
            draft.query.including_combinations = true;
            Some(())
        }
        ast::Filter::Where(..) | ast::Filter::Level { .. } | ast::Filter::Since(..) | ast::Filter::Before(..) => {
            for (test, on_statement, span) in filters::filter_tests(scope, draft, frame.nouns.as_slice(), filter)? {
                match on_statement {
                    None => place_test(scope, draft, frame, test, span),
                    Some(node) => {
                        frame.items.push((node, Connector::And, Condition::Leaf(Requirement::Property(test))))
                    }
                }
            }
            Some(())
        }
    }
}

/// R5a: to the verb of the nearest `in`, else to the nearest verb on the left that has statements.
pub(super) fn place_test(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, test: Test, span: Span) {
    match frame.taker.clone() {
        Some(Taker::Slot(index)) => return test_slot(scope, draft, frame, index, test),
        Some(Taker::Links(links)) => return add_tests(scope, draft, &links, &test),
        Some(Taker::Statement(node)) => return test_statement(frame, node, test),
        None => {}
    }
    let free = frame.slots.iter().rposition(|slot| !slot.negated && slot.context != SlotContext::None);
    if let Some(index) = free {
        test_slot(scope, draft, frame, index, test);
    } else if kinds::is_statement(scope, draft, frame.base) {
        test_statement(frame, frame.base, test);
    } else {
        frame.waiting.push((test, span));
    }
}

pub(super) fn test_statement(frame: &mut Frame, node: NodeId, test: Test) {
    let evidence = Evidence { contexts: Vec::new(), tests: vec![test] };
    frame.items.push((node, Connector::And, Condition::Leaf(Requirement::Evidence(evidence))));
}

pub(super) fn test_slot(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, index: usize, test: Test) {
    let mut links: Vec<LinkId> =
        frame.peers(index).into_iter().flat_map(|peer| contexts::companions(scope, draft, frame, peer)).collect();
    links.sort_unstable();
    links.dedup();
    add_tests(scope, draft, &links, &test);
}

fn add_tests(scope: &Scope<'_>, draft: &mut Draft, links: &[LinkId], test: &Test) {
    let lifts = filters::lifts(scope, test);
    for &link in links {
        let link = draft.query.link_mut(link);
        link.lifted |= lifts;
        link.evidence.tests.push(test.clone());
    }
}

/// R5a for adjectives.
pub(super) fn place_adjective(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    node: NodeId,
    property: PropertyId,
    value: u16,
    span: Span,
) {
    let place = usize::from(value);
    let test = Test::Leaf(PropertyTest::Code { property, codes: CodeSet::range(place..place + 1) });
    if let On::Kinds(_) = scope.graph.vocabulary().property(property).on {
        frame.items.push((node, Connector::And, Condition::Leaf(Requirement::Property(test))));
        return;
    }
    if kinds::is_statement(scope, draft, node) {
        test_statement(frame, node, test);
        return;
    }
    let is_status = scope.graph.model().field(property) == Some(Field::Status);
    let fits = |draft: &Draft, slot: &Slot| {
        !slot.negated
            && slot.context != SlotContext::None
            && (slot.node == node || matches!(slot.context, SlotContext::Through(_, holder) if holder == node))
            && (!is_status || reads_treatment(scope, draft, slot))
    };
    let taken = frame.slots.iter().position(|slot| slot.taken && fits(draft, slot));
    if let Some(index) = taken.or_else(|| frame.slots.iter().position(|slot| fits(draft, slot))) {
        test_slot(scope, draft, frame, index, test);
        return;
    }
    if let Some(&link) = frame.head_links.first()
        && node == frame.base
        && (!is_status || link_reads_treatment(scope, draft, link))
    {
        add_tests(scope, draft, &frame.head_links, &test);
        return;
    }
    // No verb takes it: some statement of the noun's own context with that value, in the first
    // `in`.
    let places: Vec<Option<NodeId>> = frame.context.iter().copied().map(Some).collect();
    for place in if places.is_empty() { vec![None] } else { places } {
        let Some(link) = contexts::own_context_link(scope, draft, node, place) else {
            draft.error(Diagnostic::error(
                Code::NoPlace,
                span,
                "no verb here has evidence that this adjective could filter",
            ));
            return;
        };
        let id = draft.push_link(link);
        add_tests(scope, draft, &[id], &test);
        frame.items.push((node, Connector::And, Condition::Leaf(Requirement::Link(id))));
    }
}

fn reads_treatment(scope: &Scope<'_>, draft: &Draft, slot: &Slot) -> bool {
    match slot.context {
        SlotContext::Through(..) => true,
        SlotContext::Statement => link_reads_treatment(scope, draft, slot.link),
        SlotContext::None => false,
    }
}

/// Whether a verb's statements are about treatment or sensitivity.
fn link_reads_treatment(scope: &Scope<'_>, draft: &Draft, link: LinkId) -> bool {
    let vocabulary = scope.graph.vocabulary();
    draft.query.link(link).steps.iter().any(|(relation, _)| {
        vocabulary.verb(*relation).claim.as_ref().is_some_and(|claim| {
            let has = |wanted: &str| claim.effects.iter().any(|effect| effect == wanted);
            claim.from.contains(&Role::Therapy) && has(effect::TREATS)
                || has(effect::SENSITIVITY) && !has(effect::OVERCOMES)
        })
    })
}
