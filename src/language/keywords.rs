//! Every word that the grammar itself knows, with what it is for.
//!
//! The tagger, completion, suggestions and the reference all read this one table; the words of a
//! graph are not here but in its vocabulary.

use crate::vocabulary::fold::fold_word;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Where a word is a keyword; elsewhere it may be a name. A set of the constants below.
pub type Places = u8;
/// Everywhere.
pub const ANYWHERE: Places = 1;
/// First in a statement or a query.
pub const OPENING: Places = 2;
/// Right after `|`.
pub const STAGE: Places = 4;
/// Anywhere behind a `|` or a `by`.
pub const BEHIND_BAR: Places = 8;
/// Right before `(`, and behind a `|` or a `by`.
pub const FUNCTION: Places = 16;

/// One keyword.
#[derive(Debug)]
pub struct Keyword {
    /// As it is written.
    pub text: &'static str,
    /// As the tagged line has it: one word, so that no keyword is the beginning of another.
    pub mark: &'static str,
    /// Where it is a keyword.
    pub places: Places,
    /// It is also a keyword right after one of these marks.
    pub after: &'static [&'static str],
    /// What it is for, in a few words.
    pub purpose: &'static str,
}

const fn keyword(text: &'static str, mark: &'static str, places: Places, purpose: &'static str) -> Keyword {
    Keyword { text, mark, places, after: &[], purpose }
}

const fn follower(text: &'static str, after: &'static [&'static str], purpose: &'static str) -> Keyword {
    Keyword { text, mark: text, places: 0, after, purpose }
}

/// Every keyword; several spellings of one share a mark.
pub const KEYWORDS: &[Keyword] = &[
    // Statements.
    keyword("let", "let", OPENING, "name a query"),
    keyword("param", "param", OPENING, "declare a parameter"),
    keyword("set", "set", OPENING, "change a setting"),
    keyword("use", "use", OPENING, "open another graph"),
    keyword("run", "run", OPENING, "run a query file"),
    keyword("explain", "explain", OPENING, "show how a query would run"),
    keyword("profile", "profile", OPENING, "run a query and show what each step cost"),
    keyword("expect", "expect", OPENING, "check the answer before"),
    follower("rows", &["#", "no"], "number of rows expected"),
    Keyword { text: "row", mark: "rows", places: 0, after: &["#", "no"], purpose: "number of rows expected" },
    // Sources.
    keyword("count", "count", OPENING | STAGE | BEHIND_BAR, "count rows"),
    keyword("how many", "how_many", OPENING, "count rows"),
    keyword("top", "top", OPENING | STAGE, "keep the first rows"),
    keyword("evidence for", "evidence_for", OPENING, "list the statements behind an answer"),
    keyword("describe", "describe", OPENING, "tell everything about a thing or a word"),
    keyword("resolve", "resolve", OPENING, "tell what a name can mean"),
    keyword("why", "why", OPENING, "explain a row of an answer"),
    Keyword {
        text: "shortest",
        mark: "shortest",
        places: OPENING,
        after: &["all"],
        purpose: "only paths of the least length",
    },
    Keyword {
        text: "path",
        mark: "paths",
        places: OPENING,
        after: &["all", "shortest"],
        purpose: "find paths between two things",
    },
    Keyword {
        text: "paths",
        mark: "paths",
        places: OPENING,
        after: &["all", "shortest", "count"],
        purpose: "find or count paths",
    },
    keyword("neighbours of", "neighbours_of", OPENING, "what lies around a thing"),
    keyword("neighbors of", "neighbours_of", OPENING, "what lies around a thing"),
    keyword("compare", "compare", OPENING, "set things side by side"),
    keyword("match", "match", OPENING, "match the findings of a patient"),
    follower("file", &["match"], "read the findings from a file"),
    keyword("conflicts about", "conflicts_about", OPENING, "statements that contradict each other"),
    keyword("conflicts", "conflicts", OPENING, "statements that contradict each other"),
    // Options of paths.
    keyword("from", "from", ANYWHERE, "where a path starts"),
    keyword("to", "to", ANYWHERE, "where a path ends, or a file to write"),
    keyword("between", "between", ANYWHERE, "two ends, or two bounds"),
    keyword("within", "within", ANYWHERE, "greatest number of steps"),
    keyword("via", "via", ANYWHERE, "only over these"),
    keyword("avoiding", "avoiding", ANYWHERE, "not over these"),
    // Stages.
    keyword("group by", "group_by", STAGE, "group rows and compute"),
    keyword("sort by", "sort_by", STAGE, "sort rows"),
    keyword("order by", "sort_by", STAGE, "sort rows"),
    keyword("bottom", "bottom", STAGE, "keep the last rows by a key"),
    keyword("limit", "limit", STAGE, "keep that many rows"),
    keyword("skip", "skip", STAGE, "leave out the first rows"),
    keyword("show", "show", OPENING | STAGE, "choose columns, or show a topic"),
    keyword("distinct", "distinct", STAGE, "leave out repeated rows"),
    keyword("follow", "follow", STAGE, "walk on from the answer"),
    keyword("rank by", "rank_by", STAGE, "rank by centrality"),
    follower("pagerank", &["rank_by"], "PageRank"),
    follower("degree", &["rank_by"], "number of neighbours"),
    follower("betweenness", &["rank_by"], "betweenness centrality"),
    follower("evidence", &["count"], "count statements"),
    keyword("asc", "asc", BEHIND_BAR, "smallest first"),
    keyword("desc", "desc", BEHIND_BAR, "greatest first"),
    keyword("min", "min", FUNCTION, "the smallest value"),
    keyword("max", "max", FUNCTION, "the greatest value"),
    keyword("sum", "sum", FUNCTION, "the sum"),
    keyword("avg", "avg", FUNCTION, "the mean"),
    keyword("list", "list", FUNCTION, "all values"),
    // Sets.
    keyword("union", "union", ANYWHERE, "in one set or the other"),
    keyword("except", "except", ANYWHERE, "in the first set and not in the second"),
    keyword("minus", "except", ANYWHERE, "in the first set and not in the second"),
    keyword("intersect", "intersect", ANYWHERE, "in both sets"),
    // Phrases.
    keyword("and", "and", ANYWHERE, "both"),
    keyword("or", "or", ANYWHERE, "either"),
    keyword("but", "but", ANYWHERE, "and"),
    keyword("not", "not", ANYWHERE, "nothing stated that fits"),
    keyword("in", "in", ANYWHERE, "in this context"),
    keyword("for", "for", ANYWHERE, "in this context"),
    keyword("without", "without", ANYWHERE, "no relation to"),
    keyword("where", "where", ANYWHERE, "condition on properties"),
    keyword("with", "with", ANYWHERE, "condition on properties"),
    keyword("as", "as", ANYWHERE, "label or format"),
    keyword("by", "by", ANYWHERE, "key or columns"),
    keyword("that", "that", ANYWHERE, "begins a clause"),
    keyword("which", "which", ANYWHERE, "begins a clause or a question"),
    keyword("who", "that", ANYWHERE, "begins a clause"),
    keyword("what", "what", ANYWHERE, "anything the verb allows"),
    keyword("the", "the", ANYWHERE, "no meaning of its own"),
    keyword("any", "any", ANYWHERE, "no meaning of its own"),
    keyword("all", "all", ANYWHERE, "no meaning of its own"),
    keyword("some", "some", ANYWHERE, "no meaning of its own"),
    keyword("a", "a", ANYWHERE, "no meaning of its own"),
    keyword("an", "a", ANYWHERE, "no meaning of its own"),
    keyword("is", "is", ANYWHERE, "yes-or-no question, or part of a verb"),
    keyword("are", "is", ANYWHERE, "yes-or-no question, or part of a verb"),
    keyword("does", "does", ANYWHERE, "yes-or-no question, or part of a verb"),
    keyword("do", "does", ANYWHERE, "yes-or-no question, or part of a verb"),
    keyword("can", "can", ANYWHERE, "part of a verb"),
    keyword("exactly", "exactly", ANYWHERE, "this one and nothing below it, or this number"),
    keyword("or broader", "or_broader", ANYWHERE, "and what is above"),
    // Quantifiers.
    keyword("at least", "at_least", ANYWHERE, "this many or more"),
    keyword("at most", "at_most", ANYWHERE, "this many or fewer"),
    keyword("more than", "more_than", ANYWHERE, "above this number"),
    keyword("fewer than", "fewer_than", ANYWHERE, "below this number"),
    keyword("no", "no", ANYWHERE, "none"),
    keyword("only", "only", ANYWHERE, "these and no other"),
    keyword("every", "every", ANYWHERE, "all there are"),
    // Filters.
    keyword("at", "at", ANYWHERE, "before a level"),
    keyword("level", "level", ANYWHERE, "level of evidence"),
    keyword("or better", "or_better", ANYWHERE, "this level and those above"),
    keyword("or worse", "or_worse", ANYWHERE, "this level and those below"),
    keyword("since", "since", ANYWHERE, "from this year on"),
    keyword("before", "before", ANYWHERE, "earlier than this year"),
    keyword("including contested", "including_contested", ANYWHERE, "contested rows too"),
    keyword("including combinations", "including_combinations", ANYWHERE, "combinations too"),
    // Conditions.
    keyword("contains", "contains", ANYWHERE, "text holds"),
    keyword("starts with", "starts_with", ANYWHERE, "text begins with"),
    keyword("ends with", "ends_with", ANYWHERE, "text ends with"),
    keyword("matches", "matches", ANYWHERE, "text fits a regular expression"),
    follower("missing", &["is", "not"], "has no value"),
];

/// Marks after which one run is a value, whatever it is.
pub const COMPARISONS: &[&str] = &["=", "!=", "<", "<=", ">", ">=", "contains", "starts_with", "ends_with", "matches"];

/// The keyword rows of one written form, by its folded text.
static BY_TEXT: LazyLock<FxHashMap<String, &'static Keyword>> =
    LazyLock::new(|| KEYWORDS.iter().map(|keyword| (folded(keyword.text), keyword)).collect());

/// What keywords a word begins.
#[derive(Default, Debug)]
pub struct FirstWord {
    /// The keyword it is by itself.
    pub alone: Option<&'static Keyword>,
    /// Whether a keyword of two words begins with it.
    pub longer: bool,
}

/// Every first word of a keyword, folded.
static FIRST_WORDS: LazyLock<FxHashMap<String, FirstWord>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, FirstWord> = FxHashMap::default();
    for keyword in KEYWORDS {
        let text = folded(keyword.text);
        match text.split_once(' ') {
            Some((first, _)) => words.entry(first.to_owned()).or_default().longer = true,
            None => words.entry(text).or_default().alone = Some(keyword),
        }
    }
    words
});

/// The keyword written so, folded, with one space between words.
pub fn find(folded: &str) -> Option<&'static Keyword> {
    BY_TEXT.get(folded).copied()
}

/// What keywords begin with a folded word.
pub fn first_word(folded: &str) -> Option<&'static FirstWord> {
    FIRST_WORDS.get(folded)
}

/// The first keyword with this mark, which is its usual spelling.
pub fn by_mark(mark: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.mark == mark)
}

fn folded(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        fold_word(word, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_text_and_no_text_stands_twice() {
        for keyword in KEYWORDS {
            assert_eq!(find(&folded(keyword.text)).map(|found| found.mark), Some(keyword.mark), "{}", keyword.text);
            assert_eq!(KEYWORDS.iter().filter(|other| other.text == keyword.text).count(), 1, "{}", keyword.text);
        }
    }

    #[test]
    fn first_words_tell_whether_a_second_may_follow() {
        let first = |word: &str| first_word(word).map(|word| (word.alone.map(|keyword| keyword.mark), word.longer));
        assert_eq!(first("at"), Some((Some("at"), true)));
        assert_eq!(first("how"), Some((None, true)));
        assert_eq!(first("in"), Some((Some("in"), false)));
        assert_eq!(first("gastric"), None);
    }
}
