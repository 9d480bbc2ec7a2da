//! The slow, obvious evaluator: entity by entity, edge by edge. It is the oracle of the tests, and it
//! answers the rare phrases in which a label is used again.

use crate::exec::budget::Stop;
use crate::exec::evaluate::Evaluator;
use crate::exec::reader::Mode;
use crate::exec::set::Set;
use crate::exec::sets::profile;
use crate::graph::EntityId;
use crate::query::{Condition, Domain, Link, NodeId, Quantifier, SetId, SetNode};
use crate::vocabulary::KindSet;
use std::cell::RefCell;

/// Evaluates by looking at every candidate.
pub struct Naive<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    /// Labels that have an entity at the moment.
    bound: RefCell<Vec<(NodeId, u32)>>,
    /// Whether cycles are closed by lists of both ends instead of edge by edge.
    closes_cycles: bool,
}

impl<'e, 'a> Naive<'e, 'a> {
    /// On the same graph, question and budget.
    pub fn new(evaluator: &'e Evaluator<'a>) -> Self {
        Self { evaluator, bound: RefCell::default(), closes_cycles: false }
    }

    /// For phrases in which a label is used again: the last two edges of a cycle are found in the sorted lists
    /// of both ends together, so that the work is that of the shorter list.
    pub fn of_cycles(evaluator: &'e Evaluator<'a>) -> Self {
        Self { closes_cycles: true, ..Self::new(evaluator) }
    }

    /// A set by definition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn set(&self, set: SetId, mode: Mode) -> Result<Set, Stop> {
        let query = self.evaluator.query();
        let nested = if query.including_contested { mode } else { Mode::Supported };
        let graph = self.evaluator.reader.graph;
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
            SetNode::Staged(..) | SetNode::Neighbours(..) => self.evaluator.set(set, mode)?,
        })
    }

    /// The entities of a node by definition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn node(&self, node: NodeId, mode: Mode) -> Result<Set, Stop> {
        let kinds = self.evaluator.plan.kinds(node);
        let candidates = match &self.evaluator.query().node(node).domain {
            Domain::Named(set) => Set::Sorted(set.members.iter().map(|member| member.entity).collect()),
            Domain::Set(set) | Domain::Below(set) => self.set(*set, mode)?,
            Domain::All | Domain::Same(_) | Domain::Rows => Set::of_kinds(self.evaluator.reader.graph, kinds),
        };
        candidates.filter(|entity| self.holds(node, entity, mode))
    }

    /// Whether an entity may stand at a node.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn holds(&self, node: NodeId, entity: u32, mode: Mode) -> Result<bool, Stop> {
        self.evaluator.budget.spend(1)?;
        let row = self.evaluator.query().node(node);
        let kind = self.evaluator.reader.graph.kind(EntityId(entity));
        let in_domain = match &row.domain {
            Domain::All => self.evaluator.plan.kinds(node).has(kind),
            Domain::Named(set) => set.find(entity).is_some(),
            Domain::Set(set) | Domain::Below(set) => self.set(*set, mode)?.contains(entity),
            Domain::Same(other) => {
                let bound = self.bound.borrow().iter().rev().find(|(node, _)| node == other).map(|(_, entity)| *entity);
                bound.is_none_or(|bound| bound == entity)
            }
            Domain::Rows => true,
        };
        if !in_domain {
            return Ok(false);
        }
        // A label that was bound already stands for that entity only.
        let bound = self.bound.borrow().iter().find(|(other, _)| *other == node).map(|(_, entity)| *entity);
        if bound.is_some_and(|bound| bound != entity) {
            return Ok(false);
        }
        let labelled = bound.is_none() && self.evaluator.plan.is_label(node);
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
        let free = self.evaluator.plan.free_labels(node);
        let open = free.iter().find(|&&label| !self.bound.borrow().iter().any(|(bound, _)| *bound == label));
        let Some(&label) = open else { return self.condition(node, condition, entity, mode) };
        let kinds = self.evaluator.plan.kinds(label);
        let candidates = Set::of_kinds(self.evaluator.reader.graph, kinds).into_sorted();
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
    pub fn meets(&self, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
        self.condition(node, condition, entity, mode)
    }

    fn condition(&self, node: NodeId, condition: &Condition, entity: u32, mode: Mode) -> Result<bool, Stop> {
        let reader = &self.evaluator.reader;
        match condition {
            Condition::True => Ok(true),
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
            Condition::Property(test) => Ok(reader.test_entity(test, EntityId(entity))),
            Condition::Evidence(evidence) => {
                let statement = reader.graph.statement_of(EntityId(entity));
                Ok(statement.is_some_and(|statement| reader.meets(evidence, statement)))
            }
            Condition::Link(link) => {
                let link = self.evaluator.query().link(*link);
                let kinds = self.evaluator.plan.kinds(node);
                self.link(kinds, link, entity, mode)
            }
        }
    }

    fn link(&self, kinds: KindSet, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        if self.own_link(link, head, mode)? {
            return Ok(true);
        }
        let query = self.evaluator.query();
        let graph = self.evaluator.reader.graph;
        let spread = self.evaluator.plan.spread(graph, kinds, link, query.including_combinations);
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
            if spread.kinds.has(graph.kind(EntityId(other))) && self.own_link(link, other, mode)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn own_link(&self, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        let query = self.evaluator.query();
        let nested = if query.including_contested { mode } else { Mode::Supported };
        if link.transitive {
            return self.transitive(link, head, nested);
        }
        if self.closes_cycles
            && let Some(closed) = self.closed(link, head, mode)?
        {
            return Ok(closed);
        }
        let graph = self.evaluator.reader.graph;
        let question = link.profile.as_ref().map(|question| profile::profiles(graph, question));
        let is_object = |object: u32| match &question {
            Some(profiles) => Ok(profiles.contains(&object)),
            None => self.holds(link.object, object, nested),
        };
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for &step in &link.steps {
            let adjacency = self.evaluator.reader.adjacency(step);
            for edge in adjacency.range(head) {
                let object = adjacency.all_targets()[edge];
                if !self.evaluator.reader.counts(link, mode, adjacency.statement_at(edge), object) {
                    continue;
                }
                let is_inside = is_object(object)?;
                if is_inside && link.quantifier == Quantifier::Some {
                    return Ok(true);
                }
                let list = if is_inside { &mut inside } else { &mut outside };
                list.push(graph.face(EntityId(object)).0);
            }
        }
        for list in [&mut inside, &mut outside] {
            list.sort_unstable();
            list.dedup();
        }
        outside.retain(|face| !inside.contains(face));
        Ok(match link.quantifier {
            Quantifier::Some => false,
            Quantifier::Between(low, high) => (low..=high).contains(&(inside.len() as u64)),
            Quantifier::Only => !inside.is_empty() && outside.is_empty(),
            Quantifier::Every => {
                let mut all: Vec<u32> = match question {
                    Some(profiles) => profiles,
                    None => self.node(link.object, nested)?.into_sorted(),
                };
                all.iter_mut().for_each(|entity| *entity = graph.face(EntityId(*entity)).0);
                all.sort_unstable();
                all.dedup();
                !all.is_empty() && inside.len() == all.len()
            }
        })
    }

    /// Whether an edge leads to something from which one leads to the entity of a label; `None` where there is
    /// more to it, or no such label.
    fn closed(&self, link: &Link, head: u32, mode: Mode) -> Result<Option<bool>, Stop> {
        let (evaluator, query) = (self.evaluator, self.evaluator.query());
        let is_plain = |link: &Link| {
            link.quantifier == Quantifier::Some
                && !link.transitive
                && link.profile.is_none()
                && evaluator.reader.is_plain(link, mode)
        };
        let middle = query.node(link.object);
        let (Domain::All, Condition::Link(last)) = (&middle.domain, &middle.condition) else { return Ok(None) };
        let last = query.link(*last);
        let (Domain::Same(label), Condition::True) =
            (&query.node(last.object).domain, &query.node(last.object).condition)
        else {
            return Ok(None);
        };
        let kinds = evaluator.plan.kinds(link.object);
        let has_more = evaluator.plan.is_label(link.object)
            || !evaluator.plan.free_labels(link.object).is_empty()
            || evaluator.plan.spread(evaluator.reader.graph, kinds, last, query.including_combinations).is_some();
        let bound = self.bound.borrow().iter().rev().find(|(node, _)| node == label).map(|(_, entity)| *entity);
        let Some(goal) = bound.filter(|_| !has_more && is_plain(link) && is_plain(last)) else { return Ok(None) };
        for (&from, &to) in link.steps.iter().flat_map(|from| last.steps.iter().map(move |to| (from, to))) {
            let mine = evaluator.reader.adjacency(from).targets(head);
            let theirs = evaluator.reader.reverse(to).targets(goal);
            let is_middle = |entity: u32| kinds.has(evaluator.reader.graph.kind(EntityId(entity)));
            if self.meet(mine, theirs, is_middle)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    /// Whether two sorted lists have an entity in common that is wanted. Of the longer list only the places
    /// are looked at where one of the shorter would stand.
    fn meet(&self, one: &[u32], other: &[u32], is_wanted: impl Fn(u32) -> bool) -> Result<bool, Stop> {
        let (short, mut long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        for &entity in short {
            let mut step = 1;
            while long.get(step).is_some_and(|&next| next < entity) {
                step *= 2;
            }
            let near = long.get(..long.len().min(step + 1)).unwrap_or(long);
            long = long.get(near.partition_point(|&next| next < entity)..).unwrap_or(&[]);
            self.evaluator.budget.spend(1)?;
            match long.first() {
                None => return Ok(false),
                Some(&first) if first == entity && is_wanted(entity) => return Ok(true),
                Some(_) => {}
            }
        }
        Ok(false)
    }

    fn transitive(&self, link: &Link, head: u32, mode: Mode) -> Result<bool, Stop> {
        let goals: Vec<u32> = match &self.evaluator.query().node(link.object).domain {
            Domain::Named(set) => set.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect(),
            Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Below(_) | Domain::Rows => {
                self.node(link.object, mode)?.into_sorted()
            }
        };
        let mut pending = vec![head];
        let mut seen = vec![head];
        while let Some(entity) = pending.pop() {
            for &step in &link.steps {
                for &next in self.evaluator.reader.adjacency(step).targets(entity) {
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

#[cfg(test)]
mod tests {
    use crate::engine::Settings;
    use crate::exec::tests::{self as small, engine};
    use proptest::prelude::*;

    const CYCLES: &[&str] = &[
        "alphas as a meeting alphas meeting alphas meeting a",
        "alphas as a joining alphas joining a",
        "alphas as a joining betas joining alphas joined by a",
        "alphas as a meeting or joining alphas joined by or meeting a",
        "betas as b joining (alphas meeting alphas joining b)",
        "alphas as a joining alphas not joining a",
        "alphas as a joining at least 2 alphas joining a",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn cycles_closed_by_lists_are_those_found_edge_by_edge(edges in small::edges(60)) {
            let engine = engine(&edges);
            for question in CYCLES {
                let checked = engine.check_naive(question, &Settings::default()).unwrap();
                prop_assert!(checked.agrees(), "{question}\n{edges:?}\n{checked:?}");
            }
        }
    }
}
