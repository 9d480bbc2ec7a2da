//! What was looked for in a tumour: only of that can absence be told.

use crate::graph::EntityId;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A kind of test on a tumour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assay {
    /// Small changes of the sequence.
    Mutation,
    /// Copies of genes.
    CopyNumber,
    /// Fusions and other rearrangements.
    Fusion,
    /// How much of a protein or transcript there is.
    Expression,
    /// Everything else: microsatellites, mutational burden, PD-L1, hormone receptors.
    Marker,
}

impl Assay {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Mutation, Self::CopyNumber, Self::Fusion, Self::Expression, Self::Marker];

    /// As it is written on the command line and in notes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Assay::Mutation => "mutation",
            Assay::CopyNumber => "copy number",
            Assay::Fusion => "fusion",
            Assay::Expression => "expression",
            Assay::Marker => "marker",
        }
    }

    /// The assay that a word names; `-` and a space are the same.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace(['-', '_'], " ");
        let plural = word.strip_suffix('s').unwrap_or(&word);
        Self::ALL.into_iter().find(|assay| assay.as_str() == plural)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The assays of one tumour. What they did not look at is neither there nor absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assays {
    bits: u8,
    /// The genes of a panel, where it does not look at all; tests of the whole tumour (markers) are
    /// not limited by it.
    panel: Option<Arc<FxHashSet<EntityId>>>,
}

impl Assays {
    /// Nothing is known of what is not named: findings that a person lists.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything was looked for: what is not named is absent.
    pub fn all() -> Self {
        Assay::ALL.into_iter().fold(Self::default(), Self::with)
    }

    /// One more assay.
    #[must_use]
    pub fn with(self, assay: Assay) -> Self {
        Self { bits: self.bits | assay.bit(), ..self }
    }

    /// One assay less.
    #[must_use]
    pub fn without(self, assay: Assay) -> Self {
        Self { bits: self.bits & !assay.bit(), ..self }
    }

    /// Limits what was looked at to the genes of a panel.
    #[must_use]
    pub fn on_panel(self, genes: impl IntoIterator<Item = EntityId>) -> Self {
        Self { panel: Some(Arc::new(genes.into_iter().collect())), ..self }
    }

    /// Whether an assay was made at all.
    pub fn has(&self, assay: Assay) -> bool {
        self.bits & assay.bit() != 0
    }

    /// Whether an assay was made and looked at a gene; a leaf without a gene is of the whole tumour.
    pub fn covers(&self, assay: Assay, gene: Option<EntityId>) -> bool {
        let is_on_panel = match (&self.panel, gene) {
            (Some(panel), Some(gene)) if assay != Assay::Marker => panel.contains(&gene),
            _ => true,
        };
        self.has(assay) && is_on_panel
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_assays() {
        for (word, assay) in [
            ("mutation", Some(Assay::Mutation)),
            ("mutations", Some(Assay::Mutation)),
            ("copy-number", Some(Assay::CopyNumber)),
            ("Copy Number", Some(Assay::CopyNumber)),
            ("FUSION", Some(Assay::Fusion)),
            ("methylation", None),
        ] {
            assert_eq!(Assay::named(word), assay, "{word}");
        }
    }

    #[test]
    fn a_panel_limits_all_but_markers() {
        let (on, off) = (Some(EntityId(1)), Some(EntityId(2)));
        let assays = Assays::none().with(Assay::Mutation).with(Assay::Marker).on_panel([EntityId(1)]);
        assert!(assays.covers(Assay::Mutation, on) && !assays.covers(Assay::Mutation, off));
        assert!(assays.covers(Assay::Marker, off) && assays.covers(Assay::Marker, None));
        assert!(!assays.covers(Assay::Fusion, on));
        assert!(!Assays::all().without(Assay::Fusion).has(Assay::Fusion));
    }
}
