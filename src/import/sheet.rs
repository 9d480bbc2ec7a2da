//! A curator's table, as text between any separators or as a workbook of a spreadsheet program.

use super::context::Import;
use super::control::ImportFailure;
use super::read::TextFile;
use super::rows::{CsvRows, Separator};
use calamine::{Data, Reader};
use std::io::{Cursor, Read};
use std::path::Path;

/// Bytes that a workbook may have when its parts are unpacked.
const LARGEST_WORKBOOK: u64 = 1 << 30;

/// How a table is laid out, as its map says.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SheetLayout {
    /// Name of the sheet of a workbook; else the first.
    pub(super) sheet: Option<String>,
    /// What is between fields; else what the header has most of.
    pub(super) separator: Option<char>,
    /// Lines before the header.
    pub(super) skip: u32,
}

/// A table whose rows are all there.
pub(super) struct Sheet {
    /// Number for places.
    pub(super) file: u32,
    /// As shown.
    pub(super) name: String,
    /// Line of the header.
    pub(super) header_line: u32,
    /// Names of the columns.
    pub(super) header: Vec<String>,
    /// Rows with their lines.
    pub(super) rows: Vec<(u32, Vec<String>)>,
}

impl Sheet {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, has no such sheet, or is empty.
    pub(super) fn read(import: &mut Import<'_>, path: &Path, layout: &SheetLayout) -> Result<Self, ImportFailure> {
        let shown = path.display().to_string();
        let mut all = if is_workbook(path)? {
            (import.builder.file(&shown), workbook(path, &shown, layout)?)
        } else {
            let text = TextFile::read(import, path)?;
            (text.file, text_rows(&text, layout))
        };
        all.1.retain(|(line, row)| *line > layout.skip && row.iter().any(|field| !field.is_empty()));
        if all.1.is_empty() {
            return Err(ImportFailure::file(shown, "is empty: nothing was read"));
        }
        let (header_line, header) = all.1.remove(0);
        Ok(Self { file: all.0, name: shown, header_line, header, rows: all.1 })
    }
}

/// Whether a file is a workbook by its first bytes: a zip archive, or the older compound file.
fn is_workbook(path: &Path) -> Result<bool, ImportFailure> {
    let mut first = [0; 8];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut first));
    let failed = |error| ImportFailure::file(path.display().to_string(), format!("cannot be read: {error}"));
    let count = read.map_err(failed)?;
    Ok(matches!(first.get(..count), Some([b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..])))
}

fn text_rows(text: &TextFile, layout: &SheetLayout) -> Vec<(u32, Vec<String>)> {
    let separator = layout.separator.unwrap_or_else(|| {
        let header = text.text.lines().nth(layout.skip as usize).unwrap_or("");
        let count = |separator: char| header.matches(separator).count();
        // Of equally many the first.
        ['\t', ',', ';', '|'].into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(',')
    });
    let separator = match separator {
        '\t' => Separator::Tab,
        ',' => Separator::Comma,
        other => Separator::Quoted(other, '"'),
    };
    let mut rows = CsvRows::new(&text.text, separator);
    let mut all = Vec::new();
    while let Some((line, row)) = rows.next() {
        let field = |field: &str| {
            let field = field.trim();
            // Between tabs, too, some programs put fields with commas into quotes.
            let inner = field.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
            inner
                .filter(|_| separator == Separator::Tab)
                .map_or_else(|| field.to_owned(), |inner| inner.replace("\"\"", "\""))
        };
        all.push((line, row.iter().map(field).collect()));
    }
    all
}

fn workbook(path: &Path, shown: &str, layout: &SheetLayout) -> Result<Vec<(u32, Vec<String>)>, ImportFailure> {
    let failed = |message: String| ImportFailure::file(shown, message);
    let bytes = std::fs::read(path).map_err(|error| failed(format!("cannot be read: {error}")))?;
    if unpacked_size(&bytes) > LARGEST_WORKBOOK {
        return Err(failed("would be larger than 1 GB when it is unpacked: it is not read".to_owned()));
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| failed(format!("is no workbook that can be read: {error}")))?;
    let sheets = book.sheet_names();
    let name = match &layout.sheet {
        Some(wanted) => sheets
            .iter()
            .find(|name| *name == wanted)
            .ok_or_else(|| failed(format!("has no sheet `{wanted}`; its sheets are {}", sheets.join(", "))))?,
        None => sheets.first().ok_or_else(|| failed("has no sheet".to_owned()))?,
    };
    let range = book.worksheet_range(name).map_err(|error| failed(format!("sheet `{name}`: {error}")))?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let rows = (first_row + 1..).zip(range.rows()).map(|(line, row)| {
        let before = std::iter::repeat_n(String::new(), first_column as usize);
        (line, before.chain(row.iter().map(text_of)).collect())
    });
    Ok(rows.collect())
}

/// A cell as a text: a whole number without a point, a day as in ISO 8601; errors are nothing.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        cell => cell.to_string().trim().to_owned(),
    }
}

/// Bytes of all parts of a zip archive when they are unpacked, as its directory says; 0 for what is
/// none.
fn unpacked_size(archive: &[u8]) -> u64 {
    let number = |at: usize, length: usize| -> Option<u64> {
        let bytes = archive.get(at..at + length)?;
        Some(bytes.iter().rev().fold(0, |number, &byte| (number << 8) | u64::from(byte)))
    };
    let end = archive.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
    let Some(mut at) = end.and_then(|end| number(end + 16, 4)).and_then(|at| usize::try_from(at).ok()) else {
        return 0;
    };
    let mut size: u64 = 0;
    while archive.get(at..at + 4) == Some(b"PK\x01\x02") {
        let part = || Some((number(at + 24, 4)?, number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?));
        let Some((unpacked, names)) = part() else { break };
        size = size.saturating_add(unpacked);
        at += 46 + names as usize;
    }
    size
}
