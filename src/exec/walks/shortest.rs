//! Shortest paths where every edge is a fact and may be used: found from both ends and listed one
//! by one in the order of names, so that the work is that of the search and of the paths that are
//! shown, whatever the number of paths there are.
//!
//! `layers` answers the same question for graphs with statements and walks with conditions, where
//! the best evidence comes first and all paths have to be looked at.

use crate::exec::budget::{Budget, Stop};
use crate::exec::numbered::narrow;
use crate::exec::walks::marks::{self, Marks};
use crate::exec::walks::meeting::{Met, meet};
use crate::exec::walks::sieve::{Layer, Nodes};
use crate::exec::walks::walker::{Hop, Walker};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::{KindId, KindSet, RelationId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A list of which less than one in so many entries is needed is searched instead of scanned.
const SEARCH_SHARE: usize = 16;

/// Calls `show` with the start and the steps of each shortest path of at most `within` steps, in
/// the order of the names on the way, until it says that it has seen enough.
///
/// # Errors
/// When the budget is used up, or when `show` fails.
pub fn each_shortest<'a>(
    walker: &Walker<'_, 'a>,
    graph: &'a Graph,
    budget: &Budget<'_>,
    ends: [&[u32]; 2],
    within: usize,
    mut show: impl FnMut(u32, &[Hop]) -> Result<bool, Stop>,
) -> Result<(), Stop> {
    marks::with_two(graph.entity_count(), |marks| {
        let Some(met) = meet(walker, marks, ends, within)? else { return Ok(()) };
        let dead = Dead::default();
        let (forks, tails, tail_runs) = (Vec::new(), FxHashMap::default(), Vec::new());
        let listing = ShortestListing { walker, graph, budget, marks, met, dead, forks, tails, tail_runs };
        listing.run(ends[0], &mut show)
    })
}

/// The paths, while they are listed.
struct ShortestListing<'t, 'e, 'a> {
    walker: &'t Walker<'e, 'a>,
    graph: &'a Graph,
    budget: &'t Budget<'t>,
    marks: &'t [Marks; 2],
    met: Met,
    dead: Dead,
    /// The forks of the present path, and behind them those of earlier ones for the sake of their
    /// memory.
    forks: Vec<Junction<'a>>,
    /// Where to go from nodes that the search from the goal has seen: places in `tail_runs`.
    tails: FxHashMap<u32, Range<usize>>,
    tail_runs: Vec<NeighbourRun<'a>>,
}

/// What is known of the nodes before the middle, of which not all lead to the goal.
#[derive(Default)]
struct Dead {
    /// Lead nowhere.
    nodes: FxHashSet<u32>,
    /// Edges looked at in vain at the middle.
    work: usize,
    /// Edges that there are to look at from the other side.
    work_max: Option<usize>,
    /// Those of the middle that lead on, once looking for them one by one has become dear.
    alive: Option<FxHashSet<u32>>,
}

/// A node on the way, and where to go from it.
#[derive(Default)]
struct Junction<'a> {
    node: u32,
    /// By kind.
    steps: Vec<NeighbourRun<'a>>,
    /// Paths listed before the walk came here.
    listed: usize,
}

/// Neighbours of one kind of one node over one relation in one direction, in the order of names.
#[derive(Clone, Copy)]
struct NeighbourRun<'a> {
    kind: KindId,
    relation: RelationId,
    forward: bool,
    /// Begins with one that is needed, or is empty.
    rest: &'a [u32],
}

impl NeighbourRun<'_> {
    /// In which order the first of runs of one kind come: there the order of entities is that of
    /// names.
    fn key(&self) -> Option<(u32, RelationId, bool)> {
        self.rest.first().map(|&to| (to, self.relation, !self.forward))
    }
}

impl<'t, 'e, 'a> ShortestListing<'t, 'e, 'a> {
    fn run(mut self, starts: &[u32], show: &mut dyn FnMut(u32, &[Hop]) -> Result<bool, Stop>) -> Result<(), Stop> {
        let length = self.met.length();
        let layers = self.layers();
        self.forks.resize_with(length, Junction::default);
        let mut listed = 0;
        let mut hops: Vec<Hop> = Vec::with_capacity(length);
        for &start in starts {
            if !self.is_wanted(start, 0) {
                continue;
            }
            self.fork(start, 0, &layers, listed)?;
            loop {
                let depth = hops.len();
                let Some(hop) = self.next(depth, &layers)? else {
                    let fork = &self.forks[depth];
                    if fork.listed == listed && !self.is_settled(depth) {
                        self.dead.nodes.insert(fork.node);
                    }
                    if hops.pop().is_none() {
                        break;
                    }
                    continue;
                };
                let to = hop.to;
                hops.push(hop);
                if hops.len() < length {
                    self.fork(to, hops.len(), &layers, listed)?;
                    continue;
                }
                listed += 1;
                if !show(start, &hops)? {
                    return Ok(());
                }
                hops.pop();
            }
        }
        Ok(())
    }

    /// By number of steps from the start: among which nodes the next of a path is. Not all of the
    /// first half lead to the goal.
    fn layers(&self) -> Vec<Layer> {
        let [before, after] = &self.met.levels;
        before.iter().chain(after.iter().rev()).map(|level| Layer::of(self.graph, level)).collect()
    }

    /// Whether a path may reach a node after so many steps.
    fn is_wanted(&self, node: u32, depth: usize) -> bool {
        if self.is_settled(depth) {
            return self.marks[1].is_at(node, self.steps_left(depth));
        }
        self.marks[0].is_at(node, narrow(depth))
            && match &self.dead.alive {
                Some(alive) if self.is_settled(depth + 1) => alive.contains(&node),
                Some(_) | None => !self.dead.nodes.contains(&node),
            }
    }

    /// Whether all nodes after so many steps lead to the goal: the search from there has seen them.
    fn is_settled(&self, depth: usize) -> bool {
        depth >= self.met.levels[0].len()
    }

    /// Steps that are left to the goal.
    fn steps_left(&self, depth: usize) -> u32 {
        narrow(self.met.length() - depth)
    }

    /// Stands on a node after so many steps and finds where to go from it.
    fn fork(&mut self, node: u32, depth: usize, layers: &[Layer], listed: usize) -> Result<(), Stop> {
        let mut steps = std::mem::take(&mut self.forks[depth].steps);
        steps.clear();
        if let Some(known) = self.tails.get(&node) {
            steps.extend_from_slice(&self.tail_runs[known.clone()]);
        } else {
            let kinds = layers.get(depth + 1).map_or(KindSet::default(), |layer| layer.kinds);
            for (kind, relation, forward, run) in self.walker.runs(node, kinds) {
                let rest = self.seek(run, depth + 1, layers)?;
                if !rest.is_empty() {
                    steps.push(NeighbourRun { kind, relation, forward, rest });
                }
            }
            steps.sort_by_key(|run| run.kind);
            if self.is_settled(depth) {
                let start = self.tail_runs.len();
                self.tail_runs.extend_from_slice(&steps);
                self.tails.insert(node, start..self.tail_runs.len());
            } else if self.is_settled(depth + 1) && steps.is_empty() {
                self.count_dead(node)?;
            }
        }
        self.forks[depth] = Junction { node, steps, listed };
        Ok(())
    }

    /// Notes what looking at a node of the middle in vain has cost. Once that is more than looking
    /// from the other side would cost, that is done for all of them.
    fn count_dead(&mut self, node: u32) -> Result<(), Stop> {
        if self.dead.alive.is_none() {
            let work_max = self.dead.work_max.unwrap_or_else(|| self.degrees(self.met.last(1)));
            self.dead.work_max = Some(work_max);
            self.dead.work += self.walker.degree(node);
            if self.dead.work > work_max {
                self.dead.alive = Some(self.alive()?);
            }
        }
        Ok(())
    }

    fn degrees(&self, nodes: &[u32]) -> usize {
        nodes.iter().map(|&node| self.walker.degree(node)).sum()
    }

    /// The nodes of the middle that lead on, found from the other side.
    fn alive(&self) -> Result<FxHashSet<u32>, Stop> {
        let middle = narrow(self.met.levels[0].len() - 1);
        let mut alive = FxHashSet::default();
        for &node in self.met.last(1) {
            self.walker.each(node, |target| {
                if self.marks[0].is_at(target, middle) {
                    alive.insert(target);
                }
            })?;
        }
        Ok(alive)
    }

    /// From the first neighbour on that a path may reach after `depth` steps.
    fn seek(&self, run: &'a [u32], depth: usize, layers: &[Layer]) -> Result<&'a [u32], Stop> {
        let found = match layers.get(depth).map(|layer| &layer.nodes) {
            Some(Nodes::Few(nodes)) if nodes.len() * SEARCH_SHARE < run.len() => {
                return self.seek_few(run, depth, nodes);
            }
            Some(Nodes::Many(sieve)) if self.is_settled(depth) => {
                let left = self.steps_left(depth);
                run.iter().position(|&node| sieve.passes(node) && self.marks[1].is_at(node, left))
            }
            _ => run.iter().position(|&node| self.is_wanted(node, depth)),
        };
        let skipped = found.unwrap_or(run.len());
        self.budget.spend(skipped + 1)?;
        Ok(&run[skipped..])
    }

    fn seek_few(&self, run: &'a [u32], depth: usize, nodes: &[u32]) -> Result<&'a [u32], Stop> {
        let mut rest = run;
        for &node in nodes {
            self.budget.spend(1)?;
            rest = &rest[rest.partition_point(|&other| other < node)..];
            if rest.first() == Some(&node) && self.is_wanted(node, depth) {
                return Ok(rest);
            }
        }
        Ok(&[])
    }

    /// The next step from the fork after `depth` steps: by name, then relation, along the edge
    /// first.
    fn next(&mut self, depth: usize, layers: &[Layer]) -> Result<Option<Hop>, Stop> {
        let mut steps = std::mem::take(&mut self.forks[depth].steps);
        if !self.is_settled(depth + 1) {
            // An entity that was needed when it was found may have turned out to lead nowhere
            // since.
            for run in &mut steps {
                if run.rest.first().is_some_and(|&node| !self.is_wanted(node, depth + 1)) {
                    run.rest = self.seek(run.rest, depth + 1, layers)?;
                }
            }
        }
        let hop = match self.first(&steps) {
            None => None,
            Some(first) => {
                let run = &mut steps[first];
                let hop = run.rest.first().map(|&to| Hop {
                    to,
                    relation: run.relation,
                    forward: run.forward,
                    level: 0,
                    statements: Vec::new(),
                });
                run.rest = self.seek(run.rest.get(1..).unwrap_or(&[]), depth + 1, layers)?;
                hop
            }
        };
        self.forks[depth].steps = steps;
        Ok(hop)
    }

    /// The run whose first neighbour comes first. Names are looked at where kinds differ only.
    fn first(&self, steps: &[NeighbourRun<'a>]) -> Option<usize> {
        let mut best: Option<(&[u8], usize)> = None;
        let mut start = 0;
        for same_kind in steps.chunk_by(|a, b| a.kind == b.kind) {
            let keys = same_kind.iter().enumerate().filter_map(|(place, run)| Some((run.key()?, start + place)));
            if let Some((key, place)) = keys.min() {
                let name = self.graph.name_bytes(EntityId(key.0));
                if best.is_none_or(|(best_name, best)| (name, Some(key)) < (best_name, steps[best].key())) {
                    best = Some((name, place));
                }
            }
            start += same_kind.len();
        }
        best.map(|(_, place)| place)
    }
}

#[cfg(test)]
mod tests {
    use crate::answer::Cell;
    use crate::engine::{Cancel, Engine, Settings};
    use crate::exec::tests::{self as small, Edge, engine, name};
    use proptest::prelude::*;

    /// The steps as (name, relation, against the edge), over all walks of the least length, by
    /// hand.
    fn expected(edges: &[Edge], start: usize, goal: usize, within: usize) -> Vec<Vec<(String, bool, bool)>> {
        let mut steps: Vec<(usize, usize, bool, bool)> = Vec::new();
        for &(from, to, meets) in edges {
            steps.push((from, to, meets, false));
            // An undirected edge is shown in its own direction from both ends.
            steps.push((to, from, meets, !meets));
        }
        steps.sort_unstable();
        steps.dedup();
        let mut walks: Vec<Vec<(usize, bool, bool)>> = vec![Vec::new()];
        for _ in 0..within {
            walks = walks
                .iter()
                .flat_map(|walk| {
                    let at = walk.last().map_or(start, |step| step.0);
                    let next = steps.iter().filter(move |step| step.0 == at);
                    next.map(|&(_, to, meets, against)| [walk.clone(), vec![(to, meets, against)]].concat())
                })
                .collect();
            let found: Vec<_> = walks.iter().filter(|walk| walk.last().is_some_and(|step| step.0 == goal)).collect();
            if !found.is_empty() {
                let listed = |walk: &Vec<(usize, bool, bool)>| walk.iter().map(|s| (name(s.0), s.1, s.2)).collect();
                let mut found: Vec<Vec<(String, bool, bool)>> = found.into_iter().map(listed).collect();
                found.sort();
                return found;
            }
        }
        Vec::new()
    }

    fn found(engine: &Engine, start: usize, goal: usize, within: usize) -> Vec<Vec<(String, bool, bool)>> {
        let question = format!("all shortest paths from \"{}\" to \"{}\" within {within}", name(start), name(goal));
        let answer = engine.ask(&question, &Settings::default(), &Cancel::new()).unwrap();
        let steps = |cell: &Cell| {
            let Cell::Steps(steps) = cell else { return None };
            Some(steps.iter().map(|s| (s.to.name.clone(), s.relation == "meets", !s.forward)).collect::<Vec<_>>())
        };
        answer.rows.iter().filter_map(|row| row.cells.iter().find_map(steps)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn all_shortest_paths_come_in_the_order_of_names(
            edges in small::edges(40),
            goal in 1..small::NODES,
            within in 1..6_usize,
        ) {
            prop_assert_eq!(found(&engine(&edges), 0, goal, within), expected(&edges, 0, goal, within));
        }
    }

    #[test]
    fn the_first_paths_are_those_of_all() {
        // 0 and 13 with 12 nodes between, twice: 12 × 12 paths of three steps, of which 100 are
        // listed.
        let edges: Vec<Edge> = (1..7)
            .flat_map(|a| {
                (7..13).flat_map(move |b| [(0, a, false), (a, b, false), (b, a, false), (b, 13, false), (13, b, false)])
            })
            .collect();
        let engine = engine(&edges);
        let all = found(&engine, 0, 13, 6);
        assert_eq!(all, expected(&edges, 0, 13, 6));
        assert_eq!(all.len(), 144);
        let question = "shortest path between \"node00\" and \"node13\"";
        let answer = engine.ask(question, &Settings::default(), &Cancel::new()).unwrap();
        assert_eq!(answer.rows.len(), 100);
        assert!(answer.notes.iter().any(|note| note.text.contains("there are more")), "{:?}", answer.notes);
    }
}
