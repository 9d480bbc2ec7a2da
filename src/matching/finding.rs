//! A finding: a gene, and what happened to it, in one shape however it was written.

use super::listing::LinePlace;
use crate::graph::EntityId;
use crate::model::Change;

/// What was found in a tumour.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The gene, where the graph has it; of a fusion the 3′ one, where the graph has that.
    pub gene: Option<EntityId>,
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
