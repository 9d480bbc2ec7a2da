//! Where a walk begins and ends.

use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::graph::EntityId;
use crate::query::Endpoint;

/// The names of one end, as representatives, in the order of their names.
pub fn names(run: &Run<'_>, end: &Endpoint) -> Result<Vec<u32>, Stop> {
    let graph = run.graph;
    let mut names: Vec<u32> = endpoint(run, end)?.into_iter().map(|entity| graph.face(EntityId(entity)).0).collect();
    names.sort_unstable();
    names.dedup();
    names.sort_by(|&a, &b| graph.name(EntityId(a)).cmp(graph.name(EntityId(b))));
    Ok(names)
}

/// The entities of one end.
///
/// # Errors
/// When the budget is used up.
pub fn endpoint(run: &Run<'_>, endpoint: &Endpoint) -> Result<Vec<u32>, Stop> {
    match endpoint {
        Endpoint::Entity(seed) => Ok(seed.entities.iter().map(|entity| entity.0).collect()),
        Endpoint::Set(set) => Ok(run.set(*set, Mode::Supported)?.into_sorted()),
    }
}
