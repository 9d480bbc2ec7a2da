//! `top 5 by …` and `bottom 5 by …`.

use super::cut::{cut, limit};
use super::sort::sort_by;
use crate::exec::budget::Stop;
use crate::exec::result::Rows;
use crate::exec::run::Run;
use crate::model::Best;
use crate::query::{ColumnKind, EvidenceColumn, Key, QueryParts, RowColumn, SetId};
use crate::vocabulary::PropertyType;

/// The first rows by a key; numbers and years descend, ordered properties come best first.
pub(super) fn top(run: &Run<'_>, set: SetId, rows: Rows, best: &Best<QueryParts>, bottom: bool) -> Result<Rows, Stop> {
    let count = best.count;
    let key = match (&best.by, &rows) {
        (Some(key), _) => key.clone(),
        (None, Rows::Set(_)) => {
            return Ok(limit(run, rows, count));
        }
        (None, Rows::Table(table)) => {
            let last = table
                .columns
                .iter()
                .enumerate()
                .rposition(|(i, _)| table.rows.first().is_some_and(|row| row[i].is_number()));
            let Some(last) = last else { return Ok(cut(rows, 0, count)) };
            let column = RowColumn {
                kind: ColumnKind::Made(last),
                heading: table.columns[last].0.clone(),
                span: crate::text::Span::default(),
            };
            Key { column, ascending: None }
        }
    };
    let natural = !is_numeric(run, &key, &rows);
    let ascending = key.ascending.unwrap_or(natural) != bottom;
    run.note_cut(rows.supported(), count);
    let sorted = sort_by(run, set, rows, std::slice::from_ref(&key), &[ascending])?;
    Ok(cut(sorted, 0, count))
}

fn is_numeric(run: &Run<'_>, key: &Key, rows: &Rows) -> bool {
    let property = match &key.column.kind {
        ColumnKind::Property(_, property) | ColumnKind::Evidence(EvidenceColumn::Property(property)) => *property,
        ColumnKind::PerHead(_) => return true,
        ColumnKind::Evidence(EvidenceColumn::Supporting | EvidenceColumn::Disputing) => return true,
        ColumnKind::Made(i) => {
            let Rows::Table(table) = rows else { return false };
            return table.rows.iter().find(|row| !row[*i].is_missing()).is_some_and(|row| row[*i].is_number());
        }
        ColumnKind::Node(_) | ColumnKind::Field(..) | ColumnKind::Evidence(_) => return false,
    };
    matches!(
        run.graph.vocabulary().property(property).of,
        PropertyType::Number | PropertyType::Year | PropertyType::Date
    )
}
