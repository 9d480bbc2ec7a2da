//! Where rows may come from, one row each: how a source is written, what it is given, what its rows
//! look like, and what `explain` says.
//!
//! As with stages, a source as written and one as meant differ only in their parts.

use super::source_parts::{SourceParts, SourceReader, SourceResolver, SourceVisitor};
use crate::answer::ColumnType::{
    self, Bool, Entities, Entity, Level, Number, Opposite, References, Steps, Text, Texts, Tree,
};
use crate::answer::Layout;

/// A row of [`SOURCES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The source it describes.
    pub kind: SourceKind,
    /// The rule of the grammar that accepts it.
    pub rule: &'static str,
    /// The words it begins with; empty where these depend on what follows.
    pub keyword: &'static str,
    /// Another spelling of them.
    pub synonym: Option<&'static str>,
    /// What it is for, in a few words.
    pub help: &'static str,
    /// The source in use.
    pub example: &'static str,
    /// The columns of its rows, each with what its cells hold. Empty where the rows are entities:
    /// then the question decides.
    pub columns: &'static [(&'static str, ColumnType)],
    /// What is compared side by side has a column for each side, behind the first, with such cells.
    pub per_side: Option<ColumnType>,
    /// How a person sees it best.
    pub layout: Layout,
    /// Operator and detail of its line in `explain`; none where its sets say everything.
    pub plan: Option<(&'static str, &'static str)>,
}

impl SourceRow {
    const fn plain(kind: SourceKind) -> Self {
        Self {
            kind,
            rule: "",
            keyword: "",
            synonym: None,
            help: "",
            example: "",
            columns: &[],
            per_side: None,
            layout: Layout::Table,
            plan: None,
        }
    }

    /// All columns, where these sides are compared.
    pub fn columns<'a>(&'a self, sides: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (&'a str, ColumnType)> {
        let (first, rest) = self.columns.split_at(self.columns.len().min(1));
        let sides = sides.filter_map(|side| Some((side, self.per_side?)));
        first.iter().copied().chain(sides).chain(rest.iter().copied())
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $kind:ident($argument:ident: $of:ty) { $($field:ident: $value:expr),* $(,)? })*) => {
        /// Where rows come from; its number is the place of its row in [`SOURCES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SourceKind { $($(#[$doc])* $kind,)* }

        /// Every source.
        pub const SOURCES: &[SourceRow] =
            &[$(SourceRow { $($field: $value,)* ..SourceRow::plain(SourceKind::$kind) },)*];

        /// A source with what it is given.
        #[derive(Clone, Debug, PartialEq)]
        pub enum SourceOf<P: SourceParts> { $($(#[$doc])* $kind($of),)* }

        impl<P: SourceParts> SourceOf<P> {
            /// Which of all sources it is.
            pub const fn kind(&self) -> SourceKind {
                match self { $(SourceOf::$kind(_) => SourceKind::$kind,)* }
            }

            /// The source of this kind, with what a reader finds for it.
            pub fn read(kind: SourceKind, reader: &mut impl SourceReader<P>) -> Option<Self> {
                Some(match kind { $(SourceKind::$kind => SourceOf::$kind(reader.$argument()?),)* })
            }

            /// The same source with other parts; `None` where one of them has no meaning.
            pub fn resolve<Q: SourceParts>(&self, resolver: &mut impl SourceResolver<P, Q>) -> Option<SourceOf<Q>> {
                Some(match self { $(SourceOf::$kind(given) => SourceOf::$kind(resolver.$argument(given)?),)* })
            }

            /// Shows a visitor what it is given.
            pub fn show<V: SourceVisitor<P>>(&self, visitor: &mut V) -> V::Out {
                match self { $(SourceOf::$kind(given) => visitor.$argument(given),)* }
            }
        }
    };
}

sources! {
    /// A phrase, or several joined: its entities with their evidence.
    Set(set: P::Set) {
        rule: "set",
        help: "entities, with the evidence behind them",
        example: "drugs targeting HER2",
    }
    /// `does … ?`
    Does(question: P::Question) {
        rule: "does",
        help: "answer yes or no",
        example: "does trastuzumab target HER2?",

        columns: &[
            ("answer", Text),
            ("supporting", Number),
            ("disputing", Number),
            ("opposite", Opposite),
            ("statements", References),
            ("against", References),
            ("sources", References),
        ],
        plan: Some(("does", "whether there is a row")),
    }
    /// `evidence for …`: statements as entities.
    Evidence(phrase: P::Phrase) {
        rule: "evidence",
        keyword: "evidence for",
        help: "list the statements behind an answer",
        example: "evidence for drugs targeting HER2",

        plan: Some(("evidence", "the statements of each row")),
    }
    /// `describe …`
    Describe(described: P::Described) {
        rule: "describe",
        keyword: "describe",
        help: "show everything about an entity or a word",
        example: "describe HER2",

        columns: &[("entity", Entity), ("field", Text), ("value", Entities), ("sources", References)],
        layout: Layout::Record,
        plan: Some(("describe", "all that is known")),
    }
    /// `resolve …`
    Resolve(name: P::Name) {
        rule: "resolve",
        keyword: "resolve",
        help: "list what a name can mean",
        example: "resolve HER2",

        columns: &[("entity", Entity), ("matched", Text), ("as", Text), ("used", Bool), ("write", Text)],
        plan: Some(("resolve", "names, normal forms, similar spellings")),
    }
    /// `why …`
    Why(why: P::Why) {
        rule: "why",
        keyword: "why",
        help: "explain a row of an answer",
        example: "why trastuzumab in drugs targeting HER2",

        columns: &[("reason", Text), ("tree", Tree)],
        layout: Layout::Tree,
        plan: Some(("why", "each part of the question by itself")),
    }
    /// `paths from … to …`
    Paths(paths: P::Paths) {
        rule: "paths",
        help: "find paths between two entities",
        example: "shortest paths from HER2 to trastuzumab",

        columns: &[("length", Number), ("steps", Steps), ("weakest", Level), ("statements", References)],
        plan: Some(("paths", "from both ends, edges in both directions")),
    }
    /// `neighbours of …`: becomes a set.
    Neighbours(neighbours: P::Neighbours) {
        rule: "neighbours",
        keyword: "neighbours of",
        synonym: Some("neighbors of"),
        help: "what an entity is connected to",
        example: "neighbours of HER2",
    }
    /// `compare …`
    Compare(compare: P::Compare) {
        rule: "compare",
        keyword: "compare",
        help: "compare entities or sets side by side",
        example: "compare trastuzumab with lapatinib",

        columns: &[("attribute", Text), ("differs", Bool)],
        per_side: Some(Texts),
        plan: Some(("compare", "every attribute of each side")),
    }
    /// `match …`
    Match(findings: P::Findings) {
        rule: "match_",
        keyword: "match",
        help: "match the findings of a patient",
        example: "match HER2 amplification in gastric",

        columns: &[
            ("finding", Text),
            ("variant_match", Text),
            ("therapy", Entity),
            ("effect", Text),
            ("level", Level),
            ("status", Text),
            ("region", Text),
            ("as_of", Text),
            ("profile", Text),
            ("partners", Entities),
            ("cancer", Entity),
            ("match", Text),
            ("conflict", Text),
            ("assumes", Text),
            ("year", Number),
            ("supporting", Number),
            ("disputing", Number),
            ("statements", References),
            ("against", References),
            ("sources", References),
        ],
        plan: Some(("match", "profiles evaluated over the findings")),
    }
    /// `conflicts about …`
    Conflicts(about: Option<P::Phrase>) {
        rule: "conflicts",
        keyword: "conflicts",
        help: "statements that contradict each other",
        example: "conflicts about drugs targeting HER2",

        columns: &[
            ("profile", Entity),
            ("therapy", Entities),
            ("cancer", Entities),
            ("differs", Texts),
            ("positive", References),
            ("negative", References),
            ("sources", References),
        ],
        plan: Some(("conflicts", "statements that contradict each other")),
    }
}

impl SourceKind {
    /// Its row.
    pub const fn row(self) -> &'static SourceRow {
        &SOURCES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_stand_behind_the_first_column() {
        let columns = |kind: SourceKind| -> Vec<String> {
            kind.row().columns(["MET", "KRAS"].into_iter()).map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(columns(SourceKind::Compare), ["attribute", "MET", "KRAS", "differs"]);
        assert_eq!(columns(SourceKind::Why), ["reason", "tree"]);
        assert!(columns(SourceKind::Set).is_empty());
    }
}
