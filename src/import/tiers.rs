//! How far drugs have come: approved, in clinical trials, or for research alone, as sources say.

use rustc_hash::FxHashMap;

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
    /// As the property of a drug has it.
    pub(super) const fn word(self) -> &'static str {
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
