//! The columns of statements, and what follows from them: support, signs, rank, groups.

use super::arrays::{lists_of, sorted};
use super::builder::GraphBuilder;
use super::order::Order;
use super::record::Statement;
use super::therapies::{therapy_members, therapy_parts};
use super::values::{PropertyValue, property_for};
use crate::graph::store::{Array, EntityId, Graph, NONE, StatementTable, StringsBuilder, group};
use crate::model::Field;
use rustc_hash::FxHashMap;

/// What the columns are made from.
pub(super) struct Rows<'a> {
    pub(super) builder: &'a GraphBuilder,
    pub(super) order: &'a Order,
    /// The source that stands for no citation, by builder index.
    pub(super) uncited: Option<u32>,
}

impl Rows<'_> {
    /// The columns of all statements, in the order of their ids.
    pub(super) fn statements(&self, graph: &Graph) -> StatementTable {
        let range = self.builder.kinds_of.statement.first().map_or(0..0, |&kind| self.order.kind_range(kind));
        let rows: Vec<&Statement> = range
            .clone()
            .filter_map(|entity| self.builder.statement_of.get(self.order.old.get(entity as usize)?))
            .filter_map(|&row| self.builder.statements.get(row as usize))
            .collect();
        let mut table = StatementTable { first_entity: range.start, ..StatementTable::default() };
        self.copy_columns(&mut table, &rows);
        self.copy_entities(&mut table, &rows, graph);
        self.judge(&mut table, &rows, graph);
        group_subjects(&mut table, graph);
        table.bind(&graph.vocabulary);
        table
    }

    fn copy_columns(&self, table: &mut StatementTable, rows: &[&Statement]) {
        fn column<T: bytemuck::Pod>(rows: &[&Statement], read: impl Fn(&Statement) -> T) -> Array<T> {
            rows.iter().map(|row| read(row)).collect()
        }
        table.effect = column(rows, |row| row.effect);
        table.direction = column(rows, |row| row.direction);
        table.level = column(rows, |row| row.level);
        table.status = column(rows, |row| row.status);
        table.line = column(rows, |row| row.line);
        table.origin = column(rows, |row| row.origin);
        table.phase = column(rows, |row| row.phase);
        table.disputed = column(rows, |row| u8::from(row.disputed));
        table.rating = column(rows, |row| row.rating);
        table.onset = column(rows, |row| row.onset);
        table.frequency = column(rows, |row| row.frequency);
        table.patients = column(rows, |row| row.patients);

        let mut texts = Distinct {
            all: &self.builder.property_texts,
            numbers: FxHashMap::default(),
            texts: StringsBuilder::default(),
        };
        table.native_level = column_of(rows, &mut texts, |row| row.native_level);
        table.region = column_of(rows, &mut texts, |row| row.region);
        table.as_of = column_of(rows, &mut texts, |row| row.as_of);
        table.dataset = column_of(rows, &mut texts, |row| row.dataset);
        table.texts = texts.texts.finish();
        table.gist = rows
            .iter()
            .map(|row| if row.gist == NONE { "" } else { self.builder.property_texts.get(row.gist as usize) })
            .collect();
    }

    fn copy_entities(&self, table: &mut StatementTable, rows: &[&Statement], graph: &Graph) {
        let new = |old: u32| self.order.new_of(old);
        let news = |list: &[u32]| -> Vec<u32> { sorted(list.iter().map(|&old| new(old)).collect()) };
        let lists =
            |read: &dyn Fn(&Statement) -> Vec<u32>| lists_of(&rows.iter().map(|row| read(row)).collect::<Vec<_>>());
        table.therapy = rows.iter().map(|row| new(row.therapy)).collect();
        table.profile = rows.iter().map(|row| new(row.profile)).collect();
        table.mechanism = rows.iter().map(|row| new(row.mechanism)).collect();
        table.partners = lists(&|row| news(&row.partners));
        table.cancers = lists(&|row| news(&row.cancers));
        table.except_cancers = lists(&|row| news(&row.except_cancers));
        table.sources = lists(&|row| news(&row.sources));
        table.therapy_parts = lists(&|row| therapy_parts(graph, new(row.therapy)));
        table.therapy_members = lists(&|row| therapy_members(graph, new(row.therapy)));
    }

    /// What follows from the columns: year, support, signs, rank.
    fn judge(&self, table: &mut StatementTable, rows: &[&Statement], graph: &Graph) {
        let model = graph.model();
        let failed = model.statuses.failed;
        let uncited = self.uncited;
        let years = self.years_of_sources();

        let cited = |row: &&Statement| row.sources.iter().any(|&source| Some(source) != uncited);
        let year = |row: &&Statement| match row.year {
            _ if !cited(row) => 0,
            0 => row.sources.iter().filter_map(|source| years.get(source)).copied().max().unwrap_or(0),
            year => year,
        };
        let supports = |row: &&Statement| {
            Some(row.direction) == model.directions.supports && Some(row.status) != failed && !row.disputed
        };
        table.year = rows.iter().map(year).collect();
        table.cited = rows.iter().map(|row| u8::from(cited(row))).collect();
        table.supports = rows.iter().map(|row| u8::from(supports(row))).collect();
        table.sign = rows.iter().map(|row| model.effects.sign(row.effect).number()).collect();
        table.direction_sign = rows.iter().map(|row| model.directions.sign(row.direction).number()).collect();

        let mut best_first: Vec<u32> = (0..rows.len() as u32).collect();
        best_first.sort_unstable_by_key(|&statement| {
            let i = statement as usize;
            (table.level[i], 1 - table.cited[i], u8::MAX - table.rating[i], u16::MAX - table.year[i], statement)
        });
        let mut rank = vec![0; rows.len()];
        best_first.iter().enumerate().for_each(|(place, &statement)| rank[statement as usize] = place as u32);
        table.rank = rank.into();
    }

    /// Years of sources, by builder index, where the vocabulary has such a property.
    fn years_of_sources(&self) -> FxHashMap<u32, u16> {
        let vocabulary = &self.builder.vocabulary;
        let property =
            self.builder.kinds_of.source.first().and_then(|&kind| property_for(vocabulary, Field::Year.name(), kind));
        let years = self.builder.properties.iter().filter(|(_, id, _)| Some(*id) == property);
        years
            .filter_map(
                |&(source, _, value)| if let PropertyValue::Year(year) = value { Some((source, year)) } else { None },
            )
            .collect()
    }
}

/// Texts that repeat, each kept once.
struct Distinct<'a> {
    all: &'a StringsBuilder,
    numbers: FxHashMap<&'a str, u32>,
    texts: StringsBuilder,
}

fn column_of(rows: &[&Statement], texts: &mut Distinct<'_>, read: impl Fn(&Statement) -> u32) -> Array<u32> {
    let mut number = |text: u32| match text {
        NONE => NONE,
        text => {
            let text = texts.all.get(text as usize);
            *texts.numbers.entry(text).or_insert_with(|| texts.texts.push(text))
        }
    };
    rows.iter().map(|row| number(read(row))).collect()
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
