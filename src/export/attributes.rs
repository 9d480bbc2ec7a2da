//! What a node and an edge say, as named and typed values: the columns, keys and properties of
//! every format that holds a graph as it is.
//!
//! The names are those of entities.tsv and statements.tsv. A statement is a node of kind
//! `statement` that has the fields of statements.tsv; every other node has the columns of
//! entities.tsv. An edge that a statement claims names it; one that follows from facts and
//! statements is [`DERIVED`]. All others are facts, which with the nodes are all that is needed to
//! build the graph again.

use super::fields::{References, View, entity_properties, items_of, property_value, text_of};
use super::walk::ListedEdge;
use crate::graph::{ColumnValue, EntityId, Graph, StatementId};
use crate::import::drawing::{DERIVED, IMPORTED_ALIASES, SUPPORTS};
use crate::model::{FIELDS, Field, Stored, kind};
use crate::vocabulary::{On, PropertyType};

/// Attributes that every node has or may have, in their order.
pub const ID: &str = "id";
/// Kind of the entity.
pub const KIND: &str = "kind";
/// Its name.
pub const NAME: &str = "name";
/// Other names that a curator wrote.
pub const ALIASES: &str = "aliases";
/// Identifiers elsewhere.
pub const XREFS: &str = "xrefs";
/// A sentence or two.
pub const DESCRIPTION: &str = "description";

/// Attribute of an edge: its relation.
pub const RELATION: &str = "relation";
/// Attribute of a fact: what it rests on.
pub const SOURCES: &str = "sources";
/// Attribute of an edge whose relation has no direction.
pub const UNDIRECTED: &str = "undirected";

/// Fields of its statement that an edge repeats.
const EDGE_FIELDS: [Field; 4] = [Field::Effect, Field::Direction, Field::Level, Field::Status];

/// What the values of an attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// A text.
    Text,
    /// Several texts.
    Texts,
    /// A whole number, such as a year.
    Integer,
    /// A decimal number.
    Decimal,
    /// Yes or no.
    Bool,
}

/// A named column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedColumn {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub of: AttributeType,
}

/// A value. Its attribute says how it is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnText {
    /// One value as statements.tsv and entities.tsv write it.
    One(String),
    /// The items of a list.
    Several(Vec<String>),
}

impl ColumnText {
    fn is_empty(&self) -> bool {
        match self {
            ColumnText::One(text) => text.is_empty(),
            ColumnText::Several(items) => items.is_empty(),
        }
    }
}

/// What a field of a statement holds.
fn type_of_field(stored: Stored) -> AttributeType {
    match stored {
        Stored::Set | Stored::Entities(_) => AttributeType::Texts,
        Stored::Flag => AttributeType::Bool,
        Stored::Rating | Stored::Year | Stored::Count => AttributeType::Integer,
        Stored::Fraction => AttributeType::Decimal,
        Stored::Code | Stored::Text | Stored::Sentence | Stored::Entity(_) => AttributeType::Text,
    }
}

fn type_of_property(of: &PropertyType) -> AttributeType {
    match of {
        PropertyType::Set(_) => AttributeType::Texts,
        PropertyType::Number => AttributeType::Decimal,
        PropertyType::Year => AttributeType::Integer,
        PropertyType::Bool => AttributeType::Bool,
        PropertyType::Ordered(_)
        | PropertyType::Enum(_)
        | PropertyType::Text
        | PropertyType::Date
        | PropertyType::Via { .. } => AttributeType::Text,
    }
}

/// The attributes of the nodes of a graph.
#[derive(Debug)]
pub struct NodeAttributes<'g> {
    graph: &'g Graph,
    /// Attributes of entities that are no statements.
    pub of_entities: Vec<NamedColumn>,
    /// Attributes of statements.
    pub of_statements: Vec<NamedColumn>,
}

impl<'g> NodeAttributes<'g> {
    /// The columns that the vocabulary of the graph calls for.
    pub fn of(graph: &'g Graph) -> Self {
        let attribute = |&(name, of): &(&str, AttributeType)| NamedColumn { name: name.to_owned(), of };
        let fixed = [
            (ID, AttributeType::Text),
            (KIND, AttributeType::Text),
            (NAME, AttributeType::Text),
            (ALIASES, AttributeType::Texts),
            (IMPORTED_ALIASES, AttributeType::Texts),
            (XREFS, AttributeType::Texts),
            (DESCRIPTION, AttributeType::Text),
        ];
        let mut of_entities: Vec<NamedColumn> = fixed.iter().map(attribute).collect();
        of_entities.extend(
            entity_properties(graph)
                .into_iter()
                .map(|name| NamedColumn { name: name.to_owned(), of: type_of_properties(graph, name) }),
        );
        let mut of_statements: Vec<NamedColumn> = fixed[..2].iter().map(attribute).collect();
        of_statements
            .extend(FIELDS.iter().map(|row| NamedColumn { name: row.name.to_owned(), of: type_of_field(row.stored) }));
        Self { graph, of_entities, of_statements }
    }

    /// All attributes, each once; one whose types differ between nodes is text.
    pub fn all(&self) -> Vec<NamedColumn> {
        let mut all = self.of_entities.clone();
        for attribute in &self.of_statements {
            match all.iter_mut().find(|known| known.name == attribute.name) {
                None => all.push(attribute.clone()),
                Some(known) if known.of != attribute.of => known.of = AttributeType::Text,
                Some(_) => {}
            }
        }
        all
    }

    /// What a node says, in the order of its attributes; what is missing is left out.
    pub fn values(&self, entity: EntityId) -> Vec<(&NamedColumn, ColumnText)> {
        let attributes = match self.graph.statement_of(entity) {
            Some(_) => &self.of_statements,
            None => &self.of_entities,
        };
        let values = attributes.iter().map(|attribute| (attribute, self.value(entity, &attribute.name)));
        values.filter(|(_, value)| !value.is_empty()).collect()
    }

    fn value(&self, entity: EntityId, name: &str) -> ColumnText {
        let graph = self.graph;
        let one = |text: &str| ColumnText::One(text.to_owned());
        let several = |texts: &mut dyn Iterator<Item = &str>| ColumnText::Several(texts.map(str::to_owned).collect());
        match (name, graph.statement_of(entity)) {
            (ID, _) => one(graph.id(entity)),
            (KIND, _) => one(graph.vocabulary().kind_name(graph.kind(entity))),
            (_, Some(statement)) => statement_value(graph, statement, name),
            (NAME, None) => one(graph.name(entity)),
            (ALIASES, None) => several(&mut graph.aliases(entity)),
            (IMPORTED_ALIASES, None) => several(&mut graph.imported_aliases(entity)),
            (XREFS, None) => several(&mut graph.xrefs(entity)),
            (DESCRIPTION, None) => one(graph.description(entity)),
            (property, None) => entity_property(graph, entity, property),
        }
    }
}

/// A property of an entity; the values of a set are the items of a list.
fn entity_property(graph: &Graph, entity: EntityId, name: &str) -> ColumnText {
    match property_value(graph, entity, name) {
        Some(value @ ColumnValue::Texts(_)) => ColumnText::Several(items_of(&value)),
        Some(value) => ColumnText::One(text_of(&value)),
        None => ColumnText::One(String::new()),
    }
}

fn statement_value(graph: &Graph, statement: StatementId, name: &str) -> ColumnText {
    let view = View { graph, references: References::Ids };
    match Field::named(name) {
        None => ColumnText::Several(Vec::new()),
        Some(field) if field.row().stored.is_list() => ColumnText::Several(view.items(statement, field)),
        Some(field) => ColumnText::One(view.field(statement, field)),
    }
}

/// The type of the property of this name: text where kinds disagree.
fn type_of_properties(graph: &Graph, name: &str) -> AttributeType {
    let same = graph.vocabulary().properties.iter().filter(|property| property.name == name);
    let mut types = same.filter(|property| property.on != On::Statement).map(|property| type_of_property(&property.of));
    let first = types.next().unwrap_or(AttributeType::Text);
    if types.all(|other| other == first) { first } else { AttributeType::Text }
}

/// The attributes of edges.
pub fn edge_attributes() -> Vec<NamedColumn> {
    let mut attributes = vec![
        (RELATION, AttributeType::Text),
        (DERIVED, AttributeType::Bool),
        (UNDIRECTED, AttributeType::Bool),
        (SOURCES, AttributeType::Texts),
        (kind::STATEMENT, AttributeType::Text),
        (SUPPORTS, AttributeType::Bool),
    ];
    attributes.extend(EDGE_FIELDS.iter().map(|field| (field.name(), type_of_field(field.row().stored))));
    attributes.into_iter().map(|(name, of)| NamedColumn { name: name.to_owned(), of }).collect()
}

/// What an edge says, in the order of [`edge_attributes`]; what is missing is left out.
pub fn edge_values(graph: &Graph, listed: &ListedEdge<'_>) -> Vec<(&'static str, ColumnText)> {
    let edge = &listed.edge;
    let verb = graph.vocabulary().verb(edge.relation);
    let id = |entity: EntityId| graph.id(entity).to_owned();
    let mut values = vec![(RELATION, ColumnText::One(verb.relation.clone()))];
    if edge.statement.is_none() && !listed.listed {
        values.push((DERIVED, ColumnText::One(true.to_string())));
    }
    if verb.undirected {
        values.push((UNDIRECTED, ColumnText::One(true.to_string())));
    }
    values.push((SOURCES, ColumnText::Several(edge.sources.iter().map(|&source| id(EntityId(source))).collect())));
    if let Some(statement) = edge.statement {
        let view = View { graph, references: References::Ids };
        values.push((kind::STATEMENT, ColumnText::One(id(graph.statement_entity(statement)))));
        values.push((SUPPORTS, ColumnText::One(graph.statements().supports(statement).to_string())));
        values.extend(EDGE_FIELDS.iter().map(|&field| (field.name(), ColumnText::One(view.field(statement, field)))));
    }
    values.retain(|(_, value)| !value.is_empty());
    values
}
