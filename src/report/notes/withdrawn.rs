//! That an approval behind a yes was withdrawn: a status and no contest (model section 5), but a
//! bare yes would be taken for an approval that stands.

use crate::answer::Note;
use crate::exec::Run;
use crate::exec::result::SetRows;
use crate::exec::rows::columns;
use crate::graph::StatementId;
use crate::model::{Field, status};

/// The note on rows that nothing but withdrawn approvals support.
pub fn withdrawn(run: &Run<'_>, rows: &SetRows) -> Option<Note> {
    let graph = run.graph;
    let code = graph.model().statuses.withdrawn?;
    let evidence = rows.rows.iter().filter_map(|row| row.evidence.as_ref());
    let mut supporting = evidence.flat_map(|evidence| evidence.supporting.iter().copied()).peekable();
    let first = *supporting.peek()?;
    let is_withdrawn = |statement| graph.statements().code(statement, Field::Status) == code;
    supporting.all(is_withdrawn).then(|| Note::new(status::WITHDRAWN, text(run, first)))
}

fn text(run: &Run<'_>, statement: StatementId) -> String {
    let value = |field| columns::text_of_field(run, statement, field);
    let place: Vec<String> = [Field::Region, Field::AsOf].into_iter().filter_map(value).collect();
    let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
    let id = run.graph.id(run.graph.statement_entity(statement));
    format!("the approval that supports this was withdrawn{place}: {id}")
}
