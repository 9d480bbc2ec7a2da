//! Entities and statements as files list them, and statements whose texts are read.

use crate::vocabulary::PropertyId;

/// An entity as a file lists it.
#[derive(Clone, Debug, Default)]
pub struct EntityRecord<'a> {
    /// Identifier, `PREFIX:local`.
    pub id: &'a str,
    /// Name of its kind.
    pub kind: &'a str,
    /// Name.
    pub name: &'a str,
    /// Other names that a curator wrote.
    pub aliases: Vec<&'a str>,
    /// Other names from a database.
    pub imported_aliases: Vec<&'a str>,
    /// Identifiers elsewhere.
    pub xrefs: Vec<&'a str>,
    /// A sentence or two.
    pub description: &'a str,
    /// Properties by column.
    pub properties: Vec<(PropertyId, &'a str)>,
}

/// A statement as a file tells it; an empty text is a missing value.
#[derive(Clone, Debug, Default)]
pub struct StatementRecord<'a> {
    /// Identifier: that of the database it is from, else `onco:` and a slug.
    pub id: &'a str,
    /// `sensitivity`, `resistance`, …
    pub effect: &'a str,
    /// `supports`, `disputes`, `inconclusive`
    pub direction: &'a str,
    /// `a + b`, `a > b`, `a | b`
    pub therapy: &'a str,
    /// Drugs it is given with.
    pub partners: Vec<&'a str>,
    /// `A AND NOT B`
    pub profile: &'a str,
    /// Cancers.
    pub cancers: Vec<&'a str>,
    /// Cancers it does not speak of.
    pub except_cancers: Vec<&'a str>,
    /// Resistance mechanism.
    pub mechanism: &'a str,
    /// Evidence level.
    pub level: &'a str,
    /// Level in the system of its source, with that system.
    pub native_level: &'a str,
    /// 1 to 5.
    pub rating: &'a str,
    /// `approved`, …
    pub status: &'a str,
    /// Where the status holds.
    pub region: &'a str,
    /// When the status held.
    pub as_of: &'a str,
    /// Year of the newest source; empty: taken from the sources.
    pub year: &'a str,
    /// `primary`, `acquired`
    pub onset: Vec<&'a str>,
    /// `first`, `later`
    pub line: &'a str,
    /// `somatic`, `germline`
    pub origin: &'a str,
    /// `cis`, `trans`
    pub phase: &'a str,
    /// A fraction from 0 to 1.
    pub frequency: &'a str,
    /// Number of patients.
    pub patients: &'a str,
    /// What it rests on; at least one.
    pub sources: Vec<&'a str>,
    /// The claim in one sentence.
    pub gist: &'a str,
    /// Issuer; empty: read off the id.
    pub dataset: &'a str,
    /// `true`, `false`
    pub disputed: &'a str,
}

/// A statement whose texts are read; entities are builder indices or NONE.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) entity: u32,
    pub(super) effect: u8,
    pub(super) direction: u8,
    pub(super) level: u8,
    pub(super) status: u8,
    pub(super) line: u8,
    pub(super) origin: u8,
    pub(super) phase: u8,
    pub(super) disputed: bool,
    pub(super) rating: u8,
    pub(super) onset: u8,
    pub(super) year: u16,
    pub(super) frequency: f32,
    pub(super) patients: u32,
    pub(super) therapy: u32,
    pub(super) profile: u32,
    pub(super) mechanism: u32,
    pub(super) partners: Vec<u32>,
    pub(super) cancers: Vec<u32>,
    pub(super) except_cancers: Vec<u32>,
    pub(super) sources: Vec<u32>,
    /// Numbers among the builder's property texts, or NONE.
    pub(super) native_level: u32,
    pub(super) region: u32,
    pub(super) as_of: u32,
    pub(super) dataset: u32,
    pub(super) gist: u32,
}
