//! What CIViC's names are here: rows of `graphs/civic/names.tsv`, and rules for the spelling of what
//! no row names.

use super::rows::{CsvRows, Separator, field};

const NAMES: &str = include_str!("../../graphs/civic/names.tsv");

/// What a row says about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameOf {
    Therapy,
    Finding,
    Cancer,
}

impl NameOf {
    const fn word(self) -> &'static str {
        match self {
            NameOf::Therapy => "therapy",
            NameOf::Finding => "finding",
            NameOf::Cancer => "cancer",
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameRow {
    of: String,
    civic: String,
    /// The name here; empty where the name is none.
    pub(super) here: String,
    /// Kind of what is not known yet; may be empty.
    pub(super) kind: String,
    /// The cancer above a disease that has no number; may be empty.
    pub(super) below: String,
}

/// The rows of the table.
pub(super) struct CivicNames(Vec<NameRow>);

impl CivicNames {
    pub(super) fn new() -> Self {
        let mut rows = CsvRows::with_comments(NAMES, Separator::Tab);
        let mut names = Vec::new();
        // The header names the columns for people.
        rows.next();
        while let Some((_, row)) = rows.next() {
            let text = |column| field(row, column).to_owned();
            names.push(NameRow { of: text(0), civic: text(1), here: text(2), kind: text(3), below: text(4) });
        }
        Self(names)
    }

    pub(super) fn row(&self, of: NameOf, civic: &str) -> Option<&NameRow> {
        self.0.iter().find(|row| row.of == of.word() && row.civic == civic)
    }
}

/// Words of findings that are written in small letters, however CIViC writes them.
#[rustfmt::skip]
const FINDING_WORDS: &[&str] = &[
    "activating", "alteration", "alternative", "amplification", "biallelic", "binding", "codon", "conserved", "copy",
    "cytoplasmic", "decreased", "deleterious", "deletion", "demethylation", "domain", "double", "duplication", "exon",
    "expression", "frame", "frameshift", "function", "fusion", "gain", "genotype", "heterozygosity", "high",
    "homozygosity", "hypermethylation", "inactivating", "inactivation", "insertion", "internal", "intron", "kinase",
    "levels", "loop", "loss", "low", "methylation", "mislocalization", "mutation", "neutral", "nuclear", "number", "of",
    "overexpression", "peri", "phosphorylation", "polymorphism", "positive", "promoter", "protein", "rare",
    "rearrangement", "rearrangements", "serum", "shift", "signature", "site", "skipping", "splice", "terminal",
    "therapeutic", "transcript", "translocation", "truncating", "truncation", "underexpression", "variation", "wildtype",
];

/// Parts of a protein change that are written in small letters.
const CHANGE_WORDS: &[&str] = &["DELINS", "DEL", "DUP", "INS", "FS"];

/// A finding in our spelling: `AR OVEREXPRESSION` is `AR overexpression`; its first word, the gene,
/// stays.
pub(super) fn finding_name(name: &str) -> String {
    let mut words = name.split(' ');
    let mut spelled = words.next().unwrap_or("").to_owned();
    for word in words {
        spelled.push(' ');
        spelled.push_str(&finding_word(word));
    }
    spelled
}

fn finding_word(word: &str) -> String {
    if is_protein_change(word) {
        let small = |text: String, part: &&str| text.replacen(*part, &part.to_ascii_lowercase(), 1);
        return CHANGE_WORDS.iter().fold(word.to_owned(), small);
    }
    let digits = word.strip_prefix("RS").filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    if let Some(digits) = digits {
        return format!("rs{digits}");
    }
    let part = |part: &str| {
        let small = part.to_ascii_lowercase();
        if FINDING_WORDS.contains(&small.as_str()) { small } else { part.to_owned() }
    };
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}

/// `K550_W557DEL`: an amino acid and its number, and more.
fn is_protein_change(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_uppercase()) && letters.next().is_some_and(|c| c.is_ascii_digit())
}

/// A name of a drug or disease in our spelling: words that only begin with a capital letter are
/// common nouns.
pub(super) fn common_name(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let of_word = |c: char| c.is_alphanumeric() == first.is_alphanumeric();
        let end = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let mut letters = run.chars();
        letters.next();
        let is_common = run.len() > 1 && first.is_ascii_uppercase() && letters.all(|c| c.is_ascii_lowercase());
        spelled.push_str(&if is_common { run.to_ascii_lowercase() } else { run.to_owned() });
        rest = after;
    }
    spelled
}

/// Last words of salts and forms of a drug.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "acetate", "anhydrous", "bismesylate", "calcium", "citrate", "compound", "dimaleate", "disodium", "fumarate",
    "hydrobromide", "hydrochloride", "maleate", "mesylate", "phosphate", "sodium", "succinate", "sulfate", "tosylate",
];

/// What a name is, if it names a salt, a form or a product of a drug by the drug.
pub(super) fn drug_of_form(name: &str) -> Option<&str> {
    let salt = name.rsplit_once(' ').filter(|(_, last)| FORMS.contains(&last.to_ascii_lowercase().as_str()));
    // `-zbco` tells one product of an antibody from another.
    let is_suffix = |last: &str| last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_lowercase());
    let product = name.rsplit_once('-').filter(|(drug, last)| is_suffix(last) && drug.len() > 4);
    salt.or(product).map(|(drug, _)| drug)
}

/// The code of a drug that is named by its class and its code: `MEK Inhibitor CI-1040`.
pub(super) fn code_after_class(name: &str) -> Option<&str> {
    let (_, code) = name.split_once(" Inhibitor ").or_else(|| name.split_once(" Inhibitor, "))?;
    let is_code = !code.contains(' ') && code.contains(|c: char| c.is_ascii_uppercase());
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_what_their_sort_needs() {
        let names = CivicNames::new();
        assert!(names.0.len() > 70);
        for row in &names.0 {
            let of = [NameOf::Therapy, NameOf::Finding, NameOf::Cancer].into_iter().find(|of| of.word() == row.of);
            let of = of.unwrap_or_else(|| panic!("{row:?}"));
            assert_eq!(names.row(of, &row.civic), Some(row), "{} is there twice", row.civic);
            assert!(row.below.is_empty() || of == NameOf::Cancer, "{row:?}");
            assert!(row.kind.is_empty() || of == NameOf::Therapy, "{row:?}");
        }
        assert_eq!(names.row(NameOf::Therapy, "Not Applicable").map(|row| row.here.as_str()), Some(""));
    }

    #[test]
    fn findings_are_not_shouted() {
        for (civic, here) in [
            ("AR OVEREXPRESSION", "AR overexpression"),
            ("EML4::ALK Fusion", "EML4::ALK fusion"),
            ("FLT3 ITD", "FLT3 ITD"),
            ("KIT K550_K559DEL", "KIT K550_K559del"),
            ("ERBB2 M774DELINSWLV", "ERBB2 M774delinsWLV"),
            ("ARID1A P1175FS*5", "ARID1A P1175fs*5"),
            ("CBLB RS2305035", "CBLB rs2305035"),
            ("BAP1 Loss-of-function", "BAP1 loss-of-function"),
            ("MET Exon 14 Skipping Mutation", "MET exon 14 skipping mutation"),
            ("BRAF V600E", "BRAF V600E"),
            ("HSPH1 T17 DELETION", "HSPH1 T17 deletion"),
        ] {
            assert_eq!(finding_name(civic), here);
        }
    }

    #[test]
    fn drugs_are_common_nouns_and_codes_are_not() {
        for (civic, here) in [
            ("Pictilisib", "pictilisib"),
            ("Trastuzumab Deruxtecan", "trastuzumab deruxtecan"),
            ("WHI-P154", "WHI-P154"),
            ("JQ1", "JQ1"),
            ("Spliceostatin A", "spliceostatin A"),
            ("Peginterferon Alfa-2a", "peginterferon alfa-2a"),
            ("Anti-CD33", "anti-CD33"),
            ("T-cell Lymphoma", "T-cell lymphoma"),
        ] {
            assert_eq!(common_name(civic), here);
        }
    }

    #[test]
    fn salts_products_and_codes() {
        assert_eq!(drug_of_form("Pictilisib Bismesylate"), Some("Pictilisib"));
        assert_eq!(drug_of_form("Zenocutuzumab-zbco"), Some("Zenocutuzumab"));
        assert_eq!(drug_of_form("Trastuzumab Deruxtecan"), None);
        assert_eq!(code_after_class("FLT3/ABL/Aurora Kinase Inhibitor KW-2449"), Some("KW-2449"));
        assert_eq!(code_after_class("Tyrosine Kinase Inhibitor"), None);
    }
}
