//! One cell as text for people and for flat files.

use crate::answer::{Cell, EntityCell, OppositeCell, StepCell, Tree};
use std::borrow::Cow;

/// Stands between the items of a list.
pub(super) const SEPARATOR: &str = "; ";

/// A cell as text; empty where there is no value.
pub(super) fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Missing => Cow::Borrowed(""),
        Cell::Entity(entity) => Cow::Borrowed(&entity.name),
        Cell::Entities(entities) => join(entities, |entity| Cow::Borrowed(&entity.name)),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Texts(texts) => join(texts, |text| Cow::Borrowed(text)),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Decimal(number) => Cow::Owned(number.to_string()),
        Cell::Bool(yes) => Cow::Borrowed(if *yes { "yes" } else { "no" }),
        Cell::Tree(tree) => Cow::Owned(tree_line(tree)),
        Cell::Steps(steps) => Cow::Owned(path(steps)),
        Cell::Opposite(statements) => join(statements, |opposite| Cow::Owned(opposite_text(opposite))),
    }
}

/// The identifiers of a cell's entities.
pub(super) fn ids(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Entity(entity) => Cow::Borrowed(&entity.id),
        Cell::Entities(entities) => join(entities, |entity| Cow::Borrowed(&entity.id)),
        Cell::Missing
        | Cell::Text(_)
        | Cell::Texts(_)
        | Cell::Integer(_)
        | Cell::Decimal(_)
        | Cell::Bool(_)
        | Cell::Tree(_)
        | Cell::Steps(_)
        | Cell::Opposite(_) => Cow::Borrowed(""),
    }
}

/// An entity with the name the user typed for it.
pub(super) fn with_alias(entity: &EntityCell) -> Cow<'_, str> {
    match &entity.alias {
        Some(alias) => Cow::Owned(format!("{} ({alias})", entity.name)),
        None => Cow::Borrowed(&entity.name),
    }
}

/// Without line breaks, tabs and escape sequences, so that no name can draw on the reader's screen.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn join<T>(items: &[T], text: impl for<'a> Fn(&'a T) -> Cow<'a, str>) -> Cow<'_, str> {
    match items {
        [] => Cow::Borrowed(""),
        [item] => text(item),
        items => Cow::Owned(items.iter().map(text).collect::<Vec<_>>().join(SEPARATOR)),
    }
}

fn opposite_text(opposite: &OppositeCell) -> String {
    format!("{} {} ({})", opposite.level, opposite.statement, opposite.effect)
}

/// `EGFR ←targets— osimertinib —treats→ lung cancer`.
fn path(steps: &[StepCell]) -> String {
    let mut text = steps.first().map(|step| step.from.name.clone()).unwrap_or_default();
    for step in steps {
        let (left, right) = if step.forward { ("—", "→") } else { ("←", "—") };
        text += &format!(" {left}{}{right} {}", step.relation, step.to.name);
    }
    text
}

/// Where a tree must fit one line: its root only, which says what is so.
fn tree_line(tree: &Tree) -> String {
    one_line(&tree.text).into_owned()
}
