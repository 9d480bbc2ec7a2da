//! The columns of statements, and what follows from them: support, signs, rank, groups.

use super::arrays::{lists_of, sorted};
use super::builder::GraphBuilder;
use super::order::Order;
use super::record::{FieldValue, ReadStatement};
use super::therapies::{therapy_members, therapy_parts};
use super::values::PropertyValue;
use crate::graph::store::{EntityId, FieldColumn, Graph, NO_CODE, NONE, StatementTable, StringsBuilder, group};
use crate::model::{FIELDS, Field, Stored};
use rustc_hash::FxHashMap;

/// What the columns are made from.
pub(super) struct StatementRows<'a> {
    pub(super) builder: &'a GraphBuilder,
    pub(super) order: &'a Order,
    /// The source that means curation without a citation, by builder index.
    pub(super) uncited: Option<u32>,
}

impl StatementRows<'_> {
    /// The columns of all statements, in the order of their ids.
    pub(super) fn statements(&self, graph: &Graph) -> StatementTable {
        let range = self.builder.kinds_of.statement.first().map_or(0..0, |&kind| self.order.kind_range(kind));
        let rows: Vec<&ReadStatement> = range
            .clone()
            .filter_map(|entity| self.builder.statement_of.get(self.order.old.get(entity as usize)?))
            .filter_map(|&row| self.builder.statements.get(row as usize))
            .collect();
        let mut table = StatementTable { first_entity: range.start, ..StatementTable::default() };
        self.copy_columns(&mut table, &rows);
        self.judge(&mut table, &rows, graph);
        Self::take_therapies_apart(&mut table, graph);
        group_subjects(&mut table, graph);
        table
    }

    fn copy_columns(&self, table: &mut StatementTable, rows: &[&ReadStatement]) {
        let mut texts = DistinctTexts {
            all: &self.builder.property_texts,
            numbers: FxHashMap::default(),
            texts: StringsBuilder::default(),
        };
        for row in &FIELDS {
            let values = rows.iter().map(|statement| statement.value(row.field));
            table.columns[row.field as usize] = self.column(row.stored, values, &mut texts);
        }
        table.texts = texts.texts.finish();
    }

    /// The column of a field that is kept so.
    fn column<'v>(
        &self,
        stored: Stored,
        values: impl Iterator<Item = &'v FieldValue>,
        texts: &mut DistinctTexts<'_>,
    ) -> FieldColumn {
        let byte = |value: &FieldValue, missing: u8| if let FieldValue::Byte(byte) = value { *byte } else { missing };
        match stored {
            Stored::Code => FieldColumn::Bytes(values.map(|value| byte(value, NO_CODE)).collect()),
            Stored::Set | Stored::Flag | Stored::Rating => {
                FieldColumn::Bytes(values.map(|value| byte(value, 0)).collect())
            }
            Stored::Year => FieldColumn::Years(
                values.map(|value| if let FieldValue::Year(year) = value { *year } else { 0 }).collect(),
            ),
            Stored::Fraction => FieldColumn::Fractions(
                values.map(|value| if let FieldValue::Fraction(part) = value { *part } else { f32::NAN }).collect(),
            ),
            Stored::Count => FieldColumn::Numbers(
                values.map(|value| if let FieldValue::Count(count) = value { *count } else { NONE }).collect(),
            ),
            Stored::Text => FieldColumn::Numbers(values.map(|value| texts.number(value)).collect()),
            Stored::Sentence => FieldColumn::Sentences(values.map(|value| texts.text(value)).collect()),
            Stored::Entity(_) => FieldColumn::Numbers(
                values
                    .map(|value| if let FieldValue::Entity(old) = value { self.order.new_of(*old) } else { NONE })
                    .collect(),
            ),
            Stored::Entities(_) => {
                let new = |old: &[u32]| sorted(old.iter().map(|&old| self.order.new_of(old)).collect());
                let list =
                    |value: &FieldValue| if let FieldValue::Entities(old) = value { new(old) } else { Vec::new() };
                FieldColumn::Lists(lists_of(&values.map(list).collect::<Vec<_>>()))
            }
        }
    }

    /// The therapies that statements speak of one by one, and their drugs.
    fn take_therapies_apart(table: &mut StatementTable, graph: &Graph) {
        let of = |apart: fn(&Graph, u32) -> Vec<u32>| {
            let lists = table.iter().map(|statement| apart(graph, table.therapy(statement).unwrap_or(NONE)));
            lists_of(&lists.collect::<Vec<_>>())
        };
        let (parts, members) = (of(therapy_parts), of(therapy_members));
        (table.therapy_parts, table.therapy_members) = (parts, members);
    }

    /// What follows from the columns: year, support, signs, rank.
    fn judge(&self, table: &mut StatementTable, rows: &[&ReadStatement], graph: &Graph) {
        let model = graph.model();
        let years = self.years_of_sources();
        let code = |row: &ReadStatement, field: Field| row.byte(field).unwrap_or(NO_CODE);
        let cited =
            |row: &&ReadStatement| row.entities(Field::Source).iter().any(|&source| Some(source) != self.uncited);
        let year = |row: &&ReadStatement| match row.value(Field::Year) {
            _ if !cited(row) => 0,
            FieldValue::Year(year) => *year,
            _ => row.entities(Field::Source).iter().filter_map(|source| years.get(source)).copied().max().unwrap_or(0),
        };
        let supports = |row: &&ReadStatement| {
            Some(code(row, Field::Direction)) == model.directions.supports
                && Some(code(row, Field::Status)) != model.statuses.failed
                && row.byte(Field::Disputed) != Some(1)
        };
        let years: Vec<u16> = rows.iter().map(year).collect();
        table.cited = rows.iter().map(|row| u8::from(cited(row))).collect();
        table.supports = rows.iter().map(|row| u8::from(supports(row))).collect();
        table.sign = rows.iter().map(|row| model.effects.sign(code(row, Field::Effect)).number()).collect();
        table.direction_sign =
            rows.iter().map(|row| model.directions.sign(code(row, Field::Direction)).number()).collect();

        let mut best_first: Vec<u32> = (0..rows.len() as u32).collect();
        best_first.sort_unstable_by_key(|&statement| {
            let i = statement as usize;
            let (level, rating) = (code(rows[i], Field::Level), rows[i].byte(Field::Rating).unwrap_or(0));
            let is_official = model.statuses.is_official(code(rows[i], Field::Status));
            (level, !is_official, 1 - table.cited[i], u8::MAX - rating, u16::MAX - years[i], statement)
        });
        let mut rank = vec![0; rows.len()];
        best_first.iter().enumerate().for_each(|(place, &statement)| rank[statement as usize] = place as u32);
        table.rank = rank.into();
        table.columns[Field::Year as usize] = FieldColumn::Years(years.into());
    }

    /// Years of sources, by builder index, where the vocabulary has such a property.
    fn years_of_sources(&self) -> FxHashMap<u32, u16> {
        let vocabulary = &self.builder.vocabulary;
        let property =
            self.builder.kinds_of.source.first().and_then(|&kind| vocabulary.property_of(Field::Year.name(), kind));
        let years = self.builder.properties.iter().filter(|(_, id, _)| Some(*id) == property);
        years
            .filter_map(
                |&(source, _, value)| if let PropertyValue::Year(year) = value { Some((source, year)) } else { None },
            )
            .collect()
    }
}

/// Texts that repeat, each kept once.
struct DistinctTexts<'a> {
    all: &'a StringsBuilder,
    numbers: FxHashMap<&'a str, u32>,
    texts: StringsBuilder,
}

impl<'a> DistinctTexts<'a> {
    /// The text of a value; empty where it is missing.
    fn text(&self, value: &FieldValue) -> &'a str {
        if let FieldValue::Text(text) = value { self.all.get(*text as usize) } else { "" }
    }

    /// The number of the text of a value among those kept.
    fn number(&mut self, value: &FieldValue) -> u32 {
        if *value == FieldValue::Missing {
            return NONE;
        }
        let text = self.text(value);
        *self.numbers.entry(text).or_insert_with(|| self.texts.push(text))
    }
}

/// Groups statements on one subject (the profile or else the mechanism, whichever face) and one
/// set of therapies.
fn group_subjects(table: &mut StatementTable, graph: &Graph) {
    let face = |entity: Option<u32>| entity.map(|entity| graph.face(EntityId(entity)).0);
    let mut numbers: FxHashMap<(Option<u32>, bool, &[u32]), u32> = FxHashMap::default();
    let mut groups = Vec::with_capacity(table.len());
    for statement in table.iter() {
        let subject = face(table.profile(statement)).or(face(table.mechanism(statement)));
        let substitutes = table.therapy_parts(statement).len() > 1;
        let next = numbers.len() as u32;
        groups.push(*numbers.entry((subject, substitutes, table.therapy_members(statement))).or_insert(next));
    }
    let count = numbers.len();
    table.groups =
        group(count, groups.iter().enumerate().map(|(statement, &group)| (group as usize, statement as u32)));
    table.group = groups.into();
}
