//! `show …`: a table of the chosen columns, one row for each combination of the nouns they mention.

use super::values::{Values, made};
use crate::exec::budget::Stop;
use crate::exec::result::{Rows, Table, Value};
use crate::exec::rows::columns;
use crate::exec::run::Run;
use crate::query::{ColumnKind, RowColumn, SetId};

/// The chosen columns of rows; contested rows come last.
pub(super) fn show(run: &Run<'_>, set: SetId, rows: Rows, wanted: &[RowColumn]) -> Result<Table, Stop> {
    let columns = wanted.iter().map(|column| (column.heading.clone(), columns::type_of(run, column))).collect();
    let mut table = Table { columns, rows: Vec::new(), contested: 0 };
    match rows {
        Rows::Set(rows) => {
            let values = Values::of_columns(run, set, wanted);
            for row in rows.rows.iter().chain(&rows.contested) {
                let before = table.rows.len();
                for binding in values.combinations(row)? {
                    let cells: Result<Vec<Value>, Stop> =
                        wanted.iter().map(|column| values.of(row, &binding, column)).collect();
                    let cells = cells?;
                    if !table.rows[before..].contains(&cells) {
                        table.rows.push(cells);
                    }
                    run.budget.spend(1)?;
                }
                if row.contested && !run.query.including_contested {
                    table.contested += table.rows.len() - before;
                }
            }
        }
        Rows::Table(old) => {
            for (column, (_, of)) in wanted.iter().zip(&mut table.columns) {
                if let ColumnKind::Made(i) = column.kind
                    && let Some((_, known)) = old.columns.get(i)
                {
                    *of = *known;
                }
            }
            table.contested = old.contested;
            table.rows = old.rows.iter().map(|row| wanted.iter().map(|column| made(row, column)).collect()).collect();
        }
    }
    Ok(table)
}
