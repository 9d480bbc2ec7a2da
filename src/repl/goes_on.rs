//! Whether a line goes on with the next, and several lines as one question.

/// What nobody ends a question with.
const CONNECTORS: &[&str] = &["and", "or", "but", "not", "union", "intersect", "except", "minus"];

/// Whether more must follow: a bracket or quote is open, or the line ends with `|`, `,`, `\\` or a word
/// such as `and`. An empty line ends any question, so that nobody is caught in a forgotten quote.
pub(super) fn is_open(text: &str) -> bool {
    if text.starts_with('.') || text.ends_with('\n') {
        return false;
    }
    let mut depth = 0_usize;
    let mut open_quote = false;
    let mut comment = false;
    for character in text.chars() {
        match character {
            '\n' => comment = false,
            _ if comment => {}
            '"' => open_quote = !open_quote,
            _ if open_quote => {}
            '#' => comment = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0 || open_quote || (!comment && asks_for_more(text))
}

/// Whether a line ends with something that another line has to follow.
fn asks_for_more(line: &str) -> bool {
    let line = line.trim_end();
    let last = line.rsplit(|c: char| c.is_whitespace() || c == ')' || c == '(').next().unwrap_or("");
    let is_alone = line == last;
    line.ends_with(['|', ',', '\\']) || (!is_alone && CONNECTORS.iter().any(|word| word.eq_ignore_ascii_case(last)))
}

/// Lines that go on as one; places in the text stay as they were typed.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let Some(bare) = line.strip_suffix('\n').filter(|bare| asks_for_more(bare)) else {
            out += line;
            continue;
        };
        match bare.trim_end().strip_suffix('\\') {
            Some(begin) => {
                out += begin;
                out += &" ".repeat(bare.len() - begin.len());
            }
            None => out += bare,
        }
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_lines_wait_for_more() {
        for (text, expected) in [
            ("drugs targeting HER2", false),
            ("(drugs targeting HER2", true),
            ("(drugs targeting HER2)", false),
            ("describe \"MET", true),
            ("describe \"(\"", false),
            ("drugs |", true),
            ("drugs | ", true),
            ("drugs \\", true),
            ("drugs targeting HER2 and", true),
            ("drugs targeting HER2 and not ", true),
            ("(drugs targeting HER2) except", true),
            ("drugs targeting HER2,", true),
            ("describe OR", true),
            ("or", false),
            ("drugs targeting brand", false),
            ("drugs # (open |", false),
            ("drugs # this and", false),
            ("(drugs\n", false),
            (")(", true),
            (".format (", false),
            ("", false),
        ] {
            assert_eq!(is_open(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_that_go_on_are_one_and_places_stay() {
        for (text, expected) in [
            ("drugs |\ncount", "drugs | count"),
            ("drugs \\\nin lung", "drugs   in lung"),
            ("drugs targeting HER2 and\nEGFR", "drugs targeting HER2 and EGFR"),
            ("drugs\n| count", "drugs\n| count"),
            ("drugs\n", "drugs\n"),
        ] {
            assert_eq!(joined(text), expected);
            assert_eq!(joined(text).len(), text.len());
        }
    }
}
