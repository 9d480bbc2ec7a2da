//! Rows → answer: numbers become names, evidence becomes columns.

use super::Engine;
use super::prepared::Prepared;
use crate::answer::{Answer, Cell, Column, ColumnType, Destination, EntityCell, OppositeCell, Row, StepCell};
use crate::exec::result::{RowEvidence, SetRow, SetRows};
use crate::exec::rows::columns;
use crate::exec::{Rows, Run, Stop, Table, Value};
use crate::graph::{EntityId, StatementId};
use crate::model::{CLAIM_COLUMNS, DefaultColumn, EvidenceColumn, FACT_COLUMNS, Field, STATEMENT_COLUMNS, Shows, kind};
use crate::query::Resolved;
use crate::query::{SetId, SetNode, Stage};
use crate::vocabulary::PropertyId;
use crate::words;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

/// Work of making one cell, in units of the budget: a text is copied.
const CELL_WORK: usize = 16;

/// Makes the answer.
///
/// # Errors
/// When the budget is used up: an answer of a million rows takes its time, too.
pub(super) fn answer(question: &Prepared<'_>, run: &Run<'_>, rows: Rows) -> Result<Answer, Stop> {
    let Prepared { engine, resolved, text, .. } = *question;
    let presenter = Presenter { engine, run, resolved, entities: RefCell::default() };
    let mut answer = Answer {
        query: text.to_owned(),
        reading: words::reading(resolved, engine.graph()),
        graph: engine.graph_info(),
        named: resolved.named().into_iter().map(|entity| presenter.cell_of(entity)).collect(),
        notes: resolved.notes.clone(),
        complete: true,
        is_chosen: resolved.stages.iter().any(|stage| stage.table().is_some()),
        layout: resolved.source.kind().row().layout,
        output: Destination {
            format: resolved.format.as_ref().map(|text| text.text.clone()),
            chart: resolved.chart.as_ref().map(|text| text.text.clone()),
            file: resolved.file.as_ref().map(|text| (text.text.clone(), text.span)),
        },
        ..Answer::default()
    };
    match rows {
        Rows::Set(rows) => presenter.set(&mut answer, &rows)?,
        Rows::Table(table) => presenter.table(&mut answer, table)?,
    }
    answer.notes.extend(run.take_notes());
    answer.total_rows = answer.rows.len();
    Ok(answer)
}

struct Presenter<'p, 'a> {
    engine: &'p Engine,
    run: &'p Run<'a>,
    resolved: &'p Resolved,
    /// Those shown so far.
    entities: RefCell<FxHashMap<u32, Arc<EntityCell>>>,
}

impl Presenter<'_, '_> {
    fn set(&self, answer: &mut Answer, rows: &SetRows) -> Result<(), Stop> {
        let wanted = self.columns(rows);
        let make = |row: &SetRow| {
            self.run.budget.spend(CELL_WORK * wanted.len())?;
            Ok(Row { cells: wanted.iter().map(|(column, shown)| self.set_cell(row, shown, column.of)).collect() })
        };
        answer.rows = rows.rows.iter().map(make).collect::<Result<_, Stop>>()?;
        answer.contested = rows.contested.iter().map(make).collect::<Result<_, Stop>>()?;
        answer.columns = finished(wanted, answer);
        Ok(())
    }

    /// The columns of entities: what each is, what is behind it, and what is special about some.
    fn columns(&self, rows: &SetRows) -> Vec<(Column, Shown)> {
        let set = self.final_set();
        let query = self.run.query;
        let heading = set.map_or(kind::STATEMENT, |set| query.heading_of(self.run.graph.vocabulary(), set));
        let mut wanted = vec![visible(heading.to_owned(), ColumnType::Entity, Shown::Head)];
        if set.is_some_and(|set| self.run.kinds_of(set).len() > 1) {
            wanted.push(visible("kind", ColumnType::Text, Shown::Kind));
        }
        if set.is_some_and(|set| matches!(query.set(set), SetNode::Neighbours(..))) {
            wanted.push(visible("distance", ColumnType::Number, Shown::Distance));
        }
        let defaults = match (heading == kind::STATEMENT, rows.has_claims) {
            (true, _) => STATEMENT_COLUMNS,
            (false, true) => CLAIM_COLUMNS,
            (false, false) => FACT_COLUMNS,
        };
        wanted.extend(defaults.iter().filter_map(|default| self.default_column(default, heading)));
        let any = |test: fn(&RowEvidence) -> bool| {
            rows.rows.iter().chain(&rows.contested).any(|row| row.evidence.as_ref().is_some_and(|row| test(row)))
        };
        if any(|row| row.through_members) {
            wanted.push(visible("class evidence", ColumnType::Bool, Shown::ThroughMembers));
        }
        if any(|row| row.class_against > 0) {
            wanted.push(visible("class evidence against", ColumnType::Number, Shown::ClassAgainst));
        }
        if query.including_contested {
            wanted.push(visible("contested", ColumnType::Bool, Shown::Contested));
        }
        wanted
    }

    /// A default column, unless what it shows is the head itself already.
    fn default_column(&self, default: &DefaultColumn, heading: &str) -> Option<(Column, Shown)> {
        let graph = self.engine.graph();
        let (name, of, column) = match default.shows {
            Shows::Field(field) => {
                let property = graph.model().property(field)?;
                let of = columns::type_of_property(graph.vocabulary(), property);
                (field.name(), of, EvidenceColumn::Property(property))
            }
            Shows::Evidence(column) => column.heading().map(|(name, of)| (name, of, column))?,
        };
        let shown = Shown::Evidence { column, optional: default.optional };
        (name != heading).then(|| (Column { name: name.into(), of, visible: default.visible }, shown))
    }

    /// The set that the rows are of: the last `follow`, or the source.
    fn final_set(&self) -> Option<SetId> {
        let followed = self.resolved.stages.iter().rev().find_map(Stage::followed);
        followed.or(self.resolved.source.entities())
    }

    fn set_cell(&self, row: &SetRow, shown: &Shown, of: ColumnType) -> Cell {
        match shown {
            Shown::Head => Cell::Entity(self.entity(row.entity)),
            Shown::Kind => Cell::Text(self.kind(row.entity).to_owned()),
            Shown::Distance => {
                self.run.distance(row.entity).map_or(Cell::Missing, |steps| Cell::Integer(i64::from(steps)))
            }
            Shown::ClassAgainst => match row.evidence.as_ref().map_or(0, |evidence| evidence.class_against) {
                0 => Cell::Missing,
                count => Cell::Integer(count as i64),
            },
            Shown::ThroughMembers => Cell::Bool(row.evidence.as_ref().is_some_and(|evidence| evidence.through_members)),
            Shown::Contested => Cell::Bool(row.contested),
            Shown::Evidence { column, .. } => self.cell(columns::evidence(self.run, row, column), of),
        }
    }

    fn table(&self, answer: &mut Answer, table: Table) -> Result<(), Stop> {
        answer.columns = table
            .columns
            .iter()
            .map(|(name, of)| Column { name: name.clone().into(), of: *of, visible: true })
            .collect();
        let contested = table.rows.len() - table.contested.min(table.rows.len());
        let types: Vec<ColumnType> = table.columns.iter().map(|(_, of)| *of).collect();
        for (i, row) in table.rows.into_iter().enumerate() {
            self.run.budget.spend(CELL_WORK * row.len())?;
            let cells = row
                .into_iter()
                .enumerate()
                .map(|(column, value)| self.cell(value, types.get(column).copied().unwrap_or(ColumnType::Text)))
                .collect();
            let list = if i >= contested { &mut answer.contested } else { &mut answer.rows };
            list.push(Row { cells });
        }
        Ok(())
    }

    /// A value as users see it; references are written as identifiers.
    fn cell(&self, value: Value, of: ColumnType) -> Cell {
        let graph = self.engine.graph();
        let ids = |list: &[u32]| list.iter().map(|&entity| graph.id(EntityId(entity)).to_owned()).collect::<Vec<_>>();
        match (value, of) {
            (Value::Missing, ColumnType::References | ColumnType::Texts) => Cell::Texts(Vec::new()),
            (Value::Missing, ColumnType::Entities) => Cell::Entities(Vec::new()),
            (Value::Missing, ColumnType::Opposite) => Cell::Opposite(Vec::new()),
            (Value::Missing, _) => Cell::Missing,
            (Value::Entity(entity), ColumnType::Text) => Cell::Text(graph.name(EntityId(entity)).to_owned()),
            (Value::Entity(entity), ColumnType::References) => Cell::Texts(ids(&[entity])),
            (Value::Entity(entity), _) => Cell::Entity(self.entity(entity)),
            (Value::Entities(list), ColumnType::References) => Cell::Texts(ids(&list)),
            (Value::Entities(list), _) => Cell::Entities(list.into_iter().map(|entity| self.entity(entity)).collect()),
            (Value::Code(property, code), _) => self.code(property, code),
            (Value::Text(text), _) => Cell::Text(text),
            (Value::Texts(list), _) => Cell::Texts(list),
            (Value::List(list), _) => {
                Cell::Texts(list.iter().flat_map(|value| columns::texts(self.run, value)).collect())
            }
            (Value::Integer(number), _) => Cell::Integer(number),
            (Value::Decimal(number), _) => Cell::Decimal(number),
            (Value::Bool(value), _) => Cell::Bool(value),
            (Value::Statements(list), ColumnType::Text) => {
                list.first().map_or(Cell::Missing, |&statement| Cell::Text(self.statement_id(statement).to_owned()))
            }
            (Value::Statements(list), _) => {
                Cell::Texts(list.iter().map(|&statement| self.statement_id(statement).to_owned()).collect())
            }
            (Value::Opposite(list), _) => {
                Cell::Opposite(list.into_iter().map(|statement| self.opposite(statement)).collect())
            }
            (Value::Tree(tree), _) => Cell::Tree(tree),
            (Value::Steps(steps), _) => Cell::Steps(steps.into_iter().map(|step| self.step(&step)).collect()),
        }
    }

    fn statement_id(&self, statement: u32) -> &str {
        let graph = self.engine.graph();
        graph.id(graph.statement_entity(StatementId(statement)))
    }

    fn opposite(&self, statement: u32) -> OppositeCell {
        let text = |field| columns::text_of_field(self.run, StatementId(statement), field).unwrap_or_default();
        OppositeCell {
            statement: self.statement_id(statement).to_owned(),
            effect: text(Field::Effect),
            level: text(Field::Level),
        }
    }

    fn step(&self, step: &crate::exec::result::PathStep) -> StepCell {
        StepCell {
            from: self.entity(step.from),
            relation: self.engine.graph().vocabulary().verb(step.relation).relation.clone(),
            forward: step.forward,
            to: self.entity(step.to),
            statements: step.statements.iter().map(|&statement| self.statement_id(statement).to_owned()).collect(),
        }
    }

    fn code(&self, property: PropertyId, code: u16) -> Cell {
        let values = crate::graph::values_of(&self.engine.graph().vocabulary().property(property).of);
        values.get(usize::from(code)).map_or(Cell::Missing, |text| Cell::Text(text.clone()))
    }

    fn kind(&self, entity: u32) -> &str {
        let graph = self.engine.graph();
        graph.vocabulary().kind_name(graph.kind(EntityId(entity)))
    }

    fn cell_of(&self, entity: EntityId) -> EntityCell {
        let graph = self.engine.graph();
        EntityCell {
            id: graph.id(entity).to_owned(),
            name: graph.name(entity).to_owned(),
            kind: graph.vocabulary().shared_kind_name(graph.kind(entity)),
            alias: self.resolved.typed.get(&graph.face(entity)).cloned(),
        }
    }

    fn entity(&self, entity: u32) -> Arc<EntityCell> {
        let make = || Arc::new(self.cell_of(EntityId(entity)));
        Arc::clone(self.entities.borrow_mut().entry(entity).or_insert_with(make))
    }
}

/// The columns of an answer with these rows. One of evidence that has no value is not shown to
/// people; an optional one is taken out of the rows.
fn finished(columns: Vec<(Column, Shown)>, answer: &mut Answer) -> Vec<Column> {
    let mut kept = Vec::with_capacity(columns.len());
    let mut finished = Vec::with_capacity(columns.len());
    for (place, (column, shown)) in columns.into_iter().enumerate() {
        let mut cells = answer.rows.iter().chain(&answer.contested).filter_map(|row| row.cells.get(place));
        let has_value = !matches!(shown, Shown::Evidence { .. }) || cells.any(|cell| !cell.is_missing());
        let is_kept = has_value || !matches!(shown, Shown::Evidence { optional: true, .. });
        kept.push(is_kept);
        if is_kept {
            finished.push(Column { visible: column.visible && has_value, ..column });
        }
    }
    if finished.len() < kept.len() {
        for row in answer.rows.iter_mut().chain(&mut answer.contested) {
            let mut kept = kept.iter();
            row.cells.retain(|_| kept.next().is_some_and(|&is_kept| is_kept));
        }
    }
    finished
}

/// A column that people see.
fn visible(name: impl Into<Cow<'static, str>>, of: ColumnType, shown: Shown) -> (Column, Shown) {
    (Column { name: name.into(), of, visible: true }, shown)
}

/// What a column of entities shows.
enum Shown {
    Head,
    Kind,
    Distance,
    ClassAgainst,
    ThroughMembers,
    Contested,
    /// `optional`: left out where no row has a value.
    Evidence {
        column: EvidenceColumn,
        optional: bool,
    },
}
