//! Columns: the value that a row, an entity or a statement has in each.

use crate::answer::ColumnType;
use crate::exec::result::SetRow;
use crate::exec::result::Value;
use crate::exec::run::Run;
use crate::graph::{ColumnValue, EntityId, StatementId};
use crate::model::{self, Field};
use crate::query::{ColumnKind, EntityField, EvidenceColumn, RowColumn};
use crate::vocabulary::{PropertyId, PropertyType, Vocabulary};

/// A property of entities; several values where there are several entities.
pub fn property(run: &Run<'_>, entities: &[u32], property: PropertyId) -> Value {
    let graph = run.graph;
    if let PropertyType::Via { .. } = graph.vocabulary().property(property).of {
        let mut parents: Vec<u32> =
            entities.iter().flat_map(|&entity| run.reader.via(property, EntityId(entity))).collect();
        parents.sort_unstable();
        parents.dedup();
        return match parents.as_slice() {
            [] => Value::Missing,
            [one] => Value::Entity(*one),
            _ => Value::Entities(parents),
        };
    }
    match entities {
        [one] => stored(run, property, graph.entity_value(EntityId(*one), property)),
        several => {
            let mut all: Vec<String> = several
                .iter()
                .flat_map(|&entity| texts(run, &stored(run, property, graph.entity_value(EntityId(entity), property))))
                .collect();
            all.sort();
            all.dedup();
            Value::Texts(all)
        }
    }
}

fn stored(run: &Run<'_>, property: PropertyId, value: ColumnValue<'_>) -> Value {
    match value {
        ColumnValue::Missing => Value::Missing,
        ColumnValue::Text(text) => coded(run, property, text),
        ColumnValue::Texts(texts) => Value::Texts(texts.into_iter().map(str::to_owned).collect()),
        ColumnValue::Integer(number) => Value::Integer(number),
        ColumnValue::Decimal(number) => Value::Decimal(number),
        ColumnValue::Bool(value) => Value::Bool(value),
    }
}

fn coded(run: &Run<'_>, property: PropertyId, text: &str) -> Value {
    let of = &run.graph.vocabulary().property(property).of;
    match crate::graph::values_of(of).iter().position(|value| value == text) {
        Some(place) => Value::Code(property, place as u16),
        None => Value::Text(text.to_owned()),
    }
}

/// Name, id or kind.
pub fn field(run: &Run<'_>, entities: &[u32], field: &EntityField) -> Value {
    let mut all: Vec<String> = entities.iter().flat_map(|&entity| run.reader.texts(field, EntityId(entity))).collect();
    match all.len() {
        0 => Value::Missing,
        1 => Value::Text(all.remove(0)),
        _ => Value::Texts(all),
    }
}

/// A column that evidence gives a row.
pub fn evidence(run: &Run<'_>, row: &SetRow, column: &EvidenceColumn) -> Value {
    let Some(evidence) = &row.evidence else { return Value::Missing };
    let graph = run.graph;
    let statements = graph.statements();
    let list = |list: &[StatementId]| Value::Statements(list.iter().map(|statement| statement.0).collect());
    match column {
        EvidenceColumn::Property(property) => {
            let field = graph.model().field(*property);
            let is_of_status = field.is_some_and(|field| field.or_what_it_details() == model::Field::Status);
            let statement = if is_of_status { evidence.status } else { evidence.best };
            statement
                .map_or(Value::Missing, |statement| stored(run, *property, graph.statement_value(statement, *property)))
        }
        EvidenceColumn::StatusStatement => evidence
            .status
            .filter(|&status| statements.code(status, crate::graph::Field::Status) != crate::graph::NO_CODE)
            .map_or(Value::Missing, |statement| list(&[statement])),
        EvidenceColumn::OtherProfiles => Value::Entities(evidence.other_profiles.clone()),
        EvidenceColumn::OtherCancers => Value::Entities(evidence.other_cancers.clone()),
        EvidenceColumn::Outweighed if evidence.outweighed => Value::Bool(true),
        EvidenceColumn::Outweighed => Value::Missing,
        EvidenceColumn::Cancer => evidence.cancer.map_or(Value::Missing, Value::Entity),
        EvidenceColumn::Match => evidence.inclusion.map_or(Value::Missing, |how| Value::Text(how.as_str().to_owned())),
        EvidenceColumn::VariantMatch => {
            evidence.finding.map_or(Value::Missing, |how| Value::Text(how.as_str().to_owned()))
        }
        EvidenceColumn::Supporting | EvidenceColumn::Disputing if evidence.best.is_none() => Value::Missing,
        EvidenceColumn::Supporting => Value::count(if row.contested { 0 } else { evidence.supporting.len() }),
        EvidenceColumn::Disputing => Value::count(evidence.against.len()),
        EvidenceColumn::Opposite => Value::Opposite(evidence.opposite.iter().map(|statement| statement.0).collect()),
        EvidenceColumn::Statements => {
            if row.contested {
                list(&evidence.against)
            } else {
                list(&evidence.statements)
            }
        }
        EvidenceColumn::Against => {
            if row.contested {
                list(&[])
            } else {
                list(&evidence.against)
            }
        }
        EvidenceColumn::Sources => sources(run, row),
        EvidenceColumn::Via => evidence.via.map_or(Value::Missing, Value::Entity),
        EvidenceColumn::Profile
        | EvidenceColumn::Partners
        | EvidenceColumn::Therapy
        | EvidenceColumn::Mechanism
        | EvidenceColumn::Gist => evidence.best.map_or(Value::Missing, |best| of_statement(run, best.0, column)),
    }
}

/// Sources of the statements of a row, best first, each once; of its facts where there are none.
fn sources(run: &Run<'_>, row: &SetRow) -> Value {
    let Some(evidence) = &row.evidence else { return Value::Entities(Vec::new()) };
    let statements = run.graph.statements();
    let behind = if row.contested { &evidence.against } else { &evidence.statements };
    let mut sources = Vec::new();
    for &statement in behind {
        for &source in statements.sources(statement) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    for &source in &evidence.fact_sources {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    Value::Entities(sources)
}

/// A column of one statement.
pub fn of_statement(run: &Run<'_>, statement: u32, column: &EvidenceColumn) -> Value {
    let graph = run.graph;
    let statements = graph.statements();
    let statement = StatementId(statement);
    let one = |entity: Option<u32>| entity.map_or(Value::Missing, Value::Entity);
    match column {
        EvidenceColumn::Property(property) => stored(run, *property, graph.statement_value(statement, *property)),
        EvidenceColumn::Profile => one(statements.profile(statement)),
        EvidenceColumn::Therapy => one(statements.therapy(statement)),
        EvidenceColumn::Mechanism => one(statements.mechanism(statement)),
        EvidenceColumn::Partners => Value::Entities(statements.partners(statement).to_vec()),
        EvidenceColumn::Cancer => match statements.cancers(statement) {
            [] => Value::Missing,
            [cancer] => Value::Entity(*cancer),
            several => Value::Entities(several.to_vec()),
        },
        EvidenceColumn::Sources => Value::Entities(statements.sources(statement).to_vec()),
        EvidenceColumn::Gist => match statements.gist(statement) {
            "" => Value::Missing,
            gist => Value::Text(gist.to_owned()),
        },
        EvidenceColumn::Statements | EvidenceColumn::StatusStatement => Value::Statements(vec![statement.0]),
        EvidenceColumn::Supporting => Value::Integer(i64::from(statements.supports(statement))),
        EvidenceColumn::Disputing => Value::Integer(i64::from(!statements.supports(statement))),
        EvidenceColumn::Match
        | EvidenceColumn::VariantMatch
        | EvidenceColumn::Opposite
        | EvidenceColumn::Against
        | EvidenceColumn::Via
        | EvidenceColumn::OtherProfiles
        | EvidenceColumn::OtherCancers
        | EvidenceColumn::Outweighed => Value::Missing,
    }
}

/// The first text of a field of a statement; none where it holds nothing.
pub fn text_of_field(run: &Run<'_>, statement: StatementId, field: Field) -> Option<String> {
    let property = run.graph.model().property(field)?;
    texts(run, &of_statement(run, statement.0, &EvidenceColumn::Property(property))).into_iter().next()
}

/// A value as texts.
pub fn texts(run: &Run<'_>, value: &Value) -> Vec<String> {
    let graph = run.graph;
    let name = |entity: u32| graph.name(EntityId(entity)).to_owned();
    match value {
        Value::Missing => Vec::new(),
        Value::Entity(entity) => vec![name(*entity)],
        Value::Entities(list) => list.iter().map(|&entity| name(entity)).collect(),
        Value::Code(property, code) => {
            let values = crate::graph::values_of(&graph.vocabulary().property(*property).of);
            values.get(usize::from(*code)).cloned().into_iter().collect()
        }
        Value::Text(text) => vec![text.clone()],
        Value::Texts(list) => list.clone(),
        Value::List(list) => list.iter().flat_map(|value| texts(run, value)).collect(),
        Value::Integer(number) => vec![number.to_string()],
        Value::Decimal(number) => vec![number.to_string()],
        Value::Bool(value) => vec![if *value { "yes" } else { "no" }.to_owned()],
        Value::Statements(list) | Value::Opposite(list) => {
            list.iter().map(|&statement| graph.id(graph.statement_entity(StatementId(statement))).to_owned()).collect()
        }
        Value::Tree(tree) => vec![tree.text.clone()],
        Value::Steps(steps) => steps.iter().map(|step| name(step.to)).collect(),
    }
}

/// What the cells of a column hold.
pub fn type_of(run: &Run<'_>, column: &RowColumn) -> ColumnType {
    let vocabulary = run.graph.vocabulary();
    match &column.kind {
        ColumnKind::Node(_) => ColumnType::Entity,
        ColumnKind::Property(_, property) => type_of_property(vocabulary, *property),
        ColumnKind::Field(..) | ColumnKind::Made(_) => ColumnType::Text,
        ColumnKind::PerHead(_) => ColumnType::Number,
        ColumnKind::Evidence(EvidenceColumn::Property(property)) => type_of_property(vocabulary, *property),
        ColumnKind::Evidence(column) => column.heading().map_or(ColumnType::Text, |(_, of)| of),
    }
}

/// What the cells of a property hold.
pub fn type_of_property(vocabulary: &Vocabulary, property: PropertyId) -> ColumnType {
    let property = vocabulary.property(property);
    match &property.of {
        PropertyType::Number | PropertyType::Year => ColumnType::Number,
        PropertyType::Bool => ColumnType::Bool,
        PropertyType::Set(_) => ColumnType::Texts,
        PropertyType::Via { .. } => ColumnType::Entity,
        PropertyType::Ordered(_) if property.name == model::Field::Level.name() => ColumnType::Level,
        PropertyType::Ordered(_) | PropertyType::Enum(_) | PropertyType::Text | PropertyType::Date => ColumnType::Text,
    }
}
