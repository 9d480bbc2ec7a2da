//! `limit` and `skip`: so many rows of those there are.

use crate::exec::result::Rows;
use crate::exec::run::Run;

/// The first rows; an answer that is cut says so.
pub(super) fn limit(run: &Run<'_>, rows: Rows, count: usize) -> Rows {
    run.note_cut(rows.supported(), count);
    cut(rows, 0, count)
}

/// The supported rows from `skip` on, at most `keep`; contested ones belong to the whole.
pub(super) fn cut(rows: Rows, skip: usize, keep: usize) -> Rows {
    match rows {
        Rows::Set(mut rows) => {
            rows.rows = rows.rows.into_iter().skip(skip).take(keep).collect();
            rows.contested.clear();
            Rows::Set(rows)
        }
        Rows::Table(mut table) => {
            table.take_contested();
            table.rows = table.rows.into_iter().skip(skip).take(keep).collect();
            Rows::Table(table)
        }
    }
}
