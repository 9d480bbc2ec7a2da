//! Where rows come from: a set, or a source that is more than a set.

use super::{NodeId, Seed, SetId, Test};
use crate::answer::ColumnType;
use crate::graph::EntityId;
use crate::language::ast;
use crate::model::SourceKind;
use crate::names::UnlistedChange;
use crate::vocabulary::{End, KindSet, NounId, PropertyId, RelationId};

/// Where rows come from, resolved. Sets and nodes are numbers of the question's
/// [`Query`](super::Query).
#[derive(Clone, Debug)]
pub enum RowSource {
    /// Entities.
    Set(SetId),
    /// `does … ?`
    Does(SetId),
    /// `evidence for …`
    Evidence(SetId),
    /// `describe NAMES`: the faces of each name.
    Describe(Vec<Seed>),
    /// `describe drugs`
    DescribeNoun(NounId),
    /// `describe targeting`
    DescribeVerb(Vec<RelationId>),
    /// `resolve TEXT`
    Resolve(String),
    /// `why …`
    Why(Why),
    /// `paths from A to B`
    Paths(Paths),
    /// `compare A with B`
    Compare(Compare),
    /// `match …`
    Match(Match),
    /// `conflicts about …`
    Conflicts(Option<SetId>),
}

impl RowSource {
    /// Which of all sources it is.
    pub const fn kind(&self) -> SourceKind {
        match self {
            RowSource::Set(_) => SourceKind::Set,
            RowSource::Does(_) => SourceKind::Does,
            RowSource::Evidence(_) => SourceKind::Evidence,
            RowSource::Describe(_) | RowSource::DescribeNoun(_) | RowSource::DescribeVerb(_) => SourceKind::Describe,
            RowSource::Resolve(_) => SourceKind::Resolve,
            RowSource::Why(_) => SourceKind::Why,
            RowSource::Paths(_) => SourceKind::Paths,
            RowSource::Compare(_) => SourceKind::Compare,
            RowSource::Match(_) => SourceKind::Match,
            RowSource::Conflicts(_) => SourceKind::Conflicts,
        }
    }

    /// The set whose entities are the rows, where rows are entities.
    pub const fn entities(&self) -> Option<SetId> {
        if let RowSource::Set(set) = self { Some(*set) } else { None }
    }

    /// The set that it is asked of, where there is one.
    pub const fn set(&self) -> Option<SetId> {
        match self {
            RowSource::Set(set) | RowSource::Does(set) | RowSource::Evidence(set) => Some(*set),
            RowSource::Conflicts(about) => *about,
            RowSource::Why(why) => why.set,
            RowSource::Describe(_)
            | RowSource::DescribeNoun(_)
            | RowSource::DescribeVerb(_)
            | RowSource::Resolve(_)
            | RowSource::Paths(_)
            | RowSource::Compare(_)
            | RowSource::Match(_) => None,
        }
    }

    /// The columns of its rows; none where the rows are entities.
    pub fn columns(&self) -> Vec<(String, ColumnType)> {
        let sides = if let RowSource::Compare(compare) = self { &compare.sides[..] } else { &[] };
        let columns = self.kind().row().columns(sides.iter().map(|(label, _)| label.as_str()));
        columns.map(|(name, of)| (name.to_owned(), of)).collect()
    }
}

/// `why [not] X in QUERY`.
#[derive(Clone, Debug)]
pub struct Why {
    /// `why not`
    pub negated: bool,
    /// Faces of the name asked about, or the number of a row of the last answer.
    pub subject: WhySubject,
    /// The set it is asked of.
    pub set: Option<SetId>,
}

/// What `why` asks about.
#[derive(Clone, Debug)]
pub enum WhySubject {
    /// A named entity.
    Entity(Seed),
    /// A row of the last answer, counted from one.
    Row(u64),
}

/// One end of a path.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// A named entity: all faces of the name.
    Entity(Seed),
    /// Any entity of a set.
    Set(SetId),
}

/// `paths`, `shortest path`, `neighbours`.
#[derive(Clone, Debug)]
pub struct Paths {
    /// Only the shortest.
    pub shortest: bool,
    /// All of them, not the first hundred.
    pub all: bool,
    /// First end.
    pub from: Endpoint,
    /// Where it ends; `None`: anywhere (neighbours).
    pub to: Option<Endpoint>,
    /// At most so many steps.
    pub within: usize,
    /// What a path must go through.
    pub via: Waypoints,
    /// What a path must not touch.
    pub avoiding: Waypoints,
    /// Conditions on the statements of claim edges.
    pub filter: PathFilter,
}

/// Relations, kinds and entities named by `via` or `avoiding`.
#[derive(Clone, Debug, Default)]
pub struct Waypoints {
    /// Steps over these only.
    pub relations: Vec<RelationId>,
    /// Entities of these kinds only, between the ends.
    pub kinds: KindSet,
    /// Through one of these.
    pub entities: Vec<EntityId>,
}

impl Waypoints {
    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty() && self.kinds.is_empty() && self.entities.is_empty()
    }
}

/// What statements of a path must meet.
#[derive(Clone, Debug, Default)]
pub struct PathFilter {
    /// Cancers they must name.
    pub contexts: Vec<NodeId>,
    /// Conditions on their fields.
    pub tests: Vec<Test>,
}

/// `compare A, B by …`.
#[derive(Clone, Debug)]
pub struct Compare {
    /// What is compared: a label and the entity or set.
    pub sides: Vec<(String, Endpoint)>,
    /// The attributes asked for; empty: all that the sides have.
    pub by: Vec<(String, Attribute)>,
}

/// An attribute of `compare`.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// A property.
    Property(PropertyId),
    /// Entities of these kinds that a supported edge joins.
    Kinds(KindSet),
    /// What one relation leads to, seen from this end.
    Relation(RelationId, End),
}

/// `match A, B and C in D`.
#[derive(Clone, Debug)]
pub struct Match {
    /// Findings as typed, with all faces of their names; a finding no name knows has none.
    pub findings: Vec<Finding>,
    /// A file of findings, to be read before it runs.
    pub file: Option<ast::Text>,
    /// The cancers.
    pub contexts: Vec<NodeId>,
    /// Conditions on statements.
    pub tests: Vec<Test>,
}

/// One finding of a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// As typed.
    pub typed: String,
    /// Faces of the name.
    pub entities: Vec<EntityId>,
    /// The gene of a variant that the graph does not know.
    pub gene: Option<EntityId>,
    /// That variant, where it was understood what changed.
    pub unlisted: Option<UnlistedChange>,
}
