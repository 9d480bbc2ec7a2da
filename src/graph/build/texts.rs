//! Texts that call entities, by their sort.

use crate::graph::store::StringsBuilder;

/// A sort of texts that call an entity; the earlier is the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextSort {
    /// Its identifier.
    Id,
    /// Its name.
    Name,
    /// Other names that a curator wrote.
    Alias,
    /// Other names from a database.
    ImportedAlias,
    /// Identifiers elsewhere.
    Xref,
}

/// Texts in the order in which they came, each with its owner.
#[derive(Debug, Default)]
pub(super) struct OwnedTexts {
    pub(super) owners: Vec<u32>,
    pub(super) texts: StringsBuilder,
}

impl OwnedTexts {
    pub(super) fn push(&mut self, owner: u32, text: &str) -> u32 {
        self.owners.push(owner);
        self.texts.push(text)
    }
}
