//! The parts of a vocabulary that few questions need: they are made when they are asked for.

use super::Exons;
use super::phrases::Phrases;
use std::sync::Arc;

/// Where these parts are kept ready, so that the text need not be read again; a part is `None`
/// where it is not kept.
pub trait RareParts: std::fmt::Debug + Send + Sync {
    /// The phrase rows.
    fn phrases(&self) -> Option<Phrases>;
    /// The exons.
    fn exons(&self) -> Option<Exons>;
}

/// Such a place, if there is one.
#[derive(Clone, Debug, Default)]
pub struct Rare(Option<Arc<dyn RareParts>>);

impl Rare {
    /// Parts that are kept here.
    pub fn new(parts: impl RareParts + 'static) -> Self {
        Self(Some(Arc::new(parts)))
    }

    pub(super) fn phrases(&self) -> Option<Phrases> {
        self.0.as_ref()?.phrases()
    }

    pub(super) fn exons(&self) -> Option<Exons> {
        self.0.as_ref()?.exons()
    }
}
