//! Tiers of drugs while sources are read, and as a property of the drugs when all have been.

use super::context::Import;
use super::tiers::Tier;
use crate::graph::{EntityRecord, Place};
use crate::model::kind;
use crate::vocabulary::PropertyId;

/// The property of drugs that says how far they have come.
const TIER: &str = "tier";

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
