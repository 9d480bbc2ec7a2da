//! Finds sections in a file and gives them out as arrays that stay where they are.

use super::error::SnapshotError;
use super::format::{Directory, Header, Section, decode};
use crate::graph::Array;
use bytemuck::Pod;
use memmap2::Mmap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// In a mapped file.
    Map(Arc<Mmap>),
    /// In the program.
    Static(&'static [u8]),
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Bytes::Map(map) => map,
            Bytes::Static(bytes) => bytes,
        }
    }

    fn array<T: Pod>(&self, range: std::ops::Range<usize>) -> Option<Array<T>> {
        match self {
            Bytes::Map(map) => Array::from_map(map.clone(), range),
            Bytes::Static(bytes) => Array::from_static(bytes.get(range)?),
        }
    }
}

/// An opened file whose directory is sound.
pub(super) struct SectionReader {
    bytes: Bytes,
    directory: Directory,
}

impl SectionReader {
    /// Reads header and directory.
    ///
    /// # Errors
    /// The file is no snapshot or a damaged one.
    pub(super) fn new(bytes: Bytes) -> Result<Self, SnapshotError> {
        let file = bytes.all();
        let header = Header::read(file)?;
        let damaged = || SnapshotError::damaged("directory");
        let start = usize::try_from(header.directory).map_err(|_| damaged())?;
        let directory = file.get(start..).ok_or_else(damaged)?;
        if xxh3_64(directory) != header.directory_checksum {
            return Err(damaged());
        }
        let directory = decode(directory).ok_or_else(damaged)?;
        Ok(Self { bytes, directory })
    }

    /// Checks the checksums of the sections that `wanted` chooses by name and length.
    ///
    /// # Errors
    /// The first that does not fit.
    pub(super) fn verify(&self, wanted: impl Fn(&str, u64) -> bool) -> Result<(), SnapshotError> {
        for section in self.directory.sections.iter().filter(|section| wanted(&section.name, section.length)) {
            if xxh3_64(self.bytes_of(section)?) != section.checksum {
                return Err(SnapshotError::damaged(&section.name));
            }
        }
        Ok(())
    }

    /// The bytes of a section; none where it is absent.
    ///
    /// # Errors
    /// It lies outside of the file.
    pub(super) fn section(&self, name: &str) -> Result<&[u8], SnapshotError> {
        self.find(name).map_or(Ok(&[]), |section| self.bytes_of(section))
    }

    /// The numbers of a section; none where it is absent.
    ///
    /// # Errors
    /// It lies outside of the file, or holds no such numbers.
    pub(super) fn array<T: Pod>(&self, name: &str) -> Result<Array<T>, SnapshotError> {
        let Some(section) = self.find(name) else { return Ok(Array::default()) };
        range(section).and_then(|range| self.bytes.array(range)).ok_or_else(|| SnapshotError::damaged(name))
    }

    /// A single number, if it is there.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let numbers = &self.directory.numbers;
        let place = numbers.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        numbers.get(place).map(|&(_, number)| number)
    }

    fn find(&self, name: &str) -> Option<&Section> {
        let sections = &self.directory.sections;
        let place = sections.binary_search_by(|section| section.name.as_str().cmp(name)).ok()?;
        sections.get(place)
    }

    fn bytes_of(&self, section: &Section) -> Result<&[u8], SnapshotError> {
        range(section)
            .and_then(|range| self.bytes.all().get(range))
            .ok_or_else(|| SnapshotError::damaged(&section.name))
    }

    /// Name and length of every section.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&str, u64)> {
        self.directory.sections.iter().map(|section| (section.name.as_str(), section.length))
    }
}

fn range(section: &Section) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(section.offset).ok()?;
    let end = usize::try_from(section.offset.checked_add(section.length)?).ok()?;
    Some(start..end)
}
