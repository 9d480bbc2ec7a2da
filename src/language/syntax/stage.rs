//! Stages, keys and columns.

use super::walk::{span_of, tidy, word};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::language::ast::{
    AggregateFunction, AggregateSyntax, ColumnKindSyntax, ColumnSyntax, CountOf, KeySyntax, RankBy, StageKind,
    StageSyntax, Word,
};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::model::StageName;
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn stage(&mut self, node: RuleNode<'_>) -> Option<StageSyntax> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let mut inner = node.into_inner();
        let first = walk.next()?;
        let Some(name) = first.mark.stage() else { return self.unknown_token(first) };
        let kind = match name {
            StageName::Count => StageKind::Count { of: self.count_of(inner.next()?)?, by: self.keys(inner)? },
            StageName::Group => self.group_stage(inner)?,
            StageName::Sort => StageKind::Sort(self.keys(inner)?),
            StageName::Top => {
                let count = self.number_in(&walk)?;
                let by = match inner.next() {
                    Some(key) => Some(self.key(key)?),
                    None => None,
                };
                StageKind::Top { count, by }
            }
            StageName::Bottom => StageKind::Bottom { count: self.number_in(&walk)?, by: self.key(inner.next()?)? },
            StageName::Limit => StageKind::Limit(self.number_in(&walk)?),
            StageName::Skip => StageKind::Skip(self.number_in(&walk)?),
            StageName::Show => StageKind::Show(inner.map(|node| self.column(node)).collect::<Option<_>>()?),
            StageName::Where => StageKind::Where(self.expression(inner.next()?)?),
            StageName::Distinct => StageKind::Distinct(self.keys(inner)?),
            StageName::Follow => {
                let verb = word(walk.next()?);
                let to = match inner.next() {
                    Some(head) => Some(self.head(head)?),
                    None => None,
                };
                StageKind::Follow { verb, to }
            }
            StageName::Rank => {
                let measure = walk.next()?;
                let Some(by) = RankBy::of(measure.mark) else { return self.unknown_token(measure) };
                StageKind::Rank(by)
            }
            StageName::As => StageKind::As(self.text(walk.next()?)),
            StageName::To => StageKind::To(self.text(walk.next()?)),
        };
        Some(StageSyntax { kind, span })
    }

    pub(super) fn group_stage(&mut self, nodes: RuleNodes<'_>) -> Option<StageKind> {
        let (mut by, mut aggregates) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.as_rule() {
                Rule::key => by.push(self.key(node)?),
                Rule::aggregate => aggregates.push(self.column(node)?),
                _ => return self.unknown_node(&node),
            }
        }
        Some(StageKind::Group { by, aggregates })
    }

    pub(super) fn keys(&mut self, nodes: RuleNodes<'_>) -> Option<Vec<KeySyntax>> {
        nodes.map(|node| self.key(node)).collect()
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
