//! Combinations by their members, in any order and by any of their names: `ipi + nivo`,
//! `encorafenib plus binimetinib`.

use super::meaning::{RewriteReason, Written};
use super::reader::AlterationReader;
use crate::graph::{EntityId, RegimenKind};

/// A longer text, in bytes, is no combination that somebody typed.
const LENGTH_MAX: usize = 200;
/// Words between members that are said one after another.
const JOINTS: &[&str] = &["+", " plus ", "/"];

impl AlterationReader<'_> {
    /// The combinations that consist of the named members and of nothing else.
    pub(super) fn combination(&self, text: &str) -> Option<Written> {
        let joint = JOINTS.iter().find(|&&joint| text.contains(joint))?;
        let kinds = &self.graph.model().kinds;
        let therapies = [kinds.drug, kinds.drug_class, kinds.regimen];
        let regimen = kinds.regimen.filter(|_| text.len() <= LENGTH_MAX)?;
        let mut members = Vec::new();
        for part in text.split(joint) {
            self.collect_members(self.one(part.trim(), &therapies)?, &mut members)?;
        }
        members.sort_unstable();
        members.dedup();
        let is_same = |&candidate: &EntityId| {
            let mut own = Vec::new();
            let (is_combination, structured) =
                (self.collect_members(candidate, &mut own).is_some(), self.graph.regimen(candidate).is_some());
            own.sort_unstable();
            own.dedup();
            is_combination && structured && own == members
        };
        let meant: Vec<EntityId> = self.graph.kind_range(regimen).map(EntityId).filter(is_same).collect();
        (!meant.is_empty()).then_some(Written::Meant { entities: meant, how: RewriteReason::Spelling })
    }

    /// Adds what a therapy consists of; none where some of it is not given together.
    fn collect_members(&self, therapy: EntityId, members: &mut Vec<EntityId>) -> Option<()> {
        match self.graph.regimen(therapy) {
            Some((RegimenKind::Combination, parts)) => {
                parts.iter().try_for_each(|&part| self.collect_members(EntityId(part), members))
            }
            Some(_) => None,
            None => {
                members.push(therapy);
                Some(())
            }
        }
    }
}
