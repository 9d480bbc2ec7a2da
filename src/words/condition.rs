//! Conditions as `where` is written: for the echo, `why` and notes.

use crate::language::{quote, quote_if_needed};
use crate::query::{EntityField, PropertyTest, Test, TextComparison};
use crate::vocabulary::{CodeSet, PropertyId, PropertyType, Vocabulary};

/// Writes conditions in the words of a vocabulary.
pub struct ConditionWords<'v> {
    /// The words.
    pub vocabulary: &'v Vocabulary,
}

impl ConditionWords<'_> {
    /// A condition as `where` is written.
    pub fn test(&self, test: &Test) -> String {
        match test {
            Test::Not(inner) => match inner.as_ref() {
                Test::Leaf(PropertyTest::Missing(field)) => format!("{} is not missing", self.field(field)),
                other => format!("not ({})", self.test(other)),
            },
            Test::And(parts) => self.tests(parts, " and "),
            Test::Or(parts) => self.tests(parts, " or "),
            Test::Leaf(PropertyTest::Code { property, codes }) => self.codes(*property, *codes),
            Test::Leaf(PropertyTest::Number { property, low, high }) => range(self.property(*property), *low, *high),
            Test::Leaf(PropertyTest::Text { field, comparison }) => text_test(&self.field(field), comparison),
            Test::Leaf(PropertyTest::Missing(field)) => format!("{} is missing", self.field(field)),
        }
    }

    fn tests(&self, parts: &[Test], joined: &str) -> String {
        let texts: Vec<String> = parts.iter().map(|part| self.test(part)).collect();
        format!("({})", texts.join(joined))
    }

    fn property(&self, property: PropertyId) -> &str {
        &self.vocabulary.property(property).name
    }

    fn field(&self, field: &EntityField) -> String {
        match field {
            EntityField::Property(property) => self.property(*property).to_owned(),
            EntityField::Name => "name".to_owned(),
            EntityField::Id => "id".to_owned(),
            EntityField::Kind => "kind".to_owned(),
        }
    }

    fn codes(&self, property: PropertyId, codes: CodeSet) -> String {
        let row = self.vocabulary.property(property);
        let values: Vec<String> = match &row.of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values
                .iter()
                .enumerate()
                .filter(|(place, _)| codes.has_place(*place))
                .map(|(_, value)| quote_if_needed(value))
                .collect(),
            PropertyType::Bool => ["no", "yes"]
                .iter()
                .enumerate()
                .filter(|(place, _)| codes.has_place(*place))
                .map(|(_, value)| (*value).to_owned())
                .collect(),
            PropertyType::Text
            | PropertyType::Number
            | PropertyType::Year
            | PropertyType::Date
            | PropertyType::Via { .. } => Vec::new(),
        };
        match values.as_slice() {
            [] => format!("{0} is missing and {0} is not missing", row.name),
            [one] => format!("{} = {one}", row.name),
            several => format!("{} in ({})", row.name, several.join(", ")),
        }
    }
}

/// A number in a range, both ends included.
pub(super) fn range(name: &str, low: f64, high: f64) -> String {
    if low == high {
        return format!("{name} = {low}");
    }
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("{name} between {low} and {high}"),
        (true, false) => match excluded(low, low.next_down()) {
            Some(limit) => format!("{name} > {limit}"),
            None => format!("{name} >= {low}"),
        },
        (false, true) => match excluded(high, high.next_up()) {
            Some(limit) => format!("{name} < {limit}"),
            None => format!("{name} <= {high}"),
        },
        (false, false) => format!("{name} is not missing"),
    }
}

/// How a text compares.
pub(super) fn text_test(field: &str, comparison: &TextComparison) -> String {
    match comparison {
        TextComparison::Among(values) => {
            let values: Vec<String> = values.iter().map(|value| quote_if_needed(value)).collect();
            match values.as_slice() {
                [one] => format!("{field} = {one}"),
                several => format!("{field} in ({})", several.join(", ")),
            }
        }
        TextComparison::Contains(text) => format!("{field} contains {}", quote(text)),
        TextComparison::StartsWith(text) => format!("{field} starts with {}", quote(text)),
        TextComparison::EndsWith(text) => format!("{field} ends with {}", quote(text)),
        TextComparison::Matches(pattern) => format!("{field} matches {}", quote(&pattern.text)),
        TextComparison::Between(Some(low), _) => match low.strip_suffix('\u{0}') {
            Some(low) => format!("{field} > {}", quote(low)),
            None => format!("{field} >= {}", quote(low)),
        },
        TextComparison::Between(None, Some(high)) => format!("{field} <= {}", quote(high)),
        TextComparison::Between(None, None) => format!("{field} is not missing"),
        TextComparison::Below(high) => format!("{field} < {}", quote(high)),
    }
}

/// The number just outside a range, where that is what the question wrote: `> 10` is kept as a
/// range that begins at the next number a decimal can hold, which takes many more digits to write.
fn excluded(end: f64, outside: f64) -> Option<f64> {
    (outside.to_string().len() < end.to_string().len()).then_some(outside)
}
