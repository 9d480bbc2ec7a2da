//! Tissues that files name where a cancer is wanted, such as the uppermost codes of OncoTree.

use super::headings::folded;

/// A tissue, folded, and the cancer of it.
const TISSUES: &[(&str, &str)] = &[
    ("adrenalgland", "adrenal gland cancer"),
    ("ampullaofvater", "ampulla of Vater cancer"),
    ("biliarytract", "biliary tract cancer"),
    ("bileduct", "biliary tract cancer"),
    ("bladder", "bladder cancer"),
    ("bladderurinarytract", "bladder cancer"),
    ("bone", "bone cancer"),
    ("bowel", "colorectal cancer"),
    ("brain", "brain cancer"),
    ("breast", "breast cancer"),
    ("cervix", "cervical cancer"),
    ("cnsbrain", "brain cancer"),
    ("colon", "colon cancer"),
    ("colorectal", "colorectal cancer"),
    ("endometrium", "endometrial cancer"),
    ("esophagus", "esophageal cancer"),
    ("esophagusstomach", "esophagogastric cancer"),
    ("eye", "ocular cancer"),
    ("headneck", "head and neck cancer"),
    ("headandneck", "head and neck cancer"),
    ("kidney", "kidney cancer"),
    ("liver", "liver cancer"),
    ("lung", "lung cancer"),
    ("lymph", "lymphoma"),
    ("ovary", "ovarian cancer"),
    ("ovaryfallopiantube", "ovarian cancer"),
    ("pancreas", "pancreatic cancer"),
    ("penis", "penile cancer"),
    ("peritoneum", "peritoneal cancer"),
    ("pleura", "mesothelioma"),
    ("pns", "peripheral nervous system cancer"),
    ("prostate", "prostate cancer"),
    ("rectum", "rectal cancer"),
    ("skin", "skin cancer"),
    ("softtissue", "soft tissue sarcoma"),
    ("stomach", "gastric cancer"),
    ("testis", "testicular cancer"),
    ("thymus", "thymic cancer"),
    ("thyroid", "thyroid cancer"),
    ("uterus", "uterine cancer"),
    ("vulva", "vulvar cancer"),
    ("vulvavagina", "vulvar cancer"),
];

/// The cancer of a tissue; `None` where the text names none.
pub fn cancer_of_tissue(text: &str) -> Option<&'static str> {
    let folded = folded(text);
    TISSUES.iter().find(|(tissue, _)| *tissue == folded).map(|&(_, cancer)| cancer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_of_tissues() {
        for (text, cancer) in [
            ("BREAST", Some("breast cancer")),
            ("HEAD_NECK", Some("head and neck cancer")),
            ("Esophagus/Stomach", Some("esophagogastric cancer")),
            ("LUAD", None),
            ("breast cancer", None),
        ] {
            assert_eq!(cancer_of_tissue(text), cancer, "{text}");
        }
    }
}
