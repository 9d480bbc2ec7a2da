//! Sets of kinds.

use super::KindId;

/// A set of kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct KindSet(pub u128);

impl KindSet {
    /// Most kinds that a vocabulary can have.
    pub const CAPACITY: usize = u128::BITS as usize;

    /// The kinds listed.
    pub fn of(kinds: &[KindId]) -> Self {
        kinds.iter().fold(Self::default(), |set, &kind| set.with(kind))
    }
    /// With one more.
    pub fn with(self, kind: KindId) -> Self {
        Self(self.0 | 1 << (kind.0 & 127))
    }
    /// Whether `kind` is in.
    pub fn has(self, kind: KindId) -> bool {
        self.0 >> (kind.0 & 127) & 1 == 1
    }
    /// In both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// In one or the other.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// In none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Number of members.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }
    /// The kind, where it is one.
    pub fn only(self) -> Option<KindId> {
        (self.len() == 1).then(|| KindId(self.0.trailing_zeros() as u8))
    }
    /// In id order.
    pub fn iter(self) -> impl Iterator<Item = KindId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = rest.trailing_zeros();
            // Takes the lowest bit away.
            rest &= rest.wrapping_sub(1);
            (next < u128::BITS).then_some(KindId(next as u8))
        })
    }
}
