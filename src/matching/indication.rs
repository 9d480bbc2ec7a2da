//! How the cancers of a statement relate to the patient's.

use super::matched::CancerMatch;
use crate::graph::{EntityId, Graph, StatementId};

/// Where a statement belongs for one patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// It says that it does not speak of this cancer.
    Excluded,
    /// No cancer is known of the patient, or the statement names none: it counts as the patient's
    /// own.
    Unsaid,
    /// So, by the cancer that it names.
    In(CancerMatch, EntityId),
}

/// By the place of the cancers in their hierarchy: the nearest of those that the statement names.
pub(crate) fn indication(graph: &Graph, asked: &[EntityId], statement: StatementId) -> Placement {
    let statements = graph.statements();
    let (cancers, except) = (statements.cancers(statement), statements.except_cancers(statement));
    if asked.is_empty() {
        return Placement::Unsaid;
    }
    let is_below = |lower: u32, upper: u32| {
        lower == upper
            || graph.hierarchy(graph.kind(EntityId(lower))).is_some_and(|hierarchy| hierarchy.is_below(lower, upper))
    };
    let faces: Vec<u32> = asked.iter().flat_map(|cancer| graph.faces(cancer)).copied().collect();
    let is_excluded = |cancer: &u32| except.iter().any(|&upper| is_below(*cancer, upper));
    let left: Vec<u32> = faces.iter().copied().filter(|cancer| !is_excluded(cancer)).collect();
    if left.is_empty() {
        return Placement::Excluded;
    }
    let how = |&cancer: &u32| {
        let any = |is_so: &dyn Fn(u32) -> bool| left.iter().any(|&own| is_so(own));
        let how = if any(&|own| own == cancer) {
            CancerMatch::Exact
        } else if any(&|own| is_below(cancer, own)) {
            CancerMatch::Subtype
        } else if any(&|own| is_below(own, cancer)) {
            CancerMatch::Broader
        } else {
            CancerMatch::Other
        };
        // What is below an exception does not count as a subtype.
        let how = if how == CancerMatch::Subtype && is_excluded(&cancer) { CancerMatch::Other } else { how };
        (how, cancer)
    };
    let nearest = cancers.iter().map(how).min_by_key(|(how, _)| *how);
    nearest.map_or(Placement::Unsaid, |(how, cancer)| Placement::In(how, EntityId(cancer)))
}
