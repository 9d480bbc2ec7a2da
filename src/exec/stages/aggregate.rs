//! Numbers made of many rows: counts, least, greatest, sum, average, list.

use crate::answer::ColumnType;
use crate::exec::numbered::decimal;
use crate::exec::result::{Table, Value, compare};
use crate::exec::rows::columns;
use crate::exec::run::Run;
use crate::graph::EntityId;
use crate::language::ast::AggregateFunction;
use crate::query::{Aggregate, AggregateKind, ColumnKind, Key};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;

/// One group being counted.
pub(super) struct Group {
    pub(super) keys: Vec<Value>,
    pub(super) rows: FxHashSet<u32>,
    paths: u64,
    pub(super) statements: FxHashSet<u32>,
    pub(super) entities: Vec<FxHashSet<u32>>,
    pub(super) values: Vec<Vec<Value>>,
}

impl Group {
    fn new(keys: Vec<Value>, aggregates: usize) -> Self {
        Self {
            keys,
            rows: FxHashSet::default(),
            paths: 0,
            statements: FxHashSet::default(),
            entities: vec![FxHashSet::default(); aggregates],
            values: vec![Vec::new(); aggregates],
        }
    }
}

/// Groups found by their keys, in the order in which they were met.
pub(super) struct Groups {
    places: FxHashMap<String, usize>,
    groups: Vec<Group>,
    aggregates: usize,
}

impl Groups {
    /// No group yet; without keys one, also where there is no row.
    pub(super) fn new(by: &[Key], aggregates: &[Aggregate]) -> Self {
        let mut groups = Self { places: FxHashMap::default(), groups: Vec::new(), aggregates: aggregates.len() };
        if by.is_empty() {
            groups.group(&[]);
        }
        groups
    }

    /// The group of these keys.
    pub(super) fn group(&mut self, keys: &[Value]) -> &mut Group {
        let text = format!("{keys:?}");
        let place = *self.places.entry(text).or_insert_with(|| {
            self.groups.push(Group::new(keys.to_vec(), self.aggregates));
            self.groups.len() - 1
        });
        &mut self.groups[place]
    }

    /// A row for each group, sorted by keys.
    pub(super) fn finish(self, run: &Run<'_>, by: &[Key], aggregates: &[Aggregate]) -> Table {
        let name = |entity: u32| run.graph.name(EntityId(entity));
        let rows = self
            .groups
            .into_iter()
            .map(|group| {
                let mut cells = group.keys;
                for (i, aggregate) in aggregates.iter().enumerate() {
                    cells.push(match &aggregate.kind {
                        AggregateKind::CountRows => Value::count(group.rows.len()),
                        AggregateKind::CountPaths => Value::count(group.paths),
                        AggregateKind::CountEvidence => Value::count(group.statements.len()),
                        AggregateKind::CountNode(..) => Value::count(group.entities[i].len()),
                        AggregateKind::CountDistinct(_) => {
                            let distinct: FxHashSet<String> = group.values[i]
                                .iter()
                                .filter(|value| !value.is_missing())
                                .map(|value| format!("{value:?}"))
                                .collect();
                            Value::count(distinct.len())
                        }
                        AggregateKind::Over(function, _) => over(*function, &group.values[i], &name),
                    });
                }
                cells
            })
            .collect();
        let columns = by
            .iter()
            .map(|key| (key.column.heading.clone(), columns::type_of(run, &key.column)))
            .chain(aggregates.iter().map(|aggregate| (aggregate.heading.clone(), aggregate_type(aggregate))))
            .collect();
        let mut table = Table { columns, rows, contested: 0 };
        let keys = by.len();
        table.rows.sort_by(|a, b| {
            (0..keys)
                .map(|i| compare(&a[i], &b[i], by[i].ascending.unwrap_or(true), &name))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        table
    }
}

fn aggregate_type(aggregate: &Aggregate) -> ColumnType {
    match &aggregate.kind {
        AggregateKind::Over(AggregateFunction::List, _) => ColumnType::Texts,
        AggregateKind::Over(AggregateFunction::Min | AggregateFunction::Max, column) => match &column.kind {
            ColumnKind::Node(_) => ColumnType::Entity,
            ColumnKind::Property(..)
            | ColumnKind::Field(..)
            | ColumnKind::Evidence(_)
            | ColumnKind::Made(_)
            | ColumnKind::PerHead(_) => ColumnType::Text,
        },
        AggregateKind::Over(AggregateFunction::Sum | AggregateFunction::Avg, _)
        | AggregateKind::CountRows
        | AggregateKind::CountNode(..)
        | AggregateKind::CountDistinct(_)
        | AggregateKind::CountPaths
        | AggregateKind::CountEvidence => ColumnType::Number,
    }
}

fn over<'g>(function: AggregateFunction, values: &[Value], name: &impl Fn(u32) -> &'g str) -> Value {
    let known = || values.iter().filter(|value| !value.is_missing());
    match function {
        AggregateFunction::Min => known().min_by(|a, b| compare(a, b, true, name)).cloned().unwrap_or_default(),
        AggregateFunction::Max => known().max_by(|a, b| compare(a, b, true, name)).cloned().unwrap_or_default(),
        AggregateFunction::Sum | AggregateFunction::Avg => {
            let numbers: Vec<f64> = known().filter_map(Value::number).collect();
            if numbers.is_empty() {
                return Value::Missing;
            }
            let sum: f64 = numbers.iter().sum();
            let number = if function == AggregateFunction::Avg { sum / decimal(numbers.len()) } else { sum };
            if number.fract() == 0.0 && number.abs() < 1e15 && function == AggregateFunction::Sum {
                Value::Integer(number as i64)
            } else {
                Value::Decimal(number)
            }
        }
        AggregateFunction::List => {
            let mut sorted: Vec<&Value> = known().collect();
            sorted.sort_by(|a, b| compare(a, b, true, name));
            let mut texts: Vec<Value> = sorted.into_iter().cloned().collect();
            texts.dedup();
            if texts.iter().all(|value| matches!(value, Value::Entity(_))) {
                return Value::Entities(
                    texts
                        .into_iter()
                        .filter_map(|value| if let Value::Entity(entity) = value { Some(entity) } else { None })
                        .collect(),
                );
            }
            Value::List(texts)
        }
    }
}
