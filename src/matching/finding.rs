//! A finding: a gene, and what happened to it, in one shape however it was written.

use super::assays::Assay;
use super::listing::LinePlace;
use crate::graph::EntityId;
use crate::model::{Change, Whole};

/// What was found in a tumour.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The gene, where the graph has it; of a fusion the 3′ one, where the graph has that.
    pub gene: Option<EntityId>,
    /// Of a fusion: the other gene, where the graph has both.
    pub partner: Option<EntityId>,
    /// Its approved symbol, or as written where the graph does not have it; of a marker its name.
    pub symbol: Box<str>,
    /// What happened.
    pub shape: FindingShape,
    /// The change of the gene, as far as it is one that names have.
    pub change: Option<Change>,
    /// First and last residue that it touches.
    pub residues: Option<(u32, u32)>,
    /// Where it is from.
    pub origin: Option<Origin>,
    /// Names of the graph that mean exactly this.
    pub entities: Vec<EntityId>,
    /// Where it was written.
    pub place: LinePlace,
}

/// Where a change is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The tumour alone has it.
    Somatic,
    /// The patient was born with it.
    Germline,
}

/// How much of a protein or transcript there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expressed {
    /// It is there.
    Present,
    /// More than usual.
    High,
    /// Less than usual.
    Low,
}

/// What happened to a gene, or what is so of the whole tumour.
#[derive(Clone, Debug, PartialEq)]
pub enum FindingShape {
    /// Another amino acid.
    Substitution,
    /// Another amino acid at this residue, nobody says which: `V600`.
    Codon,
    /// Residues are missing.
    Deletion,
    /// Residues are put in.
    Insertion,
    /// Residues are there twice.
    Duplication,
    /// Residues are replaced by others.
    Delins,
    /// The rest of the protein is another.
    Frameshift,
    /// The protein ends here.
    Stop,
    /// The protein does not begin where it should.
    StartLoss,
    /// At a splice site.
    Splice,
    /// The protein does not end where it should.
    Extension,
    /// A group of changes, named as such: `exon 19 deletion`, `loss-of-function mutation`,
    /// `mutation`.
    Group,
    /// Many more copies.
    Amplification,
    /// Some more copies.
    Gain,
    /// Fewer copies, or the protein is gone.
    Loss,
    /// No copy is left.
    DeepDeletion,
    /// Two genes fused; the symbols as far as they are known.
    Fusion {
        /// Of the 5′ part.
        five_prime: Option<Box<str>>,
        /// Of the 3′ part.
        three_prime: Option<Box<str>>,
        /// Whether nobody says which is which.
        is_unordered: bool,
    },
    /// How much of its product there is.
    Expression(Expressed),
    /// A marker of the whole tumour, with its value where one was measured.
    Marker {
        /// A number: percent of cells, mutations per megabase.
        value: Option<f64>,
    },
    /// A change that the graph has a name for, and no rule a shape: `EGFRvIII`.
    Named,
}

impl FindingShape {
    /// The shape of a change.
    pub(crate) fn of(change: &Change) -> Self {
        use crate::model::Residues;
        match change {
            Change::Substitution { to: '*', .. } => Self::Stop,
            Change::Substitution { from: 'M', at: 1, .. } | Change::StartLoss => Self::StartLoss,
            Change::Substitution { .. } => Self::Substitution,
            Change::Codon(_) => Self::Codon,
            Change::Frameshift { .. } => Self::Frameshift,
            Change::InFrame { how: Residues::Deleted, .. } => Self::Deletion,
            Change::InFrame { how: Residues::Inserted, .. } => Self::Insertion,
            Change::InFrame { how: Residues::Doubled, .. } => Self::Duplication,
            Change::InFrame { how: Residues::Replaced, .. } => Self::Delins,
            Change::Splice { .. } => Self::Splice,
            Change::Extension { .. } => Self::Extension,
            Change::Exon { .. } => Self::Group,
            Change::Partners(five, three) => Self::Fusion {
                five_prime: Some(five.as_str().into()),
                three_prime: Some(three.as_str().into()),
                is_unordered: false,
            },
            Change::Whole(whole) => Self::of_whole(*whole),
        }
    }

    fn of_whole(whole: Whole) -> Self {
        match whole {
            Whole::Amplification => Self::Amplification,
            Whole::Gain => Self::Gain,
            Whole::Deletion => Self::DeepDeletion,
            Whole::Loss => Self::Loss,
            Whole::Fusion | Whole::Rearrangement | Whole::Translocation => {
                Self::Fusion { five_prime: None, three_prime: None, is_unordered: true }
            }
            Whole::Overexpression => Self::Expression(Expressed::High),
            Whole::Underexpression => Self::Expression(Expressed::Low),
            Whole::Expression => Self::Expression(Expressed::Present),
            Whole::Mutation
            | Whole::Activating
            | Whole::LossOfFunction
            | Whole::Truncating
            | Whole::KinaseDomain
            | Whole::TandemDuplication
            | Whole::Alteration
            | Whole::Promoter
            | Whole::Insertion
            | Whole::Skipping => Self::Group,
        }
    }
}

impl Finding {
    /// As rows show it: `EGFR L858R`, `EML4::ALK fusion`, `MSI-H`.
    pub fn name(&self) -> String {
        let symbol = &self.symbol;
        if let FindingShape::Fusion { five_prime: Some(five), three_prime: Some(three), .. } = &self.shape {
            return format!("{five}::{three} fusion");
        }
        let words = match (&self.change, &self.shape) {
            (Some(change), _) => change.to_string(),
            (None, FindingShape::Marker { value: Some(value) }) => value.to_string(),
            (None, shape) => shape.as_str().to_owned(),
        };
        if words.is_empty() { symbol.to_string() } else { format!("{symbol} {words}") }
    }

    /// The assay that shows it; none for what only has a name.
    pub fn assay(&self) -> Option<Assay> {
        match self.shape {
            FindingShape::Amplification | FindingShape::Gain | FindingShape::Loss | FindingShape::DeepDeletion => {
                Some(Assay::CopyNumber)
            }
            FindingShape::Fusion { .. } => Some(Assay::Fusion),
            FindingShape::Expression(_) => Some(Assay::Expression),
            FindingShape::Marker { .. } => Some(Assay::Marker),
            _ => self.is_mutation().then_some(Assay::Mutation),
        }
    }

    /// Whether the protein is changed by it.
    pub fn is_mutation(&self) -> bool {
        match self.shape {
            FindingShape::Substitution
            | FindingShape::Codon
            | FindingShape::Deletion
            | FindingShape::Insertion
            | FindingShape::Duplication
            | FindingShape::Delins
            | FindingShape::Frameshift
            | FindingShape::Stop
            | FindingShape::StartLoss
            | FindingShape::Splice
            | FindingShape::Extension => true,
            FindingShape::Group => {
                !matches!(self.change, Some(Change::Whole(Whole::Alteration | Whole::Promoter)) | None)
            }
            FindingShape::Named => self.gene.is_some(),
            FindingShape::Amplification
            | FindingShape::Gain
            | FindingShape::Loss
            | FindingShape::DeepDeletion
            | FindingShape::Fusion { .. }
            | FindingShape::Expression(_)
            | FindingShape::Marker { .. } => false,
        }
    }

    /// Whether the protein ends too early.
    pub fn is_truncating(&self) -> bool {
        let by_change = matches!(self.change, Some(Change::Frameshift { .. } | Change::Substitution { to: '*', .. }));
        by_change || matches!(self.shape, FindingShape::Frameshift | FindingShape::Stop)
    }

    /// Whether two findings are one, however they were written.
    pub fn is_same(&self, other: &Self) -> bool {
        let name = |finding: &Self| finding.gene.is_none().then(|| finding.symbol.clone());
        (self.gene, &self.shape, &self.change, self.residues, &self.entities)
            == (other.gene, &other.shape, &other.change, other.residues, &other.entities)
            && name(self) == name(other)
    }
}

impl FindingShape {
    /// In words, where the change itself is not known; empty where the name says everything.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Substitution => "substitution",
            Self::Codon => "codon",
            Self::Deletion => "in-frame deletion",
            Self::Insertion => "in-frame insertion",
            Self::Duplication => "in-frame duplication",
            Self::Delins => "in-frame delins",
            Self::Frameshift => "frameshift",
            Self::Stop => "nonsense mutation",
            Self::StartLoss => "start loss",
            Self::Splice => "splice site",
            Self::Extension => "extension",
            Self::Group => "mutation",
            Self::Amplification => "amplification",
            Self::Gain => "gain",
            Self::Loss => "loss",
            Self::DeepDeletion => "deletion",
            Self::Fusion { .. } => "fusion",
            Self::Expression(Expressed::Present) => "expression",
            Self::Expression(Expressed::High) => "overexpression",
            Self::Expression(Expressed::Low) => "underexpression",
            Self::Marker { .. } | Self::Named => "",
        }
    }
}
