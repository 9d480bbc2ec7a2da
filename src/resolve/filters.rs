//! Conditions inside a phrase: `level B or better`, `since 2020`, `where …` → typed tests.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{self, Comparison, Expression, LevelTail, Value};
use crate::query::{Field, NodeId, Test, TextComparison};
use crate::text::Span;
use crate::vocabulary::{On, Property, PropertyId, PropertyType};

/// A test, the node it is about (`None`: a statement), and where it was written.
pub(crate) type PlacedTest = (Test, Option<NodeId>, Span);

/// What a word of a condition names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Subject {
    /// A property of statements.
    Statement(PropertyId),
    /// A property of the entities of a node.
    Entity(NodeId, PropertyId),
    /// Name, id or kind of the entities of a node.
    BuiltIn(NodeId, BuiltIn),
}

/// What every entity has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BuiltIn {
    Name,
    Id,
    Kind,
}

impl BuiltIn {
    pub(crate) fn named(text: &str) -> Option<Self> {
        match text {
            "name" => Some(Self::Name),
            "id" => Some(Self::Id),
            "kind" => Some(Self::Kind),
            _ => None,
        }
    }

    pub(crate) const fn field(self) -> Field {
        match self {
            Self::Name => Field::Name,
            Self::Id => Field::Id,
            Self::Kind => Field::Kind,
        }
    }
}

/// One of these; values of one enumeration are one test.
fn any_of(tests: Vec<Test>) -> Test {
    let one = tests.iter().try_fold(None, |sum: Option<(PropertyId, u64)>, test| match (test, sum) {
        (Test::Code { property, codes }, None) => Some(Some((*property, *codes))),
        (Test::Code { property, codes }, Some((known, sum))) if known == *property => Some(Some((known, sum | codes))),
        (_, _) => None,
    });
    match one.flatten() {
        Some((property, codes)) => Test::Code { property, codes },
        None => Test::Or(tests),
    }
}

impl Resolver<'_> {
    /// The tests of a filter, each with what it is about. `nouns` are those on the left, in order.
    pub(crate) fn filter_tests(&mut self, nouns: &[NodeId], filter: &ast::Filter) -> Option<Vec<PlacedTest>> {
        match filter {
            ast::Filter::Where(expression, span) => self.where_tests(nouns, expression, *span),
            ast::Filter::Level { value, tail, span } => {
                let test = self.level_test(value, tail, *span)?;
                Some(vec![(test, None, *span)])
            }
            ast::Filter::Since(year, span) => {
                Some(vec![(self.year_test(*year as f64, f64::INFINITY, *span)?, None, *span)])
            }
            ast::Filter::Before(year, span) => {
                Some(vec![(self.year_test(f64::NEG_INFINITY, (*year - 1) as f64, *span)?, None, *span)])
            }
            ast::Filter::IncludingContested(_) | ast::Filter::IncludingCombinations(_) => Some(Vec::new()),
        }
    }

    /// The statement property called `name`, or the error that this graph holds no statements.
    pub(crate) fn statement_property(&mut self, name: &str, span: Span) -> Option<PropertyId> {
        let property = self.graph.vocabulary().statement_property(name).filter(|_| self.graph.statement_count() > 0);
        if property.is_none() {
            self.error(Diagnostic::error(
                Code::NoStatements,
                span,
                format!("this graph holds no statements, so nothing has a {name}"),
            ));
        }
        property
    }

    fn year_test(&mut self, low: f64, high: f64, span: Span) -> Option<Test> {
        let property = self.statement_property("year", span)?;
        Some(Test::Number { property, low, high })
    }

    fn level_test(&mut self, value: &Value, tail: &LevelTail, span: Span) -> Option<Test> {
        let property = self.statement_property("level", span)?;
        let code = self.code(property, value)?;
        let all = self.code_count(property);
        let codes = match tail {
            LevelTail::Exactly => 1 << code,
            LevelTail::OrBetter => mask(0, code),
            LevelTail::OrWorse => mask(code, all - 1),
            LevelTail::Or(values) => {
                let mut codes = 1u64 << code;
                for value in values {
                    codes |= 1 << self.code(property, value)?;
                }
                codes
            }
        };
        Some(Test::Code { property, codes })
    }

    fn code_count(&self, property: PropertyId) -> u16 {
        match &self.graph.vocabulary().property(property).of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => {
                values.len().clamp(1, 63) as u16
            }
            PropertyType::Bool => 2,
            PropertyType::Text
            | PropertyType::Number
            | PropertyType::Year
            | PropertyType::Date
            | PropertyType::Via { .. } => 1,
        }
    }

    /// The place of a value in its property's list.
    pub(crate) fn code(&mut self, property: PropertyId, value: &Value) -> Option<u16> {
        let text = self.value_text(value)?;
        let row = self.graph.vocabulary().property(property).clone();
        let values: Vec<String> = match row.of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values,
            PropertyType::Bool => match text.to_ascii_lowercase().as_str() {
                "yes" | "true" | "on" | "1" => return Some(1),
                "no" | "false" | "off" | "0" => return Some(0),
                _ => vec!["no".into(), "yes".into()],
            },
            PropertyType::Text
            | PropertyType::Number
            | PropertyType::Year
            | PropertyType::Date
            | PropertyType::Via { .. } => Vec::new(),
        };
        if let Some(place) = values.iter().position(|known| known.eq_ignore_ascii_case(&text)) {
            return Some(place.min(62) as u16);
        }
        let span = value.span();
        let known: Vec<&str> = values.iter().map(String::as_str).collect();
        let mut error = Diagnostic::error(Code::WrongValue, span, format!("`{text}` is no {}", row.name));
        if let Some(near) = crate::names::suggest_word(&text, known.iter().copied()) {
            error = error.fix(format!("`{near}` is close"), span, super::quote_if_needed(&near));
        }
        self.error(error.help(format!("{} is one of {}", row.name, super::names::join_words(&known, "or"))));
        None
    }

    /// The text of a value; a parameter gives its own.
    pub(crate) fn value_text(&mut self, value: &Value) -> Option<String> {
        match value {
            Value::Text { text, .. } => Some(text.clone()),
            Value::Variable(variable) => self.parameter(variable),
        }
    }

    fn number(&mut self, value: &Value) -> Option<f64> {
        let text = self.value_text(value)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.error(Diagnostic::error(Code::WrongValue, value.span(), format!("`{text}` is no number")));
        }
        number
    }

    /// Splits a condition at its outermost `and` into parts about statements and parts about entities.
    fn where_tests(&mut self, nouns: &[NodeId], expression: &Expression, span: Span) -> Option<Vec<PlacedTest>> {
        let parts: &[Expression] = match expression {
            Expression::And(parts) => parts,
            other => std::slice::from_ref(other),
        };
        let mut tests: Vec<PlacedTest> = Vec::new();
        for part in parts {
            let (test, about) = self.expression_test(nouns, part, span)?;
            tests.push((test, about, span));
        }
        // Parts about statements are one condition: they must be met by one statement.
        Some(tests)
    }

    fn expression_test(
        &mut self,
        nouns: &[NodeId],
        expression: &Expression,
        span: Span,
    ) -> Option<(Test, Option<NodeId>)> {
        self.tests += 1;
        if self.is_full(span) {
            return None;
        }
        match expression {
            Expression::Not(inner) => {
                let (test, about) = self.expression_test(nouns, inner, span)?;
                Some((Test::Not(Box::new(test)), about))
            }
            Expression::And(parts) => self.joined(nouns, parts, span, Test::And),
            Expression::Or(parts) => self.joined(nouns, parts, span, Test::Or),
            Expression::Compare { column, operator, value } => {
                let subject = self.subject(nouns, column)?;
                Some((self.comparison(subject, *operator, value)?, about(subject)))
            }
            Expression::Between { column, low, high } => {
                let subject = self.subject(nouns, column)?;
                let least = self.comparison(subject, Comparison::GreaterOrEqual, low)?;
                let most = self.comparison(subject, Comparison::LessOrEqual, high)?;
                Some((Test::And(vec![least, most]), about(subject)))
            }
            Expression::In { column, values } => {
                let subject = self.subject(nouns, column)?;
                let mut tests = Vec::new();
                for value in values {
                    tests.push(self.comparison(subject, Comparison::Equal, value)?);
                }
                Some((any_of(tests), about(subject)))
            }
            Expression::Missing { column, negated } => {
                let subject = self.subject(nouns, column)?;
                let test = Test::Missing(field(subject));
                Some((if *negated { Test::Not(Box::new(test)) } else { test }, about(subject)))
            }
        }
    }

    fn joined(
        &mut self,
        nouns: &[NodeId],
        parts: &[Expression],
        span: Span,
        join: impl Fn(Vec<Test>) -> Test,
    ) -> Option<(Test, Option<NodeId>)> {
        let mut tests = Vec::new();
        let mut subject: Option<Option<NodeId>> = None;
        for part in parts {
            let (test, about) = self.expression_test(nouns, part, span)?;
            if subject.is_some_and(|other| other != about) {
                self.error(
                    Diagnostic::error(
                        Code::NoPlace,
                        span,
                        "this condition mixes fields of a statement with properties of an entity",
                    )
                    .help("join them with `and`, outside brackets, or write two `where`"),
                );
                return None;
            }
            subject = Some(about);
            tests.push(test);
        }
        Some((join(tests), subject.flatten()))
    }

    /// What the column of a condition names: a field of statements before a property of a noun on the left.
    fn subject(&mut self, nouns: &[NodeId], column: &ast::Column) -> Option<Subject> {
        let (word, text) = match &column.kind {
            ast::ColumnKind::Word(word, text) => (word, text.as_str()),
            ast::ColumnKind::Member { of, of_text, property, property_span } => {
                return self.member_subject(nouns, of, of_text, property, *property_span);
            }
            ast::ColumnKind::Aggregate(_) => {
                self.error(Diagnostic::error(
                    Code::UnknownProperty,
                    column.span,
                    "a number made of many rows cannot be asked here",
                ));
                return None;
            }
        };
        let vocabulary = self.graph.vocabulary();
        let properties = word.form.map(|form| vocabulary.forms.get(form).properties.as_slice()).unwrap_or_default();
        let of_statement = properties.iter().copied().find(|&id| vocabulary.property(id).on == On::Statement);
        if let Some(property) = of_statement {
            return Some(Subject::Statement(property));
        }
        // The nearest noun; what was called by its name needs no condition where a noun can have it.
        let (named, unnamed): (Vec<NodeId>, Vec<NodeId>) =
            nouns.iter().rev().partition(|&&noun| self.query.node(noun).named);
        let nearest = || unnamed.iter().chain(&named).copied();
        for noun in nearest() {
            let fits = properties.iter().copied().find(|&id| self.has_property(noun, id));
            if let Some(property) = fits {
                return Some(Subject::Entity(noun, property));
            }
        }
        if let (Some(built_in), Some(noun)) = (BuiltIn::named(text), nearest().next()) {
            return Some(Subject::BuiltIn(noun, built_in));
        }
        self.unknown_property(text, column.span, nouns);
        None
    }

    fn member_subject(
        &mut self,
        nouns: &[NodeId],
        of: &ast::Word,
        of_text: &str,
        property: &str,
        property_span: Span,
    ) -> Option<Subject> {
        let node = self.node_called(nouns, of, of_text)?;
        let vocabulary = self.graph.vocabulary();
        let id = vocabulary
            .properties
            .iter()
            .position(|row| row.name == property)
            .map(|i| PropertyId(i as u16))
            .filter(|&id| self.has_property(node, id));
        if let Some(id) = id {
            return Some(Subject::Entity(node, id));
        }
        if let Some(built_in) = BuiltIn::named(property) {
            return Some(Subject::BuiltIn(node, built_in));
        }
        self.unknown_property(property, property_span, &[node]);
        None
    }

    /// Whether entities of a node have a property.
    pub(crate) fn has_property(&self, node: NodeId, property: PropertyId) -> bool {
        let kinds = self.query.node(node).kinds;
        match &self.graph.vocabulary().property(property).on {
            On::Statement => false,
            On::Kinds(on) => on.is_empty() || on.iter().any(|&kind| kinds.has(kind)),
        }
    }

    pub(crate) fn unknown_property(&mut self, text: &str, span: Span, nouns: &[NodeId]) {
        self.unknown_among_properties(text, span, |resolver, id, row| {
            row.on == On::Statement || nouns.iter().any(|&noun| resolver.has_property(noun, id))
        });
    }

    /// Reports a property that is not among those that can stand here.
    pub(crate) fn unknown_among_properties(
        &mut self,
        text: &str,
        span: Span,
        can_stand: impl Fn(&Self, PropertyId, &Property) -> bool,
    ) {
        let vocabulary = self.graph.vocabulary();
        let known: Vec<&str> = vocabulary
            .properties
            .iter()
            .enumerate()
            .filter(|(i, row)| can_stand(self, PropertyId(*i as u16), row))
            .map(|(_, row)| row.name.as_str())
            .chain(["name", "id", "kind"])
            .collect();
        let mut error = Diagnostic::error(Code::UnknownProperty, span, format!("there is no property `{text}` here"));
        if let Some(near) = crate::names::suggest_word(text, known.iter().copied()) {
            error = error.fix(format!("`{near}` is close"), span, near);
        }
        self.error(error.help(format!("known here: {}", known.join(", "))));
    }

    fn comparison(&mut self, subject: Subject, operator: Comparison, value: &Value) -> Option<Test> {
        let property = match subject {
            Subject::Statement(property) | Subject::Entity(_, property) => property,
            Subject::BuiltIn(_, built_in) => return self.text_comparison(built_in.field(), operator, value),
        };
        let row = self.graph.vocabulary().property(property);
        match &row.of {
            PropertyType::Ordered(_) | PropertyType::Enum(_) | PropertyType::Set(_) | PropertyType::Bool => {
                self.code_comparison(property, operator, value)
            }
            PropertyType::Number | PropertyType::Year => self.number_comparison(property, operator, value),
            PropertyType::Text | PropertyType::Date | PropertyType::Via { .. } => {
                self.text_comparison(Field::Property(property), operator, value)
            }
        }
    }

    /// `level >= B` means B or better: in an ordered property the best is the greatest.
    fn code_comparison(&mut self, property: PropertyId, operator: Comparison, value: &Value) -> Option<Test> {
        let textual = matches!(
            operator,
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches
        );
        if textual {
            return self.text_comparison(Field::Property(property), operator, value);
        }
        let code = self.code(property, value)?;
        let last = self.code_count(property) - 1;
        let codes = match operator {
            Comparison::Equal => 1 << code,
            // A missing value is not another value: it meets neither `=` nor `!=`.
            Comparison::NotEqual => mask(0, last) & !(1 << code),
            Comparison::Greater => {
                if code == 0 {
                    0
                } else {
                    mask(0, code - 1)
                }
            }
            Comparison::GreaterOrEqual => mask(0, code),
            Comparison::Less => {
                if code >= last {
                    0
                } else {
                    mask(code + 1, last)
                }
            }
            Comparison::LessOrEqual => mask(code, last),
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => 0,
        };
        Some(Test::Code { property, codes })
    }

    fn number_comparison(&mut self, property: PropertyId, operator: Comparison, value: &Value) -> Option<Test> {
        let number = self.number(value)?;
        let (low, high) = match operator {
            Comparison::Equal | Comparison::NotEqual => (number, number),
            Comparison::Less => (f64::NEG_INFINITY, number.next_down()),
            Comparison::LessOrEqual => (f64::NEG_INFINITY, number),
            Comparison::Greater => (number.next_up(), f64::INFINITY),
            Comparison::GreaterOrEqual => (number, f64::INFINITY),
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => {
                self.error(Diagnostic::error(Code::WrongValue, value.span(), "a number is not compared as text"));
                return None;
            }
        };
        let test = Test::Number { property, low, high };
        if operator == Comparison::NotEqual {
            let known = Test::Not(Box::new(Test::Missing(Field::Property(property))));
            return Some(Test::And(vec![known, Test::Not(Box::new(test))]));
        }
        Some(test)
    }

    fn text_comparison(&mut self, field: Field, operator: Comparison, value: &Value) -> Option<Test> {
        let text = self.value_text(value)?;
        let comparison = text_comparison(operator, &text);
        if let TextComparison::Matches(pattern) = &comparison
            && let Err(error) = regex_lite::Regex::new(pattern)
        {
            self.error(Diagnostic::error(
                Code::WrongValue,
                value.span(),
                format!("this is no regular expression: {error}"),
            ));
            return None;
        }
        let test = Test::Text { field: field.clone(), comparison };
        if operator == Comparison::NotEqual {
            let known = Test::Not(Box::new(Test::Missing(field)));
            return Some(Test::And(vec![known, Test::Not(Box::new(test))]));
        }
        Some(test)
    }

    /// Whether a condition names status failed, direction or disputed, which makes contested statements rows.
    pub(crate) fn lifts(&self, test: &Test) -> bool {
        let vocabulary = self.graph.vocabulary();
        match test {
            Test::Not(inner) => self.lifts(inner),
            Test::And(parts) | Test::Or(parts) => parts.iter().any(|part| self.lifts(part)),
            Test::Code { property, codes } => {
                let row = vocabulary.property(*property);
                if row.on != On::Statement {
                    return false;
                }
                match row.name.as_str() {
                    "direction" | "disputed" => true,
                    "status" => match &row.of {
                        PropertyType::Ordered(values) | PropertyType::Enum(values) => values
                            .iter()
                            .position(|value| value == "failed")
                            .is_some_and(|place| codes >> place & 1 == 1 && codes.count_ones() == 1),
                        PropertyType::Set(_)
                        | PropertyType::Text
                        | PropertyType::Number
                        | PropertyType::Year
                        | PropertyType::Date
                        | PropertyType::Bool
                        | PropertyType::Via { .. } => false,
                    },
                    _ => false,
                }
            }
            Test::Number { .. } | Test::Text { .. } | Test::Missing(_) | Test::Constant(_) => false,
        }
    }
}

/// Bits `low` to `high`, both included.
fn mask(low: u16, high: u16) -> u64 {
    (low..=high).fold(0, |bits, bit| bits | 1 << bit)
}

fn about(subject: Subject) -> Option<NodeId> {
    match subject {
        Subject::Statement(_) => None,
        Subject::Entity(node, _) | Subject::BuiltIn(node, _) => Some(node),
    }
}

fn field(subject: Subject) -> Field {
    match subject {
        Subject::Statement(property) | Subject::Entity(_, property) => Field::Property(property),
        Subject::BuiltIn(_, built_in) => built_in.field(),
    }
}

/// A comparison of texts; both sides are compared in lower case.
pub(crate) fn text_comparison(operator: Comparison, text: &str) -> TextComparison {
    let lower = text.to_owned();
    match operator {
        Comparison::Equal | Comparison::NotEqual => TextComparison::Among(vec![lower]),
        Comparison::Contains => TextComparison::Contains(lower),
        Comparison::StartsWith => TextComparison::StartsWith(lower),
        Comparison::EndsWith => TextComparison::EndsWith(lower),
        Comparison::Matches => TextComparison::Matches(text.to_owned()),
        Comparison::GreaterOrEqual => TextComparison::Between(Some(lower), None),
        Comparison::LessOrEqual => TextComparison::Between(None, Some(lower)),
        Comparison::Greater => TextComparison::Between(Some(format!("{lower}\u{0}")), None),
        Comparison::Less => TextComparison::Below(lower),
    }
}
