//! What is known for a tumour, in sections.

use super::assays::Assay;
use super::finding::Finding;
use super::listing::UnreadListing;
use crate::graph::{EntityId, StatementId};
use crate::model::kind;

/// How closely a profile names what was found, closest first. A profile is as close as the least
/// close of what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariantMatch {
    /// The same change.
    Exact,
    /// Any change of the residue.
    Codon,
    /// Any such change in the exon.
    Exon,
    /// A group of changes.
    Category,
    /// A fusion with any partner.
    Partner,
    /// Any change of the gene.
    Gene,
}

impl VariantMatch {
    /// As the column `variant_match` says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            VariantMatch::Exact => "exact",
            VariantMatch::Codon => "codon",
            VariantMatch::Exon => "exon",
            VariantMatch::Category => "category",
            VariantMatch::Partner => "partner",
            VariantMatch::Gene => kind::GENE,
        }
    }
}

/// How the cancer of a statement relates to the patient's, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CancerMatch {
    /// The same cancer.
    Exact,
    /// A subtype of it.
    Subtype,
    /// One that includes it.
    Broader,
    /// Another cancer.
    Other,
}

impl CancerMatch {
    /// As the column `match` says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            CancerMatch::Exact => "exact",
            CancerMatch::Subtype => "subtype",
            CancerMatch::Broader => "broader",
            CancerMatch::Other => "other indication",
        }
    }

    /// Whether the statement is about the patient's own cancer.
    pub const fn is_own(self) -> bool {
        !matches!(self, CancerMatch::Other)
    }
}

/// A part of a profile of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitsFor {
    /// The variant or biomarker that the profile names.
    pub leaf: EntityId,
    /// What would tell.
    pub assay: Assay,
    /// It must be absent.
    pub is_absence: bool,
}

/// Why a resistance is there, and what overcomes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mechanism {
    /// Mechanisms of resistance that the statements name or the findings are.
    pub mechanisms: Vec<EntityId>,
    /// Therapies that overcome one of them, best first.
    pub overcome_by: Vec<EntityId>,
}

/// A row: findings, a therapy and an effect, with the statements behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchedRow {
    /// What was found: numbers in [`Matched::findings`]. Findings of one list are there together;
    /// each list alone is enough.
    pub findings: Vec<Vec<usize>>,
    /// How closely the best statement names it.
    pub variant_match: VariantMatch,
    /// What says more about how it was met: `splice site: skipping not shown`, `by mutation`.
    pub remark: Option<&'static str>,
    /// The therapy; a diagnostic or prognostic row has none.
    pub therapy: Option<EntityId>,
    /// Code of the effect.
    pub effect: u8,
    /// The statement that the row shows: the best.
    pub best: StatementId,
    /// The statement whose status, region and date are shown.
    pub status: Option<StatementId>,
    /// Statements for it, best first.
    pub supporting: Vec<StatementId>,
    /// Statements against it, failed or disputed, best first.
    pub against: Vec<StatementId>,
    /// How the cancer of the best statement relates to the patient's; none where no cancer is
    /// known or none is named.
    pub cancer: Option<(CancerMatch, EntityId)>,
    /// The tier, where tiers were asked for.
    pub tier: Option<&'static str>,
    /// The therapy is both sensitive and resistant in the patient's cancer.
    pub is_conflict: bool,
    /// A closer row says the opposite, or the evidence against is of a better level.
    pub is_outweighed: bool,
    /// What must be absent, and is, as far as was looked.
    pub assumes: Vec<EntityId>,
    /// What is not known; then the row waits for it.
    pub waits_for: Vec<WaitsFor>,
    /// Of a resistance.
    pub mechanism: Mechanism,
}

/// What is known for one sample. Sections are in the order of a page; rows within them too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matched {
    /// What the files call the sample.
    pub sample: String,
    /// Its cancer.
    pub cancers: Vec<EntityId>,
    /// Its findings, each once, in the order in which they were given.
    pub findings: Vec<Finding>,
    /// In its cancer, closer than the gene: what it responds to.
    pub sensitive: Vec<MatchedRow>,
    /// In its cancer, closer than the gene: what it resists.
    pub resistant: Vec<MatchedRow>,
    /// In its cancer: other effects of a therapy.
    pub other_effects: Vec<MatchedRow>,
    /// Nothing but evidence against.
    pub contested: Vec<MatchedRow>,
    /// In other cancers.
    pub other_indication: Vec<MatchedRow>,
    /// Judged only when something else is known.
    pub waiting: Vec<MatchedRow>,
    /// Diagnostic, prognostic and predisposing: about the patient, not a therapy.
    pub about_patient: Vec<MatchedRow>,
    /// Rows that name no more than the gene, in any cancer.
    pub gene_level: Vec<MatchedRow>,
    /// Statements of which nothing is known, by the assay that would tell.
    pub not_assessed: Vec<(Assay, usize)>,
    /// Numbers of findings without any row.
    pub without_statement: Vec<usize>,
    /// What was written and is no finding.
    pub unread: Vec<UnreadListing>,
}
