//! Two searches towards each other, until they touch.

use crate::exec::budget::Stop;
use crate::exec::numbered::narrow;
use crate::exec::walks::marks::Marks;
use crate::exec::walks::walker::Walker;

/// Two searches of which one more step of either meets the other.
pub(super) struct Met {
    /// By end and number of steps from it: the nodes.
    pub(super) levels: [Vec<Vec<u32>>; 2],
}

impl Met {
    /// The nodes that were found last from one end.
    pub(super) fn last(&self, side: usize) -> &[u32] {
        self.levels[side].last().map_or(&[], Vec::as_slice)
    }

    /// Steps of a whole path.
    pub(super) fn length(&self) -> usize {
        self.levels[0].len() + self.levels[1].len() - 1
    }
}

/// Searches from both ends, always on from where there are fewer edges, until the searches touch.
pub(super) fn meet(
    walker: &Walker<'_, '_>,
    marks: &mut [Marks; 2],
    ends: [&[u32]; 2],
    within: usize,
) -> Result<Option<Met>, Stop> {
    for (marks, end) in marks.iter_mut().zip(ends) {
        end.iter().for_each(|&node| {
            marks.insert(node, 0);
        });
    }
    let mut met = Met { levels: ends.map(|end| vec![end.to_vec()]) };
    while met.length() <= within {
        let side = cheaper(walker, [met.last(0), met.last(1)]);
        let [first, second] = &mut *marks;
        let (mine, other) = if side == 0 { (first, &*second) } else { (second, &*first) };
        let depth = narrow(met.levels[side].len());
        let mut next = Vec::new();
        for &node in met.last(side) {
            let touches = walker.any(node, |target| {
                if mine.insert(target, depth) {
                    next.push(target);
                }
                other.depth(target).is_some()
            })?;
            // The level is left half done: that there is a path of this length is all that was
            // asked.
            if touches {
                return Ok(Some(met));
            }
        }
        if next.is_empty() {
            return Ok(None);
        }
        met.levels[side].push(next);
    }
    Ok(None)
}

/// Which of two levels has fewer edges, or nearly so: edges are added up on both sides in turn, and
/// the side that is done first is it, so that the dearer one is never looked at as a whole.
fn cheaper(walker: &Walker<'_, '_>, levels: [&[u32]; 2]) -> usize {
    let mut nodes = levels.map(<[u32]>::iter);
    let mut edges = [0; 2];
    loop {
        let side = usize::from(edges[1] < edges[0]);
        let Some(&node) = nodes[side].next() else { return side };
        edges[side] += walker.degree(node);
    }
}
