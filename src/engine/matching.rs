//! Patients matched by the library and the command line.

use super::Engine;
use crate::matching::{FindingReader, MatchIndex, MatchSettings, Matched, MatchedRow, MatchedTexts, Matcher, Patient};

impl Engine {
    /// A reader of findings. It remembers the genes that it has looked up: one for each thread.
    pub fn finding_reader(&self) -> FindingReader<'_> {
        FindingReader::new(&self.graph, &self.names)
    }

    /// What is known for one sample.
    pub fn match_findings(&self, patient: &Patient, settings: MatchSettings) -> Matched {
        let matcher = self.matcher(settings);
        Matched { not_assessed: matcher.not_assessed(patient), ..matcher.matched(patient) }
    }

    /// What is known for each of many samples, one after another: findings of two samples are never
    /// combined, and no more than one sample is kept in memory. What nobody looked for is not
    /// counted.
    pub fn match_cohort<'e, P>(&'e self, patients: P, settings: MatchSettings) -> impl Iterator<Item = Matched> + 'e
    where
        P: IntoIterator<Item = Patient>,
        P::IntoIter: 'e,
    {
        let matcher = self.matcher(settings);
        patients.into_iter().map(move |patient| matcher.matched(&patient))
    }

    /// A row of a sample in words, as every format shows it.
    pub fn matched_texts(&self, matched: &Matched, row: &MatchedRow) -> MatchedTexts {
        MatchedTexts::of(&self.graph, matched, row)
    }

    pub(super) fn match_index(&self) -> &MatchIndex {
        self.matching.get_or_init(|| MatchIndex::of(&self.graph))
    }

    fn matcher(&self, settings: MatchSettings) -> Matcher<'_> {
        Matcher { graph: &self.graph, index: self.match_index(), settings, keeps: &|_| true, place: None }
    }
}
