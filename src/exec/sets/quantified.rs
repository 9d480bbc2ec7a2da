//! `at least 2`, `only`, `every`, and chains of any length: heads whose objects are counted or
//! walked to.

use super::faces::faces;
use super::objects::Objects;
use crate::exec::budget::Stop;
use crate::exec::numbered::count;
use crate::exec::reach::StandsFor;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::query::{Domain, Link, Node, NodeId, Quantifier};
use crate::vocabulary::KindSet;
use rustc_hash::FxHashSet;

/// Heads of which so many distinct objects are in the set.
pub(super) fn counted(
    run: &Run<'_>,
    (node, kinds): (NodeId, KindSet),
    link: &Link,
    mode: Mode,
    candidates: Option<Set>,
) -> Result<Set, Stop> {
    let objects = Objects::of(run, link, mode)?;
    let wanted = match (&objects, link.quantifier) {
        (Objects::In(set), Quantifier::Every) => {
            let node = run.query.node(link.object);
            faces(run, set.clone().filter(|object| Ok::<_, Stop>(!run.reader.is_above(node, object)))?).len()
        }
        (Objects::Any, Quantifier::Every) => faces(run, Set::of_kinds(run.graph, run.plan.kinds(link.object))).len(),
        (Objects::In(_) | Objects::Any, Quantifier::Some | Quantifier::Between(..) | Quantifier::Only) => 0,
    };
    let candidates = candidates.unwrap_or_else(|| Set::of_kinds(run.graph, kinds));
    candidates.filter(|head| {
        let (inside, outside) = count_objects(run, run.query.node(node), link, mode, &objects, head)?;
        Ok(match link.quantifier {
            Quantifier::Some => inside > 0,
            Quantifier::Between(low, high) => (low..=high).contains(&(count(inside))),
            Quantifier::Only => inside > 0 && outside == 0,
            Quantifier::Every => wanted > 0 && inside == wanted,
        })
    })
}

/// Number of distinct objects that a head has in and outside the set; faces of one name count once.
fn count_objects(
    run: &Run<'_>,
    node: &Node,
    link: &Link,
    mode: Mode,
    objects: &Objects,
    head: u32,
) -> Result<(usize, usize), Stop> {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    let starts = run.reader.starts(node, link, head);
    for (step, &(start, upper)) in link.steps.iter().flat_map(|&step| starts.iter().map(move |start| (step, start))) {
        let adjacency = run.reader.adjacency(step);
        let statements = adjacency.statements(start);
        for (i, &object) in adjacency.targets(start).iter().enumerate() {
            let statement = statements.get(i).copied();
            if run.reader.is_met(link, mode, statement) && run.reader.starts_for(node, (start, upper), statement) {
                let face = |entity: u32| run.graph.face(EntityId(entity)).0;
                match run.reader.stands_for(link, statement, object, objects.has(object)) {
                    StandsFor::Object => inside.push(face(object)),
                    StandsFor::Names(names) => {
                        inside.extend(names.into_iter().map(face));
                        outside.push(face(object));
                    }
                    StandsFor::Other => outside.push(face(object)),
                    StandsFor::Nothing => {}
                }
            }
        }
        run.budget.spend(adjacency.degree(start) + 1)?;
    }
    let distinct = |list: &mut Vec<u32>| {
        list.sort_unstable();
        list.dedup();
    };
    distinct(&mut inside);
    outside.retain(|face| inside.binary_search(face).is_err());
    distinct(&mut outside);
    Ok((inside.len(), outside.len()))
}

/// `subtypes of X`: one step or more, so that nothing is a subtype of itself.
pub(super) fn transitive(
    run: &Run<'_>,
    kinds: KindSet,
    link: &Link,
    mode: Mode,
    candidates: Option<Set>,
) -> Result<Set, Stop> {
    let objects = Objects::of(run, link, mode)?.into_set(run, link);
    // Names already include what is below; the walk starts at what was named.
    let mut pending: Vec<u32> = match &run.query.node(link.object).domain {
        Domain::Named(set) => set.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect(),
        Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => objects.into_sorted(),
    };
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    while let Some(object) = pending.pop() {
        for &step in &link.steps {
            let heads = run.reader.reverse(step).targets(object);
            run.budget.spend(heads.len() + 1)?;
            for &head in heads {
                if seen.insert(head) {
                    pending.push(head);
                    found.push(head);
                }
            }
        }
    }
    found.retain(|&entity| kinds.has(run.graph.kind(EntityId(entity))));
    if let Some(candidates) = candidates {
        found.retain(|&entity| candidates.contains(entity));
    }
    Ok(Set::from_list(found))
}
