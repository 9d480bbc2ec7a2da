//! An answer as texts, so that the engine's and the oracle's can be laid side by side.

use crate::evidence::{Row, Rows, Telling, heading};
use crate::meaning::Meaning;
use crate::question::Set;
use crate::stages::{Table, Value};
use crate::world::{Id, World};
use onco::{Answer, Cell, EntityCell};
use std::collections::BTreeSet;

/// Headings with rows of texts, supported and contested.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub contested: Vec<Vec<String>>,
}

/// An entity as the sheets write it: identifiers that the importer makes up are left out.
pub fn entity(world: &World, id: Id) -> String {
    let entity = &world.entities[id];
    format!("{}:{}", world.words.kinds[entity.kind], entity.name)
}

impl Sheet {
    pub fn of_answer(answer: &Answer) -> Self {
        let rows = |rows: &[onco::Row]| {
            rows.iter().map(|row| row.cells.iter().map(cell_text).collect()).collect::<Vec<Vec<String>>>()
        };
        Self {
            columns: answer.columns.iter().map(|column| column.name.to_string()).collect(),
            rows: rows(&answer.rows),
            contested: rows(&answer.contested),
        }
    }

    pub fn of_table(world: &World, table: &Table) -> Self {
        let rows = |rows: &[Vec<Value>]| {
            rows.iter().map(|row| row.iter().map(|value| value_text(world, value)).collect()).collect()
        };
        Self { columns: table.columns.clone(), rows: rows(&table.rows), contested: rows(&table.contested) }
    }

    /// The default columns of entities (language section 5).
    pub fn of_rows(meaning: &Meaning<'_>, set: &Set, rows: &Rows) -> Self {
        let head = heading(meaning, set);
        let mut columns = vec![head.clone()];
        if Telling::new(meaning, set).is_mixed() {
            columns.push("kind".to_owned());
        }
        let value = |row: &Row, column: &str| crate::stages::evidence(meaning, row, column);
        let all = || rows.rows.iter().chain(&rows.contested);
        let defaults = match (head == "statement", rows.has_claims) {
            (true, _) => STATEMENT_COLUMNS,
            (false, true) => CLAIM_COLUMNS,
            (false, false) => FACT_COLUMNS,
        };
        for &(column, optional) in defaults.iter().filter(|(column, _)| *column != head) {
            if !optional || all().any(|row| !value(row, column).is_missing()) {
                columns.push(column.to_owned());
            }
        }
        if all().any(|row| row.through_members) {
            columns.push("class evidence".to_owned());
        }
        if all().any(|row| row.class_against > 0) {
            columns.push("class evidence against".to_owned());
        }
        if meaning.including_contested {
            columns.push("contested".to_owned());
        }
        let world = &meaning.graph.world;
        let cells = |row: &Row| {
            let cell = |(place, column): (usize, &String)| match column.as_str() {
                _ if place == 0 => entity(world, row.entity),
                "kind" => world.words.kinds[world.entities[row.entity].kind].clone(),
                "class evidence" => row.through_members.to_string(),
                "class evidence against" if row.class_against == 0 => String::new(),
                "class evidence against" => row.class_against.to_string(),
                "contested" => row.contested.to_string(),
                column => value_text(world, &value(row, column)),
            };
            columns.iter().enumerate().map(cell).collect::<Vec<String>>()
        };
        let (told, contested) = (rows.rows.iter().map(cells).collect(), rows.contested.iter().map(cells).collect());
        Self { rows: told, contested, columns }
    }
}

/// Columns of rows that statements stand behind, and whether each is left out where it is empty.
const CLAIM_COLUMNS: &[(&str, bool)] = &[
    ("level", false),
    ("status", false),
    ("region", false),
    ("as_of", false),
    ("status_statement", false),
    ("profile", false),
    ("variant_match", true),
    ("other_profiles", true),
    ("partners", false),
    ("cancer", false),
    ("match", false),
    ("other_cancers", true),
    ("year", false),
    ("rating", true),
    ("via", true),
    ("supporting", false),
    ("disputing", false),
    ("opposite", false),
    ("outweighed", true),
    ("statements", false),
    ("against", false),
    ("sources", false),
];

const STATEMENT_COLUMNS: &[(&str, bool)] = &[
    ("effect", false),
    ("direction", false),
    ("level", false),
    ("status", false),
    ("region", false),
    ("as_of", false),
    ("therapy", false),
    ("partners", false),
    ("profile", false),
    ("variant_match", true),
    ("mechanism", false),
    ("cancer", false),
    ("match", false),
    ("year", false),
    ("rating", true),
    ("sources", false),
];

const FACT_COLUMNS: &[(&str, bool)] = &[("via", true), ("statements", false), ("sources", false)];

fn entity_text(entity: &EntityCell) -> String {
    format!("{}:{}", entity.kind, entity.name)
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Entity(entity) => entity_text(entity),
        Cell::Entities(list) => list.iter().map(|entity| entity_text(entity)).collect::<Vec<String>>().join("; "),
        Cell::Text(text) => text.clone(),
        Cell::Texts(texts) => texts.join("; "),
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string(),
        Cell::Bool(value) => value.to_string(),
        Cell::Opposite(list) => {
            let one = |cell: &onco::OppositeCell| format!("{} {} {}", cell.statement, cell.effect, cell.level);
            list.iter().map(one).collect::<Vec<String>>().join("; ")
        }
        Cell::Tree(_) | Cell::Steps(_) => panic!("no such cell is asked for"),
    }
}

/// What `does … ?` answered: the word with the numbers, and the ids of opposite, supporting and
/// other statements.
pub fn verdict(answer: &Answer) -> ((String, usize, usize), [BTreeSet<String>; 3]) {
    let row = answer.rows.first().expect("an answer");
    let cell = |name: &str| {
        let place = answer.columns.iter().position(|column| column.name == name).expect("a column");
        &row.cells[place]
    };
    let number = |name: &str| cell_text(cell(name)).parse().expect("a number");
    let ids = |name: &str| match cell(name) {
        Cell::Texts(ids) => ids.iter().cloned().collect(),
        Cell::Opposite(list) => list.iter().map(|one| one.statement.clone()).collect(),
        _ => BTreeSet::new(),
    };
    let said = (cell_text(cell("answer")), number("supporting"), number("disputing"));
    (said, [ids("opposite"), ids("statements"), ids("against")])
}

fn value_text(world: &World, value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Entity(id) => entity(world, *id),
        Value::Named(id) => world.name(*id).to_owned(),
        Value::Entities(list) => list.iter().map(|&id| entity(world, id)).collect::<Vec<String>>().join("; "),
        Value::Coded(_, text) | Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join("; "),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Sources(list) => {
            list.iter().map(|&id| world.entities[id].id.clone()).collect::<Vec<String>>().join("; ")
        }
        Value::Statements(list) => {
            list.iter().map(|&number| world.statements[number].id.clone()).collect::<Vec<String>>().join("; ")
        }
        Value::Opposite(list) => {
            let one = |&number: &usize| {
                let statement = &world.statements[number];
                format!("{} {} {}", statement.id, statement.field("effect"), statement.field("level"))
            };
            list.iter().map(one).collect::<Vec<String>>().join("; ")
        }
    }
}
