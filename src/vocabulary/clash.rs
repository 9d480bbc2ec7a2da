//! Whether a sentence can distinguish two meanings of one form.

use super::forms::FormMeaning;
use super::{FormId, KindId, NounFormUse, On, PropertyId, VerbUse, Vocabulary};

/// A new meaning of a form compared with those it has.
pub(super) enum MeaningMatch {
    /// It is one of them.
    Known,
    /// It is another.
    New,
    /// It is another, and nothing in a sentence distinguishes them.
    Clash(String),
}

impl Vocabulary {
    /// Compares a new reading of a form with those it has.
    pub(super) fn compare(&self, form: FormId, reading: &FormMeaning) -> MeaningMatch {
        let form = self.forms.get(form);
        match reading {
            FormMeaning::Noun(noun) => match form.noun {
                Some(known) if known == *noun => MeaningMatch::Known,
                Some(_) => MeaningMatch::Clash("is a form of two nouns".into()),
                None => MeaningMatch::New,
            },
            FormMeaning::Verb(verb) => self.compare_verb(&form.verbs, verb),
            FormMeaning::Property(property) => {
                let clash = form.properties.iter().any(|known| self.same_owner(*known, *property));
                if clash {
                    MeaningMatch::Clash("is the name of two properties of one kind".into())
                } else {
                    MeaningMatch::New
                }
            }
            FormMeaning::Adjective(adjective) if form.adjectives.contains(adjective) => MeaningMatch::Known,
            FormMeaning::Adjective(adjective) => {
                let clash = form.adjectives.iter().any(|known| self.same_owner(known.property, adjective.property));
                if clash {
                    MeaningMatch::Clash("is a value of two properties of one kind".into())
                } else {
                    MeaningMatch::New
                }
            }
        }
    }

    fn compare_verb(&self, known: &[VerbUse], verb: &VerbUse) -> MeaningMatch {
        for other in known.iter().filter(|other| other.noun_form.is_some() == verb.noun_form.is_some()) {
            let same_relation = other.relation == verb.relation;
            let same_head = other.head == verb.head || self.verb(verb.relation).undirected;
            if same_relation && same_head && other.noun_form == verb.noun_form {
                return MeaningMatch::Known;
            }
            let apart = !overlap(self.head_kinds(other), self.head_kinds(verb))
                || !overlap(self.object_kinds(other), self.object_kinds(verb));
            if apart {
                continue;
            }
            let relation = &self.verb(verb.relation).relation;
            return MeaningMatch::Clash(if same_relation {
                format!("means `{relation}` in both directions, and the kinds do not distinguish them")
            } else {
                let other = &self.verb(other.relation).relation;
                format!("means `{other}` and `{relation}`, and the kinds do not distinguish them")
            });
        }
        MeaningMatch::New
    }

    fn head_kinds<'v>(&'v self, verb: &'v VerbUse) -> &'v [KindId] {
        match &verb.noun_form {
            Some(NounFormUse { kind: Some(kind), .. }) => std::slice::from_ref(kind),
            Some(NounFormUse { kind: None, .. }) | None => self.verb(verb.relation).kinds(verb.head),
        }
    }

    fn object_kinds(&self, verb: &VerbUse) -> &[KindId] {
        self.verb(verb.relation).kinds(verb.head.other())
    }

    fn same_owner(&self, left: PropertyId, right: PropertyId) -> bool {
        match (&self.property(left).on, &self.property(right).on) {
            (On::Statement, On::Statement) => true,
            (On::Kinds(left), On::Kinds(right)) => left.is_empty() || right.is_empty() || overlap(left, right),
            (On::Statement, On::Kinds(_)) | (On::Kinds(_), On::Statement) => false,
        }
    }
}

/// Whether the lists have a kind in common.
pub(super) fn overlap(left: &[KindId], right: &[KindId]) -> bool {
    left.iter().any(|kind| right.contains(kind))
}
