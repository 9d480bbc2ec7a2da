//! The evidence model: the kinds, relations, effects and statement fields that the engine itself
//! gives a meaning to.
//!
//! Nouns, verbs, facts and properties of a graph are data: a vocabulary may have any of them. But a
//! statement is a record with a fixed shape (an effect, a therapy, a profile, cancers, a level,
//! sources, …), and the rules that derive edges, order evidence and match a patient's findings are
//! about those. What they rest on is named here and nowhere else. A vocabulary need not have a kind
//! or relation of this list; then its id is `None` and the rules about it do nothing.

mod change;
mod columns;
mod fields;
mod names;
mod source_parts;
mod sources;
mod stage_parts;
mod stages;

pub use change::{Above, Change, ExonChange, Residues, Whole};
pub use columns::{CLAIM_COLUMNS, DefaultColumn, EvidenceColumn, FACT_COLUMNS, STATEMENT_COLUMNS, Shows};
pub use fields::{FIELDS, Field, FieldRow, Reference, Stored};
pub use names::{
    Directions, Effects, Kinds, Relations, Sign, Statuses, direction, effect, kind, origin, relation, status,
};
pub use source_parts::{SourceParts, SourceReader, SourceResolver, SourceVisitor};
pub use sources::{SOURCES, SourceKind, SourceOf, SourceRow};
pub use stage_parts::{Best, CountBy, GroupBy, StageParts, StageReader, StageResolver, StageVisitor};
pub use stages::{STAGES, StageName, StageOf, StageRow};

use crate::vocabulary::{On, PropertyId, Vocabulary};

/// The properties with which curation says that the labels of a cancer are only partly in a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Has a value where labels are missing.
    pub coverage: Option<PropertyId>,
    /// Names what is missing.
    pub gaps: Option<PropertyId>,
    /// Set on a drug whose development was stopped.
    pub development: Option<PropertyId>,
    /// Where that is told.
    pub development_source: Option<PropertyId>,
}

impl Coverage {
    fn of(vocabulary: &Vocabulary) -> Self {
        let named = |name: &str| {
            let is_named =
                |property: &crate::vocabulary::Property| property.name == name && matches!(property.on, On::Kinds(_));
            vocabulary.properties.iter().position(is_named).map(|place| PropertyId(place as u16))
        };
        Self {
            coverage: named("coverage"),
            gaps: named("gaps"),
            development: named("development"),
            development_source: named("development_source"),
        }
    }
}

/// The ids that a vocabulary gives to what the engine knows; looked up once per graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Kinds of entities.
    pub kinds: Kinds,
    /// Relations.
    pub relations: Relations,
    /// Codes of values of the field `effect`.
    pub effects: Effects,
    /// Codes of values of the field `direction`.
    pub directions: Directions,
    /// Codes of values of the field `status`.
    pub statuses: Statuses,
    /// How far the labels of a cancer are in the graph.
    pub scope: Coverage,
    /// By number of the field: the property that shows it.
    properties: [Option<PropertyId>; FIELDS.len()],
    /// By property id: the field that it shows.
    fields: Vec<Option<Field>>,
}

impl Model {
    /// Looks everything up.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let field_of = |property: &crate::vocabulary::Property| match property.on {
            On::Statement => Field::named(&property.name).filter(|field| !field.row().stored.is_reference()),
            On::Kinds(_) => None,
        };
        let fields: Vec<Option<Field>> = vocabulary.properties.iter().map(field_of).collect();
        let mut properties = [None; FIELDS.len()];
        for (place, field) in fields.iter().enumerate().rev() {
            if let Some(field) = field {
                properties[*field as usize] = Some(PropertyId(place as u16));
            }
        }
        Self {
            kinds: Kinds::of(vocabulary),
            relations: Relations::of(vocabulary),
            effects: Effects::of(vocabulary),
            directions: Directions::of(vocabulary),
            statuses: Statuses::of(vocabulary),
            scope: Coverage::of(vocabulary),
            properties,
            fields,
        }
    }

    /// The property of statements that shows a field, if the vocabulary has one.
    pub fn property(&self, field: Field) -> Option<PropertyId> {
        self.properties[field as usize]
    }

    /// The field that a property shows; `None` for properties of entities.
    pub fn field(&self, property: PropertyId) -> Option<Field> {
        self.fields.get(usize::from(property.0)).copied().flatten()
    }
}
