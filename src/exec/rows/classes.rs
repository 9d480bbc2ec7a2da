//! Statements on a class of a row's entity.

use crate::exec::budget::Stop;
use crate::exec::phrase::positive_links;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::graph::{EntityId, Graph, NONE};
use crate::query::{Condition, NodeId};
use rustc_hash::FxHashSet;

/// Supporting statements on a class of the head that would have excluded it.
pub(super) fn class_against(run: &Run<'_>, head: NodeId, negated: &[&Condition], entity: u32) -> Result<usize, Stop> {
    if negated.is_empty() {
        return Ok(0);
    }
    let classes = classes_of(run.graph, entity);
    let mut against = FxHashSet::default();
    let mut holding = Vec::new();
    for &condition in negated {
        let mut links = Vec::new();
        positive_links(condition, &mut links);
        for &class in &classes {
            if run.meets(head, condition, class, Mode::Supported)? {
                holding.extend(links.iter().map(|&link| (link, class)));
            }
        }
    }
    for (id, class) in holding {
        let link = run.query.link(id);
        let objects = run.object_set(id)?;
        {
            for &step in &link.steps {
                let adjacency = run.reader.adjacency(step);
                for edge in adjacency.range(class) {
                    let object = adjacency.all_targets()[edge];
                    let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                    if let Some(statement) = statement
                        && objects.as_ref().is_none_or(|objects| objects.contains(object))
                        && run.reader.counts(link, Mode::Supported, Some(statement), object)
                    {
                        against.insert(statement);
                    }
                }
            }
        }
    }
    Ok(against.len())
}

/// All drug classes of an entity, over every number of steps.
pub fn classes_of(graph: &Graph, entity: u32) -> Vec<u32> {
    let model = graph.model();
    let (Some(class), Some(is_a)) = (model.kinds.drug_class, model.relations.is_a) else { return Vec::new() };
    let mut classes = Vec::new();
    for &parent in graph.forward(is_a).targets(entity) {
        if graph.kind(EntityId(parent)) == class {
            match graph.hierarchy(class) {
                Some(hierarchy) => classes.extend_from_slice(hierarchy.above(parent)),
                None => classes.push(parent),
            }
        }
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}
