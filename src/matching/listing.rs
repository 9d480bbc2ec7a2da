//! What a file or a person wrote down, before it is read.

use crate::graph::EntityId;
use std::fmt;

/// Where something was written: the number of the file in the order given, and the line in it from
/// 1; line 0 is no line (the command line, a sentence).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinePlace {
    /// Number of the file, from 0.
    pub file: usize,
    /// Number of the line, from 1.
    pub line: usize,
}

/// One finding as written, in the pieces that files have columns for. Every piece may be blank or a
/// word for blank (`NA`, `nan`, `.`): read, it is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing<'t> {
    /// A gene; or all in one: `EGFR p.L858R`, `EGFR:L858R`, `EML4::ALK fusion`, `MSI-H`.
    pub gene: &'t str,
    /// The change: `p.L858R`, `amplification`, `fusion`, `MSI-H`.
    pub change: &'t str,
    /// Variant_Classification of a MAF, or Consequence of VEP and SnpEff.
    pub class: &'t str,
    /// Protein_position, where the change does not say it: `745-750/1210`.
    pub position: &'t str,
    /// A number of a copy-number matrix, -2 to 2.
    pub copies: &'t str,
    /// The other gene of a fusion: `gene` is the 5′ one then, unless `is_unordered`.
    pub partner: &'t str,
    /// Whether nobody says which of `gene` and `partner` is the 5′ one.
    pub is_unordered: bool,
    /// `somatic`, `germline`.
    pub origin: &'t str,
    /// Where it was written.
    pub place: LinePlace,
}

/// A listing that is no finding, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadListing {
    /// Where it was written.
    pub place: LinePlace,
    /// What was written, as far as it identifies the line: gene and change.
    pub written: String,
    /// The gene, where the graph has it: of a change that was not read nobody can tell that it is
    /// absent.
    pub gene: Option<EntityId>,
    /// Why it is no finding.
    pub reason: UnreadReason,
}

/// Why a listing is no finding. Lines are counted by it; the order is that in which they are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnreadReason {
    /// The gene is blank.
    NoGene,
    /// The change is blank, and the class does not say what happened either.
    NoChange,
    /// The name means several genes; these.
    AmbiguousGene(Vec<String>),
    /// Something is written that is no change.
    NotUnderstood,
    /// The protein is as it was.
    Silent,
    /// It is outside of what is translated: an intron, a UTR, between genes.
    NotCoding,
    /// It is near a splice site, not at it.
    SpliceRegion,
    /// Both sides of the rearrangement are in one gene: no fusion.
    Intragenic,
    /// The copies are as they should be.
    Diploid,
    /// Nobody looked at it, or it was looked for and is not there: `negative`, `wild type`.
    NotPresent,
}

impl fmt::Display for UnreadReason {
    /// What is wrong with one line or several of them: "has no change".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UnreadReason::NoGene => "no gene is named",
            UnreadReason::NoChange => "no change is named",
            UnreadReason::AmbiguousGene(genes) => {
                return write!(f, "the name can mean several genes: {}", genes.join(", "));
            }
            UnreadReason::NotUnderstood => "the change is not understood",
            UnreadReason::Silent => "the protein is not changed",
            UnreadReason::NotCoding => "outside of the coding sequence",
            UnreadReason::SpliceRegion => "near a splice site, not at it",
            UnreadReason::Intragenic => "within one gene: no fusion",
            UnreadReason::Diploid => "the copies are as they should be",
            UnreadReason::NotPresent => "it was not found",
        })
    }
}
