//! Finds entities by what a file calls them: id, name, alias or cross-reference, exactly as written.

use super::NONE;
use crate::vocabulary::KindId;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Which text of an entity a reference meets; the earlier is the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Met {
    Id,
    Name,
    Alias,
    ImportedAlias,
    Xref,
}

/// A text under which an entity is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) entity: u32,
    pub(super) met: Met,
    /// Number of the text among those of its sort.
    pub(super) text: u32,
    next: u32,
}

/// Entries by the hash of their text; whoever asks compares the text itself.
#[derive(Debug, Default)]
pub(super) struct Index {
    heads: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Index {
    pub(super) fn reserve(&mut self, entries: usize) {
        self.heads.reserve(entries);
        self.entries.reserve(entries);
    }

    pub(super) fn insert(&mut self, text: &str, entity: u32, met: Met, number: u32) {
        let place = self.entries.len() as u32;
        let next = self.heads.insert(hash(text), place).unwrap_or(NONE);
        self.entries.push(Entry { entity, met, text: number, next });
    }

    /// Everything that may be called `text`.
    pub(super) fn candidates(&self, text: &str) -> impl Iterator<Item = Entry> {
        let first = self.heads.get(&hash(text)).copied();
        let entry = |place: u32| self.entries.get(place as usize).copied();
        std::iter::successors(first.and_then(entry), move |last| entry(last.next))
    }
}

/// What a reference leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One entity.
    One(u32),
    /// Several of one kind, equally well.
    Several(u32, u32),
    /// Something of another kind.
    OtherKind(u32),
    /// Nothing.
    Nothing,
}

/// The best of `candidates`: first by what is met, then by the place of its kind in `kinds`.
/// Empty `kinds` allow every kind.
pub(super) fn best(candidates: impl Iterator<Item = (Entry, KindId)>, kinds: &[KindId]) -> Found {
    let mut found = Found::Nothing;
    let mut best = None;
    for (entry, kind) in candidates {
        let place = if kinds.is_empty() { Some(0) } else { kinds.iter().position(|&k| k == kind) };
        let Some(place) = place else {
            if found == Found::Nothing {
                found = Found::OtherKind(entry.entity);
            }
            continue;
        };
        // Id and name are equally good: an id never equals the name of something else by chance.
        let key = (entry.met.max(Met::Name), place);
        match (best, &found) {
            (Some(known), Found::One(entity)) if known == key && *entity != entry.entity => {
                found = Found::Several(*entity, entry.entity);
            }
            (Some(known), _) if known <= key => {}
            _ => {
                best = Some(key);
                found = Found::One(entry.entity);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENE: KindId = KindId(0);
    const FAMILY: KindId = KindId(1);

    fn check(entries: &[(u32, Met, KindId)], kinds: &[KindId], expected: Found) {
        let mut index = Index::default();
        for (number, (entity, met, _)) in entries.iter().enumerate() {
            index.insert("MEK", *entity, *met, number as u32);
        }
        index.insert("RAF", 99, Met::Name, 0);
        let candidates = index.candidates("MEK").map(|entry| (entry, entries[entry.text as usize].2));
        assert_eq!(best(candidates, kinds), expected);
    }

    #[test]
    fn a_name_outranks_an_alias_and_then_kinds_decide() {
        check(&[(1, Met::Alias, GENE), (2, Met::Name, FAMILY)], &[GENE, FAMILY], Found::One(2));
        check(&[(1, Met::Name, GENE), (2, Met::Name, FAMILY)], &[FAMILY, GENE], Found::One(2));
        check(&[(1, Met::Name, GENE), (2, Met::Id, FAMILY)], &[GENE, FAMILY], Found::One(1));
        check(&[(1, Met::Alias, GENE), (2, Met::Name, FAMILY)], &[GENE], Found::One(1));
    }

    #[test]
    fn equals_of_one_kind_are_several() {
        check(&[(1, Met::Alias, GENE), (2, Met::Alias, GENE)], &[GENE], Found::Several(2, 1));
        check(&[(1, Met::Alias, GENE), (1, Met::Name, GENE)], &[GENE], Found::One(1));
        check(&[(1, Met::Alias, GENE), (2, Met::Alias, GENE), (3, Met::Name, GENE)], &[], Found::One(3));
    }

    #[test]
    fn other_kinds_are_told_from_nothing() {
        check(&[(1, Met::Name, GENE)], &[FAMILY], Found::OtherKind(1));
        check(&[], &[FAMILY], Found::Nothing);
    }
}
