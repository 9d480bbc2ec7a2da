//! Rows → answer: numbers become names, evidence becomes columns.

use super::Engine;
use crate::answer::{Answer, Cell, Column, ColumnType, EntityCell, Layout, OppositeCell, Output, Row, Step};
use crate::exec::rows::{SetRow, SetRows};
use crate::exec::{Evaluator, Rows, Stop, Table, Value, columns};
use crate::graph::{EntityId, StatementId};
use crate::query::{EvidenceColumn, NodeId, SetId, SetNode, Source};
use crate::resolve::Resolved;
use crate::vocabulary::PropertyId;

/// Number of rows in memory.
pub(super) fn count(rows: &Rows) -> usize {
    match rows {
        Rows::Set(rows) => rows.rows.len(),
        Rows::Table(table) => table.rows.len() - table.contested,
    }
}

/// The default columns of evidence, in the order of the answer: the word, what it holds, and whether
/// people see it (the others are folded into a visible one, or left to JSON).
const EVIDENCE: &[(&str, EvidenceKind, ColumnType, bool)] = &[
    ("level", EvidenceKind::Property("level"), ColumnType::Level, true),
    ("status", EvidenceKind::Property("status"), ColumnType::Text, true),
    ("region", EvidenceKind::Property("region"), ColumnType::Text, false),
    ("as_of", EvidenceKind::Property("as_of"), ColumnType::Text, false),
    ("status_statement", EvidenceKind::Column(EvidenceColumn::StatusStatement), ColumnType::Text, false),
    ("profile", EvidenceKind::Column(EvidenceColumn::Profile), ColumnType::Text, true),
    ("partners", EvidenceKind::Column(EvidenceColumn::Partners), ColumnType::Entities, true),
    ("cancer", EvidenceKind::Column(EvidenceColumn::Cancer), ColumnType::Entity, true),
    ("match", EvidenceKind::Column(EvidenceColumn::Match), ColumnType::Text, false),
    ("year", EvidenceKind::Property("year"), ColumnType::Number, false),
    ("rating", EvidenceKind::Property("rating"), ColumnType::Number, false),
    ("via", EvidenceKind::Column(EvidenceColumn::Via), ColumnType::Entity, true),
    ("supporting", EvidenceKind::Column(EvidenceColumn::Supporting), ColumnType::Number, true),
    ("disputing", EvidenceKind::Column(EvidenceColumn::Disputing), ColumnType::Number, false),
    ("opposite", EvidenceKind::Column(EvidenceColumn::Opposite), ColumnType::Opposite, false),
    ("statements", EvidenceKind::Column(EvidenceColumn::Statements), ColumnType::References, true),
    ("against", EvidenceKind::Column(EvidenceColumn::Against), ColumnType::References, false),
    ("sources", EvidenceKind::Column(EvidenceColumn::Sources), ColumnType::References, true),
];

/// What a statement says: it is the head itself, so that nothing is counted for it.
const STATEMENT: &[(&str, EvidenceKind, ColumnType, bool)] = &[
    ("effect", EvidenceKind::Property("effect"), ColumnType::Text, true),
    ("direction", EvidenceKind::Property("direction"), ColumnType::Text, true),
    ("level", EvidenceKind::Property("level"), ColumnType::Level, true),
    ("status", EvidenceKind::Property("status"), ColumnType::Text, true),
    ("region", EvidenceKind::Property("region"), ColumnType::Text, false),
    ("as_of", EvidenceKind::Property("as_of"), ColumnType::Text, false),
    ("therapy", EvidenceKind::Column(EvidenceColumn::Therapy), ColumnType::Entity, true),
    ("partners", EvidenceKind::Column(EvidenceColumn::Partners), ColumnType::Entities, true),
    ("profile", EvidenceKind::Column(EvidenceColumn::Profile), ColumnType::Text, true),
    ("mechanism", EvidenceKind::Column(EvidenceColumn::Mechanism), ColumnType::Entity, true),
    ("cancer", EvidenceKind::Column(EvidenceColumn::Cancer), ColumnType::Entity, true),
    ("match", EvidenceKind::Column(EvidenceColumn::Match), ColumnType::Text, false),
    ("year", EvidenceKind::Property("year"), ColumnType::Number, true),
    ("rating", EvidenceKind::Property("rating"), ColumnType::Number, false),
    ("sources", EvidenceKind::Column(EvidenceColumn::Sources), ColumnType::References, true),
];

/// What stands behind plain facts.
const FACTS: &[(&str, EvidenceKind, ColumnType, bool)] = &[
    ("via", EvidenceKind::Column(EvidenceColumn::Via), ColumnType::Entity, true),
    ("statements", EvidenceKind::Column(EvidenceColumn::Statements), ColumnType::References, false),
    ("sources", EvidenceKind::Column(EvidenceColumn::Sources), ColumnType::References, true),
];

enum EvidenceKind {
    Property(&'static str),
    Column(EvidenceColumn),
}

/// Columns that are left out where no row has a value.
const OPTIONAL: &[&str] = &["via", "rating"];

/// Work of making one cell, in units of the budget: a text is copied.
const CELL_WORK: usize = 16;

/// Makes the answer.
///
/// # Errors
/// When the budget is used up: an answer of a million rows takes its time, too.
pub(super) fn answer(
    engine: &Engine,
    evaluator: &Evaluator<'_>,
    resolved: &Resolved,
    rows: Rows,
    text: &str,
) -> Result<Answer, Stop> {
    let presenter = Presenter { engine, evaluator, resolved };
    let mut answer = Answer {
        query: text.to_owned(),
        reading: resolved.reading(engine.graph()),
        graph: engine.graph_info(),
        notes: resolved.notes.clone(),
        complete: true,
        layout: layout(&resolved.source),
        output: Output {
            format: resolved.format.as_ref().map(|text| text.text.clone()),
            file: resolved.file.as_ref().map(|text| (text.text.clone(), text.span)),
        },
        ..Answer::default()
    };
    match rows {
        Rows::Set(rows) => presenter.set(&mut answer, &rows)?,
        Rows::Table(table) => presenter.table(&mut answer, table)?,
    }
    answer.notes.extend(evaluator.take_notes());
    answer.total_rows = answer.rows.len();
    Ok(answer)
}

const fn layout(source: &Source) -> Layout {
    match source {
        Source::Describe(_) | Source::DescribeNoun(_) | Source::DescribeVerb(_) => Layout::Record,
        Source::Why(_) => Layout::Tree,
        Source::Set(_)
        | Source::Does(_)
        | Source::Evidence(_)
        | Source::Resolve(_)
        | Source::Paths(_)
        | Source::Compare(_)
        | Source::Match(_)
        | Source::Conflicts(_) => Layout::Table,
    }
}

struct Presenter<'p, 'a> {
    engine: &'p Engine,
    evaluator: &'p Evaluator<'a>,
    resolved: &'p Resolved,
}

impl Presenter<'_, '_> {
    fn set(&self, answer: &mut Answer, rows: &SetRows) -> Result<(), Stop> {
        let set = self.final_set();
        let head = set.map(|set| self.evaluator.query().head_of(set));
        let heading = self.heading(head);
        let all = || rows.rows.iter().chain(&rows.contested);
        let mut wanted: Vec<(&str, Shown, ColumnType, bool)> = vec![(&heading, Shown::Head, ColumnType::Entity, true)];
        if self.is_mixed(head) {
            wanted.push(("kind", Shown::Kind, ColumnType::Text, true));
        }
        if let Some(set) = set
            && let SetNode::Neighbours(..) = self.evaluator.query().set(set)
        {
            wanted.push(("distance", Shown::Distance, ColumnType::Number, true));
        }
        let is_statement = heading == "statement";
        let table = match (rows.has_claims, is_statement) {
            (_, true) => STATEMENT,
            (true, false) => EVIDENCE,
            (false, false) => FACTS,
        };
        let vocabulary = self.engine.graph().vocabulary();
        for (name, kind, of, visible) in table {
            let column = match kind {
                EvidenceKind::Property(property) => match vocabulary.statement_property(property) {
                    Some(id) => EvidenceColumn::Property(id),
                    None => continue,
                },
                EvidenceKind::Column(column) => column.clone(),
            };
            // A column whose entity is the head itself says nothing.
            if *name == heading {
                continue;
            }
            let missing = || all().all(|row| columns::evidence(self.evaluator, row, &column).is_missing());
            if OPTIONAL.contains(name) && missing() {
                continue;
            }
            let visible = *visible && !missing();
            wanted.push((name, Shown::Evidence(column), *of, visible));
        }
        if all().any(|row| row.evidence.as_ref().is_some_and(|evidence| evidence.through_members)) {
            wanted.push(("class evidence", Shown::ThroughMembers, ColumnType::Bool, true));
        }
        if all().any(|row| row.evidence.as_ref().is_some_and(|evidence| evidence.class_against > 0)) {
            wanted.push(("class evidence against", Shown::ClassAgainst, ColumnType::Number, true));
        }
        if self.evaluator.query().including_contested {
            wanted.push(("contested", Shown::Contested, ColumnType::Bool, true));
        }
        answer.columns = wanted
            .iter()
            .map(|(name, _, of, visible)| Column { name: (*name).to_owned(), of: *of, visible: *visible })
            .collect();
        let make = |row: &SetRow| {
            self.evaluator.budget.spend(CELL_WORK * wanted.len())?;
            Ok(Row { cells: wanted.iter().map(|(_, shown, _, _)| self.set_cell(row, shown)).collect() })
        };
        answer.rows = rows.rows.iter().map(make).collect::<Result<_, Stop>>()?;
        answer.contested = rows.contested.iter().map(make).collect::<Result<_, Stop>>()?;
        Ok(())
    }

    /// The set that the rows are of: the last `follow`, or the source.
    fn final_set(&self) -> Option<SetId> {
        let followed = self.resolved.stages.iter().rev().find_map(|stage| match stage {
            crate::query::Stage::Follow { target, .. } => Some(*target),
            _ => None,
        });
        followed.or(match &self.resolved.source {
            Source::Set(set) => Some(*set),
            _ => None,
        })
    }

    fn heading(&self, head: Option<NodeId>) -> String {
        match head {
            Some(head) => self.evaluator.query().node(head).heading.clone(),
            None => "statement".to_owned(),
        }
    }

    fn is_mixed(&self, head: Option<NodeId>) -> bool {
        head.is_some_and(|head| self.evaluator.plan.kinds(head).len() > 1)
    }

    fn set_cell(&self, row: &SetRow, shown: &Shown) -> Cell {
        match shown {
            Shown::Head => Cell::Entity(self.entity(row.entity)),
            Shown::Kind => Cell::Text(self.kind(row.entity).to_owned()),
            Shown::Distance => {
                self.evaluator.distance(row.entity).map_or(Cell::Missing, |steps| Cell::Integer(i64::from(steps)))
            }
            Shown::ClassAgainst => match row.evidence.as_ref().map_or(0, |evidence| evidence.class_against) {
                0 => Cell::Missing,
                count => Cell::Integer(count as i64),
            },
            Shown::ThroughMembers => Cell::Bool(row.evidence.as_ref().is_some_and(|evidence| evidence.through_members)),
            Shown::Contested => Cell::Bool(row.contested),
            Shown::Evidence(column) => {
                let value = columns::evidence(self.evaluator, row, column);
                let of = reference_type(column);
                self.cell(value, of)
            }
        }
    }

    fn table(&self, answer: &mut Answer, table: Table) -> Result<(), Stop> {
        answer.columns =
            table.columns.iter().map(|(name, of)| Column { name: name.clone(), of: *of, visible: true }).collect();
        let contested = table.rows.len() - table.contested.min(table.rows.len());
        let types: Vec<ColumnType> = table.columns.iter().map(|(_, of)| *of).collect();
        for (i, row) in table.rows.into_iter().enumerate() {
            self.evaluator.budget.spend(CELL_WORK * row.len())?;
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
                Cell::Texts(list.iter().flat_map(|value| columns::texts(self.evaluator, value)).collect())
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
            (Value::Tree(tree), _) => Cell::Tree(*tree),
            (Value::Steps(steps), _) => Cell::Steps(steps.into_iter().map(|step| self.step(&step)).collect()),
        }
    }

    fn statement_id(&self, statement: u32) -> &str {
        let graph = self.engine.graph();
        graph.id(graph.statement_entity(StatementId(statement)))
    }

    fn opposite(&self, statement: u32) -> OppositeCell {
        let text = |name: &str| {
            let graph = self.engine.graph();
            let property = graph.vocabulary().statement_property(name);
            let value = property
                .map(|property| columns::of_statement(self.evaluator, statement, &EvidenceColumn::Property(property)));
            value.and_then(|value| columns::texts(self.evaluator, &value).into_iter().next()).unwrap_or_default()
        };
        OppositeCell {
            statement: self.statement_id(statement).to_owned(),
            effect: text("effect"),
            level: text("level"),
        }
    }

    fn step(&self, step: &crate::exec::result::PathStep) -> Step {
        Step {
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

    fn entity(&self, entity: u32) -> EntityCell {
        let graph = self.engine.graph();
        let id = EntityId(entity);
        EntityCell {
            id: graph.id(id).to_owned(),
            name: graph.name(id).to_owned(),
            kind: self.kind(entity).to_owned(),
            alias: self.resolved.typed.get(&graph.face(id)).cloned(),
        }
    }
}

enum Shown {
    Head,
    Kind,
    Distance,
    ClassAgainst,
    ThroughMembers,
    Contested,
    Evidence(EvidenceColumn),
}

/// How the values of an evidence column are written.
const fn reference_type(column: &EvidenceColumn) -> ColumnType {
    match column {
        EvidenceColumn::Statements | EvidenceColumn::Against | EvidenceColumn::Sources => ColumnType::References,
        EvidenceColumn::StatusStatement | EvidenceColumn::Profile | EvidenceColumn::Match | EvidenceColumn::Gist => {
            ColumnType::Text
        }
        EvidenceColumn::Partners => ColumnType::Entities,
        EvidenceColumn::Opposite => ColumnType::Opposite,
        EvidenceColumn::Property(_)
        | EvidenceColumn::Therapy
        | EvidenceColumn::Mechanism
        | EvidenceColumn::Cancer
        | EvidenceColumn::Supporting
        | EvidenceColumn::Disputing
        | EvidenceColumn::Via => ColumnType::Entity,
    }
}
