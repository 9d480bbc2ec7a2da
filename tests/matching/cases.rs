//! Findings as people and files write them, and what must hold whatever is found.

use onco::Engine;
use onco::matching::{Assay, Assays, Finding, Listing, MatchSettings, Matched, MatchedTexts, Patient, UnreadReason};
use std::collections::BTreeSet;

fn finding(engine: &Engine, gene: &str, change: &str, class: &str) -> Result<Finding, UnreadReason> {
    let listing = Listing { gene, change, class, ..Listing::default() };
    engine.finding_reader().read(&listing).map_err(|unread| unread.reason)
}

fn matched(engine: &Engine, cancer: &str, texts: &[&str], assays: Assays) -> Matched {
    let mut reader = engine.finding_reader();
    let findings = texts.iter().map(|text| reader.read_text(text).unwrap()).collect();
    let graph = engine.graph();
    let cancers = engine.names().lookup(graph, cancer).best.iter().map(|one| one.entity).collect();
    engine.match_findings(&Patient { findings, assays, cancers, ..Patient::default() }, MatchSettings::default())
}

fn texts(engine: &Engine, matched: &Matched, rows: &[onco::matching::MatchedRow]) -> Vec<MatchedTexts> {
    rows.iter().map(|row| engine.matched_texts(matched, row)).collect()
}

#[test]
fn spellings_of_one_change_are_one_finding() {
    let engine = Engine::embedded().unwrap();
    for (name, spellings) in [
        (
            "EGFR L858R",
            &[
                ("EGFR", "p.L858R"),
                ("EGFR", "p.Leu858Arg"),
                ("EGFR", "p.(L858R)"),
                ("EGFR p.L858R", ""),
                ("EGFR:p.L858R", ""),
                ("", "EGFR L858R"),
                ("ERBB1", "L858R"),
                ("EGFR", "EGFR L858R"),
            ][..],
        ),
        (
            "EGFR E746_A750del",
            &[
                ("EGFR", "E746_A750del"),
                ("EGFR", "p.E746_A750delELREA"),
                ("EGFR", "ELREA746del"),
                ("EGFR", "p.Glu746_Ala750del"),
                ("EGFR", "E746_A750DEL"),
            ],
        ),
        (
            "ERBB2 G776delinsVC",
            &[("ERBB2", "G776delinsVC"), ("ERBB2", "776_776G>VC"), ("HER2", "p.G776delinsVC"), ("ERBB2", "G776>VC")],
        ),
        ("VHL S65fs", &[("VHL", "p.S65fs"), ("VHL", "S65fs*66"), ("VHL", "p.Ser65ProfsTer66"), ("VHL", "S65Pfs*3")]),
        (
            "EML4::ALK fusion",
            &[
                ("EML4::ALK", "fusion"),
                ("EML4-ALK", "fusion"),
                ("EML4::ALK fusion", ""),
                ("EML4--ALK", "fusion"),
                ("EML4", "EML4::ALK fusion"),
            ],
        ),
        (
            "ERBB2 amplification",
            &[("ERBB2", "amp"), ("ERBB2", "Amplification"), ("HER2", "amplified"), ("ERBB2 amplification", "")],
        ),
        ("CDKN2A deletion", &[("CDKN2A", "homozygous deletion"), ("CDKN2A", "HOMDEL"), ("CDKN2A", "Deletion")]),
        ("EGFR exon 19 deletion", &[("EGFR", "exon 19 del"), ("EGFR", "ex19del"), ("EGFR exon 19 deletion", "")]),
    ] {
        for (gene, change) in spellings {
            let found = finding(&engine, gene, change, "").map(|finding| finding.name());
            assert_eq!(found.as_deref(), Ok(name), "{gene} {change}");
        }
    }
}

#[test]
fn what_is_no_finding_says_why() {
    let engine = Engine::embedded().unwrap();
    for (gene, change, class, reason) in [
        ("EGFR", "nan", "In_Frame_Del", UnreadReason::NoChange),
        ("KRAS", "None", "Missense_Mutation", UnreadReason::NoChange),
        ("KRAS", "n/a", "", UnreadReason::NoChange),
        ("", "", "", UnreadReason::NoGene),
        ("KRAS", "G12G", "", UnreadReason::Silent),
        ("KRAS", "p.G13%3D", "", UnreadReason::Silent),
        ("MAP2K4", "", "Splice_Region", UnreadReason::SpliceRegion),
        ("KRAS", "", "Intron", UnreadReason::NotCoding),
        ("ALK", "intragenic", "", UnreadReason::Intragenic),
        ("ERBB4", "ERBB4-intragenic", "", UnreadReason::Intragenic),
        ("KRAS", "something else", "", UnreadReason::NotUnderstood),
    ] {
        assert_eq!(finding(&engine, gene, change, class).map(|one| one.name()), Err(reason), "{gene} {change} {class}");
    }
    assert!(finding(&engine, "BRCA1", "", "Splice_Site").is_ok());
}

#[test]
fn closeness_follows_from_the_change() {
    let engine = Engine::embedded().unwrap();
    let splice = matched(&engine, "NSCLC", &["MET X1010_splice"], Assays::none());
    let told: Vec<String> = splice.rows().map(|row| format!("{:?}", engine.matched_texts(&splice, row))).collect();
    assert!(told.iter().any(|row| row.contains("capmatinib")), "{:?} {told:?}", splice.findings);
    for (cancer, text, therapy, how, remark) in [
        ("NSCLC", "EGFR L747_P753delinsS", "osimertinib", "exon", ""),
        ("NSCLC", "KRAS G12C", "sotorasib", "exact", ""),
        ("GIST", "KIT V559D", "imatinib", "exon", ""),
        ("NSCLC", "EML4::ALK fusion", "alectinib", "partner", ""),
    ] {
        let matched = matched(&engine, cancer, &[text], Assays::none());
        let rows = texts(&engine, &matched, &matched.sensitive);
        let row = rows.iter().find(|row| row.therapy == therapy).unwrap_or_else(|| panic!("{text}: no {therapy}"));
        assert_eq!((row.variant_match.as_str(), row.remark.as_str()), (how, remark), "{text}");
        assert_eq!(row.level, "A", "{text}");
    }
}

/// Sections without the order of findings in them.
fn told(engine: &Engine, matched: &Matched) -> BTreeSet<(String, String, String, Vec<String>)> {
    let of = |(section, rows): (&'static str, &[onco::matching::MatchedRow])| {
        let rows = texts(engine, matched, rows).into_iter();
        rows.map(|row| (section.to_owned(), row.therapy, row.effect, row.statements)).collect::<Vec<_>>()
    };
    matched.sections().into_iter().flat_map(of).collect()
}

#[test]
fn order_further_findings_and_assays_do_what_they_must() {
    let engine = Engine::embedded().unwrap();
    let all = ["EGFR L858R", "EGFR T790M", "MET amplification", "TP53 R273H", "PIK3CA E545K", "KRAS G12C"];
    let backwards: Vec<&str> = all.iter().rev().copied().collect();
    let [one, other] = [&all[..], &backwards].map(|list| matched(&engine, "NSCLC", list, Assays::none()));
    assert_eq!(told(&engine, &one), told(&engine, &other));

    // A further finding removes no exact sensitive row.
    let exact = |matched: &Matched| -> BTreeSet<String> {
        let rows =
            matched.sensitive.iter().chain(&matched.resistant).filter(|row| row.variant_match.as_str() == "exact");
        let rows = rows.map(|row| engine.matched_texts(matched, row)).filter(|row| row.effect == "sensitivity");
        rows.map(|row| row.therapy).collect()
    };
    for count in 1..all.len() {
        let [fewer, more] = [count, count + 1].map(|count| matched(&engine, "NSCLC", &all[..count], Assays::none()));
        assert!(exact(&fewer).is_subset(&exact(&more)), "{:?}", all[count]);
    }

    // Without the assay what rests on an absence waits for it.
    let tested = matched(&engine, "NSCLC", &["PD-L1 TPS 60 %"], Assays::all());
    let untested = matched(&engine, "NSCLC", &["PD-L1 TPS 60 %"], Assays::all().without(Assay::Fusion));
    let assuming = tested.sensitive.iter().filter(|row| !row.assumes.is_empty()).count();
    assert!(assuming > 0 && untested.waiting.len() > tested.waiting.len());
    let waits = texts(&engine, &untested, &untested.waiting);
    assert!(waits.iter().flat_map(|row| &row.waits_for).any(|text| text == "no ALK fusion (fusion not assessed)"));
}
