//! Places in a text: editors count lines and units of UTF-16, onco counts bytes.

use serde_json::{Value, json};

/// The byte that a place of an editor means; the end of the line where it is behind it.
pub(super) fn offset(text: &str, place: &Value) -> usize {
    let number = |name: &str| usize::try_from(place[name].as_u64().unwrap_or(0)).unwrap_or(usize::MAX);
    let (line, wanted) = (number("line"), number("character"));
    let start = match line {
        0 => 0,
        line => text.match_indices('\n').nth(line - 1).map_or(text.len(), |(at, _)| at + 1),
    };
    let rest = text.get(start..).unwrap_or("");
    let mut units = 0;
    for (at, letter) in rest.char_indices() {
        if letter == '\n' || units >= wanted {
            return start + at;
        }
        units += letter.len_utf16();
    }
    text.len()
}

/// A byte as a place of an editor.
pub(super) fn position(text: &str, at: usize) -> Value {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let character: usize = before.get(start..).unwrap_or("").chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": character })
}

/// A range of bytes as editors have it.
pub(super) fn range(text: &str, start: usize, end: usize) -> Value {
    json!({ "start": position(text, start), "end": position(text, end) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_both_ways() {
        let text = "drugs\n胃 😀 in\n";
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
            assert_eq!(offset(text, &position(text, at)), at, "{at}");
        }
        assert_eq!(position(text, text.find(" in").unwrap()), json!({ "line": 1, "character": 4 }));
        assert_eq!(offset(text, &json!({ "line": 0, "character": 99 })), 5);
        assert_eq!(offset(text, &json!({ "line": 9, "character": 0 })), text.len());
    }
}
