//! Rows of a table that is a text: fields between tabs or commas.

use csv::{ReaderBuilder, StringRecord, Terminator};

/// What is between the fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Tabs; quotes mean nothing.
    Tab,
    /// Commas; a field in quotes may hold commas, line ends and, doubled, quotes.
    Comma,
}

/// Reads rows one after another; empty lines are left out.
pub struct CsvRows<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
}

impl<'t> CsvRows<'t> {
    /// The rows of a text; a byte order mark is no part of them.
    pub fn new(text: &'t str, separator: Separator) -> Self {
        Self::with(text, separator, None)
    }

    /// The rows of a text in which lines that begin with `#` are comments.
    pub fn with_comments(text: &'t str, separator: Separator) -> Self {
        Self::with(text, separator, Some(b'#'))
    }

    fn with(text: &'t str, separator: Separator, comment: Option<u8>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (delimiter, quoting) = match separator {
            Separator::Tab => (b'\t', false),
            Separator::Comma => (b',', true),
        };
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting).comment(comment);
        // A carriage return within a line is part of its field.
        builder.terminator(Terminator::Any(b'\n'));
        Self { text, reader: builder.from_reader(text.as_bytes()), record: StringRecord::new() }
    }

    /// The next row and the line that it begins in, from 1 on.
    #[allow(clippy::should_implement_trait)] // An iterator could not lend its fields.
    pub fn next(&mut self) -> Option<(u32, &StringRecord)> {
        let mut record = std::mem::take(&mut self.record);
        let line = self.next_into(&mut record);
        self.record = record;
        line.map(|line| (line, &self.record))
    }

    /// The next row into `record`, and the line that it begins in, from 1 on.
    pub fn next_into(&mut self, record: &mut StringRecord) -> Option<u32> {
        // Reading valid text from memory cannot fail.
        while self.reader.read_record(record).unwrap_or(false) {
            if record.len() > 1 || record.get(0).is_some_and(|field| !field.trim().is_empty()) {
                return Some(self.line_of(record));
            }
        }
        None
    }

    /// Number of bytes read so far.
    pub fn bytes_read(&self) -> usize {
        self.reader.position().byte() as usize
    }

    /// The line that the row just read begins in: what comes before it may be empty lines, which
    /// the reader counts to the row.
    fn line_of(&self, record: &StringRecord) -> u32 {
        let end = self.reader.position();
        let is_ended = self.text.as_bytes().get((end.byte() as usize).wrapping_sub(1)) == Some(&b'\n');
        let within = record.as_slice().bytes().filter(|&byte| byte == b'\n').count();
        (end.line() as u32).saturating_sub(within as u32 + u32::from(is_ended))
    }
}

/// A field of a row without the space around it; empty where the row is too short.
pub fn field(record: &StringRecord, column: usize) -> &str {
    record.get(column).unwrap_or("").trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: Separator, expected: &[(u32, &[&str])]) {
        let mut rows = CsvRows::with_comments(text, separator);
        let mut found = Vec::new();
        while let Some((line, record)) = rows.next() {
            let fields: Vec<String> = (0..record.len()).map(|column| field(record, column).to_owned()).collect();
            found.push((line, fields));
        }
        let expected: Vec<(u32, Vec<String>)> =
            expected.iter().map(|(line, row)| (*line, row.iter().map(|&field| field.to_owned()).collect())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines_are_counted_over_empty_ones_comments_and_quotes() {
        check(
            "\u{feff}a,b\n\n# no row\r\n\r\n\"x, y\",\"say \"\"so\"\"\"\n\"1\n2\",3\n4",
            Separator::Comma,
            &[(1, &["a", "b"]), (5, &["x, y", "say \"so\""]), (6, &["1\n2", "3"]), (8, &["4"])],
        );
    }

    #[test]
    fn between_tabs_quotes_and_carriage_returns_mean_nothing() {
        check(
            "a\tb\r\n\"c\td\re\"\n\tf",
            Separator::Tab,
            &[(1, &["a", "b"]), (2, &["\"c", "d\re\""]), (3, &["", "f"])],
        );
    }
}
