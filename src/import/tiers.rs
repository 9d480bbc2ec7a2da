//! How far drugs have come: approved, in clinical trials, or for research alone, as sources say.

use super::context::Import;
use crate::graph::{EntityRecord, Place};
use crate::model::kind;
use crate::vocabulary::PropertyId;
use rustc_hash::FxHashMap;

/// The property of drugs that says it.
const TIER: &str = "tier";

/// How far a drug has come; the furthest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// A regulator has approved it, for whatever disease.
    Approved,
    /// It is or was given to patients in trials.
    Clinical,
    /// Nothing of that is known of it.
    Research,
}

impl Tier {
    const fn word(self) -> &'static str {
        match self {
            Tier::Approved => "approved",
            Tier::Clinical => "clinical",
            Tier::Research => "research",
        }
    }

    /// By the highest phase of a trial, as ChEMBL writes it: 4 is approved.
    pub(super) fn of_phase(phase: &str) -> Option<Self> {
        let number: f32 = phase.trim().parse().ok()?;
        match number {
            4.0.. => Some(Tier::Approved),
            0.1..4.0 => Some(Tier::Clinical),
            _ => Some(Tier::Research),
        }
    }
}

/// Tiers of drugs so far: of several sources the one that says most is believed.
pub(super) type Tiers = FxHashMap<u32, Tier>;

impl Import<'_> {
    /// A source says how far a drug has come.
    pub(super) fn tier(&mut self, drug: u32, tier: Tier) {
        let known = self.tiers.entry(drug).or_insert(tier);
        *known = tier.min(*known);
    }

    /// Writes the tiers to the drugs, once all sources have been read. What a statement calls
    /// approved is, whatever else is said.
    pub(super) fn write_tiers(&mut self) {
        let Some(drug) = self.builder.model().kinds.drug else { return };
        let Some(property) = self.builder.vocabulary().property_of(TIER, drug) else { return };
        if self.tiers.is_empty() {
            return;
        }
        for entity in self.builder.approved_therapies() {
            if self.builder.kind(entity) == drug {
                self.tier(entity, Tier::Approved);
            }
        }
        let mut all: Vec<(u32, Tier)> = self.tiers.drain().collect();
        all.sort_unstable();
        for (entity, tier) in all {
            self.write_tier(entity, property, tier);
        }
    }

    fn write_tier(&mut self, entity: u32, property: PropertyId, tier: Tier) {
        let (id, name) = (self.builder.id(entity).to_owned(), self.builder.name(entity).to_owned());
        let properties = vec![(property, tier.word())];
        let record = EntityRecord { id: &id, kind: kind::DRUG, name: &name, properties, ..EntityRecord::default() };
        self.builder.add_entity(&record, Place::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases() {
        for (phase, expected) in [
            ("4", Some(Tier::Approved)),
            ("4.0", Some(Tier::Approved)),
            ("3", Some(Tier::Clinical)),
            ("0.5", Some(Tier::Clinical)),
            ("0", Some(Tier::Research)),
            ("-1", Some(Tier::Research)),
            ("None", None),
            ("", None),
        ] {
            assert_eq!(Tier::of_phase(phase), expected, "{phase}");
        }
        assert!(Tier::Approved < Tier::Research);
    }
}
