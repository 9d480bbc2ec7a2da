//! The vocabulary as it is stored in a file.
//!
//! Its own types, which mirror those of [`crate::vocabulary`]: a file from last year opens whatever
//! becomes of those. Written forms are stored as they were derived, so that opening reads no TOML
//! and derives nothing.

use super::format::decode;
use crate::graph::Array;
use crate::vocabulary::phrases::{Element, Offer, PatternPiece, PhrasePlace, PhraseRule, Phrases};
use crate::vocabulary::{
    Adjective, AdjectiveValue, Adjectives, Claim, ContextRule, Derived, End, Exons, Form, FormId, Forms, Kind, KindId,
    KindSet, Noun, NounFormUse, NounId, On, Property, PropertyId, PropertyType, RareParts, RelationId, Role, Verb,
    VerbUse, Vocabulary,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A type of the file and the type of the program that it represents.
pub(super) trait Mirror: Sized {
    /// The type of the program.
    type Core;
    /// For the file.
    fn of(core: &Self::Core) -> Self;
    /// For the program.
    fn back(self) -> Self::Core;
}

macro_rules! mirror_plain {
    ($($plain:ty)*) => {$(
        impl Mirror for $plain {
            type Core = Self;
            fn of(core: &Self) -> Self {
                core.clone()
            }
            fn back(self) -> Self {
                self
            }
        }
    )*};
}

mirror_plain! { String bool u16 [String; 2] }

#[derive(Serialize, Deserialize)]
pub(super) struct SharedText(String);

impl Mirror for SharedText {
    type Core = Arc<str>;
    fn of(core: &Arc<str>) -> Self {
        Self((**core).to_owned())
    }
    fn back(self) -> Arc<str> {
        self.0.into()
    }
}

impl<M: Mirror> Mirror for Vec<M> {
    type Core = Vec<M::Core>;
    fn of(core: &Self::Core) -> Self {
        core.iter().map(M::of).collect()
    }
    fn back(self) -> Self::Core {
        self.into_iter().map(M::back).collect()
    }
}

impl<M: Mirror> Mirror for Option<M> {
    type Core = Option<M::Core>;
    fn of(core: &Self::Core) -> Self {
        core.as_ref().map(M::of)
    }
    fn back(self) -> Self::Core {
        self.map(M::back)
    }
}

impl<A: Mirror, B: Mirror> Mirror for (A, B) {
    type Core = (A::Core, B::Core);
    fn of(core: &Self::Core) -> Self {
        (A::of(&core.0), B::of(&core.1))
    }
    fn back(self) -> Self::Core {
        (self.0.back(), self.1.back())
    }
}

macro_rules! mirror_ids {
    ($($stored:ident $core:ident $number:ty;)*) => {$(
        #[derive(Serialize, Deserialize)]
        pub(super) struct $stored($number);
        impl Mirror for $stored {
            type Core = $core;
            fn of(core: &$core) -> Self {
                Self(core.0)
            }
            fn back(self) -> $core {
                $core(self.0)
            }
        }
    )*};
}

mirror_ids! {
    StoredKindId KindId u8;
    StoredNounId NounId u16;
    StoredRelationId RelationId u16;
    StoredPropertyId PropertyId u16;
    StoredFormId FormId u16;
    StoredKindSet KindSet u128;
}

// Fields after `+` are not in the file: they are set when it is opened.
macro_rules! mirror_structs {
    ($($stored:ident $core:ident { $($field:ident: $type:ty,)* $(+ $made:ident)* })*) => {$(
        #[derive(Serialize, Deserialize)]
        pub(super) struct $stored { $($field: $type,)* }
        impl Mirror for $stored {
            type Core = $core;
            fn of(core: &$core) -> Self {
                Self { $($field: Mirror::of(&core.$field),)* }
            }
            fn back(self) -> $core {
                $core { $($field: self.$field.back(),)* $($made: Default::default(),)* }
            }
        }
    )*};
}

mirror_structs! {
    StoredKind Kind {
        name: SharedText,
        hierarchical: Option<StoredRelationId>,
        context: Option<StoredRelationId>,
        noun: Option<StoredNounId>,
    }
    StoredNoun Noun {
        kinds: Vec<StoredKindId>,
        forms: Vec<String>,
        context: Option<StoredRelationId>,
    }
    StoredClaim Claim {
        effects: Vec<String>,
        from: Vec<StoredRole>,
        to: Vec<StoredRole>,
    }
    StoredVerb Verb {
        relation: String,
        abbreviation: String,
        from: Vec<StoredKindId>,
        to: Vec<StoredKindId>,
        context: StoredContext,
        claim: Option<StoredClaim>,
        and_profile: bool,
        undirected: bool,
        derived: Option<StoredDerived>,
        via: Option<(StoredKindId, StoredRelationId)>,
        participles: [String; 2],
    }
    StoredProperty Property {
        name: String,
        on: StoredOn,
        of: StoredPropertyType,
        adjectives: StoredAdjectives,
    }
    StoredNounFormUse NounFormUse {
        kind: Option<StoredKindId>,
        transitive: bool,
    }
    StoredVerbUse VerbUse {
        relation: StoredRelationId,
        head: StoredEnd,
        noun_form: Option<StoredNounFormUse>,
        preposition: Option<String>,
    }
    StoredAdjective Adjective {
        property: StoredPropertyId,
        value: StoredAdjectiveValue,
    }
    StoredForm Form {
        text: String,
        noun: Option<StoredNounId>,
        verbs: Vec<StoredVerbUse>,
        properties: Vec<StoredPropertyId>,
        adjectives: Vec<StoredAdjective>,
    }
    StoredVocabulary Vocabulary {
        name: String,
        version: String,
        kinds: Vec<StoredKind>,
        nouns: Vec<StoredNoun>,
        verbs: Vec<StoredVerb>,
        properties: Vec<StoredProperty>,
        forms: StoredForms,
        text: String,
        + rare
    }
    StoredPhrases Phrases {
        rows: Vec<StoredPhraseRule>,
        offers: Vec<StoredOffer>,
        idle: Vec<String>,
    }
    StoredPhraseRule PhraseRule {
        rule: String,
        place: StoredPhrasePlace,
        of: StoredKindSet,
        pattern: Vec<StoredElement>,
        canonical: Vec<StoredPiece>,
        note: Vec<StoredPiece>,
        words: Vec<String>,
    }
    StoredOffer Offer {
        needs: Vec<(String, StoredKindSet)>,
        words: Vec<String>,
        questions: Vec<Vec<StoredPiece>>,
    }
}

/// Enumerations: the number of a variant in the file is its place here, so new ones come last.
macro_rules! mirror_enums {
    ($($stored:ident $core:ident { $($variant:ident { $($field:tt $name:ident: $type:ty)* })* })*) => {$(
        #[derive(Serialize, Deserialize)]
        pub(super) enum $stored { $($variant { $($name: $type,)* },)* }
        impl Mirror for $stored {
            type Core = $core;
            fn of(core: &$core) -> Self {
                match core { $($core::$variant { $($field: $name,)* } => Self::$variant { $($name: Mirror::of($name),)* },)* }
            }
            fn back(self) -> $core {
                match self { $(Self::$variant { $($name,)* } => $core::$variant { $($field: $name.back(),)* },)* }
            }
        }
    )*};
}

mirror_enums! {
    StoredEnd End { From {} To {} }
    StoredRole Role { Therapy {} Profile {} Cancer {} Mechanism {} }
    StoredDerived Derived { About {} SupportedBy {} }
    StoredContext ContextRule { None {} Statement {} Relation { 0 relation: StoredRelationId } }
    StoredOn On { Statement {} Kinds { 0 kinds: Vec<StoredKindId> } }
    StoredPropertyType PropertyType {
        Ordered { 0 values: Vec<String> }
        Enum { 0 values: Vec<String> }
        Set { 0 values: Vec<String> }
        Text {}
        Number {}
        Year {}
        Date {}
        Bool {}
        Via { relation relation: StoredRelationId kind kind: StoredKindId }
    }
    StoredAdjectives Adjectives { None {} Values { 0 values: Vec<String> } Names {} }
    StoredAdjectiveValue AdjectiveValue { Value { 0 place: u16 } }
    StoredPhrasePlace PhrasePlace {
        Sentence {} Head {} Clause {} Names {} Value {} Noun {} Verb {} Adjective {} Tail {} Anywhere {} Over {}
        Refuse {}
    }
    StoredElement Element {
        Word { 0 word: String }
        Choice { 0 choices: Vec<Vec<StoredElement>> }
        Slot { name name: String kinds kinds: StoredKindSet }
        Noun { name name: String kinds kinds: StoredKindSet }
    }
    StoredPiece PatternPiece {
        Text { 0 text: String }
        Slot { name name: String joint joint: Option<String> }
        Optional { 0 pieces: Vec<StoredPiece> }
    }
}

/// Forms with the ways in which they are found, sorted, so that equal vocabularies make equal
/// files.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredForms {
    list: Vec<StoredForm>,
    by_text: Vec<(String, StoredFormId)>,
    beginnings: Vec<String>,
    words: Vec<String>,
}

impl Mirror for StoredForms {
    type Core = Forms;
    fn of(core: &Forms) -> Self {
        let sorted = |set: &rustc_hash::FxHashSet<String>| {
            let mut texts: Vec<String> = set.iter().cloned().collect();
            texts.sort_unstable();
            texts
        };
        let mut by_text: Vec<(String, StoredFormId)> =
            core.by_text.iter().map(|(text, id)| (text.clone(), Mirror::of(id))).collect();
        by_text.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self { list: Mirror::of(&core.list), by_text, beginnings: sorted(&core.beginnings), words: sorted(&core.words) }
    }
    fn back(self) -> Forms {
        Forms {
            list: self.list.back(),
            by_text: self.by_text.into_iter().map(|(text, id)| (text, id.back())).collect(),
            beginnings: self.beginnings.into_iter().collect(),
            words: self.words.into_iter().collect(),
        }
    }
}

/// The parts of a vocabulary that few questions need, each in a section that is decoded when it is
/// asked for.
#[derive(Debug)]
pub(super) struct StoredRareParts {
    pub(super) phrases: Array<u8>,
    pub(super) exons: Array<u8>,
}

impl RareParts for StoredRareParts {
    fn phrases(&self) -> Option<Phrases> {
        decode::<StoredPhrases>(&self.phrases).map(Mirror::back)
    }
    fn exons(&self) -> Option<Exons> {
        decode(&self.exons).map(Exons::from_rows)
    }
}

/// Whether every number in a vocabulary leads to something: code that uses it does not check again.
pub(super) fn is_sound(vocabulary: &Vocabulary) -> bool {
    let kind = |kind: &KindId| usize::from(kind.0) < vocabulary.kinds.len();
    let noun = |noun: &NounId| usize::from(noun.0) < vocabulary.nouns.len();
    let relation = |relation: &RelationId| usize::from(relation.0) < vocabulary.verbs.len();
    let property = |property: &PropertyId| usize::from(property.0) < vocabulary.properties.len();
    let form = |id: &FormId| usize::from(id.0) < vocabulary.forms.list.len();

    let kinds = vocabulary
        .kinds
        .iter()
        .all(|kind| kind.hierarchical.iter().chain(&kind.context).all(relation) && kind.noun.iter().all(noun));
    let nouns = vocabulary.nouns.iter().all(|noun| noun.kinds.iter().all(kind) && noun.context.iter().all(relation));
    let verbs = vocabulary.verbs.iter().all(|verb| {
        let context = match &verb.context {
            ContextRule::Relation(context) => relation(context),
            ContextRule::None | ContextRule::Statement => true,
        };
        context && verb.from.iter().chain(&verb.to).all(kind) && verb.via.iter().all(|(k, r)| kind(k) && relation(r))
    });
    let properties = vocabulary.properties.iter().all(|property| {
        let on = match &property.on {
            On::Kinds(kinds) => kinds.iter().all(kind),
            On::Statement => true,
        };
        let of = match &property.of {
            PropertyType::Via { relation: r, kind: k } => relation(r) && kind(k),
            PropertyType::Ordered(_)
            | PropertyType::Enum(_)
            | PropertyType::Set(_)
            | PropertyType::Text
            | PropertyType::Number
            | PropertyType::Year
            | PropertyType::Date
            | PropertyType::Bool => true,
        };
        on && of
    });
    let forms = vocabulary.forms.list.iter().all(|form| {
        let verb = |verb: &VerbUse| {
            relation(&verb.relation) && verb.noun_form.iter().all(|noun_form| noun_form.kind.iter().all(kind))
        };
        form.noun.iter().all(noun)
            && form.verbs.iter().all(verb)
            && form.properties.iter().all(property)
            && form.adjectives.iter().all(|adjective| property(&adjective.property))
    });
    vocabulary.kinds.len() <= KindSet::CAPACITY
        && kinds
        && nouns
        && verbs
        && properties
        && forms
        && vocabulary.forms.by_text.values().all(form)
}
