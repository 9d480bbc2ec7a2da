//! Sets, phrases, heads and names.

use super::TextOut;
use crate::language::ast::{AdjectiveWord, Head, HeadKind, Name, NameText, Names, Phrase, SetExpression, Text};

impl TextOut<'_> {
    pub(super) fn set(&mut self, set: &SetExpression) {
        self.phrase(&set.first);
        for (operator, _, phrase) in &set.rest {
            self.put(operator.word());
            self.phrase(phrase);
        }
    }

    pub(super) fn phrase(&mut self, phrase: &Phrase) {
        self.head(&phrase.head);
        self.clauses(&phrase.clauses);
    }

    pub(super) fn head(&mut self, head: &Head) {
        self.head_with(&head.adjectives, head);
    }

    pub(super) fn head_with(&mut self, adjectives: &[AdjectiveWord], head: &Head) {
        for adjective in adjectives {
            self.adjective(adjective);
        }
        match &head.kind {
            HeadKind::What => self.put("what"),
            HeadKind::Noun { noun, names } => {
                self.word(noun);
                if let Some(names) = names {
                    self.names(names);
                }
            }
            HeadKind::NounForm { form, object } => {
                self.word(form);
                self.object(object);
            }
            HeadKind::Names(names) => self.names(names),
            HeadKind::Group { set, stages } => {
                self.put("(");
                self.set(set);
                self.stages(stages);
                self.close(")");
            }
        }
        self.alias(head.label.as_ref());
    }

    pub(super) fn adjective(&mut self, adjective: &AdjectiveWord) {
        match adjective {
            AdjectiveWord::Form(word) => self.word(word),
            AdjectiveWord::Name(name) => self.name(name),
        }
    }

    pub(super) fn alias(&mut self, label: Option<&Text>) {
        if let Some(label) = label {
            self.put("as");
            self.put(&label.text);
        }
    }

    /// One word at every joint; where the list has both words, commas first and then the words.
    pub(super) fn names(&mut self, names: &Names) {
        let joints = names.items.len().saturating_sub(1);
        let commas = if names.mixed.is_empty() { 0 } else { joints.saturating_sub(names.mixed.len()) };
        for (i, name) in names.items.iter().enumerate() {
            let mixed = i.checked_sub(commas + 1).and_then(|word| names.mixed.get(word));
            match mixed {
                Some((connector, _)) => self.put(connector.word()),
                None if i == 0 => {}
                None if i <= commas => self.close(","),
                None => self.put(names.connector.word()),
            }
            self.name(name);
        }
    }

    pub(super) fn name(&mut self, name: &Name) {
        self.put_if(name.exactly, "exactly");
        if let Some(kind) = &name.kind {
            self.put(&kind.text);
            self.close(":");
        }
        match &name.text {
            NameText::Known { text, quoted: true, .. } | NameText::Unknown { text, quoted: true, .. } => {
                self.quoted(text)
            }
            NameText::Known { text, .. } | NameText::Unknown { text, .. } => self.put(text),
            NameText::Variable(name) => self.variable(name),
            NameText::Label(label) => self.put(&label.text),
        }
        if let Some(noun) = &name.noun_after {
            self.word(noun);
        }
        self.put_if(name.or_broader, "or broader");
    }
}
