//! How the file is laid out: header, sections, directory.
//!
//! ```text
//! 0   magic, format version, file length, place and checksum of the directory, checksum of this
//! 64  sections, each from a multiple of 64 on
//! …   directory: names, places and checksums of the sections, and single numbers
//! ```
//!
//! A section is found by its name, so that a later version can add some: what is absent is empty.

use super::error::{SnapshotError, VERSION};
use serde::{Deserialize, Serialize};
use std::io;
use xxhash_rust::xxh3::xxh3_64;

/// The first bytes of every snapshot. The line ends reveal a file that a transfer as text has
/// changed.
pub const MAGIC: &[u8; 8] = b"ONCO\r\n\x1a\n";
/// Bytes of the header.
pub(super) const HEADER: usize = 64;
/// Sections begin at multiples of this.
pub(super) const ALIGNMENT: u64 = 64;
/// Most bytes that decoding a structured part may take.
pub(super) const STRUCTURE_MAX: usize = 64 << 20;

/// What the header says besides magic and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Bytes of the whole file.
    pub(super) file_length: u64,
    /// Where the directory starts; it ends with the file.
    pub(super) directory: u64,
    /// Checksum of the directory.
    pub(super) directory_checksum: u64,
}

impl Header {
    /// As it is in the file.
    pub(super) fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        for (slot, number) in
            bytes[16..40].chunks_exact_mut(8).zip([self.file_length, self.directory, self.directory_checksum])
        {
            slot.copy_from_slice(&number.to_le_bytes());
        }
        let checksum = xxh3_64(&bytes[..HEADER - 8]);
        bytes[HEADER - 8..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Reads the header of a whole file.
    ///
    /// # Errors
    /// Foreign, newer, truncated or damaged files.
    pub(super) fn read(file: &[u8]) -> Result<Self, SnapshotError> {
        if !file.starts_with(MAGIC) {
            return Err(if !file.is_empty() && MAGIC.starts_with(file) {
                SnapshotError::Truncated
            } else {
                SnapshotError::Foreign
            });
        }
        let Some(bytes) = file.get(..HEADER) else { return Err(SnapshotError::Truncated) };
        let version = number(bytes, 8) as u32;
        if version > VERSION {
            return Err(SnapshotError::Newer { version });
        }
        if version == 0 || number(bytes, HEADER - 8) != xxh3_64(&bytes[..HEADER - 8]) {
            return Err(SnapshotError::damaged("header"));
        }
        let header = Self {
            file_length: number(bytes, 16),
            directory: number(bytes, 24),
            directory_checksum: number(bytes, 32),
        };
        match header.file_length.cmp(&(file.len() as u64)) {
            std::cmp::Ordering::Greater => Err(SnapshotError::Truncated),
            std::cmp::Ordering::Less => Err(SnapshotError::damaged("end of the file")),
            std::cmp::Ordering::Equal => Ok(header),
        }
    }
}

/// The eight bytes from `at` on; 0 where there are none.
fn number(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Name, offset, length and checksum of each section.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Directory {
    /// Sorted by name.
    pub(super) sections: Vec<Section>,
    /// Single numbers, sorted by name.
    pub(super) numbers: Vec<(String, u32)>,
}

/// A section of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) checksum: u64,
}

/// Writes a structured part.
///
/// # Errors
/// It cannot be encoded, which no value of ours is.
pub(super) fn encode<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    bincode::serde::encode_to_vec(value, bincode::config::standard()).map_err(io::Error::other)
}

/// Reads a structured part; `None` where the bytes are none, or ask for too much memory.
pub(super) fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let configuration = bincode::config::standard().with_limit::<STRUCTURE_MAX>();
    let (value, used) = bincode::serde::decode_from_slice(bytes, configuration).ok()?;
    (used == bytes.len()).then_some(value)
}
