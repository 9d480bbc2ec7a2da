//! What differs in statements: column by column, in numbers; texts are made only of what differs.

use super::difference::{ADDED, CHANGED, Difference, REMOVED, Side, difference};
use super::matched::MatchedGraphs;
use crate::export::fields::{References, View};
use crate::graph::{Array, EntityId, FieldColumn, Graph, NONE, StatementId, values_of};
use crate::model::{FIELDS, Field, FieldRow, Stored, kind};
use rustc_hash::FxHashMap;

/// A statement of the older graph, and the same in the newer.
type Pair = (StatementId, StatementId);

/// Statements of either graph, and what differs in those that both have.
pub(super) fn differences(old: &Side<'_>, new: &Side<'_>, matched: &MatchedGraphs<'_>, found: &mut Vec<Difference>) {
    let mut pairs = Vec::with_capacity(old.graph.statement_count());
    for statement in old.graph.statements().iter() {
        let entity = old.graph.statement_entity(statement);
        match matched.new_of(entity.0).and_then(|after| new.graph.statement_of(EntityId(after))) {
            Some(after) if old.concerns_statement(statement) || new.concerns_statement(after) => {
                pairs.push((statement, after));
            }
            None if old.concerns_statement(statement) => {
                let said = summary(old.graph, statement);
                found.push(difference(REMOVED, kind::STATEMENT, old.graph.id(entity), ["", &said, ""]));
            }
            Some(_) | None => {}
        }
    }
    for statement in new.graph.statements().iter().filter(|&statement| new.concerns_statement(statement)) {
        let entity = new.graph.statement_entity(statement);
        if !matched.is_matched(entity.0) {
            let said = summary(new.graph, statement);
            found.push(difference(ADDED, kind::STATEMENT, new.graph.id(entity), ["", "", &said]));
        }
    }
    let texts = text_numbers(matched);
    for row in &FIELDS {
        let columns = ComparedColumns { row, matched, texts: &texts };
        for pair in columns.suspects(&pairs) {
            columns.tell(pair, found);
        }
    }
}

/// What a statement says, in one line.
fn summary(graph: &Graph, statement: StatementId) -> String {
    let view = View { graph, references: References::Names };
    let fields = FIELDS.iter().filter(|row| row.summary).map(|row| view.field(statement, row.field));
    fields.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// By number of a short text of the older graph: its number in the newer, or [`NONE`].
fn text_numbers(matched: &MatchedGraphs<'_>) -> Vec<u32> {
    let numbers: FxHashMap<&str, u32> = matched.new.statements().texts().iter().zip(0..).collect();
    let of_new = |text: &str| numbers.get(text).copied().unwrap_or(NONE);
    matched.old.statements().texts().iter().map(of_new).collect()
}

/// A field in both graphs.
struct ComparedColumns<'m, 'g> {
    row: &'static FieldRow,
    matched: &'m MatchedGraphs<'g>,
    texts: &'m [u32],
}

impl ComparedColumns<'_, '_> {
    /// Pairs that may differ: all others are equal for sure.
    fn suspects(&self, pairs: &[Pair]) -> Vec<Pair> {
        let field = self.row.field;
        let (old, new) = (self.matched.old.statements(), self.matched.new.statements());
        let same_words = self.has_same_words();
        let number = |before: u32| match self.row.stored {
            Stored::Entity(_) => self.matched.new_of(before).unwrap_or(NONE),
            Stored::Text => self.texts.get(before as usize).copied().unwrap_or(NONE),
            _ => before,
        };
        let is_known = |before: u32, after: u32| before == NONE || number(before) != NONE || after == NONE;
        match (old.column(field), new.column(field)) {
            (FieldColumn::Bytes(before), FieldColumn::Bytes(after)) if same_words => {
                unequal(pairs, before, after, |before, after| before == after)
            }
            (FieldColumn::Years(before), FieldColumn::Years(after)) if same_words => {
                unequal(pairs, before, after, |before, after| before == after)
            }
            (FieldColumn::Fractions(before), FieldColumn::Fractions(after)) if same_words => {
                unequal(pairs, before, after, |before: f32, after: f32| before.to_bits() == after.to_bits())
            }
            (FieldColumn::Numbers(before), FieldColumn::Numbers(after)) if same_words => {
                unequal(pairs, before, after, |before, after| {
                    is_known(before, after) && (if before == NONE { NONE } else { number(before) }) == after
                })
            }
            (FieldColumn::Sentences(before), FieldColumn::Sentences(after)) if same_words => {
                let differ = |pair: &&Pair| before.get_bytes(pair.0.0 as usize) != after.get_bytes(pair.1.0 as usize);
                pairs.iter().filter(differ).copied().collect()
            }
            (FieldColumn::Lists(before), FieldColumn::Lists(after)) => {
                let differ = |pair: &&Pair| {
                    let (before, after) = (before.list(pair.0.0 as usize), after.list(pair.1.0 as usize));
                    let mapped = before.iter().map(|&entity| self.matched.new_of(entity));
                    !mapped.eq(after.iter().map(|&entity| Some(entity)))
                };
                pairs.iter().filter(differ).copied().collect()
            }
            // A value list that differs, or a column that one graph lacks: texts decide.
            _ => pairs.to_vec(),
        }
    }

    /// Whether numbers mean the same in both graphs: entities do, other values if both vocabularies
    /// have the property, with the same values.
    fn has_same_words(&self) -> bool {
        if self.row.stored.is_reference() {
            return true;
        }
        let property = |graph: &Graph| {
            let property = graph.model().property(self.row.field)?;
            Some(values_of(&graph.vocabulary().property(property).of).to_vec())
        };
        let (old, new) = (property(self.matched.old), property(self.matched.new));
        old.is_some() && old == new
    }

    /// Adds a difference where identifiers and values differ.
    fn tell(&self, (before, after): Pair, found: &mut Vec<Difference>) {
        let texts = |references: References| {
            let [old, new] = [(self.matched.old, before), (self.matched.new, after)];
            [old, new].map(|(graph, statement)| text(graph, statement, self.row.field, references))
        };
        let by_id = texts(References::Ids);
        if by_id[0] == by_id[1] {
            return;
        }
        let by_name = texts(References::Names);
        let [was, is] = if by_name[0] == by_name[1] { by_id } else { by_name };
        let id = self.matched.old.id(self.matched.old.statement_entity(before));
        found.push(difference(CHANGED, kind::STATEMENT, id, [self.row.name, &was, &is]));
    }
}

/// The text of a field, of a list in the order of its texts.
fn text(graph: &Graph, statement: StatementId, field: Field, references: References) -> String {
    let view = View { graph, references };
    if !field.row().stored.is_list() {
        return view.field(statement, field);
    }
    let mut items = view.items(statement, field);
    items.sort_unstable();
    items.join("|")
}

fn unequal<T: bytemuck::Pod>(
    pairs: &[Pair],
    before: &Array<T>,
    after: &Array<T>,
    is_equal: impl Fn(T, T) -> bool,
) -> Vec<Pair> {
    let (before, after): (&[T], &[T]) = (before, after);
    let differ = |pair: &&Pair| match (before.get(pair.0.0 as usize), after.get(pair.1.0 as usize)) {
        (Some(&before), Some(&after)) => !is_equal(before, after),
        (None, None) => false,
        _ => true,
    };
    pairs.iter().filter(differ).copied().collect()
}
