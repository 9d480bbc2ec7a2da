//! Files as every importer reads them: compressed or plain, row by row, watched and stoppable.

use super::context::Import;
use super::control::{Control, ImportFailure};
use super::opened::{Opened, unreadable};
pub use super::opened::{archive, bytes, first_line, is_compressed};
use super::sniff;
use crate::graph::Place;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Number of bytes between two reports of progress and checks for cancellation.
pub(super) const TICK: usize = 1 << 18;

/// Size in bytes of one piece of a file that is read piece by piece.
const PIECE: u64 = 1 << 20;

/// The text of a file, and the first line with bytes that are no text, if there is one: those
/// bytes are replaced.
///
/// # Errors
/// As [`bytes`].
pub fn text(path: &Path) -> Result<(String, Option<u32>), ImportFailure> {
    Ok(text_of(bytes(path)?))
}

fn text_of(bytes: Vec<u8>) -> (String, Option<u32>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = line_ends(error.as_bytes().get(..good).unwrap_or(&[])) + 1;
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(line))
        }
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u32
}

/// A text with the number of its file.
pub struct TextFile {
    /// Number for [`Place`]s.
    pub file: u32,
    /// As shown.
    pub name: String,
    /// All of it, or a piece.
    pub text: String,
    /// Lines before it.
    pub(super) lines_before: u32,
    /// Something else reports the progress.
    is_piece: bool,
}

impl TextFile {
    /// All of a file whose text is known.
    pub fn whole(file: u32, name: String, text: String) -> Self {
        Self { file, name, text, lines_before: 0, is_piece: false }
    }

    /// Reads a file for an import and reports bytes that are not text.
    ///
    /// # Errors
    /// As [`bytes`].
    pub fn read(import: &mut Import<'_>, path: &Path) -> Result<Self, ImportFailure> {
        let name = path.display().to_string();
        import.control.tick(&name, 0, 0)?;
        Self::of_bytes(import, name, bytes(path)?)
    }

    /// All of a file or of a member of an archive, shown as `name`; reports bytes that are not
    /// text.
    ///
    /// # Errors
    /// Its lines have no ends that are known.
    pub fn of_bytes(import: &mut Import<'_>, name: String, bytes: Vec<u8>) -> Result<Self, ImportFailure> {
        let (text, bad) = text_of(bytes);
        if let Some(what) = sniff::line_ends(&text) {
            return Err(ImportFailure::file(name, what));
        }
        let text = Self::whole(import.builder.file(&name), name, text);
        text.tell_bad(import, bad);
        Ok(text)
    }

    fn tell_bad(&self, import: &mut Import<'_>, line: Option<u32>) {
        if let Some(line) = line {
            let place = Place { file: self.file, line: self.lines_before + line };
            import.note(place, "", "some bytes from here on are not UTF-8 and are replaced");
        }
    }

    /// Its lines with their numbers, without line ends; empty lines are left out.
    pub fn lines<'t, 'c>(&'t self, control: &'c Control<'c>) -> Lines<'t, 'c> {
        let told = if self.is_piece { usize::MAX } else { 0 };
        Lines { text: &self.text, name: &self.name, control, next: 0, line: self.lines_before, told }
    }
}

/// A file that is read piece by piece, for rows that take far more room than what is kept of them.
/// A piece is a [`TextFile`] of whole lines.
pub struct Pieces {
    opened: Opened,
    path: PathBuf,
    file: u32,
    /// The beginning of a line whose end has not been read.
    rest: Vec<u8>,
    lines: u32,
}

impl Pieces {
    /// Opens a file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(import: &mut Import<'_>, path: &Path) -> Result<Self, ImportFailure> {
        let opened = Opened::new(path)?;
        let file = import.builder.file(&path.display().to_string());
        Ok(Self { opened, path: path.to_owned(), file, rest: Vec::new(), lines: 0 })
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    /// The file cannot be read or is damaged; cancellation.
    pub fn next(&mut self, import: &mut Import<'_>) -> Result<Option<TextFile>, ImportFailure> {
        let name = self.path.display().to_string();
        let stored = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        import.control.tick(&name, stored(self.opened.stored_read.get()), stored(self.opened.stored))?;
        let mut bytes = std::mem::take(&mut self.rest);
        let end = loop {
            let before = bytes.len();
            let read = self.opened.plain.by_ref().take(PIECE).read_to_end(&mut bytes);
            if read.map_err(|error| unreadable(&self.path, &error))? == 0 {
                break bytes.len();
            }
            // A line longer than a piece goes on in the next one.
            if let Some(end) = bytes.iter().skip(before).rposition(|&byte| byte == b'\n') {
                break before + end + 1;
            }
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        self.rest = bytes.split_off(end);
        let lines_before = self.lines;
        self.lines += line_ends(&bytes);
        let (text, bad) = text_of(bytes);
        if let Some(what) = sniff::line_ends(&text) {
            return Err(ImportFailure::file(name, what));
        }
        let text = TextFile { file: self.file, name, text, lines_before, is_piece: true };
        text.tell_bad(import, bad);
        Ok(Some(text))
    }
}

/// Lines of a [`TextFile`].
pub struct Lines<'t, 'c> {
    text: &'t str,
    name: &'t str,
    control: &'c Control<'c>,
    next: usize,
    line: u32,
    told: usize,
}

impl<'t> Lines<'t, '_> {
    /// The next line that is not empty, with its number from 1 on.
    ///
    /// # Errors
    /// [`ImportFailure::Cancelled`].
    #[allow(clippy::should_implement_trait)] // An iterator could not fail and lend at once.
    pub fn next(&mut self) -> Result<Option<(u32, &'t str)>, ImportFailure> {
        while let Some(rest) = self.text.get(self.next..).filter(|rest| !rest.is_empty()) {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.next += end + 1;
            self.line += 1;
            if self.next.saturating_sub(self.told) > TICK {
                self.told = self.next;
                self.control.tick(self.name, self.next, self.text.len())?;
            }
            let line = rest.get(..end).unwrap_or("");
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() {
                return Ok(Some((self.line, line)));
            }
        }
        Ok(None)
    }
}

/// The items of a list, without empty ones.
pub fn items<'t>(text: &'t str, separators: &'static [char]) -> impl Iterator<Item = &'t str> {
    text.split(separators).map(|item| item.trim().trim_matches('"')).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("onco-read-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn compressed_files_read_as_they_are() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"a\tb\n").unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(&b"a\tb\n"[..], ruzstd::encoding::CompressionLevel::Fastest);
        for (name, content) in [("plain", b"a\tb\n".to_vec()), ("gz", gzip.finish().unwrap()), ("zst", zstd)] {
            let path = file(name, &content);
            assert_eq!(bytes(&path).unwrap(), b"a\tb\n", "{name}");
            assert_eq!(is_compressed(&path).unwrap(), name != "plain");
            std::fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn pieces_are_whole_lines_and_lose_nothing() {
        let long = "x".repeat(3 * PIECE as usize);
        let lines: Vec<String> = (0..300_000).map(|i| format!("line {i}")).chain([long, "end".to_owned()]).collect();
        let path = file("pieces", lines.join("\n").as_bytes());
        let vocabulary = crate::import::builtin::builtin_vocabulary("hetionet").unwrap();
        let mut import = Import::new(crate::graph::GraphBuilder::new(vocabulary), &Control::NONE);
        let mut pieces = Pieces::open(&mut import, &path).unwrap();
        let (mut seen, mut count) = (Vec::new(), 0);
        while let Some(piece) = pieces.next(&mut import).unwrap() {
            count += 1;
            let mut rows = piece.lines(&Control::NONE);
            while let Some((line, row)) = rows.next().unwrap() {
                assert_eq!(line as usize, seen.len() + 1);
                seen.push(row.to_owned());
            }
        }
        assert_eq!(first_line(&path).unwrap(), "line 0");
        std::fs::remove_file(path).unwrap();
        assert!(seen == lines);
        assert!(count > 3, "{count}");
    }

    #[test]
    fn damaged_gzip_is_a_failure_and_bad_text_is_told() {
        let path = file("bad", &[0x1f, 0x8b, 8, 0, 1, 2, 3]);
        assert!(matches!(bytes(&path), Err(ImportFailure::Problems(_))));
        std::fs::write(&path, b"a\nb\xff\nc").unwrap();
        assert_eq!(text(&path).unwrap(), ("a\nb\u{fffd}\nc".to_owned(), Some(2)));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_set_flag_stops_the_reading() {
        let text = TextFile::whole(0, "t".to_owned(), "x\n".repeat(TICK));
        let flag = std::sync::atomic::AtomicBool::new(true);
        let control = Control { progress: None, cancel: Some(&flag) };
        let mut lines = text.lines(&control);
        let end = loop {
            match lines.next() {
                Ok(Some(_)) => {}
                end => break end.err(),
            }
        };
        assert_eq!(end, Some(ImportFailure::Cancelled));
    }
}
