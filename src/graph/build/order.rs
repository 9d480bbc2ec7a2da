//! The order of the entities of a frozen graph: by kind, name, id.

use super::builder::GraphBuilder;
use crate::graph::store::{NONE, Strings, StringsBuilder};
use crate::vocabulary::KindId;
use rayon::prelude::*;

/// With fewer items than this a second thread costs more than it brings.
pub(super) const PARALLEL_FROM: usize = 50_000;

/// The order of entities: by kind, name, id.
pub(super) struct Order {
    /// Builder index of each entity.
    pub(super) old: Vec<u32>,
    /// Entity of each builder index.
    pub(super) new: Vec<u32>,
    pub(super) kind_starts: Vec<u32>,
}

impl Order {
    pub(super) fn of(builder: &GraphBuilder) -> Self {
        let count = builder.entity_count();
        // Most names differ in their first bytes: comparing those needs no look at the text.
        let key = |entity: u32| (builder.kind(entity), first_bytes(builder.names.get_bytes(entity as usize)), entity);
        let mut keys: Vec<(KindId, u64, u32)> = (0..count as u32).map(key).collect();
        let texts = |entity: u32| (builder.names.get_bytes(entity as usize), builder.ids.get_bytes(entity as usize));
        let compare = |a: &(KindId, u64, u32), b: &(KindId, u64, u32)| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| texts(a.2).cmp(&texts(b.2)))
        };
        if count < PARALLEL_FROM {
            keys.sort_unstable_by(compare)
        } else {
            keys.par_sort_unstable_by(compare)
        }

        let old: Vec<u32> = keys.iter().map(|key| key.2).collect();
        let mut new = vec![0; count];
        let mut kind_starts = vec![0_u32; builder.vocabulary.kinds.len() + 1];
        for (entity, key) in keys.iter().enumerate() {
            new[key.2 as usize] = entity as u32;
            kind_starts[usize::from(key.0.0) + 1] += 1;
        }
        for i in 1..kind_starts.len() {
            kind_starts[i] += kind_starts[i - 1];
        }
        Self { old, new, kind_starts }
    }

    pub(super) fn new_of(&self, old: u32) -> u32 {
        self.new.get(old as usize).copied().unwrap_or(NONE)
    }

    /// Texts by builder index as texts by entity; none at all where all are empty.
    pub(super) fn texts(&self, texts: StringsBuilder) -> Strings {
        if texts.bytes_len() == 0 {
            return Strings::default();
        }
        let mut sorted = StringsBuilder::with_capacity(self.old.len(), texts.bytes_len());
        self.old.iter().for_each(|&entity| sorted.push_bytes(texts.get_bytes(entity as usize)));
        sorted.finish()
    }

    pub(super) fn kind_range(&self, kind: KindId) -> std::ops::Range<u32> {
        let at = |i: usize| self.kind_starts.get(i).copied().unwrap_or(0);
        at(usize::from(kind.0))..at(usize::from(kind.0) + 1)
    }

    /// The smallest range that holds all entities of these kinds; all entities if there are none.
    pub(super) fn hull(&self, kinds: &[KindId]) -> std::ops::Range<u32> {
        let ranges = || kinds.iter().map(|&kind| self.kind_range(kind)).filter(|range| !range.is_empty());
        match (ranges().map(|range| range.start).min(), ranges().map(|range| range.end).max()) {
            (Some(start), Some(end)) => start..end,
            _ if kinds.is_empty() => 0..self.old.len() as u32,
            _ => 0..0,
        }
    }
}

/// The first eight bytes as a number that sorts as they do.
fn first_bytes(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (byte, from) in bytes.iter_mut().zip(text) {
        *byte = *from;
    }
    u64::from_be_bytes(bytes)
}
