//! `count …, by …`: one row for each combination of keys.

use super::aggregate::{Group, Groups};
use super::counted::CountedEvidence;
use super::values::{Values, made, spread};
use crate::exec::budget::Stop;
use crate::exec::count;
use crate::exec::result::{Rows, SetRow, SetRows, Table, Value};
use crate::exec::rows::columns;
use crate::exec::run::Run;
use crate::exec::set::{Bits, kind_span};
use crate::graph::EntityId;
use crate::query::{Aggregate, AggregateKind, ColumnKind, Key, RowColumn, SetId};

/// Groups the supported rows of a set, or those of a table.
pub(super) fn group(run: &Run<'_>, set: SetId, rows: Rows, by: &[Key], aggregates: &[Aggregate]) -> Result<Rows, Stop> {
    let table = match &rows {
        Rows::Set(rows) => group_set(run, set, rows, by, aggregates)?,
        Rows::Table(table) => group_table(run, table, by, aggregates)?,
    };
    Ok(Rows::Table(table))
}

/// Groups the supported rows of a set.
fn group_set(run: &Run<'_>, set: SetId, rows: &SetRows, by: &[Key], aggregates: &[Aggregate]) -> Result<Table, Stop> {
    let mut values = Values::of_columns(run, set, columns_of(by, aggregates));
    for aggregate in aggregates {
        if let AggregateKind::CountNode(node, _) = aggregate.kind {
            values.mention(node);
        }
    }
    let counts_evidence = aggregates.iter().any(|aggregate| aggregate.kind == AggregateKind::CountEvidence);
    let mut evidence = if counts_evidence { Some(CountedEvidence::new(&mut values)?) } else { None };
    let mut groups = Groups::new(by, aggregates);
    for row in &rows.rows {
        for binding in values.combinations(row)? {
            run.budget.spend(1)?;
            let one = One { values: &values, row, binding: &binding };
            match &mut evidence {
                // The evidence of a row counts under the values of each statement.
                Some(evidence) => {
                    for statement in evidence.of(&values, row, &binding)? {
                        for keys in spread(one.keys(by, Some(statement))?) {
                            one.add(aggregates, groups.group(&keys), Some(statement))?;
                        }
                    }
                }
                None => {
                    let all = spread(one.keys(by, None)?);
                    if all.len() > 1 {
                        run.note("several-values", "a row with several values of a key counts under each".to_owned());
                    }
                    for keys in all {
                        one.add(aggregates, groups.group(&keys), None)?;
                    }
                }
            }
        }
    }
    let mut table = groups.finish(run, by, aggregates);
    if let Some(place) = aggregates.iter().position(|aggregate| aggregate.kind == AggregateKind::CountPaths) {
        fill_paths(run, set, rows, by, (&mut table, by.len() + place))?;
    }
    Ok(table)
}

/// A number made of the rows of one head: `top 5 by count genes`.
pub(super) fn of_row(run: &Run<'_>, set: SetId, row: &SetRow, aggregate: &Aggregate) -> Result<Value, Stop> {
    let rows = SetRows { rows: vec![row.clone()], has_claims: true, ..SetRows::default() };
    let table = group_set(run, set, &rows, &[], std::slice::from_ref(aggregate))?;
    Ok(table.rows.into_iter().next().and_then(|row| row.into_iter().next()).unwrap_or_default())
}

/// The columns of a row that are used.
fn columns_of<'c>(by: &'c [Key], aggregates: &'c [Aggregate]) -> impl Iterator<Item = &'c RowColumn> {
    let of_aggregate = |aggregate: &'c Aggregate| match &aggregate.kind {
        AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) => Some(column),
        AggregateKind::CountRows
        | AggregateKind::CountNode(..)
        | AggregateKind::CountPaths
        | AggregateKind::CountEvidence => None,
    };
    by.iter().map(|key| &key.column).chain(aggregates.iter().filter_map(of_aggregate))
}

/// One combination of a row.
struct One<'o, 'r, 'a> {
    values: &'o Values<'r, 'a>,
    row: &'o SetRow,
    binding: &'o [u32],
}

impl One<'_, '_, '_> {
    /// The value of a column; where one statement is counted, that statement's.
    fn value(&self, column: &RowColumn, statement: Option<u32>) -> Result<Value, Stop> {
        match (&column.kind, statement) {
            (ColumnKind::Evidence(of), Some(statement)) => Ok(columns::of_statement(self.values.run, statement, of)),
            (_, _) => self.values.of(self.row, self.binding, column),
        }
    }

    fn keys(&self, by: &[Key], statement: Option<u32>) -> Result<Vec<Value>, Stop> {
        by.iter().map(|key| self.value(&key.column, statement)).collect()
    }

    /// Adds it to a group.
    fn add(&self, aggregates: &[Aggregate], group: &mut Group, statement: Option<u32>) -> Result<(), Stop> {
        let graph = self.values.run.graph;
        group.rows.insert(self.row.entity);
        group.statements.extend(statement);
        for (i, aggregate) in aggregates.iter().enumerate() {
            match &aggregate.kind {
                AggregateKind::CountRows | AggregateKind::CountPaths | AggregateKind::CountEvidence => {}
                AggregateKind::CountNode(node, kinds) => {
                    let entity =
                        self.values.entity(self.row, self.binding, *node).map(EntityId).filter(|entity| {
                            graph.faces(entity).iter().any(|&face| kinds.has(graph.kind(EntityId(face))))
                        });
                    group.entities[i].extend(entity.map(|entity| graph.face(entity).0));
                }
                AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) => {
                    let value = self.value(column, statement)?;
                    group.values[i].extend(spread(vec![value]).into_iter().flatten());
                }
            }
        }
        Ok(())
    }
}

/// Groups the supported rows of a table.
fn group_table(run: &Run<'_>, table: &Table, by: &[Key], aggregates: &[Aggregate]) -> Result<Table, Stop> {
    let mut groups = Groups::new(by, aggregates);
    for (number, row) in (0..).zip(table.supported()) {
        run.budget.spend(1)?;
        for keys in spread(by.iter().map(|key| made(row, &key.column)).collect()) {
            let group = groups.group(&keys);
            group.rows.insert(number);
            for (i, aggregate) in aggregates.iter().enumerate() {
                if let AggregateKind::CountDistinct(column) | AggregateKind::Over(_, column) = &aggregate.kind {
                    group.values[i].extend(spread(vec![made(row, column)]).into_iter().flatten());
                }
            }
        }
    }
    Ok(groups.finish(run, by, aggregates))
}

/// Fills the `count paths` column of a table: walks are counted per head and added up over the
/// heads of each group.
fn fill_paths(
    run: &Run<'_>,
    set: SetId,
    rows: &SetRows,
    by: &[Key],
    (table, column): (&mut Table, usize),
) -> Result<(), Stop> {
    let head = run.query.head_of(set);
    let counts = count::per_head_paths(run, head)?.unwrap_or_default();
    let kept: Bits = {
        let mut bits = Bits::over(kind_span(run.graph, run.plan.kinds(head)));
        rows.rows.iter().for_each(|row| {
            bits.insert(row.entity);
        });
        bits
    };
    for (entity, count) in counts.into_iter().filter(|(entity, _)| kept.contains(*entity)) {
        for row in &mut table.rows {
            let belongs = by.iter().zip(row.iter()).all(|(key, value)| match (&key.column.kind, value) {
                (ColumnKind::Node(node), Value::Entity(other)) if *node == head => *other == entity,
                (ColumnKind::Property(node, property), value) if *node == head => {
                    let own = columns::property(run, &[entity], *property);
                    own == *value
                        || matches!((&own, value), (Value::Entities(list), Value::Entity(one)) if list.contains(one))
                }
                (_, _) => false,
            });
            if belongs && let Some(Value::Integer(sum)) = row.get_mut(column) {
                *sum = sum.saturating_add_unsigned(count);
            }
        }
    }
    Ok(())
}
