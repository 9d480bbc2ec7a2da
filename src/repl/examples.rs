//! Questions to show first, by graph; a graph that is not here gets those of its verbs.

/// Questions about a graph of precision oncology, of which those are shown that have answers.
const ONCOLOGY: &[&str] = &[
    "drugs targeting HER2 in gastric",
    "mechanisms of resistance to osimertinib in NSCLC | count by kind",
    "approved drugs targeting EGFR in NSCLC at level A",
    "drugs overcoming EGFR T790M and not resisted by EGFR C797S",
    "why not lapatinib in approved drugs targeting HER2 in gastric",
    "match EGFR L858R, MET amplification in NSCLC",
    "compare trastuzumab with lapatinib",
    "paths from EGFR to trastuzumab within 4",
    "conflicts about drugs in colorectal",
    "describe osimertinib",
    "drugs effective against BRAF V600E in melanoma",
    "does KRAS G12D resist cetuximab in colorectal?",
    "biomarkers sensitising to pembrolizumab | top 10",
    "genes mutated in gastric but not in lung",
];

/// The questions that are tried first.
pub(super) fn candidates() -> &'static [&'static str] {
    ONCOLOGY
}

/// How many are shown.
pub(super) const SHOWN: usize = 10;
