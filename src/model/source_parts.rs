//! What sources are given, by kind of argument.

use std::fmt::Debug;

/// What the parts of a source are: as they are written, or as they are meant.
pub trait SourceParts {
    /// Phrases, joined by set operations.
    type Set: Clone + Debug;
    /// A phrase asked about with yes or no.
    type Question: Clone + Debug;
    /// One phrase.
    type Phrase: Clone + Debug;
    /// Names or a word to be described.
    type Described: Clone + Debug;
    /// A text that may be a name.
    type Name: Clone + Debug;
    /// A row, and the question that it is a row of.
    type Why: Clone + Debug;
    /// Two ends, and what restricts the paths between them.
    type Paths: Clone + Debug;
    /// One end, and how far to go from it.
    type Neighbours: Clone + Debug;
    /// Sides, and what they are compared by.
    type Compare: Clone + Debug;
    /// What was found in a tumour, and the cancer.
    type Findings: Clone + Debug;
}

/// Reads what a source is given, each kind of argument in one way. `None`: it is not there.
#[allow(missing_docs, reason = "each gives one kind of argument, by its name")]
pub trait SourceReader<P: SourceParts> {
    fn set(&mut self) -> Option<P::Set>;
    fn question(&mut self) -> Option<P::Question>;
    fn phrase(&mut self) -> Option<P::Phrase>;
    fn described(&mut self) -> Option<P::Described>;
    fn name(&mut self) -> Option<P::Name>;
    fn why(&mut self) -> Option<P::Why>;
    fn paths(&mut self) -> Option<P::Paths>;
    fn neighbours(&mut self) -> Option<P::Neighbours>;
    fn compare(&mut self) -> Option<P::Compare>;
    fn findings(&mut self) -> Option<P::Findings>;
    fn about(&mut self) -> Option<Option<P::Phrase>>;
}

/// Makes parts of one sort of those of another. `None`: it has no meaning.
#[allow(missing_docs, reason = "each takes and gives one kind of argument, by its name")]
pub trait SourceResolver<P: SourceParts, Q: SourceParts> {
    fn set(&mut self, set: &P::Set) -> Option<Q::Set>;
    fn question(&mut self, question: &P::Question) -> Option<Q::Question>;
    fn phrase(&mut self, phrase: &P::Phrase) -> Option<Q::Phrase>;
    fn described(&mut self, described: &P::Described) -> Option<Q::Described>;
    fn name(&mut self, name: &P::Name) -> Option<Q::Name>;
    fn why(&mut self, why: &P::Why) -> Option<Q::Why>;
    fn paths(&mut self, paths: &P::Paths) -> Option<Q::Paths>;
    fn neighbours(&mut self, neighbours: &P::Neighbours) -> Option<Q::Neighbours>;
    fn compare(&mut self, compare: &P::Compare) -> Option<Q::Compare>;
    fn findings(&mut self, findings: &P::Findings) -> Option<Q::Findings>;
    fn about(&mut self, about: &Option<P::Phrase>) -> Option<Option<Q::Phrase>>;
}

/// Sees what a source is given.
#[allow(missing_docs, reason = "each sees one kind of argument, by its name")]
pub trait SourceVisitor<P: SourceParts> {
    /// What is made of it.
    type Out;
    fn set(&mut self, set: &P::Set) -> Self::Out;
    fn question(&mut self, question: &P::Question) -> Self::Out;
    fn phrase(&mut self, phrase: &P::Phrase) -> Self::Out;
    fn described(&mut self, described: &P::Described) -> Self::Out;
    fn name(&mut self, name: &P::Name) -> Self::Out;
    fn why(&mut self, why: &P::Why) -> Self::Out;
    fn paths(&mut self, paths: &P::Paths) -> Self::Out;
    fn neighbours(&mut self, neighbours: &P::Neighbours) -> Self::Out;
    fn compare(&mut self, compare: &P::Compare) -> Self::Out;
    fn findings(&mut self, findings: &P::Findings) -> Self::Out;
    fn about(&mut self, about: &Option<P::Phrase>) -> Self::Out;
}
