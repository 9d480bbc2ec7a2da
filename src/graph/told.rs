//! What a builder has been told so far, for importers that decide which things are one.

use super::ProfileTree;
use super::build::{GraphBuilder, quoted_if_needed};

/// A sort of texts that an entity has besides its id and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherNames {
    /// Other names that a curator wrote.
    Aliases,
    /// Other names from a database.
    Imported,
    /// Identifiers elsewhere.
    Xrefs,
}

impl GraphBuilder {
    /// The texts of one sort with the entities they belong to, from number `from` on, in the
    /// order in which they were told.
    pub fn other_names(&self, sort: OtherNames, from: usize) -> impl Iterator<Item = (u32, &str)> {
        let owned = match sort {
            OtherNames::Aliases => &self.aliases,
            OtherNames::Imported => &self.imported_aliases,
            OtherNames::Xrefs => &self.xrefs,
        };
        owned.owners.iter().enumerate().skip(from).map(|(number, &owner)| (owner, owned.texts.get(number)))
    }

    /// Number of texts of one sort so far.
    pub fn other_name_count(&self, sort: OtherNames) -> usize {
        match sort {
            OtherNames::Aliases => self.aliases.owners.len(),
            OtherNames::Imported => self.imported_aliases.owners.len(),
            OtherNames::Xrefs => self.xrefs.owners.len(),
        }
    }

    /// The name that a profile with this condition has: its canonical expression.
    pub fn profile_name(&self, tree: &ProfileTree<u32>) -> String {
        tree.print(&|&leaf| quoted_if_needed(self.name(leaf)))
    }
}
