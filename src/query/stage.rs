//! What is done with rows.

use super::{EntityField, EvidenceColumn, NodeId, SetId, TextComparison};
use crate::formula::Formula;
use crate::language::ast;
use crate::model::{Best, CountBy, GroupBy, StageOf, StageParts, StageVisitor};
use crate::text::Span;
use crate::vocabulary::{KindSet, PropertyId};
use std::convert::Infallible;

/// What is done with rows, resolved.
pub type Stage = StageOf<QueryParts>;

/// The parts of stages as they are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryParts;

impl StageParts for QueryParts {
    type Key = Key;
    type Column = RowColumn;
    type Number = Aggregate;
    type Unit = Aggregate;
    type Test = RowTest;
    /// The set of what is reached, in which the rows are the domain of one noun.
    type Goal = SetId;
    type Measure = ast::RankBy;
    /// How and where an answer is written is no part of the search.
    type Text = Infallible;
}

impl Stage {
    /// The keys and numbers of a stage that makes numbers of rows.
    pub fn grouped(&self) -> Option<(&[Key], &[Aggregate])> {
        if let Stage::Count(counted) = self {
            return Some((&counted.by, std::slice::from_ref(&counted.of)));
        }
        if let Stage::Group(grouped) = self { Some((&grouped.by, &grouped.numbers)) } else { None }
    }

    /// The set that it follows a verb to.
    pub const fn followed(&self) -> Option<SetId> {
        if let Stage::Follow(target) = self { Some(*target) } else { None }
    }

    /// The headings of the table that it makes of rows, if it makes one.
    pub fn table(&self) -> Option<Vec<String>> {
        let headings = if self.name().row().makes_table { self.show(&mut Headings) } else { Vec::new() };
        (!headings.is_empty()).then_some(headings)
    }
}

/// The headings of keys, columns and numbers.
struct Headings;

impl StageVisitor<QueryParts> for Headings {
    type Out = Vec<String>;

    fn counted(&mut self, counted: &CountBy<QueryParts>) -> Vec<String> {
        let mut headings = self.keys(&counted.by);
        headings.push(counted.of.heading.clone());
        headings
    }

    fn grouped(&mut self, grouped: &GroupBy<QueryParts>) -> Vec<String> {
        let mut headings = self.keys(&grouped.by);
        headings.extend(grouped.numbers.iter().map(|number| number.heading.clone()));
        headings
    }

    fn keys(&mut self, keys: &[Key]) -> Vec<String> {
        keys.iter().map(|key| key.column.heading.clone()).collect()
    }

    fn columns(&mut self, columns: &[RowColumn]) -> Vec<String> {
        columns.iter().map(|column| column.heading.clone()).collect()
    }

    fn best(&mut self, best: &Best<QueryParts>) -> Vec<String> {
        self.keys(best.by.as_slice())
    }

    fn number(&mut self, _: &usize) -> Vec<String> {
        Vec::new()
    }

    fn test(&mut self, _: &RowTest) -> Vec<String> {
        Vec::new()
    }

    fn goal(&mut self, _: &SetId) -> Vec<String> {
        Vec::new()
    }

    fn measure(&mut self, _: &ast::RankBy) -> Vec<String> {
        Vec::new()
    }

    fn format(&mut self, format: &Infallible) -> Vec<String> {
        match *format {}
    }

    fn file(&mut self, file: &Infallible) -> Vec<String> {
        match *file {}
    }
}

/// A column of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct RowColumn {
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
    pub column: RowColumn,
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
    CountDistinct(RowColumn),
    /// Walks.
    CountPaths,
    /// Statements.
    CountEvidence,
    /// A function over a column.
    Over(ast::AggregateFunction, RowColumn),
}

/// A condition on finished rows.
pub type RowTest = Formula<ColumnTest>;

/// A condition on the value of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnTest {
    /// The column.
    pub column: RowColumn,
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
