//! Edges of any relation, walked either way: what a step of a path or to a neighbour may be.
//!
//! All faces of a name are one place: a walk arrives at the name and leaves from any of its faces,
//! so that `encodes` between a gene and its own protein is no step.

use crate::exec::budget::Stop;
use crate::exec::numbered::narrow;
use crate::exec::parallel::in_pieces;
use crate::exec::run::Run;
use crate::exec::set::Bits;
use crate::graph::{Adjacency, EdgeLists, EntityId, Field, Graph, StatementId};
use crate::query::{Evidence, Paths};
use crate::vocabulary::{Derived, End, KindId, KindSet, RelationId};

/// Names that one thread looks at at a time.
const NODES_PER_PIECE: usize = 4096;

/// The edges of one relation in one direction.
struct Way<'a> {
    relation: RelationId,
    forward: bool,
    /// The kinds at its far end.
    leads_to: KindSet,
    adjacency: &'a Adjacency,
    lists: EdgeLists<'a>,
}

/// A step that may be taken, with everything that lies behind it.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Entity it leads to.
    pub to: u32,
    /// The relation.
    pub relation: RelationId,
    /// Along the edge.
    pub forward: bool,
    /// 0 for a fact, else one more than the place of the level of the best statement.
    pub level: u8,
    /// The statements behind it, each once.
    pub statements: Vec<u32>,
}

/// Walks edges as one question allows it.
pub struct Walker<'e, 'a> {
    run: &'e Run<'a>,
    graph: &'a Graph,
    paths: &'e Paths,
    evidence: Evidence,
    ways: Vec<Way<'a>>,
    /// By kind: the numbers of the ways that leave from it.
    by_kind: Vec<Vec<u16>>,
    /// Where a walk begins and ends, as representatives, sorted: what is asked of the nodes between
    /// is not asked of them.
    ends: Vec<u32>,
    restricted: bool,
    facts_only: bool,
    has_faces: bool,
}

impl<'e, 'a> Walker<'e, 'a> {
    /// Everything that the question lets a walk step over.
    pub fn new(run: &'e Run<'a>, paths: &'e Paths, mut ends: Vec<u32>) -> Self {
        let graph = run.graph;
        let vocabulary = graph.vocabulary();
        let mut ways = Vec::new();
        for (relation, verb) in vocabulary.relations() {
            if !may_walk(graph, paths, relation, verb.derived) {
                continue;
            }
            let mut add = |forward: bool, adjacency: &'a Adjacency| {
                if adjacency.edge_count() > 0 {
                    let kinds_at = |end| KindSet::of(verb.kinds(end));
                    let far = kinds_at(if forward { End::To } else { End::From });
                    // An undirected edge is walked from either end.
                    let leads_to = if verb.undirected { far.or(kinds_at(End::From)) } else { far };
                    ways.push(Way { relation, forward, leads_to, adjacency, lists: adjacency.lists() });
                }
            };
            add(true, graph.forward(relation));
            // An undirected edge is listed from both ends already.
            if !verb.undirected {
                add(false, graph.backward(relation));
            }
        }
        let by_kind = vocabulary
            .all_kinds()
            .iter()
            .map(|kind| {
                let own = graph.kind_range(kind);
                let meets = |way: &Way<'_>| {
                    let covered = way.adjacency.sources();
                    covered.start < own.end && own.start < covered.end
                };
                (0..).zip(&ways).filter(|(_, way)| meets(way)).map(|(number, _)| number).collect()
            })
            .collect();
        ends.sort_unstable();
        let evidence = Evidence { contexts: paths.filter.contexts.clone(), tests: paths.filter.tests.clone() };
        let restricted =
            !paths.avoiding.entities.is_empty() || !paths.avoiding.kinds.is_empty() || !paths.via.kinds.is_empty();
        let facts_only = ways.iter().all(|way| way.adjacency.all_statements().is_empty());
        let has_faces = graph.has_faces();
        Self { run, graph, paths, evidence, ways, by_kind, ends, restricted, facts_only, has_faces }
    }

    /// Whether every edge and every node may be used: nothing to look at on the way.
    pub fn is_plain(&self) -> bool {
        !self.restricted && !self.has_faces && self.facts_only
    }

    /// Whether no edge comes from a statement: none is better than another.
    pub fn has_facts_only(&self) -> bool {
        self.facts_only
    }

    /// Edges of all ways together.
    pub fn edge_count(&self) -> usize {
        self.ways.iter().map(|way| way.adjacency.edge_count()).sum()
    }

    /// From the first to the last entity of the kinds that have edges.
    pub fn span(&self) -> std::ops::Range<u32> {
        let kinds = self.kinds_with_ways().fold(KindSet::default(), |set, (kind, _)| set.with(kind));
        crate::exec::set::kind_span(self.graph, kinds)
    }

    /// The kinds that have edges, with the numbers of the ways that leave from them.
    fn kinds_with_ways(&self) -> impl Iterator<Item = (KindId, &[u16])> {
        let kinds = self.graph.vocabulary().all_kinds().iter().zip(&self.by_kind);
        kinds.map(|(kind, ways)| (kind, ways.as_slice())).filter(|(_, ways)| !ways.is_empty())
    }

    /// Number of edges that leave an entity.
    pub fn degree(&self, node: u32) -> usize {
        let faces = EntityId(node);
        self.graph
            .faces(&faces)
            .iter()
            .map(|&face| self.ways_of(face).map(|way| way.lists.degree(face)).sum::<usize>())
            .sum()
    }

    fn ways_of(&self, entity: u32) -> impl Iterator<Item = &Way<'a>> {
        let kind = usize::from(self.graph.kind(EntityId(entity)).0);
        self.by_kind.get(kind).into_iter().flatten().filter_map(|&number| self.ways.get(usize::from(number)))
    }

    /// Whether a walk may go on from this name.
    pub fn may_pass(&self, node: u32) -> bool {
        let kinds = self.paths.via.kinds;
        kinds.is_empty() || self.has_kind(node, |kind| kinds.has(kind))
    }

    /// Whether a walk may touch this name at all.
    pub fn may_touch(&self, node: u32) -> bool {
        let avoiding = &self.paths.avoiding;
        !avoiding.entities.iter().any(|&entity| self.graph.face(entity).0 == node)
            && (avoiding.kinds.is_empty() || !self.has_kind(node, |kind| avoiding.kinds.has(kind)))
    }

    fn has_kind(&self, node: u32, test: impl Fn(KindId) -> bool) -> bool {
        let id = EntityId(node);
        self.graph.faces(&id).iter().any(|&face| test(self.graph.kind(EntityId(face))))
    }

    /// Whether this name is one of the ends.
    pub fn is_end(&self, node: u32) -> bool {
        self.ends.binary_search(&node).is_ok()
    }

    fn may_visit(&self, node: u32) -> bool {
        !self.restricted || self.is_end(node) || self.may_touch(node) && self.may_pass(node)
    }

    fn may_use(&self, statement: Option<u32>) -> bool {
        let Some(statement) = statement.map(StatementId) else { return true };
        (self.run.query.including_contested || self.graph.statements().supports(statement))
            && self.run.reader.meets(&self.evidence, statement)
    }

    /// Calls `visit` for every name one step away; a name may come several times.
    ///
    /// # Errors
    /// When the budget is used up.
    #[inline]
    pub fn each(&self, node: u32, mut visit: impl FnMut(u32)) -> Result<(), Stop> {
        let id = EntityId(node);
        for &face in self.graph.faces(&id) {
            for way in self.ways_of(face) {
                let targets = way.lists.of(face);
                self.run.budget.spend(targets.len())?;
                if !self.restricted && !self.has_faces && (self.facts_only || way.adjacency.all_statements().is_empty())
                {
                    targets.iter().for_each(|&target| visit(target));
                    continue;
                }
                for edge in way.adjacency.range(face) {
                    let target = self.graph.face(EntityId(way.adjacency.all_targets()[edge])).0;
                    if target != node && self.may_use(way.adjacency.statement_at(edge)) && self.may_visit(target) {
                        visit(target);
                    }
                }
            }
        }
        Ok(())
    }

    /// The names one step away by kind, relation and direction (along the edge or not), each list
    /// in the order of names; only over relations that may lead to one of `kinds`. For walks
    /// without any condition.
    pub fn runs(&self, node: u32, kinds: KindSet) -> impl Iterator<Item = (KindId, RelationId, bool, &'a [u32])> {
        self.ways_of(node).filter(move |way| !way.leads_to.and(kinds).is_empty()).flat_map(move |way| {
            let mut rest = way.lists.of(node);
            std::iter::from_fn(move || {
                let first = *rest.first()?;
                let (kind, count) = way.leads_to.only().map_or_else(
                    || {
                        let kind = self.graph.kind(EntityId(first));
                        let end = self.graph.kind_range(kind).end;
                        (kind, rest.partition_point(|&target| target < end))
                    },
                    |kind| (kind, rest.len()),
                );
                let (run, others) = rest.split_at(count);
                rest = others;
                Some((kind, way.relation, way.forward, run))
            })
        })
    }

    /// The names not yet seen from which an edge leads into `frontier`, in order; for walks without
    /// any condition.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn leading_into(&self, frontier: &Bits, seen: &Bits) -> Result<Vec<u32>, Stop> {
        let mut found = Vec::new();
        for (kind, numbers) in self.kinds_with_ways() {
            let range = self.graph.kind_range(kind);
            let ways = numbers.iter().filter_map(|&number| self.ways.get(usize::from(number)));
            let (lists, edges): (Vec<EdgeLists<'_>>, Vec<usize>) =
                ways.map(|way| (way.lists, way.adjacency.edge_count())).unzip();
            let size = (range.len(), NODES_PER_PIECE);
            found.extend(in_pieces(
                self.run.budget,
                edges.iter().sum(),
                size,
                || (),
                |_, piece| {
                    let nodes = range.start + narrow(piece.start)..range.start + narrow(piece.end);
                    leading_of(&lists, frontier, seen.missing(nodes))
                },
            )?);
        }
        Ok(found.concat())
    }

    /// Whether some name one step away meets the test; for walks without any condition.
    ///
    /// # Errors
    /// When the budget is used up.
    #[inline]
    pub fn any(&self, node: u32, mut test: impl FnMut(u32) -> bool) -> Result<bool, Stop> {
        let mut looked = 1;
        for way in self.ways_of(node) {
            let targets = way.lists.of(node);
            if let Some(place) = targets.iter().position(|&target| test(target)) {
                self.run.budget.spend(looked + place)?;
                return Ok(true);
            }
            looked += targets.len();
        }
        self.run.budget.spend(looked)?;
        Ok(false)
    }

    /// The steps from a name to those that `wanted` accepts: parallel statements of one relation
    /// are one.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn hops(&self, node: u32, mut wanted: impl FnMut(u32) -> bool) -> Result<Vec<Hop>, Stop> {
        let statements = self.graph.statements();
        let mut hops: Vec<Hop> = Vec::new();
        let id = EntityId(node);
        for &face in self.graph.faces(&id) {
            for way in self.ways_of(face) {
                let range = way.adjacency.range(face);
                self.run.budget.spend(range.len())?;
                for edge in range {
                    let to = self.graph.face(EntityId(way.adjacency.all_targets()[edge])).0;
                    let statement = way.adjacency.statement_at(edge);
                    if to == node || !wanted(to) || !self.may_use(statement) || !self.may_visit(to) {
                        continue;
                    }
                    let level = statement
                        .map_or(0, |number| statements.code(StatementId(number), Field::Level).saturating_add(1));
                    hops.push(Hop {
                        to,
                        relation: way.relation,
                        forward: way.forward,
                        level,
                        statements: statement.into_iter().collect(),
                    });
                }
            }
        }
        let name = |hop: &Hop| self.graph.name(EntityId(hop.to));
        hops.sort_by(|a, b| {
            name(a)
                .cmp(name(b))
                .then((a.to, a.relation, !a.forward, a.level).cmp(&(b.to, b.relation, !b.forward, b.level)))
        });
        hops.dedup_by(|next, first| {
            let same = (next.to, next.relation, next.forward) == (first.to, first.relation, first.forward);
            if same {
                first.statements.append(&mut next.statements);
            }
            same
        });
        for hop in &mut hops {
            hop.statements.sort_unstable_by_key(|&statement| statements.rank(StatementId(statement)));
            hop.statements.dedup();
        }
        Ok(hops)
    }
}

/// Those of `nodes` from which an edge leads into `frontier`, and how many edges were looked at.
fn leading_of(ways: &[EdgeLists<'_>], frontier: &Bits, nodes: impl Iterator<Item = u32>) -> (Vec<u32>, usize) {
    let (mut found, mut work) = (Vec::new(), 0);
    for node in nodes {
        work += 1;
        let leads = ways.iter().any(|lists| {
            let targets = lists.of(node);
            let place = targets.iter().position(|&target| frontier.contains(target));
            work += place.unwrap_or(targets.len());
            place.is_some()
        });
        if leads {
            found.push(node);
        }
    }
    (found, work)
}

/// Statements and sources take part only where the question names what leads to them.
fn may_walk(graph: &Graph, paths: &Paths, relation: RelationId, derived: Option<Derived>) -> bool {
    if paths.avoiding.relations.contains(&relation) {
        return false;
    }
    if !paths.via.relations.is_empty() {
        return paths.via.relations.contains(&relation);
    }
    let kinds = &graph.model().kinds;
    let names = |kind: Option<KindId>| kind.is_some_and(|kind| paths.via.kinds.has(kind));
    match derived {
        None => true,
        Some(Derived::About) => names(kinds.statement),
        Some(Derived::SupportedBy) => names(kinds.statement) || names(kinds.source),
    }
}
