//! A slice of numbers that is owned, built into the program, or part of a mapped file.

use bytemuck::Pod;
use memmap2::Mmap;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A read-only slice of plain numbers. Cloning shares the numbers, it never copies them.
#[derive(Clone)]
pub struct Array<T: Pod>(Store<T>);

#[derive(Clone)]
enum Store<T: Pod> {
    Owned(Arc<Vec<T>>),
    Static(&'static [T]),
    /// The range is checked once, in [`Array::from_map`]: inside the map, aligned, whole items.
    Mapped {
        map: Arc<Mmap>,
        bytes: Range<usize>,
    },
}

impl<T: Pod> Array<T> {
    /// The numbers in `bytes` (a byte range) of a mapped file.
    ///
    /// `None` where the range lies outside of the map, is not aligned for `T`, or does not hold
    /// a whole number of items.
    pub fn from_map(map: Arc<Mmap>, bytes: Range<usize>) -> Option<Self> {
        let slice = map.get(bytes.clone())?;
        bytemuck::try_cast_slice::<u8, T>(slice).ok()?;
        Some(Self(Store::Mapped { map, bytes }))
    }

    /// The numbers in bytes that are part of the program. `None` as for [`Array::from_map`].
    pub fn from_static(bytes: &'static [u8]) -> Option<Self> {
        bytemuck::try_cast_slice(bytes).ok().map(|items| Self(Store::Static(items)))
    }

    /// The numbers as bytes, in the order of this machine.
    pub fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }

    /// Whether both are the same numbers in memory, as clones of each other are.
    pub fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.as_bytes(), other.as_bytes())
    }
}

impl<T: Pod> Deref for Array<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Store::Owned(items) => items,
            Store::Static(items) => items,
            Store::Mapped { map, bytes } => bytemuck::cast_slice(&map[bytes.clone()]),
        }
    }
}

impl<T: Pod> From<Vec<T>> for Array<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Store::Owned(Arc::new(items)))
    }
}

impl<T: Pod> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(Vec::from_iter(items))
    }
}

impl<T: Pod> Default for Array<T> {
    fn default() -> Self {
        Self(Store::Static(&[]))
    }
}

impl<T: Pod + PartialEq> PartialEq for Array<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Pod> fmt::Debug for Array<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let store = match &self.0 {
            Store::Owned(_) => "owned",
            Store::Static(_) => "static",
            Store::Mapped { .. } => "mapped",
        };
        write!(f, "[{}; {} {store}]", std::any::type_name::<T>(), self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map_of(bytes: &[u8]) -> Arc<Mmap> {
        let mut map = memmap2::MmapMut::map_anon(bytes.len()).unwrap();
        map.copy_from_slice(bytes);
        Arc::new(map.make_read_only().unwrap())
    }

    #[test]
    fn owned_mapped_and_static_read_alike() {
        static ALIGNED: [u64; 2] = [7 | (9 << 32), 11];
        let numbers = [7_u32, 9, 11, 0];
        let mapped = Array::<u32>::from_map(map_of(bytemuck::cast_slice(&numbers)), 0..16).unwrap();
        let built_in = Array::<u32>::from_static(bytemuck::cast_slice(&ALIGNED)).unwrap();
        assert_eq!(*Array::from(numbers.to_vec()), numbers);
        assert_eq!(*mapped, numbers);
        assert_eq!(*built_in, numbers);
        assert_eq!(mapped, built_in);
    }

    #[test]
    fn a_bad_range_of_a_map_is_refused() {
        let map = map_of(&[0; 16]);
        for (range, fits) in
            [(0..16, true), (4..12, true), (0..17, false), (1..5, false), (0..6, false), (16..16, true)]
        {
            assert_eq!(Array::<u32>::from_map(map.clone(), range.clone()).is_some(), fits, "{range:?}");
        }
    }

    #[test]
    fn a_clone_shares_the_numbers() {
        let array = Array::from(vec![1_u32, 2]);
        assert!(array.is_same(&array.clone()));
        assert!(!array.is_same(&Array::from(vec![1_u32, 2])));
    }
}
