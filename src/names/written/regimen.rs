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
        let regimens = || self.graph.kind_range(regimen).map(EntityId);
        let own = |regimen: EntityId| {
            let mut own = Vec::new();
            self.graph.regimen(regimen)?;
            self.collect_members(regimen, &mut own)?;
            own.sort_unstable();
            own.dedup();
            Some(own)
        };
        let same: Vec<EntityId> = regimens().filter(|&one| own(one).as_ref() == Some(&members)).collect();
        if !same.is_empty() {
            return Some(Written::Meant { entities: same, how: RewriteReason::Spelling });
        }
        let of_classes = regimens().filter(|&one| own(one).is_some_and(|own| self.is_made_of(&own, &members)));
        let of_classes: Vec<EntityId> = of_classes.collect();
        (!of_classes.is_empty()).then_some(Written::Meant { entities: of_classes, how: RewriteReason::Class })
    }

    /// Whether a combination of drugs and classes has each of these members, as a drug or as one of
    /// a class, and nothing else.
    fn is_made_of(&self, own: &[EntityId], members: &[EntityId]) -> bool {
        members.iter().all(|&member| own.iter().any(|&part| self.is_one_of(member, part)))
            && own.iter().all(|&part| members.iter().any(|&member| self.is_one_of(member, part)))
    }

    /// Whether a drug or class is another, or below it.
    fn is_one_of(&self, member: EntityId, class: EntityId) -> bool {
        let model = self.graph.model();
        let Some(is_a) = model.relations.is_a else { return member == class };
        let hierarchy = model.kinds.drug_class.and_then(|kind| self.graph.hierarchy(kind));
        let is_below = |one: u32| one == class.0 || hierarchy.is_some_and(|hierarchy| hierarchy.is_below(one, class.0));
        is_below(member.0) || self.graph.forward(is_a).targets(member.0).iter().any(|&above| is_below(above))
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
