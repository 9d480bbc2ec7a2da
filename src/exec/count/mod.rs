//! Counting without rows: degrees and path counts carried along, never enumerated.

use crate::answer::ColumnType;
use crate::exec::budget::Stop;
use crate::exec::evaluate::Evaluator;
use crate::exec::parallel::in_pieces;
use crate::exec::reader::Mode;
use crate::exec::result::{Table, Value};
use crate::exec::rows::{RowWork, SetRows};
use crate::exec::set::{Bits, Set, kind_span};
use crate::graph::{Adjacency, EntityId, Lists, NONE};
use crate::query::{
    Aggregate, AggregateKind, ColumnKind, Condition, Domain, Key, Link, LinkId, NodeId, Quantifier, SetId, SetNode,
    Stage,
};
use crate::vocabulary::{KindSet, RelationId};

/// A table made without rows, and how many of the following stages it has already answered; `None` where
/// the question needs rows.
///
/// # Errors
/// When the budget is used up.
pub fn fast(
    evaluator: &Evaluator<'_>,
    set: SetId,
    by: &[Key],
    aggregates: &[Aggregate],
    rest: &[Stage],
) -> Result<Option<(Table, usize)>, Stop> {
    let [aggregate] = aggregates else { return Ok(None) };
    let head = evaluator.query().head_of(set);
    if by.is_empty() {
        return Ok(total(evaluator, set, head, aggregate)?.map(|count| (single(aggregate, count), 0)));
    }
    let [key] = by else { return Ok(None) };
    if key.column.kind != ColumnKind::Node(head) || key.ascending.is_some() || evaluator.query().including_contested {
        return Ok(None);
    }
    let SetNode::Phrase(_) = evaluator.query().set(set) else { return Ok(None) };
    let counts = match &aggregate.kind {
        AggregateKind::CountPaths => match per_head_paths(evaluator, head)? {
            Some(counts) => counts,
            None => return Ok(None),
        },
        AggregateKind::CountNode(node, kinds) => match per_head_objects(evaluator, head, *node, *kinds)? {
            Some(counts) => counts,
            None => return Ok(None),
        },
        AggregateKind::CountRows
        | AggregateKind::CountDistinct(_)
        | AggregateKind::CountEvidence
        | AggregateKind::Over(..) => return Ok(None),
    };
    let (counts, used) = keep_top(evaluator, counts, rest);
    let columns =
        vec![(key.column.heading.clone(), ColumnType::Entity), (aggregate.heading.clone(), ColumnType::Number)];
    let rows =
        counts.into_iter().map(|(entity, count)| vec![Value::Entity(entity), Value::Integer(count as i64)]).collect();
    Ok(Some((Table { columns, rows, contested: 0 }, used)))
}

fn single(aggregate: &Aggregate, count: u64) -> Table {
    Table {
        columns: vec![(aggregate.heading.clone(), ColumnType::Number)],
        rows: vec![vec![Value::Integer(count as i64)]],
        contested: 0,
    }
}

/// `| top N` after a count: the rest need not be sorted, nor become rows.
fn keep_top(evaluator: &Evaluator<'_>, mut counts: Vec<(u32, u64)>, rest: &[Stage]) -> (Vec<(u32, u64)>, usize) {
    let Some(Stage::Top { count, by: None, bottom: false }) = rest.first() else { return (counts, 0) };
    let graph = evaluator.reader.graph;
    let order = |a: &(u32, u64), b: &(u32, u64)| {
        b.1.cmp(&a.1).then_with(|| graph.name(EntityId(a.0)).cmp(graph.name(EntityId(b.0)))).then(a.0.cmp(&b.0))
    };
    if *count < counts.len() && *count > 0 {
        counts.select_nth_unstable_by(*count - 1, order);
    }
    counts.truncate(*count);
    counts.sort_unstable_by(order);
    (counts, 1)
}

/// One number for the whole set.
fn total(evaluator: &Evaluator<'_>, set: SetId, head: NodeId, aggregate: &Aggregate) -> Result<Option<u64>, Stop> {
    if evaluator.query().including_contested {
        return Ok(None);
    }
    match &aggregate.kind {
        AggregateKind::CountRows => {
            let entities = evaluator.set(set, Mode::Supported)?;
            let work = RowWork::new(evaluator, head)?;
            Ok(Some(work.representatives(entities).len() as u64))
        }
        AggregateKind::CountNode(node, kinds) if *node == head => {
            let entities = evaluator.set(set, Mode::Supported)?;
            Ok(Some(count_kinds(evaluator, entities, *kinds)?))
        }
        AggregateKind::CountPaths => {
            let SetNode::Phrase(node) = evaluator.query().set(set) else { return Ok(None) };
            if let Some(walks) = triangles(evaluator, *node)? {
                return Ok(Some(walks));
            }
            let counts = per_head_paths(evaluator, *node)?;
            Ok(counts.map(|counts| counts.iter().map(|(_, count)| count).sum()))
        }
        AggregateKind::CountNode(..)
        | AggregateKind::CountDistinct(_)
        | AggregateKind::CountEvidence
        | AggregateKind::Over(..) => Ok(None),
    }
}

/// Distinct names of these kinds.
fn count_kinds(evaluator: &Evaluator<'_>, set: Set, kinds: KindSet) -> Result<u64, Stop> {
    let graph = evaluator.reader.graph;
    if !graph.has_faces() {
        // Kinds are ranges of ids: count those inside.
        let ranges = crate::exec::set::kind_ranges(graph, kinds);
        evaluator.budget.spend(set.len() / 64 + 1)?;
        return Ok(ranges.into_iter().map(|range| set.len_within(range) as u64).sum());
    }
    let mut faces: Vec<u32> = set
        .into_sorted()
        .into_iter()
        .filter(|entity| {
            let id = EntityId(*entity);
            graph.faces(&id).iter().any(|&face| kinds.has(graph.kind(EntityId(face))))
        })
        .map(|entity| graph.face(EntityId(entity)).0)
        .collect();
    faces.sort_unstable();
    faces.dedup();
    Ok(faces.len() as u64)
}

/// Path counts per head, by name; `None` where a label ties the walk together.
fn per_head_paths(evaluator: &Evaluator<'_>, head: NodeId) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    if evaluator.plan.is_correlated(head) {
        return correlated_paths(evaluator, head);
    }
    let links: Vec<Walked<'_>> = evaluator.query().links.iter().map(|link| Walked::new(evaluator, link)).collect();
    let mut paths = Paths { evaluator, links: &links, known: evaluator.query().nodes.iter().map(|_| None).collect() };
    let heads = match paths.allowed(head)? {
        Some(heads) => heads,
        None => Set::of_kinds(evaluator.reader.graph, evaluator.plan.kinds(head)),
    };
    let condition = &evaluator.query().node(head).condition;
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

/// A verb with what is the same for all its edges.
struct Walked<'a> {
    link: &'a Link,
    /// Found from the head.
    adjacencies: Vec<&'a Adjacency>,
    lists: Vec<Lists<'a>>,
    /// Every edge counts.
    plain: bool,
    /// Every object will do.
    free: bool,
}

impl<'a> Walked<'a> {
    fn new(evaluator: &Evaluator<'a>, link: &'a Link) -> Self {
        let adjacencies: Vec<&Adjacency> = link.steps.iter().map(|&step| evaluator.reader.adjacency(step)).collect();
        Self {
            link,
            lists: adjacencies.iter().map(|adjacency| adjacency.lists()).collect(),
            adjacencies,
            plain: evaluator.reader.is_plain(link, Mode::Supported),
            free: is_free(evaluator, link),
        }
    }

    /// Edges of one head.
    fn degree(&self, entity: u32) -> usize {
        self.lists.iter().map(|lists| lists.degree(entity)).sum()
    }
}

/// Numbers of walks from an entity down the sentence.
///
/// Counts are kept per node once they are known, and a node whose entities are few is counted from its
/// own end: both keep the work at the number of edges, whatever the number of walks.
struct Paths<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    links: &'e [Walked<'a>],
    known: Vec<Option<Known>>,
}

/// Counts of the entities of one node.
struct Known {
    base: u32,
    /// [`OPEN`] where not counted yet.
    counts: Vec<u64>,
}

const OPEN: u64 = u64::MAX;

impl<'a> Paths<'_, 'a> {
    /// Walks through all positive verbs of a condition: the product over `and`, the sum over `or`.
    fn condition(&mut self, condition: &'a Condition, entity: u32) -> Result<u64, Stop> {
        match condition {
            Condition::Link(id) => self.link(*id, entity),
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
            // What is not walked does not multiply walks; whether it holds was decided with the set.
            Condition::Not(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => Ok(1),
        }
    }

    fn link(&mut self, id: LinkId, entity: u32) -> Result<u64, Stop> {
        let links = self.links;
        let Some(walked) = links.get(id.0 as usize).filter(|walked| !walked.link.is_context) else { return Ok(1) };
        if walked.plain && walked.free {
            self.evaluator.budget.spend(walked.adjacencies.len())?;
            return Ok(walked.degree(entity) as u64);
        }
        let place = walked.link.object.0 as usize;
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
            self.evaluator.budget.spend(targets.len() + 1)?;
            if walked.plain {
                for &object in targets {
                    sum = sum.saturating_add(self.node(object_node, object, known)?);
                }
                continue;
            }
            let statements = adjacency.statements(entity);
            for (i, &object) in targets.iter().enumerate() {
                let statement = statements.get(i).copied();
                if self.evaluator.reader.counts(walked.link, Mode::Supported, statement, object) {
                    sum = sum.saturating_add(self.node(object_node, object, known)?);
                }
            }
        }
        Ok(sum)
    }

    /// Room for the counts of a node; where its last link reaches few, they are all counted at once.
    fn prepare(&self, node: NodeId) -> Result<Known, Stop> {
        let evaluator = self.evaluator;
        let (graph, kinds) = (evaluator.reader.graph, evaluator.plan.kinds(node));
        let span = kind_span(graph, kinds);
        evaluator.budget.hold(span.len() * 8)?;
        if let Some(counts) = self.pushed(node, &span)? {
            return Ok(Known { base: span.start, counts });
        }
        let allowed = self.allowed(node)?.unwrap_or_else(|| Set::of_kinds(graph, kinds));
        let mut counts = vec![0; span.len()];
        let mut open = |range: std::ops::Range<u32>| {
            let places = range.start.saturating_sub(span.start) as usize..range.end.saturating_sub(span.start) as usize;
            if let Some(counts) = counts.get_mut(places) {
                counts.fill(OPEN);
            }
        };
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
        Ok(Known { base: span.start, counts })
    }

    /// The entities of a node where that is more than its kinds.
    fn allowed(&self, node: NodeId) -> Result<Option<Set>, Stop> {
        let row = self.evaluator.query().node(node);
        let open = matches!(row.domain, Domain::All) && self.is_positive(&row.condition);
        if open { Ok(None) } else { self.evaluator.node(node, Mode::Supported).map(Some) }
    }

    /// Whether the conditions of a node are verbs only, so that a count of none says that it does not hold.
    fn is_positive(&self, condition: &Condition) -> bool {
        match condition {
            Condition::True => true,
            Condition::Link(id) => self.links.get(id.0 as usize).is_some_and(|walked| {
                let link = walked.link;
                walked.plain
                    && link.quantifier == Quantifier::Some
                    && link.profile.is_none()
                    && !link.transitive
                    && !link.is_context
                    && !self.evaluator.reader.graph.has_faces()
            }),
            Condition::And(parts) | Condition::Or(parts) => parts.iter().all(|part| self.is_positive(part)),
            Condition::Not(_) | Condition::Property(_) | Condition::Evidence(_) => false,
        }
    }

    /// Counts of all entities of a node by one pass over the edges of its one verb, from the far end:
    /// what the far end lacks is never touched.
    fn pushed(&self, node: NodeId, span: &std::ops::Range<u32>) -> Result<Option<Vec<u64>>, Stop> {
        let evaluator = self.evaluator;
        let one_verb = |node: NodeId| {
            let row = evaluator.query().node(node);
            let (Domain::All, Condition::Link(id)) = (&row.domain, &row.condition) else { return None };
            self.links.get(id.0 as usize).filter(|_| self.is_positive(&row.condition))
        };
        let Some(outer) = one_verb(node) else { return Ok(None) };
        let ([step], Some(inner)) = (outer.link.steps.as_slice(), one_verb(outer.link.object)) else { return Ok(None) };
        if !inner.free {
            return Ok(None);
        }
        let mut counts = vec![0u64; span.len()];
        let reverse = evaluator.reader.reverse(*step);
        let lists = reverse.lists();
        for object in reverse.sources() {
            let walks = inner.degree(object) as u64;
            if walks == 0 {
                continue;
            }
            let heads = lists.of(object);
            evaluator.budget.spend(heads.len())?;
            for &head in heads {
                if let Some(count) = counts.get_mut(head.wrapping_sub(span.start) as usize) {
                    *count = count.saturating_add(walks);
                }
            }
        }
        Ok(Some(counts))
    }

    #[inline]
    fn node(&mut self, node: NodeId, entity: u32, known: &mut Known) -> Result<u64, Stop> {
        let place = entity.wrapping_sub(known.base) as usize;
        match known.counts.get(place) {
            Some(&OPEN) => {}
            Some(&count) => return Ok(count),
            None => return Ok(0),
        }
        let count = self.condition(&self.evaluator.query().node(node).condition, entity)?;
        known.counts[place] = count;
        Ok(count)
    }
}

/// Whether any object of the kinds that the verb leads to will do.
fn is_free(evaluator: &Evaluator<'_>, link: &Link) -> bool {
    let row = evaluator.query().node(link.object);
    let vocabulary = evaluator.reader.graph.vocabulary();
    matches!((&row.domain, &row.condition), (Domain::All, Condition::True))
        && link.steps.iter().all(|&(relation, head)| {
            vocabulary.verb(relation).kinds(head.other()).iter().all(|&kind| row.kinds.has(kind))
        })
}

/// Distinct objects per head, where the counted noun is the object of the head's own verb.
fn per_head_objects(
    evaluator: &Evaluator<'_>,
    head: NodeId,
    node: NodeId,
    kinds: KindSet,
) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    let row = evaluator.query().node(head);
    let links: Vec<LinkId> = match &row.condition {
        Condition::Link(link) => vec![*link],
        Condition::And(parts) => {
            parts.iter().filter_map(|part| if let Condition::Link(link) = part { Some(*link) } else { None }).collect()
        }
        Condition::True | Condition::Or(_) | Condition::Not(_) | Condition::Property(_) | Condition::Evidence(_) => {
            Vec::new()
        }
    };
    let Some(link) = links.into_iter().map(|id| evaluator.query().link(id)).find(|link| link.object == node) else {
        return Ok(None);
    };
    let graph = evaluator.reader.graph;
    let object_kinds = evaluator.plan.kinds(node);
    if graph.has_faces() || evaluator.plan.is_correlated(head) || object_kinds.and(kinds) != object_kinds {
        return Ok(None);
    }
    let objects = if is_free(evaluator, link) { None } else { Some(evaluator.node(node, Mode::Supported)?) };
    // The verb itself finds the heads; another condition narrows them first.
    let heads = match row.condition {
        Condition::Link(_) if matches!(row.domain, Domain::All) => Set::of_kinds(graph, evaluator.plan.kinds(head)),
        _ => evaluator.node(head, Mode::Supported)?,
    };
    let walked = Walked::new(evaluator, link);
    let span = kind_span(graph, object_kinds);
    let mut distinct = Distinct { base: span.start, stamps: vec![0; span.len()], stamp: 0 };
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
                    evaluator.reader.counts(link, Mode::Supported, *statement, *object)
                        && objects.as_ref().is_none_or(|objects| objects.contains(*object))
                };
                distinct.next();
                let found = walked.adjacencies.iter().flat_map(|adjacency| {
                    adjacency.range(entity).map(|edge| (adjacency.statement_at(edge), adjacency.all_targets()[edge]))
                });
                distinct.count(found.filter(counted).map(|(_, object)| object))
            }
        };
        evaluator.budget.spend(edges + 1)?;
        if count > 0 {
            counts.push((entity, count as u64));
        }
        Ok::<(), Stop>(())
    })?;
    Ok(Some(counts))
}

/// Counts different entities, group by group, without clearing anything between groups.
struct Distinct {
    base: u32,
    /// By entity: the last group in which it came.
    stamps: Vec<u32>,
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
        let mut count = 0;
        for entity in entities {
            if let Some(stamp) = self.stamps.get_mut(entity.wrapping_sub(self.base) as usize) {
                count += usize::from(*stamp != self.stamp);
                *stamp = self.stamp;
            }
        }
        count
    }
}

/// Walks `a – b – c – a` over one undirected relation, any relation being its own reverse: each
/// triangle is six of them. Sorted by degree, each edge is looked at from its lesser end only, so
/// that the work is that of a worst-case optimal join.
fn triangles(evaluator: &Evaluator<'_>, head: NodeId) -> Result<Option<u64>, Stop> {
    let Some(relation) = triangle_relation(evaluator, head) else { return Ok(None) };
    let adjacency = evaluator.reader.graph.forward(relation);
    let sources = adjacency.sources();
    let (first, count) = (sources.start, sources.len());
    evaluator.budget.hold(count * 16 + adjacency.edge_count() * 2)?;
    let ranks = degree_ranks(adjacency, first, count);
    let mut by_rank = vec![0u32; count];
    for (place, &rank) in ranks.iter().enumerate() {
        by_rank[rank as usize] = place as u32;
    }
    let (budget, edges) = (evaluator.budget, adjacency.edge_count());
    let lists = in_pieces(
        budget,
        edges,
        (count, RANKS_PER_PIECE),
        || (),
        |_, ranks_of_piece| upper_lists(adjacency, &ranks, &by_rank, ranks_of_piece),
    )?;
    let mut offsets = Vec::with_capacity(count + 1);
    let mut upper: Vec<u32> = Vec::with_capacity(edges / 2);
    offsets.push(0u32);
    for (list, ends) in lists {
        offsets.extend(ends.iter().map(|end| upper.len() as u32 + end));
        upper.extend(list);
    }
    let list = |rank: u32| &upper[offsets[rank as usize] as usize..offsets[rank as usize + 1] as usize];
    let found = in_pieces(
        budget,
        edges,
        (count, RANKS_PER_PIECE),
        || vec![false; count],
        |marked, ranks| {
            let (mut found, mut work) = (0u64, 0);
            for own in ranks.map(|rank| list(rank as u32)) {
                own.iter().for_each(|&other| marked[other as usize] = true);
                for &other in own {
                    let third = list(other);
                    work += third.len();
                    found += third.iter().map(|&third| u64::from(marked[third as usize])).sum::<u64>();
                }
                own.iter().for_each(|&other| marked[other as usize] = false);
            }
            (found, work)
        },
    )?;
    Ok(Some(found.iter().sum::<u64>() * 6))
}

/// Entities whose lists one thread takes at a time: few, as those of high degree are dear.
const RANKS_PER_PIECE: usize = 1024;

/// The neighbours of higher rank of some ranks: all lists, where each ends, and how many edges were looked at.
fn upper_lists(
    adjacency: &Adjacency,
    ranks: &[u32],
    by_rank: &[u32],
    of: std::ops::Range<usize>,
) -> ((Vec<u32>, Vec<u32>), usize) {
    let (first, neighbours) = (adjacency.sources().start, adjacency.lists());
    let (mut lists, mut ends, mut work) = (Vec::new(), Vec::with_capacity(of.len()), 0);
    for (rank, &place) in of.clone().zip(by_rank.get(of).unwrap_or(&[])) {
        let targets = neighbours.of(first + place);
        work += targets.len();
        let others = targets.iter().filter_map(|&target| ranks.get(target.wrapping_sub(first) as usize)).copied();
        lists.extend(others.filter(|&other| other > rank as u32));
        ends.push(lists.len() as u32);
    }
    ((lists, ends), work)
}

/// The place of each entity in the order of degrees; those of one degree keep their order.
fn degree_ranks(adjacency: &Adjacency, first: u32, count: usize) -> Vec<u32> {
    let lists = adjacency.lists();
    let degrees: Vec<u32> = (0..count as u32).map(|place| lists.degree(first + place) as u32).collect();
    let mut next = vec![0u32; degrees.iter().max().map_or(0, |&highest| highest as usize) + 2];
    degrees.iter().for_each(|&degree| next[degree as usize + 1] += 1);
    (1..next.len()).for_each(|degree| next[degree] += next[degree - 1]);
    let rank = |degree: &u32| {
        let next = &mut next[*degree as usize];
        *next += 1;
        *next - 1
    };
    degrees.iter().map(rank).collect()
}

/// The relation of `x as a R x R x R a`, where it is one undirected fact relation between equal kinds.
fn triangle_relation(evaluator: &Evaluator<'_>, head: NodeId) -> Option<RelationId> {
    let query = evaluator.query();
    let mut node = head;
    let mut relation = None;
    for step in 0..3 {
        let row = query.node(node);
        let Condition::Link(id) = row.condition else { return None };
        let link = query.link(id);
        let [(own, _)] = link.steps.as_slice() else { return None };
        let verb = evaluator.reader.graph.vocabulary().verb(*own);
        let fits = verb.undirected
            && evaluator.reader.is_plain(link, Mode::Supported)
            && link.quantifier == Quantifier::Some
            && !link.transitive
            && relation.is_none_or(|relation| relation == *own)
            && (step == 0 || matches!(row.domain, Domain::All));
        if !fits || !matches!(query.node(head).domain, Domain::All) || verb.from.len() != 1 || verb.from != verb.to {
            return None;
        }
        relation = Some(*own);
        node = link.object;
    }
    let last = query.node(node);
    (matches!(last.domain, Domain::Same(label) if label == head) && matches!(last.condition, Condition::True))
        .then_some(relation?)
}

/// Walks of a phrase with labels, entity by entity: each label is tried with each entity it may stand for.
fn correlated_paths(evaluator: &Evaluator<'_>, head: NodeId) -> Result<Option<Vec<(u32, u64)>>, Stop> {
    let heads = evaluator.node(head, Mode::Supported)?;
    let mut counts = Vec::new();
    heads.each(|entity| {
        let walks = Walks { evaluator }.node(head, entity, &mut Vec::new())?;
        let total: u64 = walks.values().sum();
        if total > 0 {
            counts.push((entity, total));
        }
        Ok::<(), Stop>(())
    })?;
    Ok(Some(counts))
}

/// Walks counted by what the labels stand for.
struct Walks<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
}

type Labelled = rustc_hash::FxHashMap<Vec<(NodeId, u32)>, u64>;

impl Walks<'_, '_> {
    fn node(&self, node: NodeId, entity: u32, bound: &mut Vec<(NodeId, u32)>) -> Result<Labelled, Stop> {
        self.evaluator.budget.spend(1)?;
        let row = self.evaluator.query().node(node);
        let none = Labelled::default();
        if let Domain::Same(label) = row.domain
            && bound.iter().find(|(other, _)| *other == label).is_some_and(|&(_, other)| other != entity)
        {
            return Ok(none);
        }
        if let Domain::Named(set) = &row.domain
            && set.find(entity).is_none()
        {
            return Ok(none);
        }
        let mut start = Labelled::default();
        let pushed = self.evaluator.plan.is_label(node) && !bound.iter().any(|(other, _)| *other == node);
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
            Condition::Link(id) => self.link(self.evaluator.query().link(*id), entity, walks),
            Condition::Not(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => Ok(walks),
        }
    }

    fn link(&self, link: &Link, entity: u32, walks: Labelled) -> Result<Labelled, Stop> {
        if link.is_context {
            return Ok(walks);
        }
        let evaluator = self.evaluator;
        let kinds = evaluator.plan.kinds(link.object);
        let mut all = Labelled::default();
        for (labels, count) in walks {
            for &step in &link.steps {
                let adjacency = evaluator.reader.adjacency(step);
                for edge in adjacency.range(entity) {
                    let object = adjacency.all_targets()[edge];
                    let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                    if !kinds.has(evaluator.reader.graph.kind(EntityId(object)))
                        || !evaluator.reader.counts(link, Mode::Supported, statement, object)
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

/// Fills the `count paths` column of a table grouped by other keys: walks are counted per head and added
/// up over the heads of each group.
///
/// # Errors
/// When the budget is used up.
pub fn fill_paths(
    evaluator: &Evaluator<'_>,
    set: SetId,
    rows: &SetRows,
    by: &[Key],
    aggregates: &[Aggregate],
    table: &mut Table,
) -> Result<(), Stop> {
    let head = evaluator.query().head_of(set);
    let Some(place) = aggregates.iter().position(|aggregate| aggregate.kind == AggregateKind::CountPaths) else {
        return Ok(());
    };
    let counts = per_head_paths(evaluator, head)?.unwrap_or_default();
    let kept: Bits = {
        let mut bits = Bits::over(kind_span(evaluator.reader.graph, evaluator.plan.kinds(head)));
        rows.rows.iter().for_each(|row| {
            bits.insert(row.entity);
        });
        bits
    };
    let column = by.len() + place;
    for (entity, count) in counts.into_iter().filter(|(entity, _)| kept.contains(*entity)) {
        for row in &mut table.rows {
            let belongs = by.iter().zip(row.iter()).all(|(key, value)| match (&key.column.kind, value) {
                (ColumnKind::Node(node), Value::Entity(other)) if *node == head => *other == entity,
                (ColumnKind::Property(node, property), value) if *node == head => {
                    let own = crate::exec::rows::columns::property(evaluator, &[entity], *property);
                    own == *value
                        || matches!((&own, value), (Value::Entities(list), Value::Entity(one)) if list.contains(one))
                }
                (_, _) => false,
            });
            if belongs && let Some(Value::Integer(sum)) = row.get_mut(column) {
                *sum = sum.saturating_add(count as i64);
            }
        }
    }
    Ok(())
}
