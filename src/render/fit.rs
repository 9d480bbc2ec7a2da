//! Text that fits a screen: widths of columns, and lines broken between words.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the screen that `text` takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// What `widths` take together, with `gap` between two.
pub(super) fn together(widths: &[usize], gap: usize) -> usize {
    widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1)
}

/// Widths for columns that would like `natural` and need `minimum`, so that together they take at
/// most `room`, or their minimum where even that is more. The widest gives way first, of equals the
/// one on the right.
pub(super) fn shrunk(natural: &[usize], minimum: &[usize], gap: usize, room: usize) -> Vec<usize> {
    let mut widths = natural.to_vec();
    while together(&widths, gap) > room {
        let shrinkable = widths.iter().zip(minimum).enumerate().filter(|(_, (width, least))| width > least);
        let Some((index, _)) = shrinkable.max_by_key(|(index, (width, _))| (**width, *index)) else { break };
        widths[index] -= 1;
    }
    widths
}

/// Breaks `text` between words into lines of at most `room` columns; words longer than that are
/// cut. Gives one line at least.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let word_width = width(word);
        if used > 0 && used + 1 + word_width > room {
            lines.push(String::new());
            used = 0;
        } else if used > 0 {
            push(&mut lines, " ");
            used += 1;
        }
        for character in word.chars() {
            let character_width = character.width().unwrap_or(0);
            if used > 0 && used + character_width > room {
                lines.push(String::new());
                used = 0;
            }
            push(&mut lines, character.encode_utf8(&mut [0; 4]));
            used += character_width;
        }
    }
    lines
}

/// The longest beginning of `text` that takes at most `room` columns.
pub(super) fn beginning(text: &str, room: usize) -> &str {
    let mut used = 0;
    let cut = text.char_indices().find(|(_, character)| {
        used += character.width().unwrap_or(0);
        used > room
    });
    cut.map_or(text, |(at, _)| &text[..at])
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words_and_cuts_long_ones() {
        for (text, room, expected) in [
            ("", 5, vec![""]),
            ("non-small cell lung", 10, vec!["non-small", "cell lung"]),
            ("trastuzumab", 4, vec!["tras", "tuzu", "mab"]),
            ("胃癌 胃", 4, vec!["胃癌", "胃"]),
            ("胃", 0, vec!["胃"]),
        ] {
            assert_eq!(wrap(text, room), expected, "{text} in {room}");
        }
    }

    #[test]
    fn the_widest_column_gives_way() {
        for (room, expected) in
            [(99, [3, 20, 10]), (33, [3, 16, 10]), (29, [3, 12, 10]), (25, [3, 10, 8]), (5, [3, 10, 8])]
        {
            assert_eq!(shrunk(&[3, 20, 10], &[3, 10, 8], 2, room), expected, "room {room}");
        }
    }
}
