//! One engine, many threads: the same answers, and a run that is stopped stops.

#![allow(clippy::unwrap_used)]

use onco::{Cancel, Engine, Failure, Settings, TextGraph};
use std::time::{Duration, Instant};

/// Far more than a stop takes, and far less than the question below.
const SOON: Duration = Duration::from_secs(5);

const QUESTIONS: [&str; 8] = [
    "drugs targeting HER2 in gastric",
    "approved drugs targeting EGFR",
    "mechanisms of resistance to osimertinib in NSCLC | count by kind",
    "drugs resisted by EGFR T790M",
    "neighbours of EGFR",
    "shortest path between EGFR and trastuzumab",
    "neighbours of KRAS within 2",
    "(drugs targeting HER2) intersect (drugs targeting EGFR)",
];

#[test]
fn threads_get_the_answers_of_one() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let engine = Engine::embedded().unwrap();
    is_shared(&engine);
    let ask = |question: &str| engine.ask(question, &Settings::default(), &Cancel::new()).unwrap();
    let alone: Vec<_> = QUESTIONS.iter().map(|question| ask(question)).collect();
    assert!(alone.iter().all(|answer| !answer.rows.is_empty()));
    std::thread::scope(|scope| {
        for thread in 0..QUESTIONS.len() {
            let (alone, ask) = (&alone, &ask);
            scope.spawn(move || {
                // Each thread begins elsewhere, so that different questions meet.
                for number in (0..4 * QUESTIONS.len()).map(|turn| (turn + thread) % QUESTIONS.len()) {
                    assert_eq!(ask(QUESTIONS[number]), alone[number], "{}", QUESTIONS[number]);
                }
            });
        }
    });
}

const VOCABULARY: &str = r#"
[graph]
name = "dense"
[[noun]]
kind = "place"
[[verb]]
relation = "joins"
from = ["place"]
to = ["place"]
forward = ["joining"]
"#;

/// Every place joins every other: walks of any length, more than anybody could count one by one.
fn dense(places: usize) -> Engine {
    let entities: String = (0..places).map(|place| format!("p{place}\tplace\tplace {place}\n")).collect();
    let pairs = (0..places).flat_map(|from| (0..places).filter(move |&to| to != from).map(move |to| (from, to)));
    let relations: String = pairs.map(|(from, to)| format!("p{from}\tjoins\tp{to}\n")).collect();
    Engine::from_text(&TextGraph {
        vocabulary: VOCABULARY,
        entities: &format!("id\tkind\tname\n{entities}"),
        relations: &format!("from\trelation\tto\n{relations}"),
        statements: "",
    })
    .unwrap()
}

/// Would run for minutes: walks with two names to come back to are tried one by one.
const HEAVY: &str = "places as a joining places as b joining places joining places joining b joining a | count paths";

#[test]
fn a_cancelled_run_stops() {
    let engine = dense(120);
    let cancel = Cancel::new();
    let (result, waited) = std::thread::scope(|scope| {
        let run = scope.spawn(|| engine.ask(HEAVY, &Settings::default(), &cancel));
        std::thread::sleep(Duration::from_millis(200));
        assert!(!run.is_finished(), "too easy");
        let start = Instant::now();
        cancel.cancel();
        (run.join().unwrap(), start.elapsed())
    });
    assert!(matches!(result, Err(Failure::Interrupted)), "{result:?}");
    assert!(waited < SOON, "{waited:?}");
}

#[test]
fn a_run_stops_at_its_time_limit() {
    let engine = dense(120);
    let mut settings = Settings::default();
    settings.limits.timeout = Duration::from_millis(100);
    let start = Instant::now();
    let Err(Failure::Runtime(_, errors)) = engine.ask(HEAVY, &settings, &Cancel::new()) else {
        panic!("it came to an end");
    };
    assert!(errors[0].message.contains("time limit"), "{}", errors[0].message);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}
