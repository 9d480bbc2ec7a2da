//! What the line editor is given of the conversation: the graph that is asked, names that were set,
//! the last question.

use crate::engine::Engine;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is known between two lines.
pub(super) struct Between {
    /// The graph that the next question asks.
    pub(super) engine: Arc<Engine>,
    /// Names that were set, without their `$`.
    pub(super) variables: Vec<String>,
    /// The last question as it was understood, which `again` stands for.
    pub(super) last: String,
    /// Whether Ctrl-C was pressed and nothing typed since.
    pub(super) leaving: bool,
    /// Whether Ctrl-C is about to clear the line.
    pub(super) clearing: bool,
}

/// The same, for the editor and the conversation.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Between>>);

impl Shared {
    pub(super) fn new(engine: Arc<Engine>) -> Self {
        let known = Between { engine, variables: Vec::new(), last: String::new(), leaving: false, clearing: false };
        Self(Arc::new(Mutex::new(known)))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Between> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
