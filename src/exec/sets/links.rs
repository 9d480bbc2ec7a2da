//! Links between two sets: heads found from their objects backwards, or candidates asked one by
//! one.

use super::objects::Objects;
use super::{quantified, spread};
use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::{Bits, Set, kind_span};
use crate::graph::{EdgeLists, EntityId};
use crate::plan::Access;
use crate::query::{Link, LinkId, Node, NodeId, Quantifier};
use crate::vocabulary::{End, KindSet, RelationId};

/// Heads of `kinds` (of `candidates`, where given) that a link joins to its objects.
pub(super) fn heads(
    run: &Run<'_>,
    (node, kinds): (NodeId, KindSet),
    id: LinkId,
    mode: Mode,
    candidates: Option<Set>,
) -> Result<Set, Stop> {
    let link = run.query.link(id);
    let named = run.query.node(node);
    let is_some = link.quantifier == Quantifier::Some && !link.transitive;
    if is_some && run.reader.starts_elsewhere(named) {
        return named_heads(run, named, link, mode, candidates.unwrap_or_else(|| Set::of_kinds(run.graph, kinds)));
    }
    if link.transitive {
        return quantified::transitive(run, kinds, link, mode, candidates);
    }
    if link.quantifier != Quantifier::Some {
        return quantified::counted(run, (node, kinds), link, mode, candidates);
    }
    let through = run.plan.spread(run.graph, kinds, link, run.query.including_combinations);
    let access = match (&candidates, &through) {
        (Some(candidates), None) => run.plan.access(run.graph, run.query, id, candidates.len()),
        (Some(_) | None, _) => Access::Push,
    };
    let objects = Objects::of(run, link, mode)?;
    let Some(through) = through else {
        return match (access, candidates) {
            (Access::Probe, Some(candidates)) => probe(run, link, mode, &objects.for_tests(), candidates),
            (Access::Push | Access::Probe, candidates) => push(run, kinds, link, mode, objects, candidates),
        };
    };
    let wide = push(run, kinds.or(through.kinds), link, mode, objects, None)?;
    let all = spread::carry(run, &wide, &through, kinds)?;
    Ok(match candidates {
        Some(candidates) => all.filter(|entity| Ok(candidates.contains(entity)))?,
        None => all,
    })
}

/// Those candidates, all of them named, that have an edge to one of the objects: of their own, of
/// another face of the name or from above.
fn named_heads(run: &Run<'_>, node: &Node, link: &Link, mode: Mode, candidates: Set) -> Result<Set, Stop> {
    let objects = Objects::of(run, link, mode)?.for_tests();
    candidates.filter(|head| {
        for (start, upper) in run.reader.starts(node, link, head) {
            for &step in &link.steps {
                let adjacency = run.reader.adjacency(step);
                let range = adjacency.range(start);
                run.budget.spend(range.len() + 1)?;
                for edge in range {
                    let (object, statement) = (adjacency.all_targets()[edge], adjacency.statement_at(edge));
                    if objects.has(object)
                        && run.reader.starts_for(node, (start, upper), statement)
                        && run.reader.counts(link, mode, statement, object)
                    {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    })
}

/// Heads found from the objects backwards.
fn push(
    run: &Run<'_>,
    kinds: KindSet,
    link: &Link,
    mode: Mode,
    objects: Objects,
    candidates: Option<Set>,
) -> Result<Set, Stop> {
    let plain = run.reader.is_plain(link);
    let objects = match objects {
        // Heads with any edge at all.
        Objects::Any => {
            let candidates = candidates.unwrap_or_else(|| Set::of_kinds(run.graph, kinds));
            return probe(run, link, mode, &Objects::Any, candidates);
        }
        Objects::In(set) => set,
    };
    if let (true, [step], Set::Sorted(list), None) = (plain, link.steps.as_slice(), &objects, &candidates)
        && let [one] = list.as_slice()
        && leads_back_only_to(run, *step, kinds)
    {
        let heads = run.reader.reverse(*step).targets(*one);
        run.budget.spend(heads.len())?;
        return Ok(Set::Sorted(heads.to_vec()));
    }
    let mut found = Bits::over(kind_span(run.graph, kinds));
    let mut list = Vec::new();
    let candidates = candidates.map(Set::for_tests);
    for &step in &link.steps {
        let reverse = run.reader.reverse(step);
        let lists = reverse.lists();
        let exact = leads_back_only_to(run, step, kinds);
        objects.each(|object| {
            let heads = lists.of(object);
            run.budget.spend(heads.len() + 1)?;
            if plain && exact {
                let heads = heads.iter().copied();
                match &candidates {
                    None => list.extend(heads.filter(|&head| found.insert(head))),
                    Some(candidates) => {
                        list.extend(heads.filter(|&head| candidates.contains(head) && found.insert(head)));
                    }
                }
                return Ok(());
            }
            let statements = reverse.statements(object);
            for (i, &head) in heads.iter().enumerate() {
                let counts = plain || run.reader.counts(link, mode, statements.get(i).copied(), object);
                if counts
                    && (exact || kinds.has(run.graph.kind(EntityId(head))))
                    && candidates.as_ref().is_none_or(|candidates| candidates.contains(head))
                    && found.insert(head)
                {
                    list.push(head);
                }
            }
            Ok(())
        })?;
    }
    Ok(ordered(found, list))
}

fn leads_back_only_to(run: &Run<'_>, (relation, head): (RelationId, End), kinds: KindSet) -> bool {
    let verb = run.graph.vocabulary().verb(relation);
    let fits = |end: End| verb.kinds(end).iter().all(|&kind| kinds.has(kind));
    fits(head) && (!verb.undirected || fits(head.other()))
}

/// Those candidates that have an edge to one of the objects.
fn probe(run: &Run<'_>, link: &Link, mode: Mode, objects: &Objects, candidates: Set) -> Result<Set, Stop> {
    if run.reader.is_plain(link) {
        return match objects {
            Objects::Any => probe_plain(run, link, candidates, |targets| (!targets.is_empty()).then_some(0)),
            Objects::In(Set::Bits(bits)) => {
                probe_plain(run, link, candidates, |targets| targets.iter().position(|&one| bits.contains(one)))
            }
            Objects::In(set) => {
                probe_plain(run, link, candidates, |targets| targets.iter().position(|&one| set.contains(one)))
            }
        };
    }
    candidates.filter(|head| {
        for &step in &link.steps {
            let adjacency = run.reader.adjacency(step);
            let (targets, statements) = (adjacency.targets(head), adjacency.statements(head));
            for (i, &object) in targets.iter().enumerate() {
                if objects.has(object) && run.reader.counts(link, mode, statements.get(i).copied(), object) {
                    run.budget.spend(i + 1)?;
                    return Ok(true);
                }
            }
            run.budget.spend(targets.len() + 1)?;
        }
        Ok(false)
    })
}

/// As `probe`, where every edge counts: `first` finds the first object among the targets of a
/// candidate.
fn probe_plain(
    run: &Run<'_>,
    link: &Link,
    candidates: Set,
    first: impl Fn(&[u32]) -> Option<usize>,
) -> Result<Set, Stop> {
    let lists: Vec<EdgeLists<'_>> = link.steps.iter().map(|&step| run.reader.adjacency(step).lists()).collect();
    candidates.filter(|head| {
        for list in &lists {
            let targets = list.of(head);
            let found = first(targets);
            run.budget.spend(found.unwrap_or(targets.len()) + 1)?;
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Sorts the few, scans the many.
fn ordered(found: Bits, mut list: Vec<u32>) -> Set {
    if list.len() * 8 < found.words_len() * 4 || list.len() < 64 {
        list.sort_unstable();
        return Set::Sorted(list);
    }
    list.clear();
    list.extend(found.iter());
    Set::Sorted(list)
}
