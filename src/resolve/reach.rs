//! What stands above a name: the cancers and the groups of changes from which authority reaches
//! down to it (model section 6a).

use crate::graph::{EntityId, Graph};
use crate::model::{Above, Change};
use crate::query::{Inclusion, Member, Seed};
use crate::resolve::scope::Scope;
use crate::vocabulary::KindSet;

/// What stands above a name and is of these kinds, each with how.
pub(super) fn above(scope: &Scope<'_>, seed: &Seed, number: u32, kinds: KindSet) -> Vec<Member> {
    let mut above = Vec::new();
    let mut push = |entity: u32, how: Inclusion| above.push(Member { entity, seed: number, how });
    let graph = scope.graph;
    for &entity in seed.entities.iter().filter(|_| seed.unlisted.is_none()) {
        let kind = graph.kind(entity);
        if kinds.has(kind) && scope.inclusions.contexts.has(kind) {
            let upper = graph.hierarchy(kind).map_or(&[][..], |hierarchy| hierarchy.above(entity.0));
            upper.iter().filter(|&&upper| upper != entity.0).for_each(|&upper| push(upper, Inclusion::Broader));
        }
    }
    let kinds = of_forced(scope, seed, kinds);
    for (group, how) in groups(graph, seed) {
        for &face in graph.faces(&EntityId(group)) {
            if kinds.has(graph.kind(EntityId(face))) {
                push(face, how);
            }
        }
    }
    above
}

/// A forced face takes no edge of another face; a profile is that profile and no larger group.
fn of_forced(scope: &Scope<'_>, seed: &Seed, kinds: KindSet) -> KindSet {
    if seed.forced.is_none() {
        return kinds;
    }
    let profile = scope.graph.model().kinds.profile;
    let own = seed.entities.iter().map(|&entity| scope.graph.kind(entity)).filter(|&kind| Some(kind) != profile);
    kinds.and(own.fold(KindSet::default(), KindSet::with))
}

/// The groups of changes that a name is one of, over every number of steps, each with its word.
pub(super) fn groups(graph: &Graph, seed: &Seed) -> Vec<(u32, Inclusion)> {
    let Some(is_a) = graph.model().relations.is_a else { return Vec::new() };
    let mut found: Vec<(u32, Inclusion)> = Vec::new();
    let mut pending: Vec<u32> = Vec::new();
    match &seed.unlisted {
        Some(unlisted) => {
            found.extend(unlisted.above.iter().map(|&(group, how)| (group.0, how.into())));
            pending.extend(found.iter().map(|&(group, _)| group));
        }
        None => {
            let faces = seed.entities.iter().flat_map(|entity| graph.faces(entity));
            pending.extend(faces.copied().filter(|&face| is_finding(graph, face)));
        }
    }
    while let Some(lower) = pending.pop() {
        for &upper in graph.forward(is_a).targets(lower) {
            if is_finding(graph, upper) && !found.iter().any(|&(known, _)| known == upper) {
                found.push((upper, group_word(graph, EntityId(upper)).into()));
                pending.push(upper);
            }
        }
    }
    found
}

/// Whether it is what a profile may name: a variant or a biomarker.
fn is_finding(graph: &Graph, entity: u32) -> bool {
    graph.model().kinds.profile_leaves().contains(&Some(graph.kind(EntityId(entity))))
}

/// What a group of changes is, by its name.
pub(crate) fn group_word(graph: &Graph, group: EntityId) -> Above {
    let genes = graph.model().relations.variant_of.map(|of| graph.forward(of).targets(group.0));
    let change = |&gene: &u32| Change::of_name(graph.name(group), graph.name(EntityId(gene)));
    match genes.unwrap_or_default().iter().find_map(change) {
        Some(Change::Codon(_)) => Above::Codon,
        Some(Change::Exon { .. }) => Above::Exon,
        _ => Above::Category,
    }
}
