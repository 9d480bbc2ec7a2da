//! TypedLines that were typed before: kept in a file to which every prompt appends, so that two of them
//! lose nothing.

use rustyline::history::{History, SearchDirection, SearchResult};
use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// TypedLines that are kept.
const LINES_MAX: usize = 2000;
/// The file is written anew when it has this many times more.
const SLACK: usize = 2;

/// TypedLines of this and earlier conversations, each once, the newest at the end.
#[derive(Default)]
pub(super) struct TypedLines {
    entries: Vec<String>,
    file: Option<PathBuf>,
}

impl TypedLines {
    /// The lines of a file, if there is one; new lines are appended to it.
    pub(super) fn of(file: Option<PathBuf>) -> Self {
        let mut lines = Self { entries: Vec::new(), file };
        if let Some(file) = &lines.file {
            // A history that cannot be read or written is no reason to trouble the user.
            lines.entries = read(file).unwrap_or_default();
        }
        lines
    }

    /// All lines, the oldest first.
    pub(super) fn all(&self) -> &[String] {
        &self.entries
    }

    /// Searches from an entry in a direction for the first that passes a test, which gives a place
    /// in it.
    fn find(
        &self,
        start: usize,
        direction: SearchDirection,
        test: impl Fn(&str) -> Option<usize>,
    ) -> Option<SearchResult<'_>> {
        let found = |idx: usize| {
            let entry = self.entries.get(idx)?;
            test(entry).map(|pos| SearchResult { entry: Cow::Borrowed(entry.as_str()), idx, pos })
        };
        match direction {
            SearchDirection::Forward => (start..self.entries.len()).find_map(found),
            SearchDirection::Reverse => (0..self.entries.len().min(start + 1)).rev().find_map(found),
        }
    }
}

impl History for TypedLines {
    fn get(&self, index: usize, _: SearchDirection) -> rustyline::Result<Option<SearchResult<'_>>> {
        Ok(self.find(index, SearchDirection::Forward, |_| Some(0)).filter(|found| found.idx == index))
    }

    fn add(&mut self, line: &str) -> rustyline::Result<bool> {
        self.add_owned(line.to_owned())
    }

    fn add_owned(&mut self, line: String) -> rustyline::Result<bool> {
        // Somebody who begins with a space does not want the line to be kept.
        if line.trim().is_empty() || line.starts_with(char::is_whitespace) {
            return Ok(false);
        }
        if let Some(file) = self.file.as_ref().filter(|_| self.entries.last() != Some(&line)) {
            append(file, &line).ok();
        }
        push(&mut self.entries, line);
        Ok(true)
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn set_max_len(&mut self, _: usize) -> rustyline::Result<()> {
        Ok(())
    }

    fn ignore_dups(&mut self, _: bool) -> rustyline::Result<()> {
        Ok(())
    }

    fn ignore_space(&mut self, _: bool) {}

    fn save(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }

    fn append(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }

    fn load(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }

    fn clear(&mut self) -> rustyline::Result<()> {
        self.entries.clear();
        Ok(())
    }

    fn search(
        &self,
        term: &str,
        start: usize,
        direction: SearchDirection,
    ) -> rustyline::Result<Option<SearchResult<'_>>> {
        let term = term.to_lowercase();
        Ok(self.find(start, direction, |entry| {
            let found = entry.to_lowercase().find(&term).filter(|_| !term.is_empty())?;
            // Letters that are longer in lower case move the place: then the beginning does.
            Some(if entry.is_char_boundary(found) { found } else { 0 })
        }))
    }

    fn starts_with(
        &self,
        term: &str,
        start: usize,
        direction: SearchDirection,
    ) -> rustyline::Result<Option<SearchResult<'_>>> {
        Ok(self.find(start, direction, |entry| (!term.is_empty() && entry.starts_with(term)).then_some(term.len())))
    }
}

/// Adds a line at the end; where it was before, it is no longer.
fn push(entries: &mut Vec<String>, line: String) {
    entries.retain(|entry| *entry != line);
    entries.push(line);
    if entries.len() > LINES_MAX {
        entries.remove(0);
    }
}

/// Appends a line while nobody else writes.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.lock()?;
    file.write_all(format!("{}\n", escaped(line)).as_bytes())
}

/// The lines of a file, each once; a file that has grown far beyond them is written anew.
fn read(path: &Path) -> io::Result<Vec<String>> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    file.lock()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut entries = Vec::new();
    let mut count = 0;
    for line in String::from_utf8_lossy(&bytes).lines() {
        count += 1;
        push(&mut entries, unescaped(line));
    }
    if count > LINES_MAX * SLACK {
        rewrite(&mut file, &entries)?;
    }
    Ok(entries)
}

fn rewrite(file: &mut File, entries: &[String]) -> io::Result<()> {
    let text: String = entries.iter().map(|entry| format!("{}\n", escaped(entry))).collect();
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())
}

/// An entry of several lines as one.
fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("onco-history-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::remove_file(&path).ok();
        path
    }

    #[test]
    fn each_line_is_kept_once_and_the_newest_is_last() {
        let mut lines = TypedLines::default();
        for line in ["drugs", "genes", "drugs", " secret", "", "  "] {
            lines.add(line).unwrap();
        }
        assert_eq!(lines.all(), ["genes", "drugs"]);
    }

    #[test]
    fn two_prompts_on_one_file_lose_nothing() {
        let path = file("two");
        let (mut one, mut other) = (TypedLines::of(Some(path.clone())), TypedLines::of(Some(path.clone())));
        std::thread::scope(|scope| {
            for (lines, name) in [(&mut one, "one"), (&mut other, "other")] {
                scope.spawn(move || {
                    for number in 0..200 {
                        lines.add(&format!("{name} {number}\nand \\ more")).unwrap();
                    }
                });
            }
        });
        let lines = TypedLines::of(Some(path.clone()));
        assert_eq!(lines.len(), 400);
        let kept = |name: &str| lines.all().iter().filter(|line| line.starts_with(name)).cloned().collect::<Vec<_>>();
        let wanted = |name: &str| (0..200).map(|n| format!("{name} {n}\nand \\ more")).collect::<Vec<_>>();
        assert_eq!((kept("one"), kept("other")), (wanted("one"), wanted("other")));
    }

    #[test]
    fn a_long_file_is_cut_to_its_newest_lines() {
        let path = file("long");
        let text: String = (0..LINES_MAX * SLACK + 1).map(|number| format!("drugs {number}\n")).collect();
        std::fs::write(&path, text).unwrap();
        let lines = TypedLines::of(Some(path.clone()));
        assert_eq!((lines.len(), lines.all().last().unwrap().as_str()), (LINES_MAX, "drugs 4000"));
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), LINES_MAX);
    }

    #[test]
    fn lines_are_searched_both_ways() {
        let mut lines = TypedLines::default();
        for line in ["drugs in GIST", "genes", "drugs in lung"] {
            lines.add(line).unwrap();
        }
        let found = |term: &str, start, direction| {
            lines.search(term, start, direction).unwrap().map(|found| (found.idx, found.pos))
        };
        assert_eq!(found("drugs", 2, SearchDirection::Reverse), Some((2, 0)));
        assert_eq!(found("drugs", 1, SearchDirection::Reverse), Some((0, 0)));
        assert_eq!(found("gist", 2, SearchDirection::Reverse), Some((0, 9)));
        assert_eq!(found("in", 1, SearchDirection::Forward), Some((2, 6)));
        assert_eq!(found("", 2, SearchDirection::Reverse), None);
        let begun = lines.starts_with("drugs", 2, SearchDirection::Reverse).unwrap().unwrap();
        assert_eq!((begun.idx, begun.pos), (2, 5));
    }
}
