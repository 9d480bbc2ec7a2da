//! Properties and their values.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::ast::{Comparison, ValueSyntax};
use crate::language::quote_if_needed;
use crate::model;
use crate::query::{EntityField, NodeId, Pattern, TextComparison};
use crate::resolve::draft::Draft;
use crate::resolve::scope::{Scope, join_words};
use crate::resolve::variables;
use crate::text::Span;
use crate::vocabulary::{On, PropertyId, PropertyType};

/// What every entity has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BuiltIn {
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

    pub(crate) const fn field(self) -> EntityField {
        match self {
            Self::Name => EntityField::Name,
            Self::Id => EntityField::Id,
            Self::Kind => EntityField::Kind,
        }
    }
}

/// The property that shows a field of statements, or the error that this graph holds no statements.
pub(super) fn statement_property(
    scope: &Scope<'_>,
    draft: &mut Draft,
    field: model::Field,
    span: Span,
) -> Option<PropertyId> {
    let property = scope.graph.model().property(field).filter(|_| scope.graph.statement_count() > 0);
    if property.is_none() {
        draft.error(Diagnostic::error(
            Code::NoStatements,
            span,
            format!("this graph has no evidence, so nothing has a {}", field.name()),
        ));
    }
    property
}

/// Whether entities of a node have a property.
pub(super) fn has_property(scope: &Scope<'_>, draft: &Draft, node: NodeId, property: PropertyId) -> bool {
    let kinds = draft.query.node(node).kinds;
    match &scope.graph.vocabulary().property(property).on {
        On::Statement => false,
        On::Kinds(on) => on.is_empty() || on.iter().any(|&kind| kinds.has(kind)),
    }
}

pub(super) fn code_count(scope: &Scope<'_>, property: PropertyId) -> usize {
    match &scope.graph.vocabulary().property(property).of {
        PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values.len(),
        PropertyType::Bool => 2,
        PropertyType::Text
        | PropertyType::Number
        | PropertyType::Year
        | PropertyType::Date
        | PropertyType::Via { .. } => 1,
    }
}

/// The place of a value in its property's list.
pub(super) fn code(scope: &Scope<'_>, draft: &mut Draft, property: PropertyId, value: &ValueSyntax) -> Option<u8> {
    let text = variables::value_text(scope, draft, value)?;
    let row = scope.graph.vocabulary().property(property).clone();
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
        return u8::try_from(place).ok();
    }
    let span = value.span();
    let known: Vec<&str> = values.iter().map(String::as_str).collect();
    let mut error = Diagnostic::error(Code::WrongValue, span, format!("`{text}` is not a valid {}", row.name));
    if let Some(near) = crate::names::suggest_word(&text, known.iter().copied()) {
        error = error.fix(format!("did you mean `{near}`?"), span, quote_if_needed(&near));
    }
    draft.error(error.help(format!("{} is one of {}", row.name, join_words(&known, "or"))));
    None
}

pub(super) fn number(scope: &Scope<'_>, draft: &mut Draft, value: &ValueSyntax) -> Option<f64> {
    let text = variables::value_text(scope, draft, value)?;
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        draft.error(Diagnostic::error(Code::WrongValue, value.span(), format!("`{text}` is not a number")));
    }
    number
}

pub(super) fn is_coded(scope: &Scope<'_>, property: PropertyId) -> bool {
    matches!(scope.graph.vocabulary().property(property).of, PropertyType::Ordered(_) | PropertyType::Enum(_))
}

/// A comparison with a text; an error is recorded where the text is no regular expression and has
/// to be one.
pub(super) fn comparison(draft: &mut Draft, operator: Comparison, text: &str, span: Span) -> Option<TextComparison> {
    let text = text.to_owned();
    Some(match operator {
        Comparison::Equal | Comparison::NotEqual => TextComparison::Among(vec![text]),
        Comparison::Contains => TextComparison::Contains(text),
        Comparison::StartsWith => TextComparison::StartsWith(text),
        Comparison::EndsWith => TextComparison::EndsWith(text),
        Comparison::Matches => match Pattern::new(&text) {
            Ok(pattern) => TextComparison::Matches(pattern),
            Err(fault) => {
                draft.error(Diagnostic::error(Code::WrongValue, span, fault));
                return None;
            }
        },
        Comparison::GreaterOrEqual => TextComparison::Between(Some(text), None),
        Comparison::LessOrEqual => TextComparison::Between(None, Some(text)),
        Comparison::Greater => TextComparison::Between(Some(format!("{text}\u{0}")), None),
        Comparison::Less => TextComparison::Below(text),
    })
}
