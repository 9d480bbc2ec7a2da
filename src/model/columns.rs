//! The columns that the evidence behind a row gives it, and which of them an answer has unasked.

use super::Field;
use crate::answer::ColumnType;
use crate::vocabulary::PropertyId;

macro_rules! evidence_columns {
    ($($(#[$doc:meta])* $column:ident $name:literal $of:ident;)*) => {
        /// A column that evidence gives a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EvidenceColumn {
            /// A property of the best statement (for status, region and as-of: of the best status).
            Property(PropertyId),
            $($(#[$doc])* $column,)*
        }

        /// Every column but the properties, which the vocabulary names: the word that users write,
        /// and what its cells hold.
        const COLUMNS: &[(&str, EvidenceColumn, ColumnType)] =
            &[$(($name, EvidenceColumn::$column, ColumnType::$of),)*];
    };
}

evidence_columns! {
    /// The best statement's profile.
    Profile "profile" Text;
    /// How the finding that it is about matches.
    VariantMatch "variant_match" Text;
    /// Profiles of the other statements behind the row.
    OtherProfiles "other_profiles" Entities;
    /// The best statement's partners.
    Partners "partners" Entities;
    /// Its therapy.
    Therapy "therapy" Entity;
    /// Its mechanism.
    Mechanism "mechanism" Entity;
    /// Its cancer.
    Cancer "cancer" Entity;
    /// How that cancer matches.
    Match "match" Text;
    /// Cancers of the other statements behind the row.
    OtherCancers "other_cancers" Entities;
    /// The statement of the status.
    StatusStatement "status_statement" Text;
    /// Number of supporting statements.
    Supporting "supporting" Number;
    /// Number of statements that dispute.
    Disputing "disputing" Number;
    /// Opposite statements.
    Opposite "opposite" Opposite;
    /// The evidence against is of a better level than all evidence for.
    Outweighed "outweighed" Bool;
    /// Supporting statements.
    Statements "statements" References;
    /// The others.
    Against "against" References;
    /// Their sources.
    Sources "sources" References;
    /// Through which member of the named class or family.
    Via "via" Entity;
    /// The best statement's gist.
    Gist "gist" Text;
}

use EvidenceColumn as E;

impl EvidenceColumn {
    /// The column of that name, with the name as headings write it.
    pub fn named(name: &str) -> Option<(&'static str, Self)> {
        COLUMNS.iter().find(|(known, ..)| *known == name).map(|&(known, column, _)| (known, column))
    }

    /// Its name and what its cells hold; `None` for a property, of which the vocabulary says it.
    pub fn heading(self) -> Option<(&'static str, ColumnType)> {
        COLUMNS.iter().find(|(_, column, _)| *column == self).map(|&(name, _, of)| (name, of))
    }
}

/// A column that an answer has unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefaultColumn {
    /// Where its cells come from.
    pub shows: Shows,
    /// Whether people see it; the others are folded into one that they see, or left to JSON and the
    /// like.
    pub visible: bool,
    /// Whether it is left out where no row has a value.
    pub optional: bool,
}

/// What a default column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// A field of the best statement, where the vocabulary has a property for it.
    Field(Field),
    /// Anything else.
    Evidence(EvidenceColumn),
}

const fn visible(column: EvidenceColumn) -> DefaultColumn {
    DefaultColumn { shows: Shows::Evidence(column), visible: true, optional: false }
}

const fn visible_field(field: Field) -> DefaultColumn {
    DefaultColumn { shows: Shows::Field(field), visible: true, optional: false }
}

impl DefaultColumn {
    const fn folded(self) -> Self {
        Self { visible: false, ..self }
    }

    const fn if_any(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// Behind entities that statements are about, in the order of the answer.
pub const CLAIM_COLUMNS: &[DefaultColumn] = &[
    visible_field(Field::Level),
    visible_field(Field::Status),
    visible_field(Field::Region).folded(),
    visible_field(Field::AsOf).folded(),
    visible(E::StatusStatement).folded(),
    visible(E::Profile),
    visible(E::VariantMatch).folded().if_any(),
    visible(E::OtherProfiles).folded().if_any(),
    visible(E::Partners),
    visible(E::Cancer),
    visible(E::Match).folded(),
    visible(E::OtherCancers).folded().if_any(),
    visible_field(Field::Year).folded(),
    visible_field(Field::Rating).folded().if_any(),
    visible(E::Via).if_any(),
    visible(E::Supporting),
    visible(E::Disputing).folded(),
    visible(E::Opposite).folded(),
    visible(E::Outweighed).folded().if_any(),
    visible(E::Statements),
    visible(E::Against).folded(),
    visible(E::Sources),
];

/// What a statement says, where the row is one: nothing is counted for it.
pub const STATEMENT_COLUMNS: &[DefaultColumn] = &[
    visible_field(Field::Effect),
    visible_field(Field::Direction),
    visible_field(Field::Level),
    visible_field(Field::Status),
    visible_field(Field::Region).folded(),
    visible_field(Field::AsOf).folded(),
    visible(E::Therapy),
    visible(E::Partners),
    visible(E::Profile),
    visible(E::VariantMatch).folded().if_any(),
    visible(E::Mechanism),
    visible(E::Cancer),
    visible(E::Match).folded(),
    visible_field(Field::Year),
    visible_field(Field::Rating).folded().if_any(),
    visible(E::Sources),
];

/// Behind entities that plain facts join.
pub const FACT_COLUMNS: &[DefaultColumn] =
    &[visible(E::Via).if_any(), visible(E::Statements).folded(), visible(E::Sources)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_column_has_a_heading() {
        let all = [CLAIM_COLUMNS, STATEMENT_COLUMNS, FACT_COLUMNS].concat();
        let headless = |column: &DefaultColumn| match column.shows {
            Shows::Evidence(column) => column.heading().is_none(),
            Shows::Field(field) => field.row().stored.is_reference(),
        };
        assert!(!all.iter().any(headless));
    }
}
