//! Lines of a file, plain or compressed, with their numbers; what is no text is said so.

use super::failure::{ReadFailure, ReadWatch, ReadingProgress};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Standard input instead of a file.
pub const STANDARD_INPUT: &str = "-";
/// Lines between two looks at the clock and the flag.
const LINES_PER_LOOK: u32 = 1 << 12;
/// Bytes of the longest line: one row of a matrix of 100,000 samples fits many times.
const LONGEST_LINE: u64 = 64 << 20;
/// Bytes that are looked at to find out what a file is.
const LOOKED_AT: usize = 1 << 16;

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'l> {
    /// From 1 on.
    pub(super) number: u32,
    /// Without its end.
    pub(super) text: &'l str,
    /// Some of its bytes are no UTF-8 and were replaced.
    pub(super) is_damaged: bool,
}

/// Reads lines one after another.
pub(super) struct FileLines<'w> {
    reader: BufReader<Box<dyn Read>>,
    path: PathBuf,
    name: String,
    watch: ReadWatch<'w>,
    read: Arc<AtomicU64>,
    total: u64,
    bytes: Vec<u8>,
    replaced: String,
    number: u32,
    /// The last line is given once more.
    again: bool,
}

impl<'w> FileLines<'w> {
    /// Opens a file, uncompressed where its first bytes say that it is gzip or Zstandard.
    ///
    /// # Errors
    /// It cannot be read, or is no text of lines.
    pub(super) fn open(path: &Path, watch: ReadWatch<'w>) -> Result<Self, ReadFailure> {
        let unreadable = |error: io::Error| ReadFailure::unreadable(path, &error);
        let read = Arc::new(AtomicU64::new(0));
        let is_input = path == Path::new(STANDARD_INPUT);
        let (source, total): (Box<dyn Read>, u64) = if is_input {
            (Box::new(io::stdin()), 0)
        } else {
            let file = File::open(path).map_err(unreadable)?;
            let about = file.metadata().map_err(unreadable)?;
            if about.is_dir() {
                let name = path.display().to_string();
                return Err(ReadFailure::file(&name, "is a folder").help("name the files that are in it"));
            }
            (Box::new(file), about.len())
        };
        let counted = CountedBytes { source, read: Arc::clone(&read) };
        let reader = uncompressed(counted).map_err(unreadable)?;
        let name = if is_input { "standard input".to_owned() } else { path.display().to_string() };
        let mut lines = Self {
            reader: BufReader::with_capacity(1 << 18, reader),
            path: path.to_owned(),
            name,
            watch,
            read,
            total,
            bytes: Vec::new(),
            replaced: String::new(),
            number: 0,
            again: false,
        };
        lines.check_is_text()?;
        Ok(lines)
    }

    /// The file as the user named it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the last line, without its end.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the last line once more.
    pub(super) fn step_back(&mut self) {
        self.again = true;
    }

    /// The next line that is not blank; `None` after the last.
    ///
    /// # Errors
    /// The file cannot be read or is damaged, a line has no end, or the reading is stopped.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, ReadFailure> {
        if std::mem::take(&mut self.again) {
            return Ok(Some(self.line()));
        }
        while self.read_line()? {
            if !self.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(self.line()));
            }
        }
        Ok(None)
    }

    /// Adds the next line to the last one, with the line end between them; false after the last.
    ///
    /// # Errors
    /// As [`FileLines::next`].
    pub(super) fn extend(&mut self) -> Result<bool, ReadFailure> {
        let mut whole = std::mem::take(&mut self.bytes);
        let is_there = self.read_line()?;
        if is_there {
            whole.push(b'\n');
            whole.append(&mut self.bytes);
        }
        self.bytes = whole;
        Ok(is_there)
    }

    /// The last line that was read.
    pub(super) fn line(&mut self) -> Line<'_> {
        let number = self.number;
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Line { number, text, is_damaged: false },
            Err(_) => {
                self.replaced = String::from_utf8_lossy(&self.bytes).into_owned();
                Line { number, text: &self.replaced, is_damaged: true }
            }
        }
    }

    /// Reads the bytes of the next line; false after the last.
    fn read_line(&mut self) -> Result<bool, ReadFailure> {
        self.bytes.clear();
        if self.number.is_multiple_of(LINES_PER_LOOK) {
            let bytes = self.read.load(Ordering::Relaxed);
            self.watch.tick(&ReadingProgress { file: &self.name, bytes, total: self.total })?;
        }
        let read = self.reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.bytes);
        let read = read.map_err(|error| ReadFailure::unreadable(&self.path, &error))?;
        if read == 0 {
            return Ok(false);
        }
        self.number = self.number.saturating_add(1);
        if self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        } else if read as u64 == LONGEST_LINE {
            let megabytes = LONGEST_LINE >> 20;
            let message = format!("has a line {} of more than {megabytes} MiB", self.number);
            return Err(ReadFailure::file(&self.name, message));
        }
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        if self.number == 1 && self.bytes.starts_with(b"\xef\xbb\xbf") {
            self.bytes.drain(..3);
        }
        Ok(true)
    }

    /// # Errors
    /// What the file begins with is no text of lines.
    fn check_is_text(&mut self) -> Result<(), ReadFailure> {
        let read = self.reader.fill_buf().map_err(|error| ReadFailure::unreadable(&self.path, &error))?;
        let start = read.get(..LOOKED_AT.min(read.len())).unwrap_or(&[]);
        let Some((message, help)) = not_lines(start) else { return Ok(()) };
        Err(ReadFailure::file(&self.name, message).help(help))
    }
}

/// Why bytes are no text of lines, with what would help.
fn not_lines(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let has = |byte: u8| start.contains(&byte);
    match start {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(("is a text in UTF-16", "save it as UTF-8")),
        [b'P', b'K', 3, 4, ..] => {
            Some(("is a ZIP archive or a workbook, not a text", "save the sheet as text between tabs, or unpack it"))
        }
        _ if has(0) => Some(("holds zero bytes: it is a text in UTF-16, or no text", "save it as text in UTF-8")),
        _ if has(b'\r') && !has(b'\n') && start.iter().position(|&byte| byte == b'\r') < Some(start.len() - 1) => {
            Some((
                "has lines that end with a carriage return alone, as on an old Macintosh",
                "save it with Unix or Windows line ends",
            ))
        }
        _ => None,
    }
}

/// The bytes of a file that may be compressed.
fn uncompressed(counted: CountedBytes) -> io::Result<Box<dyn Read>> {
    let mut raw = BufReader::with_capacity(1 << 16, counted);
    Ok(match raw.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(raw)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            Box::new(ruzstd::decoding::StreamingDecoder::new(raw).map_err(io::Error::other)?)
        }
        _ => Box::new(raw),
    })
}

/// A source that counts what is read of it.
struct CountedBytes {
    source: Box<dyn Read>,
    read: Arc<AtomicU64>,
}

impl Read for CountedBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn written(name: &str, bytes: &[u8]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("onco-lines-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn read(path: &Path) -> Result<Vec<(u32, String, bool)>, ReadFailure> {
        let mut lines = FileLines::open(path, ReadWatch::default())?;
        let mut found = Vec::new();
        while let Some(line) = lines.next()? {
            found.push((line.number, line.text.to_owned(), line.is_damaged));
        }
        Ok(found)
    }

    fn check(name: &str, bytes: &[u8], expected: &[(u32, &str, bool)]) {
        let path = written(name, bytes);
        let expected: Vec<_> = expected.iter().map(|&(line, text, bad)| (line, text.to_owned(), bad)).collect();
        assert_eq!(read(&path).unwrap(), expected, "{name}");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn marks_line_ends_and_bytes_that_are_no_text() {
        check("bom", b"\xef\xbb\xbfa\tb\r\n\r\n  \nc\td", &[(1, "a\tb", false), (4, "c\td", false)]);
        check("latin", b"a\nna\xefve\nb\n", &[(1, "a", false), (2, "na\u{fffd}ve", true), (3, "b", false)]);
        check("mixed", b"a\n\rb\n\r", &[(1, "a", false), (2, "\rb", false)]);
        check("empty", b"", &[]);
    }

    #[test]
    fn compressed_files_read_as_they_are() {
        let gzip = |text: &[u8]| {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(text).unwrap();
            gzip.finish().unwrap()
        };
        check("parts.gz", &[gzip(b"a\nb"), gzip(b"c\n")].concat(), &[(1, "a", false), (2, "bc", false)]);
        let zstd = ruzstd::encoding::compress_to_vec(&b"a\n"[..], ruzstd::encoding::CompressionLevel::Fastest);
        check("zst", &zstd, &[(1, "a", false)]);
        let path = written("cut.gz", &gzip(b"a\nb\nc\n")[..12]);
        assert!(read(&path).unwrap_err().to_string().contains("cannot be read"));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_is_no_text_of_lines_says_so() {
        for (bytes, expected) in [
            (&b"\xff\xfeg\0e\0n\0e\0"[..], "UTF-16"),
            (b"g\0e\0n\0e\0", "UTF-16"),
            (b"PK\x03\x04xx", "workbook"),
            (b"gene\tvariant\rEGFR\tL858R\r", "carriage return"),
        ] {
            let path = written("odd", bytes);
            assert!(read(&path).unwrap_err().to_string().contains(expected), "{expected}");
            std::fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn a_set_flag_stops_the_reading() {
        let path = written("flag", b"a\n");
        let flag = std::sync::atomic::AtomicBool::new(true);
        let watch = ReadWatch { cancel: Some(&flag), ..ReadWatch::default() };
        let stopped = FileLines::open(&path, watch).and_then(|mut lines| lines.next().map(|_| ()));
        assert_eq!(stopped, Err(ReadFailure::Cancelled));
        std::fs::remove_file(path).unwrap();
    }
}
