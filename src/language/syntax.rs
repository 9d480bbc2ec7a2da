//! pest's pairs → syntax tree. Sugar becomes plain tree here: `count drugs …` is `drugs … | count`.
//!
//! The grammar has accepted the line, so every shape below is there; a function gives `None` only
//! where grammar and this file disagree, which the tests of both exclude.

use super::ast::*;
use super::tagger::{Tagged, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use pest::Parser;
use pest::iterators::{Pair, Pairs};

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
pub(super) type Failure = pest::error::Error<Rule>;
type Node<'i> = Pair<'i, Rule>;
type Nodes<'i> = Pairs<'i, Rule>;

/// Runs the grammar over a tagged line.
pub(super) fn parse_line(line: &str) -> Result<Nodes<'_>, Box<Failure>> {
    Grammar::parse(Rule::statement, line).map_err(Box::new)
}

/// The tree of one accepted statement.
pub(super) fn build(text: &str, tagged: &Tagged, nodes: Nodes<'_>) -> Result<Statement, Vec<Diagnostic>> {
    let mut builder = Builder { text, tagged, faults: Vec::new() };
    let statement = builder.statement(nodes);
    match statement {
        Some(statement) if builder.faults.is_empty() => Ok(statement),
        Some(_) | None => {
            if builder.faults.is_empty() {
                let message = "this sentence cannot be read";
                builder.faults.push(Diagnostic::error(Code::Syntax, builder.whole(), message));
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

/// White space inside a run is one space.
fn tidy(text: &str) -> String {
    if text.contains(|letter: char| letter.is_whitespace() && letter != ' ') || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// The text of a quoted piece.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains('"') { inner.replace("\"\"", "\"") } else { inner.to_owned() }
}

/// The tokens of a node, walked from its first on.
struct Walk<'a> {
    tokens: &'a [Token],
}

impl<'a> Walk<'a> {
    /// The mark of the next token; empty behind the last.
    fn mark(&self) -> &'static str {
        self.tokens.first().map_or("", |token| token.mark)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Whether the next token has this mark; goes past it if so.
    fn has(&mut self, mark: &str) -> bool {
        let has = self.mark() == mark;
        if has {
            self.next();
        }
        has
    }

    /// Goes past the next token if its mark is one of these.
    fn take(&mut self, marks: &[&str]) -> Option<&'a Token> {
        if marks.contains(&self.mark()) { self.next() } else { None }
    }

    /// The first token with this mark.
    fn find(&self, mark: &str) -> Option<&'a Token> {
        self.tokens.iter().find(|token| token.mark == mark)
    }
}

const NOUNS: &[&str] = &["N", "NV", "NA"];
const ADJECTIVES: &[&str] = &["A", "AN", "VA"];
const DETERMINERS: &[&str] = &["the", "any", "all", "some", "a", "which"];
const CONNECTORS: &[&str] = &["and", "or", "but"];

impl<'a> Builder<'a> {
    fn number_at(&self, offset: usize) -> usize {
        self.tagged.token_at.get(offset).map_or(self.tagged.tokens.len(), |&number| number as usize)
    }

    /// The tokens of a node.
    fn walk(&self, node: &Node<'_>) -> Walk<'a> {
        let place = node.as_span();
        let range = self.number_at(place.start())..self.number_at(place.end());
        Walk { tokens: self.tagged.tokens.get(range).unwrap_or(&[]) }
    }

    /// Where a node stands in the text.
    fn span(&self, node: &Node<'_>) -> Span {
        span_of(self.walk(node).tokens)
    }

    fn whole(&self) -> Span {
        span_of(&self.tagged.tokens)
    }

    /// A run as text: without quotes, dollar sign or odd white space.
    fn text(&self, token: &Token) -> Text {
        let written = token.span.of(self.text);
        let text = match token.mark {
            "Q" => unquoted(written),
            "$" => written.trim_start_matches('$').to_owned(),
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
    fn number_in(&mut self, walk: &Walk<'_>) -> Option<u64> {
        Some(self.number(walk.find("#")?))
    }

    fn statement(&mut self, mut nodes: Nodes<'_>) -> Option<Statement> {
        let node = nodes.next()?;
        let span = self.whole();
        let rule = node.as_rule();
        if rule == Rule::query {
            return Some(Statement { kind: StatementKind::Query(self.query(node)?), span });
        }
        let mut walk = self.walk(&node);
        walk.next();
        let mut inner = node.into_inner();
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
            _ => return None,
        };
        Some(Statement { kind, span })
    }

    fn expectation(&mut self, mut walk: Walk<'_>, name: Option<Node<'_>>) -> Option<Expectation> {
        match name {
            Some(name) => Some(Expectation::Name { negated: walk.has("not"), name: self.name(&name)? }),
            None => {
                let span = span_of(walk.tokens);
                Some(Expectation::Rows { quantifier: self.quantifier(&mut walk)?, span })
            }
        }
    }

    /// `at least 3`, `no`; a number alone means exactly that many.
    fn quantifier(&mut self, walk: &mut Walk<'_>) -> Option<Quantifier> {
        let first = walk.next()?;
        let number = match first.mark {
            "no" => return Some(Quantifier::No),
            "only" => return Some(Quantifier::Only),
            "every" => return Some(Quantifier::Every),
            "#" => self.number(first),
            _ => self.number(walk.next()?),
        };
        match first.mark {
            "at_least" => Some(Quantifier::AtLeast(number)),
            "at_most" => Some(Quantifier::AtMost(number)),
            "more_than" => Some(Quantifier::MoreThan(number)),
            "fewer_than" => Some(Quantifier::FewerThan(number)),
            "exactly" | "#" => Some(Quantifier::Exactly(number)),
            _ => None,
        }
    }

    fn query(&mut self, node: Node<'_>) -> Option<Query> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let (source, sugar) = self.source(inner.next()?)?;
        let mut stages: Vec<Stage> = sugar.into_iter().collect();
        for stage in inner {
            stages.push(self.stage(stage)?);
        }
        Some(Query { source, stages, span })
    }

    /// A source, and the stage that its opening word stands for.
    fn source(&mut self, node: Node<'_>) -> Option<(Source, Option<Stage>)> {
        let rule = node.as_rule();
        if rule == Rule::set {
            return Some((Source::Set(self.set(node)?), None));
        }
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        if rule != Rule::paths {
            walk.next();
        }
        let mut inner = node.into_inner();
        let source = match rule {
            Rule::counted => {
                let set = self.set(inner.next()?)?;
                let kind = StageKind::Count { of: CountOf::Rows, by: Vec::new() };
                return Some((Source::Set(set), Some(Stage { kind, span })));
            }
            Rule::ranked => {
                let count = self.number_in(&walk)?;
                let set = self.set(inner.next()?)?;
                let by = Some(self.key(inner.next()?)?);
                return Some((Source::Set(set), Some(Stage { kind: StageKind::Top { count, by }, span })));
            }
            Rule::does => Source::Does(self.question(inner, span)?),
            Rule::evidence => Source::Evidence(self.phrase(inner.next()?)?),
            Rule::describe => self.describe(inner.next()?)?,
            Rule::resolve => Source::Resolve(self.resolved(walk.next()?)),
            Rule::why => Source::Why(self.why(walk, inner, span)?),
            Rule::paths => Source::Paths(self.paths(walk, inner, span)?),
            Rule::neighbours => {
                let of = self.endpoint(inner.next()?)?;
                Source::Neighbours { of, options: self.path_options(inner)?, span }
            }
            Rule::compare => self.compare(inner, span)?,
            Rule::match_ => Source::Match(self.matched(walk, inner, span)?),
            Rule::conflicts => {
                let about = match inner.next() {
                    Some(set) => Some(self.set_as_phrase(set)?),
                    None => None,
                };
                Source::Conflicts { about, span }
            }
            _ => return None,
        };
        Some((source, None))
    }

    /// `does HEAD CLAUSES`; `is HEAD approved in X` asks for `approved HEAD in X`.
    fn question(&mut self, mut nodes: Nodes<'_>, span: Span) -> Option<Phrase> {
        let head = nodes.next()?;
        let after_head = self.number_at(head.as_span().end());
        let mut head = self.head(head)?;
        let adjective = self.tagged.tokens.get(after_head).filter(|token| ADJECTIVES.contains(&token.mark));
        let Some(adjective) = adjective else {
            return Some(Phrase { head, clauses: self.clauses(nodes)?, span });
        };
        head.adjectives.push(self.adjective(adjective));
        let mut clauses = Vec::new();
        if let Some(context) = nodes.next() {
            let span = self.span(&context);
            let kind = ClauseKind::Context(self.context(context)?);
            clauses.push(Clause { comma: false, connector: None, kind, span });
        }
        Some(Phrase { head, clauses, span })
    }

    fn describe(&mut self, node: Node<'_>) -> Option<Source> {
        if node.as_rule() == Rule::names {
            return Some(Source::Describe { names: Some(self.names(node)?), word: None });
        }
        Some(Source::Describe { names: None, word: Some(word(self.walk(&node).next()?)) })
    }

    fn resolved(&self, token: &Token) -> Text {
        let Text { text, span } = self.text(token);
        let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        Text { text: if quoted { unquoted(&text) } else { text }, span }
    }

    fn why(&mut self, mut walk: Walk<'_>, mut nodes: Nodes<'_>, span: Span) -> Option<Why> {
        let negated = walk.has("not");
        let subject = match walk.take(&["#"]) {
            Some(token) => WhySubject::Row(self.number(token), token.span),
            None => WhySubject::Name(self.name(&nodes.next()?)?),
        };
        let query = match nodes.next() {
            Some(query) => Some(Box::new(self.query(query)?)),
            None => None,
        };
        Some(Why { negated, subject, query, span })
    }

    fn paths(&mut self, mut walk: Walk<'_>, mut nodes: Nodes<'_>, span: Span) -> Option<Paths> {
        let all = walk.has("all");
        let shortest = walk.has("shortest");
        let from = self.endpoint(nodes.next()?)?;
        let to = self.endpoint(nodes.next()?)?;
        Some(Paths { shortest, all, from, to, options: self.path_options(nodes)?, span })
    }

    fn path_options(&mut self, nodes: Nodes<'_>) -> Option<Vec<PathOption>> {
        nodes.map(|node| self.path_option(node)).collect()
    }

    fn path_option(&mut self, node: Node<'_>) -> Option<PathOption> {
        match node.as_rule() {
            Rule::within => {
                let walk = self.walk(&node);
                Some(PathOption::Within(self.number_in(&walk)?, span_of(walk.tokens)))
            }
            Rule::via => Some(PathOption::Via(self.waypoints(node)?)),
            Rule::avoiding => Some(PathOption::Avoiding(self.waypoints(node)?)),
            Rule::context => Some(PathOption::Context(self.context(node)?)),
            _ => Some(PathOption::Filter(self.filter(node)?)),
        }
    }

    fn waypoints(&mut self, node: Node<'_>) -> Option<Vec<Waypoint>> {
        node.into_inner()
            .map(|node| match node.as_rule() {
                Rule::name => self.name(&node).map(Waypoint::Name),
                _ => self.walk(&node).next().map(word).map(Waypoint::Word),
            })
            .collect()
    }

    fn endpoint(&mut self, node: Node<'_>) -> Option<Endpoint> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        match inner.as_rule() {
            Rule::name => self.name(&inner).map(Endpoint::Name),
            _ => Some(Endpoint::Set(Box::new(self.set(inner)?), span)),
        }
    }

    fn compare(&mut self, nodes: Nodes<'_>, span: Span) -> Option<Source> {
        let (mut sides, mut by) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.as_rule() {
                Rule::endpoint => sides.push(self.endpoint(node)?),
                _ => by.push(self.column(node)?),
            }
        }
        Some(Source::Compare { sides, by, span })
    }

    fn matched(&mut self, mut walk: Walk<'_>, nodes: Nodes<'_>, span: Span) -> Option<Match> {
        let file = if walk.has("file") { walk.next().map(|token| self.text(token)) } else { None };
        let mut out = Match { findings: Vec::new(), file, context: None, filters: Vec::new(), span };
        for node in nodes {
            match node.as_rule() {
                Rule::profile => out.findings.push(self.profile(node)?),
                Rule::context => out.context = Some(self.context(node)?),
                _ => out.filters.push(self.filter(node)?),
            }
        }
        Some(out)
    }

    /// A set as one phrase: several phrases become a bracketed head.
    fn set_as_phrase(&mut self, node: Node<'_>) -> Option<Phrase> {
        let span = self.span(&node);
        let set = self.set(node)?;
        if set.rest.is_empty() {
            return Some(set.first);
        }
        let kind = HeadKind::Group { set: Box::new(set), stages: Vec::new() };
        let head = Head { determiner: None, adjectives: Vec::new(), kind, label: None, span };
        Some(Phrase { head, clauses: Vec::new(), span })
    }

    fn set(&mut self, node: Node<'_>) -> Option<SetExpression> {
        let mut inner = node.into_inner();
        let first = self.phrase(inner.next()?)?;
        let mut rest = Vec::new();
        for phrase in inner {
            // The operator is the one token between two phrases.
            let operator = self.tagged.tokens.get(self.number_at(phrase.as_span().start()).checked_sub(1)?)?;
            let kind = match operator.mark {
                "union" | "or" => SetOperator::Union,
                "except" => SetOperator::Except,
                _ => SetOperator::Intersect,
            };
            rest.push((kind, operator.span, self.phrase(phrase)?));
        }
        Some(SetExpression { first, rest })
    }

    fn phrase(&mut self, node: Node<'_>) -> Option<Phrase> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let head = self.head(inner.next()?)?;
        Some(Phrase { head, clauses: self.clauses(inner)?, span })
    }

    fn clauses(&mut self, nodes: Nodes<'_>) -> Option<Vec<Clause>> {
        nodes.map(|node| self.clause(node)).collect()
    }

    fn head(&mut self, node: Node<'_>) -> Option<Head> {
        let mut walk = self.walk(&node);
        let tokens = walk.tokens;
        let mut inner = node.into_inner();
        let is_determiner =
            DETERMINERS.contains(&walk.mark()) || (walk.mark() == "what" && tokens.len() > 1 && tokens[1].mark != "as");
        let determiner = if is_determiner { walk.next().map(|token| token.span) } else { None };
        let adjectives = self.adjectives(&mut walk);
        let kind = match walk.mark() {
            "F" | "FV" => {
                let form = word(walk.next()?);
                HeadKind::NounForm { form, object: Box::new(self.object(inner.next()?)?) }
            }
            "(" => self.group(inner.next()?)?,
            "what" => HeadKind::What,
            mark if NOUNS.contains(&mark) => {
                let noun = word(walk.next()?);
                let names = match inner.next() {
                    Some(names) => Some(self.names(names)?),
                    None => None,
                };
                HeadKind::Noun { noun, names }
            }
            _ => HeadKind::Names(self.names(inner.next()?)?),
        };
        Some(Head { determiner, adjectives, kind, label: self.label(tokens), span: span_of(tokens) })
    }

    /// `as g` at the end of a node.
    fn label(&self, tokens: &[Token]) -> Option<Text> {
        let [.., word, label] = tokens else { return None };
        (word.mark == "as" && label.mark == "I").then(|| self.text(label))
    }

    fn adjectives(&self, walk: &mut Walk<'_>) -> Vec<AdjectiveWord> {
        let mut adjectives = Vec::new();
        loop {
            // A word that is noun and adjective is an adjective before another noun.
            let is_either = walk.mark() == "NA" && walk.tokens.get(1).is_some_and(|next| NOUNS.contains(&next.mark));
            if !is_either && !ADJECTIVES.contains(&walk.mark()) {
                return adjectives;
            }
            adjectives.extend(walk.next().map(|token| self.adjective(token)));
        }
    }

    fn adjective(&self, token: &Token) -> AdjectiveWord {
        if token.mark != "AN" {
            return AdjectiveWord::Form(word(token));
        }
        let text = self.name_text(token);
        AdjectiveWord::Name(Name {
            exactly: false,
            kind: None,
            text,
            noun_after: None,
            or_broader: false,
            span: token.span,
        })
    }

    fn group(&mut self, node: Node<'_>) -> Option<HeadKind> {
        let mut inner = node.into_inner();
        let set = Box::new(self.set(inner.next()?)?);
        let mut stages = Vec::new();
        for stage in inner {
            stages.push(self.stage(stage)?);
        }
        Some(HeadKind::Group { set, stages })
    }

    fn names(&mut self, node: Node<'_>) -> Option<Names> {
        let walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let items = node.into_inner().map(|name| self.name(&name)).collect::<Option<Vec<_>>>()?;
        let words = if items.len() > 1 { connectors(walk.tokens) } else { Vec::new() };
        let (connector, mixed) = joined(words, Connector::Or);
        Some(Names { items, connector, mixed, span })
    }

    fn name(&mut self, node: &Node<'_>) -> Option<Name> {
        let mut walk = self.walk(node);
        let span = span_of(walk.tokens);
        let exactly = walk.has("exactly");
        let kind = walk.take(&["K", "N", "NV", "NA"]).map(|token| self.text(token));
        let text = self.name_text(walk.next()?);
        let noun_after = walk.take(&["NO"]).map(word);
        Some(Name { exactly, kind, text, noun_after, or_broader: walk.has("or_broader"), span })
    }

    fn name_text(&self, token: &Token) -> NameText {
        let Text { text, span } = self.text(token);
        match token.mark {
            "U" => NameText::Unknown { text, quoted: false, span },
            "$" => NameText::Variable(Text { text, span }),
            "L" => NameText::Label(Text { text, span }),
            mark => NameText::Known { text, quoted: mark == "Q", span },
        }
    }

    fn clause(&mut self, node: Node<'_>) -> Option<Clause> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let comma = walk.has(",");
        let connector = walk.take(CONNECTORS).map(|token| (connector(token), token.span));
        let node = node.into_inner().next()?;
        let kind = match node.as_rule() {
            Rule::relation => ClauseKind::Relation(self.relation(node)?),
            Rule::context => ClauseKind::Context(self.context(node)?),
            Rule::without => ClauseKind::Without(self.object(node.into_inner().next()?)?),
            Rule::clauses => {
                let negated = self.walk(&node).has("not");
                ClauseKind::Group { negated, clauses: self.clauses(node.into_inner())? }
            }
            _ => ClauseKind::Filter(self.filter(node)?),
        };
        Some(Clause { comma, connector, kind, span })
    }

    fn relation(&mut self, node: Node<'_>) -> Option<Relation> {
        let mut walk = self.walk(&node);
        walk.take(&["that", "which"]);
        walk.take(&["is", "does", "can"]);
        let negated = walk.has("not");
        let object = node.into_inner().next()?;
        let count = walk.tokens.len().saturating_sub(self.walk(&object).tokens.len());
        let tokens = walk.tokens.get(..count)?;
        let verbs = tokens.iter().step_by(2).map(word).collect();
        let (connector, mixed) = joined(connectors(tokens), Connector::And);
        Some(Relation { negated, verbs, connector, mixed, object: self.object(object)? })
    }

    fn object(&mut self, node: Node<'_>) -> Option<Object> {
        match node.as_rule() {
            Rule::quantified => {
                let mut walk = self.walk(&node);
                let span = span_of(walk.tokens);
                let quantifier = self.quantifier(&mut walk)?;
                Some(Object::Quantified { quantifier, head: self.head(node.into_inner().next()?)?, span })
            }
            Rule::mixed => self.profile(node).map(Object::Profile),
            _ => self.head(node).map(|head| Object::Head(without_brackets(head))),
        }
    }

    fn profile(&mut self, node: Node<'_>) -> Option<Profile> {
        let span = self.span(&node);
        let literals = node.into_inner().map(|node| self.literal(node)).collect::<Option<_>>()?;
        Some(Profile { literals, span })
    }

    fn literal(&mut self, node: Node<'_>) -> Option<Literal> {
        let span = self.span(&node);
        let negated = node.as_rule() == Rule::negative;
        let alternatives = node.into_inner().map(|name| self.name(&name)).collect::<Option<_>>()?;
        Some(Literal { negated, alternatives, span })
    }

    fn context(&mut self, node: Node<'_>) -> Option<Context> {
        let mut walk = self.walk(&node);
        let negated = walk.has("not");
        let preposition = walk.next()?.span;
        Some(Context { negated, preposition, object: self.object(node.into_inner().next()?)? })
    }

    fn filter(&mut self, node: Node<'_>) -> Option<Filter> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let mut inner = node.into_inner();
        match walk.mark() {
            "where" | "with" => Some(Filter::Where(self.expression(inner.next()?)?, span)),
            "since" => Some(Filter::Since(self.year(&mut walk)?, span)),
            "before" => Some(Filter::Before(self.year(&mut walk)?, span)),
            "including_contested" => Some(Filter::IncludingContested(span)),
            "including_combinations" => Some(Filter::IncludingCombinations(span)),
            _ => {
                let value = self.value(&inner.next()?)?;
                let others = self.values(inner)?;
                let tail = match walk.tokens.last()?.mark {
                    "or_better" => LevelTail::OrBetter,
                    "or_worse" => LevelTail::OrWorse,
                    _ if others.is_empty() => LevelTail::Exactly,
                    _ => LevelTail::Or(others),
                };
                Some(Filter::Level { value, tail, span })
            }
        }
    }

    fn year(&mut self, walk: &mut Walk<'_>) -> Option<i64> {
        i64::try_from(self.number_in(walk)?).ok()
    }

    fn value(&self, node: &Node<'_>) -> Option<Value> {
        let token = self.walk(node).next()?;
        let written = self.text(token);
        Some(match token.mark {
            "$" => Value::Variable(written),
            mark => Value::Text { text: written.text, quoted: mark == "Q", span: written.span },
        })
    }

    fn values(&self, nodes: Nodes<'_>) -> Option<Vec<Value>> {
        nodes.map(|node| self.value(&node)).collect()
    }

    fn stage(&mut self, node: Node<'_>) -> Option<Stage> {
        let mut walk = self.walk(&node);
        let span = span_of(walk.tokens);
        let mut inner = node.into_inner();
        let first = walk.next()?;
        let kind = match first.mark {
            "count" => StageKind::Count { of: self.count_of(inner.next()?)?, by: self.keys(inner)? },
            "group_by" => self.group_stage(inner)?,
            "sort_by" => StageKind::Sort(self.keys(inner)?),
            "top" => {
                let count = self.number_in(&walk)?;
                let by = match inner.next() {
                    Some(key) => Some(self.key(key)?),
                    None => None,
                };
                StageKind::Top { count, by }
            }
            "bottom" => StageKind::Bottom { count: self.number_in(&walk)?, by: self.key(inner.next()?)? },
            "limit" => StageKind::Limit(self.number_in(&walk)?),
            "skip" => StageKind::Skip(self.number_in(&walk)?),
            "show" => StageKind::Show(inner.map(|node| self.column(node)).collect::<Option<_>>()?),
            "where" => StageKind::Where(self.expression(inner.next()?)?),
            "distinct" => StageKind::Distinct(self.keys(inner)?),
            "follow" => {
                let verb = word(walk.next()?);
                let to = match inner.next() {
                    Some(head) => Some(self.head(head)?),
                    None => None,
                };
                StageKind::Follow { verb, to }
            }
            "rank_by" => StageKind::Rank(rank_by(walk.next()?)),
            "as" => StageKind::As(self.text(walk.next()?)),
            "to" => StageKind::To(self.text(walk.next()?)),
            _ => return None,
        };
        Some(Stage { kind, span })
    }

    fn group_stage(&mut self, nodes: Nodes<'_>) -> Option<StageKind> {
        let (mut by, mut aggregates) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.as_rule() {
                Rule::key => by.push(self.key(node)?),
                _ => aggregates.push(self.column(node)?),
            }
        }
        Some(StageKind::Group { by, aggregates })
    }

    fn keys(&mut self, nodes: Nodes<'_>) -> Option<Vec<Key>> {
        nodes.map(|node| self.key(node)).collect()
    }

    fn key(&mut self, node: Node<'_>) -> Option<Key> {
        let ascending = match self.walk(&node).tokens.last()?.mark {
            "asc" => Some(true),
            "desc" => Some(false),
            _ => None,
        };
        Some(Key { column: self.column(node.into_inner().next()?)?, ascending })
    }

    fn column(&mut self, node: Node<'_>) -> Option<Column> {
        let tokens = self.walk(&node).tokens;
        let kind = self.cell(node.into_inner().next()?)?;
        Some(Column { kind, alias: self.label(tokens), span: span_of(tokens) })
    }

    fn cell(&mut self, node: Node<'_>) -> Option<ColumnKind> {
        let first = self.walk(&node).next()?;
        match node.as_rule() {
            Rule::count_of => Some(ColumnKind::Aggregate(Aggregate::Count(self.count_of(node)?))),
            Rule::over => {
                let column = Box::new(self.column(node.into_inner().next()?)?);
                Some(ColumnKind::Aggregate(Aggregate::Over { function: function(first), column }))
            }
            _ if first.mark == "M" => self.member(first),
            _ => Some(ColumnKind::Word(word(first), self.text(first).text)),
        }
    }

    fn member(&self, token: &Token) -> Option<ColumnKind> {
        let (of, property) = token.span.of(self.text).split_once('.')?;
        let point = token.span.start + of.len() as u32;
        Some(ColumnKind::Member {
            of: Word { form: token.form, span: Span::new(token.span.start, point) },
            of_text: tidy(of),
            property: property.to_owned(),
            property_span: Span::new(point + 1, token.span.end),
        })
    }

    fn count_of(&mut self, node: Node<'_>) -> Option<CountOf> {
        let of = self.walk(&node).tokens.get(1);
        Some(match of {
            None => CountOf::Rows,
            Some(token) if token.mark == "paths" => CountOf::Paths,
            Some(token) if token.mark == "evidence" => CountOf::Evidence,
            Some(token) => CountOf::Noun(word(token), self.text(token).text),
        })
    }

    /// `either`, `both`, `negation` or `test`.
    fn expression(&mut self, node: Node<'_>) -> Option<Expression> {
        let rule = node.as_rule();
        if rule == Rule::test {
            return self.test(node);
        }
        let mut parts = node.into_inner().map(|node| self.expression(node)).collect::<Option<Vec<_>>>()?;
        if rule == Rule::negation {
            return Some(Expression::Not(Box::new(parts.pop()?)));
        }
        if parts.len() == 1 {
            return parts.pop();
        }
        Some(if rule == Rule::either { Expression::Or(parts) } else { Expression::And(parts) })
    }

    fn test(&mut self, node: Node<'_>) -> Option<Expression> {
        let mut inner = node.into_inner();
        let column = self.column(inner.next()?)?;
        let operator = inner.next()?;
        let mut walk = self.walk(&operator);
        Some(match operator.as_rule() {
            Rule::comparison => {
                Expression::Compare { column, operator: comparison(walk.next()?), value: self.value(&inner.next()?)? }
            }
            Rule::between => {
                let mut values = operator.into_inner();
                Expression::Between { column, low: self.value(&values.next()?)?, high: self.value(&values.next()?)? }
            }
            Rule::one_of => Expression::In { column, values: self.values(operator.into_inner())? },
            _ => Expression::Missing { column, negated: walk.find("not").is_some() },
        })
    }
}

fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

fn word(token: &Token) -> Word {
    Word { form: token.form, span: token.span }
}

fn connector(token: &Token) -> Connector {
    if token.mark == "or" { Connector::Or } else { Connector::And }
}

/// All connectors among these tokens.
fn connectors(tokens: &[Token]) -> Vec<(Connector, Span)> {
    tokens.iter().filter(|token| CONNECTORS.contains(&token.mark)).map(|token| (connector(token), token.span)).collect()
}

/// A list of names alone in brackets is that list: `in (kidney or liver)`.
fn without_brackets(head: Head) -> Head {
    let is_list = matches!(&head.kind, HeadKind::Group { set, stages } if stages.is_empty() && is_name_list(set))
        && head.adjectives.is_empty()
        && head.label.is_none();
    if !is_list {
        return head;
    }
    let Head { determiner, adjectives, kind, label, span } = head;
    let kind = match kind {
        HeadKind::Group { set, .. } => set.first.head.kind,
        other => other,
    };
    Head { determiner, adjectives, kind, label, span }
}

fn is_name_list(set: &SetExpression) -> bool {
    let head = &set.first.head;
    set.rest.is_empty()
        && set.first.clauses.is_empty()
        && head.determiner.is_none()
        && head.adjectives.is_empty()
        && head.label.is_none()
        && matches!(head.kind, HeadKind::Names(_))
}

/// The connector that a list's words come to: the last; the places of all where both words occur.
fn joined(words: Vec<(Connector, Span)>, otherwise: Connector) -> (Connector, Vec<(Connector, Span)>) {
    let last = words.last().map_or(otherwise, |(connector, _)| *connector);
    let is_mixed = words.iter().any(|(connector, _)| *connector != last);
    (last, if is_mixed { words } else { Vec::new() })
}

fn rank_by(token: &Token) -> RankBy {
    match token.mark {
        "pagerank" => RankBy::PageRank,
        "degree" => RankBy::Degree,
        _ => RankBy::Betweenness,
    }
}

fn function(token: &Token) -> AggregateFunction {
    match token.mark {
        "min" => AggregateFunction::Min,
        "max" => AggregateFunction::Max,
        "sum" => AggregateFunction::Sum,
        "avg" => AggregateFunction::Avg,
        _ => AggregateFunction::List,
    }
}

fn comparison(token: &Token) -> Comparison {
    match token.mark {
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        "contains" => Comparison::Contains,
        "starts_with" => Comparison::StartsWith,
        "ends_with" => Comparison::EndsWith,
        "matches" => Comparison::Matches,
        _ => Comparison::Equal,
    }
}
