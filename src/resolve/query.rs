//! What was meant: ids only, every clause with the noun it belongs to.
//!
//! Nodes, links and the like live in lists and refer to each other by number, so that a long
//! sentence is long and not deep.

use crate::graph::EntityId;
use crate::text::Span;
use crate::vocabulary::{End, KindId, PropertyId, RelationId};
use rustc_hash::FxHashMap;

/// A noun or name of the sentence: an index into [`Query::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// A verb with its object: an index into [`Query::links`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LinkId(pub u32);

/// A set of kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct KindSet(pub u128);

impl KindSet {
    /// The kinds listed.
    pub fn of(kinds: &[KindId]) -> Self {
        kinds.iter().fold(Self::default(), |set, &kind| set.with(kind))
    }
    /// With one more.
    pub fn with(self, kind: KindId) -> Self {
        Self(self.0 | 1 << (kind.0 & 127))
    }
    /// Whether `kind` is in.
    pub fn has(self, kind: KindId) -> bool {
        self.0 >> (kind.0 & 127) & 1 == 1
    }
    /// In both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// In one or the other.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// In none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// How many.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }
    /// The kind, where it is one.
    pub fn only(self) -> Option<KindId> {
        (self.len() == 1).then(|| KindId(self.0.trailing_zeros() as u8))
    }
    /// In id order.
    pub fn iter(self) -> impl Iterator<Item = KindId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = rest.trailing_zeros();
            // Takes the lowest bit away.
            rest &= rest.wrapping_sub(1);
            (next < u128::BITS).then_some(KindId(next as u8))
        })
    }
}

/// One question about sets, resolved.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Nouns and names of the sentence.
    pub nodes: Vec<Node>,
    /// Verbs with their objects.
    pub links: Vec<Link>,
    /// Set operations.
    pub sets: Vec<SetNode>,
    /// `including contested`
    pub including_contested: bool,
    /// `including combinations`
    pub including_combinations: bool,
    /// Contexts that stand outside any phrase (`match … in C`, `paths … in C`).
    pub extra_contexts: Vec<NodeId>,
    /// The names of profile questions, for the reading.
    pub profile_seeds: FxHashMap<NodeId, Vec<Seed>>,
}

/// A set operation: an index into [`Query::sets`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct SetId(pub u32);

/// A phrase or a combination of two sets.
#[derive(Clone, Debug)]
pub enum SetNode {
    /// The entities of a node.
    Phrase(NodeId),
    /// In one or the other.
    Union(SetId, SetId),
    /// In the first and not in the second.
    Except(SetId, SetId),
    /// In both.
    Intersect(SetId, SetId),
    /// The first rows of another set, after stages (a bracket with stages inside).
    Staged(SetId, Vec<Stage>),
    /// `neighbours of X`: the walk, and the node that stands for what it reaches.
    Neighbours(Box<super::Paths>, NodeId),
}

/// A noun or name, with what is said of it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Kinds that may answer.
    pub kinds: KindSet,
    /// Which entities, before any condition.
    pub domain: Domain,
    /// What is said of them.
    pub condition: Condition,
    /// `as g`
    pub label: Option<String>,
    /// The word that names its column: the noun's singular, or `entity` where kinds are mixed.
    pub heading: String,
    /// Whether the user wrote a name here, not a noun.
    pub named: bool,
    /// Where it was written.
    pub span: Span,
}

/// Which entities a node may stand for.
#[derive(Clone, Debug)]
pub enum Domain {
    /// All of its kinds.
    All,
    /// These, sorted by id, with how each came in.
    Named(NamedSet),
    /// Those of another set.
    Set(SetId),
    /// The same entity as another node: a label used again.
    Same(NodeId),
    /// The rows of the stage before: `follow`.
    Rows,
    /// The other set and, in hierarchies, what is below: a bracket or variable after `in`.
    Below(SetId),
}

/// Entities named in the question, and what their names include.
#[derive(Clone, Debug, Default)]
pub struct NamedSet {
    /// Sorted by id, each once.
    pub members: Vec<Member>,
    /// The names as the user gave them, in the order of the text.
    pub seeds: Vec<Seed>,
}

impl NamedSet {
    /// The member with this id.
    pub fn find(&self, entity: u32) -> Option<&Member> {
        self.members.binary_search_by_key(&entity, |member| member.entity).ok().map(|i| &self.members[i])
    }
}

/// A name of the question.
#[derive(Clone, Debug)]
pub struct Seed {
    /// What it names: one entity, or the faces of one name.
    pub entities: Vec<EntityId>,
    /// As typed.
    pub typed: String,
    /// Where.
    pub span: Span,
    /// `exactly`
    pub exactly: bool,
    /// `or broader`
    pub or_broader: bool,
    /// The kind that the user forced, as a prefix.
    pub forced: Option<String>,
    /// Typed without the noun that its full name ends in (`gastric`).
    pub stripped: bool,
}

/// One entity of a named set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub entity: u32,
    /// Which name brought it in.
    pub seed: u32,
    /// How.
    pub how: Inclusion,
}

/// How an entity belongs to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inclusion {
    /// It is what was named.
    Exact,
    /// Below it in its hierarchy.
    Subtype,
    /// A member of the class or family, or a variant of the gene.
    Member,
    /// Above it: `or broader`.
    Broader,
}

/// What is said of the entities of a node.
#[derive(Clone, Debug, Default)]
pub enum Condition {
    /// Nothing.
    #[default]
    True,
    /// All of these.
    And(Vec<Condition>),
    /// One of these.
    Or(Vec<Condition>),
    /// There is no supported row of this.
    Not(Box<Condition>),
    /// There is such an edge.
    Link(LinkId),
    /// The entity's own property.
    Property(Test),
    /// The entity is a statement that meets this.
    Evidence(Evidence),
}

/// A verb with its object: there is an edge, behind it one statement that meets all conditions.
#[derive(Clone, Debug)]
pub struct Link {
    /// Any of these relations, each with the end at which the head stands.
    pub steps: Vec<(RelationId, End)>,
    /// The end of the walk.
    pub object: NodeId,
    /// How many objects.
    pub quantifier: Quantifier,
    /// Every number of steps counts (`subtypes of`), the start itself left out.
    pub transitive: bool,
    /// Conditions that one statement must meet together with the edge.
    pub evidence: Evidence,
    /// The objects are one set of findings that a profile must need as a whole (R9).
    pub profile: Option<ProfileQuestion>,
    /// Its statements are rows even where they are contested (`failed drugs …`).
    pub lifted: bool,
    /// It stands for the `in` of a fact verb or noun: classes count through their members.
    pub is_context: bool,
    /// It came from a name before a noun (`on-target mechanisms`).
    pub adjective: bool,
    /// It came with the head itself (`targets of X`).
    pub noun_form: bool,
    /// It took the `in` of the sentence.
    pub took_in: bool,
    /// The verb as the echo writes it.
    pub word: String,
    /// Where the verb was written.
    pub span: Span,
}

/// How many objects must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// Between these numbers, both included.
    Between(u64, u64),
    /// Some, and no other.
    Only,
    /// All of them, and there is one.
    Every,
}

/// A profile asked for as a whole: `EGFR L858R and EGFR T790M`.
#[derive(Clone, Debug)]
pub struct ProfileQuestion {
    /// Literals joined by `and`.
    pub literals: Vec<ProfileLiteral>,
}

/// `EGFR T790M`, `not (EGFR mutation or ALK fusion)`.
#[derive(Clone, Debug)]
pub struct ProfileLiteral {
    /// `not`
    pub negated: bool,
    /// Each alternative: all faces of one name.
    pub alternatives: Vec<Vec<EntityId>>,
}

/// What one statement must meet.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// It names a cancer of each of these.
    pub contexts: Vec<NodeId>,
    /// Its fields.
    pub tests: Vec<Test>,
}

impl Evidence {
    /// Whether every statement meets it.
    pub fn is_empty(&self) -> bool {
        self.contexts.is_empty() && self.tests.is_empty()
    }
}

/// A condition on the properties of one statement, entity or finished row.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Not this.
    Not(Box<Test>),
    /// All of these.
    And(Vec<Test>),
    /// One of these.
    Or(Vec<Test>),
    /// A code of an enumeration is one of these (bit `c` set), best codes being low.
    Code {
        /// Which property.
        property: PropertyId,
        /// Accepted codes.
        codes: u64,
    },
    /// A number in a range, both ends included.
    Number {
        /// Which property.
        property: PropertyId,
        /// Smallest.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// A text compares so.
    Text {
        /// What is compared.
        field: Field,
        /// How.
        comparison: TextComparison,
    },
    /// There is no value.
    Missing(Field),
    /// Always or never.
    Constant(bool),
}

/// What a text test reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A property of the statement or entity.
    Property(PropertyId),
    /// The entity's name.
    Name,
    /// The entity's identifier.
    Id,
    /// The entity's kind.
    Kind,
}

/// How a text compares; texts are compared in lower case.
#[derive(Clone, Debug, PartialEq)]
pub enum TextComparison {
    /// It is one of these.
    Among(Vec<String>),
    /// It holds this.
    Contains(String),
    /// It starts so.
    StartsWith(String),
    /// It ends so.
    EndsWith(String),
    /// It matches this regular expression.
    Matches(String),
    /// It lies between these, both included; absent: open.
    Between(Option<String>, Option<String>),
    /// It stands before this.
    Below(String),
}

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
        /// How many.
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
        /// The set of what is reached, in which the rows stand as the domain of `from`.
        target: SetId,
        /// The node that the rows stand for.
        from: NodeId,
    },
    /// Sorted by a measure of the whole graph.
    Rank(crate::language::ast::RankBy),
}

/// A column of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it shows.
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
    Field(NodeId, Field),
    /// A field of the row's best statement, or one of the default columns (`sources`, `match` …).
    Evidence(EvidenceColumn),
    /// A column of a table: of the source, or made by an earlier stage.
    Made(usize),
    /// A number made for each head entity: `top 5 by count genes`.
    PerHead(Box<Aggregate>),
}

/// The columns that evidence gives a row.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceColumn {
    /// A property of the best statement (for status, region and as-of: of the best status).
    Property(PropertyId),
    /// The best statement's profile.
    Profile,
    /// Its partners.
    Partners,
    /// Its therapy.
    Therapy,
    /// Its mechanism.
    Mechanism,
    /// Its cancer.
    Cancer,
    /// How that cancer matches.
    Match,
    /// The statement of the status.
    StatusStatement,
    /// How many statements support.
    Supporting,
    /// How many do not.
    Disputing,
    /// Opposite statements.
    Opposite,
    /// Supporting statements.
    Statements,
    /// The others.
    Against,
    /// Their sources.
    Sources,
    /// Through which member of the named class or family.
    Via,
    /// The best statement's gist.
    Gist,
}

/// A key to sort or group by.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// What to compare.
    pub column: Column,
    /// Ascending; absent: as the property wants it.
    pub ascending: Option<bool>,
}

/// A number made of many rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
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
#[derive(Clone, Debug, PartialEq)]
pub enum RowTest {
    /// Not this.
    Not(Box<RowTest>),
    /// All of these.
    And(Vec<RowTest>),
    /// One of these.
    Or(Vec<RowTest>),
    /// A column's value compares so.
    Compare {
        /// Which column.
        column: Column,
        /// How, as a test on a value.
        test: ValueTest,
    },
}

/// How a value of a finished row compares.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueTest {
    /// It is absent.
    Missing,
    /// It is one of these (folded texts).
    Among(Vec<String>),
    /// A number in a range; of values that are text, those that are exactly the text.
    Number(f64, f64, String),
    /// An ordered code in a range of places.
    Order(u16, u16, PropertyId),
    /// A text compares so.
    Text(TextComparison),
}

impl Query {
    /// The node with this number.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
    /// The link with this number.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0 as usize]
    }
    /// The set with this number.
    pub fn set(&self, id: SetId) -> &SetNode {
        &self.sets[id.0 as usize]
    }
    /// The left-most phrase of a set.
    pub fn head_of(&self, mut set: SetId) -> NodeId {
        loop {
            set = match self.set(set) {
                SetNode::Phrase(node) | SetNode::Neighbours(_, node) => return *node,
                SetNode::Union(left, _)
                | SetNode::Except(left, _)
                | SetNode::Intersect(left, _)
                | SetNode::Staged(left, _) => *left,
            };
        }
    }
}
