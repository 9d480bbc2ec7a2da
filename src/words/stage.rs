//! Stages in words: as they are written, for the echo of a bracket that holds some, and for
//! `explain`.

use super::condition::{range, text_test};
use crate::language::quote_if_needed;
use crate::query::{Aggregate, AggregateKind, Column, ColumnKind, ColumnTest, Key, Query, RowTest, Stage, ValueTest};
use crate::vocabulary::{KindSet, PropertyType, Vocabulary};

/// Writes stages in the words of a vocabulary.
pub(super) struct Stages<'r> {
    /// The question that has the nouns.
    pub(super) query: &'r Query,
    /// The words.
    pub(super) vocabulary: &'r Vocabulary,
}

impl Stages<'_> {
    /// A stage that leaves a set of entities; `followed` writes what a `follow` reaches.
    pub(super) fn stage(&self, stage: &Stage, followed: impl Fn(crate::query::SetId) -> String) -> String {
        match stage {
            Stage::Sort(keys) => format!("sort by {}", self.keys(keys)),
            Stage::Top { count, by, bottom } => {
                let word = if *bottom { "bottom" } else { "top" };
                let by = by.as_ref().map_or_else(String::new, |key| format!(" by {}", self.key(key)));
                format!("{word} {count}{by}")
            }
            Stage::Limit(count) => format!("limit {count}"),
            Stage::Skip(count) => format!("skip {count}"),
            Stage::Where(test) => format!("where {}", self.test(test)),
            Stage::Distinct(keys) => format!("distinct {}", self.keys(keys)).trim_end().to_owned(),
            Stage::Follow { target } => format!("follow {}", followed(*target)),
            Stage::Rank(by) => format!("rank by {}", by.word()),
            Stage::Show(columns) => {
                let columns: Vec<String> = columns.iter().map(|column| self.column(column)).collect();
                format!("show {}", columns.join(", "))
            }
            Stage::Group { by, aggregates } => {
                let numbers: Vec<String> = aggregates.iter().map(|aggregate| self.aggregate(aggregate)).collect();
                format!("group by {}: {}", self.keys(by), numbers.join(", "))
            }
        }
    }

    fn keys(&self, keys: &[Key]) -> String {
        keys.iter().map(|key| self.key(key)).collect::<Vec<String>>().join(", ")
    }

    fn key(&self, key: &Key) -> String {
        let order = match key.ascending {
            None => "",
            Some(true) => " asc",
            Some(false) => " desc",
        };
        format!("{}{order}", self.column(&key.column))
    }

    fn column(&self, column: &Column) -> String {
        match &column.kind {
            ColumnKind::PerHead(aggregate) => self.aggregate(aggregate),
            ColumnKind::Node(_)
            | ColumnKind::Property(..)
            | ColumnKind::Field(..)
            | ColumnKind::Evidence(_)
            | ColumnKind::Made(_) => column.heading.clone(),
        }
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        match &aggregate.kind {
            AggregateKind::CountRows => "count".to_owned(),
            AggregateKind::CountNode(node, kinds) => {
                let label = self.query.node(*node).label.as_deref();
                let noun = || self.vocabulary.nouns.iter().find(|noun| KindSet::of(&noun.kinds) == *kinds);
                format!("count {}", label.or_else(|| Some(noun()?.plural())).unwrap_or_default())
            }
            AggregateKind::CountDistinct(column) => format!("count {}", self.column(column)),
            AggregateKind::CountPaths => "count paths".to_owned(),
            AggregateKind::CountEvidence => "count evidence".to_owned(),
            AggregateKind::Over(function, column) => format!("{}({})", function.word(), self.column(column)),
        }
    }

    fn test(&self, test: &RowTest) -> String {
        let joined = |parts: &[RowTest], word: &str| {
            format!("({})", parts.iter().map(|part| self.test(part)).collect::<Vec<String>>().join(word))
        };
        match test {
            RowTest::Leaf(test) => self.column_test(test),
            RowTest::Not(inner) => match inner.as_ref() {
                RowTest::Leaf(ColumnTest { column, test: ValueTest::Missing }) => {
                    format!("{} is not missing", self.column(column))
                }
                other => format!("not ({})", self.test(other)),
            },
            RowTest::And(parts) => joined(parts, " and "),
            RowTest::Or(parts) => joined(parts, " or "),
        }
    }

    fn column_test(&self, test: &ColumnTest) -> String {
        let column = self.column(&test.column);
        match &test.test {
            ValueTest::Missing => format!("{column} is missing"),
            ValueTest::Number(low, high, text) if low == high => format!("{column} = {}", quote_if_needed(text)),
            ValueTest::Number(low, high, _) => range(&column, *low, *high),
            ValueTest::Text(comparison) => text_test(&column, comparison),
            ValueTest::Order(low, high, property) => {
                let values = match &self.vocabulary.property(*property).of {
                    PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => {
                        values.clone()
                    }
                    PropertyType::Bool => ["no", "yes"].map(str::to_owned).to_vec(),
                    PropertyType::Text
                    | PropertyType::Number
                    | PropertyType::Year
                    | PropertyType::Date
                    | PropertyType::Via { .. } => Vec::new(),
                };
                let value = |place: u16| quote_if_needed(values.get(usize::from(place)).map_or("", String::as_str));
                let last = values.len().saturating_sub(1);
                // The best has the lowest place.
                match (*low, *high) {
                    (low, high) if low == high => format!("{column} = {}", value(low)),
                    (0, high) => format!("{column} >= {}", value(high)),
                    (low, high) if usize::from(high) >= last => format!("{column} <= {}", value(low)),
                    (low, high) => format!("{column} between {} and {}", value(low), value(high)),
                }
            }
        }
    }
}

/// What `explain` writes after the operator of a stage.
pub(super) fn details(stage: &Stage) -> String {
    fn listed<'t>(headings: impl Iterator<Item = &'t String>) -> String {
        headings.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
    let keys = |keys: &[Key]| listed(keys.iter().map(|key| &key.column.heading));
    match stage {
        Stage::Group { by, aggregates } => {
            let by = if by.is_empty() { String::new() } else { format!(" by {}", keys(by)) };
            format!("{}{by}", listed(aggregates.iter().map(|aggregate| &aggregate.heading)))
        }
        Stage::Sort(by) | Stage::Distinct(by) => keys(by),
        Stage::Top { count, by, .. } => {
            let by = by.as_ref().map_or_else(String::new, |key| format!(" by {}", key.column.heading));
            format!("{count}{by}")
        }
        Stage::Limit(count) | Stage::Skip(count) => count.to_string(),
        Stage::Show(columns) => listed(columns.iter().map(|column| &column.heading)),
        Stage::Where(_) => "finished rows that meet the condition".to_owned(),
        Stage::Follow { .. } => "starting from the rows".to_owned(),
        Stage::Rank(by) => format!("{}, over the whole graph", by.word()),
    }
}
