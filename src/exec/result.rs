//! What a run finds: rows of entities with the statements behind them, and tables of values.

use super::goodness::Goodness;
use crate::answer::Tree;
use crate::graph::StatementId;
use crate::model::SourceKind;
use crate::query::Inclusion;
use crate::vocabulary::PropertyId;
use std::cmp::Ordering;

/// One value of a table.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// None; sorts last.
    #[default]
    Missing,
    /// An entity.
    Entity(u32),
    /// Several entities.
    Entities(Vec<u32>),
    /// A value of an enumeration by its place: best first.
    Code(PropertyId, u16),
    /// Text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// Several values of any type.
    List(Vec<Value>),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
    /// Yes or no.
    Bool(bool),
    /// Statements.
    Statements(Vec<u32>),
    /// Opposite statements.
    Opposite(Vec<u32>),
    /// Reasons.
    Tree(Box<Tree>),
    /// Steps of a path.
    Steps(Vec<PathStep>),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// Entity it starts from.
    pub from: u32,
    /// The relation.
    pub relation: crate::vocabulary::RelationId,
    /// Along the edge.
    pub forward: bool,
    /// Entity it ends at.
    pub to: u32,
    /// Statements behind the edge.
    pub statements: Vec<u32>,
}

/// The statements behind a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowEvidence {
    /// The best statement: supporting, or contesting in a contested row.
    pub best: Option<StatementId>,
    /// Where it comes among the best statements of other rows.
    pub goodness: Option<Goodness>,
    /// The evidence against is of a better level than all evidence for.
    pub outweighed: bool,
    /// Supporting statements, best first.
    pub supporting: Vec<StatementId>,
    /// The others that match, best first.
    pub against: Vec<StatementId>,
    /// Supporting statements of all claim verbs of the row, best first.
    pub statements: Vec<StatementId>,
    /// The matching statement with the best status.
    pub status: Option<StatementId>,
    /// The cancer of the best statement.
    pub cancer: Option<u32>,
    /// How it matches; absent where the question names none.
    pub inclusion: Option<Inclusion>,
    /// Other cancers of the statements behind it, which its cell does not name.
    pub other_cancers: Vec<u32>,
    /// Other profiles of these.
    pub other_profiles: Vec<u32>,
    /// How the finding of the best statement matches; absent where the question is about none.
    pub finding: Option<Inclusion>,
    /// Supported statements of the opposite polarity, best first.
    pub opposite: Vec<StatementId>,
    /// The member of the named class or family through which the row came.
    pub via: Option<u32>,
    /// Sources of the facts that support the row, where no statement does.
    pub fact_sources: Vec<u32>,
    /// Statements on a class of the head that would have excluded it (`not`, `without`).
    pub class_against: usize,
    /// The head is a class or regimen, and the statements are about its members.
    pub through_members: bool,
}

/// One row of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetRow {
    /// The entity: of several faces of one name, the one the verb prefers.
    pub entity: u32,
    /// Only contested statements support it.
    pub contested: bool,
    /// The evidence that supports it; absent where the question is not about evidence.
    pub evidence: Option<Box<RowEvidence>>,
}

/// The rows of a set, supported ones before contested ones.
#[derive(Clone, Debug, Default)]
pub struct SetRows {
    /// In the contract's order.
    pub rows: Vec<SetRow>,
    /// Contested rows, shown apart.
    pub contested: Vec<SetRow>,
    /// A statement took part: rows have level, status and the like.
    pub has_claims: bool,
}

/// Rows with columns of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Headings with what the cells hold.
    pub columns: Vec<(String, crate::answer::ColumnType)>,
    /// Cells, row by row.
    pub rows: Vec<Vec<Value>>,
    /// How many rows at the end are contested.
    pub contested: usize,
}

impl Table {
    /// Rows of a source, as its columns are.
    pub fn of(source: SourceKind, rows: Vec<Vec<Value>>) -> Self {
        let columns = source.row().columns(std::iter::empty()).map(|(name, of)| (name.to_owned(), of)).collect();
        Self { columns, rows, contested: 0 }
    }

    /// Changes the supported rows and the contested ones, each among themselves.
    ///
    /// # Errors
    /// Those of the change.
    pub fn change<E>(
        &mut self,
        mut change: impl FnMut(Vec<Vec<Value>>) -> Result<Vec<Vec<Value>>, E>,
    ) -> Result<(), E> {
        let contested = self.take_contested();
        self.rows = change(std::mem::take(&mut self.rows))?;
        let contested = change(contested)?;
        self.contested = contested.len();
        self.rows.extend(contested);
        Ok(())
    }

    /// Takes the contested rows away.
    pub fn take_contested(&mut self) -> Vec<Vec<Value>> {
        let supported = self.rows.len().saturating_sub(std::mem::take(&mut self.contested));
        self.rows.split_off(supported)
    }

    /// The supported rows.
    pub fn supported(&self) -> &[Vec<Value>] {
        let supported = self.rows.len().saturating_sub(self.contested);
        self.rows.get(..supported).unwrap_or(&[])
    }
}

/// What a question gives.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Entities with evidence.
    Set(SetRows),
    /// Anything else.
    Table(Table),
}

impl Rows {
    /// Number of supported rows; contested ones are listed apart.
    pub fn supported(&self) -> usize {
        match self {
            Rows::Set(rows) => rows.rows.len(),
            Rows::Table(table) => table.supported().len(),
        }
    }
}

impl Value {
    /// A number of things.
    pub fn count(number: impl TryInto<i64>) -> Self {
        Value::Integer(number.try_into().unwrap_or(i64::MAX))
    }

    /// Whether there is none.
    pub fn is_missing(&self) -> bool {
        match self {
            Value::Missing => true,
            Value::Entities(list) | Value::Statements(list) | Value::Opposite(list) => list.is_empty(),
            Value::Texts(list) => list.is_empty(),
            Value::List(list) => list.is_empty(),
            Value::Entity(_)
            | Value::Code(..)
            | Value::Text(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Bool(_)
            | Value::Tree(_)
            | Value::Steps(_) => false,
        }
    }

    /// As a number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Integer(number) => Some(*number as f64),
            Value::Decimal(number) => Some(*number),
            Value::Text(text) => text.parse().ok(),
            Value::Missing
            | Value::Entity(_)
            | Value::Entities(_)
            | Value::Code(..)
            | Value::Texts(_)
            | Value::List(_)
            | Value::Bool(_)
            | Value::Statements(_)
            | Value::Opposite(_)
            | Value::Tree(_)
            | Value::Steps(_) => None,
        }
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Value::Integer(_) | Value::Decimal(_))
    }
}

/// Compares two values of one column; `name` gives the text of an entity. Missing is last either
/// way.
pub fn compare<'g>(a: &Value, b: &Value, ascending: bool, name: &impl Fn(u32) -> &'g str) -> Ordering {
    match (a.is_missing(), b.is_missing()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let order = match (a, b) {
        (Value::Code(_, a), Value::Code(_, b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
            a.number().unwrap_or_default().total_cmp(&b.number().unwrap_or_default())
        }
        (Value::Text(_) | Value::Texts(_), Value::Text(_) | Value::Texts(_)) => texts(a).cmp(texts(b)),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Entity(_) | Value::Entities(_), Value::Entity(_) | Value::Entities(_)) => {
            // One entity among rows with several is a list of one.
            let (a, b) = (entities(a), entities(b));
            a.iter().map(|&entity| name(entity)).cmp(b.iter().map(|&entity| name(entity))).then_with(|| a.cmp(b))
        }
        (Value::Statements(a), Value::Statements(b)) | (Value::Opposite(a), Value::Opposite(b)) => {
            a.len().cmp(&b.len())
        }
        (Value::Steps(a), Value::Steps(b)) => a.len().cmp(&b.len()),
        (a, b) => rank(a).cmp(&rank(b)),
    };
    if ascending { order } else { order.reverse() }
}

fn entities(value: &Value) -> &[u32] {
    if let Value::Entity(entity) = value {
        return std::slice::from_ref(entity);
    }
    if let Value::Entities(list) = value { list } else { &[] }
}

fn texts(value: &Value) -> &[String] {
    if let Value::Text(text) = value {
        return std::slice::from_ref(text);
    }
    if let Value::Texts(list) = value { list } else { &[] }
}

/// The order of types in a mixed column.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Integer(_) | Value::Decimal(_) => 0,
        Value::Code(..) => 1,
        Value::Entity(_) | Value::Entities(_) => 2,
        Value::Text(_) | Value::Texts(_) | Value::List(_) => 3,
        Value::Bool(_) => 4,
        Value::Statements(_) | Value::Opposite(_) => 5,
        Value::Steps(_) | Value::Tree(_) => 6,
        Value::Missing => 7,
    }
}
