//! Sources that are more than a set: `evidence for …`, `describe`, `resolve`.

use crate::exec::result::{RowEvidence, SetRow, SetRows};
use crate::exec::result::{Table, Value};
use crate::exec::rows;
use crate::exec::{Run, Stop};
use crate::graph::{ColumnValue, EntityId, Graph, NONE, StatementId};
use crate::model::{FIELDS, SourceKind, Stored};
use crate::names::{MatchedBy, NameIndex, Written};
use crate::query::{Seed, SetId};
use crate::vocabulary::{NounId, On, PropertyId, RelationId};

/// `evidence for HEAD …`: the statements behind the rows, as rows; listed so they are never split.
///
/// # Errors
/// When the budget is used up.
pub fn evidence(run: &Run<'_>, set: SetId) -> Result<SetRows, Stop> {
    let found = rows::rows(run, set)?;
    let graph = run.graph;
    let statements = graph.statements();
    let work = rows::RowWork::new(run, run.query.head_of(set))?;
    let mut all: Vec<(StatementId, RowEvidence)> = Vec::new();
    for row in found.rows.iter().chain(&found.contested) {
        let Some(evidence) = &row.evidence else { continue };
        for &statement in evidence.supporting.iter().chain(&evidence.against) {
            all.push((statement, work.place_of(statement, row.entity)?));
        }
    }
    all.sort_by_key(|(statement, place)| (statements.rank(*statement), place.cancer.is_none()));
    all.dedup_by_key(|(statement, _)| *statement);
    let rows = all
        .into_iter()
        .map(|(statement, place)| {
            let supports = statements.supports(statement);
            let evidence = RowEvidence {
                best: Some(statement),
                supporting: if supports { vec![statement] } else { Vec::new() },
                against: if supports { Vec::new() } else { vec![statement] },
                statements: vec![statement],
                status: Some(statement),
                cancer: place.cancer.or_else(|| statements.cancers(statement).first().copied()),
                inclusion: place.inclusion,
                finding: place.finding,
                ..RowEvidence::default()
            };
            SetRow { entity: graph.statement_entity(statement).0, contested: false, evidence: Some(Box::new(evidence)) }
        })
        .collect();
    Ok(SetRows { rows, contested: Vec::new(), has_claims: true })
}

/// `describe NAME`: everything the graph holds about it, field by field.
///
/// # Errors
/// When the budget is used up.
pub fn describe(graph: &Graph, seeds: &[Seed]) -> Result<Table, Stop> {
    let mut described = describe_table();
    for seed in seeds {
        for &entity in &seed.entities {
            describe_one(graph, entity, &mut described);
        }
    }
    Ok(described)
}

fn describe_table() -> Table {
    Table::of(SourceKind::Describe, Vec::new())
}

fn describe_one(graph: &Graph, entity: EntityId, described: &mut Table) {
    let mut push = |field: &str, value: Value, sources: Vec<u32>| {
        if !value.is_missing() {
            described.rows.push(vec![
                Value::Entity(entity.0),
                Value::Text(field.to_owned()),
                value,
                Value::Entities(sources),
            ]);
        }
    };
    let vocabulary = graph.vocabulary();
    let texts = |list: Vec<&str>| Value::Texts(list.into_iter().map(str::to_owned).collect());
    push("id", Value::Text(graph.id(entity).to_owned()), Vec::new());
    push("aliases", texts(graph.aliases(entity).chain(graph.imported_aliases(entity)).collect()), Vec::new());
    push("cross-references", texts(graph.xrefs(entity).collect()), Vec::new());
    if !graph.description(entity).is_empty() {
        push("description", Value::Text(graph.description(entity).to_owned()), Vec::new());
    }
    for (i, property) in vocabulary.properties.iter().enumerate() {
        let id = PropertyId(i as u16);
        let own = match &property.on {
            On::Statement => graph.statement_of(entity).is_some(),
            On::Kinds(kinds) => kinds.is_empty() || kinds.contains(&graph.kind(entity)),
        };
        if own {
            let value = match graph.entity_value(entity, id) {
                ColumnValue::Missing => Value::Missing,
                ColumnValue::Text(text) => Value::Text(text.to_owned()),
                ColumnValue::Texts(list) => texts(list),
                ColumnValue::Integer(number) => Value::Integer(number),
                ColumnValue::Decimal(number) => Value::Decimal(number),
                ColumnValue::Bool(value) => Value::Bool(value),
            };
            push(&property.name, value, Vec::new());
        }
    }
    if let Some(statement) = graph.statement_of(entity) {
        describe_statement(graph, statement, &mut push);
        return;
    }
    describe_edges(graph, entity, &mut push);
}

fn describe_statement(graph: &Graph, statement: StatementId, push: &mut impl FnMut(&str, Value, Vec<u32>)) {
    let statements = graph.statements();
    for row in &FIELDS {
        let value = match row.stored {
            Stored::Entity(_) => statements.entity(statement, row.field).map_or(Value::Missing, Value::Entity),
            Stored::Entities(_) => Value::Entities(statements.entities(statement, row.field).to_vec()),
            Stored::Sentence => match statements.sentence(statement, row.field) {
                "" => continue,
                text => Value::Text(text.to_owned()),
            },
            // These are properties.
            Stored::Code
            | Stored::Set
            | Stored::Flag
            | Stored::Rating
            | Stored::Year
            | Stored::Fraction
            | Stored::Count
            | Stored::Text => continue,
        };
        push(row.heading, value, Vec::new());
    }
}

/// What each relation leads to, supported and contested apart.
fn describe_edges(graph: &Graph, entity: EntityId, push: &mut impl FnMut(&str, Value, Vec<u32>)) {
    let vocabulary = graph.vocabulary();
    for (relation, verb) in vocabulary.relations() {
        if verb.derived.is_some() {
            continue;
        }
        let ends = [(graph.forward(relation), 0), (graph.backward(relation), 1)];
        for (adjacency, participle) in ends.into_iter().take(if verb.undirected { 1 } else { 2 }) {
            let (mut supported, mut contested, mut sources) = (Vec::new(), Vec::new(), Vec::new());
            for edge in adjacency.range(entity.0) {
                let target = adjacency.all_targets()[edge];
                let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                match statement {
                    Some(statement) if !graph.statements().supports(StatementId(statement)) => contested.push(target),
                    Some(_) | None => supported.push(target),
                }
                if let Some(statement) = statement {
                    sources.extend_from_slice(graph.statements().sources(StatementId(statement)));
                }
                if let Some(fact) = adjacency.fact_at(edge).filter(|&number| number != NONE) {
                    sources.extend_from_slice(graph.fact_sources(fact));
                }
            }
            let mut faces = rustc_hash::FxHashSet::default();
            for list in [&mut supported, &mut contested] {
                list.sort_unstable_by_key(|&target| {
                    let kind = graph.kind(EntityId(target));
                    (verb.from.iter().chain(&verb.to).position(|&other| other == kind), target)
                });
                faces.clear();
                list.retain(|&target| faces.insert(graph.face(EntityId(target)).0));
                list.sort_unstable();
            }
            sources.sort_unstable();
            sources.dedup();
            contested.retain(|target| supported.binary_search(target).is_err());
            let word = &verb.participles[participle];
            push(word, Value::Entities(supported), sources.clone());
            push(&format!("{word} (contested)"), Value::Entities(contested), sources);
        }
    }
}

/// `describe drugs`, `describe targeting`: what the vocabulary says of a word.
pub fn describe_noun(graph: &Graph, noun: NounId) -> Table {
    let vocabulary = graph.vocabulary();
    let row = vocabulary.noun(noun);
    let mut described = describe_table();
    let mut push = |field: &str, texts: Vec<String>| {
        if !texts.is_empty() {
            described.rows.push(vec![
                Value::Missing,
                Value::Text(field.to_owned()),
                Value::Texts(texts),
                Value::Entities(Vec::new()),
            ]);
        }
    };
    push("noun", row.forms.clone());
    push("kinds", row.kinds.iter().map(|&kind| vocabulary.kind_name(kind).to_owned()).collect());
    let count: usize = row.kinds.iter().map(|&kind| graph.kind_range(kind).len()).sum();
    push("entities", vec![count.to_string()]);
    let context = row.context.map(|relation| vocabulary.verb(relation).relation.clone());
    push("in", context.into_iter().collect());
    let properties = vocabulary.properties.iter().filter(|property| match &property.on {
        On::Statement => false,
        On::Kinds(kinds) => kinds.iter().any(|kind| row.kinds.contains(kind)),
    });
    push("properties", properties.map(|property| property.name.clone()).collect());
    let verbs = vocabulary.verbs.iter().flat_map(|verb| {
        [(&verb.from, 0), (&verb.to, 1)]
            .into_iter()
            .filter(|(kinds, _)| kinds.iter().any(|kind| row.kinds.contains(kind)))
            .map(|(_, participle)| verb.participles[participle].clone())
    });
    push("verbs", verbs.collect());
    described
}

/// What the vocabulary says of a verb.
pub fn describe_verb(graph: &Graph, relations: &[RelationId]) -> Table {
    let vocabulary = graph.vocabulary();
    let mut described = describe_table();
    for &relation in relations {
        let verb = vocabulary.verb(relation);
        let mut push = |field: &str, texts: Vec<String>| {
            if !texts.is_empty() {
                described.rows.push(vec![
                    Value::Missing,
                    Value::Text(field.to_owned()),
                    Value::Texts(texts),
                    Value::Entities(Vec::new()),
                ]);
            }
        };
        let kinds = |kinds: &[crate::vocabulary::KindId]| {
            kinds.iter().map(|&kind| vocabulary.kind_name(kind).to_owned()).collect()
        };
        push("relation", vec![verb.relation.clone()]);
        push("from", kinds(&verb.from));
        push("to", kinds(&verb.to));
        let forms =
            vocabulary.forms.iter().filter(|(_, form)| form.verbs.iter().any(|usage| usage.relation == relation));
        push("forms", forms.map(|(_, form)| form.text.clone()).collect());
        push("edges", vec![graph.forward(relation).edge_count().to_string()]);
        push("effects", verb.claim.as_ref().map(|claim| claim.effects.clone()).unwrap_or_default());
    }
    described
}

/// `resolve TEXT`: everything that the text may name, best first, and how to write each.
pub fn resolve(run: &Run<'_>, names: &NameIndex, text: &str) -> Table {
    let graph = run.graph;
    let mut resolved = Table::of(SourceKind::Resolve, Vec::new());
    let (kinds, bare) = crate::resolve::sources::forced(graph, text);
    let fits = |entity: EntityId| kinds.is_none_or(|kinds| kinds.has(graph.kind(entity)));
    let mut rows = Vec::new();
    let mut add = |entity: EntityId, matched: &str, text: &str, is_best: bool| {
        if fits(entity) {
            rows.push(vec![
                Value::Entity(entity.0),
                Value::Text(matched.to_owned()),
                Value::Text(text.to_owned()),
                Value::Bool(is_best),
                Value::Text(crate::resolve::forced_name(graph, entity)),
            ]);
        }
    };
    let found = names.lookup(graph, bare);
    let best = found.best.len();
    for (i, candidate) in found.best.iter().chain(&found.others).enumerate() {
        add(candidate.entity, matched(candidate.matched), candidate.text, i < best);
    }
    if best == 0 {
        written(names, graph, bare, &mut add);
    }
    resolved.rows = rows;
    resolved
}

/// The rows of a text that is no name but was written for one.
fn written(names: &NameIndex, graph: &Graph, text: &str, add: &mut impl FnMut(EntityId, &str, &str, bool)) {
    let faces = |entity: EntityId| graph.faces(&entity).iter().map(|&face| EntityId(face)).collect::<Vec<_>>();
    match names.written(graph, text) {
        Some(Written::Meant { entities, .. } | Written::Ambiguous(entities)) => {
            for face in entities.into_iter().flat_map(faces) {
                add(face, "rewritten", graph.name(face), true);
            }
        }
        Some(Written::Unlisted(change)) => {
            let nearest = change.above.first().map(|(_, how)| *how);
            for (group, how) in change.above {
                for face in faces(group) {
                    add(face, how.as_str(), graph.name(face), Some(how) == nearest);
                }
            }
        }
        Some(Written::Absent) | None => {}
    }
}

const fn matched(by: MatchedBy) -> &'static str {
    match by {
        MatchedBy::Id => "identifier",
        MatchedBy::Xref => "cross-reference",
        MatchedBy::Name => "name",
        MatchedBy::Alias => "alias",
        MatchedBy::Imported => "imported alias",
        MatchedBy::Stripped => "short form",
    }
}
