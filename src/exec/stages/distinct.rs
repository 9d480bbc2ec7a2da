//! `distinct`: one row for each combination of keys.

use super::show::show;
use super::sort::sort;
use super::values::spread;
use crate::exec::budget::Stop;
use crate::exec::result::Rows;
use crate::exec::run::Run;
use crate::query::{ColumnKind, Key, RowColumn, SetId};
use rustc_hash::FxHashSet;

/// Different rows; with keys the different values of these, sorted.
pub(super) fn distinct(run: &Run<'_>, set: SetId, rows: Rows, keys: &[Key]) -> Result<Rows, Stop> {
    if keys.is_empty() {
        return Ok(match rows {
            Rows::Set(rows) => Rows::Set(rows),
            Rows::Table(mut table) => {
                table.change(|mut rows| {
                    let mut seen = FxHashSet::default();
                    rows.retain(|row| seen.insert(format!("{row:?}")));
                    Ok::<_, Stop>(rows)
                })?;
                Rows::Table(table)
            }
        });
    }
    let columns: Vec<RowColumn> = keys.iter().map(|key| key.column.clone()).collect();
    let mut table = show(run, set, rows, &columns)?;
    // What only contested rows have is not said to be.
    table.take_contested();
    let spreadable = std::mem::take(&mut table.rows);
    let mut seen = FxHashSet::default();
    for row in spreadable.into_iter().flat_map(spread) {
        if seen.insert(format!("{row:?}")) {
            table.rows.push(row);
        }
    }
    let sorted: Vec<Key> = keys
        .iter()
        .enumerate()
        .map(|(i, key)| Key {
            column: RowColumn { kind: ColumnKind::Made(i), ..key.column.clone() },
            ascending: key.ascending,
        })
        .collect();
    sort(run, set, Rows::Table(table), &sorted)
}
