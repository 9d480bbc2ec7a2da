//! `--annotate`: a table of mutations is written back with columns appended.

use crate::engine::Engine;
use crate::matching::{Finding, Matched, MatchedRow, MatchedTexts, VariantMatch};
use std::collections::BTreeMap;

/// The columns that are appended.
pub(super) const COLUMNS: &[&str] = &[
    "onco_variant_match",
    "onco_sensitive_level",
    "onco_sensitive_therapies",
    "onco_resistant_level",
    "onco_resistant_therapies",
    "onco_other_indication_level",
    "onco_tier",
];

/// The values of the appended columns for one finding of one sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Annotation {
    variant_match: Option<VariantMatch>,
    sensitive: BTreeMap<String, Vec<String>>,
    resistant: BTreeMap<String, Vec<String>>,
    other_level: String,
    tiers: Vec<String>,
}

impl Annotation {
    /// Of a finding, by its number in what was matched.
    pub(super) fn of(engine: &Engine, matched: &Matched, finding: usize) -> Self {
        let mut annotation = Self::default();
        let has = |row: &&MatchedRow| row.findings.iter().any(|together| together.contains(&finding));
        let texts = |row: &MatchedRow| engine.matched_texts(matched, row);
        for row in matched.sensitive.iter().filter(has) {
            annotation.add(row, texts(row), true);
        }
        for row in matched.resistant.iter().filter(has) {
            annotation.add(row, texts(row), false);
        }
        for row in matched.other_indication.iter().filter(has) {
            let texts = texts(row);
            annotation.note(row, &texts);
            if annotation.other_level.is_empty() || texts.level < annotation.other_level {
                annotation.other_level = texts.level;
            }
        }
        annotation
    }

    fn add(&mut self, row: &MatchedRow, texts: MatchedTexts, is_sensitive: bool) {
        self.note(row, &texts);
        let levels = if is_sensitive { &mut self.sensitive } else { &mut self.resistant };
        let therapies = levels.entry(texts.level).or_default();
        if !therapies.contains(&texts.therapy) {
            therapies.push(texts.therapy);
        }
    }

    fn note(&mut self, row: &MatchedRow, texts: &MatchedTexts) {
        let nearest = self.variant_match.map_or(row.variant_match, |known| known.min(row.variant_match));
        self.variant_match = Some(nearest);
        if !texts.tier.is_empty() && !self.tiers.contains(&texts.tier) {
            self.tiers.push(texts.tier.clone());
        }
    }

    /// The fields, in the order of [`COLUMNS`].
    pub(super) fn fields(&self, order: &[&str]) -> Vec<String> {
        let best = |levels: &BTreeMap<String, Vec<String>>| levels.keys().next().cloned().unwrap_or_default();
        let therapies = |levels: &BTreeMap<String, Vec<String>>| {
            let level = |(level, therapies): (&String, &Vec<String>)| format!("{level}: {}", therapies.join(", "));
            levels.iter().map(level).collect::<Vec<_>>().join("; ")
        };
        let tier = order.iter().find(|tier| self.tiers.iter().any(|known| known == *tier));
        vec![
            self.variant_match.map_or("", VariantMatch::as_str).to_owned(),
            best(&self.sensitive),
            therapies(&self.sensitive),
            best(&self.resistant),
            therapies(&self.resistant),
            self.other_level.clone(),
            tier.map_or_else(String::new, |tier| (*tier).to_owned()),
        ]
    }
}

/// The number of a finding in what was matched.
pub(super) fn number_of(matched: &Matched, finding: &Finding) -> Option<usize> {
    matched.findings.iter().position(|known| known.is_same(finding))
}
