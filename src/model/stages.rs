//! The stages of a query, one row each: what a stage is given, how it is written, explained and
//! completed.
//!
//! A stage is the same as written (`language::ast`) and as meant (`query`); only its parts differ.
//! So there is one enum over [`StageParts`], and reading, resolving and printing go by the kind of
//! argument, not by the stage.

use super::stage_parts::{Best, CountBy, GroupBy, StageParts, StageReader, StageResolver, StageVisitor};

/// A row of [`STAGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageRow {
    /// The stage it describes.
    pub name: StageName,
    /// The word after the bar.
    pub keyword: &'static str,
    /// Another spelling of it.
    pub synonym: Option<&'static str>,
    /// What follows the word; parts in square brackets may be left out.
    pub arguments: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// The stage in use, without the bar.
    pub example: &'static str,
    /// Its operator in `explain`, where that is not the word itself.
    pub operator: Option<&'static str>,
    /// It is for entities: a table is refused.
    pub needs_entities: bool,
    /// Its keys or columns, if there are some, become the columns of a table.
    pub makes_table: bool,
}

impl StageRow {
    const fn plain(name: StageName) -> Self {
        Self {
            name,
            keyword: "",
            synonym: None,
            arguments: "",
            help: "",
            example: "",
            operator: None,
            needs_entities: false,
            makes_table: false,
        }
    }

    /// The word with what follows it.
    pub fn usage(&self) -> String {
        format!("{} {}", self.keyword, self.arguments)
    }

    /// Its operator in `explain`.
    pub const fn operator(&self) -> &'static str {
        match self.operator {
            Some(operator) => operator,
            None => self.keyword,
        }
    }
}

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident($argument:ident: $of:ty) { $($field:ident: $value:expr),* $(,)? })*) => {
        /// A stage; its number is the place of its row in [`STAGES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum StageName { $($(#[$doc])* $name,)* }

        /// Every stage, in the order in which help lists them.
        pub const STAGES: &[StageRow] =
            &[$(StageRow { $($field: $value,)* ..StageRow::plain(StageName::$name) },)*];

        /// A stage with what it is given.
        #[derive(Clone, Debug, PartialEq)]
        pub enum StageOf<P: StageParts> { $($(#[$doc])* $name($of),)* }

        impl<P: StageParts> StageOf<P> {
            /// Which of all stages it is.
            pub const fn name(&self) -> StageName {
                match self { $(StageOf::$name(_) => StageName::$name,)* }
            }

            /// The stage of this name, with what a reader finds for it.
            pub fn read(name: StageName, reader: &mut impl StageReader<P>) -> Option<Self> {
                Some(match name { $(StageName::$name => StageOf::$name(reader.$argument()?),)* })
            }

            /// The same stage with other parts; `None` where one of them has no meaning.
            pub fn resolve<Q: StageParts>(&self, resolver: &mut impl StageResolver<P, Q>) -> Option<StageOf<Q>> {
                Some(match self { $(StageOf::$name(given) => StageOf::$name(resolver.$argument(given)?),)* })
            }

            /// Shows a visitor what it is given.
            pub fn show<V: StageVisitor<P>>(&self, visitor: &mut V) -> V::Out {
                match self { $(StageOf::$name(given) => visitor.$argument(given),)* }
            }
        }
    };
}

impl StageName {
    /// Its row.
    pub const fn row(self) -> &'static StageRow {
        &STAGES[self as usize]
    }
}

stages! {
    /// Counts rows, or what a row names.
    Count(counted: CountBy<P>) {
        keyword: "count",
        arguments: "[NOUN | paths | evidence] [by KEYS]",
        help: "count rows, or what they name",
        example: "count by level",
        operator: Some("group"),
        makes_table: true,
    }
    /// Groups rows and computes numbers for each group.
    Group(grouped: GroupBy<P>) {
        keyword: "group by",
        arguments: "KEYS: AGGREGATES",
        help: "group rows and compute numbers for each group",
        example: "group by level: count, max(year) as newest",
        operator: Some("group"),
        makes_table: true,
    }
    /// Sorts rows.
    Sort(keys: Vec<P::Key>) {
        keyword: "sort by",
        synonym: Some("order by"),
        arguments: "KEYS",
        help: "sort rows",
        example: "sort by year desc",
        operator: Some("sort"),
    }
    /// Keeps the first rows by a key.
    Top(best: Best<P>) {
        keyword: "top",
        arguments: "N [by KEY]",
        help: "keep the first rows",
        example: "top 5 by year",
    }
    /// Keeps the last rows by a key.
    Bottom(best: Best<P>) {
        keyword: "bottom",
        arguments: "N by KEY",
        help: "keep the last rows by a key",
        example: "bottom 5 by year",
    }
    /// Keeps so many rows.
    Limit(number: usize) {
        keyword: "limit",
        arguments: "N",
        help: "keep at most this many rows",
        example: "limit 10",
    }
    /// Leaves out the first rows.
    Skip(number: usize) {
        keyword: "skip",
        arguments: "N",
        help: "leave out the first rows",
        example: "skip 10",
    }
    /// Chooses columns.
    Show(columns: Vec<P::Column>) {
        keyword: "show",
        arguments: "COLUMNS",
        help: "choose the columns",
        example: "show drug, level, sources",
        makes_table: true,
    }
    /// Keeps rows that meet a condition.
    Where(test: P::Test) {
        keyword: "where",
        arguments: "CONDITION",
        help: "keep the rows that meet a condition",
        example: "where level = A",
        operator: Some("filter rows"),
    }
    /// Leaves out repeated rows.
    Distinct(keys: Vec<P::Key>) {
        keyword: "distinct",
        arguments: "[KEYS]",
        help: "leave out repeated rows",
        example: "distinct level",
        makes_table: true,
    }
    /// Goes on to what a verb leads to from the rows.
    Follow(goal: P::Goal) {
        keyword: "follow",
        arguments: "VERB [to HEAD]",
        help: "go on to what a verb leads to from the rows",
        example: "follow targeting to genes",
        needs_entities: true,
    }
    /// Ranks rows by a measure of the whole graph.
    Rank(measure: P::Measure) {
        keyword: "rank by",
        arguments: "pagerank | degree | betweenness",
        help: "rank rows by their place in the whole graph",
        example: "rank by degree",
        operator: Some("rank"),
        needs_entities: true,
    }
    /// Chooses the format of the answer.
    As(format: P::Text) {
        keyword: "as",
        arguments: "FORMAT",
        help: "choose the format of the answer",
        example: "as csv",
    }
    /// Writes the answer to a file.
    To(file: P::Text) {
        keyword: "to",
        arguments: "\"FILE\"",
        help: "write the answer to a file",
        example: "to \"drugs.csv\"",
    }
}
