//! What a builder has been told so far, for importers that decide which things are one.

use super::build::{GraphBuilder, quoted_if_needed};
use super::{NONE, ProfileTree};

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

impl GraphBuilder {
    /// A text by its number among those of its sort; ids and names have the numbers of their entities.
    pub fn text(&self, sort: TextSort, number: u32) -> &str {
        let texts = match sort {
            TextSort::Id => &self.ids,
            TextSort::Name => &self.names,
            TextSort::Alias => &self.aliases.texts,
            TextSort::ImportedAlias => &self.imported_aliases.texts,
            TextSort::Xref => &self.xrefs.texts,
        };
        texts.get(number as usize)
    }

    /// Number of texts of one sort so far.
    pub fn text_count(&self, sort: TextSort) -> u32 {
        self.owners(sort).map_or(self.entity_count(), <[u32]>::len) as u32
    }

    /// The entity that a text belongs to.
    pub fn text_owner(&self, sort: TextSort, number: u32) -> u32 {
        self.owners(sort).map_or(number, |owners| owners.get(number as usize).copied().unwrap_or(NONE))
    }

    /// By text: the entity; for ids and names that is the number itself.
    fn owners(&self, sort: TextSort) -> Option<&[u32]> {
        match sort {
            TextSort::Id | TextSort::Name => None,
            TextSort::Alias => Some(&self.aliases.owners),
            TextSort::ImportedAlias => Some(&self.imported_aliases.owners),
            TextSort::Xref => Some(&self.xrefs.owners),
        }
    }

    /// The name that a profile with this condition has: its canonical expression.
    pub fn profile_name(&self, tree: &ProfileTree<u32>) -> String {
        tree.print(&|&leaf| quoted_if_needed(self.name(leaf)))
    }
}
