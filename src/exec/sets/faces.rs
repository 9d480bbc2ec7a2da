//! Names as one entity each: set operations and counts treat all faces of a name as one.

use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;

/// A set as the representatives of its names.
pub(super) fn faces(run: &Run<'_>, set: Set) -> Set {
    if !run.graph.has_faces() {
        return set;
    }
    Set::from_list(set.into_sorted().into_iter().map(|entity| run.graph.face(EntityId(entity)).0).collect())
}

/// Whether the name of an entity is among these representatives.
pub(super) fn has_face(run: &Run<'_>, faces: &Set, entity: u32) -> bool {
    faces.contains(run.graph.face(EntityId(entity)).0)
}
