//! How closely a name of a profile names a finding: derived from what happened, never from how it
//! was spelled.

use super::finding::{Expressed, Finding, FindingShape};
use super::leaf::{Leaf, LeafRule};
use super::matched::VariantMatch;
use super::patient::MatchSettings;
use super::sameness::is_same;
use crate::model::{Change, ExonChange, Residues, Whole};
use crate::vocabulary::Exons;

/// Beside a hit on a skipped exon by a change of its splice site.
const NOT_SHOWN: &str = "splice site: skipping not shown";
/// Beside a loss that a mutation makes.
const BY_MUTATION: &str = "by mutation";
/// Beside an amplification that is a gain.
const BY_GAIN: &str = "by gain";

/// A name of a profile that a finding meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub how: VariantMatch,
    pub remark: Option<&'static str>,
}

impl From<VariantMatch> for Hit {
    fn from(how: VariantMatch) -> Self {
        Self { how, remark: None }
    }
}

fn with(how: VariantMatch, remark: &'static str) -> Option<Hit> {
    Some(Hit { how, remark: Some(remark) })
}

fn if_so(is_so: bool, how: VariantMatch) -> Option<Hit> {
    is_so.then_some(Hit::from(how))
}

/// How a finding of the gene of a name meets it, by what the name asks for. What is only called so
/// is not seen here.
pub(super) fn hit(leaf: &Leaf, finding: &Finding, exons: &Exons, settings: MatchSettings) -> Option<Hit> {
    use VariantMatch::{Category, Exact, Gene};
    let group = match finding.change {
        Some(Change::Whole(whole)) => Some(whole),
        _ => None,
    };
    let shape = &finding.shape;
    match &leaf.asked {
        LeafRule::Changes(changes) => {
            let change = finding.change.as_ref()?;
            if_so(changes.iter().any(|own| is_same(own, change, &leaf.symbol, exons)), Exact)
        }
        LeafRule::Codons(codons) => of_codon(codons, finding.change.as_ref()?),
        LeafRule::Elsewhere(codons) => {
            let (first, last) = finding.residues?;
            let is_there = codons.iter().any(|&(_, at)| first <= at && at <= last);
            if_so(finding.is_mutation() && !is_there, Category)
        }
        LeafRule::Exon { number, how } => of_exon(&leaf.symbol, *number, *how, finding, exons),
        LeafRule::Domain(first, last) => {
            if group == Some(Whole::KinaseDomain) {
                return if_so(true, Exact);
            }
            let is_inside = finding.residues.is_some_and(|own| *first <= own.0 && own.1 <= *last);
            if_so(is_inside && is_other_protein(finding), Category)
        }
        LeafRule::LossOfFunction if group == Some(Whole::LossOfFunction) => if_so(true, Exact),
        LeafRule::LossOfFunction => if_so(is_lost(finding) || group == Some(Whole::Truncating), Category),
        LeafRule::Truncating if group == Some(Whole::Truncating) => if_so(true, Exact),
        LeafRule::Truncating => if_so(finding.is_truncating(), Category),
        LeafRule::Frameshift => if_so(*shape == FindingShape::Frameshift, Category),
        LeafRule::Mutation if group == Some(Whole::Mutation) => if_so(true, Exact),
        LeafRule::Mutation => if_so(finding.is_mutation(), Gene),
        LeafRule::Alteration => of_alteration(group, finding),
        LeafRule::Promoter if group == Some(Whole::Promoter) => if_so(true, Exact),
        LeafRule::Promoter => if_so(is_promoter(&leaf.symbol, finding.change.as_ref()?), Category),
        LeafRule::Amplification => match shape {
            FindingShape::Amplification => if_so(true, Exact),
            FindingShape::Gain if settings.gains => with(Category, BY_GAIN),
            _ => None,
        },
        LeafRule::Gain => if_so(*shape == FindingShape::Gain, Exact),
        LeafRule::Deletion => if_so(*shape == FindingShape::DeepDeletion, Exact),
        LeafRule::Loss => match shape {
            FindingShape::Loss => if_so(true, Exact),
            FindingShape::DeepDeletion => if_so(true, Category),
            _ if finding.is_truncating() => with(Category, BY_MUTATION),
            _ => None,
        },
        LeafRule::Partners(five, three) => of_partners(five, three, shape),
        LeafRule::Fusion => match shape {
            FindingShape::Fusion { five_prime: None, .. } | FindingShape::Fusion { three_prime: None, .. } => {
                if_so(true, Exact)
            }
            FindingShape::Fusion { .. } => if_so(true, VariantMatch::Partner),
            _ => None,
        },
        LeafRule::Expression(asked) => match shape {
            FindingShape::Expression(found) if found == asked => if_so(true, Exact),
            FindingShape::Expression(Expressed::High) => if_so(*asked == Expressed::Present, Category),
            _ => None,
        },
        // Absence is judged with the assays, values with the markers.
        LeafRule::WildType | LeafRule::Marker(_) | LeafRule::Name => None,
    }
}

/// Another amino acid at one of the residues, not a stop.
fn of_codon(codons: &[(char, u32)], change: &Change) -> Option<Hit> {
    let is_at = |from: char, at: u32| codons.iter().any(|&(own, number)| number == at && (own == from || from == 'X'));
    match change {
        Change::Substitution { from, at, to } => if_so(*to != '*' && is_at(*from, *at), VariantMatch::Codon),
        Change::Codon(own) if own == codons => if_so(true, VariantMatch::Exact),
        Change::Codon(own) => if_so(own.iter().all(|&(from, at)| is_at(from, at)), VariantMatch::Codon),
        _ => None,
    }
}

/// A change in an exon. A frameshift or a stop is a mutation of it, and neither deletion nor
/// insertion.
fn of_exon(symbol: &str, number: u32, asked: ExonChange, finding: &Finding, exons: &Exons) -> Option<Hit> {
    if let Some(Change::Exon { number: own, how }) = finding.change {
        let is_exon = own == number;
        return match how {
            Some(how) if how == asked => if_so(is_exon, VariantMatch::Exact),
            None if asked == ExonChange::Mutation => if_so(is_exon, VariantMatch::Exact),
            Some(_) => if_so(is_exon && asked == ExonChange::Mutation, VariantMatch::Exon),
            None => None,
        };
    }
    let (first, last) = exons.bounds(symbol, number)?;
    let (from, to) = finding.residues?;
    let is_inside = first <= from && to <= last;
    let how = match finding.change {
        Some(Change::InFrame { how, .. }) => Some(how),
        _ => None,
    };
    match asked {
        ExonChange::Mutation => if_so(is_inside && finding.is_mutation(), VariantMatch::Exon),
        ExonChange::Deletion => {
            if_so(is_inside && matches!(how, Some(Residues::Deleted | Residues::Replaced)), VariantMatch::Exon)
        }
        ExonChange::Insertion => {
            if_so(is_inside && matches!(how, Some(Residues::Inserted | Residues::Doubled)), VariantMatch::Exon)
        }
        ExonChange::Skipping if finding.shape == FindingShape::Splice => {
            // A splice site is named after the residue on either side of it.
            let is_beside = first <= from + 1 && to <= last + 1;
            if is_beside { with(VariantMatch::Exon, NOT_SHOWN) } else { None }
        }
        // All of the exon is missing: the reading frame of some transcripts names one residue more.
        ExonChange::Skipping => {
            let is_whole = from.abs_diff(first) <= 1 && to.abs_diff(last) <= 1;
            if_so(is_whole && how == Some(Residues::Deleted), VariantMatch::Exact)
        }
    }
}

fn of_alteration(group: Option<Whole>, finding: &Finding) -> Option<Hit> {
    if group == Some(Whole::Alteration) {
        return if_so(true, VariantMatch::Exact);
    }
    match finding.shape {
        FindingShape::Amplification | FindingShape::DeepDeletion | FindingShape::Fusion { .. } => {
            if_so(true, VariantMatch::Category)
        }
        _ => if_so(finding.is_mutation(), VariantMatch::Gene),
    }
}

/// A fusion of two named genes, in whichever order a report has them.
fn of_partners(five: &str, three: &str, shape: &FindingShape) -> Option<Hit> {
    let FindingShape::Fusion { five_prime: Some(own_five), three_prime: Some(own_three), .. } = shape else {
        return None;
    };
    let own = (own_five.as_ref(), own_three.as_ref());
    if_so(own == (five, three) || own == (three, five), VariantMatch::Exact)
}

/// Another protein that is as long as it was or nearly: not cut short.
fn is_other_protein(finding: &Finding) -> bool {
    if finding.shape == FindingShape::Splice {
        return false;
    }
    match finding.change {
        Some(Change::Substitution { to, .. }) => to != '*',
        Some(Change::InFrame { .. } | Change::Codon(_)) => true,
        _ => false,
    }
}

/// Nonsense, frameshift, splice site, start loss.
fn is_lost(finding: &Finding) -> bool {
    finding.is_truncating() || matches!(finding.shape, FindingShape::Splice | FindingShape::StartLoss)
}

/// The two changes of the promoter of TERT, as they are called in every report.
fn is_promoter(symbol: &str, change: &Change) -> bool {
    let is_known = matches!(change, Change::Substitution { from: 'C', at: 228 | 250, to: 'T' });
    symbol == "TERT" && is_known
}
