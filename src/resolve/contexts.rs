//! `in X`: which verb, or else which noun, it restricts (rules R3, R5 and R5b).

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, Domain, Evidence, Link, LinkId, NodeId, Requirement};
use crate::resolve::draft::{Draft, MAX_FINDINGS};
use crate::resolve::frame::{Frame, Slot, SlotContext, Taker};
use crate::resolve::heads::{plain_names, single_set_variable};
use crate::resolve::nest::Nested;
use crate::resolve::scope::Scope;
use crate::resolve::{connectors, heads, kinds, nest, nodes, objects, verbs};
use crate::vocabulary::{End, KindSet, RelationId};

/// `in X`: to the nearest verb on the left that has a free slot, else to the noun itself (R3, R5,
/// R5b).
pub(super) fn context(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    context: &ast::Context,
) -> Option<()> {
    let repeat = repeats_verb(frame, clause, context);
    if let Some(slot) = repeat {
        return repeat_verb(scope, draft, frame, clause, context, slot);
    }
    let objects = context_nodes(scope, draft, context)?;
    place_context(scope, draft, frame, clause, context, &objects)
}

/// R3: after `mutated in X`, `but not in Y` says `mutated in` again.
fn repeats_verb(frame: &Frame, clause: &ast::Clause, context: &ast::Context) -> Option<usize> {
    let last = frame.slots.len().checked_sub(1)?;
    let slot = &frame.slots[last];
    let connected = clause.connector.is_some() || context.negated;
    (connected && slot.ends_in_in).then_some(last)
}

fn repeat_verb(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    context: &ast::Context,
    slot: usize,
) -> Option<()> {
    let slot = frame.slots[slot].clone();
    let steps = draft.query.link(slot.link).steps.clone();
    let forms = draft.query.link(slot.link).forms.clone();
    let vocabulary = scope.graph.vocabulary();
    let wanted = steps.iter().fold(KindSet::default(), |set, (relation, head)| {
        set.or(KindSet::of(vocabulary.verb(*relation).kinds(head.other())))
    });
    let (ast::Object::Head(head) | ast::Object::Quantified { head, .. }) = &context.object else {
        objects::require_profile(draft, false, clause.span)?;
        return None;
    };
    let object = verbs::object_node(scope, draft, frame, head, wanted, "")?;
    let link = Link { forms, ..nodes::link(steps, object, clause.span) };
    let id = draft.push_link(link);
    let condition = Condition::Leaf(Requirement::Link(id));
    let condition = if context.negated { Condition::negation(condition) } else { condition };
    let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
    frame.items.push((slot.node, connector, condition));
    frame.verb_clauses += 1;
    let clause = frame.verb_clauses;
    frame.slots.push(Slot { link: id, negated: context.negated, taken: false, companions: Vec::new(), clause, ..slot });
    Some(())
}

/// The cancers that an `in` names: several nodes where all of them must hold.
pub(super) fn context_nodes(scope: &Scope<'_>, draft: &mut Draft, context: &ast::Context) -> Option<Vec<NodeId>> {
    let wanted = scope.inclusions.contexts;
    if wanted.is_empty() {
        draft.error(Diagnostic::error(
            Code::NoStatements,
            context.preposition,
            "this graph has no evidence, so `in` cannot be used",
        ));
        return None;
    }
    let place = format!("`in` expects {}", scope.one_of(wanted));
    let head = match &context.object {
        ast::Object::Head(head) | ast::Object::Quantified { head, .. } => head,
        // `in (A or B) and C`
        ast::Object::Profile(profile) if profile.literals.iter().all(|literal| !literal.negated) => {
            let node = |literal: &ast::Literal| {
                let names: Vec<&ast::Name> = literal.alternatives.iter().collect();
                heads::any_name(scope, draft, &names, literal.span, Some(wanted), &place)
            };
            return profile.literals.iter().map(node).collect();
        }
        ast::Object::Profile(_) => {
            objects::require_profile(draft, false, context.preposition)?;
            return None;
        }
    };
    if let Some(names) = plain_names(head)
        && !single_set_variable(scope, names)
    {
        return named_contexts(scope, draft, names, wanted, &place);
    }
    let node = nest::read(scope, draft, &Nested::head(head, Some(wanted)))?;
    objects::check_object_kind(scope, draft, node, wanted, head.span)?;
    // A noun (`in any cancer`) is no restriction beyond itself; a set includes what is below.
    if let Domain::Set(set) = draft.query.node(node).domain {
        draft.query.nodes[node.0 as usize].domain = Domain::Below(set);
    }
    Some(vec![node])
}

/// A node for each of several lists of names, all of which must hold: `(A and B) or C` is `A or C`
/// and `B or C`.
fn named_contexts(
    scope: &Scope<'_>,
    draft: &mut Draft,
    names: &ast::Names,
    wanted: KindSet,
    place: &str,
) -> Option<Vec<NodeId>> {
    connectors::check_mixed(scope, draft, names.list.mixed);
    let mut lists: Vec<Vec<&ast::Name>> = vec![Vec::new()];
    for all in &names.list.alternatives {
        if lists.len() * all.len() > MAX_FINDINGS {
            draft.too_long(names.span, "combinations of names", MAX_FINDINGS);
            return None;
        }
        lists = all.iter().flat_map(|name| lists.iter().map(move |list| [&list[..], &[name]].concat())).collect();
    }
    let span = |list: &[&ast::Name]| {
        if lists.len() > 1 { list.first().map_or(names.span, |name| name.span) } else { names.span }
    };
    let node = |list: &Vec<&ast::Name>| heads::any_name(scope, draft, list, span(list), Some(wanted), place);
    lists.iter().map(node).collect()
}

fn place_context(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    context: &ast::Context,
    objects: &[NodeId],
) -> Option<()> {
    if !context.negated && frame.context.is_empty() {
        frame.context = objects.to_vec();
    }
    let free = frame
        .slots
        .iter()
        .rposition(|slot| !slot.negated && (!slot.taken || context.negated) && slot.context != SlotContext::None);
    let connector = clause.connector.map_or(Connector::And, |(connector, _)| connector);
    match free {
        Some(index) if context.negated => {
            let each = objects.iter().zip(connectors(connector));
            each.for_each(|(&object, connector)| exclude_context(draft, frame, index, object, connector));
        }
        Some(index) => take_context(scope, draft, frame, index, objects),
        None => head_context(scope, draft, frame, context, objects, connector)?,
    }
    Some(())
}

/// All cancers of one `in` go to one verb. Its own statement names all of them; for a verb of facts
/// the noun has a statement in each.
fn take_context(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, index: usize, objects: &[NodeId]) {
    let restricts = objects.iter().any(|&object| restricts(draft, object));
    for peer in frame.peers(index) {
        let slot = frame.slots[peer].clone();
        match slot.context {
            SlotContext::Through(..) => {
                let links = companions(scope, draft, frame, peer);
                for (place, &object) in objects.iter().enumerate() {
                    let link = links.get(place).copied().unwrap_or_else(|| another(draft, frame, peer, links[0]));
                    draft.query.link_mut(link).object = object;
                    draft.query.link_mut(link).took_in = restricts;
                }
            }
            SlotContext::Statement | SlotContext::None => {
                let link = draft.query.link_mut(slot.link);
                link.evidence.contexts.extend(objects);
                link.took_in = restricts;
            }
        }
        frame.slots[peer].taken = true;
    }
    frame.taker = Some(Taker::Slot(index));
}

/// A further link like a companion of a slot, joined to it by `and`.
fn another(draft: &mut Draft, frame: &mut Frame, slot: usize, first: LinkId) -> LinkId {
    let id = draft.push_link(draft.query.link(first).clone());
    let own = frame.items.iter_mut().map(|(_, _, condition)| condition).find(|one| mentions(one, first));
    if let Some(condition) = own {
        let known = std::mem::take(condition);
        *condition = Condition::And(vec![known, Condition::Leaf(Requirement::Link(id))]);
    }
    frame.slots[slot].companions.push(id);
    id
}

/// How the parts of `in A and B` are joined to what is before them, and to each other.
fn connectors(first: Connector) -> impl Iterator<Item = Connector> {
    std::iter::once(first).chain(std::iter::repeat(Connector::And))
}

/// `in any cancer` says no more than that there is one.
fn restricts(draft: &Draft, object: NodeId) -> bool {
    let row = draft.query.node(object);
    !matches!(row.domain, Domain::All) || !row.condition.is_true()
}

/// `not in X`: there is no supported row of the same verb there.
fn exclude_context(draft: &mut Draft, frame: &mut Frame, index: usize, object: NodeId, connector: Connector) {
    let slot = frame.slots[index].clone();
    let (node, link) = match slot.context {
        SlotContext::Through(relation, holder) => (holder, context_link(draft, relation, object, slot.link)),
        SlotContext::Statement | SlotContext::None => {
            // Its own `in` and filters say nothing of what is left out (R5b).
            let mut link = draft.query.link(slot.link).clone();
            link.evidence = Evidence { contexts: vec![object], tests: Vec::new() };
            link.lifted = false;
            link.took_in = false;
            (slot.node, link)
        }
    };
    let id = draft.push_link(link);
    frame.items.push((node, connector, Condition::negation(Condition::Leaf(Requirement::Link(id)))));
}

fn context_link(draft: &Draft, relation: RelationId, object: NodeId, verb: LinkId) -> Link {
    let span = draft.query.link(verb).span;
    Link { is_context: true, ..nodes::link(vec![(relation, End::From)], object, span) }
}

/// The links for the context of a fact verb, made at first use (in any cancer); never empty.
pub(super) fn companions(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, index: usize) -> Vec<LinkId> {
    let slot = frame.slots[index].clone();
    if !slot.companions.is_empty() {
        return slot.companions;
    }
    // Verbs of one clause that restrict the same noun share its context.
    let shared = frame.peers(index).into_iter().map(|peer| &frame.slots[peer]);
    let shared = shared.filter(|other| other.context == slot.context && !other.companions.is_empty());
    if let Some(links) = shared.map(|other| other.companions.clone()).next() {
        frame.slots[index].companions.clone_from(&links);
        return links;
    }
    let (relation, holder) = match slot.context {
        SlotContext::Through(relation, holder) => (relation, holder),
        SlotContext::Statement | SlotContext::None => return vec![slot.link],
    };
    let kinds = KindSet::of(&scope.graph.vocabulary().verb(relation).to);
    let any = draft.push_node(nodes::any(scope, kinds, draft.query.link(slot.link).span));
    let link = context_link(draft, relation, any, slot.link);
    let id = draft.push_link(link);
    // It belongs to the same group of `and` and `or` as the verb it restricts.
    let own = frame.items.iter_mut().find(|(node, _, condition)| *node == holder && mentions(condition, slot.link));
    match own {
        Some((_, _, condition)) => {
            let verb = std::mem::take(condition);
            *condition = Condition::And(vec![verb, Condition::Leaf(Requirement::Link(id))]);
        }
        None => frame.items.push((holder, Connector::And, Condition::Leaf(Requirement::Link(id)))),
    }
    frame.slots[index].companions = vec![id];
    vec![id]
}

/// `drugs in gastric`: the noun's own context.
fn head_context(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    context: &ast::Context,
    objects: &[NodeId],
    connector: Connector,
) -> Option<()> {
    let base = frame.base;
    let negated = |condition| if context.negated { Condition::negation(condition) } else { condition };
    if kinds::is_statement(scope, draft, base) {
        for (&object, connector) in objects.iter().zip(connectors(connector)) {
            let evidence = Evidence { contexts: vec![object], tests: Vec::new() };
            frame.items.push((base, connector, negated(Condition::Leaf(Requirement::Evidence(evidence)))));
        }
        frame.taker = Some(Taker::Statement(base));
        return Some(());
    }
    let mut links = Vec::new();
    for (&object, connector) in objects.iter().zip(connectors(connector)) {
        let Some(link) = own_context_link(scope, draft, base, Some(object)) else {
            no_context(scope, draft, frame, context);
            return None;
        };
        let took_in = !context.negated && restricts(draft, object);
        let id = draft.push_link(Link { took_in, ..link });
        links.push(id);
        frame.items.push((base, connector, negated(Condition::Leaf(Requirement::Link(id)))));
    }
    if !context.negated {
        frame.taker = Some(Taker::Links(links.clone()));
        frame.head_links = links;
    }
    Some(())
}

/// The link of a noun's own context, in `object` or in any cancer.
pub(super) fn own_context_link(
    scope: &Scope<'_>,
    draft: &mut Draft,
    node: NodeId,
    object: Option<NodeId>,
) -> Option<Link> {
    let vocabulary = scope.graph.vocabulary();
    let kinds = draft.query.node(node).kinds;
    let relation = kinds.iter().find_map(|kind| vocabulary.kinds[usize::from(kind.0)].context)?;
    let verb = vocabulary.verb(relation);
    let span = draft.query.node(node).span;
    let to = KindSet::of(&verb.to);
    let leads_to_context = !to.and(scope.inclusions.contexts).is_empty();
    let goal = match object {
        Some(object) if leads_to_context => object,
        Some(_) | None => draft.push_node(nodes::any(scope, to, span)),
    };
    let mut link = nodes::link(vec![(relation, End::From)], goal, span);
    link.is_context = true;
    if let Some(object) = object
        && !leads_to_context
    {
        link.evidence.contexts.push(object);
    }
    Some(link)
}

fn no_context(scope: &Scope<'_>, draft: &mut Draft, frame: &Frame, context: &ast::Context) {
    let base = draft.query.heading(scope.vocabulary(), frame.base);
    let message = format!("nothing here can be restricted with `in`: no verb to the left takes it, nor does {base}");
    draft.error(
        Diagnostic::error(Code::NoPlace, context.preposition, message)
            .help("verbs backed by evidence take `in`, and so do drugs, mechanisms, genes and variants themselves"),
    );
}

pub(super) fn mentions(condition: &Condition, link: LinkId) -> bool {
    condition.has_leaf(&|leaf| matches!(leaf, Requirement::Link(id) if *id == link))
}
