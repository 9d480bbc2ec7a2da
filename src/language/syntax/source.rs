//! Sources: what a query begins with.

use super::walk::{TokenWalk, span_of, unquoted, word};
use super::{Builder, Rule, RuleNode, RuleNodes};
use crate::language::ast::{
    Clause, ClauseKind, CompareSyntax, CountOf, DescribedSyntax, EndpointSyntax, Head, HeadKind, MatchSyntax,
    NeighboursSyntax, PathOption, PathsSyntax, Phrase, SetExpression, SourceSyntax, StageKind, StageSyntax,
    SyntaxParts, Text, Waypoint, WhySubjectSyntax, WhySyntax,
};
use crate::language::marks::Mark;
use crate::language::tagger::Token;
use crate::model::{Best, CountBy, SOURCES, SourceKind, SourceReader, SourceRow};
use crate::text::Span;
use std::sync::LazyLock;

/// The rule of each source.
static SOURCE_RULES: LazyLock<Vec<(Rule, SourceKind)>> = LazyLock::new(|| {
    let rule = |row: &SourceRow| Rule::all_rules().iter().find(|rule| format!("{rule:?}") == row.rule);
    SOURCES.iter().filter_map(|row| Some((*rule(row)?, row.kind))).collect()
});

impl Builder<'_> {
    /// A source, and the stage that its opening word means.
    pub(super) fn source(&mut self, node: RuleNode<'_>) -> Option<(SourceSyntax, Option<StageSyntax>)> {
        let rule = node.as_rule();
        if matches!(rule, Rule::counted | Rule::ranked) {
            let (set, stage) = self.set_with_stage(node)?;
            return Some((SourceSyntax::Set(set), Some(stage)));
        }
        let kind = SOURCE_RULES.iter().find(|(known, _)| *known == rule);
        let Some(&(_, kind)) = kind else { return self.unknown_node(&node) };
        let (walk, inner) = (self.walk(&node), node.clone().into_inner());
        let source = SourceSyntax::read(kind, &mut SourceNode { builder: self, node, walk, inner })?;
        Some((source, None))
    }

    /// `count SET`, `how many SET`, `top 5 SET by KEY`
    fn set_with_stage(&mut self, node: RuleNode<'_>) -> Option<(SetExpression, StageSyntax)> {
        let walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let is_ranked = node.as_rule() == Rule::ranked;
        let mut inner = node.into_inner();
        let set = self.set(inner.next()?)?;
        let kind = if is_ranked {
            StageKind::Top(Best { count: self.row_count(&walk)?, by: Some(self.key(inner.next()?)?) })
        } else {
            StageKind::Count(CountBy { of: CountOf::Rows, by: Vec::new() })
        };
        Some((set, StageSyntax { kind, span }))
    }

    /// `does HEAD CLAUSES`; `is HEAD approved in X` asks for `approved HEAD in X`.
    fn question(&mut self, mut nodes: RuleNodes<'_>, span: Span) -> Option<Phrase> {
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

    fn resolved(&self, token: &Token) -> Text {
        let Text { text, span } = self.text(token);
        let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        Text { text: if quoted { unquoted(&text) } else { text }, span }
    }

    fn path_options(&mut self, nodes: RuleNodes<'_>) -> Option<Vec<PathOption>> {
        nodes.map(|node| self.path_option(node)).collect()
    }

    fn path_option(&mut self, node: RuleNode<'_>) -> Option<PathOption> {
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

    fn waypoints(&mut self, node: RuleNode<'_>) -> Option<Vec<Waypoint>> {
        node.into_inner()
            .map(|node| match node.as_rule() {
                Rule::name => self.name(&node).map(Waypoint::Name),
                Rule::word => self.walk(&node).next().map(word).map(Waypoint::Word),
                _ => self.unknown_node(&node),
            })
            .collect()
    }

    fn endpoint(&mut self, node: RuleNode<'_>) -> Option<EndpointSyntax> {
        let inner = node.into_inner().next()?;
        match inner.as_rule() {
            Rule::name => self.name(&inner).map(EndpointSyntax::Name),
            Rule::group => self.bracket(inner).map(|(set, stages)| EndpointSyntax::Set(set, stages)),
            _ => self.unknown_node(&inner),
        }
    }

    /// A set as one phrase: several phrases become a bracketed head.
    fn set_as_phrase(&mut self, node: RuleNode<'_>) -> Option<Phrase> {
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

/// What a source is given.
struct SourceNode<'b, 'a, 'i> {
    builder: &'b mut Builder<'a>,
    node: RuleNode<'i>,
    walk: TokenWalk<'a>,
    inner: RuleNodes<'i>,
}

impl SourceReader<SyntaxParts> for SourceNode<'_, '_, '_> {
    fn set(&mut self) -> Option<SetExpression> {
        self.builder.set(self.node.clone())
    }

    fn question(&mut self) -> Option<Phrase> {
        self.builder.question(self.inner.clone(), span_of(self.walk.tokens))
    }

    fn phrase(&mut self) -> Option<Phrase> {
        self.builder.phrase(self.inner.next()?)
    }

    fn described(&mut self) -> Option<DescribedSyntax> {
        let node = self.inner.next()?;
        match node.as_rule() {
            Rule::names => self.builder.names(node).map(DescribedSyntax::Names),
            Rule::word => self.builder.walk(&node).next().map(word).map(DescribedSyntax::Word),
            _ => self.builder.unknown_node(&node),
        }
    }

    fn name(&mut self) -> Option<Text> {
        self.walk.next();
        Some(self.builder.resolved(self.walk.next()?))
    }

    fn why(&mut self) -> Option<WhySyntax> {
        let span = span_of(self.walk.tokens);
        self.walk.next();
        let negated = self.walk.has(Mark::Not);
        let subject = match self.walk.take(|mark| mark == Mark::Number) {
            Some(token) => WhySubjectSyntax::Row(self.builder.number(token), token.span),
            None => WhySubjectSyntax::Name(self.builder.name(&self.inner.next()?)?),
        };
        let query = match self.inner.next() {
            Some(query) => Some(Box::new(self.builder.query(query)?)),
            None => None,
        };
        Some(WhySyntax { negated, subject, query, span })
    }

    fn paths(&mut self) -> Option<PathsSyntax> {
        let all = self.walk.has(Mark::All);
        let shortest = self.walk.has(Mark::Shortest);
        let from = self.builder.endpoint(self.inner.next()?)?;
        let to = self.builder.endpoint(self.inner.next()?)?;
        Some(PathsSyntax { shortest, all, from, to, options: self.builder.path_options(self.inner.clone())? })
    }

    fn neighbours(&mut self) -> Option<NeighboursSyntax> {
        let of = self.builder.endpoint(self.inner.next()?)?;
        Some(NeighboursSyntax { of, options: self.builder.path_options(self.inner.clone())? })
    }

    fn compare(&mut self) -> Option<CompareSyntax> {
        let (mut sides, mut by) = (Vec::new(), Vec::new());
        for node in self.inner.by_ref() {
            match node.as_rule() {
                Rule::endpoint => sides.push(self.builder.endpoint(node)?),
                Rule::column => by.push(self.builder.column(node)?),
                _ => return self.builder.unknown_node(&node),
            }
        }
        Some(CompareSyntax { sides, by })
    }

    fn findings(&mut self) -> Option<MatchSyntax> {
        self.walk.next();
        let file =
            if self.walk.has(Mark::File) { self.walk.next().map(|token| self.builder.text(token)) } else { None };
        let mut out = MatchSyntax { findings: Vec::new(), file, context: None, filters: Vec::new() };
        for node in self.inner.by_ref() {
            match node.as_rule() {
                Rule::profile => out.findings.push(self.builder.profile(node)?),
                Rule::context => out.context = Some(self.builder.context(node)?),
                Rule::filter => out.filters.push(self.builder.filter(node)?),
                _ => return self.builder.unknown_node(&node),
            }
        }
        Some(out)
    }

    fn about(&mut self) -> Option<Option<Phrase>> {
        match self.inner.next() {
            Some(set) => self.builder.set_as_phrase(set).map(Some),
            None => Some(None),
        }
    }
}
