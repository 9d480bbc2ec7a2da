//! A table: headings and rows, whose fields are found by the names of their columns.

use super::failure::{ReadFailure, ReadWatch};
use super::headings::{self, ColumnNames};
use super::lines::{FileLines, Line};
use super::sink::{Remark, Sink};
use std::ops::Range;
use std::path::Path;

/// Lines that a field in quotes may hold at most; more, and the quotes are no quotes.
pub(super) const LONGEST_QUOTE: usize = 200;

/// What is between the fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldSeparator {
    /// Tabs. Programs put quotes around fields here, too; a quote within a field means nothing.
    Tab,
    /// Commas; a field in quotes may hold commas, line ends and, doubled, quotes.
    Comma,
}

/// A table with headings.
pub(super) struct PatientTable<'w> {
    lines: FileLines<'w>,
    separator: FieldSeparator,
    /// The line that the headings are in.
    heading_line: u32,
    /// As written.
    headings: Vec<String>,
    /// As compared: see [`headings::folded`].
    folded: Vec<String>,
    record: csv::StringRecord,
    /// The fields of the last row, where they are not in the line itself.
    joined: String,
    ranges: Vec<Range<usize>>,
}

/// What a file begins with.
pub(super) enum OpenedFile<'w> {
    /// Lines of a VCF file.
    Vcf(FileLines<'w>),
    /// A table.
    Table(PatientTable<'w>),
}

/// Opens a file and reads its headings.
///
/// # Errors
/// It cannot be read, is empty, or its fields are separated by something else than tabs and commas.
pub(super) fn open<'w>(path: &Path, watch: ReadWatch<'w>) -> Result<OpenedFile<'w>, ReadFailure> {
    let mut lines = FileLines::open(path, watch)?;
    let mut comment: Option<(u32, String)> = None;
    loop {
        let name = lines.name().to_owned();
        let Some(line) = lines.next()? else {
            let Some((number, headings)) = comment else { return Err(ReadFailure::file(&name, "is empty")) };
            return table(lines, number, &headings).map(OpenedFile::Table);
        };
        if line.text.starts_with("##fileformat=VCF") || line.text.starts_with("#CHROM\tPOS") {
            lines.step_back();
            return Ok(OpenedFile::Vcf(lines));
        }
        if let Some(text) = line.text.strip_prefix('#') {
            if headings::is_commented(text) {
                comment = Some((line.number, text.to_owned()));
            }
            continue;
        }
        // The line above the first row may be a comment and the headings all the same.
        let (number, text, headings) = (line.number, line.text.to_owned(), comment);
        let Some((number, headings)) = headings.filter(|(_, headings)| !headings::names_columns(&text, headings))
        else {
            return table(lines, number, &text).map(OpenedFile::Table);
        };
        lines.step_back();
        return table(lines, number, &headings).map(OpenedFile::Table);
    }
}

/// A table whose headings are this line.
fn table<'w>(lines: FileLines<'w>, number: u32, line: &str) -> Result<PatientTable<'w>, ReadFailure> {
    let separator = if line.contains('\t') {
        FieldSeparator::Tab
    } else if line.contains(',') {
        FieldSeparator::Comma
    } else {
        check_single(lines.name(), line)?;
        FieldSeparator::Tab
    };
    let mut table = PatientTable {
        lines,
        separator,
        heading_line: number,
        headings: Vec::new(),
        folded: Vec::new(),
        record: csv::StringRecord::new(),
        joined: String::new(),
        ranges: Vec::new(),
    };
    table.split(line);
    let row = TableFields { number: 0, is_damaged: false, text: table.fields_of(line), ranges: &table.ranges };
    table.headings = (0..row.len()).map(|place| row.field(place).to_owned()).collect();
    table.folded = table.headings.iter().map(|heading| headings::folded(heading)).collect();
    Ok(table)
}

/// A single heading is a column, unless it is several that something else separates.
///
/// # Errors
/// Where it is.
fn check_single(file: &str, line: &str) -> Result<(), ReadFailure> {
    for (separator, name) in [(';', "semicolons"), ('|', "bars"), (' ', "spaces")] {
        let known = line.split(separator).filter(|part| headings::is_known(part)).count();
        if known > 1 {
            let message = format!("has its fields separated by {name}, not by tabs or commas");
            return Err(ReadFailure::file(file, message).help("save it as text between tabs (TSV) or commas (CSV)"));
        }
    }
    Ok(())
}

impl<'w> PatientTable<'w> {
    /// The file as the user named it.
    pub(super) fn name(&self) -> &str {
        self.lines.name()
    }

    /// The line that the headings are in.
    pub(super) fn heading_line(&self) -> u32 {
        self.heading_line
    }

    /// What is between its fields.
    pub(super) fn separator(&self) -> FieldSeparator {
        self.separator
    }

    /// The headings as written.
    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Places of the columns that may hold something, the preferred one first.
    pub(super) fn columns(&self, column: &ColumnNames) -> Vec<usize> {
        column.names.iter().filter_map(|name| self.folded.iter().position(|folded| folded == name)).collect()
    }

    /// Whether one of the columns that may hold something is there.
    pub(super) fn has(&self, column: &ColumnNames) -> bool {
        column.names.iter().any(|name| self.folded.iter().any(|folded| folded == name))
    }

    /// The next row; comments are left out.
    ///
    /// # Errors
    /// The file cannot be read or is damaged, or the reading is stopped.
    pub(super) fn next(&mut self) -> Result<Option<TableFields<'_>>, ReadFailure> {
        loop {
            match self.lines.next()? {
                None => return Ok(None),
                Some(line) if line.text.starts_with('#') => {}
                Some(line) => {
                    let has_quote = self.separator == FieldSeparator::Comma && line.text.contains('"');
                    if has_quote {
                        return self.quoted().map(Some);
                    }
                    break;
                }
            }
        }
        let Line { number, text, is_damaged } = self.lines.line();
        split_at(text, self.separator, &mut self.ranges);
        Ok(Some(TableFields { number, is_damaged, text, ranges: &self.ranges }))
    }

    /// A row with quotes, which may go on in the next lines.
    fn quoted(&mut self) -> Result<TableFields<'_>, ReadFailure> {
        let first = self.lines.line();
        let (number, mut is_damaged) = (first.number, first.is_damaged);
        let mut text = first.text.to_owned();
        let mut lines = 1;
        while !text.matches('"').count().is_multiple_of(2) && lines < LONGEST_QUOTE {
            if !self.lines.extend()? {
                break;
            }
            lines += 1;
            let line = self.lines.line();
            is_damaged |= line.is_damaged;
            text = line.text.to_owned();
        }
        self.split(&text);
        Ok(TableFields { number, is_damaged, text: &self.joined, ranges: &self.ranges })
    }

    /// Splits a text that is no line of the file.
    fn split(&mut self, text: &str) {
        if self.separator == FieldSeparator::Tab {
            split_at(text, FieldSeparator::Tab, &mut self.ranges);
            return;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        // Reading valid text from memory cannot fail.
        let _ = reader.read_record(&mut self.record);
        self.joined.clear();
        self.ranges.clear();
        for field in &self.record {
            let start = self.joined.len();
            self.joined.push_str(field);
            self.ranges.push(start..self.joined.len());
        }
    }

    /// What the fields of a text that was split are in.
    fn fields_of<'t>(&'t self, text: &'t str) -> &'t str {
        if self.separator == FieldSeparator::Comma { &self.joined } else { text }
    }
}

fn split_at(text: &str, separator: FieldSeparator, ranges: &mut Vec<Range<usize>>) {
    let byte = if separator == FieldSeparator::Tab { b'\t' } else { b',' };
    ranges.clear();
    let mut start = 0;
    for end in memchr::memchr_iter(byte, text.as_bytes()) {
        ranges.push(start..end);
        start = end + 1;
    }
    ranges.push(start..text.len());
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct TableFields<'r> {
    /// The line that it begins in.
    pub(super) number: u32,
    /// Some of its bytes are no text.
    pub(super) is_damaged: bool,
    text: &'r str,
    ranges: &'r [Range<usize>],
}

impl<'r> TableFields<'r> {
    /// How many fields there are.
    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// A field without the space and the quotes around it; empty where the row is too short.
    pub(super) fn field(&self, place: usize) -> &'r str {
        let field = self.ranges.get(place).and_then(|range| self.text.get(range.clone())).unwrap_or("");
        let field = field.trim();
        match field.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
            Some(inner) => inner.trim(),
            None => field,
        }
    }

    /// The first of some columns that says something in this row; empty where none does.
    pub(super) fn first(&self, places: &[usize]) -> &'r str {
        places.iter().map(|&place| self.field(place)).find(|field| !headings::is_blank(field)).unwrap_or("")
    }

    /// Whether the row ends before the last of some columns.
    pub(super) fn is_short_of(&self, places: &[usize]) -> bool {
        places.iter().all(|&place| place >= self.len())
    }
}

/// Says what is odd about a row that is used.
pub(super) fn remark_on(row: &TableFields<'_>, headings: usize, sink: &mut dyn Sink) {
    if row.is_damaged {
        sink.remark(Remark::NotText);
    }
    if row.len() > headings && (headings..row.len()).any(|place| !row.field(place).is_empty()) {
        sink.remark(Remark::TooLong);
    }
}
