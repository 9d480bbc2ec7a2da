//! The nodes of all paths of one length, step by step: what lies both on a walk from the start and
//! on a walk to the goal. Looking from both ends keeps the work to what meets in the middle.
//!
//! A place is a name with the mark whether the walk has passed one of the names of `via`.

use crate::exec::budget::Stop;
use crate::exec::numbered::{narrow, wide};
use crate::exec::set::Bits;
use crate::exec::walks::marks::{self, Marks};
use crate::exec::walks::walker::Walker;

/// A name, and whether one of the names of `via` was passed.
pub type LayerPlace = u32;

/// The place of a name.
pub const fn place(node: u32, passed: bool) -> LayerPlace {
    node << 1 | if passed { 1 } else { 0 }
}

/// The name of a place.
pub const fn node_of(place: LayerPlace) -> u32 {
    place >> 1
}

/// Whether the walk has passed a name of `via`.
pub const fn has_passed(place: LayerPlace) -> bool {
    place & 1 == 1
}

/// By number of steps from the start: the places, sorted.
pub type Layers = Vec<Vec<LayerPlace>>;

/// The layers of all shortest paths, none of them longer than `within`; `None` where there is no
/// path.
///
/// # Errors
/// When the budget is used up.
pub fn shortest(
    walker: &Walker<'_, '_>,
    nodes: usize,
    starts: &[u32],
    goals: &[u32],
    within: usize,
) -> Result<Option<Layers>, Stop> {
    marks::with_two(nodes, |marks| shortest_marked(walker, marks, [starts, goals], within))
}

fn shortest_marked(
    walker: &Walker<'_, '_>,
    marks: &mut [Marks; 2],
    ends: [&[u32]; 2],
    within: usize,
) -> Result<Option<Layers>, Stop> {
    let mut frontiers = ends.map(<[u32]>::to_vec);
    let cost = |frontier: &[u32]| -> usize { frontier.iter().map(|&node| walker.degree(node)).sum() };
    for (marks, end) in marks.iter_mut().zip(ends) {
        end.iter().for_each(|&node| {
            marks.insert(node, 0);
        });
    }
    let mut costs = [cost(&frontiers[0]), cost(&frontiers[1])];
    let mut depths = [0u32; 2];
    let mut meeting = Vec::new();
    while meeting.is_empty() {
        if wide(depths[0] + depths[1]) >= within {
            return Ok(None);
        }
        let side = usize::from(costs[1] < costs[0]);
        let depth = depths[side] + 1;
        let [first, second] = marks;
        let (mine, other) = if side == 0 { (first, &*second) } else { (second, &*first) };
        let mut next = Vec::new();
        for &node in &frontiers[side] {
            walker.each(node, |target| {
                if other.depth(target).is_some() {
                    meeting.push(target);
                // Once the searches have met, only their meeting places matter.
                } else if meeting.is_empty() && mine.insert(target, depth) {
                    next.push(target);
                }
            })?;
        }
        depths[side] = depth;
        if meeting.is_empty() && next.is_empty() {
            return Ok(None);
        }
        costs[side] = if meeting.is_empty() { cost(&next) } else { 0 };
        frontiers[side] = next;
    }
    let [first, second] = &*marks;
    let mut layers = unfold(
        meeting,
        depths.map(wide),
        |node, see| walker.each(node, see),
        |node, depth| first.depth(node) == Some(narrow(depth)),
        |node, depth| second.depth(node) == Some(narrow(depth)),
    )?;
    // The starts come in the order of their names, the order in which paths are listed.
    let leading = layers.first().cloned().unwrap_or_default();
    layers[0] = ends[0].iter().copied().filter(|start| leading.binary_search(start).is_ok()).collect();
    Ok(Some(layers.into_iter().map(|layer| layer.into_iter().map(|node| place(node, true)).collect()).collect()))
}

/// From where two searches meet back to both ends. `is_before(x, d)`: x is `d` steps from the start
/// on some walk; `is_after(x, d)`: from the goal.
fn unfold(
    meeting: Vec<u32>,
    [before, after]: [usize; 2],
    each: impl Fn(u32, &mut dyn FnMut(u32)) -> Result<(), Stop>,
    is_before: impl Fn(u32, usize) -> bool,
    is_after: impl Fn(u32, usize) -> bool,
) -> Result<Layers, Stop> {
    let sorted = |mut list: Vec<u32>| {
        list.sort_unstable();
        list.dedup();
        list
    };
    let beside = |layer: &[u32], keep: &dyn Fn(u32) -> bool| -> Result<Vec<u32>, Stop> {
        let mut list = Vec::new();
        for &item in layer {
            each(item, &mut |other| {
                if keep(other) {
                    list.push(other);
                }
            })?;
        }
        Ok(sorted(list))
    };
    let mut layers = vec![Vec::new(); before + after + 1];
    layers[before] = sorted(meeting);
    for step in (0..before).rev() {
        layers[step] = beside(&layers[step + 1], &|item| is_before(item, step))?;
    }
    for step in before + 1..=before + after {
        layers[step] = beside(&layers[step - 1], &|item| is_after(item, before + after - step))?;
    }
    Ok(layers)
}

/// Walks of every length from both ends, one step more at a time.
pub struct Walks<'w, 'e, 'a> {
    walker: &'w Walker<'e, 'a>,
    starts: Vec<LayerPlace>,
    goals: Vec<LayerPlace>,
    /// The names of `via`, as representatives, sorted.
    via: Vec<u32>,
    nodes: usize,
    /// By number of steps, from one on: places between the ends.
    sides: [Vec<(Vec<LayerPlace>, Bits)>; 2],
}

impl<'w, 'e, 'a> Walks<'w, 'e, 'a> {
    /// No step yet.
    pub fn new(walker: &'w Walker<'e, 'a>, nodes: usize, starts: &[u32], goals: &[u32], via: Vec<u32>) -> Self {
        let starts = starts.iter().map(|&node| place(node, via.is_empty())).collect();
        let goals = goals.iter().map(|&node| place(node, true)).collect();
        Self { walker, starts, goals, via, nodes, sides: [Vec::new(), Vec::new()] }
    }

    /// Where a step from a place to a name leads.
    pub fn after(&self, from: LayerPlace, to: u32) -> LayerPlace {
        place(to, has_passed(from) || !self.walker.is_end(to) && self.is_named(to))
    }

    fn is_named(&self, node: u32) -> bool {
        self.via.binary_search(&node).is_ok()
    }

    /// The layers of the walks of exactly this length; empty where there is none.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn layers(&mut self, length: usize) -> Result<Layers, Stop> {
        if length < 2 {
            return Ok(if self.via.is_empty() { vec![self.starts.clone(), self.goals.clone()] } else { Vec::new() });
        }
        while self.sides[0].len() + self.sides[1].len() < length {
            self.extend()?;
        }
        let after = self.sides[1].len();
        let before = length - after;
        let (Some((list, _)), Some((_, goal))) = (self.sides[0].get(before - 1), self.sides[1].last()) else {
            return Ok(Vec::new());
        };
        let meeting: Vec<LayerPlace> = list.iter().copied().filter(|&place| goal.contains(place)).collect();
        if meeting.is_empty() {
            return Ok(Vec::new());
        }
        let on = |side: usize, depth: usize, place: LayerPlace| {
            self.sides[side].get(depth.wrapping_sub(1)).is_some_and(|(_, bits)| bits.contains(place))
        };
        let mut layers = unfold(
            meeting,
            [before, after],
            |place, see| {
                self.each_before(place, &mut *see)?;
                self.each_after(place, see)
            },
            |place, depth| on(0, depth, place),
            |place, depth| on(1, depth, place),
        )?;
        layers[0].clone_from(&self.starts);
        if let Some(last) = layers.last_mut() {
            last.clone_from(&self.goals);
        }
        Ok(layers)
    }

    /// Whether no walk leads on, however long.
    pub fn are_over(&self) -> bool {
        self.sides.iter().any(|side| side.last().is_some_and(|(list, _)| list.is_empty()))
    }

    /// One step more, at the end where it costs less.
    fn extend(&mut self) -> Result<(), Stop> {
        let frontier = |side: usize| -> &[LayerPlace] {
            let ends = if side == 0 { &self.starts } else { &self.goals };
            self.sides[side].last().map_or(ends, |(list, _)| list)
        };
        let cost =
            |side: usize| -> usize { frontier(side).iter().map(|&place| self.walker.degree(node_of(place))).sum() };
        let side = match (self.sides[0].is_empty(), self.sides[1].is_empty()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => usize::from(cost(1) < cost(0)),
        };
        let mut bits = Bits::over(0..narrow(self.nodes) << 1);
        let mut list = Vec::new();
        for &place in frontier(side) {
            let mut see = |other: LayerPlace| {
                if !self.walker.is_end(node_of(other)) && bits.insert(other) {
                    list.push(other);
                }
            };
            if side == 0 { self.each_after(place, &mut see)? } else { self.each_before(place, &mut see)? }
        }
        self.sides[side].push((list, bits));
        Ok(())
    }

    fn each_after(&self, from: LayerPlace, see: &mut dyn FnMut(LayerPlace)) -> Result<(), Stop> {
        self.walker.each(node_of(from), |to| see(self.after(from, to)))
    }

    /// The places from which a step leads to this one.
    fn each_before(&self, to: LayerPlace, see: &mut dyn FnMut(LayerPlace)) -> Result<(), Stop> {
        let counts_itself = !self.walker.is_end(node_of(to)) && self.is_named(node_of(to));
        self.walker.each(node_of(to), |from| {
            for passed in [false, true] {
                let fits = if counts_itself { has_passed(to) } else { has_passed(to) == passed };
                if fits && (passed || !self.is_named(from)) {
                    see(place(from, passed));
                }
            }
        })
    }
}
