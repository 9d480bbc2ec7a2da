//! Tiers, computed from the level of the evidence and the cancer: not those that the publishers of
//! these systems assign by hand.

use super::matched::CancerMatch;
use super::patient::TierSystem;

/// What decides about a tier.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierFacts {
    /// Number of the level: 0 is A.
    pub level: u8,
    pub is_resistance: bool,
    /// Approved or in a guideline.
    pub is_approved: bool,
    pub cancer: Option<CancerMatch>,
}

/// The tier of a row, if the system has one for it.
pub(super) fn tier(system: TierSystem, facts: TierFacts) -> Option<&'static str> {
    let is_own = facts.cancer.is_none_or(CancerMatch::is_own);
    match system {
        TierSystem::Amp => Some(match (facts.level, is_own) {
            (0, true) => "I-A",
            (1, true) => "I-B",
            (0 | 1, false) | (2, true) => "II-C",
            _ => "II-D",
        }),
        TierSystem::OncoKbLike if facts.is_resistance => match (facts.level, is_own) {
            (0, true) => Some("R1"),
            (1..=3, true) => Some("R2"),
            _ => None,
        },
        TierSystem::OncoKbLike => Some(match (facts.level, is_own) {
            (0, true) if facts.is_approved => "1",
            (0, true) => "2",
            (1, true) => "3A",
            (0 | 1, false) => "3B",
            _ => "4",
        }),
    }
}

impl TierSystem {
    /// The tiers of the system, the highest first.
    pub const fn order(self) -> &'static [&'static str] {
        match self {
            TierSystem::Amp => &["I-A", "I-B", "II-C", "II-D"],
            TierSystem::OncoKbLike => &["R1", "1", "2", "3A", "3B", "4", "R2"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_follow_from_level_and_cancer() {
        let facts = |level, is_resistance, is_approved, cancer| TierFacts {
            level,
            is_resistance,
            is_approved,
            cancer: Some(cancer),
        };
        let (own, other) = (CancerMatch::Broader, CancerMatch::Other);
        for (facts, amp, like) in [
            (facts(0, false, true, own), "I-A", Some("1")),
            (facts(0, false, false, own), "I-A", Some("2")),
            (facts(1, false, false, own), "I-B", Some("3A")),
            (facts(0, false, true, other), "II-C", Some("3B")),
            (facts(2, false, false, own), "II-C", Some("4")),
            (facts(3, false, false, other), "II-D", Some("4")),
            (facts(0, true, false, own), "I-A", Some("R1")),
            (facts(3, true, false, own), "II-D", Some("R2")),
            (facts(0, true, false, other), "II-C", None),
            (facts(4, true, false, own), "II-D", None),
        ] {
            assert_eq!(tier(TierSystem::Amp, facts), Some(amp), "{facts:?}");
            assert_eq!(tier(TierSystem::OncoKbLike, facts), like, "{facts:?}");
        }
    }
}
