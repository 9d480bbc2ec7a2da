//! The examples of a graph's phrase rows, each checked: they are what a reader of the vocabulary
//! trusts.

use super::lexicon::GraphNames;
use super::plain::is_bare;
use super::{Engine, Settings};
use crate::language::Lexicon;
use crate::language::ast::StatementKind;
use crate::language::plain::{self, Plain};
use crate::text::Source;
use crate::vocabulary::phrases::RuleExamples;
use crate::words;

/// An example of a phrase row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The rule, as `explain` names it.
    pub rule: String,
    /// What is written.
    pub text: String,
    /// The sentence of the language that it means; empty: it is refused, or has several meanings.
    pub canonical: String,
    /// What is wrong with it, if anything is.
    pub problem: Option<String>,
}

impl Engine {
    /// Every example of the phrase rows of this graph's vocabulary, in the order of the file.
    pub fn wordings(&self) -> Vec<Wording> {
        let rows = self.graph.vocabulary().phrase_examples();
        let of_row = |row: &RuleExamples| {
            let examples = row.examples.iter().map(|(text, canonical)| Wording {
                rule: row.rule.clone(),
                text: text.clone(),
                canonical: canonical.clone(),
                problem: self.problem_of(&row.rule, text, canonical),
            });
            examples.collect::<Vec<_>>()
        };
        rows.iter().flat_map(of_row).collect()
    }

    /// What is wrong with an example of a rule.
    fn problem_of(&self, rule: &str, text: &str, canonical: &str) -> Option<String> {
        if self.reading_of(text, false).is_some() {
            return Some("is a sentence of the language already".to_owned());
        }
        let names = GraphNames::new(self);
        let lexicon = Lexicon { vocabulary: self.graph.vocabulary(), names: &names };
        let mut groups = Vec::new();
        for read in [plain::read, plain::read_loosely] {
            match read(text, &lexicon, self.rules()) {
                Plain::Refused(_) if canonical.is_empty() => return None,
                Plain::Refused(_) => return Some("is refused".to_owned()),
                Plain::Candidates(more) => groups.extend(more),
            }
        }
        let with_rule = |rules: &[String]| rules.iter().any(|used| used == rule);
        for group in groups {
            let mut readings: Vec<String> = Vec::new();
            let mut uses_rule = false;
            for candidate in &group {
                if let Some(reading) = self.reading_of(&candidate.canonical, true) {
                    uses_rule |= with_rule(&candidate.rules);
                    if !readings.contains(&reading) {
                        readings.push(reading);
                    }
                }
            }
            match readings.as_slice() {
                [] => {}
                [reading] if self.reading_of(canonical, true).as_deref() == Some(reading) => {
                    return (!uses_rule).then(|| "is read by other rules".to_owned());
                }
                [reading] => return Some(format!("is read as `{reading}`")),
                [_, _, ..] if canonical.is_empty() => return None,
                [_, _, ..] => return Some("has several meanings".to_owned()),
            }
        }
        Some("is not understood".to_owned())
    }

    /// The reading of a sentence of the language; a list of names counts only where `names` says
    /// so.
    fn reading_of(&self, text: &str, names: bool) -> Option<String> {
        let source = Source::new("wording", text);
        let statement = self.statement(&source).ok()?;
        if !names && is_bare(&statement) {
            return None;
        }
        let StatementKind::Query(query) = &statement.kind else { return None };
        let resolved = self.prepare(query, &source, &[], &Settings::default()).ok()?;
        Some(words::reading(&resolved, &self.graph))
    }
}
