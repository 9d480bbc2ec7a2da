//! Why a snapshot cannot be written or opened.

use std::{fmt, io};

/// The version that this program writes; it reads this one and all before.
pub const VERSION: u32 = 1;

/// Why a snapshot cannot be written or opened.
#[derive(Debug)]
pub enum SnapshotError {
    /// The system refused.
    File(io::Error),
    /// It does not begin as a snapshot does.
    Foreign,
    /// The end is missing.
    Truncated,
    /// A checksum or a number does not fit.
    Damaged {
        /// Section or part of the file that is damaged.
        part: String,
    },
    /// A later version of this program wrote it.
    Newer {
        /// Version of its format.
        version: u32,
    },
}

impl SnapshotError {
    pub(super) fn damaged(part: &str) -> Self {
        Self::Damaged { part: part.to_owned() }
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(f, "{error}"),
            Self::Foreign => f.write_str("this is not a graph snapshot"),
            Self::Truncated => f.write_str("the snapshot is cut off: its end is missing"),
            Self::Damaged { part } => write!(f, "the snapshot is damaged ({part}): build it again"),
            Self::Newer { version } => {
                write!(
                    f,
                    "a later version of onco wrote this snapshot (format {version}, this program reads up to {VERSION})"
                )
            }
        }
    }
}

impl std::error::Error for SnapshotError {}

impl From<io::Error> for SnapshotError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}
