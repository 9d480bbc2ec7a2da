//! Decisions about records that may be the same entity.

/// What was decided about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It has the identifier of a known entity.
    SameId,
    /// It is a known entity by an identifier of another database.
    Reference,
    /// A curator gave its name to a known entity.
    CuratedAlias,
    /// It is the only known entity of its kind with that name.
    Name,
    /// It is a salt or another form of a known drug by its last words.
    Form,
    /// It may be several known entities, so it stays apart.
    Apart,
}

impl Decision {
    /// As the report writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Decision::SameId => "same id",
            Decision::Reference => "same reference",
            Decision::CuratedAlias => "curated alias",
            Decision::Name => "same name",
            Decision::Form => "salt or form",
            Decision::Apart => "kept apart",
        }
    }
}

/// A decision about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The decision.
    pub decision: Decision,
    /// Where the record is.
    pub file: String,
    /// Line of the record, 0 if unknown.
    pub line: u32,
    /// Identifier and name of the record.
    pub record: (String, String),
    /// Identifiers of what it was joined to, or might have been.
    pub known: Vec<String>,
}
