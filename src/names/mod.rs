//! Names of the graph: the index over them, what a run of text may mean, and what was probably
//! meant by a run that means nothing.
//!
//! Every id, name, alias and cross-reference of an entity is found by its normal form
//! ([`fold`]), squeezed: a map from normal form to postings, each of which says whose text it is
//! and which one. The texts themselves stay in the graph.

mod build;
mod find;
mod stripped;
mod suggest;
mod unlisted;
mod written;

pub use crate::model::Above;
pub use crate::vocabulary::{fold, suggest_word};
pub use suggest::Suggestion;
pub use unlisted::UnlistedChange;
pub use written::{RewriteReason, Written};

use crate::graph::{Array, EntityId, Graph, ListOf, Strings};
use std::fmt;
use std::sync::Arc;

/// All names of one graph.
///
/// Plain arrays: a snapshot saves and maps them as they are. It belongs to the graph it was built
/// from and is asked together with it.
#[derive(Clone)]
pub struct NameIndex {
    /// Squeezed normal form → number of its first posting. Absent only if there is no name. Of each
    /// form is here only as far as it differs from the others, which keeps the map small and quick
    /// to build; where it ends, the rest is read from the posting's text.
    pub(crate) keys: Option<fst::raw::Fst<KeyBytes>>,
    /// By posting: whose name it is.
    pub(crate) entities: Array<u32>,
    /// By posting: which of its texts, see [`NameSlot`].
    pub(crate) slots: Array<u32>,
    /// By posting: bit `i` says that a word may begin before byte `i` of the normal form.
    pub(crate) breaks: Array<u64>,
    /// Changes of genes, read from the names when first needed.
    changes: Arc<written::ChangeTable>,
}

/// Bytes of an fst, owned or mapped.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyBytes(pub(crate) Array<u8>);

impl AsRef<[u8]> for KeyBytes {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NameIndex of {} names", self.len())
    }
}

impl NameIndex {
    /// The index in arrays that were saved; `None` where they do not belong together.
    pub(crate) fn from_arrays(
        keys: Array<u8>,
        entities: Array<u32>,
        slots: Array<u32>,
        breaks: Array<u64>,
    ) -> Option<Self> {
        let keys = Some(fst::raw::Fst::new(KeyBytes(keys)).ok()?);
        let aligned = entities.len() == slots.len() && slots.len() == breaks.len();
        aligned.then_some(Self { keys, entities, slots, breaks, changes: Arc::default() })
    }

    /// The bytes of the map of normal forms.
    pub(crate) fn key_bytes(&self) -> Array<u8> {
        self.keys.as_ref().map(|keys| keys.as_inner().0.clone()).unwrap_or_default()
    }

    /// The whole normal form of the key whose first posting this is.
    fn key_at(&self, graph: &Graph, first: usize) -> String {
        match (self.entities.get(first), self.slots.get(first)) {
            (Some(&entity), Some(&slot)) if belongs(graph, entity) => {
                fold::squeezed(NameSlot(slot & !LAST).text(graph, EntityId(entity)))
            }
            (_, _) => String::new(),
        }
    }

    /// Number of names, each text of each entity counted.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether the graph has no names.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

/// What kind of text matched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MatchedBy {
    /// The identifier, in upper or lower case.
    Id,
    /// A cross-reference, in upper or lower case.
    Xref,
    /// The name.
    Name,
    /// An alias a curator gave.
    Alias,
    /// An alias an importer brought.
    Imported,
    /// A name without its noun (`gastric` of `gastric cancer`).
    Stripped,
}

/// An entity that a text may mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameCandidate<'g> {
    /// The entity.
    pub entity: EntityId,
    /// By which of its texts.
    pub matched: MatchedBy,
    /// Whether that text is written exactly so, letter by letter (ids and cross-references:
    /// but for upper and lower case).
    pub exact: bool,
    /// That text as the graph writes it.
    pub text: &'g str,
}

/// What a text may mean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lookup<'g> {
    /// The most likely entities, in id order; those that share a name (gene and protein) are all
    /// here.
    pub best: Vec<NameCandidate<'g>>,
    /// Those it may mean if the best do not fit, best first, then in id order.
    pub others: Vec<NameCandidate<'g>>,
}

/// Which text of an entity a posting refers to, packed into 32 bits:
/// bit 31 last posting of its key, bits 28–30 source, bits 24–27 words cut off, the rest the place
/// in the entity's list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct NameSlot(u32);

const LAST: u32 = 1 << 31;
const PLACE_BITS: u32 = 24;
const PLACE_MASK: u32 = (1 << PLACE_BITS) - 1;
const CUT_MASK: u32 = 0xf;

impl NameSlot {
    /// The text number `place` of a list; `None` where the list is too long to be numbered.
    fn new(matched: MatchedBy, place: usize) -> Option<Self> {
        let place = u32::try_from(place).ok().filter(|&place| place <= PLACE_MASK)?;
        let source = SOURCES.iter().position(|known| *known == matched)? as u32;
        Some(Self(source << 28 | place))
    }

    /// A text without its last words. Place 0 is the name, place n + 1 the curated alias n.
    fn stripped(place: usize, words_cut: usize) -> Option<Self> {
        let cut = u32::try_from(words_cut).ok().filter(|&cut| cut <= CUT_MASK)?;
        Some(Self(Self::new(MatchedBy::Stripped, place)?.0 | cut << PLACE_BITS))
    }

    fn matched(self) -> MatchedBy {
        // Damaged bytes give some source: wrong, but harmless.
        SOURCES.get((self.0 >> 28 & 7) as usize).copied().unwrap_or(MatchedBy::Xref)
    }

    fn is_last(self) -> bool {
        self.0 & LAST != 0
    }

    /// The text in the graph.
    fn text(self, graph: &Graph, entity: EntityId) -> &str {
        let place = (self.0 & PLACE_MASK) as usize;
        let number = entity.0 as usize;
        let nth = |list: &ListOf<Strings>| list.range(number).nth(place);
        match self.matched() {
            MatchedBy::Id => graph.id(entity),
            MatchedBy::Name => graph.name(entity),
            MatchedBy::Alias => nth(&graph.aliases).map_or("", |i| graph.aliases.items.get(i)),
            MatchedBy::Imported => nth(&graph.imported_aliases).map_or("", |i| graph.imported_aliases.items.get(i)),
            MatchedBy::Xref => nth(&graph.xrefs).map_or("", |i| graph.xrefs.items.get(i)),
            MatchedBy::Stripped => {
                let whole = match place.checked_sub(1) {
                    None => graph.name(entity),
                    Some(alias) => graph.aliases(entity).nth(alias).unwrap_or(""),
                };
                stripped::without_last_words(whole, (self.0 >> PLACE_BITS & CUT_MASK) as usize)
            }
        }
    }
}

/// Sources by their number in a [`NameSlot`].
const SOURCES: [MatchedBy; 6] =
    [MatchedBy::Id, MatchedBy::Xref, MatchedBy::Name, MatchedBy::Alias, MatchedBy::Imported, MatchedBy::Stripped];

/// The bit of a place in a normal form that means "a word may begin here". The beginning
/// needs none; places from 64 on have none and are taken as fitting.
const fn bit(offset: usize) -> u64 {
    if offset == 0 || offset >= 64 { 0 } else { 1 << offset }
}

/// Whether an entity number belongs to the graph: arrays from a damaged file may hold any.
fn belongs(graph: &Graph, entity: u32) -> bool {
    (entity as usize) < graph.entity_count()
}

#[cfg(test)]
mod tests;
