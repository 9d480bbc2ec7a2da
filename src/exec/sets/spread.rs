//! Heads that answer through others: a class through its members in a context, a regimen through
//! its drugs where the verb knows only drugs.

use crate::exec::budget::Stop;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::plan::Spread;
use crate::vocabulary::KindSet;

/// The entities of `found` that are of `kinds`, with those of `kinds` that answer through one of
/// them.
pub(super) fn carry(run: &Run<'_>, found: &Set, spread: &Spread, kinds: KindSet) -> Result<Set, Stop> {
    let graph = run.graph;
    let mut list = Vec::new();
    found.each(|entity| {
        run.budget.spend(1)?;
        let kind = graph.kind(EntityId(entity));
        if kinds.has(kind) {
            list.push(entity);
        }
        // A class answers through its members, not through the classes below it.
        if !spread.kinds.has(kind) {
            return Ok(());
        }
        for &relation in &spread.forward {
            for &class in graph.forward(relation).targets(entity) {
                match graph.hierarchy(graph.kind(EntityId(class))) {
                    Some(hierarchy) => list.extend_from_slice(hierarchy.above(class)),
                    None => list.push(class),
                }
            }
        }
        for &relation in &spread.backward {
            list.extend_from_slice(graph.backward(relation).targets(entity));
        }
        Ok(())
    })?;
    list.retain(|&entity| kinds.has(graph.kind(EntityId(entity))));
    Ok(Set::from_list(list))
}
