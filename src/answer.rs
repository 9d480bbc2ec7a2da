//! What was found, in the user's words: plain data that every format draws.

use crate::text::Span;
use std::borrow::Cow;
use std::sync::Arc;

/// The answer to one query.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Answer {
    /// As it was asked.
    pub query: String,
    /// The canonical reading.
    pub reading: String,
    /// The graph that was asked.
    pub graph: GraphInfo,
    /// What the question names, each entity once.
    pub named: Vec<EntityCell>,
    /// In the order of the cells of each row.
    pub columns: Vec<Column>,
    /// In the contract's order.
    pub rows: Vec<Row>,
    /// Rows for which there is only evidence against, failed or disputed.
    pub contested: Vec<Row>,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// False where a limit cut the answer.
    pub complete: bool,
    /// How many rows there were before a limit cut them.
    pub total_rows: usize,
    /// Whether the question itself chose the columns (`| show`, `| count by`).
    pub is_chosen: bool,
    /// Descriptions as pages for a person, one for each thing described.
    pub cards: Vec<Card>,
    /// What the answer speaks of as a graph, where the format draws one.
    pub picture: Option<Picture>,
    /// The layout that fits: plain rows, or a text such as a description or a tree.
    pub layout: Layout,
    /// Where it is to go, where the query says so itself (`as csv`, `to "file"`).
    pub output: Destination,
}

/// Where and in which format a query asks for its answer.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Destination {
    /// `as FORMAT`
    pub format: Option<String>,
    /// The `as FORMAT` before that one: `as matrix | as svg`.
    pub chart: Option<String>,
    /// `to "FILE"`, relative to the script.
    pub file: Option<(String, Span)>,
}

/// Name, version and size of the graph that was asked.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GraphInfo {
    /// Name of the graph.
    pub name: String,
    /// Version of the graph.
    pub version: String,
    /// Number of entities.
    pub entities: usize,
    /// Number of statements.
    pub statements: usize,
}

/// How an answer is best shown to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Layout {
    /// One line per row.
    #[default]
    Table,
    /// One block per row: `describe`.
    Record,
    /// `why`: an indented tree.
    Tree,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Heading and JSON key.
    pub name: Cow<'static, str>,
    /// What its cells hold.
    pub of: ColumnType,
    /// Shown in `table` and `line`; JSON and the like hold all columns.
    pub visible: bool,
}

/// What the cells of a column hold; `as_str` is what JSON says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// One entity, or none.
    Entity,
    /// Several entities.
    Entities,
    /// An evidence level.
    Level,
    /// A whole or decimal number.
    Number,
    /// Text.
    Text,
    /// Several texts.
    Texts,
    /// Yes or no.
    Bool,
    /// A tree of reasons.
    Tree,
    /// Steps of a path.
    Steps,
    /// A list of identifiers of statements or sources.
    References,
    /// Opposite evidence.
    Opposite,
}

impl ColumnType {
    /// As JSON writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            ColumnType::Entity => "entity",
            ColumnType::Entities => "entities",
            ColumnType::Level => "level",
            ColumnType::Number => "number",
            ColumnType::Text => "text",
            ColumnType::Texts => "texts",
            ColumnType::Bool => "bool",
            ColumnType::Tree => "tree",
            ColumnType::Steps => "steps",
            ColumnType::References => "references",
            ColumnType::Opposite => "opposite",
        }
    }
}

/// One row: a cell per column.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    /// In column order.
    pub cells: Vec<Cell>,
}

/// An entity as answers show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityCell {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Arc<str>,
    /// The name the user typed, where it is another.
    pub alias: Option<String>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Cell {
    /// No value: JSON null, empty elsewhere.
    #[default]
    Missing,
    /// An entity; rows with the same one share it.
    Entity(Arc<EntityCell>),
    /// Several entities.
    Entities(Vec<Arc<EntityCell>>),
    /// Text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
    /// Yes or no.
    Bool(bool),
    /// A tree of reasons.
    Tree(Box<Tree>),
    /// Steps of a path.
    Steps(Vec<StepCell>),
    /// Opposite evidence: statement ids with level, best first.
    Opposite(Vec<OppositeCell>),
}

impl Cell {
    /// Whether there is no value, or a list without one.
    pub fn is_missing(&self) -> bool {
        match self {
            Cell::Missing => true,
            Cell::Entities(list) => list.is_empty(),
            Cell::Texts(list) => list.is_empty(),
            Cell::Opposite(list) => list.is_empty(),
            Cell::Steps(list) => list.is_empty(),
            Cell::Entity(_) | Cell::Text(_) | Cell::Integer(_) | Cell::Decimal(_) | Cell::Bool(_) | Cell::Tree(_) => {
                false
            }
        }
    }
}

/// A supported statement that says the opposite of the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OppositeCell {
    /// Statement id.
    pub statement: String,
    /// Its effect.
    pub effect: String,
    /// Its level.
    pub level: String,
}

/// A reason with the reasons below it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tree {
    /// One reason in words.
    pub text: String,
    /// Reasons for it.
    pub children: Vec<Tree>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepCell {
    /// Entity at the start.
    pub from: Arc<EntityCell>,
    /// The relation's name.
    pub relation: String,
    /// `forward` where the edge points along the step, `backward` where it points against it.
    pub forward: bool,
    /// Entity at the end.
    pub to: Arc<EntityCell>,
    /// Statements behind the edge; empty for a fact.
    pub statements: Vec<String>,
}

/// A graph to be drawn: what stands around some names, or what an answer speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Subgraph {
    /// What it is called.
    pub title: String,
    /// Each entity once, in the order of the graph.
    pub nodes: Vec<SubgraphNode>,
    /// Each pair of entities at most once for each relation.
    pub edges: Vec<SubgraphEdge>,
}

/// An entity of a [`Subgraph`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubgraphNode {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Arc<str>,
    /// Whether it was asked for or found; others are there because an edge leads to them.
    pub in_focus: bool,
}

/// A relation between two entities of a [`Subgraph`], with all statements that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubgraphEdge {
    /// Number of the node where it starts.
    pub from: usize,
    /// Number of the node where it leads to.
    pub to: usize,
    /// The relation's name.
    pub relation: String,
    /// Whether it has no direction.
    pub undirected: bool,
    /// Level of the best statement, of those against it where there are no others; empty for a
    /// fact.
    pub level: String,
    /// Regulatory status in that statement; may be empty.
    pub status: String,
    /// Statements that support it, best first.
    pub supporting: Vec<String>,
    /// Statements against it, best first: they dispute it, are disputed themselves, or failed.
    pub against: Vec<String>,
    /// What it rests on: sources of the fact, or of its statements.
    pub sources: Vec<String>,
}

impl SubgraphEdge {
    /// Whether there is only evidence against it.
    pub fn is_contested(&self) -> bool {
        self.supporting.is_empty() && !self.against.is_empty()
    }

    /// Number of its statements.
    pub fn statement_count(&self) -> usize {
        self.supporting.len() + self.against.len()
    }
}

/// Something the reader should know beside the rows: how a name was understood, what a limit cut,
/// what a wider question would find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable, one word with hyphens (`alias`, `subtypes`, `not`).
    pub code: &'static str,
    /// In the user's words.
    pub text: String,
}

impl Note {
    /// A note.
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }
}

/// What is known of one thing, as a page for a person: all texts, in the order of reading.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Card {
    /// What it is about.
    pub entity: EntityCell,
    /// A sentence or two; may be empty.
    pub description: String,
    /// Short facts, each with its label.
    pub facts: Vec<(String, Vec<String>)>,
    /// Tables, the most important first.
    pub sections: Vec<CardSection>,
}

/// A table of a card.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CardSection {
    /// Above it.
    pub heading: String,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// A text for each column.
    pub rows: Vec<Vec<String>>,
    /// How many more rows there are.
    pub more: usize,
}

/// Entities and what joins them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Picture {
    /// Entities, each once.
    pub nodes: Vec<PictureNode>,
    /// What joins two of them.
    pub edges: Vec<PictureEdge>,
    /// The statements behind edges and rows.
    pub claims: Vec<PictureClaim>,
    /// Entities of the answer that a picture has no room for.
    pub left_out: usize,
}

/// An entity of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureNode {
    /// The entity.
    pub entity: Arc<EntityCell>,
    /// What it has to do with the question.
    pub part: PicturePart,
}

/// What an entity of a picture has to do with the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturePart {
    /// It was named in the question.
    Named,
    /// It is a row.
    Row,
    /// It is on the way between these.
    Between,
}

/// What joins two entities of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureEdge {
    /// Number of the node where it starts.
    pub from: usize,
    /// Number of the node where it ends.
    pub to: usize,
    /// The relation.
    pub relation: String,
    /// Whether it points from one to the other.
    pub is_directed: bool,
    /// Numbers of the statements behind it; empty for a fact.
    pub claims: Vec<usize>,
    /// The best level among supporting statements, or among all where none supports.
    pub level: Option<String>,
    /// Whether no statement behind it supports it.
    pub is_contested: bool,
    /// Sources of a fact.
    pub sources: Vec<String>,
}

/// A statement as pictures and charts need it; absent values are empty.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PictureClaim {
    /// Identifier.
    pub id: String,
    /// Name and value of the fields that qualify it (effect, direction, level, status, …).
    pub fields: Vec<(&'static str, String)>,
    /// The therapy.
    pub therapy: String,
    /// The profile or mechanism.
    pub finding: String,
    /// Genes of the profile.
    pub genes: Vec<String>,
    /// Cancers.
    pub cancers: Vec<String>,
    /// In a sentence.
    pub gist: String,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
    /// Whether it supports what it is about.
    pub supports: bool,
}

impl PictureClaim {
    /// The value of a field; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}
