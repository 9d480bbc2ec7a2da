//! Names of kinds, relations and values, and their ids in a vocabulary.

use super::Field;
use crate::vocabulary::{KindId, PropertyType, RelationId, Vocabulary};

/// A module of constants with the names, and a struct with the id of each, looked up by `$find`.
macro_rules! names {
    ($(#[$about:meta])* $module:ident $set:ident $id:ty, $find:expr; $($field:ident $constant:ident $name:literal,)*) => {
        $(#[$about])*
        #[allow(dead_code, reason = "the list is whole: of some names only the id is needed")]
        pub mod $module {
            $(#[doc = concat!("`", $name, "`")] pub const $constant: &str = $name;)*
        }

        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $set {
            $(#[doc = concat!("Of `", $name, "`.")] pub $field: Option<$id>,)*
        }

        impl $set {
            /// Looks the names up.
            pub(super) fn of(vocabulary: &Vocabulary) -> Self {
                let find = $find;
                Self { $($field: find(vocabulary, $name),)* }
            }
        }
    };
}

names! {
    /// Kinds of entities.
    kind Kinds KindId, Vocabulary::kind;
    gene GENE "gene",
    protein PROTEIN "protein",
    gene_family GENE_FAMILY "gene family",
    variant VARIANT "variant",
    biomarker BIOMARKER "biomarker",
    profile PROFILE "profile",
    mechanism MECHANISM "mechanism",
    mechanism_kind MECHANISM_KIND "mechanism kind",
    drug DRUG "drug",
    drug_class DRUG_CLASS "drug class",
    regimen REGIMEN "regimen",
    strategy STRATEGY "strategy",
    cancer CANCER "cancer",
    statement STATEMENT "statement",
    source SOURCE "source",
}

names! {
    /// Relations.
    relation Relations RelationId, Vocabulary::relation;
    is_a IS_A "is a",
    encodes ENCODES "encodes",
    variant_of VARIANT_OF "variant of",
    involves INVOLVES "involves",
    has_member HAS_MEMBER "has member",
    about ABOUT "about",
    supported_by SUPPORTED_BY "supported by",
    targets TARGETS "targets",
    inhibits INHIBITS "inhibits",
    improves IMPROVES "improves",
    overcomes_relation OVERCOMES_RELATION "overcomes",
}

impl Relations {
    /// Whether what is stated of a class holds for its members, too: benefits.
    pub fn is_inherited(&self, relation: RelationId) -> bool {
        self.improves == Some(relation)
    }
}

names! {
    /// Effects of a statement.
    effect Effects u8, |vocabulary, name| code(vocabulary, Field::Effect, name);
    sensitivity SENSITIVITY "sensitivity",
    resistance RESISTANCE "resistance",
    reduced_sensitivity REDUCED_SENSITIVITY "reduced sensitivity",
    adverse_response ADVERSE_RESPONSE "adverse response",
    no_effect NO_EFFECT "no effect",
    overcomes OVERCOMES "overcomes",
    treats TREATS "treats",
    diagnostic DIAGNOSTIC "diagnostic",
    prognostic PROGNOSTIC "prognostic",
    predisposing PREDISPOSING "predisposing",
    oncogenic ONCOGENIC "oncogenic",
    functional FUNCTIONAL "functional",
    occurrence OCCURRENCE "occurrence",
}

names! {
    /// Whether the source of a statement supports its effect.
    direction Directions u8, |vocabulary, name| code(vocabulary, Field::Direction, name);
    supports SUPPORTS "supports",
    disputes DISPUTES "disputes",
    inconclusive INCONCLUSIVE "inconclusive",
}

names! {
    /// Regulatory and clinical status of what a statement says.
    status Statuses u8, |vocabulary, name| code(vocabulary, Field::Status, name);
    approved APPROVED "approved",
    guideline GUIDELINE "guideline",
    withdrawn WITHDRAWN "withdrawn",
    failed FAILED "failed",
}

impl Statuses {
    /// Whether a regulator, a guideline or a decisive trial has spoken: such a statement has
    /// authority, whatever its level.
    pub fn has_authority(&self, code: u8) -> bool {
        [self.approved, self.guideline, self.withdrawn, self.failed].contains(&Some(code))
    }

    /// Whether a status is given by an authority or a guideline: such statements come first within
    /// a level.
    pub fn is_official(&self, status: u8) -> bool {
        [self.approved, self.guideline].contains(&Some(status))
    }
}

/// Where a variant is from.
pub mod origin {
    /// `somatic`
    pub const SOMATIC: &str = "somatic";
    /// `germline`
    pub const GERMLINE: &str = "germline";
    /// `combined`
    pub const COMBINED: &str = "combined";
    /// `mixed`
    pub const MIXED: &str = "mixed";
}

/// The place of a value in the list of a field's property; `None` where the vocabulary lacks it.
fn code(vocabulary: &Vocabulary, field: Field, value: &str) -> Option<u8> {
    let property = vocabulary.statement_property(field.name())?;
    let values = match &vocabulary.property(property).of {
        PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values,
        PropertyType::Text
        | PropertyType::Number
        | PropertyType::Year
        | PropertyType::Date
        | PropertyType::Bool
        | PropertyType::Via { .. } => return None,
    };
    u8::try_from(values.iter().position(|known| known == value)?).ok()
}

/// Which way an effect points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Resistance and the like.
    Negative,
    /// Neither.
    Neutral,
    /// Sensitivity and the like.
    Positive,
}

impl Sign {
    /// -1, 0 or 1.
    pub const fn number(self) -> i8 {
        match self {
            Sign::Negative => -1,
            Sign::Neutral => 0,
            Sign::Positive => 1,
        }
    }

    /// From a number's sign.
    pub const fn of(number: i8) -> Self {
        match number.signum() {
            -1 => Sign::Negative,
            0 => Sign::Neutral,
            _ => Sign::Positive,
        }
    }
}

impl Effects {
    /// Which way the effect with a code points.
    pub fn sign(&self, code: u8) -> Sign {
        let code = Some(code);
        if [self.sensitivity, self.treats, self.overcomes].contains(&code) {
            Sign::Positive
        } else if [self.resistance, self.reduced_sensitivity].contains(&code) {
            Sign::Negative
        } else {
            Sign::Neutral
        }
    }
}

impl Effects {
    /// Whether the effect with a code is one of a therapy on a tumour.
    pub fn is_of_therapy(&self, code: u8) -> bool {
        [self.sensitivity, self.resistance, self.reduced_sensitivity, self.treats, self.no_effect].contains(&Some(code))
    }
}

impl Directions {
    /// Positive where the source supports the effect, negative where it disputes it.
    pub fn sign(&self, code: u8) -> Sign {
        match Some(code) {
            code if code == self.supports => Sign::Positive,
            code if code == self.disputes => Sign::Negative,
            _ => Sign::Neutral,
        }
    }
}

impl Kinds {
    /// Kinds whose entities with the same name are faces of that name.
    pub fn same_by_name(&self) -> [Option<KindId>; 4] {
        [self.variant, self.biomarker, self.profile, self.mechanism]
    }

    /// Kinds that a therapy of a statement may have, in the order of preference.
    pub fn therapies(&self) -> [Option<KindId>; 4] {
        [self.drug, self.regimen, self.drug_class, self.strategy]
    }

    /// Kinds of what a condition of a profile may name.
    pub fn profile_leaves(&self) -> [Option<KindId>; 2] {
        [self.variant, self.biomarker]
    }

    /// Kinds of what a patient's report may find.
    pub fn findings(&self) -> [Option<KindId>; 6] {
        [self.variant, self.biomarker, self.profile, self.mechanism, self.gene, self.protein]
    }
}
