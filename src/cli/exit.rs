//! Exit codes.

use std::io;
use std::process::ExitCode;

/// Exit codes; scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; an empty answer too.
    Done = 0,
    /// A query or an `expect` failed while running: limit, time-out, I/O.
    Failed = 1,
    /// Wrong usage of the command line.
    Usage = 2,
    /// The text could not be parsed or resolved; nothing ran.
    Unreadable = 3,
    /// A graph or file cannot be opened.
    CannotOpen = 4,
    /// With `--exit-status`: the answer is not yes.
    No = 10,
    /// Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// When output cannot be written. A reader that has seen enough (`| head`) is no failure.
    pub fn of_write(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Done } else { Self::Failed }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        // The numbers above all fit a byte.
        ExitCode::from(exit as u8)
    }
}
