//! Stages, keys and columns.

use super::walk::{TokenWalk, span_of, tidy, word};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::language::ast::{
    AggregateFunction, AggregateSyntax, ColumnKindSyntax, ColumnSyntax, CountOf, Expression, GoalSyntax, KeySyntax,
    RankBy, StageKind, StageSyntax, SyntaxParts, Text, Word,
};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::model::{Best, CountBy, GroupBy, StageReader};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn stage(&mut self, node: RuleNode<'_>) -> Option<StageSyntax> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let inner = node.into_inner();
        let first = walk.next()?;
        let Some(name) = first.mark.stage() else { return self.unknown_token(first) };
        let kind = StageKind::read(name, &mut StageNode { builder: self, walk, inner })?;
        Some(StageSyntax { kind, span })
    }

    /// A number of rows; more than there can be are all.
    pub(super) fn row_count(&mut self, walk: &TokenWalk<'_>) -> Option<usize> {
        Some(usize::try_from(self.number_in(walk)?).unwrap_or(usize::MAX))
    }

    pub(super) fn key(&mut self, node: RuleNode<'_>) -> Option<KeySyntax> {
        let ascending = match self.walk(&node).tokens.last()?.mark {
            Mark::Ascending => Some(true),
            Mark::Descending => Some(false),
            _ => None,
        };
        Some(KeySyntax { column: self.column(node.into_inner().next()?)?, ascending })
    }

    pub(super) fn column(&mut self, node: RuleNode<'_>) -> Option<ColumnSyntax> {
        let tokens = self.walk(&node).tokens;
        let kind = self.cell(node.into_inner().next()?)?;
        Some(ColumnSyntax { kind, alias: self.label(tokens), span: span_of(tokens) })
    }

    pub(super) fn cell(&mut self, node: RuleNode<'_>) -> Option<ColumnKindSyntax> {
        let first = self.walk(&node).next()?;
        match node.as_rule() {
            Rule::count_of => Some(ColumnKindSyntax::Aggregate(AggregateSyntax::Count(self.count_of(node)?))),
            Rule::over => {
                let Some(function) = AggregateFunction::of(first.mark) else { return self.unknown_token(first) };
                let column = Box::new(self.column(node.into_inner().next()?)?);
                Some(ColumnKindSyntax::Aggregate(AggregateSyntax::Over { function, column }))
            }
            Rule::word if first.mark == Mark::Member => self.member(first),
            Rule::word => Some(ColumnKindSyntax::Word(word(first), self.text(first).text)),
            _ => self.unknown_node(&node),
        }
    }

    pub(super) fn member(&self, token: &Token) -> Option<ColumnKindSyntax> {
        let (of, property) = token.span.of(self.text).split_once('.')?;
        let point = token.span.start + of.len() as u32;
        Some(ColumnKindSyntax::Member {
            of: Word { form: token.form, span: Span::new(token.span.start, point) },
            of_text: tidy(of),
            property: property.to_owned(),
            property_span: Span::new(point + 1, token.span.end),
        })
    }

    pub(super) fn count_of(&mut self, node: RuleNode<'_>) -> Option<CountOf> {
        let of = self.walk(&node).tokens.get(1);
        Some(match of {
            None => CountOf::Rows,
            Some(token) if token.mark == Mark::Paths => CountOf::Paths,
            Some(token) if token.mark == Mark::Evidence => CountOf::Evidence,
            Some(token) => CountOf::Noun(word(token), self.text(token).text),
        })
    }
}

/// What follows the word of a stage.
struct StageNode<'b, 'a, 'i> {
    builder: &'b mut Builder<'a>,
    walk: TokenWalk<'a>,
    inner: RuleNodes<'i>,
}

impl StageReader<SyntaxParts> for StageNode<'_, '_, '_> {
    fn counted(&mut self) -> Option<CountBy<SyntaxParts>> {
        let of = self.builder.count_of(self.inner.next()?)?;
        Some(CountBy { of, by: self.keys()? })
    }

    fn grouped(&mut self) -> Option<GroupBy<SyntaxParts>> {
        let (mut by, mut numbers) = (Vec::new(), Vec::new());
        for node in self.inner.by_ref() {
            match node.as_rule() {
                Rule::key => by.push(self.builder.key(node)?),
                Rule::aggregate => numbers.push(self.builder.column(node)?),
                _ => return self.builder.unknown_node(&node),
            }
        }
        Some(GroupBy { by, numbers })
    }

    fn keys(&mut self) -> Option<Vec<KeySyntax>> {
        self.inner.by_ref().map(|node| self.builder.key(node)).collect()
    }

    fn best(&mut self) -> Option<Best<SyntaxParts>> {
        let count = self.number()?;
        let by = match self.inner.next() {
            Some(key) => Some(self.builder.key(key)?),
            None => None,
        };
        Some(Best { count, by })
    }

    fn number(&mut self) -> Option<usize> {
        self.builder.row_count(&self.walk)
    }

    fn columns(&mut self) -> Option<Vec<ColumnSyntax>> {
        self.inner.by_ref().map(|node| self.builder.column(node)).collect()
    }

    fn test(&mut self) -> Option<Expression> {
        self.builder.expression(self.inner.next()?)
    }

    fn goal(&mut self) -> Option<GoalSyntax> {
        let verb = word(self.walk.next()?);
        let to = match self.inner.next() {
            Some(head) => Some(self.builder.head(head)?),
            None => None,
        };
        Some(GoalSyntax { verb, to })
    }

    fn measure(&mut self) -> Option<RankBy> {
        let measure = self.walk.next()?;
        RankBy::of(measure.mark).or_else(|| self.builder.unknown_token(measure))
    }

    fn format(&mut self) -> Option<Text> {
        Some(self.builder.text(self.walk.next()?))
    }

    fn file(&mut self) -> Option<Text> {
        Some(self.builder.text(self.walk.next()?))
    }
}
