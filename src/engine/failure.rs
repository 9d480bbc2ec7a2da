//! Why there is no answer.

use crate::diagnostic::Diagnostic;
use crate::exec::Stop;
use crate::text::{Source, Span};
use std::fmt;

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The text could not be understood; nothing ran.
    Diagnostics(Source, Vec<Diagnostic>),
    /// The same of a script and files that it runs.
    Files(Vec<(Source, Vec<Diagnostic>)>),
    /// It ran, and a limit, an expectation or a file stopped it.
    Runtime(Source, Vec<Diagnostic>),
    /// The user stopped it.
    Interrupted,
}

impl Failure {
    /// Each text with what is wrong with it.
    pub fn diagnostics(&self) -> impl Iterator<Item = (&Source, &[Diagnostic])> {
        let (one, several) = match self {
            Failure::Diagnostics(source, faults) | Failure::Runtime(source, faults) => {
                (Some((source, &faults[..])), &[][..])
            }
            Failure::Files(files) => (None, &files[..]),
            Failure::Interrupted => (None, &[][..]),
        };
        one.into_iter().chain(several.iter().map(|(source, faults)| (source, &faults[..])))
    }
}

impl fmt::Display for Failure {
    /// One line for each mistake: where it is, what it is, its code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Failure::Interrupted = self {
            return f.write_str("interrupted");
        }
        let mut separator = "";
        for (source, faults) in self.diagnostics() {
            for fault in faults {
                let place = source.text.get(..fault.span().start as usize).unwrap_or("");
                let line = 1 + place.matches('\n').count();
                write!(f, "{separator}{}:{line}: {} [{}]", source.name, fault.message, fault.code.as_str())?;
                separator = "\n";
            }
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// A limit as the failure that the user sees.
pub(super) fn stopped(source: &Source, stop: Stop) -> Failure {
    if stop == Stop::Cancelled {
        return Failure::Interrupted;
    }
    let nothing_ran = stop == Stop::NoAnswer;
    let whole = Span::new(0, source.text.len() as u32);
    let error = match stop {
        Stop::Timeout => {
            Diagnostic::error(stop.code(), whole, "the time limit was reached").help("allow more with `--timeout 5m`")
        }
        Stop::Memory => Diagnostic::error(stop.code(), whole, "the memory limit was reached")
            .help("allow more with `--max-memory 8GiB`"),
        Stop::NoAnswer => Diagnostic::error(stop.code(), whole, "there is no earlier answer that `why` could refer to")
            .help("name the question: `why trastuzumab in drugs targeting HER2 in gastric`"),
        Stop::Cancelled => Diagnostic::error(stop.code(), whole, "cancelled"),
    };
    if nothing_ran {
        return Failure::Diagnostics(source.clone(), vec![error]);
    }
    Failure::Runtime(source.clone(), vec![error])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_failure_tells_every_mistake_with_its_line() {
        let source = Source::new("board.onq", "drugs\nin gastrc");
        let faults = [Span::new(0, 5), Span::new(9, 15)].map(|span| Diagnostic::error(Code::UnknownName, span, "no"));
        let failure = Failure::Diagnostics(source, faults.to_vec());
        assert_eq!(failure.to_string(), "board.onq:1: no [unknown-name]\nboard.onq:2: no [unknown-name]");
        assert_eq!(Failure::Interrupted.to_string(), "interrupted");
    }
}
