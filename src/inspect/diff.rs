//! What differs between two graphs: statements by id, entities by id, facts by their ends.

use crate::export::fields::{References, View};
use crate::graph::{EntityId, Graph, StatementId};
use crate::model::{FIELDS, kind};
use crate::names::NameIndex;
use crate::vocabulary::KindId;
use rustc_hash::{FxHashMap, FxHashSet};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// `added`, `removed`, `changed`, `moved`.
    pub change: &'static str,
    /// `statement`, `entity`, `alias`, `fact`.
    pub of: &'static str,
    /// Identifier of the statement or entity; for an alias its text.
    pub id: String,
    /// Which field; empty where the whole is added or removed.
    pub field: String,
    /// As it was.
    pub old: String,
    /// As it is.
    pub new: String,
}

/// A graph, its names, and what of it is of interest.
pub struct Side<'g> {
    graph: &'g Graph,
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

    fn concerns(&self, entity: u32) -> bool {
        self.about.as_ref().is_none_or(|about| about.contains(&entity))
    }

    fn statements(&self) -> FxHashMap<&'g str, StatementId> {
        let graph = self.graph;
        let about = graph.model().relations.about;
        let wanted = |statement: StatementId| {
            let entity = graph.statement_entity(statement).0;
            let objects = about.map_or(&[][..], |about| graph.forward(about).targets(entity));
            self.concerns(entity) || objects.iter().any(|&object| self.concerns(object))
        };
        let all = graph.statements().iter().filter(|&statement| wanted(statement));
        all.map(|statement| (graph.id(graph.statement_entity(statement)), statement)).collect()
    }

    /// Entities of all kinds but statements, by id.
    fn entities(&self) -> FxHashMap<&'g str, EntityId> {
        let graph = self.graph;
        let all = (0..graph.entity_count() as u32).filter(|&entity| self.concerns(entity)).map(EntityId);
        all.filter(|&entity| graph.statement_of(entity).is_none()).map(|entity| (graph.id(entity), entity)).collect()
    }

    /// Facts as text.
    fn facts(&self) -> FxHashSet<(&'g str, &'g str, &'g str)> {
        let graph = self.graph;
        let facts = crate::export::facts(graph).filter(|fact| self.concerns(fact.from.0) || self.concerns(fact.to.0));
        facts
            .map(|fact| {
                (graph.id(fact.from), graph.vocabulary().verb(fact.relation).relation.as_str(), graph.id(fact.to))
            })
            .collect()
    }

    /// Whose each curated alias is, within a kind.
    fn aliases(&self) -> FxHashMap<(&'g str, &'g str), &'g str> {
        let graph = self.graph;
        let mut owners = FxHashMap::default();
        for entity in (0..graph.entity_count() as u32).filter(|&entity| self.concerns(entity)).map(EntityId) {
            let kind = graph.vocabulary().kind_name(graph.kind(entity));
            owners.extend(graph.aliases(entity).map(|alias| ((kind, alias), graph.id(entity))));
        }
        owners
    }
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

/// Everything that differs, in a stable order.
pub fn diff(old: &Side<'_>, new: &Side<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    statements(old, new, &mut found);
    entities(old, new, &mut found);
    facts(old, new, &mut found);
    aliases(old, new, &mut found);
    found.sort_unstable_by(|a, b| {
        (a.of, &a.id, a.change, &a.field, &a.old, &a.new).cmp(&(b.of, &b.id, b.change, &b.field, &b.old, &b.new))
    });
    found
}

fn difference(change: &'static str, of: &'static str, id: &str, texts: [&str; 3]) -> Difference {
    let [field, old, new] = texts.map(str::to_owned);
    Difference { change, of, id: id.to_owned(), field, old, new }
}

/// Calls `pair` with what both have and `single` with the rest.
fn compare<'a, T: Copy>(
    old: &FxHashMap<&'a str, T>,
    new: &FxHashMap<&'a str, T>,
    mut pair: impl FnMut(&'a str, T, T),
    mut single: impl FnMut(&'static str, &'a str, T),
) {
    for (&id, &before) in old {
        match new.get(id) {
            Some(&after) => pair(id, before, after),
            None => single("removed", id, before),
        }
    }
    for (&id, &after) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        single("added", id, after);
    }
}

fn statements(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Difference>) {
    let mut pairs = Vec::new();
    let mut singles = Vec::new();
    compare(
        &old.statements(),
        &new.statements(),
        |id, a, b| pairs.push((id, a, b)),
        |change, id, statement| singles.push((change, id, statement)),
    );
    let [before, after] = [old, new].map(|side| View { graph: side.graph, references: References::Names });
    for (id, a, b) in pairs {
        for row in &FIELDS {
            let (was, is) = (before.field(a, row.field), after.field(b, row.field));
            if was != is {
                found.push(difference("changed", kind::STATEMENT, id, [row.name, &was, &is]));
            }
        }
    }
    for (change, id, statement) in singles {
        let graph = if change == "added" { new.graph } else { old.graph };
        let summary = summary(graph, statement);
        let texts = if change == "added" { ["", "", &*summary] } else { ["", &*summary, ""] };
        found.push(difference(change, kind::STATEMENT, id, texts));
    }
}

/// What a statement says, in one line.
fn summary(graph: &Graph, statement: StatementId) -> String {
    let view = View { graph, references: References::Names };
    let fields = FIELDS.iter().filter(|row| row.summary).map(|row| view.field(statement, row.field));
    fields.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn entities(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Difference>) {
    let say = |graph: &Graph, entity: EntityId| {
        format!("{} {}", graph.vocabulary().kind_name(graph.kind(entity)), graph.name(entity))
    };
    let mut changes = Vec::new();
    let pair = |id, a, b| {
        let (was, is) = (say(old.graph, a), say(new.graph, b));
        if was != is {
            changes.push(difference("changed", "entity", id, ["name", &was, &is]));
        }
    };
    compare(&old.entities(), &new.entities(), pair, |change, id, entity| {
        let texts = if change == "added" {
            [String::new(), say(new.graph, entity)]
        } else {
            [say(old.graph, entity), String::new()]
        };
        found.push(difference(change, "entity", id, ["", &texts[0], &texts[1]]));
    });
    found.extend(changes);
}

fn facts(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Difference>) {
    let (before, after) = (old.facts(), new.facts());
    for &(from, relation, to) in before.difference(&after) {
        found.push(difference("removed", "fact", from, [relation, to, ""]));
    }
    for &(from, relation, to) in after.difference(&before) {
        found.push(difference("added", "fact", from, [relation, "", to]));
    }
}

fn aliases(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Difference>) {
    let (before, after) = (old.aliases(), new.aliases());
    for (&(kind, alias), &owner) in &before {
        match after.get(&(kind, alias)) {
            Some(&now) if now != owner => found.push(difference("moved", "alias", alias, [kind, owner, now])),
            Some(_) => {}
            None => found.push(difference("removed", "alias", alias, [kind, owner, ""])),
        }
    }
    for (&(kind, alias), &owner) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        found.push(difference("added", "alias", alias, [kind, "", owner]));
    }
}
