//! Rules that are about no change of a gene: codes of a register, other spellings, and names cut
//! short.

use super::meaning::{RewriteReason, Written};
use super::reader::AlterationReader;
use super::spelling::{self, Spelling};
use crate::graph::EntityId;

impl AlterationReader<'_> {
    /// Marks that add nothing are gone: brackets, an ampersand for `and`, a sign for `>=`; or it is
    /// the code of a register, which is found without its prefix where it is no other name.
    pub(super) fn named_otherwise(&self, text: &str, clean: &str) -> Option<Written> {
        let code = || {
            let is_code = (2..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
            let kinds = &self.graph.model().kinds;
            let code = format!("{}:{text}", spelling::CANCER_CODES);
            let found = is_code.then(|| self.names.lookup(self.graph, &code))?;
            found.best.first().map(|one| one.entity).filter(|&one| Some(self.graph.kind(one)) == kinds.cancer)
        };
        // `BCR-ABL1 T315I`, where the graph joins the genes of a fusion by colons.
        let joined = || self.called(&clean.replacen('-', "::", 1), &[]);
        let meant = match clean == text {
            true => code().map_or_else(joined, |code| vec![code]),
            false => self.called(clean, &[]),
        };
        match meant.as_slice() {
            [] => None,
            [_] => Some(Written::Meant { entities: meant, how: RewriteReason::Spelling }),
            _ => Some(Written::Ambiguous(meant)),
        }
    }

    /// General rules of spelling: `bladder ca`, `BTKi`, `PDGFR alpha`, `mRCC`.
    pub(super) fn respelled(&self, text: &str) -> Option<Written> {
        let kinds = &self.graph.model().kinds;
        for Spelling { text, of, how } in spelling::spellings(text) {
            let kinds = match of {
                spelling::Of::Cancer => vec![kinds.cancer],
                spelling::Of::DrugClass => vec![kinds.drug_class],
                spelling::Of::Gene => vec![kinds.gene, kinds.protein],
                spelling::Of::Anything => Vec::new(),
            };
            if let Some(entity) = self.one(&text, &kinds) {
                return Some(Written::Meant { entities: vec![entity], how });
            }
        }
        None
    }

    /// `PMID 28891408`: the paper of that number.
    pub(super) fn numbered_source(&self, text: &str) -> Option<EntityId> {
        let (register, number) = text.split_once([' ', ':'])?;
        let number = number.trim_start_matches([' ', ':']);
        if !register.eq_ignore_ascii_case(PAPERS)
            || number.is_empty()
            || !number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        self.one(&format!("{PAPERS}:{number}"), &[self.graph.model().kinds.source])
    }

    /// `EID1409`, `EID 1409`: the item of CIViC with that number.
    pub(super) fn numbered_item(&self, text: &str) -> Option<EntityId> {
        let (start, number) = (text.get(..ITEMS.len())?, text.get(ITEMS.len()..)?.trim_start_matches([' ', ':']));
        if !start.eq_ignore_ascii_case(ITEMS) || number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        self.one(&format!("civic.eid:{number}"), &[self.graph.model().kinds.statement])
    }

    /// The first word of the name of one drug, or the proper noun that the name of one cancer
    /// begins with: `brentuximab`, `Waldenstroms`.
    pub(super) fn beginning(&self, text: &str) -> Option<Written> {
        let kinds = &self.graph.model().kinds;
        let stem = spelling::stem(text)?;
        let graph = self.graph;
        let mut meant: Option<EntityId> = None;
        for found in self.names.complete(graph, stem, None, BEGINNINGS_MAX) {
            let kind = Some(graph.kind(found.entity));
            if kind != kinds.drug && kind != kinds.cancer {
                continue;
            }
            let ends = found.text.get(stem.len()..).and_then(|rest| rest.chars().next());
            let at_border = ends.is_some_and(|next| matches!(next, ' ' | '-' | '\''));
            let is_proper = kind == kinds.drug || spelling::is_proper_noun(&found.text, stem.len());
            if !at_border || !is_proper || meant.is_some_and(|known| graph.face(known) != graph.face(found.entity)) {
                return None;
            }
            meant = Some(found.entity);
        }
        Some(Written::Meant { entities: vec![meant?], how: RewriteReason::Beginning })
    }
}

/// What the items of CIViC are numbered by.
const ITEMS: &str = "EID";
/// The register of papers.
const PAPERS: &str = "PMID";

/// Names that are looked at to see whether only one begins with a text.
const BEGINNINGS_MAX: usize = 16;
