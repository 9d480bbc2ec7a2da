//! What is done with rows: values, conditions on columns, keys, numbers made of rows, stages.

use super::{Head, Mark, Text, Word};
use crate::model::StageName;
use crate::text::Span;

/// A value: any one run after a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// As written, without quotes.
    Text { text: String, quoted: bool, span: Span },
    /// `$x`
    Variable(Text),
}

impl Value {
    /// Its place in the text.
    pub fn span(&self) -> Span {
        match self {
            Value::Text { span, .. } => *span,
            Value::Variable(text) => text.span,
        }
    }
}

/// A condition on columns.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `not e`
    Not(Box<Expression>),
    /// `a and b`
    And(Vec<Expression>),
    /// `a or b`
    Or(Vec<Expression>),
    /// `level = A`
    Compare { column: ColumnSyntax, operator: Comparison, value: Value },
    /// `year between 2015 and 2020`
    Between { column: ColumnSyntax, low: Value, high: Value },
    /// `region in (US, CN)`
    In { column: ColumnSyntax, values: Vec<Value> },
    /// `year is [not] missing`
    Missing { column: ColumnSyntax, negated: bool },
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

/// The stages.
#[derive(Clone, Debug, PartialEq)]
pub enum StageKind {
    /// `count drugs by gene`
    Count { of: CountOf, by: Vec<KeySyntax> },
    /// `group by level: count, max(year)`
    Group { by: Vec<KeySyntax>, aggregates: Vec<ColumnSyntax> },
    /// `sort by year desc`
    Sort(Vec<KeySyntax>),
    /// `top 5 by year`
    Top { count: u64, by: Option<KeySyntax> },
    /// `bottom 5 by year`
    Bottom { count: u64, by: KeySyntax },
    /// `limit 5`
    Limit(u64),
    /// `skip 5`
    Skip(u64),
    /// `show drug, level`
    Show(Vec<ColumnSyntax>),
    /// `where level = A`
    Where(Expression),
    /// `distinct level`
    Distinct(Vec<KeySyntax>),
    /// `follow targeting to genes`
    Follow { verb: Word, to: Option<Head> },
    /// `rank by pagerank`
    Rank(RankBy),
    /// `as csv`
    As(Text),
    /// `to "file.csv"`
    To(Text),
}

impl StageKind {
    /// Which stage it is.
    pub const fn name(&self) -> StageName {
        match self {
            StageKind::Count { .. } => StageName::Count,
            StageKind::Group { .. } => StageName::Group,
            StageKind::Sort(_) => StageName::Sort,
            StageKind::Top { .. } => StageName::Top,
            StageKind::Bottom { .. } => StageName::Bottom,
            StageKind::Limit(_) => StageName::Limit,
            StageKind::Skip(_) => StageName::Skip,
            StageKind::Show(_) => StageName::Show,
            StageKind::Where(_) => StageName::Where,
            StageKind::Distinct(_) => StageName::Distinct,
            StageKind::Follow { .. } => StageName::Follow,
            StageKind::Rank(_) => StageName::Rank,
            StageKind::As(_) => StageName::As,
            StageKind::To(_) => StageName::To,
        }
    }
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
