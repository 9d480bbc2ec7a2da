//! Calls of copy numbers: numbers from −2 to 2, and the words for them.

/// What a call says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyCall {
    /// A number from −2 to 2, as [`crate::matching::Listing`] takes it.
    Copies(&'static str),
    /// Nothing is known.
    Blank,
    /// It is none of the calls.
    Unknown,
}

/// Words of callers and portals.
const WORDS: &[(&str, &[&str])] = &[
    ("2", &["amplification", "amplified", "amp", "high level amplification", "high level gain", "high amplification"]),
    ("1", &["gain", "low level gain", "low level amplification", "duplication"]),
    ("0", &["diploid", "neutral", "normal", "none called", "no change", "copy neutral"]),
    (
        "-1",
        &["loss", "hetloss", "heterozygous loss", "hemizygous deletion", "shallow deletion", "heterozygous deletion"],
    ),
    ("-2", &["deletion", "del", "homdel", "homozygous deletion", "deep deletion", "homozygous loss", "deleted"]),
];

/// Reads a field. −1.5 is a deletion, as annotators take it.
pub(super) fn call(field: &str) -> CopyCall {
    if super::headings::is_blank(field) {
        return CopyCall::Blank;
    }
    if let Ok(number) = field.replace('−', "-").parse::<f64>() {
        let known = [(-2.0, "-2"), (-1.5, "-2"), (-1.0, "-1"), (0.0, "0"), (1.0, "1"), (2.0, "2")];
        let found = known.into_iter().find(|&(value, _)| value == number);
        return found.map_or(CopyCall::Unknown, |(_, call)| CopyCall::Copies(call));
    }
    let word = field.to_lowercase().replace(['-', '_'], " ");
    let found = WORDS.iter().find(|(_, words)| words.contains(&word.trim()));
    found.map_or(CopyCall::Unknown, |&(call, _)| CopyCall::Copies(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words() {
        for (field, expected) in [
            ("2", CopyCall::Copies("2")),
            ("+2", CopyCall::Copies("2")),
            ("-1.5", CopyCall::Copies("-2")),
            ("2.0", CopyCall::Copies("2")),
            ("0", CopyCall::Copies("0")),
            ("Amplification", CopyCall::Copies("2")),
            ("HOMDEL", CopyCall::Copies("-2")),
            ("Deep_Deletion", CopyCall::Copies("-2")),
            ("Loss", CopyCall::Copies("-1")),
            ("NA", CopyCall::Blank),
            ("", CopyCall::Blank),
            ("12", CopyCall::Unknown),
            ("0.37", CopyCall::Unknown),
            ("many", CopyCall::Unknown),
        ] {
            assert_eq!(call(field), expected, "{field}");
        }
    }
}
