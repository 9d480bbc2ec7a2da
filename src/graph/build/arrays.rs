//! Lists of lists as arrays.

use super::texts::OwnedTexts;
use crate::graph::store::{Array, ListOf, Strings, StringsBuilder, group};

pub(super) fn sorted(mut items: Vec<u32>) -> Vec<u32> {
    items.sort_unstable();
    items.dedup();
    items
}

/// Lists one after another.
pub(super) fn lists_of<L: AsRef<[u32]>>(lists: &[L]) -> ListOf<Array<u32>> {
    let mut offsets = Vec::with_capacity(lists.len() + 1);
    let mut items = Vec::with_capacity(lists.iter().map(|list| list.as_ref().len()).sum());
    offsets.push(0);
    for list in lists {
        items.extend_from_slice(list.as_ref());
        offsets.push(items.len() as u32);
    }
    if items.is_empty() { ListOf::default() } else { ListOf { offsets: offsets.into(), items: items.into() } }
}

/// Texts by their owner; the order in which an owner's texts came stays.
pub(super) fn grouped_texts(owned: OwnedTexts, new: &[u32]) -> ListOf<Strings> {
    if owned.owners.is_empty() {
        return ListOf::default();
    }
    let owner = |old: &u32| new.get(*old as usize).map_or(0, |&owner| owner as usize);
    let lists = group(new.len(), owned.owners.iter().enumerate().map(|(text, old)| (owner(old), text as u32)));
    let mut texts = StringsBuilder::with_capacity(owned.owners.len(), owned.texts.bytes_len());
    lists.items.iter().for_each(|&text| texts.push_bytes(owned.texts.get_bytes(text as usize)));
    ListOf { offsets: lists.offsets, items: texts.finish() }
}

/// Sources by fact, each once, in the order of entities: that of rows says nothing.
pub(super) fn grouped_sources(count: usize, mut pairs: Vec<(u32, u32)>) -> ListOf<Array<u32>> {
    if pairs.is_empty() {
        return ListOf::default();
    }
    pairs.sort_unstable();
    pairs.dedup();
    group(count, pairs.iter().map(|&(fact, source)| (fact as usize, source)))
}
