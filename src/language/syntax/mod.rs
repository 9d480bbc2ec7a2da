//! pest's pairs → syntax tree. Sugar becomes plain tree here: `count drugs …` is `drugs … | count`.
//!
//! The grammar has accepted the line, so every shape below is there. Where grammar and program
//! disagree nothing is guessed: a function gives `None`, and the sentence is refused with an
//! internal error. The tests compare every list of words with the grammar.

mod walk;
mod source;
mod phrase;
mod name;
mod clause;
mod condition;
mod stage;

use super::ast::{Expectation, QuerySyntax, StageSyntax, Statement, StatementKind, Text};
use super::marks::Mark;
use super::tagger::{Tagged, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use pest::Parser;
use pest::iterators::{Pair, Pairs};
use walk::{TokenWalk, span_of, tidy, unquoted};

// The derive makes an enum of all rules that cannot carry doc comments.
#[allow(missing_docs)]
mod grammar {
    /// The parser that pest makes of the grammar.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/query.pest"]
    pub struct Grammar;
}
pub(super) use grammar::{Grammar, Rule};

/// What pest says where it cannot go on.
pub(super) type Refusal = pest::error::Error<Rule>;
type RuleNode<'i> = Pair<'i, Rule>;
type RuleNodes<'i> = Pairs<'i, Rule>;

/// Runs the grammar over a tagged line.
pub(super) fn parse_line(line: &str) -> Result<RuleNodes<'_>, Box<Refusal>> {
    Grammar::parse(Rule::statement, line).map_err(Box::new)
}

/// The tree of one accepted statement.
pub(super) fn build(text: &str, tagged: &Tagged, nodes: RuleNodes<'_>) -> Result<Statement, Vec<Diagnostic>> {
    let mut builder = Builder { text, tagged, faults: Vec::new() };
    let statement = builder.statement(nodes);
    match statement {
        Some(statement) if builder.faults.is_empty() => Ok(statement),
        Some(_) | None => {
            if builder.faults.is_empty() {
                builder.internal_error(builder.whole(), "the sentence");
            }
            Err(builder.faults)
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    tagged: &'a Tagged,
    faults: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    /// The grammar accepts something here that the program has no meaning for.
    fn internal_error(&mut self, span: Span, what: &str) {
        let message = format!("internal error: the grammar accepts {what}, but the program does not know it");
        self.faults.push(Diagnostic::error(Code::Syntax, span, message).help("please report this sentence"));
    }

    /// Refuses a node whose rule has no meaning in its place.
    fn unknown_node<T>(&mut self, node: &RuleNode<'_>) -> Option<T> {
        self.internal_error(self.span(node), &format!("the rule {:?}", node.as_rule()));
        None
    }

    /// Refuses a token whose mark has no meaning in its place.
    fn unknown_token<T>(&mut self, token: &Token) -> Option<T> {
        self.internal_error(token.span, &format!("the word `{}`", token.mark.text()));
        None
    }

    /// Number of the token at an offset of the tagged line.
    fn number_at(&self, offset: usize) -> usize {
        self.tagged.token_at.get(offset).map_or(self.tagged.tokens.len(), |&number| number as usize)
    }

    /// The tokens of a node.
    fn walk(&self, node: &RuleNode<'_>) -> TokenWalk<'a> {
        let place = node.as_span();
        let range = self.number_at(place.start())..self.number_at(place.end());
        TokenWalk { tokens: self.tagged.tokens.get(range).unwrap_or(&[]) }
    }

    /// The place of a node in the text.
    fn span(&self, node: &RuleNode<'_>) -> Span {
        span_of(self.walk(node).tokens)
    }

    fn whole(&self) -> Span {
        span_of(&self.tagged.tokens)
    }

    /// A run as text: without quotes, dollar sign or odd white space.
    fn text(&self, token: &Token) -> Text {
        let written = token.span.of(self.text);
        let text = match token.mark {
            Mark::Quoted => unquoted(written),
            Mark::Variable => written.trim_start_matches('$').to_owned(),
            _ => tidy(written),
        };
        Text { text, span: token.span }
    }

    fn number(&mut self, token: &Token) -> u64 {
        let number = token.span.of(self.text).parse();
        if number.is_err() {
            self.faults.push(Diagnostic::error(Code::WrongValue, token.span, "this number is too large"));
        }
        number.unwrap_or(0)
    }

    /// The first number of a node.
    fn number_in(&mut self, walk: &TokenWalk<'_>) -> Option<u64> {
        Some(self.number(walk.find(Mark::Number)?))
    }

    fn statement(&mut self, mut nodes: RuleNodes<'_>) -> Option<Statement> {
        let node = nodes.next()?;
        let span = self.whole();
        let rule = node.as_rule();
        if rule == Rule::query {
            return Some(Statement { kind: StatementKind::Query(self.query(node)?), span });
        }
        let mut walk = self.walk(&node);
        walk.next();
        let mut inner = node.clone().into_inner();
        let kind = match rule {
            Rule::let_ => StatementKind::Let { name: self.text(walk.next()?), query: self.query(inner.next()?)? },
            Rule::param => {
                let name = self.text(walk.next()?);
                let value = inner.next().and_then(|node| self.value(&node));
                StatementKind::Param { name, value }
            }
            Rule::setting => {
                let name = self.text(walk.next()?);
                StatementKind::Set { name, value: self.text(walk.tokens.last()?) }
            }
            Rule::open => StatementKind::Use(self.text(walk.next()?)),
            Rule::run => StatementKind::Run(self.text(walk.next()?)),
            Rule::topic => StatementKind::Show(self.text(walk.next()?)),
            Rule::explain => StatementKind::Explain(self.query(inner.next()?)?),
            Rule::profiled => StatementKind::Profile(self.query(inner.next()?)?),
            Rule::expect => StatementKind::Expect(self.expectation(walk, inner.next())?),
            _ => return self.unknown_node(&node),
        };
        Some(Statement { kind, span })
    }

    fn expectation(&mut self, mut walk: TokenWalk<'_>, name: Option<RuleNode<'_>>) -> Option<Expectation> {
        match name {
            Some(name) => Some(Expectation::Name { negated: walk.has(Mark::Not), name: self.name(&name)? }),
            None => {
                let span = span_of(walk.tokens);
                Some(Expectation::Rows { quantifier: self.quantifier(&mut walk)?, span })
            }
        }
    }

    fn query(&mut self, node: RuleNode<'_>) -> Option<QuerySyntax> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let (source, sugar) = self.source(inner.next()?)?;
        let mut stages: Vec<StageSyntax> = sugar.into_iter().collect();
        for stage in inner {
            stages.push(self.stage(stage)?);
        }
        Some(QuerySyntax { source, stages, span })
    }
}
