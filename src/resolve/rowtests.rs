//! Conditions on finished rows: `| where …`.

use crate::language::ast;
use crate::language::ast::{ColumnTestKind, Comparison, Expression};
use crate::query::{ColumnKind, ColumnTest, EvidenceColumn, RowColumn, RowTest, ValueTest};
use crate::resolve::columns::Shape;
use crate::resolve::draft::Draft;
use crate::resolve::scope::Scope;
use crate::resolve::{columns, values, variables};
use crate::text::Span;
use crate::vocabulary::PropertyId;

pub(super) fn row_test(
    scope: &Scope<'_>,
    draft: &mut Draft,
    shape: &Shape,
    expression: &Expression,
) -> Option<RowTest> {
    draft.tests += 1;
    if draft.is_full(Span::new(0, scope.asked.len() as u32)) {
        return None;
    }
    match expression {
        Expression::Not(inner) => Some(RowTest::negation(row_test(scope, draft, shape, inner)?)),
        Expression::And(parts) => {
            Some(RowTest::And(parts.iter().map(|part| row_test(scope, draft, shape, part)).collect::<Option<_>>()?))
        }
        Expression::Or(parts) => {
            Some(RowTest::Or(parts.iter().map(|part| row_test(scope, draft, shape, part)).collect::<Option<_>>()?))
        }
        Expression::Leaf(test) => {
            let column = columns::column(scope, draft, shape, &test.column)?;
            column_test(scope, draft, column, &test.kind)
        }
    }
}

fn column_test(scope: &Scope<'_>, draft: &mut Draft, column: RowColumn, test: &ColumnTestKind) -> Option<RowTest> {
    match test {
        ColumnTestKind::Compare(operator, value) => row_comparison(scope, draft, column, *operator, value),
        ColumnTestKind::Between(low, high) => {
            let least = row_comparison(scope, draft, column.clone(), Comparison::GreaterOrEqual, low)?;
            let most = row_comparison(scope, draft, column, Comparison::LessOrEqual, high)?;
            Some(RowTest::And(vec![least, most]))
        }
        ColumnTestKind::In(values) => {
            let tests: Option<Vec<RowTest>> = values
                .iter()
                .map(|value| row_comparison(scope, draft, column.clone(), Comparison::Equal, value))
                .collect();
            Some(RowTest::Or(tests?))
        }
        ColumnTestKind::Missing { negated } => {
            let test = RowTest::Leaf(ColumnTest { column, test: ValueTest::Missing });
            Some(if *negated { RowTest::negation(test) } else { test })
        }
    }
}

fn row_comparison(
    scope: &Scope<'_>,
    draft: &mut Draft,
    column: RowColumn,
    operator: Comparison,
    value: &ast::ValueSyntax,
) -> Option<RowTest> {
    let property = match &column.kind {
        ColumnKind::Property(_, property) | ColumnKind::Evidence(EvidenceColumn::Property(property)) => Some(*property),
        ColumnKind::Node(_)
        | ColumnKind::Field(..)
        | ColumnKind::Evidence(_)
        | ColumnKind::Made(_)
        | ColumnKind::PerHead(_) => None,
    };
    let test = match property {
        Some(property) if values::is_coded(scope, property) => ordered_test(scope, draft, property, operator, value)?,
        Some(_) | None => value_test(scope, draft, operator, value)?,
    };
    let known = RowTest::negation(RowTest::Leaf(ColumnTest { column: column.clone(), test: ValueTest::Missing }));
    let test = RowTest::Leaf(ColumnTest { column, test });
    Some(if operator == Comparison::NotEqual { RowTest::And(vec![known, RowTest::negation(test)]) } else { test })
}

fn ordered_test(
    scope: &Scope<'_>,
    draft: &mut Draft,
    property: PropertyId,
    operator: Comparison,
    value: &ast::ValueSyntax,
) -> Option<ValueTest> {
    let textual =
        matches!(operator, Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches);
    if textual {
        return value_test(scope, draft, operator, value);
    }
    let code = u16::from(values::code(scope, draft, property, value)?);
    // The best code is the lowest number, and the best is the greatest.
    Some(match operator {
        Comparison::Greater => {
            code.checked_sub(1).map_or(ValueTest::Order(1, 0, property), |high| ValueTest::Order(0, high, property))
        }
        Comparison::GreaterOrEqual => ValueTest::Order(0, code, property),
        Comparison::Less => ValueTest::Order(code.saturating_add(1), u16::MAX, property),
        Comparison::LessOrEqual => ValueTest::Order(code, u16::MAX, property),
        Comparison::Equal
        | Comparison::NotEqual
        | Comparison::Contains
        | Comparison::StartsWith
        | Comparison::EndsWith
        | Comparison::Matches => ValueTest::Order(code, code, property),
    })
}

fn value_test(
    scope: &Scope<'_>,
    draft: &mut Draft,
    operator: Comparison,
    value: &ast::ValueSyntax,
) -> Option<ValueTest> {
    let text = variables::value_text(scope, draft, value)?;
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let quoted = matches!(value, ast::ValueSyntax::Text { quoted: true, .. });
    if let (Some(number), false) = (number, quoted) {
        let range = match operator {
            Comparison::Equal | Comparison::NotEqual => Some((number, number)),
            Comparison::Less => Some((f64::NEG_INFINITY, number.next_down())),
            Comparison::LessOrEqual => Some((f64::NEG_INFINITY, number)),
            Comparison::Greater => Some((number.next_up(), f64::INFINITY)),
            Comparison::GreaterOrEqual => Some((number, f64::INFINITY)),
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith | Comparison::Matches => None,
        };
        if let Some((low, high)) = range {
            return Some(ValueTest::Number(low, high, text.to_lowercase()));
        }
    }
    let comparison = values::comparison(draft, operator, &text, value.span())?;
    Some(ValueTest::Text(comparison))
}
