//! Distinct objects of each head: `count drugs per gene`, where one verb joins the two.

use super::walked::{Walked, is_free};
use crate::exec::budget::Stop;
use crate::exec::numbered::Numbered;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::{Set, kind_span};
use crate::query::{Condition, Domain, LinkId, NodeId, Requirement};
use crate::vocabulary::KindSet;

/// Distinct objects per head, where the counted noun is the object of the head's own verb.
pub(super) fn per_head_objects(
    run: &Run<'_>,
    head: NodeId,
    node: NodeId,
    kinds: KindSet,
) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    let row = run.query.node(head);
    let links: Vec<LinkId> = match &row.condition {
        Condition::Leaf(Requirement::Link(link)) => vec![*link],
        Condition::And(parts) => parts
            .iter()
            .filter_map(|part| if let Condition::Leaf(Requirement::Link(link)) = part { Some(*link) } else { None })
            .collect(),
        Condition::Or(_) | Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => {
            Vec::new()
        }
    };
    let Some(link) = links.into_iter().map(|id| run.query.link(id)).find(|link| link.object == node) else {
        return Ok(None);
    };
    let graph = run.graph;
    let object_kinds = run.plan.kinds(node);
    // What a name is reached from is counted with all else that rows are bound to.
    if !run.reader.reached(run.query.node(node)).is_empty()
        || graph.has_faces()
        || run.plan.is_correlated(head)
        || object_kinds.and(kinds) != object_kinds
    {
        return Ok(None);
    }
    let objects = if is_free(run, link) { None } else { Some(run.node(node, Mode::Supported)?) };
    // The verb itself finds the heads; another condition narrows them first.
    let heads = if matches!((&row.condition, &row.domain), (Condition::Leaf(Requirement::Link(_)), Domain::All)) {
        Set::of_kinds(graph, run.plan.kinds(head))
    } else {
        run.node(head, Mode::Supported)?
    };
    let walked = Walked::new(run, link);
    let span = kind_span(graph, object_kinds);
    let mut distinct = Distinct { stamps: Numbered::over(span, 0), stamp: 0 };
    let mut counts = Vec::new();
    heads.each(|entity| {
        let mut edges = 0;
        let count = match (&objects, walked.lists.as_slice()) {
            // Facts are stored once: the degree is the number of objects.
            (None, [lists]) if walked.plain => lists.degree(entity),
            (None, lists) if walked.plain => {
                distinct.next();
                let mut count = 0;
                for lists in lists {
                    let targets = lists.of(entity);
                    edges += targets.len();
                    count += distinct.count(targets.iter().copied());
                }
                count
            }
            (_, _) => {
                edges = walked.degree(entity);
                let counted = |(statement, object): &(Option<u32>, u32)| {
                    run.reader.counts(link, Mode::Supported, *statement, *object)
                        && objects.as_ref().is_none_or(|objects| objects.contains(*object))
                };
                distinct.next();
                let found = walked.adjacencies.iter().flat_map(|adjacency| {
                    adjacency.range(entity).map(|edge| (adjacency.statement_at(edge), adjacency.all_targets()[edge]))
                });
                distinct.count(found.filter(counted).map(|(_, object)| object))
            }
        };
        run.budget.spend(edges + 1)?;
        if count > 0 {
            counts.push((entity, crate::exec::numbered::count(count)));
        }
        Ok::<(), Stop>(())
    })?;
    Ok(Some(counts))
}

/// Counts different entities, group by group, without clearing anything between groups.
struct Distinct {
    /// By entity: the last group in which it came.
    stamps: Numbered<u32>,
    stamp: u32,
}

impl Distinct {
    /// Begins a group.
    fn next(&mut self) {
        self.stamp += 1;
    }

    /// How many of these did not come in this group yet.
    #[inline]
    fn count(&mut self, entities: impl Iterator<Item = u32>) -> usize {
        let (mut count, group) = (0, self.stamp);
        self.stamps.change(entities, |stamp| {
            count += usize::from(*stamp != group);
            *stamp = group;
        });
        count
    }
}
