//! Phrases: heads, names, clauses and the conditions inside them.

use super::{Expression, Mark, SetExpression, StageSyntax, Text, ValueSyntax};
use crate::text::Span;
use crate::vocabulary::FormId;

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
    /// Any of some names (`on-target` of `on-target mechanisms`).
    Names(Vec<Name>),
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
    Level { value: ValueSyntax, tail: LevelTail, span: Span },
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
    Or(Vec<ValueSyntax>),
}
