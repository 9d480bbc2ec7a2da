//! The fields of a statement, one row each.

/// What a field that names entities may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A drug, a class, a regimen, or an expression that combines them.
    Therapy,
    /// A drug, a class or a regimen; no expression.
    Partner,
    /// A profile, or an expression over variants and biomarkers.
    Profile,
    /// A cancer.
    Cancer,
    /// A resistance mechanism.
    Mechanism,
    /// A paper, a label, a trial.
    Source,
}

/// How a field is read, kept and merged.
///
/// Where two records of one statement differ, a missing value is filled in, and of two values the
/// first stays and the difference is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// One of the values that the vocabulary lists.
    Code,
    /// Any number of the first eight values that the vocabulary lists.
    Set,
    /// Yes or no; yes where one of two records says so.
    Flag,
    /// A whole number from 1 to 5.
    Rating,
    /// A year.
    Year,
    /// A number from 0 to 1.
    Fraction,
    /// A whole number.
    Count,
    /// A short text that many statements share.
    Text,
    /// A text of its own.
    Sentence,
    /// One entity.
    Entity(Reference),
    /// Any number of entities, separated by `|` in files.
    Entities(Reference),
}

impl Stored {
    /// Whether it names entities, and so is no property of the vocabulary.
    pub const fn is_reference(self) -> bool {
        matches!(self, Stored::Entity(_) | Stored::Entities(_))
    }

    /// Whether a file may write several values, separated by `|`.
    pub const fn is_list(self) -> bool {
        matches!(self, Stored::Set | Stored::Entities(_))
    }
}

/// A row of [`FIELDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// The field it describes.
    pub field: Field,
    /// Name of its property in a vocabulary and of its column in statements.tsv, in exports and in
    /// answers.
    pub name: &'static str,
    /// Name where an entity or statement is described.
    pub heading: &'static str,
    /// How it is read, kept and merged.
    pub stored: Stored,
    /// Whether a statement without it is refused.
    pub needed: bool,
    /// Whether a summary of a statement in one line shows it.
    pub summary: bool,
    /// The field that this one says more about: without that one it means nothing.
    pub details: Option<Field>,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $name:literal $stored:expr $(, $flag:ident $(= $value:expr)?)*;)*) => {
        /// A field of a statement; its number is the place of its row in `FIELDS`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $field,)* }

        /// The fields in the order of the columns of statements.tsv, which begins with `id`.
        pub const FIELDS: [FieldRow; fields!(@count $($field)*)] = [$(FieldRow {
            $($flag: fields!(@value $($value)?),)*
            ..FieldRow::plain(Field::$field, $name, $stored)
        },)*];
    };
    (@value $value:expr) => { $value };
    (@value) => { true };
    (@count $($field:ident)*) => { [$(Field::$field),*].len() };
}

impl FieldRow {
    const fn plain(field: Field, name: &'static str, stored: Stored) -> Self {
        Self { field, name, heading: name, stored, needed: false, summary: false, details: None }
    }
}

fields! {
    /// What happens: sensitivity, resistance, …
    Effect "effect" Stored::Code, needed, summary;
    /// Whether the source supports that.
    Direction "direction" Stored::Code, needed, summary;
    /// The therapy: one drug, class or regimen, or an expression that combines them.
    Therapy "therapy" Stored::Entity(Reference::Therapy), summary;
    /// What the therapy is given with.
    Partners "partners" Stored::Entities(Reference::Partner);
    /// The condition on the tumour: `A AND NOT B`.
    Profile "profile" Stored::Entity(Reference::Profile), summary;
    /// The cancers that it holds for.
    Cancer "cancer" Stored::Entities(Reference::Cancer), summary;
    /// Cancers below those that it does not hold for.
    ExceptCancer "except_cancer" Stored::Entities(Reference::Cancer), heading = "except cancer";
    /// The mechanism of resistance.
    Mechanism "mechanism" Stored::Entity(Reference::Mechanism), summary;
    /// Evidence level.
    Level "level" Stored::Code, needed, summary;
    /// Evidence level in the system of the source.
    NativeLevel "native_level" Stored::Text;
    /// The curator's confidence.
    Rating "rating" Stored::Rating;
    /// Regulatory status.
    Status "status" Stored::Code;
    /// Where the status holds.
    Region "region" Stored::Text, details = Some(Field::Status);
    /// When the status held.
    AsOf "as_of" Stored::Text, details = Some(Field::Status);
    /// Year of the newest source; empty: taken from the sources.
    Year "year" Stored::Year;
    /// Primary, acquired.
    Onset "onset" Stored::Set;
    /// Line of therapy.
    Line "line" Stored::Code;
    /// Somatic, germline.
    Origin "origin" Stored::Code;
    /// Cis, trans.
    Phase "phase" Stored::Code;
    /// The part of the tumours, from 0 to 1.
    Frequency "frequency" Stored::Fraction;
    /// Number of patients.
    Patients "patients" Stored::Count;
    /// What it rests on; at least one.
    Source "source" Stored::Entities(Reference::Source), heading = "sources", needed;
    /// The claim in one sentence.
    Gist "gist" Stored::Sentence;
    /// Who issued the statement; empty: the beginning of its id.
    Dataset "dataset" Stored::Text;
    /// Whether the curators flag it as disputed.
    Disputed "disputed" Stored::Flag;
    /// Whether its issuer asks for another look at it, which is no claim against what it says.
    Flagged "flagged" Stored::Flag;
}

impl Field {
    /// The field called `name`.
    pub fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|row| row.name == name).map(|row| row.field)
    }

    /// Its row.
    pub const fn row(self) -> &'static FieldRow {
        const ROWS: &[FieldRow] = &FIELDS;
        &ROWS[self as usize]
    }

    /// The field that this one says more about; itself where it says more about none.
    pub fn or_what_it_details(self) -> Field {
        self.row().details.unwrap_or(self)
    }

    /// As properties and files call it.
    pub const fn name(self) -> &'static str {
        self.row().name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_field_is_the_place_of_its_row() {
        assert!(FIELDS.iter().enumerate().all(|(number, row)| row.field as usize == number));
        assert_eq!(Field::named("as_of").map(Field::name), Some("as_of"));
    }
}
