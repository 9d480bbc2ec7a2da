//! Filters and conditions.

use super::walk::{TokenWalk, span_of};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{ColumnTestKind, ColumnTestSyntax, Comparison, Expression, Filter, LevelTail, ValueSyntax};
use crate::language::marks::Mark;

impl Builder<'_> {
    pub(super) fn filter(&mut self, node: RuleNode<'_>) -> Option<Filter> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let mut inner = node.into_inner();
        match walk.mark()? {
            Mark::Where | Mark::With => Some(Filter::Where(self.expression(inner.next()?)?, span)),
            Mark::Since => Some(Filter::Since(self.year(&mut walk)?, span)),
            Mark::Before => Some(Filter::Before(self.year(&mut walk)?, span)),
            Mark::IncludingContested => Some(Filter::IncludingContested(span)),
            Mark::IncludingCombinations => Some(Filter::IncludingCombinations(span)),
            Mark::At | Mark::Level => {
                let value = self.value(&inner.next()?)?;
                let others = self.values(inner)?;
                let tail = match walk.tokens.last()?.mark {
                    Mark::OrBetter => LevelTail::OrBetter,
                    Mark::OrWorse => LevelTail::OrWorse,
                    _ if others.is_empty() => LevelTail::Exactly,
                    _ => LevelTail::Or(others),
                };
                Some(Filter::Level { value, tail, span })
            }
            _ => self.unknown_token(walk.next()?),
        }
    }

    pub(super) fn year(&mut self, walk: &mut TokenWalk<'_>) -> Option<i64> {
        let token = walk.find(Mark::Number)?;
        let year = i64::try_from(self.number(token)).ok();
        if year.is_none() {
            self.faults.push(Diagnostic::error(Code::WrongValue, token.span, "this number is too large"));
        }
        year
    }

    pub(super) fn value(&self, node: &RuleNode<'_>) -> Option<ValueSyntax> {
        let token = self.walk(node).next()?;
        let written = self.text(token);
        Some(match token.mark {
            Mark::Variable => ValueSyntax::Variable(written),
            // Any other run is its text, whatever else it could be.
            mark => ValueSyntax::Text { text: written.text, quoted: mark == Mark::Quoted, span: written.span },
        })
    }

    pub(super) fn values(&self, nodes: RuleNodes<'_>) -> Option<Vec<ValueSyntax>> {
        nodes.map(|node| self.value(&node)).collect()
    }

    /// `either`, `both`, `negation` or `test`.
    pub(super) fn expression(&mut self, node: RuleNode<'_>) -> Option<Expression> {
        let join = match node.as_rule() {
            Rule::test => return self.test(node),
            Rule::negation => {
                let negated = self.expression(node.into_inner().next()?)?;
                return Some(Expression::negation(negated));
            }
            Rule::either => Expression::any,
            Rule::both => Expression::all,
            _ => return self.unknown_node(&node),
        };
        node.into_inner().map(|node| self.expression(node)).collect::<Option<Vec<_>>>().map(join)
    }

    pub(super) fn test(&mut self, node: RuleNode<'_>) -> Option<Expression> {
        let mut inner = node.into_inner();
        let column = self.column(inner.next()?)?;
        let operator = inner.next()?;
        let mut walk = self.walk(&operator);
        let kind = match operator.as_rule() {
            Rule::comparison => {
                let sign = walk.next()?;
                let Some(operator) = Comparison::of(sign.mark) else { return self.unknown_token(sign) };
                ColumnTestKind::Compare(operator, self.value(&inner.next()?)?)
            }
            Rule::between => {
                let mut values = operator.into_inner();
                ColumnTestKind::Between(self.value(&values.next()?)?, self.value(&values.next()?)?)
            }
            Rule::one_of => ColumnTestKind::In(self.values(operator.into_inner())?),
            Rule::missing => ColumnTestKind::Missing { negated: walk.find(Mark::Not).is_some() },
            _ => return self.unknown_node(&operator),
        };
        Some(Expression::Leaf(ColumnTestSyntax { column, kind }))
    }
}
