//! `drugs inhibiting BRAF`, where that is stated of no drug: those that target it and belong to a
//! class of its inhibitors.

use crate::graph::EntityId;
use crate::query::{Condition, Domain, Node, NodeId, Quantifier, Requirement, Seed};
use crate::resolve::draft::Draft;
use crate::resolve::frame::Walk;
use crate::resolve::objects::ObjectTargets;
use crate::resolve::scope::Scope;
use crate::resolve::{expand, nodes};
use crate::vocabulary::{End, KindSet};
use std::sync::Arc;

/// The last word of a class of drugs that inhibit what they target.
const INHIBITORS: [&str; 2] = ["inhibitor", "TKI"];

/// The condition in place of a verb that says of drugs what they inhibit; `None` where a drug is
/// stated to do so, or another verb is meant.
pub(super) fn through_classes(
    scope: &Scope<'_>,
    draft: &mut Draft,
    head: NodeId,
    walks: &[Vec<Walk<'_>>],
    objects: &ObjectTargets,
) -> Option<Condition> {
    let model = scope.graph.model();
    let (inhibits, targets, is_a) = (model.relations.inhibits?, model.relations.targets?, model.relations.is_a?);
    let (drug, class) = (model.kinds.drug?, model.kinds.drug_class?);
    let [walks] = walks else { return None };
    let ([walk], [all], Quantifier::Some, false) =
        (&walks[..], &objects.alternatives[..], objects.quantifier, objects.none)
    else {
        return None;
    };
    let is_meant = walk.uses.iter().all(|verb| verb.relation == inhibits && verb.head == End::From);
    if !is_meant || draft.query.node(head).kinds != KindSet::default().with(drug) {
        return None;
    }
    let [object] = all[..] else { return None };
    let Domain::Named(named) = &draft.query.node(object).domain else { return None };
    let named = Arc::clone(named);
    let is_drug = |entity: &u32| scope.graph.kind(EntityId(*entity)) == drug;
    let is_stated = |member: u32| scope.graph.backward(inhibits).targets(member).iter().any(is_drug);
    if named.entities().any(is_stated) {
        return None;
    }
    let goals = KindSet::of(&scope.graph.vocabulary().verb(targets).to);
    let goal = expand::expand(scope, named.seeds.clone(), goals);
    let mut inhibited: Vec<u32> = goal.entities().collect();
    inhibited.extend(families(scope, &named.seeds));
    let hits = |class: &u32| scope.graph.forward(targets).targets(*class).iter().any(|hit| inhibited.contains(hit));
    let found: Vec<u32> =
        scope.graph.kind_range(class).filter(|&class| is_of_inhibitors(scope, class)).filter(hits).collect();
    // A class below another of them says nothing more.
    let hierarchy = scope.graph.hierarchy(class);
    let is_below =
        |lower: u32, upper: u32| lower != upper && hierarchy.is_some_and(|hierarchy| hierarchy.is_below(lower, upper));
    let widest = found.iter().copied().filter(|&lower| !found.iter().any(|&upper| is_below(lower, upper)));
    let classes: Vec<Seed> = widest.map(|class| seed(scope, class)).collect();
    if classes.is_empty() {
        return None;
    }
    let names: Vec<&str> = named.seeds.iter().map(|seed| seed.typed.as_str()).collect();
    draft.note(
        "inhibitors",
        format!(
            "no drug is stated to inhibit {} itself: those that target it and belong to a class of its inhibitors count",
            names.join(" or ")
        ),
    );
    let classes = expand::expand(scope, classes, KindSet::default().with(class));
    let links = [(targets, Domain::Named(goal), goals), (is_a, Domain::Named(classes), KindSet::default().with(class))];
    let leaves = links.map(|(relation, domain, kinds)| {
        let node = Node { domain, named: true, ..nodes::any(scope, kinds, walk.span) };
        let node = draft.push_node(node);
        Condition::Leaf(Requirement::Link(draft.push_link(nodes::link(vec![(relation, End::From)], node, walk.span))))
    });
    Some(Condition::And(leaves.into()))
}

/// Families that have one of these genes.
fn families(scope: &Scope<'_>, seeds: &[Seed]) -> Vec<u32> {
    let model = scope.graph.model();
    let (Some(has_member), family) = (model.relations.has_member, model.kinds.gene_family) else { return Vec::new() };
    let genes = seeds.iter().flat_map(|seed| &seed.entities).flat_map(|entity| scope.graph.faces(entity));
    let owners = genes.flat_map(|&gene| scope.graph.backward(has_member).targets(gene)).copied();
    owners.filter(|&owner| Some(scope.graph.kind(EntityId(owner))) == family).collect()
}

/// Whether a class is called after what its drugs inhibit: `BRAF inhibitor`, `ALK TKI`.
fn is_of_inhibitors(scope: &Scope<'_>, class: u32) -> bool {
    let class = EntityId(class);
    let last = |name: &str| INHIBITORS.contains(&name.rsplit(' ').next().unwrap_or(name));
    last(scope.graph.name(class)) || scope.graph.aliases(class).any(last)
}

fn seed(scope: &Scope<'_>, class: u32) -> Seed {
    Seed::of(vec![EntityId(class)], scope.graph.name(EntityId(class)))
}
