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

/// The next node, if it is of this rule.
fn take<'i>(nodes: &mut Nodes<'i>, rule: Rule) -> Option<Node<'i>> {
    if nodes.peek()?.as_rule() == rule { nodes.next() } else { None }
}

/// Whether the next node is of this rule; takes it if so.
fn has(nodes: &mut Nodes<'_>, rule: Rule) -> bool {
    take(nodes, rule).is_some()
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

impl Builder<'_> {
    fn token_at(&self, offset: usize) -> Option<&Token> {
        self.tagged.tokens.get(*self.tagged.token_at.get(offset)? as usize)
    }

    fn token(&self, node: &Node<'_>) -> Option<&Token> {
        self.token_at(node.as_span().start())
    }

    /// Where a node stands in the text.
    fn span(&self, node: &Node<'_>) -> Span {
        let place = node.as_span();
        let first = self.token_at(place.start()).map(|token| token.span);
        let last = self.token_at(place.end().saturating_sub(1)).map(|token| token.span);
        first.zip(last).map(|(first, last)| first.to(last)).unwrap_or_default()
    }

    fn whole(&self) -> Span {
        let first = self.tagged.tokens.first().map(|token| token.span);
        let last = self.tagged.tokens.last().map(|token| token.span);
        first.zip(last).map(|(first, last)| first.to(last)).unwrap_or_default()
    }

    /// A run as text: without quotes, dollar sign or odd white space.
    fn text(&self, node: &Node<'_>) -> Option<Text> {
        let token = self.token(node)?;
        let written = token.span.of(self.text);
        let text = match token.mark {
            "Q" => unquoted(written),
            "$" => written.trim_start_matches('$').to_owned(),
            _ => tidy(written),
        };
        Some(Text { text, span: token.span })
    }

    fn word(&self, node: &Node<'_>) -> Option<Word> {
        let token = self.token(node)?;
        Some(Word { form: token.form, span: token.span })
    }

    fn number(&mut self, node: &Node<'_>) -> Option<u64> {
        let span = self.token(node)?.span;
        let number = span.of(self.text).parse();
        if number.is_err() {
            self.faults.push(Diagnostic::error(Code::WrongValue, span, "this number is too large"));
        }
        Some(number.unwrap_or(0))
    }

    fn year(&mut self, node: Node<'_>) -> Option<i64> {
        let number = self.number(&node.into_inner().next()?)?;
        i64::try_from(number).ok()
    }

    fn statement(&mut self, mut nodes: Nodes<'_>) -> Option<Statement> {
        let node = nodes.next()?;
        let span = self.whole();
        let rule = node.as_rule();
        if rule == Rule::query {
            return Some(Statement { kind: StatementKind::Query(self.query(node)?), span });
        }
        let mut inner = node.into_inner();
        let first = inner.next()?;
        let kind = match rule {
            Rule::let_ => StatementKind::Let { name: self.text(&first)?, query: self.query(inner.next()?)? },
            Rule::param => {
                let name = self.text(&first)?;
                let value = inner.next().and_then(|node| self.value(&node));
                StatementKind::Param { name, value }
            }
            Rule::setting => StatementKind::Set { name: self.text(&first)?, value: self.text(&inner.next()?)? },
            Rule::open => StatementKind::Use(self.text(&first)?),
            Rule::run => StatementKind::Run(self.text(&first)?),
            Rule::topic => StatementKind::Show(self.text(&first)?),
            Rule::explain => StatementKind::Explain(self.query(first)?),
            Rule::profiled => StatementKind::Profile(self.query(first)?),
            Rule::expect => StatementKind::Expect(self.expectation(first, inner)?),
            _ => return None,
        };
        Some(Statement { kind, span })
    }

    fn expectation(&mut self, first: Node<'_>, mut rest: Nodes<'_>) -> Option<Expectation> {
        match first.as_rule() {
            Rule::rows => {
                let span = self.span(&first);
                let quantifier = self.quantifier(first.into_inner())?;
                Some(Expectation::Rows { quantifier, span })
            }
            Rule::not_ => Some(Expectation::Name { negated: true, name: self.name(rest.next()?)? }),
            _ => Some(Expectation::Name { negated: false, name: self.name(first)? }),
        }
    }

    /// `at least 3`, `no`; a number alone means exactly that many.
    fn quantifier(&mut self, mut nodes: Nodes<'_>) -> Option<Quantifier> {
        let first = nodes.next()?;
        let rule = first.as_rule();
        let simple = match rule {
            Rule::no => Some(Quantifier::No),
            Rule::only => Some(Quantifier::Only),
            Rule::every => Some(Quantifier::Every),
            _ => None,
        };
        if simple.is_some() {
            return simple;
        }
        let number = if rule == Rule::number { self.number(&first)? } else { self.number(&nodes.next()?)? };
        match rule {
            Rule::at_least => Some(Quantifier::AtLeast(number)),
            Rule::at_most => Some(Quantifier::AtMost(number)),
            Rule::more_than => Some(Quantifier::MoreThan(number)),
            Rule::fewer_than => Some(Quantifier::FewerThan(number)),
            Rule::exactly | Rule::number => Some(Quantifier::Exactly(number)),
            _ => None,
        }
    }

    fn query(&mut self, node: Node<'_>) -> Option<Query> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let source = inner.next()?;
        let (source, sugar) = self.source(source)?;
        let mut stages: Vec<Stage> = sugar.into_iter().collect();
        for stage in inner {
            stages.push(self.stage(stage)?);
        }
        Some(Query { source, stages, span })
    }

    /// A source, and the stage that its opening word stands for.
    fn source(&mut self, node: Node<'_>) -> Option<(Source, Option<Stage>)> {
        let span = self.span(&node);
        let rule = node.as_rule();
        if rule == Rule::set {
            return Some((Source::Set(self.set(node)?), None));
        }
        let mut inner = node.into_inner();
        let source = match rule {
            Rule::counted => {
                let set = self.set(inner.next()?)?;
                let kind = StageKind::Count { of: CountOf::Rows, by: Vec::new() };
                return Some((Source::Set(set), Some(Stage { kind, span })));
            }
            Rule::ranked => {
                let count = self.number(&inner.next()?)?;
                let set = self.set(inner.next()?)?;
                let by = Some(self.key(inner.next()?)?);
                return Some((Source::Set(set), Some(Stage { kind: StageKind::Top { count, by }, span })));
            }
            Rule::does => Source::Does(self.question(inner, span)?),
            Rule::evidence => Source::Evidence(self.phrase(inner.next()?)?),
            Rule::describe => self.describe(inner.next()?)?,
            Rule::resolve => Source::Resolve(self.resolved(&inner.next()?)?),
            Rule::why => Source::Why(self.why(inner, span)?),
            Rule::paths => Source::Paths(self.paths(inner, span)?),
            Rule::neighbours => {
                let of = self.endpoint(inner.next()?)?;
                Source::Neighbours { of, options: self.path_options(inner)?, span }
            }
            Rule::compare => self.compare(inner, span)?,
            Rule::match_ => Source::Match(self.matched(inner, span)?),
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
        let mut head = self.head(nodes.next()?)?;
        let mut clauses = Vec::new();
        if let Some(adjective) = take(&mut nodes, Rule::adjective) {
            head.adjectives.push(self.adjective(&adjective)?);
            if let Some(context) = nodes.next() {
                let span = self.span(&context);
                let kind = ClauseKind::Context(self.context(context)?);
                clauses.push(Clause { comma: false, connector: None, kind, span });
            }
        } else {
            clauses = self.clauses(nodes)?;
        }
        Some(Phrase { head, clauses, span })
    }

    fn describe(&mut self, node: Node<'_>) -> Option<Source> {
        if node.as_rule() == Rule::names {
            return Some(Source::Describe { names: Some(self.names(node)?), word: None });
        }
        Some(Source::Describe { names: None, word: Some(self.word(&node)?) })
    }

    fn resolved(&self, node: &Node<'_>) -> Option<Text> {
        let Text { text, span } = self.text(node)?;
        let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        Some(Text { text: if quoted { unquoted(&text) } else { text }, span })
    }

    fn why(&mut self, mut nodes: Nodes<'_>, span: Span) -> Option<Why> {
        let negated = has(&mut nodes, Rule::not_);
        let subject = nodes.next()?;
        let subject = if subject.as_rule() == Rule::number {
            WhySubject::Row(self.number(&subject)?, self.span(&subject))
        } else {
            WhySubject::Name(self.name(subject)?)
        };
        let query = match nodes.next() {
            Some(query) => Some(Box::new(self.query(query)?)),
            None => None,
        };
        Some(Why { negated, subject, query, span })
    }

    fn paths(&mut self, mut nodes: Nodes<'_>, span: Span) -> Option<Paths> {
        let all = has(&mut nodes, Rule::all);
        let shortest = has(&mut nodes, Rule::shortest);
        let from = self.endpoint(nodes.next()?)?;
        let to = self.endpoint(nodes.next()?)?;
        Some(Paths { shortest, all, from, to, options: self.path_options(nodes)?, span })
    }

    fn path_options(&mut self, nodes: Nodes<'_>) -> Option<Vec<PathOption>> {
        nodes.map(|node| self.path_option(node)).collect()
    }

    fn path_option(&mut self, node: Node<'_>) -> Option<PathOption> {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::within => Some(PathOption::Within(self.number(&node.into_inner().next()?)?, span)),
            Rule::via => Some(PathOption::Via(self.waypoints(node)?)),
            Rule::avoiding => Some(PathOption::Avoiding(self.waypoints(node)?)),
            Rule::context => Some(PathOption::Context(self.context(node)?)),
            _ => Some(PathOption::Filter(self.filter(node)?)),
        }
    }

    fn waypoints(&mut self, node: Node<'_>) -> Option<Vec<Waypoint>> {
        node.into_inner()
            .map(|node| match node.as_rule() {
                Rule::name => self.name(node).map(Waypoint::Name),
                _ => self.word(&node).map(Waypoint::Word),
            })
            .collect()
    }

    fn endpoint(&mut self, node: Node<'_>) -> Option<Endpoint> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        match inner.as_rule() {
            Rule::name => self.name(inner).map(Endpoint::Name),
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

    fn matched(&mut self, nodes: Nodes<'_>, span: Span) -> Option<Match> {
        let mut out = Match { findings: Vec::new(), file: None, context: None, filters: Vec::new(), span };
        for node in nodes {
            match node.as_rule() {
                Rule::quoted => out.file = self.text(&node),
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
        while let Some(operator) = inner.next() {
            let kind = match operator.as_str() {
                "union " | "or " => SetOperator::Union,
                "except " => SetOperator::Except,
                _ => SetOperator::Intersect,
            };
            rest.push((kind, self.span(&operator), self.phrase(inner.next()?)?));
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
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let determiner = take(&mut inner, Rule::determiner).map(|node| self.span(&node));
        let mut adjectives = Vec::new();
        while let Some(adjective) = take(&mut inner, Rule::adjective) {
            adjectives.push(self.adjective(&adjective)?);
        }
        let first = inner.next()?;
        let kind = match first.as_rule() {
            Rule::noun => {
                let noun = self.word(&first)?;
                let names = match take(&mut inner, Rule::names) {
                    Some(names) => Some(self.names(names)?),
                    None => None,
                };
                HeadKind::Noun { noun, names }
            }
            Rule::noun_form => {
                let form = self.word(&first)?;
                HeadKind::NounForm { form, object: Box::new(self.object(inner.next()?)?) }
            }
            Rule::names => HeadKind::Names(self.names(first)?),
            Rule::group => self.group(first)?,
            _ => HeadKind::What,
        };
        let label = inner.next().and_then(|label| self.label(label));
        Some(Head { determiner, adjectives, kind, label, span })
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

    fn adjective(&self, node: &Node<'_>) -> Option<AdjectiveWord> {
        let token = self.token(node)?;
        if token.mark != "AN" {
            return Some(AdjectiveWord::Form(self.word(node)?));
        }
        let span = token.span;
        Some(AdjectiveWord::Name(Name {
            exactly: false,
            kind: None,
            text: self.name_text(node)?,
            noun_after: None,
            or_broader: false,
            span,
        }))
    }

    fn label(&self, node: Node<'_>) -> Option<Text> {
        self.text(&node.into_inner().next()?)
    }

    fn names(&mut self, node: Node<'_>) -> Option<Names> {
        let span = self.span(&node);
        let mut items = Vec::with_capacity(1);
        let mut words = Vec::new();
        for node in node.into_inner() {
            match node.as_rule() {
                Rule::joint => words.extend(self.joint(&node)),
                _ => items.push(self.name(node)?),
            }
        }
        let (connector, mixed) = joined(words, Connector::Or);
        Some(Names { items, connector, mixed, span })
    }

    /// The word of a list's joint: none where there is only a comma.
    fn joint(&self, node: &Node<'_>) -> Option<(Connector, Span)> {
        let written = node.as_str();
        let connector = if written.ends_with("and ") {
            Connector::And
        } else if written.ends_with("or ") {
            Connector::Or
        } else {
            return None;
        };
        let last = self.token_at(node.as_span().end().saturating_sub(1))?;
        Some((connector, last.span))
    }

    fn name(&mut self, node: Node<'_>) -> Option<Name> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let exactly = has(&mut inner, Rule::exactly);
        let mut first = inner.next()?;
        let mut kind = None;
        if matches!(first.as_rule(), Rule::kind | Rule::noun) {
            kind = self.text(&first);
            first = inner.next()?;
        }
        let text = self.name_text(&first)?;
        let noun_after = take(&mut inner, Rule::noun_after).and_then(|noun| self.word(&noun));
        let or_broader = inner.next().is_some();
        Some(Name { exactly, kind, text, noun_after, or_broader, span })
    }

    fn name_text(&self, node: &Node<'_>) -> Option<NameText> {
        let mark = self.token(node)?.mark;
        let written = self.text(node)?;
        let Text { text, span } = written;
        Some(match mark {
            "U" => NameText::Unknown { text, quoted: false, span },
            "$" => NameText::Variable(Text { text, span }),
            "L" => NameText::Label(Text { text, span }),
            _ => NameText::Known { text, quoted: mark == "Q", span },
        })
    }

    fn clause(&mut self, node: Node<'_>) -> Option<Clause> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let comma = has(&mut inner, Rule::comma);
        let connector = take(&mut inner, Rule::connector).map(|node| (connector(&node), self.span(&node)));
        let node = inner.next()?;
        let kind = match node.as_rule() {
            Rule::relation => ClauseKind::Relation(self.relation(node)?),
            Rule::context => ClauseKind::Context(self.context(node)?),
            Rule::without => ClauseKind::Without(self.object(node.into_inner().next()?)?),
            Rule::clauses => {
                let mut inner = node.into_inner();
                let negated = has(&mut inner, Rule::not_);
                ClauseKind::Group { negated, clauses: self.clauses(inner)? }
            }
            _ => ClauseKind::Filter(self.filter(node)?),
        };
        Some(Clause { comma, connector, kind, span })
    }

    fn relation(&mut self, node: Node<'_>) -> Option<Relation> {
        let mut inner = node.into_inner();
        let negated = has(&mut inner, Rule::not_);
        let mut verbs = vec![self.word(&inner.next()?)?];
        let mut words = Vec::new();
        while let Some(word) = take(&mut inner, Rule::connector) {
            words.push((connector(&word), self.span(&word)));
            verbs.push(self.word(&inner.next()?)?);
        }
        let (connector, mixed) = joined(words, Connector::And);
        Some(Relation { negated, verbs, connector, mixed, object: self.object(inner.next()?)? })
    }

    fn object(&mut self, node: Node<'_>) -> Option<Object> {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::quantified => {
                let mut inner = node.into_inner();
                let quantifier = self.quantifier(inner.next()?.into_inner())?;
                Some(Object::Quantified { quantifier, head: self.head(inner.next()?)?, span })
            }
            Rule::mixed => self.profile(node).map(Object::Profile),
            _ => self.head(node).map(Object::Head),
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
        let alternatives = node.into_inner().map(|name| self.name(name)).collect::<Option<_>>()?;
        Some(Literal { negated, alternatives, span })
    }

    fn context(&mut self, node: Node<'_>) -> Option<Context> {
        let mut inner = node.into_inner();
        let negated = has(&mut inner, Rule::not_);
        let preposition = self.span(&inner.next()?);
        Some(Context { negated, preposition, object: self.object(inner.next()?)? })
    }

    fn filter(&mut self, node: Node<'_>) -> Option<Filter> {
        let node = node.into_inner().next()?;
        let span = self.span(&node);
        match node.as_rule() {
            Rule::condition => Some(Filter::Where(self.expression(node.into_inner().next()?)?, span)),
            Rule::level => self.level(node.into_inner(), span),
            Rule::since => Some(Filter::Since(self.year(node)?, span)),
            Rule::before => Some(Filter::Before(self.year(node)?, span)),
            Rule::contested => Some(Filter::IncludingContested(span)),
            Rule::combinations => Some(Filter::IncludingCombinations(span)),
            _ => None,
        }
    }

    fn level(&mut self, mut nodes: Nodes<'_>, span: Span) -> Option<Filter> {
        let value = self.value(&nodes.next()?)?;
        let tail = match nodes.peek().map(|node| node.as_rule()) {
            None => LevelTail::Exactly,
            Some(Rule::or_better) => LevelTail::OrBetter,
            Some(Rule::or_worse) => LevelTail::OrWorse,
            Some(_) => LevelTail::Or(nodes.map(|node| self.value(&node)).collect::<Option<_>>()?),
        };
        Some(Filter::Level { value, tail, span })
    }

    fn value(&self, node: &Node<'_>) -> Option<Value> {
        let mark = self.token(node)?.mark;
        let written = self.text(node)?;
        if mark == "$" {
            return Some(Value::Variable(written));
        }
        Some(Value::Text { text: written.text, quoted: mark == "Q", span: written.span })
    }

    fn stage(&mut self, node: Node<'_>) -> Option<Stage> {
        let span = self.span(&node);
        let node = node.into_inner().next()?;
        let rule = node.as_rule();
        let mut inner = node.into_inner();
        let kind = match rule {
            Rule::count => StageKind::Count { of: self.count_of(inner.next()?)?, by: self.keys(inner)? },
            Rule::group_by => self.group_stage(inner)?,
            Rule::sort => StageKind::Sort(self.keys(inner)?),
            Rule::top => {
                let count = self.number(&inner.next()?)?;
                let by = match inner.next() {
                    Some(key) => Some(self.key(key)?),
                    None => None,
                };
                StageKind::Top { count, by }
            }
            Rule::bottom => StageKind::Bottom { count: self.number(&inner.next()?)?, by: self.key(inner.next()?)? },
            Rule::limit => StageKind::Limit(self.number(&inner.next()?)?),
            Rule::skip => StageKind::Skip(self.number(&inner.next()?)?),
            Rule::show => StageKind::Show(self.columns(inner)?),
            Rule::keep => StageKind::Where(self.expression(inner.next()?)?),
            Rule::distinct => StageKind::Distinct(self.keys(inner)?),
            Rule::follow => {
                let verb = self.word(&inner.next()?)?;
                let to = match inner.next() {
                    Some(head) => Some(self.head(head)?),
                    None => None,
                };
                StageKind::Follow { verb, to }
            }
            Rule::rank => StageKind::Rank(rank_by(&inner.next()?)),
            Rule::format => StageKind::As(self.text(&inner.next()?)?),
            Rule::file => StageKind::To(self.text(&inner.next()?)?),
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
        let mut inner = node.into_inner();
        let column = self.column(inner.next()?)?;
        let ascending = inner.next().map(|node| node.as_rule() == Rule::ascending);
        Some(Key { column, ascending })
    }

    fn columns(&mut self, nodes: Nodes<'_>) -> Option<Vec<Column>> {
        nodes.map(|node| self.column(node)).collect()
    }

    fn column(&mut self, node: Node<'_>) -> Option<Column> {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let kind = self.column_kind(inner.next()?)?;
        let alias = inner.next().and_then(|label| self.label(label));
        Some(Column { kind, alias, span })
    }

    fn column_kind(&mut self, node: Node<'_>) -> Option<ColumnKind> {
        match node.as_rule() {
            Rule::count_of => Some(ColumnKind::Aggregate(Aggregate::Count(self.count_of(node)?))),
            Rule::over => {
                let mut inner = node.into_inner();
                let function = function(&inner.next()?);
                let column = Box::new(self.column(inner.next()?)?);
                Some(ColumnKind::Aggregate(Aggregate::Over { function, column }))
            }
            Rule::member => self.member(&node),
            _ => Some(ColumnKind::Word(self.word(&node)?, self.text(&node)?.text)),
        }
    }

    fn member(&self, node: &Node<'_>) -> Option<ColumnKind> {
        let token = self.token(node)?;
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
        if let Some(word) = node.clone().into_inner().next() {
            return Some(CountOf::Noun(self.word(&word)?, self.text(&word)?.text));
        }
        Some(match node.as_str() {
            "count paths " => CountOf::Paths,
            "count evidence " => CountOf::Evidence,
            _ => CountOf::Rows,
        })
    }

    /// `either`, `both`, `negation` or `test`.
    fn expression(&mut self, node: Node<'_>) -> Option<Expression> {
        let rule = node.as_rule();
        if rule == Rule::test {
            return self.test(node);
        }
        let inner = node.into_inner();
        let mut parts = inner.map(|node| self.expression(node)).collect::<Option<Vec<_>>>()?;
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
        let comparison = comparison(&operator);
        let rule = operator.as_rule();
        let mut values = operator.into_inner();
        Some(match rule {
            Rule::comparison => Expression::Compare { column, operator: comparison, value: self.value(&inner.next()?)? },
            Rule::between => {
                Expression::Between { column, low: self.value(&values.next()?)?, high: self.value(&values.next()?)? }
            }
            Rule::one_of => Expression::In { column, values: values.map(|node| self.value(&node)).collect::<Option<_>>()? },
            _ => Expression::Missing { column, negated: values.next().is_some() },
        })
    }
}

/// The connector that a list's words come to: the last; the places of all where both words occur.
fn joined(words: Vec<(Connector, Span)>, otherwise: Connector) -> (Connector, Vec<(Connector, Span)>) {
    let last = words.last().map_or(otherwise, |(connector, _)| *connector);
    let is_mixed = words.iter().any(|(connector, _)| *connector != last);
    (last, if is_mixed { words } else { Vec::new() })
}

fn connector(node: &Node<'_>) -> Connector {
    if node.as_str() == "or " { Connector::Or } else { Connector::And }
}

fn rank_by(node: &Node<'_>) -> RankBy {
    match node.as_rule() {
        Rule::pagerank => RankBy::PageRank,
        Rule::degree => RankBy::Degree,
        _ => RankBy::Betweenness,
    }
}

fn function(node: &Node<'_>) -> AggregateFunction {
    match node.as_str() {
        "min " => AggregateFunction::Min,
        "max " => AggregateFunction::Max,
        "sum " => AggregateFunction::Sum,
        "avg " => AggregateFunction::Avg,
        _ => AggregateFunction::List,
    }
}

fn comparison(node: &Node<'_>) -> Comparison {
    match node.as_str() {
        "!= " => Comparison::NotEqual,
        "< " => Comparison::Less,
        "<= " => Comparison::LessOrEqual,
        "> " => Comparison::Greater,
        ">= " => Comparison::GreaterOrEqual,
        "contains " => Comparison::Contains,
        "starts_with " => Comparison::StartsWith,
        "ends_with " => Comparison::EndsWith,
        "matches " => Comparison::Matches,
        _ => Comparison::Equal,
    }
}
