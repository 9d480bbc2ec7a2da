//! Tables of foreign files: a header, and rows whose fields are found by the names of their
//! columns.

use super::context::Import;
use super::control::{Control, ImportFailure};
use super::read::{TICK, TextFile};
use super::rows::{CsvRows, Separator, field};
use crate::graph::Place;
use csv::StringRecord;
use std::cell::Cell;

/// A table with a header. Its fields are separated by tabs and never quoted.
pub struct TextTable<'t, 'c> {
    rows: CsvRows<'t>,
    text: &'t TextFile,
    control: &'c Control<'c>,
    /// Names of the columns.
    header: Vec<String>,
    /// By column: whether anybody asked for it.
    asked: Vec<Cell<bool>>,
    header_line: u32,
    /// Number of bytes read when the progress was last reported.
    reported: usize,
    /// Rows with more fields than the header has: how many, and the line of the first.
    long_rows: (usize, u32),
}

/// A row of a [`TextTable`].
#[derive(Default)]
pub struct TextRow {
    /// File, line and column.
    pub place: Place,
    record: StringRecord,
}

impl<'t, 'c> TextTable<'t, 'c> {
    /// Reads the header.
    ///
    /// # Errors
    /// There is none.
    pub fn new(text: &'t TextFile, control: &'c Control<'c>) -> Result<Self, ImportFailure> {
        let mut rows = CsvRows::new(&text.text, Separator::Tab);
        let Some((header_line, header)) = rows.next() else {
            return Err(ImportFailure::file(text.name.clone(), "is empty"));
        };
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let asked = vec![Cell::new(false); header.len()];
        Ok(Self { rows, text, control, header, asked, header_line, reported: 0, long_rows: (0, 0) })
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

    /// The next row into `row`; false after the last.
    ///
    /// # Errors
    /// Cancellation.
    pub fn next(&mut self, row: &mut TextRow) -> Result<bool, ImportFailure> {
        let Some(line) = self.rows.next_into(&mut row.record) else { return Ok(false) };
        let read = self.rows.bytes_read();
        if read - self.reported > TICK {
            self.reported = read;
            self.control.tick(&self.text.name, read, self.text.text.len())?;
        }
        row.place = Place { file: self.text.file, line };
        if row.record.len() > self.header.len() {
            self.long_rows = (self.long_rows.0 + 1, if self.long_rows.0 == 0 { line } else { self.long_rows.1 });
        }
        Ok(true)
    }

    /// Reports what of the file was not looked at: columns that nobody asked for, and fields beyond
    /// the last column. To be called after the last row.
    pub fn tell_unused(&self, import: &mut Import<'_>) {
        let unused = self.header.iter().zip(&self.asked).filter(|(_, asked)| !asked.get());
        let names: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
        tell_columns(import, Place { file: self.text.file, line: self.header_line }, &names);
        if let (count @ 1.., line) = self.long_rows {
            let message = format!("not kept: what follows the last column, in {count} rows from here on");
            import.note(Place { file: self.text.file, line }, "", message);
        }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.header.len()
    }
}

impl TextRow {
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
