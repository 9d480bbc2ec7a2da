//! Takes entities, facts and statements in, and keeps them until freezing.

use super::chains::Chains;
use super::lookup::Entry;
use super::problem::{Place, Problem};
use super::record::ReadStatement;
use super::texts::{OwnedTexts, TextSort};
use super::values::PropertyValue;
use crate::diagnostic::Severity;
use crate::graph::store::{EdgeList, ProfileTree, RegimenKind, StringsBuilder};
use crate::model::Model;
use crate::vocabulary::{KindId, KindSet, PropertyId, RelationId, Role, Vocabulary};
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;
use std::fmt;

/// The source that means curation without a citation.
pub const UNCITED: &str = "onco:curation-2026";

/// An edge of the checked graph: a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactEdge {
    /// Its relation.
    pub relation: RelationId,
    /// Its number, for its sources.
    pub fact: u32,
}

/// How a regimen is given, and its parts (builder indices).
pub(super) type RegimenParts = (RegimenKind, Vec<u32>);

/// Kinds by what a field of a statement may name.
#[derive(Debug, Default)]
pub(super) struct FieldKinds {
    pub(super) therapy: Vec<KindId>,
    pub(super) leaf: Vec<KindId>,
    pub(super) cancer: Vec<KindId>,
    pub(super) mechanism: Vec<KindId>,
    pub(super) profile: Vec<KindId>,
    pub(super) regimen: Vec<KindId>,
    pub(super) source: Vec<KindId>,
    pub(super) statement: Vec<KindId>,
}

impl FieldKinds {
    fn new(vocabulary: &Vocabulary, model: &Model) -> Self {
        let known = &model.kinds;
        let only = |kind: Option<KindId>| kind.into_iter().collect::<Vec<KindId>>();
        let of_role = |known: &[Option<KindId>], role: Role| {
            let mut kinds: Vec<KindId> = known.iter().copied().flatten().collect();
            kinds.extend(kinds_of_role(vocabulary, role));
            let mut seen = KindSet::default();
            kinds.retain(|&kind| {
                !seen.has(kind) && {
                    seen = seen.with(kind);
                    true
                }
            });
            kinds
        };
        let mut leaf = of_role(&known.profile_leaves(), Role::Profile);
        leaf.retain(|&kind| Some(kind) != known.profile);
        Self {
            therapy: of_role(&known.therapies(), Role::Therapy),
            leaf,
            cancer: of_role(&[known.cancer], Role::Cancer),
            mechanism: of_role(&[known.mechanism], Role::Mechanism),
            profile: only(known.profile),
            regimen: only(known.regimen),
            source: only(known.source),
            statement: only(known.statement),
        }
    }
}

/// Kinds that claim verbs list at an end of this one role: where an end has several roles its kinds
/// belong to all of them together.
fn kinds_of_role(vocabulary: &Vocabulary, role: Role) -> impl Iterator<Item = KindId> {
    let of_verb = move |verb: &crate::vocabulary::Verb| {
        let ends = verb.claim.iter().flat_map(|claim| [(&claim.from, &verb.from), (&claim.to, &verb.to)]);
        let kinds = ends.filter(|(roles, _)| roles.as_slice() == [role]).flat_map(|(_, kinds)| kinds.iter().copied());
        kinds.collect::<Vec<KindId>>()
    };
    vocabulary.verbs.iter().flat_map(of_verb)
}

/// The names that a builder had at some time: how many texts of each sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon([u32; 5]);

impl Horizon {
    const SORTS: [TextSort; 5] =
        [TextSort::Id, TextSort::Name, TextSort::Alias, TextSort::ImportedAlias, TextSort::Xref];

    /// Whether a text was there.
    pub(super) fn has(self, sort: TextSort, number: u32) -> bool {
        Self::SORTS.iter().zip(self.0).any(|(known, count)| *known == sort && number < count)
    }
}

/// Takes a graph in, piece by piece, and checks it.
///
/// Entities come first: a reference is looked up when it is added. Problems are collected, so
/// that one run reports all of them.
pub struct GraphBuilder {
    pub(super) vocabulary: Vocabulary,
    pub(super) model: Model,
    pub(super) kinds_of: FieldKinds,
    files: Vec<String>,
    problems: Vec<Problem>,
    /// Unresolved references skip their row with a warning instead of failing the graph.
    lenient: bool,
    /// How many records were taken in, merged ones as well.
    pub(super) accepted: usize,
    /// Names are first looked for among those that were there then.
    pub(super) horizon: Option<Horizon>,

    pub(super) entity_kinds: Vec<KindId>,
    pub(super) ids: StringsBuilder,
    pub(super) names: StringsBuilder,
    pub(super) descriptions: StringsBuilder,
    /// Texts of each sort with the entity they belong to.
    pub(super) aliases: OwnedTexts,
    pub(super) imported_aliases: OwnedTexts,
    pub(super) xrefs: OwnedTexts,
    pub(super) properties: Vec<(u32, PropertyId, PropertyValue)>,
    pub(super) property_texts: StringsBuilder,
    /// Entities by what files call them, in one realm.
    pub(super) index: Chains<Entry>,

    /// Facts: a node per entity.
    pub(super) facts: DiGraph<u32, FactEdge, u32>,
    pub(super) known_facts: FxHashMap<(u32, RelationId, u32), u32>,
    pub(super) fact_count: u32,
    /// (fact, source) in the order in which they were added.
    pub(super) fact_sources: Vec<(u32, u32)>,
    /// By relation: edges that were taken in as arrays.
    pub(super) bulk: Vec<EdgeList>,

    pub(super) statements: Vec<ReadStatement>,
    /// Place in `statements` of each entity of kind statement.
    pub(super) statement_of: FxHashMap<u32, u32>,
    pub(super) profile_by_text: FxHashMap<String, Option<u32>>,
    pub(super) therapy_by_text: FxHashMap<String, Option<u32>>,
    /// Conditions of profiles, by entity.
    pub(super) profile_trees: FxHashMap<u32, ProfileTree<u32>>,
    pub(super) regimen_parts: FxHashMap<u32, RegimenParts>,
}

impl fmt::Debug for GraphBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphBuilder")
            .field("entities", &self.entity_kinds.len())
            .field("facts", &self.fact_count)
            .field("statements", &self.statements.len())
            .field("problems", &self.problems.len())
            .finish()
    }
}

impl GraphBuilder {
    /// An empty graph with these words.
    pub fn new(vocabulary: Vocabulary) -> Self {
        let bulk = vec![EdgeList::default(); vocabulary.verbs.len()];
        let model = Model::new(&vocabulary);
        Self {
            kinds_of: FieldKinds::new(&vocabulary, &model),
            model,
            vocabulary,
            files: Vec::new(),
            problems: Vec::new(),
            lenient: false,
            accepted: 0,
            horizon: None,
            entity_kinds: Vec::new(),
            ids: StringsBuilder::default(),
            names: StringsBuilder::default(),
            descriptions: StringsBuilder::default(),
            aliases: OwnedTexts::default(),
            imported_aliases: OwnedTexts::default(),
            xrefs: OwnedTexts::default(),
            properties: Vec::new(),
            property_texts: StringsBuilder::default(),
            index: Chains::default(),
            facts: DiGraph::default(),
            known_facts: FxHashMap::default(),
            fact_count: 0,
            fact_sources: Vec::new(),
            bulk,
            statements: Vec::new(),
            statement_of: FxHashMap::default(),
            profile_by_text: FxHashMap::default(),
            therapy_by_text: FxHashMap::default(),
            profile_trees: FxHashMap::default(),
            regimen_parts: FxHashMap::default(),
        }
    }

    /// Its words.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The ids of what the engine itself knows.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// From now on a row whose references do not resolve is left out with a warning.
    /// What a curator writes must resolve; what a database exports rarely does as a whole.
    pub fn set_lenient(&mut self, lenient: bool) {
        self.lenient = lenient;
    }

    /// Number of entities, facts and statements that were taken in so far, counting those that
    /// were known already.
    pub fn accepted(&self) -> usize {
        self.accepted
    }

    /// What names mean from now on: what they meant when `horizon` was taken, or else what they mean
    /// now. So a row means the same whatever is added after its source.
    pub fn set_horizon(&mut self, horizon: Option<Horizon>) {
        self.horizon = horizon;
        self.profile_by_text.clear();
        self.therapy_by_text.clear();
    }

    /// The names that are there now.
    pub fn horizon(&self) -> Horizon {
        Horizon(Horizon::SORTS.map(|sort| self.text_count(sort)))
    }

    /// Makes room.
    pub fn reserve(&mut self, entities: usize, facts: usize, statements: usize) {
        self.entity_kinds.reserve(entities + statements);
        self.index.reserve(3 * entities + statements);
        self.facts.reserve_nodes(entities + statements);
        self.facts.reserve_edges(facts);
        self.known_facts.reserve(facts);
        self.statements.reserve(statements);
    }

    /// A file for [`Place`]s, by the name to show.
    pub fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.files.len() as u32 - 1
    }

    /// The name of a file of [`GraphBuilder::file`].
    pub fn file_name(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", String::as_str)
    }

    /// Everything found wrong so far.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// For importers that know more about the places: the problems, to be changed.
    pub fn problems_mut(&mut self) -> &mut Vec<Problem> {
        &mut self.problems
    }

    /// Adds a problem.
    pub fn problem(&mut self, place: Place, field: &str, severity: Severity, message: impl Into<String>) {
        self.problems.push(Problem {
            file: self.files.get(place.file as usize).cloned().unwrap_or_default(),
            line: place.line,
            column: 0,
            field: field.to_owned(),
            message: message.into(),
            severity,
        });
    }

    pub(super) fn error(&mut self, place: Place, field: &str, message: impl Into<String>) {
        self.problem(place, field, Severity::Error, message);
    }

    /// A row that cannot be used: an error, or a warning where that is allowed.
    pub(super) fn unusable(&mut self, place: Place, field: &str, message: impl Into<String>) {
        let severity = if self.lenient { Severity::Warning } else { Severity::Error };
        self.problem(place, field, severity, message);
    }
}

/// Facts as (start, fact edge, goal).
pub(super) fn edges_of(facts: &DiGraph<u32, FactEdge, u32>) -> impl Iterator<Item = (u32, FactEdge, u32)> {
    facts.edge_references().map(|edge| (edge.source().index() as u32, *edge.weight(), edge.target().index() as u32))
}
