//! Refusals: what is offered instead is a sentence of the language that has rows.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Cell, Diagnostic, Engine, Failure, Settings};
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

/// Texts that must not be answered, with one question that must be among their offers; empty: any.
const REFUSED: &[(&str, &str)] = &[
    // What the graph does not hold.
    ("adjuvant imatinib in GIST", "does imatinib treat GIST"),
    ("adjuvant therapy for ALK-positive NSCLC", ""),
    ("Is neoadjuvant pembrolizumab effective in melanoma?", "does pembrolizumab treat melanoma"),
    ("What dose of lenvatinib in hepatocellular carcinoma?", ""),
    ("dosing of osimertinib", ""),
    ("paediatric BRAF V600E melanoma", ""),
    ("recruiting trials for FGFR2 fusion cholangiocarcinoma", ""),
    ("maintenance olaparib in ovarian cancer", "does olaparib treat ovarian cancer"),
    ("prevalence of KRAS G12C in NSCLC", ""),
    ("How long will a 70-year-old with EGFR L858R NSCLC live?", "drugs effective against EGFR L858R in NSCLC"),
    ("Should my father with GIST take imatinib?", "does imatinib treat GIST"),
    ("Which is better in NSCLC, osimertinib or gefitinib?", "compare osimertinib with gefitinib"),
    // No question that is known.
    ("osimertinib banana", ""),
    ("banana NSCLC", "approved drugs in NSCLC"),
    ("why on earth EGFR", "drugs targeting EGFR"),
    ("tumour board tomorrow about EGFR L858R and NSCLC", "drugs effective against EGFR L858R in NSCLC"),
    ("colourful sotorasib for KRAS G12C", ""),
    ("does the sun shine on trastuzumab in breast cancer", "does trastuzumab treat breast cancer"),
    ("the cost of pembrolizumab in melanoma", "does pembrolizumab treat melanoma"),
    ("osimertinib progression what banana", "mechanisms of resistance to osimertinib"),
    ("side effects alpelisib banana", ""),
    ("PARP inhibitor banana ovarian cancer", ""),
    // Several meanings.
    ("MET resistance", "mechanisms involving MET"),
    ("drugs for exon 20 insertion in NSCLC", "drugs effective against EGFR exon 20 insertion in NSCLC"),
    // Two questions in one.
    ("Is FOLR1 a proven cancer target, and which drugs are licensed for it?", ""),
    ("which drugs target KIT and what is imatinib", "describe imatinib"),
    ("what resists osimertinib in NSCLC and which drugs target MET", "what resists osimertinib in NSCLC"),
    // Sentences of the language with one mistake: the offer is the sentence without it.
    ("drugs targetting HER2 in gastric", "drugs targeting HER2 in gastric"),
    ("drugs targeting HRE2 in gastric cancer", "drugs targeting HER2 in gastric cancer"),
    ("mechanisms of resistance to osimertinb in NSCLC", "mechanisms of resistance to osimertinib in NSCLC"),
    ("drugs targeting", ""),
    ("drugs treating EGFR", "drugs targeting EGFR"),
    ("paths from imatinib GIST", ""),
    ("PARP inhibitors banana in ovarian cancer", "drugs being a PARP inhibitor in ovarian cancer"),
    ("IDH1 inhibitors banana in AML", "drugs being an IDH1 inhibitor in AML"),
    // No other change of the gene for one that is not in the graph, but what is above it.
    ("drugs banana effective against KRAS G12W in NSCLC", "drugs effective against KRAS mutation in NSCLC"),
];

fn oncology() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::open(Path::new("graphs/oncology")).unwrap())
}

fn mini() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::open(Path::new("graphs/mini")).unwrap())
}

fn ask(engine: &Engine, text: &str) -> Result<Answer, Failure> {
    engine.ask(text, &Settings::default(), &Cancel::new())
}

fn faults(failure: &Failure) -> Vec<Diagnostic> {
    failure.diagnostics().flat_map(|(_, faults)| faults.iter().cloned()).collect()
}

fn offers(failure: &Failure) -> Vec<String> {
    faults(failure).into_iter().flat_map(|fault| fault.offers).collect()
}

/// Whether names of a text were recognised.
fn is_named(failure: &Failure) -> bool {
    faults(failure).iter().flat_map(|fault| &fault.help).any(|help| help.text.starts_with("recognised: "))
}

/// What is wrong with an offer: it is no sentence of the language, or has no rows.
fn fault_of(engine: &Engine, offer: &str) -> Option<String> {
    let question = match engine.parse(offer).and_then(|parsed| engine.resolve(&parsed, &Settings::default())) {
        Ok(question) => question,
        Err(failure) => return Some(format!("`{offer}` is no sentence: {failure}")),
    };
    let answer = match ask(engine, offer) {
        Ok(answer) => answer,
        Err(failure) => return Some(format!("`{offer}` fails: {failure}")),
    };
    if answer.reading != question.reading() {
        return Some(format!("`{offer}` is asked as `{}`", answer.reading));
    }
    let is_no = matches!(answer.rows.first().and_then(|row| row.cells.first()), Some(Cell::Text(text)) if text == "no" || text == "not stated");
    let is_empty = answer.rows.is_empty() && answer.contested.is_empty();
    (is_empty || is_no).then(|| format!("`{offer}` has no rows"))
}

#[test]
fn refusals_offer_questions_that_have_rows() {
    let engine = oncology();
    let mut wrong = Vec::new();
    for (text, wanted) in REFUSED {
        let failure = match ask(engine, text) {
            Ok(answer) => {
                wrong.push(format!("`{text}` is answered: {}", answer.reading));
                continue;
            }
            Err(failure) => failure,
        };
        let offers = offers(&failure);
        println!("{text}\n{}", offers.iter().map(|offer| format!("    {offer}\n")).collect::<String>());
        wrong.extend(offers.iter().filter_map(|offer| Some(format!("`{text}`: {}", fault_of(engine, offer)?))));
        if is_named(&failure) && (offers.is_empty() || offers.len() > 3) {
            wrong.push(format!("`{text}` has {} offers", offers.len()));
        }
        if !wanted.is_empty() && !offers.iter().any(|offer| offer == wanted) {
            wrong.push(format!("`{text}` does not offer `{wanted}` but {offers:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn wordings_that_must_be_refused_are_offered_something() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/wordings.tsv");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: there is no file of wordings");
        return;
    };
    let engine = oncology();
    let mut wrong = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (expect, wording, canonical) = (cells[2], cells[3], cells[4]);
        match ask(engine, wording) {
            Ok(answer) if expect == "R" => wrong.push(format!("`{wording}` is answered: {}", answer.reading)),
            Ok(_) => {}
            Err(failure) => {
                let offers = offers(&failure);
                println!(
                    "{expect} {wording}\n    want {canonical}\n{}",
                    offers.iter().map(|offer| format!("    {offer}\n")).collect::<String>()
                );
                wrong.extend(
                    offers.iter().filter_map(|offer| Some(format!("`{wording}`: {}", fault_of(engine, offer)?))),
                );
                if is_named(&failure) == offers.is_empty() {
                    wrong.push(format!("`{wording}` has {} offers", offers.len()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Names of the small graph and words of the language and of people.
const WORDS: &[&str] = &[
    "EGFR",
    "HER2",
    "MET",
    "EGFR T790M",
    "KRAS mutation",
    "BRAF V600E",
    "osimertinib",
    "trastuzumab",
    "lapatinib",
    "EGFR inhibitor",
    "NSCLC",
    "gastric cancer",
    "CRC",
    "drugs",
    "which",
    "targeting",
    "resistance",
    "to",
    "in",
    "and",
    "not",
    "banana",
    "approved",
    "treating",
    "what",
    "does",
    "is",
    "variants",
    "best",
    "it",
    ",",
    "?",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]
    #[test]
    fn every_offer_is_a_sentence_that_has_rows(words in prop::collection::vec(prop::sample::select(WORDS), 1..8)) {
        let text = words.join(" ");
        if let Err(failure) = ask(mini(), &text) {
            let offers = offers(&failure);
            prop_assert!(offers.len() <= 3, "`{text}`: {offers:?}");
            for offer in &offers {
                let fault = fault_of(mini(), offer);
                prop_assert!(fault.is_none(), "`{text}`: {}", fault.unwrap_or_default());
            }
        }
    }
}
