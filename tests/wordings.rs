//! Questions as people write them: of each file of wordings, how many are read as meant.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Engine, Failure, Settings};
use std::collections::BTreeSet;
use std::path::Path;

/// What an answer holds, whatever order and words.
fn rows(answer: &Answer) -> BTreeSet<String> {
    answer.rows.iter().map(|row| format!("{:?}", row.cells.first())).collect()
}

/// Whether two answers are to the same question: by the reading, or else by all their rows.
fn is_same(found: &Answer, wanted: &Answer) -> bool {
    bare(&found.reading) == bare(&wanted.reading) || (!wanted.rows.is_empty() && rows(wanted) == rows(found))
}

/// A reading without what is said of names, and without capitals.
fn bare(reading: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for letter in reading.chars().filter(|letter| *letter != '"') {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ if depth == 0 => out.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    out.replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ask(engine: &Engine, text: &str) -> Result<Answer, Failure> {
    engine.ask(text, &Settings::default(), &Cancel::new())
}

#[test]
fn every_example_of_a_phrase_row_is_understood_as_it_says() {
    for graph in ["oncology", "mini"] {
        let engine = match graph {
            "oncology" => Engine::open(Path::new("graphs/oncology")).unwrap(),
            other => Engine::open(Path::new(other)).unwrap(),
        };
        let wordings = engine.wordings();
        let wrong: Vec<String> = wordings
            .iter()
            .filter_map(|wording| Some(format!("{}: `{}` {}", wording.rule, wording.text, wording.problem.as_ref()?)))
            .collect();
        assert!(wrong.is_empty(), "{graph}: {} of {}\n{}", wrong.len(), wordings.len(), wrong.join("\n"));
    }
}

/// The page of wordings: every example of the shipped graph's phrase rows.
fn page(engine: &Engine) -> String {
    let mut page = String::from(
        "# Wordings\n\nWhat the built-in graph understands besides the sentences of the language, by example: one \
         row for each\nexample of the `[[phrase]]` rows of its vocabulary. Names and nouns stand for any others of \
         their kind.\nThis page is made from the vocabulary.\n\n| what people write | what it means | rule |\n|---|---|---|\n",
    );
    for wording in engine.wordings() {
        let meaning = match wording.canonical.as_str() {
            "" => "refused, with the reason or the meanings".to_owned(),
            canonical => format!("`{}`", canonical.replace('|', "\\|")),
        };
        page.push_str(&format!("| {} | {meaning} | {} |\n", wording.text, wording.rule));
    }
    page
}

#[test]
fn the_page_of_wordings_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/wordings.md");
    let new = page(&Engine::open(Path::new("graphs/oncology")).unwrap());
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &new).unwrap();
        return;
    }
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(old == new, "docs/wordings.md is old: UPDATE=1 cargo test --test wordings writes it");
}

/// Own questions of `tests/data/wordings.tsv`, each with the sentence that it means.
#[test]
fn own_wordings_are_read_as_meant() {
    let engine = Engine::open(Path::new("graphs/oncology")).unwrap();
    let text = std::fs::read_to_string("tests/data/wordings.tsv").unwrap();
    let mut wrong = String::new();
    let mut asked = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (wording, canonical) = line.split_once('\t').unwrap();
        asked += 1;
        match (ask(&engine, wording), ask(&engine, canonical)) {
            (Ok(found), Ok(wanted)) if is_same(&found, &wanted) => {}
            (Ok(found), _) => wrong.push_str(&format!("{wording}\n  wanted {canonical}\n  read {}\n", found.reading)),
            (Err(failure), _) if canonical != "refused" => {
                wrong.push_str(&format!("{wording}\n  wanted {canonical}\n  {}\n", first_line(&failure)));
            }
            (Err(_), _) => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(asked >= 60, "{asked}");
}

#[test]
fn wordings_rate() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/wordings.tsv");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: there is no file of wordings");
        return;
    };
    let engine = Engine::open(Path::new("graphs/oncology")).unwrap();
    let (mut meant, mut asked, mut wrong, mut answered, mut refusals) = (0, 0, 0, 0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (id, expect, wording, canonical) = (cells[0], cells[2], cells[3], cells[4]);
        let found = ask(&engine, wording);
        if expect == "R" {
            refusals += 1;
            if let Ok(answer) = found {
                answered += 1;
                println!("{id} ANSWERED\t{wording}\n\t=> {}", answer.reading);
            }
            continue;
        }
        asked += 1;
        match found {
            Err(failure) => println!("{id} refused\t{wording}\n\twant {canonical}\n\t{}", first_line(&failure)),
            Ok(answer) => {
                let same = canonical
                    .split("||")
                    .any(|one| ask(&engine, one.trim()).is_ok_and(|wanted| is_same(&answer, &wanted)));
                if same {
                    meant += 1;
                } else {
                    wrong += 1;
                    println!("{id} other\t{wording}\n\twant {canonical}\n\tread {}", answer.reading);
                }
            }
        }
    }
    assert!(
        meant * 100 >= asked * 90 && answered == 0,
        "{meant} of {asked} as meant, {answered} of {refusals} answered"
    );
    println!("{meant} of {asked} as meant, {wrong} otherwise; {answered} of {refusals} answered that must be refused");
}

fn first_line(failure: &Failure) -> String {
    format!("{failure:?}").chars().take(160).collect()
}
