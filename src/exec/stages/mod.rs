//! Stages: what is done with rows, one after another.

mod rank;

use crate::answer::ColumnType;
use crate::exec::budget::Stop;
use crate::exec::count;
use crate::exec::evaluate::Evaluator;
use crate::exec::reader::{Mode, compares};
use crate::exec::result::{Rows, Table, Value, compare};
use crate::exec::rows::{self, RowWork, SetRow, SetRows};
use crate::exec::rows::{bindings, columns};
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::language::ast::AggregateFunction;
use crate::plan::Step;
use crate::query::{
    Aggregate, AggregateKind, Column, ColumnKind, EvidenceColumn, Key, NodeId, RowTest, SetId, Stage, ValueTest,
};
use crate::vocabulary::PropertyType;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;

/// Runs the stages of a question on a set.
///
/// # Errors
/// When the budget is used up.
pub fn run_set(evaluator: &Evaluator<'_>, set: SetId, stages: &[Stage]) -> Result<Rows, Stop> {
    // Counting needs no rows: the entities, or not even these.
    if let [Stage::Group { by, aggregates }, rest @ ..] = stages
        && let Some(table) = count::fast(evaluator, set, by, aggregates, rest)?
    {
        let (table, used) = table;
        return run(evaluator, Shape::table(table), &rest[used..]);
    }
    let size = |rows: &SetRows| rows.rows.len();
    let rows = evaluator.recorder.measure(Step::Rows(set), size, || rows::rows(evaluator, set))?;
    run(evaluator, Shape { rows: Rows::Set(rows), set }, stages)
}

/// Runs stages on rows that were made already.
///
/// # Errors
/// When the budget is used up.
pub fn run_rows(evaluator: &Evaluator<'_>, set: SetId, rows: SetRows, stages: &[Stage]) -> Result<Rows, Stop> {
    run(evaluator, Shape { rows: Rows::Set(rows), set }, stages)
}

/// Runs stages on a table.
///
/// # Errors
/// When the budget is used up.
pub fn run_table(evaluator: &Evaluator<'_>, table: Table, stages: &[Stage]) -> Result<Rows, Stop> {
    run(evaluator, Shape::table(table), stages)
}

/// The entities of a set after stages, for brackets with stages inside.
///
/// # Errors
/// When the budget is used up.
pub fn staged_set(evaluator: &Evaluator<'_>, set: SetId, stages: &[Stage]) -> Result<Set, Stop> {
    let rows = match run_set(evaluator, set, stages)? {
        Rows::Set(rows) => rows.rows.into_iter().map(|row| row.entity).collect(),
        // The resolver lets no table through.
        Rows::Table(_) => Vec::new(),
    };
    Ok(Set::from_list(rows))
}

/// Rows with the set they are of.
struct Shape {
    rows: Rows,
    set: SetId,
}

impl Shape {
    fn table(table: Table) -> Self {
        Self { rows: Rows::Table(table), set: SetId(0) }
    }

    fn len(&self) -> usize {
        match &self.rows {
            Rows::Set(rows) => rows.rows.len(),
            Rows::Table(table) => table.rows.len() - table.contested,
        }
    }
}

fn run(evaluator: &Evaluator<'_>, mut shape: Shape, stages: &[Stage]) -> Result<Rows, Stop> {
    for stage in stages {
        let size = |shape: &Shape| shape.len();
        shape = evaluator.recorder.measure(Step::stage(stage), size, || one(evaluator, shape, stage))?;
    }
    Ok(shape.rows)
}

fn one(evaluator: &Evaluator<'_>, shape: Shape, stage: &Stage) -> Result<Shape, Stop> {
    let set = shape.set;
    let rows = match (stage, shape.rows) {
        (Stage::Limit(count), rows) => {
            told_cut(evaluator, &rows, *count);
            cut(rows, 0, *count)
        }
        (Stage::Skip(count), rows) => cut(rows, *count, usize::MAX),
        (Stage::Group { by, aggregates }, Rows::Set(rows)) => {
            Rows::Table(group_set(evaluator, set, &rows, by, aggregates)?)
        }
        (Stage::Group { by, aggregates }, Rows::Table(table)) => {
            Rows::Table(group_table(evaluator, &table, by, aggregates)?)
        }
        (Stage::Sort(keys), rows) => sort(evaluator, set, rows, keys)?,
        (Stage::Top { count, by, bottom }, rows) => top(evaluator, set, rows, *count, by.as_ref(), *bottom)?,
        (Stage::Show(columns), rows) => Rows::Table(show(evaluator, set, rows, columns)?),
        (Stage::Where(test), rows) => filter(evaluator, set, rows, test)?,
        (Stage::Distinct(keys), rows) => distinct(evaluator, set, rows, keys)?,
        (Stage::Follow { target, from }, Rows::Set(rows)) => return follow(evaluator, rows, *target, *from),
        (Stage::Rank(by), Rows::Set(rows)) => Rows::Set(rank::rank(evaluator, rows, *by)?),
        // The resolver refuses these on a table.
        (Stage::Follow { .. } | Stage::Rank(_), Rows::Table(table)) => Rows::Table(table),
    };
    Ok(Shape { rows, set })
}

/// An answer that a limit cut says so.
fn told_cut(evaluator: &Evaluator<'_>, rows: &Rows, count: usize) {
    let all = match rows {
        Rows::Set(rows) => rows.rows.len(),
        Rows::Table(table) => table.rows.len(),
    };
    if all > count {
        evaluator.note("cut", format!("the first {count} of {all} rows"));
    }
}

fn cut(rows: Rows, skip: usize, keep: usize) -> Rows {
    match rows {
        Rows::Set(mut rows) => {
            rows.rows = rows.rows.into_iter().skip(skip).take(keep).collect();
            rows.contested.clear();
            Rows::Set(rows)
        }
        Rows::Table(mut table) => {
            table.rows = table.rows.into_iter().skip(skip).take(keep).collect();
            Rows::Table(table)
        }
    }
}

/// The value of a column for a row of a set; several where the row has several.
fn set_value(evaluator: &Evaluator<'_>, set: SetId, row: &SetRow, column: &Column) -> Result<Value, Stop> {
    let head = evaluator.query().head_of(set);
    match &column.kind {
        ColumnKind::Node(node) if *node == head => Ok(Value::Entity(row.entity)),
        ColumnKind::Node(node) => {
            let found = bindings::of(evaluator, head, row.entity, &[*node])?;
            let entities: Vec<u32> = found.into_iter().map(|binding| binding[0]).collect();
            Ok(match entities.as_slice() {
                [] => Value::Missing,
                [one] => Value::Entity(*one),
                _ => Value::Entities(entities),
            })
        }
        ColumnKind::Property(node, property) => {
            let entities = node_entities(evaluator, head, row.entity, *node)?;
            Ok(columns::property(evaluator, &entities, *property))
        }
        ColumnKind::Field(node, field) => {
            let entities = node_entities(evaluator, head, row.entity, *node)?;
            Ok(columns::field(evaluator, &entities, field))
        }
        ColumnKind::Evidence(column) => Ok(columns::evidence(evaluator, row, column)),
        ColumnKind::PerHead(aggregate) => {
            let rows = SetRows { rows: vec![row.clone()], has_claims: true, ..SetRows::default() };
            let table = group_set(evaluator, set, &rows, &[], std::slice::from_ref(aggregate))?;
            Ok(table.rows.into_iter().next().and_then(|row| row.into_iter().next()).unwrap_or_default())
        }
        ColumnKind::Made(_) => Ok(Value::Missing),
    }
}

fn node_entities(evaluator: &Evaluator<'_>, head: NodeId, entity: u32, node: NodeId) -> Result<Vec<u32>, Stop> {
    if node == head {
        return Ok(vec![entity]);
    }
    let found = bindings::of(evaluator, head, entity, &[node])?;
    Ok(found.into_iter().map(|binding| binding[0]).collect())
}

/// Nodes beside the head that columns mention.
fn mentioned(head: NodeId, columns: &[&Column]) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    for column in columns {
        let node = match &column.kind {
            ColumnKind::Node(node) | ColumnKind::Property(node, _) | ColumnKind::Field(node, _) => *node,
            ColumnKind::Evidence(_) | ColumnKind::Made(_) | ColumnKind::PerHead(_) => continue,
        };
        if node != head && !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    nodes
}

/// A column's value for a row with the entities that the mentioned nodes stand for.
fn bound_value(
    evaluator: &Evaluator<'_>,
    set: SetId,
    row: &SetRow,
    nodes: &[NodeId],
    binding: &[u32],
    column: &Column,
) -> Result<Value, Stop> {
    let bound = |node: &NodeId| nodes.iter().position(|other| other == node).map(|i| binding[i]);
    match &column.kind {
        ColumnKind::Node(node) => match bound(node) {
            Some(entity) => Ok(Value::Entity(entity)),
            None => set_value(evaluator, set, row, column),
        },
        ColumnKind::Property(node, property) => match bound(node) {
            Some(entity) => Ok(columns::property(evaluator, &[entity], *property)),
            None => set_value(evaluator, set, row, column),
        },
        ColumnKind::Field(node, field) => match bound(node) {
            Some(entity) => Ok(columns::field(evaluator, &[entity], field)),
            None => set_value(evaluator, set, row, column),
        },
        ColumnKind::Evidence(_) | ColumnKind::Made(_) | ColumnKind::PerHead(_) => {
            set_value(evaluator, set, row, column)
        }
    }
}

/// The combinations a row takes part in, for the nodes mentioned.
fn combinations(
    evaluator: &Evaluator<'_>,
    head: NodeId,
    row: &SetRow,
    nodes: &[NodeId],
) -> Result<Vec<Vec<u32>>, Stop> {
    if nodes.is_empty() {
        return Ok(vec![Vec::new()]);
    }
    bindings::of(evaluator, head, row.entity, nodes)
}

/// One group being counted.
struct Group {
    keys: Vec<Value>,
    rows: FxHashSet<u32>,
    paths: u64,
    statements: FxHashSet<u32>,
    entities: Vec<FxHashSet<u32>>,
    values: Vec<Vec<Value>>,
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
struct Groups {
    places: FxHashMap<String, usize>,
    groups: Vec<Group>,
    aggregates: usize,
}

impl Groups {
    fn new(aggregates: usize) -> Self {
        Self { places: FxHashMap::default(), groups: Vec::new(), aggregates }
    }

    fn group(&mut self, keys: &[Value]) -> &mut Group {
        let text = format!("{keys:?}");
        let place = *self.places.entry(text).or_insert_with(|| {
            self.groups.push(Group::new(keys.to_vec(), self.aggregates));
            self.groups.len() - 1
        });
        &mut self.groups[place]
    }
}

fn group_set(
    evaluator: &Evaluator<'_>,
    set: SetId,
    rows: &SetRows,
    by: &[Key],
    aggregates: &[Aggregate],
) -> Result<Table, Stop> {
    let head = evaluator.query().head_of(set);
    let counts_evidence = aggregates.iter().any(|aggregate| aggregate.kind == AggregateKind::CountEvidence);
    let mut all: Vec<&Column> = by.iter().map(|key| &key.column).collect();
    for aggregate in aggregates {
        match &aggregate.kind {
            AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) => all.push(column),
            AggregateKind::CountRows
            | AggregateKind::CountNode(..)
            | AggregateKind::CountPaths
            | AggregateKind::CountEvidence => {}
        }
    }
    let mut nodes = mentioned(head, &all);
    for aggregate in aggregates {
        if let AggregateKind::CountNode(node, _) = aggregate.kind
            && node != head
            && !nodes.contains(&node)
        {
            nodes.push(node);
        }
    }
    let mut evidence = if counts_evidence { Some(CountedEvidence::new(evaluator, head, &mut nodes)?) } else { None };
    let mut groups = Groups::new(aggregates.len());
    if by.is_empty() {
        groups.group(&[]);
    }
    for row in &rows.rows {
        for binding in combinations(evaluator, head, row, &nodes)? {
            evaluator.budget.spend(1)?;
            if let Some(evidence) = &mut evidence {
                // The evidence of a row counts under the values of each statement.
                for statement in evidence.of(row, &binding)? {
                    let keys = statement_keys(evaluator, set, row, &nodes, &binding, by, statement)?;
                    for keys in spread(keys) {
                        add(evaluator, set, row, &nodes, &binding, aggregates, groups.group(&keys), Some(statement))?;
                    }
                }
                continue;
            }
            let mut keys = Vec::with_capacity(by.len());
            for key in by {
                keys.push(bound_value(evaluator, set, row, &nodes, &binding, &key.column)?);
            }
            let all = spread(keys);
            if all.len() > 1 {
                evaluator.note("several-values", "a row with several values of a key counts under each".to_owned());
            }
            for keys in all {
                add(evaluator, set, row, &nodes, &binding, aggregates, groups.group(&keys), None)?;
            }
        }
    }
    let mut table = finish(evaluator, groups, by, aggregates);
    if aggregates.iter().any(|aggregate| aggregate.kind == AggregateKind::CountPaths) {
        count::fill_paths(evaluator, set, rows, by, aggregates, &mut table)?;
    }
    Ok(table)
}

/// What `count evidence` counts: the statements of the head's own verb or, where that has none, of the
/// nearest verb behind it (`genes involved in profiles resisting drugs`).
struct CountedEvidence<'e, 'a> {
    /// Absent: the rows hold it.
    inner: Option<InnerEvidence<'e, 'a>>,
}

/// The statements of a noun behind the head.
struct InnerEvidence<'e, 'a> {
    work: RowWork<'e, 'a>,
    /// Its place among the nouns that are bound.
    place: usize,
    known: FxHashMap<u32, Vec<u32>>,
}

impl<'e, 'a> CountedEvidence<'e, 'a> {
    /// Finds the noun, and has it bound.
    fn new(evaluator: &'e Evaluator<'a>, head: NodeId, nodes: &mut Vec<NodeId>) -> Result<Self, Stop> {
        let mut open = std::collections::VecDeque::from([head]);
        while let Some(node) = open.pop_front() {
            let displayed = rows::displayed(evaluator, node);
            if displayed.main.is_none() && !rows::is_statement(evaluator, node) {
                open.extend(displayed.facts.iter().map(|&link| evaluator.query().link(link).object));
                continue;
            }
            if node == head {
                return Ok(Self { inner: None });
            }
            let place = nodes.iter().position(|&other| other == node).unwrap_or(nodes.len());
            if place == nodes.len() {
                nodes.push(node);
            }
            let work = RowWork::new(evaluator, node)?;
            return Ok(Self { inner: Some(InnerEvidence { work, place, known: FxHashMap::default() }) });
        }
        evaluator.note("no-evidence", "no verb of this question has statements that could be counted".to_owned());
        Ok(Self { inner: None })
    }

    fn of(&mut self, row: &SetRow, binding: &[u32]) -> Result<Vec<u32>, Stop> {
        let Some(InnerEvidence { work, place, known }) = &mut self.inner else { return Ok(evidence_of(row)) };
        let Some(&entity) = binding.get(*place) else { return Ok(Vec::new()) };
        if let Some(statements) = known.get(&entity) {
            return Ok(statements.clone());
        }
        let statements: Vec<u32> = work.make(vec![entity], false)?.iter().flat_map(evidence_of).collect();
        known.insert(entity, statements.clone());
        Ok(statements)
    }
}

/// The statements a row counts: those that support it, or make it a row at all.
fn evidence_of(row: &SetRow) -> Vec<u32> {
    row.evidence.as_ref().map_or_else(Vec::new, |evidence| {
        let mut all: Vec<u32> = evidence.statements.iter().map(|statement| statement.0).collect();
        all.sort_unstable();
        all.dedup();
        all
    })
}

fn statement_keys(
    evaluator: &Evaluator<'_>,
    set: SetId,
    row: &SetRow,
    nodes: &[NodeId],
    binding: &[u32],
    by: &[Key],
    statement: u32,
) -> Result<Vec<Value>, Stop> {
    let mut keys = Vec::with_capacity(by.len());
    for key in by {
        keys.push(match &key.column.kind {
            ColumnKind::Evidence(column) => columns::of_statement(evaluator, statement, column),
            ColumnKind::Node(_)
            | ColumnKind::Property(..)
            | ColumnKind::Field(..)
            | ColumnKind::Made(_)
            | ColumnKind::PerHead(_) => bound_value(evaluator, set, row, nodes, binding, &key.column)?,
        });
    }
    Ok(keys)
}

/// A row with several values of a key counts under each.
fn spread(keys: Vec<Value>) -> Vec<Vec<Value>> {
    let mut all = vec![Vec::with_capacity(keys.len())];
    for key in keys {
        let values: Vec<Value> = match key {
            Value::Entities(list) if !list.is_empty() => list.into_iter().map(Value::Entity).collect(),
            Value::Texts(list) if !list.is_empty() => list.into_iter().map(Value::Text).collect(),
            Value::Entities(_) | Value::Texts(_) => vec![Value::Missing],
            other => vec![other],
        };
        all = all
            .into_iter()
            .flat_map(|start: Vec<Value>| {
                values.iter().map(move |value| {
                    let mut row = start.clone();
                    row.push(value.clone());
                    row
                })
            })
            .collect();
    }
    all
}

#[allow(clippy::too_many_arguments)]
fn add(
    evaluator: &Evaluator<'_>,
    set: SetId,
    row: &SetRow,
    nodes: &[NodeId],
    binding: &[u32],
    aggregates: &[Aggregate],
    group: &mut Group,
    statement: Option<u32>,
) -> Result<(), Stop> {
    let head = evaluator.query().head_of(set);
    let graph = evaluator.reader.graph;
    group.rows.insert(row.entity);
    group.statements.extend(statement);
    for (i, aggregate) in aggregates.iter().enumerate() {
        match &aggregate.kind {
            AggregateKind::CountRows | AggregateKind::CountPaths | AggregateKind::CountEvidence => {}
            AggregateKind::CountNode(node, kinds) => {
                let entity = if *node == head {
                    Some(row.entity)
                } else {
                    nodes.iter().position(|other| other == node).map(|place| binding[place])
                };
                let entity = entity.filter(|&entity| {
                    let id = EntityId(entity);
                    graph.faces(&id).iter().any(|&face| kinds.has(graph.kind(EntityId(face))))
                });
                group.entities[i].extend(entity.map(|entity| graph.face(EntityId(entity)).0));
            }
            AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) => {
                let value = match (&column.kind, statement) {
                    (ColumnKind::Evidence(of), Some(statement)) => columns::of_statement(evaluator, statement, of),
                    (_, _) => bound_value(evaluator, set, row, nodes, binding, column)?,
                };
                group.values[i].extend(spread(vec![value]).into_iter().filter_map(|mut one| one.pop()));
            }
        }
    }
    Ok(())
}

fn finish(evaluator: &Evaluator<'_>, groups: Groups, by: &[Key], aggregates: &[Aggregate]) -> Table {
    let name = |entity: u32| evaluator.reader.graph.name(EntityId(entity));
    let rows = groups
        .groups
        .into_iter()
        .map(|group| {
            let mut cells = group.keys;
            for (i, aggregate) in aggregates.iter().enumerate() {
                cells.push(match &aggregate.kind {
                    AggregateKind::CountRows => Value::Integer(group.rows.len() as i64),
                    AggregateKind::CountPaths => Value::Integer(group.paths as i64),
                    AggregateKind::CountEvidence => Value::Integer(group.statements.len() as i64),
                    AggregateKind::CountNode(..) => Value::Integer(group.entities[i].len() as i64),
                    AggregateKind::CountDistinct(_) => {
                        let distinct: FxHashSet<String> = group.values[i]
                            .iter()
                            .filter(|value| !value.is_missing())
                            .map(|value| format!("{value:?}"))
                            .collect();
                        Value::Integer(distinct.len() as i64)
                    }
                    AggregateKind::Over(function, _) => over(*function, &group.values[i], &name),
                });
            }
            cells
        })
        .collect();
    let columns = by
        .iter()
        .map(|key| (key.column.heading.clone(), columns::type_of(evaluator, &key.column)))
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
            let number = if function == AggregateFunction::Avg { sum / numbers.len() as f64 } else { sum };
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

fn group_table(evaluator: &Evaluator<'_>, table: &Table, by: &[Key], aggregates: &[Aggregate]) -> Result<Table, Stop> {
    let mut groups = Groups::new(aggregates.len());
    if by.is_empty() {
        groups.group(&[]);
    }
    for (number, row) in table.rows.iter().enumerate() {
        evaluator.budget.spend(1)?;
        let keys: Vec<Value> = by.iter().map(|key| made(row, &key.column)).collect();
        for keys in spread(keys) {
            let group = groups.group(&keys);
            group.rows.insert(number as u32);
            for (i, aggregate) in aggregates.iter().enumerate() {
                if let AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) = &aggregate.kind {
                    group.values[i].extend(spread(vec![made(row, column)]).into_iter().filter_map(|mut one| one.pop()));
                }
            }
        }
    }
    Ok(finish(evaluator, groups, by, aggregates))
}

fn made(row: &[Value], column: &Column) -> Value {
    match &column.kind {
        ColumnKind::Made(i) => row.get(*i).cloned().unwrap_or_default(),
        ColumnKind::Node(_)
        | ColumnKind::Property(..)
        | ColumnKind::Field(..)
        | ColumnKind::Evidence(_)
        | ColumnKind::PerHead(_) => Value::Missing,
    }
}

/// Keys of each row, then a stable sort.
fn sort(evaluator: &Evaluator<'_>, set: SetId, rows: Rows, keys: &[Key]) -> Result<Rows, Stop> {
    let ascending: Vec<bool> = keys.iter().map(|key| key.ascending.unwrap_or(true)).collect();
    sort_by(evaluator, set, rows, keys, &ascending)
}

fn sort_by(evaluator: &Evaluator<'_>, set: SetId, rows: Rows, keys: &[Key], ascending: &[bool]) -> Result<Rows, Stop> {
    let name = |entity: u32| evaluator.reader.graph.name(EntityId(entity));
    let order = |a: &[Value], b: &[Value]| {
        a.iter()
            .zip(b)
            .zip(ascending)
            .map(|((a, b), &ascending)| compare(a, b, ascending, &name))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    match rows {
        Rows::Set(mut rows) => {
            let mut keyed = Vec::with_capacity(rows.rows.len());
            for row in rows.rows {
                evaluator.budget.spend(keys.len())?;
                let values: Result<Vec<Value>, Stop> =
                    keys.iter().map(|key| set_value(evaluator, set, &row, &key.column)).collect();
                keyed.push((values?, row));
            }
            keyed.sort_by(|(a, one), (b, other)| order(a, b).then_with(|| name(one.entity).cmp(name(other.entity))));
            rows.rows = keyed.into_iter().map(|(_, row)| row).collect();
            Ok(Rows::Set(rows))
        }
        Rows::Table(mut table) => {
            let mut keyed: Vec<(Vec<Value>, Vec<Value>)> = table
                .rows
                .into_iter()
                .map(|row| (keys.iter().map(|key| made(&row, &key.column)).collect(), row))
                .collect();
            keyed.sort_by(|(a, one), (b, other)| {
                order(a, b).then_with(|| {
                    one.iter()
                        .zip(other)
                        .map(|(a, b)| compare(a, b, true, &name))
                        .find(|order| order.is_ne())
                        .unwrap_or(Ordering::Equal)
                })
            });
            table.rows = keyed.into_iter().map(|(_, row)| row).collect();
            Ok(Rows::Table(table))
        }
    }
}

/// The first rows by a key; numbers and years descend, ordered properties stand best first.
fn top(
    evaluator: &Evaluator<'_>,
    set: SetId,
    rows: Rows,
    count: usize,
    by: Option<&Key>,
    bottom: bool,
) -> Result<Rows, Stop> {
    let key = match (by, &rows) {
        (Some(key), _) => key.clone(),
        (None, Rows::Set(_)) => {
            told_cut(evaluator, &rows, count);
            return Ok(cut(rows, 0, count));
        }
        (None, Rows::Table(table)) => {
            let last = table
                .columns
                .iter()
                .enumerate()
                .rposition(|(i, _)| table.rows.first().is_some_and(|row| row[i].is_number()));
            let Some(last) = last else { return Ok(cut(rows, 0, count)) };
            let column = Column {
                kind: ColumnKind::Made(last),
                heading: table.columns[last].0.clone(),
                span: crate::text::Span::default(),
            };
            Key { column, ascending: None }
        }
    };
    let natural = !is_numeric(evaluator, &key, &rows);
    let ascending = key.ascending.unwrap_or(natural) != bottom;
    told_cut(evaluator, &rows, count);
    let sorted = sort_by(evaluator, set, rows, std::slice::from_ref(&key), &[ascending])?;
    Ok(cut(sorted, 0, count))
}

fn is_numeric(evaluator: &Evaluator<'_>, key: &Key, rows: &Rows) -> bool {
    let property = match &key.column.kind {
        ColumnKind::Property(_, property) | ColumnKind::Evidence(EvidenceColumn::Property(property)) => *property,
        ColumnKind::PerHead(_) => return true,
        ColumnKind::Evidence(EvidenceColumn::Supporting | EvidenceColumn::Disputing) => return true,
        ColumnKind::Made(i) => {
            let Rows::Table(table) = rows else { return false };
            return table.rows.iter().find(|row| !row[*i].is_missing()).is_some_and(|row| row[*i].is_number());
        }
        ColumnKind::Node(_) | ColumnKind::Field(..) | ColumnKind::Evidence(_) => return false,
    };
    matches!(
        evaluator.reader.graph.vocabulary().property(property).of,
        PropertyType::Number | PropertyType::Year | PropertyType::Date
    )
}

fn show(evaluator: &Evaluator<'_>, set: SetId, rows: Rows, wanted: &[Column]) -> Result<Table, Stop> {
    let columns = wanted.iter().map(|column| (column.heading.clone(), columns::type_of(evaluator, column))).collect();
    let mut table = Table { columns, rows: Vec::new(), contested: 0 };
    match rows {
        Rows::Set(rows) => {
            let head = evaluator.query().head_of(set);
            let all: Vec<&Column> = wanted.iter().collect();
            let nodes = mentioned(head, &all);
            for row in rows.rows.iter().chain(&rows.contested) {
                let before = table.rows.len();
                for binding in combinations(evaluator, head, row, &nodes)? {
                    let cells: Result<Vec<Value>, Stop> = wanted
                        .iter()
                        .map(|column| bound_value(evaluator, set, row, &nodes, &binding, column))
                        .collect();
                    let cells = cells?;
                    if !table.rows[before..].contains(&cells) {
                        table.rows.push(cells);
                    }
                    evaluator.budget.spend(1)?;
                }
                if row.contested && !evaluator.query().including_contested {
                    table.contested += table.rows.len() - before;
                }
            }
        }
        Rows::Table(old) => {
            for (column, (_, of)) in wanted.iter().zip(&mut table.columns) {
                if let ColumnKind::Made(i) = column.kind
                    && let Some((_, known)) = old.columns.get(i)
                {
                    *of = *known;
                }
            }
            table.rows = old.rows.iter().map(|row| wanted.iter().map(|column| made(row, column)).collect()).collect();
        }
    }
    Ok(table)
}

fn filter(evaluator: &Evaluator<'_>, set: SetId, rows: Rows, test: &RowTest) -> Result<Rows, Stop> {
    match rows {
        Rows::Set(mut rows) => {
            let keep = |row: &SetRow| meets(evaluator, test, &|column| set_value(evaluator, set, row, column));
            for list in [&mut rows.rows, &mut rows.contested] {
                let mut kept = Vec::new();
                for row in std::mem::take(list) {
                    if keep(&row)? {
                        kept.push(row);
                    }
                }
                *list = kept;
            }
            Ok(Rows::Set(rows))
        }
        Rows::Table(mut table) => {
            let mut kept = Vec::new();
            for row in std::mem::take(&mut table.rows) {
                if meets(evaluator, test, &|column| Ok(made(&row, column)))? {
                    kept.push(row);
                }
            }
            table.rows = kept;
            Ok(Rows::Table(table))
        }
    }
}

fn meets(
    evaluator: &Evaluator<'_>,
    test: &RowTest,
    value: &impl Fn(&Column) -> Result<Value, Stop>,
) -> Result<bool, Stop> {
    match test {
        RowTest::Not(inner) => Ok(!meets(evaluator, inner, value)?),
        RowTest::And(parts) => {
            for part in parts {
                if !meets(evaluator, part, value)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        RowTest::Or(parts) => {
            for part in parts {
                if meets(evaluator, part, value)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        RowTest::Compare { column, test } => {
            let value = value(column)?;
            if value.is_missing() {
                return Ok(*test == ValueTest::Missing);
            }
            Ok(spread(vec![value])
                .iter()
                .any(|one| one.first().is_some_and(|value| meets_value(evaluator, value, test))))
        }
    }
}

fn meets_value(evaluator: &Evaluator<'_>, value: &Value, test: &ValueTest) -> bool {
    let texts = || columns::texts(evaluator, value);
    match test {
        ValueTest::Missing => false,
        ValueTest::Among(values) => texts().iter().any(|text| values.contains(&text.to_lowercase())),
        ValueTest::Number(low, high, text) => match value.number() {
            Some(number) => (*low..=*high).contains(&number),
            None => low == high && texts().iter().any(|other| other.to_lowercase() == *text),
        },
        ValueTest::Order(low, high, property) => match value {
            Value::Code(_, code) => (*low..=*high).contains(code),
            _ => {
                let values = crate::graph::values_of(&evaluator.reader.graph.vocabulary().property(*property).of);
                texts().iter().any(|text| {
                    values
                        .iter()
                        .position(|known| known == text)
                        .is_some_and(|place| (*low..=*high).contains(&(place as u16)))
                })
            }
        },
        ValueTest::Text(comparison) => texts().iter().any(|text| compares(&text.to_lowercase(), comparison)),
    }
}

fn distinct(evaluator: &Evaluator<'_>, set: SetId, rows: Rows, keys: &[Key]) -> Result<Rows, Stop> {
    if keys.is_empty() {
        return Ok(match rows {
            Rows::Set(rows) => Rows::Set(rows),
            Rows::Table(mut table) => {
                let mut seen = FxHashSet::default();
                table.rows.retain(|row| seen.insert(format!("{row:?}")));
                Rows::Table(table)
            }
        });
    }
    let columns: Vec<Column> = keys.iter().map(|key| key.column.clone()).collect();
    let mut table = show(evaluator, set, rows, &columns)?;
    let spreadable = std::mem::take(&mut table.rows);
    let mut seen = FxHashSet::default();
    for row in spreadable.into_iter().flat_map(spread) {
        if seen.insert(format!("{row:?}")) {
            table.rows.push(row);
        }
    }
    table.contested = 0;
    let sorted: Vec<Key> = keys
        .iter()
        .enumerate()
        .map(|(i, key)| Key {
            column: Column { kind: ColumnKind::Made(i), ..key.column.clone() },
            ascending: key.ascending,
        })
        .collect();
    sort(evaluator, set, Rows::Table(table), &sorted)
}

fn follow(evaluator: &Evaluator<'_>, rows: SetRows, target: SetId, _from: NodeId) -> Result<Shape, Stop> {
    let graph = evaluator.reader.graph;
    let mut entities = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let id = EntityId(row.entity);
        entities.extend_from_slice(graph.faces(&id));
    }
    evaluator.set_rows(Set::from_list(entities));
    let rows = rows::rows(evaluator, target)?;
    Ok(Shape { rows: Rows::Set(rows), set: target })
}

/// The supported entities of a set as a list, for sources that need no evidence.
///
/// # Errors
/// When the budget is used up.
pub fn entities(evaluator: &Evaluator<'_>, set: SetId) -> Result<Vec<u32>, Stop> {
    Ok(evaluator.set(set, Mode::Supported)?.into_sorted())
}
