//! `count evidence`: which statements are counted.

use super::values::Values;
use crate::exec::budget::Stop;
use crate::exec::phrase::{displayed, is_statement};
use crate::exec::result::SetRow;
use crate::exec::rows::RowWork;
use crate::query::NodeId;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// What `count evidence` counts: the statements of the head's own verb or, where that has none, of
/// the nearest verb behind it (`genes involved in profiles resisting drugs`).
pub(super) struct CountedEvidence<'r, 'a> {
    /// Absent: the rows hold it.
    inner: Option<InnerEvidence<'r, 'a>>,
}

/// The statements of a noun behind the head.
struct InnerEvidence<'r, 'a> {
    work: RowWork<'r, 'a>,
    node: NodeId,
    known: FxHashMap<u32, Vec<u32>>,
}

impl<'r, 'a> CountedEvidence<'r, 'a> {
    /// Finds the noun, and has it bound.
    pub(super) fn new(values: &mut Values<'r, 'a>) -> Result<Self, Stop> {
        let (run, head) = (values.run, values.head);
        let mut open = VecDeque::from([head]);
        while let Some(node) = open.pop_front() {
            let displayed = displayed(run, node);
            if displayed.main.is_none() && !is_statement(run, node) {
                open.extend(displayed.facts.iter().map(|&link| run.query.link(link).object));
                continue;
            }
            if node == head {
                return Ok(Self { inner: None });
            }
            values.mention(node);
            let work = RowWork::new(run, node)?;
            return Ok(Self { inner: Some(InnerEvidence { work, node, known: FxHashMap::default() }) });
        }
        run.note("no-evidence", "no verb of this question has statements that could be counted".to_owned());
        Ok(Self { inner: None })
    }

    pub(super) fn of(&mut self, values: &Values<'_, '_>, row: &SetRow, binding: &[u32]) -> Result<Vec<u32>, Stop> {
        let Some(InnerEvidence { work, node, known }) = &mut self.inner else {
            return Ok(evidence_of(values.bound(row, binding)?.as_deref().unwrap_or(row)));
        };
        let Some(entity) = values.entity(row, binding, *node) else { return Ok(Vec::new()) };
        if let Some(statements) = known.get(&entity) {
            return Ok(statements.clone());
        }
        let statements: Vec<u32> = work.make(vec![entity], false)?.iter().flat_map(evidence_of).collect();
        known.insert(entity, statements.clone());
        Ok(statements)
    }
}

/// The statements a row counts: those that support it, or make it a row at all.
fn evidence_of(row: &SetRow) -> Vec<u32> {
    row.evidence.as_ref().map_or_else(Vec::new, |evidence| {
        let mut all: Vec<u32> = evidence.statements.iter().map(|statement| statement.0).collect();
        all.sort_unstable();
        all.dedup();
        all
    })
}
