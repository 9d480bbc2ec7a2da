//! Whether one entity meets a phrase: entity by entity, edge by edge.
//!
//! Answers phrases in which a label is used again, where no set of a noun is right for all heads,
//! and questions about single entities.

use super::cycles;
use super::tally::Tally;
use crate::exec::budget::Stop;
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::Set;
use crate::graph::EntityId;
use crate::query::{Condition, Domain, Link, NodeId, Quantifier, Requirement, SetId, SetNode};
use std::cell::RefCell;

/// Asks about entities one by one.
pub struct Holds<'r, 'a> {
    run: &'r Run<'a>,
    /// Labels that have an entity at the moment.
    bound: RefCell<Vec<(NodeId, u32)>>,
}

impl<'r, 'a> Holds<'r, 'a> {
    /// With no label bound; the last two edges of a cycle are found in the sorted lists of both
    /// ends together, so that the work is that of the shorter list.
    pub fn new(run: &'r Run<'a>) -> Self {
        Self { run, bound: RefCell::default() }
    }

    /// The entity that a label has at the moment.
    fn bound(&self, label: NodeId) -> Option<u32> {
        self.bound.borrow().iter().rev().find(|(node, _)| *node == label).map(|&(_, entity)| entity)
    }

    /// A set in which bound labels mean their entity.
    fn set(&self, set: SetId, mode: Mode) -> Result<Set, Stop> {
        let query = self.run.query;
        let nested = if query.including_contested { mode } else { Mode::Supported };
        let graph = self.run.graph;
        let face = |entity: u32| graph.face(EntityId(entity)).0;
        Ok(match query.set(set) {
            SetNode::Phrase(node) => self.node(*node, mode)?,
            SetNode::Union(left, right) => self.set(*left, nested)?.union(self.set(*right, nested)?),
            SetNode::Except(left, right) => {
                let right: Vec<u32> = self.set(*right, nested)?.into_sorted().into_iter().map(face).collect();
                self.set(*left, nested)?.filter(|entity| Ok::<_, Stop>(!right.contains(&face(entity))))?
            }
            SetNode::Intersect(left, right) => {
                let right: Vec<u32> = self.set(*right, nested)?.into_sorted().into_iter().map(face).collect();
                self.set(*left, nested)?.filter(|entity| Ok::<_, Stop>(right.contains(&face(entity))))?
            }
            SetNode::Staged(..) | SetNode::Neighbours(..) => self.run.set(set, mode)?,
        })
    }

    /// The entities of a node by definition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn node(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        let kinds = self.run.plan.kinds(node);
        let candidates = match &self.run.query.node(node).domain {
            Domain::Named(set) => Set::from_list(set.entities().collect()),
            Domain::Set(set) => self.set(*set, mode)?,
            Domain::Below(set) => self.set(*set, mode)?.with_below(self.run.graph),
            Domain::All | Domain::Same(_) | Domain::Rows => Set::of_kinds(self.run.graph, kinds),
        };
        candidates.filter(|entity| self.holds(node, entity, mode))
    }

    /// Whether an entity can be bound to a node.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn holds(&self, node: NodeId, entity: u32, mode: Mode) -> Result<bool, Stop> {
        self.run.budget.spend(1)?;
        let row = self.run.query.node(node);
        let kind = self.run.graph.kind(EntityId(entity));
        let in_domain = match &row.domain {
            Domain::All => self.run.plan.kinds(node).has(kind),
            Domain::Named(set) => set.has(entity),
            Domain::Set(set) => self.set(*set, mode)?.contains(entity),
            Domain::Below(set) => self.set(*set, mode)?.with_below(self.run.graph).contains(entity),
            Domain::Same(other) => self.bound(*other).is_none_or(|bound| bound == entity),
            Domain::Rows => true,
        };
        if !in_domain {
            return Ok(false);
        }
        // A label that is already bound means that entity only.
        let bound = self.bound.borrow().iter().find(|(other, _)| *other == node).map(|(_, entity)| *entity);
        if bound.is_some_and(|bound| bound != entity) {
            return Ok(false);
        }
        let labelled = bound.is_none() && self.run.plan.is_label(node);
        if labelled {
            self.bound.borrow_mut().push((node, entity));
        }
        let result = self.with_labels(node, &row.condition, entity, mode);
        if labelled {
            self.bound.borrow_mut().pop();
        }
        result
    }

    /// Labels set in one part of a condition and used in another are tried one by one.
    fn with_labels(&self, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
        let free = self.run.plan.free_labels(node);
        let open = free.iter().find(|&&label| !self.bound.borrow().iter().any(|(bound, _)| *bound == label));
        let Some(&label) = open else { return self.condition(node, condition, entity, mode) };
        let kinds = self.run.plan.kinds(label);
        let candidates = Set::of_kinds(self.run.graph, kinds).into_sorted();
        for candidate in candidates {
            self.bound.borrow_mut().push((label, candidate));
            let result = self.with_labels(node, condition, entity, mode);
            self.bound.borrow_mut().pop();
            if result? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an entity at a node meets one condition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn condition(&self, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
        let reader = &self.run.reader;
        match condition {
            Condition::And(parts) => {
                for part in parts {
                    if !self.condition(node, part, entity, mode)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Or(parts) => {
                for part in parts {
                    if self.condition(node, part, entity, mode)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Condition::Not(inner) => Ok(!self.condition(node, inner, entity, Mode::Supported)?),
            Condition::Leaf(Requirement::Property(test)) => Ok(reader.test_entity(test, EntityId(entity))),
            Condition::Leaf(Requirement::Evidence(evidence)) => {
                let statement = self.run.graph.statement_of(EntityId(entity));
                Ok(statement.is_some_and(|statement| reader.is_one_of(evidence, statement)))
            }
            Condition::Leaf(Requirement::Link(link)) => {
                let link = self.run.query.link(*link);
                self.link(node, link, entity, mode)
            }
        }
    }

    fn link(&self, node: NodeId, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        if self.own_link(node, link, head, mode)? {
            return Ok(true);
        }
        let query = self.run.query;
        let graph = self.run.graph;
        let kinds = self.run.plan.kinds(node);
        let spread = self.run.plan.spread(graph, kinds, link, query.including_combinations);
        let Some(spread) = spread else { return Ok(false) };
        if link.quantifier != Quantifier::Some || link.transitive {
            return Ok(false);
        }
        // The class answers through any member at or below it, the regimen through a drug.
        let mut others: Vec<u32> = Vec::new();
        for &relation in &spread.forward {
            let classes = graph
                .hierarchy(graph.kind(EntityId(head)))
                .map_or(vec![head], |hierarchy| hierarchy.below(head).to_vec());
            others.extend(classes.iter().flat_map(|&class| graph.backward(relation).targets(class).iter().copied()));
        }
        for &relation in &spread.backward {
            others.extend_from_slice(graph.forward(relation).targets(head));
        }
        for other in others {
            if spread.kinds.has(graph.kind(EntityId(other))) && self.own_link(node, link, other, mode)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn own_link(&self, node: NodeId, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        let query = self.run.query;
        let nested = if query.including_contested { mode } else { Mode::Supported };
        if link.transitive {
            return self.transitive(link, head, nested);
        }
        if let Some(closed) = cycles::closed(self.run, link, head, |label| self.bound(label))? {
            return Ok(closed);
        }
        let goal = query.node(link.object);
        let is_object =
            |object: u32| Ok(self.run.reader.is_above(goal, object) || self.holds(link.object, object, nested)?);
        let tally = Tally::of(self.run, (query.node(node), head), link, mode, is_object)?;
        tally.fits(link.quantifier, || {
            let mut all = self.node(link.object, nested)?.into_sorted();
            all.iter_mut().for_each(|entity| *entity = self.run.graph.face(EntityId(*entity)).0);
            all.sort_unstable();
            all.dedup();
            Ok(all.len())
        })
    }

    fn transitive(&self, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        let goals: Vec<u32> = match &self.run.query.node(link.object).domain {
            Domain::Named(set) => set.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect(),
            Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => {
                self.node(link.object, mode)?.into_sorted()
            }
        };
        let mut pending = vec![head];
        let mut seen = vec![head];
        while let Some(entity) = pending.pop() {
            for &step in &link.steps {
                for &next in self.run.reader.adjacency(step).targets(entity) {
                    if goals.contains(&next) {
                        return Ok(true);
                    }
                    if !seen.contains(&next) {
                        seen.push(next);
                        pending.push(next);
                    }
                }
            }
        }
        Ok(false)
    }
}
