//! Rules of spelling that belong to no graph: from a text to the names that may have been meant by
//! it.

use super::meaning::RewriteReason;
use crate::model::kind;

/// The register of cancers whose codes are written without their prefix.
pub(super) const CANCER_CODES: &str = "oncotree";

/// A name that may have been meant.
pub(super) struct Spelling {
    /// The name.
    pub(super) text: String,
    /// What it must be the name of.
    pub(super) of: Of,
    /// Why it is meant.
    pub(super) how: RewriteReason,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A cancer.
    Cancer,
    /// A class of drugs.
    DrugClass,
    /// A gene or protein.
    Gene,
    /// Whatever is called so.
    Anything,
}

/// Endings that are cut short or have another word for the same: `bladder ca`, `BTK inhib`.
const ENDINGS: &[(&[&str], &[&str], Of)] = &[
    (&["ca", "ca."], &[kind::CANCER, "carcinoma"], Of::Cancer),
    (&["adeno", "adenoca", "adenoca."], &["adenocarcinoma"], Of::Cancer),
    (&["squamous", "scc", "sqcc"], &["squamous cell carcinoma"], Of::Cancer),
    (&["carcinoma", "carcinomas", "tumor", "tumour", "tumors", "tumours", "malignancy"], &[kind::CANCER], Of::Cancer),
    (&[kind::CANCER, "cancers"], &["carcinoma", "tumour"], Of::Cancer),
    (
        &["inhibitor", "inhibitors", "inhib", "inhibs", "inh", "blocker", "blockers", "tki", "tkis", "antagonist"],
        &["inhibitor", "TKI"],
        Of::DrugClass,
    ),
    (&["mab", "mabs", "moab", "ab", "abs", "antibody", "antibodies"], &["antibody"], Of::DrugClass),
    (&["conjugate", "conjugates"], &["antibody-drug conjugate"], Of::DrugClass),
];

/// First words that come last in a name: `squamous lung`.
const BEGINNINGS: &[(&[&str], &str)] = &[
    (&["squamous"], "squamous cell carcinoma"),
    (&["adenocarcinoma", "adeno"], "adenocarcinoma"),
    (&[kind::CANCER, "carcinoma"], kind::CANCER),
];

/// Letters before the abbreviation of a cancer that say how far it has spread, or what came before.
const EXTENTS: &[(&str, &str)] = &[
    ("m", "metastatic"),
    ("la/m", "locally advanced or metastatic"),
    ("la", "locally advanced"),
    ("LA-", "locally advanced"),
    ("a", "advanced"),
    ("e", "early"),
    ("u", "unresectable"),
    ("ES-", "extensive-stage"),
    ("ED-", "extensive-stage"),
    ("LS-", "limited-stage"),
    ("LD-", "limited-stage"),
    ("R/M ", "recurrent or metastatic"),
    ("R/R ", "relapsed or refractory"),
    ("RR", "relapsed or refractory"),
    ("ND", "newly diagnosed"),
];

/// Greek letters after the symbol of a gene, and how the symbol has them.
const GREEK: &[(&str, char)] = &[("alpha", 'A'), ("beta", 'B'), ("gamma", 'G'), ("delta", 'D')];

/// Signs that mean the same as others, and brackets around a part.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '!'));
    let text = text.strip_suffix('.').unwrap_or(text).replace("p.(", "p.");
    for letter in text.chars() {
        match letter {
            '(' | ')' => out.push(' '),
            '&' => out.push_str(" and "),
            '≥' => out.push_str(">="),
            '≤' => out.push_str("<="),
            '’' | '‘' | '`' => out.push('\''),
            letter => out.push(letter),
        }
    }
    let mut words = out.split_whitespace();
    let first = words.next().unwrap_or("").to_owned();
    words.fold(first, |text, word| text + " " + word)
}

/// The names that may have been meant by a text, the likelier first.
pub(super) fn spellings(text: &str) -> Vec<Spelling> {
    let mut found = Vec::new();
    let mut add = |text: String, of: Of, how: RewriteReason| found.push(Spelling { text, of, how });
    let words: Vec<&str> = text.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    let before_last = text.get(..text.len() - last.len()).unwrap_or("").trim_end();
    let after_first = text.get(first.len()..).unwrap_or("").trim_start();
    if !before_last.is_empty() {
        for (endings, names, of) in ENDINGS {
            if endings.iter().any(|ending| ending.eq_ignore_ascii_case(last)) {
                names.iter().for_each(|name| add(format!("{before_last} {name}"), *of, RewriteReason::Spelling));
            }
        }
        for (beginnings, ending) in BEGINNINGS {
            if beginnings.iter().any(|beginning| beginning.eq_ignore_ascii_case(first)) {
                let organ = ["of the ", "of "].into_iter().find_map(|of| after_first.strip_prefix(of));
                add(format!("{} {ending}", organ.unwrap_or(after_first)), Of::Cancer, RewriteReason::Spelling);
            }
        }
        if let Some((_, letter)) = GREEK.iter().find(|(spelled, _)| spelled.eq_ignore_ascii_case(last)) {
            add(format!("{before_last}{letter}"), Of::Gene, RewriteReason::Spelling);
        }
    }
    if let Some(target) = inhibited(text) {
        add(format!("{target} inhibitor"), Of::DrugClass, RewriteReason::Spelling);
        add(format!("{target} TKI"), Of::DrugClass, RewriteReason::Spelling);
    }
    for &(letters, extent) in EXTENTS {
        if let Some(rest) = text.strip_prefix(letters).filter(|rest| is_abbreviation(rest)) {
            add(rest.to_owned(), Of::Cancer, RewriteReason::Extent(extent));
        }
    }
    if text.contains('\'') {
        add(text.replace("'s", "").replace('\'', ""), Of::Anything, RewriteReason::Spelling);
    }
    if let Some(one) = text.strip_suffix('s').filter(|one| one.len() >= 4) {
        add(one.to_owned(), Of::Anything, RewriteReason::Spelling);
    }
    found
}

/// What `BTKi`, `CDK4/6i`, `PARPis` inhibits.
fn inhibited(text: &str) -> Option<&str> {
    let target = text.strip_suffix('s').unwrap_or(text).strip_suffix('i')?;
    let is_symbol = target.chars().next_back().is_some_and(|last| last.is_ascii_uppercase() || last.is_ascii_digit());
    (is_symbol && target.len() >= 2).then_some(target)
}

/// Capitals and digits, such as RCC.
fn is_abbreviation(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// One word of at least five letters, without the ending of a possessive.
pub(super) fn stem(text: &str) -> Option<&str> {
    let is_word = text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'');
    let stem =
        text.strip_suffix("'s").or_else(|| text.strip_suffix('s').filter(|stem| stem.len() >= 5)).unwrap_or(text);
    (is_word && !stem.contains('\'')).then_some(stem)
}

/// Whether the first word of a name is written as a proper noun.
pub(super) fn is_proper_noun(name: &str, length: usize) -> bool {
    let mut letters = name.chars().take(length);
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}
