//! The border at which a defect of the engine ends: one question fails, the program goes on.

use super::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Source, Span};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does some work for a text; a panic in it is a failure of that text.
///
/// What the work had changed is used on: a session takes over the state of a statement only when
/// all of it has been read, and graphs do not change.
pub(super) fn caught<T>(source: &Source, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let why = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
        let whole = Span::new(0, source.text.len() as u32);
        let fault =
            Diagnostic::error(Code::Internal, whole, "the engine failed on this: a defect of onco, not of the text")
                .at(why.unwrap_or("no reason was given"))
                .help("please report it with this text and the name and version of the graph");
        Err(Failure::Runtime(source.clone(), vec![fault]))
    })
}

/// Does some work while somebody types; where it panics there is nothing to show.
pub(super) fn or_nothing<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_of_its_text() {
        let source = Source::new("query", "drugs");
        let failure = caught::<()>(&source, || panic!("index {} out of bounds", 3)).unwrap_err();
        let (_, faults) = failure.diagnostics().next().unwrap();
        assert_eq!((faults[0].code, faults[0].span()), (Code::Internal, Span::new(0, 5)));
        assert_eq!(faults[0].labels[0].text, "index 3 out of bounds");
        assert!(matches!(caught::<()>(&source, || panic!("fixed")), Err(Failure::Runtime(..))));
        assert!(caught(&source, || Ok(1)).is_ok_and(|value| value == 1));
    }
}
