//! `onco stats`: how many of what.

use super::arguments::Global;
use super::exit::Exit;
use super::output::Printer;
use super::run;
use crate::answer::{Answer, Cell, Column, ColumnType, Row};
use crate::engine::Engine;
use crate::inspect::stats;

pub(super) fn run(global: &Global, printer: &mut Printer) -> Exit {
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let rows = stats::stats(engine.graph())
        .into_iter()
        .map(|count| vec![Cell::Text(count.of.to_owned()), Cell::Text(count.name), Cell::Integer(count.count as i64)]);
    let answer = table(
        &engine,
        &[("of", ColumnType::Text), ("name", ColumnType::Text), ("count", ColumnType::Number)],
        rows.collect(),
    );
    write(&answer, printer)
}

/// Rows of cells as an answer, so that every format can write them.
pub(super) fn table(engine: &Engine, columns: &[(&'static str, ColumnType)], rows: Vec<Vec<Cell>>) -> Answer {
    Answer {
        graph: engine.graph_info(),
        columns: columns.iter().map(|&(name, of)| Column { name: name.into(), of, visible: true }).collect(),
        total_rows: rows.len(),
        rows: rows.into_iter().map(|cells| Row { cells }).collect(),
        complete: true,
        ..Answer::default()
    }
}

pub(super) fn write(answer: &Answer, printer: &mut Printer) -> Exit {
    printer.answer(answer).map_or_else(|exit| exit, |()| Exit::Done)
}
