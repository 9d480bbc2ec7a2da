//! What is done with rows: values, conditions on columns, keys, numbers made of rows, stages.

use super::{Head, Mark, Text, Word};
use crate::formula::Formula;
use crate::model::{StageOf, StageParts};
use crate::text::Span;

/// A value: any one run after a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueSyntax {
    /// As written, without quotes.
    Text { text: String, quoted: bool, span: Span },
    /// `$x`
    Variable(Text),
}

impl ValueSyntax {
    /// Its place in the text.
    pub fn span(&self) -> Span {
        match self {
            ValueSyntax::Text { span, .. } => *span,
            ValueSyntax::Variable(text) => text.span,
        }
    }
}

/// A condition on columns.
pub type Expression = Formula<ColumnTestSyntax>;

/// A condition on one column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnTestSyntax {
    /// The column.
    pub column: ColumnSyntax,
    /// What its value must be.
    pub kind: ColumnTestKind,
}

/// What the value of a column must be.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnTestKind {
    /// `level = A`
    Compare(Comparison, ValueSyntax),
    /// `year between 2015 and 2020`
    Between(ValueSyntax, ValueSyntax),
    /// `region in (US, CN)`
    In(Vec<ValueSyntax>),
    /// `year is [not] missing`
    Missing { negated: bool },
}

words! {
    /// How a column and a value compare.
    Comparison {
        /// `=`
        Equal: Equal;
        /// `!=`
        NotEqual: NotEqual;
        /// `<`
        Less: Less;
        /// `<=`
        LessOrEqual: LessOrEqual;
        /// `>`
        Greater: Greater;
        /// `>=`
        GreaterOrEqual: GreaterOrEqual;
        /// `contains`
        Contains: Contains;
        /// `starts with`
        StartsWith: StartsWith;
        /// `ends with`
        EndsWith: EndsWith;
        /// `matches`: a regular expression.
        Matches: Matches;
    }
}

/// A column, a key or an aggregate.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSyntax {
    /// Where its cells come from.
    pub kind: ColumnKindSyntax,
    /// `as best`
    pub alias: Option<Text>,
    /// The whole of it.
    pub span: Span,
}

/// What a column shows.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnKindSyntax {
    /// A property, a noun, a label, an alias of an earlier column, or `name`, `id`, `kind`: one
    /// word, with its form where the vocabulary knows it.
    Word(Word, String),
    /// `gene.name`: a noun or label, and a property.
    Member { of: Word, of_text: String, property: String, property_span: Span },
    /// `count drugs`, `min(year)`
    Aggregate(AggregateSyntax),
}

/// A number made of many rows.
#[derive(Clone, Debug, PartialEq)]
pub enum AggregateSyntax {
    /// `count`, `count drugs`, `count paths`, `count evidence`
    Count(CountOf),
    /// `min(year)` and its like.
    Over { function: AggregateFunction, column: Box<ColumnSyntax> },
}

/// The unit that `count` counts.
#[derive(Clone, Debug, PartialEq)]
pub enum CountOf {
    /// Rows.
    Rows,
    /// Distinct entities of a noun or label.
    Noun(Word, String),
    /// Walks.
    Paths,
    /// Statements.
    Evidence,
}

words! {
    /// A function over the values of a column.
    AggregateFunction {
        /// The smallest.
        Min: Min;
        /// The greatest.
        Max: Max;
        /// The sum of numbers.
        Sum: Sum;
        /// The mean of numbers.
        Avg: Avg;
        /// All distinct values, joined.
        List: List;
    }
}

/// A key to sort by.
#[derive(Clone, Debug, PartialEq)]
pub struct KeySyntax {
    /// The column to compare rows by.
    pub column: ColumnSyntax,
    /// `asc` (`Some(true)`) or `desc` (`Some(false)`).
    pub ascending: Option<bool>,
}

/// What is done with rows.
#[derive(Clone, Debug, PartialEq)]
pub struct StageSyntax {
    /// The stage with its arguments.
    pub kind: StageKind,
    /// Without the bar.
    pub span: Span,
}

/// A stage as written.
pub type StageKind = StageOf<SyntaxParts>;

/// The parts of stages as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxParts;

impl StageParts for SyntaxParts {
    type Key = KeySyntax;
    type Column = ColumnSyntax;
    type Number = ColumnSyntax;
    type Unit = CountOf;
    type Test = Expression;
    type Goal = GoalSyntax;
    type Measure = RankBy;
    type Text = Text;
}

/// `targeting to genes`: what a `follow` goes on to.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSyntax {
    /// The verb.
    pub verb: Word,
    /// Its other end, where it is written.
    pub to: Option<Head>,
}

words! {
    /// Measures of `rank by`.
    RankBy {
        /// PageRank.
        PageRank: PageRank;
        /// Number of neighbours.
        Degree: Degree;
        /// Betweenness centrality.
        Betweenness: Betweenness;
    }
}
