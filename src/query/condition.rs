//! What a question asks of its nouns: verbs with their objects, and tests.

use super::{LinkId, NodeId};
use crate::formula::Formula;
use crate::text::Span;
use crate::vocabulary::{CodeSet, End, FormId, PropertyId, RelationId};
use regex_lite::{Regex, RegexBuilder};
use std::sync::Arc;

/// The conditions on the entities of a node.
pub type Condition = Formula<Requirement>;

/// What one clause asks of an entity.
#[derive(Clone, Debug)]
pub enum Requirement {
    /// There is such an edge.
    Link(LinkId),
    /// The entity's own property.
    Property(Test),
    /// The entity is a statement that meets this.
    Evidence(Evidence),
}

/// A verb with its object: there is an edge, behind it one statement that meets all conditions.
#[derive(Clone, Debug)]
pub struct Link {
    /// Any of these relations, each with the end at which the head is.
    pub steps: Vec<(RelationId, End)>,
    /// The end of the walk.
    pub object: NodeId,
    /// Number of objects that must be there.
    pub quantifier: Quantifier,
    /// Every number of steps counts (`subtypes of`), the start itself left out.
    pub transitive: bool,
    /// Conditions that one statement must meet together with the edge.
    pub evidence: Evidence,
    /// Its statements are rows even where they are contested (`failed drugs …`).
    pub lifted: bool,
    /// It is the `in` of a fact verb or noun: classes count through their members.
    pub is_context: bool,
    /// It came from a name before a noun (`on-target mechanisms`).
    pub adjective: bool,
    /// It came with the head itself (`targets of X`).
    pub noun_form: bool,
    /// It took the `in` of the sentence.
    pub took_in: bool,
    /// The verbs as they were written, any of which will do; none where the question only implies
    /// one.
    pub forms: Vec<FormId>,
    /// Where the verb was written.
    pub span: Span,
}

/// How many objects must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// Between these numbers, both included.
    Between(u64, u64),
    /// Some, and no other.
    Only,
    /// All of them, and there is one.
    Every,
}

/// What one statement must meet.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// It names a cancer of each of these.
    pub contexts: Vec<NodeId>,
    /// Its fields.
    pub tests: Vec<Test>,
}

impl Evidence {
    /// Whether every statement meets it.
    pub fn is_empty(&self) -> bool {
        self.contexts.is_empty() && self.tests.is_empty()
    }
}

/// A condition on the properties of one statement, entity or finished row.
pub type Test = Formula<PropertyTest>;

/// A condition on one property.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyTest {
    /// A value of an enumeration is one of these, the best having the lowest codes.
    Code {
        /// The property that is compared.
        property: PropertyId,
        /// Accepted codes.
        codes: CodeSet,
    },
    /// A number in a range, both ends included.
    Number {
        /// The property that is compared.
        property: PropertyId,
        /// Smallest.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// A text compares so.
    Text {
        /// The field that is compared.
        field: EntityField,
        /// The comparison, with its value.
        comparison: TextComparison,
    },
    /// There is no value.
    Missing(EntityField),
}

/// The text that a test compares.
#[derive(Clone, Debug, PartialEq)]
pub enum EntityField {
    /// A property of the statement or entity.
    Property(PropertyId),
    /// The entity's name.
    Name,
    /// The entity's identifier.
    Id,
    /// The entity's kind.
    Kind,
}

/// A regular expression, compiled once; capital and small letters are the same.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    regex: Arc<Regex>,
}

impl Pattern {
    /// Longer patterns are refused: compiling and matching them takes time that no limit cuts.
    pub const MOST_BYTES: usize = 1000;

    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words: not a regular expression, or too long.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.len() > Self::MOST_BYTES {
            let most = Self::MOST_BYTES;
            return Err(format!("this regular expression has {} bytes, and {most} are the most", text.len()));
        }
        let regex = RegexBuilder::new(text).case_insensitive(true).build();
        let regex = regex.map_err(|error| format!("this is not a valid regular expression: {error}"))?;
        Ok(Self { text: text.to_owned(), regex: Arc::new(regex) })
    }

    /// Whether a text matches it somewhere.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// How a text compares; texts are compared in lower case.
#[derive(Clone, Debug, PartialEq)]
pub enum TextComparison {
    /// It is one of these.
    Among(Vec<String>),
    /// It holds this.
    Contains(String),
    /// It starts so.
    StartsWith(String),
    /// It ends so.
    EndsWith(String),
    /// It matches this regular expression.
    Matches(Pattern),
    /// It lies between these, both included; absent: open.
    Between(Option<String>, Option<String>),
    /// It comes before this.
    Below(String),
}
