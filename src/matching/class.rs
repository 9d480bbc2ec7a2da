//! What Variant_Classification of a MAF, or Consequence of VEP and SnpEff, says of a change.

/// What happens to the protein, as far as a class tells; the first that fits counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeClass {
    Frameshift,
    Nonsense,
    /// At a splice site.
    Splice,
    StartLoss,
    StopLoss,
    /// Another protein of about the same length.
    Protein,
    Silent,
    /// Near a splice site.
    SpliceRegion,
    NotCoding,
    /// No class, or one that says nothing of the protein.
    Unsaid,
}

/// Classes by the words for them, in small letters without `_`, the gravest first.
const CLASSES: &[(ChangeClass, &[&str])] = &[
    (
        ChangeClass::Frameshift,
        &[
            "frameshiftdel",
            "frameshiftins",
            "frameshiftvariant",
            "frameshift",
            "frameshiftdeletion",
            "frameshiftinsertion",
        ],
    ),
    (ChangeClass::Nonsense, &["nonsensemutation", "nonsense", "stopgained", "stopgain"]),
    (
        ChangeClass::Splice,
        &[
            "splicesite",
            "spliceacceptorvariant",
            "splicedonorvariant",
            "spliceacceptor",
            "splicedonor",
            "splicing",
            "splice",
        ],
    ),
    (
        ChangeClass::StartLoss,
        &[
            "translationstartsite",
            "startlost",
            "startcodonsnp",
            "startcodondel",
            "startcodonins",
            "initiatorcodonvariant",
        ],
    ),
    (
        ChangeClass::StopLoss,
        &["nonstopmutation", "stoplost", "stoploss", "stopcodondel", "stopcodonins", "stopcodonsnp"],
    ),
    (
        ChangeClass::Protein,
        &[
            "missensemutation",
            "missensevariant",
            "missense",
            "inframedel",
            "inframeins",
            "inframedeletion",
            "inframeinsertion",
            "conservativeinframedeletion",
            "conservativeinframeinsertion",
            "disruptiveinframedeletion",
            "disruptiveinframeinsertion",
            "proteinalteringvariant",
        ],
    ),
    (
        ChangeClass::Silent,
        &["silent", "synonymousvariant", "synonymous", "stopretainedvariant", "startretainedvariant"],
    ),
    (ChangeClass::SpliceRegion, &["spliceregion", "spliceregionvariant", "splicepolypyrimidinetractvariant"]),
    (
        ChangeClass::NotCoding,
        &[
            "intron",
            "intronvariant",
            "intronic",
            "5'utr",
            "3'utr",
            "5primeutrvariant",
            "3primeutrvariant",
            "5'flank",
            "3'flank",
            "igr",
            "intergenicvariant",
            "intergenicregion",
            "intergenic",
            "rna",
            "lincrna",
            "upstreamgenevariant",
            "downstreamgenevariant",
            "noncodingtranscriptexonvariant",
            "noncodingtranscriptvariant",
            "regulatoryregionvariant",
            "utr3",
            "utr5",
            "upstream",
            "downstream",
            "ncrnaexonic",
            "ncrnaintronic",
        ],
    ),
];

impl ChangeClass {
    /// The class that a text names; of several joined by `&`, `,` or `|` the gravest.
    pub fn read(text: &str) -> Self {
        if text.is_empty() {
            return Self::Unsaid;
        }
        let words: Vec<String> = text
            .split(['&', ',', '|', '+'])
            .map(|word| word.chars().filter(|letter| !matches!(letter, '_' | ' ' | '-')).collect::<String>())
            .map(|word| word.to_ascii_lowercase())
            .collect();
        let is_named = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
        CLASSES.iter().find(|(_, names)| is_named(names)).map_or(Self::Unsaid, |(class, _)| *class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_class_counts() {
        for (text, class) in [
            ("Missense_Mutation", ChangeClass::Protein),
            ("missense_variant&splice_region_variant", ChangeClass::Protein),
            ("splice_donor_variant&intron_variant", ChangeClass::Splice),
            ("Splice_Region", ChangeClass::SpliceRegion),
            ("Frame_Shift_Del", ChangeClass::Frameshift),
            ("Start_Codon_SNP", ChangeClass::StartLoss),
            ("5'Flank", ChangeClass::NotCoding),
            ("synonymous_variant", ChangeClass::Silent),
            ("", ChangeClass::Unsaid),
            ("Targeted_Region", ChangeClass::Unsaid),
        ] {
            assert_eq!(ChangeClass::read(text), class, "{text}");
        }
    }
}
