//! `compare A with B`: the same attributes of each side beside each other, those that differ first.

use crate::answer::ColumnType;
use crate::exec::result::{Table, Value};
use crate::exec::rows::columns;
use crate::exec::walks::ends::endpoint;
use crate::exec::{Run, Stop};
use crate::graph::{Adjacency, EntityId, Field, NO_CODE, StatementId};
use crate::query::{Attribute, Compare, Endpoint};
use crate::vocabulary::{End, KindSet, On, PropertyId, PropertyType, RelationId, Vocabulary};

/// One attribute: its name and what each side has.
struct Compared {
    attribute: String,
    cells: Vec<Value>,
    differs: bool,
}

/// The table of a comparison: attributes of entities, or what sets have in common and apart.
///
/// # Errors
/// When the budget is used up.
pub fn compare(run: &Run<'_>, question: &Compare, columns: Vec<(String, ColumnType)>) -> Result<Table, Stop> {
    let mut sides = Vec::with_capacity(question.sides.len());
    for (_, side) in &question.sides {
        sides.push(endpoint(run, side)?);
    }
    let are_sets = question.sides.iter().any(|(_, side)| matches!(side, Endpoint::Set(_)));
    let mut rows = if are_sets && question.by.is_empty() {
        shared(run, question, &sides)
    } else {
        attributes(run, question, &sides)?
    };
    rows.sort_by_key(|row| !row.differs);
    let rows = rows
        .into_iter()
        .map(|row| {
            std::iter::once(Value::Text(row.attribute))
                .chain(row.cells)
                .chain(std::iter::once(Value::Bool(row.differs)))
                .collect()
        })
        .collect();
    Ok(Table { columns, rows, contested: 0 })
}

/// What all sets hold, and what only one of them does.
fn shared(run: &Run<'_>, question: &Compare, sides: &[Vec<u32>]) -> Vec<Compared> {
    let graph = run.graph;
    let faces: Vec<Vec<u32>> = sides
        .iter()
        .map(|side| {
            let mut faces: Vec<u32> = side.iter().map(|&entity| graph.face(EntityId(entity)).0).collect();
            faces.sort_unstable();
            faces.dedup();
            faces
        })
        .collect();
    let others_have = |place: usize, face: u32, all: bool| {
        let mut others = faces
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .map(|(_, side)| side.binary_search(&face).is_ok());
        if all { others.all(|has| has) } else { others.any(|has| has) }
    };
    let pick = |place: usize, keep: &dyn Fn(u32) -> bool| {
        let mut picked: Vec<u32> =
            sides[place].iter().copied().filter(|&entity| keep(graph.face(EntityId(entity)).0)).collect();
        picked.dedup_by_key(|entity| graph.face(EntityId(*entity)).0);
        Value::Entities(picked)
    };
    let in_all = if sides.len() == 2 { "in both" } else { "in all" };
    let mut rows = vec![Compared {
        attribute: in_all.to_owned(),
        cells: (0..sides.len()).map(|place| pick(place, &|face| others_have(place, face, true))).collect(),
        differs: false,
    }];
    for (place, (label, _)) in question.sides.iter().enumerate() {
        let cells: Vec<Value> = (0..sides.len())
            .map(|other| {
                if other == place {
                    pick(place, &|face| !others_have(place, face, false))
                } else {
                    Value::Entities(Vec::new())
                }
            })
            .collect();
        let differs = cells.iter().any(|cell| !cell.is_missing());
        rows.push(Compared { attribute: format!("only {label}"), cells, differs });
    }
    rows
}

/// The attributes asked for, or all that any side has.
fn attributes(run: &Run<'_>, question: &Compare, sides: &[Vec<u32>]) -> Result<Vec<Compared>, Stop> {
    let by = if question.by.is_empty() { usual(run, sides) } else { question.by.clone() };
    let mut rows = Vec::with_capacity(by.len());
    for (attribute, of) in by {
        let mut cells = Vec::with_capacity(sides.len());
        for side in sides {
            cells.push(match &of {
                Attribute::Property(property) => property_of(run, side, *property),
                Attribute::Kinds(kinds) => joined(run, side, *kinds)?,
                Attribute::Relation(relation, end) => written(run, ends(run, side, (*relation, *end), None)?),
            });
        }
        if question.by.is_empty() && cells.iter().all(Value::is_missing) {
            continue;
        }
        let texts: Vec<Vec<String>> = cells.iter().map(|cell| columns::texts(run, cell)).collect();
        let differs = texts.windows(2).any(|pair| pair[0] != pair[1]);
        rows.push(Compared { attribute, cells, differs });
    }
    Ok(rows)
}

/// Properties of the kinds of the sides, then every relation from either end.
fn usual(run: &Run<'_>, sides: &[Vec<u32>]) -> Vec<(String, Attribute)> {
    let graph = run.graph;
    let vocabulary = graph.vocabulary();
    let kinds =
        sides.iter().flatten().fold(KindSet::default(), |kinds, &entity| kinds.with(graph.kind(EntityId(entity))));
    let mut usual: Vec<(String, Attribute)> = Vec::new();
    for (number, property) in vocabulary.properties.iter().enumerate() {
        let fits = matches!(&property.on, On::Kinds(on) if on.iter().any(|&kind| kinds.has(kind)));
        if fits && !usual.iter().any(|(name, _)| *name == property.name) {
            usual.push((property.name.clone(), Attribute::Property(PropertyId(number as u16))));
        }
    }
    for (relation, verb) in vocabulary.relations().filter(|(_, verb)| verb.derived.is_none()) {
        for (end, participle) in [(End::From, &verb.participles[0]), (End::To, &verb.participles[1])] {
            // `class` means the same as `being a`.
            let is_told = end == End::From && usual.iter().any(|(_, attribute)| reads(vocabulary, attribute, relation));
            let fits = !is_told && verb.kinds(end).iter().any(|&kind| kinds.has(kind));
            if fits && !(verb.undirected && end == End::To) {
                usual.push((participle.clone(), Attribute::Relation(relation, end)));
            }
        }
    }
    usual
}

/// Whether an attribute is a property that is derived from this relation.
fn reads(vocabulary: &Vocabulary, attribute: &Attribute, asked: RelationId) -> bool {
    let Attribute::Property(property) = attribute else { return false };
    matches!(vocabulary.property(*property).of, PropertyType::Via { relation, .. } if relation == asked)
}

/// The property of this name that the kind of each entity has.
fn property_of(run: &Run<'_>, side: &[u32], asked: PropertyId) -> Value {
    let graph = run.graph;
    let vocabulary = graph.vocabulary();
    let name = &vocabulary.property(asked).name;
    let own = |entity: u32| {
        let kind = graph.kind(EntityId(entity));
        let has = |property: &crate::vocabulary::Property| {
            property.name == *name && matches!(&property.on, On::Kinds(on) if on.is_empty() || on.contains(&kind))
        };
        vocabulary.properties.iter().position(has).map(|number| PropertyId(number as u16))
    };
    let mut texts: Vec<String> = Vec::new();
    for &entity in side {
        if let Some(property) = own(entity) {
            texts.extend(columns::texts(run, &columns::property(run, &[entity], property)));
        }
    }
    texts.sort();
    texts.dedup();
    Value::Texts(texts)
}

/// A name with the place of the best status of what leads there; [`NO_CODE`] where there is none.
type Ended = (String, u8);

/// Entities of these kinds that a supported edge of any relation joins to the side.
fn joined(run: &Run<'_>, side: &[u32], kinds: KindSet) -> Result<Value, Stop> {
    let vocabulary = run.graph.vocabulary();
    let mut all = Vec::new();
    for (relation, verb) in vocabulary.relations().filter(|(_, verb)| verb.derived.is_none()) {
        for end in [End::From, End::To] {
            if verb.kinds(end.other()).iter().any(|&kind| kinds.has(kind)) {
                all.extend(ends(run, side, (relation, end), Some(kinds))?);
            }
        }
    }
    Ok(written(run, all))
}

/// What a relation leads to from the side by supported edges.
fn ends(run: &Run<'_>, side: &[u32], step: (RelationId, End), kinds: Option<KindSet>) -> Result<Vec<Ended>, Stop> {
    let graph = run.graph;
    let adjacency: &Adjacency = run.reader.adjacency(step);
    let statements = graph.statements();
    let mut found = Vec::new();
    for &entity in side {
        let range = adjacency.range(entity);
        run.budget.spend(range.len() + 1)?;
        for edge in range {
            let target = EntityId(adjacency.all_targets()[edge]);
            let statement = adjacency.statement_at(edge).map(StatementId);
            let counts = kinds.is_none_or(|kinds| kinds.has(graph.kind(target)))
                && statement.is_none_or(|statement| run.query.including_contested || statements.supports(statement));
            if counts {
                let status = statement.map_or(NO_CODE, |statement| statements.code(statement, Field::Status));
                found.push((graph.name(target).to_owned(), status));
            }
        }
    }
    Ok(found)
}

/// Each name once, in order, with its best status: `gastric cancer (approved)`.
fn written(run: &Run<'_>, mut found: Vec<Ended>) -> Value {
    found.sort();
    found.dedup_by(|next, first| next.0 == first.0);
    let vocabulary = run.graph.vocabulary();
    let statuses = run
        .graph
        .model()
        .property(Field::Status)
        .map(|status| crate::graph::values_of(&vocabulary.property(status).of));
    let texts =
        found.into_iter().map(|(name, status)| match statuses.and_then(|statuses| statuses.get(usize::from(status))) {
            Some(status) => format!("{name} ({status})"),
            None => name,
        });
    Value::Texts(texts.collect())
}
