//! Samples of patients as bytes, one after another: one file per format. What is written is a
//! [`TumourPage`]; rows of all samples have the same columns.

mod cells;
mod columns;
mod delimited;
mod format;
mod html;
mod json;
mod table;

pub use format::{TumourFormat, TumourHead, WrittenBefore};

/// Every format of samples; the first is the default.
pub static TUMOUR_FORMATS: &[TumourFormat] =
    &[table::FORMAT, json::FORMAT, json::LINES, delimited::TSV, delimited::CSV, html::FORMAT];

/// The format of that name, or whose file extension it is.
pub fn tumour_format(name: &str) -> Option<&'static TumourFormat> {
    TUMOUR_FORMATS.iter().find(|format| format.name == name || format.extension == name)
}
