//! Sets of values of one enumeration.

/// A set of codes: places of values in the list of a property. The code that stands for a missing
/// value, 255, is in none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct CodeSet([u64; 4]);

impl CodeSet {
    /// Most values of an enumeration.
    pub const CAPACITY: usize = u8::MAX as usize;

    /// This code alone.
    pub fn only(code: u8) -> Self {
        Self::default().with(code)
    }
    /// The codes of a range.
    pub fn range(codes: std::ops::Range<usize>) -> Self {
        codes.filter_map(|code| u8::try_from(code).ok()).fold(Self::default(), Self::with)
    }
    /// With one more.
    #[must_use]
    pub fn with(mut self, code: u8) -> Self {
        if usize::from(code) < Self::CAPACITY {
            self.0[usize::from(code >> 6)] |= 1 << (code & 63);
        }
        self
    }
    /// Without one.
    #[must_use]
    pub fn without(mut self, code: u8) -> Self {
        self.0[usize::from(code >> 6)] &= !(1 << (code & 63));
        self
    }
    /// In one or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }
    /// Whether a code is in.
    #[inline]
    pub fn has(self, code: u8) -> bool {
        self.0[usize::from(code >> 6)] >> (code & 63) & 1 == 1
    }
    /// Whether the code of a place in the list is in.
    #[inline]
    pub fn has_place(self, place: usize) -> bool {
        u8::try_from(place).is_ok_and(|code| self.has(code))
    }
    /// Whether one of the first eight codes, given as bits, is in.
    #[inline]
    pub fn meets(self, bits: u8) -> bool {
        self.0[0] & u64::from(bits) != 0
    }
    /// Whether this code is in and no other.
    pub fn is_only(self, code: u8) -> bool {
        self == Self::only(code) && self.has(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_beyond_sixty_four_are_their_own() {
        let set = CodeSet::range(62..66).without(65).or(CodeSet::only(254)).with(255);
        let codes: Vec<u8> = (0..=255).filter(|&code| set.has(code)).collect();
        assert_eq!(codes, [62, 63, 64, 254]);
        assert!(CodeSet::only(66).is_only(66) && !set.is_only(62));
        assert!(CodeSet::only(2).meets(0b110) && !CodeSet::only(66).meets(0b100));
    }
}
