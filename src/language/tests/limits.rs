//! Texts that are too deep or too long, and how long others take.

use super::*;
use std::time::{Duration, Instant};

/// Debug builds, some ten times slower, get a tenth of the text.
const SIZE: usize = if cfg!(debug_assertions) { LENGTH_MAX / 10 } else { LENGTH_MAX };

/// Reads in under a second, on a busy machine in a few.
fn check_time(text: &str) -> Result<Statement, Vec<Diagnostic>> {
    let start = Instant::now();
    let result = parse(text);
    assert!(start.elapsed() < Duration::from_secs(5), "{} bytes took {:?}", text.len(), start.elapsed());
    result
}

fn code(text: &str) -> Option<Code> {
    check_time(text).err().map(|faults| faults[0].code)
}

#[test]
fn brackets() {
    assert_eq!(code(&"(".repeat(5000)), Some(Code::TooDeep));
    assert_eq!(code(&")".repeat(5000)), Some(Code::Syntax));
    let nested = |depth: usize| format!("{}drugs{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(code(&nested(DEPTH_MAX)), None);
    assert_eq!(code(&nested(DEPTH_MAX + 1)), Some(Code::TooDeep));
    // Places where a bracket can begin several constructs.
    for opening in [
        "drugs (",
        "drugs targeting (",
        "drugs targeting HER2 and (",
        "drugs not (",
        "drugs where (",
        "drugs where not (",
    ] {
        let depth = DEPTH_MAX;
        assert!(code(&format!("{}HER2", opening.repeat(depth))).is_some());
        assert!(code(&format!("{}HER2 in{}", opening.repeat(depth), ")".repeat(depth))).is_some());
    }
    let conditions = format!("drugs where {}level = A{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(code(&conditions), None);
}

#[test]
fn long_texts() {
    assert_eq!(code(&"a ".repeat(LENGTH_MAX)), Some(Code::TooLong));
    check_time(&"foo ".repeat(SIZE / 4)).unwrap_err();
    check_time(&"a\n".repeat(SIZE / 2)).unwrap_err();
    check_time(&"\n".repeat(SIZE)).unwrap_err();
    check_time(&"why not ".repeat(SIZE / 8)).unwrap_err();
    check_time(&"not ".repeat(SIZE / 4)).unwrap_err();
    check_time(&"why HER2 in ".repeat(SIZE / 16)).unwrap_err();
}

#[test]
fn long_chains() {
    for (start, link) in [
        ("drugs", " in lung"),
        ("drugs", " and not in lung"),
        ("drugs", " union drugs"),
        ("drugs", " | count"),
        ("drugs targeting HER2", " , HER2"),
        ("drugs targeting HER2 and not MET", " and MET"),
        ("drugs where level = A", " or level = A"),
        ("genes as a", " interacting with a"),
    ] {
        let text = format!("{start}{}", link.repeat((SIZE / 10).min((SIZE - 100) / link.len())));
        check_time(&text).unwrap_or_else(|faults| panic!("{link}: {faults:?}"));
    }
}
