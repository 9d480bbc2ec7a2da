//! Stages in words: as they are written, for the echo of a bracket that holds some, and for
//! `explain`.

use super::condition::{range, text_test};
use crate::language::TreePrinter;
use crate::language::ast::{RankBy, StageKind, StageSyntax};
use crate::language::quote_if_needed;
use crate::model::{Best, CountBy, GroupBy, StageVisitor};
use crate::query::{
    Aggregate, AggregateKind, ColumnKind, ColumnTest, Key, Query, QueryParts, RowColumn, RowTest, SetId, Stage,
    StageWords, ValueTest,
};
use crate::vocabulary::{Forms, KindSet, PropertyType, Vocabulary};
use std::convert::Infallible;

/// The stages of a whole question, in the words that they were written with: `asked` is the text
/// that they were parsed from.
pub fn stages(stages: &[StageSyntax], forms: &Forms, asked: &str) -> StageWords {
    let printer = TreePrinter::new(forms, asked);
    let mut words = StageWords::default();
    for stage in stages {
        let is_output = matches!(stage.kind, StageKind::As(_) | StageKind::To(_));
        let text = if is_output { &mut words.output } else { &mut words.rows };
        text.push_str(" | ");
        text.push_str(&printer.stage(stage));
    }
    words
}

/// Writes stages in the words of a vocabulary.
pub(super) struct Stages<'r> {
    /// The question that has the nouns.
    pub(super) query: &'r Query,
    /// The words.
    pub(super) vocabulary: &'r Vocabulary,
}

impl Stages<'_> {
    /// A stage as it is written; `followed` writes what a `follow` reaches.
    pub(super) fn stage(&self, stage: &Stage, followed: impl Fn(SetId) -> String) -> String {
        let arguments = stage.show(&mut StageText { words: self, followed });
        format!("{} {arguments}", stage.name().row().keyword).trim_end().to_owned()
    }

    fn key(&self, key: &Key) -> String {
        let order = match key.ascending {
            None => "",
            Some(true) => " asc",
            Some(false) => " desc",
        };
        format!("{}{order}", self.column(&key.column))
    }

    fn column(&self, column: &RowColumn) -> String {
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

/// Writes what follows the word of a stage.
struct StageText<'s, 'r, F> {
    words: &'s Stages<'r>,
    followed: F,
}

impl<F: Fn(SetId) -> String> StageVisitor<QueryParts> for StageText<'_, '_, F> {
    type Out = String;

    fn counted(&mut self, counted: &CountBy<QueryParts>) -> String {
        let number = self.words.aggregate(&counted.of);
        let by = if counted.by.is_empty() { String::new() } else { format!(" by {}", self.keys(&counted.by)) };
        format!("{}{by}", number.trim_start_matches("count").trim_start())
    }

    fn grouped(&mut self, grouped: &GroupBy<QueryParts>) -> String {
        let numbers: Vec<String> = grouped.numbers.iter().map(|number| self.words.aggregate(number)).collect();
        format!("{}: {}", self.keys(&grouped.by), numbers.join(", "))
    }

    fn keys(&mut self, keys: &[Key]) -> String {
        keys.iter().map(|key| self.words.key(key)).collect::<Vec<String>>().join(", ")
    }

    fn best(&mut self, best: &Best<QueryParts>) -> String {
        let by = best.by.as_ref().map_or_else(String::new, |key| format!(" by {}", self.words.key(key)));
        format!("{}{by}", best.count)
    }

    fn number(&mut self, number: &usize) -> String {
        number.to_string()
    }

    fn columns(&mut self, columns: &[RowColumn]) -> String {
        columns.iter().map(|column| self.words.column(column)).collect::<Vec<String>>().join(", ")
    }

    fn test(&mut self, test: &RowTest) -> String {
        self.words.test(test)
    }

    fn goal(&mut self, target: &SetId) -> String {
        (self.followed)(*target)
    }

    fn measure(&mut self, measure: &RankBy) -> String {
        measure.word().to_owned()
    }

    fn format(&mut self, format: &Infallible) -> String {
        match *format {}
    }

    fn file(&mut self, file: &Infallible) -> String {
        match *file {}
    }
}

/// What `explain` writes after the operator of a stage.
pub(super) struct Details;

impl Details {
    fn listed<'t>(headings: impl Iterator<Item = &'t String>) -> String {
        headings.map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    fn numbers(&mut self, numbers: &[Aggregate], by: &[Key]) -> String {
        let by = if by.is_empty() { String::new() } else { format!(" by {}", self.keys(by)) };
        format!("{}{by}", Self::listed(numbers.iter().map(|number| &number.heading)))
    }
}

impl StageVisitor<QueryParts> for Details {
    type Out = String;

    fn counted(&mut self, counted: &CountBy<QueryParts>) -> String {
        self.numbers(std::slice::from_ref(&counted.of), &counted.by)
    }

    fn grouped(&mut self, grouped: &GroupBy<QueryParts>) -> String {
        self.numbers(&grouped.numbers, &grouped.by)
    }

    fn keys(&mut self, keys: &[Key]) -> String {
        Self::listed(keys.iter().map(|key| &key.column.heading))
    }

    fn best(&mut self, best: &Best<QueryParts>) -> String {
        let by = best.by.as_ref().map_or_else(String::new, |key| format!(" by {}", key.column.heading));
        format!("{}{by}", best.count)
    }

    fn number(&mut self, number: &usize) -> String {
        number.to_string()
    }

    fn columns(&mut self, columns: &[RowColumn]) -> String {
        Self::listed(columns.iter().map(|column| &column.heading))
    }

    fn test(&mut self, _: &RowTest) -> String {
        "finished rows that meet the condition".to_owned()
    }

    fn goal(&mut self, _: &SetId) -> String {
        "starting from the rows".to_owned()
    }

    fn measure(&mut self, measure: &RankBy) -> String {
        format!("{}, over the whole graph", measure.word())
    }

    fn format(&mut self, format: &Infallible) -> String {
        match *format {}
    }

    fn file(&mut self, file: &Infallible) -> String {
        match *file {}
    }
}
