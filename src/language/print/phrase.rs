//! Sets, phrases, heads and names.

use super::TextOut;
use crate::language::ast::{
    AdjectiveWord, Connector, Head, HeadKind, Joined, Name, NameText, Names, Phrase, SetExpression, Text,
};

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
            AdjectiveWord::Names(names) => {
                for (place, name) in names.iter().enumerate() {
                    if place > 0 {
                        self.put("or");
                    }
                    self.name(name);
                }
            }
        }
    }

    pub(super) fn alias(&mut self, label: Option<&Text>) {
        if let Some(label) = label {
            self.put("as");
            self.put(&label.text);
        }
    }

    pub(super) fn names(&mut self, names: &Names) {
        self.list(&names.list, |out, name| out.name(name));
    }

    /// A word at every joint.
    pub(super) fn list<T>(&mut self, list: &Joined<T>, mut write: impl FnMut(&mut Self, &T)) {
        self.joined(&list.alternatives, Connector::Or.word(), |out, all| {
            out.joined(all, Connector::And.word(), &mut write);
        });
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
