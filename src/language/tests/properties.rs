//! What holds for any text.

use super::*;
use proptest::prelude::*;

/// Words that reach deep into the grammar.
const WORDS: &[&str] = &[
    "drugs",
    "genes as a",
    "a",
    "HER2",
    "\"x\"",
    "foo",
    "$x",
    "targeting",
    "mutated in",
    "targets of",
    "in",
    "not",
    "and",
    "or",
    "but",
    ",",
    "(",
    ")",
    "|",
    "where",
    "level",
    "=",
    "A",
    "5",
    "at least",
    "count",
    "by",
    "top",
    "sort by",
    "group by",
    ":",
    "max",
    "show",
    "gene:MET",
    "gene.name",
    "year",
    "between",
    "is",
    "missing",
    "why",
    "paths from",
    "to",
    "via",
    "match",
    "union",
    "except",
    "resolve",
    "describe",
    "approved",
    "exactly",
    "or broader",
    "or better",
    "that",
    "without",
    "[n]",
    ";",
    "\n",
    "#",
    "?",
    "since",
    "only",
    "let",
    "expect",
    "rows",
    "compare",
    "with",
    "as",
    "follow",
    "what",
    "on-target",
];

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}", cursor in 0usize..80) {
        let _ = parse_script(&Source::new("query", text.clone()), &lexicon());
        complete(&text, cursor, &lexicon());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), cursor in 0usize..80) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = parse_script(&Source::new("query", text.clone()), &lexicon());
        complete(&text, cursor, &lexicon());
    }

    /// Any list of words is refused at a place inside the text, or parses and prints as itself;
    /// but for words that nothing is called: no answer has them, and what they are depends on
    /// their place.
    #[test]
    fn what_reads_prints_and_reads_again(words in prop::collection::vec(prop::sample::select(WORDS), 1..14)) {
        let text = words.join(" ");
        match parse(&text) {
            Ok(_) if tagged_line(&text).split(' ').any(|mark| matches!(mark, "U" | "UV")) => {}
            Ok(statement) => {
                let printed = TreePrinter::new(&vocabulary().forms, &text).statement(&statement);
                let again = parse(&printed);
                prop_assert!(again.is_ok(), "{text}\nprinted as {printed}: {again:?}");
                let twice = TreePrinter::new(&vocabulary().forms, &printed).statement(&again.unwrap());
                prop_assert_eq!(twice, printed, "{}", text);
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(fault.span().end as usize <= text.len(), "{text}: {fault:?}");
                }
            }
        }
        complete(&text, text.len(), &lexicon());
    }
}
