//! `follow VERB`: what a verb leads to from the rows.

use crate::exec::budget::Stop;
use crate::exec::result::SetRows;
use crate::exec::rows;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::query::SetId;

/// The rows of `target`, in which these rows are the domain of a noun.
pub(super) fn follow(run: &Run<'_>, rows: &SetRows, target: SetId) -> Result<SetRows, Stop> {
    let ids: Vec<EntityId> = rows.rows.iter().map(|row| EntityId(row.entity)).collect();
    let entities = ids.iter().flat_map(|id| run.graph.faces(id)).copied().collect();
    run.set_rows(Set::from_list(entities));
    rows::rows(run, target)
}
