//! Limits of one run: time, memory, cancellation.

use super::numbered::count;
use crate::diagnostic::Code;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How much work passes between two looks at the clock: two milliseconds where each piece of it
/// waits for memory, far less where it does not.
const WORK_PER_LOOK: u64 = 1 << 14;

/// What a run may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock time.
    pub timeout: Duration,
    /// Rows of one answer; `None`: all.
    pub max_rows: Option<usize>,
    /// Bytes of intermediate results.
    pub max_memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(30), max_rows: None, max_memory: 2 << 30 }
    }
}

/// Tells a run to stop: cheap to clone, settable from a signal handler or another thread.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Nothing is cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// Asks the run to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
    /// Allows the next run.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
    /// The flag itself, for work that knows nothing of queries.
    pub fn flag(&self) -> &AtomicBool {
        &self.0
    }
    /// Whether a stop was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why a run stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The time is up.
    Timeout,
    /// Too much memory.
    Memory,
    /// Cancelled.
    Cancelled,
    /// `why` asks about an answer that is not there.
    NoAnswer,
}

impl Stop {
    /// The code of its diagnostic.
    pub const fn code(self) -> Code {
        match self {
            Stop::Timeout => Code::Timeout,
            Stop::Memory => Code::OutOfMemory,
            Stop::Cancelled => Code::Interrupted,
            Stop::NoAnswer => Code::NoLastAnswer,
        }
    }
}

/// The budget of one run.
#[derive(Debug)]
pub struct Budget<'a> {
    limits: &'a Limits,
    cancel: &'a Cancel,
    start: Instant,
    work: Cell<u64>,
    next_look: Cell<u64>,
    memory: Cell<u64>,
}

/// Tells any thread whether a run is to stop.
#[derive(Clone, Copy, Debug)]
pub struct Watch<'a> {
    timeout: Duration,
    cancel: &'a Cancel,
    start: Instant,
}

impl Watch<'_> {
    /// Looks at the flag and the clock.
    ///
    /// # Errors
    /// When the time is up or the run was cancelled.
    pub fn check(&self) -> Result<(), Stop> {
        if self.cancel.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        if self.start.elapsed() > self.timeout {
            return Err(Stop::Timeout);
        }
        Ok(())
    }
}

impl<'a> Budget<'a> {
    /// Starts the clock.
    pub fn start(limits: &'a Limits, cancel: &'a Cancel) -> Self {
        Self {
            limits,
            cancel,
            start: Instant::now(),
            work: Cell::new(0),
            next_look: Cell::new(WORK_PER_LOOK),
            memory: Cell::new(0),
        }
    }

    /// Accounts for `units` of work: edges or entities touched.
    ///
    /// # Errors
    /// When a limit is reached or the run was cancelled.
    #[inline]
    pub fn spend(&self, units: usize) -> Result<(), Stop> {
        let work = self.work.get() + count(units);
        self.work.set(work);
        if work >= self.next_look.get() { self.look() } else { Ok(()) }
    }

    #[cold]
    fn look(&self) -> Result<(), Stop> {
        self.next_look.set(self.work.get() + WORK_PER_LOOK);
        self.watch().check()
    }

    /// The clock and the flag of this run, for other threads that work for it.
    pub fn watch(&self) -> Watch<'a> {
        Watch { timeout: self.limits.timeout, cancel: self.cancel, start: self.start }
    }

    /// Accounts for `bytes` held until the end of the run.
    ///
    /// # Errors
    /// When the memory limit is reached.
    pub fn hold(&self, bytes: usize) -> Result<(), Stop> {
        let memory = self.memory.get() + count(bytes);
        self.memory.set(memory);
        if memory > self.limits.max_memory { Err(Stop::Memory) } else { Ok(()) }
    }

    /// Edges and entities touched so far.
    pub fn work(&self) -> u64 {
        self.work.get()
    }
}
