//! Takes entities, facts and statements in, checks every reference, and keeps them until freezing.

use super::chains::Chains;
use super::column::values_of;
use super::expression::{ExpressionError, ProfileTree, TherapyTree};
use super::lookup::{Entry, Found, best};
use super::record::Statement;
use super::regimen::RegimenKind;
use super::statements::FIELDS;
use super::strings::StringsBuilder;
use super::told::TextSort;
use super::{EdgeList, NONE};
use crate::diagnostic::Severity;
use crate::model::Model;
use crate::text::Span;
use crate::vocabulary::{End, KindId, On, PropertyId, PropertyType, RelationId, Role, Vocabulary};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use rustc_hash::FxHashMap;
use std::fmt;

/// The source that stands for curation without a citation.
pub const UNCITED: &str = "onco:curation-2026";

/// Beginnings of identifiers that are sources wherever they are met, listed or not.
const SOURCE_PREFIXES: &[&str] = &["PMID:", "PMC", "NCT", "DOI:", "doi:", "10.", UNCITED];

/// Where in the files something is said: a file of [`GraphBuilder::file`] and a line from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// Number of the file.
    pub file: u32,
    /// Line, 0 if unknown.
    pub line: u32,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line, 0 if it is about the whole file.
    pub line: u32,
    /// Place in the line, in characters from 1 on; 0 if unknown.
    pub column: u32,
    /// Name of the column; may be empty.
    pub field: String,
    /// What is wrong and, where known, what would work.
    pub message: String,
    /// Errors keep the graph from being made.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        for number in [self.line, self.column] {
            if number > 0 {
                write!(f, ":{number}")?;
            }
        }
        if !self.field.is_empty() {
            write!(f, " ({})", self.field)?;
        }
        if !self.file.is_empty() || !self.field.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}

/// An entity as a file lists it.
#[derive(Clone, Debug, Default)]
pub struct EntityRecord<'a> {
    /// Identifier, `PREFIX:local`.
    pub id: &'a str,
    /// Name of its kind.
    pub kind: &'a str,
    /// Name.
    pub name: &'a str,
    /// Other names that a curator wrote.
    pub aliases: Vec<&'a str>,
    /// Other names from a database.
    pub imported_aliases: Vec<&'a str>,
    /// Identifiers elsewhere.
    pub xrefs: Vec<&'a str>,
    /// A sentence or two.
    pub description: &'a str,
    /// Properties by column.
    pub properties: Vec<(PropertyId, &'a str)>,
}

/// The value of an entity's property, read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PropertyValue {
    Code(u8),
    Bits(u32),
    /// Number in `property_texts`.
    Text(u32),
    Number(f64),
    Year(u16),
    Bool(bool),
}

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

/// Names of relations and kinds that derivation knows; a vocabulary need not have them.
pub(super) mod known {
    pub(in crate::graph) const ENCODES: &str = "encodes";
    pub(in crate::graph) const VARIANT_OF: &str = "variant of";
    pub(in crate::graph) const INVOLVES: &str = "involves";
    pub(in crate::graph) const HAS_MEMBER: &str = "has member";
    pub(in crate::graph) const PROFILE: &str = "profile";
    pub(in crate::graph) const REGIMEN: &str = "regimen";
    pub(in crate::graph) const MECHANISM: &str = "mechanism";
    pub(in crate::graph) const CANCER: &str = "cancer";
    pub(in crate::graph) const STATEMENT: &str = "statement";
    pub(in crate::graph) const SOURCE: &str = "source";
    /// Kinds of the things that a field of a statement names, in the order of preference; those
    /// that a vocabulary lists at the ends of its claim verbs are added.
    pub(in crate::graph) const THERAPIES: &[&str] = &["drug", REGIMEN, "drug class", "strategy"];
    pub(in crate::graph) const PROFILE_LEAVES: &[&str] = &["variant", "biomarker"];
}

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
    fn new(vocabulary: &Vocabulary) -> Self {
        let named = |names: &[&str]| -> Vec<KindId> { names.iter().filter_map(|name| vocabulary.kind(name)).collect() };
        let of_role = |names: &[&str], role: Role| {
            let mut kinds = named(names);
            for verb in &vocabulary.verbs {
                let Some(claim) = &verb.claim else { continue };
                for (roles, end) in [(&claim.from, End::From), (&claim.to, End::To)] {
                    // Where an end has several roles its kinds belong to all of them together.
                    if roles.as_slice() == [role] {
                        kinds.extend(verb.kinds(end));
                    }
                }
            }
            let mut seen = Vec::new();
            kinds.retain(|kind| {
                !seen.contains(kind) && {
                    seen.push(*kind);
                    true
                }
            });
            kinds
        };
        let profile = named(&[known::PROFILE]);
        let mut leaf = of_role(known::PROFILE_LEAVES, Role::Profile);
        leaf.retain(|kind| !profile.contains(kind));
        Self {
            therapy: of_role(known::THERAPIES, Role::Therapy),
            leaf,
            cancer: of_role(&[known::CANCER], Role::Cancer),
            mechanism: of_role(&[known::MECHANISM], Role::Mechanism),
            profile,
            regimen: named(&[known::REGIMEN]),
            source: named(&[known::SOURCE]),
            statement: named(&[known::STATEMENT]),
        }
    }
}

/// Takes a graph in, piece by piece, and checks it.
///
/// Entities come first: a reference is looked up when it is added. Problems are collected, so
/// that one run tells all of them.
pub struct GraphBuilder {
    pub(super) vocabulary: Vocabulary,
    pub(super) model: Model,
    pub(super) kinds_of: FieldKinds,
    /// By number of a [`Field`]: the property of statements that the vocabulary has for it.
    pub(super) field_properties: Vec<Option<PropertyId>>,
    files: Vec<String>,
    problems: Vec<Problem>,
    /// Unresolved references skip their row with a warning instead of failing the graph.
    lenient: bool,

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
    index: Chains<Entry>,

    /// Facts: a node per entity.
    pub(super) facts: DiGraph<u32, FactEdge, u32>,
    known_facts: FxHashMap<(u32, RelationId, u32), u32>,
    pub(super) fact_count: u32,
    /// (fact, source) in the order in which they were told.
    pub(super) fact_sources: Vec<(u32, u32)>,
    /// By relation: edges that were taken in as arrays.
    pub(super) bulk: Vec<EdgeList>,

    pub(super) statements: Vec<Statement>,
    /// Place in `statements` of each entity of kind statement.
    pub(super) statement_of: FxHashMap<u32, u32>,
    profile_by_text: FxHashMap<String, Option<u32>>,
    therapy_by_text: FxHashMap<String, Option<u32>>,
    /// Conditions of profiles, by entity.
    pub(super) profile_trees: FxHashMap<u32, ProfileTree<u32>>,
    pub(super) regimen_parts: FxHashMap<u32, RegimenParts>,
}

/// Texts in the order in which they came, each with its owner.
#[derive(Debug, Default)]
pub(super) struct OwnedTexts {
    pub(super) owners: Vec<u32>,
    pub(super) texts: StringsBuilder,
}

impl OwnedTexts {
    fn push(&mut self, owner: u32, text: &str) -> u32 {
        self.owners.push(owner);
        self.texts.push(text)
    }
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
        Self {
            kinds_of: FieldKinds::new(&vocabulary),
            model: Model::new(&vocabulary),
            field_properties: FIELDS.iter().map(|(name, _)| vocabulary.statement_property(name)).collect(),
            vocabulary,
            files: Vec::new(),
            problems: Vec::new(),
            lenient: false,
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

/// Entities.
impl GraphBuilder {
    /// Number of entities so far.
    pub fn entity_count(&self) -> usize {
        self.entity_kinds.len()
    }

    /// The name of an entity.
    pub fn name(&self, entity: u32) -> &str {
        self.names.get(entity as usize)
    }

    /// The identifier of an entity.
    pub fn id(&self, entity: u32) -> &str {
        self.ids.get(entity as usize)
    }

    /// The kind of an entity.
    pub fn kind(&self, entity: u32) -> KindId {
        self.entity_kinds[entity as usize]
    }

    /// The entity with this identifier.
    pub fn find_id(&self, id: &str) -> Option<u32> {
        let same = |entry: &Entry| entry.sort == TextSort::Id && self.text(entry.sort, entry.text) == id;
        self.index.candidates(0, id).find(same).map(|entry| entry.entity)
    }

    /// Adds an entity and gives its index. An entity whose id is known gains what it lacks:
    /// aliases, cross-references, properties, and a description where it has none.
    pub fn add_entity(&mut self, record: &EntityRecord<'_>, place: Place) -> Option<u32> {
        let Some(kind) = self.vocabulary.kind(record.kind) else {
            let kinds: Vec<&str> = self.vocabulary.kinds.iter().map(|kind| kind.name.as_str()).collect();
            let message = format!("there is no kind `{}`; kinds are {}", record.kind, kinds.join(", "));
            self.error(place, "kind", message);
            return None;
        };
        for (text, field) in [(record.id, "id"), (record.name, "name")] {
            if text.is_empty() {
                self.error(place, field, format!("an entity needs {}", if field == "id" { "an id" } else { "a name" }));
                return None;
            }
        }
        let entity = match self.find_id(record.id) {
            Some(known) if self.kind(known) != kind => {
                let message = format!("`{}` is already {}", record.id, self.described(known));
                self.error(place, "id", message);
                return None;
            }
            Some(known) => self.merge_name(known, record, place),
            None => self.new_entity(kind, record.id, record.name, record.description),
        };
        self.add_names(entity, record);
        for &(property, value) in &record.properties {
            self.add_property(entity, property, value, place);
        }
        Some(entity)
    }

    fn merge_name(&mut self, known: u32, record: &EntityRecord<'_>, place: Place) -> u32 {
        if self.name(known) != record.name {
            let message = format!(
                "`{}` is called {} already; `{}` becomes another name of it",
                record.id,
                self.name(known),
                record.name
            );
            self.problem(place, "name", Severity::Warning, message);
            let number = self.imported_aliases.push(known, record.name);
            self.index.insert(0, record.name, Entry { entity: known, sort: TextSort::ImportedAlias, text: number });
        }
        known
    }

    pub(super) fn new_entity(&mut self, kind: KindId, id: &str, name: &str, description: &str) -> u32 {
        let entity = self.entity_kinds.len() as u32;
        self.entity_kinds.push(kind);
        self.facts.add_node(entity);
        let number = self.ids.push(id);
        self.index.insert(0, id, Entry { entity, sort: TextSort::Id, text: number });
        let number = self.names.push(name);
        if name != id {
            self.index.insert(0, name, Entry { entity, sort: TextSort::Name, text: number });
        }
        self.descriptions.push(description);
        entity
    }

    fn add_names(&mut self, entity: u32, record: &EntityRecord<'_>) {
        let lists = [
            (&record.aliases, TextSort::Alias, &mut self.aliases),
            (&record.imported_aliases, TextSort::ImportedAlias, &mut self.imported_aliases),
            (&record.xrefs, TextSort::Xref, &mut self.xrefs),
        ];
        for (texts, sort, owned) in lists {
            for &text in texts {
                let number = owned.push(entity, text);
                self.index.insert(0, text, Entry { entity, sort, text: number });
            }
        }
    }

    fn add_property(&mut self, entity: u32, property: PropertyId, text: &str, place: Place) {
        let of = self.vocabulary.property(property).of.clone();
        match self.read_value(&of, text) {
            Ok(value) => self.properties.push((entity, property, value)),
            Err(message) => {
                let field = self.vocabulary.property(property).name.clone();
                self.error(place, &field, message);
            }
        }
    }

    fn read_value(&mut self, of: &PropertyType, text: &str) -> Result<PropertyValue, String> {
        match of {
            PropertyType::Ordered(_) | PropertyType::Enum(_) => code_of(of, text).map(PropertyValue::Code),
            PropertyType::Set(_) => bits_of(of, text.split('|')).map(PropertyValue::Bits),
            PropertyType::Text | PropertyType::Date => Ok(PropertyValue::Text(self.property_texts.push(text))),
            PropertyType::Number => finite(text).map(PropertyValue::Number),
            PropertyType::Year => year(text).map(PropertyValue::Year),
            PropertyType::Bool => yes_or_no(text).map(PropertyValue::Bool),
            PropertyType::Via { .. } => Err("this property is read over a relation: write the edge instead".to_owned()),
        }
    }

    fn find(&self, text: &str, kinds: &[KindId]) -> Found {
        let same = self.index.candidates(0, text).filter(|entry| self.text(entry.sort, entry.text) == text);
        best(same.map(|entry| (entry, self.kind(entry.entity))), kinds)
    }

    /// The entity that `text` calls by id, name, alias or cross-reference, of the first of
    /// `kinds` that has one (no kinds: of any). `KIND:name` says the kind.
    ///
    /// # Errors
    /// What to tell the user.
    pub fn resolve(&self, text: &str, kinds: &[KindId]) -> Result<u32, String> {
        let found = match self.find(text, kinds) {
            Found::Nothing => self.find_with_kind(text, kinds),
            found => found,
        };
        match found {
            Found::One(entity) => Ok(entity),
            Found::Several(one, other) => {
                Err(format!("`{text}` is {} and {}: write the id", self.described(one), self.described(other)))
            }
            Found::OtherKind(entity) => {
                Err(format!("`{text}` is {}; here stands {}", self.described(entity), self.kind_list(kinds)))
            }
            Found::Nothing => Err(format!("nothing is called `{text}`; here stands {}", self.kind_list(kinds))),
        }
    }

    /// `gene:MET`.
    fn find_with_kind(&self, text: &str, kinds: &[KindId]) -> Found {
        let Some((kind, name)) = text.split_once(':') else { return Found::Nothing };
        match self.vocabulary.kind(kind) {
            Some(kind) if kinds.is_empty() || kinds.contains(&kind) => self.find(name, &[kind]),
            _ => Found::Nothing,
        }
    }

    /// `gene ERBB2 (HGNC:3430)`.
    pub(super) fn described(&self, entity: u32) -> String {
        format!("{} {} ({})", self.vocabulary.kind_name(self.kind(entity)), self.name(entity), self.id(entity))
    }

    pub(super) fn kind_list(&self, kinds: &[KindId]) -> String {
        match kinds {
            [] => "any entity".to_owned(),
            kinds => kinds.iter().map(|&kind| self.vocabulary.kind_name(kind)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The source with this id or name; papers and trials need not be listed.
    pub(super) fn source(&mut self, text: &str) -> Result<u32, String> {
        let [kind] = self.kinds_of.source[..] else { return Err("the vocabulary has no kind `source`".to_owned()) };
        match self.find(text, &[kind]) {
            Found::One(entity) => Ok(entity),
            Found::Nothing if SOURCE_PREFIXES.iter().any(|prefix| text.starts_with(prefix)) => {
                Ok(self.new_entity(kind, text, text, ""))
            }
            Found::Nothing | Found::Several(..) | Found::OtherKind(_) => self.resolve(text, &[kind]),
        }
    }
}

/// Facts.
impl GraphBuilder {
    /// Adds a fact between two entities that are called so. `sources` are source references.
    pub fn add_relation(&mut self, from: &str, relation: &str, to: &str, sources: &[&str], place: Place) {
        let Some(relation) = self.vocabulary.relation(relation) else {
            let relations: Vec<&str> = self.vocabulary.verbs.iter().map(|verb| verb.relation.as_str()).collect();
            let message = format!("there is no relation `{relation}`; relations are {}", relations.join(", "));
            self.error(place, "relation", message);
            return;
        };
        let verb = self.vocabulary.verb(relation);
        let ends = [(self.resolve(from, &verb.from), "from"), (self.resolve(to, &verb.to), "to")];
        let mut found = [NONE; 2];
        for (i, (end, field)) in ends.into_iter().enumerate() {
            match end {
                Ok(entity) => found[i] = entity,
                Err(message) => self.unusable(place, field, message),
            }
        }
        let sources = self.sources(sources, "sources", place);
        let [from, to] = found;
        if from != NONE && to != NONE {
            self.add_fact(from, relation, to, &sources, place);
        }
    }

    /// Adds a fact between two entities by index (of [`GraphBuilder::add_entity`]). A fact that
    /// is known gains the sources.
    pub fn add_fact(&mut self, from: u32, relation: RelationId, to: u32, sources: &[u32], place: Place) {
        if let Err((field, message)) = self.check_ends(from, relation, to) {
            self.unusable(place, field, message);
            return;
        }
        let next = self.fact_count;
        let fact = *self.known_facts.entry((from, relation, to)).or_insert(next);
        if fact == next {
            self.fact_count += 1;
            self.facts.add_edge(
                NodeIndex::new(from as usize),
                NodeIndex::new(to as usize),
                FactEdge { relation, fact },
            );
        }
        self.fact_sources.extend(sources.iter().map(|&source| (fact, source)));
    }

    /// Adds many edges of a relation by entity index. They have no sources; repetitions vanish.
    /// Made for millions of edges: they stay arrays and are checked by kind only.
    pub fn add_edges_bulk(&mut self, relation: RelationId, from: Vec<u32>, to: Vec<u32>) {
        let verb = self.vocabulary.verb(relation);
        let fits = |ends: &[u32], kinds: &[KindId]| {
            ends.iter().all(|&end| self.entity_kinds.get(end as usize).is_some_and(|kind| kinds.contains(kind)))
        };
        if from.len() != to.len() || !fits(&from, &verb.from) || !fits(&to, &verb.to) {
            let message = format!("edges of `{}` have ends of kinds that the vocabulary does not list", verb.relation);
            self.error(Place { file: NONE, line: 0 }, "", message);
            return;
        }
        let Some(known) = self.bulk.get_mut(usize::from(relation.0)) else { return };
        if known.from.is_empty() {
            *known = EdgeList { from, to, ..EdgeList::default() };
        } else {
            known.from.extend(from);
            known.to.extend(to);
        }
    }

    fn check_ends(&self, from: u32, relation: RelationId, to: u32) -> Result<(), (&'static str, String)> {
        let verb = self.vocabulary.verb(relation);
        for (entity, kinds, field) in [(from, &verb.from, "from"), (to, &verb.to, "to")] {
            if !kinds.contains(&self.kind(entity)) {
                let message = format!(
                    "`{}` has {} at this end, not {}",
                    verb.relation,
                    self.kind_list(kinds),
                    self.described(entity)
                );
                return Err((field, message));
            }
        }
        if from == to { Err(("to", format!("{} leads to itself", self.described(from)))) } else { Ok(()) }
    }

    pub(super) fn sources(&mut self, texts: &[&str], field: &str, place: Place) -> Vec<u32> {
        let mut found = Vec::with_capacity(texts.len());
        for &text in texts {
            match self.source(text) {
                Ok(source) if found.contains(&source) => {}
                Ok(source) => found.push(source),
                Err(message) => self.unusable(place, field, message),
            }
        }
        found
    }

    /// Refuses circles in the relations that hierarchies are made of.
    pub(super) fn check_hierarchies(&mut self) {
        let mut relations: Vec<RelationId> =
            self.vocabulary.kinds.iter().filter_map(|kind| kind.hierarchical).collect();
        relations.sort_unstable();
        relations.dedup();
        for relation in relations {
            let only = EdgeFiltered::from_fn(&self.facts, |edge| edge.weight().relation == relation);
            let circles = petgraph::algo::tarjan_scc(&only).into_iter().filter(|circle| circle.len() > 1);
            let messages: Vec<String> = circles.map(|circle| self.circle_message(relation, &circle)).collect();
            for message in messages {
                self.error(Place { file: NONE, line: 0 }, "", message);
            }
        }
    }

    fn circle_message(&self, relation: RelationId, circle: &[NodeIndex]) -> String {
        let names: Vec<&str> = circle.iter().map(|node| self.name(node.index() as u32)).collect();
        format!("`{}` leads in a circle: {}", self.vocabulary.verb(relation).relation, names.join(", "))
    }

    /// All facts as (start, fact edge, goal).
    pub(super) fn fact_edges(&self) -> impl Iterator<Item = (u32, FactEdge, u32)> {
        edges_of(&self.facts)
    }

    /// Gives back what only the adding of more needs.
    pub(super) fn forget_lookups(&mut self) {
        self.index = Chains::default();
        self.known_facts = FxHashMap::default();
        self.profile_by_text = FxHashMap::default();
        self.therapy_by_text = FxHashMap::default();
    }
}

/// Facts as (start, fact edge, goal).
pub(super) fn edges_of(facts: &DiGraph<u32, FactEdge, u32>) -> impl Iterator<Item = (u32, FactEdge, u32)> {
    facts.edge_references().map(|edge| (edge.source().index() as u32, *edge.weight(), edge.target().index() as u32))
}

/// Profiles and regimens.
impl GraphBuilder {
    /// The profile that an expression stands for; it becomes an entity where it is none.
    pub(super) fn profile(&mut self, text: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.profile_by_text.get(text) {
            return known;
        }
        let profile = self.new_profile(text).map_err(|message| self.unusable(place, "profile", message)).ok();
        self.profile_by_text.insert(text.to_owned(), profile);
        profile
    }

    fn new_profile(&mut self, text: &str) -> Result<u32, String> {
        let [kind] = self.kinds_of.profile[..] else { return Err("the vocabulary has no kind `profile`".to_owned()) };
        let listed = match self.find(text, &[kind]) {
            Found::One(entity) => Some(entity),
            Found::Several(..) | Found::OtherKind(_) | Found::Nothing => None,
        };
        let tree = match (self.profile_tree(text), listed) {
            (Ok(tree), _) => tree,
            (Err(_), Some(entity)) => return Ok(entity),
            (Err(message), None) => return Err(message),
        };
        let name = tree.print(&|&leaf| quoted_if_needed(self.name(leaf)));
        let entity = match (listed, self.find(&name, &[kind])) {
            (Some(entity), _) | (None, Found::One(entity)) => entity,
            (None, Found::Several(..) | Found::OtherKind(_) | Found::Nothing) => {
                let id = self.free_id("onco:profile-", &name);
                self.new_entity(kind, &id, &name, "")
            }
        };
        self.profile_trees.entry(entity).or_insert(tree);
        Ok(entity)
    }

    /// Reads an expression and looks its names up.
    pub(super) fn profile_tree(&self, text: &str) -> Result<ProfileTree<u32>, String> {
        let tree = ProfileTree::parse(text).map_err(|error| expression_message(text, &error))?;
        tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.leaf))
    }

    /// The therapy that an expression stands for; several together become a regimen.
    pub(super) fn therapy(&mut self, text: &str, place: Place) -> Option<u32> {
        if let Some(&known) = self.therapy_by_text.get(text) {
            return known;
        }
        let therapy = self.new_therapy(text).map_err(|message| self.unusable(place, "therapy", message)).ok();
        self.therapy_by_text.insert(text.to_owned(), therapy);
        therapy
    }

    fn new_therapy(&mut self, text: &str) -> Result<u32, String> {
        if let Found::One(entity) = self.find(text, &self.kinds_of.therapy) {
            return Ok(entity);
        }
        let tree = TherapyTree::parse(text).map_err(|error| expression_message(text, &error))?;
        let tree = tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.therapy))?;
        self.regimen(tree)
    }

    /// What an expression combines; `None` where it is a single name, or some name in it is unknown.
    pub(super) fn combined(&mut self, text: &str) -> Option<RegimenParts> {
        let tree = TherapyTree::parse(text).ok()?;
        let tree = tree.try_map(&mut |span: Span| self.resolve(span.of(text), &self.kinds_of.therapy)).ok()?;
        self.parts_of(tree).ok().filter(|(_, members)| members.len() > 1)
    }

    fn regimen(&mut self, tree: TherapyTree<u32>) -> Result<u32, String> {
        let (regimen_kind, members) = self.parts_of(tree)?;
        match members[..] {
            [only] => Ok(only),
            _ => self.regimen_of(regimen_kind, members),
        }
    }

    /// How the members of an expression are given, and the members, each once; a single name is its
    /// own only member.
    fn parts_of(&mut self, tree: TherapyTree<u32>) -> Result<RegimenParts, String> {
        let (regimen_kind, parts) = match tree {
            TherapyTree::Leaf(entity) => return Ok((RegimenKind::Combination, vec![entity])),
            TherapyTree::Combination(parts) => (RegimenKind::Combination, parts),
            TherapyTree::Sequence(parts) => (RegimenKind::Sequence, parts),
            TherapyTree::Substitutes(parts) => (RegimenKind::Substitutes, parts),
        };
        let mut members = Vec::with_capacity(parts.len());
        for part in parts {
            members.push(self.regimen(part)?);
        }
        if regimen_kind != RegimenKind::Sequence {
            members.sort_by(|&a, &b| self.name(a).cmp(self.name(b)));
            members.dedup();
        }
        Ok((regimen_kind, members))
    }

    fn regimen_of(&mut self, regimen_kind: RegimenKind, members: Vec<u32>) -> Result<u32, String> {
        let [kind] = self.kinds_of.regimen[..] else { return Err("the vocabulary has no kind `regimen`".to_owned()) };
        let names: Vec<&str> = members.iter().map(|&member| self.name(member)).collect();
        let name = names.join(regimen_kind.operator());
        let entity = match self.find(&name, &[kind]) {
            Found::One(entity) => entity,
            Found::Several(..) | Found::OtherKind(_) | Found::Nothing => {
                let id = self.free_id("onco:regimen-", &name);
                self.new_entity(kind, &id, &name, "")
            }
        };
        self.regimen_parts.entry(entity).or_insert((regimen_kind, members));
        Ok(entity)
    }

    /// An id that nothing has: a slug of the name, with a number where that is taken.
    pub fn free_id(&self, prefix: &str, name: &str) -> String {
        let base = format!("{prefix}{}", slug(name));
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|id| self.find_id(id).is_none()).unwrap_or(base)
    }
}

/// Lower case letters and digits; runs of anything else become one hyphen, operators a word.
fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in name.split(' ') {
        let word = match word {
            "+" => "and",
            ">" => "then",
            "|" => "or",
            word => word,
        };
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        for character in word.chars().flat_map(char::to_lowercase) {
            if character.is_alphanumeric() {
                slug.push(character);
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A name that would read as an expression stands in quotes within one.
pub(super) fn quoted_if_needed(name: &str) -> String {
    match ProfileTree::parse(name) {
        Ok(ProfileTree::Leaf(span)) if span.of(name) == name => name.to_owned(),
        _ => format!("\"{name}\""),
    }
}

fn expression_message(text: &str, error: &ExpressionError) -> String {
    let place = text.get(..error.offset).map_or(0, |before| before.chars().count()) + 1;
    format!("{} (character {place} of `{text}`)", error.message)
}

/// The place of a value in the list of its property.
pub(super) fn code_of(of: &PropertyType, text: &str) -> Result<u8, String> {
    let values = values_of(of);
    let place = values.iter().position(|value| value == text);
    // The last number of a byte says that there is no value.
    match place.and_then(|place| u8::try_from(place).ok()).filter(|&code| code != super::NO_CODE) {
        Some(code) => Ok(code),
        None => Err(format!("`{text}` is none of {}", values.join(", "))),
    }
}

/// A bit for each of several values.
pub(super) fn bits_of<'a>(of: &PropertyType, texts: impl Iterator<Item = &'a str>) -> Result<u32, String> {
    let mut bits = 0;
    for text in texts {
        let code = code_of(of, text.trim())?;
        bits |= 1_u32.checked_shl(u32::from(code)).ok_or("only the first 32 values of a set can be kept")?;
    }
    Ok(bits)
}

pub(super) fn finite(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| format!("`{text}` is no number"))
}

pub(super) fn year(text: &str) -> Result<u16, String> {
    let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
    year.ok_or_else(|| format!("`{text}` is no year"))
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    const WORDS: [(&str, bool); 4] = [("true", true), ("false", false), ("yes", true), ("no", false)];
    let word = WORDS.iter().find(|(word, _)| *word == text);
    word.map(|&(_, value)| value).ok_or_else(|| format!("`{text}` is neither true nor false"))
}

/// The property that a column of this name means for a kind.
pub fn property_for(vocabulary: &Vocabulary, name: &str, kind: KindId) -> Option<PropertyId> {
    let belongs = |on: &On| match on {
        On::Statement => false,
        On::Kinds(kinds) => kinds.is_empty() || kinds.contains(&kind),
    };
    let place = vocabulary.properties.iter().position(|property| property.name == name && belongs(&property.on));
    place.map(|place| PropertyId(place as u16))
}
