//! One difference between two graphs, and what of the graphs is compared.

use crate::graph::{EntityId, Graph, StatementId};
use crate::model::{FIELDS, kind};
use crate::names::NameIndex;
use crate::vocabulary::{KindId, suggest_word};
use rustc_hash::FxHashSet;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// [`ADDED`], [`REMOVED`], [`CHANGED`] or [`MOVED`].
    pub change: &'static str,
    /// One of [`SUBJECTS`].
    pub of: &'static str,
    /// Identifier of the statement or entity; for a name or cross-reference its text.
    pub id: String,
    /// Which field, or the relation of a fact; empty where the whole is added or removed.
    pub field: String,
    /// As it was.
    pub old: String,
    /// As it is.
    pub new: String,
}

/// Only the newer graph has it.
pub const ADDED: &str = "added";
/// Only the older graph has it.
pub const REMOVED: &str = "removed";
/// Both have it, and it says something else.
pub const CHANGED: &str = "changed";
/// A name or cross-reference that belongs to something else.
pub const MOVED: &str = "moved";

pub(super) const ENTITY: &str = "entity";
pub(super) const FACT: &str = "fact";
pub(super) const ALIAS: &str = "alias";
pub(super) const IMPORTED_ALIAS: &str = "imported alias";
pub(super) const XREF: &str = "xref";

/// What a difference may be of.
pub const SUBJECTS: [&str; 6] = [kind::STATEMENT, ENTITY, FACT, ALIAS, IMPORTED_ALIAS, XREF];

/// What a difference may be.
pub const CHANGES: [&str; 4] = [ADDED, REMOVED, CHANGED, MOVED];

/// Fields of an entity besides the properties of its kind.
pub const ENTITY_FIELDS: [&str; 6] = [KIND, NAME, DESCRIPTION, CONDITION, MEMBERS, SOURCES];

pub(super) const KIND: &str = "kind";
pub(super) const NAME: &str = "name";
pub(super) const DESCRIPTION: &str = "description";
/// Of a profile.
pub(super) const CONDITION: &str = "condition";
/// Of a regimen.
pub(super) const MEMBERS: &str = "members";
/// Of a fact.
pub(super) const SOURCES: &str = "fact sources";

/// A graph, and what of it is of interest.
pub struct Side<'g> {
    pub(super) graph: &'g Graph,
    /// Entities that the question is about; `None`: all.
    about: Option<FxHashSet<u32>>,
}

impl<'g> Side<'g> {
    /// The whole graph, or what concerns `name`: everything called so, with what is below it.
    pub fn new(graph: &'g Graph, names: &NameIndex, name: Option<&str>) -> Self {
        Self { graph, about: name.map(|name| entities_called(graph, names, name)) }
    }

    /// Whether the name that was asked for is known here; true where none was.
    pub fn is_known(&self) -> bool {
        self.about.as_ref().is_none_or(|about| !about.is_empty())
    }

    pub(super) fn concerns(&self, entity: u32) -> bool {
        self.about.as_ref().is_none_or(|about| about.contains(&entity))
    }

    /// Whether a statement is of interest: it, or what it speaks of.
    pub(super) fn concerns_statement(&self, statement: StatementId) -> bool {
        if self.about.is_none() {
            return true;
        }
        let entity = self.graph.statement_entity(statement).0;
        let about = self.graph.model().relations.about;
        let objects = about.map_or(&[][..], |about| self.graph.forward(about).targets(entity));
        self.concerns(entity) || objects.iter().any(|&object| self.concerns(object))
    }

    /// Entities of all kinds but statements.
    pub(super) fn entities(&self) -> impl Iterator<Item = EntityId> {
        let all = (0..self.graph.entity_count() as u32).filter(|&entity| self.concerns(entity)).map(EntityId);
        all.filter(|&entity| self.graph.statement_of(entity).is_none())
    }

    /// Names of one sort, or cross-references, with what has them.
    pub(super) fn texts(&self, sort: &'static str) -> Vec<OwnedText<'g>> {
        let graph = self.graph;
        let mut texts = Vec::new();
        for entity in self.entities() {
            let owned = |text: &'g str| OwnedText { text, kind: graph.kind(entity), owner: entity };
            match sort {
                ALIAS => texts.extend(graph.aliases(entity).map(owned)),
                IMPORTED_ALIAS => texts.extend(graph.imported_aliases(entity).map(owned)),
                _ => texts.extend(graph.xrefs(entity).map(owned)),
            }
        }
        texts
    }
}

/// A name or cross-reference, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct OwnedText<'g> {
    pub(super) text: &'g str,
    pub(super) kind: KindId,
    pub(super) owner: EntityId,
}

fn entities_called(graph: &Graph, names: &NameIndex, name: &str) -> FxHashSet<u32> {
    let found = names.lookup(graph, name);
    let mut all = FxHashSet::default();
    for candidate in &found.best {
        for &face in graph.faces(&candidate.entity) {
            all.insert(face);
            let kind: KindId = graph.kind(EntityId(face));
            all.extend(graph.hierarchy(kind).map_or(&[][..], |hierarchy| hierarchy.below(face)));
        }
    }
    all
}

pub(super) fn difference(change: &'static str, of: &'static str, id: &str, texts: [&str; 3]) -> Difference {
    let [field, old, new] = texts.map(str::to_owned);
    Difference { change, of, id: id.to_owned(), field, old, new }
}

/// Why a list of changes, subjects and fields cannot be looked for: a word that is none of these.
pub fn unknown_word(words: &[String], graphs: [&Graph; 2]) -> Option<String> {
    let mut known: Vec<&str> = CHANGES.iter().chain(&SUBJECTS).chain(&ENTITY_FIELDS).copied().collect();
    known.extend(FIELDS.iter().map(|row| row.name));
    known.extend(graphs.iter().flat_map(|graph| graph.vocabulary().properties.iter().map(|of| of.name.as_str())));
    known.sort_unstable();
    known.dedup();
    let word = words.iter().find(|word| !known.contains(&word.as_str()))?;
    let near = suggest_word(word, known.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Some(format!("nothing here is called `{word}`{near}\nthere are {}", known.join(", ")))
}
