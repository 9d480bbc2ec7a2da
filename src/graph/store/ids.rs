//! Numbers of entities and statements.

/// An entity: an index in the order kind, name. Statements and sources are entities too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(pub u32);

/// A statement: its place among the entities of kind `statement`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StatementId(pub u32);

/// The value in arrays where an entity, statement or text is absent.
pub const NONE: u32 = u32::MAX;
