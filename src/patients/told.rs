//! Lines that are no findings, and remarks on lines that are, grouped by reason.

use super::sink::{LineReason, Remark};
use crate::matching::{LinePlace, UnreadReason};
use std::collections::BTreeMap;
use std::fmt;

/// Places and texts of a group that are kept.
const SHOWN: usize = 3;

/// Why a line is no finding, or what is said about one that is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// The line is no line of its format.
    Line(LineReason),
    /// What it says is no finding.
    Unread(UnreadReason),
    /// It is used all the same.
    Remark(Remark),
}

impl Told {
    /// Whether lines of the group are used.
    pub const fn is_used(&self) -> bool {
        matches!(self, Told::Remark(_))
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Told::Line(reason) => reason.fmt(f),
            Told::Unread(reason) => reason.fmt(f),
            Told::Remark(remark) => remark.fmt(f),
        }
    }
}

/// Lines of which the same is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldLines {
    /// How many.
    pub lines: u64,
    /// The first of them.
    pub first: Vec<LinePlace>,
    /// What is written in some of them, each once.
    pub written: Vec<String>,
}

/// All groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldGroups(BTreeMap<Told, ToldLines>);

impl ToldGroups {
    /// One more line.
    pub(super) fn add(&mut self, told: Told, place: LinePlace, written: &str) {
        let group = self.0.entry(told).or_default();
        group.lines += 1;
        if group.first.len() < SHOWN {
            group.first.push(place);
        }
        let is_new = !written.is_empty() && !group.written.iter().any(|known| known == written);
        if is_new && group.written.len() < SHOWN {
            group.written.push(written.to_owned());
        }
    }

    /// Each group with its reason: lines that are not used before remarks.
    pub fn iter(&self) -> impl Iterator<Item = (&Told, &ToldLines)> {
        self.0.iter()
    }

    /// Number of lines that are not used.
    pub fn unused(&self) -> u64 {
        self.iter().filter(|(told, _)| !told.is_used()).map(|(_, group)| group.lines).sum()
    }

    /// A sentence for each group: `3 lines: no change is named (a.maf:3, 4, 6)`.
    pub fn sentences(&self, files: &[String]) -> Vec<String> {
        self.iter().map(|(told, group)| sentence(told, group, files)).collect()
    }
}

fn sentence(told: &Told, group: &ToldLines, files: &[String]) -> String {
    let count = group.lines;
    let lines = if count == 1 { "line" } else { "lines" };
    let written = match (told, group.written.as_slice()) {
        (Told::Line(_) | Told::Remark(_), _) | (_, []) => String::new(),
        (_, written) => format!(", as in {}", written.join(", ")),
    };
    format!("{} {lines}: {told} ({}{}{written})", grouped(count), places(group, files), more(group))
}

fn more(group: &ToldLines) -> &'static str {
    if group.lines > group.first.len() as u64 { ", …" } else { "" }
}

/// `a.maf:3, 4, b.maf:2`.
fn places(group: &ToldLines, files: &[String]) -> String {
    let mut text = String::new();
    let mut last = None;
    for place in &group.first {
        if !text.is_empty() {
            text += ", ";
        }
        if last != Some(place.file) {
            last = Some(place.file);
            text += files.get(place.file).map_or("", String::as_str);
            text += ":";
        }
        text += &place.line.to_string();
    }
    text
}

/// A number with commas between thousands: `135,763`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let is_start = |at: usize| at > 0 && at % 3 == first % 3;
    digits.chars().enumerate().fold(String::new(), |mut text, (at, digit)| {
        if is_start(at) {
            text.push(',');
        }
        text.push(digit);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_say_how_many_and_where() {
        let mut groups = ToldGroups::default();
        for line in 2..=6 {
            groups.add(Told::Unread(UnreadReason::NoChange), LinePlace { file: 0, line }, "EGFR");
        }
        groups.add(Told::Line(LineReason::TooShort), LinePlace { file: 1, line: 4 }, "");
        groups.add(Told::Remark(Remark::NotText), LinePlace { file: 1, line: 5 }, "");
        let files = ["a.maf".to_owned(), "b.tsv".to_owned()];
        assert_eq!(
            groups.sentences(&files),
            [
                "1 line: fields are missing (b.tsv:4)",
                "5 lines: no change is named (a.maf:2, 3, 4, …, as in EGFR)",
                "1 line: some bytes are no UTF-8 text and were replaced (b.tsv:5)",
            ]
        );
        assert_eq!(groups.unused(), 6);
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (135_763, "135,763"), (1_000_000, "1,000,000")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
