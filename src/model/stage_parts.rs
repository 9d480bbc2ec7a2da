//! What stages are given, by kind of argument.

use std::fmt::Debug;

/// What the parts of a stage are: as they are written, or as they are meant.
pub trait StageParts: Clone + Debug + PartialEq {
    /// A key to sort or group by.
    type Key: Clone + Debug + PartialEq;
    /// A column to show.
    type Column: Clone + Debug + PartialEq;
    /// A number made of many rows.
    type Number: Clone + Debug + PartialEq;
    /// What `count` counts.
    type Unit: Clone + Debug + PartialEq;
    /// A condition on rows.
    type Test: Clone + Debug + PartialEq;
    /// What a verb leads to.
    type Goal: Clone + Debug + PartialEq;
    /// A measure of the whole graph.
    type Measure: Clone + Debug + PartialEq;
    /// A format or a file.
    type Text: Clone + Debug + PartialEq;
}

/// What is counted, for each combination of keys.
#[derive(Clone, Debug, PartialEq)]
pub struct CountBy<P: StageParts> {
    /// What is counted.
    pub of: P::Unit,
    /// Keys; none: one number for all rows.
    pub by: Vec<P::Key>,
}

/// Numbers for each combination of keys.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupBy<P: StageParts> {
    /// Keys.
    pub by: Vec<P::Key>,
    /// Numbers to make.
    pub numbers: Vec<P::Number>,
}

/// So many rows, after sorting by a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Best<P: StageParts> {
    /// Number of rows to keep.
    pub count: usize,
    /// By what; absent: the last number of a table, or the row order of entities.
    pub by: Option<P::Key>,
}

/// Reads what a stage is given, each kind of argument in one way. `None`: it is not there.
#[allow(missing_docs, reason = "each gives one kind of argument, by its name")]
pub trait StageReader<P: StageParts> {
    fn counted(&mut self) -> Option<CountBy<P>>;
    fn grouped(&mut self) -> Option<GroupBy<P>>;
    fn keys(&mut self) -> Option<Vec<P::Key>>;
    fn best(&mut self) -> Option<Best<P>>;
    fn number(&mut self) -> Option<usize>;
    fn columns(&mut self) -> Option<Vec<P::Column>>;
    fn test(&mut self) -> Option<P::Test>;
    fn goal(&mut self) -> Option<P::Goal>;
    fn measure(&mut self) -> Option<P::Measure>;
    fn format(&mut self) -> Option<P::Text>;
    fn file(&mut self) -> Option<P::Text>;
}

/// Makes parts of one sort of those of another. `None`: it has no meaning.
#[allow(missing_docs, reason = "each takes and gives one kind of argument, by its name")]
pub trait StageResolver<P: StageParts, Q: StageParts> {
    fn counted(&mut self, counted: &CountBy<P>) -> Option<CountBy<Q>>;
    fn grouped(&mut self, grouped: &GroupBy<P>) -> Option<GroupBy<Q>>;
    fn keys(&mut self, keys: &[P::Key]) -> Option<Vec<Q::Key>>;
    fn best(&mut self, best: &Best<P>) -> Option<Best<Q>>;
    fn number(&mut self, number: &usize) -> Option<usize>;
    fn columns(&mut self, columns: &[P::Column]) -> Option<Vec<Q::Column>>;
    fn test(&mut self, test: &P::Test) -> Option<Q::Test>;
    fn goal(&mut self, goal: &P::Goal) -> Option<Q::Goal>;
    fn measure(&mut self, measure: &P::Measure) -> Option<Q::Measure>;
    fn format(&mut self, format: &P::Text) -> Option<Q::Text>;
    fn file(&mut self, file: &P::Text) -> Option<Q::Text>;
}

/// Sees what a stage is given.
#[allow(missing_docs, reason = "each sees one kind of argument, by its name")]
pub trait StageVisitor<P: StageParts> {
    /// What is made of it.
    type Out;
    fn counted(&mut self, counted: &CountBy<P>) -> Self::Out;
    fn grouped(&mut self, grouped: &GroupBy<P>) -> Self::Out;
    fn keys(&mut self, keys: &[P::Key]) -> Self::Out;
    fn best(&mut self, best: &Best<P>) -> Self::Out;
    fn number(&mut self, number: &usize) -> Self::Out;
    fn columns(&mut self, columns: &[P::Column]) -> Self::Out;
    fn test(&mut self, test: &P::Test) -> Self::Out;
    fn goal(&mut self, goal: &P::Goal) -> Self::Out;
    fn measure(&mut self, measure: &P::Measure) -> Self::Out;
    fn format(&mut self, format: &P::Text) -> Self::Out;
    fn file(&mut self, file: &P::Text) -> Self::Out;
}
