//! What people write for a name: `BRAFV600E`, `exon 19 del`, `BRCA1/2 mutation`, `bladder ca`,
//! `PARPi`.
//!
//! A text that is no name is rewritten, by rules that belong to no graph, into names that a graph
//! may have; what the graph has of these is what was meant. The language, `resolve`, `match` and
//! whoever takes names from files ask this one place. A name or an alias always comes first:
//! nothing here is asked where one fits.

mod alterations;
mod condition;
mod general;
mod meaning;
mod reader;
mod regimen;
mod spelling;
mod table;

pub use meaning::{RewriteReason, Written};
pub(crate) use table::ChangeTable;

use super::NameIndex;
use crate::graph::{EntityId, Graph};
use reader::AlterationReader;

/// A text longer than this, in bytes, is no name that somebody typed.
const LENGTH_MAX: usize = 80;

impl NameIndex {
    /// What a text means by rewriting. It is asked for texts that are no names.
    pub fn written(&self, graph: &Graph, text: &str) -> Option<Written> {
        let text = text.trim();
        let reader = AlterationReader { names: self, graph };
        if condition::is_condition(text) {
            return reader.condition(text);
        }
        if let Some(combination) = reader.combination(text) {
            return Some(combination);
        }
        if text.len() > LENGTH_MAX || text.is_empty() {
            return None;
        }
        if let Some(entity) = reader.numbered_source(text).or_else(|| reader.numbered_item(text)) {
            return Some(Written::Meant { entities: vec![entity], how: RewriteReason::Spelling });
        }
        let clean = spelling::clean(text);
        reader
            .named_otherwise(text, &clean)
            .or_else(|| alterations::read(&reader, &clean))
            .or_else(|| reader.respelled(&clean))
            .or_else(|| reader.beginning(&clean))
    }

    /// Things that one name stands for together: an alias that several groups of changes of one
    /// gene share means any of them (HER2-positive: amplification or overexpression).
    pub fn is_any_of(&self, graph: &Graph, entities: &[EntityId]) -> bool {
        let table = AlterationReader { names: self, graph }.changes();
        let mut genes = entities.iter().map(|&entity| table.group_of(graph, entity));
        match genes.next() {
            Some(Some(first)) => genes.all(|gene| gene == Some(first)),
            Some(None) | None => false,
        }
    }
}
