//! Every written form of a vocabulary, and what it can mean.

use super::{End, KindId, NounId, PropertyId, RelationId, fold};
use rustc_hash::FxHashMap;

/// A written form: an index into [`Forms`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FormId(pub u16);

/// One reading of a form as a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbUse {
    /// The relation.
    pub relation: RelationId,
    /// Which end of the relation the head of the phrase is (`drugs targeting X`: the start).
    pub head: End,
    /// Set where the form is a noun form (`targets of`): it then brings its own head.
    pub noun_form: Option<NounFormUse>,
    /// The preposition the form ends in, which R3 may repeat (`mutated in`).
    pub preposition: Option<String>,
}

/// What a noun form adds to a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounFormUse {
    /// Kind of the head, where the form narrows it (`mechanisms of resistance to`).
    pub kind: Option<KindId>,
    /// Whether every number of steps counts (`subtypes of`).
    pub transitive: bool,
}

/// The value that an adjective means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjectiveValue {
    /// A value of an enumeration, by its place in the list.
    Value(u16),
}

/// A form as an adjective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjective {
    /// The property it filters.
    pub property: PropertyId,
    /// The value it asks for.
    pub value: AdjectiveValue,
}

/// One written form with all its readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// As the vocabulary writes it, before folding.
    pub text: String,
    /// As a noun.
    pub noun: Option<NounId>,
    /// As a verb or noun form: several relations where their kinds differ.
    pub verbs: Vec<VerbUse>,
    /// As a property: several where they belong to different kinds.
    pub properties: Vec<PropertyId>,
    /// As an adjective.
    pub adjectives: Vec<Adjective>,
}

/// All forms, found by their folded words.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// By id.
    pub(crate) list: Vec<Form>,
    /// Folded words joined by one space → id.
    pub(crate) by_text: FxHashMap<String, FormId>,
    /// Every proper beginning (in whole words) of a form of several words.
    pub(crate) beginnings: rustc_hash::FxHashSet<String>,
    /// Single words of which forms consist: a run that holds one keeps its spaces.
    pub(crate) words: rustc_hash::FxHashSet<String>,
}

impl Forms {
    /// The form with this id.
    pub fn get(&self, id: FormId) -> &Form {
        &self.list[usize::from(id.0)]
    }
    /// The form written so; `folded` is lower case, folded, words joined by one space.
    pub fn find(&self, folded: &str) -> Option<FormId> {
        self.by_text.get(folded).copied()
    }
    /// Whether a longer form begins with these whole words.
    pub fn begins(&self, folded: &str) -> bool {
        self.beginnings.contains(folded)
    }
    /// Single words of which forms consist, in no order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether a single folded word is a form, or a word of one.
    pub fn has_word(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }
    /// All forms with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FormId, &Form)> {
        self.list.iter().enumerate().map(|(i, form)| (FormId(i as u16), form))
    }
}

/// One meaning of a form, while forms are collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormMeaning {
    /// As a noun.
    Noun(NounId),
    /// As a verb or noun form.
    Verb(VerbUse),
    /// As a property.
    Property(PropertyId),
    /// As an adjective.
    Adjective(Adjective),
}

impl Forms {
    /// The form written as `text`, made if there is none; `None` where there are too many forms.
    pub(super) fn form(&mut self, text: &str) -> Option<FormId> {
        let folded = fold::spaced(text);
        if let Some(&known) = self.by_text.get(&folded) {
            return Some(known);
        }
        let id = FormId(u16::try_from(self.list.len()).ok()?);
        self.list.push(Form { text: text.to_string(), ..Form::default() });
        self.words.extend(folded.split(' ').map(str::to_string));
        let beginnings = folded.match_indices(' ').map(|(end, _)| folded[..end].to_string());
        self.beginnings.extend(beginnings);
        self.by_text.insert(folded, id);
        Some(id)
    }

    /// Adds a meaning to a form.
    pub(super) fn add(&mut self, id: FormId, reading: FormMeaning) {
        let form = &mut self.list[usize::from(id.0)];
        match reading {
            FormMeaning::Noun(noun) => form.noun = Some(noun),
            FormMeaning::Verb(verb) => form.verbs.push(verb),
            FormMeaning::Property(property) => form.properties.push(property),
            FormMeaning::Adjective(adjective) => form.adjectives.push(adjective),
        }
    }
}

/// Prepositions that a verb form may end in.
const PREPOSITIONS: &[&str] = &["in", "by", "of", "to", "for", "with", "against", "on", "from", "about", "as"];

/// The preposition a form of several words ends in.
pub(super) fn preposition(form: &str) -> Option<String> {
    let (_, last) = form.rsplit_once(' ')?;
    PREPOSITIONS.contains(&last).then(|| last.to_string())
}
