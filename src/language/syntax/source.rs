//! Sources: what a query begins with.

use super::walk::{TokenWalk, span_of, unquoted, word};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::language::ast::{
    Clause, ClauseKind, CountOf, EndpointSyntax, Head, HeadKind, MatchSyntax, PathOption, PathsSyntax, Phrase,
    SourceSyntax, StageKind, StageSyntax, Text, Waypoint, WhySubjectSyntax, WhySyntax,
};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::model::{Best, CountBy};
use crate::text::Span;

impl Builder<'_> {
    /// A source, and the stage that its opening word means.
    pub(super) fn source(&mut self, node: RuleNode<'_>) -> Option<(SourceSyntax, Option<StageSyntax>)> {
        let rule = node.as_rule();
        if rule == Rule::set {
            return Some((SourceSyntax::Set(self.set(node)?), None));
        }
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        if rule != Rule::paths {
            walk.next();
        }
        let mut inner = node.clone().into_inner();
        let source = match rule {
            Rule::counted => {
                let set = self.set(inner.next()?)?;
                let kind = StageKind::Count(CountBy { of: CountOf::Rows, by: Vec::new() });
                return Some((SourceSyntax::Set(set), Some(StageSyntax { kind, span })));
            }
            Rule::ranked => {
                let count = self.row_count(&walk)?;
                let set = self.set(inner.next()?)?;
                let by = Some(self.key(inner.next()?)?);
                return Some((
                    SourceSyntax::Set(set),
                    Some(StageSyntax { kind: StageKind::Top(Best { count, by }), span }),
                ));
            }
            Rule::does => SourceSyntax::Does(self.question(inner, span)?),
            Rule::evidence => SourceSyntax::Evidence(self.phrase(inner.next()?)?),
            Rule::describe => self.describe(inner.next()?)?,
            Rule::resolve => SourceSyntax::Resolve(self.resolved(walk.next()?)),
            Rule::why => SourceSyntax::Why(self.why(walk, inner, span)?),
            Rule::paths => SourceSyntax::Paths(self.paths(walk, inner, span)?),
            Rule::neighbours => {
                let of = self.endpoint(inner.next()?)?;
                SourceSyntax::Neighbours { of, options: self.path_options(inner)?, span }
            }
            Rule::compare => self.compare(inner, span)?,
            Rule::match_ => SourceSyntax::Match(self.matched(walk, inner, span)?),
            Rule::conflicts => {
                let about = match inner.next() {
                    Some(set) => Some(self.set_as_phrase(set)?),
                    None => None,
                };
                SourceSyntax::Conflicts { about, span }
            }
            _ => return self.unknown_node(&node),
        };
        Some((source, None))
    }

    /// `does HEAD CLAUSES`; `is HEAD approved in X` asks for `approved HEAD in X`.
    pub(super) fn question(&mut self, mut nodes: RuleNodes<'_>, span: Span) -> Option<Phrase> {
        let head = nodes.next()?;
        let after_head = self.number_at(head.as_span().end());
        let mut head = self.head(head)?;
        let adjective = self.tagged.tokens.get(after_head).filter(|token| token.mark.is_adjective());
        let Some(adjective) = adjective else {
            return Some(Phrase { head, clauses: self.clauses(nodes)?, span });
        };
        head.adjectives.push(self.adjective(adjective)?);
        let mut clauses = Vec::new();
        if let Some(context) = nodes.next() {
            let span = self.span(&context);
            let kind = ClauseKind::Context(self.context(context)?);
            clauses.push(Clause { comma: false, connector: None, kind, span });
        }
        Some(Phrase { head, clauses, span })
    }

    pub(super) fn describe(&mut self, node: RuleNode<'_>) -> Option<SourceSyntax> {
        match node.as_rule() {
            Rule::names => Some(SourceSyntax::Describe { names: Some(self.names(node)?), word: None }),
            Rule::word => Some(SourceSyntax::Describe { names: None, word: Some(word(self.walk(&node).next()?)) }),
            _ => self.unknown_node(&node),
        }
    }

    pub(super) fn resolved(&self, token: &Token) -> Text {
        let Text { text, span } = self.text(token);
        let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        Text { text: if quoted { unquoted(&text) } else { text }, span }
    }

    pub(super) fn why(&mut self, mut walk: TokenWalk<'_>, mut nodes: RuleNodes<'_>, span: Span) -> Option<WhySyntax> {
        let negated = walk.has(Mark::Not);
        let subject = match walk.take(|mark| mark == Mark::Number) {
            Some(token) => WhySubjectSyntax::Row(self.number(token), token.span),
            None => WhySubjectSyntax::Name(self.name(&nodes.next()?)?),
        };
        let query = match nodes.next() {
            Some(query) => Some(Box::new(self.query(query)?)),
            None => None,
        };
        Some(WhySyntax { negated, subject, query, span })
    }

    pub(super) fn paths(
        &mut self,
        mut walk: TokenWalk<'_>,
        mut nodes: RuleNodes<'_>,
        span: Span,
    ) -> Option<PathsSyntax> {
        let all = walk.has(Mark::All);
        let shortest = walk.has(Mark::Shortest);
        let from = self.endpoint(nodes.next()?)?;
        let to = self.endpoint(nodes.next()?)?;
        Some(PathsSyntax { shortest, all, from, to, options: self.path_options(nodes)?, span })
    }

    pub(super) fn path_options(&mut self, nodes: RuleNodes<'_>) -> Option<Vec<PathOption>> {
        nodes.map(|node| self.path_option(node)).collect()
    }

    pub(super) fn path_option(&mut self, node: RuleNode<'_>) -> Option<PathOption> {
        match node.as_rule() {
            Rule::within => {
                let walk = self.walk(&node);
                Some(PathOption::Within(self.number_in(&walk)?, span_of(walk.tokens)))
            }
            Rule::via => Some(PathOption::Via(self.waypoints(node)?)),
            Rule::avoiding => Some(PathOption::Avoiding(self.waypoints(node)?)),
            Rule::context => Some(PathOption::Context(self.context(node)?)),
            Rule::filter => Some(PathOption::Filter(self.filter(node)?)),
            _ => self.unknown_node(&node),
        }
    }

    pub(super) fn waypoints(&mut self, node: RuleNode<'_>) -> Option<Vec<Waypoint>> {
        node.into_inner()
            .map(|node| match node.as_rule() {
                Rule::name => self.name(&node).map(Waypoint::Name),
                Rule::word => self.walk(&node).next().map(word).map(Waypoint::Word),
                _ => self.unknown_node(&node),
            })
            .collect()
    }

    pub(super) fn endpoint(&mut self, node: RuleNode<'_>) -> Option<EndpointSyntax> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        match inner.as_rule() {
            Rule::name => self.name(&inner).map(EndpointSyntax::Name),
            Rule::set => Some(EndpointSyntax::Set(Box::new(self.set(inner)?), span)),
            _ => self.unknown_node(&inner),
        }
    }

    pub(super) fn compare(&mut self, nodes: RuleNodes<'_>, span: Span) -> Option<SourceSyntax> {
        let (mut sides, mut by) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.as_rule() {
                Rule::endpoint => sides.push(self.endpoint(node)?),
                Rule::column => by.push(self.column(node)?),
                _ => return self.unknown_node(&node),
            }
        }
        Some(SourceSyntax::Compare { sides, by, span })
    }

    pub(super) fn matched(&mut self, mut walk: TokenWalk<'_>, nodes: RuleNodes<'_>, span: Span) -> Option<MatchSyntax> {
        let file = if walk.has(Mark::File) { walk.next().map(|token| self.text(token)) } else { None };
        let mut out = MatchSyntax { findings: Vec::new(), file, context: None, filters: Vec::new(), span };
        for node in nodes {
            match node.as_rule() {
                Rule::profile => out.findings.push(self.profile(node)?),
                Rule::context => out.context = Some(self.context(node)?),
                Rule::filter => out.filters.push(self.filter(node)?),
                _ => return self.unknown_node(&node),
            }
        }
        Some(out)
    }

    /// A set as one phrase: several phrases become a bracketed head.
    pub(super) fn set_as_phrase(&mut self, node: RuleNode<'_>) -> Option<Phrase> {
        let span = self.span(&node);
        let set = self.set(node)?;
        if set.rest.is_empty() {
            return Some(set.first);
        }
        let kind = HeadKind::Group { set: Box::new(set), stages: Vec::new() };
        let head = Head { determiner: None, adjectives: Vec::new(), kind, label: None, span };
        Some(Phrase { head, clauses: Vec::new(), span })
    }
}
