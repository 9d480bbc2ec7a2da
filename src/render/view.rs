//! What people see of an answer: visible columns, with hidden ones beside the value they qualify.
//!
//! `approved` with region and date becomes `approved (US, 2026-01)`. A companion column is folded
//! in only where it is hidden; one that was asked for (`show status, region`) keeps its own column.

use super::cell;
use crate::answer::{Answer, Cell, Column, ColumnType, Row};
use crate::model::Field;

/// How many sources and statements a cell names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ListLength {
    /// All.
    Full,
    /// The first, and how many more there are.
    Short,
}

/// A column that takes hidden columns in.
struct Fold {
    main: &'static str,
    heading: &'static str,
    companions: &'static [&'static str],
    text: fn(&Cell, &[&Cell]) -> String,
}

const FOLDS: &[Fold] = &[
    Fold {
        main: Field::Status.name(),
        heading: Field::Status.name(),
        companions: &[Field::Region.name(), Field::AsOf.name()],
        text: in_brackets,
    },
    Fold {
        main: Field::Profile.name(),
        heading: Field::Profile.name(),
        companions: &["variant_match", "other_profiles"],
        text: with_match,
    },
    Fold {
        main: Field::Cancer.name(),
        heading: Field::Cancer.name(),
        companions: &["match", "other_cancers"],
        text: in_brackets,
    },
    Fold {
        main: "supporting",
        heading: "evidence",
        companions: &["disputing", "opposite", "outweighed"],
        text: counts,
    },
];

/// Prefix of a source that means curation without a citation.
const UNCITED: &str = "onco:curation-";

/// A column as shown.
pub(super) struct ShownColumn<'a> {
    pub(super) heading: &'a str,
    pub(super) of: ColumnType,
    /// Whether the value needs its heading beside it to be understood.
    pub(super) bare: bool,
    index: usize,
    fold: Option<(&'static Fold, Vec<Option<usize>>)>,
}

/// The columns that people see, left to right.
pub(super) fn columns(answer: &Answer) -> Vec<ShownColumn<'_>> {
    let visible = answer.columns.iter().enumerate().filter(|(_, column)| column.visible);
    visible.map(|(index, column)| shown(&answer.columns, index, column)).collect()
}

fn shown<'a>(columns: &'a [Column], index: usize, column: &'a Column) -> ShownColumn<'a> {
    let fold = FOLDS.iter().find(|fold| fold.main == column.name).and_then(|fold| {
        let hidden = |name: &&str| columns.iter().position(|other| !other.visible && other.name == **name);
        let companions: Vec<_> = fold.companions.iter().map(hidden).collect();
        companions.iter().any(Option::is_some).then_some((fold, companions))
    });
    let number = matches!(column.of, ColumnType::Level | ColumnType::Number | ColumnType::Bool);
    ShownColumn {
        heading: fold.as_ref().map_or(&column.name, |(fold, _)| fold.heading),
        of: if fold.is_some() { ColumnType::Text } else { column.of },
        bare: number && fold.is_none(),
        index,
        fold,
    }
}

/// A column by itself, whatever is hidden beside it.
pub(super) fn plain_column(answer: &Answer, index: usize) -> ShownColumn<'_> {
    let column = &answer.columns[index];
    ShownColumn { heading: &column.name, of: column.of, bare: false, index, fold: None }
}

impl ShownColumn<'_> {
    /// The cell of `row` in this column, on one line.
    pub(super) fn text(&self, row: &Row, lists: ListLength) -> String {
        let missing = Cell::Missing;
        let at = |index: usize| row.cells.get(index).unwrap_or(&missing);
        let main = at(self.index);
        let text = match &self.fold {
            Some((fold, companions)) => {
                let companions: Vec<_> = companions.iter().map(|index| index.map_or(&missing, at)).collect();
                (fold.text)(main, &companions)
            }
            None => plain(main, self.of, lists),
        };
        cell::one_line(&text).into_owned()
    }
}

fn plain(cell: &Cell, of: ColumnType, lists: ListLength) -> String {
    if let (ColumnType::References, Cell::Texts(references)) = (of, cell) {
        return references_text(references, lists);
    }
    if let Cell::Entity(entity) = cell {
        return cell::with_alias(entity).into_owned();
    }
    cell::text(cell).into_owned()
}

/// The beginning of an agency's notice, which a date and a drug follow.
const NOTICE: &str = "FDA:notice/";

/// A reference as people see it: a notice by its date.
fn reference_text(reference: &str) -> &str {
    if reference.starts_with(UNCITED) {
        return "uncited";
    }
    match (reference.strip_prefix(NOTICE), reference.rsplit_once('/')) {
        (Some(rest), Some((dated, _))) if rest.contains('/') => dated,
        _ => reference,
    }
}

fn references_text(references: &[String], lists: ListLength) -> String {
    let text = |reference: &String| reference_text(reference).to_owned();
    if let ([first, _, ..], ListLength::Short) = (references, lists) {
        return format!("{} +{}", text(first), references.len() - 1);
    }
    references.iter().map(text).collect::<Vec<_>>().join(" ")
}

/// `stomach cancer (exact) +2 more`: what qualifies the value is in brackets, what else the
/// cell stands for is counted.
fn in_brackets(main: &Cell, companions: &[&Cell]) -> String {
    let text = cell::text(main);
    let is_list = |companion: &&&Cell| matches!(companion, Cell::Entities(_));
    let qualities = companions.iter().filter(|companion| !is_list(companion)).map(|companion| cell::text(companion));
    let qualities: Vec<_> = qualities.filter(|text| !text.is_empty()).collect();
    let others = others(companions);
    match (text.is_empty(), qualities.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{text}{others}"),
        (false, false) => format!("{text} ({}){others}", qualities.join(", ")),
    }
}

/// `KRAS mutation (category) +2 more`: that a finding is the one that was asked for goes without
/// saying.
fn with_match(main: &Cell, companions: &[&Cell]) -> String {
    match companions {
        [Cell::Text(how), rest @ ..] if how == "exact" => in_brackets(main, rest),
        _ => in_brackets(main, companions),
    }
}

/// How many more things a cell stands for.
fn others(companions: &[&Cell]) -> String {
    let count: usize =
        companions.iter().map(|companion| if let Cell::Entities(others) = companion { others.len() } else { 0 }).sum();
    if count == 0 { String::new() } else { format!(" +{count} more") }
}

/// `2 for, 1 against, 2 opposite (best B)`, `1 for, 2 against, outweighed`.
fn counts(supporting: &Cell, companions: &[&Cell]) -> String {
    if *supporting == Cell::Missing {
        return String::new();
    }
    let mut text = format!("{} for", cell::text(supporting));
    for companion in companions {
        if let Cell::Integer(number) = companion {
            text += &format!(", {number} against");
        }
        if let Cell::Opposite(opposite) = companion
            && let Some(best) = opposite.first()
        {
            text += &format!(", {} opposite (best {})", opposite.len(), best.level);
        }
        if **companion == Cell::Bool(true) {
            text += ", outweighed";
        }
    }
    text
}
