//! `show TOPIC`: what can be asked, and what is set. A new topic is a row of [`TOPICS`].

use super::Engine;
use super::settings::{SETTINGS, unknown};
use super::state::{OpenGraphs, State};
use crate::answer::{Answer, Cell, Column, ColumnType, Row};
use crate::diagnostic::Diagnostic;
use crate::language::ast::Text;
use crate::model::kind;
use crate::resolve::Binding;
use crate::vocabulary::{ContextRule, KindId, On, PropertyType, Vocabulary};

/// One topic of `show`.
#[derive(Debug)]
pub struct Topic {
    /// As `show` takes it.
    pub name: &'static str,
    /// One line for the reference.
    pub help: &'static str,
    columns: &'static [(&'static str, ColumnType)],
    rows: fn(&Scene<'_, '_>) -> Vec<Vec<Cell>>,
}

/// What topics look at.
struct Scene<'a, 'e> {
    state: &'a State<'e>,
    opened: &'a OpenGraphs,
}

impl Scene<'_, '_> {
    fn engine(&self) -> &Engine {
        &self.state.engine
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.engine().graph().vocabulary()
    }
}

use ColumnType::{Number, Text as Words, Texts};

/// Every topic.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "nouns",
        help: "words for kinds of things",
        columns: &[("noun", Words), ("kinds", Texts), ("forms", Texts), ("in", Words), ("entities", Number)],
        rows: nouns,
    },
    Topic {
        name: "verbs",
        help: "words for relations",
        columns: &[
            ("verb", Words),
            ("from", Texts),
            ("to", Texts),
            ("forms", Texts),
            ("layer", Words),
            ("in", Words),
            ("edges", Number),
        ],
        rows: verbs,
    },
    Topic {
        name: "properties",
        help: "what can be filtered, shown and counted by",
        columns: &[("property", Words), ("on", Texts), ("type", Words), ("values", Texts)],
        rows: properties,
    },
    Topic {
        name: "schema",
        help: "which kinds each relation joins, and how often",
        columns: &[("from", Words), ("relation", Words), ("to", Words), ("edges", Number)],
        rows: schema,
    },
    Topic {
        name: "stats",
        help: "how much of everything there is",
        columns: &[("what", Words), ("name", Words), ("count", Number)],
        rows: stats,
    },
    Topic {
        name: "settings",
        help: "what `set` can change",
        columns: &[("setting", Words), ("value", Words), ("values", Words), ("help", Words)],
        rows: |view| {
            let row = |setting: &super::Setting| {
                vec![
                    text(setting.name),
                    Cell::Text((setting.now)(&view.state.settings)),
                    text(setting.values),
                    text(setting.help),
                ]
            };
            SETTINGS.iter().map(row).collect()
        },
    },
    Topic {
        name: "bindings",
        help: "what `let` and `param` have set",
        columns: &[("name", Words), ("type", Words), ("value", Words)],
        rows: bindings,
    },
    Topic {
        name: "graphs",
        help: "the graph that is asked, and others that are open",
        columns: &[
            ("graph", Words),
            ("version", Words),
            ("entities", Number),
            ("statements", Number),
            ("asked", ColumnType::Bool),
        ],
        rows: graphs,
    },
];

/// The answer to `show TOPIC`.
///
/// # Errors
/// There is no such topic.
pub(super) fn topic(state: &State<'_>, opened: &OpenGraphs, name: &Text) -> Result<Answer, Diagnostic> {
    let wanted = name.text.to_lowercase();
    let Some(topic) = TOPICS.iter().find(|topic| topic.name == wanted) else {
        return Err(unknown("topic", name, TOPICS.iter().map(|topic| topic.name)));
    };
    let columns = topic.columns.iter().map(|&(name, of)| Column { name: name.into(), of, visible: true });
    let view = Scene { state, opened };
    Ok(Answer {
        query: format!("show {}", topic.name),
        reading: format!("show {}", topic.name),
        graph: state.engine.graph_info(),
        columns: columns.collect(),
        rows: (topic.rows)(&view).into_iter().map(|cells| Row { cells }).collect(),
        complete: true,
        is_chosen: true,
        ..Answer::default()
    })
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn number(number: usize) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn kinds(vocabulary: &Vocabulary, kinds: &[KindId]) -> Cell {
    Cell::Texts(kinds.iter().map(|&kind| vocabulary.kind_name(kind).to_owned()).collect())
}

fn nouns(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let vocabulary = view.vocabulary();
    let row = |noun: &crate::vocabulary::Noun| {
        let entities = noun.kinds.iter().map(|&kind| view.engine().graph().kind_range(kind).len()).sum();
        vec![
            text(noun.singular()),
            kinds(vocabulary, &noun.kinds),
            Cell::Texts(noun.forms.clone()),
            noun.context.map_or(Cell::Missing, |relation| text(&vocabulary.verb(relation).relation)),
            number(entities),
        ]
    };
    vocabulary.nouns.iter().map(row).collect()
}

fn verbs(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let vocabulary = view.vocabulary();
    let row = |(relation, verb): (crate::vocabulary::RelationId, &crate::vocabulary::Verb)| {
        let says = |form: &crate::vocabulary::Form| form.verbs.iter().any(|usage| usage.relation == relation);
        let mut forms: Vec<String> =
            vocabulary.forms.iter().filter(|(_, form)| says(form)).map(|(_, form)| form.text.clone()).collect();
        forms.sort();
        let layer = match (&verb.claim, verb.derived) {
            (Some(_), _) => "claim",
            (None, Some(_)) => "derived",
            (None, None) => "fact",
        };
        let context = match verb.context {
            ContextRule::None => Cell::Missing,
            ContextRule::Statement => text("the statement itself"),
            ContextRule::Relation(through) => text(&vocabulary.verb(through).relation),
        };
        vec![
            text(&verb.relation),
            kinds(vocabulary, &verb.from),
            kinds(vocabulary, &verb.to),
            Cell::Texts(forms),
            text(layer),
            context,
            number(view.engine().graph().forward(relation).edge_count()),
        ]
    };
    vocabulary.relations().map(row).collect()
}

fn properties(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let vocabulary = view.vocabulary();
    let row = |property: &crate::vocabulary::Property| {
        let on = match &property.on {
            On::Statement => Cell::Texts(vec![kind::STATEMENT.to_owned()]),
            On::Kinds(of) if of.is_empty() => Cell::Texts(vec!["everything".to_owned()]),
            On::Kinds(of) => kinds(vocabulary, of),
        };
        let of = match &property.of {
            PropertyType::Ordered(_) => "ordered, best first".to_owned(),
            PropertyType::Enum(_) => "one of the values".to_owned(),
            PropertyType::Set(_) => "any of the values".to_owned(),
            PropertyType::Text => "text".to_owned(),
            PropertyType::Number => "number".to_owned(),
            PropertyType::Year => "year".to_owned(),
            PropertyType::Date => "date".to_owned(),
            PropertyType::Bool => "yes or no".to_owned(),
            PropertyType::Via { relation, kind } => {
                format!("{} of {}", vocabulary.kind_name(*kind), vocabulary.verb(*relation).relation)
            }
        };
        let values = crate::graph::values_of(&property.of).to_vec();
        vec![text(&property.name), on, Cell::Text(of), Cell::Texts(values)]
    };
    vocabulary.properties.iter().map(row).collect()
}

fn schema(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let graph = view.engine().graph();
    let vocabulary = view.vocabulary();
    let count = vocabulary.kinds.len();
    let mut rows = Vec::new();
    for (relation, verb) in vocabulary.relations() {
        let edges = graph.forward(relation);
        let mut found = vec![0usize; count * count];
        for source in edges.sources() {
            let from = usize::from(graph.kind(crate::graph::EntityId(source)).0);
            for &target in edges.targets(source) {
                let to = usize::from(graph.kind(crate::graph::EntityId(target)).0);
                if let Some(place) = found.get_mut(from * count + to) {
                    *place += 1;
                }
            }
        }
        for (place, &edges) in found.iter().enumerate().filter(|(_, edges)| **edges > 0) {
            let name = |number: usize| text(vocabulary.kinds.get(number).map_or("", |kind| &*kind.name));
            rows.push(vec![name(place / count), text(&verb.relation), name(place % count), number(edges)]);
        }
    }
    rows
}

fn stats(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let graph = view.engine().graph();
    let vocabulary = view.vocabulary();
    let row = |what: &str, name: &str, count: usize| vec![text(what), text(name), number(count)];
    let mut rows = vec![
        row("all", "entities", graph.entity_count()),
        row("all", "statements", graph.statement_count()),
        row("all", "edges", vocabulary.relations().map(|(relation, _)| graph.forward(relation).edge_count()).sum()),
    ];
    for (number, kind) in vocabulary.kinds.iter().enumerate() {
        let range = graph.kind_range(KindId(u8::try_from(number).unwrap_or(u8::MAX)));
        rows.push(row("kind", &kind.name, range.len()));
    }
    for (relation, verb) in vocabulary.relations() {
        rows.push(row("relation", &verb.relation, graph.forward(relation).edge_count()));
    }
    rows
}

fn bindings(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let row = |(name, binding): &(String, Binding)| {
        let (of, value) = match binding {
            Binding::Query(_) => ("query", view.state.text_of(name)),
            Binding::Value(value) => ("value", value.as_str()),
            Binding::Foreign => ("query of another graph", view.state.text_of(name)),
        };
        vec![Cell::Text(format!("${name}")), text(of), text(value)]
    };
    view.state.bindings.iter().map(row).collect()
}

fn graphs(view: &Scene<'_, '_>) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let asked = view.engine();
    let others = view.opened.iter().map(|(_, engine)| &**engine).filter(|engine| !std::ptr::eq(*engine, asked));
    for (engine, is_asked) in std::iter::once((asked, true)).chain(others.map(|engine| (engine, false))) {
        let info = engine.graph_info();
        rows.push(vec![
            Cell::Text(info.name),
            Cell::Text(info.version),
            number(info.entities),
            number(info.statements),
            Cell::Bool(is_asked),
        ]);
    }
    rows
}
