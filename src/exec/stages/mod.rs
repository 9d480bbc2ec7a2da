//! Stages: what is done with rows, one after another. One file per stage.
//!
//! Holds what changes, orders, counts or cuts rows that were found; [`Values`](values::Values) says
//! what a column shows for a row.

mod aggregate;
mod counted;
mod cut;
mod distinct;
mod filter;
mod follow;
mod group;
mod rank;
mod show;
mod sort;
mod top;
mod values;

use super::budget::Stop;
use super::result::{Rows, SetRows, Table};
use super::run::Run;
use super::set::Set;
use super::{count, rows};
use crate::model::{CountBy, GroupBy};
use crate::plan::Step;
use crate::query::{SetId, Stage};

/// Runs the stages of a question on a set.
///
/// # Errors
/// When the budget is used up.
pub fn run_set(run: &Run<'_>, set: SetId, stages: &[Stage]) -> Result<Rows, Stop> {
    // Counting needs no rows: the entities, or not even these.
    if let [first, rest @ ..] = stages
        && let Some((by, numbers)) = first.grouped()
        && let Some((table, used)) = count::fast(run, set, by, numbers, rest)?
    {
        return all(run, StagedRows::table(table), &rest[used..]);
    }
    let size = |rows: &SetRows| rows.rows.len();
    let rows = run.recorder.measure(Step::Rows(set), size, || rows::rows(run, set))?;
    run_rows(run, set, rows, stages)
}

/// Runs stages on rows that were made already.
///
/// # Errors
/// When the budget is used up.
pub fn run_rows(run: &Run<'_>, set: SetId, rows: SetRows, stages: &[Stage]) -> Result<Rows, Stop> {
    all(run, StagedRows { rows: Rows::Set(rows), set }, stages)
}

/// Runs stages on a table.
///
/// # Errors
/// When the budget is used up.
pub fn run_table(run: &Run<'_>, table: Table, stages: &[Stage]) -> Result<Rows, Stop> {
    all(run, StagedRows::table(table), stages)
}

/// The entities of a set after stages, for brackets with stages inside.
///
/// # Errors
/// When the budget is used up.
pub fn staged_set(run: &Run<'_>, set: SetId, stages: &[Stage]) -> Result<Set, Stop> {
    let rows = match run_set(run, set, stages)? {
        Rows::Set(rows) => rows.rows.into_iter().map(|row| row.entity).collect(),
        // The resolver lets no table through.
        Rows::Table(_) => Vec::new(),
    };
    Ok(Set::from_list(rows))
}

/// Rows with the set they are of.
struct StagedRows {
    rows: Rows,
    set: SetId,
}

impl StagedRows {
    fn table(table: Table) -> Self {
        Self { rows: Rows::Table(table), set: SetId(0) }
    }
}

fn all(run: &Run<'_>, mut shape: StagedRows, stages: &[Stage]) -> Result<Rows, Stop> {
    for stage in stages {
        let size = |shape: &StagedRows| shape.rows.supported();
        shape = run.recorder.measure(Step::stage(stage), size, || one(run, shape, stage))?;
    }
    Ok(shape.rows)
}

fn one(run: &Run<'_>, shape: StagedRows, stage: &Stage) -> Result<StagedRows, Stop> {
    let set = shape.set;
    let rows = shape.rows;
    let rows = match stage {
        Stage::Count(CountBy { of, by }) => group::group(run, set, rows, by, std::slice::from_ref(of))?,
        Stage::Group(GroupBy { by, numbers }) => group::group(run, set, rows, by, numbers)?,
        Stage::Limit(count) => cut::limit(run, rows, *count),
        Stage::Skip(count) => cut::cut(rows, *count, usize::MAX),
        Stage::Sort(keys) => sort::sort(run, set, rows, keys)?,
        Stage::Top(best) => top::top(run, set, rows, best, false)?,
        Stage::Bottom(best) => top::top(run, set, rows, best, true)?,
        Stage::Show(columns) => Rows::Table(show::show(run, set, rows, columns)?),
        Stage::Where(test) => filter::filter(run, set, rows, test)?,
        Stage::Distinct(keys) => distinct::distinct(run, set, rows, keys)?,
        Stage::Follow(target) => {
            return Ok(StagedRows {
                rows: on_entities(rows, |rows| follow::follow(run, &rows, *target))?,
                set: *target,
            });
        }
        Stage::Rank(by) => on_entities(rows, |rows| rank::rank(run, rows, *by))?,
        Stage::As(never) | Stage::To(never) => match *never {},
    };
    Ok(StagedRows { rows, set })
}

/// A stage of entities; the resolver lets no table through to it.
fn on_entities(rows: Rows, stage: impl FnOnce(SetRows) -> Result<SetRows, Stop>) -> Result<Rows, Stop> {
    match rows {
        Rows::Set(rows) => stage(rows).map(Rows::Set),
        table @ Rows::Table(_) => Ok(table),
    }
}
