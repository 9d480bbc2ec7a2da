//! Values by number: of entities from a first one on, of ranks, of places.

use std::ops::{Index, IndexMut, Range};

/// An array of which the first value belongs to the number `base`.
#[derive(Clone, Debug, Default)]
pub struct Numbered<T> {
    base: u32,
    values: Vec<T>,
}

impl<T: Clone> Numbered<T> {
    /// The same value for every number of a range.
    pub fn over(range: Range<u32>, value: T) -> Self {
        Self { base: range.start, values: vec![value; range.len()] }
    }

    /// Gives these numbers a value; those outside the array are left out.
    pub fn fill(&mut self, range: Range<u32>, value: T) {
        let places = wide(range.start.saturating_sub(self.base))..wide(range.end.saturating_sub(self.base));
        if let Some(values) = self.values.get_mut(places) {
            values.fill(value);
        }
    }
}

impl<T> Numbered<T> {
    /// Values from the number 0 on.
    pub const fn from_zero(values: Vec<T>) -> Self {
        Self { base: 0, values }
    }

    /// The value of a number; `None` outside the array.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&T> {
        self.values.get(wide(number.wrapping_sub(self.base)))
    }

    /// The same, to be changed.
    #[inline]
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.values.get_mut(wide(number.wrapping_sub(self.base)))
    }

    /// Changes the value of each of these numbers that lies within; where the values lie is read
    /// once.
    #[inline]
    pub fn change(&mut self, numbers: impl Iterator<Item = u32>, mut change: impl FnMut(&mut T)) {
        let (base, values) = (self.base, self.values.as_mut_slice());
        for number in numbers {
            if let Some(value) = values.get_mut(wide(number.wrapping_sub(base))) {
                change(value);
            }
        }
    }

    /// In the order of the numbers.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }
}

/// For numbers that are known to lie within, as indices of slices are.
impl<T> Index<u32> for Numbered<T> {
    type Output = T;

    #[inline]
    fn index(&self, number: u32) -> &T {
        &self.values[wide(number.wrapping_sub(self.base))]
    }
}

impl<T> IndexMut<u32> for Numbered<T> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut T {
        &mut self.values[wide(number.wrapping_sub(self.base))]
    }
}

/// A number as an index.
#[inline]
pub const fn wide(number: u32) -> usize {
    number as usize
}

/// A length or place as a number; graphs have fewer entities and edges than 2³².
#[inline]
pub const fn narrow(place: usize) -> u32 {
    place as u32
}

/// A length as a count that may grow beyond memory.
#[inline]
pub const fn count(length: usize) -> u64 {
    length as u64
}

/// A length as a decimal number; exact up to 2⁵³.
#[inline]
pub const fn decimal(length: usize) -> f64 {
    length as f64
}
