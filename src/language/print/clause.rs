//! Clauses and what they lead to.

use super::TextOut;
use crate::language::ast::{Clause, ClauseKind, Context, Head, HeadKind, Object, Profile, QuantifierSyntax, Relation};

impl TextOut<'_> {
    pub(super) fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.clause(clause);
        }
    }

    pub(super) fn clause(&mut self, clause: &Clause) {
        if clause.comma {
            self.close(",");
        }
        if let Some((connector, _)) = clause.connector {
            self.put(connector.word());
        }
        let [open, close] = self.printer.clause;
        if !open.is_empty() {
            self.put(open);
        }
        match &clause.kind {
            ClauseKind::Group { negated, clauses } => {
                self.put_if(*negated, "not");
                self.put("(");
                self.clauses(clauses);
                self.close(")");
            }
            ClauseKind::Relation(relation) => self.relation(relation),
            ClauseKind::Context(context) => self.context(context),
            ClauseKind::Without(object) => {
                self.put("without");
                self.object(object);
            }
            ClauseKind::Filter(filter) => self.filter(filter),
        }
        self.close(close);
    }

    pub(super) fn relation(&mut self, relation: &Relation) {
        self.put_if(relation.negated, "not");
        self.list(&relation.verbs, |out, verb| out.word(verb));
        self.object(&relation.object);
    }

    pub(super) fn object(&mut self, object: &Object) {
        match object {
            Object::Quantified { quantifier, head, .. } => {
                self.quantifier(*quantifier);
                self.head(head);
            }
            Object::Profile(profile) => {
                self.put("(");
                self.literals(profile);
                self.close(")");
            }
            // In brackets, so that no connector after it can seem to belong to the list.
            Object::Head(Head { kind: HeadKind::Names(names), adjectives, label: None, .. })
                if names.single().is_none() && adjectives.is_empty() =>
            {
                self.put("(");
                self.names(names);
                self.close(")");
            }
            Object::Head(head) => self.head(head),
        }
    }

    pub(super) fn quantifier(&mut self, quantifier: QuantifierSyntax) {
        match quantifier {
            QuantifierSyntax::AtLeast(number) => self.put_number("at least", number),
            QuantifierSyntax::AtMost(number) => self.put_number("at most", number),
            QuantifierSyntax::Exactly(number) => self.put_number("exactly", number),
            QuantifierSyntax::MoreThan(number) => self.put_number("more than", number),
            QuantifierSyntax::FewerThan(number) => self.put_number("fewer than", number),
            QuantifierSyntax::No => self.put("no"),
            QuantifierSyntax::Only => self.put("only"),
            QuantifierSyntax::Every => self.put("every"),
        }
    }

    pub(super) fn literals(&mut self, profile: &Profile) {
        self.joined(&profile.literals, "and", |out, literal| {
            out.put_if(literal.negated, "not");
            let is_group = literal.alternatives.len() > 1;
            out.put_if(is_group, "(");
            out.joined(&literal.alternatives, "or", |out, name| out.name(name));
            if is_group {
                out.close(")");
            }
        });
    }

    pub(super) fn context(&mut self, context: &Context) {
        self.put_if(context.negated, "not");
        let written = context.preposition.of(self.printer.text);
        self.put(if written.eq_ignore_ascii_case("for") { "for" } else { "in" });
        self.object(&context.object);
    }
}
