//! `rank by`: rows sorted by a measure of the whole graph.

use crate::exec::budget::Stop;
use crate::exec::numbered::{Numbered, decimal, narrow, wide};
use crate::exec::result::{SetRow, SetRows};
use crate::exec::run::Run;
use crate::graph::{Adjacency, EntityId, Graph};
use crate::language::ast::RankBy;
use petgraph::visit::{IntoNeighborsDirected, NodeIndexable};
use std::cmp::Ordering;
use std::ops::Range;

/// Above this many nodes betweenness is computed from a sample of starts, and the answer says so.
pub const SAMPLED_ABOVE: usize = 50_000;
/// Starts of the sample.
const SAMPLE: usize = 256;
/// How much of a page's weight follows its links (the usual value).
const DAMPING: f64 = 0.85;
const PAGERANK_ROUNDS: usize = 40;

/// Sorts rows, greatest first; equal ones by name.
///
/// # Errors
/// When the budget is used up.
pub fn rank(run: &Run<'_>, mut rows: SetRows, by: RankBy) -> Result<SetRows, Stop> {
    let graph = run.graph;
    let scores: Vec<f64> = match by {
        RankBy::Degree => degrees(run, &rows)?,
        RankBy::PageRank => pick(&rows, &page_rank(run)?),
        RankBy::Betweenness => pick(&rows, &betweenness(run)?),
    };
    run.budget.spend(rows.rows.len())?;
    let mut order: Vec<(f64, SetRow)> = scores.into_iter().zip(rows.rows).collect();
    order.sort_by(|(mine, a), (other, b)| other.total_cmp(mine).then_with(|| by_name(graph, a.entity, b.entity)));
    rows.rows = order.into_iter().map(|(_, row)| row).collect();
    Ok(rows)
}

/// Within a kind entities are in the order of their names.
fn by_name(graph: &Graph, a: u32, b: u32) -> Ordering {
    let (a, b) = (EntityId(a), EntityId(b));
    if graph.kind(a) == graph.kind(b) { a.cmp(&b) } else { graph.name(a).cmp(graph.name(b)) }
}

fn pick(rows: &SetRows, scores: &Numbered<f64>) -> Vec<f64> {
    rows.rows.iter().map(|row| scores.get(row.entity).copied().unwrap_or(0.0)).collect()
}

/// Number of edges of each row over all relations: relation by relation, so that each array is read
/// in order.
fn degrees(run: &Run<'_>, rows: &SetRows) -> Result<Vec<f64>, Stop> {
    let graph = run.graph;
    let mut degrees = vec![0_usize; rows.rows.len()];
    for (relation, verb) in graph.vocabulary().relations() {
        // An undirected edge is listed from both ends already.
        let backward = Some(graph.backward(relation)).filter(|_| !verb.undirected);
        for adjacency in std::iter::once(graph.forward(relation)).chain(backward) {
            run.budget.spend(rows.rows.len())?;
            let own = rows.rows.iter().map(|row| adjacency.degree(row.entity));
            degrees.iter_mut().zip(own).for_each(|(degree, own)| *degree += own);
        }
    }
    Ok(degrees.into_iter().map(decimal).collect())
}

/// Power iteration over all edges, as petgraph's `page_rank`, which needs a square of the node
/// count in time.
fn page_rank(run: &Run<'_>) -> Result<Numbered<f64>, Stop> {
    let graph = run.graph;
    let nodes = 0..narrow(graph.node_bound());
    let count = decimal(nodes.len().max(1));
    let relations: Vec<&Adjacency> =
        graph.vocabulary().relations().map(|(relation, _)| graph.forward(relation)).collect();
    let mut degrees = Numbered::over(nodes.clone(), 0_usize);
    for adjacency in &relations {
        run.budget.spend(adjacency.sources().len())?;
        adjacency.sources().for_each(|node| degrees[node] += adjacency.degree(node));
    }
    let mut scores = Numbered::over(nodes.clone(), 1.0 / count);
    for _ in 0..PAGERANK_ROUNDS {
        let loose: f64 =
            scores.iter().zip(degrees.iter()).filter(|(_, degree)| **degree == 0).map(|(score, _)| score).sum();
        let base = (1.0 - DAMPING + DAMPING * loose) / count;
        scores.iter_mut().zip(degrees.iter()).for_each(|(score, &degree)| *score *= DAMPING / decimal(degree.max(1)));
        let mut next = Numbered::over(nodes.clone(), base);
        for adjacency in &relations {
            for node in adjacency.sources() {
                let targets = adjacency.targets(node);
                run.budget.spend(targets.len() + 1)?;
                let share = scores[node];
                // What a damaged file calls an entity and is none gets nothing.
                for &to in targets {
                    if let Some(score) = next.get_mut(to) {
                        *score += share;
                    }
                }
            }
        }
        scores = next;
    }
    Ok(scores)
}

/// Brandes' algorithm over undirected, unweighted edges (Brandes 2001), from all nodes or a sample.
fn betweenness(run: &Run<'_>) -> Result<Numbered<f64>, Stop> {
    let count = run.graph.node_bound();
    let step = if count > SAMPLED_ABOVE { count.div_ceil(SAMPLE) } else { 1 };
    if step > 1 {
        let starts = count.div_ceil(step);
        let text = format!("betweenness is an estimate: shortest paths from {starts} of {count} entities were counted");
        run.note("sampled", text);
    }
    let neighbours = Neighbours::of(run)?;
    let mut scores = Numbered::over(0..narrow(count), 0.0);
    let mut search = Search::over(0..narrow(count));
    for source in (0..narrow(count)).step_by(step) {
        search.run(run, &neighbours, source)?;
        search.add_shares(run, &neighbours, &mut scores)?;
    }
    Ok(scores)
}

/// The distinct neighbours of every node over all relations, either way.
struct Neighbours {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
}

impl Neighbours {
    fn of(run: &Run<'_>) -> Result<Self, Stop> {
        let graph = run.graph;
        let (mut offsets, mut nodes) = (vec![0], Vec::new());
        let count = narrow(graph.node_bound());
        let mut own: Vec<u32> = Vec::new();
        for node in 0..count {
            let id = EntityId(node);
            let out = graph.neighbors_directed(id, petgraph::Direction::Outgoing);
            own.extend(out.chain(graph.neighbors_directed(id, petgraph::Direction::Incoming)).map(|next| next.0));
            own.sort_unstable();
            own.dedup();
            run.budget.spend(own.len() + 1)?;
            run.budget.hold(own.len() * size_of::<u32>() + size_of::<usize>())?;
            nodes.extend(own.drain(..).filter(|&next| next < count));
            offsets.push(nodes.len());
        }
        Ok(Self { offsets, nodes })
    }

    fn list(&self, node: u32) -> &[u32] {
        let place = wide(node);
        match (self.offsets.get(place), self.offsets.get(place + 1)) {
            (Some(&start), Some(&end)) => self.nodes.get(start..end).unwrap_or(&[]),
            (None, _) | (_, None) => &[],
        }
    }
}

/// All shortest paths from one source, counted. The arrays serve one source after another.
struct Search {
    /// Nodes in the order in which they were reached.
    order: Vec<u32>,
    distance: Numbered<u32>,
    /// Shortest paths from the source to each node.
    paths: Numbered<f64>,
    /// Of the paths that begin at the source: those that go on from each node.
    shares: Numbered<f64>,
}

impl Search {
    fn over(nodes: Range<u32>) -> Self {
        let zeros = Numbered::over(nodes.clone(), 0.0);
        Self { order: Vec::new(), distance: Numbered::over(nodes, u32::MAX), paths: zeros.clone(), shares: zeros }
    }

    fn run(&mut self, run: &Run<'_>, neighbours: &Neighbours, source: u32) -> Result<(), Stop> {
        for node in self.order.drain(..) {
            self.distance[node] = u32::MAX;
            self.paths[node] = 0.0;
            self.shares[node] = 0.0;
        }
        self.distance[source] = 0;
        self.paths[source] = 1.0;
        self.order.push(source);
        let mut done = 0;
        while let Some(&node) = self.order.get(done) {
            done += 1;
            let (steps, ways) = (self.distance[node] + 1, self.paths[node]);
            let list = neighbours.list(node);
            run.budget.spend(list.len() + 1)?;
            for &next in list {
                if self.distance[next] == u32::MAX {
                    self.distance[next] = steps;
                    self.order.push(next);
                }
                if self.distance[next] == steps {
                    self.paths[next] += ways;
                }
            }
        }
        Ok(())
    }

    /// From the farthest node back: what of the paths goes through each.
    fn add_shares(&mut self, run: &Run<'_>, neighbours: &Neighbours, scores: &mut Numbered<f64>) -> Result<(), Stop> {
        for &node in self.order.iter().rev() {
            let steps = self.distance[node] + 1;
            let list = neighbours.list(node);
            run.budget.spend(list.len() + 1)?;
            let after = list.iter().filter(|&&next| self.distance[next] == steps);
            let share: f64 =
                after.map(|&next| (1.0 + self.shares[next]) / self.paths[next]).sum::<f64>() * self.paths[node];
            self.shares[node] = share;
            // Paths do not go through the node that they begin at.
            if steps > 1 {
                scores[node] += share;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::tests::{self as small, engine};
    use crate::exec::{Budget, Cancel, Limits, Recorder};
    use crate::plan;
    use crate::query::Query;
    use petgraph::visit::EdgeRef;
    use proptest::prelude::*;

    fn scores(graph: &Graph, measure: impl Fn(&Run<'_>) -> Result<Numbered<f64>, Stop>) -> Vec<f64> {
        let query = Query::default();
        let plan = plan::plan(&query, graph);
        let (limits, cancel) = (Limits::default(), Cancel::new());
        let budget = Budget::start(&limits, &cancel);
        measure(&crate::exec::begin(graph, &query, &plan, &budget, Recorder::default()).unwrap())
            .unwrap()
            .iter()
            .copied()
            .collect()
    }

    /// Whether there is an edge, either way.
    fn touch(graph: &Graph) -> Vec<Vec<bool>> {
        let count = graph.node_bound();
        let mut touch = vec![vec![false; count]; count];
        let out = |node: usize| graph.neighbors_directed(EntityId(narrow(node)), petgraph::Direction::Outgoing);
        for (node, next) in (0..count).flat_map(|node| out(node).map(move |next| (node, wide(next.0)))) {
            touch[node][next] = true;
            touch[next][node] = true;
        }
        touch
    }

    /// For all pairs: the share of their shortest paths that lead through a node, by definition.
    fn betweenness_by_definition(graph: &Graph) -> Vec<f64> {
        let (touch, count) = (touch(graph), graph.node_bound());
        let mut steps = vec![vec![usize::MAX; count]; count];
        let mut paths = vec![vec![0.0; count]; count];
        for start in 0..count {
            let mut walks = vec![0.0; count];
            walks[start] = 1.0;
            for length in 0..count {
                for node in 0..count {
                    if walks[node] > 0.0 && steps[start][node] == usize::MAX {
                        (steps[start][node], paths[start][node]) = (length, walks[node]);
                    }
                }
                let into = |to: usize| (0..count).filter(|&from| touch[from][to]).map(|from| walks[from]).sum();
                walks = (0..count).map(into).collect();
            }
        }
        let through = |node: usize, start: usize, goal: usize| {
            let (there, on, whole) = (steps[start][node], steps[node][goal], steps[start][goal]);
            let is_between = node != start && node != goal && start != goal && whole != usize::MAX;
            let is_on = is_between && there != usize::MAX && on != usize::MAX && there + on == whole;
            if is_on { paths[start][node] * paths[node][goal] / paths[start][goal] } else { 0.0 }
        };
        let pairs = || (0..count).flat_map(|start| (0..count).map(move |goal| (start, goal)));
        (0..count).map(|node| pairs().map(|(start, goal)| through(node, start, goal)).sum()).collect()
    }

    /// One round leaves the scores as they are: what defines them.
    fn next_round(graph: &Graph, scores: &[f64]) -> Vec<f64> {
        let count = decimal(scores.len());
        let mut next = vec![(1.0 - DAMPING) / count; scores.len()];
        for (node, score) in scores.iter().enumerate() {
            let out: Vec<usize> = petgraph::visit::IntoEdgesDirected::edges_directed(
                graph,
                EntityId(narrow(node)),
                petgraph::Direction::Outgoing,
            )
            .map(|edge| wide(edge.target().0))
            .collect();
            if out.is_empty() {
                next.iter_mut().for_each(|other| *other += DAMPING * score / count);
            }
            out.iter().for_each(|&to| next[to] += DAMPING * score / decimal(out.len()));
        }
        next
    }

    fn is_near(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < tolerance)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn measures_are_what_defines_them(edges in small::edges(40)) {
            let engine = engine(&edges);
            let graph = engine.graph();
            let found = scores(graph, betweenness);
            let expected = betweenness_by_definition(graph);
            prop_assert!(is_near(&found, &expected, 1e-9), "{edges:?}\n{found:?}\n{expected:?}");
            let found = scores(graph, page_rank);
            let expected = next_round(graph, &found);
            prop_assert!(is_near(&found, &expected, 1e-3), "{edges:?}\n{found:?}\n{expected:?}");
            prop_assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
