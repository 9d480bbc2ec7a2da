//! A table written back with columns appended.

use super::failure::{ReadFailure, ReadWatch};
use super::lines::FileLines;
use super::table::{self, FieldSeparator, LONGEST_QUOTE, OpenedFile};
use std::io::{self, Write};
use std::path::Path;

/// Why a table was not written back.
#[derive(Debug)]
pub enum AnnotateFailure {
    /// It could not be read.
    Read(ReadFailure),
    /// It could not be written.
    Write(io::Error),
}

impl From<io::Error> for AnnotateFailure {
    fn from(error: io::Error) -> Self {
        AnnotateFailure::Write(error)
    }
}

impl From<ReadFailure> for AnnotateFailure {
    fn from(failure: ReadFailure) -> Self {
        AnnotateFailure::Read(failure)
    }
}

/// Writes a table with more columns; `fields` gives their values for the row that begins in a line,
/// or none.
///
/// # Errors
/// It is no table, cannot be read, or the result cannot be written.
pub fn write_annotated<'f>(
    path: &Path,
    columns: &[&str],
    fields: &dyn Fn(usize) -> Option<&'f [String]>,
    watch: ReadWatch<'_>,
    out: &mut dyn Write,
) -> Result<(), AnnotateFailure> {
    let (heading, separator) = match table::open(path, watch)? {
        OpenedFile::Table(table) => (table.heading_line(), table.separator()),
        OpenedFile::Vcf(lines) => {
            let failure = ReadFailure::file(lines.name(), "is a VCF file");
            return Err(failure.help("columns are appended to tables such as MAF files").into());
        }
    };
    let blank = vec![String::new(); columns.len()];
    let names: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
    let mut lines = FileLines::open(path, watch)?;
    while let Some(line) = lines.next()? {
        let (number, is_comment) = (line.number, line.text.starts_with('#'));
        let values = if number == heading {
            &names
        } else if is_comment || number < heading {
            out.write_all(lines.bytes())?;
            out.write_all(b"\n")?;
            continue;
        } else {
            whole_row(&mut lines, separator)?;
            fields(number as usize).unwrap_or(&blank)
        };
        out.write_all(lines.bytes())?;
        for value in values {
            append(value, separator, out)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Reads on where a field in quotes goes on in the next line.
fn whole_row(lines: &mut FileLines<'_>, separator: FieldSeparator) -> Result<(), ReadFailure> {
    let quotes = |lines: &FileLines<'_>| lines.bytes().iter().filter(|&&byte| byte == b'"').count();
    let mut count = 1;
    while separator == FieldSeparator::Comma && !quotes(lines).is_multiple_of(2) && count < LONGEST_QUOTE {
        if !lines.extend()? {
            break;
        }
        count += 1;
    }
    Ok(())
}

fn append(value: &str, separator: FieldSeparator, out: &mut dyn Write) -> io::Result<()> {
    let value: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    match separator {
        FieldSeparator::Tab => write!(out, "\t{value}"),
        FieldSeparator::Comma if value.contains([',', '"']) => write!(out, ",\"{}\"", value.replace('"', "\"\"")),
        FieldSeparator::Comma => write!(out, ",{value}"),
    }
}
