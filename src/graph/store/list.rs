//! Lists one after another in one array.

use super::array::Array;
use super::strings::Strings;
use std::ops::Range;

/// Lists one after another: `offsets[i]..offsets[i + 1]` of `items` belong to number `i`.
/// `offsets` may be empty: then every list is.
#[derive(Debug, Default, Clone)]
pub struct ListOf<T> {
    /// Count plus one numbers, or none.
    pub offsets: Array<u32>,
    /// All items.
    pub items: T,
}

impl<T> ListOf<T> {
    /// Place in `items` of the list number `index`.
    pub fn range(&self, index: usize) -> Range<usize> {
        match (self.offsets.get(index), self.offsets.get(index + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }
}

impl ListOf<Array<u32>> {
    /// The list of number `index`.
    pub fn list(&self, index: usize) -> &[u32] {
        self.items.get(self.range(index)).unwrap_or(&[])
    }
}

impl ListOf<Strings> {
    /// The texts of number `index`.
    pub fn texts(&self, index: usize) -> impl Iterator<Item = &str> {
        // A damaged file may name a range that no memory holds: nobody shall walk it.
        let range = self.range(index);
        (range.start..range.end.min(self.items.len())).map(|i| self.items.get(i))
    }
}
