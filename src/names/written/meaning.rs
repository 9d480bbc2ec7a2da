//! What a text comes to that is no name, and why.

use crate::graph::EntityId;
use crate::names::UnlistedChange;

/// What a text comes to that is no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// One thing, or any of several.
    Meant {
        /// What is meant; several are joined by `or`.
        entities: Vec<EntityId>,
        /// Why.
        how: RewriteReason,
    },
    /// One of several things, and nothing says which.
    Ambiguous(Vec<EntityId>),
    /// A change of a known gene that the graph has no entity for.
    Unlisted(UnlistedChange),
    /// That something is absent, for which the graph has no name: `ER neg`.
    Absent,
}

/// Why a text means what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteReason {
    /// It is another spelling.
    Spelling,
    /// It is a change without its gene, and no other gene has it.
    OnlyGene,
    /// It is the change of any member of a family.
    Members,
    /// The name begins so, and no other does.
    Beginning,
    /// It is a combination of drugs of which the graph names the classes.
    Class,
    /// The text says how far a tumour has spread, in a word that the graph does not record.
    Extent(&'static str),
}
