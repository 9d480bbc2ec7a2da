//! Rows: entities with the statements behind them, each row's numbers those of one statement.
//!
//! Holds what a row shows and in which order rows come. Which entities are rows is found elsewhere.

pub mod bindings;
mod classes;
pub mod columns;
mod facts;
mod opposite;
mod order;
mod place;
mod work;

pub use classes::classes_of;
pub use opposite::same_cancer;
pub use work::RowWork;

use super::budget::Stop;
use super::phrase::{may_contest, representatives};
use super::reader::Mode;
use super::result::{SetRow, SetRows};
use super::run::Run;
use super::set::Set;
use crate::graph::EntityId;
use crate::query::SetId;
use rustc_hash::FxHashSet;

/// The rows of a set with their evidence, in the contract's order.
///
/// # Errors
/// When the budget is used up.
pub fn rows(run: &Run<'_>, set: SetId) -> Result<SetRows, Stop> {
    let including = run.query.including_contested;
    let mut supported = run.set(set, Mode::Supported)?;
    let contested = if may_contest(run, set) {
        let all = run.set(set, Mode::All)?;
        let contested = all.clone().filter(|entity| Ok(!supported.contains(entity)))?;
        if including {
            // What is contested may be one too many (`only`, `at most`): it counts as all else
            // does.
            supported = supported.filter(|entity| Ok(all.contains(entity)))?;
        }
        contested
    } else {
        Set::empty()
    };
    let head = run.query.head_of(set);
    let work = RowWork::new(run, head)?;
    let mut result = SetRows { has_claims: work.has_claims(), ..SetRows::default() };
    let (supported, contested) = (representatives(run, set, supported), representatives(run, set, contested));
    let known: FxHashSet<u32> = if contested.is_empty() {
        FxHashSet::default()
    } else {
        supported.iter().map(|&entity| run.graph.face(EntityId(entity)).0).collect()
    };
    result.rows = work.make(supported, false)?;
    let contested: Vec<u32> =
        contested.into_iter().filter(|&entity| !known.contains(&run.graph.face(EntityId(entity)).0)).collect();
    let contested = work.make(contested, true)?;
    if including {
        result.rows.extend(contested);
    } else {
        result.contested = contested;
    }
    sort(run, set, work.has_claims(), &mut result.rows);
    sort(run, set, work.has_claims(), &mut result.contested);
    // Where only facts were found, rows have the columns of facts.
    let is_claim = |row: &SetRow| row.evidence.as_ref().is_some_and(|evidence| evidence.best.is_some());
    if !result.rows.is_empty() && !result.rows.iter().chain(&result.contested).any(is_claim) {
        result.has_claims = false;
    }
    Ok(result)
}

/// The supported rows of those entities that `keep` takes, in the contract's order: for those who
/// ask for no others.
///
/// # Errors
/// When the budget is used up.
pub fn kept(run: &Run<'_>, set: SetId, keep: impl Fn(EntityId) -> bool) -> Result<Vec<SetRow>, Stop> {
    if run.query.including_contested {
        // What is contested decides then which rows there are.
        let mut rows = rows(run, set)?.rows;
        rows.retain(|row| keep(EntityId(row.entity)));
        return Ok(rows);
    }
    let head = run.query.head_of(set);
    let mut entities = representatives(run, set, run.set(set, Mode::Supported)?);
    entities.retain(|&entity| keep(EntityId(entity)));
    if entities.is_empty() {
        return Ok(Vec::new());
    }
    let work = RowWork::new(run, head)?;
    let mut rows = work.make(entities, false)?;
    sort(run, set, work.has_claims(), &mut rows);
    Ok(rows)
}

/// Best first, then by name; without statements by name.
fn sort(run: &Run<'_>, set: SetId, has_claims: bool, rows: &mut [SetRow]) {
    let graph = run.graph;
    if has_claims {
        order::sort(graph, rows);
        return;
    }
    // Entities of one kind come in the order of their names, unless contested ones were added.
    let is_sorted = run.kinds_of(set).len() < 2 && !run.query.including_contested;
    if !is_sorted {
        rows.sort_by(|a, b| order::by_name(graph, a, b));
    }
}
