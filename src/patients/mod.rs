//! Files of tumours: MAF, VCF, tables, copy numbers, fusions, and the cancers of samples.
//!
//! One file of code for each format, on a common reader of lines (`lines`) and of tables
//! (`table`); `formats` lists the formats of tables. Each gives on what its lines say, as
//! listings; [`Cohort`] reads them as findings and keeps the samples apart. No line is lost: it is a
//! finding, or is counted by the reason why it is none.

mod annotated;
mod clinical;
mod cohort;
mod copies;
mod copy_list;
mod copy_matrix;
mod failure;
mod formats;
mod fusions;
mod headings;
mod lines;
mod mutations;
mod rearrangements;
mod sink;
mod star_fusion;
mod table;
mod tissues;
mod told;
mod vcf;

pub use annotated::{AnnotateFailure, write_annotated};
pub use clinical::Clinical;
pub use cohort::{Cohort, ListingReader, ReadOptions, Sample, SampleLine, Samples};
pub use failure::{ReadFailure, ReadWatch, ReadingProgress};
pub use lines::STANDARD_INPUT;
pub use sink::{LineReason, Remark};
pub use tissues::cancer_of_tissue;
pub use told::{Told, ToldGroups, ToldLines, grouped};
