//! `where …` on finished rows.

use super::values::{Values, made, spread};
use crate::exec::budget::Stop;
use crate::exec::reader::compares;
use crate::exec::result::{Rows, SetRow, Value};
use crate::exec::rows::columns;
use crate::exec::run::Run;
use crate::query::{ColumnTest, RowColumn, RowTest, SetId, ValueTest};

/// The rows that meet a test, contested ones among themselves.
pub(super) fn filter(run: &Run<'_>, set: SetId, rows: Rows, test: &RowTest) -> Result<Rows, Stop> {
    match rows {
        Rows::Set(mut rows) => {
            let values = Values::new(run, set);
            let keep = |row: &SetRow| meets(run, test, &|column| values.of(row, &[], column));
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
            table.change(|rows| {
                let mut kept = Vec::new();
                for row in rows {
                    if meets(run, test, &|column| Ok(made(&row, column)))? {
                        kept.push(row);
                    }
                }
                Ok::<_, Stop>(kept)
            })?;
            Ok(Rows::Table(table))
        }
    }
}

fn meets(run: &Run<'_>, test: &RowTest, value: &impl Fn(&RowColumn) -> Result<Value, Stop>) -> Result<bool, Stop> {
    test.try_evaluate(&|ColumnTest { column, test }| {
        let value = value(column)?;
        if value.is_missing() {
            return Ok(*test == ValueTest::Missing);
        }
        Ok(spread(vec![value]).iter().any(|one| one.first().is_some_and(|value| meets_value(run, value, test))))
    })
}

fn meets_value(run: &Run<'_>, value: &Value, test: &ValueTest) -> bool {
    let texts = || columns::texts(run, value);
    match test {
        ValueTest::Missing => false,
        ValueTest::Number(low, high, text) => match value.number() {
            Some(number) => (*low..=*high).contains(&number),
            None => low == high && texts().iter().any(|other| other.to_lowercase() == *text),
        },
        ValueTest::Order(low, high, property) => {
            if let Value::Code(_, code) = value {
                return (*low..=*high).contains(code);
            }
            let values = crate::graph::values_of(&run.graph.vocabulary().property(*property).of);
            let is_within = |text: &String| {
                let place = (0..).zip(values).find(|(_, known)| *known == text);
                place.is_some_and(|(place, _)| (*low..=*high).contains(&place))
            };
            texts().iter().any(is_within)
        }
        ValueTest::Text(comparison) => texts().iter().any(|text| compares(&text.to_lowercase(), comparison)),
    }
}
