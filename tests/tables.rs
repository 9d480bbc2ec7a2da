//! Tables as a person sees them: what is asked most fits a usual terminal, a line for each row.

#![allow(clippy::unwrap_used)]

use onco::{Cancel, Engine, FORMATS, NoteAmount, Settings, Style};

fn table(question: &str, style: &Style) -> String {
    let engine = Engine::embedded().unwrap();
    let answer = engine.ask(question, &Settings::default(), &Cancel::new()).unwrap();
    let mut bytes = Vec::new();
    (FORMATS[0].write)(&answer, style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn terminal(width: usize) -> Style {
    Style { width: Some(width), terminal: true, notes: NoteAmount::Few, ..Style::default() }
}

/// The lines of the rows, each of which begins with its number.
fn rows(table: &str) -> Vec<&str> {
    let body = table.lines().skip_while(|line| !line.contains('─')).skip(1);
    body.take_while(|line| !line.ends_with(" rows") && !line.contains(" rows, "))
        .filter(|line| !line.starts_with('!'))
        .collect()
}

#[test]
fn what_is_asked_most_fits_a_hundred_columns_without_a_broken_cell() {
    for (question, words) in [
        ("drugs targeting HER2 in gastric", "A approved US 2010"),
        ("mechanisms of resistance to osimertinib in NSCLC", "= NSCLC"),
        ("approved drugs treating melanoma", "A approved US 2022  = melanoma"),
        ("match BRAF V600E in melanoma", "A approved"),
    ] {
        let table = table(question, &terminal(100));
        assert!(table.contains(words), "{question}:\n{table}");
        let rows = rows(&table);
        assert!(rows.len() >= 3, "{question}:\n{table}");
        for line in table.lines() {
            assert!(line.chars().count() <= 100, "{question}: {line}");
        }
        // Regimens may be long.
        for row in rows.into_iter().filter(|_| !question.starts_with("match")) {
            let number = row.split_whitespace().next().unwrap();
            assert!(number.parse::<usize>().is_ok(), "a broken cell of {question}:\n{row}\n{table}");
        }
    }
}

#[test]
fn signs_and_letters_are_explained() {
    let table = table("match EGFR C797S in NSCLC", &terminal(100));
    assert!(table.contains("R resistance   S sensitivity"), "{table}");
    let gastric = self::table("drugs targeting HER2 in gastric", &terminal(100));
    assert!(gastric.contains("⊂ subtype or member   ! the evidence against is at a better level"), "{gastric}");
}

#[test]
fn notes_are_folded_to_three_or_none() {
    let question = "drugs targeting HER2 in gastric";
    let notes = |amount| {
        let table = table(question, &Style { notes: amount, ..Style::default() });
        table
            .lines()
            .filter(|line| line.starts_with("note: ") || line.contains("more note"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (all, few) = (notes(NoteAmount::All), notes(NoteAmount::Few));
    assert!(all.len() > 4, "{all:?}");
    assert_eq!(few.len(), 4);
    assert_eq!(few[3], format!("{} more notes: --notes all", all.len() - 3));
    // What an alias means is the first to go.
    assert!(all.iter().any(|note| note.contains("HER2 is another name")));
    assert!(!few.iter().any(|note| note.contains("is another name")), "{few:?}");
    assert!(notes(NoteAmount::None).is_empty());
}

#[test]
fn a_wide_table_has_everything() {
    let style = Style { wide: true, ..terminal(80) };
    let table = table("drugs targeting HER2 in gastric", &style);
    for words in
        ["ERBB2 amplification OR ERBB2 overexpression", "civic.eid:1499", "capecitabine; cisplatin", "PMID:20728210"]
    {
        assert!(table.contains(words), "{words}:\n{table}");
    }
    assert!(!table.contains("not shown"), "{table}");
}
