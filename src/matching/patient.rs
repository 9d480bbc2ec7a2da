//! One sample, and how it is matched.

use super::assays::Assays;
use super::finding::Finding;
use super::listing::UnreadListing;
use crate::graph::EntityId;

/// One sample: one tumour. Findings of two samples are never combined.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patient {
    /// What the files call it; empty where there is one only.
    pub sample: String,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was written and is no finding.
    pub unread: Vec<UnreadListing>,
    /// What was looked for.
    pub assays: Assays,
    /// The cancer, as one name or the faces of it; without any, every cancer is its own indication.
    pub cancers: Vec<EntityId>,
}

/// How findings are matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchSettings {
    /// A gain counts as an amplification.
    pub gains: bool,
    /// Rows that name no more than the gene are listed, and not only counted.
    pub gene_level: bool,
    /// What is not named is absent, whatever was assayed.
    pub all_tested: bool,
    /// The tiers that rows are given.
    pub tiers: Option<TierSystem>,
}

/// A system of tiers. Ours are computed from levels and cancers; they are not those of its
/// publishers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TierSystem {
    /// I-A to II-D.
    Amp,
    /// 1 to 4, R1 and R2.
    OncoKbLike,
}

impl TierSystem {
    /// As it is written on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            TierSystem::Amp => "amp",
            TierSystem::OncoKbLike => "oncokb-like",
        }
    }

    /// The system that a word names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Amp, Self::OncoKbLike].into_iter().find(|system| system.as_str() == word)
    }
}
