//! Entities that the nouns of a phrase are bound to, together: the distinct combinations that a
//! stage mentions. A label that is used again is bound like a noun that is mentioned: the walk
//! comes back to its entity.

use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::query::{Condition, Domain, Link, NodeId, Requirement, SetNode};
use rustc_hash::FxHashSet;

/// The distinct combinations of the `wanted` nodes for one entity of `head`, in the order of
/// `wanted`. `mode` says whether the entity's own edges may be contested, as those of a contested
/// row are.
///
/// # Errors
/// When the budget is used up.
pub fn of(run: &Run<'_>, head: NodeId, entity: u32, wanted: &[NodeId], mode: Mode) -> Result<Vec<Vec<u32>>, Stop> {
    let mut nodes = wanted.to_vec();
    if run.plan.is_correlated(head) || run.plan.is_label(head) {
        let labels = (0..).map(NodeId).take(run.query.nodes.len()).filter(|&node| run.plan.is_label(node));
        nodes.extend(labels.filter(|label| !wanted.contains(label)));
    }
    let open = vec![None; nodes.len()];
    let found = BindingWalk { run, wanted: &nodes }.node(head, entity, mode, vec![open])?;
    let mut seen = FxHashSet::default();
    let mut complete: Vec<Vec<u32>> = Vec::new();
    for mut binding in found {
        binding.truncate(wanted.len());
        // A node in a branch of `or` that this walk did not take has no entity.
        let Some(binding) = binding.into_iter().collect::<Option<Vec<u32>>>() else { continue };
        if seen.insert(binding.clone()) {
            complete.push(binding);
        }
    }
    complete.sort_unstable();
    Ok(complete)
}

type BoundNodes = Vec<Option<u32>>;

struct BindingWalk<'e, 'a> {
    run: &'e Run<'a>,
    wanted: &'e [NodeId],
}

impl BindingWalk<'_, '_> {
    /// All ways to go on from an entity at a node.
    fn node(&self, node: NodeId, entity: u32, mode: Mode, bindings: Vec<BoundNodes>) -> Result<Vec<BoundNodes>, Stop> {
        let mut bindings = bindings;
        let row = self.run.query.node(node);
        let label = if let Domain::Same(label) = row.domain { Some(label) } else { None };
        for place in [Some(node), label].into_iter().flatten().filter_map(|node| self.place(node)) {
            bindings.retain(|binding| binding[place].is_none_or(|bound| bound == entity));
            bindings.iter_mut().for_each(|binding| binding[place] = Some(entity));
        }
        if let Domain::Set(set) = row.domain
            && let SetNode::Phrase(inner) = self.run.query.set(set)
        {
            bindings = self.node(*inner, entity, mode, bindings)?;
        }
        self.condition((node, entity), &row.condition, mode, bindings)
    }

    fn place(&self, node: NodeId) -> Option<usize> {
        self.wanted.iter().position(|wanted| *wanted == node)
    }

    fn condition(
        &self,
        head: (NodeId, u32),
        condition: &Condition,
        mode: Mode,
        bindings: Vec<BoundNodes>,
    ) -> Result<Vec<BoundNodes>, Stop> {
        match condition {
            Condition::And(parts) => {
                let mut bindings = bindings;
                for part in parts {
                    bindings = self.condition(head, part, mode, bindings)?;
                }
                Ok(bindings)
            }
            Condition::Or(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.condition(head, part, mode, bindings.clone())?);
                }
                Ok(all)
            }
            Condition::Leaf(Requirement::Link(id)) => self.link(head, self.run.query.link(*id), mode, bindings),
            Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => Ok(bindings),
        }
    }

    fn link(
        &self,
        (node, entity): (NodeId, u32),
        link: &Link,
        mode: Mode,
        bindings: Vec<BoundNodes>,
    ) -> Result<Vec<BoundNodes>, Stop> {
        if link.is_context || !self.reaches_wanted(link.object) {
            return Ok(bindings);
        }
        let run = self.run;
        let nested = if run.query.including_contested { mode } else { Mode::Supported };
        let objects = run.tested_node(link.object, nested)?;
        let mut all = Vec::new();
        let mut seen = FxHashSet::default();
        let subject = run.query.node(node);
        let starts = run.reader.starts(subject, link, entity);
        for (step, &(start, upper)) in link.steps.iter().flat_map(|&step| starts.iter().map(move |start| (step, start)))
        {
            let adjacency = run.reader.adjacency(step);
            for edge in adjacency.range(start) {
                let object = adjacency.all_targets()[edge];
                run.budget.spend(1)?;
                if run.reader.starts_for(subject, (start, upper), adjacency.statement_at(edge))
                    && (objects.contains(object) || run.reader.is_above(run.query.node(link.object), object))
                    && run.reader.counts(link, mode, adjacency.statement_at(edge), object)
                    && seen.insert(object)
                {
                    all.extend(self.node(link.object, object, nested, bindings.clone())?);
                    run.budget.hold(bindings.len() * self.wanted.len() * 16)?;
                }
            }
        }
        Ok(all)
    }

    /// Whether a wanted node is at or below this one.
    fn reaches_wanted(&self, node: NodeId) -> bool {
        fn reaches(walk: &BindingWalk<'_, '_>, condition: &Condition) -> bool {
            match condition {
                Condition::Leaf(Requirement::Link(id)) => walk.reaches_wanted(walk.run.query.link(*id).object),
                Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| reaches(walk, part)),
                Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => false,
            }
        }
        let row = self.run.query.node(node);
        let inner = match row.domain {
            Domain::Set(set) => match self.run.query.set(set) {
                SetNode::Phrase(inner) => self.reaches_wanted(*inner),
                SetNode::Union(..)
                | SetNode::Except(..)
                | SetNode::Intersect(..)
                | SetNode::Staged(..)
                | SetNode::Neighbours(..) => false,
            },
            Domain::Same(label) => self.wanted.contains(&label),
            Domain::All | Domain::Named(_) | Domain::Below(_) | Domain::Rows => false,
        };
        self.wanted.contains(&node) || inner || reaches(self, &row.condition)
    }
}
