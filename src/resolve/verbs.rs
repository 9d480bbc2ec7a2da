//! Verbs: their links and what may still restrict them (rules R3, R9 and R10).

use crate::language::ast;
use crate::language::ast::Connector;
use crate::query::{Condition, Link, NodeId, Quantifier, Requirement};
use crate::resolve::draft::Draft;
use crate::resolve::frame::{Frame, Reading, Slot, SlotContext, Walk};
use crate::resolve::heads::plain_names;
use crate::resolve::objects::{ObjectTargets, quantifier_of};
use crate::resolve::scope::Scope;
use crate::resolve::{adjectives, connectors, expand, heads, inhibitors, kinds, nodes, nouns, objects};
use crate::vocabulary::{ContextRule, End, KindSet, RelationId, VerbUse};

/// A verb clause: of what, with which verbs, to which object.
pub(super) struct VerbClause<'s, 'a> {
    pub(super) node: NodeId,
    /// Joined by `or`, in each by `and`.
    pub(super) verbs: Vec<Vec<Reading<'a>>>,
    pub(super) object: &'s ast::Object,
    pub(super) negated: bool,
    pub(super) connector: Connector,
}

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
    let verbs = vec![vec![(uses, *form)]];
    attach(scope, draft, frame, &VerbClause { node, verbs, object, negated: false, connector: Connector::And })
}

pub(super) fn relation(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    clause: &ast::Clause,
    relation: &ast::Relation,
    connector: Connector,
) -> Option<()> {
    connectors::check_mixed(scope, draft, relation.verbs.mixed);
    let (node, verbs) = nouns::find_noun(scope, draft, frame, relation, clause)?;
    nouns::narrow(scope, draft, node, &verbs);
    let said = VerbClause { node, verbs, object: &relation.object, negated: relation.negated, connector };
    attach(scope, draft, frame, &said)
}

/// Makes the links of a verb list with its object, and opens slots for what follows.
pub(super) fn attach(scope: &Scope<'_>, draft: &mut Draft, frame: &mut Frame, said: &VerbClause<'_, '_>) -> Option<()> {
    let walks = walks(&said.verbs);
    let objects = objects(scope, draft, frame, said.object, &walks)?;
    frame.verb_clauses += 1;
    if let Some(condition) = inhibitors::through_classes(scope, draft, said.node, &walks, &objects) {
        let condition = if said.negated { Condition::negation(condition) } else { condition };
        frame.items.push((said.node, said.connector, condition));
        return Some(());
    }
    let relations = &scope.graph.model().relations;
    let is_inherited = |verb: &&VerbUse| relations.is_inherited(verb.relation) && verb.head == End::To;
    let is_some = objects.quantifier == Quantifier::Some;
    if is_some && walks.iter().flatten().flat_map(|walk| &walk.uses).all(is_inherited) {
        objects.alternatives.iter().flatten().for_each(|&node| expand::add_classes(scope, draft, node));
    }
    let mut alternatives = Vec::new();
    for all in &walks {
        let mut parts = Vec::new();
        for walk in all {
            let ends = objects.alternatives.iter().map(|targets| {
                let links = targets.iter().map(|&target| link(scope, draft, frame, said, walk, target, &objects));
                Condition::all(links.collect())
            });
            match Condition::any(ends.collect()) {
                Condition::And(ends) => parts.extend(ends),
                one => parts.push(one),
            }
        }
        alternatives.push(Condition::all(parts));
    }
    let condition = Condition::any(alternatives);
    let condition = if said.negated { Condition::negation(condition) } else { condition };
    frame.items.push((said.node, said.connector, condition));
    Some(())
}

/// Verbs without a connector are one walk over any of them; verbs joined by `and` are a walk each.
fn walks<'a>(verbs: &[Vec<Reading<'a>>]) -> Vec<Vec<Walk<'a>>> {
    let walk = |(uses, word): &Reading<'a>| Walk {
        uses: uses.clone(),
        forms: word.form.into_iter().collect(),
        span: word.span,
    };
    let mut walks: Vec<Vec<Walk<'a>>> = Vec::new();
    let mut alone: Option<usize> = None;
    for all in verbs {
        if let ([(uses, word)], Some([known])) = (all.as_slice(), alone.map(|place| &mut walks[place][..])) {
            known.uses.extend(uses);
            known.forms.extend(word.form);
            known.span = known.span.to(word.span);
            continue;
        }
        if all.len() == 1 {
            alone = Some(walks.len());
        }
        walks.push(all.iter().map(walk).collect());
    }
    walks
}

/// An edge of one walk to one object; what follows may say more of it.
fn link(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    said: &VerbClause<'_, '_>,
    walk: &Walk<'_>,
    object: NodeId,
    objects: &ObjectTargets,
) -> Condition {
    let context = slot_context(scope, draft, &walk.uses, said.node, object);
    let link = draft.push_link(verb_link(scope, walk, object, objects.quantifier));
    frame.slots.push(Slot {
        node: said.node,
        link,
        negated: said.negated || objects.none,
        taken: false,
        context,
        companions: Vec::new(),
        ends_in_in: walk.uses.first().is_some_and(|verb| verb.preposition.as_deref() == Some("in")),
        clause: frame.verb_clauses,
    });
    if objects.none {
        Condition::negation(Condition::Leaf(Requirement::Link(link)))
    } else {
        Condition::Leaf(Requirement::Link(link))
    }
}

/// What the verbs must lead to.
fn objects(
    scope: &Scope<'_>,
    draft: &mut Draft,
    frame: &mut Frame,
    object: &ast::Object,
    walks: &[Vec<Walk<'_>>],
) -> Option<ObjectTargets> {
    let vocabulary = scope.vocabulary();
    let uses = || walks.iter().flatten().flat_map(|walk| &walk.uses);
    let wanted = uses().fold(KindSet::default(), |set, verb| set.or(kinds::verb_objects(vocabulary, verb)));
    let and_profile = uses().all(|verb| {
        let row = vocabulary.verb(verb.relation);
        // Only the side of the biomarkers: `drugs overcoming A and B`, not `X overcome by a and b`.
        row.and_profile
            && scope.graph.model().kinds.profile.is_some_and(|profile| row.kinds(verb.head.other()).contains(&profile))
    });
    let first = walks.iter().flatten().next()?;
    let place = objects::place(scope, first, wanted);
    match object {
        ast::Object::Profile(profile) if and_profile => {
            let literals = profile.literals.iter().map(|literal| (literal.negated, &literal.alternatives[..]));
            Some(ObjectTargets::of(vec![vec![objects::profile(scope, draft, literals, wanted, &place)?]]))
        }
        ast::Object::Profile(profile) => {
            objects::ellipsis(scope, draft, profile, first);
            None
        }
        ast::Object::Quantified { quantifier, head, .. } => {
            let node = object_node(scope, draft, frame, head, wanted, &place)?;
            let (quantifier, none) = quantifier_of(*quantifier);
            if quantifier == Quantifier::Every {
                objects::keep_units(scope, draft, node);
            }
            Some(ObjectTargets { quantifier, none, ..ObjectTargets::some(node) })
        }
        ast::Object::Head(head) => match plain_names(head).filter(|names| names.list.has_and()) {
            Some(names) => objects::listed(scope, draft, frame, names, wanted, and_profile, &place),
            None => object_node(scope, draft, frame, head, wanted, &place).map(ObjectTargets::some),
        },
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
            Some(names) => heads::named_node(scope, draft, names, Some(wanted), place)?,
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

fn verb_link(scope: &Scope<'_>, walk: &Walk<'_>, object: NodeId, quantifier: Quantifier) -> Link {
    let vocabulary = scope.vocabulary();
    let mut steps: Vec<(RelationId, End)> = Vec::new();
    for verb in &walk.uses {
        let step = (verb.relation, verb.head);
        let known = |&(relation, head): &(RelationId, End)| {
            relation == verb.relation && (head == verb.head || vocabulary.verb(relation).undirected)
        };
        if !steps.iter().any(known) {
            steps.push(step);
        }
    }
    Link {
        quantifier,
        transitive: walk.uses.iter().any(|verb| verb.noun_form.as_ref().is_some_and(|form| form.transitive)),
        noun_form: walk.uses.iter().any(|verb| verb.noun_form.is_some()),
        forms: walk.forms.clone(),
        ..nodes::link(steps, object, walk.span)
    }
}

/// How the verb takes an `in`.
fn slot_context(scope: &Scope<'_>, draft: &Draft, uses: &[&VerbUse], node: NodeId, object: NodeId) -> SlotContext {
    let vocabulary = scope.graph.vocabulary();
    let Some(verb) = uses.first() else { return SlotContext::None };
    let row = vocabulary.verb(verb.relation);
    // What is asked of a statement is asked of the statement itself, whatever it is about.
    if row.derived.is_some() {
        return SlotContext::None;
    }
    match row.context {
        ContextRule::None => SlotContext::None,
        ContextRule::Statement => SlotContext::Statement,
        ContextRule::Relation(relation) => {
            let holders = KindSet::of(&vocabulary.verb(relation).from);
            let (kinds, object_kinds) = (draft.query.node(node).kinds, draft.query.node(object).kinds);
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
