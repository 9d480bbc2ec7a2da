//! `limit` and `skip`: so many rows of those there are.

use crate::exec::result::Rows;
use crate::exec::run::Run;

/// The first rows; an answer that is cut says so.
pub(super) fn limit(run: &Run<'_>, rows: Rows, count: usize) -> Rows {
    note_cut(run, &rows, count);
    cut(rows, 0, count)
}

/// Notes that only the first `count` rows are kept, where there are more.
pub(super) fn note_cut(run: &Run<'_>, rows: &Rows, count: usize) {
    let all = rows.supported();
    if all > count {
        run.note("cut", format!("the first {count} of {all} rows"));
    }
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
