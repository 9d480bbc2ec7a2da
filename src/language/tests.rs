//! Sentences and how they are parsed.

mod grammar;
mod limits;
mod properties;

use super::complete::CompletionList;
use super::scan::{DEPTH_MAX, LENGTH_MAX};
use super::*;
use crate::vocabulary::fold::spaced;
use crate::vocabulary::{KindId, Vocabulary};
use ast::{ClauseKind, Head, HeadKind, Object, QuerySyntax, StatementKind};

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
    ("HER2", "gene"),
    ("ERBB2", "gene"),
    ("EGFR", "gene"),
    ("MET", "gene"),
    ("SET", "gene"),
    ("ALL", "gene"),
    ("KRAS", "gene"),
    ("VEGFR2", "gene"),
    ("EGFR T790M", "variant"),
    ("EGFR C797S", "variant"),
    ("EGFR L858R", "variant"),
    ("TP53 R273H", "variant"),
    ("KRAS G13D", "variant"),
    ("EGFR mutation", "variant"),
    ("ALK fusion", "variant"),
    ("PD-L1 expression", "variant"),
    ("lapatinib", "drug"),
    ("trastuzumab", "drug"),
    ("osimertinib", "drug"),
    ("cetuximab", "drug"),
    ("gastric", "cancer"),
    ("lung", "cancer"),
    ("lung adenocarcinoma", "cancer"),
    ("kidney", "cancer"),
    ("liver", "cancer"),
    ("NSCLC", "cancer"),
    ("colorectal", "cancer"),
    ("breast", "cancer"),
    ("on-target", "mechanism kind"),
    ("5 fluorouracil", "drug"),
    ("HGNC:3430", "gene"),
    ("Crohn's disease", "disease"),
    ("US", "drug class"),
];

struct TestNames;

fn kind(name: &str) -> KindId {
    vocabulary().kind(name).unwrap()
}

impl NameLookup for TestNames {
    fn is_written(&self, _text: &str) -> bool {
        false
    }

    fn longest(&self, words: &[&str], _: &[bool]) -> Option<usize> {
        static FOLDED: std::sync::LazyLock<Vec<String>> =
            std::sync::LazyLock::new(|| NAMES.iter().map(|(name, _)| spaced(name)).collect());
        let starts_with = |name: &str| {
            let length = name.split(' ').count();
            let same = name.split(' ').zip(words).all(|(one, other)| one == *other);
            (same && length <= words.len()).then_some(length)
        };
        FOLDED.iter().filter_map(|name| starts_with(name)).max()
    }
    fn is_exact_capital_symbol(&self, text: &str) -> bool {
        NAMES.iter().any(|(name, _)| *name == text)
    }
    fn kinds_of(&self, text: &str) -> Vec<KindId> {
        NAMES.iter().filter(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, name)| kind(name)).collect()
    }
    fn near(&self, beginning: &str, kinds: &[KindId], limit: usize) -> Vec<NameHint> {
        // As many letters, one of them another.
        let beginning = beginning.to_lowercase();
        let is_near = |name: &str| {
            let name = name.to_lowercase();
            name.get(..beginning.len()).is_some_and(|start| {
                start.bytes().zip(beginning.bytes()).filter(|(one, other)| one != other).count() == 1
            })
        };
        NAMES
            .iter()
            .filter(|(name, _)| is_near(name))
            .map(|(name, of)| NameHint { text: (*name).to_owned(), kind: kind(of) })
            .filter(|hint| kinds.is_empty() || kinds.contains(&hint.kind))
            .take(limit)
            .collect()
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

/// `text` parses, and printed with signs around every clause it is `expected`; printed without
/// them it parses and prints the same again.
fn check(text: &str, expected: &str) {
    let statement = parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:#?}\n{}", tagged_line(text)));
    let mut printer = TreePrinter::new(&vocabulary().forms, text);
    let plain = printer.statement(&statement);
    printer.clause = ["⟨", "⟩"];
    assert_eq!(printer.statement(&statement), expected, "{text}");
    let again = parse(&plain).unwrap_or_else(|faults| panic!("{text} printed as {plain}: {faults:#?}"));
    assert_eq!(TreePrinter::new(&vocabulary().forms, &plain).statement(&again), plain, "{text}");
}

fn tagged_line(text: &str) -> String {
    let scan = scan(text);
    tagger::tag(text, &scan.pieces, &lexicon()).line
}

/// Sentences, each with its printed form, which has signs around every clause.
#[rustfmt::skip]
const SENTENCES: &[(&str, &str)] = &[
    ("drugs targeting HER2 | show drug, level as best", "drugs ⟨targeting HER2⟩ | show drug, level as best"),
    ("genes mutated in gastric but not in lung", "genes ⟨mutated in gastric⟩ and ⟨not in lung⟩"),
    ("drugs overcoming (EGFR T790M and EGFR C797S)", "drugs ⟨overcoming (EGFR T790M and EGFR C797S)⟩"),
    ("drugs targeting HER2 and not (targeting EGFR in gastric)", "drugs ⟨targeting HER2⟩ and ⟨not (⟨targeting EGFR⟩ ⟨in gastric⟩)⟩"),
    ("drug classes targeting VEGFR2 in (kidney or liver)", "drug classes ⟨targeting VEGFR2⟩ ⟨in (kidney or liver)⟩"),
    ("does KRAS G13D resist cetuximab in colorectal?", "does KRAS G13D ⟨resist cetuximab⟩ ⟨in colorectal⟩"),
    ("approved drugs targeting HER2 in gastric at level B or better", "approved drugs ⟨targeting HER2⟩ ⟨in gastric⟩ ⟨level B or better⟩"),
    ("genes bound by or downregulated by or upregulated by compounds | count compounds by gene | top 20", "genes ⟨bound by or downregulated by or upregulated by compounds⟩ | count compounds by gene | top 20"),
    ("diseases associated with genes as h participating in pathways involving genes as g bound by compounds | count paths by disease", "diseases ⟨associated with genes as h⟩ ⟨participating in pathways⟩ ⟨involving genes as g⟩ ⟨bound by compounds⟩ | count paths by disease"),
    ("genes as a interacting with genes interacting with genes interacting with a | count paths", "genes as a ⟨interacting with genes⟩ ⟨interacting with genes⟩ ⟨interacting with a⟩ | count paths"),
    ("neighbours of \"G\" within 3 via interacting with, regulating, covarying with | count genes", "neighbours of \"G\" within 3 via interacting with, regulating, covarying with | count genes"),
    ("shortest path between \"A\" and \"B\"", "shortest paths from \"A\" to \"B\""),
    ("match EGFR L858R, EGFR T790M, TP53 R273H in lung adenocarcinoma", "match EGFR L858R, EGFR T790M, TP53 R273H in lung adenocarcinoma"),
    ("drugs sensitised by PD-L1 expression and not (EGFR mutation or ALK fusion) in NSCLC", "drugs ⟨sensitised by (PD-L1 expression and not (EGFR mutation or ALK fusion))⟩ ⟨in NSCLC⟩"),
    ("(drugs targeting HER2) intersect (drugs targeting EGFR)", "(drugs ⟨targeting HER2⟩) intersect (drugs ⟨targeting EGFR⟩)"),
    ("why not lapatinib in approved drugs targeting HER2 in gastric", "why not lapatinib in approved drugs ⟨targeting HER2⟩ ⟨in gastric⟩"),
    ("compare gastric with breast by drugs", "compare gastric with breast by drugs"),
    ("statements about ERBB2 in gastric where effect = sensitivity and direction = supports | count by level", "statements ⟨about ERBB2⟩ ⟨in gastric⟩ ⟨where effect = sensitivity and direction = supports⟩ | count by level"),
    ("what resists osimertinib in NSCLC", "what ⟨resists osimertinib⟩ ⟨in NSCLC⟩"),
    ("targets of trastuzumab", "targets of trastuzumab"),
    ("drugs targeting MET", "drugs ⟨targeting MET⟩"),
    ("cancers treated by trastuzumab", "cancers ⟨treated by trastuzumab⟩"),
    ("describe osimertinib", "describe osimertinib"),
    ("describe drugs", "describe drugs"),
    ("describe targeting", "describe targeting"),
    ("drugs targeting EGFR and targeting MET", "drugs ⟨targeting EGFR⟩ and ⟨targeting MET⟩"),
    ("drugs targeting HER2 and not targeting EGFR", "drugs ⟨targeting HER2⟩ and ⟨not targeting EGFR⟩"),
    ("mechanisms of resistance to trastuzumab in gastric", "mechanisms of resistance to trastuzumab ⟨in gastric⟩"),
    ("on-target mechanisms of resistance to osimertinib", "on-target mechanisms of resistance to osimertinib"),
    ("acquired mechanisms of resistance to cetuximab in colorectal", "acquired mechanisms of resistance to cetuximab ⟨in colorectal⟩"),
    ("drugs resisted by (what resists osimertinib)", "drugs ⟨resisted by (what ⟨resists osimertinib⟩)⟩"),
    ("drugs effective against EGFR L858R in NSCLC at level A or B", "drugs ⟨effective against EGFR L858R⟩ ⟨in NSCLC⟩ ⟨level A or B⟩"),
    ("match file \"patient1.tsv\" in NSCLC level A or B", "match file \"patient1.tsv\" in NSCLC level A or B"),
    ("compare trastuzumab with lapatinib", "compare trastuzumab with lapatinib"),
    ("compare trastuzumab, lapatinib by class, count", "compare trastuzumab with lapatinib by class, count"),
    ("drugs treating gastric except drugs treating lung", "drugs ⟨treating gastric⟩ except drugs ⟨treating lung⟩"),
    ("count drugs targeting HER2 in gastric", "drugs ⟨targeting HER2⟩ ⟨in gastric⟩ | count"),
    ("how many drugs targeting HER2?", "drugs ⟨targeting HER2⟩ | count"),
    ("evidence for resistance to osimertinib since 2020 | sort by year", "evidence for resistance to osimertinib ⟨since 2020⟩ | sort by year"),
    ("drugs targeting HER2 in exactly gastric cancer", "drugs ⟨targeting HER2⟩ ⟨in exactly gastric cancer⟩"),
    ("drugs targeting HER2 in gastric or broader", "drugs ⟨targeting HER2⟩ ⟨in gastric or broader⟩"),
    ("resolve NEU", "resolve \"NEU\""),
    ("gene \"SET\"", "gene \"SET\""),
    ("profile \"EGFR T790M\" resisting osimertinib", "profile \"EGFR T790M\" ⟨resisting osimertinib⟩"),
    ("profile drugs targeting HER2", "profile drugs ⟨targeting HER2⟩"),
    ("explain drugs targeting HER2", "explain drugs ⟨targeting HER2⟩"),
    ("drugs targeting HRE2 in gastric", "drugs ⟨targeting HRE2⟩ ⟨in gastric⟩"),
    ("drugs targetting HER2", "drugs ⟨targetting HER2⟩"),
    ("why trastuzumab in drugs targeting HER2 in gastric", "why trastuzumab in drugs ⟨targeting HER2⟩ ⟨in gastric⟩"),
    ("why 3", "why 3"),
    ("paths from EGFR to trastuzumab within 4 avoiding drugs, KRAS", "paths from EGFR to trastuzumab within 4 avoiding drugs, KRAS"),
    ("conflicts about resistance to trastuzumab", "conflicts about resistance to trastuzumab"),
    ("conflicts", "conflicts"),
    ("let $x = drugs targeting HER2", "let $x = drugs ⟨targeting HER2⟩"),
    ("param $cancer = gastric", "param $cancer = gastric"),
    ("param $n", "param $n"),
    ("drugs targeting HER2 in $cancer", "drugs ⟨targeting HER2⟩ ⟨in $cancer⟩"),
    ("set strict on", "set strict = on"),
    ("set timeout = 30s", "set timeout = 30s"),
    ("use \"a.onco\"", "use \"a.onco\""),
    ("run \"b \"\"x\"\".onq\"", "run \"b \"\"x\"\".onq\""),
    ("show nouns", "show nouns"),
    ("expect 3 rows", "expect 3 rows"),
    ("expect at least 1 rows", "expect at least 1 rows"),
    ("expect no rows", "expect no rows"),
    ("expect trastuzumab", "expect trastuzumab"),
    ("expect not lapatinib", "expect not lapatinib"),
    ("top 5 drugs targeting HER2 by year desc", "drugs ⟨targeting HER2⟩ | top 5 by year desc"),
    ("drugs targeting at least 2 genes", "drugs ⟨targeting at least 2 genes⟩"),
    ("drugs targeting no gene", "drugs ⟨targeting no gene⟩"),
    ("drugs targeting only EGFR", "drugs ⟨targeting only EGFR⟩"),
    ("drugs targeting every gene", "drugs ⟨targeting every gene⟩"),
    ("genes without drugs", "genes ⟨without drugs⟩"),
    ("drugs that target HER2 or that do not target EGFR", "drugs ⟨target HER2⟩ or ⟨not target EGFR⟩"),
    ("genes that are targeted by lapatinib", "genes ⟨targeted by lapatinib⟩"),
    ("drugs targeting HER2, EGFR and KRAS, in gastric", "drugs ⟨targeting (HER2 and EGFR and KRAS)⟩, ⟨in gastric⟩"),
    ("drugs targeting HER2 | group by class: count, max(year) as newest | sort by newest desc, count | limit 5 | skip 1 | where count > 3 | distinct class | as csv", "drugs ⟨targeting HER2⟩ | group by class: count, max(year) as newest | sort by newest desc, count | limit 5 | skip 1 | where count > 3 | distinct class | as csv"),
    ("drugs targeting HER2 | follow resisted by to mechanisms | rank by pagerank | to \"x.csv\"", "drugs ⟨targeting HER2⟩ | follow resisted by to mechanisms | rank by pagerank | to \"x.csv\""),
    ("drugs targeting gene:MET", "drugs ⟨targeting gene:MET⟩"),
    ("drugs in drug class:\"EGFR TKI\" [note]", "drugs ⟨in drug class:\"EGFR TKI\"⟩"),
    ("genes as g bound by compounds | show g.name, gene.id, drug class.name", "genes as g ⟨bound by compounds⟩ | show g.name, gene.id, drug class.name"),
    ("is lapatinib approved in gastric?", "does approved lapatinib ⟨in gastric⟩"),
    ("is trastuzumab targeting HER2", "does trastuzumab ⟨targeting HER2⟩"),
    ("genes mutated in gastric and in lung", "genes ⟨mutated in gastric⟩ and ⟨in lung⟩"),
    ("drugs targeting HER2 including contested including combinations before 2020", "drugs ⟨targeting HER2⟩ ⟨including contested⟩ ⟨including combinations⟩ ⟨before 2020⟩"),
    ("drugs with year is missing", "drugs ⟨where year is missing⟩"),
    ("drugs where not (level = A or level = B) and region in (US, CN) and year is not missing", "drugs ⟨where not (level = A or level = B) and region in (US, CN) and year is not missing⟩"),
    ("drugs where effect = reduced sensitivity", "drugs ⟨where effect = reduced sensitivity⟩"),
    ("5 fluorouracil", "5 fluorouracil"),
    ("drugs targeting HER2 or EGFR and KRAS", "drugs ⟨targeting (HER2 or EGFR and KRAS)⟩"),
    ("EGFR gene", "EGFR gene"),
    ("tumours", "tumours"),
    ("lung cancers treated by lapatinib", "lung cancers ⟨treated by lapatinib⟩"),
    ("mechanisms in NSCLC intersect mechanisms in colorectal", "mechanisms ⟨in NSCLC⟩ intersect mechanisms ⟨in colorectal⟩"),
    ("genes in Crohn's disease", "genes ⟨in Crohn's disease⟩"),
    ("(drugs targeting HER2 | top 3) treating gastric", "(drugs ⟨targeting HER2⟩ | top 3) ⟨treating gastric⟩"),
    ("HGNC:3430", "HGNC:3430"),
    ("Drugs Targeting ALL", "drugs ⟨targeting ALL⟩"),
    ("all drugs", "drugs"),
    ("count genes", "genes | count"),
    ("variants resisting lapatinib that overcome x", "variants ⟨resisting lapatinib⟩ ⟨overcome x⟩"),
    ("the drugs treating what", "drugs ⟨treating what⟩"),
    ("drugs targeting (genes mutated in lung)", "drugs ⟨targeting (genes ⟨mutated in lung⟩)⟩"),
    ("drugs targeting a gene", "drugs ⟨targeting gene⟩"),
    ("foo bar baz", "foo bar baz"),
    ("drugs treating fooitis", "drugs ⟨treating fooitis⟩"),
    ("drugs trgting genes", "drugs ⟨trgting genes⟩"),
];

#[test]
fn sentences() {
    for (text, expected) in SENTENCES {
        check(text, expected);
    }
}

/// Sentences that do not parse: code, the words it points at, message, and the text of the fix.
#[rustfmt::skip]
const FAULTS: &[(&str, &str, &str, &str, Option<&str>)] = &[
    ("resolve BRAF V601E (weird | as json", "syntax", "(", "a bracket is never closed", None),
    ("how many genes are there", "unknown-word", "there", "unknown word `there`", None),
    ("drugs targeting HER2 limit 5", "syntax", "limit", "`limit` starts a stage", Some("| ")),
    ("drugs targeting HER2 | lmit 5", "unknown-word", "lmit", "unknown word `lmit`", Some("limit")),
    ("drugs HER2 targeting", "syntax", "targeting", "the sentence ends after `targeting`", None),
    ("drugs targeting HER2 but not EGFR", "ellipsis", "EGFR", "a verb is missing before `EGFR`", Some("targeting ")),
    ("drugs targeting", "syntax", "targeting", "the sentence ends after `targeting`", None),
    ("targeting HER2", "syntax", "targeting", "unexpected `targeting`", Some("what ")),
    ("drugs targeting HER2 in", "syntax", "in", "the sentence ends after `in`", None),
    ("drugs targeting HER2 | ", "syntax", "|", "the sentence ends after `|`", None),
    ("EGFR inhibitors group by class", "syntax", "group by", "`group by` starts a stage", Some("| ")),
    ("drugs targeting HER2 and", "syntax", "and", "the sentence ends after `and`", None),
    ("paths from EGFR", "syntax", "EGFR", "the sentence ends after `EGFR`", None),
    ("drugs targeting HER2 as", "syntax", "as", "the sentence ends after `as`", None),
    ("count drugs by gene", "syntax", "by", "unexpected `by`", None),
    ("drugs where level", "syntax", "level", "the sentence ends after `level`", None),
    ("drugs targeting HER2 ) in", "syntax", ")", "this closing bracket has no opening bracket", None),
    ("drugs targeting HER2 | sort year", "unknown-word", "sort", "unknown word `sort`", Some("sort by")),
];

#[test]
fn faults() {
    for (text, code, place, message, fix) in FAULTS {
        let faults = parse(text).expect_err(text);
        let fault = &faults[0];
        let found = fault.help.iter().find_map(|help| help.fix.as_ref()).map(|(_, fix)| fix.as_str());
        assert_eq!(
            (fault.code.as_str(), fault.span().of(text), fault.message.as_str(), found),
            (*code, *place, *message, *fix),
            "{text}"
        );
    }
}
#[test]
fn empty_texts_and_several_questions_are_refused() {
    let code = |text: &str| parse(text).expect_err(text)[0].code;
    assert_eq!(code(""), Code::EmptyQuery);
    assert_eq!(code(" # only a remark\n"), Code::EmptyQuery);
    assert_eq!(code("drugs; genes"), Code::Syntax);
    assert_eq!(code("drugs targeting \"HER2"), Code::UnclosedQuote);
    assert_eq!(code("drugs | limit 99999999999999999999"), Code::WrongValue);
}

#[test]
fn a_script_tells_all_its_errors_and_keeps_what_reads() {
    let text = "# a remark\nparam $c = gastric\ndrugs targeting HER2\n  | count\n\ndrugs targeting\nexpect 3 rows; genes )\nuse \"x\"";
    let (script, faults) = parse_script(&Source::new("script", text), &lexicon());
    let printer = TreePrinter::new(&vocabulary().forms, text);
    let read: Vec<String> = script.statements.iter().map(|statement| printer.statement(statement)).collect();
    assert_eq!(read, ["param $c = gastric", "drugs targeting HER2 | count", "expect 3 rows", "use \"x\""]);
    let places: Vec<&str> = faults.iter().map(|fault| fault.faults[0].span().of(text)).collect();
    assert_eq!(places, ["targeting", ")"]);
}

#[test]
fn mixed_connectors_are_recorded_with_their_places() {
    let text = "drugs targeting or treating HER2, EGFR and KRAS or MET";
    let statement = parse(text).unwrap();
    let StatementKind::Query(QuerySyntax { source: ast::SourceSyntax::Set(set), .. }) = statement.kind else {
        panic!("no set")
    };
    let ClauseKind::Relation(relation) = &set.first.clauses[0].kind else { panic!("no relation") };
    assert_eq!((relation.verbs.alternatives.len(), relation.verbs.mixed), (2, None));
    let Object::Head(Head { kind: HeadKind::Names(names), .. }) = &relation.object else { panic!("no names") };
    let (and, or) = names.list.mixed.unwrap();
    assert_eq!([and.of(text), or.of(text)], ["and", "or"]);
}

#[test]
fn and_binds_before_or_and_a_comma_is_the_connector_after_it() {
    let check = |names: &str, expected: &[&[&str]]| {
        let text = format!("drugs targeting {names}");
        let StatementKind::Query(QuerySyntax { source: ast::SourceSyntax::Set(set), .. }) = parse(&text).unwrap().kind
        else {
            panic!("no set")
        };
        let ClauseKind::Relation(relation) = &set.first.clauses[0].kind else { panic!("no relation") };
        let Object::Head(Head { kind: HeadKind::Names(names), .. }) = &relation.object else { panic!("no names") };
        let found: Vec<Vec<&str>> =
            names.list.alternatives.iter().map(|all| all.iter().map(|name| name.span.of(&text)).collect()).collect();
        assert_eq!(found, expected);
    };
    check("HER2 and EGFR or MET", &[&["HER2", "EGFR"], &["MET"]]);
    check("HER2 or EGFR and MET", &[&["HER2"], &["EGFR", "MET"]]);
    check("HER2, EGFR and MET", &[&["HER2", "EGFR", "MET"]]);
    check("HER2, EGFR", &[&["HER2"], &["EGFR"]]);
    check("HER2, EGFR or MET and KRAS", &[&["HER2"], &["EGFR"], &["MET", "KRAS"]]);
    check("HER2, EGFR and MET or KRAS", &[&["HER2", "EGFR", "MET"], &["KRAS"]]);
    check("HER2 and EGFR, MET or KRAS", &[&["HER2", "EGFR"], &["MET"], &["KRAS"]]);
}

/// What completion offers at the end of a text, of one kind.
fn offered(text: &str, kind: CompletionKind) -> Vec<String> {
    let completions = complete(text, text.len(), &lexicon());
    completions.items.into_iter().filter(|item| item.kind == kind).map(|item| item.text).collect()
}

#[test]
fn completion_follows_grammar_and_kinds() {
    use CompletionKind::{Keyword, Name, Noun, Property, Stage, Verb};
    assert_eq!(
        offered("drugs targeting E", Name),
        ["ERBB2", "EGFR", "EGFR T790M", "EGFR C797S", "EGFR L858R", "EGFR mutation"]
    );
    assert_eq!(offered("drugs targeting ", Noun), ["genes", "variants", "targets of", "resistance to"]);
    assert_eq!(offered("drugs tar", Verb), ["targeting", "targets", "target"]);
    assert_eq!(offered("drugs in lung a", Name), ["adenocarcinoma"]);
    assert_eq!(offered("drugs in \"gas", Name), ["gastric"]);
    assert_eq!(offered("drugs where status = ap", Property), ["approved"]);
    assert_eq!(offered("drugs at level ", Property), ["A", "B", "C", "D", "E"]);
    assert_eq!(offered("drugs | co", Stage), ["count"]);
    assert_eq!(offered("drugs | sort by ye", Property), ["year"]);
    assert_eq!(offered("genes; gen", Noun), ["gene", "genes"]);
    assert!(offered("drugs | ", Stage).contains(&"group by".to_owned()));
    assert!(offered("", Keyword).contains(&"describe".to_owned()));
    assert_eq!(complete("drugs drugs drugs dr", 20, &lexicon()), CompletionList { start: 18, items: Vec::new() });
}

#[test]
fn a_quoted_name_that_nothing_has_may_stand_before_a_noun() {
    check("\"foo\" drugs", "\"foo\" drugs");
}
