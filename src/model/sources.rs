//! Where rows may come from, one row each: what the rows look like, and what `explain` says.

use crate::answer::ColumnType::{
    self, Bool, Entities, Entity, Level, Number, Opposite, References, Steps, Text, Texts, Tree,
};
use crate::answer::Layout;

/// A row of [`SOURCES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The source it describes.
    pub kind: SourceKind,
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
        Self { kind, columns: &[], per_side: None, layout: Layout::Table, plan: None }
    }

    /// All columns, where these sides are compared.
    pub fn columns<'a>(&'a self, sides: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (&'a str, ColumnType)> {
        let (first, rest) = self.columns.split_at(self.columns.len().min(1));
        let sides = sides.filter_map(|side| Some((side, self.per_side?)));
        first.iter().copied().chain(sides).chain(rest.iter().copied())
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $kind:ident { $($field:ident: $value:expr),* $(,)? })*) => {
        /// Where rows come from; its number is the place of its row in [`SOURCES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SourceKind { $($(#[$doc])* $kind,)* }

        /// Every source.
        pub const SOURCES: &[SourceRow] =
            &[$(SourceRow { $($field: $value,)* ..SourceRow::plain(SourceKind::$kind) },)*];
    };
}

sources! {
    /// A phrase, or several joined: its entities with their evidence.
    Set {}
    /// `does … ?`
    Does {
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
    Evidence {
        plan: Some(("evidence", "the statements of each row")),
    }
    /// `describe …`
    Describe {
        columns: &[("entity", Entity), ("field", Text), ("value", Entities), ("sources", References)],
        layout: Layout::Record,
        plan: Some(("describe", "all that is known")),
    }
    /// `resolve …`
    Resolve {
        columns: &[("entity", Entity), ("matched", Text), ("as", Text), ("used", Bool), ("write", Text)],
        plan: Some(("resolve", "names, normal forms, similar spellings")),
    }
    /// `why …`
    Why {
        columns: &[("reason", Text), ("tree", Tree)],
        layout: Layout::Tree,
        plan: Some(("why", "each part of the question by itself")),
    }
    /// `paths from … to …`
    Paths {
        columns: &[("length", Number), ("steps", Steps), ("weakest", Level), ("statements", References)],
        plan: Some(("paths", "from both ends, edges in both directions")),
    }
    /// `compare …`
    Compare {
        columns: &[("attribute", Text), ("differs", Bool)],
        per_side: Some(Texts),
        plan: Some(("compare", "every attribute of each side")),
    }
    /// `match …`
    Match {
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
    Conflicts {
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
