//! The tree printed back as text that parses to the same tree.
//!
//! Clauses stand in the order of the tree, groups in brackets, profiles always in brackets; a word
//! the vocabulary knows is written as the vocabulary writes it.

use super::ast::*;
use crate::vocabulary::Forms;

/// What printing needs besides the tree.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    /// Words that the vocabulary knows.
    pub forms: &'a Forms,
    /// The text the tree was read from: words that the vocabulary does not know are copied from it.
    pub text: &'a str,
    /// Written around every clause: nothing, or signs that show where each begins and ends.
    pub clause: [&'a str; 2],
}

impl<'a> Printer<'a> {
    /// A printer of trees that were read from `text`.
    pub const fn new(forms: &'a Forms, text: &'a str) -> Self {
        Self { forms, text, clause: ["", ""] }
    }

    /// A statement.
    pub fn statement(&self, statement: &Statement) -> String {
        self.print(|out| out.statement(&statement.kind))
    }

    /// A query.
    pub fn query(&self, query: &Query) -> String {
        self.print(|out| out.query(query))
    }

    /// A head with its clauses.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        self.print(|out| out.phrase(phrase))
    }

    /// A name, with the kind or quotes it was given with.
    pub fn name(&self, name: &Name) -> String {
        self.print(|out| out.name(name))
    }

    /// What a verb leads to.
    pub fn object(&self, object: &Object) -> String {
        self.print(|out| out.object(object))
    }

    /// A clause.
    pub fn clause(&self, clause: &Clause) -> String {
        self.print(|out| out.clause(clause))
    }

    /// A stage, without the bar before it.
    pub fn stage(&self, stage: &Stage) -> String {
        self.print(|out| out.stage(&stage.kind))
    }

    fn print(&self, write: impl FnOnce(&mut Output<'_>)) -> String {
        let mut out = Output { printer: self, text: String::new() };
        write(&mut out);
        out.text
    }
}

/// A text in double quotes.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

struct Output<'a> {
    printer: &'a Printer<'a>,
    text: String,
}

impl Output<'_> {
    /// A word, after a space where one is needed.
    fn put(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with(['(', ' ', ':', '⟨']) {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    /// A sign right after what stands before.
    fn close(&mut self, sign: &str) {
        self.text.push_str(sign);
    }

    fn put_if(&mut self, condition: bool, word: &str) {
        if condition {
            self.put(word);
        }
    }

    fn put_number(&mut self, word: &str, number: u64) {
        self.put(word);
        self.put(&number.to_string());
    }

    fn quoted(&mut self, text: &str) {
        self.put(&quote(text));
    }

    fn variable(&mut self, name: &Text) {
        self.put(&format!("${}", name.text));
    }

    /// Items with commas between.
    fn listed<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.close(",");
            }
            write(self, item);
        }
    }

    /// Items with a word between.
    fn joined<T>(&mut self, items: &[T], word: &str, mut write: impl FnMut(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            self.put_if(i > 0, word);
            write(self, item);
        }
    }

    fn word(&mut self, word: &Word) {
        let printer = self.printer;
        match word.form {
            Some(form) => self.put(&printer.forms.get(form).text),
            None => self.put(word.span.of(printer.text)),
        }
    }

    fn statement(&mut self, statement: &StatementKind) {
        match statement {
            StatementKind::Let { name, query } => {
                self.put("let");
                self.variable(name);
                self.put("=");
                self.query(query);
            }
            StatementKind::Param { name, value } => {
                self.put("param");
                self.variable(name);
                if let Some(value) = value {
                    self.put("=");
                    self.value(value);
                }
            }
            StatementKind::Set { name, value } => {
                self.put("set");
                self.put(&name.text);
                self.put("=");
                self.put(&value.text);
            }
            StatementKind::Use(file) => {
                self.put("use");
                self.quoted(&file.text);
            }
            StatementKind::Run(file) => {
                self.put("run");
                self.quoted(&file.text);
            }
            StatementKind::Show(topic) => {
                self.put("show");
                self.put(&topic.text);
            }
            StatementKind::Explain(query) => {
                self.put("explain");
                self.query(query);
            }
            StatementKind::Profile(query) => {
                self.put("profile");
                self.query(query);
            }
            StatementKind::Expect(expectation) => self.expectation(expectation),
            StatementKind::Query(query) => self.query(query),
        }
    }

    fn expectation(&mut self, expectation: &Expectation) {
        self.put("expect");
        match expectation {
            Expectation::Name { negated, name } => {
                self.put_if(*negated, "not");
                self.name(name);
            }
            Expectation::Rows { quantifier: Quantifier::Exactly(number), .. } => {
                self.put(&number.to_string());
                self.put("rows");
            }
            Expectation::Rows { quantifier, .. } => {
                self.quantifier(*quantifier);
                self.put("rows");
            }
        }
    }

    fn quantifier(&mut self, quantifier: Quantifier) {
        match quantifier {
            Quantifier::AtLeast(number) => self.put_number("at least", number),
            Quantifier::AtMost(number) => self.put_number("at most", number),
            Quantifier::Exactly(number) => self.put_number("exactly", number),
            Quantifier::MoreThan(number) => self.put_number("more than", number),
            Quantifier::FewerThan(number) => self.put_number("fewer than", number),
            Quantifier::No => self.put("no"),
            Quantifier::Only => self.put("only"),
            Quantifier::Every => self.put("every"),
        }
    }

    fn query(&mut self, query: &Query) {
        self.source(&query.source);
        self.stages(&query.stages);
    }

    fn stages(&mut self, stages: &[Stage]) {
        for stage in stages {
            self.put("|");
            self.stage(&stage.kind);
        }
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Set(set) => self.set(set),
            Source::Does(phrase) => self.question(phrase),
            Source::Evidence(phrase) => {
                self.put("evidence for");
                self.phrase(phrase);
            }
            Source::Describe { names, word } => {
                self.put("describe");
                if let Some(names) = names {
                    self.names(names);
                }
                if let Some(word) = word {
                    self.word(word);
                }
            }
            Source::Resolve(text) => {
                self.put("resolve");
                self.quoted(&text.text);
            }
            Source::Why(why) => self.why(why),
            Source::Paths(paths) => self.paths(paths),
            Source::Neighbours { of, options, .. } => {
                self.put("neighbours of");
                self.endpoint(of);
                self.path_options(options);
            }
            Source::Compare { sides, by, .. } => self.compare(sides, by),
            Source::Match(matched) => self.matched(matched),
            Source::Conflicts { about, .. } => {
                self.put("conflicts");
                if let Some(phrase) = about {
                    self.put("about");
                    self.phrase(phrase);
                }
            }
        }
    }

    /// A question needs a clause or ends in an adjective: `is lapatinib approved`.
    fn question(&mut self, phrase: &Phrase) {
        if !phrase.clauses.is_empty() {
            self.put("does");
            return self.phrase(phrase);
        }
        self.put("is");
        let (last, others) = match phrase.head.adjectives.split_last() {
            Some((last, others)) => (Some(last), others),
            None => (None, phrase.head.adjectives.as_slice()),
        };
        self.head_with(others, &phrase.head);
        if let Some(adjective) = last {
            self.adjective(adjective);
        }
    }

    fn why(&mut self, why: &Why) {
        self.put("why");
        self.put_if(why.negated, "not");
        match &why.subject {
            WhySubject::Name(name) => self.name(name),
            WhySubject::Row(row, _) => self.put(&row.to_string()),
        }
        if let Some(query) = &why.query {
            self.put("in");
            self.query(query);
        }
    }

    fn paths(&mut self, paths: &Paths) {
        self.put_if(paths.all, "all");
        self.put_if(paths.shortest, "shortest");
        self.put("paths from");
        self.endpoint(&paths.from);
        self.put("to");
        self.endpoint(&paths.to);
        self.path_options(&paths.options);
    }

    fn path_options(&mut self, options: &[PathOption]) {
        for option in options {
            match option {
                PathOption::Within(steps, _) => self.put_number("within", *steps),
                PathOption::Via(points) => self.waypoints("via", points),
                PathOption::Avoiding(points) => self.waypoints("avoiding", points),
                PathOption::Context(context) => self.context(context),
                PathOption::Filter(filter) => self.filter(filter),
            }
        }
    }

    fn waypoints(&mut self, word: &str, points: &[Waypoint]) {
        self.put(word);
        self.listed(points, |out, point| match point {
            Waypoint::Word(word) => out.word(word),
            Waypoint::Name(name) => out.name(name),
        });
    }

    fn endpoint(&mut self, endpoint: &Endpoint) {
        match endpoint {
            Endpoint::Name(name) => self.name(name),
            Endpoint::Set(set, _) => {
                self.put("(");
                self.set(set);
                self.close(")");
            }
        }
    }

    fn compare(&mut self, sides: &[Endpoint], by: &[Column]) {
        self.put("compare");
        self.joined(sides, "with", |out, side| out.endpoint(side));
        if !by.is_empty() {
            self.put("by");
            self.listed(by, |out, column| out.column(column));
        }
    }

    fn matched(&mut self, matched: &Match) {
        self.put("match");
        if let Some(file) = &matched.file {
            self.put("file");
            self.quoted(&file.text);
        }
        self.listed(&matched.findings, |out, profile| out.literals(profile));
        if let Some(context) = &matched.context {
            self.context(context);
        }
        for filter in &matched.filters {
            self.filter(filter);
        }
    }

    fn set(&mut self, set: &SetExpression) {
        self.phrase(&set.first);
        for (operator, _, phrase) in &set.rest {
            self.put(match operator {
                SetOperator::Union => "union",
                SetOperator::Except => "except",
                SetOperator::Intersect => "intersect",
            });
            self.phrase(phrase);
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.head(&phrase.head);
        self.clauses(&phrase.clauses);
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.clause(clause);
        }
    }

    fn head(&mut self, head: &Head) {
        self.head_with(&head.adjectives, head);
    }

    fn head_with(&mut self, adjectives: &[AdjectiveWord], head: &Head) {
        for adjective in adjectives {
            self.adjective(adjective);
        }
        match &head.kind {
            HeadKind::What => self.put("what"),
            HeadKind::Noun { noun, names } => {
                self.word(noun);
                if let Some(names) = names {
                    self.names(names);
                }
            }
            HeadKind::NounForm { form, object } => {
                self.word(form);
                self.object(object);
            }
            HeadKind::Names(names) => self.names(names),
            HeadKind::Group { set, stages } => {
                self.put("(");
                self.set(set);
                self.stages(stages);
                self.close(")");
            }
        }
        self.alias(head.label.as_ref());
    }

    fn adjective(&mut self, adjective: &AdjectiveWord) {
        match adjective {
            AdjectiveWord::Form(word) => self.word(word),
            AdjectiveWord::Name(name) => self.name(name),
        }
    }

    fn alias(&mut self, label: Option<&Text>) {
        if let Some(label) = label {
            self.put("as");
            self.put(&label.text);
        }
    }

    /// One word at every joint; where both words stand in the list, commas first and then the words.
    fn names(&mut self, names: &Names) {
        let joints = names.items.len().saturating_sub(1);
        let commas = if names.mixed.is_empty() { 0 } else { joints.saturating_sub(names.mixed.len()) };
        for (i, name) in names.items.iter().enumerate() {
            let mixed = i.checked_sub(commas + 1).and_then(|word| names.mixed.get(word));
            match mixed {
                Some((connector, _)) => self.put(connector_word(*connector)),
                None if i == 0 => {}
                None if i <= commas => self.close(","),
                None => self.put(connector_word(names.connector)),
            }
            self.name(name);
        }
    }

    fn name(&mut self, name: &Name) {
        self.put_if(name.exactly, "exactly");
        if let Some(kind) = &name.kind {
            self.put(&kind.text);
            self.close(":");
        }
        match &name.text {
            NameText::Known { text, quoted: true, .. } | NameText::Unknown { text, quoted: true, .. } => {
                self.quoted(text)
            }
            NameText::Known { text, .. } | NameText::Unknown { text, .. } => self.put(text),
            NameText::Variable(name) => self.variable(name),
            NameText::Label(label) => self.put(&label.text),
        }
        if let Some(noun) = &name.noun_after {
            self.word(noun);
        }
        self.put_if(name.or_broader, "or broader");
    }

    fn clause(&mut self, clause: &Clause) {
        if clause.comma {
            self.close(",");
        }
        if let Some((connector, _)) = clause.connector {
            self.put(connector_word(connector));
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

    fn relation(&mut self, relation: &Relation) {
        self.put_if(relation.negated, "not");
        for (i, verb) in relation.verbs.iter().enumerate() {
            if i > 0 {
                let mixed = relation.mixed.get(i - 1).map(|(connector, _)| *connector);
                self.put(connector_word(mixed.unwrap_or(relation.connector)));
            }
            self.word(verb);
        }
        self.object(&relation.object);
    }

    fn object(&mut self, object: &Object) {
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
                if names.items.len() > 1 && adjectives.is_empty() =>
            {
                self.put("(");
                self.names(names);
                self.close(")");
            }
            Object::Head(head) => self.head(head),
        }
    }

    fn literals(&mut self, profile: &Profile) {
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

    fn context(&mut self, context: &Context) {
        self.put_if(context.negated, "not");
        let written = context.preposition.of(self.printer.text);
        self.put(if written.eq_ignore_ascii_case("for") { "for" } else { "in" });
        self.object(&context.object);
    }

    fn filter(&mut self, filter: &Filter) {
        match filter {
            Filter::Where(expression, _) => {
                self.put("where");
                self.expression(expression, Binding::Or);
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

    fn level_tail(&mut self, tail: &LevelTail) {
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

    fn value(&mut self, value: &Value) {
        match value {
            Value::Text { text, quoted: true, .. } => self.quoted(text),
            Value::Text { text, .. } => self.put(text),
            Value::Variable(name) => self.variable(name),
        }
    }

    /// A condition, in brackets where it binds less tightly than its place asks.
    fn expression(&mut self, expression: &Expression, place: Binding) {
        let binding = match expression {
            Expression::Or(_) => Binding::Or,
            Expression::And(_) => Binding::And,
            Expression::Not(_)
            | Expression::Compare { .. }
            | Expression::Between { .. }
            | Expression::In { .. }
            | Expression::Missing { .. } => Binding::Single,
        };
        let needs_brackets = binding < place;
        self.put_if(needs_brackets, "(");
        match expression {
            Expression::Not(inner) => {
                // `not not a` is no sentence.
                let is_twice = matches!(**inner, Expression::Not(_));
                self.put("not");
                self.put_if(is_twice, "(");
                self.expression(inner, Binding::Single);
                if is_twice {
                    self.close(")");
                }
            }
            Expression::And(parts) => self.joined(parts, "and", |out, part| out.expression(part, Binding::Single)),
            Expression::Or(parts) => self.joined(parts, "or", |out, part| out.expression(part, Binding::And)),
            Expression::Compare { column, operator, value } => {
                self.column(column);
                self.put(comparison_sign(*operator));
                self.value(value);
            }
            Expression::Between { column, low, high } => {
                self.column(column);
                self.put("between");
                self.value(low);
                self.put("and");
                self.value(high);
            }
            Expression::In { column, values } => {
                self.column(column);
                self.put("in (");
                self.listed(values, |out, value| out.value(value));
                self.close(")");
            }
            Expression::Missing { column, negated } => {
                self.column(column);
                self.put(if *negated { "is not missing" } else { "is missing" });
            }
        }
        if needs_brackets {
            self.close(")");
        }
    }

    fn column(&mut self, column: &Column) {
        match &column.kind {
            ColumnKind::Word(_, text) => self.put(text),
            ColumnKind::Member { of_text, property, .. } => self.put(&format!("{of_text}.{property}")),
            ColumnKind::Aggregate(Aggregate::Count(of)) => self.count(of),
            ColumnKind::Aggregate(Aggregate::Over { function, column }) => {
                self.put(function_word(*function));
                self.close("(");
                self.column(column);
                self.close(")");
            }
        }
        self.alias(column.alias.as_ref());
    }

    fn count(&mut self, of: &CountOf) {
        self.put("count");
        match of {
            CountOf::Rows => {}
            CountOf::Noun(_, text) => self.put(text),
            CountOf::Paths => self.put("paths"),
            CountOf::Evidence => self.put("evidence"),
        }
    }

    fn key(&mut self, key: &Key) {
        self.column(&key.column);
        if let Some(ascending) = key.ascending {
            self.put(if ascending { "asc" } else { "desc" });
        }
    }

    fn keys(&mut self, keys: &[Key]) {
        self.listed(keys, |out, key| out.key(key));
    }

    fn stage(&mut self, stage: &StageKind) {
        match stage {
            StageKind::Count { of, by } => {
                self.count(of);
                self.put_if(!by.is_empty(), "by");
                self.keys(by);
            }
            StageKind::Group { by, aggregates } => {
                self.put("group by");
                self.keys(by);
                self.close(": ");
                self.listed(aggregates, |out, column| out.column(column));
            }
            StageKind::Sort(keys) => {
                self.put("sort by");
                self.keys(keys);
            }
            StageKind::Top { count, by } => {
                self.put_number("top", *count);
                if let Some(key) = by {
                    self.put("by");
                    self.key(key);
                }
            }
            StageKind::Bottom { count, by } => {
                self.put_number("bottom", *count);
                self.put("by");
                self.key(by);
            }
            StageKind::Limit(count) => self.put_number("limit", *count),
            StageKind::Skip(count) => self.put_number("skip", *count),
            StageKind::Show(columns) => {
                self.put("show");
                self.listed(columns, |out, column| out.column(column));
            }
            StageKind::Where(expression) => {
                self.put("where");
                self.expression(expression, Binding::Or);
            }
            StageKind::Distinct(keys) => {
                self.put("distinct");
                self.keys(keys);
            }
            StageKind::Follow { verb, to } => {
                self.put("follow");
                self.word(verb);
                if let Some(head) = to {
                    self.put("to");
                    self.head(head);
                }
            }
            StageKind::Rank(by) => {
                self.put("rank by");
                self.put(match by {
                    RankBy::PageRank => "pagerank",
                    RankBy::Degree => "degree",
                    RankBy::Betweenness => "betweenness",
                });
            }
            StageKind::As(format) => {
                self.put("as");
                self.put(&format.text);
            }
            StageKind::To(file) => {
                self.put("to");
                self.quoted(&file.text);
            }
        }
    }
}

/// How tightly a condition binds, and how tightly its place wants it to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Single,
}

fn connector_word(connector: Connector) -> &'static str {
    match connector {
        Connector::And => "and",
        Connector::Or => "or",
    }
}

fn comparison_sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Contains => "contains",
        Comparison::StartsWith => "starts with",
        Comparison::EndsWith => "ends with",
        Comparison::Matches => "matches",
    }
}

fn function_word(function: AggregateFunction) -> &'static str {
    match function {
        AggregateFunction::Min => "min",
        AggregateFunction::Max => "max",
        AggregateFunction::Sum => "sum",
        AggregateFunction::Avg => "avg",
        AggregateFunction::List => "list",
    }
}
