//! Files as they are on the disk: plain, compressed or an archive, and what they seem to be.

use super::control::ImportFailure;
use super::sniff;
use super::tar::{self, ArchiveFile};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// Number of bytes that are looked at to tell what a file is.
const BEGINNING: u64 = 1 << 14;

/// Number of bytes at the beginning of a file that say what it is: a tar archive says so at 257.
const HEAD: usize = 512;

/// A compressed file may be so many times as large as it is stored …
const EXPANSION: u64 = 200;

/// … where it is larger than this, in bytes.
const EXPANSION_FROM: u64 = 64 << 20;

/// A file, uncompressed where its first bytes say that it is gzip or Zstandard; how many bytes of
/// the file itself have been read is counted beside it.
pub(super) struct Opened {
    /// What is in it.
    pub(super) plain: Box<dyn Read>,
    /// How many bytes of the file have been read.
    pub(super) stored_read: Rc<Cell<u64>>,
    /// Its size in bytes.
    pub(super) stored: u64,
}

impl Opened {
    /// A file of text.
    pub(super) fn new(path: &Path) -> Result<Self, ImportFailure> {
        let (opened, head) = Self::of_any_bytes(path)?;
        match sniff::no_text(&head) {
            Some(what) => Err(ImportFailure::file(path.display().to_string(), what)),
            None => Ok(opened),
        }
    }

    /// A file of whatever bytes, and its first ones.
    fn of_any_bytes(path: &Path) -> Result<(Self, Vec<u8>), ImportFailure> {
        Self::try_new(path).map_err(|error| unreadable(path, &error))
    }

    fn try_new(path: &Path) -> io::Result<(Self, Vec<u8>)> {
        let file = File::open(path)?;
        let stored = file.metadata()?.len();
        let stored_read = Rc::new(Cell::new(0));
        let mut raw = BufReader::with_capacity(1 << 16, ReadCount { file, count: Rc::clone(&stored_read) });
        let mut plain: Box<dyn Read> = match raw.fill_buf()? {
            [0x1f, 0x8b, ..] => Box::new(Expanding::new(flate2::bufread::MultiGzDecoder::new(raw), stored)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => {
                let decoder = ruzstd::decoding::StreamingDecoder::new(raw).map_err(io::Error::other)?;
                Box::new(Expanding::new(decoder, stored))
            }
            _ => Box::new(raw),
        };
        let mut head = Vec::with_capacity(HEAD);
        plain.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let plain = Box::new(io::Cursor::new(head.clone()).chain(plain));
        Ok((Self { plain, stored_read, stored }, head))
    }
}

/// What is unpacked of a compressed file, within a limit: some bytes can be written that unpack to
/// more than any memory holds.
struct Expanding<R> {
    plain: R,
    left: u64,
}

impl<R: Read> Expanding<R> {
    fn new(plain: R, stored: u64) -> Self {
        Self { plain, left: stored.saturating_mul(EXPANSION).max(EXPANSION_FROM) }
    }
}

impl<R: Read> Read for Expanding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.plain.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let message = format!("it unpacks to more than {EXPANSION} times its size; unpack it first if it should");
            io::Error::other(message)
        })?;
        Ok(read)
    }
}

/// A file that counts what is read of it.
struct ReadCount {
    file: File,
    count: Rc<Cell<u64>>,
}

impl Read for ReadCount {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> ImportFailure {
    ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}"))
}

/// The bytes of a file, uncompressed where its first bytes say that it is gzip or Zstandard.
///
/// # Errors
/// The file cannot be read or is damaged.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ImportFailure> {
    let mut opened = Opened::new(path)?;
    let mut plain = Vec::new();
    plain
        .try_reserve(usize::try_from(opened.stored).unwrap_or(usize::MAX))
        .map_err(|_| unreadable(path, &io::ErrorKind::OutOfMemory.into()))?;
    opened.plain.read_to_end(&mut plain).map_err(|error| unreadable(path, &error))?;
    Ok(plain)
}

/// The files of a tar archive, compressed or not; `None` where the file is no archive.
///
/// # Errors
/// As [`bytes`].
pub fn archive(path: &Path) -> Result<Option<Vec<ArchiveFile>>, ImportFailure> {
    let (mut opened, head) = Opened::of_any_bytes(path)?;
    if !sniff::is_tar(&head) {
        return Ok(None);
    }
    let mut all = Vec::new();
    opened.plain.read_to_end(&mut all).map_err(|error| unreadable(path, &error))?;
    Ok(Some(tar::files(&all)))
}

/// The beginning of a file as text, to tell what it is; empty where it cannot be read.
pub(super) fn beginning(path: &Path) -> String {
    let mut head = Vec::new();
    // Why it cannot be read is reported where it is read.
    let read = Opened::new(path).ok().and_then(|opened| opened.plain.take(BEGINNING).read_to_end(&mut head).ok());
    read.map_or_else(String::new, |_| String::from_utf8_lossy(&head).into_owned())
}

/// The first line of a file, as far as a piece holds it.
///
/// # Errors
/// As [`bytes`].
pub fn first_line(path: &Path) -> Result<String, ImportFailure> {
    let mut line = Vec::new();
    BufReader::new(Opened::new(path)?.plain.take(BEGINNING))
        .read_until(b'\n', &mut line)
        .map_err(|error| unreadable(path, &error))?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Whether a file is compressed.
///
/// # Errors
/// The file cannot be opened.
pub fn is_compressed(path: &Path) -> Result<bool, ImportFailure> {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read(&mut first));
    let read =
        read.map_err(|error| ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}")))?;
    Ok(matches!(first.get(..read), Some([0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd])))
}
