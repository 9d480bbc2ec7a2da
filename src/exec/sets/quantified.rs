//! `at least 2`, `only`, `every`, and chains of any length: heads whose objects are counted or
//! walked to.

use super::faces::faces;
use super::objects::Objects;
use super::tally::Tally;
use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::query::{Domain, Link, NodeId, Quantifier};
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
        let is_object = |object: u32| Ok(objects.has(object));
        let tally = Tally::of(run, (run.query.node(node), head), link, mode, is_object)?;
        tally.fits(link.quantifier, || Ok(wanted))
    })
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
