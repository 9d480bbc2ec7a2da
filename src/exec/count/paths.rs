//! `count paths`: the number of walks down the sentence, head by head.

use super::labels::correlated_paths;
use super::walked::Walked;
use crate::exec::budget::Stop;
use crate::exec::numbered::{Numbered, count};
use crate::exec::reader::Mode;
use crate::exec::run::Run;
use crate::exec::set::{Set, kind_span};
use crate::graph::EntityId;
use crate::query::{Condition, Domain, LinkId, NodeId, Quantifier, Requirement};
use std::ops::Range;

/// Path counts per head, by name; `None` where a label ties the walk together.
///
/// # Errors
/// When the budget is used up.
pub fn per_head_paths(run: &Run<'_>, head: NodeId) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    if run.plan.is_correlated(head) {
        return correlated_paths(run, head);
    }
    let links: Vec<Walked<'_>> = run.query.links.iter().map(|link| Walked::new(run, link)).collect();
    let mut paths = PathCounter { run, links: &links, known: run.query.nodes.iter().map(|_| None).collect() };
    let heads = match paths.allowed(head)? {
        Some(heads) => heads,
        None => Set::of_kinds(run.graph, run.plan.kinds(head)),
    };
    let condition = &run.query.node(head).condition;
    let mut counts = Vec::new();
    heads.each(|entity| {
        let count = paths.condition(condition, entity)?;
        if count > 0 {
            counts.push((entity, count));
        }
        Ok::<(), Stop>(())
    })?;
    Ok(Some(counts))
}

/// Numbers of walks from an entity down the sentence.
///
/// Counts are kept per node once they are known, and a node whose entities are few is counted from
/// its own end: both keep the work at the number of edges, whatever the number of walks.
struct PathCounter<'e, 'a> {
    run: &'e Run<'a>,
    links: &'e [Walked<'a>],
    known: Vec<Option<Known>>,
}

/// Counts of the entities of one node, [`OPEN`] where not counted yet.
type Known = Numbered<u64>;

const OPEN: u64 = u64::MAX;

impl<'a> PathCounter<'_, 'a> {
    /// Walks through all positive verbs of a condition: the product over `and`, the sum over `or`.
    fn condition(&mut self, condition: &'a Condition, entity: u32) -> Result<u64, Stop> {
        match condition {
            Condition::Leaf(Requirement::Link(id)) => self.link(*id, entity),
            Condition::And(parts) => {
                let mut product = 1u64;
                for part in parts {
                    product = product.saturating_mul(self.condition(part, entity)?);
                }
                Ok(product)
            }
            Condition::Or(parts) => {
                let mut sum = 0u64;
                for part in parts {
                    sum = sum.saturating_add(self.condition(part, entity)?);
                }
                Ok(sum)
            }
            // What is not walked does not multiply walks; whether it holds was decided with the
            // set.
            Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => Ok(1),
        }
    }

    fn link(&mut self, id: LinkId, entity: u32) -> Result<u64, Stop> {
        let links = self.links;
        let Some(walked) = links.get(id.index()).filter(|walked| !walked.link.is_context) else { return Ok(1) };
        if walked.plain && walked.free {
            self.run.budget.spend(walked.adjacencies.len())?;
            return Ok(count(walked.degree(entity)));
        }
        let place = walked.link.object.index();
        // Taken out while its entities are counted, for which the others are needed.
        let mut known = match self.known.get_mut(place).and_then(Option::take) {
            Some(known) => known,
            None => self.prepare(walked.link.object)?,
        };
        let sum = self.sum(walked, entity, &mut known)?;
        self.known[place] = Some(known);
        Ok(sum)
    }

    /// The walks over all edges of one head.
    fn sum(&mut self, walked: &Walked<'a>, entity: u32, known: &mut Known) -> Result<u64, Stop> {
        let object_node = walked.link.object;
        let mut sum = 0u64;
        for (adjacency, lists) in walked.adjacencies.iter().zip(&walked.lists) {
            let targets = lists.of(entity);
            self.run.budget.spend(targets.len() + 1)?;
            if walked.plain {
                for &object in targets {
                    sum = sum.saturating_add(self.node(object_node, object, known)?);
                }
                continue;
            }
            let statements = adjacency.statements(entity);
            for (i, &object) in targets.iter().enumerate() {
                let statement = statements.get(i).copied();
                if self.run.reader.counts(walked.link, Mode::Supported, statement, object) {
                    sum = sum.saturating_add(self.node(object_node, object, known)?);
                }
            }
        }
        Ok(sum)
    }

    /// Room for the counts of a node; where its last link reaches few, they are all counted at
    /// once.
    fn prepare(&self, node: NodeId) -> Result<Known, Stop> {
        let run = self.run;
        let (graph, kinds) = (run.graph, run.plan.kinds(node));
        let span = kind_span(graph, kinds);
        run.budget.hold(span.len() * 8)?;
        if let Some(counts) = self.pushed(node, &span)? {
            return Ok(counts);
        }
        let allowed = self.allowed(node)?.unwrap_or_else(|| Set::of_kinds(graph, kinds));
        let mut counts = Known::over(span, 0);
        let mut open = |range: Range<u32>| counts.fill(range, OPEN);
        match &allowed {
            Set::All(ranges) => ranges.iter().cloned().for_each(open),
            Set::Sorted(list) => {
                let kinds_of = list.iter().filter(|&&entity| kinds.has(graph.kind(EntityId(entity))));
                kinds_of.for_each(|&entity| open(entity..entity + 1));
            }
            Set::Bits(bits) => {
                let kinds_of = bits.iter().filter(|&entity| kinds.has(graph.kind(EntityId(entity))));
                kinds_of.for_each(|entity| open(entity..entity + 1));
            }
        }
        Ok(counts)
    }

    /// The entities of a node where that is more than its kinds.
    fn allowed(&self, node: NodeId) -> Result<Option<Set>, Stop> {
        let row = self.run.query.node(node);
        let open = matches!(row.domain, Domain::All) && self.is_positive(&row.condition);
        if open {
            return Ok(None);
        }
        let entities = self.run.node(node, Mode::Supported)?;
        let leading = self.links.iter().find(|walked| walked.link.object == node);
        Ok(Some(match leading {
            Some(walked) => self.run.with_reached(walked.link, entities),
            None => entities,
        }))
    }

    /// Whether the conditions of a node are verbs only, so that a count of none says that it does
    /// not hold.
    fn is_positive(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Leaf(Requirement::Link(id)) => self.links.get(id.index()).is_some_and(|walked| {
                let link = walked.link;
                walked.plain
                    && link.quantifier == Quantifier::Some
                    && !link.transitive
                    && !link.is_context
                    && !self.run.graph.has_faces()
            }),
            Condition::And(parts) | Condition::Or(parts) => parts.iter().all(|part| self.is_positive(part)),
            Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => false,
        }
    }

    /// Counts of all entities of a node by one pass over the edges of its one verb, from the far
    /// end: what the far end lacks is never touched.
    fn pushed(&self, node: NodeId, span: &Range<u32>) -> Result<Option<Known>, Stop> {
        let run = self.run;
        let one_verb = |node: NodeId| {
            let row = run.query.node(node);
            let (Domain::All, Condition::Leaf(Requirement::Link(id))) = (&row.domain, &row.condition) else {
                return None;
            };
            self.links.get(id.index()).filter(|_| self.is_positive(&row.condition))
        };
        let Some(outer) = one_verb(node) else { return Ok(None) };
        let ([step], Some(inner)) = (outer.link.steps.as_slice(), one_verb(outer.link.object)) else { return Ok(None) };
        if !inner.free {
            return Ok(None);
        }
        let mut counts = Known::over(span.clone(), 0);
        let reverse = run.reader.reverse(*step);
        let lists = reverse.lists();
        for object in reverse.sources() {
            let walks = count(inner.degree(object));
            if walks == 0 {
                continue;
            }
            let heads = lists.of(object);
            run.budget.spend(heads.len())?;
            for &head in heads {
                if let Some(sum) = counts.get_mut(head) {
                    *sum = sum.saturating_add(walks);
                }
            }
        }
        Ok(Some(counts))
    }

    #[inline]
    fn node(&mut self, node: NodeId, entity: u32, known: &mut Known) -> Result<u64, Stop> {
        match known.get(entity) {
            Some(&OPEN) => {}
            Some(&count) => return Ok(count),
            None => return Ok(0),
        }
        let count = self.condition(&self.run.query.node(node).condition, entity)?;
        known[entity] = count;
        Ok(count)
    }
}
