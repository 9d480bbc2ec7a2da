//! What is known for a tumour with these findings: `match` of the language, `onco match`, and
//! [`crate::Engine::match_findings`] of the library all end here.
//!
//! What a file or a person wrote is a [`Listing`]. Read, it is a [`Finding`], or [`UnreadListing`] with
//! the reason. A [`Patient`] is one sample: its findings, what was looked for ([`Assays`]), and the
//! cancer. Matched, it is a [`Matched`]: sections of rows, in the order of a page for a tumour
//! board.
//!
//! An engine gives a reader of findings (`Engine::finding_reader`, one for each thread: it remembers
//! the genes that it has looked up), matches one sample (`Engine::match_findings`) and samples one
//! after another (`Engine::match_cohort`), and writes a row in words (`Engine::matched_texts`).

mod assays;
mod class;
mod closeness;
mod finding;
mod index;
mod indication;
mod judge;
mod leaf;
mod listing;
mod marker;
mod matched;
mod page;
mod patient;
mod reader;
mod sameness;
mod sections;
mod texts;
mod tiers;

pub use crate::model::Change;
pub use assays::{Assay, Assays};
pub use finding::{Expressed, Finding, FindingShape, Origin};
pub(crate) use index::MatchIndex;
pub(crate) use indication::Placement;
pub use listing::{LinePlace, Listing, UnreadListing, UnreadReason};
pub use matched::{CancerMatch, Matched, MatchedRow, Mechanism, VariantMatch, WaitsFor};
pub use page::{PageOptions, PageRow, PageSection, PageSectionKind, TumourPage};
pub use patient::{MatchSettings, Patient, TierSystem};
pub use reader::FindingReader;
pub(crate) use sections::Matcher;
pub use texts::MatchedTexts;
