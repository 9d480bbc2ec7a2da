//! A change of a known gene that the graph has no entity for: `KRAS G12A`.

use crate::graph::EntityId;
use crate::model::{Above, Change};

/// A change that no entity is called after, of a gene of the graph. It is an object all the same:
/// nothing is stated of it, and what reaches it is what is stated of the groups that it is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlistedChange {
    /// The gene.
    pub gene: EntityId,
    /// What changed in it.
    pub change: Change,
    /// As a graph would call it: `KRAS G12A`.
    pub name: String,
    /// Groups of the graph that it is one of, nearest first: `KRAS G12/G13` (codon),
    /// `KRAS mutation` (category).
    pub above: Vec<(EntityId, Above)>,
}
