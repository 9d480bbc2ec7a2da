//! One relation in one direction: for each entity the sorted list of its neighbours.

use super::array::Array;
use super::ids::NONE;
use std::ops::Range;

/// The edges of one relation, found from one end.
///
/// The neighbours of an entity are sorted by entity and then by statement; parallel edges stay
/// only where their statements differ. The columns `statements` and `facts` are aligned with the
/// neighbours or empty as a whole.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    /// First entity covered.
    pub(crate) base: u32,
    /// Where the list of each covered entity starts, and one past the last.
    pub(crate) offsets: Array<u32>,
    /// Neighbours.
    pub(crate) targets: Array<u32>,
    /// Statement number of each edge, or [`NONE`] for a fact.
    pub(crate) statements: Array<u32>,
    /// Number of the source list of each edge, or [`NONE`].
    pub(crate) facts: Array<u32>,
    /// Length of the longest list.
    pub(crate) max_degree: u32,
}

impl Adjacency {
    /// Place of an entity's edges in the columns.
    #[inline]
    pub fn range(&self, entity: u32) -> Range<usize> {
        let i = entity.wrapping_sub(self.base) as usize;
        let offsets: &[u32] = &self.offsets;
        match (offsets.get(i), offsets.get(i + 1)) {
            // Of a damaged file no place is beyond the last edge either.
            (Some(&start), Some(&end)) => start as usize..(end as usize).min(self.targets.len()),
            _ => 0..0,
        }
    }

    /// The neighbours of an entity, sorted.
    #[inline]
    pub fn targets(&self, entity: u32) -> &[u32] {
        self.targets.get(self.range(entity)).unwrap_or(&[])
    }

    /// Number of edges of an entity.
    #[inline]
    pub fn degree(&self, entity: u32) -> usize {
        self.range(entity).len()
    }

    /// The neighbours of all entities.
    #[inline]
    pub fn lists(&self) -> EdgeLists<'_> {
        EdgeLists { base: self.base, offsets: &self.offsets, targets: &self.targets }
    }

    /// Neighbour of all edges, in the order of [`Adjacency::range`].
    #[inline]
    pub fn all_targets(&self) -> &[u32] {
        &self.targets
    }

    /// Where the list of each entity of [`Adjacency::sources`] starts in
    /// [`Adjacency::all_targets`], and one past the last; empty if there is no edge.
    #[inline]
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// Statements of all edges, aligned with [`Adjacency::all_targets`]; empty if no edge has one.
    #[inline]
    pub fn all_statements(&self) -> &[u32] {
        &self.statements
    }

    /// Statements of the edges of an entity, aligned with its targets; empty if no edge of the
    /// relation has one.
    #[inline]
    pub fn statements(&self, entity: u32) -> &[u32] {
        self.statements.get(self.range(entity)).unwrap_or(&[])
    }

    /// The statement of the edge at a place of [`Adjacency::range`], if it comes from one.
    #[inline]
    pub fn statement_at(&self, edge: usize) -> Option<u32> {
        self.statements.get(edge).copied().filter(|&statement| statement != NONE)
    }

    /// Whether any edge has sources of its own.
    pub fn has_facts(&self) -> bool {
        !self.facts.is_empty()
    }

    /// The number of the source list of the edge at a place of [`Adjacency::range`], for
    /// `Graph::fact_sources`.
    #[inline]
    pub fn fact_at(&self, edge: usize) -> Option<u32> {
        self.facts.get(edge).copied().filter(|&fact| fact != NONE)
    }

    /// Whether the edges of an entity lead to `target`.
    #[inline]
    pub fn has_edge(&self, entity: u32, target: u32) -> bool {
        self.targets(entity).binary_search(&target).is_ok()
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }

    /// The entities covered; each may or may not have edges.
    pub fn sources(&self) -> Range<u32> {
        self.base..self.base + (self.offsets.len().saturating_sub(1)) as u32
    }

    /// Length of the longest list.
    pub fn max_degree(&self) -> u32 {
        self.max_degree
    }
}

/// The neighbours of all entities, for reading them many times: where the arrays lie is found once.
#[derive(Clone, Copy, Debug)]
pub struct EdgeLists<'a> {
    base: u32,
    offsets: &'a [u32],
    targets: &'a [u32],
}

impl<'a> EdgeLists<'a> {
    /// As [`Adjacency::targets`].
    #[inline]
    pub fn of(&self, entity: u32) -> &'a [u32] {
        let i = entity.wrapping_sub(self.base) as usize;
        match (self.offsets.get(i), self.offsets.get(i + 1)) {
            (Some(&start), Some(&end)) => self.targets.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// As [`Adjacency::degree`].
    #[inline]
    pub fn degree(&self, entity: u32) -> usize {
        let i = entity.wrapping_sub(self.base) as usize;
        match (self.offsets.get(i), self.offsets.get(i + 1)) {
            (Some(&start), Some(&end)) => end.saturating_sub(start) as usize,
            _ => 0,
        }
    }
}

/// Edges of one relation, not yet in order.
#[derive(Clone, Debug, Default)]
pub struct EdgeList {
    /// Where each edge starts.
    pub from: Vec<u32>,
    /// Where each edge leads to.
    pub to: Vec<u32>,
    /// Statement of each edge or [`NONE`]; empty if no edge has one.
    pub statements: Vec<u32>,
    /// Number of the source list of each edge or [`NONE`]; empty if no edge has one.
    pub facts: Vec<u32>,
}

impl EdgeList {
    /// Adds an edge with its columns. Not to be mixed with edges without columns.
    pub fn push(&mut self, from: u32, to: u32, statement: u32, fact: u32) {
        self.from.push(from);
        self.to.push(to);
        self.statements.push(statement);
        self.facts.push(fact);
    }

    /// Adds each edge the other way round too.
    pub fn mirror(&mut self) {
        let count = self.from.len();
        let back = self.to.clone();
        self.to.extend_from_within(..count);
        self.to[count..].copy_from_slice(&self.from);
        self.from.extend(back);
        self.statements.extend_from_within(..);
        self.facts.extend_from_within(..);
    }
}

impl Adjacency {
    /// Both directions of a relation: found from the start, and found from the goal.
    ///
    /// Many edges are put in order by counting, not by comparing, so that the time is linear in
    /// edges and entities. Of edges with the same ends and statement one stays: the first.
    pub fn pair(edges: EdgeList) -> (Adjacency, Adjacency) {
        let EdgeList { from, to, mut statements, mut facts } = edges;
        clear_if_empty(&mut statements);
        clear_if_empty(&mut facts);
        if statements.is_empty() && facts.is_empty() {
            return plain_pair(from, to);
        }
        let order = in_order(&from, &to, &statements);
        let pick = |column: &[u32]| -> Vec<u32> {
            if column.is_empty() { Vec::new() } else { order.iter().map(|&edge| column[edge as usize]).collect() }
        };
        let (from, to, statements, facts) = (pick(&from), pick(&to), pick(&statements), pick(&facts));
        let back = counting_order(&to, None);
        let pick_back = |column: &[u32]| -> Vec<u32> {
            if column.is_empty() { Vec::new() } else { back.iter().map(|&edge| column[edge as usize]).collect() }
        };
        let backward =
            Adjacency::of_sorted(&pick_back(&to), pick_back(&from), pick_back(&statements), pick_back(&facts));
        (Adjacency::of_sorted(&from, to, statements, facts), backward)
    }

    /// One adjacency for a relation without direction: each edge is found from both ends.
    pub fn undirected(mut edges: EdgeList) -> Adjacency {
        edges.mirror();
        Adjacency::pair(edges).0
    }

    /// From columns that are sorted by start, goal and statement.
    fn of_sorted(starts: &[u32], targets: Vec<u32>, statements: Vec<u32>, facts: Vec<u32>) -> Adjacency {
        let hull = hull(starts);
        let offsets = offsets_of(starts, &hull);
        Adjacency::with_offsets(hull.start, offsets, targets, statements, facts)
    }

    fn with_offsets(
        base: u32,
        offsets: Vec<u32>,
        targets: Vec<u32>,
        statements: Vec<u32>,
        facts: Vec<u32>,
    ) -> Adjacency {
        let max_degree = offsets.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
        Adjacency {
            base,
            offsets: offsets.into(),
            targets: targets.into(),
            statements: statements.into(),
            facts: facts.into(),
            max_degree,
        }
    }
}

/// A column without a value in any row is left out.
fn clear_if_empty(column: &mut Vec<u32>) {
    if column.iter().all(|&item| item == NONE) {
        column.clear();
    }
}

/// Smallest range that holds all keys.
fn hull(keys: &[u32]) -> Range<u32> {
    match (keys.iter().min(), keys.iter().max()) {
        (Some(&first), Some(&last)) => first..last + 1,
        _ => 0..0,
    }
}

/// Start of the entries of each key when they are in the order of keys.
fn offsets_of(keys: &[u32], hull: &Range<u32>) -> Vec<u32> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut offsets = vec![0_u32; hull.len() + 1];
    for &key in keys {
        offsets[(key - hull.start) as usize + 1] += 1;
    }
    let mut sum = 0;
    for offset in &mut offsets {
        sum += *offset;
        *offset = sum;
    }
    offsets
}

/// Edge numbers in the order of `keys`; edges of one key keep the order of `before`.
fn counting_order(keys: &[u32], before: Option<&[u32]>) -> Vec<u32> {
    let hull = hull(keys);
    let mut next = offsets_of(keys, &hull);
    let mut order = vec![0_u32; keys.len()];
    let mut place = |edge: u32| {
        let slot = &mut next[(keys[edge as usize] - hull.start) as usize];
        order[*slot as usize] = edge;
        *slot += 1;
    };
    match before {
        Some(before) => before.iter().for_each(|&edge| place(edge)),
        None => (0..keys.len() as u32).for_each(&mut place),
    }
    order
}

/// Edge numbers sorted by start, goal, statement, without repetitions.
fn in_order(from: &[u32], to: &[u32], statements: &[u32]) -> Vec<u32> {
    let by_statement = (!statements.is_empty()).then(|| {
        // NONE would make the table of counts four billion long: facts sort as one past the last.
        let facts = statements.iter().copied().filter(|&s| s != NONE).max().map_or(0, |last| last + 1);
        let keys: Vec<u32> = statements.iter().map(|&s| s.min(facts)).collect();
        counting_order(&keys, None)
    });
    let by_goal = counting_order(to, by_statement.as_deref());
    let mut order = counting_order(from, Some(&by_goal));
    let key = |edge: u32| {
        let edge = edge as usize;
        (from[edge], to[edge], statements.get(edge).copied().unwrap_or(NONE))
    };
    order.dedup_by_key(|edge| key(*edge));
    order
}

/// [`Adjacency::pair`] for edges without columns. Each edge is one number, start before goal, so
/// that sorting the numbers sorts the edges; see [`sort_bits`] for why that beats writing each edge
/// straight into its list.
fn plain_pair(from: Vec<u32>, to: Vec<u32>) -> (Adjacency, Adjacency) {
    let (starts, goals) = (hull(&from), hull(&to));
    let pack = |(&start, &goal): (&u32, &u32)| u64::from(start - starts.start) << 32 | u64::from(goal - goals.start);
    let mut edges: Vec<u64> = from.iter().zip(&to).map(pack).collect();
    drop((from, to));
    let mut scratch = Vec::new();
    let (goal_bits, start_bits) = (bits_of(goals.len()), bits_of(starts.len()));
    sort_bits(&mut edges, &mut scratch, 0, goal_bits);
    sort_bits(&mut edges, &mut scratch, 32, start_bits);
    edges.dedup();
    let (start_of, goal_of) = (|edge: &u64| (edge >> 32) as u32, |edge: &u64| *edge as u32);
    let forward = of_packed(&edges, &starts, start_of, |edge| goal_of(edge) + goals.start);
    sort_bits(&mut edges, &mut scratch, 0, goal_bits);
    let backward = of_packed(&edges, &goals, goal_of, |edge| start_of(edge) + starts.start);
    (forward, backward)
}

/// An adjacency from packed edges in order; `key_of` is relative to the start of `hull`.
fn of_packed(
    edges: &[u64],
    hull: &Range<u32>,
    key_of: impl Fn(&u64) -> u32,
    target_of: impl Fn(&u64) -> u32,
) -> Adjacency {
    let mut offsets = Vec::new();
    if !edges.is_empty() {
        offsets.resize(hull.len() + 1, 0_u32);
        edges.iter().for_each(|edge| offsets[key_of(edge) as usize + 1] += 1);
        (1..offsets.len()).for_each(|i| offsets[i] += offsets[i - 1]);
    }
    let targets = edges.iter().map(target_of).collect();
    Adjacency::with_offsets(hull.start, offsets, targets, Vec::new(), Vec::new())
}

/// Number of bits that distinguish this many values.
fn bits_of(count: usize) -> u32 {
    count.saturating_sub(1).checked_ilog2().map_or(0, |highest| highest + 1)
}

/// With fewer items than this a comparison sort is faster.
const RADIX_FROM: usize = 2048;
/// So many places are written to side by side without falling out of the nearest cache.
const DIGIT_BITS: u32 = 10;

/// Sorts by `bits` bits from `lowest` on, keeping the order of equals, by several passes that each
/// look at a few bits. Each pass reads in order and writes to few places at a time; one pass over
/// all bits would miss the cache with every item it writes.
fn sort_bits(items: &mut Vec<u64>, scratch: &mut Vec<u64>, lowest: u32, bits: u32) {
    let mask = |bits: u32| (1_u64 << bits) - 1;
    if items.len() < RADIX_FROM {
        items.sort_by_key(|item| item >> lowest & mask(bits));
        return;
    }
    let passes = bits.div_ceil(DIGIT_BITS);
    let width = bits.checked_div(passes).map_or(0, |_| bits.div_ceil(passes));
    for pass in 0..passes {
        let shift = lowest + pass * width;
        let digit = |item: u64| (item >> shift & mask(width.min(lowest + bits - shift))) as usize;
        let mut next = vec![0_usize; (1 << width) + 1];
        items.iter().for_each(|&item| next[digit(item) + 1] += 1);
        (1..next.len()).for_each(|i| next[i] += next[i - 1]);
        scratch.resize(items.len(), 0);
        for &item in items.iter() {
            let place = &mut next[digit(item)];
            scratch[*place] = item;
            *place += 1;
        }
        std::mem::swap(items, scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    type Edge = (u32, u32, u32, u32);

    fn list_of(edges: &[Edge]) -> EdgeList {
        let mut list = EdgeList::default();
        for &(from, to, statement, fact) in edges {
            list.push(from, to, statement, fact);
        }
        list
    }

    /// All edges as (source, target, statement) in the order in which they are stored.
    fn edges_of(adjacency: &Adjacency) -> Vec<(u32, u32, u32)> {
        let edge = |source: u32, at: usize| (source, adjacency.targets[at], adjacency.statement_at(at).unwrap_or(NONE));
        adjacency.sources().flat_map(|source| adjacency.range(source).map(move |at| edge(source, at))).collect()
    }

    fn check(edges: &[Edge]) {
        let (forward, backward) = Adjacency::pair(list_of(edges));
        let expected: BTreeSet<_> = edges.iter().map(|e| (e.0, e.1, e.2)).collect();
        let expected_back: BTreeSet<_> = edges.iter().map(|e| (e.1, e.0, e.2)).collect();
        assert_eq!(edges_of(&forward), Vec::from_iter(expected));
        assert_eq!(edges_of(&backward), Vec::from_iter(expected_back));
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let (forward, backward) = Adjacency::pair(EdgeList::default());
        assert_eq!((forward.edge_count(), backward.sources()), (0, 0..0));
        assert_eq!(forward.targets(7), &[] as &[u32]);
    }

    #[test]
    fn lists_are_sorted_and_found_from_both_ends() {
        let (forward, backward) =
            Adjacency::pair(list_of(&[(5, 9, NONE, NONE), (5, 2, NONE, NONE), (4, 9, NONE, NONE), (5, 9, NONE, NONE)]));
        assert_eq!(forward.targets(5), [2, 9]);
        assert_eq!(backward.targets(9), [4, 5]);
        assert_eq!((forward.sources(), backward.sources()), (4..6, 2..10));
        assert_eq!((forward.edge_count(), forward.max_degree()), (3, 2));
        assert!(forward.has_edge(4, 9) && !forward.has_edge(4, 2));
        assert!(forward.all_statements().is_empty());
    }

    #[test]
    fn columns_follow_their_edges() {
        let (forward, backward) = Adjacency::pair(list_of(&[(1, 3, 8, NONE), (1, 3, 2, NONE), (0, 3, NONE, 6)]));
        assert_eq!((forward.targets(1), forward.statements(1)), (&[3, 3][..], &[2, 8][..]));
        assert_eq!(backward.statements(3), [NONE, 2, 8]);
        assert_eq!(backward.fact_at(backward.range(3).start), Some(6));
        assert_eq!(backward.fact_at(backward.range(3).end), None);
    }

    #[test]
    fn an_undirected_edge_is_found_from_both_ends_once() {
        let both = Adjacency::undirected(list_of(&[(1, 2, NONE, NONE), (2, 1, NONE, NONE), (2, 2, NONE, NONE)]));
        assert_eq!((both.targets(1), both.targets(2)), (&[2][..], &[1, 2][..]));
    }

    #[test]
    fn many_plain_edges_are_the_same_set() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut next = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below) as u32 + 7
        };
        for (starts, goals) in [(1, 1), (1, 3000), (5000, 2), (1025, 1024), (40, 60)] {
            check(&Vec::from_iter((0..RADIX_FROM + 500).map(|_| (next(starts), next(goals), NONE, NONE))));
        }
    }

    proptest! {
        #[test]
        fn plain_edges_are_the_same_set(edges in prop::collection::vec((3_u32..20, 0_u32..20), 0..80)) {
            check(&edges.iter().map(|&(from, to)| (from, to, NONE, NONE)).collect::<Vec<_>>());
        }

        #[test]
        fn claims_are_the_same_set(edges in prop::collection::vec((3_u32..9, 0_u32..9, prop::option::of(0_u32..6)), 0..80)) {
            check(&edges.iter().map(|&(from, to, statement)| (from, to, statement.unwrap_or(NONE), 1)).collect::<Vec<_>>());
        }
    }
}
