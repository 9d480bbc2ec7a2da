//! What a statement and an entity say, as texts: one row per column.

use crate::graph::{ColumnValue, EntityId, Field, Graph, ProfileTree, RegimenKind, StatementId};
use crate::vocabulary::{On, PropertyType};

/// How entities are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum References {
    /// By identifier, which never is ambiguous.
    Ids,
    /// By name, for people.
    Names,
}

/// A graph and how its entities are written.
#[derive(Clone, Copy, Debug)]
pub struct View<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// How entities are written.
    pub references: References,
}

/// A column of statements.
type StatementField = (&'static str, fn(View<'_>, StatementId) -> String);

/// The columns of statements by the names that statements.tsv gives them.
pub const STATEMENT_FIELDS: &[StatementField] = &[
    ("id", |view, statement| view.graph.id(view.graph.statement_entity(statement)).to_owned()),
    ("effect", |view, statement| view.value(statement, Field::Effect)),
    ("direction", |view, statement| view.value(statement, Field::Direction)),
    ("therapy", |view, statement| {
        view.graph.statements().therapy(statement).map_or_else(String::new, |therapy| view.therapy(EntityId(therapy)))
    }),
    ("partners", |view, statement| view.list(view.graph.statements().partners(statement))),
    ("profile", |view, statement| {
        view.graph.statements().profile(statement).map_or_else(String::new, |profile| view.profile(EntityId(profile)))
    }),
    ("cancer", |view, statement| view.list(view.graph.statements().cancers(statement))),
    ("except_cancer", |view, statement| view.list(view.graph.statements().except_cancers(statement))),
    ("mechanism", |view, statement| {
        view.graph.statements().mechanism(statement).map_or_else(String::new, |entity| view.reference(EntityId(entity)))
    }),
    ("level", |view, statement| view.value(statement, Field::Level)),
    ("native_level", |view, statement| view.value(statement, Field::NativeLevel)),
    ("rating", |view, statement| view.value(statement, Field::Rating)),
    ("status", |view, statement| view.value(statement, Field::Status)),
    ("region", |view, statement| view.value(statement, Field::Region)),
    ("as_of", |view, statement| view.value(statement, Field::AsOf)),
    ("year", |view, statement| view.value(statement, Field::Year)),
    ("onset", |view, statement| view.value(statement, Field::Onset)),
    ("line", |view, statement| view.value(statement, Field::Line)),
    ("origin", |view, statement| view.value(statement, Field::Origin)),
    ("phase", |view, statement| view.value(statement, Field::Phase)),
    ("frequency", |view, statement| view.value(statement, Field::Frequency)),
    ("patients", |view, statement| view.value(statement, Field::Patients)),
    ("source", |view, statement| view.list(view.graph.statements().sources(statement))),
    ("gist", |view, statement| one_line(view.graph.statements().gist(statement))),
    ("dataset", |view, statement| view.value(statement, Field::Dataset)),
    ("disputed", |view, statement| match view.value(statement, Field::Disputed).as_str() {
        "true" => "true".to_owned(),
        _ => String::new(),
    }),
];

impl View<'_> {
    /// The text of a field, empty where there is no value.
    pub fn value(self, statement: StatementId, field: Field) -> String {
        let property = self.graph.vocabulary().statement_property(field.name());
        property.map_or_else(String::new, |property| text_of(&self.graph.statement_value(statement, property)))
    }

    /// An entity.
    pub fn reference(self, entity: EntityId) -> String {
        match self.references {
            References::Ids => one_line(self.graph.id(entity)),
            References::Names => one_line(self.graph.name(entity)),
        }
    }

    fn list(self, entities: &[u32]) -> String {
        joined(entities.iter().map(|&entity| self.reference(EntityId(entity))))
    }

    /// A therapy: a regimen that is called after its members as the expression that makes it,
    /// since its identifier alone would not say how they are given.
    pub fn therapy(self, entity: EntityId) -> String {
        self.therapy_within(entity, None)
    }

    fn therapy_within(self, entity: EntityId, outer: Option<RegimenKind>) -> String {
        let Some((kind, members)) = self.written_out(entity, outer) else { return self.reference(entity) };
        let parts: Vec<String> =
            members.iter().map(|&member| self.therapy_within(EntityId(member), Some(kind))).collect();
        parts.join(kind.operator())
    }

    /// How a regimen is given, and its members, where it is written as an expression: it is called
    /// after them, and within `outer` needs no brackets, which expressions do not have.
    pub(super) fn written_out(&self, entity: EntityId, outer: Option<RegimenKind>) -> Option<(RegimenKind, &[u32])> {
        let (kind, members) = self.graph.regimen(entity)?;
        let mut names: Vec<&str> = members.iter().map(|&member| self.graph.name(EntityId(member))).collect();
        if kind != RegimenKind::Sequence {
            // Members lie in the order of their kinds; a name has them in its own.
            names.sort_unstable();
        }
        let fits = outer.is_none_or(|outer| kind < outer);
        let called_so = members.len() > 1 && names.join(kind.operator()) == self.graph.name(entity);
        (fits && called_so).then_some((kind, members))
    }

    /// A profile: the expression that it stands for.
    pub fn profile(self, entity: EntityId) -> String {
        match self.graph.profile_tree(entity) {
            Some(tree) => tree.print(&|&leaf| quoted_if_needed(self.reference(leaf))),
            None => self.reference(entity),
        }
    }
}

/// A name that would not read as one leaf of an expression stands in quotes.
fn quoted_if_needed(name: String) -> String {
    match ProfileTree::parse(&name) {
        Ok(ProfileTree::Leaf(span)) if span.of(&name) == name => name,
        Ok(_) | Err(_) => format!("\"{name}\""),
    }
}

/// A value as the text graph writes it; empty where there is none.
pub fn text_of(value: &ColumnValue<'_>) -> String {
    match value {
        ColumnValue::Missing => String::new(),
        ColumnValue::Text(text) => one_line(text),
        ColumnValue::Texts(texts) => joined(texts.iter().map(|text| one_line(text))),
        ColumnValue::Integer(number) => number.to_string(),
        ColumnValue::Decimal(number) => number.to_string(),
        ColumnValue::Bool(yes) => yes.to_string(),
    }
}

/// A text that fits a field: no tab and no line end.
pub fn one_line(text: &str) -> String {
    if text.contains(['\t', '\n', '\r']) { text.replace(['\t', '\n', '\r'], " ") } else { text.to_owned() }
}

/// What stands between the items of a list.
pub(super) const BAR: char = '|';

/// A list as a field. An item that holds the bar would read as two: it is left out, and
/// [`super::without_place`] tells of it.
pub fn joined(items: impl Iterator<Item = String>) -> String {
    let mut list = String::new();
    for item in items.filter(|item| !item.contains(BAR)) {
        if !list.is_empty() {
            list.push(BAR);
        }
        list.push_str(&item);
    }
    list
}

/// Names of the stored properties of entities, each once, in the order of the vocabulary.
pub fn entity_properties(graph: &Graph) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for property in &graph.vocabulary().properties {
        let stored = property.on != On::Statement && !matches!(property.of, PropertyType::Via { .. });
        if stored && !names.contains(&property.name.as_str()) {
            names.push(&property.name);
        }
    }
    names
}

/// The property of an entity that a column of this name holds; empty where it has none.
pub fn entity_property(graph: &Graph, entity: EntityId, name: &str) -> String {
    let property = crate::graph::property_for(graph.vocabulary(), name, graph.kind(entity));
    property
        .and_then(|property| {
            Some(text_of(&graph.column(property)?.value(entity.0, graph.vocabulary().property(property))))
        })
        .unwrap_or_default()
}
