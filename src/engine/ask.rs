//! One question.

use super::pipeline::Observer;
use super::{Engine, Failure, Session, Settings};
use crate::answer::Answer;
use crate::exec::Cancel;
use crate::text::Source;
use std::ops::ControlFlow;

impl Engine {
    /// Answers one question.
    ///
    /// # Errors
    /// Everything that is wrong with the text; limits; cancellation.
    pub fn ask(&self, text: &str, settings: &Settings, cancel: &Cancel) -> Result<Answer, Failure> {
        self.ask_watched(text, settings, cancel, &mut |_| {})
    }

    pub(super) fn ask_watched(
        &self,
        text: &str,
        settings: &Settings,
        cancel: &Cancel,
        watch: &mut Observer<'_>,
    ) -> Result<Answer, Failure> {
        let mut first = None;
        let mut session = Session::new(self, settings.clone());
        session.watched_statement(Source::new("query", text), cancel, watch, &mut |answer| {
            first.get_or_insert(answer);
            ControlFlow::Continue(())
        })?;
        Ok(first.unwrap_or_default())
    }
}
