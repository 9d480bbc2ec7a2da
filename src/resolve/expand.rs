//! What a name includes: below it in a hierarchy, members, variants, and what is above (rule R10).

use crate::graph::EntityId;
use crate::query::{Domain, Inclusion, Member, NamedSet, NodeId, Seed};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::{profile, reach};
use crate::vocabulary::{KindId, KindSet};
use std::sync::Arc;

/// Whether this entity, or anything its name includes, is of these kinds.
pub(super) fn includes_kind(scope: &Scope<'_>, entity: EntityId, kinds: KindSet) -> bool {
    if has_face_in(scope, entity, kinds) {
        return true;
    }
    let mut members = Vec::new();
    include(scope, entity, 0, kinds, &mut members);
    !members.is_empty()
}

/// All entities of `kinds` that the seeds include, sorted, each once with its nearest reason.
pub(super) fn expand(scope: &Scope<'_>, seeds: Vec<Seed>, kinds: KindSet) -> Arc<NamedSet> {
    let (mut members, mut above) = (Vec::new(), Vec::new());
    for (number, seed) in (0..).zip(&seeds) {
        if let Some(question) = &seed.together {
            let (profiles, reached) = profile::profiles(scope.graph, question, number);
            members.extend(profiles);
            above.extend(reached);
            continue;
        }
        if seed.or_broader {
            members.extend(reach::above(scope, seed, number, kinds));
        }
        if seed.unlisted.is_some() {
            continue;
        }
        for &entity in &seed.entities {
            if kinds.has(scope.graph.kind(entity)) {
                members.push(Member { entity: entity.0, seed: number, how: Inclusion::Exact });
            }
            if !seed.exactly {
                include(scope, entity, number, kinds, &mut members);
            }
            if seed.or_broader {
                include_broader(scope, entity, number, kinds, &mut members);
            }
        }
    }
    let is_reached = |seed: &Seed| !seed.exactly && !seed.or_broader && seed.together.is_none();
    let reached = (0..).zip(&seeds).filter(|(_, seed)| is_reached(seed));
    above.extend(reached.flat_map(|(number, seed)| reach::above(scope, seed, number, kinds)));
    let findings = scope.graph.model().kinds.same_by_name();
    let is_finding = |entity: &EntityId| findings.contains(&Some(scope.graph.kind(*entity)));
    let exactly = seeds.iter().any(|seed| seed.exactly && seed.entities.iter().any(is_finding));
    Arc::new(NamedSet { exactly, ..NamedSet::new(members, seeds) }.reached_from(above))
}

/// What a name includes beside itself: below it in a hierarchy, members of a class or family,
/// variants of a gene; each only where the kinds require it.
fn include(scope: &Scope<'_>, entity: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
    let graph = scope.graph;
    let kind = graph.kind(entity);
    if let Some(hierarchy) = graph.hierarchy(kind) {
        let below = hierarchy.below(entity.0);
        if kinds.has(kind) {
            members.extend(below.iter().filter(|&&lower| lower != entity.0).map(|&lower| Member {
                entity: lower,
                seed,
                how: Inclusion::Subtype,
            }));
        }
        include_instances(scope, kind, below, seed, kinds, members);
    }
    if let Some((family, has_member)) = scope.inclusions.family
        && kind == family
    {
        for &gene in graph.forward(has_member).targets(entity.0) {
            push_faces(scope, EntityId(gene), seed, kinds, Inclusion::Member, members);
            include_variants(scope, EntityId(gene), seed, kinds, members);
        }
    }
    include_variants(scope, entity, seed, kinds, members);
}

/// Entities of other kinds that are one of `classes` (drugs of a drug class, mechanisms of a kind).
fn include_instances(
    scope: &Scope<'_>,
    kind: KindId,
    classes: &[u32],
    seed: u32,
    kinds: KindSet,
    members: &mut Vec<Member>,
) {
    let Some(is_a) = scope.graph.vocabulary().kinds[usize::from(kind.0)].hierarchical else { return };
    if scope.graph.vocabulary().verb(is_a).from.iter().all(|&from| from == kind || !kinds.has(from)) {
        return;
    }
    let instances = scope.graph.backward(is_a);
    for &class in classes {
        for &instance in instances.targets(class) {
            let of = scope.graph.kind(EntityId(instance));
            if of != kind && kinds.has(of) {
                push_faces(scope, EntityId(instance), seed, kinds, Inclusion::Member, members);
            }
        }
    }
}

fn include_variants(scope: &Scope<'_>, gene: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
    let Some((kind, variant_of)) = scope.inclusions.variants else { return };
    if !scope.graph.vocabulary().verb(variant_of).from.iter().any(|&from| kinds.has(from)) {
        return;
    }
    for &face in scope.graph.faces(&gene) {
        if scope.graph.kind(EntityId(face)) == kind {
            for &variant in scope.graph.backward(variant_of).targets(face) {
                push_faces(scope, EntityId(variant), seed, kinds, Inclusion::Member, members);
            }
        }
    }
}

fn push_faces(
    scope: &Scope<'_>,
    entity: EntityId,
    seed: u32,
    kinds: KindSet,
    how: Inclusion,
    members: &mut Vec<Member>,
) {
    for &face in scope.graph.faces(&entity) {
        if kinds.has(scope.graph.kind(EntityId(face))) {
            members.push(Member { entity: face, seed, how });
        }
    }
}

/// `or broader`: what is above in the hierarchy, the classes of a drug, the families of a gene,
/// the categories of a variant.
fn include_broader(scope: &Scope<'_>, entity: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
    let graph = scope.graph;
    let mut pending = vec![entity.0];
    let mut seen: Vec<u32> = Vec::new();
    let is_a: Vec<_> = graph
        .vocabulary()
        .kinds
        .iter()
        .filter_map(|kind| kind.hierarchical)
        .chain(graph.model().relations.is_a)
        .collect();
    while let Some(lower) = pending.pop() {
        for &relation in &is_a {
            for &upper in graph.forward(relation).targets(lower) {
                if !seen.contains(&upper) {
                    seen.push(upper);
                    pending.push(upper);
                }
            }
        }
    }
    if let Some((family, has_member)) = scope.inclusions.family {
        for &face in graph.faces(&entity) {
            seen.extend(
                graph.backward(has_member).targets(face).iter().filter(|&&owner| graph.kind(EntityId(owner)) == family),
            );
        }
    }
    for upper in seen {
        push_faces(scope, EntityId(upper), seed, kinds, Inclusion::Broader, members);
    }
}

/// Adds the classes of what a node names: what is stated of a class holds for its members.
pub(super) fn add_classes(scope: &Scope<'_>, draft: &mut Draft, node: NodeId) {
    let node = draft.query.node_mut(node);
    let (Domain::Named(set), Some(class)) = (&node.domain, scope.graph.model().kinds.drug_class) else { return };
    let mut members: Vec<Member> = set.members.iter().chain(&set.further).copied().collect();
    for (number, seed) in (0..).zip(&set.seeds).filter(|(_, seed)| !seed.exactly) {
        for &entity in &seed.entities {
            include_broader(scope, entity, number, KindSet::default().with(class), &mut members);
        }
    }
    let named = NamedSet { exactly: set.exactly, ..NamedSet::new(members, set.seeds.clone()) };
    node.domain = Domain::Named(Arc::new(named.reached_from(set.reached.clone())));
}

/// Whether one face of this entity is of these kinds.
pub(super) fn has_face_in(scope: &Scope<'_>, entity: EntityId, kinds: KindSet) -> bool {
    scope.graph.faces(&entity).iter().any(|&face| kinds.has(scope.graph.kind(EntityId(face))))
}
