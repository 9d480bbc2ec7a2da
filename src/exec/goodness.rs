//! Which of several statements is the best: the key that chooses the one that a row shows, and that
//! orders rows (model section 5). Numbers of statements have no part in it.

use crate::graph::{Graph, StatementId};
use crate::model::Field;
use crate::query::Inclusion;

/// How near what a statement is about is to what was asked, the nearest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// What was named, or nothing was.
    #[default]
    Exact,
    /// Below it, or a part of it.
    Subtype,
    /// It, if something else is absent.
    Conditional,
    /// A category to which it belongs.
    Category,
    /// Above it.
    Broader,
}

impl From<Inclusion> for Nearness {
    fn from(how: Inclusion) -> Self {
        match how {
            Inclusion::Exact => Nearness::Exact,
            Inclusion::Subtype | Inclusion::Member => Nearness::Subtype,
            Inclusion::Conditional => Nearness::Conditional,
            Inclusion::Codon | Inclusion::Exon | Inclusion::Category => Nearness::Category,
            Inclusion::Broader => Nearness::Broader,
        }
    }
}

/// Where a statement comes among others, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Goodness {
    level: u8,
    /// Not about what the fact verb of the question names (model section 6).
    is_beside: bool,
    /// Neither approved nor in a guideline.
    is_unofficial: bool,
    nearness: Nearness,
    /// Among equals of level and status: cited before uncited, rating, newer year, id.
    rank: u32,
}

impl Goodness {
    /// Of a statement that is so near to what was asked.
    pub fn of(graph: &Graph, statement: StatementId, nearness: Nearness) -> Self {
        let statements = graph.statements();
        Self {
            level: statements.code(statement, Field::Level),
            is_beside: false,
            is_unofficial: !graph.model().statuses.is_official(statements.code(statement, Field::Status)),
            nearness,
            rank: statements.rank(statement),
        }
    }

    /// The same, of a statement about something else than the fact verb of the question names.
    pub fn beside(self, is_beside: bool) -> Self {
        Self { is_beside, ..self }
    }

    /// Whether its level is better than that of another.
    pub fn is_of_better_level(&self, other: &Self) -> bool {
        self.level < other.level
    }
}
