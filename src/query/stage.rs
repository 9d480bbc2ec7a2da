//! What is done with rows.

use super::{EntityField, EvidenceColumn, NodeId, SetId, TextComparison};
use crate::formula::Formula;
use crate::model::StageName;
use crate::text::Span;
use crate::vocabulary::{KindSet, PropertyId};

/// What is done with rows, resolved.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Counts, one row per combination of keys.
    Group {
        /// Keys.
        by: Vec<Key>,
        /// Numbers to make.
        aggregates: Vec<Aggregate>,
    },
    /// Sorts.
    Sort(Vec<Key>),
    /// The first `count` after sorting by the key, descending for numbers.
    Top {
        /// Number of rows to keep.
        count: usize,
        /// By what; absent: the last number of the table, or the row order of a set.
        by: Option<Key>,
        /// The last instead of the first.
        bottom: bool,
    },
    /// At most so many.
    Limit(usize),
    /// Without the first.
    Skip(usize),
    /// These columns.
    Show(Vec<Column>),
    /// Rows that meet the test.
    Where(RowTest),
    /// One row per combination of keys.
    Distinct(Vec<Key>),
    /// What a verb leads to from the rows.
    Follow {
        /// The set of what is reached, in which the rows are the domain of `from`.
        target: SetId,
    },
    /// Sorted by a measure of the whole graph.
    Rank(crate::language::ast::RankBy),
}

impl Stage {
    /// Its row in the table of stages.
    pub const fn name(&self) -> StageName {
        match self {
            Stage::Group { .. } => StageName::Group,
            Stage::Sort(_) => StageName::Sort,
            Stage::Top { bottom: false, .. } => StageName::Top,
            Stage::Top { bottom: true, .. } => StageName::Bottom,
            Stage::Limit(_) => StageName::Limit,
            Stage::Skip(_) => StageName::Skip,
            Stage::Show(_) => StageName::Show,
            Stage::Where(_) => StageName::Where,
            Stage::Distinct(_) => StageName::Distinct,
            Stage::Follow { .. } => StageName::Follow,
            Stage::Rank(_) => StageName::Rank,
        }
    }

    /// Whether it turns entities into a table of values.
    pub fn makes_table(&self) -> bool {
        match self {
            Stage::Group { .. } | Stage::Show(_) => true,
            Stage::Distinct(keys) => !keys.is_empty(),
            Stage::Sort(_)
            | Stage::Top { .. }
            | Stage::Limit(_)
            | Stage::Skip(_)
            | Stage::Where(_)
            | Stage::Follow { .. }
            | Stage::Rank(_) => false,
        }
    }

    /// The set that it follows a verb to.
    pub const fn followed(&self) -> Option<SetId> {
        if let Stage::Follow { target } = self { Some(*target) } else { None }
    }
}

/// A column of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Where its cells come from.
    pub kind: ColumnKind,
    /// Its heading.
    pub heading: String,
    /// Where it was written.
    pub span: Span,
}

/// What a column shows.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnKind {
    /// The entity of a node.
    Node(NodeId),
    /// A property of the entity of a node.
    Property(NodeId, PropertyId),
    /// Name, id or kind of the entity of a node.
    Field(NodeId, EntityField),
    /// A field of the row's best statement, or one of the default columns (`sources`, `match` …).
    Evidence(EvidenceColumn),
    /// A column of a table: of the source, or made by an earlier stage.
    Made(usize),
    /// A number made for each head entity: `top 5 by count genes`.
    PerHead(Box<Aggregate>),
}

/// A key to sort or group by.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The column to compare rows by.
    pub column: Column,
    /// Ascending; absent: the property's own order.
    pub ascending: Option<bool>,
}

/// A number made of many rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The function.
    pub kind: AggregateKind,
    /// Its heading.
    pub heading: String,
}

/// The aggregates.
#[derive(Clone, Debug, PartialEq)]
pub enum AggregateKind {
    /// Rows.
    CountRows,
    /// Distinct entities of a node, of these kinds.
    CountNode(NodeId, KindSet),
    /// Distinct values of a column.
    CountDistinct(Column),
    /// Walks.
    CountPaths,
    /// Statements.
    CountEvidence,
    /// A function over a column.
    Over(crate::language::ast::AggregateFunction, Column),
}

/// A condition on finished rows.
pub type RowTest = Formula<ColumnTest>;

/// A condition on the value of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnTest {
    /// The column.
    pub column: Column,
    /// What its value must meet.
    pub test: ValueTest,
}

/// How a value of a finished row compares.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueTest {
    /// It is absent.
    Missing,
    /// A number in a range; of values that are text, those that are exactly the text.
    Number(f64, f64, String),
    /// An ordered code in a range of places.
    Order(u16, u16, PropertyId),
    /// A text compares so.
    Text(TextComparison),
}
