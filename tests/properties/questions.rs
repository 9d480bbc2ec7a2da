//! Random questions, as text of the language.

use super::choices::Choices;
use super::graphs::{self, KINDS};

/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    Name,
    Alias,
    Id,
    /// `gene:NAME`, where a name has one face only.
    Forced,
}

/// Nouns with the kind they stand for.
const NOUNS: &[(&str, &str)] = &[
    ("drugs", "drug"),
    ("genes", "gene"),
    ("variants", "variant"),
    ("mechanisms", "mechanism"),
    ("drug classes", "drug class"),
    ("cancers", "cancer"),
];

/// What a noun can be said to do, to what.
const VERBS: &[(&str, &str, &[&str])] = &[
    ("drug", "targeting", &["gene", "variant"]),
    ("drug", "treating", &["cancer"]),
    ("drug", "effective against", &["variant"]),
    ("drug", "resisted by", &["variant", "mechanism"]),
    ("drug", "overcoming", &["mechanism", "variant"]),
    ("drug", "included in", &["regimen"]),
    ("drug", "being a", &["drug class"]),
    ("gene", "targeted by", &["drug", "drug class"]),
    ("gene", "mutated in", &["cancer"]),
    ("gene", "involved in", &["mechanism"]),
    ("variant", "sensitising to", &["drug"]),
    ("variant", "resisting", &["drug", "drug class"]),
    ("variant", "variant of", &["gene"]),
    ("variant", "frequent in", &["cancer"]),
    ("variant", "overcome by", &["drug"]),
    ("variant", "targeted by", &["drug"]),
    ("mechanism", "resisting", &["drug", "drug class"]),
    ("mechanism", "involving", &["gene", "variant"]),
    ("mechanism", "overcome by", &["drug"]),
    ("drug class", "targeting", &["gene"]),
    ("drug class", "treating", &["cancer"]),
    ("cancer", "treated by", &["drug", "drug class"]),
    ("cancer", "being a", &["cancer"]),
];

/// Verbs that a cancer can restrict, for `in` after them.
const QUANTIFIERS: &[&str] =
    &["at least 2", "at most 1", "exactly 1", "more than 1", "fewer than 2", "no", "only", "every"];
const FILTERS: &[&str] = &[
    "level B or better",
    "level A",
    "level C or worse",
    "since 2015",
    "before 2015",
    "where status = approved",
    "where direction = disputes",
    "where rating >= 3",
    "where effect = sensitivity",
];

/// What may stand in a question.
#[derive(Clone, Copy, Debug)]
pub struct Taste {
    pub negation: bool,
    pub quantifiers: bool,
    pub filters: bool,
    pub labels: bool,
    pub including: bool,
    pub sets: bool,
    /// Clauses in brackets, and `not in` after a verb with a context of its own.
    pub groups: bool,
    pub spelling: Spelling,
}

pub const EVERYTHING: Taste = Taste {
    negation: true,
    quantifiers: true,
    filters: true,
    labels: true,
    including: true,
    sets: true,
    groups: true,
    spelling: Spelling::Name,
};

/// Only what can lose rows, never win some, when statements are taken away.
pub const POSITIVE: Taste = Taste {
    negation: false,
    quantifiers: false,
    filters: true,
    labels: false,
    including: false,
    sets: false,
    ..EVERYTHING
};

pub struct Questions<'c, 'n> {
    pub choices: &'c mut Choices<'n>,
    pub taste: Taste,
}

impl Questions<'_, '_> {
    /// A question about a set.
    pub fn question(&mut self) -> String {
        if !self.taste.sets || !self.choices.rarely(4) {
            return self.phrase(2);
        }
        let (noun, kind) = *self.choices.one(NOUNS);
        let operator = *self.choices.one(&["union", "intersect", "except"]);
        let (left, right) = (self.phrase_of(noun, kind, 1), self.phrase_of(noun, kind, 1));
        format!("({left}) {operator} ({right})")
    }

    /// Two phrases about one kind.
    pub fn pair(&mut self) -> (String, String) {
        let (noun, kind) = *self.choices.one(NOUNS);
        (self.phrase_of(noun, kind, 1), self.phrase_of(noun, kind, 1))
    }

    fn phrase(&mut self, depth: usize) -> String {
        let (noun, kind) = *self.choices.one(NOUNS);
        self.phrase_of(noun, kind, depth)
    }

    fn phrase_of(&mut self, noun: &str, kind: &str, depth: usize) -> String {
        let mut text = String::new();
        if self.taste.filters && kind == "drug" && self.choices.rarely(8) {
            let adjective = *self.choices.one(&["approved ", "failed ", "investigational "]);
            text.push_str(adjective);
        }
        text.push_str(noun);
        let label = self.taste.labels && self.choices.rarely(10);
        if label {
            text.push_str(" as x");
        }
        let clauses = match self.choices.below(6) {
            0 | 1 => usize::from(depth == 2),
            2 | 3 => 1,
            4 => 2,
            _ => 3,
        };
        for number in 0..clauses {
            let clause = self.clause(kind, depth, number > 0, label.then_some(kind));
            text.push(' ');
            text.push_str(&clause);
        }
        if self.taste.including && depth == 2 && self.choices.rarely(8) {
            let including = *self.choices.one(&[" including contested", " including combinations"]);
            text.push_str(including);
        }
        text
    }

    fn clause(&mut self, kind: &str, depth: usize, later: bool, label: Option<&str>) -> String {
        let joint = if !later { "" } else { *self.choices.one(&["", "and ", "and ", "or ", ", and "]) };
        match self.choices.below(8) {
            6 if self.taste.negation => {
                let inner = self.verb(kind, depth, label);
                if self.choices.rarely(2) { format!("{joint}not ({inner})") } else { format!("{joint}not {inner}") }
            }
            7 => {
                let not = if self.taste.negation && self.taste.groups && self.choices.rarely(4) { "not " } else { "" };
                format!("{joint}{not}in {}", self.name("cancer"))
            }
            5 if self.taste.filters => self.choices.one(FILTERS).to_string(),
            4 if self.taste.groups => {
                let (left, right) = (self.verb(kind, depth, label), self.verb(kind, depth, label));
                let word = *self.choices.one(&["and", "or"]);
                format!("{joint}({left} {word} {right})")
            }
            _ => format!("{joint}{}", self.verb(kind, depth, label)),
        }
    }

    fn verb(&mut self, kind: &str, depth: usize, label: Option<&str>) -> String {
        let verbs: Vec<_> = VERBS.iter().filter(|row| row.0 == kind).collect();
        let &(_, verb, objects) = *self.choices.one(&verbs);
        let object_kind = *self.choices.one(objects);
        let quantifier = if self.taste.quantifiers && self.choices.rarely(5) {
            format!("{} ", self.choices.one(QUANTIFIERS))
        } else {
            String::new()
        };
        let object = self.object(object_kind, depth, !quantifier.is_empty(), label);
        let mut text = format!("{verb} {quantifier}{object}");
        if self.choices.rarely(5) {
            text.push_str(&format!(" in {}", self.name("cancer")));
        }
        text
    }

    fn object(&mut self, kind: &str, depth: usize, quantified: bool, label: Option<&str>) -> String {
        if label == Some(kind) && self.choices.rarely(2) {
            return "x".to_owned();
        }
        let noun = NOUNS.iter().find(|row| row.1 == kind);
        match (self.choices.below(5), noun) {
            (3, Some((noun, _))) if depth > 0 => {
                // Labels of the outer phrase do not go in: one label is enough.
                let taste = self.taste;
                self.taste.labels = false;
                let inner = self.phrase_of(noun, kind, depth - 1);
                self.taste = taste;
                if self.choices.rarely(2) && !quantified { inner } else { format!("({inner})") }
            }
            (4, Some((noun, _))) => (*noun).to_owned(),
            (2, _) => {
                let word = *self.choices.one(&["or", "and"]);
                format!("{} {word} {}", self.name(kind), self.name(kind))
            }
            _ => self.name(kind),
        }
    }

    fn name(&mut self, kind: &str) -> String {
        let count = KINDS.iter().find(|row| row.0 == kind).map_or(1, |row| row.2);
        let number = self.choices.below(count);
        match self.taste.spelling {
            Spelling::Name => graphs::name(kind, number),
            Spelling::Alias => graphs::alias(kind, number),
            Spelling::Id => graphs::id(kind, number),
            Spelling::Forced if matches!(kind, "gene" | "variant") || kind.contains(' ') => graphs::name(kind, number),
            Spelling::Forced => format!("{kind}:{}", graphs::name(kind, number)),
        }
    }
}
