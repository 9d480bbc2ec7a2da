//! The list of what may be typed, below the line: opened by Tab, narrowed by typing, walked through
//! by further Tabs.

use super::offer::{Suggested, Suggestions};
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// Rows of the list at most.
const ROWS_MAX: usize = 8;
/// Between two columns.
const GAP: usize = 3;
/// Columns that a name may take of the screen, in hundredths.
const SHARE: usize = 60;

const LABEL: Style = AnsiColor::Cyan.on_default();
const NEAR: Style = Style::new().italic();
const CHOSEN: Style = Style::new().invert();
const FAINT: Style = Style::new().dimmed();

/// Whether the list is shown, and which of it was chosen.
#[derive(Debug, Default)]
pub(super) struct Menu {
    state: MenuState,
}

#[derive(Debug, Default)]
enum MenuState {
    /// Nothing is shown.
    #[default]
    Closed,
    /// The list for the word that begins here.
    Open { start: usize },
    /// One of the list was put into the line, which the list still belongs to.
    Chosen { offers: Suggestions, place: usize, line: String },
}

/// What Tab does to the line: a text in place of what is typed from `start` on.
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) text: String,
}

/// A list as it is written below the line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Without colour; begins with a line break.
    pub(super) plain: String,
    /// The same with colour.
    pub(super) styled: String,
}

impl Menu {
    pub(super) fn close(&mut self) {
        self.state = MenuState::Closed;
    }

    /// What Tab does: inserts what all offers share, or shows the list, or goes on to the next of
    /// it. None where nothing can be offered.
    pub(super) fn tab(&mut self, line: &str, position: usize, offers: Suggestions, backwards: bool) -> Option<Edit> {
        if let MenuState::Chosen { offers, place, line: chosen } = &self.state
            && chosen == line
        {
            let count = offers.list.len();
            let step = if backwards { count.saturating_sub(1) } else { 1 };
            let (next, offers) = ((place + step) % count.max(1), offers.clone());
            return self.choose(line, position, offers, next);
        }
        let typed = line.get(offers.start..position)?.to_owned();
        if offers.list.is_empty() {
            self.close();
            return None;
        }
        if let Some(only) = offers.only().filter(|only| only.text != typed) {
            self.close();
            return Some(Edit { start: offers.start, text: only.text.clone() });
        }
        let was_open = matches!(self.state, MenuState::Open { start } if start == offers.start);
        let common = offers.common(&typed).map(str::to_owned);
        if common.is_none() && was_open {
            let place = if backwards { offers.list.len() - 1 } else { 0 };
            return self.choose(line, position, offers, place);
        }
        self.state = MenuState::Open { start: offers.start };
        Some(Edit { start: offers.start, text: common.unwrap_or(typed) })
    }

    fn choose(&mut self, line: &str, position: usize, offers: Suggestions, place: usize) -> Option<Edit> {
        let edit = Edit { start: offers.start, text: offers.list.get(place)?.text.clone() };
        let (before, after) = (line.get(..edit.start)?, line.get(position..)?);
        self.state = MenuState::Chosen { line: format!("{before}{}{after}", edit.text), offers, place };
        Some(edit)
    }

    /// Whether a list may have to be drawn for a line.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.state, MenuState::Closed)
    }

    /// The list for a line, `width` columns wide, and how many rows of the screen it may take. It
    /// closes where the word that it was opened for has ended.
    pub(super) fn draw(&mut self, line: &str, offers: &Suggestions, width: usize, rows: usize) -> Option<Drawn> {
        if let MenuState::Chosen { offers, place, line: chosen } = &self.state {
            if chosen == line {
                return Some(drawn(&offers.list, Some(*place), width, rows));
            }
            self.state = MenuState::Open { start: offers.start };
        }
        let MenuState::Open { start } = self.state else { return None };
        let typed = line.get(start..).unwrap_or("");
        let is_typed = offers.only().is_some_and(|only| only.text == typed);
        if offers.start != start || offers.list.is_empty() || is_typed {
            self.close();
            return None;
        }
        Some(drawn(&offers.list, None, width, rows))
    }
}

/// Suggestions in columns, read downwards, as many as there is room for.
fn drawn(list: &[Suggested], chosen: Option<usize>, width: usize, rows: usize) -> Drawn {
    // The last column of a screen stays free: some terminals break the line behind it.
    let width = width.saturating_sub(1).max(10);
    let rows_max = rows.clamp(1, ROWS_MAX);
    let (mut columns, mut row_count, mut page) = columns(list, width, rows_max);
    let mut first = 0;
    if let Some(place) = chosen
        && place >= page
    {
        first = place + 1 - page;
        (columns, row_count, page) = self::columns(&list[first..], width, rows_max);
    }
    let shown = &list[first..(first + page).min(list.len())];
    let mut out = Drawn::default();
    for row in 0..row_count {
        out.both("\n");
        for (number, column) in columns.iter().enumerate() {
            let place = number * row_count + row;
            let Some(offer) = shown.get(place) else { continue };
            let is_last = shown.len() <= (number + 1) * row_count + row;
            out.cell(offer, *column, chosen == Some(first + place), is_last);
        }
    }
    let hidden = list.len() - shown.len();
    if hidden > 0 {
        let more = format!("… {hidden} more: type on, or Tab");
        let more = cut(&more, width);
        out.both("\n");
        out.painted(&more, FAINT);
    }
    out
}

/// Widths of text and label of each column, the number of rows, and how many offers there is room
/// for.
fn columns(list: &[Suggested], width: usize, rows_max: usize) -> (Vec<Widths>, usize, usize) {
    let fitting = |row_count: usize, count: usize| {
        let columns: Vec<Widths> = list[..count].chunks(row_count).map(|chunk| Widths::of(chunk, width)).collect();
        let total: usize = columns.iter().map(|column| column.width() + GAP).sum();
        (total.saturating_sub(GAP) <= width).then_some(columns)
    };
    // As few rows as hold all.
    for row_count in 1..=rows_max {
        if let Some(columns) = fitting(row_count, list.len()) {
            return (columns, row_count, list.len());
        }
    }
    let mut count = rows_max.min(list.len());
    let mut best = fitting(rows_max, count).unwrap_or_default();
    while count < list.len() {
        count = (count + rows_max).min(list.len());
        match fitting(rows_max, count) {
            Some(columns) => best = columns,
            None => return (best, rows_max, count.div_ceil(rows_max).saturating_sub(1) * rows_max),
        }
    }
    (best, rows_max, count)
}

#[derive(Clone, Copy, Debug)]
struct Widths {
    text: usize,
    label: usize,
}

impl Widths {
    fn of(offers: &[Suggested], width: usize) -> Self {
        let widest = |text: fn(&Suggested) -> &str| offers.iter().map(|offer| text(offer).width()).max().unwrap_or(0);
        let label = widest(|offer| &offer.label).min(width / 4);
        // A long name does not push all others from the screen.
        let text = widest(|offer| &offer.text).min(width * SHARE / 100);
        Self { text, label }
    }

    fn width(self) -> usize {
        self.text + if self.label == 0 { 0 } else { self.label + 1 }
    }
}

impl Drawn {
    fn both(&mut self, text: &str) {
        self.plain += text;
        self.styled += text;
    }

    fn painted(&mut self, text: &str, style: Style) {
        self.plain += text;
        self.styled += &format!("{style}{text}{style:#}");
    }

    fn cell(&mut self, offer: &Suggested, column: Widths, chosen: bool, is_last: bool) {
        let text = cut(&offer.text, column.text);
        let label = cut(&offer.label, column.label);
        let style = match (chosen, offer.near) {
            (true, _) => CHOSEN,
            (false, true) => NEAR,
            (false, false) => Style::new(),
        };
        self.painted(&text, style);
        if !label.is_empty() {
            self.both(&" ".repeat(column.text.saturating_sub(text.width()) + 1));
            self.painted(&label, LABEL);
        }
        if !is_last {
            let used = if label.is_empty() { text.width() } else { column.text + 1 + label.width() };
            self.both(&" ".repeat(column.width().saturating_sub(used) + GAP));
        }
    }
}

/// A text within so many columns; what is cut ends in `…`.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if out.width() + 2 > width {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(start: usize, texts: &[&str]) -> Suggestions {
        let offer = |text: &&str| Suggested { text: (*text).to_owned(), label: "verb".to_owned(), near: false };
        Suggestions { start, list: texts.iter().map(offer).collect() }
    }

    #[test]
    fn a_list_fits_the_screen_whatever_is_in_it() {
        let names: Vec<String> =
            (0..60).map(|number| format!("name {number} {}", "long ".repeat(number % 7))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for count in [1, 2, 7, 8, 9, 20, 60] {
            for width in [12, 40, 80, 100, 160] {
                for chosen in [None, Some(0), Some(count - 1)] {
                    let drawn = drawn(&offers(0, &names[..count]).list, chosen, width, 30);
                    let lines: Vec<&str> = drawn.plain.trim_start_matches('\n').split('\n').collect();
                    assert!(lines.len() <= ROWS_MAX + 1, "{count} {width}: {}", drawn.plain);
                    assert!(lines.iter().all(|line| line.width() < width), "{count} {width}: {}", drawn.plain);
                    assert!(!drawn.plain.trim().is_empty());
                    assert_eq!(drawn.styled.contains("\u{1b}[7m"), chosen.is_some(), "{count} {width}");
                }
            }
        }
    }

    #[test]
    fn tab_inserts_what_is_shared_then_shows_then_chooses() {
        let mut menu = Menu::default();
        let edit = menu.tab("ta", 2, offers(0, &["targeting", "targets"]), false).unwrap();
        assert_eq!((edit.start, edit.text.as_str()), (0, "target"));
        assert!(menu.draw("target", &offers(0, &["targeting", "targets"]), 80, 9).unwrap().plain.contains("targets"));
        let chosen = |menu: &mut Menu, line: &str, backwards| {
            menu.tab(line, line.len(), offers(0, &["targeting", "targets"]), backwards).unwrap().text
        };
        assert_eq!(chosen(&mut menu, "target", false), "targeting");
        assert_eq!(chosen(&mut menu, "targeting", false), "targets");
        assert_eq!(chosen(&mut menu, "targets", false), "targeting");
        assert_eq!(chosen(&mut menu, "targeting", true), "targets");
        assert!(menu.draw("targets", &Suggestions::default(), 80, 9).is_some(), "the list stays while one is chosen");
        assert!(menu.draw("targets ", &offers(8, &["MET", "EGFR"]), 80, 9).is_none(), "the word has ended");
        assert!(!menu.is_open());
    }

    #[test]
    fn the_only_offer_is_inserted_and_none_is_refused() {
        let mut menu = Menu::default();
        assert_eq!(menu.tab("drugs tar", 9, offers(6, &["targeting"]), false).unwrap().text, "targeting");
        assert!(!menu.is_open());
        assert!(menu.tab("xyz", 3, Suggestions::default(), false).is_none());
    }
}
