//! Conditions inside a phrase: `level B or better`, `since 2020`, `where …` → typed tests.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast;
use crate::language::ast::{ColumnTestKind, Comparison, Expression, LevelTail, ValueSyntax};
use crate::model;
use crate::query::{EntityField, NodeId, PropertyTest, Test};
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::values::BuiltIn;
use crate::resolve::{columns, unknown, values, variables};
use crate::text::Span;
use crate::vocabulary::{CodeSet, On, PropertyId, PropertyType};

/// A test, the node it is about (`None`: a statement), and where it was written.
pub(super) type PlacedTest = (Test, Option<NodeId>, Span);

/// What a word of a condition names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TestSubject {
    /// A property of statements.
    Statement(PropertyId),
    /// A property of the entities of a node.
    Entity(NodeId, PropertyId),
    /// Name, id or kind of the entities of a node.
    BuiltIn(NodeId, BuiltIn),
}

/// The tests of a filter, each with what it is about. `nouns` are those on the left, in order.
pub(super) fn filter_tests(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nouns: &[NodeId],
    filter: &ast::Filter,
) -> Option<Vec<PlacedTest>> {
    match filter {
        ast::Filter::Where(expression, span) => where_tests(scope, draft, nouns, expression, *span),
        ast::Filter::Level { value, tail, span } => {
            let test = level_test(scope, draft, value, tail, *span)?;
            Some(vec![(test, None, *span)])
        }
        ast::Filter::Since(year, span) => {
            Some(vec![(year_test(scope, draft, *year as f64, f64::INFINITY, *span)?, None, *span)])
        }
        ast::Filter::Before(year, span) => {
            Some(vec![(year_test(scope, draft, f64::NEG_INFINITY, (*year - 1) as f64, *span)?, None, *span)])
        }
        ast::Filter::IncludingContested(_) | ast::Filter::IncludingCombinations(_) => Some(Vec::new()),
    }
}

fn year_test(scope: &Scope<'_>, draft: &mut Draft, low: f64, high: f64, span: Span) -> Option<Test> {
    let property = values::statement_property(scope, draft, model::Field::Year, span)?;
    Some(Test::Leaf(PropertyTest::Number { property, low, high }))
}

fn level_test(scope: &Scope<'_>, draft: &mut Draft, value: &ValueSyntax, tail: &LevelTail, span: Span) -> Option<Test> {
    let property = values::statement_property(scope, draft, model::Field::Level, span)?;
    let code = values::code(scope, draft, property, value)?;
    let place = usize::from(code);
    let codes = match tail {
        LevelTail::Exactly => CodeSet::only(code),
        LevelTail::OrBetter => CodeSet::range(0..place + 1),
        LevelTail::OrWorse => CodeSet::range(place..values::code_count(scope, property)),
        LevelTail::Or(values) => {
            let mut codes = CodeSet::only(code);
            for value in values {
                codes = codes.with(values::code(scope, draft, property, value)?);
            }
            codes
        }
    };
    Some(Test::Leaf(PropertyTest::Code { property, codes }))
}

/// Splits a condition at its outermost `and` into parts about statements and parts about entities.
fn where_tests(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nouns: &[NodeId],
    expression: &Expression,
    span: Span,
) -> Option<Vec<PlacedTest>> {
    let mut tests: Vec<PlacedTest> = Vec::new();
    for part in expression.conjuncts() {
        let (test, about) = expression_test(scope, draft, nouns, part, span)?;
        tests.push((test, about, span));
    }
    // Parts about statements are one condition: they must be met by one statement.
    Some(tests)
}

fn expression_test(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nouns: &[NodeId],
    expression: &Expression,
    span: Span,
) -> Option<(Test, Option<NodeId>)> {
    draft.tests += 1;
    if draft.is_full(span) {
        return None;
    }
    match expression {
        Expression::Not(inner) => {
            let (test, about) = expression_test(scope, draft, nouns, inner, span)?;
            Some((Test::negation(test), about))
        }
        Expression::And(parts) => joined(scope, draft, nouns, parts, span, Test::And),
        Expression::Or(parts) => joined(scope, draft, nouns, parts, span, Test::Or),
        Expression::Leaf(test) => {
            let subject = subject(scope, draft, nouns, &test.column)?;
            Some((subject_test(scope, draft, subject, &test.kind)?, about(subject)))
        }
    }
}

fn subject_test(scope: &Scope<'_>, draft: &mut Draft, subject: TestSubject, test: &ColumnTestKind) -> Option<Test> {
    match test {
        ColumnTestKind::Compare(operator, value) => compare(scope, draft, subject, *operator, value),
        ColumnTestKind::Between(low, high) => {
            let least = compare(scope, draft, subject, Comparison::GreaterOrEqual, low)?;
            let most = compare(scope, draft, subject, Comparison::LessOrEqual, high)?;
            Some(Test::And(vec![least, most]))
        }
        ColumnTestKind::In(values) => {
            let mut tests = Vec::new();
            for value in values {
                tests.push(compare(scope, draft, subject, Comparison::Equal, value)?);
            }
            Some(any_of(tests))
        }
        ColumnTestKind::Missing { negated } => {
            let test = Test::Leaf(PropertyTest::Missing(field(subject)));
            Some(if *negated { Test::negation(test) } else { test })
        }
    }
}

fn joined(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nouns: &[NodeId],
    parts: &[Expression],
    span: Span,
    join: impl Fn(Vec<Test>) -> Test,
) -> Option<(Test, Option<NodeId>)> {
    let mut tests = Vec::new();
    let mut subject: Option<Option<NodeId>> = None;
    for part in parts {
        let (test, about) = expression_test(scope, draft, nouns, part, span)?;
        if subject.is_some_and(|other| other != about) {
            draft.error(
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

/// What the column of a condition names: a field of statements before a property of a noun on the
/// left.
fn subject(scope: &Scope<'_>, draft: &mut Draft, nouns: &[NodeId], column: &ast::ColumnSyntax) -> Option<TestSubject> {
    let (word, text) = match &column.kind {
        ast::ColumnKindSyntax::Word(word, text) => (word, text.as_str()),
        ast::ColumnKindSyntax::Member { of, of_text, property, property_span } => {
            return member_subject(scope, draft, nouns, of, of_text, property, *property_span);
        }
        ast::ColumnKindSyntax::Aggregate(_) => {
            draft.error(Diagnostic::error(Code::UnknownProperty, column.span, "an aggregate cannot be used here"));
            return None;
        }
    };
    let vocabulary = scope.graph.vocabulary();
    let properties = word.form.map(|form| vocabulary.forms.get(form).properties.as_slice()).unwrap_or_default();
    let of_statement = properties.iter().copied().find(|&id| vocabulary.property(id).on == On::Statement);
    if let Some(property) = of_statement {
        return Some(TestSubject::Statement(property));
    }
    // The nearest noun; what was called by its name needs no condition where a noun can have it.
    let (named, unnamed): (Vec<NodeId>, Vec<NodeId>) =
        nouns.iter().rev().partition(|&&noun| draft.query.node(noun).named);
    let nearest = || unnamed.iter().chain(&named).copied();
    for noun in nearest() {
        let fits = properties.iter().copied().find(|&id| values::has_property(scope, draft, noun, id));
        if let Some(property) = fits {
            return Some(TestSubject::Entity(noun, property));
        }
    }
    if let (Some(built_in), Some(noun)) = (BuiltIn::named(text), nearest().next()) {
        return Some(TestSubject::BuiltIn(noun, built_in));
    }
    unknown::unknown_property(scope, draft, text, column.span, nouns);
    None
}

fn member_subject(
    scope: &Scope<'_>,
    draft: &mut Draft,
    nouns: &[NodeId],
    of: &ast::Word,
    of_text: &str,
    property: &str,
    property_span: Span,
) -> Option<TestSubject> {
    let node = columns::node_called(scope, draft, nouns, of, of_text)?;
    let vocabulary = scope.graph.vocabulary();
    let id = vocabulary
        .properties
        .iter()
        .position(|row| row.name == property)
        .map(|i| PropertyId(i as u16))
        .filter(|&id| values::has_property(scope, draft, node, id));
    if let Some(id) = id {
        return Some(TestSubject::Entity(node, id));
    }
    if let Some(built_in) = BuiltIn::named(property) {
        return Some(TestSubject::BuiltIn(node, built_in));
    }
    unknown::unknown_property(scope, draft, property, property_span, &[node]);
    None
}

fn compare(
    scope: &Scope<'_>,
    draft: &mut Draft,
    subject: TestSubject,
    operator: Comparison,
    value: &ValueSyntax,
) -> Option<Test> {
    let property = match subject {
        TestSubject::Statement(property) | TestSubject::Entity(_, property) => property,
        TestSubject::BuiltIn(_, built_in) => return text_test(scope, draft, built_in.field(), operator, value),
    };
    let row = scope.graph.vocabulary().property(property);
    match &row.of {
        PropertyType::Ordered(_) | PropertyType::Enum(_) | PropertyType::Set(_) | PropertyType::Bool => {
            code_comparison(scope, draft, property, operator, value)
        }
        PropertyType::Number | PropertyType::Year => number_comparison(scope, draft, property, operator, value),
        PropertyType::Text | PropertyType::Date | PropertyType::Via { .. } => {
            text_test(scope, draft, EntityField::Property(property), operator, value)
        }
    }
}

/// `level >= B` means B or better: in an ordered property the best is the greatest.
fn code_comparison(
    scope: &Scope<'_>,
    draft: &mut Draft,
    property: PropertyId,
    operator: Comparison,
    value: &ValueSyntax,
) -> Option<Test> {
    let textual =
        matches!(operator, Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches);
    if textual {
        return text_test(scope, draft, EntityField::Property(property), operator, value);
    }
    let code = values::code(scope, draft, property, value)?;
    let (place, count) = (usize::from(code), values::code_count(scope, property));
    let codes = match operator {
        Comparison::Equal => CodeSet::only(code),
        // A missing value is not another value: it meets neither `=` nor `!=`.
        Comparison::NotEqual => CodeSet::range(0..count).without(code),
        Comparison::Greater => CodeSet::range(0..place),
        Comparison::GreaterOrEqual => CodeSet::range(0..place + 1),
        Comparison::Less => CodeSet::range(place + 1..count),
        Comparison::LessOrEqual => CodeSet::range(place..count),
        Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => {
            CodeSet::default()
        }
    };
    Some(Test::Leaf(PropertyTest::Code { property, codes }))
}

fn number_comparison(
    scope: &Scope<'_>,
    draft: &mut Draft,
    property: PropertyId,
    operator: Comparison,
    value: &ValueSyntax,
) -> Option<Test> {
    let number = values::number(scope, draft, value)?;
    let (low, high) = match operator {
        Comparison::Equal | Comparison::NotEqual => (number, number),
        Comparison::Less => (f64::NEG_INFINITY, number.next_down()),
        Comparison::LessOrEqual => (f64::NEG_INFINITY, number),
        Comparison::Greater => (number.next_up(), f64::INFINITY),
        Comparison::GreaterOrEqual => (number, f64::INFINITY),
        Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => {
            draft.error(Diagnostic::error(Code::WrongValue, value.span(), "a number cannot be compared as text"));
            return None;
        }
    };
    let test = Test::Leaf(PropertyTest::Number { property, low, high });
    if operator == Comparison::NotEqual {
        let known = Test::negation(Test::Leaf(PropertyTest::Missing(EntityField::Property(property))));
        return Some(Test::And(vec![known, Test::negation(test)]));
    }
    Some(test)
}

fn text_test(
    scope: &Scope<'_>,
    draft: &mut Draft,
    field: EntityField,
    operator: Comparison,
    value: &ValueSyntax,
) -> Option<Test> {
    let text = variables::value_text(scope, draft, value)?;
    let comparison = values::comparison(draft, operator, &text, value.span())?;
    let test = Test::Leaf(PropertyTest::Text { field: field.clone(), comparison });
    if operator == Comparison::NotEqual {
        let known = Test::negation(Test::Leaf(PropertyTest::Missing(field)));
        return Some(Test::And(vec![known, Test::negation(test)]));
    }
    Some(test)
}

/// Whether a condition names status failed, direction or disputed, which makes contested statements
/// rows.
pub(super) fn lifts(scope: &Scope<'_>, test: &Test) -> bool {
    test.has_leaf(&|leaf| match leaf {
        PropertyTest::Code { property, codes } => {
            let failed = |code: u8| codes.is_only(code);
            match scope.graph.model().field(*property) {
                Some(model::Field::Direction | model::Field::Disputed) => true,
                Some(model::Field::Status) => scope.graph.model().statuses.failed.is_some_and(failed),
                Some(_) | None => false,
            }
        }
        PropertyTest::Number { .. } | PropertyTest::Text { .. } | PropertyTest::Missing(_) => false,
    })
}

/// One of these; values of one enumeration are one test.
fn any_of(tests: Vec<Test>) -> Test {
    let one = tests.iter().try_fold(None, |sum: Option<(PropertyId, CodeSet)>, test| match (test, sum) {
        (Test::Leaf(PropertyTest::Code { property, codes }), None) => Some(Some((*property, *codes))),
        (Test::Leaf(PropertyTest::Code { property, codes }), Some((known, sum))) if known == *property => {
            Some(Some((known, sum.or(*codes))))
        }
        (_, _) => None,
    });
    match one.flatten() {
        Some((property, codes)) => Test::Leaf(PropertyTest::Code { property, codes }),
        None => Test::Or(tests),
    }
}

fn about(subject: TestSubject) -> Option<NodeId> {
    match subject {
        TestSubject::Statement(_) => None,
        TestSubject::Entity(node, _) | TestSubject::BuiltIn(node, _) => Some(node),
    }
}

fn field(subject: TestSubject) -> EntityField {
    match subject {
        TestSubject::Statement(property) | TestSubject::Entity(_, property) => EntityField::Property(property),
        TestSubject::BuiltIn(_, built_in) => built_in.field(),
    }
}
