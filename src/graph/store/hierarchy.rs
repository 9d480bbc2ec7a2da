//! Everything below and above each term of a kind: the closure of its `is a`.

use super::array::Array;
use super::ids::NONE;
use super::list::ListOf;
use std::ops::Range;

/// The reflexive and transitive closure of a relation within one kind.
///
/// Terms may have several parents. An entity outside of the kind is only below and above itself.
#[derive(Clone, Debug, Default)]
pub struct Hierarchy {
    /// First entity of the kind.
    pub(crate) base: u32,
    /// By place in the kind: every term at or below it, sorted.
    pub(crate) below: ListOf<Array<u32>>,
    /// By place in the kind: every term at or above it, sorted.
    pub(crate) above: ListOf<Array<u32>>,
    /// By place in the kind: number of steps to the nearest term without a parent.
    pub(crate) depth: Array<u32>,
}

impl Hierarchy {
    /// The closure over the entities of `kind`. An edge of `parents` is (term, its parent);
    /// edges that leave the kind are ignored.
    ///
    /// # Errors
    /// The entities of a cycle, where a term is above itself.
    pub fn new(kind: Range<u32>, parents: &[(u32, u32)]) -> Result<Self, Vec<u32>> {
        let inside = |&&(term, parent): &&(u32, u32)| kind.contains(&term) && kind.contains(&parent) && term != parent;
        let local = |entity: u32| (entity - kind.start) as usize;
        if let Some(&(term, _)) = parents.iter().find(|(term, parent)| term == parent && kind.contains(term)) {
            return Err(vec![term]);
        }
        let count = kind.len();
        let up = group(count, parents.iter().filter(inside).map(|&(term, parent)| (local(term), parent)));
        let order = parents_first(kind.start, &up)?;

        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); count];
        let mut depth = vec![0_u32; count];
        for &term in &order {
            let mut above = vec![term + kind.start];
            let mut steps = NONE;
            for &parent in up.list(term as usize) {
                above.extend_from_slice(&lists[local(parent)]);
                steps = steps.min(depth[local(parent)]);
            }
            above.sort_unstable();
            above.dedup();
            depth[term as usize] = steps.wrapping_add(1);
            lists[term as usize] = above;
        }
        let above = group(count, lists.iter().enumerate().flat_map(|(i, list)| list.iter().map(move |&a| (i, a))));
        let pairs = lists.iter().enumerate().flat_map(|(i, list)| list.iter().map(move |&a| (i, a)));
        let below = group(count, pairs.map(|(i, ancestor)| (local(ancestor), i as u32 + kind.start)));
        Ok(Self { base: kind.start, below, above, depth: depth.into() })
    }

    /// The entities covered.
    pub fn kind_range(&self) -> Range<u32> {
        self.base..self.base + self.depth.len() as u32
    }

    /// The term and everything below it, sorted; empty where the entity is of another kind.
    #[inline]
    pub fn below(&self, entity: u32) -> &[u32] {
        self.below.list(entity.wrapping_sub(self.base) as usize)
    }

    /// The term and everything above it, sorted; empty where the entity is of another kind.
    #[inline]
    pub fn above(&self, entity: u32) -> &[u32] {
        self.above.list(entity.wrapping_sub(self.base) as usize)
    }

    /// Whether `term` is `other` or somewhere below it.
    #[inline]
    pub fn is_below(&self, term: u32, other: u32) -> bool {
        term == other || self.above(term).binary_search(&other).is_ok()
    }

    /// Steps from the entity up to the nearest term without a parent; 0 there and for other kinds.
    pub fn depth(&self, entity: u32) -> u32 {
        self.depth.get(entity.wrapping_sub(self.base) as usize).copied().unwrap_or(0)
    }
}

/// Lists by number from (number, item) pairs, each in the order of the pairs.
pub(crate) fn group(count: usize, pairs: impl Iterator<Item = (usize, u32)> + Clone) -> ListOf<Array<u32>> {
    let mut offsets = vec![0_u32; count + 1];
    for (i, _) in pairs.clone() {
        offsets[i + 1] += 1;
    }
    for i in 0..count {
        offsets[i + 1] += offsets[i];
    }
    let mut next = offsets.clone();
    let mut items = vec![0_u32; offsets[count] as usize];
    for (i, item) in pairs {
        items[next[i] as usize] = item;
        next[i] += 1;
    }
    ListOf { offsets: offsets.into(), items: items.into() }
}

/// Places of all terms, each after its parents; or a cycle of entities.
fn parents_first(base: u32, up: &ListOf<Array<u32>>) -> Result<Vec<u32>, Vec<u32>> {
    let count = up.offsets.len().saturating_sub(1);
    let down = group(count, (0..count).flat_map(|i| up.list(i).iter().map(move |&p| ((p - base) as usize, i as u32))));
    let mut missing: Vec<usize> = (0..count).map(|i| up.list(i).len()).collect();
    let mut order: Vec<u32> = (0..count as u32).filter(|&i| missing[i as usize] == 0).collect();
    let mut done = 0;
    while let Some(&term) = order.get(done) {
        done += 1;
        for &child in down.list(term as usize) {
            missing[child as usize] -= 1;
            if missing[child as usize] == 0 {
                order.push(child);
            }
        }
    }
    if order.len() == count { Ok(order) } else { Err(circle(base, up, &missing)) }
}

/// Walks up among the terms that wait for a parent until one comes again.
fn circle(base: u32, up: &ListOf<Array<u32>>, missing: &[usize]) -> Vec<u32> {
    let waits = |&term: &usize| missing[term] > 0;
    let mut path = Vec::new();
    let mut seen = vec![NONE; missing.len()];
    let mut next = (0..missing.len()).find(waits);
    while let Some(term) = next {
        if seen[term] != NONE {
            return path[seen[term] as usize..].to_vec();
        }
        seen[term] = path.len() as u32;
        path.push(term as u32 + base);
        next = up.list(term).iter().map(|&parent| (parent - base) as usize).find(waits);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    // 10 cancer; 11 lung and 12 gastric below it; 13 below both; 14 alone.
    const EDGES: [(u32, u32); 5] = [(13, 11), (13, 12), (11, 10), (12, 10), (12, 99)];

    #[test]
    fn closure_is_reflexive_transitive_and_sorted() {
        let hierarchy = Hierarchy::new(10..15, &EDGES).unwrap();
        assert_eq!(hierarchy.below(10), [10, 11, 12, 13]);
        assert_eq!(hierarchy.above(13), [10, 11, 12, 13]);
        assert_eq!(hierarchy.below(14), [14]);
        assert_eq!([10, 11, 13, 14].map(|term| hierarchy.depth(term)), [0, 1, 2, 0]);
        assert!(hierarchy.is_below(13, 10) && !hierarchy.is_below(11, 12));
        assert_eq!((hierarchy.below(3), hierarchy.above(99)), (&[][..], &[][..]));
    }

    #[test]
    fn a_circle_is_named() {
        let mut circle = Hierarchy::new(0..5, &[(1, 2), (2, 3), (3, 1), (4, 1)]).unwrap_err();
        circle.sort_unstable();
        assert_eq!(circle, [1, 2, 3]);
        assert_eq!(Hierarchy::new(0..2, &[(1, 1)]).unwrap_err(), [1]);
    }
}
