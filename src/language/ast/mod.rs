//! What was written: the shape of a sentence, with a span on every node and names still text.
//!
//! Sugar is gone (`count drugs …` is `drugs … | count`), attachment is not decided yet: clauses of
//! a phrase are a flat list, in the order of the text. A type whose resolved form has the same name
//! (`Query`, `Source`, `Stage`, …) has the ending `Syntax`.

#![allow(missing_docs, reason = "the example of a variant shows what its fields are")]

use super::marks::Mark;
use crate::model::{SourceOf, SourceParts};
use crate::text::Span;

/// Makes an enum whose variants are words or signs of the language. The tree is built and printed
/// from this one list; the usual word comes first.
macro_rules! words {
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[$variant_doc:meta])* $variant:ident: $mark:ident $(| $other:ident)*;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every mark that means one of them.
            #[cfg(test)]
            pub(crate) const MARKS: &'static [Mark] = &[$(Mark::$mark, $(Mark::$other,)*)*];

            /// What a mark means; none: it is no word of this list.
            pub(crate) const fn of(mark: Mark) -> Option<Self> {
                match mark {
                    $(Mark::$mark $(| Mark::$other)* => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The word as it is usually written.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => Mark::$mark.text(),)*
                }
            }
        }
    };
}

mod phrase;
mod stage;

pub use phrase::*;
pub use stage::*;

/// A query file: its statements in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// In the order of the text.
    pub statements: Vec<Statement>,
}

/// One statement of a script or one line of the REPL.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The command with its arguments.
    pub kind: StatementKind,
    /// The whole of it.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `let $x = …`
    Let { name: Text, query: QuerySyntax },
    /// `param $x = …`
    Param { name: Text, value: Option<ValueSyntax> },
    /// `set strict on`
    Set { name: Text, value: Text },
    /// `use "other.onco"`
    Use(Text),
    /// `run "other.onq"`
    Run(Text),
    /// `show nouns`; the topic is checked by the engine.
    Show(Text),
    /// `explain …`
    Explain(QuerySyntax),
    /// `profile …`
    Profile(QuerySyntax),
    /// `expect …`
    Expect(Expectation),
    /// A question.
    Query(QuerySyntax),
}

/// What `expect` asks of the answer before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `expect [not] NAME`
    Name { negated: bool, name: Name },
    /// `expect 3 rows`, `expect no rows`, `expect at least 1 rows`
    Rows { quantifier: QuantifierSyntax, span: Span },
}

/// A piece of text taken as it is: an identifier, a file name, a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Without quotes or `$`.
    pub text: String,
    /// With them.
    pub span: Span,
}

/// A source and what is done with its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct QuerySyntax {
    /// Where rows come from.
    pub source: SourceSyntax,
    /// What happens to them, in order.
    pub stages: Vec<StageSyntax>,
    /// The whole of it.
    pub span: Span,
}

/// Where rows come from, as written.
pub type SourceSyntax = SourceOf<SyntaxParts>;

impl SourceParts for SyntaxParts {
    type Set = SetExpression;
    type Question = Phrase;
    type Phrase = Phrase;
    type Described = DescribedSyntax;
    type Name = Text;
    type Why = WhySyntax;
    type Paths = PathsSyntax;
    type Neighbours = NeighboursSyntax;
    type Compare = CompareSyntax;
    type Findings = MatchSyntax;
}

/// What `describe` describes.
#[derive(Clone, Debug, PartialEq)]
pub enum DescribedSyntax {
    /// `describe A and B`
    Names(Names),
    /// A noun or a verb.
    Word(Word),
}

/// `neighbours of A within 2`
#[derive(Clone, Debug, PartialEq)]
pub struct NeighboursSyntax {
    /// Where to start.
    pub of: EndpointSyntax,
    /// In the order of the text.
    pub options: Vec<PathOption>,
}

/// `compare A with B by …`
#[derive(Clone, Debug, PartialEq)]
pub struct CompareSyntax {
    /// What is compared.
    pub sides: Vec<EndpointSyntax>,
    /// What by; none: all that the sides have.
    pub by: Vec<ColumnSyntax>,
}

/// `why 3`, `why trastuzumab in drugs targeting HER2`, `why not …`
#[derive(Clone, Debug, PartialEq)]
pub struct WhySyntax {
    /// `why not`
    pub negated: bool,
    /// What is asked about.
    pub subject: WhySubjectSyntax,
    /// The query; absent: the last answer.
    pub query: Option<Box<QuerySyntax>>,
    /// The whole of it.
    pub span: Span,
}

/// What `why` asks about.
#[derive(Clone, Debug, PartialEq)]
pub enum WhySubjectSyntax {
    /// A named entity.
    Name(Name),
    /// A row of the last answer, counted from one.
    Row(u64, Span),
}

/// `paths from A to B within 4 via …`
#[derive(Clone, Debug, PartialEq)]
pub struct PathsSyntax {
    /// `shortest`
    pub shortest: bool,
    /// `all`
    pub all: bool,
    /// First end.
    pub from: EndpointSyntax,
    /// Second end.
    pub to: EndpointSyntax,
    /// In the order of the text.
    pub options: Vec<PathOption>,
}

/// A restriction of paths and neighbours.
#[derive(Clone, Debug, PartialEq)]
pub enum PathOption {
    /// `within N`
    Within(u64, Span),
    /// `via A, B`
    Via(Vec<Waypoint>),
    /// `avoiding A, B`
    Avoiding(Vec<Waypoint>),
    /// `in C`
    Context(Context),
    /// `where …`
    Filter(Filter),
}

/// A noun, verb or name of `via` and `avoiding`.
#[derive(Clone, Debug, PartialEq)]
pub enum Waypoint {
    /// A noun or a verb.
    Word(Word),
    /// An entity.
    Name(Name),
}

/// One side of a path or comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum EndpointSyntax {
    /// A named entity or a variable.
    Name(Name),
    /// A set in brackets, with stages.
    Set(Box<SetExpression>, Vec<StageSyntax>),
}

/// `match A, B and C in D level A or B`
#[derive(Clone, Debug, PartialEq)]
pub struct MatchSyntax {
    /// The findings, each with `and` inside; empty where they come from a file.
    pub findings: Vec<Profile>,
    /// `match file "…"`
    pub file: Option<Text>,
    /// The cancer.
    pub context: Option<Context>,
    /// Levels and the like.
    pub filters: Vec<Filter>,
}

/// A chain of phrases and set operations, flat, as written (R6 and R7 are the resolver's).
#[derive(Clone, Debug, PartialEq)]
pub struct SetExpression {
    /// The first phrase.
    pub first: Phrase,
    /// The others, each with the word before it.
    pub rest: Vec<(SetOperator, Span, Phrase)>,
}

words! {
    /// How two sets combine. `union` and `or` mean the same, as do `except` and `minus`,
    /// `intersect` and `and`.
    SetOperator {
        /// In one or the other.
        Union: Union | Or;
        /// In the first and not in the second.
        Except: Except;
        /// In both.
        Intersect: Intersect | And;
    }
}
