//! Problems of an import by reason, so that a thousand rows of one sort are one line.

use crate::diagnostic::Severity;
use crate::graph::Problem;
use rustc_hash::FxHashMap;

/// Problems of one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Error or warning.
    pub severity: Severity,
    /// Name of the column; may be empty.
    pub field: String,
    /// The message with `…` in place of what differs.
    pub text: String,
    /// Number of rows with it.
    pub count: usize,
    /// The first of them.
    pub example: Problem,
}

/// All problems of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Errors first, then by number.
    pub reasons: Vec<Reason>,
}

impl Report {
    /// Sorts problems by reason.
    pub fn new(problems: &[Problem]) -> Self {
        let mut reasons: Vec<Reason> = Vec::new();
        let mut known: FxHashMap<(String, &str), usize> = FxHashMap::default();
        for problem in problems {
            let text = without_names(&problem.message);
            let next = reasons.len();
            let place = *known.entry((text.clone(), &problem.field)).or_insert(next);
            match reasons.get_mut(place) {
                Some(reason) => {
                    reason.count += 1;
                    reason.severity = reason.severity.min(problem.severity);
                }
                None => reasons.push(Reason {
                    severity: problem.severity,
                    field: problem.field.clone(),
                    text,
                    count: 1,
                    example: problem.clone(),
                }),
            }
        }
        reasons.sort_by_key(|reason| (reason.severity, std::cmp::Reverse(reason.count)));
        Self { reasons }
    }

    /// One line per reason, with its number and the first place.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.reasons.iter().map(|reason| format!("{} × {}; first: {}", reason.count, reason.text, reason.example))
    }
}

/// A message without its parts in backticks.
pub(super) fn without_names(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    for (i, piece) in message.split('`').enumerate() {
        text.push_str(if i % 2 == 0 { piece } else { "`…`" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: u32, message: &str, severity: Severity) -> Problem {
        Problem {
            file: "a.tsv".to_owned(),
            line,
            column: 3,
            field: "to".to_owned(),
            message: message.to_owned(),
            severity,
        }
    }

    #[test]
    fn problems_of_one_reason_are_one_line() {
        let report = Report::new(&[
            problem(2, "nothing is called `A`", Severity::Warning),
            problem(3, "nothing is called `B`", Severity::Warning),
            problem(4, "`X` is not a year", Severity::Error),
        ]);
        assert_eq!(
            report.lines().collect::<Vec<_>>(),
            [
                "1 × `…` is not a year; first: a.tsv:4:3 (to): `X` is not a year",
                "2 × nothing is called `…`; first: a.tsv:2:3 (to): nothing is called `A`"
            ]
        );
    }
}
