//! What holds for every reading of plain words, over the project's own wordings and golden files.

use crate::{common, heads};
use onco::{Answer, Cancel, Engine, Failure, Settings, TextGraph};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::path::Path;
use std::time::{Duration, Instant};

const GRAPH: &str = "graphs/oncology";

fn ask(engine: &Engine, text: &str, strict: bool) -> Result<Answer, Failure> {
    let settings = Settings { strict, ..Settings::default() };
    engine.ask(text, &settings, &Cancel::default())
}

/// Own wordings.
fn wordings() -> Vec<String> {
    let text = std::fs::read_to_string("tests/data/wordings.tsv").expect("own wordings");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| Some(line.split_once('\t')?.0.to_owned())).collect()
}

/// The sentence of the language that a note says a text was read as.
fn canonical(answer: &Answer) -> Option<String> {
    let note = answer.notes.iter().find(|note| note.code == "plain")?;
    let (sentence, _) = note.text.strip_prefix("read as `")?.rsplit_once("` (")?;
    Some(sentence.to_owned())
}

/// Questions of the golden files on the built-in graph, other than scripts.
fn golden_questions() -> Vec<String> {
    let mut questions = Vec::new();
    for file in common::files("queries") {
        let text = std::fs::read_to_string(&file).expect("a golden file");
        let cases = common::cases(&text).into_iter();
        let is_of_graph = |graph: Option<&str>| graph.is_none_or(|graph| graph == GRAPH);
        let own = cases.filter(|case| is_of_graph(case.header("graph")) && case.header("script").is_none());
        questions.extend(own.map(|case| case.query));
    }
    questions
}

#[test]
fn a_wording_its_sentence_and_the_echo_are_one_question() {
    let engine = Engine::open(Path::new(GRAPH)).expect("the graph");
    let (mut wrong, mut read) = (Vec::new(), 0);
    for wording in wordings() {
        let Ok(first) = ask(&engine, &wording, false) else { continue };
        let Some(sentence) = canonical(&first) else { continue };
        read += 1;
        for text in [&sentence, &first.reading] {
            match ask(&engine, text, false) {
                Ok(again) if again.reading == first.reading && heads(&again.rows) == heads(&first.rows) => {}
                Ok(again) => wrong.push(format!("{wording}\n  {}\n  {text}\n  {}", first.reading, again.reading)),
                Err(failure) => wrong.push(format!("{wording}\n  {text}\n  {failure:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read > 200, "only {read} wordings were read as another sentence");
}

#[test]
fn strict_takes_the_sentence_and_not_the_wording() {
    let engine = Engine::open(Path::new(GRAPH)).expect("the graph");
    let mut wrong = Vec::new();
    for wording in wordings() {
        let Ok(first) = ask(&engine, &wording, false) else { continue };
        match (canonical(&first), ask(&engine, &wording, true)) {
            // Names alone, and the plural of a class: a script means the names.
            (Some(_), Ok(strict)) if engine.parse(&wording).is_ok() && strict.reading != first.reading => {}
            (Some(_), Ok(_)) => wrong.push(format!("strict takes `{wording}`")),
            (Some(sentence), Err(_)) => match ask(&engine, &sentence, true) {
                Ok(again) if again.reading == first.reading => {}
                Ok(again) => wrong.push(format!("{sentence}\n  {}\n  {}", first.reading, again.reading)),
                // What strict rules refuse besides is the same for whoever types it.
                Err(failure) if is_of_strict_rules(&failure) => {}
                Err(failure) => wrong.push(format!("strict refuses `{sentence}` for `{wording}`: {failure:?}")),
            },
            (None, Ok(strict)) if strict.reading == first.reading => {}
            (None, Err(failure)) if is_of_strict_rules(&failure) => {}
            (None, other) => wrong.push(format!("{wording}\n  {}\n  {other:?}", first.reading)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether only the rules of strict reading are broken: what is ambiguous has to be said.
fn is_of_strict_rules(failure: &Failure) -> bool {
    let Failure::Diagnostics(_, faults) = failure else { return false };
    let codes = [onco::Code::MixedConnectors, onco::Code::AmbiguousAttachment, onco::Code::Ellipsis];
    faults.iter().all(|fault| codes.contains(&fault.code))
}

#[test]
fn a_phrase_row_changes_no_sentence_of_the_language() {
    let file = |name: &str| std::fs::read_to_string(Path::new(GRAPH).join(name)).expect("a file of the graph");
    let vocabulary = file("vocabulary.toml");
    let mut kept = true;
    let without = vocabulary.lines().filter(|line| {
        if line.starts_with('[') {
            kept = *line != "[[phrase]]";
        }
        kept
    });
    let without = without.collect::<Vec<_>>().join("\n");
    assert!(without.len() * 2 < vocabulary.len(), "phrase rows are most of the file");
    let (entities, relations, statements) = (file("entities.tsv"), file("relations.tsv"), file("statements.tsv"));
    let text = TextGraph { vocabulary: &without, entities: &entities, relations: &relations, statements: &statements };
    let bare = Engine::from_text(&text).expect("the graph without phrase rows");
    let engine = Engine::open(Path::new(GRAPH)).expect("the graph");
    let (mut wrong, mut same) = (Vec::new(), 0);
    for question in golden_questions() {
        let (Ok(with), Ok(without)) = (ask(&engine, &question, false), ask(&bare, &question, false)) else { continue };
        // Names alone, and the plural of a class, mean what a row says.
        if canonical(&with).is_some() {
            continue;
        }
        same += 1;
        if with.reading != without.reading {
            wrong.push(format!("{question}\n  {}\n  {}", with.reading, without.reading));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(same > 100, "only {same} questions were asked");
}

/// Words of which salads are made: those of the patterns, of English and of the language, with names.
fn lexicon() -> Vec<String> {
    let vocabulary = std::fs::read_to_string(Path::new(GRAPH).join("vocabulary.toml")).expect("a vocabulary");
    let patterns = vocabulary.lines().filter_map(|line| line.strip_prefix("pattern = "));
    let parts = patterns.flat_map(|pattern| pattern.split(|letter: char| " |()[]\"".contains(letter)));
    let mut words: Vec<String> = parts.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let others = wordings();
    words.extend(others.iter().flat_map(|wording| wording.split(' ')).map(str::to_owned));
    words.sort();
    words.dedup();
    words
}

/// Word salads: none ends in a panic, and none takes long. The long run
/// (`ONCO_PROPERTY_CASES=100000`) prints the time of a sentence of thirty words.
#[test]
fn a_salad_of_words_is_understood_or_refused_in_time() {
    let engine = Engine::open(Path::new(GRAPH)).expect("the graph");
    let words = lexicon();
    let (mut slowest, mut total) = ((Duration::ZERO, String::new()), Duration::ZERO);
    let mut runner = TestRunner::new(crate::config());
    let mut cases = 0;
    let salads = vec(any::<u16>(), 30..=30);
    let asked = crate::config().cases;
    // Each takes long without optimisation.
    for _ in 0..if asked > 256 { asked } else { asked / 4 } {
        let salad = salads.new_tree(&mut runner).expect("a salad").current();
        let text = salad.iter().map(|&word| words[usize::from(word) % words.len()].as_str());
        let text = text.collect::<Vec<_>>().join(" ");
        let start = Instant::now();
        let _ = ask(&engine, &text, false);
        let _ = ask(&engine, text.get(..text.len() / 3).unwrap_or(&text), false);
        let took = start.elapsed();
        total += took;
        cases += 1;
        if took > slowest.0 {
            slowest = (took, text);
        }
    }
    println!("{cases} salads, {:?} each, the slowest {:?}: {}", total / cases, slowest.0, slowest.1);
    assert!(slowest.0 < Duration::from_secs(10), "{slowest:?}");
}
