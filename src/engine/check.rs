//! A text is looked at, and not run.

use super::script::StatementReader;
use super::{Failure, Session, guard};
use crate::language;
use crate::text::Source;
use std::sync::Arc;

/// A query file laid out: one space between words, one blank line at most, stages of long questions
/// on lines of their own. No word is changed.
///
/// # Errors
/// A quote or bracket is not closed.
pub fn tidy(source: &Source) -> Result<String, Failure> {
    language::tidy(&source.text).map_err(|faults| Failure::Diagnostics(source.clone(), faults))
}

impl Session<'_> {
    /// Checks a query file by the rules of scripts: every mistake at once, and nothing runs. Files
    /// that it names are relative to the folder of the source's name.
    ///
    /// # Errors
    /// All mistakes of the script and of the files that it runs.
    pub fn check_script(&mut self, source: Source) -> Result<(), Failure> {
        let source = Arc::new(source);
        guard::caught(&Arc::clone(&source), || {
            let mut reader = StatementReader::new(self.state.clone(), &mut self.opened, self.last.is_some());
            reader.script(&source);
            reader.finish().map(|_| ())
        })
    }
}
