//! What differs between two graphs. Everything is compared by identifiers: a thing that is called
//! otherwise is one difference, and what speaks of it is none.

use super::diff_statements;
use super::difference::{
    ADDED, ALIAS, CHANGED, CONDITION, DESCRIPTION, Difference, ENTITY, FACT, IMPORTED_ALIAS, KIND, MEMBERS, MOVED,
    NAME, REMOVED, SOURCES, Side, XREF, difference,
};
use super::matched::{MatchedGraphs, expression};
use crate::export::fields::{References, View, entity_properties, entity_property, joined, one_line};
use crate::graph::{EntityId, Graph, NONE};
use crate::vocabulary::RelationId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Everything that differs, in a stable order.
pub fn diff(old: &Side<'_>, new: &Side<'_>) -> Vec<Difference> {
    let matched = MatchedGraphs::new(old.graph, new.graph);
    let mut found = Vec::new();
    diff_statements::differences(old, new, &matched, &mut found);
    entities(old, new, &matched, &mut found);
    facts(old, new, &matched, &mut found);
    for sort in [ALIAS, IMPORTED_ALIAS, XREF] {
        texts(old, new, &matched, sort, &mut found);
    }
    found.sort_unstable_by(|a, b| {
        (a.of, &a.id, a.change, &a.field, &a.old, &a.new).cmp(&(b.of, &b.id, b.change, &b.field, &b.old, &b.new))
    });
    found
}

/// An entity in one line.
fn described(graph: &Graph, entity: EntityId) -> String {
    format!("{} {}", graph.vocabulary().kind_name(graph.kind(entity)), graph.name(entity))
}

fn entities(old: &Side<'_>, new: &Side<'_>, matched: &MatchedGraphs<'_>, found: &mut Vec<Difference>) {
    let properties = common_properties(old.graph, new.graph);
    for before in old.entities() {
        match matched.new_of(before.0) {
            Some(after) => entity(matched, &properties, before, EntityId(after), found),
            None => {
                let said = described(old.graph, before);
                found.push(difference(REMOVED, ENTITY, old.graph.id(before), ["", &said, ""]));
            }
        }
    }
    for after in new.entities().filter(|after| !matched.is_matched(after.0)) {
        let said = described(new.graph, after);
        found.push(difference(ADDED, ENTITY, new.graph.id(after), ["", "", &said]));
    }
}

/// Names of the properties that either graph keeps.
fn common_properties<'g>(old: &'g Graph, new: &'g Graph) -> Vec<&'g str> {
    let mut names = entity_properties(old);
    for name in entity_properties(new) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What differs of an entity that both graphs have.
fn entity(
    matched: &MatchedGraphs<'_>,
    properties: &[&str],
    before: EntityId,
    after: EntityId,
    found: &mut Vec<Difference>,
) {
    let (old, new) = (matched.old, matched.new);
    let mut compare = |field: &str, was: &str, is: &str| {
        if was != is {
            found.push(difference(CHANGED, ENTITY, old.id(before), [field, was, is]));
        }
    };
    let kind = |graph: &'_ Graph, entity| graph.vocabulary().shared_kind_name(graph.kind(entity));
    compare(KIND, &kind(old, before), &kind(new, after));
    // The name of a profile or regimen that an expression makes is that of its parts.
    if !(matched.is_expression(before)) {
        compare(NAME, old.name(before), new.name(after));
    }
    compare(DESCRIPTION, old.description(before), new.description(after));
    for name in properties {
        compare(name, &entity_property(old, before, name), &entity_property(new, after, name));
    }
    let view = |graph, references| View { graph, references };
    let [was, is] = [(old, before), (new, after)].map(|(graph, entity)| expression(graph, entity));
    if was != is {
        let field = if old.profile_tree(before).or(new.profile_tree(after)).is_some() { CONDITION } else { MEMBERS };
        let shown = |graph, entity| match field {
            CONDITION => view(graph, References::Names).profile(entity),
            _ => view(graph, References::Names).therapy(entity),
        };
        let (was_named, is_named) = (shown(old, before), shown(new, after));
        if was_named == is_named { compare(field, &was, &is) } else { compare(field, &was_named, &is_named) }
    }
}

/// A fact in the numbers of the newer graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FactKey {
    relation: RelationId,
    from: u32,
    to: u32,
}

/// A fact with its ends in its own graph.
struct FoundFact<'g> {
    key: FactKey,
    from: EntityId,
    to: EntityId,
    sources: &'g [u32],
}

fn facts(old: &Side<'_>, new: &Side<'_>, matched: &MatchedGraphs<'_>, found: &mut Vec<Difference>) {
    let relations = matched.relations();
    let mut before = Vec::new();
    for fact in crate::export::facts(old.graph).filter(|fact| old.concerns(fact.from.0) || old.concerns(fact.to.0)) {
        let relation = relations.get(usize::from(fact.relation.0)).copied().flatten();
        match (relation, matched.new_of(fact.from.0), matched.new_of(fact.to.0)) {
            (Some(relation), Some(from), Some(to)) => {
                let key = key(new.graph, relation, from, to);
                before.push(FoundFact { key, from: fact.from, to: fact.to, sources: fact.sources });
            }
            _ => tell_fact(REMOVED, old.graph, fact.relation, (fact.from, fact.to), found),
        }
    }
    let after = crate::export::facts(new.graph).filter(|fact| new.concerns(fact.from.0) || new.concerns(fact.to.0));
    let mut after: Vec<FoundFact<'_>> = after
        .map(|fact| FoundFact {
            key: key(new.graph, fact.relation, fact.from.0, fact.to.0),
            from: fact.from,
            to: fact.to,
            sources: fact.sources,
        })
        .collect();
    before.sort_unstable_by_key(|fact| fact.key);
    after.sort_unstable_by_key(|fact| fact.key);
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (Some(was), Some(is)) => was.key.cmp(&is.key),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        let was = if order.is_le() { before.next() } else { None };
        let is = if order.is_ge() { after.next() } else { None };
        match (was, is) {
            (Some(was), Some(is)) => fact_sources(matched, was, is, found),
            (Some(fact), None) => {
                tell_fact(REMOVED, old.graph, matched.old_relation(fact.key.relation), (fact.from, fact.to), found);
            }
            (None, Some(fact)) => tell_fact(ADDED, new.graph, fact.key.relation, (fact.from, fact.to), found),
            (None, None) => {}
        }
    }
}

fn key(new: &Graph, relation: RelationId, from: u32, to: u32) -> FactKey {
    let turned = new.vocabulary().verb(relation).undirected && from > to;
    let (from, to) = if turned { (to, from) } else { (from, to) };
    FactKey { relation, from, to }
}

fn tell_fact(
    change: &'static str,
    graph: &Graph,
    relation: RelationId,
    (from, to): (EntityId, EntityId),
    found: &mut Vec<Difference>,
) {
    let relation = &graph.vocabulary().verb(relation).relation;
    let texts = if change == ADDED { [relation, "", graph.id(to)] } else { [relation, graph.id(to), ""] };
    found.push(difference(change, FACT, graph.id(from), texts));
}

/// What a fact rests on, where that differs.
fn fact_sources(matched: &MatchedGraphs<'_>, was: &FoundFact<'_>, is: &FoundFact<'_>, found: &mut Vec<Difference>) {
    let mapped = |source: &u32| matched.new_of(*source).unwrap_or(NONE);
    let set = |sources: &mut dyn Iterator<Item = u32>| {
        let mut set: Vec<u32> = sources.collect();
        set.sort_unstable();
        set
    };
    if set(&mut was.sources.iter().map(mapped)) == set(&mut is.sources.iter().copied()) {
        return;
    }
    let list = |graph: &Graph, sources: &[u32]| {
        let mut ids: Vec<String> = sources.iter().map(|&source| one_line(graph.id(EntityId(source)))).collect();
        ids.sort_unstable();
        joined(ids.into_iter())
    };
    let (was_listed, is_listed) = (list(matched.old, was.sources), list(matched.new, is.sources));
    if was_listed != is_listed {
        let relation = &matched.new.vocabulary().verb(is.key.relation).relation;
        let field = format!("{SOURCES}: {relation} {}", matched.new.id(is.to));
        found.push(difference(CHANGED, FACT, matched.new.id(is.from), [&field, &was_listed, &is_listed]));
    }
}

/// Names and cross-references that something gained or lost. One that left one thing and came to
/// another of its kind has moved.
fn texts(old: &Side<'_>, new: &Side<'_>, matched: &MatchedGraphs<'_>, sort: &'static str, found: &mut Vec<Difference>) {
    let (before, after) = (old.texts(sort), new.texts(sort));
    let of_new: FxHashSet<(u32, &str)> = after.iter().map(|text| (text.owner.0, text.text)).collect();
    let mut lost: FxHashMap<(&str, &str), Vec<EntityId>> = FxHashMap::default();
    let mut kept: FxHashSet<(u32, &str)> = FxHashSet::default();
    for text in &before {
        match matched.new_of(text.owner.0).map(|owner| (owner, text.text)).filter(|text| of_new.contains(text)) {
            Some(text) => {
                kept.insert(text);
            }
            None => lost.entry((old.graph.vocabulary().kind_name(text.kind), text.text)).or_default().push(text.owner),
        }
    }
    let mut told: FxHashSet<(u32, &str)> = FxHashSet::default();
    for text in after.iter().filter(|text| !kept.contains(&(text.owner.0, text.text))) {
        if !told.insert((text.owner.0, text.text)) {
            continue;
        }
        let kind = new.graph.vocabulary().kind_name(text.kind);
        let owner = new.graph.id(text.owner);
        match lost.get_mut(&(kind, text.text)).and_then(Vec::pop) {
            Some(before) => found.push(difference(MOVED, sort, text.text, [kind, old.graph.id(before), owner])),
            None => found.push(difference(ADDED, sort, text.text, [kind, "", owner])),
        }
    }
    for ((kind, text), owners) in lost {
        let mut owners: Vec<&str> = owners.into_iter().map(|owner| old.graph.id(owner)).collect();
        owners.sort_unstable();
        owners.dedup();
        found.extend(owners.into_iter().map(|owner| difference(REMOVED, sort, text, [kind, owner, ""])));
    }
}
