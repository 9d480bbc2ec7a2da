//! Questions as people write them: of each file of wordings, how many are read as meant.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use onco::{Answer, Cancel, Cell, Engine, Failure, Row, Settings, TextGraph};
use std::collections::BTreeSet;
use std::path::Path;

/// What an answer holds, whatever the order of its rows and columns: every value of every row but what kind of
/// thing it is about.
fn content(answer: &Answer) -> (BTreeSet<BTreeSet<String>>, BTreeSet<BTreeSet<String>>) {
    let values = |row: &Row| {
        let cells = answer.columns.iter().zip(&row.cells).filter(|(column, _)| column.name != "kind");
        cells.filter(|(_, cell)| !cell.is_missing()).map(|(_, cell)| value(cell)).collect()
    };
    (answer.rows.iter().map(values).collect(), answer.contested.iter().map(values).collect())
}

/// A cell; of an entity its name, since a gene and its protein, or a variant and its profile, are one thing here.
fn value(cell: &Cell) -> String {
    match cell {
        Cell::Entity(entity) => entity.name.clone(),
        Cell::Entities(entities) => entities.iter().map(|entity| entity.name.clone()).collect::<Vec<_>>().join(","),
        other => format!("{other:?}"),
    }
}

/// Whether two answers are to the same question: by the reading, or else by all that they hold.
fn is_same(found: &Answer, wanted: &Answer) -> bool {
    bare(&found.reading) == bare(&wanted.reading) || (!wanted.rows.is_empty() && content(wanted) == content(found))
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

/// What became of a wording.
enum Outcome {
    /// It is answered as its canonical sentence is.
    Meant,
    /// It is answered as another sentence.
    Other(String),
    /// It is refused, with these questions offered.
    Refused(String, Vec<String>),
}

/// Asks a wording. `canonical`: sentences of the language with `||` between them, any of which is meant.
fn outcome(engine: &Engine, wording: &str, canonical: &str) -> Outcome {
    match ask(engine, wording) {
        Ok(found) => {
            let is_meant = |one: &str| ask(engine, one.trim()).is_ok_and(|wanted| is_same(&found, &wanted));
            if canonical.split("||").any(is_meant) { Outcome::Meant } else { Outcome::Other(found.reading) }
        }
        Err(Failure::Diagnostics(_, faults)) => {
            let offers = faults.iter().flat_map(|fault| fault.offers.clone()).collect();
            Outcome::Refused(faults.first().map(|fault| fault.message.clone()).unwrap_or_default(), offers)
        }
        Err(other) => Outcome::Refused(format!("{other:?}"), Vec::new()),
    }
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
        match outcome(&engine, wording, canonical) {
            Outcome::Meant => {}
            Outcome::Refused(_, offers) if canonical == "refused" && !offers.is_empty() => {}
            Outcome::Refused(why, offers) => {
                wrong.push_str(&format!("{wording}\n  wanted {canonical}\n  {why} {offers:?}\n"));
            }
            Outcome::Other(reading) => {
                wrong.push_str(&format!("{wording}\n  wanted {canonical}\n  read {reading}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(asked >= 60, "{asked}");
}

/// How the wordings of a file are understood, line by line: identifier, style, `A` (to be answered as its canonical
/// sentence) or `R` (to be refused), wording, canonical sentences.
#[derive(Debug, Default)]
struct Rates {
    asked: usize,
    meant: usize,
    /// Refused, but one of the questions offered is what was meant.
    offered: usize,
    other: usize,
    to_refuse: usize,
    answered: usize,
    without_offers: usize,
}

fn rates(engine: &Engine, text: &str) -> Rates {
    let mut rates = Rates::default();
    for line in text.lines().skip(1) {
        let [id, _, expect, wording, canonical, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("too few cells: {line}");
        };
        let found = outcome(engine, wording, canonical);
        let is_refusal = expect == "R";
        rates.asked += usize::from(!is_refusal);
        rates.to_refuse += usize::from(is_refusal);
        match (found, is_refusal) {
            (Outcome::Meant, false) => rates.meant += 1,
            (Outcome::Other(reading), false) => {
                rates.other += 1;
                println!("{id} other\t{wording}\n\twant {canonical}\n\tread {reading}");
            }
            (Outcome::Refused(_, offers), false) if canonical.contains("refused") && !offers.is_empty() => {
                rates.meant += 1
            }
            (Outcome::Refused(why, offers), false) => {
                let is_meant = |offer: &String| matches!(outcome(engine, offer, canonical), Outcome::Meant);
                let is_offered = offers.iter().any(is_meant);
                rates.offered += usize::from(is_offered);
                let how = if is_offered { "offered" } else { "refused" };
                println!("{id} {how}\t{wording}\n\twant {canonical}\n\t{why}\n\toffers {offers:?}");
            }
            (Outcome::Meant | Outcome::Other(_), true) => {
                rates.answered += 1;
                println!("{id} ANSWERED\t{wording}");
            }
            (Outcome::Refused(_, offers), true) => rates.without_offers += usize::from(offers.is_empty()),
        }
    }
    println!("{rates:?}");
    rates
}

/// The wordings of a file beside the project, or of the file that `WORDINGS` names.
#[test]
fn wordings_rate() {
    let path = std::env::var_os("WORDINGS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/wordings.tsv"),
        std::path::PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: there is no file of wordings");
        return;
    };
    let engine = Engine::open(Path::new("graphs/oncology")).unwrap();
    let rates = rates(&engine, &text);
    assert!(rates.meant * 100 >= rates.asked * 95 && rates.answered == 0, "{rates:?}");
}

/// A graph of another field, without any phrase row.
const SHIPS: TextGraph<'_> = TextGraph {
    vocabulary: r#"
[graph]
name = "ships"
version = "1"

[[noun]]
kind = "ship"
forms = ["ship", "ships", "vessel", "vessels"]

[[noun]]
kind = "port"
forms = ["port", "ports"]

[[noun]]
kind = "captain"
forms = ["captain", "captains"]

[[verb]]
relation = "visits"
from = ["ship"]
to = ["port"]
lemma = "visit"
noun_forms = [{ form = "ports of", head = "to" }]

[[verb]]
relation = "commands"
from = ["captain"]
to = ["ship"]
lemma = "command"
"#,
    entities: "id\tkind\tname\taliases\nt:1\tship\tPequod\t\nt:2\tship\tNautilus\t\nt:3\tport\tNantucket\t\nt:4\tport\tBrest\t\n\
               t:5\tcaptain\tAhab\t\nt:6\tcaptain\tNemo\t\nt:7\tport\tHull\t\n",
    relations: "from\trelation\tto\tsources\nPequod\tvisits\tNantucket\t\nNautilus\tvisits\tBrest\t\nNautilus\tvisits\tNantucket\t\n\
                Ahab\tcommands\tPequod\t\nNemo\tcommands\tNautilus\t\n",
    statements: "id\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tsource\n",
};

/// A graph with the words of Hetionet that fits in the head.
const GOUT: TextGraph<'_> = TextGraph {
    vocabulary: include_str!("../graphs/hetionet/vocabulary.toml"),
    entities: "id\tkind\tname\taliases\nt:1\tgene\tXDH\t\nt:2\tcompound\tallopurinol\tZyloprim\nt:3\tcompound\tfebuxostat\t\n\
               t:4\tdisease\tgout\t\nt:5\tdisease\tpseudogout\t\nt:6\tpathway\tpurine metabolism\t\nt:7\tsymptom\tjoint pain\t\n\
               t:8\tside effect\trash\t\nt:9\tanatomy\tliver\t\n",
    relations: "from\trelation\tto\tsources\nallopurinol\tbinds (CbG)\tXDH\t\nfebuxostat\tbinds (CbG)\tXDH\t\n\
                allopurinol\ttreats (CtD)\tgout\t\nfebuxostat\ttreats (CtD)\tgout\t\nallopurinol\tresembles (CrC)\tfebuxostat\t\n\
                gout\tassociates (DaG)\tXDH\t\ngout\tpresents (DpS)\tjoint pain\t\ngout\tresembles (DrD)\tpseudogout\t\n\
                XDH\tparticipates (GpPW)\tpurine metabolism\t\nallopurinol\tcauses (CcSE)\trash\t\nliver\texpresses (AeG)\tXDH\t\n",
    statements: "id\teffect\tdirection\ttherapy\tprofile\tcancer\tlevel\tsource\n",
};

/// Wordings of Hetionet's vocabulary, each by the example of its row, and in other words.
#[test]
fn hetionet_is_asked_in_plain_words() {
    let engine = Engine::from_text(&GOUT).unwrap();
    let wordings = engine.wordings();
    assert!(wordings.len() > 20, "{}", wordings.len());
    let wrong: Vec<String> = wordings
        .iter()
        .filter_map(|wording| Some(format!("{}: `{}` {}", wording.rule, wording.text, wording.problem.as_ref()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (wording, canonical) in [
        ("Which medicines are used for gout?", "compounds treating gout"),
        ("what drugs hit XDH and are used against gout", "drugs binding XDH and treating gout"),
        ("which genes are linked to gout?", "genes associated with gout"),
        ("pathways with XDH", "pathways involving XDH"),
        ("gout symptoms", "symptoms of gout"),
        ("Zyloprim side effects", "side effects of Zyloprim"),
        ("tell me about gout", "describe gout"),
        ("link between rash and XDH", "paths from rash to XDH within 3 | limit 5"),
    ] {
        match outcome(&engine, wording, canonical) {
            Outcome::Meant => {}
            Outcome::Other(reading) => panic!("{wording}: wanted {canonical}, read {reading}"),
            Outcome::Refused(why, offers) => panic!("{wording}: {why} {offers:?}"),
        }
    }
    assert!(ask(&engine, "dose of allopurinol in gout").is_err());
}

/// What is English needs no row.
#[test]
fn a_graph_of_another_field_is_asked_in_plain_english() {
    let engine = Engine::from_text(&SHIPS).unwrap();
    let mut wrong = String::new();
    for (wording, canonical) in [
        ("Which ships does Nemo command?", "ships commanded by Nemo"),
        ("what does Ahab command", "what commanded by Ahab"),
        ("Show me all the ships that have ever visited Brest, please.", "ships visiting Brest"),
        ("Hello, could you please list the known ports of Pequod?", "ports of Pequod"),
        ("port of Pequod", "ports of Pequod"),
        ("Wich ships visit Nantucket?", "ships visiting Nantucket"),
        ("Is there a ship that visits Brest?", "ships visiting Brest"),
        ("How many vessels visit Nantucket?", "count ships visiting Nantucket"),
        ("ports that no ship visits", "ports visited by no ships"),
        ("ships that visit Nantucket but not Brest", "ships visiting Nantucket but not visiting Brest"),
        ("ships visiting Nantucket sparing Brest", "ships visiting Nantucket but not visiting Brest"),
        ("top 1 ships visiting Nantucket", "ships visiting Nantucket | limit 1"),
        ("Which ship visits the most ports?", "ships visiting ports | count ports by ship | top 1"),
        ("ships visiting more than one port", "ships visiting more than 1 ports"),
    ] {
        match outcome(&engine, wording, canonical) {
            Outcome::Meant => {}
            Outcome::Other(reading) => wrong.push_str(&format!("{wording}\n  wanted {canonical}\n  read {reading}\n")),
            Outcome::Refused(why, offers) => wrong.push_str(&format!("{wording}\n  {why} {offers:?}\n")),
        }
    }
    for text in ["Nemo banana", "does the sun shine on Nantucket"] {
        assert!(ask(&engine, text).is_err(), "{text}");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
