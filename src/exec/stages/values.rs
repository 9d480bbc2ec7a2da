//! What a column shows for a row.

use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::result::{SetRow, Value};
use crate::exec::rows::{RowWork, bindings, columns};
use crate::exec::run::Run;
use crate::query::{ColumnKind, NodeId, RowColumn, SetId};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Reads the columns of rows of one set. A row that takes part in several combinations of the nouns
/// that the columns mention is taken combination by combination.
pub(super) struct Values<'r, 'a> {
    pub(super) run: &'r Run<'a>,
    pub(super) head: NodeId,
    /// The nouns beside the head that are bound together.
    nodes: Vec<NodeId>,
    /// Makes rows anew for a combination; needed where a verb of the head leads to one of the nouns.
    work: OnceCell<Option<RowWork<'r, 'a>>>,
    /// The row that was made last, with its head and combination.
    last: RefCell<Option<(u32, Vec<u32>, Rc<SetRow>)>>,
}

impl<'r, 'a> Values<'r, 'a> {
    /// Reads row by row.
    pub(super) fn new(run: &'r Run<'a>, set: SetId) -> Self {
        let head = run.query.head_of(set);
        Self { run, head, nodes: Vec::new(), work: OnceCell::new(), last: RefCell::default() }
    }

    /// Reads combination by combination of the nouns that these columns mention.
    pub(super) fn of_columns<'c>(
        run: &'r Run<'a>,
        set: SetId,
        columns: impl IntoIterator<Item = &'c RowColumn>,
    ) -> Self {
        let mut values = Self::new(run, set);
        for column in columns {
            match &column.kind {
                ColumnKind::Node(node) | ColumnKind::Property(node, _) | ColumnKind::Field(node, _) => {
                    values.mention(*node);
                }
                ColumnKind::Evidence(_) | ColumnKind::Made(_) | ColumnKind::PerHead(_) => {}
            }
        }
        values
    }

    /// Has a noun bound as well.
    pub(super) fn mention(&mut self, node: NodeId) {
        if node != self.head && !self.nodes.contains(&node) {
            self.nodes.push(node);
        }
    }

    /// The combinations that a row takes part in.
    pub(super) fn combinations(&self, row: &SetRow) -> Result<Vec<Vec<u32>>, Stop> {
        if self.nodes.is_empty() {
            return Ok(vec![Vec::new()]);
        }
        bindings::of(self.run, self.head, row.entity, &self.nodes, mode_of(row))
    }

    /// The entity of a noun in a combination; `None` where it is not bound.
    pub(super) fn entity(&self, row: &SetRow, binding: &[u32], node: NodeId) -> Option<u32> {
        if node == self.head {
            return Some(row.entity);
        }
        let place = self.nodes.iter().position(|other| *other == node)?;
        binding.get(place).copied()
    }

    /// The row as it is in a combination: all its evidence leads to the nouns that are bound.
    pub(super) fn bound(&self, row: &SetRow, binding: &[u32]) -> Result<Option<Rc<SetRow>>, Stop> {
        if self.nodes.is_empty() || row.evidence.is_none() {
            return Ok(None);
        }
        if self.work.get().is_none() {
            let work = RowWork::new(self.run, self.head)?;
            let _ = self.work.set(Some(work).filter(|work| work.leads_to(&self.nodes)));
        }
        let Some(Some(work)) = self.work.get() else { return Ok(None) };
        if let Some((head, known, made)) = &*self.last.borrow()
            && *head == row.entity
            && known == binding
        {
            return Ok(Some(Rc::clone(made)));
        }
        let bound: Vec<(NodeId, u32)> = self.nodes.iter().copied().zip(binding.iter().copied()).collect();
        let made = Rc::new(work.bound(row, &bound)?);
        *self.last.borrow_mut() = Some((row.entity, binding.to_vec(), Rc::clone(&made)));
        Ok(Some(made))
    }

    /// The value of a column in a combination; several where the row has several.
    pub(super) fn of(&self, row: &SetRow, binding: &[u32], column: &RowColumn) -> Result<Value, Stop> {
        let run = self.run;
        Ok(match &column.kind {
            ColumnKind::Node(node) => {
                let mut entities = self.entities(row, binding, *node)?;
                match entities.len() {
                    0 => Value::Missing,
                    1 => Value::Entity(entities.swap_remove(0)),
                    _ => Value::Entities(entities),
                }
            }
            ColumnKind::Property(node, property) => match self.entity(row, binding, *node) {
                Some(entity) => columns::property(run, &[entity], *property),
                None => columns::property(run, &self.entities(row, binding, *node)?, *property),
            },
            ColumnKind::Field(node, field) => match self.entity(row, binding, *node) {
                Some(entity) => columns::field(run, &[entity], field),
                None => columns::field(run, &self.entities(row, binding, *node)?, field),
            },
            ColumnKind::Evidence(column) => {
                columns::evidence(run, self.bound(row, binding)?.as_deref().unwrap_or(row), column)
            }
            // Numbers per head are made by `sort`; columns of tables belong to no set.
            ColumnKind::PerHead(_) | ColumnKind::Made(_) => Value::Missing,
        })
    }

    fn entities(&self, row: &SetRow, binding: &[u32], node: NodeId) -> Result<Vec<u32>, Stop> {
        if let Some(entity) = self.entity(row, binding, node) {
            return Ok(vec![entity]);
        }
        let found = bindings::of(self.run, self.head, row.entity, &[node], mode_of(row))?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// The value of a column of a table.
pub(super) fn made(row: &[Value], column: &RowColumn) -> Value {
    match &column.kind {
        ColumnKind::Made(i) => row.get(*i).cloned().unwrap_or_default(),
        ColumnKind::Node(_)
        | ColumnKind::Property(..)
        | ColumnKind::Field(..)
        | ColumnKind::Evidence(_)
        | ColumnKind::PerHead(_) => Value::Missing,
    }
}

/// One combination for each value of each key: a row with several values of a key counts under
/// each.
pub(super) fn spread(keys: Vec<Value>) -> Vec<Vec<Value>> {
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

/// A contested row rests on contested edges.
const fn mode_of(row: &SetRow) -> Mode {
    if row.contested { Mode::All } else { Mode::Supported }
}
