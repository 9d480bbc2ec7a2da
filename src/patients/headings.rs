//! Names of columns: what annotators, portals and callers call them.

/// What a column holds, and its names as [`folded`], the preferred one first.
pub(super) struct ColumnNames {
    pub(super) names: &'static [&'static str],
}

/// A gene. `Gene` comes last: beside `SYMBOL` it holds identifiers of Ensembl.
pub(super) const GENE: ColumnNames = ColumnNames {
    names: &[
        "hugosymbol",
        "hugogenesymbol",
        "symbol",
        "genesymbol",
        "hgncsymbol",
        "genename",
        "gene",
        "generefgene",
        "genes",
    ],
};

/// A change of a protein, or anything else that happened to a gene.
pub(super) const CHANGE: ColumnNames = ColumnNames {
    names: &[
        "hgvspshort",
        "hgvsp",
        "proteinchange",
        "proteinvariant",
        "aachange",
        "aminoacidchange",
        "alteration",
        "variant",
        "mutation",
        "change",
        "protein",
        "finding",
        "biomarker",
    ],
};

/// What kind of change it is.
pub(super) const CLASS: ColumnNames = ColumnNames {
    names: &[
        "variantclassification",
        "consequence",
        "mutationtype",
        "oneconsequence",
        "varianteffect",
        "exonicfuncrefgene",
        "effect",
    ],
};

/// The sample. A patient counts as one where no sample is named.
pub(super) const SAMPLE: ColumnNames = ColumnNames {
    names: &[
        "tumorsamplebarcode",
        "tumorsampleid",
        "sampleid",
        "sampleidentifier",
        "sample",
        "samplename",
        "tumorsample",
        "tumorsampleuuid",
        "tumor",
        "patientid",
        "patient",
        "caseid",
        "case",
    ],
};

/// Where in the protein it is.
pub(super) const POSITION: ColumnNames = ColumnNames { names: &["proteinposition", "aaposition", "proteinstart"] };

/// Whether the patient was born with it.
pub(super) const ORIGIN: ColumnNames =
    ColumnNames { names: &["mutationstatus", "svstatus", "origin", "variantorigin", "somaticstatus"] };

/// A call from −2 to 2, or its word.
pub(super) const COPIES: ColumnNames = ColumnNames {
    names: &[
        "copynumberalteration",
        "copynumberstatus",
        "copynumbercall",
        "cnastatus",
        "cnatype",
        "cnvtype",
        "cna",
        "cnv",
        "call",
        "cncall",
        "copynumber",
        "gistic",
        "gisticvalue",
    ],
};

/// Two fused genes in one text.
pub(super) const FUSION: ColumnNames =
    ColumnNames { names: &["fusion", "fusionname", "fusiongene", "fusiongenes", "fusions"] };

/// The 5′ one of two genes, or the first of two sites.
pub(super) const FIRST_SITE: ColumnNames = ColumnNames {
    names: &[
        "site1hugosymbol",
        "site1gene",
        "genea",
        "gene1",
        "gene1symbol5endfusionpartner",
        "leftgene",
        "gene5prime",
        "5pgene",
        "fivepgene",
        "fiveprimegene",
        "upstreamgene",
    ],
};

/// The 3′ one of two genes, or the second of two sites.
pub(super) const SECOND_SITE: ColumnNames = ColumnNames {
    names: &[
        "site2hugosymbol",
        "site2gene",
        "geneb",
        "gene2",
        "gene2symbol3endfusionpartner",
        "rightgene",
        "gene3prime",
        "3pgene",
        "threepgene",
        "threeprimegene",
        "downstreamgene",
    ],
};

/// What kind of rearrangement it is.
pub(super) const REARRANGEMENT: ColumnNames = ColumnNames {
    names: &["svclassname", "svclass", "svtype", "class", "type", "structuralvarianttype", "rearrangement"],
};

/// What a laboratory wrote beside a rearrangement.
pub(super) const REMARK: ColumnNames =
    ColumnNames { names: &["eventinfo", "annotation", "comments", "comment", "svdescription"] };

/// Whether the frame of a fusion is kept.
pub(super) const FRAME: ColumnNames = ColumnNames { names: &["site2effectonframe", "frame", "readingframe"] };

/// The cancer: a code or a name, the most precise one first; last a tissue.
pub(super) const CANCER: ColumnNames = ColumnNames {
    names: &[
        "oncotreecode",
        "oncotree",
        "cancertypedetailed",
        "cancertype",
        "disease",
        "diseasename",
        "diagnosis",
        "primarydiagnosis",
        "cancer",
        "tumortype",
        "tumourtype",
        "indication",
        "doid",
        "primarysite",
        "tumortissuesite",
        "tissue",
    ],
};

/// Columns of a matrix of copy numbers that are no samples.
pub(super) const ABOUT_GENE: ColumnNames = ColumnNames {
    names: &[
        "entrezgeneid",
        "entrezid",
        "geneid",
        "locusid",
        "cytoband",
        "chromosome",
        "chr",
        "start",
        "end",
        "ensemblid",
    ],
};

/// Every column whose name says what a table is.
const ALL: &[&ColumnNames] = &[
    &GENE,
    &CHANGE,
    &CLASS,
    &SAMPLE,
    &POSITION,
    &COPIES,
    &FUSION,
    &FIRST_SITE,
    &SECOND_SITE,
    &REARRANGEMENT,
    &CANCER,
    &ABOUT_GENE,
];

/// Headings that programs write behind a `#`.
const COMMENTED: &[&str] = &["fusionname", "fusion", "gene1", "hugosymbol", "gene", "genesymbol", "symbol", "sampleid"];

/// A heading without case and without all that is no letter or digit: `HGVSp_Short`, `hgvsp short`
/// and `HGVSP.SHORT` are one.
pub(super) fn folded(heading: &str) -> String {
    heading.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text is the name of a column that says what a table is.
pub(super) fn is_known(heading: &str) -> bool {
    let folded = folded(heading);
    ALL.iter().any(|column| column.names.contains(&folded.as_str()))
}

/// Whether a comment is a line of headings: `#FusionName…`.
pub(super) fn is_commented(comment: &str) -> bool {
    let mut parts = comment.split('\t');
    let first = parts.next().map(folded).unwrap_or_default();
    COMMENTED.contains(&first.as_str()) && parts.next().is_some()
}

/// Whether the first line below a comment is the one with the headings.
pub(super) fn names_columns(line: &str, comment: &str) -> bool {
    let known = |text: &str| text.split('\t').filter(|part| is_known(part)).count();
    known(line) >= known(comment).min(2)
}

/// Whether a field says that there is nothing in it.
pub(super) fn is_blank(field: &str) -> bool {
    const WORDS: &[&str] = &["na", "n/a", "nan", "none", "null", "#n/a", "<na>", "nd"];
    match field {
        "" | "." | "-" | "--" | "?" => true,
        _ => field.len() <= 4 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        for (heading, expected) in [
            ("HGVSp_Short", "hgvspshort"),
            ("Gene Symbol", "genesymbol"),
            ("Gene_1_symbol(5end_fusion_partner)", "gene1symbol5endfusionpartner"),
        ] {
            assert_eq!(folded(heading), expected);
        }
        assert!(is_known("Tumor_Sample_Barcode") && !is_known("Center"));
        assert!(is_commented("FusionName\tJunctionReadCount") && !is_commented("Sample Identifier\tPatient"));
    }

    #[test]
    fn every_name_of_a_column_is_folded_and_in_one_column() {
        let mut seen: Vec<&str> = Vec::new();
        for name in ALL.iter().flat_map(|column| column.names) {
            assert_eq!(*name, folded(name));
            assert!(!seen.contains(name), "{name}");
            seen.push(name);
        }
    }

    #[test]
    fn blanks() {
        for word in ["", ".", "nan", "NaN", "None", "NULL", "n/a", "NA", "-"] {
            assert!(is_blank(word), "{word}");
        }
        for word in ["G12C", "0", "NAA10", "none of these"] {
            assert!(!is_blank(word), "{word}");
        }
    }
}
