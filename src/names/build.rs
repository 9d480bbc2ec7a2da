//! Builds the index: collects and folds all texts in parallel, sorts, writes the map.

use super::{KeyBytes, LAST, MatchedBy, NameIndex, NameSlot, stripped};
use crate::graph::{EntityId, Graph};
use crate::vocabulary::fold;
use rayon::prelude::*;
use std::cmp::Ordering;

/// One name of one entity. Its normal form is in the arena of its chunk.
#[derive(Clone, Copy)]
struct KeyEntry {
    /// First eight bytes of the normal form: decides most comparisons without a look at the arena.
    head: u64,
    start: u32,
    length: u32,
    chunk: u32,
    entity: u32,
    slot: NameSlot,
    breaks: u64,
}

/// Names of some entities.
#[derive(Default)]
struct Chunk {
    arena: String,
    entries: Vec<KeyEntry>,
    number: u32,
}

/// How many bytes of a key the map has beyond those that it shares with its neighbours. One would
/// do to find it; with a few more, most words that are no names are seen to be none without a look
/// at the texts.
const TOLD: usize = 4;

/// Entities of one chunk: many enough that a chunk is worth a task.
const CHUNK: usize = 4096;
/// Chunks that are built before their entries are merged: so few are in memory twice at a time.
const BATCH: usize = 8;

impl NameIndex {
    /// The index over all names of a graph; the same graph gives the same index.
    pub fn build(graph: &Graph) -> NameIndex {
        let count = graph.entity_count();
        let chunk = |number: usize| {
            let entities = number * CHUNK..count.min((number + 1) * CHUNK);
            Chunk::of_entities(graph, number as u32, entities.start as u32..entities.end as u32)
        };
        let numbers: Vec<usize> = (0..count.div_ceil(CHUNK)).collect();
        let mut extra = Chunk { number: numbers.len() as u32, ..Chunk::default() };
        for alias in stripped::aliases(graph) {
            if let Some(slot) = NameSlot::stripped(alias.place, alias.words_cut) {
                extra.push(alias.text, alias.entity, slot);
            }
        }
        let others = [&graph.aliases, &graph.imported_aliases, &graph.xrefs].map(|list| list.items.len());
        let mut entries = Vec::with_capacity(2 * count + others.iter().sum::<usize>() + extra.entries.len());
        let mut chunks = Vec::with_capacity(numbers.len() + 1);
        let mut keep = |mut chunk: Chunk| {
            entries.append(&mut chunk.entries);
            chunk.entries = Vec::new();
            chunks.push(chunk);
        };
        for batch in numbers.chunks(BATCH) {
            batch.par_iter().map(|&number| chunk(number)).collect::<Vec<_>>().into_iter().for_each(&mut keep);
        }
        keep(extra);
        NameIndex::of(&chunks, entries)
    }

    fn of(chunks: &[Chunk], mut entries: Vec<KeyEntry>) -> NameIndex {
        entries.par_sort_unstable_by(|left, right| {
            compare_keys(chunks, left, right)
                .then(left.slot.matched().cmp(&right.slot.matched()))
                .then(left.entity.cmp(&right.entity))
                .then(left.slot.cmp(&right.slot))
        });
        let firsts = first_postings(chunks, &entries);
        let mut slots: Vec<u32> = entries.iter().map(|entry| entry.slot.0).collect();
        for end in firsts.iter().skip(1).chain(std::iter::once(&entries.len())) {
            if let Some(last) = end.checked_sub(1).and_then(|last| slots.get_mut(last)) {
                *last |= LAST;
            }
        }
        let mut keys = fst::raw::Builder::memory();
        let mut shared = 0;
        for (i, &first) in firsts.iter().enumerate() {
            let own = key(chunks, &entries[first]);
            let shared_next = firsts.get(i + 1).map_or(0, |&next| common_prefix(own, key(chunks, &entries[next])));
            let told = own.len().min(shared.max(shared_next) + TOLD);
            // Keys come in order and without repetition, which is all an insertion asks for.
            let inserted = keys.insert(&own[..told], first as u64);
            debug_assert!(inserted.is_ok(), "{inserted:?}");
            shared = shared_next;
        }
        NameIndex {
            keys: keys.into_inner().ok().and_then(|bytes| fst::raw::Fst::new(KeyBytes(bytes.into())).ok()),
            entities: entries.iter().map(|entry| entry.entity).collect(),
            slots: slots.into(),
            breaks: entries.iter().map(|entry| entry.breaks).collect(),
            changes: std::sync::Arc::default(),
        }
    }
}

impl Chunk {
    fn of_entities(graph: &Graph, number: u32, entities: std::ops::Range<u32>) -> Self {
        let mut chunk = Self { number, ..Self::default() };
        chunk.entries.reserve(2 * entities.len());
        chunk.arena.reserve(32 * entities.len());
        for entity in entities.map(EntityId) {
            let (id, name) = (graph.id(entity), graph.name(entity));
            chunk.push_list(MatchedBy::Id, entity, std::iter::once(id));
            if name != id {
                chunk.push_list(MatchedBy::Name, entity, std::iter::once(name));
            }
            chunk.push_list(MatchedBy::Alias, entity, graph.aliases(entity));
            chunk.push_list(MatchedBy::Imported, entity, graph.imported_aliases(entity));
            chunk.push_list(MatchedBy::Xref, entity, graph.xrefs(entity));
        }
        chunk
    }

    fn push_list<'t>(&mut self, matched: MatchedBy, entity: EntityId, texts: impl Iterator<Item = &'t str>) {
        for (place, text) in texts.enumerate() {
            if let Some(slot) = NameSlot::new(matched, place) {
                self.push(text, entity, slot);
            }
        }
    }

    /// Adds a name; a text without any letter is none.
    fn push(&mut self, text: &str, entity: EntityId, slot: NameSlot) {
        let start = self.arena.len();
        let mut breaks = 0;
        for word in text.split_whitespace() {
            breaks |= super::bit(self.arena.len() - start);
            fold::fold_word(word, &mut self.arena);
        }
        let key = &self.arena.as_bytes()[start..];
        if key.is_empty() {
            return;
        }
        self.entries.push(KeyEntry {
            head: head(key),
            start: start as u32,
            length: key.len() as u32,
            chunk: self.number,
            entity: entity.0,
            slot,
            // `A and B` in a sentence asks for any profile that needs both (language R9), not for
            // the one that is called so: without breaks its name is found in quotes only.
            breaks: if is_expression(text) { 0 } else { breaks | breaks_at_marks(key) },
        });
    }
}

/// The first eight bytes, so that numbers compare as the bytes do.
fn head(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let count = key.len().min(8);
    bytes[..count].copy_from_slice(&key[..count]);
    u64::from_be_bytes(bytes)
}

/// Whether a name is a condition over other names, as profiles of several are called.
fn is_expression(name: &str) -> bool {
    name.contains(" AND ") || name.contains(" OR ") || name.starts_with("NOT ")
}

/// A bracket, comma or the like may begin and end words with or without white space.
fn breaks_at_marks(key: &[u8]) -> u64 {
    let marks = key.iter().take(64).enumerate().filter(|(_, byte)| byte.is_ascii_punctuation());
    marks.fold(0, |breaks, (i, _)| breaks | super::bit(i) | super::bit(i + 1))
}

fn key<'c>(chunks: &'c [Chunk], entry: &KeyEntry) -> &'c [u8] {
    let start = entry.start as usize;
    &chunks[entry.chunk as usize].arena.as_bytes()[start..start + entry.length as usize]
}

/// Where the entries of each key begin; entries are in order.
fn first_postings(chunks: &[Chunk], entries: &[KeyEntry]) -> Vec<usize> {
    let differs = |&i: &usize| i == 0 || compare_keys(chunks, &entries[i - 1], &entries[i]) != Ordering::Equal;
    (0..entries.len()).into_par_iter().filter(differs).collect()
}

/// How many bytes both begin with.
fn common_prefix(left: &[u8], right: &[u8]) -> usize {
    left.iter().zip(right).take_while(|(a, b)| a == b).count()
}

fn compare_keys(chunks: &[Chunk], left: &KeyEntry, right: &KeyEntry) -> Ordering {
    left.head.cmp(&right.head).then_with(|| match left.length.max(right.length) {
        // The heads hold all there is; padding is zero, which no text contains before its end.
        0..=8 => left.length.cmp(&right.length),
        _ => key(chunks, left).cmp(key(chunks, right)),
    })
}
