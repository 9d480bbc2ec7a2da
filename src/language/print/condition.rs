//! Filters and conditions.

use super::TextOut;
use crate::language::ast::{ColumnTestKind, ColumnTestSyntax, Expression, Filter, LevelTail, ValueSyntax};

impl TextOut<'_> {
    pub(super) fn filter(&mut self, filter: &Filter) {
        match filter {
            Filter::Where(expression, _) => {
                self.put("where");
                self.condition(expression);
            }
            Filter::Level { value, tail, .. } => {
                self.put("level");
                self.value(value);
                self.level_tail(tail);
            }
            Filter::Since(year, _) => {
                self.put("since");
                self.put(&year.to_string());
            }
            Filter::Before(year, _) => {
                self.put("before");
                self.put(&year.to_string());
            }
            Filter::IncludingContested(_) => self.put("including contested"),
            Filter::IncludingCombinations(_) => self.put("including combinations"),
        }
    }

    pub(super) fn level_tail(&mut self, tail: &LevelTail) {
        match tail {
            LevelTail::Exactly => {}
            LevelTail::OrBetter => self.put("or better"),
            LevelTail::OrWorse => self.put("or worse"),
            LevelTail::Or(values) => {
                for value in values {
                    self.put("or");
                    self.value(value);
                }
            }
        }
    }

    pub(super) fn value(&mut self, value: &ValueSyntax) {
        match value {
            ValueSyntax::Text { text, quoted: true, .. } => self.quoted(text),
            ValueSyntax::Text { text, .. } => self.put(text),
            ValueSyntax::Variable(name) => self.variable(name),
        }
    }

    pub(super) fn condition(&mut self, expression: &Expression) {
        self.expression(expression, Precedence::Or);
    }

    /// A condition, in brackets where it binds less tightly than its place asks.
    fn expression(&mut self, expression: &Expression, place: Precedence) {
        let binding = match expression {
            Expression::Or(_) => Precedence::Or,
            Expression::And(_) => Precedence::And,
            Expression::Not(_) | Expression::Leaf(_) => Precedence::Single,
        };
        let needs_brackets = binding < place;
        self.put_if(needs_brackets, "(");
        match expression {
            Expression::Not(inner) => {
                // `not not a` is no sentence.
                let is_twice = matches!(**inner, Expression::Not(_));
                self.put("not");
                self.put_if(is_twice, "(");
                self.expression(inner, Precedence::Single);
                if is_twice {
                    self.close(")");
                }
            }
            Expression::And(parts) => self.joined(parts, "and", |out, part| out.expression(part, Precedence::Single)),
            Expression::Or(parts) => self.joined(parts, "or", |out, part| out.expression(part, Precedence::And)),
            Expression::Leaf(test) => self.column_test(test),
        }
        if needs_brackets {
            self.close(")");
        }
    }

    fn column_test(&mut self, test: &ColumnTestSyntax) {
        self.column(&test.column);
        match &test.kind {
            ColumnTestKind::Compare(operator, value) => {
                self.put(operator.word());
                self.value(value);
            }
            ColumnTestKind::Between(low, high) => {
                self.put("between");
                self.value(low);
                self.put("and");
                self.value(high);
            }
            ColumnTestKind::In(values) => {
                self.put("in (");
                self.listed(values, |out, value| out.value(value));
                self.close(")");
            }
            ColumnTestKind::Missing { negated } => self.put(if *negated { "is not missing" } else { "is missing" }),
        }
    }
}

/// How tightly a condition binds, and how tightly its place needs it to bind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precedence {
    Or,
    And,
    Single,
}
