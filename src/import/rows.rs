//! Rows of a table that is a text: fields between tabs or commas.

use csv::{ReaderBuilder, StringRecord, Terminator};

/// What is between the fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Tabs; quotes mean nothing.
    Tab,
    /// Commas; a field in quotes may hold commas, line ends and, doubled, quotes.
    Comma,
    /// Another character of ASCII, and what fields are put in quotes with.
    Quoted(char, char),
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
        let byte = |of: char, otherwise: u8| u8::try_from(of).unwrap_or(otherwise);
        let (delimiter, quote) = match separator {
            Separator::Tab => (b'\t', None),
            Separator::Comma => (b',', Some(b'"')),
            Separator::Quoted(separator, quote) => (byte(separator, b','), Some(byte(quote, b'"'))),
        };
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter).comment(comment);
        builder.quoting(quote.is_some()).quote(quote.unwrap_or(b'"'));
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

    /// Where the last field begins with a quote that does not end on its line: puts what follows,
    /// up to the line on which it ends, into the row, if that makes `width` fields. Says whether it
    /// did. Between tabs quotes mean nothing; but some programs write line breaks so.
    pub fn mend_break(&mut self, record: &mut StringRecord, width: usize) -> bool {
        let Some(last) = record.iter().next_back().filter(|last| last.starts_with('"') && is_open(last)) else {
            return false;
        };
        let rest = self.text.get(self.bytes_read()..).unwrap_or("");
        let mut length = 0;
        for line in rest.split_inclusive('\n').take(MOST_BROKEN_LINES) {
            length += line.len();
            let mut fields = line.trim_end_matches(['\n', '\r']).split('\t');
            let Some(first) = fields.next().filter(|first| is_open(first)) else { continue };
            if !first.ends_with('"') || record.len() + fields.count() != width {
                return false;
            }
            let joined = format!("{last}\n{}", rest.get(..length).unwrap_or(""));
            let mut fields = joined.trim_end_matches(['\n', '\r']).split('\t');
            let text = fields.next().unwrap_or("");
            let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
            let text =
                text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            let mut whole = StringRecord::new();
            record.iter().take(record.len() - 1).for_each(|field| whole.push_field(field));
            whole.push_field(&text.replace("\"\"", "\""));
            fields.for_each(|field| whole.push_field(field));
            let end = self.bytes_read() + length;
            let mut passed = StringRecord::new();
            while self.bytes_read() < end && self.next_into(&mut passed).is_some() {}
            *record = whole;
            return true;
        }
        false
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

/// A field in quotes that goes on for more lines than this is none.
const MOST_BROKEN_LINES: usize = 50;

/// Whether a quote in a text does not end in it.
fn is_open(text: &str) -> bool {
    text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
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
    fn a_quoted_line_break_between_tabs_is_mended() {
        let check = |text: &str, expected: &[&str], next: Option<u32>| {
            let mut rows = CsvRows::new(text, Separator::Tab);
            let mut record = StringRecord::new();
            rows.next_into(&mut record);
            assert_eq!(rows.mend_break(&mut record, 3), expected.len() == 3);
            assert_eq!(record.iter().collect::<Vec<_>>(), expected);
            assert_eq!(rows.next().map(|(line, _)| line), next);
        };
        check("a\t\"one\r\n\ntwo\"\tc\r\nd\n", &["a", "one two", "c"], Some(4));
        check("a\tb\t\"one\ntwo\"", &["a", "b", "one two"], None);
        check("a\t\"one\nd\te\n", &["a", "\"one"], Some(2));
        check("a\t\"one\"\nd\n", &["a", "\"one\""], Some(2));
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
