//! Rule: a link is walked from the end that touches fewer edges. With few candidates each is
//! probed; otherwise the objects are walked backwards and the result is met with the candidates.

use super::Estimates;
use crate::graph::Graph;
use crate::query::{LinkId, Query};

/// How a link is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// From the objects to their heads.
    Push,
    /// From each candidate to its objects, until one is found.
    Probe,
}

/// The cheaper end for this many candidates.
pub(super) fn choose(estimates: &Estimates, _graph: &Graph, query: &Query, link: LinkId, candidates: usize) -> Access {
    let i = link.0 as usize;
    let fan = estimates.fan.get(i).copied().unwrap_or(1.0).max(1.0);
    let probe = candidates as f64 * fan;
    let objects = estimates.nodes.get(query.link(link).object.0 as usize).copied().unwrap_or(0.0);
    let push = estimates.walked.get(i).copied().unwrap_or(f64::INFINITY) + objects;
    if probe <= push { Access::Probe } else { Access::Push }
}
