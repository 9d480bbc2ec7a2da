//! `paths from A to B`: one row for each way over edges of any kind.

use super::ends::names;
use super::layers::{self, LayerPlace, Layers, Walks, has_passed, node_of};
use super::shortest;
use super::walker::{Hop, Walker};
use crate::exec::budget::{Budget, Stop};
use crate::exec::result::{PathStep, Table, Value};
use crate::exec::run::Run;
use crate::model::{Field, SourceKind};
use crate::query::Paths;
use std::borrow::Borrow;
use std::cell::OnceCell;

/// Paths shown where the question does not say `all`.
const SHOWN: usize = 100;
/// Most paths that are listed, with `all` or without: more than anybody looks at, and still
/// within memory.
const LISTED: usize = 100_000;
/// Steps tried while paths are listed, before the rest is left out and a note says so.
const TRIED: usize = 4_000_000;
/// Steps up to which a shortest path through a named entity is looked for.
const LONGEST_THROUGH: usize = 16;
/// `paths from A to B`, `shortest path between A and B`: one row per path, shorter ones first, then
/// those whose weakest evidence is better, then by name.
///
/// # Errors
/// When the budget is used up.
pub fn paths(run: &Run<'_>, paths: &Paths) -> Result<Table, Stop> {
    let mut starts = names(run, &paths.from)?;
    let goals = match &paths.to {
        Some(to) => names(run, to)?,
        None => Vec::new(),
    };
    // A name is no path to itself.
    if goals.len() == 1 {
        starts.retain(|start| !goals.contains(start));
    }
    let goals: Vec<u32> = goals.into_iter().filter(|goal| !starts.contains(goal)).collect();
    let ends = starts.iter().chain(&goals).copied().collect();
    let walker = Walker::new(run, paths, ends);
    let mut listing = PathListing::new(run, &walker, if paths.all { LISTED } else { SHOWN });
    let nodes = run.graph.entity_count();
    let mut via: Vec<u32> = paths.via.entities.iter().map(|&entity| run.graph.face(entity).0).collect();
    via.sort_unstable();
    via.dedup();
    if paths.shortest && via.is_empty() && walker.is_plain() {
        listing.add_shortest([&starts, &goals], paths.within)?;
    } else if paths.shortest && via.is_empty() {
        if let Some(layers) = layers::shortest(&walker, nodes, &starts, &goals, paths.within)? {
            listing.add(&layers, |_, to| layers::place(to, true))?;
        }
    } else {
        let within = if paths.shortest { paths.within.min(LONGEST_THROUGH) } else { paths.within.min(nodes) };
        let mut walks = Walks::new(&walker, nodes, &starts, &goals, via);
        for length in 1..=within {
            let layers = walks.layers(length)?;
            if !layers.is_empty() {
                listing.add(&layers, |from, to| walks.after(from, to))?;
            }
            if listing.found.is_full() || paths.shortest && !listing.found.rows.is_empty() || walks.are_over() {
                break;
            }
        }
    }
    Ok(listing.finish())
}

/// The rows of `paths`, length by length.
struct PathListing<'l, 'e, 'a> {
    run: &'l Run<'a>,
    walker: &'l Walker<'e, 'a>,
    found: PathRows,
}

/// A place of a layer with the steps that lead on to the next one, found when they are looked at.
struct Fork {
    place: LayerPlace,
    hops: OnceCell<Vec<(Hop, usize)>>,
    /// The weakest level of the best way from here to the goal; absent where there is none.
    best: Option<u8>,
}

/// The layers of the paths of one length, as far as they were looked at.
struct Forks<'f, 'e, 'a> {
    walker: &'f Walker<'e, 'a>,
    budget: &'f Budget<'a>,
    after: &'f dyn Fn(LayerPlace, u32) -> LayerPlace,
    layers: Vec<Vec<Fork>>,
    /// By layer: its places, sorted, each with its number.
    index: Vec<Vec<(LayerPlace, usize)>>,
}

impl<'f, 'e, 'a> Forks<'f, 'e, 'a> {
    fn new(
        walker: &'f Walker<'e, 'a>,
        budget: &'f Budget<'a>,
        layers: &Layers,
        after: &'f dyn Fn(LayerPlace, u32) -> LayerPlace,
    ) -> Result<Self, Stop> {
        let last = layers.len().saturating_sub(1);
        let fork = |depth: usize, place: LayerPlace| {
            let best = if depth < last { Some(0) } else { has_passed(place).then_some(0) };
            Fork { place, hops: OnceCell::new(), best }
        };
        let index = layers.iter().map(|layer| {
            let mut places: Vec<(LayerPlace, usize)> =
                layer.iter().copied().enumerate().map(|(number, place)| (place, number)).collect();
            places.sort_unstable();
            places
        });
        let index = index.collect();
        let layers = layers
            .iter()
            .enumerate()
            .map(|(depth, layer)| layer.iter().map(|&place| fork(depth, place)).collect())
            .collect();
        let mut forks = Self { walker, budget, after, layers, index };
        // Facts are all equal, and every place leads on; only levels need a look at all steps.
        if !forks.walker.has_facts_only() {
            for depth in (0..last).rev() {
                for number in 0..forks.layers[depth].len() {
                    let next = &forks.layers[depth + 1];
                    let best = forks
                        .hops(depth, number)?
                        .iter()
                        .filter_map(|(hop, to)| next[*to].best.map(|best| best.max(hop.level)))
                        .min();
                    forks.layers[depth][number].best = best;
                }
            }
        }
        Ok(forks)
    }

    /// The steps from a place to the next layer, by name.
    fn hops(&self, depth: usize, number: usize) -> Result<&[(Hop, usize)], Stop> {
        let fork = &self.layers[depth][number];
        if let Some(hops) = fork.hops.get() {
            return Ok(hops);
        }
        let Some(index) = self.index.get(depth + 1) else { return Ok(&[]) };
        let find = |to: u32| {
            let place = (self.after)(fork.place, to);
            index.binary_search_by_key(&place, |&(other, _)| other).ok().map(|found| index[found].1)
        };
        let hops = self.walker.hops(node_of(fork.place), |to| find(to).is_some())?;
        self.budget.hold(hops.len() * size_of::<(Hop, usize)>())?;
        let hops = hops.into_iter().filter_map(|hop| find(hop.to).map(|number| (hop, number))).collect();
        Ok(fork.hops.get_or_init(|| hops))
    }

    /// The levels of the steps, best first.
    fn levels(&self) -> Vec<u8> {
        if self.walker.has_facts_only() {
            return vec![0];
        }
        let hops = self.layers.iter().flatten().filter_map(|fork| fork.hops.get()).flatten();
        let mut levels: Vec<u8> = hops.map(|(hop, _)| hop.level).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}

impl<'l, 'e, 'a> PathListing<'l, 'e, 'a> {
    fn new(run: &'l Run<'a>, walker: &'l Walker<'e, 'a>, limit: usize) -> Self {
        Self { run, walker, found: PathRows { limit, tried: 0, more: false, rows: Vec::new() } }
    }

    /// Lists the paths of one length: those whose weakest step is best first, each group by name.
    fn add(&mut self, layers: &Layers, after: impl Fn(LayerPlace, u32) -> LayerPlace) -> Result<(), Stop> {
        let forks = Forks::new(self.walker, self.run.budget, layers, &after)?;
        let starts = forks.layers.first().map_or(0, Vec::len);
        for level in forks.levels() {
            for start in 0..starts {
                self.found.descend(self.run, &forks, level, start)?;
                if self.found.is_full() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Lists the shortest paths over facts, of which none is better than another.
    fn add_shortest(&mut self, ends: [&[u32]; 2], within: usize) -> Result<(), Stop> {
        let run = self.run;
        shortest::each_shortest(self.walker, run.graph, run.budget, ends, within, |start, hops| {
            self.found.add(run, start, hops, 0)
        })
    }

    fn finish(self) -> Table {
        let shown = self.found.rows.len();
        if self.found.tried > TRIED {
            let text = format!(
                "these are the first {shown} paths; there were too many possible paths to try them all: allow fewer steps or relations"
            );
            self.run.note("paths", text);
        } else if self.found.more {
            let advice = if self.found.limit == SHOWN { ": write `all` before `paths` to see more" } else { "" };
            self.run.note("paths", format!("these are the first {shown} paths, there are more{advice}"));
        }
        Table::of(SourceKind::Paths, self.found.rows)
    }
}

/// The rows while they are listed.
struct PathRows {
    limit: usize,
    tried: usize,
    more: bool,
    rows: Vec<Vec<Value>>,
}

impl PathRows {
    fn is_full(&self) -> bool {
        self.more || self.tried > TRIED
    }

    /// Lists the paths from one start whose weakest step has this level.
    fn descend(&mut self, run: &Run<'_>, forks: &Forks<'_, '_, '_>, level: u8, start: usize) -> Result<(), Stop> {
        let length = forks.layers.len() - 1;
        if forks.layers[0][start].best.is_none_or(|best| best > level) {
            return Ok(());
        }
        // By step taken: the fork it left from and the number of the next hop to try there.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some(&(here, next)) = path.last() {
            let depth = path.len() - 1;
            let Some((hop, to)) = forks.hops(depth, here)?.get(next) else {
                path.pop();
                continue;
            };
            path[depth].1 += 1;
            self.tried += 1;
            run.budget.spend(1)?;
            if self.is_full() {
                return Ok(());
            }
            let reaches = hop.level <= level && forks.layers[depth + 1][*to].best.is_some_and(|best| best <= level);
            let again = || {
                path.iter()
                    .enumerate()
                    .any(|(depth, &(number, _))| node_of(forks.layers[depth][number].place) == hop.to)
            };
            if !reaches || again() {
                continue;
            }
            if depth + 1 < length {
                path.push((*to, 0));
                continue;
            }
            let taken = |(depth, &(number, next)): (usize, &(usize, usize))| {
                forks.layers[depth][number].hops.get()?.get(next.wrapping_sub(1))
            };
            let hops: Vec<&Hop> = path.iter().enumerate().filter_map(taken).map(|(hop, _)| hop).collect();
            // Those with better evidence were listed before.
            if hops.iter().map(|hop| hop.level).max() == Some(level) {
                self.add(run, node_of(forks.layers[0][start].place), &hops, level)?;
            }
        }
        Ok(())
    }

    /// Takes one path; returns whether there is room for more.
    fn add(&mut self, run: &Run<'_>, start: u32, hops: &[impl Borrow<Hop>], level: u8) -> Result<bool, Stop> {
        self.more = self.rows.len() >= self.limit;
        if !self.more {
            self.rows.push(row(run, start, hops, level)?);
        }
        Ok(!self.more)
    }
}

fn row(run: &Run<'_>, start: u32, hops: &[impl Borrow<Hop>], level: u8) -> Result<Vec<Value>, Stop> {
    let mut from = start;
    let mut steps = Vec::with_capacity(hops.len());
    let mut statements: Vec<u32> = Vec::new();
    for hop in hops.iter().map(Borrow::borrow) {
        steps.push(PathStep {
            from,
            relation: hop.relation,
            forward: hop.forward,
            to: hop.to,
            statements: hop.statements.clone(),
        });
        for &statement in &hop.statements {
            if !statements.contains(&statement) {
                statements.push(statement);
            }
        }
        from = hop.to;
    }
    run.budget.hold(steps.len() * size_of::<PathStep>() + statements.len() * 8)?;
    let property = || run.graph.model().property(Field::Level);
    let weakest = level.checked_sub(1).and_then(|code| Some(Value::Code(property()?, u16::from(code))));
    Ok(vec![Value::count(hops.len()), Value::Steps(steps), weakest.unwrap_or_default(), Value::Statements(statements)])
}
