//! A slightly changed question.

use super::work::NoteWork;
use crate::exec::result::{SetRow, SetRows};
use crate::exec::{self, Recorder, Run, Stop, rows};
use crate::graph::EntityId;
use crate::plan::{self, Plan};
use crate::query::{Domain, Inclusion, Member, NamedSet, NodeId, Query, Seed};
use std::sync::Arc;

/// A question of its own with its plan.
pub(super) struct Changed {
    query: Query,
    plan: Plan,
}

impl Changed {
    pub(super) fn of(work: &NoteWork<'_, '_>, change: impl FnOnce(&mut Query)) -> Self {
        let mut query = work.run.query.clone();
        change(&mut query);
        let plan = plan::plan(&query, work.run.graph);
        Self { query, plan }
    }

    /// Begins to answer it, within what is left of the budget.
    pub(super) fn begin<'c>(&'c self, work: &'c NoteWork<'_, '_>) -> Result<Run<'c>, Stop> {
        exec::begin(work.run.graph, &self.query, &self.plan, work.run.budget, Recorder::default())
    }
}

/// The supported rows of a changed question that `keep` takes.
pub(super) fn kept(
    work: &NoteWork<'_, '_>,
    change: impl FnOnce(&mut Query),
    keep: impl Fn(EntityId) -> bool,
) -> Result<Vec<SetRow>, Stop> {
    let changed = Changed::of(work, change);
    rows::kept(&changed.begin(work)?, work.set, keep)
}

/// All rows of a changed question, contested ones among them.
pub(super) fn all(work: &NoteWork<'_, '_>, change: impl FnOnce(&mut Query)) -> Result<SetRows, Stop> {
    let changed = Changed::of(work, change);
    rows::rows(&changed.begin(work)?, work.set)
}

/// Entities in place of what was named.
pub(super) fn named(entities: impl IntoIterator<Item = EntityId>, how: Inclusion, seeds: Vec<Seed>) -> Arc<NamedSet> {
    let members = entities.into_iter().map(|entity| Member { entity: entity.0, seed: 0, how }).collect();
    Arc::new(NamedSet::new(members, seeds))
}

/// Puts other entities in place of a name.
pub(super) fn replace(query: &mut Query, node: NodeId, named: Arc<NamedSet>) {
    query.node_mut(node).domain = Domain::Named(named);
}
