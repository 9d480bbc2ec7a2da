//! Walks of phrases in which a label is used again.

use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::graph::{EntityId, NONE};
use crate::query::{Condition, Domain, Link, NodeId, Requirement};

/// Walks of a phrase with labels, entity by entity: each label is tried with each entity it may
/// mean.
pub(super) fn correlated_paths(run: &Run<'_>, head: NodeId) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    let heads = run.node(head, Mode::Supported)?;
    let mut counts = Vec::new();
    heads.each(|entity| {
        let walks = LabelCounter { run }.node(head, entity, &mut Vec::new())?;
        let total: u64 = walks.values().sum();
        if total > 0 {
            counts.push((entity, total));
        }
        Ok::<(), Stop>(())
    })?;
    Ok(Some(counts))
}

/// Walks counted by the entities of the labels.
struct LabelCounter<'e, 'a> {
    run: &'e Run<'a>,
}

type Labelled = rustc_hash::FxHashMap<Vec<(NodeId, u32)>, u64>;

impl LabelCounter<'_, '_> {
    fn node(&self, node: NodeId, entity: u32, bound: &mut Vec<(NodeId, u32)>) -> Result<Labelled, Stop> {
        self.run.budget.spend(1)?;
        let row = self.run.query.node(node);
        let none = Labelled::default();
        if let Domain::Same(label) = row.domain
            && bound.iter().find(|(other, _)| *other == label).is_some_and(|&(_, other)| other != entity)
        {
            return Ok(none);
        }
        if let Domain::Named(set) = &row.domain
            && set.find(entity).is_none()
            && !self.run.reader.is_above(row, entity)
        {
            return Ok(none);
        }
        let mut start = Labelled::default();
        let pushed = self.run.plan.is_label(node) && !bound.iter().any(|(other, _)| *other == node);
        if pushed {
            bound.push((node, entity));
        }
        start.insert(bound.clone(), 1);
        let result = self.condition(&row.condition, entity, start);
        if pushed {
            bound.pop();
        }
        result
    }

    fn condition(&self, condition: &Condition, entity: u32, walks: Labelled) -> Result<Labelled, Stop> {
        match condition {
            Condition::And(parts) => {
                let mut walks = walks;
                for part in parts {
                    walks = self.condition(part, entity, walks)?;
                }
                Ok(walks)
            }
            Condition::Or(parts) => {
                let mut all = Labelled::default();
                for part in parts {
                    for (labels, count) in self.condition(part, entity, walks.clone())? {
                        *all.entry(labels).or_default() += count;
                    }
                }
                Ok(all)
            }
            Condition::Leaf(Requirement::Link(id)) => self.link(self.run.query.link(*id), entity, walks),
            Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => Ok(walks),
        }
    }

    fn link(&self, link: &Link, entity: u32, walks: Labelled) -> Result<Labelled, Stop> {
        if link.is_context {
            return Ok(walks);
        }
        let run = self.run;
        let kinds = run.plan.kinds(link.object);
        let mut all = Labelled::default();
        for (labels, count) in walks {
            for &step in &link.steps {
                let adjacency = run.reader.adjacency(step);
                for edge in adjacency.range(entity) {
                    let object = adjacency.all_targets()[edge];
                    let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                    if !kinds.has(run.graph.kind(EntityId(object)))
                        || !run.reader.counts(link, Mode::Supported, statement, object)
                    {
                        continue;
                    }
                    for (labels, further) in self.node(link.object, object, &mut labels.clone())? {
                        *all.entry(labels).or_default() += count * further;
                    }
                }
            }
        }
        Ok(all)
    }
}
