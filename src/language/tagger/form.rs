//! Words of the vocabulary: forms, kinds before names, properties of nouns.

use super::Tagger;
use crate::language::marks::Mark;
use crate::text::Span;
use crate::vocabulary::fold::fold_word;
use crate::vocabulary::{Adjectives, Form, FormId, KindId, On, PropertyType};

impl Tagger<'_> {
    pub(super) fn form_run(&mut self, id: FormId, at: usize, end: usize) -> usize {
        let mark = form_mark(self.form(id));
        let after_name = self.pieces[at].joined
            && self
                .out
                .tokens
                .last()
                .is_some_and(|token| matches!(token.mark, Mark::Name | Mark::Quoted | Mark::Unknown));
        if after_name && (mark.is_noun() || mark == Mark::NounForm) {
            if mark.is_noun() && self.is_noun_of_name(id) {
                return self.emit(Mark::NounOfName, Some(id), at, end);
            }
            self.mark_adjective_names(id);
        }
        self.emit(mark, Some(id), at, end)
    }

    /// Kinds of the entities that a noun or noun form means.
    fn kinds_of_form(&self, id: FormId) -> Vec<KindId> {
        let form = self.form(id);
        let noun = form.noun.into_iter().flat_map(|noun| &self.lexicon.vocabulary.noun(noun).kinds);
        let verbs = form.verbs.iter().filter_map(|verb| verb.noun_form.as_ref()?.kind.as_ref());
        noun.chain(verbs).copied().collect()
    }

    /// Kinds of the name before.
    fn kinds_of_last(&self) -> Vec<KindId> {
        let Some(token) = self.out.tokens.last() else { return Vec::new() };
        let text = token.span.of(self.text);
        self.lexicon.names.kinds_of(text.trim_matches('"'))
    }

    /// `EGFR gene`, `gastric cancers`. An unknown name takes any noun.
    fn is_noun_of_name(&self, id: FormId) -> bool {
        let names = self.kinds_of_last();
        let unknown = names.is_empty()
            && self.out.tokens.last().is_some_and(|token| matches!(token.mark, Mark::Unknown | Mark::Quoted));
        unknown || self.kinds_of_form(id).iter().any(|kind| names.contains(kind))
    }

    /// `on-target mechanisms`, `on-target or bypass mechanisms`: all names of the list.
    fn mark_adjective_names(&mut self, id: FormId) {
        let mut place = self.out.tokens.len() - 1;
        while self.is_adjective_name(id, place) {
            self.retag(place, Mark::NameAsAdjective);
            let is_listed = place >= 2 && matches!(self.out.tokens[place - 1].mark, Mark::Or | Mark::Comma);
            if !is_listed {
                return;
            }
            place -= 2;
        }
    }

    /// Whether a name is a value of a property whose names are adjectives of a noun: the kind of a
    /// mechanism.
    fn is_adjective_name(&self, id: FormId, place: usize) -> bool {
        let token = &self.out.tokens[place];
        if !matches!(token.mark, Mark::Name | Mark::Quoted | Mark::Unknown) {
            return false;
        }
        let nouns = self.kinds_of_form(id);
        let names = self.lexicon.names.kinds_of(token.span.of(self.text).trim_matches('"'));
        self.lexicon.vocabulary.properties.iter().any(|property| {
            let PropertyType::Via { kind, .. } = property.of else { return false };
            let on = match &property.on {
                On::Statement => false,
                On::Kinds(kinds) => kinds.is_empty() || kinds.iter().any(|kind| nouns.contains(kind)),
            };
            property.adjectives == Adjectives::Names && on && names.contains(&kind)
        })
    }

    /// `gene:MET`, `gene:"MET"`, `drug class:"EGFR TKI"`.
    pub(super) fn kind_prefix(&mut self, at: usize) -> Option<usize> {
        for last in at..self.run_end(at).min(at + 3) {
            let word = self.word_at(last);
            let Some(colon) = word.find(':') else { continue };
            let start = self.pieces[last].span.start + colon as u32;
            let mut folded = String::new();
            if last > at {
                folded.push_str(self.folded_of(at, last));
                folded.push(' ');
            }
            fold_word(&word[..colon], &mut folded);
            self.lexicon.vocabulary.forms.find(&folded).filter(|&form| self.form(form).noun.is_some())?;
            self.emit_span(Mark::Kind, None, Span::new(self.pieces[at].span.start, start));
            let rest = &word[colon + 1..];
            if rest.is_empty() {
                return Some(last + 1);
            }
            let (mark, length) =
                self.name_length_from(rest, last).map_or((Mark::Unknown, 1), |length| (Mark::Name, length));
            let end = self.pieces.get(last + length - 1).map_or(start, |piece| piece.span.end);
            self.emit_span(mark, None, Span::new(start + 1, end));
            return Some(last + length);
        }
        None
    }

    /// `gene.name`, `h.name`: a noun or label, a point, and a property.
    pub(super) fn member(&mut self, at: usize) -> Option<usize> {
        for last in at..self.run_end(at).min(at + 2) {
            let Some((of, property)) = self.word_at(last).split_once('.') else { continue };
            if of.is_empty() || property.is_empty() || self.name_length(at).is_some() {
                return None;
            }
            if last == at && self.labels.contains(of) {
                return Some(self.emit(Mark::Member, None, at, last + 1));
            }
            let mut folded = String::new();
            if last > at {
                folded.push_str(self.folded_of(at, last));
                folded.push(' ');
            }
            fold_word(of, &mut folded);
            let form = self.lexicon.vocabulary.forms.find(&folded).filter(|&form| self.form(form).noun.is_some())?;
            return Some(self.emit(Mark::Member, Some(form), at, last + 1));
        }
        None
    }
}

/// The mark of a form by what it can be.
pub(super) fn form_mark(form: &Form) -> Mark {
    let noun_form = form.verbs.iter().any(|verb| verb.noun_form.is_some());
    let verb = form.verbs.iter().any(|verb| verb.noun_form.is_none());
    match (form.noun.is_some(), verb, noun_form, !form.adjectives.is_empty()) {
        (true, true, _, _) => Mark::NounOrVerb,
        (true, false, _, true) => Mark::NounOrAdjective,
        (true, false, _, false) => Mark::Noun,
        (false, true, true, _) => Mark::NounFormOrVerb,
        (false, true, false, true) => Mark::VerbOrAdjective,
        (false, true, false, false) => Mark::Verb,
        (false, false, true, _) => Mark::NounForm,
        (false, false, false, true) => Mark::Adjective,
        (false, false, false, false) => Mark::Property,
    }
}
