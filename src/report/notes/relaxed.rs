//! The question without its `in`: its heads with all their statements, found once, of which every
//! note about another place takes its part.

use super::changed::Changed;
use super::work::NoteWork;
use crate::exec::phrase::{is_statement, representatives};
use crate::exec::reader::ContextSet;
use crate::exec::rows::RowWork;
use crate::exec::{Mode, Stop};
use crate::graph::{EntityId, StatementId};
use crate::query::{Condition, Domain, Link, LinkId, NamedSet, NodeId, Quantifier, Query, Requirement};
use std::ops::Range;
use std::sync::Arc;

/// A row elsewhere.
pub(super) struct RowElsewhere {
    pub(super) entity: EntityId,
    /// Its best statement, and the cancer of that.
    pub(super) best: Option<StatementId>,
    pub(super) cancer: Option<u32>,
}

/// Where rows are looked for.
pub(super) enum SearchedCancers<'p> {
    /// In any cancer.
    Anywhere,
    /// In these, as if they had been named.
    In(&'p Arc<NamedSet>),
}

/// Takes the `in` out of a question.
pub(super) fn relax(query: &mut Query, contexts: &[NodeId]) {
    for link in &mut query.links {
        link.evidence.contexts.retain(|context| !contexts.contains(context));
    }
    for &context in contexts {
        if query.links.iter().any(|link| link.object == context) {
            query.node_mut(context).domain = Domain::All;
        }
    }
}

/// Heads of the relaxed question, each with the statements of the verb that took the `in` and their
/// far ends, best statements first.
pub(super) struct Relaxed<'a> {
    link: &'a Link,
    context: NodeId,
    /// Each head with where its edges are.
    heads: Vec<(EntityId, Range<usize>)>,
    edges: Vec<(StatementId, u32)>,
}

impl<'a> Relaxed<'a> {
    /// Reads the relaxed question; `None` where more than one verb depends on the place, so that
    /// the statements of one do not say which heads there are.
    pub(super) fn of(work: &NoteWork<'_, 'a>, contexts: &[NodeId]) -> Result<Option<Self>, Stop> {
        let [context] = *contexts else { return Ok(None) };
        let Some(main) = carrier(work, context) else { return Ok(None) };
        let changed = Changed::of(work, |query| relax(query, contexts));
        let run = changed.begin(work)?;
        let entities = representatives(&run, work.set, run.set(work.set, Mode::Supported)?);
        let rows = RowWork::new(&run, work.head)?;
        let mut heads = Vec::with_capacity(entities.len());
        let mut edges = Vec::new();
        for entity in entities {
            let start = edges.len();
            rows.matching(main, entity, &mut edges)?;
            rows.sort(entity, edges.get_mut(start..).unwrap_or_default());
            heads.push((EntityId(entity), start..edges.len()));
        }
        Ok(Some(Self { link: work.run.query.link(main), context, heads, edges }))
    }

    /// The supported rows there.
    pub(super) fn rows(&self, work: &NoteWork<'_, '_>, place: &SearchedCancers<'_>) -> Vec<RowElsewhere> {
        let context = match place {
            SearchedCancers::In(named) if !self.is_object() => {
                let row = work.run.query.node(self.context);
                Some(work.run.reader.context_of_names(row.kinds, named))
            }
            SearchedCancers::In(_) | SearchedCancers::Anywhere => None,
        };
        let supports = |statement| self.link.lifted || work.run.graph.statements().supports(statement);
        let mut found = Vec::new();
        for (entity, range) in &self.heads {
            let edges = self.edges.get(range.clone()).unwrap_or_default();
            let counts = |&&(statement, object): &&(StatementId, u32)| {
                supports(statement) && self.is_in(work, place, context.as_ref(), statement, object)
            };
            if let Some(&(best, _)) = edges.iter().find(counts) {
                let cancer = self.cancer(work, place, context.as_ref(), best, edges);
                found.push(RowElsewhere { entity: *entity, best: Some(best), cancer });
            }
        }
        found
    }

    /// Whether the cancer is what the verb leads to, and not a condition beside it.
    fn is_object(&self) -> bool {
        self.link.object == self.context
    }

    fn is_in(
        &self,
        work: &NoteWork<'_, '_>,
        place: &SearchedCancers<'_>,
        context: Option<&ContextSet>,
        statement: StatementId,
        object: u32,
    ) -> bool {
        match (place, context) {
            (SearchedCancers::Anywhere, _) => true,
            (SearchedCancers::In(_), Some(context)) => work.run.reader.cancer_among(statement, context).is_some(),
            (SearchedCancers::In(named), None) => {
                named.find(object).is_some() && !work.run.reader.is_excluded_from(named, statement, object)
            }
        }
    }

    /// The cancer that a row with this best statement shows.
    fn cancer(
        &self,
        work: &NoteWork<'_, '_>,
        place: &SearchedCancers<'_>,
        context: Option<&ContextSet>,
        best: StatementId,
        edges: &[(StatementId, u32)],
    ) -> Option<u32> {
        if let Some(context) = context {
            return work.run.reader.cancer_among(best, context).map(|(cancer, _)| cancer);
        }
        let named = match place {
            SearchedCancers::In(named) => Some(named.as_ref()),
            SearchedCancers::Anywhere if self.is_object() => None,
            SearchedCancers::Anywhere => work.named(self.link.object),
        };
        let objects = edges
            .iter()
            .filter(|&&(statement, object)| statement == best && self.is_in(work, place, context, statement, object));
        let matched = objects
            .map(|&(_, object)| (named.and_then(|named| named.find(object)).map(|member| member.how), object))
            .min();
        let cancers = work.run.graph.statements().cancers(best);
        matched.map(|(_, object)| object).filter(|object| cancers.contains(object)).or(cancers.first().copied())
    }
}

/// The one verb on which a place depends, where it is a condition of the head by itself.
fn carrier(work: &NoteWork<'_, '_>, context: NodeId) -> Option<LinkId> {
    let (run, head) = (work.run, work.head);
    let main = work.verbs.main?;
    let link = run.query.link(main);
    let is_conjunct = match &run.query.node(head).condition {
        Condition::Leaf(Requirement::Link(id)) => *id == main,
        Condition::And(parts) => {
            let mut links =
                parts.iter().filter(|part| matches!(part, Condition::Leaf(Requirement::Link(id)) if *id == main));
            links.next().is_some()
        }
        Condition::Or(_) | Condition::Not(_) | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => {
            false
        }
    };
    let depends = |link: &Link| link.object == context || link.evidence.contexts.contains(&context);
    let is_sole = run.query.links.iter().filter(|link| depends(link)).count() == 1
        && !run.query.nodes.iter().any(|node| tests(&node.condition, context));
    let is_plain = depends(link)
        && (link.object == context) == link.evidence.contexts.is_empty()
        && link.evidence.contexts.len() < 2
        && link.quantifier == Quantifier::Some
        && !link.transitive
        && !link.adjective;
    // Which face represents a name depends on the faces that are found.
    let is_one_face = !run.graph.has_faces() || run.plan.kinds(head).len() < 2;
    let is_read = !run.query.including_contested && !is_statement(run, head) && !run.plan.is_correlated(head);
    (is_conjunct && is_sole && is_plain && is_one_face && is_read).then_some(main)
}

/// Whether a condition tests statements for this place.
fn tests(condition: &Condition, context: NodeId) -> bool {
    condition.has_leaf(&|leaf| matches!(leaf, Requirement::Evidence(evidence) if evidence.contexts.contains(&context)))
}
