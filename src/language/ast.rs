//! What was written: the shape of a sentence, with a span on every node and names still text.
//!
//! Sugar is gone (`count drugs …` is `drugs … | count`), attachment is not decided yet: clauses of
//! a phrase are a flat list, in the order of the text. A type whose resolved form has the same name
//! (`Query`, `Source`, `Stage`, …) has the ending `Syntax`.

#![allow(missing_docs, reason = "the example of a variant shows what its fields are")]

use super::marks::Mark;
use crate::model::StageName;
use crate::text::Span;
use crate::vocabulary::FormId;

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
            pub(super) const MARKS: &'static [Mark] = &[$(Mark::$mark, $(Mark::$other,)*)*];

            /// What a mark means; none: it is no word of this list.
            pub(super) const fn of(mark: Mark) -> Option<Self> {
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
    Param { name: Text, value: Option<Value> },
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

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceSyntax {
    /// A set of entities.
    Set(SetExpression),
    /// `does HEAD CLAUSES ?`
    Does(Phrase),
    /// `evidence for HEAD CLAUSES`
    Evidence(Phrase),
    /// `describe NAMES`; a noun or verb of the vocabulary is in `word`.
    Describe { names: Option<Names>, word: Option<Word> },
    /// `resolve NAME`: any text at all.
    Resolve(Text),
    /// `why [not] NAME in QUERY`
    Why(WhySyntax),
    /// `paths from A to B`
    Paths(PathsSyntax),
    /// `neighbours of A`
    Neighbours { of: EndpointSyntax, options: Vec<PathOption>, span: Span },
    /// `compare A with B by …`
    Compare { sides: Vec<EndpointSyntax>, by: Vec<ColumnSyntax>, span: Span },
    /// `match …`
    Match(MatchSyntax),
    /// `conflicts about …`
    Conflicts { about: Option<Phrase>, span: Span },
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
    /// The whole of it.
    pub span: Span,
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
    /// A set in brackets.
    Set(Box<SetExpression>, Span),
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
    /// The whole of it.
    pub span: Span,
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

/// A head and the clauses that restrict it.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// What is asked for.
    pub head: Head,
    /// Flat, in the order of the text.
    pub clauses: Vec<Clause>,
    /// The whole of it.
    pub span: Span,
}

/// A word of the vocabulary, or an unknown run in the place of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Its readings; absent: an unknown word that the resolver reports.
    pub form: Option<FormId>,
    /// Its place in the text.
    pub span: Span,
}

/// What a phrase, or an object, is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// `any`, `all`, `which` …; kept only for its place.
    pub determiner: Option<Span>,
    /// `approved`, `on-target`, in the order of the text.
    pub adjectives: Vec<AdjectiveWord>,
    /// The head itself.
    pub kind: HeadKind,
    /// `as g`
    pub label: Option<Text>,
    /// The whole of it.
    pub span: Span,
}

/// A word before a noun.
#[derive(Clone, Debug, PartialEq)]
pub enum AdjectiveWord {
    /// A value of an enumeration (`approved`).
    Form(Word),
    /// A name (`on-target` of `on-target mechanisms`).
    Name(Name),
}

/// The shapes of a head.
#[derive(Clone, Debug, PartialEq)]
pub enum HeadKind {
    /// `what`
    What,
    /// `drugs`, `drug trastuzumab`
    Noun { noun: Word, names: Option<Names> },
    /// `targets of trastuzumab`
    NounForm { form: Word, object: Box<Object> },
    /// `trastuzumab, lapatinib`
    Names(Names),
    /// `(drugs targeting HER2 | top 3)`
    Group { set: Box<SetExpression>, stages: Vec<StageSyntax> },
}

/// A list of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    /// The names with the words that join them.
    pub list: Joined<Name>,
    /// The whole of it.
    pub span: Span,
}

impl Names {
    /// All names, in the order of the text.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Name> {
        self.list.iter()
    }

    /// The name, where the list is one name.
    pub fn single(&self) -> Option<&Name> {
        let mut names = self.iter();
        names.next().filter(|_| names.next().is_none())
    }
}

/// A list joined by `and` and `or`, of which `and` binds tighter (R6).
#[derive(Clone, Debug, PartialEq)]
pub struct Joined<T> {
    /// Joined by `or`; in each what is joined by `and`. None is empty.
    pub alternatives: Vec<Vec<T>>,
    /// The first `and` and the first `or`, where the list has both (R7).
    pub mixed: Option<(Span, Span)>,
}

impl<T> Joined<T> {
    /// All items, in the order of the text.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.alternatives.iter().flatten()
    }

    /// Whether some of its items are joined by `and`.
    pub fn has_and(&self) -> bool {
        self.alternatives.iter().any(|all| all.len() > 1)
    }
}

words! {
    /// `and` or `or`; `but` is `and`.
    Connector {
        /// Both.
        And: And | But;
        /// Either.
        Or: Or;
    }
}

/// A name as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// `exactly`
    pub exactly: bool,
    /// `gene:` or the noun before the name; text of the kind or noun form.
    pub kind: Option<Text>,
    /// The name, variable or label.
    pub text: NameText,
    /// The noun after the name (`EGFR gene`).
    pub noun_after: Option<Word>,
    /// `or broader`
    pub or_broader: bool,
    /// The whole of it.
    pub span: Span,
}

/// How a name is given.
#[derive(Clone, Debug, PartialEq)]
pub enum NameText {
    /// A run that the graph knows, quoted or not.
    Known { text: String, quoted: bool, span: Span },
    /// A run that nothing knows: the resolver reports it.
    Unknown { text: String, quoted: bool, span: Span },
    /// `$x`
    Variable(Text),
    /// A label given before with `as`.
    Label(Text),
}

/// One clause of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// There is a comma before it (R4).
    pub comma: bool,
    /// `and`, `or`, `but` before it, with its place.
    pub connector: Option<(Connector, Span)>,
    /// The restriction.
    pub kind: ClauseKind,
    /// The whole of it.
    pub span: Span,
}

/// The shapes of a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `[not] ( … )`
    Group { negated: bool, clauses: Vec<Clause> },
    /// `[that] [not] targeting X`
    Relation(Relation),
    /// `[not] in X`
    Context(Context),
    /// `without X`
    Without(Object),
    /// `where …`, `level B or better`, `since 2020`, `including contested`
    Filter(Filter),
}

/// A verb with its object.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// `not`
    pub negated: bool,
    /// One, or several joined by `and` and `or`.
    pub verbs: Joined<Word>,
    /// What the verb leads to.
    pub object: Object,
}

/// What a verb leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `at least 2 genes`, `no gene`, `only EGFR`
    Quantified { quantifier: QuantifierSyntax, head: Head, span: Span },
    /// `(EGFR T790M and not EGFR C797S)`
    Profile(Profile),
    /// Anything else; the resolver makes a profile of an `and` list where the verb says so.
    Head(Head),
}

/// Literals joined by `and`.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// At least one.
    pub literals: Vec<Literal>,
    /// The whole of it.
    pub span: Span,
}

/// `EGFR T790M`, `not (A or B)`
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// `not`
    pub negated: bool,
    /// One name, or the alternatives in brackets.
    pub alternatives: Vec<Name>,
    /// The whole of it.
    pub span: Span,
}

/// How many objects must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantifierSyntax {
    /// `at least N`
    AtLeast(u64),
    /// `at most N`
    AtMost(u64),
    /// `exactly N`
    Exactly(u64),
    /// `more than N`
    MoreThan(u64),
    /// `fewer than N`
    FewerThan(u64),
    /// `no`
    No,
    /// `only`
    Only,
    /// `every`
    Every,
}

/// `in X`, `for X`
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// `not`
    pub negated: bool,
    /// The place of the preposition.
    pub preposition: Span,
    /// The cancer or other context.
    pub object: Object,
}

/// A condition on statements or entities inside a phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// `where …`, `with …`
    Where(Expression, Span),
    /// `level B or better`
    Level { value: Value, tail: LevelTail, span: Span },
    /// `since 2020`
    Since(i64, Span),
    /// `before 2020`
    Before(i64, Span),
    /// `including contested`
    IncludingContested(Span),
    /// `including combinations`
    IncludingCombinations(Span),
}

/// What follows a level.
#[derive(Clone, Debug, PartialEq)]
pub enum LevelTail {
    /// Nothing.
    Exactly,
    /// `or better`
    OrBetter,
    /// `or worse`
    OrWorse,
    /// `or B or C`
    Or(Vec<Value>),
}

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
