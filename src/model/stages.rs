//! The stages of a query, one row each: how a stage is written, explained and completed.

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
}

impl StageRow {
    const fn plain(name: StageName) -> Self {
        Self { name, keyword: "", synonym: None, arguments: "", help: "", example: "", operator: None }
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
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $value:expr),* $(,)? })*) => {
        /// A stage; its number is the place of its row in [`STAGES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum StageName { $($(#[$doc])* $name,)* }

        /// Every stage, in the order in which help lists them.
        pub const STAGES: &[StageRow] =
            &[$(StageRow { $($field: $value,)* ..StageRow::plain(StageName::$name) },)*];
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
    Count {
        keyword: "count",
        arguments: "[NOUN | paths | evidence] [by KEYS]",
        help: "count rows, or what they name",
        example: "count by level",
        operator: Some("group"),
    }
    /// Groups rows and computes numbers for each group.
    Group {
        keyword: "group by",
        arguments: "KEYS: AGGREGATES",
        help: "group rows and compute numbers for each group",
        example: "group by level: count, max(year) as newest",
        operator: Some("group"),
    }
    /// Sorts rows.
    Sort {
        keyword: "sort by",
        synonym: Some("order by"),
        arguments: "KEYS",
        help: "sort rows",
        example: "sort by year desc",
        operator: Some("sort"),
    }
    /// Keeps the first rows by a key.
    Top {
        keyword: "top",
        arguments: "N [by KEY]",
        help: "keep the first rows",
        example: "top 5 by year",
    }
    /// Keeps the last rows by a key.
    Bottom {
        keyword: "bottom",
        arguments: "N by KEY",
        help: "keep the last rows by a key",
        example: "bottom 5 by year",
    }
    /// Keeps so many rows.
    Limit {
        keyword: "limit",
        arguments: "N",
        help: "keep at most this many rows",
        example: "limit 10",
    }
    /// Leaves out the first rows.
    Skip {
        keyword: "skip",
        arguments: "N",
        help: "leave out the first rows",
        example: "skip 10",
    }
    /// Chooses columns.
    Show {
        keyword: "show",
        arguments: "COLUMNS",
        help: "choose the columns",
        example: "show drug, level, sources",
    }
    /// Keeps rows that meet a condition.
    Where {
        keyword: "where",
        arguments: "CONDITION",
        help: "keep the rows that meet a condition",
        example: "where level = A",
        operator: Some("filter rows"),
    }
    /// Leaves out repeated rows.
    Distinct {
        keyword: "distinct",
        arguments: "[KEYS]",
        help: "leave out repeated rows",
        example: "distinct level",
    }
    /// Goes on to what a verb leads to from the rows.
    Follow {
        keyword: "follow",
        arguments: "VERB [to HEAD]",
        help: "go on to what a verb leads to from the rows",
        example: "follow targeting to genes",
    }
    /// Ranks rows by a measure of the whole graph.
    Rank {
        keyword: "rank by",
        arguments: "pagerank | degree | betweenness",
        help: "rank rows by their place in the whole graph",
        example: "rank by degree",
        operator: Some("rank"),
    }
    /// Chooses the format of the answer.
    As {
        keyword: "as",
        arguments: "FORMAT",
        help: "choose the format of the answer",
        example: "as csv",
    }
    /// Writes the answer to a file.
    To {
        keyword: "to",
        arguments: "\"FILE\"",
        help: "write the answer to a file",
        example: "to \"drugs.csv\"",
    }
}
