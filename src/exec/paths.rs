//! Walks over edges of any kind: neighbours and paths.

use super::budget::Stop;
use super::evaluate::Evaluator;
use super::layers::{self, Layers, Place, Walks, has_passed, node_of};
use super::reader::Mode;
use super::result::{PathStep, Table, Value};
use super::set::{Bits, Set};
use super::walker::{Hop, Walker};
use crate::answer::ColumnType;
use crate::graph::EntityId;
use crate::resolve::query::SetNode;
use crate::resolve::sources::PATH_COLUMNS;
use crate::resolve::{Endpoint, Paths};

/// Paths shown where the question does not say `all`.
const SHOWN: usize = 100;
/// Paths listed at most, `all` or not: more than anybody reads, and still within memory.
const LISTED: usize = 100_000;
/// Steps tried while paths are listed, before the rest is left out and a note says so.
const TRIED: usize = 4_000_000;
/// Steps up to which a shortest path through a named entity is looked for.
const LONGEST_THROUGH: usize = 16;
/// A level of the walk is found from the unvisited side once its edges are more than one in so many of all.
const PULL_SHARE: usize = 14;

/// `paths from A to B`, `shortest path between A and B`: one row per path, shorter ones first, then those
/// whose weakest evidence is better, then by name.
///
/// # Errors
/// When the budget is used up.
pub fn paths(evaluator: &Evaluator<'_>, paths: &Paths) -> Result<Table, Stop> {
    let mut starts = names(evaluator, &paths.from)?;
    let goals = match &paths.to {
        Some(to) => names(evaluator, to)?,
        None => Vec::new(),
    };
    // A name is no path to itself.
    if goals.len() == 1 {
        starts.retain(|start| !goals.contains(start));
    }
    let goals: Vec<u32> = goals.into_iter().filter(|goal| !starts.contains(goal)).collect();
    let ends = starts.iter().chain(&goals).copied().collect();
    let walker = Walker::new(evaluator, paths, ends);
    let mut listing = Listing::new(evaluator, &walker, if paths.all { LISTED } else { SHOWN });
    let nodes = evaluator.reader.graph.entity_count();
    let mut via: Vec<u32> = paths.via.entities.iter().map(|&entity| evaluator.reader.graph.face(entity).0).collect();
    via.sort_unstable();
    via.dedup();
    if paths.shortest && via.is_empty() {
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
            if listing.is_full() || paths.shortest && !listing.table.rows.is_empty() || walks.are_over() {
                break;
            }
        }
    }
    Ok(listing.finish())
}

/// The names of one end, as representatives, in the order of their names.
fn names(evaluator: &Evaluator<'_>, end: &Endpoint) -> Result<Vec<u32>, Stop> {
    let graph = evaluator.reader.graph;
    let mut names: Vec<u32> =
        endpoint(evaluator, end)?.into_iter().map(|entity| graph.face(EntityId(entity)).0).collect();
    names.sort_unstable();
    names.dedup();
    names.sort_by(|&a, &b| graph.name(EntityId(a)).cmp(graph.name(EntityId(b))));
    Ok(names)
}

/// The entities of one end.
///
/// # Errors
/// When the budget is used up.
pub fn endpoint(evaluator: &Evaluator<'_>, endpoint: &Endpoint) -> Result<Vec<u32>, Stop> {
    match endpoint {
        Endpoint::Entity(seed) => Ok(seed.entities.iter().map(|entity| entity.0).collect()),
        Endpoint::Set(set) => Ok(evaluator.set(*set, Mode::Supported)?.into_sorted()),
    }
}

/// The rows of `paths`, length by length.
struct Listing<'l, 'e, 'a> {
    evaluator: &'l Evaluator<'a>,
    walker: &'l Walker<'e, 'a>,
    limit: usize,
    tried: usize,
    table: Table,
    more: bool,
}

/// A place of a layer with the steps that lead on to the next one.
struct Fork {
    place: Place,
    hops: Vec<(Hop, usize)>,
    /// The weakest level of the best way from here to the goal; absent where there is none.
    best: Option<u8>,
}

impl<'l, 'e, 'a> Listing<'l, 'e, 'a> {
    fn new(evaluator: &'l Evaluator<'a>, walker: &'l Walker<'e, 'a>, limit: usize) -> Self {
        const TYPES: [ColumnType; 4] =
            [ColumnType::Number, ColumnType::Steps, ColumnType::Level, ColumnType::References];
        let columns = PATH_COLUMNS.iter().zip(TYPES).map(|(&heading, of)| (heading.to_owned(), of)).collect();
        Self {
            evaluator,
            walker,
            limit,
            tried: 0,
            table: Table { columns, rows: Vec::new(), contested: 0 },
            more: false,
        }
    }

    fn is_full(&self) -> bool {
        self.more || self.tried > TRIED
    }

    /// Lists the paths of one length: those whose weakest step is best first, each group by name.
    fn add(&mut self, layers: &Layers, after: impl Fn(Place, u32) -> Place) -> Result<(), Stop> {
        let forks = self.forks(layers, after)?;
        let mut levels: Vec<u8> =
            forks.iter().flatten().flat_map(|fork| &fork.hops).map(|(hop, _)| hop.level).collect();
        levels.sort_unstable();
        levels.dedup();
        for level in levels {
            let starts = forks.first().map_or(0, Vec::len);
            for start in 0..starts {
                self.descend(&forks, level, start)?;
                if self.is_full() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// All steps between neighbouring layers, from the goal backwards, so that no way leads nowhere.
    fn forks(&self, layers: &Layers, after: impl Fn(Place, u32) -> Place) -> Result<Vec<Vec<Fork>>, Stop> {
        let fork = |place: Place, hops: Vec<(Hop, usize)>, best: Option<u8>| Fork { place, hops, best };
        let Some((goals, rest)) = layers.split_last() else { return Ok(Vec::new()) };
        let mut forks =
            vec![goals.iter().map(|&goal| fork(goal, Vec::new(), has_passed(goal).then_some(0))).collect::<Vec<_>>()];
        for layer in rest.iter().rev() {
            let Some(next) = forks.last() else { break };
            let mut places: Vec<(Place, usize)> =
                next.iter().enumerate().map(|(number, fork)| (fork.place, number)).collect();
            places.sort_unstable();
            let find =
                |place: Place| places.binary_search_by_key(&place, |&(other, _)| other).ok().map(|i| places[i].1);
            let mut own = Vec::with_capacity(layer.len());
            for &place in layer {
                let number = |to: u32| find(after(place, to)).filter(|&number| next[number].best.is_some());
                let hops = self.walker.hops(node_of(place), |to| number(to).is_some())?;
                let hops: Vec<(Hop, usize)> =
                    hops.into_iter().filter_map(|hop| number(hop.to).map(|number| (hop, number))).collect();
                let best =
                    hops.iter().filter_map(|(hop, number)| next[*number].best.map(|best| best.max(hop.level))).min();
                own.push(fork(place, hops, best));
            }
            forks.push(own);
        }
        forks.reverse();
        Ok(forks)
    }

    /// Lists the paths from one start whose weakest step has this level.
    fn descend(&mut self, forks: &[Vec<Fork>], level: u8, start: usize) -> Result<(), Stop> {
        let length = forks.len() - 1;
        if forks[0][start].best.is_none_or(|best| best > level) {
            return Ok(());
        }
        // By step taken: the fork it left from and the number of the next hop to try there.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some(&(here, next)) = path.last() {
            let depth = path.len() - 1;
            let Some((hop, to)) = forks[depth][here].hops.get(next) else {
                path.pop();
                continue;
            };
            if let Some(last) = path.last_mut() {
                last.1 += 1;
            }
            self.tried += 1;
            self.evaluator.budget.spend(1)?;
            if self.is_full() {
                self.more = true;
                return Ok(());
            }
            let reaches = hop.level <= level && forks[depth + 1][*to].best.is_some_and(|best| best <= level);
            let again =
                || path.iter().enumerate().any(|(depth, &(number, _))| node_of(forks[depth][number].place) == hop.to);
            if !reaches || again() {
                continue;
            }
            if depth + 1 < length {
                path.push((*to, 0));
                continue;
            }
            let hops: Vec<&Hop> = path
                .iter()
                .enumerate()
                .filter_map(|(depth, &(number, next))| forks[depth][number].hops.get(next.wrapping_sub(1)))
                .map(|(hop, _)| hop)
                .collect();
            // Those with better evidence were listed before.
            let worst = if depth == 0 { hop.level } else { hops.iter().map(|hop| hop.level).max().unwrap_or(0) };
            if worst == level {
                if self.table.rows.len() >= self.limit {
                    self.more = true;
                    return Ok(());
                }
                self.row(node_of(forks[0][start].place), &hops, level)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, start: u32, hops: &[&Hop], level: u8) -> Result<(), Stop> {
        let mut from = start;
        let mut steps = Vec::with_capacity(hops.len());
        let mut statements: Vec<u32> = Vec::new();
        for hop in hops {
            steps.push(PathStep {
                from,
                relation: hop.relation,
                forward: hop.forward,
                to: hop.to,
                statements: hop.statements.clone(),
            });
            statements.extend(
                hop.statements.iter().filter(|statement| !statements.contains(statement)).copied().collect::<Vec<_>>(),
            );
            from = hop.to;
        }
        self.evaluator.budget.hold(steps.len() * size_of::<PathStep>() + statements.len() * 8)?;
        let property = self.evaluator.reader.graph.vocabulary().statement_property("level");
        let weakest = match (level.checked_sub(1), property) {
            (Some(code), Some(property)) => Value::Code(property, u16::from(code)),
            (None, _) | (_, None) => Value::Missing,
        };
        self.table.rows.push(vec![
            Value::Integer(hops.len() as i64),
            Value::Steps(steps),
            weakest,
            Value::Statements(statements),
        ]);
        Ok(())
    }

    fn finish(self) -> Table {
        let shown = self.table.rows.len();
        if self.tried > TRIED {
            let text = format!(
                "these are the first {shown} paths; there were too many ways to try them all: name fewer steps or relations"
            );
            self.evaluator.note("paths", text);
        } else if self.more {
            let advice = if self.limit == SHOWN { ": write `all` before `paths` to see more" } else { "" };
            self.evaluator.note("paths", format!("these are the first {shown} paths, there are more{advice}"));
        }
        self.table
    }
}

/// What is reached from a start within the given number of steps, the start and its faces excluded.
///
/// # Errors
/// When the budget is used up.
pub fn neighbours(evaluator: &Evaluator<'_>, paths: &Paths) -> Result<Set, Stop> {
    let starts = names(evaluator, &paths.from)?;
    let walker = Walker::new(evaluator, paths, Vec::new());
    if walker.is_plain() {
        return reach_plain(evaluator, &walker, &starts, paths.within);
    }
    let mut found = Vec::new();
    reach(evaluator, &walker, &starts, paths.within, |entity, _| found.push(entity))?;
    Ok(Set::from_list(found))
}

/// How many steps away each neighbour is, for those who ask: answering a count does not.
///
/// # Errors
/// When the budget is used up.
pub fn distances(evaluator: &Evaluator<'_>) -> Result<Vec<(u32, u32)>, Stop> {
    let asked = evaluator.query().sets.iter().rev().find_map(|set| match set {
        SetNode::Neighbours(paths, _) => Some(paths),
        SetNode::Phrase(_)
        | SetNode::Union(..)
        | SetNode::Except(..)
        | SetNode::Intersect(..)
        | SetNode::Staged(..) => None,
    });
    let Some(paths) = asked else { return Ok(Vec::new()) };
    let walker = Walker::new(evaluator, paths, Vec::new());
    let mut found = Vec::new();
    reach(evaluator, &walker, &names(evaluator, &paths.from)?, paths.within, |entity, steps| {
        found.push((entity, steps))
    })?;
    Ok(found)
}

/// Breadth first, name by name; `found` is told every face with its distance.
fn reach(
    evaluator: &Evaluator<'_>,
    walker: &Walker<'_, '_>,
    starts: &[u32],
    within: usize,
    mut found: impl FnMut(u32, u32),
) -> Result<(), Stop> {
    let graph = evaluator.reader.graph;
    let mut seen = Bits::over(0..graph.entity_count() as u32);
    starts.iter().for_each(|&start| {
        seen.insert(start);
    });
    let mut frontier = starts.to_vec();
    for step in 1..=within {
        let mut next = Vec::new();
        for &node in &frontier {
            walker.each(node, |target| {
                if seen.insert(target) {
                    next.push(target);
                }
            })?;
        }
        if next.is_empty() {
            break;
        }
        for node in &next {
            graph.faces(&EntityId(*node)).iter().for_each(|&face| found(face, step as u32));
        }
        frontier = next;
    }
    Ok(())
}

/// The same where every edge counts: a level with many edges is found from the unvisited side, which stops
/// at the first edge that leads back to the frontier.
fn reach_plain(evaluator: &Evaluator<'_>, walker: &Walker<'_, '_>, starts: &[u32], within: usize) -> Result<Set, Stop> {
    let span = walker.span();
    let mut seen = Bits::over(span.clone());
    let mut frontier: Vec<u32> = starts.iter().copied().filter(|start| span.contains(start)).collect();
    frontier.iter().for_each(|&start| {
        seen.insert(start);
    });
    let all = walker.edge_count();
    for _ in 0..within {
        let edges: usize = frontier.iter().map(|&node| walker.degree(node)).sum();
        let mut next = Vec::new();
        if edges * PULL_SHARE > all {
            let mut current = Bits::over(span.clone());
            frontier.iter().for_each(|&node| {
                current.insert(node);
            });
            for node in seen.missing().take_while(|&node| node < span.end) {
                if walker.any(node, |target| current.contains(target))? {
                    next.push(node);
                }
            }
            next.iter().for_each(|&node| {
                seen.insert(node);
            });
        } else {
            for &node in &frontier {
                walker.each(node, |target| {
                    if seen.insert(target) {
                        next.push(target);
                    }
                })?;
            }
        }
        if next.is_empty() {
            break;
        }
        frontier = next;
    }
    evaluator.budget.spend(seen.words_len())?;
    starts.iter().for_each(|&start| seen.remove(start));
    Ok(Set::Bits(seen))
}
