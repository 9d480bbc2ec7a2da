//! Properties that hold for every graph and every question. 256 cases each; more with
//! `ONCO_PROPERTY_CASES=10000 cargo test --test properties`. With `ONCO_PROPERTY_SURVEY=1` and
//! `--nocapture` all cases that fail are listed, instead of the first being shrunk.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod choices;
#[path = "../common/mod.rs"]
mod common;
mod graphs;
mod plain;
mod questions;

use choices::Choices;
use graphs::Sample;
use onco::{Answer, Cancel, Cell, Engine, Failure, Row, Settings};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use questions::{EVERYTHING, POSITIVE, Questions, Spelling, Taste};
use std::cell::Cell as Counter;

/// Questions asked of each graph.
const QUESTIONS: usize = 6;

fn config() -> Config {
    let cases = std::env::var("ONCO_PROPERTY_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256);
    // The short run asks the same questions every time; the long run asks new ones.
    let rng_seed =
        if std::env::var_os("ONCO_PROPERTY_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config { cases, max_shrink_iters: 4_000, failure_persistence: None, rng_seed, ..Config::default() }
}

/// Runs a property over graphs and questions. `property` says whether the case said anything about
/// it; most cases must.
fn holds(property: impl Fn(&Engine, &Sample, &mut Choices<'_>) -> Result<bool, TestCaseError>) {
    let survey = std::env::var_os("ONCO_PROPERTY_SURVEY").is_some();
    let mut runner = TestRunner::new(config());
    let (asked, told) = (Counter::new(0u32), Counter::new(0u32));
    let result =
        runner.run(&(vec(any::<u16>(), 0..900), vec(vec(any::<u16>(), 0..60), 1..=QUESTIONS)), |(graph, questions)| {
            let sample = Sample::draw(&mut Choices::new(&graph));
            let engine =
                sample.engine().map_err(|error| TestCaseError::fail(format!("{error}\n{}", shown(&sample))))?;
            for question in &questions {
                asked.set(asked.get() + 1);
                match property(&engine, &sample, &mut Choices::new(question)) {
                    Ok(said) => told.set(told.get() + u32::from(said)),
                    Err(TestCaseError::Fail(why)) if survey => println!("{why}\n{}\n", shown(&sample)),
                    Err(TestCaseError::Fail(why)) => {
                        return Err(TestCaseError::fail(format!("{why}\n{}", shown(&sample))));
                    }
                    Err(other) => return Err(other),
                }
            }
            Ok(())
        });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(told.get() * 3 > asked.get(), "only {} of {} cases said anything", told.get(), asked.get());
}

fn shown(sample: &Sample) -> String {
    let facts: Vec<&str> = sample.relations.lines().skip(1).collect();
    format!("{}\n{}", facts.join("\n"), sample.statements)
}

fn ask(engine: &Engine, text: &str) -> Result<Answer, Failure> {
    engine.ask(text, &Settings::default(), &Cancel::default())
}

/// The answer; `None` where the question does not resolve, which is no matter of these properties.
fn answer(engine: &Engine, text: &str) -> Option<Answer> {
    ask(engine, text).ok()
}

fn question(choices: &mut Choices<'_>, taste: Taste) -> String {
    Questions { choices, taste }.question()
}

/// The identifiers of the heads.
fn heads(rows: &[Row]) -> Vec<String> {
    let id = |row: &Row| match row.cells.first() {
        Some(Cell::Entity(entity)) => entity.id.clone(),
        other => format!("{other:?}"),
    };
    rows.iter().map(id).collect()
}

fn sorted(rows: &[Row]) -> Vec<String> {
    let mut ids = heads(rows);
    ids.sort();
    ids
}

fn said(failure: &Failure) -> String {
    format!("{failure:?}")
}

/// Found when two evaluators were compared: a class below another made that one answer, too.
#[test]
fn a_class_answers_through_its_members_only() {
    let mut sample = Sample::draw(&mut Choices::new(&[]));
    sample.relations.push_str("test:drug-class-2\tis a\ttest:drug-class-1\tPMID:1\n");
    sample.statements.push_str("test:s\ttreats\tsupports\tclasa2\t\ttuma3\t\t\tA\t\t\t2020\tPMID:2\t\n");
    let engine = sample.engine().expect("a graph");
    let answer = answer(&engine, "drug classes in tuma3").expect("an answer");
    assert_eq!(heads(&answer.rows), ["test:drug-class-2"]);
}

/// Found when two evaluators were compared: what is contested behind the head was left out of the
/// rows.
#[test]
fn including_contested_reaches_behind_the_head() {
    let mut sample = Sample::draw(&mut Choices::new(&[]));
    sample.relations.push_str("test:mechanism-0\tinvolves\ttest:gene-0\tPMID:1\n");
    sample.statements.push_str("test:s\tresistance\tdisputes\tdruga0\t\ttuma0\t\tmecha0\tA\t\t\t2020\tPMID:2\t\n");
    let engine = sample.engine().expect("a graph");
    let heads_of = |text: &str| answer(&engine, text).map(|answer| heads(&answer.rows)).expect("an answer");
    assert_eq!(heads_of("genes involved in mechanisms resisting drugs"), [""; 0]);
    assert_eq!(heads_of("genes involved in mechanisms resisting drugs including contested"), ["test:gene-0"]);
}

fn echo_is_the_same_question(taste: Taste) {
    holds(|engine, _, choices| {
        let text = question(choices, taste);
        let Some(first) = answer(engine, &text) else { return Ok(false) };
        let second = ask(engine, &first.reading)
            .map_err(|failure| TestCaseError::fail(format!("{text}\n{}\n{}", first.reading, said(&failure))))?;
        prop_assert_eq!(&first.reading, &second.reading, "{}", text);
        prop_assert_eq!(heads(&first.rows), heads(&second.rows), "{}\n{}", text, first.reading);
        prop_assert_eq!(heads(&first.contested), heads(&second.contested), "{}\n{}", text, first.reading);
        Ok(true)
    });
}

#[test]
fn the_echo_is_the_same_question() {
    echo_is_the_same_question(EVERYTHING);
}

#[test]
fn sets_obey_the_laws_of_sets() {
    let taste = Taste { including: false, sets: false, ..EVERYTHING };
    holds(|engine, _, choices| {
        let (a, b) = Questions { choices, taste }.pair();
        let all = [
            format!("({a}) union ({b})"),
            format!("({b}) union ({a})"),
            format!("({a}) except ({a})"),
            format!("({a}) intersect ({b})"),
            a.clone(),
            format!("({b}) intersect ({a})"),
            format!("({a}) except ({b})"),
        ];
        let answers: Vec<Answer> = all.iter().filter_map(|text| answer(engine, text)).collect();
        let [union, noinu, nothing, both, left, htob, rest] = answers.as_slice() else { return Ok(false) };
        prop_assert_eq!(sorted(&union.rows), sorted(&noinu.rows), "{} / {}", a, b);
        prop_assert_eq!(sorted(&nothing.rows), Vec::<String>::new(), "{}", a);
        prop_assert_eq!(sorted(&both.rows), sorted(&htob.rows), "{} / {}", a, b);
        let mut parts = sorted(&both.rows);
        parts.extend(sorted(&rest.rows));
        parts.sort();
        prop_assert_eq!(sorted(&left.rows), parts, "{} / {}", a, b);
        Ok(true)
    });
}

#[test]
fn a_level_never_adds_a_row() {
    holds(|engine, _, choices| {
        let text = question(choices, POSITIVE);
        let (Some(all), Some(some)) = (answer(engine, &text), answer(engine, &format!("{text} level B or better")))
        else {
            return Ok(false);
        };
        let before = heads(&all.rows);
        for head in heads(&some.rows) {
            prop_assert!(before.contains(&head), "{}: {} is new\n{}\n{}", text, head, all.reading, some.reading);
        }
        Ok(true)
    });
}

/// What authority adds says how it was reached, and `exactly` takes it away.
#[test]
fn what_reaches_says_so_and_exactly_takes_it_away() {
    const WORDS: &[&str] = &["broader", "codon", "exon", "category", "conditional"];
    // How the end that is named matches; the other end may be conditional of itself.
    let words = |answer: &Answer, row: &Row, of: &str| -> Vec<String> {
        let is_match = |place: usize| answer.columns[place].name == of;
        let cells = row.cells.iter().enumerate().filter(|&(place, _)| is_match(place));
        cells.filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.clone()) } else { None }).collect()
    };
    let is_reached = |words: &[String]| words.iter().any(|word| WORDS.contains(&word.as_str()));
    holds(|engine, _, choices| {
        let (cancer, variant) = (choices.below(5), choices.below(4));
        let form = choices.below(5);
        let text = |exactly: &str| {
            let cancer = format!("{exactly}{}", graphs::name("cancer", cancer));
            let variant = format!("{exactly}{}", graphs::name("variant", variant));
            match form {
                0 => format!("drugs treating {cancer}"),
                1 => format!("drugs in {cancer}"),
                2 => format!("therapies effective against {variant}"),
                3 => format!("what resists therapies in {cancer}"),
                _ => format!("therapies resisted by {variant}"),
            }
        };
        let (Some(plain), Some(exact)) = (answer(engine, &text("")), answer(engine, &text("exactly "))) else {
            return Ok(false);
        };
        let of = if [2, 4].contains(&form) { "variant_match" } else { "match" };
        let (all, kept) = (heads(&plain.rows), heads(&exact.rows));
        for head in &kept {
            prop_assert!(all.contains(head), "{} is lost without `exactly`: {}", head, text(""));
        }
        for row in &exact.rows {
            prop_assert!(!is_reached(&words(&exact, row, of)), "{}: {:?}", text("exactly "), row);
        }
        for (row, head) in plain.rows.iter().zip(&all).filter(|(_, head)| !kept.contains(head)) {
            let own = words(&plain, row, of);
            let is_below = own.iter().any(|word| word == "subtype");
            prop_assert!(is_below || is_reached(&own), "{} by {:?}: {}", head, own, text(""));
        }
        Ok(!plain.rows.is_empty())
    });
}

#[test]
fn spelling_a_name_otherwise_changes_nothing() {
    holds(|engine, _, choices| {
        let start = choices.clone();
        let text = question(choices, EVERYTHING);
        let Some(first) = answer(engine, &text) else { return Ok(false) };
        for spelling in [Spelling::Alias, Spelling::Id, Spelling::Forced] {
            let other = question(&mut start.clone(), Taste { spelling, ..EVERYTHING });
            let second = ask(engine, &other)
                .map_err(|failure| TestCaseError::fail(format!("{text}\n{other}\n{}", said(&failure))))?;
            prop_assert_eq!(heads(&first.rows), heads(&second.rows), "{}\n{}", text, other);
            prop_assert_eq!(heads(&first.contested), heads(&second.contested), "{}\n{}", text, other);
        }
        Ok(true)
    });
}

#[test]
fn what_strict_accepts_means_the_same() {
    let strict = Settings { strict: true, ..Settings::default() };
    holds(|engine, _, choices| {
        let text = question(choices, EVERYTHING);
        let Ok(first) = engine.ask(&text, &strict, &Cancel::default()) else {
            return Ok(answer(engine, &text).is_some());
        };
        let second =
            ask(engine, &text).map_err(|failure| TestCaseError::fail(format!("{text}\n{}", said(&failure))))?;
        prop_assert_eq!(first, second, "{}", text);
        Ok(true)
    });
}

/// The number in the only row.
fn number(answer: &Answer) -> Option<i64> {
    match answer.rows.as_slice() {
        [Row { cells }] => match cells.as_slice() {
            [Cell::Integer(number)] => Some(*number),
            _ => None,
        },
        _ => None,
    }
}

#[test]
fn count_is_the_number_of_rows() {
    holds(|engine, _, choices| {
        let text = question(choices, EVERYTHING);
        let Some(rows) = answer(engine, &text) else { return Ok(false) };
        let text = format!("{text} | count");
        let count = ask(engine, &text).map_err(|failure| TestCaseError::fail(format!("{text}\n{}", said(&failure))))?;
        prop_assert_eq!(number(&count), Some(rows.rows.len() as i64), "{}", text);
        Ok(true)
    });
}

/// Chains of facts without faces: noun, relation, whether the noun stands at its start, verb.
const CHAINS: &[&[(&str, &str, bool, &str, &str)]] = &[
    &[("drug", "is a", true, "being a", "drug class")],
    &[("drug", "targets", true, "targeting", "variant"), ("variant", "targets", false, "targeted by", "drug")],
    &[("mechanism", "involves", true, "involving", "gene"), ("gene", "targets", false, "targeted by", "drug")],
    &[("variant", "variant of", true, "variant of", "gene"), ("gene", "targets", false, "targeted by", "drug class")],
];

/// Every walk along a chain, by hand: the numbers of its entities.
fn walks(sample: &Sample, chain: &[(&str, &str, bool, &str, &str)]) -> Vec<Vec<usize>> {
    let mut walks: Vec<Vec<usize>> = (0..8).map(|number| vec![number]).collect();
    for &(from, relation, forward, _, to) in chain {
        let mut longer = Vec::new();
        for walk in &walks {
            for &(fact, source, target) in &sample.facts {
                let (start, end) = if forward { (source, target) } else { (target, source) };
                if fact == relation && start == (from, walk[walk.len() - 1]) && end.0 == to {
                    longer.push([walk.as_slice(), &[end.1]].concat());
                }
            }
        }
        walks = longer;
    }
    walks
}

fn plural(kind: &str) -> String {
    if kind.ends_with('s') { format!("{kind}es") } else { format!("{kind}s") }
}

#[test]
fn counts_are_those_by_hand() {
    holds(|engine, sample, choices| {
        let chain = *choices.one(CHAINS);
        let mut text = plural(chain[0].0);
        for (_, _, _, verb, to) in chain {
            text.push_str(&format!(" {verb} {}", plural(to)));
        }
        let walks = walks(sample, chain);
        let paths = format!("{text} | count paths");
        let count =
            ask(engine, &paths).map_err(|failure| TestCaseError::fail(format!("{paths}\n{}", said(&failure))))?;
        prop_assert_eq!(number(&count), Some(walks.len() as i64), "{}", paths);

        // Distinct heads per object, by hand.
        let key = chain[0].4;
        let by = format!("{text} | count by {key}");
        if key == chain[0].0 || chain.len() > 1 && chain[1].4 == key {
            return Ok(true);
        }
        let table = ask(engine, &by).map_err(|failure| TestCaseError::fail(format!("{by}\n{}", said(&failure))))?;
        let mut expected: Vec<(String, i64)> = Vec::new();
        let mut pairs: Vec<(usize, usize)> = walks.iter().map(|walk| (walk[1], walk[0])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (object, _) in pairs {
            let id = graphs::id(key, object);
            match expected.iter_mut().find(|(known, _)| *known == id) {
                Some((_, count)) => *count += 1,
                None => expected.push((id, 1)),
            }
        }
        let mut found: Vec<(String, i64)> = table
            .rows
            .iter()
            .filter_map(|row| match row.cells.as_slice() {
                [Cell::Entity(entity), Cell::Integer(count)] => Some((entity.id.clone(), *count)),
                _ => None,
            })
            .collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected, "{}", by);
        Ok(true)
    });
}

#[test]
fn the_same_question_has_the_same_answer() {
    holds(|engine, sample, choices| {
        let text = question(choices, EVERYTHING);
        let Some(first) = answer(engine, &text) else { return Ok(false) };
        prop_assert_eq!(Some(first.clone()), answer(engine, &text), "{}", text);
        let again = sample.engine().map_err(TestCaseError::fail)?;
        prop_assert_eq!(Some(first), answer(&again, &text), "{}", text);
        Ok(true)
    });
}

/// Pieces of which a text is made that nobody would write.
const PIECES: &[&str] = &[
    "drugs",
    "targeting",
    "not",
    "in",
    "(",
    ")",
    "and",
    "or",
    "gena0",
    "druga1",
    "tuma0",
    "\"",
    "|",
    "count",
    "by",
    "level",
    "A",
    "or better",
    "where",
    "=",
    "$x",
    "let",
    "set",
    "why",
    "3",
    "every",
    "only",
    "at least",
    "2",
    ",",
    "paths from",
    "to",
    "via",
    "match",
    "compare",
    "with",
    "top",
    "show",
    "as",
    "x",
    "is",
    "?",
    "follow",
    "including contested",
    "since",
    "2020",
    "without",
    "exactly",
    "or broader",
    "gene:",
    "\n",
    ";",
    "#",
    "é",
    "𝄞",
    "except",
    "conflicts about",
    "describe",
    "neighbours of",
    "expect",
    "param",
    "explain",
    "profile",
    "evidence for",
    "does",
    "[",
    "]",
    "unknown",
    "min(",
    "year",
    "group by",
    ":",
];

#[test]
fn no_text_ends_in_a_panic() {
    let sample = Sample::draw(&mut Choices::new(&[7; 200]));
    let engine = sample.engine().expect("a graph");
    let pieces = vec(any::<u16>(), 0..40);
    let bytes = vec(any::<u8>(), 0..80);
    let mut runner = TestRunner::new(config());
    let result = runner.run(&(pieces, bytes, any::<u16>()), |(pieces, bytes, cursor)| {
        let soup: Vec<&str> = pieces.iter().map(|&piece| PIECES[usize::from(piece) % PIECES.len()]).collect();
        for text in [soup.join(" "), soup.concat(), String::from_utf8_lossy(&bytes).into_owned()] {
            // What comes out does not matter here, only that something does.
            let _ = ask(&engine, &text);
            let _ = engine.complete(&text, usize::from(cursor) % (text.len() + 2));
            let mut session = onco::Session::new(&engine, Settings::default());
            let source = onco::Source::new("soup", text);
            let _ = session.run_script(source, &Cancel::default(), &mut |_| std::ops::ControlFlow::Continue(()));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// One question for each form that a head, an object or a context may have.
const HEAD_FORMS: &[&str] = &[
    "what resists osimertinib",
    "drugs",
    "approved drugs",
    "EGFR",
    "protein:EGFR targeted by cetuximab",
    "variants EGFR frequent in lung",
    "EGFR gene targeted by drugs",
    "drugs EGFR inhibitor treating NSCLC",
    "targets of trastuzumab",
    "targets of (trastuzumab or lapatinib)",
    "mechanisms of resistance to osimertinib in NSCLC",
    "acquired mechanisms of resistance to osimertinib",
    "subtypes of gastric",
    "kinds of EGFR inhibitor",
    "members of MEK",
    "members of at most 1 gene family",
    "members of exactly 1 gene family",
    "members of every gene family",
    "on-target mechanisms",
    "on-target mechanisms resisting osimertinib",
    "genes as g targeted by drugs targeting g",
    "drugs as d treating cancers as c treated by d",
    "on-target mechanisms as m involving genes involved in m",
    "targets of drugs as d targeting genes",
    "let $x = cancers treated by trastuzumab\ndrugs without $x",
    "let $x = drugs targeting HER2 | top 2 by name\n$x treating gastric",
    "let $x = drugs targeting HER2 | top 2 by name\ngenes targeted by $x",
    "drugs treating exactly gastric",
    "drugs treating gastric or broader",
    "drugs treating exactly gastric or breast",
    "drugs treating (gastric or broader or breast)",
    "drugs in exactly gastric",
    "drugs in gastric or broader",
    "drugs in gastric and breast",
    "drugs targeting HER2 in (gastric or breast) and lung",
    "drugs targeting HER2 in gastric and breast level A",
    "drugs resisted by EGFR T790M in NSCLC and breast",
    "drugs in (cancers treated by osimertinib)",
    "exactly gastric treated by trastuzumab",
    "(drugs targeting HER2) in gastric",
    "((drugs targeting HER2) union (therapies treating gastric)) in breast",
    "(drugs targeting EGFR | top 2 by name) targeting MET",
    "(drugs targeting EGFR | sort by name desc | skip 1 | limit 3) in NSCLC",
    "(drugs treating NSCLC | where level >= B and not (year < 2015) | limit 3) targeting EGFR",
    "(drugs targeting EGFR | top 3 by count genes) treating NSCLC",
    "(genes | follow targeted by to drugs | limit 5) treating NSCLC",
    "(drugs treating NSCLC | where status = approved or status is missing) targeting EGFR",
    "neighbours of EGFR",
];

/// Every form of a head is written so that it means the same when it is asked again.
#[test]
fn every_form_of_a_head_reads_back() {
    let engine = Engine::embedded().expect("the built-in graph");
    let ask = |text: &str| {
        let mut session = onco::Session::new(&engine, onco::Settings::default());
        let mut answers = Vec::new();
        let asked = session.run_script(onco::Source::new("query", text), &Cancel::default(), &mut |answer| {
            answers.push(answer);
            std::ops::ControlFlow::Continue(())
        });
        asked.map(|()| answers.pop().expect("an answer"))
    };
    let mut wrong = Vec::new();
    for &text in HEAD_FORMS {
        let first = match ask(text) {
            Ok(answer) => answer,
            Err(failure) => {
                wrong.push(format!("{text}\n  is refused: {}", said(&failure)));
                continue;
            }
        };
        match ask(&first.reading) {
            Ok(second) if second.reading != first.reading => {
                wrong.push(format!("{text}\n  {}\n  {}", first.reading, second.reading));
            }
            Ok(second) if heads(&first.rows) != heads(&second.rows) => {
                wrong.push(format!("{text}\n  {}\n  has other rows", first.reading));
            }
            Ok(_) => {}
            Err(failure) => wrong.push(format!("{text}\n  {}\n  {}", first.reading, said(&failure))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
