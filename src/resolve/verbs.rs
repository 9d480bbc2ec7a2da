//! Verbs: their links and what may still restrict them (rules R3, R9 and R10).

use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, Link, NodeId, Quantifier};
use crate::resolve::draft::Draft;
use crate::resolve::frame::{Frame, Reading, Slot, SlotContext};
use crate::resolve::heads::plain_names;
use crate::resolve::objects::{Objects, quantifier_of};
use crate::resolve::scope::Scope;
use crate::resolve::{adjectives, connectors, heads, kinds, nodes, nouns, objects};
use crate::text::Span;
use crate::vocabulary::{Context, End, KindSet, RelationId, VerbUse};

/// `targets of trastuzumab`: the head's own verb.
pub(super) fn noun_form(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    node: NodeId,
    form: &ast::Word,
    object: &ast::Object,
) -> Option<()> {
    let mut uses: Vec<&VerbUse> = kinds::uses_of(scope, form).collect();
    let (kinds, objects) = (draft.query.node(node).kinds, kinds::object_kinds(scope, draft, object));
    if uses.iter().any(|verb| kinds::fits(scope, verb, kinds, objects)) {
        uses.retain(|verb| kinds::fits(scope, verb, kinds, objects));
    }
    attach(scope, draft, frame, node, &[(uses, *form)], Connector::Or, object, false, (Connector::And, form.span))
}

/// The nodes of an object: one, or several that must all be met.
fn objects<'a>(
    scope: &Scope<'a>,
    draft: &mut Draft,
    frame: &mut Frame,
    object: &ast::Object,
    wanted: KindSet,
    and_profile: bool,
    groups: &[Reading<'a>],
) -> Option<Objects> {
    let place = objects::place(scope, groups, wanted);
    match object {
        ast::Object::Profile(profile) => {
            if !and_profile {
                objects::ellipsis(scope, draft, profile, groups);
                return None;
            }
            let names: Vec<&ast::Literal> = profile.literals.iter().collect();
            objects::profile_objects(scope, draft, &names, wanted, &place)
        }
        ast::Object::Quantified { quantifier, head, .. } => {
            let node = object_node(scope, draft, frame, head, wanted, &place)?;
            let (quantifier, none) = quantifier_of(*quantifier);
            if quantifier == Quantifier::Every {
                objects::keep_units(scope, draft, node);
            }
            Some(Objects { nodes: vec![node], quantifier, none, profile: None })
        }
        ast::Object::Head(head) => {
            if let Some(names) = plain_names(head)
                && names.connector == Connector::And
                && names.items.len() > 1
            {
                return objects::all_names(scope, draft, frame, names, wanted, and_profile, &place);
            }
            let node = object_node(scope, draft, frame, head, wanted, &place)?;
            Some(Objects { nodes: vec![node], quantifier: Quantifier::Some, none: false, profile: None })
        }
    }
}

pub(super) fn object_node(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    head: &ast::Head,
    wanted: KindSet,
    place: &str,
) -> Option<NodeId> {
    draft.deeper(head.span, |draft| {
        let node = match plain_names(head) {
            Some(names) => heads::named_node(scope, draft, names, Some(wanted), place, None)?,
            None => heads::bare_head(scope, draft, head, Some(wanted))?,
        };
        objects::check_object_kind(scope, draft, node, wanted, head.span)?;
        frame.nouns.push(node);
        if let ast::HeadKind::NounForm { form, object } = &head.kind {
            noun_form(scope, draft, frame, node, form, object)?;
        }
        adjectives::label_and_adjectives(scope, draft, frame, node, head);
        Some(node)
    })
}

pub(super) fn relation(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    relation: &ast::Relation,
    connector: (Connector, Span),
) -> Option<()> {
    connectors::check_mixed(scope, draft, &relation.mixed);
    let (target, readings) = nouns::find_noun(scope, draft, frame, relation, clause.comma)?;
    nouns::narrow(scope, draft, target, &readings);
    attach(scope, draft, frame, target, &readings, relation.connector, &relation.object, relation.negated, connector)
}

/// Makes the links of a verb list with its object, and opens slots for what follows.
#[allow(clippy::too_many_arguments)]
pub(super) fn attach<'a>(
    scope: &Scope<'a>,
    draft: &mut Draft,
    frame: &mut Frame,
    node: NodeId,
    verbs: &[Reading<'a>],
    joined: Connector,
    object: &ast::Object,
    negated: bool,
    connector: (Connector, Span),
) -> Option<()> {
    let vocabulary = scope.graph.vocabulary();
    let kinds = draft.query.node(node).kinds;
    let groups: Vec<Reading<'a>> = match joined {
        // One walk over any of the verbs.
        Connector::Or => {
            let word = ast::Word { form: verbs.first()?.1.form, span: verbs.first()?.1.span.to(verbs.last()?.1.span) };
            vec![(verbs.iter().flat_map(|(uses, _)| uses.clone()).collect(), word)]
        }
        Connector::And => verbs.to_vec(),
    };
    let wanted = groups
        .iter()
        .flat_map(|(uses, _)| uses)
        .fold(KindSet::default(), |set, verb| set.or(kinds::verb_objects(vocabulary, verb)));
    let and_profile = groups.iter().flat_map(|(uses, _)| uses).all(|verb| {
        let row = vocabulary.verb(verb.relation);
        // Only the side of the biomarkers: `drugs overcoming A and B`, not `X overcome by a and b`.
        row.and_profile
            && scope.graph.model().kinds.profile.is_some_and(|profile| row.kinds(verb.head.other()).contains(&profile))
    });
    let objects = objects(scope, draft, frame, object, wanted, and_profile, &groups)?;
    let mut conditions = Vec::new();
    frame.verb_clauses += 1;
    let clause = frame.verb_clauses;
    for (uses, word) in &groups {
        for found in &objects.nodes {
            let link = verb_link(scope, uses, word, *found, &objects, verbs);
            let id = draft.push_link(link);
            let condition =
                if objects.none { Condition::Not(Box::new(Condition::Link(id))) } else { Condition::Link(id) };
            conditions.push(condition);
            let context = slot_context(scope, draft, uses, node, kinds, *found);
            frame.slots.push(Slot {
                node,
                link: id,
                negated: negated || objects.none,
                taken: false,
                context,
                companion: None,
                ends_in_in: uses.first().is_some_and(|verb| verb.preposition.as_deref() == Some("in")),
                clause,
            });
        }
    }
    let condition = if conditions.len() == 1 { conditions.remove(0) } else { Condition::And(conditions) };
    let condition = if negated { Condition::Not(Box::new(condition)) } else { condition };
    frame.items.push((node, connector.0, condition));
    Some(())
}

fn verb_link<'a>(
    scope: &Scope<'a>,
    uses: &[&'a VerbUse],
    word: &ast::Word,
    object: NodeId,
    objects: &Objects,
    verbs: &[Reading<'a>],
) -> Link {
    let vocabulary = scope.graph.vocabulary();
    let mut steps: Vec<(RelationId, End)> = Vec::new();
    for verb in uses {
        let step = (verb.relation, verb.head);
        let known = |&(relation, head): &(RelationId, End)| {
            relation == verb.relation && (head == verb.head || vocabulary.verb(relation).undirected)
        };
        if !steps.iter().any(known) {
            steps.push(step);
        }
    }
    let words: Vec<&str> = if uses.len() > 1 && verbs.len() > 1 {
        verbs.iter().filter_map(|(_, word)| word.form).map(|form| vocabulary.forms.get(form).text.as_str()).collect()
    } else {
        word.form.map(|form| vocabulary.forms.get(form).text.as_str()).into_iter().collect()
    };
    let mut link = nodes::plain_link(steps, object, &words.join(" or "), word.span);
    link.noun_form = uses.iter().any(|verb| verb.noun_form.is_some());
    link.transitive = uses.iter().any(|verb| verb.noun_form.as_ref().is_some_and(|form| form.transitive));
    link.quantifier = objects.quantifier;
    link.profile.clone_from(&objects.profile);
    link
}

/// How the verb takes an `in`.
fn slot_context<'a>(
    scope: &Scope<'a>,
    draft: &Draft,
    uses: &[&'a VerbUse],
    node: NodeId,
    kinds: KindSet,
    object: NodeId,
) -> SlotContext {
    let vocabulary = scope.graph.vocabulary();
    let Some(verb) = uses.first() else { return SlotContext::None };
    let row = vocabulary.verb(verb.relation);
    // What is asked of a statement is asked of the statement itself, whatever it is about.
    if row.derived.is_some() {
        return SlotContext::None;
    }
    match row.context {
        Context::None => SlotContext::None,
        Context::Statement => SlotContext::Statement,
        Context::Relation(relation) => {
            let holders = KindSet::of(&vocabulary.verb(relation).from);
            let object_kinds = draft.query.node(object).kinds;
            if !holders.and(kinds).is_empty() {
                SlotContext::Through(relation, node)
            } else if !holders.and(object_kinds).is_empty() {
                SlotContext::Through(relation, object)
            } else {
                SlotContext::None
            }
        }
    }
}
