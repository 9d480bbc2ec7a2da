//! What every graph with statements has, whether or not its file says so.

use super::{Adjectives, On, Property, PropertyType};

/// Words of the language that can be no form.
pub(super) const RESERVED: &[&str] = &["and", "or", "not", "but", "in", "with", "without", "where", "as", "by"];

/// A type as a row of [`STATEMENT_PROPERTIES`] writes it.
enum Type {
    Ordered(&'static [&'static str]),
    Enum(&'static [&'static str]),
    Set(&'static [&'static str]),
    Number,
    Text,
    Date,
    Year,
    Bool,
}

/// Name, type, values that are adjectives; in the order of the columns of a statement.
const STATEMENT_PROPERTIES: &[(&str, Type, &[&str])] = &[
    (
        "effect",
        Type::Enum(&[
            "sensitivity",
            "resistance",
            "reduced sensitivity",
            "adverse response",
            "no effect",
            "overcomes",
            "treats",
            "diagnostic",
            "prognostic",
            "predisposing",
            "oncogenic",
            "functional",
            "occurrence",
        ]),
        &[],
    ),
    ("direction", Type::Enum(&["supports", "disputes", "inconclusive"]), &[]),
    ("level", Type::Ordered(&["A", "B", "C", "D", "E"]), &[]),
    ("rating", Type::Number, &[]),
    (
        "status",
        Type::Enum(&["approved", "guideline", "investigational", "withdrawn", "failed", "preclinical"]),
        &["approved", "investigational", "failed", "withdrawn", "preclinical"],
    ),
    ("onset", Type::Set(&["primary", "acquired"]), &["primary", "acquired"]),
    ("line", Type::Enum(&["first", "later"]), &[]),
    ("origin", Type::Enum(&["somatic", "germline"]), &["somatic", "germline"]),
    ("phase", Type::Enum(&["cis", "trans"]), &[]),
    ("frequency", Type::Number, &[]),
    ("patients", Type::Number, &[]),
    ("region", Type::Text, &[]),
    ("as_of", Type::Date, &[]),
    ("year", Type::Year, &[]),
    ("dataset", Type::Text, &[]),
    ("disputed", Type::Bool, &[]),
    ("flagged", Type::Bool, &[]),
];

/// The properties of a statement where a file gives none of them.
pub(super) fn statement_properties() -> impl Iterator<Item = Property> {
    STATEMENT_PROPERTIES.iter().map(|(name, of, adjectives)| Property {
        name: (*name).to_string(),
        on: On::Statement,
        of: match of {
            Type::Ordered(values) => PropertyType::Ordered(texts(values)),
            Type::Enum(values) => PropertyType::Enum(texts(values)),
            Type::Set(values) => PropertyType::Set(texts(values)),
            Type::Number => PropertyType::Number,
            Type::Text => PropertyType::Text,
            Type::Date => PropertyType::Date,
            Type::Year => PropertyType::Year,
            Type::Bool => PropertyType::Bool,
        },
        adjectives: match adjectives {
            [] => Adjectives::None,
            [..] => Adjectives::Values(texts(adjectives)),
        },
    })
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_string()).collect()
}

/// Kinds that every graph has, with the forms of their nouns.
pub(super) const BUILT_IN_NOUNS: &[(&str, [&str; 2])] =
    &[(STATEMENT, ["statement", "statements"]), (SOURCE, ["source", "sources"])];

/// The kind of statements.
pub(super) const STATEMENT: &str = "statement";
/// The kind of papers, labels and other sources that support a statement.
pub(super) const SOURCE: &str = "source";
/// The relation from a statement to what it is about.
pub(super) const ABOUT: &str = "about";
/// The relation from a statement to its sources.
pub(super) const SUPPORTED_BY: &str = "supported by";
