//! Sentences and what they read as.

use super::*;
use crate::vocabulary::{KindId, Vocabulary};

/// A small vocabulary with every kind of word.
const VOCABULARY: &str = r#"
[graph]
name = "test"
version = "1"

[[noun]]
kind = "drug"
forms = ["drug", "drugs"]
context = "treats"
[[noun]]
kind = "drug class"
forms = ["drug class", "drug classes"]
context = "treats"
hierarchical = "is a"
[[noun]]
kind = "compound"
forms = ["compound", "compounds"]
[[noun]]
kind = "gene"
forms = ["gene", "genes"]
[[noun]]
kind = "variant"
forms = ["variant", "variants"]
[[noun]]
kind = "profile"
forms = ["profile", "profiles"]
[[noun]]
kind = "mechanism"
forms = ["mechanism", "mechanisms"]
context = "resists"
[[noun]]
kind = "mechanism kind"
forms = ["mechanism kind", "mechanism kinds"]
hierarchical = "is a"
[[noun]]
kind = "cancer"
forms = ["cancer", "cancers", "tumour", "tumours"]
hierarchical = "is a"
[[noun]]
kind = "disease"
forms = ["disease", "diseases"]
[[noun]]
kind = "pathway"
forms = ["pathway", "pathways"]
[[noun]]
kind = "statement"
forms = ["statement", "statements"]

[[verb]]
relation = "treats"
from = ["drug", "drug class"]
to = ["cancer"]
lemma = "treat"
context = "statement"
claim = { effects = ["treats", "sensitivity"], from = "therapy", to = "cancer" }
[[verb]]
relation = "targets"
from = ["drug", "drug class"]
to = ["gene", "variant"]
lemma = "target"
noun_forms = [{ form = "targets of", head = "to" }]
context = "treats"
[[verb]]
relation = "is a"
from = ["drug", "drug class", "cancer", "mechanism", "mechanism kind"]
to = ["drug class", "cancer", "mechanism kind"]
noun_forms = [{ form = "subtypes of", head = "from", transitive = true }]
[[verb]]
relation = "resists"
from = ["mechanism", "profile", "variant"]
to = ["drug", "drug class"]
lemma = "resist"
noun_forms = [{ form = "mechanisms of resistance to", head = "from", kind = "mechanism" }, { form = "resistance to", head = "from" }]
context = "statement"
claim = { effects = ["resistance"], from = ["profile", "mechanism"], to = "therapy" }
and = "profile"
[[verb]]
relation = "sensitises"
from = ["profile", "variant"]
to = ["drug", "drug class"]
forward = ["sensitising to"]
inverse = ["sensitised by", "effective against"]
context = "statement"
claim = { effects = ["sensitivity"], from = "profile", to = "therapy" }
and = "profile"
[[verb]]
relation = "overcomes"
from = ["drug"]
to = ["mechanism", "variant", "profile"]
forward = ["overcome", "overcomes", "overcoming"]
inverse = ["overcome by"]
context = "statement"
claim = { effects = ["overcomes"], from = "therapy", to = "profile" }
and = "profile"
[[verb]]
relation = "frequent in"
from = ["variant", "gene"]
to = ["cancer"]
forward = ["mutated in", "frequent in"]
[[verb]]
relation = "about"
from = ["statement"]
to = ["drug", "gene", "cancer"]
forward = ["about"]
[[verb]]
relation = "binds"
from = ["compound"]
to = ["gene"]
forward = ["binds", "bind", "binding"]
inverse = ["bound by"]
[[verb]]
relation = "downregulates"
from = ["compound"]
to = ["gene"]
lemma = "downregulate"
[[verb]]
relation = "upregulates"
from = ["compound"]
to = ["gene"]
lemma = "upregulate"
[[verb]]
relation = "associates"
from = ["disease"]
to = ["gene"]
forward = ["associated with"]
inverse = ["associated to"]
[[verb]]
relation = "participates"
from = ["gene"]
to = ["pathway"]
forward = ["participating in"]
inverse = ["involving"]
[[verb]]
relation = "interacts"
from = ["gene"]
to = ["gene"]
forward = ["interacting with"]
undirected = true
[[verb]]
relation = "covaries"
from = ["gene"]
to = ["gene"]
forward = ["covarying with"]
undirected = true
[[verb]]
relation = "regulates"
from = ["gene"]
to = ["gene"]
lemma = "regulate"

[[property]]
name = "class"
on = "drug"
via = "is a"
kind = "drug class"
[[property]]
name = "kind"
on = "mechanism"
via = "is a"
kind = "mechanism kind"
adjectives = "names"
"#;

/// Names of the test graph with their kinds.
const NAMES: &[(&str, &str)] = &[
    ("HER2", "gene"), ("ERBB2", "gene"), ("EGFR", "gene"), ("MET", "gene"), ("SET", "gene"), ("ALL", "gene"),
    ("KRAS", "gene"), ("VEGFR2", "gene"), ("EGFR T790M", "variant"), ("EGFR C797S", "variant"),
    ("EGFR L858R", "variant"), ("TP53 R273H", "variant"), ("KRAS G13D", "variant"), ("EGFR mutation", "variant"),
    ("ALK fusion", "variant"), ("PD-L1 expression", "variant"), ("lapatinib", "drug"), ("trastuzumab", "drug"),
    ("osimertinib", "drug"), ("cetuximab", "drug"), ("gastric", "cancer"), ("lung", "cancer"),
    ("lung adenocarcinoma", "cancer"), ("kidney", "cancer"), ("liver", "cancer"), ("NSCLC", "cancer"),
    ("colorectal", "cancer"), ("breast", "cancer"), ("on-target", "mechanism kind"), ("5 fluorouracil", "drug"),
    ("HGNC:3430", "gene"), ("Crohn's disease", "disease"), ("US", "drug class"),
];

struct TestNames;

fn kind(name: &str) -> KindId {
    vocabulary().kind(name).unwrap()
}

impl Names for TestNames {
    fn longest(&self, words: &[&str], _: &[bool]) -> Option<usize> {
        (1..=words.len()).rev().find(|&length| {
            let text = words[..length].join(" ");
            NAMES.iter().any(|(name, _)| name.eq_ignore_ascii_case(&text))
        })
    }
    fn is_exact_capital_symbol(&self, text: &str) -> bool {
        NAMES.iter().any(|(name, _)| *name == text)
    }
    fn kinds_of(&self, text: &str) -> Vec<KindId> {
        NAMES.iter().filter(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, name)| kind(name)).collect()
    }
    fn complete(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint> {
        let beginning = beginning.to_lowercase();
        NAMES
            .iter()
            .filter(|(name, _)| name.to_lowercase().starts_with(&beginning))
            .map(|(name, of)| NameHint { text: (*name).to_owned(), kind: kind(of) })
            .filter(|hint| kinds.is_empty() || kinds.contains(&hint.kind))
            .take(limit)
            .collect()
    }
}

fn vocabulary() -> &'static Vocabulary {
    static LOADED: std::sync::LazyLock<Vocabulary> =
        std::sync::LazyLock::new(|| Vocabulary::load(&Source::new("test", VOCABULARY)).unwrap());
    &LOADED
}

fn lexicon() -> Lexicon<'static> {
    Lexicon { vocabulary: vocabulary(), names: &TestNames }
}

fn parse(text: &str) -> Result<Statement, Vec<Diagnostic>> {
    parse_query(&Source::new("query", text), &lexicon())
}

/// `text` reads, and printed with signs around every clause it is `expected`; printed without
/// them it reads and prints the same again.
fn check(text: &str, expected: &str) {
    let statement = parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:#?}\n{}", tagged_line(text)));
    let mut printer = Printer::new(&vocabulary().forms, text);
    let plain = printer.statement(&statement);
    printer.clause = ["⟨", "⟩"];
    assert_eq!(printer.statement(&statement), expected, "{text}");
    let again = parse(&plain).unwrap_or_else(|faults| panic!("{text} printed as {plain}: {faults:#?}"));
    assert_eq!(Printer::new(&vocabulary().forms, &plain).statement(&again), plain, "{text}");
}

fn tagged_line(text: &str) -> String {
    let scan = scan(text);
    tagger::tag(text, &scan.pieces, &lexicon()).line
}

#[test]
fn phrases() {
    check("drugs targeting HER2 in gastric", "drugs ⟨targeting HER2⟩ ⟨in gastric⟩");
    check("approved drugs targeting HER2 in gastric at level B or better", "approved drugs ⟨targeting HER2⟩ ⟨in gastric⟩ ⟨level B or better⟩");
    check("drugs targeting HER2 where level = A or level in (A, b) and year between 2015 and 2020", "");
}
