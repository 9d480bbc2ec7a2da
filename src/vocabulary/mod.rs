//! The words of one graph: nouns (kinds), verbs (relations) and properties, with every form
//! in which a user may write them.
//!
//! A graph brings its own vocabulary, so that one binary serves any typed graph; the grammar
//! holds no domain word.

mod clash;
mod codes;
mod defaults;
mod exons;
pub mod fold;
mod forms;
mod inflect;
mod kinds;
mod load;
pub mod phrases;
mod rare;
mod rows;
mod suggest;

pub use codes::CodeSet;
pub use exons::Exons;
pub use forms::{Adjective, AdjectiveValue, Form, FormId, Forms, NounFormUse, VerbUse};
pub use inflect::participle_of;
pub use kinds::KindSet;
pub use rare::{Rare, RareParts};
pub use suggest::suggest_word;
pub(crate) use suggest::{allowed_distance, slips_allowed};

use std::sync::Arc;

/// A kind of entity: an index into [`Vocabulary::kinds`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KindId(pub u8);

/// A relation: an index into [`Vocabulary::verbs`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RelationId(pub u16);

/// A noun: an index into [`Vocabulary::nouns`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NounId(pub u16);

/// A property: an index into [`Vocabulary::properties`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PropertyId(pub u16);

/// The end of a relation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum End {
    /// The side an edge starts from (`drug` of `targets`).
    From,
    /// The side an edge leads to (`gene` of `targets`).
    To,
}

impl End {
    /// The other end.
    pub const fn other(self) -> Self {
        match self {
            End::From => End::To,
            End::To => End::From,
        }
    }
}

/// Everything a graph's words mean.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Name of the graph, as shown in answers.
    pub name: String,
    /// Version of the graph, as shown in answers.
    pub version: String,
    /// Kinds by id. `statement` and `source` are always among them.
    pub kinds: Vec<Kind>,
    /// Nouns by id.
    pub nouns: Vec<Noun>,
    /// Verbs by relation id: one verb row is one relation.
    pub verbs: Vec<Verb>,
    /// Properties by id. Those of a statement come first.
    pub properties: Vec<Property>,
    /// All written forms, derived from the rows above.
    pub forms: Forms,
    /// The text of its `vocabulary.toml`: `show schema` and exports print it.
    pub text: String,
    /// Where parts are that few questions need.
    pub rare: Rare,
}

/// A kind of entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As entities.tsv and JSON write it (`gene family`); answers share it.
    pub name: Arc<str>,
    /// The is-a relation whose closure a name of this kind includes.
    pub hierarchical: Option<RelationId>,
    /// What `NOUN in C` means for this kind where no verb takes the context.
    pub context: Option<RelationId>,
    /// The noun for exactly this kind (column heading), if there is one.
    pub noun: Option<NounId>,
}

/// A word for one or several kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The kinds it means, in order of preference.
    pub kinds: Vec<KindId>,
    /// Written forms, singular first (`drug`, `drugs`).
    pub forms: Vec<String>,
    /// What `NOUN in C` means.
    pub context: Option<RelationId>,
}

impl Noun {
    /// The singular form, which names columns.
    pub fn singular(&self) -> &str {
        self.forms.first().map_or("", String::as_str)
    }
    /// The plural form, which the echo uses; the singular where there is no other.
    pub fn plural(&self) -> &str {
        self.forms.get(1).map_or(self.singular(), String::as_str)
    }
}

/// How `in C` restricts a verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContextRule {
    /// The verb takes no context.
    None,
    /// The edge's own statement must name the context.
    Statement,
    /// The end of the edge that this relation starts from must have it to the context
    /// (`treats`: the drug end must have a statement that it treats that cancer).
    Relation(RelationId),
}

/// A field of a statement that an edge can be derived from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The therapy; for substitutes each of them.
    Therapy,
    /// The profile, and each variant that alone satisfies it.
    Profile,
    /// The cancers.
    Cancer,
    /// The mechanism.
    Mechanism,
}

/// Which statements make edges of a verb, and between what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Values of the `effect` property.
    pub effects: Vec<String>,
    /// Fields for the end the edge starts from.
    pub from: Vec<Role>,
    /// Fields for the end the edge leads to.
    pub to: Vec<Role>,
}

/// A relation of which the graph itself makes every edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Derived {
    /// statement → what it is about.
    About,
    /// statement → source.
    SupportedBy,
}

/// One relation and the words for it.
#[derive(Clone, Debug)]
pub struct Verb {
    /// As relations.tsv and JSON write it (`targets`).
    pub relation: String,
    /// Short name, by which files of a graph may call it (`CbG`); may be empty.
    pub abbreviation: String,
    /// Kinds of the start, in the order of preference.
    pub from: Vec<KindId>,
    /// Kinds of the goal, in the order of preference.
    pub to: Vec<KindId>,
    /// How `in C` restricts it.
    pub context: ContextRule,
    /// Where its edges come from, if from statements.
    pub claim: Option<Claim>,
    /// Whether `and` between objects makes one profile (language R9).
    pub and_profile: bool,
    /// Whether both ends are alike and the edge has no direction (stored once in text).
    pub undirected: bool,
    /// Made by the graph itself.
    pub derived: Option<Derived>,
    /// Kinds that are allowed at the start through another relation: (`gene`, `variant of`) lets
    /// a gene be named where its variant has the edge.
    pub via: Option<(KindId, RelationId)>,
    /// The participle with its preposition, as the echo writes it with the start as head
    /// (`targeting`), and with the goal as head (`targeted by`).
    pub participles: [String; 2],
}

/// What the echo writes before the words of a verb whose other direction has none.
pub const NO_INVERSE: &str = "reached by";

impl Verb {
    /// Kinds of one end.
    pub fn kinds(&self, end: End) -> &[KindId] {
        match end {
            End::From => &self.from,
            End::To => &self.to,
        }
    }
    /// Whether its edges are derived from statements.
    pub fn is_claim(&self) -> bool {
        self.claim.is_some()
    }
}

/// What a property belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// Every statement.
    Statement,
    /// Entities of these kinds; empty means of every kind.
    Kinds(Vec<KindId>),
}

/// What values a property has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyType {
    /// One of the values, best first.
    Ordered(Vec<String>),
    /// One of the values.
    Enum(Vec<String>),
    /// Any number of the values.
    Set(Vec<String>),
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A year.
    Year,
    /// A date: `2026`, `2026-01` or `2026-01-31`; compares as text.
    Date,
    /// Yes or no.
    Bool,
    /// The entities of a kind reached by one step of a relation (`class`: the drug class of
    /// `is a`).
    Via {
        /// The relation, walked from the entity on.
        relation: RelationId,
        /// Kind of what is reached.
        kind: KindId,
    },
}

/// A column of statements or entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// As users and files write it.
    pub name: String,
    /// Statements, or entities of these kinds.
    pub on: On,
    /// Its values.
    pub of: PropertyType,
    /// Values that are adjectives (`approved drugs`).
    pub adjectives: Adjectives,
}

/// Which values of a property can be written before a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adjectives {
    /// None.
    None,
    /// These.
    Values(Vec<String>),
    /// The names of the entities a `via` property leads to, hierarchically.
    Names,
}

impl Vocabulary {
    /// The kind called `name`.
    pub fn kind(&self, name: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| *kind.name == *name).map(|i| KindId(i as u8))
    }
    /// All kinds of the vocabulary.
    pub fn all_kinds(&self) -> KindSet {
        (0..self.kinds.len()).fold(KindSet::default(), |all, kind| all.with(KindId(kind as u8)))
    }
    /// The name of a kind.
    pub fn kind_name(&self, kind: KindId) -> &str {
        &self.kinds[usize::from(kind.0)].name
    }
    /// The same, to be kept without a copy.
    pub fn shared_kind_name(&self, kind: KindId) -> Arc<str> {
        Arc::clone(&self.kinds[usize::from(kind.0)].name)
    }
    /// The relation called `name`.
    pub fn relation(&self, name: &str) -> Option<RelationId> {
        self.verbs.iter().position(|verb| verb.relation == name).map(|i| RelationId(i as u16))
    }
    /// The row of a relation.
    pub fn verb(&self, relation: RelationId) -> &Verb {
        &self.verbs[usize::from(relation.0)]
    }
    /// The row of a noun.
    pub fn noun(&self, noun: NounId) -> &Noun {
        &self.nouns[usize::from(noun.0)]
    }
    /// The row of a property.
    pub fn property(&self, property: PropertyId) -> &Property {
        &self.properties[usize::from(property.0)]
    }
    /// The property that a name means for entities of a kind.
    pub fn property_of(&self, name: &str, kind: KindId) -> Option<PropertyId> {
        let belongs = |on: &On| match on {
            On::Statement => false,
            On::Kinds(kinds) => kinds.is_empty() || kinds.contains(&kind),
        };
        let place = self.properties.iter().position(|property| property.name == name && belongs(&property.on));
        place.map(|place| PropertyId(place as u16))
    }

    /// The statement property called `name`.
    pub fn statement_property(&self, name: &str) -> Option<PropertyId> {
        self.properties
            .iter()
            .position(|property| property.name == name && property.on == On::Statement)
            .map(|i| PropertyId(i as u16))
    }
    /// Whether a kind includes what is below a name of it.
    pub fn is_hierarchical(&self, kind: KindId) -> bool {
        self.kinds[usize::from(kind.0)].hierarchical.is_some()
    }
    /// Relation ids in order.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Verb)> {
        self.verbs.iter().enumerate().map(|(i, verb)| (RelationId(i as u16), verb))
    }
}

#[cfg(test)]
mod tests;
