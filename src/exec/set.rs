//! Sets of entities: all of some kinds, a sorted list, or a bit map, whichever fits.

use super::numbered::{narrow, wide};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::KindSet;
use std::ops::Range;

/// Sets up to this size are asked as lists.
const LISTED: usize = 16;

/// A set of entities.
#[derive(Clone, Debug)]
pub enum Set {
    /// All entities in these ranges, which are sorted and apart.
    All(Vec<Range<u32>>),
    /// These, sorted, each once.
    Sorted(Vec<u32>),
    /// Those whose bit is set.
    Bits(Bits),
}

/// A bit for each entity from `base` on.
#[derive(Clone, Debug, Default)]
pub struct Bits {
    base: u32,
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// No entity, with room for those of `range`.
    pub fn over(range: Range<u32>) -> Self {
        let words = range.len().div_ceil(64);
        Self { base: range.start, words: vec![0; words], len: 0 }
    }
    /// Those of a list that is sorted and holds each once. (Of a damaged file it may not be; what
    /// is outside is not taken.)
    fn of_sorted(list: &[u32]) -> Self {
        let (Some(&first), Some(&last)) = (list.first(), list.last()) else { return Self::default() };
        let mut bits = Self::over(first..last.saturating_add(1));
        for &entity in list {
            let place = entity.wrapping_sub(first);
            if let Some(word) = bits.words.get_mut(wide(place >> 6)) {
                *word |= 1 << (place & 63);
            }
        }
        bits.len = list.len();
        bits
    }
    /// Adds one; returns whether it was new. Entities outside the range are ignored.
    #[inline]
    pub fn insert(&mut self, entity: u32) -> bool {
        let place = entity.wrapping_sub(self.base);
        let Some(word) = self.words.get_mut(wide(place >> 6)) else { return false };
        let bit = 1u64 << (place & 63);
        let new = *word & bit == 0;
        *word |= bit;
        self.len += usize::from(new);
        new
    }
    /// Whether one is in.
    #[inline]
    pub fn contains(&self, entity: u32) -> bool {
        let place = entity.wrapping_sub(self.base);
        self.words.get(wide(place >> 6)).is_some_and(|word| word >> (place & 63) & 1 == 1)
    }
    /// Takes one out.
    #[inline]
    pub fn remove(&mut self, entity: u32) {
        let place = entity.wrapping_sub(self.base);
        if let Some(word) = self.words.get_mut(wide(place >> 6)) {
            let bit = 1u64 << (place & 63);
            self.len -= usize::from(*word & bit != 0);
            *word &= !bit;
        }
    }
    /// Number of members.
    pub fn len(&self) -> usize {
        self.len
    }
    /// How many words the bits take: the cost of a scan.
    pub fn words_len(&self) -> usize {
        self.words.len()
    }
    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.words
            .iter()
            .enumerate()
            .flat_map(move |(i, &word)| Ones(word).map(move |bit| self.base + narrow(i) * 64 + bit))
    }
    /// Those of `range` that are not in, in order.
    pub fn missing(&self, range: Range<u32>) -> impl Iterator<Item = u32> {
        let places = range.start.saturating_sub(self.base)..range.end.saturating_sub(self.base);
        let words = wide(places.start / 64)..wide(places.end.div_ceil(64)).min(self.words.len());
        let first = words.start;
        self.words.get(words).unwrap_or(&[]).iter().enumerate().flat_map(move |(i, &word)| {
            let number = narrow(first + i);
            Ones(!word & mask(number, &places)).map(move |bit| self.base + number * 64 + bit)
        })
    }
    /// How many of `range` are in.
    pub fn len_within(&self, range: Range<u32>) -> usize {
        let places = range.start.saturating_sub(self.base)..range.end.saturating_sub(self.base);
        let words = self.words.iter().enumerate();
        words.map(|(number, word)| wide((word & mask(narrow(number), &places)).count_ones())).sum()
    }
}

/// The numbers of the bits of a word that are set, in order.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// The bits of a word that mean `places`.
fn mask(word: u32, places: &Range<u32>) -> u64 {
    let (first, end) = (u64::from(word) * 64, u64::from(word) * 64 + 64);
    let (from, to) = (u64::from(places.start).clamp(first, end), u64::from(places.end).clamp(first, end));
    if from >= to { 0 } else { (u64::MAX >> (64 - (to - from))) << (from - first) }
}

impl Set {
    /// No entity.
    pub const fn empty() -> Self {
        Set::Sorted(Vec::new())
    }

    /// All entities of `kinds`.
    pub fn of_kinds(graph: &Graph, kinds: KindSet) -> Self {
        Set::All(kind_ranges(graph, kinds))
    }

    /// With what is below each entity in its hierarchy.
    pub fn with_below(self, graph: &Graph) -> Self {
        let lower = |entity: u32| match graph.hierarchy(graph.kind(EntityId(entity))) {
            Some(hierarchy) => hierarchy.below(entity).to_vec(),
            None => vec![entity],
        };
        Set::from_list(self.into_sorted().into_iter().flat_map(lower).collect())
    }

    /// A list in any order, entities perhaps repeated.
    pub fn from_list(mut list: Vec<u32>) -> Self {
        list.sort_unstable();
        list.dedup();
        Set::Sorted(list)
    }

    /// Whether one is in.
    #[inline]
    pub fn contains(&self, entity: u32) -> bool {
        match self {
            Set::All(ranges) => ranges.iter().any(|range| range.contains(&entity)),
            Set::Sorted(list) => match list.as_slice() {
                [] => false,
                [one] => *one == entity,
                list => list.binary_search(&entity).is_ok(),
            },
            Set::Bits(bits) => bits.contains(entity),
        }
    }

    /// The same set, in the form that is quickest to ask.
    pub fn for_tests(self) -> Self {
        match self {
            Set::Sorted(list) if list.len() > LISTED => Set::Bits(Bits::of_sorted(&list)),
            Set::All(_) | Set::Sorted(_) | Set::Bits(_) => self,
        }
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        match self {
            Set::All(ranges) => ranges.iter().map(|range| range.len()).sum(),
            Set::Sorted(list) => list.len(),
            Set::Bits(bits) => bits.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of `range` are in.
    pub fn len_within(&self, range: Range<u32>) -> usize {
        match self {
            Set::All(ranges) => {
                ranges.iter().map(|own| (own.start.max(range.start)..own.end.min(range.end)).len()).sum()
            }
            Set::Sorted(list) => {
                let below = |limit: u32| list.partition_point(|&entity| entity < limit);
                below(range.end).saturating_sub(below(range.start))
            }
            Set::Bits(bits) => bits.len_within(range),
        }
    }

    /// Calls `visit` for each, in order, until it says stop.
    pub fn each<E>(&self, mut visit: impl FnMut(u32) -> Result<(), E>) -> Result<(), E> {
        match self {
            Set::All(ranges) => ranges.iter().cloned().flatten().try_for_each(visit),
            Set::Sorted(list) => list.iter().try_for_each(|&entity| visit(entity)),
            Set::Bits(bits) => bits.iter().try_for_each(visit),
        }
    }

    /// As a sorted list.
    pub fn into_sorted(self) -> Vec<u32> {
        match self {
            Set::All(ranges) => ranges.into_iter().flatten().collect(),
            Set::Sorted(list) => list,
            Set::Bits(bits) => {
                let mut list = Vec::with_capacity(bits.len());
                list.extend(bits.iter());
                list
            }
        }
    }

    /// In one or the other.
    pub fn union(self, other: Self) -> Self {
        let (mut list, other) = (self.into_sorted(), other.into_sorted());
        list.extend(other);
        Set::from_list(list)
    }

    /// Those for which `keep` holds.
    pub fn filter<E>(self, mut keep: impl FnMut(u32) -> Result<bool, E>) -> Result<Self, E> {
        let mut list = Vec::new();
        self.each(|entity| {
            if keep(entity)? {
                list.push(entity);
            }
            Ok(())
        })?;
        Ok(Set::Sorted(list))
    }
}

/// The id ranges of kinds, sorted, neighbours joined.
pub fn kind_ranges(graph: &Graph, kinds: KindSet) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    let count = graph.vocabulary().kinds.len();
    for kind in kinds.iter().take_while(|kind| usize::from(kind.0) < count) {
        let range = graph.kind_range(kind);
        match ranges.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            Some(_) | None if range.is_empty() => {}
            Some(_) | None => ranges.push(range),
        }
    }
    ranges
}

/// From the first to the last entity of `kinds`.
pub fn kind_span(graph: &Graph, kinds: KindSet) -> Range<u32> {
    let ranges = kind_ranges(graph, kinds);
    match (ranges.first(), ranges.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        (None, _) | (_, None) => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_a_range_are_told_from_the_rest() {
        let entities = [7, 63, 64, 70, 128, 191];
        let mut bits = Bits::over(5..200);
        entities.iter().for_each(|&entity| {
            bits.insert(entity);
        });
        for range in [5..200, 0..300, 7..8, 63..65, 64..128, 65..70, 191..192, 192..200, 9..9] {
            let inside: Vec<u32> = entities.iter().copied().filter(|entity| range.contains(entity)).collect();
            let missing: Vec<u32> =
                range.clone().filter(|entity| (5..200).contains(entity) && !entities.contains(entity)).collect();
            let found: Vec<u32> = bits.missing(range.clone()).filter(|entity| (5..200).contains(entity)).collect();
            assert_eq!(found, missing, "{range:?}");
            for set in [Set::Bits(bits.clone()), Set::Sorted(entities.to_vec())] {
                assert_eq!(set.len_within(range.clone()), inside.len(), "{range:?} of {set:?}");
            }
        }
        assert_eq!(Set::All(vec![3..9, 20..25]).len_within(8..22), 3);
        assert_eq!(bits.iter().collect::<Vec<_>>(), entities);
    }
}
