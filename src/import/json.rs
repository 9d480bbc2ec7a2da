//! Files of JSON whose records have places: a part of the text is found again by where it lies.

use super::control::ImportFailure;
use super::read::TextFile;
use crate::graph::Place;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The text of a file of JSON.
pub(super) struct JsonText<'t> {
    file: &'t TextFile,
    text: &'t str,
}

impl<'t> JsonText<'t> {
    /// The text of a file; a byte order mark is no part of it.
    pub(super) fn new(file: &'t TextFile) -> Self {
        Self { file, text: file.text.strip_prefix('\u{feff}').unwrap_or(&file.text) }
    }

    /// The file as a whole.
    ///
    /// # Errors
    /// It is not JSON, or not of this shape, with the line.
    pub(super) fn parse<T: Deserialize<'t>>(&self) -> Result<T, ImportFailure> {
        serde_json::from_str(self.text).map_err(|error| self.failed(&error, 0))
    }

    /// A part of the file.
    ///
    /// # Errors
    /// It is not of this shape, with the line.
    pub(super) fn part<T: Deserialize<'t>>(&self, part: &'t RawValue) -> Result<T, ImportFailure> {
        serde_json::from_str(part.get()).map_err(|error| self.failed(&error, self.lines().line(part) - 1))
    }

    fn failed(&self, error: &serde_json::Error, before: u32) -> ImportFailure {
        let what = if error.is_data() { "is not what is expected here" } else { "is not JSON" };
        ImportFailure::line(&self.file.name, before + error.line() as u32, &format!("{what}: {error}"))
    }

    /// Places of parts of the file.
    pub(super) fn lines(&self) -> JsonLines<'t> {
        JsonLines { file: self.file.file, text: self.text, counted: 0, line: 1 }
    }
}

/// Finds the lines of parts, fastest if they are asked for in their order.
pub(super) struct JsonLines<'t> {
    file: u32,
    text: &'t str,
    counted: usize,
    line: u32,
}

impl JsonLines<'_> {
    /// The line in which a part of the text begins.
    fn line(&mut self, part: &RawValue) -> u32 {
        let start = (part.get().as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if start < self.counted {
            (self.counted, self.line) = (0, 1);
        }
        let Some(between) = self.text.as_bytes().get(self.counted..start) else { return 0 };
        self.line += between.iter().filter(|&&byte| byte == b'\n').count() as u32;
        self.counted = start;
        self.line
    }

    /// The place of a part of the text.
    pub(super) fn place(&mut self, part: &RawValue) -> Place {
        Place { file: self.file, line: self.line(part) }
    }
}

/// Whether a value is a list.
pub(super) fn is_list(value: &RawValue) -> bool {
    value.get().starts_with('[')
}

/// A value as a text; empty where there is none.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The texts of a list, or the one of a value; none where there is none.
pub(super) fn texts_of(value: &Value) -> Vec<String> {
    let mut texts = match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => vec![text_of(value)],
    };
    texts.retain(|text| !text.is_empty());
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_their_lines() {
        let file = TextFile::whole(7, "x.json".to_owned(), "\u{feff}{\"all\":\n [1,\n  \"two\",\n\n {}]}".to_owned());
        let json = JsonText::new(&file);
        let whole: std::collections::BTreeMap<String, &RawValue> = json.parse().unwrap();
        let all: Vec<&RawValue> = json.part(whole["all"]).unwrap();
        let mut lines = json.lines();
        assert_eq!(all.iter().map(|part| lines.place(part).line).collect::<Vec<_>>(), [2, 3, 5]);
        assert_eq!((lines.place(all[0]), is_list(whole["all"])), (Place { file: 7, line: 2 }, true));
        let failed = json.part::<u32>(all[1]).unwrap_err().to_string();
        assert!(failed.starts_with("x.json:3: is not what is expected here"), "{failed}");
    }
}
