//! Writes a snapshot: sections one after another, then the directory, then the header.

use super::error::SnapshotError;
use super::format::{ALIGNMENT, Directory, HEADER, Header, Section, encode};
use serde::Serialize;
use std::io::{self, Seek, SeekFrom, Write};
use xxhash_rust::xxh3::xxh3_64;

/// A file that is being written.
pub(super) struct Writer<W> {
    out: W,
    written: u64,
    directory: Directory,
    /// By number of the section: where its bytes lay in memory. An array that a graph holds twice,
    /// as both directions of an undirected relation, is written once.
    sources: Vec<usize>,
    /// The first error; parts go on writing without checking for it.
    failed: Option<io::Error>,
}

impl<W: Write + Seek> Writer<W> {
    pub(super) fn new(out: W) -> Self {
        let mut writer = Self { out, written: 0, directory: Directory::default(), sources: Vec::new(), failed: None };
        writer.bytes(&[0; HEADER]);
        writer
    }

    /// Adds a section; one without bytes is left out.
    pub(super) fn section(&mut self, name: &str, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let (length, checksum, source) = (bytes.len() as u64, xxh3_64(bytes), bytes.as_ptr().addr());
        let same = |(section, other): &(&Section, &usize)| {
            (section.length, section.checksum, **other) == (length, checksum, source)
        };
        let known = self.directory.sections.iter().zip(&self.sources).find(same).map(|(section, _)| section.offset);
        let offset = known.unwrap_or_else(|| {
            self.align();
            self.written
        });
        self.directory.sections.push(Section { name: name.to_owned(), offset, length, checksum });
        self.sources.push(source);
        if known.is_none() {
            self.bytes(bytes);
        }
    }

    /// Adds a section that holds a structure.
    pub(super) fn structure<T: Serialize>(&mut self, name: &str, value: &T) {
        match encode(value) {
            Ok(bytes) => self.section(name, &bytes),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: io::Error) {
        self.failed.get_or_insert(error);
    }

    /// Adds a single number.
    pub(super) fn number(&mut self, name: &str, number: u32) {
        self.directory.numbers.push((name.to_owned(), number));
    }

    fn align(&mut self) {
        let padding = self.written.next_multiple_of(ALIGNMENT) - self.written;
        self.bytes(&[0; ALIGNMENT as usize][..padding as usize]);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.failed.is_none()
            && let Err(error) = self.out.write_all(bytes)
        {
            self.fail(error);
        }
        self.written += bytes.len() as u64;
    }

    /// Writes directory and header and gives back what was written to.
    ///
    /// # Errors
    /// The first error of writing.
    pub(super) fn finish(mut self) -> Result<W, SnapshotError> {
        self.align();
        let mut directory = std::mem::take(&mut self.directory);
        directory.sections.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        directory.numbers.sort_unstable();
        let bytes = encode(&directory)?;
        let start = self.written;
        self.bytes(&bytes);
        let header = Header { file_length: self.written, directory: start, directory_checksum: xxh3_64(&bytes) };
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header.to_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Length of a file with two sections.
    fn written(first: &[u8], second: &[u8]) -> usize {
        let mut writer = Writer::new(io::Cursor::new(Vec::new()));
        writer.section("first", first);
        writer.section("second", second);
        writer.finish().unwrap().into_inner().len()
    }

    #[test]
    fn an_array_that_is_held_twice_is_written_once() {
        let (array, equal) = (vec![7; 5000], vec![7; 5000]);
        let (once, twice) = (written(&array, &array), written(&array, &equal));
        assert!((5000..6000).contains(&once), "{once}");
        assert!((10_000..11_000).contains(&twice), "{twice}");
    }
}
