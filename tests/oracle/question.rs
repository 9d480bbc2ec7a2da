//! A question as it is meant, and the sentence that asks it. What belongs to what is fixed by the
//! tree; the sentence writes brackets wherever the language would need a rule to find it out.

use crate::words::{End, Kind};
use crate::world::Id;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A whole question.
#[derive(Clone, Debug)]
pub struct Question {
    pub set: Set,
    pub including_contested: bool,
    pub including_combinations: bool,
    pub stages: Vec<Stage>,
}

#[derive(Clone, Debug)]
pub enum Set {
    Phrase(Phrase),
    Union(Box<Set>, Box<Set>),
    Except(Box<Set>, Box<Set>),
    Intersect(Box<Set>, Box<Set>),
    /// The first rows of a set in its order: `(drugs treating X | limit 3)`.
    First(Box<Set>, usize),
}

/// A head with what is said of it.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub head: Head,
    /// `as x`: the walk may come back to the same entity.
    pub is_labelled: bool,
    /// `approved`
    pub status: Option<&'static str>,
    /// All of these.
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug)]
pub enum Head {
    /// A noun: its plural, its singular and its kinds.
    Noun { plural: String, singular: String, kinds: Vec<Kind> },
    /// What something is called by.
    Named(Name),
    /// Findings of one profile: `A and B`.
    Together(Vec<Literal>),
    /// `targets of X`: the first clause is said by the head itself.
    NounForm { kinds: Vec<Kind> },
    /// `(… union …)` with more said of it.
    Bracket(Box<Set>),
}

#[derive(Clone, Debug)]
pub enum Clause {
    Said(Said),
    /// `in X` after a noun, which means the noun's own context.
    Own(Own),
    /// `in X`, `level A` of a statement.
    Statement(Own),
    Not(Box<Clause>),
    And(Vec<Clause>),
    Or(Vec<Clause>),
    /// `where name contains "x"`
    Property(PropertyTest),
}

/// A verb with its object and the conditions that one statement must meet.
#[derive(Clone, Debug)]
pub struct Said {
    pub relation: String,
    /// At which end of the relation the noun is.
    pub head: End,
    pub word: String,
    /// Over any number of steps: `subtypes of`.
    pub transitive: bool,
    pub quantifier: Quantifier,
    pub object: Object,
    pub inside: Vec<Context>,
    /// `not in X`
    pub outside: Option<Context>,
    pub filters: Vec<Filter>,
    /// Written as `without OBJECT`.
    pub without: bool,
}

/// The noun's own relation to a context, with conditions.
#[derive(Clone, Debug)]
pub struct Own {
    pub relation: String,
    pub inside: Option<Context>,
    pub filters: Vec<Filter>,
}

#[derive(Clone, Debug)]
pub enum Object {
    /// `A`, `A or B`
    AnyOf(Vec<Name>),
    /// `A and B`: each of them.
    AllOf(Vec<Name>),
    /// `A and not B` of biomarkers: one profile that needs all of it.
    Profile(Vec<Literal>),
    Phrase(Box<Phrase>),
    /// `x`: the entity of the phrase that is labelled.
    Label,
    /// What the stage before has left: `follow`.
    Rows(BTreeSet<Id>),
}

#[derive(Clone, Debug)]
pub struct Literal {
    pub negated: bool,
    pub name: Name,
}

/// An entity by a name that nothing else has.
#[derive(Clone, Debug)]
pub struct Name {
    pub entity: Id,
    pub text: String,
    pub kind: Option<(Kind, String)>,
    pub exactly: bool,
    pub or_broader: bool,
}

#[derive(Clone, Debug)]
pub enum Context {
    Named(Vec<Name>),
    Set(Box<Phrase>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    Some,
    AtLeast(usize),
    AtMost(usize),
    Exactly(usize),
    MoreThan(usize),
    FewerThan(usize),
    No,
    Only,
    Every,
}

/// A condition on a statement.
#[derive(Clone, Debug)]
pub enum Filter {
    Level(&'static str, Tail),
    Since(u32),
    Before(u32),
    Where(Test),
}

#[derive(Clone, Debug)]
pub enum Tail {
    Exactly,
    OrBetter,
    OrWorse,
    Or(&'static str),
}

#[derive(Clone, Debug)]
pub enum Test {
    Compare(&'static str, Comparison, String),
    Missing(&'static str),
    Known(&'static str),
    OneOf(&'static str, Vec<String>),
    Either(Box<Test>, Box<Test>),
    Not(Box<Test>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// A condition on an entity's own name, or on what a property of it leads to.
#[derive(Clone, Debug)]
pub enum PropertyTest {
    NameContains(String),
    /// `class = X`: one of the direct parents is called so.
    Via {
        property: String,
        relation: String,
        kind: Kind,
        value: String,
    },
}

#[derive(Clone, Debug)]
pub enum Stage {
    Count(Vec<Key>),
    CountEvidence(Vec<Key>),
    Group(Vec<Key>, Vec<Aggregate>),
    Sort(Vec<Key>),
    Top(usize, Option<Key>),
    Bottom(usize, Key),
    Limit(usize),
    Skip(usize),
    Distinct(Vec<Key>),
    Show(Vec<Column>),
    Where(Column, RowTest),
    /// A verb, and the kinds it leads to.
    Follow {
        relation: String,
        from: End,
        word: String,
        kinds: Vec<Kind>,
    },
}

#[derive(Clone, Debug)]
pub struct Key {
    pub column: Column,
    pub ascending: Option<bool>,
}

/// A column, as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// The noun of the head.
    Head(String),
    /// A noun further on: the path of clauses that leads to it.
    Noun(String, Vec<usize>),
    Name,
    /// `class` and the like, of the head.
    Via {
        property: String,
        relation: String,
        kind: Kind,
    },
    /// A column of the evidence.
    Evidence(&'static str),
    /// A column of a table that an earlier stage made.
    Made(String),
}

#[derive(Clone, Debug)]
pub enum Aggregate {
    Count,
    CountEvidence,
    /// Distinct entities of a noun.
    CountNoun(Column),
    Over(&'static str, Column),
}

#[derive(Clone, Debug)]
pub enum RowTest {
    Compare(Comparison, String),
    Missing,
    Known,
}

// ---- the sentence

impl Question {
    pub fn text(&self) -> String {
        let mut text = self.set.text();
        if self.including_contested || self.including_combinations {
            // Said of the whole question, wherever it stands.
            if !matches!(self.set, Set::Phrase(_)) {
                text = format!("({text})");
            }
            if self.including_contested {
                text.push_str(" including contested");
            }
            if self.including_combinations {
                text.push_str(" including combinations");
            }
        }
        for stage in &self.stages {
            let _ = write!(text, " | {}", stage.text());
        }
        text
    }
}

impl Set {
    pub fn text(&self) -> String {
        match self {
            Set::Phrase(phrase) => phrase.text(),
            Set::Union(left, right) => format!("({}) union ({})", left.text(), right.text()),
            Set::Except(left, right) => format!("({}) except ({})", left.text(), right.text()),
            Set::Intersect(left, right) => format!("({}) intersect ({})", left.text(), right.text()),
            Set::First(set, count) => format!("({} | limit {count})", set.text()),
        }
    }

    /// The phrase that the columns are about: the leftmost.
    pub fn first(&self) -> &Phrase {
        match self {
            Set::Phrase(phrase) => phrase,
            Set::Union(left, _) | Set::Except(left, _) | Set::Intersect(left, _) | Set::First(left, _) => left.first(),
        }
    }
}

impl Phrase {
    pub fn text(&self) -> String {
        let mut text = self.status.map_or(String::new(), |status| format!("{status} "));
        let mut rest = &self.clauses[..];
        match &self.head {
            Head::Noun { plural, .. } => {
                text.push_str(plural);
                text.push_str(if self.is_labelled { " as x" } else { "" });
            }
            Head::Named(name) => text.push_str(&name.text()),
            Head::Together(literals) => text.push_str(&together(literals)),
            Head::Bracket(set) => {
                let _ = write!(text, "({})", set.text());
            }
            Head::NounForm { .. } => {
                if let Some((first, others)) = rest.split_first() {
                    text.push_str(&first.text());
                    rest = others;
                }
            }
        }
        // One plain clause needs no brackets; nor does anything that says its place itself.
        let is_plain = rest.len() == 1 && self.clauses.len() == 1 && rest[0].is_plain();
        for (place, clause) in rest.iter().enumerate() {
            let joint = if place > 0 && place % 2 == 0 { " and" } else { "" };
            match clause {
                _ if is_plain => {
                    let _ = write!(text, " {}", clause.text());
                }
                Clause::Not(_) | Clause::Property(_) => {
                    let _ = write!(text, "{joint} {}", clause.text());
                }
                _ => {
                    let _ = write!(text, "{joint} ({})", clause.text());
                }
            }
        }
        text
    }
}

impl Clause {
    /// Whether it may stand without brackets.
    pub fn is_plain(&self) -> bool {
        match self {
            Clause::Said(said) => !matches!(said.object, Object::Phrase(_)),
            Clause::Own(_) | Clause::Statement(_) | Clause::Property(_) | Clause::Not(_) => true,
            Clause::And(_) | Clause::Or(_) => false,
        }
    }

    pub fn text(&self) -> String {
        match self {
            Clause::Said(said) => said.text(),
            Clause::Own(own) | Clause::Statement(own) => own.text(),
            Clause::Not(inner) => match &**inner {
                Clause::Said(said) if said.without => said.text(),
                Clause::Own(own) if own.filters.is_empty() => format!("not {}", own.text()),
                _ => format!("not ({})", inner.text()),
            },
            Clause::And(parts) => joined(parts, " and "),
            Clause::Or(parts) => joined(parts, " or "),
            Clause::Property(test) => test.text(),
        }
    }
}

fn joined(parts: &[Clause], word: &str) -> String {
    let bracketed = |part: &Clause| match part {
        Clause::Not(_) => part.text(),
        _ => format!("({})", part.text()),
    };
    parts.iter().map(bracketed).collect::<Vec<String>>().join(word)
}

impl Said {
    fn text(&self) -> String {
        let mut text = if self.without { "without".to_owned() } else { self.word.clone() };
        text.push_str(&self.quantifier.text());
        let _ = write!(text, " {}", self.object.text(self.quantifier != Quantifier::Some));
        text.push_str(&conditions(&self.inside, &self.filters));
        if let Some(outside) = &self.outside {
            let _ = write!(text, " not in {}", outside.text());
        }
        text
    }
}

impl Own {
    fn text(&self) -> String {
        let contexts: Vec<Context> = self.inside.iter().cloned().collect();
        conditions(&contexts, &self.filters).trim_start().to_owned()
    }
}

fn conditions(inside: &[Context], filters: &[Filter]) -> String {
    let mut text = String::new();
    for (place, context) in inside.iter().enumerate() {
        let _ = write!(text, "{} in {}", if place > 0 { " and" } else { "" }, context.text());
    }
    for filter in filters {
        let _ = write!(text, " {}", filter.text());
    }
    text
}

impl Context {
    fn text(&self) -> String {
        match self {
            Context::Named(names) if names.len() == 1 => names[0].text(),
            Context::Named(names) => format!("({})", named(names, " or ")),
            Context::Set(phrase) => format!("({})", phrase.text()),
        }
    }
}

fn together(literals: &[Literal]) -> String {
    let literal = |literal: &Literal| format!("{}{}", if literal.negated { "not " } else { "" }, literal.name.text());
    literals.iter().map(literal).collect::<Vec<String>>().join(" and ")
}

fn named(names: &[Name], word: &str) -> String {
    names.iter().map(Name::text).collect::<Vec<String>>().join(word)
}

impl Object {
    fn text(&self, counted: bool) -> String {
        match self {
            Object::AnyOf(names) if names.len() > 1 && counted => format!("({})", named(names, " or ")),
            Object::AnyOf(names) => named(names, " or "),
            Object::AllOf(names) => named(names, " and "),
            Object::Profile(literals) => together(literals),
            Object::Phrase(phrase) if phrase.clauses.is_empty() && phrase.status.is_none() => phrase.text(),
            Object::Phrase(phrase) => format!("({})", phrase.text()),
            Object::Label => "x".to_owned(),
            Object::Rows(_) => String::new(),
        }
    }
}

impl Name {
    pub fn text(&self) -> String {
        let kind = self.kind.as_ref().map_or(String::new(), |(_, kind)| format!("{kind}:"));
        let exactly = if self.exactly { "exactly " } else { "" };
        let broader = if self.or_broader { " or broader" } else { "" };
        format!("{exactly}{kind}{}{broader}", quoted(&self.text))
    }
}

pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl Quantifier {
    fn text(self) -> String {
        match self {
            Quantifier::Some => String::new(),
            Quantifier::AtLeast(number) => format!(" at least {number}"),
            Quantifier::AtMost(number) => format!(" at most {number}"),
            Quantifier::Exactly(number) => format!(" exactly {number}"),
            Quantifier::MoreThan(number) => format!(" more than {number}"),
            Quantifier::FewerThan(number) => format!(" fewer than {number}"),
            Quantifier::No => " no".to_owned(),
            Quantifier::Only => " only".to_owned(),
            Quantifier::Every => " every".to_owned(),
        }
    }
}

impl Filter {
    fn text(&self) -> String {
        match self {
            Filter::Level(level, Tail::Exactly) => format!("level {level}"),
            Filter::Level(level, Tail::OrBetter) => format!("level {level} or better"),
            Filter::Level(level, Tail::OrWorse) => format!("level {level} or worse"),
            Filter::Level(level, Tail::Or(other)) => format!("level {level} or {other}"),
            Filter::Since(year) => format!("since {year}"),
            Filter::Before(year) => format!("before {year}"),
            Filter::Where(test) => format!("where {}", test.text()),
        }
    }
}

impl Test {
    fn text(&self) -> String {
        match self {
            Test::Compare(field, comparison, value) => format!("{field} {} {}", comparison.text(), quoted(value)),
            Test::Missing(field) => format!("{field} is missing"),
            Test::Known(field) => format!("{field} is not missing"),
            Test::OneOf(field, values) => {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                format!("{field} in ({})", values.join(", "))
            }
            Test::Either(one, other) => format!("({} or {})", one.text(), other.text()),
            Test::Not(inner) => format!("not ({})", inner.text()),
        }
    }
}

impl Comparison {
    const fn text(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }
}

impl PropertyTest {
    fn text(&self) -> String {
        match self {
            PropertyTest::NameContains(part) => format!("where name contains {}", quoted(part)),
            PropertyTest::Via { property, value, .. } => format!("where {property} = {}", quoted(value)),
        }
    }
}

impl Stage {
    fn text(&self) -> String {
        let by = |keys: &[Key]| if keys.is_empty() { String::new() } else { format!(" by {}", key_texts(keys)) };
        match self {
            Stage::Count(keys) => format!("count{}", by(keys)),
            Stage::CountEvidence(keys) => format!("count evidence{}", by(keys)),
            Stage::Group(keys, aggregates) => {
                let aggregates: Vec<String> = aggregates.iter().map(Aggregate::text).collect();
                format!("group{}: {}", by(keys), aggregates.join(", "))
            }
            Stage::Sort(keys) => format!("sort{}", by(keys)),
            Stage::Top(count, None) => format!("top {count}"),
            Stage::Top(count, Some(key)) => format!("top {count} by {}", key.text()),
            Stage::Bottom(count, key) => format!("bottom {count} by {}", key.text()),
            Stage::Limit(count) => format!("limit {count}"),
            Stage::Skip(count) => format!("skip {count}"),
            Stage::Distinct(keys) if keys.is_empty() => "distinct".to_owned(),
            Stage::Distinct(keys) => format!("distinct {}", key_texts(keys)),
            Stage::Show(columns) => {
                format!("show {}", columns.iter().map(Column::text).collect::<Vec<String>>().join(", "))
            }
            Stage::Where(column, RowTest::Compare(comparison, value)) => {
                format!("where {} {} {}", column.text(), comparison.text(), quoted(value))
            }
            Stage::Where(column, RowTest::Missing) => format!("where {} is missing", column.text()),
            Stage::Where(column, RowTest::Known) => format!("where {} is not missing", column.text()),
            Stage::Follow { word, .. } => format!("follow {word}"),
        }
    }
}

fn key_texts(keys: &[Key]) -> String {
    keys.iter().map(Key::text).collect::<Vec<String>>().join(", ")
}

impl Key {
    fn text(&self) -> String {
        let order = match self.ascending {
            None => "",
            Some(true) => " asc",
            Some(false) => " desc",
        };
        format!("{}{order}", self.column.text())
    }
}

impl Column {
    /// As it is written, and as its heading says.
    pub fn text(&self) -> String {
        match self {
            Column::Head(noun) | Column::Noun(noun, _) => noun.clone(),
            Column::Name => "name".to_owned(),
            Column::Via { property, .. } => property.clone(),
            Column::Evidence(name) => (*name).to_owned(),
            Column::Made(heading) => heading.clone(),
        }
    }
}

impl Aggregate {
    fn text(&self) -> String {
        match self {
            Aggregate::Count => "count".to_owned(),
            Aggregate::CountEvidence => "count evidence".to_owned(),
            Aggregate::CountNoun(column) => format!("count {}", column.text()),
            Aggregate::Over(function, column) => format!("{function}({})", column.text()),
        }
    }

    pub fn heading(&self) -> String {
        match self {
            Aggregate::Count | Aggregate::CountEvidence | Aggregate::CountNoun(_) => "count".to_owned(),
            Aggregate::Over(function, column) => format!("{function} {}", column.text()),
        }
    }
}
