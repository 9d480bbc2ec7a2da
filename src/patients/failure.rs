//! Why files of patients cannot be read, and what watches and stops the reading.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Why a file, and with it the whole run, is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// Something is wrong with the file as a whole.
    File {
        /// As the user named it.
        file: String,
        /// What is wrong, as the end of a sentence that begins with the file.
        message: String,
        /// What would help.
        help: Vec<String>,
    },
    /// The user stopped it.
    Cancelled,
    /// The time is up.
    Timeout,
    /// More memory than allowed is needed.
    Memory,
}

impl ReadFailure {
    /// Something wrong with a file.
    pub fn file(file: &str, message: impl Into<String>) -> Self {
        ReadFailure::File { file: file.to_owned(), message: message.into(), help: Vec::new() }
    }

    /// The same with what would help.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        match self {
            ReadFailure::File { file, message, mut help } => {
                help.push(text.into());
                ReadFailure::File { file, message, help }
            }
            other => other,
        }
    }

    /// A file that the system does not give.
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::file(&path.display().to_string(), format!("cannot be read: {error}"))
    }
}

impl fmt::Display for ReadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadFailure::File { file, message, .. } => write!(f, "{file} {message}"),
            ReadFailure::Cancelled => f.write_str("the reading was stopped"),
            ReadFailure::Timeout => f.write_str("the time is up"),
            ReadFailure::Memory => f.write_str("more memory is needed than is allowed"),
        }
    }
}

impl std::error::Error for ReadFailure {}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingProgress<'a> {
    /// The file that is read.
    pub file: &'a str,
    /// Bytes of the stored file that were read.
    pub bytes: u64,
    /// Bytes of the stored file; 0 where that is not known.
    pub total: u64,
}

/// What watches and stops the reading of files.
#[derive(Clone, Copy, Default)]
pub struct ReadWatch<'a> {
    /// Called now and then.
    pub progress: Option<&'a dyn Fn(&ReadingProgress<'_>)>,
    /// Set from outside to stop.
    pub cancel: Option<&'a AtomicBool>,
    /// When the time is up.
    pub deadline: Option<Instant>,
}

impl fmt::Debug for ReadWatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

impl ReadWatch<'_> {
    /// Looks at the flag and the clock, and shows how far the reading is.
    ///
    /// # Errors
    /// When it was stopped or the time is up.
    pub(super) fn tick(&self, reading: &ReadingProgress<'_>) -> Result<(), ReadFailure> {
        if let Some(progress) = self.progress {
            progress(reading);
        }
        self.check()
    }

    /// Looks at the flag and the clock.
    ///
    /// # Errors
    /// When it was stopped or the time is up.
    pub fn check(&self) -> Result<(), ReadFailure> {
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(ReadFailure::Cancelled);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(ReadFailure::Timeout);
        }
        Ok(())
    }
}
