//! The columns of `table`: what an answer says in as little room as a screen has.
//!
//! Level, status, region and year are one column (`A approved US 2025`), the match of a cancer is a
//! sign before its name, evidence for and against are `4+ 1−`, further sources are counted. A legend
//! below the table says what its signs mean. Columns that the question itself chose (`| show`) stay
//! as they are. All other formats have words and all columns.

use super::cell;
use super::view::{self, ListLength};
use crate::answer::{Answer, Cell, Column, ColumnType, Row};
use crate::model::{Field, kind};
use std::borrow::Cow;

/// A column of the table.
pub(super) struct CompactColumn<'a> {
    /// Above it.
    pub(super) heading: Cow<'a, str>,
    /// As `| show` takes it.
    pub(super) name: &'a str,
    /// How it is treated where room is short, and which colour it has.
    pub(super) role: ColumnRole,
    /// What the cells of its main column hold.
    pub(super) of: ColumnType,
    content: Compacted<'a>,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnRole {
    /// What the row is about.
    Head,
    /// What was found in a patient.
    Finding,
    /// Level, status, region and year.
    Level,
    /// What a statement says happens.
    Effect,
    /// Counts of statements.
    Evidence,
    /// The cancer and how it matches.
    Place,
    /// Identifiers, which may be cut.
    References,
    /// May be cut, then left out.
    Detail,
    /// Anything else, left out last.
    Other,
}

enum Compacted<'a> {
    /// One column.
    Plain(view::ShownColumn<'a>),
    /// Level, status, region, date.
    Level([Option<usize>; 4]),
    /// An entity or text, how it matches, others.
    Matched([Option<usize>; 3]),
    /// How a finding matches, as a sign alone.
    Fit(Option<usize>),
    /// Supporting, disputing, opposite, outweighed.
    Counts([Option<usize>; 4]),
}

/// The signs that a table used, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LegendSign {
    Exact,
    Below,
    Above,
    SameGene,
    Conditional,
    Opposite,
    Outweighed,
}

/// Every sign with what it stands for.
const SIGNS: &[(LegendSign, &str, &str)] = &[
    (LegendSign::Exact, "=", "exact"),
    (LegendSign::Below, "⊂", "subtype or member"),
    (LegendSign::Above, "⊃", "broader"),
    (LegendSign::SameGene, "~", "another change of the gene"),
    (LegendSign::Conditional, "?", "conditional: only without what the profile excludes"),
    (LegendSign::Opposite, "↔", "statements that say the opposite, with their best level"),
    (LegendSign::Outweighed, "!", "the evidence against is at a better level"),
];

impl LegendSign {
    const fn written(self) -> &'static str {
        SIGNS[self as usize].1
    }

    /// The sign for how something matches.
    fn of_match(how: &str) -> Option<Self> {
        Some(match how {
            "exact" => LegendSign::Exact,
            "subtype" | "member" => LegendSign::Below,
            "broader" | "category" | "codon" | "exon" => LegendSign::Above,
            "conditional" => LegendSign::Conditional,
            kind::GENE => LegendSign::SameGene,
            _ => return None,
        })
    }
}

/// `= exact`, `⊂ subtype or member`, …, of the signs that were used.
pub(super) fn legend(used: &[LegendSign]) -> impl Iterator<Item = String> {
    let told = SIGNS.iter().filter(|(sign, ..)| used.contains(sign));
    told.map(|(_, written, meaning)| format!("{written} {meaning}"))
}

/// Above the column of partners: `with` cisplatin.
const WITH: &str = "with";

/// How a finding matches, and what a row of a match is about.
const VARIANT_MATCH: &str = "variant_match";
const FINDING: &str = "finding";

/// The columns of an answer, left to right.
pub(super) fn columns(answer: &Answer) -> Vec<CompactColumn<'_>> {
    let mut contents: Vec<_> = answer.columns.iter().map(|column| content(answer, column)).collect();
    let folded: Vec<usize> = contents.iter().flat_map(|(_, others)| others.iter().copied()).collect();
    let shown = |&place: &usize| answer.columns[place].visible && !folded.contains(&place);
    let places: Vec<usize> = (0..answer.columns.len()).filter(shown).collect();
    places.into_iter().map(|place| compact(answer, place, contents[place].0.take())).collect()
}

/// What a column takes in of the others, and their places.
fn content<'a>(answer: &Answer, column: &Column) -> (Option<Compacted<'a>>, Vec<usize>) {
    if answer.is_chosen || !column.visible {
        return (None, Vec::new());
    }
    let at = |name: &str| answer.columns.iter().position(|other| other.name == name);
    let field = |field: Field| at(field.name());
    let main = at(&column.name);
    let is = |field: Field| column.name == field.name();
    let is_alone_status = is(Field::Status) && field(Field::Level).is_none();
    let content = if is(Field::Level) || is_alone_status {
        Compacted::Level([field(Field::Level), field(Field::Status), field(Field::Region), field(Field::AsOf)])
    } else if column.name == VARIANT_MATCH {
        Compacted::Fit(main)
    } else if is(Field::Profile) {
        Compacted::Matched([main, at(VARIANT_MATCH).filter(|_| at(FINDING).is_none()), at("other_profiles")])
    } else if is(Field::Cancer) {
        Compacted::Matched([main, at("match"), at("other_cancers")])
    } else if column.name == "supporting" {
        Compacted::Counts([main, at("disputing"), at("opposite"), at("outweighed")])
    } else {
        return (None, Vec::new());
    };
    let others = content.places().filter(|&place| Some(place) != main).collect();
    (Some(content), others)
}

impl Compacted<'_> {
    /// The columns that it takes in.
    fn places(&self) -> impl Iterator<Item = usize> {
        let places: &[Option<usize>] = match self {
            Compacted::Plain(_) => &[],
            Compacted::Level(places) | Compacted::Counts(places) => places,
            Compacted::Matched(places) => places,
            Compacted::Fit(place) => std::slice::from_ref(place),
        };
        places.iter().flatten().copied()
    }
}

fn compact<'a>(answer: &'a Answer, place: usize, content: Option<Compacted<'a>>) -> CompactColumn<'a> {
    let column = &answer.columns[place];
    let is = |field: Field| column.name == field.name();
    let role = match (&content, column.of) {
        (Some(Compacted::Level(_)), _) => ColumnRole::Level,
        (Some(Compacted::Counts(_)), _) => ColumnRole::Evidence,
        (Some(Compacted::Matched(_)), _) if is(Field::Cancer) => ColumnRole::Place,
        _ if !answer.is_chosen && column.name == FINDING => ColumnRole::Finding,
        (Some(Compacted::Matched(_)), _) => ColumnRole::Detail,
        _ if is(Field::Effect) || is(Field::Direction) => ColumnRole::Effect,
        (_, ColumnType::Level) => ColumnRole::Level,
        (_, ColumnType::References) => ColumnRole::References,
        _ if !answer.is_chosen && (is(Field::Partners) || is(Field::Year)) => ColumnRole::Detail,
        // Their names are identifiers, too.
        _ if !answer.is_chosen && column.name == kind::STATEMENT => ColumnRole::References,
        (_, ColumnType::Entity) if place == 0 => ColumnRole::Head,
        _ => ColumnRole::Other,
    };
    let heading = match &content {
        Some(Compacted::Counts(_)) => "evidence",
        Some(Compacted::Fit(_)) => "fit",
        _ if !answer.is_chosen && is(Field::Partners) => WITH,
        _ => &column.name,
    };
    let content = content.unwrap_or_else(|| Compacted::Plain(view::plain_column(answer, place)));
    CompactColumn { heading: Cow::Borrowed(heading), name: &column.name, role, of: column.of, content }
}

impl CompactColumn<'_> {
    /// The cell of a row in this column, on one line; signs that it uses are added to `used`.
    pub(super) fn text(&self, row: &Row, lists: ListLength, used: &mut Vec<LegendSign>) -> String {
        let missing = Cell::Missing;
        let at = |place: &Option<usize>| place.and_then(|place| row.cells.get(place)).unwrap_or(&missing);
        let text = match &self.content {
            Compacted::Plain(column) => column.text(row, lists),
            Compacted::Level(places) => level(places.each_ref().map(at)),
            Compacted::Matched(places) => matched(places.each_ref().map(at), self.role, used),
            Compacted::Fit(place) => sign(at(place), used),
            Compacted::Counts(places) => counts(places.each_ref().map(at), used),
        };
        cell::one_line(&text).into_owned()
    }
}

/// Characters of a date that is a month: it says when a status was looked up, not since when it is
/// so.
const MONTH: usize = "2026-01".len();

/// The year since when a status is so; empty where that is not known.
fn year_of(as_of: &str) -> &str {
    if as_of.len() == MONTH { "" } else { as_of.get(..4).unwrap_or(as_of) }
}

/// `A approved US 2025`.
fn level([level, status, region, as_of]: [&Cell; 4]) -> String {
    let year = year_of(&cell::text(as_of)).to_owned();
    let status = cell::text(status);
    let words = match status.is_empty() {
        // Region and date are those of the status.
        true => vec![cell::text(level)],
        false => vec![cell::text(level), status, cell::text(region), Cow::Owned(year)],
    };
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `⊂ gastric adenocarcinoma +2`. That a finding is the one that was asked for goes without saying.
fn matched([main, how, others]: [&Cell; 3], role: ColumnRole, used: &mut Vec<LegendSign>) -> String {
    let name = match main {
        Cell::Entity(entity) => shortest(&entity.name, entity.alias.as_deref()),
        other => cell::text(other).into_owned(),
    };
    if name.is_empty() {
        return name;
    }
    let sign =
        LegendSign::of_match(&cell::text(how)).filter(|&sign| role == ColumnRole::Place || sign != LegendSign::Exact);
    used.extend(sign);
    let count = if let Cell::Entities(others) = others { others.len() } else { 0 };
    let before = sign.map(|sign| format!("{} ", sign.written())).unwrap_or_default();
    let after = if count == 0 { String::new() } else { format!(" +{count}") };
    format!("{before}{name}{after}")
}

/// How a finding matches.
fn sign(how: &Cell, used: &mut Vec<LegendSign>) -> String {
    let how = cell::text(how);
    match LegendSign::of_match(&how) {
        Some(sign) => {
            used.push(sign);
            sign.written().to_owned()
        }
        None => how.into_owned(),
    }
}

/// The name, or what the user typed for it where that is shorter: the reading says what it means.
fn shortest(name: &str, alias: Option<&str>) -> String {
    alias.filter(|alias| alias.chars().count() < name.chars().count()).unwrap_or(name).to_owned()
}

/// `4+ 1− ↔2 B !`.
fn counts([supporting, disputing, opposite, outweighed]: [&Cell; 4], used: &mut Vec<LegendSign>) -> String {
    if *supporting == Cell::Missing {
        return String::new();
    }
    let mut text = format!("{}+", cell::text(supporting));
    if !matches!(disputing, Cell::Missing | Cell::Integer(0)) {
        text += &format!(" {}−", cell::text(disputing));
    }
    if let Cell::Opposite(statements) = opposite
        && let Some(best) = statements.first()
    {
        used.push(LegendSign::Opposite);
        text += &format!(" {}{}{}", LegendSign::Opposite.written(), statements.len(), best.level);
    }
    if *outweighed == Cell::Bool(true) {
        used.push(LegendSign::Outweighed);
        text += &format!(" {}", LegendSign::Outweighed.written());
    }
    text
}
