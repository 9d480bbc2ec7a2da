//! `sort by`: keys of each row, then a stable sort.

use super::group;
use super::values::{Values, made};
use crate::exec::budget::Stop;
use crate::exec::result::{Rows, SetRow, Value, compare};
use crate::exec::run::Run;
use crate::graph::EntityId;
use crate::query::{ColumnKind, Key, SetId};
use std::cmp::Ordering;

/// Sorts rows; equal ones by name.
pub(super) fn sort(run: &Run<'_>, set: SetId, rows: Rows, keys: &[Key]) -> Result<Rows, Stop> {
    let ascending: Vec<bool> = keys.iter().map(|key| key.ascending.unwrap_or(true)).collect();
    sort_by(run, set, rows, keys, &ascending)
}

/// The same, the direction of each key given.
pub(super) fn sort_by(run: &Run<'_>, set: SetId, rows: Rows, keys: &[Key], ascending: &[bool]) -> Result<Rows, Stop> {
    let name = |entity: u32| run.graph.name(EntityId(entity));
    let order = |a: &[Value], b: &[Value]| {
        a.iter()
            .zip(b)
            .zip(ascending)
            .map(|((a, b), &ascending)| compare(a, b, ascending, &name))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    match rows {
        Rows::Set(mut rows) => {
            let values = Values::new(run, set);
            let mut keyed = Vec::with_capacity(rows.rows.len());
            for row in rows.rows {
                run.budget.spend(keys.len())?;
                let own: Result<Vec<Value>, Stop> = keys.iter().map(|key| key_value(&values, set, &row, key)).collect();
                keyed.push((own?, row));
            }
            keyed.sort_by(|(a, one), (b, other)| order(a, b).then_with(|| name(one.entity).cmp(name(other.entity))));
            rows.rows = keyed.into_iter().map(|(_, row)| row).collect();
            Ok(Rows::Set(rows))
        }
        Rows::Table(mut table) => {
            let cells = |a: &[Value], b: &[Value]| {
                let pairs = a.iter().zip(b).map(|(a, b)| compare(a, b, true, &name));
                pairs.fold(Ordering::Equal, Ordering::then)
            };
            table.change(|rows| {
                let of = |row: &Vec<Value>| keys.iter().map(|key| made(row, &key.column)).collect();
                let mut keyed: Vec<(Vec<Value>, Vec<Value>)> = rows.into_iter().map(|row| (of(&row), row)).collect();
                run.budget.spend(keyed.len())?;
                keyed.sort_by(|(a, one), (b, other)| order(a, b).then_with(|| cells(one, other)));
                Ok::<_, Stop>(keyed.into_iter().map(|(_, row)| row).collect())
            })?;
            Ok(Rows::Table(table))
        }
    }
}

fn key_value(values: &Values<'_, '_>, set: SetId, row: &SetRow, key: &Key) -> Result<Value, Stop> {
    match &key.column.kind {
        ColumnKind::PerHead(aggregate) => group::of_row(values.run, set, row, aggregate),
        ColumnKind::Node(_)
        | ColumnKind::Property(..)
        | ColumnKind::Field(..)
        | ColumnKind::Evidence(_)
        | ColumnKind::Made(_) => values.of(row, &[], &key.column),
    }
}
