//! Where rows come from: a set, or a source that is more than a set.

use super::{NodeId, QueryParts, Seed, SetId, Test};
use crate::answer::ColumnType;
use crate::graph::EntityId;
use crate::language::ast;
use crate::model::{SourceOf, SourceParts, SourceVisitor};
use crate::names::UnlistedChange;
use crate::vocabulary::{End, KindSet, NounId, PropertyId, RelationId};
use std::convert::Infallible;

/// Where rows come from, resolved. Sets and nodes are numbers of the question's
/// [`Query`](super::Query).
pub type RowSource = SourceOf<QueryParts>;

impl SourceParts for QueryParts {
    type Set = SetId;
    type Question = SetId;
    type Phrase = SetId;
    type Described = Described;
    type Name = String;
    type Why = Why;
    type Paths = Paths;
    /// Neighbours are a set.
    type Neighbours = Infallible;
    type Compare = Compare;
    type Findings = Match;
}

/// What `describe` describes.
#[derive(Clone, Debug)]
pub enum Described {
    /// The faces of each name.
    Names(Vec<Seed>),
    /// A noun.
    Noun(NounId),
    /// A verb.
    Verb(Vec<RelationId>),
}

impl RowSource {
    /// The set whose entities are the rows, where rows are entities.
    pub const fn entities(&self) -> Option<SetId> {
        if let RowSource::Set(set) = self { Some(*set) } else { None }
    }

    /// The set that it is asked of, where there is one.
    pub fn set(&self) -> Option<SetId> {
        self.show(&mut AskedOf)
    }

    /// The entities that it names itself; its sets name their own.
    pub fn named(&self) -> Vec<EntityId> {
        self.show(&mut NamedItself)
    }

    /// The columns of its rows; none where the rows are entities.
    pub fn columns(&self) -> Vec<(String, ColumnType)> {
        let sides = if let RowSource::Compare(compare) = self { &compare.sides[..] } else { &[] };
        let columns = self.kind().row().columns(sides.iter().map(|(label, _)| label.as_str()));
        columns.map(|(name, of)| (name.to_owned(), of)).collect()
    }
}

/// The set that a source is asked of.
struct AskedOf;

impl SourceVisitor<QueryParts> for AskedOf {
    type Out = Option<SetId>;

    fn set(&mut self, set: &SetId) -> Option<SetId> {
        Some(*set)
    }

    fn question(&mut self, question: &SetId) -> Option<SetId> {
        Some(*question)
    }

    fn phrase(&mut self, phrase: &SetId) -> Option<SetId> {
        Some(*phrase)
    }

    fn described(&mut self, _: &Described) -> Option<SetId> {
        None
    }

    fn name(&mut self, _: &String) -> Option<SetId> {
        None
    }

    fn why(&mut self, why: &Why) -> Option<SetId> {
        why.set
    }

    fn paths(&mut self, _: &Paths) -> Option<SetId> {
        None
    }

    fn neighbours(&mut self, neighbours: &Infallible) -> Option<SetId> {
        match *neighbours {}
    }

    fn compare(&mut self, _: &Compare) -> Option<SetId> {
        None
    }

    fn findings(&mut self, _: &Match) -> Option<SetId> {
        None
    }

    fn about(&mut self, about: &Option<SetId>) -> Option<SetId> {
        *about
    }
}

/// The entities that a source names itself.
struct NamedItself;

impl NamedItself {
    fn of_end(end: &Endpoint) -> Vec<EntityId> {
        if let Endpoint::Entity(seed) = end { seed.entities.clone() } else { Vec::new() }
    }
}

impl SourceVisitor<QueryParts> for NamedItself {
    type Out = Vec<EntityId>;

    fn set(&mut self, _: &SetId) -> Vec<EntityId> {
        Vec::new()
    }

    fn question(&mut self, _: &SetId) -> Vec<EntityId> {
        Vec::new()
    }

    fn phrase(&mut self, _: &SetId) -> Vec<EntityId> {
        Vec::new()
    }

    fn described(&mut self, described: &Described) -> Vec<EntityId> {
        match described {
            Described::Names(seeds) => seeds.iter().flat_map(|seed| seed.entities.iter().copied()).collect(),
            Described::Noun(_) | Described::Verb(_) => Vec::new(),
        }
    }

    fn name(&mut self, _: &String) -> Vec<EntityId> {
        Vec::new()
    }

    fn why(&mut self, why: &Why) -> Vec<EntityId> {
        if let WhySubject::Entity(seed) = &why.subject { seed.entities.clone() } else { Vec::new() }
    }

    fn paths(&mut self, paths: &Paths) -> Vec<EntityId> {
        let ends = std::iter::once(&paths.from).chain(&paths.to).flat_map(Self::of_end);
        ends.chain(paths.via.entities.iter().copied()).collect()
    }

    fn neighbours(&mut self, neighbours: &Infallible) -> Vec<EntityId> {
        match *neighbours {}
    }

    fn compare(&mut self, compare: &Compare) -> Vec<EntityId> {
        compare.sides.iter().flat_map(|(_, side)| Self::of_end(side)).collect()
    }

    fn findings(&mut self, findings: &Match) -> Vec<EntityId> {
        findings.findings.iter().flat_map(|finding| finding.entities.iter().copied()).collect()
    }

    fn about(&mut self, _: &Option<SetId>) -> Vec<EntityId> {
        Vec::new()
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
    pub findings: Vec<TypedFinding>,
    /// A file of findings, to be read before it runs.
    pub file: Option<ast::Text>,
    /// The cancers.
    pub contexts: Vec<NodeId>,
    /// Conditions on statements.
    pub tests: Vec<Test>,
}

/// One finding of a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedFinding {
    /// As typed.
    pub typed: String,
    /// Faces of the name.
    pub entities: Vec<EntityId>,
    /// The gene of a variant that the graph does not know.
    pub gene: Option<EntityId>,
    /// That variant, where it was understood what changed.
    pub unlisted: Option<UnlistedChange>,
}
