//! What the command line and the library need to match files of patients: listings read for a
//! graph, the cancer that a file or a person calls by a code or a name, and pages.

use super::Engine;
use crate::graph::EntityId;
use crate::matching::{Finding, FindingReader, Listing, Matched, PageOptions, TumourPage, UnreadListing};
use crate::names::Written;
use crate::patients::{ListingReader, cancer_of_tissue};
use crate::vocabulary::KindId;

/// Names near an unknown one that are offered.
const OFFERED: usize = 4;

/// A cancer, as called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledCancer {
    /// What is meant.
    pub cancers: Vec<EntityId>,
    /// What the reader should know: it was called by a tissue.
    pub note: Option<String>,
}

/// A cancer that the graph does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCancer {
    /// As written.
    pub text: String,
    /// Names that may have been meant.
    pub offers: Vec<String>,
}

/// Reads listings for the graph of an engine.
#[derive(Debug)]
pub struct EngineReader<'e> {
    engine: &'e Engine,
    reader: FindingReader<'e>,
}

impl ListingReader for EngineReader<'_> {
    fn read(&mut self, listing: &Listing<'_>) -> Result<Finding, UnreadListing> {
        self.reader.read(listing)
    }

    fn may_be_stated(&self, finding: &Finding) -> bool {
        self.engine.match_index().may_be_stated(self.engine.graph(), finding)
    }
}

impl Engine {
    /// A reader for the samples of files.
    pub fn listing_reader(&self) -> EngineReader<'_> {
        EngineReader { engine: self, reader: self.finding_reader() }
    }

    /// A sample as a page.
    pub fn tumour_page(&self, matched: &Matched, options: PageOptions) -> TumourPage {
        TumourPage::of(self.graph(), matched, options)
    }

    /// The cancer that a text means: a name, an OncoTree code, or a tissue such as `BREAST`.
    ///
    /// # Errors
    /// The graph has no such cancer; with names that may have been meant.
    pub fn cancer_called(&self, text: &str) -> Result<CalledCancer, UnknownCancer> {
        let text = text.trim();
        let tissue = cancer_of_tissue(text);
        let note = |cancers: &[EntityId]| {
            let name = cancers.first().map_or("", |&cancer| self.graph().name(cancer));
            tissue.map(|_| format!("{text} is a tissue; it is taken as {name}"))
        };
        for name in [Some(text), tissue].into_iter().flatten() {
            let cancers = self.cancers_named(name);
            if !cancers.is_empty() {
                return Ok(CalledCancer { note: note(&cancers), cancers });
            }
        }
        let kinds: Vec<KindId> = self.graph().model().kinds.cancer.into_iter().collect();
        let offered = self.names().suggest(self.graph(), text, Some(&kinds), OFFERED);
        let broader = self.names().broader(self.graph(), text, Some(&kinds));
        let mut offers: Vec<String> = offered.into_iter().chain(broader).map(|offer| offer.text).collect();
        offers.dedup();
        Err(UnknownCancer { text: text.to_owned(), offers })
    }

    fn cancers_named(&self, text: &str) -> Vec<EntityId> {
        let graph = self.graph();
        let kind = graph.model().kinds.cancer;
        let is_cancer = |entity: &EntityId| Some(graph.kind(*entity)) == kind;
        let found = self.names().lookup(graph, text);
        let best: Vec<EntityId> = found.best.iter().map(|candidate| candidate.entity).filter(is_cancer).collect();
        if !best.is_empty() {
            return best;
        }
        if let Some(other) = found.others.iter().map(|candidate| candidate.entity).find(is_cancer) {
            return vec![other];
        }
        match self.names().written(graph, text) {
            Some(Written::Meant { entities, .. }) => entities.into_iter().filter(is_cancer).collect(),
            Some(Written::Ambiguous(_) | Written::Unlisted(_) | Written::Absent) | None => Vec::new(),
        }
    }
}
