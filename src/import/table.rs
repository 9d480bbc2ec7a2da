//! Tables of foreign files: a header, and rows whose fields are found by the names of their
//! columns.

use super::context::Import;
use super::control::{Control, ImportFailure};
use super::read::{TICK, TextFile};
use super::rows::{CsvRows, Separator, field};
use crate::graph::Place;
use csv::StringRecord;
use std::cell::Cell;

/// A table with a header.
pub struct TextTable<'t, 'c> {
    rows: CsvRows<'t>,
    separator: Separator,
    text: &'t TextFile,
    control: &'c Control<'c>,
    /// Names of the columns.
    header: Vec<String>,
    /// By column: whether anybody asked for it.
    asked: Vec<Cell<bool>>,
    header_line: u32,
    /// Number of rows read.
    count: usize,
    /// Number of bytes read when the progress was last reported.
    reported: usize,
    /// Rows with more fields than the header has.
    long_rows: RowCount,
    /// Rows that went on in the next line.
    broken_rows: RowCount,
}

/// How many rows there are of a sort, and the line of the first.
#[derive(Clone, Copy, Default)]
struct RowCount {
    count: usize,
    line: u32,
}

impl RowCount {
    fn add(&mut self, line: u32) {
        self.line = if self.count == 0 { line } else { self.line };
        self.count += 1;
    }
}

/// A row of a [`TextTable`].
#[derive(Default)]
pub struct TextRow {
    /// File, line and column.
    pub place: Place,
    record: StringRecord,
}

impl<'t, 'c> TextTable<'t, 'c> {
    /// A table whose header says what separates its fields: tabs, between which quotes mean
    /// nothing, or else commas.
    ///
    /// # Errors
    /// There is no header.
    pub fn new(text: &'t TextFile, control: &'c Control<'c>) -> Result<Self, ImportFailure> {
        let header = text.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let is_comma = !header.contains('\t') && header.contains(',');
        Self::with(text, if is_comma { Separator::Comma } else { Separator::Tab }, control)
    }

    /// Reads the header.
    ///
    /// # Errors
    /// There is none.
    pub fn with(text: &'t TextFile, separator: Separator, control: &'c Control<'c>) -> Result<Self, ImportFailure> {
        let mut rows = CsvRows::new(&text.text, separator);
        let Some((header_line, header)) = rows.next() else {
            return Err(ImportFailure::file(text.name.clone(), "is empty"));
        };
        let unquoted = |name: &str| match separator {
            // Programs that quote every text between tabs quote the header, too.
            Separator::Tab => name.trim().trim_matches('"').to_owned(),
            Separator::Comma | Separator::Quoted(..) => name.trim().to_owned(),
        };
        let header: Vec<String> = header.iter().map(unquoted).collect();
        let asked = vec![Cell::new(false); header.len()];
        let (long_rows, broken_rows) = Default::default();
        Ok(Self {
            rows,
            separator,
            text,
            control,
            header,
            asked,
            header_line,
            count: 0,
            reported: 0,
            long_rows,
            broken_rows,
        })
    }

    /// The place of the first of these columns that there is.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let place = |name: &&str| self.header.iter().position(|column| column.eq_ignore_ascii_case(name));
        let found = names.iter().find_map(place)?;
        self.asked.get(found).inspect(|asked| asked.set(true));
        Some(found)
    }

    /// The place of a column that must be there.
    ///
    /// # Errors
    /// It is not there.
    pub fn needed(&self, names: &[&str]) -> Result<usize, ImportFailure> {
        let missing = || {
            let message = format!("the column `{}` is missing", names.join("` or `"));
            ImportFailure::file(self.text.name.clone(), message)
        };
        self.column(names).ok_or_else(missing)
    }

    /// Names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// All rows, sorted by what is in them: for what is decided row by row and must not depend on
    /// their order.
    ///
    /// # Errors
    /// Cancellation.
    pub fn sorted_rows(&mut self) -> Result<Vec<TextRow>, ImportFailure> {
        let mut rows = Vec::new();
        let mut row = TextRow::default();
        while self.next(&mut row)? {
            rows.push(std::mem::take(&mut row));
        }
        rows.sort_by(|one, other| (one.record.as_slice(), one.place).cmp(&(other.record.as_slice(), other.place)));
        Ok(rows)
    }

    /// The next row into `row`; false after the last.
    ///
    /// # Errors
    /// Cancellation.
    pub fn next(&mut self, row: &mut TextRow) -> Result<bool, ImportFailure> {
        let Some(line) = self.rows.next_into(&mut row.record) else { return Ok(false) };
        let width = self.header.len();
        if self.separator == Separator::Tab && row.record.len() <= width && self.rows.mend_break(&mut row.record, width)
        {
            self.broken_rows.add(line);
        }
        let read = self.rows.bytes_read();
        if read - self.reported > TICK {
            self.reported = read;
            self.control.tick(&self.text.name, read, self.text.text.len())?;
        }
        row.place = Place { file: self.text.file, line };
        self.count += 1;
        if row.has_more_than(width) {
            self.long_rows.add(line);
        }
        Ok(true)
    }

    /// Reports what of the file was not looked at: columns that nobody asked for, fields beyond
    /// the last column, rows broken in two; and that there is no row. To be called after the last
    /// row.
    pub fn tell_unused(&self, import: &mut Import<'_>) {
        let unused = self.header.iter().zip(&self.asked).filter(|(name, asked)| !asked.get() && !name.is_empty());
        let names: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
        tell_columns(import, self.place(self.header_line), &names);
        self.tell_rows(import);
    }

    /// As [`TextTable::tell_unused`], of rows only.
    pub fn tell_rows(&self, import: &mut Import<'_>) {
        if let RowCount { count: count @ 1.., line } = self.long_rows {
            let message = format!("not kept: what follows the last column, in {count} rows from here on");
            import.note(self.place(line), "", message);
        }
        if let RowCount { count: count @ 1.., line } = self.broken_rows {
            let message =
                format!("a field in quotes goes on in the next line, in {count} rows from here on: put together");
            import.note(self.place(line), "", message);
        }
        let again = |(place, name): &(usize, &String)| {
            !name.is_empty() && self.header.iter().take(*place).any(|known| known == *name)
        };
        for (_, name) in self.header.iter().enumerate().filter(again) {
            let message = format!("the column `{name}` is there twice: the first is read");
            import.note(self.place(self.header_line), "", message);
        }
        if self.count == 0 {
            import.unusable(self.place(self.header_line), "", "there is no row below the header");
        }
    }

    fn place(&self, line: u32) -> Place {
        Place { file: self.text.file, line }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.header.len()
    }
}

impl TextRow {
    /// A row of these fields.
    pub fn of(place: Place, fields: impl Iterator<Item = String>) -> Self {
        Self { place, record: fields.collect::<Vec<_>>().into() }
    }

    /// A field; empty where the row is too short.
    pub fn get(&self, column: usize) -> &str {
        field(&self.record, column)
    }

    /// A field of a column that may be missing.
    pub fn optional(&self, column: Option<usize>) -> &str {
        column.map_or("", |column| self.get(column))
    }

    /// Number of fields.
    pub fn width(&self) -> usize {
        self.record.len()
    }

    /// Whether there is something after so many fields.
    pub fn has_more_than(&self, width: usize) -> bool {
        self.record.iter().skip(width).any(|field| !field.trim().is_empty())
    }
}

/// Reports columns that are not kept, if there are any.
pub fn tell_columns<N: AsRef<str>>(import: &mut Import<'_>, place: Place, names: &[N]) {
    if !names.is_empty() {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        import.note(place, "", format!("not kept: the columns `{}`", names.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_line_numbers_and_quotes_mean_nothing() {
        let text = TextFile::whole(3, "t".to_owned(), "id\tname\n\n1\t5\" \"x\r\n2\n".to_owned());
        let control = Control::NONE;
        let mut table = TextTable::new(&text, &control).unwrap();
        let (mut row, mut seen) = (TextRow::default(), Vec::new());
        while table.next(&mut row).unwrap() {
            seen.push((row.place.line, row.get(0).to_owned(), row.get(1).to_owned()));
        }
        let expected = [(3, "1", "5\" \"x"), (4, "2", "")];
        assert_eq!(seen, expected.map(|(line, id, name)| (line, id.to_owned(), name.to_owned())));
        assert!(table.needed(&["drug"]).is_err());
    }
}
