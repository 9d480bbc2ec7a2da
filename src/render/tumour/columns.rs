//! The columns that every format for programs has, in their order. Their names are a contract.

use crate::matching::{MatchedTexts, PageRow};
use std::borrow::Cow;

/// What is in a column.
#[derive(Clone, Copy)]
pub(super) enum RowValue {
    /// A text.
    Text(for<'r> fn(&'r MatchedTexts) -> Cow<'r, str>),
    /// Several.
    Texts(for<'r> fn(&'r MatchedTexts) -> &'r [String]),
    /// Something with an identifier: the name, and identifier and kind.
    Entity(for<'r> fn(&'r PageRow) -> (&'r str, Option<&'r (String, String)>)),
    /// What contradicts the row; of a contested row that it is one.
    Conflict,
}

/// A column.
pub(super) struct PageColumn {
    pub(super) name: &'static str,
    /// As JSON says it.
    pub(super) of: &'static str,
    pub(super) value: RowValue,
}

const fn text(name: &'static str, value: for<'r> fn(&'r MatchedTexts) -> Cow<'r, str>) -> PageColumn {
    PageColumn { name, of: "text", value: RowValue::Text(value) }
}

const fn texts(
    name: &'static str,
    of: &'static str,
    value: for<'r> fn(&'r MatchedTexts) -> &'r [String],
) -> PageColumn {
    PageColumn { name, of, value: RowValue::Texts(value) }
}

/// All columns.
pub(super) const COLUMNS: &[PageColumn] = &[
    text("sample", |row| Cow::Borrowed(&row.sample)),
    text("finding", |row| Cow::Borrowed(&row.finding)),
    text("variant_match", |row| Cow::Borrowed(&row.variant_match)),
    PageColumn {
        name: "therapy",
        of: "entity",
        value: RowValue::Entity(|row| (&row.texts.therapy, row.therapy.as_ref())),
    },
    text("effect", |row| Cow::Borrowed(&row.effect)),
    PageColumn { name: "level", of: "level", value: RowValue::Text(|row| Cow::Borrowed(&row.level)) },
    text("status", |row| Cow::Borrowed(&row.status)),
    text("region", |row| Cow::Borrowed(&row.region)),
    text("profile", |row| Cow::Borrowed(&row.profile)),
    texts("partners", "texts", |row| &row.partners),
    PageColumn {
        name: "cancer",
        of: "entity",
        value: RowValue::Entity(|row| (&row.texts.cancer, row.cancer.as_ref())),
    },
    text("match", |row| Cow::Borrowed(&row.cancer_match)),
    text("tier", |row| Cow::Borrowed(&row.tier)),
    PageColumn { name: "conflict", of: "text", value: RowValue::Conflict },
    texts("assumes", "texts", |row| &row.assumes),
    texts("waits_for", "texts", |row| &row.waits_for),
    texts("statements", "references", |row| &row.statements),
    texts("sources", "references", |row| &row.sources),
    text("remark", |row| Cow::Borrowed(&row.remark)),
    texts("mechanism", "texts", |row| &row.mechanism),
    texts("overcome_by", "texts", |row| &row.overcome_by),
    text("year", |row| Cow::Borrowed(&row.year)),
    texts("against", "references", |row| &row.against),
];

/// The word of the column `conflict`.
pub(super) fn conflict(row: &PageRow) -> &str {
    if row.is_contested { "contested" } else { &row.texts.conflict }
}

/// A value as one text, the items of a list between bars.
pub(super) fn joined<'r>(column: &PageColumn, row: &'r PageRow) -> Cow<'r, str> {
    match column.value {
        RowValue::Text(value) => value(&row.texts),
        RowValue::Texts(value) => match value(&row.texts) {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(one),
            several => Cow::Owned(several.join("|")),
        },
        RowValue::Entity(value) => Cow::Borrowed(value(row).0),
        RowValue::Conflict => Cow::Borrowed(conflict(row)),
    }
}
